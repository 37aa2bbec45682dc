//! What surrounds a plan: hand-written charts, advice, the printed flow, findings, sensitivity, the interchange format.

use std::collections::{BTreeMap, BTreeSet};

use crate::guides::{SMALL, TYPICAL, guide};
use kbc::reasoning::{
    Cause, CauseId, Check, CheckId, CheckKind, Condition, Doing, Effect, Escalation, Evidence, Fault, Number, Options,
    Outcome, PRINTED_NODES, Problem, Remedy, RemedyId, Risk, Rule, RuleEffect, Step, Tables, Target, advise, findings,
    idle_checks, interchange, number_worths, plan, printed, sensitive,
};

fn question(name: String, routes: &[Option<Target>]) -> Check {
    let outcomes = routes
        .iter()
        .enumerate()
        .map(|(id, next)| Outcome { name: format!("o{id}"), next: *next, ..Outcome::default() })
        .collect();
    Check { name, takes: 1.0, outcomes, ..Check::default() }
}

/// 400 questions in 16 rows, 30 outcomes on the first, each leading to the next row.
fn chart() -> Problem {
    let row = |depth: usize, place: usize| Target::Step(Step::Check(CheckId(depth * 25 + place % 25)));
    let mut checks = Vec::new();
    for depth in 0..16 {
        for place in 0..25 {
            let count = if depth == 0 && place == 0 { 30 } else { 2 };
            let routes: Vec<Option<Target>> = (0..count)
                .map(|o| Some(if depth == 15 { Target::Solved } else { row(depth + 1, place * 2 + o) }))
                .collect();
            checks.push(question(format!("q{depth}-{place}"), &routes));
        }
    }
    let mut problem = Problem {
        checks,
        escalations: vec![Escalation { name: "end".into(), takes: 60.0, when: None, is_result: false }],
        ..Problem::default()
    };
    problem.policy.start = Some(Step::Check(CheckId(0)));
    problem
}

#[test]
fn a_hand_written_chart_is_followed_to_its_end() {
    let problem = chart();
    let plan = plan(&problem, &Evidence::default(), &Options::default());
    assert!(plan.sound && plan.exact, "{:?}", plan.entry());
    assert_eq!(plan.flow.nodes[plan.entry().node].doing, Doing::Step(Step::Check(CheckId(0)), 0));
    assert!((plan.entry().expected_minutes - 16.0).abs() < 1e-9);
    assert!((plan.entry().active_minutes - 16.0).abs() < 1e-9);
    assert!((plan.entry().solved - 1.0).abs() < 1e-9);
    // Questions of the first row that nothing leads to are never asked.
    let found = findings(&problem, &Evidence::default(), &plan);
    assert!(found.unreachable.contains(&Step::Check(CheckId(1))));
    assert!(found.never_followed.is_empty());
    assert_eq!(found.worst_path.len(), 17);
    let paper = printed(&problem, &Evidence::default(), &plan);
    assert_eq!(paper.nodes.len(), plan.flow.nodes.len(), "a chart is printed whole");
    assert!(paper.nodes.len() > PRINTED_NODES);
}

#[test]
fn paper_has_few_steps_and_every_answer_leads_on() {
    let mut charts = 0;
    for seed in 0..8 {
        let problem = guide(TYPICAL, seed);
        let whole = plan(&problem, &Evidence::default(), &Options::default());
        let paper = printed(&problem, &Evidence::default(), &whole);
        assert!(paper.nodes.contains(&whole.entry().node));
        assert_eq!(paper.tail.len(), problem.remedies.len());
        assert!(paper.paper.expected_cost >= whole.entry().lower_bound - 1e-6);
        let sends = paper.onward.values().any(|onward| !onward.first.is_empty());
        // The remedies and handing over have numbers of their own where answers send the reader to them.
        let steps = paper.nodes.len() + if sends { paper.tail.len() + 1 } else { 0 };
        assert!(steps <= PRINTED_NODES || paper.nodes.len() <= 8, "{steps} steps");
        if sends {
            charts += 1;
        } else if paper.onward.is_empty() {
            assert!((paper.paper.expected_cost - whole.entry().expected_cost).abs() < 1e-6);
        }
        for &node in &paper.nodes {
            let next = &whole.flow.nodes[node].next;
            for (answer, next) in next.iter().enumerate() {
                let is_printed = paper.nodes.contains(next) || whole.flow.nodes[*next].doing == Doing::Solved;
                assert_eq!(paper.onward.contains_key(&(node, answer)), !is_printed);
            }
        }
        for onward in paper.onward.values() {
            assert!(onward.then.is_none_or(|then| paper.nodes.contains(&then)));
            assert!(onward.first.iter().all(|remedy| paper.tail.contains(remedy)));
            let mut once = onward.first.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), onward.first.len(), "a remedy is done once");
        }
    }
    assert!(charts > 0, "some guides do not fit on paper whole");
}

/// What is known where paper sends somebody to remedies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    /// This check was asked.
    Asked(usize),
    /// An answer speaks for a cause of this remedy.
    Called(usize),
}

/// However one came in and whatever was answered: each check that names a cause was asked, or an answer spoke for the cause, before
/// paper sends anybody to what destroys something about it, also where one cannot tell or do a step.
#[test]
fn paper_sends_nobody_past_a_check_to_what_destroys() {
    let mut sent = 0;
    for seed in 0..8 {
        let mut problem = guide(TYPICAL, seed);
        problem.remedies.iter_mut().step_by(3).for_each(|remedy| remedy.risk = Risk::Destructive);
        let whole = plan(&problem, &Evidence::default(), &Options::default());
        let paper = printed(&problem, &Evidence::default(), &whole);
        if paper.onward.values().all(|onward| onward.first.is_empty()) {
            continue;
        }
        let tables = Tables::new(&problem);
        let hypotheses: Vec<CauseId> = problem.hypotheses().collect();
        let fixed = |remedy: RemedyId| {
            let fixes = problem.remedies[remedy.0].fixes.iter().filter(|(_, chance)| *chance > 0.0);
            fixes.map(|(cause, _)| *cause).collect::<Vec<CauseId>>()
        };
        let speaks = |check: usize, remedy: RemedyId| {
            let effects = problem.checks[check].outcomes.iter().flat_map(|outcome| &outcome.effects);
            effects.into_iter().any(|effect| {
                let (Effect::Confirms(cause)
                | Effect::PointsTo(cause, _)
                | Effect::Against(cause, _)
                | Effect::RulesOut(cause)
                | Effect::Given(cause, _)) = effect;
                fixed(remedy).contains(cause)
            })
        };
        // The remedies that an answer calls for: it comes more often with their cause than with the unknown one.
        let called = |check: usize, answer: usize| {
            let row = &tables.checks[check][answer];
            let is_raised = |cause: &CauseId| {
                hypotheses.iter().position(|one| one == cause).is_some_and(|at| row[at] > row[hypotheses.len()] + 1e-9)
            };
            (0..problem.remedies.len()).filter(move |&at| fixed(RemedyId(at)).iter().any(is_raised)).map(Known::Called)
        };
        // What is known on every way to a node: parents have higher numbers than children.
        let checks = 0..problem.checks.len();
        let all: BTreeSet<Known> =
            checks.clone().map(Known::Asked).chain((0..problem.remedies.len()).map(Known::Called)).collect();
        let mut asked: BTreeMap<usize, BTreeSet<Known>> = BTreeMap::new();
        let meet = |asked: &mut BTreeMap<usize, BTreeSet<Known>>, node: usize, own: &BTreeSet<Known>| {
            let known = asked.entry(node).or_insert_with(|| all.clone());
            *known = known.intersection(own).copied().collect();
        };
        let begins = whole.flow.entries.iter().map(|entry| entry.node).filter(|node| paper.nodes.contains(node));
        for node in begins.chain(paper.begins.values().filter_map(|onward| onward.then)) {
            meet(&mut asked, node, &BTreeSet::new());
        }
        // The remedies that the flow does in turn from a node on.
        let in_turn = |from: Option<usize>| {
            let mut done = Vec::new();
            let mut next = from;
            while let Some(node) = next {
                let flow = &whole.flow.nodes[node];
                let Doing::Step(Step::Remedy(remedy), _) = flow.doing else { break };
                done.push(remedy);
                next = flow.next.first().copied();
            }
            done
        };
        let mut check_list = |first: &[RemedyId], known: &BTreeSet<Known>, at: &str, from: Option<usize>| {
            sent += first.len();
            let own = in_turn(from);
            let destroys = |remedy: &&RemedyId| problem.remedies[remedy.0].risk == Risk::Destructive;
            for &remedy in first.iter().filter(destroys).filter(|remedy| !own.contains(remedy)) {
                if !known.contains(&Known::Called(remedy.0)) {
                    let passed =
                        checks.clone().find(|&check| speaks(check, remedy) && !known.contains(&Known::Asked(check)));
                    assert_eq!(passed, None, "seed {seed}, {at}: {remedy:?}");
                }
            }
        };
        for (symptom, onward) in &paper.begins {
            let entry = whole.flow.entries.iter().find(|entry| entry.symptom == Some(*symptom));
            check_list(&onward.first, &BTreeSet::new(), "an entry", entry.map(|entry| entry.node));
        }
        for &node in &paper.nodes {
            let Some(mut known) = asked.get(&node).cloned() else { continue };
            let flow = &whole.flow.nodes[node];
            let asks = match flow.doing {
                Doing::Step(Step::Check(check), _) => Some(check.0),
                _ => None,
            };
            known.extend(asks.map(Known::Asked));
            let ways = flow.next.iter().copied().map(Some).chain([flow.fallback]).enumerate();
            for (answer, next) in ways {
                let (first, then) = match paper.onward.get(&(node, answer)) {
                    Some(onward) => (onward.first.as_slice(), onward.then),
                    None => (&[][..], next),
                };
                let mut known = known.clone();
                if let Some(check) = asks.filter(|_| answer < flow.next.len()) {
                    known.extend(called(check, answer));
                }
                check_list(first, &known, &format!("node {node}, answer {answer}"), next);
                if let Some(then) = then.filter(|then| answer < flow.next.len() && paper.nodes.contains(then)) {
                    meet(&mut asked, then, &known);
                }
            }
        }
    }
    assert!(sent > 0, "some guides send their readers to remedies");
}

/// On paper the first answer sends its reader to the remedy of one cause, the second to that of the other, and no
/// question has to be printed twice for that.
#[test]
fn an_answer_sends_to_the_remedies_that_it_speaks_for() {
    let mut problem = even();
    problem.checks[0].takes = 0.1;
    // Remedies that nobody needs fill the paper.
    for at in 0..40 {
        problem.causes.push(Cause { name: format!("m.idle{at}"), weight: Some(1e-6), ..Cause::default() });
        problem.remedies.push(Remedy {
            name: format!("m.vain{at}"),
            takes: 500.0,
            fixes: vec![(CauseId(at + 2), 1.0)],
            retry: 1,
            ..Remedy::default()
        });
    }
    let plan = plan(&problem, &Evidence::default(), &Options::default());
    let paper = printed(&problem, &Evidence::default(), &plan);
    let entry = plan.entry().node;
    if paper.onward.is_empty() {
        assert!(paper.nodes.len() <= PRINTED_NODES);
        return;
    }
    assert_eq!(paper.onward[&(entry, 0)].first, [RemedyId(1)], "the first answer rules out a");
    assert_eq!(paper.onward[&(entry, 1)].first, [RemedyId(0)]);
    assert!((paper.paper.expected_cost - plan.entry().expected_cost).abs() < 0.1);
}

#[test]
fn advice_is_the_best_of_what_it_considers() {
    for seed in 0..40 {
        let problem = guide(TYPICAL, seed);
        let advice = advise(&problem, &Evidence::default());
        let least = advice.considered.iter().map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min);
        assert!((advice.cost - least).abs() < 1e-9, "{advice:?}");
        let contradiction =
            Evidence { observed: vec![], answered: vec![(CheckId(0), 0), (CheckId(0), 1)], ..Evidence::default() };
        assert!(matches!(advise(&problem, &contradiction).doing, Doing::Contradiction(_)));
    }
}

/// Two causes with even weights, one remedy each, a check that costs more than it saves.
fn even() -> Problem {
    let cause = |name: &str| Cause { name: name.into(), weight: Some(1.0), ..Cause::default() };
    let remedy = |name: &str, takes, id| Remedy {
        name: name.into(),
        takes,
        fixes: vec![(CauseId(id), 1.0)],
        retry: 1,
        ..Remedy::default()
    };
    let split = |o: usize| vec![Effect::RulesOut(CauseId(o))];
    let mut problem = Problem {
        causes: vec![cause("m.a"), cause("m.b")],
        remedies: vec![remedy("m.fix-a", 10.0, 0), remedy("m.fix-b", 11.0, 1)],
        checks: vec![Check {
            name: "m.which".into(),
            takes: 30.0,
            outcomes: (0..2)
                .map(|o| Outcome { name: format!("o{o}"), effects: split(o), ..Outcome::default() })
                .collect(),
            ..Check::default()
        }],
        escalations: vec![Escalation { name: "m.end".into(), takes: 600.0, when: None, is_result: false }],
        ..Problem::default()
    };
    problem.policy.other = 0.0;
    problem
}

/// Fixing a first costs 10 + ½ · 11 minutes. With half the weight of a, fixing b first would cost 11 + ⅓ · 10 against
/// 10 + ⅔ · 11; and with twice the time, 11 + ½ · 20 against 20 + ½ · 11.
#[test]
fn an_error_in_a_number_costs_what_another_order_would_save() {
    let problem = even();
    let best = plan(&problem, &Evidence::default(), &Options::default());
    let replan = |other: &Problem| plan(other, &Evidence::default(), &Options::default()).entry().expected_cost;
    let found = number_worths(&problem, &best, &replan);
    let of = |number: Number| *found.iter().find(|worth| worth.number == number).unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} is not {b}");
    let weight = of(Number::Weight(CauseId(0)));
    near(weight.if_half, 3.0);
    near(weight.if_twice, 0.0);
    let takes = of(Number::Takes(Step::Remedy(RemedyId(0))));
    near(takes.if_half, 0.0);
    near(takes.if_twice, 4.5);
    near(of(Number::Takes(Step::Check(CheckId(0)))).most(), 0.0);
    assert!(found.is_sorted_by(|one, other| one.most() >= other.most()));
    assert_eq!(found, number_worths(&problem, &best, &replan));
}

#[test]
fn a_check_that_does_not_pay_is_found_with_what_it_would_add() {
    let problem = even();
    let best = plan(&problem, &Evidence::default(), &Options::default());
    assert!((best.entry().expected_cost - 15.5).abs() < 1e-9);
    let idle = idle_checks(&problem, &Evidence::default(), &best, &Options::default());
    assert_eq!(idle.len(), 1);
    assert!((idle[0].adds - (30.0 + 10.5 - 15.5)).abs() < 1e-9);
}

#[test]
fn a_first_step_on_the_edge_is_found() {
    let firm = sensitive(&even(), &Evidence::default(), &Options::default());
    // fix-b costs a tenth more; a quarter more weight for b turns the order.
    assert!(firm.iter().any(|one| one.cause == CauseId(1)
        && (one.factor - 1.25).abs() < 1e-9
        && one.then == Doing::Step(Step::Remedy(RemedyId(1)), 0)));
}

#[test]
fn rules_that_leave_nothing_are_a_fault_with_a_witness() {
    let mut problem = even();
    for outcome in 0..2 {
        problem.rules.push(Rule {
            name: format!("m.rule-{outcome}"),
            when: Condition::Is(CheckId(0), outcome),
            effects: vec![RuleEffect::RuleOut(CauseId(0))],
        });
    }
    let found = plan(&problem, &Evidence::default(), &Options::default()).faults;
    assert!(
        found.iter().any(
            |fault| matches!(fault, Fault::NoJoint { cause: Some(CauseId(0)), answers, .. } if answers.len() == 1)
        )
    );
}

#[test]
fn given_chances_over_one_are_a_fault() {
    let mut problem = even();
    problem.checks[0].outcomes[0].effects = vec![Effect::Given(CauseId(1), 0.8)];
    problem.checks[0].outcomes[1].effects = vec![Effect::Given(CauseId(1), 0.4)];
    let faults = Tables::new(&problem).faults;
    assert!(matches!(faults[..], [Fault::GivenOver { cause: CauseId(1), .. }]));
}

#[test]
fn the_interchange_format_names_every_node_that_it_points_to() {
    let problem = guide(SMALL, 7);
    let best = plan(&problem, &Evidence::default(), &Options::default());
    let made = interchange::interchange(&problem, &Evidence::default(), &best);
    let json = serde_json::to_value(&made).expect("plain data");
    let nodes = json["flow"]["nodes"].as_object().expect("nodes");
    for node in nodes.values() {
        for next in node["next"].as_object().into_iter().flat_map(|next| next.values()) {
            assert!(nodes.contains_key(next.as_str().expect("a name")));
        }
    }
    assert!(nodes.contains_key(json["flow"]["root"].as_str().expect("a name")));
    let causes: f64 =
        json["model"]["causes"].as_object().expect("causes").values().filter_map(serde_json::Value::as_f64).sum();
    assert!((causes - 1.0).abs() < 1e-9);
}

/// A fact parts a flow in two, each part with remedies of which the other has none, and there is just no room for a list beside
/// it: whoever cannot tell the fact still goes on with remedies.
#[test]
fn paper_goes_on_where_a_fact_cannot_be_told() {
    let half = 10;
    let count = 2 * half;
    let values = ["a", "b"].map(|name| Outcome { name: name.into(), share: Some(0.5), ..Outcome::default() });
    let fact =
        Check { name: "fact".into(), kind: CheckKind::Fact, takes: 0.1, outcomes: values.into(), ..Check::default() };
    let remedy = |id: usize| Remedy {
        name: format!("r{id:02}"),
        takes: 1.0,
        fixes: vec![(CauseId(id), 0.9)],
        when: Some(Condition::Settled(CheckId(0))),
        ..Remedy::default()
    };
    let skip = |value: usize| Rule {
        name: format!("skip{value}"),
        when: Condition::Is(CheckId(0), value),
        effects: (value * half..(value + 1) * half).map(|id| RuleEffect::Skip(Step::Remedy(RemedyId(id)))).collect(),
    };
    let cause = |id: usize| Cause { name: format!("c{id:02}"), weight: Some(1.0), ..Cause::default() };
    let problem = Problem {
        causes: (0..count).map(cause).collect(),
        checks: vec![fact],
        remedies: (0..count).map(remedy).collect(),
        rules: (0..2).map(skip).collect(),
        escalations: vec![Escalation { name: "us".into(), takes: 600.0, ..Escalation::default() }],
        ..Problem::default()
    };
    let whole = plan(&problem, &Evidence::default(), &Options::default());
    let nodes = whole.flow.nodes.len();
    assert!(nodes <= PRINTED_NODES && nodes + count > PRINTED_NODES, "{nodes} nodes");
    let paper = printed(&problem, &Evidence::default(), &whole);
    let asks = paper.nodes.iter().find(|&&node| matches!(whole.flow.nodes[node].doing, Doing::Step(Step::Check(_), _)));
    let &asks = asks.expect("the fact is printed");
    let untold = paper.onward.get(&(asks, 2));
    let goes_on = |next: usize| matches!(whole.flow.nodes[next].doing, Doing::Step(..));
    let by_flow = || whole.flow.nodes[asks].fallback.is_some_and(goes_on);
    assert!(
        untold.map_or_else(by_flow, |onward| !onward.first.is_empty() || onward.then.is_some_and(goes_on)),
        "{untold:?}"
    );
}

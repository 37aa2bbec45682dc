//! What surrounds a plan: hand-written charts, advice, the printed flow, findings, sensitivity, the interchange format.

use crate::guides::{SMALL, TYPICAL, guide};
use kbc::reasoning::{
    Cause, CauseId, Check, CheckId, Condition, Doing, Effect, Escalation, Evidence, Fault, Options, Outcome,
    PRINTED_NODES, Problem, Remedy, RemedyId, Rule, RuleEffect, Step, Tables, Target, advise, findings, idle_checks,
    interchange, plan, printed, sensitive,
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

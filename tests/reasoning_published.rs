//! Cases from the literature, each with its source: the engine must reproduce their numbers.

use kbc::reasoning::{
    Cause, CauseId, Check, CheckId, Doing, Effect, Escalation, Evidence, Options, Outcome, Plan, Problem, Remedy,
    RemedyId, Step, Tables, plan, posterior,
};

fn cause(name: impl Into<String>, weight: f64) -> Cause {
    Cause { name: name.into(), weight: Some(weight), ..Cause::default() }
}

fn remedy(name: impl Into<String>, takes: f64, fixes: &[(usize, f64)]) -> Remedy {
    let fixes = fixes.iter().map(|(cause, chance)| (CauseId(*cause), *chance)).collect();
    Remedy { name: name.into(), takes, fixes, retry: 1, ..Remedy::default() }
}

/// A check without noise: outcome i comes with the causes in group i.
fn sorting(name: impl Into<String>, takes: f64, groups: &[&[usize]], causes: usize) -> Check {
    let outcomes = groups
        .iter()
        .enumerate()
        .map(|(number, group)| {
            let effects = (0..causes)
                .map(|cause| Effect::Given(CauseId(cause), f64::from(u8::from(group.contains(&cause)))))
                .collect();
            Outcome { name: format!("o{number}"), effects, ..Outcome::default() }
        })
        .collect();
    Check { name: name.into(), takes, outcomes, ..Check::default() }
}

fn problem(causes: Vec<Cause>, checks: Vec<Check>, remedies: Vec<Remedy>, escalate: f64) -> Problem {
    let mut problem = Problem {
        causes,
        checks,
        remedies,
        escalations: vec![Escalation { name: "z-escalate".into(), takes: escalate, when: None, is_result: false }],
        ..Problem::default()
    };
    problem.policy.other = 0.0;
    problem
}

fn planned(problem: &Problem) -> Plan {
    let plan = plan(problem, &Evidence::default(), &Options::default());
    assert!(plan.sound && plan.exact, "{plan:?}");
    plan
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
}

/// Kadane & Simon 1977, "Optimal strategies for a class of constrained sequential problems": one prize in one of several
/// boxes; open them in falling p/c.
#[test]
fn boxes_are_opened_by_chance_for_cost() {
    let (p, c) = ([0.4, 0.3, 0.2, 0.1], [8.0, 2.0, 5.0, 1.0]);
    let causes = p.iter().enumerate().map(|(id, p)| cause(format!("c{id}"), *p)).collect();
    let boxes = c.iter().enumerate().map(|(id, c)| remedy(format!("r{id}"), *c, &[(id, 1.0)])).collect();
    let plan = planned(&problem(causes, vec![], boxes, 10_000.0));
    // Ratios .05, .15, .04, .1: second, fourth, first, third.
    near(plan.entry().expected_cost, 2.0 + 0.7 * 1.0 + 0.6 * 8.0 + 0.2 * 5.0);
    assert_eq!(plan.flow.nodes[plan.entry().node].doing, Doing::Step(Step::Remedy(RemedyId(1)), 0));
}

/// The same paper, section on precedence: a chain is taken by its best leading block, here p/c = (.05 + .6)/(2 + 2),
/// which is above .35/3, though its first box alone has the worst ratio.
#[test]
fn a_chain_is_judged_by_its_best_block() {
    let causes = vec![cause("a", 0.05), cause("b", 0.6), cause("c", 0.35)];
    let mut boxes =
        vec![remedy("ra", 2.0, &[(0, 1.0)]), remedy("rb", 2.0, &[(1, 1.0)]), remedy("rc", 3.0, &[(2, 1.0)])];
    boxes[1].after = vec![Step::Remedy(RemedyId(0))];
    let plan = planned(&problem(causes, vec![], boxes, 10_000.0));
    near(plan.entry().expected_cost, 2.0 + 0.95 * 2.0 + 0.35 * 3.0);
}

/// Min-sum set cover, after Feige, Lovász & Tetali 2004: with remedies that fix several causes, the greedy order by P/C
/// takes the set of six first and pays 10 + 4 + 2; the two sets of five pay 10 + 5.
#[test]
fn greedy_order_is_not_optimal_for_dependent_remedies() {
    let causes = (0..10).map(|id| cause(format!("c{id}"), 1.0)).collect();
    let set = |members: &[usize]| members.iter().map(|id| (*id, 1.0)).collect::<Vec<_>>();
    let remedies = vec![
        remedy("left", 1.0, &set(&[0, 1, 2, 3, 4])),
        remedy("right", 1.0, &set(&[5, 6, 7, 8, 9])),
        remedy("tempting", 1.0, &set(&[0, 1, 2, 5, 6, 7])),
    ];
    let plan = planned(&problem(causes, vec![], remedies, 10_000.0));
    near(plan.entry().expected_cost, 1.5);
}

/// Zimmerman 1959, "An optimal sequential test": with every question allowed at one price, the least expected number
/// of questions is that of Huffman's code, here 1.75 for chances 1/2, 1/4, 1/8, 1/8.
#[test]
fn free_choice_of_questions_is_a_huffman_code() {
    let weights = [4.0, 2.0, 1.0, 1.0];
    let causes = weights.iter().enumerate().map(|(id, weight)| cause(format!("c{id}"), *weight)).collect();
    let mut checks = Vec::new();
    for set in 1_usize..8 {
        let (yes, no): (Vec<usize>, Vec<usize>) = (0..4).partition(|id| set >> id & 1 == 1);
        checks.push(sorting(format!("q{set}"), 1.0, &[&yes, &no], 4));
    }
    let remedies = (0..4).map(|id| remedy(format!("r{id}"), 100.0, &[(id, 1.0)])).collect();
    let plan = planned(&problem(causes, checks, remedies, 10_000.0));
    near(plan.entry().expected_cost, 101.75);
}

/// Dyson 1946, "The problem of the pennies": one heavy coin among nine is found with two weighings.
#[test]
fn nine_coins_take_two_weighings() {
    let causes = (0..9).map(|id| cause(format!("c{id}"), 1.0)).collect();
    let mut checks = vec![sorting("thirds", 1.0, &[&[0, 1, 2], &[3, 4, 5], &[6, 7, 8]], 9)];
    for third in 0..3 {
        let (a, b) = (third * 3, third * 3 + 1);
        let rest: Vec<usize> = (0..9).filter(|id| *id != a && *id != b).collect();
        checks.push(sorting(format!("pair{third}"), 1.0, &[&[a], &[b], &rest], 9));
    }
    let remedies = (0..9).map(|id| remedy(format!("r{id}"), 100.0, &[(id, 1.0)])).collect();
    let plan = planned(&problem(causes, checks, remedies, 10_000.0));
    near(plan.entry().expected_cost, 102.0);
}

/// Heckerman, Breese & Rommelse 1995: an observation is made only if its cost and the expected cost after it are below the
/// cost without it.
#[test]
fn a_check_is_asked_only_where_it_pays() {
    let with_price = |price: f64| {
        let causes = vec![cause("a", 1.0), cause("b", 1.0)];
        let remedies = vec![remedy("ra", 10.0, &[(0, 1.0)]), remedy("rb", 10.0, &[(1, 1.0)])];
        problem(causes, vec![sorting("which", price, &[&[0], &[1]], 2)], remedies, 10_000.0)
    };
    // Blind it is 10 + 5; the check saves 5.
    near(planned(&with_price(4.0)).entry().expected_cost, 14.0);
    let plan = planned(&with_price(6.0));
    near(plan.entry().expected_cost, 15.0);
    assert!(plan.flow.nodes.iter().all(|node| !matches!(node.doing, Doing::Step(Step::Check(_), _))));
}

/// Two checks that pay only together, where looking one step ahead sees no gain (Jensen et al. 2001 discuss such
/// sets): each splits four causes in halves that leave the remedies as uncertain as before.
#[test]
fn two_checks_that_pay_only_together_are_both_asked() {
    let causes = (0..4).map(|id| cause(format!("c{id}"), 1.0)).collect();
    let checks = vec![sorting("q1", 1.0, &[&[0, 1], &[2, 3]], 4), sorting("q2", 1.0, &[&[0, 2], &[1, 3]], 4)];
    // Each remedy helps with two causes that differ in both answers.
    let remedies = vec![remedy("same", 20.0, &[(0, 1.0), (3, 1.0)]), remedy("other", 20.0, &[(1, 1.0), (2, 1.0)])];
    let plan = planned(&problem(causes, checks, remedies, 10_000.0));
    near(plan.entry().expected_cost, 22.0);
}

/// Eddy 1982; Gigerenzer & Hoffrage 1995: 1 % have the disease, the test finds 80 % of them and
/// alarms 9.6 % of the others: a positive test means 7.8 %.
#[test]
fn the_mammography_problem() {
    let result = |p: f64, q: f64| vec![Effect::Given(CauseId(0), p), Effect::Given(CauseId(1), q)];
    let check = Check {
        name: "test".into(),
        outcomes: vec![
            Outcome { name: "positive".into(), effects: result(0.8, 0.096), ..Outcome::default() },
            Outcome { name: "negative".into(), effects: result(0.2, 0.904), ..Outcome::default() },
        ],
        ..Check::default()
    };
    let problem = problem(vec![cause("disease", 1.0), cause("none", 99.0)], vec![check], vec![], 60.0);
    let evidence = Evidence { answered: vec![(CheckId(0), 0)], ..Evidence::default() };
    let chances = posterior(&problem, &evidence).chances.expect("possible evidence");
    near(chances[0], 0.01 * 0.8 / (0.01 * 0.8 + 0.99 * 0.096));
    assert!((chances[0] - 0.078).abs() < 5e-4);
}

/// A remedy that fails is evidence: after a failure with chance .9 the cause has a tenth of its weight.
#[test]
fn a_failed_remedy_speaks_against_its_cause() {
    let problem = problem(vec![cause("a", 1.0), cause("b", 1.0)], vec![], vec![remedy("ra", 1.0, &[(0, 0.9)])], 60.0);
    let evidence = Evidence { tried: vec![(RemedyId(0), None)], ..Evidence::default() };
    let chances = posterior(&problem, &evidence).chances.expect("possible evidence");
    near(chances[0], 0.1 / 1.1);
    near(Tables::new(&problem).fixes[0][0], 0.9);
}

//! Laws that every plan must keep, on random guides.

use crate::guides::{DEEP, Dice, LARGE, MIDDLE, SMALL, Size, guide};
use kbc::reasoning::{
    CheckId, EscalationMode, Evidence, Options, Plan, Problem, RemedyId, Risk, Step, SymptomId, plan, posterior,
};
use proptest::prelude::*;

const BOUND: Size = Size { constrained: true, ..SMALL };

fn planned(problem: &Problem) -> Plan {
    let plan = plan(problem, &Evidence::default(), &Options { entries: false, ..Options::default() });
    assert!(plan.sound, "the flow breaks a constraint");
    plan
}

fn cost(problem: &Problem) -> f64 {
    let plan = planned(problem);
    assert!(plan.exact);
    plan.entry().expected_cost
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn plans_are_sound_exact_and_finite(seed in any::<u64>(), bound in any::<bool>()) {
        let problem = guide(if bound { BOUND } else { SMALL }, seed);
        let plan = plan(&problem, &Evidence::default(), &Options::default());
        prop_assert!(plan.sound && plan.exact);
        prop_assert_eq!(plan.flow.entries.len(), 4);
        for entry in &plan.flow.entries {
            prop_assert!(entry.expected_cost.is_finite() && entry.lower_bound <= entry.expected_cost + 1e-9);
            prop_assert!(entry.expected_minutes <= entry.worst_minutes + 1e-9);
            prop_assert!(entry.active_minutes <= entry.expected_minutes + 1e-9);
            prop_assert!((-1e-12..=1.0 + 1e-12).contains(&entry.solved));
        }
    }

    #[test]
    fn a_free_check_never_raises_the_cost(seed in any::<u64>()) {
        let mut problem = guide(SMALL, seed);
        let before = cost(&problem);
        let mut free = problem.checks[0].clone();
        free.name = "m.free".into();
        free.takes = 0.0;
        problem.checks.push(free);
        prop_assert!(cost(&problem) <= before + 1e-9);
    }

    #[test]
    fn a_cheaper_step_never_raises_the_cost(seed in any::<u64>(), which in 0_usize..8) {
        let mut problem = guide(SMALL, seed);
        let before = cost(&problem);
        if which < 4 { problem.checks[which].takes /= 2.0 } else { problem.remedies[which - 4].takes /= 2.0 }
        prop_assert!(cost(&problem) <= before + 1e-9);
    }

    #[test]
    fn a_small_budget_is_never_below_its_bound_nor_below_the_optimum(seed in any::<u64>(), bound in any::<bool>()) {
        let problem = guide(if bound { BOUND } else { SMALL }, seed);
        let best = cost(&problem);
        let options = Options { states: Some(5), entries: false, ..Options::default() };
        let plan = plan(&problem, &Evidence::default(), &options);
        prop_assert!(plan.sound);
        prop_assert!(plan.entry().lower_bound <= best + 1e-9);
        prop_assert!(plan.entry().expected_cost >= best - 1e-9);
    }

    #[test]
    fn the_order_of_answers_never_changes_the_posterior(seed in any::<u64>(), bound in any::<bool>()) {
        let problem = guide(if bound { BOUND } else { SMALL }, seed);
        let mut dice = Dice::new(seed);
        let mut answered: Vec<(CheckId, usize)> = (0..3)
            .map(|id| (CheckId(id), dice.below(problem.checks[id].outcomes.len())))
            .collect();
        let observed = vec![SymptomId(dice.below(3))];
        let with = |answered: &[(CheckId, usize)]| {
            let evidence = Evidence { observed: observed.clone(), answered: answered.to_vec(), ..Evidence::default() };
            posterior(&problem, &evidence).chances
        };
        let one = with(&answered);
        answered.reverse();
        let other = with(&answered);
        prop_assert_eq!(one.is_some(), other.is_some());
        for (a, b) in one.iter().flatten().zip(other.iter().flatten()) {
            prop_assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn names_and_the_order_of_declarations_never_change_the_cost(seed in any::<u64>()) {
        let problem = guide(SMALL, seed);
        let mut other = problem.clone();
        other.checks.reverse();
        other.remedies.reverse();
        for check in &mut other.checks { check.name = format!("n{}", check.name.len() * 7 % 5) + &check.name }
        prop_assert!((cost(&problem) - cost(&other)).abs() < 1e-9);
    }

    #[test]
    fn answers_of_a_check_average_to_what_was_known(seed in any::<u64>(), bound in any::<bool>()) {
        let problem = guide(if bound { BOUND } else { SMALL }, seed);
        let before = posterior(&problem, &Evidence::default()).chances.expect("a start");
        let tables = kbc::reasoning::Tables::new(&problem);
        for (id, table) in tables.checks.iter().enumerate() {
            for h in 0..before.len() {
                let sum: f64 = table.iter().map(|row| row[h]).sum();
                prop_assert!((sum - 1.0).abs() < 1e-9, "check {} column {}", id, h);
            }
        }
    }

    #[test]
    fn edge_numbers_give_numbers(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let size = Size {
            causes: 1 + dice.below(3), checks: dice.below(3), remedies: dice.below(3).max(1), symptoms: dice.below(2), ..BOUND
        };
        let mut problem = guide(Size { constrained: false, ..size }, seed);
        problem.policy.other = dice.pick(&[0.0, 0.05, 1.0]);
        problem.policy.negligible = dice.pick(&[0.0, 0.03, 1.0]);
        problem.policy.mode = dice.pick(&[EscalationMode::Last, EscalationMode::WhenCheaper]);
        if dice.one_in(2) { problem.remedies.clear() }
        for cause in &mut problem.causes {
            cause.weight = Some(dice.pick(&[1e-9, 1.0, 1e9]));
            for shown in &mut cause.shows { shown.1 = dice.pick(&[0.0, 1.0]) }
        }
        for remedy in &mut problem.remedies {
            remedy.takes = dice.pick(&[0.0, 1.0]);
            remedy.verify = 0.0;
            remedy.risk = dice.pick(&[Risk::Safe, Risk::Destructive]);
            for fix in &mut remedy.fixes { fix.1 = dice.pick(&[0.0, 1.0]) }
        }
        for check in &mut problem.checks { check.takes = dice.pick(&[0.0, 1.0]) }
        problem.escalations[0].takes = dice.pick(&[0.0, 60.0]);
        let plan = plan(&problem, &Evidence::default(), &Options::default());
        prop_assert!(plan.sound);
        for entry in &plan.flow.entries {
            prop_assert!(entry.expected_cost.is_finite() && entry.expected_minutes.is_finite() && entry.solved.is_finite());
            prop_assert!(entry.expected_cost >= -1e-12);
        }
    }
}

/// Where a reader cannot do a step, the flow goes on without it.
#[test]
fn what_is_declined_is_never_offered() {
    for seed in 0..30 {
        let problem = guide(BOUND, seed);
        let declined = vec![Step::Remedy(RemedyId(0)), Step::Check(CheckId(0))];
        let evidence = Evidence { declined: declined.clone(), ..Evidence::default() };
        let plan = plan(&problem, &evidence, &Options::default());
        assert!(plan.sound);
        for node in &plan.flow.nodes {
            if let kbc::reasoning::Doing::Step(step, _) = node.doing {
                assert!(!declined.contains(&step), "{step:?} was declined");
            }
        }
    }
}

/// Without a search, each state of a flow is decided by looking two steps ahead to where remedies alone follow. How far is
/// looked is limited by what was looked at before, so a search may find a little less at times. In guides too large to be
/// searched it only proves more.
#[test]
fn a_search_is_no_worse_than_looking_two_steps_ahead() {
    let several = |size, seeds: std::ops::Range<u64>| seeds.map(move |seed| (size, seed));
    let (mut better, mut proven) = (0, 0);
    for (size, seed) in several(DEEP, 0..10).chain(several(MIDDLE, 0..10)).chain(several(LARGE, 0..2)) {
        let problem = guide(size, seed);
        let looking = Options { states: Some(0), entries: false, ..Options::default() };
        let looked = plan(&problem, &Evidence::default(), &looking);
        assert_eq!(looked.states, 0, "nothing is searched");
        let found = planned(&problem);
        let (found, looked) = (found.entry(), looked.entry());
        better += usize::from(found.expected_cost < looked.expected_cost - 1e-9);
        proven += usize::from(found.lower_bound > looked.lower_bound * 1.05);
        assert!(found.expected_cost <= looked.expected_cost * 1.001, "{} causes, seed {seed}", size.causes);
        assert!(0.0 < found.lower_bound && found.lower_bound <= found.expected_cost + 1e-9);
    }
    assert!(better >= 3, "a search finds something now and then, not only {better} times");
    assert!(proven >= 12, "a search proves more in large guides, not only {proven} times");
}

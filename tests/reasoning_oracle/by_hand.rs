//! The oracle held to figures that were worked out by hand.

use crate::oracle::history::Case;
use crate::oracle::rows::base_rates;
use crate::oracle::tables::{Wrong, tables};
use crate::oracle::value::{Walk, expected_cost};
use kbc::reasoning::{
    Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId, EscalationMode, Evidence,
    Outcome, Policy, Problem, Remedy, RemedyId, Risk, Rule, RuleEffect, Step, Symptom, SymptomId, Target,
};

pub const X: CauseId = CauseId(0);
pub const Y: CauseId = CauseId(1);

fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
}

/// Causes with these weights, no unknown one, and an escalation of an hour.
pub fn guide(weights: &[f64]) -> Problem {
    let cause = |(n, v): (usize, &f64)| Cause { name: format!("c{n}"), weight: Some(*v), ..Cause::default() };
    Problem {
        causes: weights.iter().enumerate().map(cause).collect(),
        escalations: vec![Escalation { name: "help".into(), takes: 60.0, when: None, is_result: false }],
        policy: Policy { other: 0.0, ..Policy::default() },
        ..Problem::default()
    }
}

fn outcome(effects: &[Effect]) -> Outcome {
    Outcome { effects: effects.to_vec(), ..Outcome::default() }
}

pub fn check(name: &str, takes: f64, outcomes: &[&[Effect]]) -> Check {
    Check { name: name.into(), takes, outcomes: outcomes.iter().map(|e| outcome(e)).collect(), ..Check::default() }
}

pub fn remedy(name: &str, takes: f64, cause: CauseId, chance: f64) -> Remedy {
    Remedy { name: name.into(), takes, fixes: vec![(cause, chance)], ..Remedy::default() }
}

/// The table of one check with these outcomes, over this many causes of equal weight and `other`.
fn table(causes: usize, outcomes: &[&[Effect]]) -> Result<Vec<Vec<f64>>, Wrong> {
    let mut problem = guide(&vec![1.0; causes]);
    problem.policy.other = 0.05;
    problem.checks.push(check("q", 1.0, outcomes));
    tables(&problem).map(|tables| tables.checks[0].clone())
}

fn least(problem: &Problem) -> f64 {
    least_from(problem, &Evidence::default())
}

fn least_from(problem: &Problem, evidence: &Evidence) -> f64 {
    let (case, history) = Case::new(problem, evidence).expect("sound words");
    expected_cost(&case, &history, Walk::Plain, 100_000).expect("few histories").0
}

#[test]
fn four_outcomes_each_to_its_own_cause() {
    let to = |c| [Effect::PointsTo(CauseId(c), 5.0)];
    let found = table(4, &[&to(0), &to(1), &to(2), &to(3)]).unwrap();
    near(found[0][0], 5.0 / 6.0, 1e-12);
    near(found[1][0], 1.0 / 18.0, 1e-12);
    near(found[2][4], 0.25, 1e-12);
    let fifth = table(4, &[&to(0), &to(1), &to(2), &to(3), &[]]).unwrap();
    near(fifth[0][0], 0.83, 0.005);
    near(fifth[3][0], 0.033, 0.0005);
    near(fifth[4][0], 0.067, 0.0005);
    near(fifth[0][4], 0.167, 0.0005);
    near(fifth[4][4], 0.333, 0.0005);
}

#[test]
fn words_of_two_outcomes_never_clash() {
    let strongly = table(1, &[&[Effect::PointsTo(X, 20.0)], &[]]).unwrap();
    near(strongly[0][0], 20.0 / 21.0, 1e-12);
    near(strongly[0][1], 1.0 / 21.0, 1e-12);
    let closed = table(1, &[&[Effect::PointsTo(X, 5.0)], &[Effect::RulesOut(X)]]).unwrap();
    near(closed[0][0], 1.0, 0.0);
    near(closed[1][0], 0.0, 0.0);
    let two = table(3, &[&[Effect::PointsTo(X, 5.0)], &[Effect::PointsTo(Y, 5.0)]]).unwrap();
    near(two[0][0], 5.0 / 6.0, 1e-12);
    near(two[0][1], 1.0 / 6.0, 1e-12);
    near(two[0][2], 0.5, 1e-12);
    let against = table(1, &[&[], &[Effect::Against(X, 5.0)]]).unwrap();
    near(against[0][0], 0.9, 1e-12);
    near(against[0][1], 0.5, 1e-12);
}

#[test]
fn an_outcome_that_confirms_is_closed_to_others() {
    let found = table(2, &[&[Effect::Confirms(X)], &[Effect::PointsTo(Y, 5.0)], &[]]).unwrap();
    // Wants: 1/21, 1/6 and what is left. The others fill up what the first leaves.
    let base = [1.0 / 21.0, 1.0 / 6.0, 1.0 - 1.0 / 21.0 - 1.0 / 6.0];
    near(found[0][1], 0.0, 0.0);
    near(found[0][2], 0.0, 0.0);
    near(found[1][2], base[1] / (base[1] + base[2]), 1e-12);
    near(found[1][1], 5.0 / 6.0, 1e-12);
    near(found[0][0], 20.0 / 21.0, 1e-12);
}

#[test]
fn percentages_are_base_rates() {
    let mut outcomes = [outcome(&[]), outcome(&[Effect::PointsTo(X, 5.0)]), outcome(&[])];
    outcomes[0].share = Some(0.6);
    let found = base_rates(&outcomes, &Policy::default());
    near(found[1], 1.0 / 6.0, 1e-12);
    near(found[2], 0.4 - 1.0 / 6.0, 1e-12);
    outcomes[0].share = Some(0.9);
    // 1/6 is more than the tenth that is left: the one that points nowhere keeps a tenth of it, before scaling.
    let found = base_rates(&outcomes, &Policy::default());
    near(found[2], 0.1 * 0.01 / (0.01 + 1.0 / 6.0), 1e-12);
    near(found.iter().sum(), 1.0, 1e-12);
}

#[test]
fn what_cannot_be_is_wrong() {
    let over: [&[Effect]; 2] = [&[Effect::Given(X, 0.7)], &[Effect::Given(X, 0.6)]];
    assert_eq!(table(1, &over), Err(Wrong::Over("q".into())));
    let under: [&[Effect]; 2] = [&[Effect::Given(X, 0.7)], &[Effect::RulesOut(X)]];
    assert_eq!(table(1, &under), Err(Wrong::Closed("q".into())));
    let other: [&[Effect]; 2] = [&[Effect::Confirms(X)], &[Effect::Confirms(X)]];
    assert_eq!(table(1, &other), Err(Wrong::Closed("q".into())));
}

#[test]
fn mechanisms_mix_tables_and_repairs() {
    let mut problem = guide(&[1.0, 3.0]);
    let cause = |name: &str| Cause { name: name.into(), ..Cause::default() };
    problem.causes.extend([cause("a"), cause("b")]);
    problem.causes[0].leads_to = vec![(CauseId(2), 0.5), (CauseId(3), 0.2)];
    problem.causes[2].leads_to = vec![(CauseId(3), 0.4)];
    problem.causes[3].shows = vec![(SymptomId(0), 0.5)];
    problem.symptoms.push(Symptom { name: "s".into(), own: true, ..Symptom::default() });
    problem.checks.push(check("q", 1.0, &[&[Effect::PointsTo(CauseId(2), 5.0)], &[]]));
    problem.remedies.push(remedy("r", 1.0, CauseId(3), 0.9));
    let found = tables(&problem).unwrap();
    near(found.brings[0][3].unwrap(), 1.0 - 0.8 * 0.8, 1e-12);
    near(found.shows[0][0], 0.18, 1e-12);
    near(found.shows[0][1], 0.01, 1e-12);
    near(found.shows[0][2], 0.25 * 0.18 + 0.75 * 0.01, 1e-12);
    near(found.checks[0][0][0], 0.5 * 5.0 / 6.0 + 0.5 / 6.0, 1e-12);
    near(found.checks[0][0][1], 1.0 / 6.0, 1e-12);
    near(found.fixes[0][0], 0.36 * 0.9, 1e-12);
}

#[test]
fn the_guides_own_evidence_is_that_one_of_its_symptoms_shows() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.symptoms = vec![Symptom { own: true, ..Symptom::default() }; 2];
    problem.causes[0].shows = vec![(SymptomId(0), 0.5), (SymptomId(1), 0.4)];
    problem.causes[1].shows = vec![(SymptomId(0), 0.2)];
    let weights = |evidence: &Evidence| {
        let (case, history) = Case::new(&problem, evidence).unwrap();
        case.weights(&history)
    };
    let none = weights(&Evidence::default());
    near(none[0], 0.5 * 0.7, 1e-12);
    near(none[1], 0.5 * (1.0 - 0.8 * 0.99), 1e-12);
    let absent = weights(&Evidence { absent: vec![SymptomId(1)], ..Evidence::default() });
    near(absent[0], 0.5 * 0.6 * 0.5, 1e-12);
    let seen = weights(&Evidence { observed: vec![SymptomId(1)], ..Evidence::default() });
    near(seen[0], 0.5 * 0.4, 1e-12);
}

#[test]
fn facts_close_values_to_causes() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.checks.push(Check { kind: CheckKind::Fact, ..check("f", 0.1, &[&[], &[], &[]]) });
    problem.checks[0].outcomes[0].share = Some(0.5);
    problem.causes[0].possible = Some(Condition::Not(Box::new(Condition::Is(CheckId(0), 1))));
    let found = tables(&problem).unwrap();
    near(found.checks[0][0][0], 0.5 / 0.75, 1e-12);
    near(found.checks[0][1][0], 0.0, 0.0);
    near(found.checks[0][1][1], 0.25, 1e-12);
}

#[test]
fn rules_couple_checks_whatever_comes_first() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.checks = vec![check("p", 1.0, &[&[], &[]]), check("q", 1.0, &[&[], &[]])];
    let both = Condition::All(vec![Condition::Is(CheckId(0), 0), Condition::Is(CheckId(1), 0)]);
    problem.rules.push(Rule { name: "r".into(), when: both, effects: vec![RuleEffect::Suspect(X, 5.0)] });
    let (case, history) = Case::new(&problem, &Evidence::default()).unwrap();
    let one = case.after(&history, Step::Check(CheckId(1)), Some(0));
    near(case.weights(&one)[0], 0.5 * 6.0 / 8.0, 1e-12);
    let two = case.after(&one, Step::Check(CheckId(0)), Some(0));
    near(case.weights(&two)[0], 0.5 * 5.0 / 8.0, 1e-12);
    near(case.weights(&two)[1], 0.5 / 4.0, 1e-12);
}

/// b at 1/4 for 2 min beats a at 3/4 for 10 min: 2 + 3/4 · 10, against 10 + 1/4 · 2.
fn two_faults() -> Problem {
    let mut problem = guide(&[3.0, 1.0]);
    problem.remedies = vec![remedy("a", 10.0, X, 1.0), remedy("b", 2.0, Y, 1.0)];
    problem
}

#[test]
fn single_faults_go_by_chance_over_cost() {
    near(least(&two_faults()), 9.5, 1e-12);
    let mut stages = two_faults();
    stages.remedies[0].stage = Some(0);
    stages.remedies[1].stage = Some(1);
    near(least(&stages), 10.5, 1e-12);
    let mut after = two_faults();
    after.remedies[1].after = vec![Step::Remedy(RemedyId(0))];
    near(least(&after), 10.5, 1e-12);
    let mut unknown = two_faults();
    unknown.policy.other = 0.2;
    // Both, and then the hour: 2 + .8 · 10 + .2 · 60.
    near(least(&unknown), 2.0 + 0.8 * 10.0 + 0.2 * 60.0, 1e-12);
}

#[test]
fn a_check_is_worth_what_it_saves() {
    let mut problem = two_faults();
    problem.checks = vec![check("q", 1.0, &[&[Effect::Given(X, 1.0)], &[Effect::Given(Y, 1.0)]])];
    near(least(&problem), 1.0 + 0.75 * 10.0 + 0.25 * 2.0, 1e-12);
    problem.checks[0].takes = 1.6;
    near(least(&problem), 9.5, 1e-12);
    // A route makes a bargain of no check that tells nothing, even where the way out is cheap.
    problem.checks = vec![check("q", 0.1, &[&[], &[]])];
    problem.escalations.push(Escalation { name: "cheap".into(), takes: 1.0, when: None, is_result: false });
    problem.checks[0].outcomes[0].next = Some(Target::Escalation(EscalationId(1)));
    near(least(&problem), 9.5, 1e-12);
    problem.policy.start = Some(Step::Check(CheckId(0)));
    near(least(&problem), 0.1 + 0.5 * 1.0 + 0.5 * 9.5, 1e-12);
}

#[test]
fn what_destroys_waits() {
    let mut problem = two_faults();
    problem.remedies[1].risk = Risk::Destructive;
    problem.policy.destructive = 0.0;
    near(least(&problem), 10.5, 1e-12);
    // What helps with less than the negligible chance holds nothing up.
    problem.policy.negligible = 0.8;
    near(least(&problem), 9.5, 1e-12);
    // Nor does what is dead; what only comes after it counts as destructive too.
    problem.policy.negligible = 0.03;
    problem.remedies[0].when = Some(Condition::Tried(RemedyId(1)));
    near(least(&problem), 9.5, 1e-12);
}

#[test]
fn escalation_comes_last_or_when_it_is_cheaper() {
    let mut problem = two_faults();
    problem.escalations[0].takes = 5.0;
    // b, then help: 2 + 3/4 · 5 is more than help at once.
    near(least(&problem), 5.0, 1e-12);
    problem.policy.mode = EscalationMode::Last;
    near(least(&problem), 9.5, 1e-12);
    problem.policy.negligible = 0.3;
    // b is below the negligible chance at first, and certain once a has failed.
    near(least(&problem), 9.5, 1e-12);
    problem.policy.negligible = 0.8;
    near(least(&problem), 5.0, 1e-12);
}

#[test]
fn retries_and_stronger_remedies() {
    let mut problem = guide(&[1.0]);
    problem.remedies = vec![Remedy { retry: 2, ..remedy("a", 1.0, X, 0.5) }];
    near(least(&problem), 1.0 + 0.5 * 1.0 + 0.25 * 60.0, 1e-12);
    problem.remedies.push(Remedy { supersedes: vec![RemedyId(0)], ..remedy("b", 1.0, X, 0.4) });
    // b helps nothing after a is done twice that it would not help before; but before, it would end a.
    near(least(&problem), 1.0 + 0.5 + 0.25 + 0.25 * 0.6 * 60.0, 1e-12);
    let skip = RuleEffect::Skip(Step::Remedy(RemedyId(0)));
    problem.rules = vec![Rule { name: "r".into(), when: Condition::Tried(RemedyId(0)), effects: vec![skip] }];
    near(least(&problem), 1.0 + 0.5 + 0.5 * 0.6 * 60.0, 1e-12);
}

#[test]
fn what_is_required_goes_first() {
    let mut problem = two_faults();
    problem.checks = vec![check("q", 1.6, &[&[Effect::Given(X, 1.0)], &[Effect::Given(Y, 1.0)]])];
    let require = RuleEffect::Require(Step::Check(CheckId(0)));
    problem.rules = vec![Rule { name: "r".into(), when: Condition::All(vec![]), effects: vec![require] }];
    near(least(&problem), 1.6 + 0.75 * 10.0 + 0.25 * 2.0, 1e-12);
    let declined = Evidence { declined: vec![Step::Check(CheckId(0))], ..Evidence::default() };
    near(least_from(&problem, &declined), 9.5, 1e-12);
}

#[test]
fn what_lives_only_by_itself_is_dead() {
    let mut problem = two_faults();
    problem.checks = vec![check("p", 1.0, &[&[], &[]]), check("q", 1.0, &[&[], &[]])];
    problem.checks[0].when = Some(Condition::Is(CheckId(1), 0));
    problem.checks[1].when = Some(Condition::Is(CheckId(0), 0));
    problem.remedies[1].after = vec![Step::Check(CheckId(0))];
    near(least(&problem), 9.5, 1e-12);
}

#[test]
fn a_route_passes_stages_and_first_does_what_is_lacking() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.remedies = vec![remedy("a", 1.0, X, 1.0), remedy("b", 5.0, Y, 0.5), remedy("c", 7.0, Y, 1.0)];
    problem.remedies[0].stage = Some(0);
    problem.remedies[1].stage = Some(0);
    problem.remedies[2].stage = Some(2);
    problem.remedies[2].after = vec![Step::Remedy(RemedyId(1))];
    problem.checks = vec![check("q", 1.0, &[&[], &[]])];
    problem.checks[0].outcomes[0].next = Some(Target::Step(Step::Remedy(RemedyId(2))));
    problem.policy.start = Some(Step::Check(CheckId(0)));
    let usual = 1.0 + 0.5 * 5.0 + 0.25 * 7.0;
    let routed = 5.0 + 0.75 * 7.0 + 0.5 * 1.0;
    near(least(&problem), 1.0 + 0.5 * usual + 0.5 * routed, 1e-12);
}

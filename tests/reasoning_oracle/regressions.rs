//! Small models at which the engine once went wrong. Each must be planned as well as trying everything does.

use super::by_hand::{X, Y, check, guide, remedy};
use crate::oracle::compare::{Verdict, Ways, compare};
use kbc::reasoning::{
    Cause, CauseId, CheckId, Condition, Effect, Escalation, EscalationId, Evidence, GuideId, Outcome, Problem, Remedy,
    RemedyId, Risk, Rule, RuleEffect, Step, Target,
};

const P: Step = Step::Check(CheckId(0));
const A: Step = Step::Remedy(RemedyId(0));
const B: Step = Step::Remedy(RemedyId(1));

fn holds(problem: &Problem, evidence: &Evidence) {
    let ways = Ways { cant: true, ..Ways::default() };
    let verdicts = compare(problem, evidence, &ways);
    let compared = matches!(verdicts.as_deref(), Ok([Verdict::Compared { .. }]));
    assert!(compared, "{:?}", verdicts.err());
}

fn rule(when: Condition, effect: RuleEffect) -> Rule {
    Rule { name: "rule".into(), when, effects: vec![effect] }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn ways(effects: &[&[Effect]]) -> Vec<Outcome> {
    effects.iter().map(|e| Outcome { effects: e.to_vec(), ..Outcome::default() }).collect()
}

fn cheap_way_out(problem: &mut Problem) -> Target {
    problem.escalations.push(Escalation { name: "cheap".into(), takes: 1.0, when: None, is_result: false });
    Target::Escalation(EscalationId(1))
}

/// After c, the ways in which b fails say whether a is worth its price: no fixed order of remedies does.
#[test]
fn ways_of_failing_tell_causes_apart() {
    let [z, m] = [CauseId(2), CauseId(3)];
    let mut problem = guide(&[0.808, 3.423, 2.753]);
    problem.causes.push(Cause { name: "m".into(), ..Cause::default() });
    problem.causes[0].leads_to = vec![(m, 0.459)];
    problem.escalations[0].takes = 5.731;
    problem.policy.confirm_ratio = 8.0;
    problem.remedies = vec![remedy("a", 1.202, X, 0.778), remedy("b", 1.017, Y, 0.758), remedy("c", 1.898, Y, 0.889)];
    problem.remedies[1].outcomes =
        ways(&[&[Effect::PointsTo(z, 2.0), Effect::RulesOut(m)], &[Effect::Against(Y, 3.5), Effect::Confirms(z)], &[]]);
    problem.remedies[2].fixes.push((z, 0.589));
    holds(&problem, &Evidence::default());
}

#[test]
fn a_silent_outcome_beside_given_ones_keeps_its_share() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.checks = vec![check("p", 1.0, &[&[Effect::Given(X, 0.79)], &[Effect::Against(X, 2.0)], &[]])];
    problem.remedies = vec![remedy("a", 10.0, X, 1.0), remedy("b", 10.0, Y, 1.0)];
    let answered = vec![(CheckId(0), 2)];
    holds(&problem, &Evidence { answered, ..Evidence::default() });
}

#[test]
fn a_rule_that_is_true_from_the_first_routes() {
    let mut problem = guide(&[1.0]);
    problem.checks = vec![check("p", 1.0, &[&[], &[]])];
    problem.remedies = vec![remedy("a", 1.0, X, 0.5)];
    let next = RuleEffect::Next(Target::Step(P));
    problem.rules = vec![rule(not(Condition::Tried(RemedyId(0))), next)];
    holds(&problem, &Evidence::default());
}

#[test]
fn a_second_copy_makes_no_route_a_bargain() {
    let mut problem = guide(&[1.0]);
    let next = Some(cheap_way_out(&mut problem));
    problem.remedies = vec![Remedy { retry: 2, next, ..remedy("a", 1.0, X, 0.0) }];
    holds(&problem, &Evidence::default());
}

#[test]
fn what_only_something_useless_waits_for_makes_no_route_a_bargain() {
    let mut problem = guide(&[1.0]);
    let next = Some(cheap_way_out(&mut problem));
    problem.checks = vec![check("p", 1.0, &[&[], &[]]), check("q", 1.0, &[&[], &[]])];
    problem.checks[0].outcomes[0].next = next;
    problem.checks[1].after = vec![P];
    holds(&problem, &Evidence::default());
}

#[test]
fn what_was_tried_after_a_stronger_remedy_says_nothing() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.remedies = vec![remedy("a", 1.0, Y, 0.5), remedy("b", 1.0, X, 0.9)];
    problem.remedies.push(remedy("c", 3.0, X, 0.9));
    problem.remedies[0].supersedes = vec![RemedyId(1)];
    for order in [[0, 1], [1, 0]] {
        let tried = order.iter().map(|remedy| (RemedyId(*remedy), None)).collect();
        holds(&problem, &Evidence { tried, ..Evidence::default() });
    }
}

/// b needs two of three, of which it can bring about one itself: it only lives by a.
#[test]
fn what_only_lives_by_something_destructive_does_not_hold_it_up() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.policy.destructive = 1.0;
    problem.checks = vec![check("p", 0.1, &[&[Effect::PointsTo(X, 5.0)], &[]])];
    problem.remedies = vec![remedy("a", 1.0, X, 0.6), remedy("b", 1.0, Y, 1.0)];
    problem.remedies[0].risk = Risk::Destructive;
    problem.remedies[1].retry = 2;
    problem.remedies[1].when = Some(Condition::AtLeast(
        2,
        vec![Condition::Tried(RemedyId(1)), Condition::Tried(RemedyId(0)), Condition::Is(CheckId(0), 1)],
    ));
    holds(&problem, &Evidence::default());
}

/// The skip may become unknown, though never false: its check is not dead, and a waits for it.
#[test]
fn a_skip_that_may_become_unknown_is_not_for_good() {
    let mut problem = guide(&[1.0]);
    problem.checks = vec![check("p", 1.0, &[&[], &[]])];
    problem.remedies = vec![remedy("a", 1.0, X, 1.0), remedy("b", 1.0, X, 0.0)];
    problem.remedies[0].after = vec![P];
    let when = Condition::Any(vec![Condition::Is(CheckId(0), 1), not(Condition::Tried(RemedyId(1)))]);
    problem.rules = vec![rule(when, RuleEffect::Skip(P))];
    holds(&problem, &Evidence::default());
}

#[test]
fn a_requirement_names_first_copies_only() {
    let mut problem = guide(&[1.0]);
    problem.remedies = vec![remedy("a", 1.0, X, 0.5), remedy("b", 1.0, X, 0.0)];
    problem.remedies[0].retry = 2;
    problem.remedies[1].after = vec![A];
    problem.rules = vec![rule(Condition::Tried(RemedyId(0)), RuleEffect::Require(B))];
    holds(&problem, &Evidence::default());
}

/// a fails with y alone, and b is then certain to help; where b was declined, another guide goes on.
#[test]
fn who_cannot_do_a_step_is_told_of_no_contradiction() {
    let mut problem = guide(&[1.0, 1.0]);
    problem.guides = vec!["another".into()];
    problem.remedies = vec![remedy("a", 1.0, X, 1.0), remedy("b", 1.0, Y, 1.0)];
    problem.remedies[0].next = Some(Target::Guide(GuideId(0)));
    problem.causes.push(Cause { name: "m".into(), ..Cause::default() });
    holds(&problem, &Evidence::default());
}

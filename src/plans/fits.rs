//! Whether what was remembered can be an answer about a problem at all.
//!
//! Each id names something of the problem, each step has its answers, and a flow leads from parents to children. That says
//! nothing of whether a plan is good: the seal of whoever remembers does.

use crate::reasoning::{
    CauseId, CheckId, Doing, Fault, Findings, Flow, NodeId, Onward, Paper, Plan, Printed, Problem, RuleId, Step,
    SymptomId, Target,
};

use super::kept::Kept;

pub(super) fn fits(problem: &Problem, kept: &Kept) -> bool {
    let of = Of { problem, nodes: kept.plan.flow.nodes.len() };
    of.plan(&kept.plan)
        && kept.told.as_ref().is_none_or(|(findings, paper)| of.findings(findings) && of.paper(paper))
        && kept.printed.as_ref().is_none_or(|printed| of.printed(printed, &kept.plan.flow))
}

/// What there is.
struct Of<'p> {
    problem: &'p Problem,
    nodes: usize,
}

impl Of<'_> {
    fn plan(&self, plan: &Plan) -> bool {
        let entries = &plan.flow.entries;
        let hypotheses = self.problem.hypotheses().count();
        entries.first().is_some_and(|entry| entry.symptom.is_none())
            && entries.iter().all(|entry| self.node(entry.node) && entry.symptom.is_none_or(|id| self.symptom(id)))
            && self.flow(&plan.flow)
            && plan.posterior.as_ref().is_none_or(|chances| chances.len() == hypotheses + 1)
            && plan.faults.iter().all(|fault| self.fault(fault))
            && plan.swayed_by.iter().all(|by| self.cause(by.cause) && self.doing(by.then))
    }

    fn flow(&self, flow: &Flow) -> bool {
        flow.nodes.iter().enumerate().all(|(at, node)| {
            let ways = match node.doing {
                Doing::Step(step, _) => self.ways(step),
                _ => 0,
            };
            self.doing(node.doing)
                && node.next.len() == ways
                && node.next.iter().chain(&node.fallback).all(|next| *next < at)
        })
    }

    fn findings(&self, found: &Findings) -> bool {
        let Findings { unreachable, unused, never_followed, not_told_apart, .. } = found;
        let Findings { impossible_outcomes, contradictory, escalates_at_once, worst_path, .. } = found;
        let outcome = |&(check, outcome): &(CheckId, usize)| self.answer(check, outcome);
        let route = |&(step, outcome, target): &(Step, usize, Target)| {
            self.step(step) && outcome < self.ways(step) && self.target(target)
        };
        unreachable.iter().chain(unused).all(|&step| self.step(step))
            && never_followed.iter().all(route)
            && not_told_apart.iter().all(|&(one, other)| self.cause(one) && self.cause(other))
            && impossible_outcomes.iter().all(outcome)
            && contradictory.iter().chain(escalates_at_once).all(|entry| entry.is_none_or(|id| self.symptom(id)))
            && worst_path.iter().all(|&node| self.node(node))
    }

    fn paper(&self, paper: &Paper) -> bool {
        paper.split_at.is_none_or(|(check, _)| self.check(check))
    }

    fn printed(&self, printed: &Printed, flow: &Flow) -> bool {
        let Printed { nodes, tail, onward, begins, paper, rationales } = printed;
        let remedies = self.problem.remedies.len();
        let leads = |((node, way), Onward { first, then }): (&(NodeId, usize), &Onward)| {
            flow.nodes.get(*node).is_some_and(|node| *way <= node.next.len())
                && first.iter().all(|remedy| remedy.0 < remedies)
                && then.is_none_or(|node| self.node(node))
        };
        nodes.iter().chain(rationales.keys()).all(|&node| self.node(node))
            && tail.iter().all(|remedy| remedy.0 < remedies)
            && onward.iter().all(leads)
            && begins.iter().all(|(symptom, Onward { first, then })| {
                self.symptom(*symptom)
                    && first.iter().all(|remedy| remedy.0 < remedies)
                    && then.is_none_or(|node| self.node(node))
            })
            && self.paper(paper)
            && rationales.values().all(|rationale| {
                let causes = rationale.causes.iter().map(|(cause, ..)| *cause);
                causes.chain(rationale.fixes.map(|(cause, _)| cause)).all(|cause| self.cause(cause))
            })
    }

    fn fault(&self, fault: &Fault) -> bool {
        let cause = |cause: &Option<CauseId>| cause.is_none_or(|cause| self.cause(cause));
        let rules = |rules: &[RuleId]| rules.iter().all(|rule| rule.0 < self.problem.rules.len());
        match fault {
            Fault::GivenOver { step, cause: of, .. } | Fault::GivenUnder { step, cause: of, .. } => {
                self.step(*step) && self.cause(*of)
            }
            Fault::Closed { step, cause: of } => self.step(*step) && cause(of),
            Fault::NoJoint { cause: of, rules: by, answers } => {
                cause(of) && rules(by) && answers.iter().all(|&(check, outcome)| self.answer(check, outcome))
            }
            Fault::TooManyJoint { rules: by, checks, .. } => rules(by) && checks.iter().all(|&id| self.check(id)),
        }
    }

    fn doing(&self, doing: Doing) -> bool {
        match doing {
            Doing::Step(step @ Step::Remedy(remedy), copy) => {
                self.step(step) && copy < self.problem.remedies[remedy.0].retry.max(1)
            }
            Doing::Step(step, copy) => self.step(step) && copy == 0,
            Doing::Escalate(id) | Doing::Contradiction(id) => id.0 < self.problem.escalations.len(),
            Doing::Guide(id) => id.0 < self.problem.guides.len(),
            Doing::Solved => true,
        }
    }

    fn target(&self, target: Target) -> bool {
        match target {
            Target::Step(step) => self.step(step),
            Target::Escalation(id) => id.0 < self.problem.escalations.len(),
            Target::Guide(id) => id.0 < self.problem.guides.len(),
            Target::Solved => true,
        }
    }

    fn step(&self, step: Step) -> bool {
        match step {
            Step::Check(check) => self.check(check),
            Step::Remedy(remedy) => remedy.0 < self.problem.remedies.len(),
        }
    }

    /// How many answers a step has; of a remedy, ways of not helping.
    fn ways(&self, step: Step) -> usize {
        match step {
            Step::Check(check) => self.problem.checks.get(check.0).map_or(0, |check| check.outcomes.len()),
            Step::Remedy(remedy) => {
                self.problem.remedies.get(remedy.0).map_or(0, |remedy| remedy.outcomes.len().max(1))
            }
        }
    }

    fn answer(&self, check: CheckId, outcome: usize) -> bool {
        self.check(check) && outcome < self.ways(Step::Check(check))
    }

    fn cause(&self, cause: CauseId) -> bool {
        cause.0 < self.problem.causes.len()
    }

    fn check(&self, check: CheckId) -> bool {
        check.0 < self.problem.checks.len()
    }

    fn symptom(&self, symptom: SymptomId) -> bool {
        symptom.0 < self.problem.symptoms.len()
    }

    fn node(&self, node: NodeId) -> bool {
        node < self.nodes
    }
}

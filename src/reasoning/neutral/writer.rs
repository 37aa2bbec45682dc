//! Fills in the neutral format.
//! In: a problem with its moves, evidence, a plan. Out: the parts of [`super::Neutral`].

use std::collections::BTreeMap;

use super::{
    Given, Model, NeutralCheck, NeutralEscalation, NeutralFlow, NeutralNode, NeutralRemedy, NeutralRule, Pairs, Tree,
};
use crate::reasoning::coupling::factors;
use crate::reasoning::flow::Doing;
use crate::reasoning::moves::Moves;
use crate::reasoning::plan::Plan;
use crate::reasoning::problem::{
    CheckId, CheckKind, Condition, EscalationMode, Evidence, Problem, Risk, RuleEffect, Step, SymptomId, Target,
};

/// Short names where they are unique.
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    pub(super) fn new(problem: &Problem) -> Self {
        let mut counts = BTreeMap::new();
        let all = (problem.causes.iter().map(|one| &one.name))
            .chain(problem.symptoms.iter().map(|one| &one.name))
            .chain(problem.checks.iter().filter(|one| !matches!(one.kind, CheckKind::Symptom(_))).map(|one| &one.name))
            .chain(problem.remedies.iter().map(|one| &one.name))
            .chain(problem.escalations.iter().map(|one| &one.name))
            .chain(&problem.guides);
        for name in all {
            *counts.entry(plain(name).to_owned()).or_insert(0) += 1;
        }
        Self(counts)
    }

    fn of(&self, name: &str) -> String {
        let short = plain(name);
        if self.0.get(short).is_some_and(|count| *count > 1) { name.to_owned() } else { short.to_owned() }
    }
}

fn plain(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

pub(super) struct Writer<'w, 'p> {
    pub problem: &'p Problem,
    pub moves: &'w Moves<'p>,
    pub names: &'w Names,
}

impl Writer<'_, '_> {
    pub(super) fn by_cause(&self, row: &[f64], wanted: impl Fn(f64) -> bool) -> Pairs<f64> {
        let named = self.moves.tables.hypotheses.iter().map(|cause| self.names.of(&self.problem.causes[cause.0].name));
        let all = named.chain(std::iter::once("other".to_owned())).zip(row.iter().copied());
        Pairs(all.filter(|(_, value)| wanted(*value)).collect())
    }

    fn table(&self, names: impl Iterator<Item = String>, rows: &[Vec<f64>]) -> Pairs<Pairs<f64>> {
        Pairs(names.zip(rows).map(|(name, row)| (name, self.by_cause(row, |_| true))).collect())
    }

    fn step(&self, step: Step) -> String {
        self.names.of(match step {
            Step::Check(id) => &self.problem.checks[id.0].name,
            Step::Remedy(id) => &self.problem.remedies[id.0].name,
        })
    }

    fn target(&self, target: Target) -> String {
        match target {
            Target::Step(step) => self.step(step),
            Target::Escalation(id) => self.names.of(&self.problem.escalations[id.0].name),
            Target::Guide(id) => self.names.of(&self.problem.guides[id.0]),
            Target::Solved => "solved".to_owned(),
        }
    }

    /// The name of an outcome of a move.
    fn outcome(&self, index: usize, outcome: usize) -> String {
        let outcomes = match self.moves.list[index].step {
            Step::Check(id) if matches!(self.problem.checks[id.0].kind, CheckKind::Symptom(_)) => {
                return if outcome == 0 { "seen" } else { "not-seen" }.to_owned();
            }
            Step::Check(id) => &self.problem.checks[id.0].outcomes,
            Step::Remedy(id) => &self.problem.remedies[id.0].outcomes,
        };
        outcomes.get(outcome).map_or_else(|| "failed".to_owned(), |one| one.name.clone())
    }

    pub(super) fn model(&self) -> Model {
        let tables = &self.moves.tables;
        let problem = self.problem;
        let symptoms = problem.symptoms.iter().map(|symptom| self.names.of(&symptom.name));
        let policy = &problem.policy;
        Model {
            causes: self.by_cause(&tables.prior, |_| true),
            symptoms: self.table(symptoms, &tables.symptoms),
            checks: Pairs((0..problem.checks.len()).map(|id| self.check(id)).collect()),
            remedies: Pairs((0..problem.remedies.len()).map(|id| self.remedy(id)).collect()),
            rules: self.rules(),
            escalate: NeutralEscalation {
                cost: self.moves.price,
                mode: match policy.mode {
                    EscalationMode::WhenCheaper => "when-cheaper",
                    EscalationMode::Last => "last",
                },
            },
            negligible: policy.negligible,
            start: policy.start.map(|step| self.step(step)),
        }
    }

    fn routes(&self, index: usize) -> Pairs<String> {
        let routes = self.moves.list[index].routes.iter().enumerate();
        Pairs(
            routes
                .filter_map(|(o, target)| target.map(|target| (self.outcome(index, o), self.target(target))))
                .collect(),
        )
    }

    fn check(&self, id: usize) -> (String, NeutralCheck) {
        let check = &self.problem.checks[id];
        let one = &self.moves.list[id];
        let names = (0..one.tables.len()).map(|outcome| self.outcome(id, outcome));
        let made = NeutralCheck {
            cost: one.cost,
            minutes: one.minutes,
            outcomes: self.table(names, &one.tables),
            after: check.after.iter().map(|step| self.step(*step)).collect(),
            when: check.when.as_ref().map(|when| self.tree(when)),
            next: self.routes(id),
            never_asked: check.kind == CheckKind::NeverAsked,
        };
        (self.step(one.step), made)
    }

    fn remedy(&self, id: usize) -> (String, NeutralRemedy) {
        let remedy = &self.problem.remedies[id];
        let index = self.moves.first_copy[id];
        let one = &self.moves.list[index];
        let names = remedy.outcomes.iter().map(|outcome| outcome.name.clone());
        let made = NeutralRemedy {
            cost: one.cost,
            minutes: one.minutes,
            fixes: self.by_cause(&self.moves.tables.fixes[id], |phi| phi > 0.0),
            after: remedy.after.iter().map(|step| self.step(*step)).collect(),
            when: remedy.when.as_ref().map(|when| self.tree(when)),
            stage: remedy.stage + 1,
            destructive: one.destructive || remedy.risk == Risk::Destructive,
            supersedes: remedy.supersedes.iter().map(|weak| self.step(Step::Remedy(*weak))).collect(),
            retry: remedy.retry.max(1),
            outcomes: self.table(names, &self.moves.tables.failures[id]),
            next_by_outcome: if remedy.outcomes.is_empty() { Pairs::default() } else { self.routes(index) },
            next: remedy.next.map(|target| self.target(target)),
        };
        (self.step(one.step), made)
    }

    fn rules(&self) -> Vec<NeutralRule> {
        let rules = self.problem.rules.iter();
        rules
            .map(|rule| {
                let row = factors(self.problem, &self.moves.tables, rule).unwrap_or_default();
                let mut made = NeutralRule {
                    when: self.tree(&rule.when),
                    factor: self.by_cause(&row, |factor| (factor - 1.0).abs() > 0.0),
                    skip: Vec::new(),
                    require: Vec::new(),
                    next: None,
                };
                for effect in &rule.effects {
                    match effect {
                        RuleEffect::Skip(step) => made.skip.push(self.step(*step)),
                        RuleEffect::Require(step) => made.require.push(self.step(*step)),
                        RuleEffect::Next(target) => {
                            made.next = made.next.or_else(|| Some(self.target(*target)));
                        }
                        _ => {}
                    }
                }
                made
            })
            .collect()
    }

    fn tree(&self, condition: &Condition) -> Tree {
        let trees = |parts: &[Condition]| parts.iter().map(|part| self.tree(part)).collect();
        match condition {
            Condition::All(parts) => Tree::All(trees(parts)),
            Condition::Any(parts) => Tree::Any(trees(parts)),
            Condition::AtLeast(n, parts) => Tree::AtLeast(*n, trees(parts)),
            Condition::Not(part) => Tree::Not(Box::new(self.tree(part))),
            Condition::Is(check, outcome) => Tree::Is(self.step(Step::Check(*check)), self.outcome(check.0, *outcome)),
            Condition::Tried(remedy) => Tree::Tried(self.step(Step::Remedy(*remedy))),
            Condition::FailedWith(remedy, outcome) => {
                let index = self.moves.first_copy[remedy.0];
                Tree::Is(self.step(Step::Remedy(*remedy)), self.outcome(index, *outcome))
            }
        }
    }

    pub(super) fn given(&self, evidence: &Evidence) -> Given {
        let symptoms =
            |ids: &[SymptomId]| ids.iter().map(|id| self.names.of(&self.problem.symptoms[id.0].name)).collect();
        let answers = |pairs: &[(CheckId, usize)]| {
            let named =
                pairs.iter().map(|(check, outcome)| (self.step(Step::Check(*check)), self.outcome(check.0, *outcome)));
            Pairs(named.collect())
        };
        Given {
            observed: symptoms(&evidence.observed),
            absent: symptoms(&evidence.absent),
            known: answers(&evidence.known),
            answers: answers(&evidence.answered),
            tried: evidence.tried.iter().map(|(remedy, _)| self.step(Step::Remedy(*remedy))).collect(),
        }
    }

    pub(super) fn flow(&self, plan: &Plan) -> NeutralFlow {
        // Nodes are stored with children first; readers begin at the top.
        let last = plan.flow.nodes.len().saturating_sub(1);
        let id = |node: usize| format!("n{}", last - node);
        let nodes = plan.flow.nodes.iter().enumerate().rev().map(|(number, node)| {
            let (step, copy, next) = match node.doing {
                Doing::Step(step, copy) => {
                    let index = self.moves.of(step) + copy;
                    let next = node.next.iter().enumerate().map(|(o, next)| (self.outcome(index, o), id(*next)));
                    (self.step(step), (copy > 0).then_some(copy + 1), Pairs(next.collect()))
                }
                Doing::Escalate(end) if end == self.problem.policy.escalation => {
                    ("escalate".to_owned(), None, Pairs::default())
                }
                Doing::Escalate(end) => (self.target(Target::Escalation(end)), None, Pairs::default()),
                Doing::Contradiction(_) => ("contradiction".to_owned(), None, Pairs::default()),
                Doing::Guide(guide) => (self.target(Target::Guide(guide)), None, Pairs::default()),
                Doing::Solved => ("solved".to_owned(), None, Pairs::default()),
            };
            (id(number), NeutralNode { step, copy, next, cant: node.cant.map(id) })
        });
        let nodes = Pairs(nodes.collect());
        let entries = plan.flow.entries.iter().map(|entry| {
            let name =
                entry.symptom.map_or_else(String::new, |symptom| self.names.of(&self.problem.symptoms[symptom.0].name));
            (name, id(entry.node))
        });
        NeutralFlow { entries: Pairs(entries.collect()), root: id(plan.entry().node), nodes }
    }
}

//! Fills in the interchange format.
//! In: a problem with its actions, evidence, a plan. Out: the parts of [`super::Interchange`].

use rustc_hash::FxHashMap;

use super::super::actions::Actions;
use super::super::coupling::factors;
use super::super::flow::Doing;
use super::super::plan::Plan;
use super::super::problem::{
    CheckId, CheckKind, Condition, EscalationId, EscalationMode, Evidence, GuideId, Outcome, Problem, Risk, RuleEffect,
    Step, SymptomId, Target,
};
use super::{
    Given, Model, Name, NeutralCheck, NeutralEscalation, NeutralFlow, NeutralNode, NeutralRemedy, NeutralRule,
    NeutralUnable, Pairs, Tree,
};

/// Names by id, short where that is unique, each made once.
#[derive(Clone, Debug)]
pub struct ShortNames {
    /// Those of the hypotheses, `other` last.
    columns: Vec<Name>,
    symptoms: Vec<Name>,
    checks: Vec<Name>,
    remedies: Vec<Name>,
    escalations: Vec<Name>,
    guides: Vec<Name>,
    /// Those of the outcomes of each check, and of the ways in which each remedy fails.
    answers: Vec<Vec<Name>>,
    failures: Vec<Vec<Name>>,
}

impl ShortNames {
    /// The names of all that a guide holds.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        let all = (problem.causes.iter().map(|one| &one.name))
            .chain(problem.symptoms.iter().map(|one| &one.name))
            .chain(
                problem
                    .checks
                    .iter()
                    .filter(|one| !matches!(one.kind, CheckKind::Symptom(_) | CheckKind::Observed(_)))
                    .map(|one| &one.name),
            )
            .chain(problem.remedies.iter().map(|one| &one.name))
            .chain(problem.escalations.iter().map(|one| &one.name))
            .chain(&problem.guides);
        for name in all {
            *counts.entry(plain(name)).or_insert(0) += 1;
        }
        let of = |name: &String| {
            let short = plain(name);
            Name::from(if counts.get(short).is_some_and(|count| *count > 1) { name } else { short })
        };
        let named = |outcomes: &[Outcome]| outcomes.iter().map(|one| Name::from(&*one.name)).collect();
        let columns = problem.hypotheses().map(|cause| of(&problem.causes[cause.0].name));
        Self {
            columns: columns.chain(std::iter::once("other".into())).collect(),
            symptoms: problem.symptoms.iter().map(|one| of(&one.name)).collect(),
            checks: problem.checks.iter().map(|one| of(&one.name)).collect(),
            remedies: problem.remedies.iter().map(|one| of(&one.name)).collect(),
            escalations: problem.escalations.iter().map(|one| of(&one.name)).collect(),
            guides: problem.guides.iter().map(of).collect(),
            answers: (problem.checks.iter())
                .map(|check| match check.kind {
                    CheckKind::Symptom(_) | CheckKind::Observed(_) => vec!["seen".into(), "not-seen".into()],
                    _ => named(&check.outcomes),
                })
                .collect(),
            failures: (problem.remedies.iter())
                .map(|remedy| match remedy.outcomes[..] {
                    [] => vec!["failed".into()],
                    _ => named(&remedy.outcomes),
                })
                .collect(),
        }
    }

    /// Of a hypothesis by its column; the last is `other`.
    #[must_use]
    pub fn column(&self, column: usize) -> &str {
        self.columns[column].as_str()
    }

    /// Of a symptom.
    #[must_use]
    pub fn symptom(&self, symptom: SymptomId) -> &str {
        self.symptoms[symptom.0].as_str()
    }

    /// Of a check or a remedy.
    #[must_use]
    pub fn step(&self, step: Step) -> &str {
        match step {
            Step::Check(id) => self.checks[id.0].as_str(),
            Step::Remedy(id) => self.remedies[id.0].as_str(),
        }
    }

    /// Of an outcome of a step: of a remedy, of a way in which it fails.
    #[must_use]
    pub fn outcome(&self, step: Step, outcome: usize) -> &str {
        let names = match step {
            Step::Check(id) => &self.answers[id.0],
            Step::Remedy(id) => &self.failures[id.0],
        };
        names.get(outcome).map_or("failed", Name::as_str)
    }

    /// Of an escalation.
    #[must_use]
    pub fn escalation(&self, escalation: EscalationId) -> &str {
        self.escalations[escalation.0].as_str()
    }

    /// Of another guide.
    #[must_use]
    pub fn guide(&self, guide: GuideId) -> &str {
        self.guides[guide.0].as_str()
    }
}

fn plain(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

pub(super) struct Writer<'w, 'p> {
    pub problem: &'p Problem,
    pub actions: &'w Actions<'p>,
    pub names: &'w ShortNames,
}

impl Writer<'_, '_> {
    pub(super) fn by_cause(&self, row: &[f64], wanted: impl Fn(f64) -> bool) -> Pairs<f64> {
        let all = self.names.columns.iter().zip(row.iter().copied());
        Pairs(all.filter(|(_, value)| wanted(*value)).map(|(name, value)| (name.clone(), value)).collect())
    }

    fn table(&self, names: &[Name], rows: &[Vec<f64>]) -> Pairs<Pairs<f64>> {
        Pairs(names.iter().zip(rows).map(|(name, row)| (name.clone(), self.by_cause(row, |_| true))).collect())
    }

    fn step(&self, step: Step) -> Name {
        match step {
            Step::Check(id) => self.names.checks[id.0].clone(),
            Step::Remedy(id) => self.names.remedies[id.0].clone(),
        }
    }

    fn target(&self, target: Target) -> Name {
        match target {
            Target::Step(step) => self.step(step),
            Target::Escalation(id) => self.names.escalations[id.0].clone(),
            Target::Guide(id) => self.names.guides[id.0].clone(),
            Target::Solved => "solved".into(),
        }
    }

    /// The name of an outcome of a step.
    fn outcome(&self, step: Step, outcome: usize) -> Name {
        let names = match step {
            Step::Check(id) => &self.names.answers[id.0],
            Step::Remedy(id) => &self.names.failures[id.0],
        };
        names.get(outcome).cloned().unwrap_or_else(|| "failed".into())
    }

    pub(super) fn model(&self) -> Model {
        let tables = &self.actions.tables;
        let problem = self.problem;
        let policy = &problem.policy;
        Model {
            causes: self.by_cause(&tables.prior, |_| true),
            symptoms: self.table(&self.names.symptoms, &tables.symptoms),
            checks: Pairs((0..problem.checks.len()).map(|id| self.check(id)).collect()),
            remedies: Pairs((0..problem.remedies.len()).map(|id| self.remedy(id)).collect()),
            rules: self.rules(),
            escalate: NeutralEscalation {
                cost: self.actions.price,
                mode: match policy.mode {
                    EscalationMode::WhenCheaper => "when-cheaper",
                    EscalationMode::Last => "last",
                },
            },
            negligible: policy.negligible,
            start: policy.start.map(|step| self.step(step)),
        }
    }

    fn routes(&self, index: usize) -> Pairs<Name> {
        let one = &self.actions.list[index];
        let routes = one.routes.iter().enumerate();
        Pairs(
            routes
                .filter_map(|(o, target)| target.map(|target| (self.outcome(one.step, o), self.target(target))))
                .collect(),
        )
    }

    fn check(&self, id: usize) -> (Name, NeutralCheck) {
        let check = &self.problem.checks[id];
        let one = &self.actions.list[id];
        let made = NeutralCheck {
            cost: one.cost,
            minutes: one.minutes,
            outcomes: self.table(&self.names.answers[id], &one.tables),
            after: check.after.iter().map(|step| self.step(*step)).collect(),
            when: check.when.as_ref().map(|when| self.tree(when)),
            next: self.routes(id),
            never_asked: check.kind.is_never_asked(),
            cannot_tell: one.unable.as_ref().map(|unable| NeutralUnable {
                factors: unable.by.as_deref().map(|by| self.by_cause(by, |_| true)),
                next: unable.next.map(|next| self.target(next)),
            }),
        };
        (self.step(one.step), made)
    }

    fn remedy(&self, id: usize) -> (Name, NeutralRemedy) {
        let remedy = &self.problem.remedies[id];
        let index = self.actions.first_copy[id];
        let one = &self.actions.list[index];
        let made = NeutralRemedy {
            cost: one.cost,
            minutes: one.minutes,
            fixes: self.by_cause(&self.actions.tables.fixes[id], |phi| phi > 0.0),
            after: remedy.after.iter().map(|step| self.step(*step)).collect(),
            when: remedy.when.as_ref().map(|when| self.tree(when)),
            stage: remedy.stage.map(|stage| stage + 1),
            destructive: one.destructive || remedy.risk == Risk::Destructive,
            supersedes: remedy.supersedes.iter().map(|weak| self.step(Step::Remedy(*weak))).collect(),
            renews: remedy.renews.iter().map(|check| self.step(Step::Check(*check))).collect(),
            retry: remedy.retry.max(1),
            outcomes: self.table(&self.names.failures[id], &self.actions.tables.failures[id]),
            next_by_outcome: if remedy.outcomes.is_empty() { Pairs::default() } else { self.routes(index) },
            next: remedy.next.map(|target| self.target(target)),
        };
        (self.step(one.step), made)
    }

    fn rules(&self) -> Vec<NeutralRule> {
        let rules = self.problem.rules.iter();
        rules
            .map(|rule| {
                let row = factors(self.problem, &self.actions.tables, rule).unwrap_or_default();
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
            Condition::Is(check, outcome) => {
                let step = Step::Check(*check);
                Tree::Is(self.step(step), self.outcome(step, *outcome))
            }
            Condition::Tried(remedy) => Tree::Tried(self.step(Step::Remedy(*remedy))),
            Condition::FailedWith(remedy, outcome) => {
                let step = Step::Remedy(*remedy);
                Tree::Is(self.step(step), self.outcome(step, *outcome))
            }
            Condition::Settled(check) => Tree::Settled(self.step(Step::Check(*check))),
        }
    }

    pub(super) fn given(&self, evidence: &Evidence) -> Given {
        let symptoms = |ids: &[SymptomId]| ids.iter().map(|id| self.names.symptoms[id.0].clone()).collect();
        let answers = |pairs: &[(CheckId, usize)]| {
            let named = pairs.iter().map(|&(check, outcome)| {
                let step = Step::Check(check);
                (self.step(step), self.outcome(step, outcome))
            });
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
        let ids: Vec<Name> = (0..plan.flow.nodes.len()).rev().map(|place| Name::from(&*format!("n{place}"))).collect();
        let id = |node: usize| ids[node].clone();
        let nodes = plan.flow.nodes.iter().enumerate().rev().map(|(number, node)| {
            let (step, copy, next) = match node.doing {
                Doing::Step(step, copy) => {
                    let next = node.next.iter().enumerate().map(|(o, next)| (self.outcome(step, o), id(*next)));
                    (self.step(step), (copy > 0).then_some(copy + 1), Pairs(next.collect()))
                }
                Doing::Escalate(end) if end == self.problem.policy.escalation => {
                    ("escalate".into(), None, Pairs::default())
                }
                Doing::Escalate(end) => (self.target(Target::Escalation(end)), None, Pairs::default()),
                Doing::Contradiction(_) => ("contradiction".into(), None, Pairs::default()),
                Doing::Guide(guide) => (self.target(Target::Guide(guide)), None, Pairs::default()),
                Doing::Solved => ("solved".into(), None, Pairs::default()),
            };
            (id(number), NeutralNode { step, copy, next, fallback: node.fallback.map(id) })
        });
        let nodes = Pairs(nodes.collect());
        let entries = plan.flow.entries.iter().map(|entry| {
            let name = entry.symptom.map_or_else(|| "".into(), |symptom| self.names.symptoms[symptom.0].clone());
            (name, id(entry.node))
        });
        NeutralFlow { entries: Pairs(entries.collect()), root: id(plan.entry().node), nodes }
    }
}

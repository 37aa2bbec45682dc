//! The neutral format: decision model and flow in a form that any other solver can check.
//! In: a problem, evidence, a plan. Out: plain types for an emitter to serialise. Names stand without their module, which
//! comes before one only where two in the guide would be the same.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::coupling::factors;
use super::flow::Doing;
use super::moves::Moves;
use super::plan::Plan;
use super::problem::{CheckKind, Condition, EscalationMode, Evidence, Problem, Risk, RuleEffect, Step, Target};

/// A map that keeps the order in which it was filled: that of ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Neutral {
    /// The decision model.
    pub model: Model,
    /// What was known.
    pub given: Given,
    /// Chances by cause; `null` where the evidence is contradictory.
    pub posterior: Option<Pairs<f64>>,
    /// What to do.
    pub flow: NeutralFlow,
    /// Minutes.
    pub expected_cost: f64,
    /// Minutes that no plan can go below.
    pub lower_bound: f64,
    /// Plain minutes.
    pub expected_minutes: f64,
    /// Plain minutes on the longest path.
    pub worst_minutes: f64,
    /// The chance that it is solved.
    pub solved: f64,
    /// States expanded.
    pub states: usize,
    /// Is the plan proven best?
    pub exact: bool,
}

/// The decision model.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Model {
    /// Prior chances, `other` last.
    pub causes: Pairs<f64>,
    /// P(s|c).
    pub symptoms: Pairs<Pairs<f64>>,
    /// Tests, facts, and symptoms that are asked.
    pub checks: Pairs<NeutralCheck>,
    /// Repairs.
    pub remedies: Pairs<NeutralRemedy>,
    /// Factors, and what rules bind.
    pub rules: Vec<NeutralRule>,
    /// Who takes over.
    pub escalate: NeutralEscalation,
    /// Chances of help below this hold nothing up.
    pub negligible: f64,
    /// Where a hand-written chart begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralCheck {
    /// Time, a share of waiting, and risk.
    pub cost: f64,
    /// Plain minutes.
    pub minutes: f64,
    /// L(o|c).
    pub outcomes: Pairs<Pairs<f64>>,
    /// What comes before.
    pub after: Vec<String>,
    /// Where it applies.
    pub when: Option<Tree>,
    /// Routes by outcome.
    pub next: Pairs<String>,
    /// Only known from outside?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub never_asked: bool,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralRemedy {
    /// Time, a share of waiting, verification and risk.
    pub cost: f64,
    /// Plain minutes.
    pub minutes: f64,
    /// φ.
    pub fixes: Pairs<f64>,
    /// What comes before.
    pub after: Vec<String>,
    /// Where it applies.
    pub when: Option<Tree>,
    /// Its stage, from 1.
    pub stage: usize,
    /// Does it count as destructive?
    pub destructive: bool,
    /// Weaker remedies.
    pub supersedes: Vec<String>,
    /// How often it may be tried.
    pub retry: usize,
    /// Ways of failing: their chances, given that it failed.
    pub outcomes: Pairs<Pairs<f64>>,
    /// Routes by way of failing.
    #[serde(skip_serializing_if = "no_pairs")]
    pub next_by_outcome: Pairs<String>,
    /// Where to go when it did not help.
    pub next: Option<String>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralRule {
    /// Its condition.
    pub when: Tree,
    /// Factors other than 1.
    pub factor: Pairs<f64>,
    /// Steps that may not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Steps before every remedy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<String>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The guide's escalation.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralEscalation {
    /// Minutes.
    pub cost: f64,
    /// `when-cheaper` or `last`.
    pub mode: &'static str,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tree {
    /// Each holds.
    All(Vec<Tree>),
    /// One holds.
    Any(Vec<Tree>),
    /// It does not hold.
    Not(Box<Tree>),
    /// So many hold.
    AtLeast(usize, Vec<Tree>),
    /// A check, or a remedy that failed, has this outcome.
    Is(String, String),
    /// Tried in vain.
    Tried(String),
}

/// What was known.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Given {
    /// Seen.
    pub observed: Vec<String>,
    /// Known to be absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// Facts from outside.
    #[serde(skip_serializing_if = "no_pairs")]
    pub known: Pairs<String>,
    /// Answers.
    pub answers: Pairs<String>,
    /// Remedies in vain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<String>,
}

/// The flow.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralFlow {
    /// Nodes by symptom; `""` for none.
    pub entries: Pairs<String>,
    /// The first entry.
    pub root: String,
    /// The nodes, from the top.
    pub nodes: Pairs<NeutralNode>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NeutralNode {
    /// What to do: a step, `escalate`, `contradiction`, `solved`, or the name of a guide or other escalation.
    pub step: String,
    /// Which copy of a remedy, from 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<usize>,
    /// Nodes by outcome; `failed` where a remedy names no ways of failing.
    #[serde(skip_serializing_if = "no_pairs")]
    pub next: Pairs<String>,
    /// Where to go on when it cannot be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cant: Option<String>,
}

fn no_pairs<T>(pairs: &Pairs<T>) -> bool {
    pairs.0.is_empty()
}

/// Puts a plan into the neutral format.
#[must_use]
pub fn neutral(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Neutral {
    let moves = Moves::new(problem);
    let names = Names::new(problem);
    let writer = Writer { problem, moves: &moves, names: &names };
    let entry = plan.entry();
    Neutral {
        model: writer.model(),
        given: writer.given(evidence),
        posterior: plan.posterior.as_ref().map(|chances| writer.by_cause(chances, |_| true)),
        flow: writer.flow(plan),
        expected_cost: entry.expected_cost,
        lower_bound: entry.lower_bound,
        expected_minutes: entry.expected_minutes,
        worst_minutes: entry.worst_minutes,
        solved: entry.solved,
        states: plan.states,
        exact: plan.exact,
    }
}

/// Short names where they are unique.
struct Names(BTreeMap<String, usize>);

impl Names {
    fn new(problem: &Problem) -> Self {
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

struct Writer<'w, 'p> {
    problem: &'p Problem,
    moves: &'w Moves<'p>,
    names: &'w Names,
}

impl Writer<'_, '_> {
    fn by_cause(&self, row: &[f64], wanted: impl Fn(f64) -> bool) -> Pairs<f64> {
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

    fn model(&self) -> Model {
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

    fn given(&self, evidence: &Evidence) -> Given {
        let symptoms = |ids: &[super::problem::SymptomId]| {
            ids.iter().map(|id| self.names.of(&self.problem.symptoms[id.0].name)).collect()
        };
        let answers = |pairs: &[(super::problem::CheckId, usize)]| {
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

    fn flow(&self, plan: &Plan) -> NeutralFlow {
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

//! The interchange format: decision model and flow in a form that any other solver can check.
//! In: a problem, evidence, a plan. Out: plain types for an emitter to serialise. Names stand without their module, which
//! comes before one only where two in the guide would be the same.

mod writer;

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::actions::Actions;
use super::plan::Plan;
use super::problem::{Evidence, Problem};
pub use writer::ShortNames;
use writer::Writer;

/// A name. It stands in many places of a plan, and all of them share its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(Arc<str>);

impl Name {
    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Name {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// A map that keeps the order in which it was filled: that of ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs<T>(pub Vec<(Name, T)>);

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

impl<T: JsonSchema> JsonSchema for Pairs<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}

/// All of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct Interchange {
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
    /// Of these, neither waiting nor the time of whoever takes over.
    pub active_minutes: f64,
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
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
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
    pub start: Option<Name>,
}

/// A check.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralCheck {
    /// Time, a share of waiting, and risk.
    pub cost: f64,
    /// Plain minutes.
    pub minutes: f64,
    /// L(o|c).
    pub outcomes: Pairs<Pairs<f64>>,
    /// What comes before.
    pub after: Vec<Name>,
    /// Where it applies.
    pub when: Option<Tree>,
    /// Routes by outcome.
    pub next: Pairs<Name>,
    /// Only known from outside?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub never_asked: bool,
    /// What follows where a reader cannot tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannot_tell: Option<NeutralUnable>,
}

/// What follows where a reader cannot tell a check.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralUnable {
    /// By how much it weighs each cause; nothing where it says nothing of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<Pairs<f64>>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Name>,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralRemedy {
    /// Time, a share of waiting, verification and risk.
    pub cost: f64,
    /// Plain minutes.
    pub minutes: f64,
    /// φ.
    pub fixes: Pairs<f64>,
    /// What comes before.
    pub after: Vec<Name>,
    /// Where it applies.
    pub when: Option<Tree>,
    /// Its stage, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<usize>,
    /// Does it count as destructive?
    pub destructive: bool,
    /// Weaker remedies.
    pub supersedes: Vec<Name>,
    /// Checks that may be asked once more when it did not help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub renews: Vec<Name>,
    /// How often it may be tried.
    pub retry: usize,
    /// Ways of failing: their chances, given that it failed.
    pub outcomes: Pairs<Pairs<f64>>,
    /// Routes by way of failing.
    #[serde(skip_serializing_if = "no_pairs")]
    pub next_by_outcome: Pairs<Name>,
    /// Where to go when it did not help.
    pub next: Option<Name>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralRule {
    /// Its condition.
    pub when: Tree,
    /// Factors other than 1.
    pub factor: Pairs<f64>,
    /// Steps that may not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<Name>,
    /// Steps before every remedy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<Name>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Name>,
}

/// The guide's escalation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralEscalation {
    /// Minutes.
    pub cost: f64,
    /// `when-cheaper` or `last`.
    pub mode: &'static str,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
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
    Is(Name, Name),
    /// Tried in vain.
    Tried(Name),
    /// A check has an outcome, or nobody can tell it.
    Settled(Name),
}

/// What was known.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, JsonSchema)]
pub struct Given {
    /// Seen.
    pub observed: Vec<Name>,
    /// Known to be absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Name>,
    /// Facts from outside.
    #[serde(skip_serializing_if = "no_pairs")]
    pub known: Pairs<Name>,
    /// Answers.
    pub answers: Pairs<Name>,
    /// Remedies in vain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Name>,
}

/// The flow.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralFlow {
    /// Nodes by symptom; `""` for none.
    pub entries: Pairs<Name>,
    /// The first entry.
    pub root: Name,
    /// The nodes, from the top.
    pub nodes: Pairs<NeutralNode>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, serde::Serialize, JsonSchema)]
pub struct NeutralNode {
    /// What to do: a step, `escalate`, `contradiction`, `solved`, or the name of a guide or other escalation.
    pub step: Name,
    /// Which copy of a remedy, from 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<usize>,
    /// Nodes by outcome; `failed` where a remedy names no ways of failing.
    #[serde(skip_serializing_if = "no_pairs")]
    pub next: Pairs<Name>,
    /// Where to go on when it cannot be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Name>,
}

fn no_pairs<T>(pairs: &Pairs<T>) -> bool {
    pairs.0.is_empty()
}

/// Puts a plan into the interchange format.
#[must_use]
pub fn interchange(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Interchange {
    with_moves(&Actions::new(problem), evidence, plan)
}

pub(super) fn with_moves(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan) -> Interchange {
    let problem = actions.problem;
    let names = ShortNames::new(problem);
    let writer = Writer { problem, actions, names: &names };
    let entry = plan.entry();
    Interchange {
        model: writer.model(),
        given: writer.given(evidence),
        posterior: plan.posterior.as_ref().map(|chances| writer.by_cause(chances, |_| true)),
        flow: writer.flow(plan),
        expected_cost: entry.expected_cost,
        lower_bound: entry.lower_bound,
        expected_minutes: entry.expected_minutes,
        active_minutes: entry.active_minutes,
        worst_minutes: entry.worst_minutes,
        solved: entry.solved,
        states: plan.states,
        exact: plan.exact,
    }
}

//! A guide as the engine sees it, and the way back.
//!
//! In: the knowledge, and what a guide holds. Out: a [`Decision`]: the engine's problem, and for each of its ids the
//! item, and the values of facts, that it stands for.

use rustc_hash::FxHashMap;

use crate::graph::{Members, Placeholders, Web};
use crate::model::{ItemId, Knowledge, Numbers, Text};
use crate::reasoning::{CauseId, CheckId, EscalationId, Problem, RemedyId, RuleId, Step, SymptomId};

use super::adapter::Adapter;
use super::unlisted::HeldBack;
use super::values::Value;

/// What a check of the engine stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A check of the guide; its outcomes are the engine's.
    Check(ItemId),
    /// A fact, with the value that each outcome stands for.
    Fact(ItemId, Vec<Value>),
    /// A symptom that a condition names: outcome 0 is that it is seen.
    Symptom(ItemId),
    /// Whether the reader came with a symptom that stays unasked: outcome 0 is that it was seen from the start.
    Observed(ItemId),
    /// A check or a remedy that a condition names and that the guide excludes: it stays unknown. Its outcomes are the
    /// engine's.
    Excluded(ItemId),
}

impl Asked {
    /// The item.
    #[must_use]
    pub fn item(&self) -> ItemId {
        match *self {
            Asked::Check(item)
            | Asked::Fact(item, _)
            | Asked::Symptom(item)
            | Asked::Observed(item)
            | Asked::Excluded(item) => item,
        }
    }
}

/// A guide as a problem of decision. Each list is in the order of the engine's ids, which is that of qualified names.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// What the engine gets.
    pub problem: Problem,
    /// Causes and mechanisms; also causes that only checks or rules of the guide speak of, without a weight.
    pub causes: Vec<ItemId>,
    /// Symptoms.
    pub symptoms: Vec<ItemId>,
    /// Checks, facts, and symptoms that conditions name.
    pub checks: Vec<Asked>,
    /// Remedies.
    pub remedies: Vec<ItemId>,
    /// Rules.
    pub rules: Vec<ItemId>,
    /// Who may take over.
    pub escalations: Vec<ItemId>,
    /// Guides to which routes lead.
    pub guides: Vec<ItemId>,
    /// What rules show to the reader, by the number of the engine's `Warn`.
    pub warnings: Vec<Text>,
    /// Destructive remedies that wait until something speaks for one of their causes.
    pub held_back: Vec<HeldBack>,
    /// What readers fill in for `<name>`.
    pub placeholders: Placeholders,
    /// For each item, its id in the list of its kind.
    pub(super) places: FxHashMap<ItemId, usize>,
    /// For each item that is asked as a check, its id among the checks.
    pub(super) asked_at: FxHashMap<ItemId, usize>,
}

impl Decision {
    /// The problem of a guide. Nothing where the item is no guide, or its `otherwise` is missing: then there is no end
    /// that a plan could reckon with, and it was reported.
    #[must_use]
    pub fn new(knowledge: &Knowledge, web: &Web, numbers: &Numbers, guide: ItemId, members: &Members) -> Option<Self> {
        Adapter::new(knowledge, web, numbers, knowledge.guide(guide)?, members).decision()
    }

    /// The engine's id of a cause.
    #[must_use]
    pub fn cause(&self, item: ItemId) -> Option<CauseId> {
        self.place(&self.causes, item).map(CauseId)
    }

    /// The engine's id of a symptom.
    #[must_use]
    pub fn symptom(&self, item: ItemId) -> Option<SymptomId> {
        self.place(&self.symptoms, item).map(SymptomId)
    }

    /// The engine's id of a check, of a fact, or of a symptom that is asked for as a check.
    #[must_use]
    pub fn check(&self, item: ItemId) -> Option<CheckId> {
        self.asked_at.get(&item).copied().map(CheckId)
    }

    /// The engine's id of a remedy.
    #[must_use]
    pub fn remedy(&self, item: ItemId) -> Option<RemedyId> {
        self.place(&self.remedies, item).map(RemedyId)
    }

    /// The engine's id of a rule.
    #[must_use]
    pub fn rule(&self, item: ItemId) -> Option<RuleId> {
        self.place(&self.rules, item).map(RuleId)
    }

    /// The engine's id of an escalation.
    #[must_use]
    pub fn escalation(&self, item: ItemId) -> Option<EscalationId> {
        self.place(&self.escalations, item).map(EscalationId)
    }

    /// All that may be answered: checks, facts, and symptoms that are asked for.
    pub fn asked(&self) -> impl Iterator<Item = ItemId> {
        self.checks.iter().filter(|asked| !matches!(asked, Asked::Observed(_))).map(Asked::item)
    }

    /// The item that a step of the engine stands for.
    #[must_use]
    pub fn step(&self, step: Step) -> ItemId {
        match step {
            Step::Check(check) => self.checks[check.0].item(),
            Step::Remedy(remedy) => self.remedies[remedy.0],
        }
    }

    fn place(&self, list: &[ItemId], item: ItemId) -> Option<usize> {
        self.places.get(&item).copied().filter(|&at| list.get(at) == Some(&item))
    }
}

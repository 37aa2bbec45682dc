//! What speaks against a guide beyond its numbers, by the names that its author uses: for findings, tables and programs.

use serde::Serialize;

use crate::decision::{Asked, ItemNames};
use crate::learning::doubts::Entering;
use crate::learning::gather::quarter_in_words;
use crate::learning::learned::What;
use crate::model::ItemId;
use crate::pipeline::Analysis;
use crate::reasoning::{CheckId, Outcome, RemedyId, Step, SymptomId};

use super::missing::MissingCause;
use super::report::named;
use super::study::{Guide, Studied};

/// Checks that tell less than this, in bits, are told to tell nothing.
const NOTHING: f64 = 0.01;
/// Where it was answered in so many sessions.
const ANSWERED: f64 = 100.0;
/// A greater share of readers that leaves at a step is told.
const LEAVES: f64 = 0.1;

/// All that speaks against a guide.
#[derive(Debug, Serialize)]
pub struct Doubted {
    /// Checks whose answers tell next to nothing of the cause.
    pub never_tell: Vec<NeverTells>,
    /// A cause that nobody wrote down.
    pub missing: Option<MissingCause>,
    /// Numbers that were not the same in all quarters.
    pub drifts: Vec<Drifting>,
    /// Steps whose "can't tell" speaks of the cause.
    pub untold: Vec<UntoldBy>,
    /// Causes whose readers come in by other symptoms than these show.
    pub coming_in: Vec<ComesIn>,
    /// How many left at which step, where most leave first.
    pub leaving: Vec<LeavesAt>,
    /// By quarter what the plan promises and what came of it.
    pub quarters: Vec<QuarterTold>,
}

/// A check whose answers tell next to nothing.
#[derive(Debug, Serialize)]
pub struct NeverTells {
    #[serde(skip)]
    pub item: ItemId,
    pub check: String,
    pub answered: u64,
    /// With a chance of 95 % it tells less than this.
    pub bits_at_most: f64,
}

/// A number that was not the same in all quarters.
#[derive(Debug, Serialize)]
pub struct Drifting {
    pub number: String,
    #[serde(skip)]
    pub what: What,
    /// By quarter its value.
    pub quarters: Vec<(String, f64)>,
}

/// A step that readers with some causes can tell less or more often than others.
#[derive(Debug, Serialize)]
pub struct UntoldBy {
    #[serde(skip)]
    pub item: ItemId,
    pub step: String,
    pub causes: Vec<String>,
    /// The chance that these cannot tell it.
    pub chance: f64,
    /// That of all readers together.
    pub among_all: f64,
}

/// Readers with a cause who come in otherwise than what the causes show lets expect.
#[derive(Debug, Serialize)]
pub struct ComesIn {
    #[serde(skip)]
    pub item: ItemId,
    pub cause: String,
    /// The symptoms that they name.
    pub symptoms: Vec<String>,
    /// The share of the cause's readers who name these.
    pub share: f64,
    /// With a chance of 90 % it is more than this.
    pub low: f64,
    /// And less than this.
    pub high: f64,
    /// The share that is to be expected.
    pub expected: f64,
    /// The sessions of the cause.
    pub sessions: f64,
}

/// How many left at a step.
#[derive(Debug, Serialize)]
pub struct LeavesAt {
    #[serde(skip)]
    pub item: ItemId,
    pub step: String,
    pub reached: u64,
    pub left: u64,
    /// With a chance of 95 % a greater share leaves.
    pub at_least: f64,
}

impl LeavesAt {
    /// Whether so many leave that it is a finding.
    pub fn is_told(&self) -> bool {
        self.at_least > LEAVES
    }
}

/// What the plan promises, and what came of it in a quarter.
#[derive(Debug, Serialize)]
pub struct QuarterTold {
    pub quarter: String,
    pub sessions: u64,
    /// Sessions that came to an end: whoever left says nothing of what would have become of them.
    pub ended: u64,
    pub promised_solved: f64,
    pub solved: f64,
    pub promised_minutes: f64,
    /// Nothing where no minutes are known.
    pub minutes: Option<f64>,
}

/// Names of a guide.
pub(super) struct Named<'a> {
    pub guide: &'a Guide,
    names: ItemNames,
}

impl Named<'_> {
    fn item(&self, step: Step) -> ItemId {
        let decision = &self.guide.decision;
        match step {
            Step::Check(CheckId(at)) => Asked::item(&decision.checks[at]),
            Step::Remedy(RemedyId(at)) => decision.remedies[at],
        }
    }

    pub(super) fn step(&self, step: Step) -> (ItemId, String) {
        let item = self.item(step);
        (item, self.names.of(item).to_owned())
    }

    /// The cause of a hypothesis; nothing for the unknown one.
    fn cause(&self, column: usize) -> Option<String> {
        let decision = &self.guide.decision;
        let cause = decision.problem.hypotheses().nth(column)?;
        Some(self.names.of(decision.causes[cause.0]).to_owned())
    }

    fn comes_in(&self, one: &Entering) -> Option<ComesIn> {
        let decision = &self.guide.decision;
        let cause = decision.problem.hypotheses().nth(one.column)?;
        let item = decision.causes[cause.0];
        let symptom = |symptom: &SymptomId| self.names.of(decision.symptoms[symptom.0]).to_owned();
        Some(ComesIn {
            item,
            cause: self.names.of(item).to_owned(),
            symptoms: one.came.iter().map(symptom).collect(),
            share: one.share,
            low: one.interval.low,
            high: one.interval.high,
            expected: one.expected,
            sessions: one.sessions,
        })
    }

    pub(super) fn outcome(&self, check: CheckId, outcome: usize) -> String {
        let outcomes: &[Outcome] = &self.guide.decision.problem.checks[check.0].outcomes;
        outcomes.get(outcome).map_or_else(|| "?".to_owned(), |one| one.name.clone())
    }
}

impl Studied {
    /// What speaks against one of the guides.
    pub fn doubted(&self, understood: &Analysis, at: usize) -> Doubted {
        let (guide, doubts) = (&self.guides[at], &self.doubts[at]);
        let named = Named { guide, names: ItemNames::new(&understood.knowledge, &guide.decision) };
        let leads_on = |check: CheckId| {
            let check = &guide.decision.problem.checks[check.0];
            check.outcomes.iter().any(|outcome| outcome.next.is_some())
        };
        let never = doubts
            .telling
            .iter()
            .filter(|told| told.answered >= ANSWERED && told.at_most < NOTHING && !leads_on(told.check));
        #[expect(clippy::cast_sign_loss, reason = "no check was answered less than 0 times")]
        let never_tell = never.map(|told| {
            let (item, check) = named.step(Step::Check(told.check));
            NeverTells { item, check, answered: told.answered as u64, bits_at_most: told.at_most }
        });
        let untold = doubts.untold.iter().map(|one| {
            let (item, step) = named.step(one.step);
            let causes: Option<Vec<String>> = one.columns.iter().map(|column| named.cause(*column)).collect();
            // Where the unknown cause is among them, it is all of which the step says nothing.
            UntoldBy { item, step, causes: causes.unwrap_or_default(), chance: one.chance, among_all: one.mean }
        });
        let coming_in = doubts.entering.iter().filter_map(|one| named.comes_in(one));
        let leaving = doubts.leaving.iter().map(|one| {
            let (item, step) = named.step(one.step);
            LeavesAt { item, step, reached: one.reached, left: one.left, at_least: one.at_least }
        });
        Doubted {
            never_tell: never_tell.collect(),
            missing: self.missing(&named, at),
            drifts: self.drifting(understood, &named, at),
            untold: untold.collect(),
            coming_in: coming_in.collect(),
            leaving: leaving.collect(),
            quarters: self.quarters(at),
        }
    }

    fn drifting(&self, understood: &Analysis, named_by: &Named<'_>, at: usize) -> Vec<Drifting> {
        let items = super::report::items(&understood.knowledge, named_by.guide);
        let name = |qualified: &str| {
            let short = items.get(qualified).map(|item| named_by.names.of(*item).to_owned());
            short.unwrap_or_else(|| qualified.to_owned())
        };
        let own = self.drifts.iter().filter(|one| self.is_own(&items, at, &self.learned.numbers[one.number].what));
        own.map(|one| {
            let number = &self.learned.numbers[one.number];
            let quarters = one.quarters.iter().map(|(quarter, value, _)| (quarter_in_words(*quarter), *value));
            Drifting { number: named(&number.what, &name), what: number.what.clone(), quarters: quarters.collect() }
        })
        .collect()
    }

    fn quarters(&self, at: usize) -> Vec<QuarterTold> {
        let promised = self.doubts[at].promised;
        let quarters = self.guides[at].gathered.quarters.iter().filter(|(quarter, _)| **quarter > 0);
        quarters
            .map(|(quarter, one)| QuarterTold {
                quarter: quarter_in_words(*quarter),
                sessions: one.sessions,
                ended: one.ended,
                promised_solved: promised.solved,
                solved: one.solved as f64 / (one.ended as f64).max(1.0),
                promised_minutes: promised.minutes,
                minutes: (one.timed > 0).then(|| one.minutes / one.timed as f64),
            })
            .collect()
    }
}

//! What a reader is told of causes: how likely each is, in words first, and what is not known yet apart from them.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::model::{Chances, ItemId};
use crate::reasoning::{Doing, clearly, told};
use crate::words::quantity::Likely;
use crate::words::quantity::plain::percent_in;

use super::Dialogue;

/// The causes that are told to programs.
const TOLD: usize = 5;

/// A cause and its chance.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Chance {
    /// The stable id of the cause.
    pub id: String,
    /// Its title.
    pub title: String,
    /// In a word: `likely`, `possible` or `unlikely`.
    pub likely: Likely,
    /// From 0 to 1.
    pub chance: f64,
}

/// What is believed of the causes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Beliefs {
    /// The causes that are possible, likeliest first; programs are told the first five. None where the answers contradict
    /// each other.
    #[serde(serialize_with = "likeliest")]
    pub chances: Vec<Chance>,
    /// How many more there are that a program is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<usize>,
    /// The chance that it is none of them, from 0 to 1.
    pub unknown: f64,
}

fn likeliest<S: Serializer>(chances: &[Chance], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(chances.iter().take(TOLD))
}

impl Dialogue<'_> {
    /// The chances by hypothesis as readers are told them, after the remedy that helped; nothing where nothing fits.
    pub(super) fn told(&self) -> Option<Vec<f64>> {
        told(&self.about.decision.problem, &self.now.known.evidence, self.now.solved_by)
    }

    /// What is believed of the causes now.
    #[must_use]
    pub fn beliefs(&self) -> Beliefs {
        self.told().map(|chances| self.named(&chances)).unwrap_or_default()
    }

    /// Chances by hypothesis with the names of the causes.
    pub(super) fn named(&self, chances: &[f64]) -> Beliefs {
        let decision = self.about.decision;
        let ranked = decision.problem.ranked(chances).into_iter().filter(|(_, chance)| *chance > 0.0);
        let mut beliefs = Beliefs::default();
        for (cause, chance) in ranked {
            match cause.map(|id| decision.causes[id.0]) {
                None => beliefs.unknown = chance,
                Some(item) => beliefs.chances.push(self.chance_of(item, chance)),
            }
        }
        beliefs.more = beliefs.chances.len().checked_sub(TOLD).filter(|more| *more > 0);
        beliefs
    }

    /// The title of a hypothesis by its column; of the unknown one, what stands for it.
    pub(super) fn title_of_hypothesis(&self, column: usize) -> String {
        let decision = self.about.decision;
        let cause = decision.problem.hypotheses().nth(column);
        cause.map_or_else(
            || self.about.words().guide.something_else.clone(),
            |cause| self.title(decision.causes[cause.0]),
        )
    }

    /// The cause that it was most likely, once a remedy has helped; nothing where two are close.
    pub(super) fn named_cause(&self) -> Option<Chance> {
        self.now.solved_by?;
        let chances = self.told()?;
        let column = clearly(&chances)?;
        let cause = self.about.decision.problem.hypotheses().nth(column)?;
        let item = self.about.decision.causes[cause.0];
        Some(self.chance_of(item, chances[column]))
    }

    fn chance_of(&self, item: ItemId, chance: f64) -> Chance {
        let id = self.about.knowledge.qualified(item);
        Chance { id, title: self.title(item), likely: Likely::of(chance), chance }
    }

    /// A chance as it is told behind a cause: the word, and the percentage; nothing where readers are told none.
    pub(super) fn in_words(&self, chance: f64) -> String {
        let words = self.about.words();
        let word = Likely::of(chance).word(words);
        match self.about.chances {
            Chances::Off => String::new(),
            Chances::Words | Chances::Numbers => format!(" ({word}, {})", percent_in(words, chance)),
        }
    }

    /// Whether the reader asked to be handed over, though there was something left to try.
    pub(super) fn is_requested(&self) -> bool {
        self.now.requested && matches!(self.now.doing, Doing::Escalate(_))
    }
}

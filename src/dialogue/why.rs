//! Why this step: what each answer would tell, or how often it helps.

use serde::Serialize;

use crate::decision::options;
use crate::reasoning::{Doing, Step, lookahead};

use super::Dialogue;
use super::view::Chance;

/// Why a step comes now.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Why {
    /// What it costs, in minutes, with the price of its risk.
    pub cost_minutes: f64,
    /// The chance that a remedy helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helps: Option<f64>,
    /// What each answer would tell.
    pub answers: Vec<Answer>,
    /// How likely each cause is now, likeliest first.
    pub chances: Vec<Chance>,
}

/// What an answer would tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The chance that it comes.
    pub chance: f64,
    /// How likely each cause is then, likeliest first.
    pub then: Vec<Chance>,
}

impl Dialogue<'_> {
    /// Why the step that is shown comes now; of an end, what is believed.
    #[must_use]
    pub fn why(&self) -> Why {
        let chances = self.chances();
        let Doing::Step(step, _) = self.now.doing else { return Why { chances, ..Why::default() } };
        let ahead = lookahead(&self.about.decision.problem, &self.now.known.evidence, step);
        let choices = options(self.about.knowledge, self.about.decision, step);
        let answers = choices.into_iter().zip(&ahead.outcomes).map(|(choice, (chance, then))| Answer {
            name: choice.name,
            title: choice.title,
            chance: *chance,
            then: then.as_ref().map(|then| self.named(then)).unwrap_or_default(),
        });
        Why {
            cost_minutes: ahead.cost,
            helps: matches!(step, Step::Remedy(_)).then_some(ahead.helps),
            answers: answers.collect(),
            chances,
        }
    }
}

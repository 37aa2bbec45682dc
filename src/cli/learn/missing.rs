//! A cause that nobody wrote down, by the names that the guide's author uses, with an item to begin with.

use serde::Serialize;

use crate::estimates::two_digits;
use crate::learning::doubts::Missing;
use crate::model::plain_name;
use crate::reasoning::{CauseId, Problem, Step};

use super::doubts::Named;
use super::study::Studied;

/// A cause that nobody wrote down.
#[derive(Debug, Serialize)]
pub struct MissingCause {
    /// Its share of the sessions.
    pub share: f64,
    /// Twice the logarithm of by how much it makes the sessions more probable.
    pub gain: f64,
    /// What chance gains less often than once in a hundred guides.
    pub bar: f64,
    /// Answers that tell it, the most telling first.
    pub answers: Vec<TellingAnswer>,
    /// What could be written down.
    pub draft: String,
}

/// An answer that tells a missing cause.
#[derive(Debug, Serialize)]
pub struct TellingAnswer {
    /// The check.
    pub check: String,
    /// Its outcome.
    pub outcome: String,
    /// Its chance with the missing cause.
    pub chance: f64,
    /// Among all who answered.
    pub among_all: f64,
    /// By how many times it is more frequent with the cause.
    pub lift: f64,
}

impl Studied {
    /// The cause that a guide misses, where there is one.
    pub(super) fn missing(&self, named: &Named<'_>, at: usize) -> Option<MissingCause> {
        let missing: &Missing = self.doubts[at].missing.as_ref()?;
        let answers: Vec<TellingAnswer> = missing
            .answers
            .iter()
            .map(|one| TellingAnswer {
                check: named.step(Step::Check(one.check)).1,
                outcome: named.outcome(one.check, one.outcome),
                chance: one.chance,
                among_all: one.among_all,
                lift: one.lift(),
            })
            .collect();
        let draft = self.draft(&named.guide.decision.problem, missing.share, &answers);
        Some(MissingCause { share: missing.share, gain: missing.gain, bar: missing.bar, answers, draft })
    }

    /// An item to begin with. What its answers say stands in their checks, so that comes behind it as notes.
    fn draft(&self, problem: &Problem, share: f64, answers: &[TellingAnswer]) -> String {
        let weight = |cause: CauseId| {
            let cause = &problem.causes[cause.0];
            self.learned.weights.get(&cause.name).copied().or(cause.weight).unwrap_or(0.0)
        };
        let all: f64 = problem.hypotheses().map(weight).sum();
        let likelihood = two_digits(all * share / (1.0 - share).max(0.01));
        let is_taken = |name: &str| problem.causes.iter().any(|cause| plain_name(&cause.name) == name);
        let name = ["not-named", "not-named-yet", "cause-not-named-yet"].into_iter().find(|name| !is_taken(name));
        let name = name.unwrap_or("cause-that-is-missing");
        let mut text = format!("cause {name} \"A cause that is not named yet\" {{\n  likelihood {likelihood}\n");
        for symptom in problem.symptoms.iter().filter(|symptom| symptom.own) {
            text.push_str(&format!("  shows {}\n", plain_name(&symptom.name)));
        }
        text.push_str("}\n");
        for answer in answers {
            text.push_str(&format!(
                "# in the outcome `{}` of `{}`: given {name} {:.0}%\n",
                answer.outcome,
                answer.check,
                100.0 * answer.chance
            ));
        }
        text
    }
}

//! What a line of a log calls the items of a guide, for scripts that write such lines.
//!
//! In: a problem. Out: names by the engine's ids, as `kbc diagnose --log` writes them, so that `kbc learn` reads both alike.

use serde::Serialize;

use crate::learning::vocabulary::Vocabulary;
use crate::plans::model_digest;
use crate::reasoning::{CheckId, EscalationId, GuideId, Problem, RemedyId, Step, SymptomId};

/// The names of a guide in lines of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogNames {
    /// The guide.
    pub guide: String,
    /// The digest of its decision model.
    pub kb: String,
    /// Symptoms.
    pub symptoms: Vec<String>,
    /// Checks and then remedies: the name, and what stands for each answer or way of failing.
    pub steps: Vec<(String, Vec<String>)>,
    /// The endings where somebody takes over.
    pub ends: Vec<String>,
    /// The endings where another guide goes on.
    pub guides: Vec<String>,
}

impl LogNames {
    /// Of a guide with this qualified name.
    #[must_use]
    pub fn new(guide: String, problem: &Problem) -> Self {
        let words = Vocabulary::new(problem);
        let step = |step: Step, outcomes: usize| {
            let results = (0..outcomes).map(|outcome| words.result(step, Some(outcome)));
            (words.called(problem, step).to_owned(), results.collect::<Vec<_>>())
        };
        let checks = problem.checks.iter().enumerate();
        let checks = checks.map(|(at, check)| step(Step::Check(CheckId(at)), check.outcomes.len().max(2)));
        let remedies = problem.remedies.iter().enumerate();
        let remedies = remedies.map(|(at, remedy)| step(Step::Remedy(RemedyId(at)), remedy.outcomes.len()));
        Self {
            guide,
            kb: model_digest(problem),
            symptoms: (0..problem.symptoms.len()).map(|at| words.names().symptom(SymptomId(at)).to_owned()).collect(),
            steps: checks.chain(remedies).collect(),
            ends: (0..problem.escalations.len()).map(|at| words.handed_over(EscalationId(at))).collect(),
            guides: (0..problem.guides.len()).map(|at| words.goes_on(GuideId(at))).collect(),
        }
    }
}

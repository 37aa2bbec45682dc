//! A dialogue as a line of a log: what was seen, answered and tried, and how it ended. Nothing that a person wrote is in it.

use std::fmt;
use std::sync::Arc;

use crate::edition::Language;
use crate::learning::line::{Line, VERSION, on_grid};
use crate::learning::vocabulary::{Ending, Story, Vocabulary};
use crate::reasoning::{CheckKind, Doing, Step};

use super::{Dialogue, Move};

/// What a line says beside what was said.
#[derive(Clone)]
pub struct Recording {
    /// The qualified name of the guide.
    pub guide: String,
    /// The digest of its decision model.
    pub kb: String,
    /// The month, as `2026-11`.
    pub month: String,
    /// How the session came: `terminal` or `bot`.
    pub via: &'static str,
    /// The language that the reader reads.
    pub language: Language,
    /// Seconds since some moment.
    pub clock: Arc<dyn Fn() -> f64 + Send + Sync>,
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording").field("guide", &self.guide).field("month", &self.month).finish_non_exhaustive()
    }
}

/// A recording of one session.
#[derive(Debug, Clone)]
pub(super) struct Recorded {
    /// Its 16 digits.
    pub id: String,
    pub by: Recording,
    vocabulary: Vocabulary,
    began: f64,
    /// When the step began that is before the reader.
    since: f64,
}

impl Dialogue<'_> {
    /// Records the dialogue from here on, as the session with these 16 digits. The text that is handed over ends with them.
    #[must_use]
    pub fn recorded(mut self, by: Recording, id: String) -> Self {
        let now = (by.clock)();
        let vocabulary = Vocabulary::new(&self.about.decision.problem);
        self.recorded = Some(Recorded { id, by, vocabulary, began: now, since: now });
        self
    }

    /// Notes what became of a step, and how long that took.
    pub(super) fn record(&mut self, one: &Move, step: Option<Step>) {
        let Some(recorded) = &mut self.recorded else { return };
        let now = (recorded.by.clock)();
        let seconds = on_grid(now - recorded.since);
        recorded.since = now;
        let (Some(step), true) =
            (step, !matches!(one, Move::Observe(..) | Move::Know(..) | Move::HandOver | Move::Back))
        else {
            return;
        };
        let evidence = &self.now.known.evidence;
        let result = match step {
            _ if *one == Move::Cant => recorded.vocabulary.result(step, None),
            Step::Remedy(_) if self.now.solved_by.is_some() => "solved".to_owned(),
            Step::Check(check) => {
                let answer = evidence.answered.iter().rev().find(|(one, _)| *one == check);
                recorded.vocabulary.result(step, answer.map(|(_, outcome)| *outcome))
            }
            Step::Remedy(remedy) => {
                let way = evidence.tried.iter().rev().find(|(one, _)| *one == remedy).and_then(|(_, way)| *way);
                recorded.vocabulary.result(step, Some(way.unwrap_or(usize::MAX)))
            }
        };
        let name = recorded.vocabulary.called(&self.about.decision.problem, step).to_owned();
        self.now.trail.push((name, result, seconds));
    }

    /// The line of the session so far; nothing where it is not recorded.
    #[must_use]
    pub fn line(&self) -> Option<Line<'static>> {
        let recorded = self.recorded.as_ref()?;
        let problem = &self.about.decision.problem;
        let vocabulary = &recorded.vocabulary;
        let evidence = &self.now.known.evidence;
        let mut answers: Vec<_> = evidence.answered.iter().chain(&evidence.known).copied().collect();
        for (at, check) in problem.checks.iter().enumerate() {
            if let CheckKind::Symptom(symptom) = check.kind
                && evidence.absent.contains(&symptom)
            {
                answers.push((crate::reasoning::CheckId(at), 1));
            }
        }
        let (came, failed, untold) = (evidence.observed.clone(), evidence.tried.clone(), evidence.declined.clone());
        let mut story = Story { came, answers, failed, untold, ending: Ending::Else, cause: None };
        story.sort();
        let ending = match (self.now.solved_by, self.now.doing) {
            (Some(remedy), _) => vocabulary.solved_by(remedy),
            (None, Doing::Escalate(to)) => vocabulary.handed_over(to),
            (None, Doing::Contradiction(_)) => "contradiction".to_owned(),
            (None, Doing::Guide(to)) => vocabulary.goes_on(to),
            (None, Doing::Solved) => "solved".to_owned(),
            // Whoever leaves with a remedy before them may have been helped by it and said no more.
            (None, Doing::Step(step @ Step::Remedy(_), _)) => format!("left-after:{}", vocabulary.names().step(step)),
            (None, Doing::Step(..)) => "left".to_owned(),
        };
        let told = vocabulary.tell(problem, &story, ending);
        let seconds = (recorded.by.clock)() - recorded.began;
        let steps = self.now.trail.iter().cloned();
        Some(Line {
            kbc: VERSION,
            session_id: recorded.id.clone().into(),
            seq: self.now.trail.len() as u32 + 1,
            guide: recorded.by.guide.clone().into(),
            kb: recorded.by.kb.clone().into(),
            month: recorded.by.month.clone().into(),
            via: recorded.by.via.into(),
            lang: Some(recorded.by.language.tag().to_owned().into()),
            pattern: told.pattern.into(),
            ending: told.ending.into(),
            cause: None,
            minutes: (seconds / 6.0).round() / 10.0,
            steps: steps.map(|(step, result, seconds)| (step.into(), result.into(), seconds)).collect(),
        })
    }
}

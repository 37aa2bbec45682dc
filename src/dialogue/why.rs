//! Why this step: the sentence that a person would say, and what each answer would tell, or how often it helps.

use schemars::JsonSchema;
use serde::Serialize;

use crate::decision::options_in;
use crate::model::Chances;
use crate::reasoning::{Doing, Evidence, Lookahead, Reason, RemedyId, Step, lookahead, reason, told};
use crate::words::quantity::plain::{minutes_in, percent_in};
use crate::words::{Sentence, capital};

use super::Dialogue;
use super::beliefs::Beliefs;

/// Why a step comes now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Why {
    /// The reason, in the language of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it costs, in minutes, with the price of its risk.
    pub cost_minutes: f64,
    /// The chance that a remedy helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helps: Option<f64>,
    /// What each answer would tell.
    pub answers: Vec<Answer>,
    /// How likely each cause is now, likeliest first.
    #[serde(flatten)]
    pub beliefs: Beliefs,
}

/// What an answer would tell.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The chance that it comes.
    pub chance: f64,
    /// How likely each cause is then.
    pub then: Beliefs,
    /// Whether it would change a chance by a hundredth at least.
    pub changes: bool,
}

impl Dialogue<'_> {
    /// Why the step that is shown comes now; of an end, what is believed.
    #[must_use]
    pub fn why(&self) -> Why {
        let beliefs = self.beliefs();
        let Doing::Step(step, _) = self.now.doing else { return Why { beliefs, ..Why::default() } };
        let problem = &self.about.decision.problem;
        let ahead = lookahead(problem, &self.now.known.evidence, step);
        let choices = options_in(self.about.words(), self.about.knowledge, self.about.decision, step).into_iter();
        let now = self.told().unwrap_or_default();
        let answers = choices.zip(&ahead.outcomes).enumerate().map(|(at, (choice, (chance, _)))| {
            let then = told(problem, &self.after(step, at), None).unwrap_or_default();
            let changes = *chance > 0.0 && now.iter().zip(&then).any(|(now, then)| hundredth(*now) != hundredth(*then));
            Answer { name: choice.name, title: choice.title, chance: *chance, then: self.named(&then), changes }
        });
        let answers = answers.collect();
        Why {
            reason: self.reason(step, &ahead),
            cost_minutes: ahead.cost,
            helps: matches!(step, Step::Remedy(_)).then_some(ahead.helps),
            answers,
            beliefs,
        }
    }

    /// What would be known after an answer, or a way of not helping.
    fn after(&self, step: Step, outcome: usize) -> Evidence {
        let mut evidence = self.now.known.evidence.clone();
        match step {
            Step::Check(check) => evidence.answered.push((check, outcome)),
            Step::Remedy(remedy) => evidence.tried.push((remedy, Some(outcome))),
        }
        evidence
    }

    /// The sentence that a person would say. A time that nobody wrote is not told, nor are chances where readers are told none.
    fn reason(&self, step: Step, ahead: &Lookahead) -> Option<String> {
        let said = &self.about.words().terminal;
        let problem = &self.about.decision.problem;
        let cause = |column| self.title_of_hypothesis(column);
        let chance = || percent_in(self.about.words(), ahead.helps);
        let is_told = self.about.chances != Chances::Off;
        Some(match reason(problem, &self.now.known.evidence, step)? {
            Reason::Begins => said.why_begins.clone(),
            Reason::Led => said.why_led.clone(),
            Reason::Before(later) => said.why_before.fill(&[("step", &self.title(self.about.decision.step(later)))]),
            Reason::Decides => said.why_decides.clone(),
            Reason::Tells(one, Some(other)) => {
                let tells = said.why_tells.fill(&[("cause", &cause(one)), ("other", &cause(other))]);
                self.timed(step, &said.why_timed, &tells)
            }
            Reason::Tells(one, None) => {
                self.timed(step, &said.why_timed, &said.why_tells_one.fill(&[("cause", &cause(one))]))
            }
            Reason::Helps(_) if !is_told => said.takes.fill(&[("time", &self.time_of(step)?)]),
            Reason::Helps(_) if ahead.helps < problem.policy.negligible => {
                self.timed(step, &said.why_seldom_timed, &said.why_seldom.fill(&[("chance", &chance())]))
            }
            Reason::Helps(one) => {
                let helps = said.why_helps.fill(&[("chance", &chance()), ("cause", &cause(one))]);
                self.timed(step, &said.why_timed, &helps)
            }
        })
    }

    /// A sentence with what the step takes in front; alone where no author wrote that.
    fn timed(&self, step: Step, timed: &Sentence, said: &str) -> String {
        match self.time_of(step) {
            Some(time) => timed.fill(&[("time", &time), ("said", said)]),
            None => capital(said),
        }
    }

    fn time_of(&self, step: Step) -> Option<String> {
        let super::Subject { knowledge, decision, .. } = self.about;
        let item = decision.step(step);
        Some(minutes_in(self.about.words(), knowledge.busy_minutes(item)? + knowledge.waiting_minutes(item)))
    }

    /// The reason of a remedy that helps so seldom that offering it needs one.
    pub(super) fn seldom(&self, remedy: RemedyId) -> Option<String> {
        let problem = &self.about.decision.problem;
        let step = Step::Remedy(remedy);
        let ahead = lookahead(problem, &self.now.known.evidence, step);
        (ahead.helps > 0.0 && ahead.helps < problem.policy.negligible).then(|| self.reason(step, &ahead)).flatten()
    }
}

/// A chance as readers see it.
fn hundredth(chance: f64) -> i64 {
    (chance * 100.0).round() as i64
}

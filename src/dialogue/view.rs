//! What a reader is shown, as data. The same types are the events of the protocol, so a field is there only if a
//! program can use it. Texts are Markdown as the authors wrote it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::address::WebLink;
use crate::decision::{is_preparation, options_in, values};
use crate::learning::line::Line;
use crate::model::{Asks, FactType, ItemId, Knowledge, Procedure, RiskLevel, Text, Undo, Verify, replace_links};
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{CheckId, Doing, RemedyId, RuleEffect, Step, untold};
use crate::words::Words;

use super::beliefs::{Beliefs, Chance};
use super::{Dialogue, State, Subject, filling};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A question or a test.
    Question(Question),
    /// A remedy to try.
    Remedy(Remedy),
    /// Nothing more is asked.
    End(Ending),
}

/// A question or a test.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Question {
    /// The stable id of the check, the fact or the symptom.
    pub id: String,
    /// Its title.
    pub title: String,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What a symptom does to those who have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Where a reader finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// `number`, `version` or `text` where a value may be said in the place of an option.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<&'static str>,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which time it is asked, from 1.
    pub attempt: usize,
    /// What there is to do.
    pub task: Task,
    /// The answers.
    pub options: Vec<AnswerChoice>,
    /// What rules say now.
    pub warnings: Vec<String>,
    /// Whether so much could not be told that handing over is offered.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offers_handover: bool,
    /// How likely each cause is, likeliest first.
    #[serde(flatten)]
    pub beliefs: Beliefs,
}

/// A remedy to try.
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the protocol")]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Remedy {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Which try it is, from 1.
    pub attempt: usize,
    /// What there is to do.
    pub task: Task,
    /// How to see whether it helped.
    pub verify: Vec<Instruction>,
    /// Whether it only prepares what comes next: then it is `done`, and solves nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub preparation: bool,
    /// Whether it only gets round the trouble: the cause stays.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub workaround: bool,
    /// Whether it can be so already.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_be_so_already: bool,
    /// Questions that the reader could not tell, and that speak of what this fixes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub untold: Vec<Untold>,
    /// Why it is offered though it seldom helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seldom: Option<String>,
    /// Ways in which it does not help; `done` where it is a preparation.
    pub options: Vec<AnswerChoice>,
    /// What rules say now.
    pub warnings: Vec<String>,
    /// Whether so much could not be told that handing over is offered.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offers_handover: bool,
    /// How likely each cause is, likeliest first.
    #[serde(flatten)]
    pub beliefs: Beliefs,
}

/// A remedy that ends the trouble for good.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Repair {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The end.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Ending {
    /// `solved`, `escalation`, `result`, `contradiction` or `guide`.
    pub kind: &'static str,
    /// Whether the reader asked for it, though something was left to try.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub requested: bool,
    /// Who takes over, or the guide to go on with, by its stable id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the author says of who takes over, or what a result says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The cause that it was most likely; nothing where two are close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Chance>,
    /// Whether what helped only gets round the trouble: the cause is still there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub workaround: bool,
    /// What ends the trouble for good, where what helped only gets round it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    /// How to tidy up after what was done.
    pub tidy_up: Vec<Instruction>,
    /// How to keep it from coming back.
    pub prevent: Vec<String>,
    /// What to hand over.
    pub collect: Vec<String>,
    /// Where to turn to.
    pub links: Vec<WebLink>,
    /// A text for whoever takes over, with all answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover: Option<String>,
    /// How likely each cause is, likeliest first, after what helped.
    #[serde(flatten)]
    pub beliefs: Beliefs,
    /// The line of a log that says what the session showed, as `schema/session.json` has it; where sessions are recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Line<'static>>,
}

/// A question that could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Untold {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AnswerChoice {
    /// Its name, which commands take.
    pub name: String,
    /// As a reader says it.
    pub title: String,
}

/// What there is to do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Task {
    /// The reader's own time, in minutes; nothing where no author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes_minutes: Option<f64>,
    /// The time until a result shows, in minutes.
    pub waits_minutes: f64,
    /// What a reader must have.
    pub needs: Vec<String>,
    /// `safe`, `caution` or `destructive`.
    pub risk: &'static str,
    /// What is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loses: Option<String>,
    /// How it is taken back; empty where that needs nothing or nothing is said.
    pub undo: Vec<Instruction>,
    /// Whether it cannot be taken back.
    pub cannot_be_undone: bool,
    /// The steps that fit what is known.
    pub steps: Vec<Instruction>,
    /// What must be filled in before the texts are complete.
    pub blanks: Vec<Blank>,
}

/// One action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Instruction {
    /// What to do.
    pub text: String,
    /// The variant that it belongs to, where it is not known whether that fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// To be read before.
    pub warnings: Vec<String>,
    /// Commands, with what is known filled in.
    pub commands: Vec<Command>,
    /// How to see that it worked.
    pub expects: Vec<String>,
    /// Good to know.
    pub notes: Vec<String>,
}

/// A command to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Command {
    /// Its language.
    pub language: String,
    /// The command.
    pub text: String,
}

/// A `<name>` in a text that the reader fills in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Blank {
    /// The stable id of the fact or the check.
    pub id: String,
    /// The question.
    pub title: String,
    /// Where a reader finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Dialogue<'_> {
    /// What is to be shown now.
    #[must_use]
    pub fn event(&self) -> Event {
        match self.now.doing {
            Doing::Step(Step::Remedy(remedy), _) if self.now.solved_by == Some(remedy) => Event::End(self.ending()),
            Doing::Step(Step::Check(check), _) => Event::Question(self.question(check)),
            Doing::Step(Step::Remedy(remedy), _) => Event::Remedy(self.remedy(remedy)),
            _ => Event::End(self.ending()),
        }
    }

    pub(super) fn text(&self, text: Text) -> String {
        let text = self.about.knowledge.text(text);
        // A conversation has no pages to lead to.
        replace_links(&text, |_| None)
    }

    /// As which answer of a question a value was understood that was said last; nothing where the answer itself was said.
    #[must_use]
    pub fn understood_as<'q>(&self, question: &'q Question, said: &str) -> Option<&'q AnswerChoice> {
        if question.options.iter().any(|option| option.name == said) {
            return None;
        }
        let answered = self.now.known.evidence.answered.last()?;
        question.options.get(answered.1)
    }

    pub(super) fn verbatim(&self, text: Text) -> String {
        self.about.knowledge.verbatim(text).into_owned()
    }

    pub(super) fn title(&self, item: ItemId) -> String {
        self.about.knowledge.title(item).into_owned()
    }

    fn question(&self, check: CheckId) -> Question {
        let knowledge = self.about.knowledge;
        let item = self.about.decision.checks[check.0].item();
        let body = knowledge.check(item);
        let fact = knowledge.fact(item);
        let asked = body.and_then(|body| body.asks.as_ref()).map(|asks| &asks.value);
        let (asks, unit) = match (asked, fact.and_then(|fact| fact.values.as_ref())) {
            (Some(Asks::Number(unit)), _) | (_, Some(FactType::Number(unit))) => (Some("number"), *unit),
            (Some(Asks::Version), _) | (_, Some(FactType::Version)) => (Some("version"), None),
            (Some(Asks::Text), _) | (_, Some(FactType::Text)) => (Some("text"), None),
            _ => (None, None),
        };
        let mut task = body.map(|body| filling::task(self, item, &body.procedure)).unwrap_or_default();
        if task.risk.is_empty() {
            task.risk = "safe";
        }
        let asked = self.now.known.evidence.answered.iter().filter(|(asked, _)| *asked == check).count();
        Question {
            attempt: asked + 1,
            id: knowledge.qualified(item),
            title: self.title(item),
            about: knowledge.common(item).about.map(|about| self.text(about)),
            impact: knowledge.symptom(item).and_then(|symptom| symptom.impact).map(|impact| self.text(impact)),
            hint: fact.and_then(|fact| fact.hint).map(|hint| self.text(hint)),
            asks,
            unit: unit.map(|unit| knowledge.slice(unit).to_owned()),
            task,
            options: self.ways(Step::Check(check)),
            warnings: self.warnings(),
            offers_handover: self.offers_handover(),
            beliefs: self.beliefs(),
        }
    }

    fn remedy(&self, remedy: RemedyId) -> Remedy {
        let Subject { knowledge, decision, .. } = self.about;
        let item = decision.remedies[remedy.0];
        let body = knowledge.remedy(item);
        let verify = body.and_then(|body| body.verify.as_deref()).map(|Verify { how, .. }| filling::how_to(self, how));
        let mut task = body.map(|body| filling::task(self, item, &body.procedure)).unwrap_or_default();
        if let Some(verify) = body.and_then(|body| body.verify.as_ref()) {
            filling::blanks_of(self, &verify.how, &mut task.blanks);
        }
        let tried = self.now.known.evidence.tried.iter().filter(|(tried, _)| *tried == remedy).count();
        Remedy {
            id: knowledge.qualified(item),
            title: self.title(item),
            about: knowledge.common(item).about.map(|about| self.text(about)),
            attempt: tried + 1,
            task,
            verify: verify.unwrap_or_default(),
            preparation: is_preparation(knowledge, decision, remedy),
            workaround: decision.problem.remedies[remedy.0].workaround,
            may_be_so_already: self.may_be_so_already(remedy),
            untold: self.untold_of(remedy),
            seldom: self.seldom(remedy),
            options: self.ways(Step::Remedy(remedy)),
            warnings: self.warnings(),
            offers_handover: self.offers_handover(),
            beliefs: self.beliefs(),
        }
    }

    fn untold_of(&self, remedy: RemedyId) -> Vec<Untold> {
        let decision = self.about.decision;
        let checks = untold(&decision.problem, &self.now.known.evidence, remedy).into_iter();
        let items = checks.map(|check| decision.checks[check.0].item());
        items.map(|item| Untold { id: self.about.knowledge.qualified(item), title: self.title(item) }).collect()
    }

    fn ways(&self, step: Step) -> Vec<AnswerChoice> {
        let choices = options_in(self.about.words, self.about.knowledge, self.about.decision, step);
        choices.into_iter().map(|choice| AnswerChoice { name: choice.name, title: choice.title }).collect()
    }

    /// What rules say that have become true with the last move.
    fn warnings(&self) -> Vec<String> {
        let decision = self.about.decision;
        let mut texts = Vec::new();
        for rule in &decision.problem.rules {
            let warns = rule.effects.iter().filter_map(|effect| match effect {
                RuleEffect::Warn(number) => decision.warnings.get(*number),
                _ => None,
            });
            let holds = |state: &State| truth_for(&decision.problem, &state.known.evidence, &rule.when) == Truth::True;
            if holds(&self.now) && !self.past.last().is_some_and(holds) {
                texts.extend(warns.map(|&text| self.text(text)));
            }
        }
        texts
    }
}

/// What a procedure risks, in the word of the language.
pub(super) fn risk(procedure: &Procedure) -> &'static str {
    match procedure.care().risk.as_ref().map(|risk| risk.level).unwrap_or_default() {
        RiskLevel::Safe => "safe",
        RiskLevel::Caution => "caution",
        RiskLevel::Destructive => "destructive",
    }
}

/// Whether a procedure says that it cannot be taken back.
pub(super) fn is_final(procedure: &Procedure) -> bool {
    matches!(procedure.care().undo, Some((_, Undo::Impossible)))
}

/// A value of a fact, as people say it: a choice by its title.
pub(super) fn value_name(words: &Words, knowledge: &Knowledge, item: ItemId, value: &values::Value) -> String {
    let Some(fact) = knowledge.fact(item) else { return String::new() };
    match (value, &fact.values) {
        (values::Value::Text(text), _) => text.clone(),
        (values::Value::Choice(at), Some(FactType::OneOf(choices))) => {
            choices.get(*at as usize).map_or_else(String::new, |choice| knowledge.text(choice.title).into_owned())
        }
        (values::Value::Choice(0), _) => words.guide.is_yes.clone(),
        (values::Value::Choice(_), _) => words.guide.is_no.clone(),
        (value, _) => values::name(knowledge, fact, value),
    }
}

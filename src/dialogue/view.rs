//! From where a dialogue stands to what a reader is shown.

use crate::decision::{is_preparation, options_in, values};
use crate::model::{Asks, FactType, ItemId, Knowledge, Procedure, Text, Undo, Verify, replace_links};
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{CheckId, Doing, RemedyId, RuleEffect, Step, untold};
use crate::words::Words;

use super::event::{AnswerChoice, Event, Question, Remedy, Risk, Untold, ValueKind};
use super::{Dialogue, State, Subject, filling};

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
            (Some(Asks::Number(unit)), _) | (_, Some(FactType::Number(unit))) => (Some(ValueKind::Number), *unit),
            (Some(Asks::Version), _) | (_, Some(FactType::Version)) => (Some(ValueKind::Version), None),
            (Some(Asks::Text), _) | (_, Some(FactType::Text)) => (Some(ValueKind::Text), None),
            _ => (None, None),
        };
        let task = body.map(|body| filling::task(self, item, &body.procedure)).unwrap_or_default();
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
        let choices = options_in(self.about.words(), self.about.knowledge, self.about.decision, step);
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

/// What a procedure risks.
pub(super) fn risk(procedure: &Procedure) -> Risk {
    procedure.care().risk.as_ref().map(|risk| risk.level).unwrap_or_default().into()
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

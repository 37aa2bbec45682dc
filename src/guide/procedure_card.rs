//! What is carried out: steps, time, risk, and the way back.

use std::collections::BTreeMap;

use crate::decision::values::Value;
use crate::decision::{Asked, World, truth};
use crate::model::{self, Condition, Guard, ItemId, Procedure, StepEntry, StepPart, Undo};

use super::{Command, Fits, GuideContext, HowTo, Image, RiskCard, RiskLevel, StepCard, UndoCard, Work, images, words};

/// What a check or a remedy asks of its reader.
pub(super) fn work(cx: &GuideContext, id: ItemId, procedure: &Procedure, usual_minutes: f64) -> Work {
    let when = cx.knowledge.item(id).when();
    let care = procedure.care();
    Work {
        takes_minutes: procedure.takes.map_or(usual_minutes, |given| given.value),
        takes_said: cx.knowledge.has_written_time(id),
        waits_minutes: care.waits.map_or(0.0, |given| given.value),
        needs: care.needs.iter().map(|&text| cx.inline(text)).collect(),
        risk: risk(cx, procedure),
        undo: care.undo.as_ref().map(|(_, undo)| match undo {
            Undo::Impossible => UndoCard::Impossible,
            Undo::How(how) => UndoCard::Possible { how: how_to(cx, how) },
        }),
        afterwards: care.afterwards.as_ref().map(|how| how_to(cx, how)),
        applies_to: words::both(cx, when.map(|guard| words::condition(cx, &guard.condition)), held_back(cx, id)),
        steps: steps(cx, &procedure.steps),
    }
}

/// What a destructive remedy waits for, in words.
fn held_back(cx: &GuideContext, id: ItemId) -> Option<String> {
    let remedy = cx.decision.remedy(id)?;
    let held = cx.decision.held_back.iter().find(|held| held.remedy == remedy)?;
    let said = cx.sayings();
    let seen = held.listed.iter().map(|symptom| words::quoted(cx, cx.decision.symptoms[symptom.0]));
    let causes = held.causes.iter().map(|cause| words::quoted(cx, cx.decision.causes[cause.0]));
    let spoken = causes.map(|cause| said.speaks_for.fill(&[("cause", &cause)]));
    seen.chain(spoken).reduce(|one, other| said.any_of.fill(&[("one", &one), ("other", &other)]))
}

fn risk(cx: &GuideContext, procedure: &Procedure) -> RiskCard {
    let risk = procedure.care().risk.as_ref();
    let level = match risk.map(|risk| risk.level).unwrap_or_default() {
        model::RiskLevel::Safe => RiskLevel::Safe,
        model::RiskLevel::Caution => RiskLevel::Caution,
        model::RiskLevel::Destructive => RiskLevel::Destructive,
    };
    let loses = risk.and_then(|risk| risk.loses);
    RiskCard { level, loses: cx.optional(loses) }
}

/// A sentence or steps.
pub(super) fn how_to(cx: &GuideContext, how: &model::HowTo) -> HowTo {
    match how {
        model::HowTo::Text(text) => HowTo::Text { text: cx.markdown(*text) },
        model::HowTo::Steps(entries) => HowTo::Steps { steps: steps(cx, entries) },
    }
}

/// Steps, with shared ones in the place of their `include`.
pub(super) fn steps(cx: &GuideContext, entries: &[StepEntry]) -> Vec<StepCard> {
    let mut cards = Vec::with_capacity(entries.len());
    cx.knowledge.each_step(entries, &mut |step| cards.push(card(cx, step)));
    cards
}

/// A picture.
pub(super) fn image(cx: &GuideContext, image: &model::Image) -> Image {
    Image {
        path: cx.verbatim(image.path),
        published: images::published(cx.knowledge, image.path),
        alternative: image.alternative.map(|text| cx.text(text)).unwrap_or_default(),
    }
}

/// For which answers to one fact a condition holds; nothing where it asks for more, or for what the guide does not ask.
fn fits(cx: &GuideContext, condition: &Condition) -> Option<Fits> {
    let mut asked = Vec::new();
    condition.names(&mut |name| asked.push(name.to));
    let fact = (*asked.first()?)?;
    let check = cx.decision.check(fact)?;
    let Asked::Fact(_, values) = &cx.decision.checks[check.0] else { return None };
    if asked.iter().any(|one| *one != Some(fact)) {
        return None;
    }
    let holds = |value: &Value| {
        let world = World { facts: BTreeMap::from([(fact, value.clone())]), ..World::default() };
        truth(cx.knowledge, &world, condition)
    };
    Some(Fits { check: check.0, answers: values.iter().map(holds).collect() })
}

fn card(cx: &GuideContext, step: &model::Step) -> StepCard {
    let mut card = StepCard {
        text: cx.markdown(step.text),
        when: step.when.as_deref().map(|Guard { condition, .. }| words::condition(cx, condition)),
        fits: step.when.as_deref().and_then(|guard| fits(cx, &guard.condition)),
        warnings: Vec::new(),
        commands: Vec::new(),
        expects: Vec::new(),
        notes: Vec::new(),
        images: Vec::new(),
    };
    for part in &step.parts {
        match part {
            StepPart::Run { language, command } => {
                let text = cx.verbatim(*command);
                let placeholders = cx.decision.placeholders.in_text(cx.knowledge, command.span.file, &text);
                let placeholders = placeholders.into_iter().map(|id| cx.knowledge.qualified(id)).collect();
                card.commands.push(Command {
                    language: cx.knowledge.spelled(*language).to_owned(),
                    text,
                    placeholders,
                });
            }
            StepPart::Expect(text) => card.expects.push(cx.markdown(*text)),
            StepPart::Note(text) => card.notes.push(cx.markdown(*text)),
            StepPart::Warning(text) => card.warnings.push(cx.markdown(*text)),
            StepPart::Image(shown) => card.images.push(image(cx, shown)),
        }
    }
    card
}

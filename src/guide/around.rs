//! Facts, rules and escalations of a guide.

use crate::decision::{Asked, values::Value};
use crate::model::{Fact, FactType, Guide, ItemId};
use crate::reasoning::CheckId;

use super::sources::Citations;
use super::{AskCard, AskType, EscalationCard, FactCard, GuideContext, OutcomeCard, RuleCard, words};

/// What the reader may be asked, or fill in.
pub(super) fn facts(cx: &GuideContext) -> Vec<FactCard> {
    let mut ids: Vec<ItemId> = cx.members.facts.clone();
    for id in filled_in(cx) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.iter().filter_map(|&id| Some(card(cx, id, cx.knowledge.fact(id)?))).collect()
}

/// What is filled in in the steps of the guide.
pub(super) fn filled_in(cx: &GuideContext) -> Vec<ItemId> {
    let mut found = Vec::new();
    for id in cx.members.steps() {
        for entries in cx.knowledge.item(id).step_lists() {
            cx.knowledge.each_step(entries, &mut |step| {
                for text in step.texts() {
                    let said = cx.knowledge.text(text);
                    found.extend(cx.decision.placeholders.in_text(cx.knowledge, text.span.file, &said));
                }
            });
        }
    }
    for escalation in cx.members.escalations.iter().filter_map(|&id| cx.knowledge.escalation(id)) {
        for &text in &escalation.collect {
            let said = cx.knowledge.text(text);
            found.extend(cx.decision.placeholders.in_text(cx.knowledge, text.span.file, &said));
        }
    }
    found
}

fn card(cx: &GuideContext, id: ItemId, fact: &Fact) -> FactCard {
    let asks = match &fact.values {
        Some(FactType::Number(unit)) => {
            Some(AskCard { of: AskType::Number, unit: unit.map(|unit| cx.knowledge.slice(unit).to_owned()) })
        }
        Some(FactType::Version) => Some(AskCard { of: AskType::Version, unit: None }),
        Some(FactType::Text) => Some(AskCard { of: AskType::Text, unit: None }),
        _ => None,
    };
    let values = match cx.decision.check(id).map(|CheckId(at)| &cx.decision.checks[at]) {
        Some(Asked::Fact(_, values)) => values.as_slice(),
        _ => &[],
    };
    FactCard {
        id: cx.knowledge.qualified(id),
        anchor: cx.anchor(id),
        title: cx.title(id),
        about: cx.about(id),
        hint: cx.optional(fact.hint),
        asks,
        choices: values.iter().map(|value| choice(cx, id, fact, value)).collect(),
        never_asked: fact.never_asked,
        source: cx.source(id),
    }
}

fn choice(cx: &GuideContext, id: ItemId, fact: &Fact, value: &Value) -> OutcomeCard {
    OutcomeCard {
        name: crate::decision::values::name(cx.knowledge, fact, value),
        title: super::Inline(words::value(cx, id, fact, value)),
        range: None,
        says: Vec::new(),
        images: Vec::new(),
    }
}

/// What rules say.
pub(super) fn rules(cx: &GuideContext, citations: &mut Citations) -> Vec<RuleCard> {
    let rules = cx.members.rules.iter().filter_map(|&id| Some((id, cx.knowledge.rule(id)?)));
    rules
        .map(|(id, rule)| RuleCard {
            id: cx.knowledge.qualified(id),
            anchor: cx.anchor(id),
            title: cx.title(id),
            about: cx.about(id),
            when: cx.knowledge.item(id).when().map_or_else(String::new, |guard| words::condition(cx, &guard.condition)),
            then: rule.effects.iter().filter_map(|(_, effect)| words::rule_effect(cx, effect)).collect(),
            cites: citations.cite(id),
            source: cx.source(id),
        })
        .collect()
}

/// Who takes over, the guide's own first.
pub(super) fn escalations(cx: &GuideContext, guide: &Guide) -> Vec<EscalationCard> {
    let own: Vec<ItemId> = guide.otherwise.iter().filter_map(|name| name.to).collect();
    let others = cx.members.escalations.iter().copied().filter(|id| !own.contains(id));
    own.iter()
        .copied()
        .chain(others)
        .filter_map(|id| {
            let escalation = cx.knowledge.escalation(id)?;
            let usual = cx.setting.numbers.escalation_minutes;
            Some(EscalationCard {
                id: cx.knowledge.qualified(id),
                anchor: cx.anchor(id),
                title: cx.title(id),
                about: cx.about(id),
                takes_said: cx.knowledge.has_written_time(id),
                takes_minutes: if escalation.is_result {
                    0.0
                } else {
                    escalation.takes.map_or(usual, |given| given.value)
                },
                result: escalation.is_result,
                collect: escalation.collect.iter().map(|&text| cx.inline(text)).collect(),
                links: escalation.links.iter().map(|&link| cx.web_link(link)).collect(),
                source: cx.source(id),
            })
        })
        .collect()
}

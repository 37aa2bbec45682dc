//! Conditions, ranges and effects, said for readers in the words of the catalogue.

use crate::decision::Spoken;
use crate::decision::values::Value;
use crate::model::{
    Asks, Bound, Chances, Condition, Effect, EffectKind, Fact, Given, HowOften, ItemId, Knowledge, Outcome, Range,
    RuleEffect, Scalar, Target,
};
use crate::source::Span;
use crate::syntax::text;
use crate::words::{Sentence, quantity};

use super::{Chance, GuideContext, LearnedFrom, Origin};

/// A chance with the author's word for it.
pub(super) fn chance(cx: &GuideContext, given: Given<f64>) -> Chance {
    if !given.is_written() {
        // Readers are told no number that nobody wrote.
        return Chance { value: given.value, word: None, told: None, origin: Origin::Default, learned: None };
    }
    let written = cx.knowledge.slice(given.span);
    let is_word = written.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = told(cx, given.value, is_word.then_some(written), true);
    let learned = cx.setting.learned.at(given.span).map(|one| LearnedFrom {
        sessions: one.tries,
        months: one.months.clone(),
        interval: one.interval,
    });
    let origin = if learned.is_some() { Origin::Learned } else { Origin::Written };
    Chance { origin, learned, ..plain }
}

/// A chance as readers are told it. Where chances are told in words, the author's word is the one that is meant, if it says
/// how often.
pub(super) fn told(cx: &GuideContext, value: f64, word: Option<&str>, is_often: bool) -> Chance {
    let how = cx.chances;
    let own = word.filter(|_| is_often && how == Chances::Words).map(|word| cx.words().often(word));
    let told = own.or_else(|| quantity::told(cx.words(), how, value));
    // How common a cause is against others reads as a contradiction beside a word for how likely it is.
    let word = word.filter(|_| is_often || how != Chances::Words);
    Chance { value, word: word.map(str::to_owned), told, origin: Origin::Written, learned: None }
}

/// How often, as an entry of a list says it.
pub(super) fn how_often(cx: &GuideContext, entry: &HowOften) -> Chance {
    chance(cx, entry.chance)
}

/// A tag: a name as it stands, or what a text says.
pub(super) fn tag(knowledge: &Knowledge, span: Span) -> String {
    let written = knowledge.slice(span);
    if written.starts_with(|c: char| c.is_ascii_alphabetic()) && !written.ends_with('"') {
        written.to_owned()
    } else {
        text::decode(written).into_owned()
    }
}

/// Says conditions and values in the words of the site's language.
pub(super) fn spoken<'c>(cx: &'c GuideContext) -> Spoken<'c> {
    Spoken { knowledge: cx.knowledge, words: cx.words() }
}

/// A condition in words.
pub(super) fn condition(cx: &GuideContext, of: &Condition) -> String {
    spoken(cx).condition(of)
}

/// The title of an item in quotation marks, without its markup: sentences have none.
pub(super) fn quoted(cx: &GuideContext, id: ItemId) -> String {
    spoken(cx).quoted(id)
}

/// A value of a fact, as an answer.
pub(super) fn value(cx: &GuideContext, id: ItemId, fact: &Fact, value: &Value) -> String {
    spoken(cx).value(id, fact, value)
}

/// Two conditions that hold together, or the one that there is.
pub(super) fn both(cx: &GuideContext, one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => {
            Some(cx.sayings().all_of.fill(&[("one", &format!("({one})")), ("other", &format!("({other})"))]))
        }
        (one, other) => one.or(other),
    }
}

/// The values that an outcome stands for, in words.
pub(super) fn range(cx: &GuideContext, range: &Range, asks: Option<Asks>) -> String {
    let said = cx.sayings();
    let unit = match asks {
        Some(Asks::Number(Some(unit))) => format!(" {}", cx.knowledge.slice(unit)),
        _ => String::new(),
    };
    let scalar = |bound: &Scalar| spoken(cx).scalar(bound);
    let with_unit = |bound: &Scalar| format!("{}{unit}", scalar(bound));
    let end = |sentence: &Sentence, bound: &Bound, written: &dyn Fn(&Scalar) -> String| {
        sentence.fill(&[("value", &written(&bound.at))])
    };
    let lower = |bound: &Bound, written: &dyn Fn(&Scalar) -> String| {
        end(if bound.included { &said.from } else { &said.above }, bound, written)
    };
    let upper = |bound: &Bound, written: &dyn Fn(&Scalar) -> String| {
        end(if bound.included { &said.up_to } else { &said.below }, bound, written)
    };
    match range {
        Range::Within(None, None) => said.any.clone(),
        Range::Within(Some(from), Some(to)) if from.included && !to.included => {
            said.between.fill(&[("low", &scalar(&from.at)), ("high", &with_unit(&to.at))])
        }
        Range::Within(Some(from), Some(to)) => format!("{} {}", lower(from, &scalar), upper(to, &with_unit)),
        Range::Within(Some(from), None) if from.included => said.or_more.fill(&[("value", &with_unit(&from.at))]),
        Range::Within(Some(from), None) => lower(from, &with_unit),
        Range::Within(None, Some(to)) => upper(to, &with_unit),
        Range::Matching(pattern) => said.matches.fill(&[("pattern", &cx.knowledge.verbatim(*pattern))]),
        Range::Otherwise => said.otherwise.clone(),
    }
}

/// What an outcome says of causes that the guide holds, a sentence each.
pub(super) fn says(cx: &GuideContext, outcome: &Outcome) -> Vec<String> {
    let held = |effect: &&Effect| effect.cause.to.is_some_and(|id| super::cards::holds_cause(cx, id));
    let sentences = outcome.effects.iter().filter(held).filter_map(|effect| Some((effect, effect.cause.to?)));
    sentences.map(|(effect, cause)| says_of(cx, effect.kind, &quoted(cx, cause))).collect()
}

fn says_of(cx: &GuideContext, kind: EffectKind, cause: &str) -> String {
    let said = cx.sayings();
    let of_cause = |text: &Sentence| text.fill(&[("cause", cause)]);
    match kind {
        EffectKind::Confirms => of_cause(&said.confirms),
        EffectKind::RulesOut => of_cause(&said.rules_out),
        EffectKind::PointsTo(ratio) => of_cause(points(cx, ratio)),
        EffectKind::Against(ratio) => of_cause(speaks_against(cx, ratio)),
        EffectKind::Given(chance) => said.given.fill(&[("chance", &percent(cx, chance)), ("cause", cause)]),
    }
}

fn points<'c>(cx: &'c GuideContext, ratio: f64) -> &'c Sentence {
    let said = cx.sayings();
    by_strength(cx, ratio, [&said.points_weakly, &said.points_to, &said.points_strongly])
}

fn speaks_against<'c>(cx: &'c GuideContext, ratio: f64) -> &'c Sentence {
    let said = cx.sayings();
    by_strength(cx, ratio, [&said.weakly_against, &said.against, &said.strongly_against])
}

/// Of three sentences the one for a ratio below, at and above the plain one.
fn by_strength<'c>(cx: &GuideContext, ratio: f64, [weakly, plainly, strongly]: [&'c Sentence; 3]) -> &'c Sentence {
    match ratio.total_cmp(&cx.setting.numbers.plainly) {
        std::cmp::Ordering::Less => weakly,
        std::cmp::Ordering::Equal => plainly,
        std::cmp::Ordering::Greater => strongly,
    }
}

/// A chance in the words of the site's language.
pub(super) fn percent(cx: &GuideContext, chance: f64) -> String {
    quantity::percent(cx.words(), chance)
}

/// What a rule does, a sentence each; what concerns no item of the guide is left out.
pub(super) fn rule_effect(cx: &GuideContext, effect: &RuleEffect) -> Option<String> {
    let said = cx.sayings();
    let item = |text: &Sentence, gap: &str, id: Option<ItemId>| Some(text.fill(&[(gap, &quoted(cx, id?))]));
    match effect {
        RuleEffect::Confirm(cause) => item(&said.confirms, "cause", cause.to),
        RuleEffect::Suspect(cause, ratio) => item(points(cx, *ratio), "cause", cause.to),
        RuleEffect::Doubt(cause, ratio) => item(speaks_against(cx, *ratio), "cause", cause.to),
        RuleEffect::RuleOut(cause) => item(&said.rules_out, "cause", cause.to),
        RuleEffect::Skip(step) => item(&said.skip, "step", step.to),
        RuleEffect::Require(step) => item(&said.first_do, "step", step.to),
        RuleEffect::Warn(text) => Some(cx.text(*text)),
        RuleEffect::Next(Target::Solved(_)) => Some(said.over.clone()),
        RuleEffect::Next(Target::Item(name)) => item(&said.go_on, "target", name.to),
    }
}

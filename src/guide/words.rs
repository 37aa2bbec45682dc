//! Conditions, ranges and effects, said in words for readers.

use crate::decision::{values, values::Value};
use crate::model::{
    Asks, Comparison, Condition, Effect, EffectKind, Fact, FactType, Given, HowOften, ItemId, Knowledge, Operand,
    Outcome, Range, RuleEffect, Scalar, Subject, Target, Text,
};
use crate::source::Span;
use crate::syntax::text;

use super::{Chance, Context};

/// A chance with the author's word for it.
pub(super) fn chance(cx: &Context, given: Given<f64>) -> Chance {
    let written = cx.knowledge.slice(given.span);
    let is_word = written.starts_with(|c: char| c.is_ascii_alphabetic());
    Chance { value: given.value, word: is_word.then(|| written.to_owned()) }
}

/// How often, as an entry of a list says it.
pub(super) fn how_often(cx: &Context, entry: &HowOften) -> Chance {
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

/// A name as words: `bubble-colour` is the bubble colour.
pub(super) fn name(knowledge: &Knowledge, id: ItemId) -> String {
    knowledge.name(id).replace('-', " ")
}

/// A condition in words.
pub(super) fn condition(cx: &Context, of: &Condition) -> String {
    match of {
        Condition::All(parts) => joined(cx, parts, " and "),
        Condition::Any(parts) => joined(cx, parts, " or "),
        Condition::AtLeast(count, parts) => format!("at least {count} of: {}", joined(cx, parts, "; ")),
        Condition::Not(part) => format!("not {}", grouped(cx, part)),
        Condition::Seen(symptom) => symptom.to.map_or_else(String::new, |id| quoted(cx, id)),
        Condition::Tried(remedy) => {
            remedy.to.map_or_else(String::new, |id| format!("{} was tried and did not help", quoted(cx, id)))
        }
        Condition::Is(subject) => is(cx, subject, None),
        Condition::Compare(subject, comparison) => is(cx, subject, Some(*comparison)),
    }
}

fn joined(cx: &Context, parts: &[Condition], between: &str) -> String {
    let parts: Vec<_> = parts.iter().map(|part| grouped(cx, part)).collect();
    parts.join(between)
}

/// A part of a condition, in parentheses where it would otherwise run into its neighbours.
fn grouped(cx: &Context, part: &Condition) -> String {
    let words = condition(cx, part);
    match part {
        Condition::All(_) | Condition::Any(_) | Condition::AtLeast(..) => format!("({words})"),
        _ => words,
    }
}

/// The title of an item in quotation marks.
pub(super) fn quoted(cx: &Context, id: ItemId) -> String {
    format!("“{}”", cx.knowledge.title(id))
}

fn is(cx: &Context, subject: &Subject, comparison: Option<Comparison>) -> String {
    let Some(id) = subject.name.to else { return String::new() };
    let name = name(cx.knowledge, id);
    let value = match &subject.operand {
        Some(Operand::Option(at)) => option(cx, id, *at as usize).unwrap_or_default(),
        Some(Operand::Version(version)) => version.to_string(),
        Some(Operand::Number(_)) => format!("{}{}", cx.knowledge.slice(subject.value), unit(cx, id)),
        Some(Operand::Text) | None => {
            let written = cx.knowledge.slice(subject.value);
            if written.ends_with('"') { format!("“{}”", text::decode(written)) } else { written.to_owned() }
        }
    };
    match comparison {
        None | Some(Comparison::Equal) if matches!(subject.operand, Some(Operand::Option(_))) => {
            format!("{name}: {value}")
        }
        None | Some(Comparison::Equal) => format!("{name} {value}"),
        Some(Comparison::NotEqual) => format!("{name} other than {value}"),
        Some(Comparison::Less) => format!("{name} below {value}"),
        Some(Comparison::AtMost) => format!("{name} {value} or {}", at_most(subject)),
        Some(Comparison::AtLeast) => format!("{name} {value} or {}", at_least(subject)),
        Some(Comparison::More) => format!("{name} above {value}"),
    }
}

fn at_least(subject: &Subject) -> &'static str {
    if matches!(subject.operand, Some(Operand::Version(_))) { "later" } else { "more" }
}

fn at_most(subject: &Subject) -> &'static str {
    if matches!(subject.operand, Some(Operand::Version(_))) { "earlier" } else { "less" }
}

fn unit(cx: &Context, fact: ItemId) -> String {
    match cx.knowledge.fact(fact).and_then(|fact| fact.values.as_ref()) {
        Some(FactType::Number(Some(unit))) => format!(" {}", cx.knowledge.slice(*unit)),
        _ => String::new(),
    }
}

/// The title of an outcome or a choice.
pub(super) fn option(cx: &Context, id: ItemId, at: usize) -> Option<String> {
    let knowledge = cx.knowledge;
    let title = |text: Text| knowledge.text(text).into_owned();
    if let Some(check) = knowledge.check(id) {
        return check.outcomes.get(at).map(|outcome| title(outcome.title));
    }
    if let Some(remedy) = knowledge.remedy(id) {
        return remedy.outcomes.get(at).map(|outcome| title(outcome.title));
    }
    match knowledge.fact(id)?.values.as_ref()? {
        FactType::YesNo(_) => ["yes", "no"].get(at).map(|&word| word.to_owned()),
        FactType::OneOf(choices) => choices.get(at).map(|choice| title(choice.title)),
        _ => None,
    }
}

/// A value of a fact, as an answer.
pub(super) fn value(cx: &Context, id: ItemId, fact: &Fact, value: &Value) -> String {
    match value {
        Value::Choice(at) => {
            let words = option(cx, id, *at as usize).unwrap_or_default();
            if matches!(fact.values, Some(FactType::YesNo(_))) { capital(&words) } else { words }
        }
        Value::Text(text) => format!("“{text}”"),
        Value::OtherText => "Something else".to_owned(),
        Value::Stretch(_) => capital(&values::name(cx.knowledge, fact, value)),
    }
}

/// A text with its first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The values that an outcome stands for, in words.
pub(super) fn range(cx: &Context, range: &Range, asks: Option<Asks>) -> String {
    let unit = match asks {
        Some(Asks::Number(Some(unit))) => format!(" {}", cx.knowledge.slice(unit)),
        _ => String::new(),
    };
    match range {
        Range::Below(bound) => format!("below {}{unit}", scalar(bound)),
        Range::From(bound) => format!("{}{unit} or more", scalar(bound)),
        Range::FromBelow(low, high) => format!("from {} to below {}{unit}", scalar(low), scalar(high)),
        Range::Matching(pattern) => format!("matches `{}`", cx.knowledge.text(*pattern)),
        Range::Otherwise => "anything else".to_owned(),
    }
}

fn scalar(value: &Scalar) -> String {
    crate::decision::scale::written(value)
}

/// What an outcome says of causes that the guide holds, a sentence each.
pub(super) fn says(cx: &Context, outcome: &Outcome) -> Vec<String> {
    let held = |effect: &&Effect| effect.cause.to.is_some_and(|id| super::cards::holds_cause(cx, id));
    let sentences = outcome.effects.iter().filter(held).filter_map(|effect| Some((effect, effect.cause.to?)));
    sentences.map(|(effect, cause)| format!("{} {}", effect_words(cx, effect.kind), quoted(cx, cause))).collect()
}

fn effect_words(cx: &Context, kind: EffectKind) -> String {
    let numbers = cx.setting.numbers;
    match kind {
        EffectKind::Confirms => "confirms".to_owned(),
        EffectKind::RulesOut => "rules out".to_owned(),
        EffectKind::PointsTo(ratio) => format!("points{} to", strength(ratio, numbers.plainly)),
        EffectKind::Against(ratio) => format!("speaks{} against", strength(ratio, numbers.plainly)),
        EffectKind::Given(chance) => format!("comes in {} of cases of", percent(chance)),
    }
}

fn strength(ratio: f64, plainly: f64) -> &'static str {
    match ratio.total_cmp(&plainly) {
        std::cmp::Ordering::Less => " weakly",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => " strongly",
    }
}

/// A chance as a percentage: whole, but with one digit more below one.
pub(super) fn percent(chance: f64) -> String {
    let percent = chance * 100.0;
    if percent > 0.0 && percent < 1.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// What a rule does, a sentence each; what concerns no item of the guide is left out.
pub(super) fn rule_effect(cx: &Context, effect: &RuleEffect) -> Option<String> {
    let item = |verb: &str, id: Option<ItemId>| id.map(|id| format!("{verb} {}", quoted(cx, id)));
    let plainly = cx.setting.numbers.plainly;
    match effect {
        RuleEffect::Confirm(cause) => item("confirms", cause.to),
        RuleEffect::Suspect(cause, ratio) => item(&format!("points{} to", strength(*ratio, plainly)), cause.to),
        RuleEffect::Doubt(cause, ratio) => item(&format!("speaks{} against", strength(*ratio, plainly)), cause.to),
        RuleEffect::RuleOut(cause) => item("rules out", cause.to),
        RuleEffect::Skip(step) => item("skip", step.to),
        RuleEffect::Require(step) => item("first do", step.to),
        RuleEffect::Warn(text) => Some(cx.text(*text)),
        RuleEffect::Next(Target::Solved(_)) => Some("the trouble is over".to_owned()),
        RuleEffect::Next(Target::Item(name)) => item("go on with", name.to),
    }
}

//! Conditions, ranges and effects, said for readers in the words of the catalogue.

use std::borrow::Cow;

use crate::decision::scale::{self, Cut, Stretch};
use crate::decision::values::Value;
use crate::model::{
    Asks, Bound, Chances, Comparison, Condition, Effect, EffectKind, Fact, FactType, Given, HowOften, ItemId,
    Knowledge, Operand, Outcome, Range, RuleEffect, Scalar, Subject, Target, Text,
};
use crate::source::Span;
use crate::syntax::text;
use crate::words::{Sentence, capital, quantity};

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
    let own = word.filter(|_| is_often && how == Chances::Words).map(|word| cx.setting.words.often(word));
    let told = own.or_else(|| quantity::told(cx.setting.words, how, value));
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

/// What a sentence calls an item: the label of a fact, else its name as words, so that `bubble-colour` is the bubble colour.
pub(super) fn name(knowledge: &Knowledge, id: ItemId) -> String {
    let label = knowledge.fact(id).and_then(|fact| fact.label);
    label.map_or_else(|| knowledge.name(id).replace('-', " "), |label| knowledge.text(label).into_owned())
}

/// A condition in words.
pub(super) fn condition(cx: &GuideContext, of: &Condition) -> String {
    let said = cx.sayings();
    match of {
        Condition::All(parts) => joined(cx, parts, |one, other| said.all_of.fill(&[("one", one), ("other", other)])),
        Condition::Any(parts) => joined(cx, parts, |one, other| said.any_of.fill(&[("one", one), ("other", other)])),
        Condition::AtLeast(count, parts) => said
            .at_least
            .fill(&[("n", &count.to_string()), ("parts", &joined(cx, parts, |one, other| format!("{one}; {other}")))]),
        Condition::Not(part) => said.not.fill(&[("part", &grouped(cx, part))]),
        Condition::Seen(symptom) => symptom.to.map_or_else(String::new, |id| quoted(cx, id)),
        Condition::Tried(remedy) => {
            remedy.to.map_or_else(String::new, |id| said.tried.fill(&[("remedy", &quoted(cx, id))]))
        }
        Condition::Is(subject) => is(cx, subject, None),
        Condition::Compare(subject, comparison) => is(cx, subject, Some(*comparison)),
    }
}

/// Parts of a condition, each two put together. Neighbours are joined first, then pairs of them, and so on: one after
/// another, the first words of a long condition would be copied for each of its parts.
fn joined(cx: &GuideContext, parts: &[Condition], both: impl Fn(&str, &str) -> String) -> String {
    let mut parts: Vec<String> = parts.iter().map(|part| grouped(cx, part)).collect();
    while parts.len() > 1 {
        parts = parts
            .chunks(2)
            .map(|pair| match pair {
                [one, other] => both(one, other),
                alone => alone.concat(),
            })
            .collect();
    }
    parts.pop().unwrap_or_default()
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

/// A part of a condition, in parentheses where it would otherwise run into its neighbours.
fn grouped(cx: &GuideContext, part: &Condition) -> String {
    let words = condition(cx, part);
    match part {
        Condition::All(_) | Condition::Any(_) | Condition::AtLeast(..) => format!("({words})"),
        _ => words,
    }
}

/// The title of an item in quotation marks, without its markup: sentences have none.
pub(super) fn quoted(cx: &GuideContext, id: ItemId) -> String {
    in_quotes(cx, &without_marks(&cx.knowledge.title(id)))
}

/// A line without the marks of emphasis and code. A mark that stands alone, or amid a word where it marks nothing, stays.
fn without_marks(line: &str) -> Cow<'_, str> {
    if !line.contains(['*', '`', '_']) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['*', '`', '_']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mark = from.chars().next().map_or(0, char::len_utf8);
        let length = from.len() - from.trim_start_matches(&from[..mark]).len();
        let (open, inside) = from.split_at(length);
        let amid_word = open.starts_with('_') && before.ends_with(char::is_alphanumeric);
        let begins = !amid_word && !inside.starts_with(char::is_whitespace);
        match inside.find(open).filter(|&end| begins && end > 0) {
            Some(end) => {
                out.push_str(&inside[..end]);
                rest = &inside[end + length..];
            }
            None => {
                out.push_str(open);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn in_quotes(cx: &GuideContext, text: &str) -> String {
    cx.sayings().quoted.fill(&[("name", text)])
}

fn is(cx: &GuideContext, subject: &Subject, comparison: Option<Comparison>) -> String {
    let Some(id) = subject.name.to else { return String::new() };
    let said = cx.sayings();
    let name = name(cx.knowledge, id);
    let value = match &subject.operand {
        Some(Operand::Option(at)) => option(cx, id, *at as usize).unwrap_or_default(),
        Some(Operand::Version(version)) => version.to_string(),
        Some(Operand::Number(_)) => format!("{}{}", cx.knowledge.slice(subject.value), unit(cx, id)),
        Some(Operand::Text) | None => {
            let written = cx.knowledge.slice(subject.value);
            if written.ends_with('"') { in_quotes(cx, &text::decode(written)) } else { written.to_owned() }
        }
    };
    let of_version = matches!(subject.operand, Some(Operand::Version(_)));
    let both = |text: &Sentence| text.fill(&[("name", &name), ("value", &value)]);
    let bounded = |text: &Sentence| format!("{name} {}", text.fill(&[("value", &value)]));
    match comparison {
        None | Some(Comparison::Equal) if matches!(subject.operand, Some(Operand::Option(_))) => {
            format!("{name}: {value}")
        }
        None | Some(Comparison::Equal) => format!("{name} {value}"),
        Some(Comparison::NotEqual) => both(&said.other_than),
        Some(Comparison::Less) => both(&said.less),
        Some(Comparison::AtMost) => bounded(if of_version { &said.or_earlier } else { &said.or_less }),
        Some(Comparison::AtLeast) => bounded(if of_version { &said.or_later } else { &said.or_more }),
        Some(Comparison::More) => both(&said.more),
    }
}

fn unit(cx: &GuideContext, fact: ItemId) -> String {
    match cx.knowledge.fact(fact).and_then(|fact| fact.values.as_ref()) {
        Some(FactType::Number(Some(unit))) => format!(" {}", cx.knowledge.slice(*unit)),
        _ => String::new(),
    }
}

/// The title of an outcome or a choice.
pub(super) fn option(cx: &GuideContext, id: ItemId, at: usize) -> Option<String> {
    let knowledge = cx.knowledge;
    let title = |text: Text| knowledge.text(text).into_owned();
    if let Some(check) = knowledge.check(id) {
        return check.outcomes.get(at).map(|outcome| title(outcome.title));
    }
    if let Some(remedy) = knowledge.remedy(id) {
        return remedy.outcomes.get(at).map(|outcome| title(outcome.title));
    }
    match knowledge.fact(id)?.values.as_ref()? {
        FactType::YesNo(_) => [&cx.sayings().is_yes, &cx.sayings().is_no].get(at).map(|&word| word.clone()),
        FactType::OneOf(choices) => choices.get(at).map(|choice| title(choice.title)),
        _ => None,
    }
}

/// A value of a fact, as an answer.
pub(super) fn value(cx: &GuideContext, id: ItemId, fact: &Fact, value: &Value) -> String {
    let said = cx.sayings();
    match value {
        Value::Choice(at) if matches!(fact.values, Some(FactType::YesNo(_))) => {
            [&said.yes, &said.no].get(*at as usize).map_or_else(String::new, |&word| word.clone())
        }
        Value::Choice(at) => option(cx, id, *at as usize).unwrap_or_default(),
        Value::Text(text) => in_quotes(cx, text),
        Value::OtherText => said.something_else.clone(),
        Value::Stretch(of) => capital(&stretch(cx, of)),
    }
}

/// A stretch of numbers or versions.
fn stretch(cx: &GuideContext, of: &Stretch) -> String {
    let said = cx.sayings();
    if let (Some(from), Some(to)) = (&of.from, &of.to)
        && from.at == to.at
    {
        return scalar(&from.at);
    }
    let end = |cut: &Option<Cut>, before: &Sentence, behind: &Sentence| {
        cut.as_ref().map(|cut| if cut.behind { behind } else { before }.fill(&[("value", &scalar(&cut.at))]))
    };
    let ends = [end(&of.from, &said.from, &said.above), end(&of.to, &said.below, &said.up_to)];
    let named: Vec<String> = ends.into_iter().flatten().collect();
    if named.is_empty() { said.any.clone() } else { named.join(" ") }
}

/// The values that an outcome stands for, in words.
pub(super) fn range(cx: &GuideContext, range: &Range, asks: Option<Asks>) -> String {
    let said = cx.sayings();
    let unit = match asks {
        Some(Asks::Number(Some(unit))) => format!(" {}", cx.knowledge.slice(unit)),
        _ => String::new(),
    };
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

fn scalar(value: &Scalar) -> String {
    scale::written(value)
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
    quantity::percent(cx.setting.words, chance)
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

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn titles_in_sentences_have_no_markup() {
        for (line, plain) in [
            ("The **red** `mark` is *on*", "The red mark is on"),
            ("max_connections and 2 * 3 * 4", "max_connections and 2 * 3 * 4"),
            ("_so_ it_is", "so it_is"),
            ("a ` alone", "a ` alone"),
        ] {
            assert_eq!(without_marks(line), plain);
        }
    }
}

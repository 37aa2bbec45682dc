//! Conditions and values, said for readers in the words of a language: in pages and in a terminal alike.

use std::borrow::Cow;

use crate::model::{Comparison, Condition, Fact, FactType, ItemId, Knowledge, Operand, Scalar, Subject, Text};
use crate::syntax::text;
use crate::words::{Sayings, Sentence, Words, capital, quantity};

use super::scale::{Cut, Stretch, written};
use super::values::Value;

/// Says what conditions and values mean.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// The words of the language.
    pub words: &'a Words,
}

impl<'a> Spoken<'a> {
    fn said(&self) -> &'a Sayings {
        &self.words.guide
    }

    /// What a sentence calls what a condition asks about: the label of a fact, else its name as words, so that `bubble-colour` is the
    /// bubble colour. What is answered with yes, or by an answer of a check, reads as a question.
    #[must_use]
    pub fn name(&self, id: ItemId) -> String {
        let knowledge = self.knowledge;
        let label = knowledge.fact(id).and_then(|fact| fact.label);
        match label {
            Some(label) => knowledge.text(label).into_owned(),
            None if knowledge.fact(id).is_some() && !self.is_yes_no(id) => knowledge.name(id).replace('-', " "),
            None => self.said().answer_to.fill(&[("question", &without_marks(&knowledge.title(id)))]),
        }
    }

    /// A condition in words.
    #[must_use]
    pub fn condition(&self, of: &Condition) -> String {
        let said = self.said();
        match of {
            Condition::All(parts) => {
                self.joined(parts, |one, other| said.all_of.fill(&[("one", one), ("other", other)]))
            }
            Condition::Any(parts) => {
                self.joined(parts, |one, other| said.any_of.fill(&[("one", one), ("other", other)]))
            }
            Condition::AtLeast(count, parts) => said.at_least.fill(&[
                ("n", &count.to_string()),
                ("parts", &self.joined(parts, |one, other| format!("{one}; {other}"))),
            ]),
            Condition::Not(part) => match &**part {
                Condition::Is(subject) => self.is(subject, Comparison::NotEqual),
                Condition::Compare(subject, comparison) => self.is(subject, opposite(*comparison)),
                part => said.not.fill(&[("part", &self.grouped(part))]),
            },
            Condition::Seen(symptom) => symptom.to.map_or_else(String::new, |id| self.quoted(id)),
            Condition::Tried(remedy) => {
                remedy.to.map_or_else(String::new, |id| said.tried.fill(&[("remedy", &self.quoted(id))]))
            }
            Condition::Is(subject) => self.is(subject, Comparison::Equal),
            Condition::Compare(subject, comparison) => self.is(subject, *comparison),
        }
    }

    /// Parts of a condition, each two put together. Neighbours are joined first, then pairs of them, and so on: one after
    /// another, the first words of a long condition would be copied for each of its parts.
    fn joined(&self, parts: &[Condition], both: impl Fn(&str, &str) -> String) -> String {
        let mut parts: Vec<String> = parts.iter().map(|part| self.grouped(part)).collect();
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

    /// A part of a condition, in parentheses where it would otherwise run into its neighbours.
    fn grouped(&self, part: &Condition) -> String {
        let words = self.condition(part);
        match part {
            Condition::All(_) | Condition::Any(_) | Condition::AtLeast(..) => format!("({words})"),
            _ => words,
        }
    }

    /// The title of an item in quotation marks, without its markup: sentences have none.
    #[must_use]
    pub fn quoted(&self, id: ItemId) -> String {
        self.in_quotes(&without_marks(&self.knowledge.title(id)))
    }

    /// A text in quotation marks.
    #[must_use]
    pub fn in_quotes(&self, text: &str) -> String {
        self.said().quoted.fill(&[("name", text)])
    }

    fn is(&self, subject: &Subject, comparison: Comparison) -> String {
        let Some(id) = subject.name.to else { return String::new() };
        let said = self.said();
        let name = self.name(id);
        let value = match &subject.operand {
            Some(Operand::Option(at)) => without_marks(&self.option(id, *at as usize).unwrap_or_default()).into_owned(),
            Some(Operand::Version(version)) => version.to_string(),
            Some(Operand::Number(_)) => {
                format!("{}{}", quantity::number(self.words, self.knowledge.slice(subject.value)), self.unit(id))
            }
            Some(Operand::Text) | None => {
                let written = self.knowledge.slice(subject.value);
                if written.ends_with('"') { self.in_quotes(&text::decode(written)) } else { written.to_owned() }
            }
        };
        let of_version = matches!(subject.operand, Some(Operand::Version(_)));
        let of_option = matches!(subject.operand, Some(Operand::Option(_)));
        let both = |text: &Sentence| text.fill(&[("name", &name), ("value", &value)]);
        let bounded =
            |text: &Sentence| said.is_bounded.fill(&[("name", &name), ("bound", &text.fill(&[("value", &value)]))]);
        match comparison {
            Comparison::Equal if self.is_yes_no(id) => both(&said.is_yes_no),
            Comparison::Equal if of_option => both(&said.is_option),
            Comparison::Equal => both(&said.is_value),
            Comparison::NotEqual if of_option && !self.is_yes_no(id) => {
                said.other_than.fill(&[("name", &name), ("value", &self.in_quotes(&value))])
            }
            Comparison::NotEqual => both(&said.other_than),
            Comparison::Less => both(&said.less),
            Comparison::AtMost => bounded(if of_version { &said.or_earlier } else { &said.or_less }),
            Comparison::AtLeast => bounded(if of_version { &said.or_later } else { &said.or_more }),
            Comparison::More => both(&said.more),
        }
    }

    fn is_yes_no(&self, fact: ItemId) -> bool {
        self.knowledge.fact(fact).is_some_and(|fact| matches!(fact.values, Some(FactType::YesNo(_))))
    }

    fn unit(&self, fact: ItemId) -> String {
        match self.knowledge.fact(fact).and_then(|fact| fact.values.as_ref()) {
            Some(FactType::Number(Some(unit))) => format!(" {}", self.knowledge.slice(*unit)),
            _ => String::new(),
        }
    }

    /// The title of an outcome or a choice.
    #[must_use]
    pub fn option(&self, id: ItemId, at: usize) -> Option<String> {
        let knowledge = self.knowledge;
        let title = |text: Text| knowledge.text(text).into_owned();
        if let Some(check) = knowledge.check(id) {
            return check.outcomes.get(at).map(|outcome| title(outcome.title));
        }
        if let Some(remedy) = knowledge.remedy(id) {
            return remedy.outcomes.get(at).map(|outcome| title(outcome.title));
        }
        match knowledge.fact(id)?.values.as_ref()? {
            FactType::YesNo(_) => [&self.said().is_yes, &self.said().is_no].get(at).map(|&word| word.clone()),
            FactType::OneOf(choices) => choices.get(at).map(|choice| title(choice.title)),
            _ => None,
        }
    }

    /// A value of a fact, as an answer.
    #[must_use]
    pub fn value(&self, id: ItemId, fact: &Fact, value: &Value) -> String {
        let said = self.said();
        match value {
            Value::Choice(at) if matches!(fact.values, Some(FactType::YesNo(_))) => {
                [&said.yes, &said.no].get(*at as usize).map_or_else(String::new, |&word| word.clone())
            }
            Value::Choice(at) => self.option(id, *at as usize).unwrap_or_default(),
            Value::Text(text) => self.in_quotes(text),
            Value::OtherText => said.something_else.clone(),
            Value::Stretch(of) => capital(&self.stretch(of)),
        }
    }

    /// A stretch of numbers or versions.
    #[must_use]
    pub fn stretch(&self, of: &Stretch) -> String {
        let said = self.said();
        if let (Some(from), Some(to)) = (&of.from, &of.to)
            && from.at == to.at
        {
            return self.scalar(&from.at);
        }
        let end = |cut: &Option<Cut>, before: &Sentence, behind: &Sentence| {
            cut.as_ref().map(|cut| if cut.behind { behind } else { before }.fill(&[("value", &self.scalar(&cut.at))]))
        };
        let ends = [end(&of.from, &said.from, &said.above), end(&of.to, &said.below, &said.up_to)];
        let named: Vec<String> = ends.into_iter().flatten().collect();
        if named.is_empty() { said.any.clone() } else { named.join(" ") }
    }

    /// A number or a version. What stands in a number before its fraction is a matter of language.
    #[must_use]
    pub fn scalar(&self, value: &Scalar) -> String {
        match value {
            Scalar::Number(_) => quantity::number(self.words, &written(value)),
            Scalar::Version(_) => written(value),
        }
    }
}

/// What holds where a comparison does not.
fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::More,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::AtLeast => Comparison::Less,
        Comparison::More => Comparison::AtMost,
    }
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

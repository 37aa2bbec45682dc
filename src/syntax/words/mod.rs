//! The words of the language: which there are, where each may stand, how it is written, and what it says.
//!
//! In: nothing; these are tables. Out: lookups for the scanner, for messages, for completion and for the language
//! reference, which all read the same rows. Tests compare the tables with the grammar, both ways.

mod items;
mod properties;

use super::Rule;

pub use items::ITEMS;
pub use properties::PROPERTIES;

/// A kind of item.
#[derive(Debug)]
pub struct Item {
    /// The word that begins it.
    pub word: &'static str,
    /// Its rule in the grammar.
    pub rule: Rule,
    /// How its head is written.
    pub usage: &'static str,
    /// What it says, in a sentence.
    pub says: &'static str,
    /// Where its properties stand; `use` has none.
    pub context: Option<Context>,
    /// Whether it must have a title.
    pub titled: bool,
    /// What it must have: one of each group.
    pub demands: &'static [&'static [&'static str]],
}

/// Something that a block, `then` or `expect` holds: a property, an effect or an expectation.
#[derive(Debug)]
pub struct Property {
    /// The word that begins it.
    pub word: &'static str,
    /// Its rule in the grammar.
    pub rule: Rule,
    /// Where it may stand.
    pub contexts: &'static [Context],
    /// Whether it may stand more than once; in outcomes, steps and after `then` everything may.
    pub repeats: bool,
    /// How it is written, with values in capitals.
    pub usage: &'static str,
    /// What it says, in a sentence.
    pub says: &'static str,
    /// One that parses.
    pub example: &'static str,
}

/// What properties stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The block of a guide.
    Guide,
    /// The block of a symptom.
    Symptom,
    /// The block of a cause.
    Cause,
    /// The block of a check.
    Check,
    /// The block of a remedy.
    Remedy,
    /// The block of a rule.
    Rule,
    /// The block of a fact.
    Fact,
    /// The block of an escalation.
    Escalation,
    /// The block of a result.
    Result,
    /// The block of a shared run of steps.
    Steps,
    /// The block of a source.
    Source,
    /// The block of a scenario.
    Scenario,
    /// The block of a stage of a guide.
    Stage,
    /// The block of an outcome, of a check or of a remedy.
    Outcome,
    /// The block of what cannot be told.
    CannotTell,
    /// The block of a single step.
    Step,
    /// The block of `steps`, `undo`, `afterwards` or `verify`.
    StepsBlock,
    /// The list behind `then`.
    Then,
    /// What follows `expect` in a scenario.
    Expect,
}

impl Context {
    /// All of them, in the order of the language reference.
    pub const ALL: [Context; 19] = [
        Context::Guide,
        Context::Symptom,
        Context::Cause,
        Context::Check,
        Context::Remedy,
        Context::Rule,
        Context::Fact,
        Context::Escalation,
        Context::Result,
        Context::Steps,
        Context::Source,
        Context::Scenario,
        Context::Stage,
        Context::Outcome,
        Context::CannotTell,
        Context::Step,
        Context::StepsBlock,
        Context::Then,
        Context::Expect,
    ];

    /// What it is called in messages, behind "in".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Context::Guide => "a guide",
            Context::Symptom => "a symptom",
            Context::Cause => "a cause",
            Context::Check => "a check",
            Context::Remedy => "a remedy",
            Context::Rule => "a rule",
            Context::Fact => "a fact",
            Context::Escalation => "an escalation",
            Context::Result => "a result",
            Context::Steps => "shared steps",
            Context::Source => "a source",
            Context::Scenario => "a scenario",
            Context::Stage => "a stage of a guide",
            Context::Outcome => "an outcome",
            Context::CannotTell => "what cannot be told",
            Context::Step => "a step",
            Context::StepsBlock => "a run of steps",
            Context::Then => "what a rule does",
            Context::Expect => "what a scenario expects",
        }
    }

    /// The word by which `kbc explain` tells what may stand in it.
    #[must_use]
    pub fn topic(self) -> &'static str {
        match self {
            Context::Guide => "guide",
            Context::Symptom => "symptom",
            Context::Cause => "cause",
            Context::Check => "check",
            Context::Remedy => "remedy",
            Context::Rule => "rule",
            Context::Fact => "fact",
            Context::Escalation => "escalation",
            Context::Result => "result",
            Context::Steps | Context::StepsBlock => "steps",
            Context::Source => "source",
            Context::Scenario => "scenario",
            Context::Stage => "stage",
            Context::Outcome => "outcome",
            Context::CannotTell => "cannot-tell",
            Context::Step => "step",
            Context::Then => "then",
            Context::Expect => "expect",
        }
    }

    /// The context that the block of a node makes, if it has one.
    #[must_use]
    pub fn inside(grammar_rule: Rule) -> Option<Context> {
        match grammar_rule {
            Rule::stage_of_guide => Some(Context::Stage),
            Rule::outcome => Some(Context::Outcome),
            Rule::cannot_tell => Some(Context::CannotTell),
            Rule::step => Some(Context::Step),
            Rule::steps_block => Some(Context::StepsBlock),
            Rule::then => Some(Context::Then),
            Rule::expect => Some(Context::Expect),
            _ => ITEMS.iter().find(|item| item.rule == grammar_rule)?.context,
        }
    }

    /// Whether everything in it may stand more than once.
    #[must_use]
    pub fn repeats(self) -> bool {
        matches!(
            self,
            Context::Outcome
                | Context::CannotTell
                | Context::Step
                | Context::StepsBlock
                | Context::Then
                | Context::Expect
        )
    }

    /// What may stand in it, in the order of the table.
    pub fn properties(self) -> impl Iterator<Item = &'static Property> {
        PROPERTIES.iter().filter(move |property| property.contexts.contains(&self))
    }
}

/// The kind of item that a word begins.
#[must_use]
pub fn item(word: &str) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.word == word)
}

/// The kind of item that a rule of the grammar stands for.
#[must_use]
pub fn item_of(grammar_rule: Rule) -> Option<&'static Item> {
    ITEMS.iter().find(|item| item.rule == grammar_rule)
}

/// What a word begins in a place.
#[must_use]
pub fn property(word: &str, context: Context) -> Option<&'static Property> {
    context.properties().find(|property| property.word == word)
}

/// The row of a rule of the grammar; where two rows share a rule, the first.
#[must_use]
pub fn property_of(grammar_rule: Rule) -> Option<&'static Property> {
    PROPERTIES.iter().find(|property| property.rule == grammar_rule)
}

/// Whether a word begins a property of some block, so that a list does not go on into its line.
#[must_use]
pub fn is_property_word(word: &str) -> bool {
    PROPERTIES
        .iter()
        .any(|property| property.word == word && property.contexts.iter().any(|context| context.is_block()))
}

impl Context {
    /// Whether it stands in braces, one property to a line, as opposed to a list on a line.
    #[must_use]
    pub fn is_block(self) -> bool {
        !matches!(self, Context::Then | Context::Expect)
    }
}

/// Names that nothing may be called, since conditions, `undo`, `remedy` and `next` read them as words.
pub const RESERVED: [&str; 5] = ["and", "or", "not", "none", "solved"];

/// The name that no cause may have: it stands for every cause that nobody wrote down.
pub const RESERVED_CAUSE: &str = "other";

/// The words for how often that every project has.
pub const HOW_OFTEN: [&str; 11] = [
    "certain",
    "always",
    "almost-always",
    "usually",
    "often",
    "half",
    "sometimes",
    "seldom",
    "rarely",
    "never",
    "impossible",
];

#[cfg(test)]
mod tests;

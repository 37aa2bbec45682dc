//! What came of a comparison, as data: for people it is written down by `kbc diff`, for programs it is JSON.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::guide::Place;

/// How much a finding matters to readers and to those who link to guides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nobody has to do anything: what is new, other words, another order with the same ends.
    Minor,
    /// Readers are led elsewhere, or it takes them longer or shorter.
    Notable,
    /// A link breaks, somebody is not helped any more, or a risk comes earlier.
    Breaking,
}

impl Level {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Minor => "minor",
            Level::Notable => "notable",
            Level::Breaking => "breaking",
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An id is gone, and nothing says that it was moved.
    IdGone,
    /// A page or an anchor is gone while its id is still there, and no lock keeps the old address alive.
    AddressGone,
    /// A cause or a symptom has no remedy any more.
    RemedyLost,
    /// Only destructive remedies are left for a cause or a symptom.
    SafeRemedyLost,
    /// A destructive remedy can come before a safe one, and could not before.
    DestructiveBeforeSafe,
    /// A scenario passed, and fails now.
    ScenarioFails,
    /// The published JSON has another format.
    FormatChanged,
    /// Readers end elsewhere.
    EndsElsewhere,
    /// The expected time of the guide is another.
    ExpectedTime,
    /// The expected time of readers with a cause is another.
    CauseTime,
    /// More or fewer readers are helped without somebody who takes over.
    Solved,
    /// Readers who come with a symptom begin with another step.
    FirstStep,
    /// The longest path takes longer or shorter.
    WorstCase,
    /// A cause came into the guide.
    CauseEnters,
    /// A cause is not in the guide any more.
    CauseLeaves,
    /// A cause is likelier or less likely when the guide begins.
    Chance,
    /// An item is new.
    New,
    /// An item has another id, and says which it had.
    Moved,
    /// A page or an anchor is elsewhere, and the old address leads there.
    AddressMoved,
    /// An item is gone as `kbc.toml` says.
    GoneAsSaid,
    /// A scenario is gone.
    ScenarioGone,
    /// What an item states is another.
    Restated,
    /// Texts of an item are others.
    Reworded,
    /// An item was read through again.
    Reviewed,
    /// The steps come in another order, or their numbers are others, and nobody is led elsewhere by it.
    OrderOnly,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How much it matters.
    pub level: Level,
    /// What it is about.
    pub kind: Kind,
    /// What is different, in words. It holds names and numbers, and no text of authors.
    pub message: String,
    /// A text of authors that belongs to it, such as the title of a scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The id of the item that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What was, where it is a number: minutes, or a chance from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// What is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<f64>,
    /// How many texts are meant, where it counts texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Where it was written: in the newer version, or in the older one for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
    /// Readers who show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<Reader>,
    /// Why it is so, as far as that can be named: without each of these it would not be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// A finding that says no more than this.
    #[must_use]
    pub fn new(level: Level, kind: Kind, message: impl Into<String>) -> Self {
        Self {
            level,
            kind,
            message: message.into(),
            text: None,
            item: None,
            before: None,
            after: None,
            count: None,
            source: None,
            reader: None,
            reasons: Vec::new(),
        }
    }

    /// The same with what was and what is.
    #[must_use]
    pub fn numbers(self, before: f64, after: f64) -> Self {
        Self { before: Some(before), after: Some(after), ..self }
    }

    /// The same of an item.
    #[must_use]
    pub fn of(self, item: impl Into<String>, source: Place) -> Self {
        Self { item: Some(item.into()), source: Some(source), ..self }
    }
}

/// What was changed in the rules, and made a difference for readers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The id of the item that states something else; none where it is a setting of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What it is called: an item by its name, else the file with the settings.
    pub name: String,
    /// Whether the item is new.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_new: bool,
    /// Whether the item is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_gone: bool,
    /// The property that it stands in, where that is not the item itself, such as `outcome slow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The property as it was, in one line; none where it is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The property as it is, in one line; none where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Where it was written: in the newer version, or in the older one for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Place>,
}

impl Reason {
    /// The reason in words, to stand behind “as”. `code` makes a part of the language of what is given to it.
    #[must_use]
    pub fn words(&self, code: impl Fn(&str) -> String) -> String {
        let name = code(&self.name);
        let within = self.within.as_ref().map_or_else(String::new, |within| format!(" in {}", code(within)));
        let verbs = |text: &str| match text.split(' ').next() {
            Some("after" | "only-after") => ("comes", "came"),
            _ => ("says", "said"),
        };
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                let (is, was) = verbs(after);
                format!("{name} now {is} {}{within}, and {was} {}", code(after), code(before))
            }
            (None, Some(after)) => format!("{name} now {} {}{within}", verbs(after).0, code(after)),
            (Some(before), None) => format!("{name} no longer {} {}{within}", verbs(before).0, code(before)),
            (None, None) if self.is_new => format!("{name} is new"),
            (None, None) if self.is_gone => format!("{name} is gone"),
            (None, None) => format!("{name} sets other numbers"),
        }
    }
}

/// A reader who shows a difference: the likeliest one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reader {
    /// The cause that the reader has; none where it is one that nobody wrote down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What the reader answers, and tries in vain.
    pub answers: Vec<Answer>,
    /// How likely these answers are with that cause, from 0 to 1.
    pub chance: f64,
    /// The same as a scenario of the language, to paste into a file of rules. None where the cause is one that nobody wrote
    /// down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
}

/// What a reader answers to a check, or that a remedy did not help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The name of the step.
    pub step: String,
    /// The name of the outcome, or of the way in which the remedy failed.
    pub answer: String,
}

/// What a guide costs its readers, under its own model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figures {
    /// The expected minutes of a reader.
    pub expected_minutes: f64,
    /// The minutes of the longest path.
    pub worst_minutes: f64,
    /// The chance that the trouble is over without somebody who takes over.
    pub solved: f64,
}

/// A cause of a guide, before and now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CauseChange {
    /// Its id; none for the causes that nobody wrote down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its chance before, when the guide begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_before: Option<f64>,
    /// Its chance now.
    pub chance: f64,
    /// The expected minutes of readers who have it, before and under the model of then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes_before: Option<f64>,
    /// The same now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<f64>,
    /// Where readers who have it end on both flows, walked under the newer model.
    pub ends: Vec<EndChange>,
}

/// How many readers with a cause come to an end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EndChange {
    /// What kind of end it is.
    pub kind: EndKind,
    /// The id of the remedy that helps, of who takes over, or of the guide that goes on; none for `solved`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The chance on the older flow.
    pub before: f64,
    /// The chance on the newer flow.
    pub after: f64,
}

/// A kind of end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndKind {
    /// A remedy helps.
    Remedy,
    /// Somebody takes over, or it is a result.
    Escalation,
    /// Another guide goes on.
    Guide,
    /// A route says that nothing is left to do.
    Solved,
}

/// A guide that is not as before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GuideChange {
    /// Its id.
    pub id: String,
    /// The id that it had before, where that was another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The path of its page.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What it cost its readers, where its decision model changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Figures>,
    /// What it costs them now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Figures>,
    /// The share of readers who end elsewhere: half the sum of the differences of all ends, both flows walked under the newer
    /// model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<f64>,
    /// Its causes, where its decision model changed.
    pub causes: Vec<CauseChange>,
    /// What is different, what matters most first.
    pub findings: Vec<Finding>,
}

impl GuideChange {
    /// The highest level of its findings.
    #[must_use]
    pub fn level(&self) -> Level {
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Minor)
    }
}

/// How much came of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Breaking findings.
    pub breaking: usize,
    /// Notable findings.
    pub notable: usize,
    /// Minor findings, without texts that were reworded.
    pub minor: usize,
    /// Texts that were reworded.
    pub reworded: usize,
    /// Guides of which anything but words is another.
    pub guides_changed: usize,
    /// Guides that are as before.
    pub guides_as_before: usize,
}

/// A guide by its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuideName {
    /// Its id.
    pub id: String,
    /// The path of its page.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// All that is different between two versions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// How much it is.
    pub counts: Counts,
    /// The guides that are not as before, what matters most first.
    pub guides: Vec<GuideChange>,
    /// The guides that are new.
    pub added: Vec<GuideName>,
    /// The guides that are gone.
    pub removed: Vec<GuideName>,
    /// What is different and belongs to no single guide, what matters most first.
    pub items: Vec<Finding>,
}

impl Change {
    /// All findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.guides.iter().flat_map(|guide| &guide.findings).chain(&self.items)
    }

    /// The highest level of all findings; nothing where nothing is different.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.findings().map(|finding| finding.level).max()
    }

    /// Puts everything in its order and counts it. `guides` is how many the newer version has.
    pub(super) fn settle(&mut self, guides: usize) {
        let order = |findings: &mut Vec<Finding>| {
            findings.sort_by(|a, b| {
                let key = |finding: &Finding| {
                    let source = finding.source.as_ref().map(|source| (source.file.clone(), source.line));
                    (std::cmp::Reverse(finding.level), finding.kind, source, finding.message.clone())
                };
                key(a).cmp(&key(b))
            });
        };
        self.guides.iter_mut().for_each(|guide| order(&mut guide.findings));
        order(&mut self.items);
        self.guides.sort_by(|a, b| {
            let elsewhere = |guide: &GuideChange| guide.elsewhere.unwrap_or(0.0);
            b.level().cmp(&a.level()).then(elsewhere(b).total_cmp(&elsewhere(a))).then_with(|| a.id.cmp(&b.id))
        });
        let mut counts = Counts { guides_changed: self.guides.len(), ..Counts::default() };
        counts.guides_as_before = guides.saturating_sub(counts.guides_changed);
        for finding in self.findings() {
            match (finding.level, finding.kind) {
                (Level::Breaking, _) => counts.breaking += 1,
                (Level::Notable, _) => counts.notable += 1,
                (Level::Minor, Kind::Reworded) => counts.reworded += finding.count.unwrap_or(1),
                (Level::Minor, _) => counts.minor += 1,
            }
        }
        self.counts = counts;
    }
}

//! One finding.

use serde::{Deserialize, Serialize};

use crate::source::{FileId, Sources, Span};
use crate::visible;

use super::Fault;
use super::written::{by_number, place, place_if_any};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Nothing is published.
    Error,
    /// Published all the same, unless warnings are denied.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The word that people and machines read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// Another place that belongs to a finding, and what it has to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The place.
    #[serde(with = "place")]
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A piece of text to put in the place of another; an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced.
    #[serde(with = "place")]
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// A mend that a machine can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as a title.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it can be made without asking: it changes nothing that the author meant.
    pub safe: bool,
}

/// One finding: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The kind of fault; its number where it is written down.
    #[serde(with = "by_number")]
    pub fault: &'static Fault,
    /// How bad it is here.
    pub level: Level,
    /// The place. A finding about no file in particular (a file that cannot be read) has none.
    #[serde(with = "place_if_any")]
    pub span: Option<Span>,
    /// The path of a file that has no text, when there is no span.
    pub path: Option<String>,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Other places.
    pub labels: Vec<Label>,
    /// What to do, apart from what is wrong.
    pub help: Vec<String>,
    /// A mend, where there is one.
    pub fix: Option<Fix>,
}

/// Words of a finding as they are kept: in a line, with nothing hidden, whatever they quote.
fn shown(words: impl Into<String>) -> String {
    let words = words.into();
    match visible::line(&words) {
        std::borrow::Cow::Borrowed(_) => words,
        std::borrow::Cow::Owned(shown) => shown,
    }
}

impl Diagnostic {
    /// A finding at the level of its kind.
    #[must_use]
    pub fn new(fault: &'static Fault, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            fault,
            level: fault.level,
            span: Some(span),
            path: None,
            message: shown(message),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// A finding about a whole file that has no text to point at.
    #[must_use]
    pub fn at_path(fault: &'static Fault, path: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic {
            fault,
            level: fault.level,
            span: None,
            path: Some(path.into()),
            message: shown(message),
            labels: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: shown(message) });
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(shown(help));
        self
    }

    /// Adds a scenario as advice, below the words that introduce it. Its line breaks are our own: what it quotes is
    /// written as the language writes it.
    #[must_use]
    pub fn scenario(mut self, words: &str, scenario: &str) -> Self {
        self.help.push(format!("{}\n{}", shown(words), visible::stream(scenario)));
        self
    }

    /// Adds a mend that changes nothing the author meant, and says it as advice too.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let title = shown(title);
        self.help.push(title.clone());
        self.fix = Some(Fix { title, edits: vec![Edit { span, text: text.into() }], safe: true });
        self
    }

    /// The files that its places lie in, each as often as a place does.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let edits = self.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        self.span.into_iter().chain(self.labels.iter().map(|label| label.span)).chain(edits).map(|span| span.file)
    }

    /// The same finding where files have other ids: each place lies in the file that `of` gives for its own.
    #[must_use]
    pub fn in_files(mut self, of: impl Fn(FileId) -> FileId) -> Self {
        let edits = self.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.span);
        let places = self.span.iter_mut().chain(self.labels.iter_mut().map(|label| &mut label.span)).chain(edits);
        places.for_each(|place| place.file = of(place.file));
        self
    }

    /// Adds "did you mean" advice with the mend that follows it, where a near word is known.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>, span: Span) -> Self {
        match near {
            Some(near) => self.fix(format!("did you mean `{near}`?"), span, near),
            None => self,
        }
    }
}

/// Puts findings in the order of their places; those about whole files come first, by path.
pub fn sort(findings: &mut Vec<Diagnostic>, sources: &Sources) {
    let path = |finding: &Diagnostic| {
        finding
            .span
            .map_or_else(|| finding.path.clone().unwrap_or_default(), |span| sources.get(span.file).path.clone())
    };
    findings.sort_by_cached_key(|finding| {
        (path(finding), finding.span.map(|span| (span.start, span.end)), finding.fault.code, finding.message.clone())
    });
    findings.dedup();
}

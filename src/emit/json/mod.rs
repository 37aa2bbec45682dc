//! Guides → JSON: the documents as they are, a catalogue, all items, and the schemas of these files.
//!
//! Every file says its [`FORMAT`]. Texts are the author's own, unfiltered: who shows them must do so as text. What could
//! mislead a reader of the raw file, or end a script that holds it, is written as an escape.

mod alerts;
mod layout;
mod matched;
mod schema;
mod writing;

use schemars::JsonSchema;
use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::site::{Site, Summary};
use crate::change::Change;
use crate::guide::{Document, Inline, Place};
use crate::links::Whither;
use crate::reasoning::interchange::Interchange;

pub use alerts::{ALERTS, AlertsFile, alerts};
pub use matched::{FactValue, FirstPlace, FittingGuide, MatchReport, SeenSymptom};
pub use schema::schemas;
pub use writing::{compact, for_html, lines};

/// The version of the files' format. It grows when a field is taken away or changes its meaning.
pub const FORMAT: u32 = 1;

/// `guides/<path>.json`: a guide.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GuideFile<'a> {
    /// The version of this format.
    pub format: u32,
    /// The guide as it is shown.
    pub document: &'a Document,
    /// The decision model and the whole flow over it, with what is proven about it, in the interchange format.
    #[serde(flatten)]
    pub plan: Option<&'a Interchange>,
}

/// `index.json`: the catalogue.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IndexFile<'a> {
    /// The version of this format.
    pub format: u32,
    /// The name of the site.
    pub title: &'a str,
    /// Its language, as BCP 47 has it.
    pub language: &'a str,
    /// The address that it is published at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<&'a str>,
    /// Its guides.
    pub guides: &'a [Summary],
}

/// `kb.json`: every item.
///
/// The type is the file's shape; [`knowledge`] writes it from a stream.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "KnowledgeFile")]
pub struct KnowledgeFile<'a> {
    /// The version of this format.
    pub format: u32,
    /// The items, by id.
    pub items: Vec<KnowledgeItem<'a>>,
}

/// An item of the knowledge, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KnowledgeItem<'a> {
    /// Its stable id.
    pub id: String,
    /// Its kind, as the language calls it, such as `cause`.
    pub kind: &'a str,
    /// Its title; shared steps have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Inline>,
    /// Where it was written.
    pub source: Place,
    /// The ids of the guides that hold it.
    pub guides: Vec<&'a str>,
}

/// What `kbc diff --format json` prints: the differences of two versions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeFile<'a> {
    /// The version of this format.
    pub format: u32,
    /// What is different.
    #[serde(flatten)]
    pub change: &'a Change,
}

/// The differences of two versions.
pub fn change(change: &Change) -> serde_json::Result<Vec<u8>> {
    lines(&ChangeFile { format: FORMAT, change }, 4, 4 * 1024)
}

/// Why a file is no list of differences.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// It is no JSON of this form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It is of another version of kbc.
    #[error("it has the format {0}")]
    Format(u32),
}

/// The differences of two versions, as they were written down before.
pub fn read_change(text: &str) -> Result<Change, ChangeError> {
    #[derive(Deserialize)]
    struct Written {
        format: u32,
        #[serde(flatten)]
        change: Change,
    }
    let written: Written = serde_json::from_str(text)?;
    if written.format == FORMAT { Ok(written.change) } else { Err(ChangeError::Format(written.format)) }
}

/// An old address, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Redirect {
    /// The old address below the folder of the pages.
    from: String,
    /// Where it leads; nothing where it leads nowhere any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Why it leads nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<String>,
}

/// All old addresses of a site, for programs.
pub fn redirects(site: &Site) -> serde_json::Result<Vec<u8>> {
    let page = |address: &str| match address.split_once('#') {
        Some((path, anchor)) => format!("{path}.html#{anchor}"),
        None => format!("{address}.html"),
    };
    let redirect = |(from, whither): (String, &Whither)| match whither {
        Whither::To(to) => Redirect { from: page(&from), to: Some(page(to)), gone: None },
        Whither::Gone(reason) => Redirect { from: page(&from), to: None, gone: Some(reason.clone()) },
    };
    lines(&site.redirects.all().map(redirect).collect::<Vec<_>>(), 1, 1024)
}

/// The path of a guide's file below `json/`.
#[must_use]
pub fn path(document: &Document) -> String {
    format!("guides/{}.json", document.path)
}

/// The file of a guide.
pub fn guide(document: &Document, plan: Option<&Interchange>) -> serde_json::Result<Vec<u8>> {
    lines(&GuideFile { format: FORMAT, document, plan }, 4, 48 * 1024)
}

/// The catalogue, at [`INDEX`].
pub fn index(site: &Site) -> serde_json::Result<Vec<u8>> {
    let file = IndexFile {
        format: FORMAT,
        title: &site.title,
        language: site.edition.language.tag(),
        base_url: site.base_url.as_deref(),
        guides: &site.guides,
    };
    lines(&file, 2, 512 * (1 + site.guides.len()))
}

/// Where the catalogue belongs, below `json/`.
pub const INDEX: &str = "index.json";

/// Where the file of all items belongs, below `json/`.
pub const KNOWLEDGE: &str = "kb.json";

/// The file of about so many items, written one after another in the order in which they come; no list of them is kept.
pub fn knowledge<'a>(items: impl IntoIterator<Item = KnowledgeItem<'a>>, count: usize) -> serde_json::Result<Vec<u8>> {
    struct Stream<I>(std::cell::RefCell<Option<I>>);
    impl<'a, I: Iterator<Item = KnowledgeItem<'a>>> Serialize for Stream<I> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.take().into_iter().flatten())
        }
    }
    struct File<I>(Stream<I>);
    impl<'a, I: Iterator<Item = KnowledgeItem<'a>>> Serialize for File<I> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut file = serializer.serialize_struct("KnowledgeFile", 2)?;
            file.serialize_field("format", &FORMAT)?;
            file.serialize_field("items", &self.0)?;
            file.end()
        }
    }
    lines(&File(Stream(std::cell::RefCell::new(Some(items.into_iter())))), 2, 220 * (1 + count))
}

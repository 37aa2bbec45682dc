//! What is known of the whole site: its name, where it is published, and which guides it holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::prose::address;
use crate::address::encoded;
use crate::config::Flavour;
use crate::edition::Edition;
use crate::guide::{Document, Inline, Markdown, Place, Rests};
use crate::links::Redirects;
use crate::model::plain_name;
use crate::words::capital;

/// A site: what all pages share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Site {
    /// Its name, in plain words.
    pub title: String,
    /// The address that it is published at, if that is known. Canonical links, the sitemap and robots.txt need it.
    pub base_url: Option<String>,
    /// The edition that its guides are of.
    pub edition: Edition,
    /// The address below which the files of the sources are shown; a path and `#L` with the line are put behind it.
    pub source_base: Option<String>,
    /// Whom readers ask who find nothing.
    pub contact: Option<String>,
    /// Whether guides have pages to be embedded.
    pub embed: bool,
    /// Whether the JSON of guides lies beside their pages.
    pub json: bool,
    /// Where pages send what sessions show, if they send it.
    pub collects: Option<Collecting>,
    /// The tool that its Markdown is for.
    pub flavour: Flavour,
    /// What folders are called, by their paths.
    pub folders: BTreeMap<String, String>,
    /// How large pictures are, width and height in pixels, by the paths of their copies below the folder of a format.
    pub sizes: BTreeMap<String, (u32, u32)>,
    /// The pages of all guides, by path: known before the guides are made.
    pub order: Vec<GuideRef>,
    /// The causes, checks and remedies that several guides hold, by id.
    pub shared: BTreeMap<String, Shared>,
    /// Its guides, in the order in which they are listed.
    pub guides: Vec<Summary>,
    /// Where addresses lead that were published before.
    pub redirects: Redirects,
}

/// Where pages send what sessions show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collecting {
    /// The address.
    pub to: String,
    /// Whether a reader is asked first.
    pub asks: bool,
}

impl Collecting {
    /// The address up to its path, as a policy of a page names it; nothing where it is none that a policy can hold.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        let host = self.to.find("://")? + "://".len();
        let end = self.to[host..].find(['/', '?', '#']).map_or(self.to.len(), |at| host + at);
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        (end > host && self.to[host..end].bytes().all(is_plain)).then(|| &self.to[..end])
    }
}

/// A guide as others link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideRef {
    /// The path of its page, without an ending.
    pub path: String,
    /// Its title.
    pub title: Inline,
}

/// An item that several guides hold, and that has a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The path of its page, without an ending.
    pub path: String,
    /// The guides that hold it: places in [`Site::order`].
    pub guides: Vec<u32>,
}

/// With more guides than this, each folder has a list of its own.
const LARGE: usize = 200;

impl Site {
    /// The guides before and behind one, by path.
    #[must_use]
    pub fn around(&self, path: &str) -> (Option<&GuideRef>, Option<&GuideRef>) {
        let Ok(at) = self.order.binary_search_by(|guide| guide.path.as_str().cmp(path)) else { return (None, None) };
        (at.checked_sub(1).and_then(|before| self.order.get(before)), self.order.get(at + 1))
    }

    /// What a folder of guides is called: as the project says, else its path in words.
    #[must_use]
    pub fn folder_title(&self, folder: &str) -> String {
        if let Some(title) = self.folders.get(folder) {
            return title.clone();
        }
        let words = |part: &str| capital(&part.replace(['-', '_'], " "));
        folder.split('/').map(words).collect::<Vec<_>>().join(" / ")
    }

    /// Whether the list of guides is cut, a page for each folder.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.order.len().max(self.guides.len()) > LARGE
    }

    /// The guides that hold a shared item.
    pub fn holding<'s>(&'s self, shared: &'s Shared) -> impl Iterator<Item = &'s GuideRef> {
        shared.guides.iter().filter_map(|&at| self.order.get(at as usize))
    }

    /// The address at which a path of this site is published, ready to stand in an attribute. `None` without a base.
    #[must_use]
    pub fn published(&self, path: &str) -> Option<String> {
        let base = self.base_url.as_deref().filter(|base| is_web(base))?;
        let mut out = String::with_capacity(base.len() + path.len() + 1);
        address::push_encoded(&mut out, base.trim_end_matches('/'));
        out.push('/');
        address::push_path(&mut out, path);
        Some(out)
    }

    /// Where the site lies on its host, such as `/kb/`: what a page begins its links with that is shown at any depth.
    #[must_use]
    pub fn base_path(&self) -> Option<String> {
        let published = self.published("")?;
        let host = published.find("://")? + "://".len();
        let path = published[host..].find('/')?;
        Some(published[host + path..].to_owned())
    }

    /// The address at which a place in the sources is shown, ready to stand in an attribute.
    #[must_use]
    pub fn source(&self, place: &Place) -> Option<String> {
        let base = self.source_base.as_deref().filter(|base| is_web(base))?;
        let mut out = String::with_capacity(base.len() + place.file.len() + 8);
        address::push_encoded(&mut out, base.trim_end_matches('/'));
        out.push('/');
        address::push_path(&mut out, &place.file);
        out.push_str("#L");
        out.push_str(&place.line.to_string());
        Some(out)
    }
}

fn is_web(base: &str) -> bool {
    let lower = base.get(..8).unwrap_or(base).to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")) && address::is_allowed(base)
}

/// A guide as an entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Summary {
    /// Its stable id.
    pub id: String,
    /// The path of its page below the folder of a format, without an ending.
    pub path: String,
    /// Its title.
    pub title: Inline,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Markdown>,
    /// What it applies to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// Who keeps it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it was last read through, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// When its meaning last changed, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Words to sort it by.
    pub tags: Vec<String>,
    /// Other words that a reader would search for.
    pub aka: Vec<String>,
    /// Ids that it had before.
    pub moved_from: Vec<String>,
    /// What its readers see.
    pub symptoms: Vec<SymptomSummary>,
    /// Whether its times rest on causes, and on numbers that authors wrote: those of others claim nothing.
    pub claims: bool,
    /// The time that a reader needs on average, in minutes.
    pub expected_minutes: f64,
    /// Of that, the time that the reader has work to do, in minutes.
    pub active_minutes: f64,
    /// The time that the longest path needs, in minutes.
    pub worst_minutes: f64,
    /// The chance that the trouble is over without an escalation, from 0 to 1.
    pub solved: f64,
    /// Where it was written.
    pub source: Place,
}

/// A symptom as an entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SymptomSummary {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: Inline,
    /// Exact texts on screen or in a log.
    pub messages: Vec<String>,
    /// Regular expressions for such texts.
    pub patterns: Vec<String>,
    /// Names of alerts.
    pub alerts: Vec<String>,
    /// The number of the step to begin with.
    pub starts_at: u32,
}

impl Summary {
    /// The entry of a guide.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self {
            id: document.id.clone(),
            path: document.path.clone(),
            title: document.title.clone(),
            summary: document.summary.clone(),
            applies_to: document.applies_to.clone(),
            owner: document.owner.clone(),
            reviewed: document.reviewed.clone(),
            changed: document.changed.clone(),
            tags: document.tags.clone(),
            aka: document.aka.clone(),
            moved_from: document.moved_from.clone(),
            symptoms: document
                .symptoms
                .iter()
                .map(|symptom| SymptomSummary {
                    id: symptom.id.clone(),
                    title: symptom.title.clone(),
                    messages: symptom.messages.clone(),
                    patterns: symptom.patterns.clone(),
                    alerts: symptom.alerts.clone(),
                    starts_at: symptom.starts_at,
                })
                .collect(),
            claims: !document.causes.is_empty() && document.way.times != Rests::Defaults,
            expected_minutes: document.way.expected_minutes,
            active_minutes: document.way.active_minutes,
            worst_minutes: document.way.worst_minutes,
            solved: document.way.solved,
            source: document.source.clone(),
        }
    }

    /// The folder of its page, empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        folder(&self.path)
    }
}

/// The page of a guide with some of its symptoms chosen already. All of a guide's symptoms and those that are chosen, by their
/// ids: a page knows them by their names, and by their ids where two have one name.
#[must_use]
pub fn with_symptoms<'i>(page: &str, all: &(impl Iterator<Item = &'i str> + Clone), chosen: &[&str]) -> String {
    let part = |id: &&str| {
        let is_alone = all.clone().filter(|other| plain_name(other) == plain_name(id)).count() == 1;
        format!("+{}", encoded(if is_alone { plain_name(id) } else { id }, b"-."))
    };
    let parts: Vec<String> = chosen.iter().map(part).collect();
    if parts.is_empty() { page.to_owned() } else { format!("{page}#go/{}", parts.join("/")) }
}

/// The folder of a page's path, empty at the top.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The guides of a site by folder: the top first, then in alphabetical order, each folder in the site's own order.
pub fn by_folder(guides: &[Summary]) -> Vec<(&str, Vec<&Summary>)> {
    let mut folders = std::collections::BTreeMap::<&str, Vec<&Summary>>::new();
    for guide in guides {
        folders.entry(guide.folder()).or_default().push(guide);
    }
    folders.into_iter().collect()
}

/// The way from the page at `path` up to the folder of its format: `../` for each folder that it lies in.
pub fn root_from(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

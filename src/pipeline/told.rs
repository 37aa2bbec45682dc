//! What a file says to all others of a project, those too that have nothing to do with it.
//!
//! In: the items of a file. Out: what of them matters to files that neither use it nor are used by it: words that lints hold
//! against all others, names in angle brackets, pictures, and what links in texts may lead to. It is the same wherever the file
//! stands among others, and short enough to be kept of every file.

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::graph::{Web, blanks};
use crate::lints;
use crate::model::{Item, Kind, Knowledge, Text, Worded};
use crate::source::{FileId, Sources, Span};

use super::images;

/// What of a file matters to all files, those too that have nothing to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What lints hold against the words of all files.
    pub words: Vec<WordedItem>,
    /// The digest of the words of all that is no guide.
    said: Digest,
    /// The digest of all that guides are called by.
    called: Digest,
    /// The names in angle brackets.
    pub blanks: Vec<String>,
    /// The digest of the kinds and names of its items: a link in a text of any file may lead to one.
    pub named: Digest,
    /// Whether a text of it has such a link.
    pub links_to_items: bool,
    /// The stages that its guides have: steps of any file may name them.
    pub stages: Vec<String>,
    /// The pictures that it shows.
    pub pictures: Vec<String>,
}

/// Where the words of an item stand in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordedItem {
    /// The place of its kind among [`WORDED`].
    kind: u8,
    name: ByteRange,
    head: ByteRange,
    title: Option<ByteRange>,
    about: Option<ByteRange>,
    /// Of a guide, the other words that it is called by.
    aka: Box<[ByteRange]>,
}

/// From a byte to the byte behind the last.
type ByteRange = (u32, u32);

/// The kinds of items of which lints hold the words against each other.
const WORDED: [Kind; 5] = [Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy, Kind::Guide];

impl WordedItem {
    fn of(item: &Item) -> Option<Self> {
        let place = |span: Span| (span.start, span.end);
        let is_guide = item.kind() == Kind::Guide;
        let common = item.common.as_ref();
        let about = common.and_then(|common| common.about).filter(|_| !is_guide);
        let aka = common.filter(|_| is_guide).map_or(&[][..], |common| &common.further().aka);
        Some(Self {
            kind: WORDED.iter().position(|kind| *kind == item.kind())? as u8,
            name: place(item.name.span),
            head: place(item.head),
            title: item.title.map(|title| place(title.span)),
            about: about.map(|about| place(about.span)),
            aka: aka.iter().map(|text: &Text| place(text.span)).collect(),
        })
    }

    /// The item in a file with this text. Nothing where it does not lie in it.
    pub fn item(&self, file: FileId, text: &str) -> Option<Worded> {
        let span = |(start, end): ByteRange| {
            text.get(start as usize..end as usize).map(|_| Span::new(file, start as usize, end as usize))
        };
        let optional = |place: Option<ByteRange>| place.map_or(Some(None), |place| span(place).map(Some));
        Some(Worded {
            kind: *WORDED.get(usize::from(self.kind))?,
            name: span(self.name)?,
            head: span(self.head)?,
            title: optional(self.title)?,
            about: optional(self.about)?,
            aka: self.aka.iter().map(|place| span(*place)).collect::<Option<_>>()?,
        })
    }
}

impl Told {
    /// What a file tells all others.
    pub fn of(knowledge: &Knowledge, file: FileId) -> Self {
        let [mut said, mut called, mut named] = [(); 3].map(|()| Digester::new());
        let (mut words, mut pictures, mut stages) = (Vec::new(), Vec::new(), Vec::new());
        for id in knowledge.ids_in(file) {
            let item = knowledge.item(id);
            let common = knowledge.common(id);
            let title = item.title.map(|title| knowledge.text(title)).unwrap_or_default();
            let kind = item.kind().word().as_bytes();
            if let Some(worded) = WordedItem::of(item) {
                words.push(worded);
                let about = common.about.map(|about| knowledge.text(about)).unwrap_or_default();
                let all = if item.kind() == Kind::Guide { &mut called } else { &mut said };
                all.part(kind);
                [knowledge.name(id), &title, &about].iter().for_each(|part| all.part(part.as_bytes()));
            }
            for text in common.further().aka.iter().filter(|_| item.kind() == Kind::Guide) {
                [knowledge.name(id), &knowledge.text(*text)].iter().for_each(|part| called.part(part.as_bytes()));
            }
            let own = knowledge.guide(id).into_iter().flat_map(|guide| &guide.stages);
            stages.extend(own.map(|stage| knowledge.spelled(stage.name).to_owned()));
            [kind, knowledge.name(id).as_bytes()].iter().for_each(|part| named.part(part));
            pictures.extend(images::of_item(item).filter_map(|path| crate::guide::image_path(knowledge, path)));
        }
        let blanks = blanks(knowledge.sources.get(file).text());
        let mut blanks: Vec<String> = blanks.map(|(_, name)| name.to_owned()).collect();
        blanks.sort_unstable();
        blanks.dedup();
        let [said, called, named] = [said, called, named].map(|all| all.finish());
        let links_to_items = links_to_items(knowledge.sources.get(file).text());
        Self { words, said, called, blanks, named, links_to_items, stages, pictures }
    }

    /// Whether a guide of the file is called by other words, too: then the titles and words of all guides matter.
    pub fn has_aka(&self) -> bool {
        self.words.iter().any(|words| !words.aka.is_empty())
    }

    /// Whether lints that hold the words of all files against each other see the same words in both; `with_aka` says whether
    /// any guide is called by other words.
    pub fn says_the_same(&self, other: &Self, with_aka: bool) -> bool {
        self.said == other.said && (!with_aka || self.called == other.called)
    }

    /// Its items as far as their words go, where it has this text. Nothing where they do not lie in it.
    pub fn worded(&self, file: FileId, text: &str) -> Option<Vec<Worded>> {
        self.words.iter().map(|words| words.item(file, text)).collect()
    }
}

/// What lints find that hold all items of a project against each other. Of each file the words are given, in order.
///
/// `twice` are the findings at names that were given twice: of such items nothing else is told.
pub fn found_together(
    sources: Sources,
    words: Vec<Vec<Worded>>,
    (config, twice): (&Config, &[Diagnostic]),
) -> Vec<Diagnostic> {
    let knowledge = Knowledge::of_words(sources, words);
    let web = Web::default();
    let context = lints::LintContext::new(&knowledge, &web, &config.numbers, &[], twice).of_project(config);
    lints::run_of_all_together(&context)
}

/// Whether a text of rules has a link to an item: one to an anchor, as `](#cause-wrong-clock)`.
fn links_to_items(text: &str) -> bool {
    let mut links = text.match_indices("](").map(|(at, link)| &text[at + link.len()..]);
    links.any(|address| address.trim_start_matches(|c: char| c.is_whitespace() || c == '<').starts_with('#'))
}

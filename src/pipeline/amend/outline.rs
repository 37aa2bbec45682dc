//! What a build keeps of the project as a whole, so that the next one need not read files that are as they were.
//!
//! In: what was understood. Out: an [`Outline`]: for each file what it held, and what of it matters to files that have nothing
//! to do with it; for each guide where its page is and what it is called.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::emit::{GuideRef, Shared, Site};
use crate::graph::blanks;
use crate::guide::Inline;
use crate::lints;
use crate::model::{Item, ItemId, Kind, Knowledge, Worded};
use crate::source::{FileId, Files, Span};

use super::super::kept::{Kept, Keys, keep};
use super::super::publish::{Hashed, ItemList};
use super::super::{Analysis, Wanted, images, remembered};

/// What a build keeps of the whole project.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outline {
    /// The key of all that the build was made from, which tells whether a note is of the same build.
    pub build: Digest,
    /// The settings, the theme, the formats, and kbc itself.
    pub setting: Digest,
    /// The files, in order.
    pub files: Vec<File>,
    /// The guides, in the order of their pages.
    pub guides: Vec<Guide>,
    /// The items that several guides hold: id, path of the page, and the places of the guides.
    pub shared: Vec<(String, String, Vec<u32>)>,
    /// The pictures, with the digests of their bytes.
    pub pictures: Vec<(String, Digest)>,
    /// What lints find that hold all items against each other, before anything is allowed.
    pub together: Vec<Diagnostic>,
    /// Whether anything is called by other words, too: then all titles matter to all files.
    pub has_aka: bool,
    /// The list of all items with the hash of its bytes, where it was made.
    pub items: Hashed,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path.
    pub path: String,
    /// The digest of its text.
    pub text: Digest,
    /// The first file of its group.
    pub group: u32,
    /// The length of its lines in the list of all items, and their digest.
    pub listed: (u32, Digest),
    /// What of it matters to all files.
    pub told: Told,
}

/// What of a file matters to all files, those too that have nothing to do with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What lints hold against the words of all files.
    pub words: Vec<Words>,
    /// The digest of these words.
    pub said: Digest,
    /// The digest of all other words that items are called by.
    aka: Digest,
    /// The digest of all titles.
    titles: Digest,
    /// The names in angle brackets.
    pub blanks: Vec<String>,
    /// The digest of the kinds and names of its items: a link in a text of any file may lead to one.
    named: Digest,
    /// Whether a text of it has such a link.
    pub links_to_items: bool,
    /// The stages that its guides have: steps of any file may name them.
    pub stages: Vec<String>,
    /// The pictures that it shows.
    pictures: Vec<String>,
}

/// Where the words of an item stand in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The place of its kind among [`WORDED`].
    kind: u8,
    name: ByteRange,
    head: ByteRange,
    title: Option<ByteRange>,
    about: Option<ByteRange>,
}

/// From a byte to the byte behind the last.
type ByteRange = (u32, u32);

/// The kinds of items of which lints hold the words against each other.
const WORDED: [Kind; 4] = [Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy];

impl Words {
    fn of(item: &Item) -> Option<Self> {
        let place = |span: Span| (span.start, span.end);
        let about = item.common.as_ref().and_then(|common| common.about);
        Some(Self {
            kind: WORDED.iter().position(|kind| *kind == item.kind())? as u8,
            name: place(item.name.span),
            head: place(item.head),
            title: item.title.map(|title| place(title.span)),
            about: about.map(|about| place(about.span)),
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
        })
    }
}

/// A guide.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guide {
    /// The path of its page.
    pub path: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The place of its file.
    pub file: u32,
    /// The key of its record.
    pub key: Digest,
}

/// The key of the outline among what is kept.
fn own_key() -> Digest {
    Digest::of(b"the outline of the project, form 1")
}

impl Outline {
    /// What the last build kept.
    pub fn last(kept: &Kept) -> Option<Self> {
        kept.get(own_key()).filter(Self::is_whole)
    }

    /// Keeps it for the next build.
    pub fn keep(&self, output: &crate::output::Output) {
        keep(output, own_key(), self);
    }

    /// Whether all places lead to something.
    fn is_whole(&self) -> bool {
        let files = self.files.len();
        self.files.iter().all(|file| (file.group as usize) < files)
            && self.guides.iter().all(|guide| (guide.file as usize) < files)
            && self.guides.is_sorted_by(|one, two| one.path < two.path)
            && self.shared.iter().all(|(_, _, guides)| guides.iter().all(|at| (*at as usize) < self.guides.len()))
            && self.together.iter().flat_map(Diagnostic::files).all(|file| file.index() < files)
    }

    /// The outline of a whole project, made from what has the key `build`.
    pub fn of(
        files: &dyn Files,
        understood: &Analysis,
        site: &Site,
        keys: &Keys,
        (wanted, build, list): (Wanted, Digest, ItemList),
    ) -> Self {
        let knowledge = &understood.knowledge;
        let mut groups = vec![0; knowledge.modules.len()];
        for group in &keys.files {
            group.iter().for_each(|file| groups[file.index()] = group[0].index() as u32);
        }
        let of_file = |((at, group), listed): ((usize, u32), (u32, Digest))| {
            let source = knowledge.sources.get(FileId::new(at));
            let told = Told::of(knowledge, FileId::new(at));
            File { path: source.path.clone(), text: Digest::of(source.text().as_bytes()), group, listed, told }
        };
        let groups: Vec<(usize, u32)> = groups.into_iter().enumerate().collect();
        let mut outlined: Vec<Guide> = understood
            .guides
            .iter()
            .zip(&keys.of_guides)
            .map(|((id, _), key)| Guide {
                path: understood.pages.path(*id).to_owned(),
                id: knowledge.qualified(*id),
                title: knowledge.title(*id).into_owned(),
                file: knowledge.file(*id).index() as u32,
                key: *key,
            })
            .collect();
        outlined.sort_by(|a, b| a.path.cmp(&b.path));
        let pictures = understood.pictures.iter().map(|path| (path.clone(), digest_of(files, path)));
        Self {
            build,
            setting: setting(wanted),
            files: groups.into_par_iter().zip(list.files).map(of_file).collect(),
            guides: outlined,
            shared: site.shared.iter().map(|(id, one)| (id.clone(), one.path.clone(), one.guides.clone())).collect(),
            pictures: pictures.collect(),
            together: understood.findings.iter().filter(|finding| is_together(finding)).cloned().collect(),
            has_aka: knowledge.ids().any(|id| !knowledge.common(id).further().aka.is_empty()),
            items: list.made,
        }
    }

    /// The guides in the order of their pages, as others link to them.
    pub fn order(&self) -> Vec<GuideRef> {
        let order = self.guides.iter();
        order.map(|guide| GuideRef { path: guide.path.clone(), title: Inline(guide.title.clone()) }).collect()
    }

    /// The items that several guides hold, by id.
    pub fn shared(&self) -> std::collections::BTreeMap<String, Shared> {
        let shared = self.shared.iter();
        shared.map(|(id, path, guides)| (id.clone(), Shared { path: path.clone(), guides: guides.clone() })).collect()
    }

    /// The first file of the group of a guide.
    pub fn group_of(&self, guide: &Guide) -> u32 {
        self.files[guide.file as usize].group
    }
}

/// What all that a build makes depends on.
pub fn setting(wanted: Wanted) -> Digest {
    let mut all = Digester::new();
    remembered::settings(wanted, &mut all);
    all.part(format!("{:?}", wanted.formats).as_bytes());
    all.finish()
}

/// The digest of a picture; that of nothing where it cannot be read.
pub fn digest_of(files: &dyn Files, picture: &str) -> Digest {
    Digest::of(&files.read(picture).unwrap_or_default())
}

/// Whether a finding is one of a lint that holds all items against each other.
fn is_together(finding: &Diagnostic) -> bool {
    lints::OF_ALL_TOGETHER.iter().any(|fault| fault.code == finding.fault.code)
}

impl Told {
    /// What a file tells all others.
    pub fn of(knowledge: &Knowledge, file: FileId) -> Self {
        let module = &knowledge.modules[file.index()];
        let [mut said, mut aka, mut titles, mut named] = [(); 4].map(|()| Digester::new());
        let (mut words, mut pictures, mut stages) = (Vec::new(), Vec::new(), Vec::new());
        for id in (module.first..module.end).map(ItemId::new) {
            let item = knowledge.item(id);
            let common = knowledge.common(id);
            let title = item.title.map(|title| knowledge.text(title)).unwrap_or_default();
            let kind = item.kind().word().as_bytes();
            if let Some(worded) = Words::of(item) {
                words.push(worded);
                let about = common.about.map(|about| knowledge.text(about)).unwrap_or_default();
                said.part(kind);
                [knowledge.name(id), &title, &about].iter().for_each(|part| said.part(part.as_bytes()));
            }
            for text in &common.further().aka {
                [kind, knowledge.name(id).as_bytes(), knowledge.text(*text).as_bytes()]
                    .iter()
                    .for_each(|part| aka.part(part));
            }
            let own = knowledge.guide(id).into_iter().flat_map(|guide| &guide.stages);
            stages.extend(own.map(|stage| knowledge.spelled(stage.name).to_owned()));
            [kind, knowledge.name(id).as_bytes()].iter().for_each(|part| named.part(part));
            [kind, title.as_bytes()].iter().for_each(|part| titles.part(part));
            pictures.extend(images::of_item(item).filter_map(|path| crate::guide::image_path(knowledge, path)));
        }
        let blanks = blanks(knowledge.sources.get(file).text());
        let mut blanks: Vec<String> = blanks.map(|(_, name)| name.to_owned()).collect();
        blanks.sort_unstable();
        blanks.dedup();
        let [said, aka, titles, named] = [said, aka, titles, named].map(|all| all.finish());
        let links_to_items = links_to_items(knowledge.sources.get(file).text());
        Self { words, said, aka, titles, blanks, named, links_to_items, stages, pictures }
    }

    /// Whether all files of a project with this outline are told the same, but for the words that lints hold against each
    /// other.
    pub fn is_same(&self, before: &Self, outline: &Outline) -> bool {
        let titles = !outline.has_aka || (self.titles, self.said) == (before.titles, before.said);
        let names = self.named == before.named || !outline.files.iter().any(|file| file.told.links_to_items);
        let of = |told: &'_ Self| (told.aka, told.blanks.clone(), told.stages.clone(), told.pictures.clone());
        titles && names && of(self) == of(before)
    }
}

/// Whether a text of rules has a link to an item: one to an anchor, as `](#cause-wrong-clock)`.
fn links_to_items(text: &str) -> bool {
    let mut links = text.match_indices("](").map(|(at, link)| &text[at + link.len()..]);
    links.any(|address| address.trim_start_matches(|c: char| c.is_whitespace() || c == '<').starts_with('#'))
}

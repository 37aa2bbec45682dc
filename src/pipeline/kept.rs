//! Guides as an earlier build made them.
//!
//! In: what was understood, and an open output. Out: a key for each guide, which covers everything that its files, its entry in
//! lists and the findings of its plan follow from; and what the last build stored under such a key. So a guide is reasoned
//! about, written down and formatted again only where something that it may depend on is another by now.
//!
//! **What a guide depends on.** Its own file and all that have to do with it ([`groups_of_files`]), with their places; where the pages of
//! their guides are; the guides before and behind it in the order of pages; whether the site is a large one; how large its
//! pictures are; the settings, the theme, and kbc itself. To take whole groups of files in is more than need be, and leaves
//! nothing to be forgotten.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::emit::{GuideRef, Site, Summary, SymptomSummary};
use crate::graph::groups_of_files;
use crate::guide::{Inline, Markdown, Place};
use crate::model::ItemId;
use crate::output::{Output, Stored};
use crate::packed;
use crate::search::SearchEntry;
use crate::source::FileId;

use super::{Analysis, Wanted, remembered};

/// What a build keeps of a guide.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Its files, with the hashes of their bytes.
    pub files: Vec<(String, Digest)>,
    /// How lists show it.
    #[serde(with = "SummaryForm")]
    pub summary: Summary,
    /// How it is searched for, where there is a search.
    pub entry: Option<SearchEntry>,
    /// What its plan finds. Places count files within their group.
    pub findings: Vec<Diagnostic>,
}

/// The form in which a [`Summary`] is kept: with all its fields, since a reader of bytes cannot tell which are left out.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Summary")]
struct SummaryForm {
    id: String,
    path: String,
    title: Inline,
    summary: Option<Markdown>,
    applies_to: Option<String>,
    owner: Option<String>,
    reviewed: Option<String>,
    changed: Option<String>,
    tags: Vec<String>,
    aka: Vec<String>,
    moved_from: Vec<String>,
    symptoms: Vec<SymptomSummary>,
    claims: bool,
    expected_minutes: f64,
    active_minutes: f64,
    worst_minutes: f64,
    solved: f64,
    source: Place,
}

/// What the last build kept, by keys.
pub(super) struct Kept {
    stored: Stored,
    /// Where what has a key stands among what is stored.
    places: FxHashMap<Digest, usize>,
}

impl Kept {
    /// Reads what the last build with this output stored.
    pub fn of(output: &Output) -> Self {
        let stored = output.stored();
        let places = stored.pieces().enumerate().filter_map(|(at, piece)| Some((key_of(piece)?.0, at))).collect();
        Self { stored, places }
    }

    /// Whether nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What was kept under a key.
    pub fn get<T: DeserializeOwned>(&self, key: Digest) -> Option<T> {
        packed::read(key_of(self.piece(key)?)?.1)
    }

    /// The same as it was stored.
    pub fn piece(&self, key: Digest) -> Option<&[u8]> {
        self.stored.piece(*self.places.get(&key)?)
    }
}

/// Stores a value under a key for the next build.
pub(super) fn keep(output: &Output, key: Digest, value: &impl Serialize) {
    if output.can_store() {
        let mut piece = key.as_bytes().to_vec();
        piece.extend(packed::bytes(value));
        output.store(&piece);
    }
}

/// The guides of a build, and what is kept of them.
pub(super) struct Guides<'o> {
    output: &'o Output,
    kept: &'o Kept,
    keys: Keys,
}

/// What guides are kept by.
pub(super) struct Keys {
    /// The key of each guide.
    pub of_guides: Vec<Digest>,
    /// The group of each guide.
    groups: Vec<usize>,
    /// The files of each group, in order, at the place of the first.
    pub files: Vec<Vec<FileId>>,
}

impl<'o> Guides<'o> {
    /// Finds the keys of all guides.
    pub fn of(understood: &Analysis, site: &Site, wanted: Wanted, output: &'o Output, kept: &'o Kept) -> Self {
        let (groups, files) = grouped(understood);
        let of_groups = keys_of_groups(understood, &groups, &files);
        let setting = setting(site, wanted);
        let guides = understood.guides.par_iter().zip(&groups);
        let key = |((id, _), group): (&(ItemId, _), &usize)| {
            let mut all = Digester::new();
            [setting, of_groups[*group]].iter().for_each(|part| all.part(part.as_bytes()));
            let path = understood.pages.path(*id);
            let (before, behind) = site.around(path);
            all.part(path.as_bytes());
            for beside in [before, behind] {
                let GuideRef { path, title } = beside.unwrap_or(&NOBODY);
                [path, &title.0].iter().for_each(|part| all.part(part.as_bytes()));
            }
            all.finish()
        };
        let keys = guides.map(key).collect();
        Self { output, kept, keys: Keys { of_guides: keys, groups, files } }
    }

    /// What was kept of a guide, with its findings at their places in this build, where nothing that it depends on is another
    /// and its files still stand. Then these count as put, and the record is kept for the next build.
    pub fn recall(&self, at: usize, site_key: Digest) -> Option<Record> {
        let mut record: Record = self.kept.get(self.keys.of_guides[at])?;
        let files = self.keys.files_beside(at);
        let known = |finding: &Diagnostic| finding.files().all(|file| file.index() < files.len());
        let found = self.output.standing(&record.files).filter(|_| record.findings.iter().all(known))?;
        if !self.output.leave_standing(&record.files, &found, site_key) {
            return None;
        }
        record.findings = in_files(record.findings, |file| files[file.index()]);
        self.kept.piece(self.keys.of_guides[at]).into_iter().for_each(|piece| self.output.store(piece));
        Some(record)
    }

    /// The keys, without what is kept.
    pub fn into_keys(self) -> Keys {
        self.keys
    }

    /// Keeps a record of a guide for the next build.
    pub fn keep(&self, at: usize, record: &mut Record) {
        let files = self.keys.files_beside(at);
        let found = std::mem::take(&mut record.findings);
        let own: FxHashSet<FileId> = files.iter().copied().collect();
        // A finding that points elsewhere cannot be kept, and so the guide is not.
        if self.output.can_store() && found.iter().flat_map(Diagnostic::files).all(|file| own.contains(&file)) {
            let place = |file: FileId| FileId::new(files.binary_search(&file).unwrap_or_default());
            record.findings = in_files(found.clone(), place);
            keep(self.output, self.keys.of_guides[at], record);
        }
        record.findings = found;
    }
}

impl Keys {
    /// The files of the group of a guide, in order.
    fn files_beside(&self, at: usize) -> &[FileId] {
        &self.files[self.groups[at]]
    }
}

static NOBODY: GuideRef = GuideRef { path: String::new(), title: Inline(String::new()) };

fn key_of(piece: &[u8]) -> Option<(Digest, &[u8])> {
    let (key, rest) = piece.split_first_chunk()?;
    Some((Digest::from_bytes(*key), rest))
}

fn in_files(findings: Vec<Diagnostic>, of: impl Fn(FileId) -> FileId) -> Vec<Diagnostic> {
    findings.into_iter().map(|finding| finding.in_files(&of)).collect()
}

/// The group of each guide, and the files of each group.
fn grouped(understood: &Analysis) -> (Vec<usize>, Vec<Vec<FileId>>) {
    let firsts = groups_of_files(&understood.knowledge);
    let mut files: Vec<Vec<FileId>> = vec![Vec::new(); firsts.len()];
    for (at, first) in firsts.iter().enumerate() {
        files[first.index()].push(FileId::new(at));
    }
    let of_guide = |(id, _): &(ItemId, _)| firsts[understood.knowledge.file(*id).index()].index();
    (understood.guides.iter().map(of_guide).collect(), files)
}

/// Of each group, by the place of its first file: its files, and where the pages of its guides are.
fn keys_of_groups(understood: &Analysis, groups: &[usize], files: &[Vec<FileId>]) -> Vec<Digest> {
    let sources = &understood.knowledge.sources;
    let mut pages: Vec<Vec<&str>> = vec![Vec::new(); files.len()];
    for ((id, _), group) in understood.guides.iter().zip(groups) {
        pages[*group].push(understood.pages.path(*id));
    }
    let key = |(files, pages): (&Vec<FileId>, &Vec<&str>)| {
        let mut all = Digester::new();
        for source in files.iter().map(|file| sources.get(*file)) {
            [&*source.path, source.text()].iter().for_each(|part| all.part(part.as_bytes()));
        }
        pages.iter().for_each(|path| all.part(path.as_bytes()));
        all.finish()
    };
    files.par_iter().zip(&pages).map(key).collect()
}

/// What all guides depend on.
fn setting(site: &Site, wanted: Wanted) -> Digest {
    let mut all = Digester::new();
    remembered::settings(wanted, &mut all);
    all.part(format!("{:?} {} {:?}", wanted.formats, site.is_large(), site.sizes).as_bytes());
    all.finish()
}

//! What a build keeps of the project as a whole, so that the next one need not read files that are as they were.
//!
//! In: what was understood. Out: an [`Outline`]: for each file what it held, and what of it matters to files that have nothing
//! to do with it; for each guide where its page is and what it is called.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::emit::{GuideRef, Shared, Site};
use crate::guide::Inline;
use crate::lints;
use crate::source::{FileId, Files};

use super::super::kept::{Kept, Keys, keep};
use super::super::publish::{Hashed, ItemList};
use super::super::told::Told;
use super::super::{Analysis, Wanted, remembered};

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
    Digest::of(b"the outline of the project, form 2")
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
        let is_together = |finding: &&Diagnostic| lints::is_of_all_together(knowledge, finding);
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
            together: understood.findings.iter().filter(is_together).cloned().collect(),
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

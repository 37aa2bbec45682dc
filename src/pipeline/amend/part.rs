//! A part of a project that is understood by itself.
//!
//! In: some groups of files, and the outline of the whole as it was. Out: what was understood, if all that other files need to
//! know of it is as it was; and the outline of the whole as it is now.

use rustc_hash::FxHashSet;

use crate::diagnostics::{Diagnostic, catalogue};
use crate::digest::Digest;
use crate::emit::GuideRef;
use crate::graph::groups_of_files;
use crate::guide::{Inline, Pages};
use crate::model::{Body, Item, Outside};
use crate::source::FileId;

use super::super::kept::Keys;
use super::super::told::Told;
use super::super::{Analysis, catalogue as listing, read_part, shared};
use super::Before;
use super::outline::{Guide, Outline};

/// A part of a project.
pub struct Part {
    /// What was understood. Its files are numbered among themselves.
    pub understood: Analysis,
    /// Its files, as they are numbered in the project, in order.
    pub files: Vec<FileId>,
    /// All guides of the project by the paths of their pages.
    pub order: Vec<GuideRef>,
    /// The guides of the part in the order of the project's pages: the place there, and the place among those of the part.
    guides: Vec<(usize, usize)>,
    /// For each of its files, what it tells all others, and the length and digest of its lines in the list of all items.
    told: Vec<(Told, (u32, Digest))>,
    /// The files whose lines in that list are others now, as they are numbered in the project, with these lines.
    pub relisted: Vec<(usize, Vec<u8>)>,
    /// What lints find that hold all items of the project against each other.
    together: Vec<Diagnostic>,
}

impl Part {
    /// Understands some groups of files, given by their files. Nothing where anything is wrong with them, or where something
    /// of `changed` matters to files outside.
    pub fn of(before: &Before, files: Vec<FileId>, changed: &[FileId]) -> Option<Self> {
        let outline = &before.outline;
        let config = before.wanted.config;
        let outside =
            outline.files.iter().enumerate().filter(|(at, _)| files.binary_search(&FileId::new(*at)).is_err());
        let blanks = outside.flat_map(|(_, file)| &file.told.blanks).map(String::as_str).collect();
        let outside = Unread { count: outline.files.len() - files.len(), blanks };
        let sources = before.sources.only(&files);
        let mut understood = read_part(before.files, sources, config, &outside);
        understood.plans = before.plans.clone();
        // Examples that show what is wrong with rules are chosen among those of all files.
        let of_rules = [&catalogue::rules::NEEDLESS_RULE, &catalogue::rules::UNCOVERED_ANSWERS];
        let is_open = |finding: &Diagnostic| of_rules.iter().any(|fault| fault.code == finding.fault.code);
        if understood.has_errors() || understood.findings.iter().any(is_open) {
            return None;
        }
        let order = outline.order();
        let (guides, told, relisted, together) = Default::default();
        let mut part = Self { understood, files, order, guides, told, relisted, together };
        part.place_guides(outline)?;
        part.tell(before, changed)?;
        if !part.names_known_stages(outline) {
            return None;
        }
        let is_same = part.has_same_groups(outline) && part.has_same_shared(outline);
        (is_same && part.keeps_links(before.wanted.links)).then_some(part)
    }

    /// The number in the project of a file of the part. Those outside are numbered behind those of the part.
    pub fn outer(&self, file: FileId) -> FileId {
        let at = file.index();
        self.files.get(at).copied().unwrap_or_else(|| FileId::new(at - self.files.len()))
    }

    fn inner(&self, file: FileId) -> FileId {
        self.files.binary_search(&file).map_or_else(|_| FileId::new(self.files.len() + file.index()), FileId::new)
    }

    /// Whether a guide of the project is one of the part.
    pub fn holds(&self, guide: &Guide) -> bool {
        self.files.binary_search(&FileId::new(guide.file as usize)).is_ok()
    }

    /// The groups of the guides that lie beside a guide whose title is another now.
    pub fn beside(&self, outline: &Outline) -> impl Iterator<Item = u32> {
        let titles = outline.guides.iter().zip(&self.order).enumerate();
        let changed = titles.filter(|(_, (was, is))| was.title != is.title.0).map(|(at, _)| at);
        let beside = changed.flat_map(|at| [at.checked_sub(1), Some(at + 1)]).flatten();
        beside.filter_map(|at| outline.guides.get(at)).map(|guide| outline.group_of(guide))
    }

    /// Finds the guides of the part among those of the project: they must be the same, and their pages stay where they are.
    fn place_guides(&mut self, outline: &Outline) -> Option<()> {
        let knowledge = &self.understood.knowledge;
        let mut own: Vec<(String, usize)> =
            self.understood.guides.iter().enumerate().map(|(at, (id, _))| (knowledge.qualified(*id), at)).collect();
        own.sort_unstable();
        let known = outline.guides.iter().enumerate().filter(|(_, guide)| self.holds(guide));
        let find = |(place, guide): (usize, &Guide)| {
            let at = own.binary_search_by(|(id, _)| id.cmp(&guide.id)).ok()?;
            Some((place, own[at].1))
        };
        let guides = known.map(find).collect::<Option<Vec<(usize, usize)>>>()?;
        if guides.len() != own.len() {
            return None;
        }
        let id = |at: usize| self.understood.guides[at].0;
        for &(place, at) in &guides {
            self.order[place].title = Inline(knowledge.title(id(at)).into_owned());
        }
        let paths = guides.iter().map(|&(place, at)| (id(at), outline.guides[place].path.clone()));
        let pages = Pages::known(paths);
        self.understood.pages = pages;
        self.guides = guides;
        Some(())
    }

    /// Finds what files tell all others, which must be what they told before but for words, and what is listed of them.
    fn tell(&mut self, before: &Before, changed: &[FileId]) -> Option<()> {
        let outline = &before.outline;
        let text = if before.lists_items() { listing::knowledge(&self.understood).ok()? } else { Vec::new() };
        let lines = if before.lists_items() { listing::of_files(&self.understood, &text)? } else { Vec::new() };
        for (at, file) in self.files.iter().enumerate() {
            let was = &outline.files[file.index()];
            let listed = lines.get(at).map_or(was.listed, |lines| (lines.len() as u32, Digest::of(lines)));
            if listed != was.listed {
                self.relisted.push((file.index(), lines[at].to_vec()));
            }
            let told = if changed.binary_search(file).is_ok() {
                Told::of(&self.understood.knowledge, FileId::new(at))
            } else {
                was.told.clone()
            };
            // Which item a link leads to may be decided by files outside.
            if told.links_to_items || !is_same(&told, &was.told, outline) {
                return None;
            }
            self.told.push((told, listed));
        }
        Some(())
    }

    /// What a file of the part tells all others.
    pub fn told(&self, file: FileId) -> Option<&Told> {
        let at = self.files.binary_search(&file).ok()?;
        self.told.get(at).map(|(told, _)| told)
    }

    /// Whether lints that hold words against each other find the same words as before.
    pub fn says_the_same(&self, outline: &Outline) -> bool {
        let was = self.files.iter().map(|file| &outline.files[file.index()].told);
        let with_aka =
            outline.files.iter().any(|file| file.told.has_aka()) || self.told.iter().any(|(told, _)| told.has_aka());
        self.told.iter().zip(was).all(|((told, _), was)| told.says_the_same(was, with_aka))
    }

    /// Whether each stage that a step names is one of some guide of the project: else that is an error, but not one that can be
    /// seen here.
    fn names_known_stages(&self, outline: &Outline) -> bool {
        let known: FxHashSet<&str> =
            outline.files.iter().flat_map(|file| &file.told.stages).map(String::as_str).collect();
        let knowledge = &self.understood.knowledge;
        let stage = |item: &Item| match &item.body {
            Body::Check(check) => check.procedure.stage,
            Body::Remedy(remedy) => remedy.procedure.stage,
            _ => None,
        };
        let mut named = knowledge.items.iter().filter_map(stage).map(|name| knowledge.spelled(name));
        known.is_empty() || named.all(|name| known.contains(name))
    }

    fn has_same_groups(&self, outline: &Outline) -> bool {
        let firsts = groups_of_files(&self.understood.knowledge);
        let group = |file: &FileId| outline.files[file.index()].group as usize;
        firsts.iter().zip(&self.files).all(|(first, file)| self.outer(*first).index() == group(file))
    }

    /// Whether the same guides hold the same items together.
    fn has_same_shared(&self, outline: &Outline) -> bool {
        let is_own = |guides: &[u32]| guides.first().is_some_and(|at| self.holds(&outline.guides[*at as usize]));
        let known = outline.shared.iter().filter(|(_, _, guides)| is_own(guides));
        let own = shared::shared(&self.understood);
        let place = |at: &u32| self.guides[*at as usize].0 as u32;
        let own = own.iter().map(|(id, one)| (id, &one.path, one.guides.iter().map(place).collect::<Vec<u32>>()));
        known.map(|(id, path, guides)| (id, path, guides.clone())).eq(own)
    }

    /// Takes in what lints find that hold all items of the project against each other.
    pub fn find_together(&mut self, together: Vec<Diagnostic>) {
        let own = |finding: &&Diagnostic| finding.span.is_some_and(|span| self.files.binary_search(&span.file).is_ok());
        let found = together.iter().filter(own).cloned();
        let found: Vec<Diagnostic> = found.map(|finding| finding.in_files(|file| self.inner(file))).collect();
        self.understood.findings.extend(found);
        self.together = together;
    }

    /// The outline of the project as it is now. `keys` are those of the guides of the part.
    pub fn outline(&self, before: &Before, keys: &Keys) -> Outline {
        let mut outline = before.outline.clone();
        outline.together.clone_from(&self.together);
        for (file, (told, listed)) in self.files.iter().zip(&self.told) {
            let known = &mut outline.files[file.index()];
            known.text = before.texts[file.index()];
            known.told.clone_from(told);
            known.listed = *listed;
        }
        for &(place, at) in &self.guides {
            let known = &mut outline.guides[place];
            known.title.clone_from(&self.order[place].title.0);
            known.key = keys.of_guides[at];
        }
        outline
    }
}

/// Whether all files of a project with this outline are told the same by a file as before, but for the words that lints hold
/// against each other.
fn is_same(now: &Told, before: &Told, outline: &Outline) -> bool {
    let names = now.named == before.named || !outline.files.iter().any(|file| file.told.links_to_items);
    let of = |told: &Told| (told.blanks.clone(), told.stages.clone(), told.pictures.clone());
    names && of(now) == of(before)
}

/// The files outside of a part without errors, of which the last build kept no more.
#[derive(Debug)]
struct Unread<'b> {
    count: usize,
    blanks: FxHashSet<&'b str>,
}

impl Outside for Unread<'_> {
    fn count(&self) -> usize {
        self.count
    }

    fn fills_in(&self, name: &str) -> bool {
        self.blanks.contains(name)
    }
}

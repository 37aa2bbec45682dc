//! A build after few files changed: what has nothing to do with them is neither read nor made again.
//!
//! In: the texts of all files, and what the last build kept. Out: the same files and findings as of a whole build. Only the
//! groups of files that changed are understood, as a project of their own; what other guides need to know of theirs – where
//! their pages are, and what they are called – is in the [`Outline`] of the last build, and so is what lints hold against all
//! files at once. Where a change is of a kind that reaches further, nothing is done here, and the whole project is built.

mod links;
mod outline;
mod part;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostics::{self, Diagnostic};
use crate::digest::Digest;
use crate::lints::Ran;
use crate::output::{Output, Standing};
use crate::plans::Plans;
use crate::source::{FileId, Files, Sources};

use super::kept::{Guides, Kept, Record};
use super::publish::{Press, PublishError, site_of};
use super::remembered::{self, Remembered};
use super::told::found_together;
use super::{Format, Wanted, catalogue, unused_settings};

pub(super) use outline::Outline;
use outline::{digest_of, setting};
use part::Part;

/// Where more than one file in so many changed, or has to do with what changed, the whole is built.
const MOST: usize = 4;

/// Puts the files of a site into the output, as `pipeline::publish` does for a whole project, where the last build of
/// this output left enough and few files changed since. Leaves what the next build needs.
///
/// `progress` is told the number of guides that are done, from any thread. Nothing, and nothing is put, where the whole project
/// has to be built.
pub fn amend(
    files: &dyn Files,
    sources: &Sources,
    wanted: Wanted,
    (plans, output): (&Plans, &Output),
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Option<Remembered>, PublishError> {
    let Some(last) = remembered::last(output) else { return Ok(None) };
    let (kept, texts) = rayon::join(|| Kept::of(output), || digests(sources));
    // A note and an outline of two builds may each be right, and wrong together.
    let outline = Outline::last(&kept).filter(|outline| last.is_of(outline.build));
    let Some(outline) = outline else { return Ok(None) };
    let before = Before { files, sources, wanted, plans, output, kept, outline, last, texts };
    let Some(changed) = before.changed() else { return Ok(None) };
    let Some(others) = before.others(&changed) else { return Ok(None) };
    let Some(part) = before.part(&changed, &others) else { return Ok(None) };
    let Some(items) = before.items(&part) else { return Ok(None) };
    before.build(part, others, items, progress)
}

/// The digests of all texts.
fn digests(sources: &Sources) -> Vec<Digest> {
    sources.files().par_iter().map(|source| Digest::of(source.text().as_bytes())).collect()
}

/// What is there before anything is made.
struct Before<'a> {
    files: &'a dyn Files,
    sources: &'a Sources,
    wanted: Wanted<'a>,
    plans: &'a Plans,
    output: &'a Output,
    kept: Kept,
    /// Of the last build.
    outline: Outline,
    /// What it told.
    last: Remembered,
    /// The digests of all texts as they are now.
    texts: Vec<Digest>,
}

/// A guide that is as it was, and its files with it.
struct Other {
    record: Record,
    standing: Standing,
}

/// The list of all items.
enum Items {
    /// It is as it was.
    Same(Standing),
    /// Its text.
    New(Vec<u8>),
}

/// The files about which other findings are told than before.
fn other_files(before: &[Diagnostic], now: &[Diagnostic]) -> Vec<FileId> {
    fn by_file(findings: &[Diagnostic]) -> BTreeMap<FileId, Vec<&Diagnostic>> {
        let mut files = BTreeMap::<FileId, Vec<&Diagnostic>>::new();
        for finding in findings {
            finding.span.into_iter().for_each(|span| files.entry(span.file).or_default().push(finding));
        }
        files
    }
    let (before, now) = (by_file(before), by_file(now));
    let files: BTreeSet<FileId> = before.keys().chain(now.keys()).copied().collect();
    files.into_iter().filter(|file| before.get(file) != now.get(file)).collect()
}

/// For each guide, in the order of pages, what is known of it if it is as it was.
type Others = Vec<Option<Other>>;

impl Before<'_> {
    /// The files that changed. Nothing where they are too many, or where something else changed, too.
    fn changed(&self) -> Option<Vec<FileId>> {
        let outline = &self.outline;
        let now = self.sources.files();
        let same_files =
            now.len() == outline.files.len() && now.iter().zip(&outline.files).all(|(a, b)| a.path == b.path);
        let settings = || unused_settings(&now.iter().collect::<Vec<_>>(), self.wanted.config).is_empty();
        let same_pictures = || outline.pictures.iter().all(|(path, digest)| digest_of(self.files, path) == *digest);
        if !same_files || outline.setting != setting(self.wanted) || !same_pictures() || !settings() {
            return None;
        }
        let of_file =
            |(at, (now, before)): (usize, (&Digest, &outline::File))| (*now != before.text).then(|| FileId::new(at));
        let changed: Vec<FileId> = self.texts.iter().zip(&outline.files).enumerate().filter_map(of_file).collect();
        let is_known =
            |finding: &Diagnostic| finding.span.is_some() && finding.files().all(|file| file.index() < now.len());
        let few = changed.len() * MOST <= now.len();
        (few && self.last.findings.iter().all(is_known)).then_some(changed)
    }

    /// The guides that have nothing to do with what changed, and whose files still stand. Nothing where they are too few.
    fn others(&self, changed: &[FileId]) -> Option<Others> {
        let outline = &self.outline;
        let group_of = |file: &FileId| outline.files[file.index()].group;
        let mut groups: Vec<u32> = changed.iter().map(group_of).collect();
        groups.sort_unstable();
        let look = |guide: &outline::Guide| {
            if groups.binary_search(&outline.group_of(guide)).is_ok() {
                return None;
            }
            let record: Record = self.kept.get(guide.key)?;
            let standing = self.output.standing(&record.files)?;
            Some(Other { record, standing })
        };
        let others: Others = outline.guides.par_iter().map(look).collect();
        let missing = others.iter().filter(|other| other.is_none()).count();
        (missing * MOST <= others.len()).then_some(others)
    }

    /// The list of all items as it is to be. Nothing where it does not stand as it was, and so cannot be told.
    fn items(&self, part: &Part) -> Option<Items> {
        let ([(path, hash)], false) = (&self.outline.items[..], part.relisted.is_empty()) else {
            return self.output.standing(&self.outline.items).map(Items::Same);
        };
        let text = self.output.read_standing(path, *hash)?;
        let lengths = self.outline.files.iter().map(|file| file.listed.0 as usize);
        let new: Vec<(usize, &[u8])> = part.relisted.iter().map(|(at, lines)| (*at, &lines[..])).collect();
        catalogue::spliced(&text, lengths, &new).map(Items::New)
    }

    /// What lints find that hold all items against each other. Nothing where that cannot be told from words alone.
    fn together(&self, part: &Part, changed: &[FileId]) -> Option<Vec<Diagnostic>> {
        let outline = &self.outline;
        let moves = |finding: &Diagnostic| finding.files().any(|file| changed.binary_search(&file).is_ok());
        if part.says_the_same(outline) && !outline.together.iter().any(moves) {
            return Some(outline.together.clone());
        }
        let all: Vec<FileId> = (0..outline.files.len()).map(FileId::new).collect();
        let words = all.iter().map(|file| {
            let text = self.sources.get(*file).text();
            let told = part.told(*file).unwrap_or(&outline.files[file.index()].told);
            told.worded(*file, text)
        });
        let words = words.collect::<Option<Vec<_>>>()?;
        Some(found_together(self.sources.only(&all), words, (self.wanted.config, &[])))
    }

    /// Understands all that has to do with what changed: its groups, and those of guides that lie beside one with another
    /// title or are not as they were. Nothing where the change reaches further than that.
    fn part(&self, changed: &[FileId], others: &Others) -> Option<Part> {
        let outline = &self.outline;
        let missing = outline.guides.iter().zip(others).filter(|(_, other)| other.is_none());
        let mut groups: Vec<u32> = missing.map(|(guide, _)| outline.group_of(guide)).collect();
        groups.extend(changed.iter().map(|file| outline.files[file.index()].group));
        let mut together = None;
        loop {
            groups.sort_unstable();
            groups.dedup();
            let in_part = |at: &usize| groups.binary_search(&outline.files[*at].group).is_ok();
            let files: Vec<FileId> = (0..outline.files.len()).filter(in_part).map(FileId::new).collect();
            if files.is_empty() || files.len() * MOST > outline.files.len() {
                return None;
            }
            let mut part = Part::of(self, files, changed)?;
            let found = match together.take() {
                Some(found) => found,
                None => self.together(&part, changed)?,
            };
            let other =
                other_files(&outline.together, &found).into_iter().map(|file| outline.files[file.index()].group);
            let is_outside = |group: &u32| groups.binary_search(group).is_err();
            let beside: Vec<u32> = part.beside(outline).chain(other).filter(is_outside).collect();
            if beside.is_empty() {
                part.find_together(found);
                return Some(part);
            }
            together = Some(found);
            groups.extend(beside);
        }
    }

    /// Makes the guides of a part, leaves the others as they are, and makes what stands around all of them.
    fn build(
        &self,
        mut part: Part,
        others: Others,
        items: Items,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Option<Remembered>, PublishError> {
        let Self { files, wanted, output, .. } = *self;
        let pictures: Vec<String> = self.outline.pictures.iter().map(|(path, _)| path.clone()).collect();
        let key = remembered::key(files, self.sources, &pictures, wanted);
        let outside: Vec<Option<Other>> = others
            .into_iter()
            .zip(&self.outline.guides)
            .map(|(other, guide)| other.filter(|_| !part.holds(guide)))
            .collect();
        let mut standing = Vec::with_capacity(outside.len() + 1);
        if let Items::Same(found) = &items {
            standing.push((&self.outline.items, found));
        }
        standing.extend(outside.iter().flatten().map(|other| (&other.record.files, &other.standing)));
        if !output.leave_all_standing(&standing, key) {
            return Ok(None);
        }
        let site = site_of(wanted.config, (files, &pictures), part.order.clone(), self.outline.shared());
        let press = Press::new(site, wanted, output, key)?;
        let guides = Guides::of(&part.understood, &press.site, wanted, output, &self.kept);
        let (mut made, found) = press.guides(&part.understood, self.plans, &guides, progress)?;
        part.understood.findings.extend(found.into_iter().flatten());
        let mut outline = Outline { build: key, ..part.outline(self, &guides.into_keys()) };
        if let Items::New(text) = items {
            outline.items = press.item_list(&text)?;
        }
        for (other, guide) in outside.into_iter().zip(&self.outline.guides) {
            if let Some(Other { record, .. }) = other {
                self.kept.piece(guide.key).into_iter().for_each(|piece| output.store(piece));
                press.tell_as_it_stands(&record);
                made.push((record.summary, record.entry));
            }
        }
        outline.keep(output);
        press.rest(made, files, &pictures)?;
        let findings = self.findings(part);
        let told = Remembered::new(key, wanted, pictures, self.outline.guides.len(), findings);
        remembered::leave(&told, output);
        Ok(Some(told))
    }

    /// The findings of all files: those of the part as they are now, and those of all others as they were.
    fn findings(&self, mut part: Part) -> Vec<Diagnostic> {
        part.understood.settle(Ran::All);
        let in_part =
            |finding: &&Diagnostic| finding.span.is_some_and(|span| part.files.binary_search(&span.file).is_ok());
        let mut findings: Vec<Diagnostic> =
            self.last.findings.iter().filter(|finding| !in_part(finding)).cloned().collect();
        let own = std::mem::take(&mut part.understood.findings);
        findings.extend(own.into_iter().map(|finding| finding.in_files(|file| part.outer(file))));
        diagnostics::sort(&mut findings, self.sources);
        findings
    }

    /// Whether the list of all items is made.
    fn lists_items(&self) -> bool {
        self.wanted.formats.contains(&Format::Json)
    }
}

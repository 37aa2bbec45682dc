//! Ends a build: moves what was staged, removes what is stale, writes the manifest and the cache.
//!
//! Goes in: an [`Output`] with all its files. Comes out: a [`Report`]. The order of the steps, and why it is this one,
//! stands in the page of [the folder](super).

use std::collections::BTreeMap;
use std::sync::PoisonError;

use rayon::prelude::*;

use crate::digest::Digest;

use super::cache::FileRecord;
use super::disk::{self, Disk, PathKind, Stamp};
use super::error::OutputError;
use super::journal::{self, Step};
use super::manifest::{self, Manifest};
use super::stage::{self, Lot, Stage};
use super::stale::{self, Fate};
use super::{Change, Made, Output, State, paths};

/// What a build did to the output; in check mode, what one would do. All paths in byte order.
#[derive(Debug)]
pub struct Report {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that had other bytes.
    pub updated: Vec<String>,
    /// Files of an earlier build that are no longer made, and were removed.
    pub removed: Vec<String>,
    /// Files of an earlier build that are no longer made, but that somebody changed: they stay, and are no longer
    /// kbc's.
    pub kept: Vec<String>,
    /// How many files were there as they should be.
    pub unchanged: usize,
    /// What became of the manifest.
    pub manifest: Change,
    /// Why the cache could not be saved. The output is right all the same, the next build only slower.
    pub cache_error: Option<OutputError>,
}

impl Report {
    /// Whether anything in the output was, or in check mode would be, changed.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.manifest != Change::Unchanged
            || [&self.created, &self.updated, &self.removed, &self.kept].iter().any(|list| !list.is_empty())
    }
}

/// The stale files of a build.
#[derive(Debug, Default)]
struct Stale {
    /// To be removed before anything is moved, as they stand where something has to go.
    early: Vec<String>,
    /// To be removed after.
    late: Vec<String>,
    kept: Vec<String>,
}

impl Output {
    /// Brings all that was put to its place, removes what is stale, and writes the manifest.
    ///
    /// Fails without changing anything where a file had an error before, where a folder cannot be written to, and where
    /// something foreign is in the way. Where the machine fails in the midst of it, files are whole, some new and some
    /// old, and the manifest is made true for what stands.
    pub fn finish(self) -> Result<Report, OutputError> {
        let Self { disk, scope, known, written, cache, store, stage, state, .. } = self;
        let State { claims, made, failed, note } = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = failed.into_iter().next() {
            return Err(OutputError::Unfinished { path });
        }
        let no_longer = known.files.iter().filter(|(path, _)| scope.contains(path) && !made.contains_key(*path));
        let fates = no_longer
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(path, hash)| Ok((path, stale::fate(&disk, &cache, path, *hash)?)))
            .collect::<Result<Vec<_>, OutputError>>()?;
        let stale = sort_out(&disk, &claims, fates)?;
        let outside = known.files.iter().filter(|(path, _)| !scope.contains(path));
        let mut listed: Vec<(&str, Digest)> = outside
            .map(|(path, hash)| (path.as_str(), *hash))
            .chain(made.iter().map(|(path, made)| (path.as_str(), made.hash)))
            .collect();
        listed.sort_by_key(|(path, _)| *path);

        let (text, changed) = rayon::join(|| manifest::render(&listed), || Changed::of(&made));
        let change = match &written {
            None => Change::Created,
            Some(before) if *before == text => Change::Unchanged,
            Some(_) => Change::Updated,
        };
        let mut report = report(changed, stale, change);
        if let Some(stage) = stage {
            let plan = Plan {
                disk: &disk,
                known: &known,
                written: written.as_deref(),
                made: &made,
                report: &report,
                claims: &claims,
            };
            let times = plan.carry_out(&stage, &text)?;
            if cache.is_kept() {
                let entry = |path: &str| match made.get(path) {
                    Some(made) => Some(entry_of(&disk, path, made, times)),
                    None => cache.get(path).copied(),
                };
                let entries = listed.par_iter().filter_map(|&(path, _)| Some((path, entry(path)?)));
                let saved = cache.save(&note, entries.collect::<Vec<_>>().into_iter());
                report.cache_error = saved.and_then(|()| store.finish()).err();
            }
        }
        // Nobody need wait until the lists are taken apart.
        rayon::spawn(move || drop((known, cache, claims, made)));
        Ok(report)
    }
}

fn sort_out(disk: &Disk, claims: &paths::Claims, fates: Vec<(&String, Fate)>) -> Result<Stale, OutputError> {
    let mut stale = Stale::default();
    for (path, fate) in fates {
        let hinders = claims.hindered_by(path);
        match fate {
            Fate::Gone => {}
            Fate::Keep if hinders && !claims.respells(path) => {
                return Err(OutputError::Foreign { path: disk.join(path) });
            }
            Fate::Keep => stale.kept.push(path.clone()),
            Fate::Remove if hinders => stale.early.push(path.clone()),
            Fate::Remove => stale.late.push(path.clone()),
        }
    }
    Ok(stale)
}

/// What became of the files that were made.
struct Changed {
    created: Vec<String>,
    updated: Vec<String>,
    unchanged: usize,
}

impl Changed {
    fn of(made: &BTreeMap<String, Made>) -> Self {
        let with = |change| made.iter().filter(move |(_, made)| made.change == change).map(|(path, _)| path);
        Self {
            created: with(Change::Created).cloned().collect(),
            updated: with(Change::Updated).cloned().collect(),
            unchanged: with(Change::Unchanged).count(),
        }
    }
}

fn report(changed: Changed, stale: Stale, manifest: Change) -> Report {
    let Changed { created, updated, unchanged } = changed;
    let mut removed = stale.early;
    removed.extend(stale.late);
    removed.sort_unstable();
    Report { created, updated, removed, kept: stale.kept, unchanged, manifest, cache_error: None }
}

/// Moments of a build, by the clock of the file system of the output.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    /// Before the first file was moved.
    before: u64,
    /// After the last.
    after: u64,
}

/// What to remember of a file; with its stamp, if that can be trusted: see the page of the cache.
fn entry_of(disk: &Disk, path: &str, made: &Made, times: Times) -> FileRecord {
    let stamp = match made.change {
        Change::Unchanged => made.stamp,
        Change::Created | Change::Updated => made.stamp.and_then(|written| settled(disk, path, written, times)),
    };
    FileRecord { stamp, hash: made.hash, key: made.key }
}

/// The stamp of a file that was written and moved, if it still has the bytes that it was written with, and whoever changes
/// them from now on leaves another time.
fn settled(disk: &Disk, path: &str, written: Stamp, times: Times) -> Option<Stamp> {
    let Ok(PathKind::File(meta)) = disk::look(&disk.join(path)) else { return None };
    let now = Stamp::of(&meta)?;
    let is_ours = written.changed < times.before && (now.size, now.changed) == (written.size, written.changed);
    (is_ours && now.latest() < times.after).then_some(now)
}

/// All that is to be done to the output.
struct Plan<'a> {
    disk: &'a Disk,
    known: &'a Manifest,
    written: Option<&'a [u8]>,
    made: &'a BTreeMap<String, Made>,
    report: &'a Report,
    claims: &'a paths::Claims,
}

impl Plan<'_> {
    /// Does it; gives the times at which files were moved, or 0 where none was.
    fn carry_out(&self, stage: &Stage, manifest: &[u8]) -> Result<Times, OutputError> {
        let steps = self.steps();
        if steps.is_empty() {
            if self.report.manifest != Change::Unchanged {
                stage.replace_manifest(manifest)?;
            }
            return Ok(Times::default());
        }
        journal::write(&stage.journal(), &steps)?;
        let done = self.apply(stage, manifest);
        if done.is_err() {
            // Where this fails too, the journal stays, and the next build does it.
            let mended = journal::mend(&Disk::new(self.disk.root()), self.known, &steps);
            drop(mended.and_then(|mended| settle(stage, &mended, self.written, &steps)));
        } else {
            forget(stage)?;
        }
        done
    }

    /// What changes on the disk or gets into the manifest.
    fn steps(&self) -> Vec<Step<'_>> {
        let new =
            self.made.iter().filter(|(path, made)| made.change != Change::Unchanged || !self.known.contains(path));
        let new = new.map(|(path, made)| Step::Make(path, made.hash));
        new.chain(self.report.removed.iter().map(|path| Step::Remove(path))).collect()
    }

    /// Proves that each folder that gets or loses something can be written to.
    fn probe(&self, stage: &Stage) -> Result<(), OutputError> {
        let ours = |path: &str| self.known.contains(path);
        let report = self.report;
        let (mut folders, mut last) = (Vec::new(), None);
        for path in [&report.created, &report.updated, &report.removed].into_iter().flatten() {
            let mut folder = paths::parent(path);
            // Most paths lie beside the one before.
            if last.replace(folder) == Some(folder) {
                continue;
            }
            while !folder.is_empty() && !self.disk.has_folder(folder, &ours)? {
                folder = paths::parent(folder);
            }
            folders.push(folder);
        }
        folders.sort_unstable();
        folders.dedup();
        folders.into_iter().try_for_each(|folder| stage.probe(folder))
    }

    /// All that lies between the journal and the end of the journal.
    fn apply(&self, stage: &Stage, manifest: &[u8]) -> Result<Times, OutputError> {
        let before = stage::time_of(&stage.journal())?;
        self.probe(stage)?;
        let hinders = |path: &&String| self.claims.hindered_by(path);
        let (early, late): (Vec<&String>, Vec<&String>) = self.report.removed.iter().partition(hinders);
        stale::remove(self.disk, &early)?;
        for folder in early.iter().flat_map(|path| paths::folders(path)) {
            let path = self.disk.join(folder);
            if self.made.contains_key(folder) && matches!(disk::look(&path)?, PathKind::Folder) {
                return Err(OutputError::FolderInTheWay { path });
            }
        }
        // Nothing that stands leads to what is new, and what leads there comes after it.
        stage.merge(Lot::New)?;
        stage.merge(Lot::Changed)?;
        stale::remove(self.disk, &late)?;
        if self.report.manifest != Change::Unchanged {
            stage.replace_manifest(manifest)?;
        }
        Ok(Times { before, after: stage.now()? })
    }
}

/// Writes the manifest that is true after a build stopped half-way, if it is another than the one that stands, and
/// takes away what else was left.
pub(super) fn settle(
    stage: &Stage,
    mended: &Manifest,
    written: Option<&[u8]>,
    steps: &[Step],
) -> Result<(), OutputError> {
    journal::sweep(&Disk::new(stage.root()), steps)?;
    let text = mended.render();
    let as_it_was = written.map_or(mended.files.is_empty(), |before| before == text);
    if !as_it_was {
        stage.replace_manifest(&text)?;
    }
    forget(stage)
}

fn forget(stage: &Stage) -> Result<(), OutputError> {
    let journal = stage.journal();
    fs_err::remove_file(&journal).map_err(OutputError::io(journal))
}

//! What a build is about to do to the output, written down before it is done.
//!
//! The manifest tells the truth before the first file is moved and after the last. In between, the journal does: it
//! names each file that gets new bytes, with their hash, and each that goes. It is there as a whole or not at all, and
//! stays until the manifest is true again. Where a build was killed or had an error half-way, [`mend`] holds
//! the journal against the disk and gives the manifest that is true for what stands there.

use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use crate::digest::Digest;
use crate::source::{Patient, patiently};

use super::disk::{self, Disk, PathKind};
use super::error::OutputError;
use super::manifest::{LONGEST, Manifest};
use super::{PROBE, paths};

/// What is about to happen to one file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'p> {
    /// It gets, or already has, bytes with this hash.
    Make(&'p str, Digest),
    /// It goes.
    Remove(&'p str),
}

impl<'p> Step<'p> {
    fn path(&self) -> &'p str {
        let (Self::Make(path, _) | Self::Remove(path)) = self;
        path
    }
}

/// Writes the journal and has it brought to the disk.
///
/// The files themselves are left to the system to bring there. The journal is not, as it is what tells after a power
/// failure that a file with half of its bytes is kbc's to make anew.
pub(super) fn write(path: &Path, steps: &[Step]) -> Result<(), OutputError> {
    let mut text = Vec::new();
    for step in steps {
        match step {
            Step::Make(_, hash) => text.extend(hash.digits()),
            Step::Remove(_) => text.push(b'-'),
        }
        text.push(b' ');
        text.extend(step.path().as_bytes());
        text.push(b'\n');
    }
    let fresh = path.with_extension("new");
    let mut file = fs_err::File::create_new(&fresh).map_err(OutputError::io(&fresh))?;
    Patient(&mut file).write_all(&text).map_err(OutputError::io(&fresh))?;
    bring_to_disk(&file).map_err(OutputError::io(&fresh))?;
    drop(file);
    fs_err::rename(&fresh, path).map_err(OutputError::io(path))
}

/// Waits until the bytes of a file are on the disk.
#[cfg(target_os = "linux")]
fn bring_to_disk(file: &fs_err::File) -> std::io::Result<()> {
    // The standard library would go on for ever where this is interrupted every time.
    patiently(|| Ok(rustix::fs::fdatasync(file.file())?))
}

/// Elsewhere the standard library knows the call that does it.
#[cfg(not(target_os = "linux"))]
fn bring_to_disk(file: &fs_err::File) -> std::io::Result<()> {
    patiently(|| file.sync_data())
}

/// Reads the journal that a build left; nothing where there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, OutputError> {
    Ok(disk::read(path, LONGEST)?.map(|text| String::from_utf8_lossy(&text).into_owned()))
}

/// The steps that a journal names.
pub(super) fn steps(text: &str) -> Vec<Step<'_>> {
    // A line that is none of ours can only come from a failing disk; what it would have told is not known then.
    text.lines().filter_map(step_of_line).collect()
}

fn step_of_line(line: &str) -> Option<Step<'_>> {
    let (what, path) = line.split_once(' ')?;
    paths::check(path).ok()?;
    match what {
        "-" => Some(Step::Remove(path)),
        hash => Some(Step::Make(path, Digest::from_hex(hash)?)),
    }
}

/// Gives the manifest that is true after some of the steps were done.
///
/// A file that stands with the old bytes keeps its old entry, one with the new bytes gets the new one, one that is gone
/// has none. One with other bytes was ours before or was made by us and changed since: it keeps the entry it would
/// have had.
pub(super) fn mend(disk: &Disk, old: &Manifest, steps: &[Step]) -> Result<Manifest, OutputError> {
    let now = steps
        .par_iter()
        .map(|step| {
            let path = step.path();
            let hash = match step {
                Step::Make(_, hash) => Some(*hash),
                Step::Remove(_) => None,
            };
            let known = old.files.get(path).copied();
            // A path with a link on its way, or a file as a folder, does not lead to a file of ours.
            let stands = match disk.has_folder(paths::parent(path), &|_| true) {
                // What cannot be looked at may well stand: the journal stays until it can.
                Err(error @ OutputError::Io { .. }) => return Err(error),
                stands => stands.unwrap_or(false),
            };
            let entry = match if stands { disk::look(&disk.join(path))? } else { PathKind::Nothing } {
                PathKind::File(_) if known.is_some() && known == Some(disk.hash(path)?) => known,
                PathKind::File(_) => hash.or(known),
                _ => None,
            };
            Ok((path, entry))
        })
        .collect::<Result<Vec<_>, OutputError>>()?;
    let mut mended = old.clone();
    for (path, entry) in now {
        match entry {
            Some(hash) => mended.files.insert(path.to_owned(), hash),
            None => mended.files.remove(path),
        };
    }
    Ok(mended)
}

/// Removes what a killed build may have left in the folders of its files: probes, and folders that it had emptied.
pub(super) fn sweep(disk: &Disk, steps: &[Step]) -> Result<(), OutputError> {
    let folders = steps.iter().flat_map(|step| paths::folders(step.path()));
    let mut folders: Vec<&str> = folders.chain([""]).collect();
    // What comes later in order lies deeper, so a folder is looked at after those in it.
    folders.sort_unstable_by(|a, b| b.cmp(a));
    folders.dedup();
    for folder in folders {
        if !disk.has_folder(folder, &|_| true).unwrap_or(false) {
            continue;
        }
        let probe = disk.join(folder).join(PROBE);
        // Looked at before, as a read-only folder refuses to remove even what is not there.
        if matches!(disk::look(&probe)?, PathKind::File(_)) {
            fs_err::remove_file(&probe).map_err(OutputError::io(probe))?;
        }
        if !folder.is_empty() {
            // Fails where something is in it, which is the point.
            drop(fs_err::remove_dir(disk.join(folder)));
        }
    }
    Ok(())
}

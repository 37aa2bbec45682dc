//! What a caller wants to find again in the next build, and what is too much to be read by a build that changes nothing.
//!
//! Goes in: pieces of bytes, from any number of threads. Comes out: the same pieces in the next build of the same output, in
//! any order. They lie beside the cache, in a file that is sealed as a whole: whatever is wrong with it – cut, damaged, of
//! another form, a link in its place – nothing is stored. It is written beside its place while a build goes on, and takes
//! that place when the build ends, so that a build which is stopped leaves what the one before it stored.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::digest::{Digest, Digester};
use crate::source::{Patient, read_plain};

use super::error::OutputError;

/// The first line; another form has another.
const MAGIC: &[u8] = b"kbc store 1\n";

/// The largest store that is read, in bytes.
const LONGEST: u64 = 1 << 31;

/// Pieces that were stored.
#[derive(Debug, Default)]
pub struct Stored {
    bytes: Vec<u8>,
    /// Where each piece begins and ends.
    places: Vec<(usize, usize)>,
}

impl Stored {
    /// The pieces, in no order that means anything.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.places.iter().map(|&(from, to)| &self.bytes[from..to])
    }

    /// The piece at a place in their order; nothing where there are fewer.
    #[must_use]
    pub fn piece(&self, at: usize) -> Option<&[u8]> {
        self.places.get(at).map(|&(from, to)| &self.bytes[from..to])
    }

    fn read(bytes: Vec<u8>) -> Option<Self> {
        let (body, seal) = bytes.split_last_chunk::<{ Digest::LENGTH }>()?;
        let mut rest = body.strip_prefix(MAGIC)?;
        let (mut places, mut all) = (Vec::new(), Digester::new());
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk()?;
            let (piece, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            let from = body.len() - after.len() - piece.len();
            places.push((from, from + piece.len()));
            all.part(piece);
            rest = after;
        }
        (all.finish().as_bytes() == seal).then_some(Self { bytes, places })
    }
}

/// The store of one output folder.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Where it lies; nothing for none.
    file: Option<PathBuf>,
    writing: Mutex<Writing>,
}

/// What this build has stored so far.
#[derive(Debug, Default)]
struct Writing {
    file: Option<BufWriter<Patient<fs_err::File>>>,
    all: Digester,
    failed: Option<OutputError>,
}

impl Writing {
    fn add(&mut self, path: &Path, piece: &[u8]) -> std::io::Result<()> {
        let Ok(length) = u32::try_from(piece.len()) else { return Ok(()) };
        if self.file.is_none() {
            self.file = Some(begin(path)?);
        }
        if let Some(file) = &mut self.file {
            file.write_all(&length.to_le_bytes())?;
            file.write_all(piece)?;
            self.all.part(piece);
        }
        Ok(())
    }
}

/// Begins a new file. What a build that was killed left in its place goes, a link too: it is never followed.
fn begin(path: &Path) -> std::io::Result<BufWriter<Patient<fs_err::File>>> {
    fs_err::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    let _ = fs_err::remove_file(path);
    let mut file = BufWriter::new(Patient(fs_err::File::create_new(path)?));
    file.write_all(MAGIC)?;
    Ok(file)
}

impl Store {
    /// The store in this file.
    pub(super) fn at(file: Option<PathBuf>) -> Self {
        Self { file, writing: Mutex::default() }
    }

    /// Whether anything is stored for the next build.
    pub(super) fn is_kept(&self) -> bool {
        self.file.is_some()
    }

    /// What the last build stored.
    pub(super) fn read(&self) -> Stored {
        let bytes = self.file.as_ref().and_then(|file| read_plain(file, LONGEST).ok());
        bytes.and_then(Stored::read).unwrap_or_default()
    }

    /// Stores a piece for the next build. What goes wrong is told when the build ends.
    pub(super) fn add(&self, piece: &[u8]) {
        let Some(path) = &self.file else { return };
        let mut writing = self.writing();
        if writing.failed.is_none()
            && let Err(error) = writing.add(&unfinished(path), piece)
        {
            writing.failed = Some(OutputError::io(path)(error));
        }
    }

    /// Puts what was stored in the place of what the last build stored. Where nothing was, that stays.
    pub(super) fn finish(&self) -> Result<(), OutputError> {
        let Some(path) = &self.file else { return Ok(()) };
        let mut writing = self.writing();
        let Writing { file, all, failed } = std::mem::take(&mut *writing);
        if let Some(error) = failed {
            return Err(error);
        }
        let Some(mut file) = file else { return Ok(()) };
        file.write_all(all.finish().as_bytes()).and_then(|()| file.flush()).map_err(OutputError::io(path))?;
        drop(file);
        fs_err::rename(unfinished(path), path).map_err(OutputError::io(path))
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if let Some(path) = &self.file
            && self.writing().file.take().is_some()
        {
            // Of a build that was not finished; what stays is taken away by the next one.
            let _ = fs_err::remove_file(unfinished(path));
        }
    }
}

fn unfinished(path: &Path) -> PathBuf {
    path.with_extension("new")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pieces: &[&[u8]]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("caches/store");
        let store = Store::at(Some(path.clone()));
        pieces.iter().for_each(|piece| store.add(piece));
        store.finish().unwrap();
        (folder, path)
    }

    fn read(path: &Path) -> Vec<Vec<u8>> {
        Store::at(Some(path.to_owned())).read().pieces().map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn what_was_stored_comes_back() {
        let pieces: [&[u8]; 3] = [b"one", b"", b"another"];
        let (_folder, path) = written(&pieces);
        assert_eq!(read(&path), pieces);
        // A build that stores nothing, or is stopped, leaves it.
        Store::at(Some(path.clone())).finish().unwrap();
        Store::at(Some(path.clone())).add(b"more");
        assert_eq!(read(&path), pieces);
        assert_eq!(fs_err::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn any_damage_counts_as_nothing_stored() {
        let (_folder, path) = written(&[b"one", b"another"]);
        let whole = fs_err::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs_err::write(&path, &damaged).unwrap();
            assert!(read(&path).is_empty(), "byte {at}");
            fs_err::write(&path, &whole[..at]).unwrap();
            assert!(read(&path).is_empty(), "cut at {at}");
        }
    }
}

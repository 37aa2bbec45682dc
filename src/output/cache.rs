//! What is known of the output from the last build, to be spared reading it again.
//!
//! Goes in and comes out: for each file its size, the time of its last change, the hash of its bytes and, where the
//! caller gave one, the key of all that it was made from; and a note of the caller's own. It lies outside of the output
//! and is not committed; deleting it only costs time. Whatever is wrong with it – torn, of another version, of another
//! folder – it counts as empty.
//!
//! **When a time can be trusted.** File systems tell the time in ticks, of 4 ms or even of 2 s, and a file that is
//! changed twice within one tick shows no trace of the second change if its size stays. So a stamp is remembered only
//! when the tick of its later time was over while the bytes were still known to be ours: for a file that was written
//! now, by a look at it after it was moved; for one that was found, before this build first looked at it. All moments
//! are told by the file system of the output itself, never by the clock of this machine. A file whose stamp is not
//! remembered, or is another by now, is read next time: then its content decides.
//!
//! Whoever changes a file can put the time of its bytes back. The time at which anything of it was touched cannot be put
//! back, so it is part of the stamp, and where a system tells none, no stamp is remembered.

use std::fs::Metadata;
use std::io::Write;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::digest::Digest;
use crate::source::Patient;

use super::disk::{self, PathKind, Stamp};
use super::error::OutputError;

/// The first line; another version has another.
const MAGIC: &[u8] = b"kbc output cache 4\n";

/// The largest cache that is read, in bytes.
const LONGEST: u64 = 1 << 30;

/// About how many bytes a file takes here.
const USUAL: usize = 96;

/// What is remembered of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileRecord {
    /// Nothing where only its bytes can tell whether it is the same.
    pub(super) stamp: Option<Stamp>,
    pub(super) hash: Digest,
    pub(super) key: Option<Digest>,
}

impl FileRecord {
    /// Whether a file is the one that is remembered, as far as its stamp tells.
    pub(super) fn is_of(&self, meta: &Metadata) -> bool {
        self.stamp.is_some() && self.stamp == Stamp::of(meta)
    }
}

/// The memory of one output folder.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Where it lies; nothing for none.
    file: Option<PathBuf>,
    entries: FxHashMap<String, FileRecord>,
    /// What the caller left of the last build.
    note: Vec<u8>,
    /// The seal of the file as it was read.
    seal: Option<Digest>,
}

impl Cache {
    /// Reads what is remembered of an output folder from a folder of caches.
    ///
    /// Fails where a link, a pipe or a device stands in its place; with whatever else is wrong there it counts as empty.
    pub(super) fn read(folder: &Path, root: &Path) -> Result<Self, OutputError> {
        if let PathKind::Link | PathKind::Other = disk::look(folder)? {
            disk::plain(folder)?;
        }
        // Outputs of one knowledge base in two places must not spoil each other's cache.
        let Ok(whole) = fs_err::canonicalize(root) else {
            return Ok(Self::default());
        };
        let name = Digest::of(whole.as_os_str().as_encoded_bytes()).to_hex();
        let file = folder.join(format!("output-{}", &name[..16]));
        let bytes = match disk::read(&file, LONGEST) {
            Err(error @ (OutputError::Link { .. } | OutputError::Special { .. })) => return Err(error),
            bytes => bytes.ok().flatten(),
        };
        let known = bytes.and_then(|bytes| decode(&bytes)).unwrap_or_default();
        Ok(Self { file: Some(file), ..known })
    }

    /// Whether anything is remembered for the next build.
    pub(super) fn is_kept(&self) -> bool {
        self.file.is_some()
    }

    /// Where something else about the same output lies.
    pub(super) fn beside(&self, what: &str) -> Option<PathBuf> {
        let name = self.file.as_ref()?.file_name()?.to_string_lossy().replacen("output", what, 1);
        Some(self.file.as_ref()?.with_file_name(name))
    }

    pub(super) fn note(&self) -> &[u8] {
        &self.note
    }

    pub(super) fn get(&self, path: &str) -> Option<&FileRecord> {
        self.entries.get(path)
    }

    /// Replaces what is remembered; the entries come in the order of their paths.
    pub(super) fn save<'p>(
        &self,
        note: &[u8],
        entries: impl Iterator<Item = (&'p str, FileRecord)>,
    ) -> Result<(), OutputError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let (bytes, seal) = encode(note, entries);
        if self.seal == Some(seal) {
            return Ok(());
        }
        let folder = file.parent().unwrap_or(Path::new(""));
        fs_err::create_dir_all(folder).map_err(OutputError::io(folder))?;
        let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(OutputError::io(folder))?;
        Patient(&mut fresh).write_all(&bytes).map_err(OutputError::io(file))?;
        fresh.persist(file).map_err(|e| OutputError::io(file)(e.error))?;
        Ok(())
    }
}

/// After the first line the length of the note and the note; then for each file: length of the path, path, whether
/// there is a stamp, stamp, hash, whether there is a key, key; all numbers in little-endian order. At the end the hash of all before.
fn encode<'p>(note: &[u8], entries: impl Iterator<Item = (&'p str, FileRecord)>) -> (Vec<u8>, Digest) {
    let mut out = Vec::with_capacity(MAGIC.len() + note.len() + USUAL * (1 + entries.size_hint().1.unwrap_or(0)));
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&(note.len() as u64).to_le_bytes());
    out.extend_from_slice(note);
    for (path, entry) in entries {
        out.extend_from_slice(&(path.len() as u32).to_le_bytes());
        out.extend_from_slice(path.as_bytes());
        out.push(u8::from(entry.stamp.is_some()));
        if let Some(stamp) = entry.stamp {
            for number in [stamp.size, stamp.changed, stamp.touched] {
                out.extend_from_slice(&number.to_le_bytes());
            }
        }
        out.extend_from_slice(entry.hash.as_bytes());
        out.push(u8::from(entry.key.is_some()));
        if let Some(key) = entry.key {
            out.extend_from_slice(key.as_bytes());
        }
    }
    let seal = Digest::of(&out);
    out.extend_from_slice(seal.as_bytes());
    (out, seal)
}

fn decode(bytes: &[u8]) -> Option<Cache> {
    let (body, seal) = bytes.split_last_chunk::<{ Digest::LENGTH }>()?;
    if Digest::of(body) != Digest::from_bytes(*seal) {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?;
    let (note, after) =
        usize::try_from(u64::from_le_bytes(take(&mut rest)?)).ok().and_then(|n| rest.split_at_checked(n))?;
    rest = after;
    let mut entries = FxHashMap::default();
    while !rest.is_empty() {
        let length = u32::from_le_bytes(take(&mut rest)?) as usize;
        let (path, after) = rest.split_at_checked(length)?;
        rest = after;
        let number = |rest: &mut &[u8]| Some(u64::from_le_bytes(take(rest)?));
        let stamp = match take::<1>(&mut rest)? {
            [0] => None,
            _ => Some(Stamp { size: number(&mut rest)?, changed: number(&mut rest)?, touched: number(&mut rest)? }),
        };
        let hash = Digest::from_bytes(take(&mut rest)?);
        let key = match take::<1>(&mut rest)? {
            [0] => None,
            _ => Some(Digest::from_bytes(take(&mut rest)?)),
        };
        entries.insert(str::from_utf8(path).ok()?.to_owned(), FileRecord { stamp, hash, key });
    }
    Some(Cache { file: None, entries, note: note.to_vec(), seal: Some(Digest::from_bytes(*seal)) })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (now, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u64, key: bool) -> FileRecord {
        let hash = Digest::of(&n.to_le_bytes());
        let stamp = Stamp { size: n, changed: u64::MAX - n, touched: n + 1 };
        FileRecord { stamp: (n != 3).then_some(stamp), hash, key: key.then_some(hash) }
    }

    #[test]
    fn what_is_remembered_comes_back() {
        let files = [("a", entry(1, false)), ("b/ü", entry(2, true)), ("c", entry(3, false))];
        let (bytes, seal) = encode(b"a note", files.into_iter());
        let back = decode(&bytes).unwrap();
        assert_eq!(back.entries, files.into_iter().map(|(p, e)| (p.to_owned(), e)).collect());
        assert_eq!((back.note(), back.seal), (&b"a note"[..], Some(seal)));
    }

    #[test]
    fn any_damage_counts_as_no_cache() {
        let (bytes, _) = encode(b"n", [("a", entry(1, true))].into_iter());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(decode(&damaged).is_none(), "byte {at}");
            assert!(decode(&bytes[..at]).is_none(), "cut at {at}");
        }
    }
}

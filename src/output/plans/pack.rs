//! A pack: many values in one file, each found by its key without reading the others.
//!
//! After the first line stand the values one after another; then a row for each, in the order of keys: key, seal, place and
//! length; at the end the number of rows and the seal of all rows. All numbers are in little-endian order. The seal of a value
//! covers its key too, so that no value is taken for that of another key.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::digest::{Digest, Digester};
use crate::source::{Patient, open_plain};

/// The first line; another form has another.
const MAGIC: &[u8] = b"kbc plans 1\n";
const ROW: usize = 2 * Digest::LENGTH + 8 + 4;
const TAIL: usize = 8 + Digest::LENGTH;

/// A pack that is open.
#[derive(Debug)]
pub(super) struct Pack {
    pub path: PathBuf,
    /// In bytes.
    pub size: u64,
    file: Mutex<File>,
    /// The rows as they stand in the file.
    rows: Vec<[u8; ROW]>,
}

/// Where a value lies.
struct Row {
    key: Digest,
    seal: Digest,
    at: u64,
    length: u32,
}

impl Row {
    fn bytes(&self) -> [u8; ROW] {
        let mut bytes = [0; ROW];
        let (key, rest) = bytes.split_at_mut(Digest::LENGTH);
        let (seal, rest) = rest.split_at_mut(Digest::LENGTH);
        let (at, length) = rest.split_at_mut(8);
        key.copy_from_slice(self.key.as_bytes());
        seal.copy_from_slice(self.seal.as_bytes());
        at.copy_from_slice(&self.at.to_le_bytes());
        length.copy_from_slice(&self.length.to_le_bytes());
        bytes
    }

    fn read(bytes: &[u8; ROW]) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk()?;
        let (seal, rest) = rest.split_first_chunk()?;
        let (at, rest) = rest.split_first_chunk()?;
        let (length, _) = rest.split_first_chunk()?;
        Some(Self {
            key: Digest::from_bytes(*key),
            seal: Digest::from_bytes(*seal),
            at: u64::from_le_bytes(*at),
            length: u32::from_le_bytes(*length),
        })
    }
}

impl Pack {
    /// Nothing where there is no plain file, or none that is a whole pack.
    pub fn open(path: &Path) -> Option<Self> {
        let mut file = open_plain(path).ok()?;
        let size = file.metadata().ok()?.len();
        let mut magic = [0; MAGIC.len()];
        Patient(&mut file).read_exact(&mut magic).ok()?;
        file.seek(SeekFrom::Start(size.checked_sub(TAIL as u64)?)).ok()?;
        let mut tail = [0; TAIL];
        Patient(&mut file).read_exact(&mut tail).ok()?;
        let (count, seal) = tail.split_first_chunk()?;
        let count = u64::from_le_bytes(*count);
        let begin =
            count.checked_mul(ROW as u64)?.checked_add(TAIL as u64).and_then(|length| size.checked_sub(length))?;
        if magic != MAGIC || begin < MAGIC.len() as u64 {
            return None;
        }
        let mut bytes = vec![0; usize::try_from(count).ok()? * ROW];
        file.seek(SeekFrom::Start(begin)).ok()?;
        Patient(&mut file).read_exact(&mut bytes).ok()?;
        let rows = bytes.as_chunks().0.to_vec();
        (Digest::of(&bytes).as_bytes() == seal).then(|| Self {
            path: path.to_owned(),
            size,
            file: Mutex::new(file),
            rows,
        })
    }

    /// The value of a key, if it is there and whole.
    pub fn get(&self, key: Digest) -> Option<Vec<u8>> {
        let at = self.rows.binary_search_by(|row| row[..Digest::LENGTH].cmp(&key.as_bytes()[..])).ok()?;
        self.value(&Row::read(&self.rows[at])?)
    }

    /// All values that are whole, with their keys.
    pub fn values(&self) -> impl Iterator<Item = (Digest, Vec<u8>)> {
        self.rows.iter().filter_map(|row| {
            let row = Row::read(row)?;
            Some((row.key, self.value(&row)?))
        })
    }

    fn value(&self, row: &Row) -> Option<Vec<u8>> {
        if row.at.checked_add(u64::from(row.length))? > self.size {
            return None;
        }
        let mut value = vec![0; row.length as usize];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(row.at)).ok()?;
            Patient(&mut *file).read_exact(&mut value).ok()?;
        }
        (seal(row.key, &value) == row.seal).then_some(value)
    }
}

/// The bytes of a pack of these values; nothing for none.
pub(super) fn bytes(values: FxHashMap<Digest, Vec<u8>>) -> Option<Vec<u8>> {
    let mut values: Vec<(Digest, Vec<u8>)> = values.into_iter().collect();
    values.sort_unstable_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut out = MAGIC.to_vec();
    let mut rows = Vec::with_capacity(values.len() * ROW);
    let mut count: u64 = 0;
    for (key, value) in values {
        // What is longer than that is no plan that anybody reads.
        let Ok(length) = u32::try_from(value.len()) else { continue };
        rows.extend_from_slice(&Row { key, seal: seal(key, &value), at: out.len() as u64, length }.bytes());
        out.extend_from_slice(&value);
        count += 1;
    }
    let seal = Digest::of(&rows);
    out.extend_from_slice(&rows);
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(seal.as_bytes());
    (count > 0).then_some(out)
}

fn seal(key: Digest, value: &[u8]) -> Digest {
    let mut all = Digester::new();
    all.part(key.as_bytes());
    all.part(value);
    all.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<(Digest, Vec<u8>)> {
        (0..5_u8).map(|n| (Digest::of(&[n]), vec![n; 3 * usize::from(n)])).collect()
    }

    fn written(bytes: &[u8]) -> (tempfile::TempDir, Option<Pack>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs_err::write(&path, bytes).unwrap();
        (folder, Pack::open(&path))
    }

    #[test]
    fn what_was_packed_comes_back() {
        let bytes = bytes(sample().into_iter().collect()).unwrap();
        let (_folder, pack) = written(&bytes);
        let pack = pack.unwrap();
        for (key, value) in sample() {
            assert_eq!(pack.get(key), Some(value));
        }
        assert_eq!(pack.get(Digest::of(b"another")), None);
        assert_eq!(pack.values().count(), 5);
        assert_eq!(super::bytes(FxHashMap::default()), None);
    }

    #[test]
    fn a_value_is_whole_or_not_there() {
        let whole = bytes(sample().into_iter().collect()).unwrap();
        for at in 0..whole.len() {
            let (_folder, cut) = written(&whole[..at]);
            assert!(cut.is_none(), "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            let (_folder, pack) = written(&damaged);
            for (key, value) in sample() {
                let found = pack.as_ref().and_then(|pack| pack.get(key));
                assert!(found.is_none_or(|found| found == value), "byte {at}");
            }
        }
    }
}

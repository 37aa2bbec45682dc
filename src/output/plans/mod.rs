//! Plans on the disk, for the next run.
//!
//! In: a folder, and bytes by their keys. Out: the same bytes in a later run. A run writes all that is new to it as one
//! [pack], since ten thousand small plans as files of their own would cost more than planning them; it takes smaller and newer
//! packs in, so that there are never many. Whatever is wrong – a pack that is cut or damaged, a link or a pipe in its place, a
//! full disk, a folder that cannot be written – costs time and nothing else: what cannot be read is not there, and what cannot
//! be written is let go.
//!
//! A pack appears by a rename, so it is whole or not there, and is never changed afterwards. Two runs at once write packs of
//! their own; a pack that one has taken in and removed is still open in the other, or simply gone.

mod folder;
mod pack;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::digest::Digest;
use crate::plans::Memory;
use crate::source::Patient;

use folder::FolderPath;
use pack::Pack;

/// All packs together have at most so many bytes; the oldest go first.
const MOST: u64 = 256 << 20;

/// What takes others in stays below this part of all, so that what goes for want of room is never much at once.
const PART: u64 = 8;

type Fresh = FxHashMap<Digest, Vec<u8>>;

/// What is remembered of plans in a folder.
#[derive(Debug)]
pub struct PlanCache {
    way: FolderPath,
    /// As they were found or written last, the newest first.
    packs: RwLock<Vec<Pack>>,
    /// What came new since it was last saved.
    fresh: Mutex<Fresh>,
    most: u64,
}

impl PlanCache {
    /// Opens the memory in a folder below another, which is made when there is something to write. The folder above may lie
    /// anywhere; below it no link is followed.
    #[must_use]
    pub fn open(above: &Path, below: &[&str]) -> Self {
        let way = FolderPath::new(above, below);
        let packs = way.look().map(|folder| folder::packs(&folder)).unwrap_or_default();
        Self { way, packs: RwLock::new(packs), fresh: Mutex::default(), most: MOST }
    }

    /// The same with room for so many bytes.
    #[must_use]
    pub fn with_room(self, most: u64) -> Self {
        Self { most, ..self }
    }

    /// Writes what came new. Where that cannot be, the next run has it to do again.
    pub fn save(&self) {
        if self.fresh().is_empty() {
            return;
        }
        // There is nobody to tell: no run fails for want of a memory. Where there is no place for it, it stays at hand.
        let Ok(folder) = self.way.make() else { return };
        let _ = self.write(&folder);
    }

    fn write(&self, folder: &Path) -> io::Result<()> {
        // Whoever asks meanwhile waits until it is found again.
        let mut packs = self.packs.write().unwrap_or_else(PoisonError::into_inner);
        let fresh = std::mem::take(&mut *self.fresh());
        let (values, taken_in) = self.gather(fresh, &packs);
        let Some(bytes) = pack::bytes(values) else { return Ok(()) };
        let mut file = tempfile::Builder::new().prefix(folder::UNFINISHED).tempfile_in(folder)?;
        Patient(&mut file).write_all(&bytes)?;
        let name = folder::name(&bytes);
        file.persist(folder.join(&name)).map_err(|error| error.error)?;
        for pack in taken_in.iter().filter(|pack| pack.path.file_name() != Some(name.as_ref())) {
            // Another run may have taken it in too.
            let _ = fs_err::remove_file(&pack.path);
        }
        folder::tidy(folder, self.most);
        // Whoever asks on finds what was saved.
        *packs = folder::packs(folder);
        Ok(())
    }

    /// What is new, with all of the packs that it takes in: the newest, as long as they are not much larger.
    fn gather<'p>(&self, fresh: Fresh, packs: &'p [Pack]) -> (Fresh, Vec<&'p Pack>) {
        let mut values = fresh;
        let mut taken_in = Vec::new();
        let mut size: u64 = values.values().map(|value| value.len() as u64).sum();
        if size == 0 {
            return (values, taken_in);
        }
        for pack in packs {
            if pack.size > 2 * size || size + pack.size > self.most / PART {
                break;
            }
            size += pack.size;
            for (key, value) in pack.values() {
                values.entry(key).or_insert(value);
            }
            taken_in.push(pack);
        }
        (values, taken_in)
    }

    fn fresh(&self) -> MutexGuard<'_, Fresh> {
        // Whoever panicked while holding it left it whole.
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory for PlanCache {
    fn recall(&self, key: Digest) -> Option<Vec<u8>> {
        let fresh = self.fresh().get(&key).cloned();
        let packs = || self.packs.read().unwrap_or_else(PoisonError::into_inner);
        fresh.or_else(|| packs().iter().find_map(|pack| pack.get(key)))
    }

    fn keep(&self, key: Digest, bytes: Vec<u8>) {
        self.fresh().insert(key, bytes);
    }
}

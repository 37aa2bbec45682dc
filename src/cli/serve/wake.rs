//! Tells at once that a file may be another, where the machine says so.
//!
//! In: folders. Out: the files in them that somebody wrote, as soon as they are closed. Linux tells by `inotify`; elsewhere, on
//! network folders, and where there are more folders than may be watched, nothing is told, and whoever looks for changes
//! looks now and then.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the machine tells.
#[derive(Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing, for so long.
    Nothing,
    /// A file was written, or another was put in its place.
    Written(PathBuf),
    /// Something else.
    Other,
}

/// Whether a file of this name can be one of a project, or say which of its files are left out: editors put many others beside
/// those that they write.
#[cfg(target_os = "linux")]
fn matters(name: &Path) -> bool {
    let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_list = [".gitignore", ".ignore"].iter().any(|list| name.as_os_str() == *list);
    is_list || ending == "toml" || super::watch::RULES.contains(&ending) || super::watch::THEME.contains(&ending)
}

#[cfg(target_os = "linux")]
mod machine {
    use std::collections::BTreeMap;
    use std::ffi::OsStr;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt;
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::thread;
    use std::time::Duration;

    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};

    use super::{Notice, matters};

    /// What the machine tells of folders.
    pub struct Wake {
        events: Option<(Arc<OwnedFd>, Receiver<Notice>)>,
        /// The folders by the numbers that the machine gave them.
        folders: Arc<Mutex<BTreeMap<i32, PathBuf>>>,
    }

    impl Wake {
        pub fn new() -> Self {
            let folders: Arc<Mutex<BTreeMap<i32, PathBuf>>> = Arc::default();
            let (sender, receiver) = channel();
            let begin = || {
                let events = Arc::new(inotify::init(CreateFlags::CLOEXEC).ok()?);
                let (theirs, known) = (Arc::clone(&events), Arc::clone(&folders));
                thread::Builder::new().spawn(move || listen(&theirs, &known, &sender)).ok()?;
                Some((events, receiver))
            };
            Self { events: begin(), folders }
        }

        /// Listens to a folder, from now on. Says whether the machine tells of it.
        pub fn listen_to(&self, folder: &Path) -> bool {
            let Some((events, _)) = &self.events else { return false };
            let what = WatchFlags::CLOSE_WRITE
                | WatchFlags::MOVED_TO
                | WatchFlags::MOVED_FROM
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::ONLYDIR;
            let Ok(number) = inotify::add_watch(events, folder, what) else { return false };
            self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(number, folder.to_owned());
            true
        }

        /// Waits for what is told next, but not longer than this.
        pub fn wait(&self, most: Duration) -> Notice {
            match self.events.as_ref().map(|(_, events)| events.recv_timeout(most)) {
                Some(Ok(told)) => told,
                Some(Err(RecvTimeoutError::Timeout)) => Notice::Nothing,
                Some(Err(RecvTimeoutError::Disconnected)) | None => {
                    thread::sleep(most);
                    Notice::Nothing
                }
            }
        }
    }

    /// Hands on what is told, until nobody listens.
    fn listen(events: &OwnedFd, folders: &Mutex<BTreeMap<i32, PathBuf>>, to: &Sender<Notice>) {
        let mut room = [MaybeUninit::uninit(); 16 * 1024];
        let mut reader = inotify::Reader::new(events, &mut room);
        loop {
            let told = match reader.next() {
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return,
                Ok(event) => {
                    let name = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
                    let is_folder = event.events().contains(ReadFlags::ISDIR);
                    if !is_folder && name.is_some_and(|name| !matters(Path::new(name))) {
                        continue;
                    }
                    let is_written = event.events().intersects(ReadFlags::CLOSE_WRITE | ReadFlags::MOVED_TO);
                    let known = folders.lock().unwrap_or_else(PoisonError::into_inner);
                    let folder = known.get(&event.wd()).filter(|_| is_written && !is_folder);
                    folder.zip(name).map_or(Notice::Other, |(folder, name)| Notice::Written(folder.join(name)))
                }
            };
            if to.send(told).is_err() {
                return;
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod machine {
    use std::path::Path;
    use std::thread;
    use std::time::Duration;

    use super::Notice;

    /// What the machine tells of folders: nothing.
    pub struct Wake;

    impl Wake {
        pub fn new() -> Self {
            Self
        }

        pub fn listen_to(&self, _: &Path) -> bool {
            false
        }

        pub fn wait(&self, most: Duration) -> Notice {
            thread::sleep(most);
            Notice::Nothing
        }
    }
}

pub use machine::Wake;

/// Waits until nothing more was told for so long, and gives the files that were written until then; nothing where more than that
/// was told.
pub fn gather(wake: &Wake, first: Notice, quiet: Duration) -> Option<Vec<PathBuf>> {
    let (mut written, mut told, mut is_plain) = (Vec::new(), first, true);
    loop {
        match told {
            Notice::Nothing => return is_plain.then_some(written),
            Notice::Written(path) if written.iter().any(|known: &PathBuf| known == Path::new(&path)) => {}
            Notice::Written(path) => written.push(path),
            Notice::Other => is_plain = false,
        }
        told = wake.wait(quiet);
    }
}

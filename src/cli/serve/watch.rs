//! Looks for changes: of the rules, the theme, and the settings.
//!
//! It asks the disk a few times a second. That needs nothing of the machine, misses nothing on network folders and in
//! containers, and costs a few milliseconds for ten thousand files.

use std::fs::Metadata;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::reasoning::Stop;
use crate::source::{Disk, Files};

use super::builds::{Builds, Pace};
use crate::cli::project::{self, FILE, Project};
use crate::cli::report;

const PAUSE: Duration = Duration::from_millis(250);

/// The state of the files that a build reads: path, times of the last change, size.
pub type Stamp = Vec<(String, Option<SystemTime>, i128, u64)>;

/// The state of a project's files now.
pub fn stamp(project: &Project) -> Stamp {
    let mut stamp = vec![of(&project.root, FILE)];
    let rules = project.root.join(&project.config.rules);
    let theme = project.config.theme.as_ref().map(|folder| project.root.join(folder));
    for (folder, endings) in [
        (Some(rules), &["rules", "png", "jpg", "jpeg", "svg", "webp", "gif", "avif"][..]),
        (theme, &["html", "css"][..]),
    ] {
        let Some(folder) = folder else { continue };
        let disk = Disk::new(&folder).within(&project.root);
        for ending in endings {
            stamp.extend(disk.list(ending).into_iter().flatten().map(|path| of(&folder, &path)));
        }
    }
    stamp
}

fn of(folder: &Path, path: &str) -> (String, Option<SystemTime>, i128, u64) {
    let Ok(meta) = fs_err::metadata(folder.join(path)) else { return (path.to_owned(), None, 0, 0) };
    (path.to_owned(), meta.modified().ok(), touched(&meta), meta.len())
}

/// When anything about a file was last changed, in nanoseconds, which nobody can put back.
#[cfg(unix)]
fn touched(meta: &Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec())
}

/// Elsewhere no such time is told.
#[cfg(not(unix))]
fn touched(_: &Metadata) -> i128 {
    0
}

/// Builds anew whenever the files differ from what they were, once they have come to rest.
pub fn forever(builds: &Arc<Builds>, root: &Path, mut built: Stamp) {
    let now = || project::find(Some(root)).map(|project| stamp(&project));
    // Settings that cannot be read are a state too: it changes when they can.
    let mut broken = false;
    loop {
        thread::sleep(PAUSE);
        let Ok(mut seen) = now() else {
            if !std::mem::replace(&mut broken, true) {
                build(builds, root);
            }
            continue;
        };
        if seen == built && !broken {
            continue;
        }
        loop {
            thread::sleep(PAUSE / 4);
            match now() {
                Ok(later) if later == seen => break,
                Ok(later) => seen = later,
                Err(_) => {}
            }
        }
        broken = false;
        built = seen;
        build(builds, root);
    }
}

fn build(builds: &Arc<Builds>, root: &Path) {
    builds.stop_whole();
    let is_first = builds.build(root, &Pace::First);
    tell(builds);
    if is_first {
        follow(builds, root);
    }
}

/// Builds as well as can be, beside whoever looks for changes.
pub fn follow(builds: &Arc<Builds>, root: &Path) {
    let stop = builds.stop_whole();
    let (theirs, their_root, their_stop) = (Arc::clone(builds), root.to_owned(), stop.clone());
    let spawned = thread::Builder::new().spawn(move || whole(&theirs, &their_root, &their_stop));
    // Without a thread to be had it takes the one that there is.
    if spawned.is_err() {
        whole(builds, root, &stop);
    }
}

fn whole(builds: &Builds, root: &Path, stop: &Stop) {
    builds.build(root, &Pace::Whole(stop.clone()));
    if !stop.is_stopped() {
        tell(builds);
    }
}

fn tell(builds: &Builds) {
    // Whoever closed the terminal still has the page.
    let _ = report::print(&format!("{}\n", builds.told()));
}

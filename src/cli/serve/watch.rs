//! Looks for changes: of the rules, the theme, and the settings.
//!
//! It asks the disk for the state of all files now and then. That needs nothing of the machine, and misses nothing on network
//! folders and in containers. Where the machine tells of a file that was written (`wake.rs`), only that file is
//! looked at, and at once.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::source::Disk;

use super::builds::{Builds, Pace};
use super::wake::{self, Notice, Wake};
use crate::cli::project::{self, FILE, Project};
use crate::cli::report;

/// How often the state of all files is asked for, where the machine tells nothing by itself.
const PAUSE: Duration = Duration::from_millis(250);
/// The same where it does.
const LONG_PAUSE: Duration = Duration::from_secs(2);
/// Looking takes no more than this part of the time, however many files there are.
const PART: u32 = 10;
/// Files have come to rest when nothing is told for so long.
const QUIET: Duration = Duration::from_millis(10);

/// The endings of files that rules are made of.
pub const RULES: &[&str] = &["rules", "png", "jpg", "jpeg", "svg", "webp", "gif", "avif"];
/// The endings of files that a theme is made of.
pub const THEME: &[&str] = &["html", "css"];

/// What is known of a file without reading it: times of the last change, and size.
type Mark = (Option<SystemTime>, i128, u64);

/// The files that a build reads, by their paths; what cannot be looked at has no times.
type Stamp = BTreeMap<PathBuf, Mark>;

/// Which files changed.
#[derive(Debug, PartialEq, Eq)]
pub enum Changed {
    /// These, which are new, others, or gone.
    Some(Vec<PathBuf>),
    /// Any.
    All,
}

/// Looks for changes of a project.
pub struct Watch {
    wake: Wake,
    /// Whether the machine tells of every folder.
    is_told: bool,
    built: Stamp,
}

impl Watch {
    /// Begins with the files as they are now.
    pub fn of(project: &Project) -> Self {
        let mut watch = Self { wake: Wake::new(), is_told: false, built: Stamp::new() };
        // What is told after this, and was seen before, is looked at twice.
        watch.listen(project, &stamp(project));
        watch.built = stamp(project);
        watch
    }

    /// Listens to all folders in which files lie.
    fn listen(&mut self, project: &Project, stamp: &Stamp) {
        let mut folders: Vec<&Path> = stamp.keys().filter_map(|path| path.parent()).collect();
        folders.dedup();
        folders.sort_unstable();
        folders.dedup();
        self.is_told = true;
        let rules = project.root.join(&project.config.rules);
        for folder in folders.into_iter().chain([project.root.as_path(), &rules]) {
            self.is_told &= self.wake.listen_to(folder);
        }
    }

    /// Takes in what differs from what it was, once files have come to rest, and tells whoever builds.
    pub fn forever(mut self, builds: &Builds, root: &Path, to: &Sender<()>) {
        let build = |changed: &Changed| {
            builds.take_in(root, changed);
            // Without anybody who builds the process ends.
            let _ = to.send(());
        };
        // Settings that cannot be read are a state too: it changes when they can.
        let mut broken = false;
        let mut cost = Duration::ZERO;
        loop {
            let pause = if self.is_told && !broken { LONG_PAUSE } else { PAUSE };
            let told = self.wake.wait(pause.max(cost * PART));
            if told != Notice::Nothing
                && let Some(written) = wake::gather(&self.wake, told, QUIET)
                && let Some(changed) = self.known(&written)
                && !broken
            {
                if !changed.is_empty() {
                    build(&Changed::Some(changed));
                }
                continue;
            }
            let begun = Instant::now();
            let Some((project, seen)) = self.at_rest(root) else {
                if !std::mem::replace(&mut broken, true) {
                    build(&Changed::All);
                }
                continue;
            };
            cost = begun.elapsed();
            if seen == self.built && !broken {
                continue;
            }
            let changed = self.changed(&seen);
            self.listen(&project, &seen);
            self.built = seen;
            build(if std::mem::take(&mut broken) { &Changed::All } else { &changed });
        }
    }

    /// Of files that were written those that are others now, if nothing else can have changed by that.
    fn known(&mut self, written: &[PathBuf]) -> Option<Vec<PathBuf>> {
        let mut changed = Vec::new();
        for path in written {
            let is_settings = path.file_name().is_some_and(|name| name == FILE);
            let before = self.built.get_mut(path).filter(|_| !is_settings);
            // What is none of the project's may still be a list of what is left out.
            let before = before?;
            let now = mark(path);
            now.0?;
            if std::mem::replace(before, now) != now {
                changed.push(path.clone());
            }
        }
        Some(changed)
    }

    /// The files once they have come to rest; nothing while the settings cannot be read.
    fn at_rest(&self, root: &Path) -> Option<(Project, Stamp)> {
        let now = || project::find(Some(root)).ok().map(|project| (stamp(&project), project));
        let (mut seen, mut project) = now()?;
        while seen != self.built {
            thread::sleep(QUIET);
            match now() {
                Some((later, _)) if later == seen => break,
                Some(later) => (seen, project) = later,
                None => {}
            }
        }
        Some((project, seen))
    }

    /// Which files differ from what they were.
    fn changed(&self, seen: &Stamp) -> Changed {
        let differs = |(path, mark): &(&PathBuf, &Mark)| self.built.get(*path) != Some(mark);
        let other = seen.iter().filter(differs).map(|(path, _)| path);
        let gone = self.built.keys().filter(|path| !seen.contains_key(*path));
        let changed: Vec<PathBuf> = other.chain(gone).cloned().collect();
        let odd = |path: &PathBuf| [&self.built, seen].iter().any(|stamp| stamp.get(path).is_some_and(is_odd));
        if changed.iter().any(odd) { Changed::All } else { Changed::Some(changed) }
    }
}

/// The state of a project's files now.
fn stamp(project: &Project) -> Stamp {
    let mut stamp = Stamp::new();
    let settings = project.root.join(FILE);
    stamp.insert(settings.clone(), mark(&settings));
    let rules = project.root.join(&project.config.rules);
    let theme = project.config.theme.as_ref().map(|folder| project.root.join(folder));
    for (folder, endings) in [(Some(rules), RULES), (theme, THEME)] {
        let Some(folder) = folder else { continue };
        let disk = Disk::new(&folder).within(&project.root);
        stamp.extend(disk.list_all(endings).into_iter().map(|entry| match entry {
            Ok(path) => {
                let path = folder.join(path);
                let mark = mark(&path);
                (path, mark)
            }
            Err((path, _)) => (folder.join(path), ODD),
        }));
    }
    stamp
}

/// Of something that is listed and cannot be read.
const ODD: Mark = (None, -1, 0);

fn is_odd(mark: &Mark) -> bool {
    *mark == ODD
}

fn mark(path: &Path) -> Mark {
    fs_err::metadata(path).map_or((None, 0, 0), |meta| (meta.modified().ok(), touched(&meta), meta.len()))
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

/// Builds whenever something changed, for ever: first at once, and then as well as can be, until something changes again.
pub fn build_forever(builds: &Builds, root: &Path, changes: &Receiver<()>, mut is_first: bool) {
    loop {
        if is_first && builds.build(root, Pace::Whole).is_some() {
            tell(builds);
        }
        builds.make_ready();
        if changes.recv().is_err() {
            return;
        }
        while changes.try_recv().is_ok() {}
        // Of a build that was given up the next one is on its way.
        let built = if builds.is_behind() { builds.build(root, Pace::First) } else { None };
        if built.is_some() {
            tell(builds);
        }
        is_first = built == Some(true);
    }
}

fn tell(builds: &Builds) {
    // Whoever closed the terminal still has the page.
    let _ = report::print(&format!("{}\n", builds.told()));
}

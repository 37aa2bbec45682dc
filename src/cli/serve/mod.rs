//! `kbc serve`: builds, serves on this machine alone, builds again on a change, and shows findings in the page.
//!
//! A thread answers each connection, one looks for changes, and one builds; pages hear of a new build by server-sent events. A
//! broken file is shown over the page and ends nothing; what was built last stays readable.
//!
//! The project stays open in a [session](crate::session): a file that changed is read, what it reaches is found again, and only
//! pages that show something else are made. A guide that takes long to plan is shown with a first order of steps at once; the
//! best one follows, unless files change before.
//!
//! Only so many connections are answered at once, and none for long without reading or being read. The site lies in a
//! folder of its own that nobody else may read, and that goes with the command, also where a signal ends it.

pub(super) mod answer;
pub(super) mod builds;
mod listening;
mod request;
mod sessions;
mod slots;
mod wake;
mod watch;

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Args;
use tempfile::TempDir;

use super::{CliError, Outcome, project, report};
use answer::Site;
use builds::{Builds, Pace};
pub(super) use listening::{answer_all, on};
use sessions::Sessions;
use watch::Watch;

/// Build, serve on this machine, and build again on every change
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,

    /// The port; where it is in use, one of the next, or any that is free
    #[arg(long, default_value_t = 4000)]
    port: u16,

    /// Take the sessions that pages send to `/_kbc/sessions`, and append them to this file
    #[arg(long, value_name = "FILE")]
    sessions: Option<PathBuf>,
}

/// So many ports behind the wished one are tried.
const NEXT: u16 = 20;

/// How long is waited for who takes or sends nothing. Less in a build for tests, which wait for it.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 4 } else { 10 });

/// How long a build may go on after a signal.
pub(super) const LAST_BUILD: Duration = Duration::from_secs(5);

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let sessions = match &arguments.sessions {
        Some(path) => Some(Arc::new(Sessions::open(path)?)),
        None => None,
    };
    let listener = listen(arguments.port)?;
    let address = listener.local_addr()?;
    let site = private_folder()?;
    let builds = Arc::new(Builds::new(site.path()));
    end_cleanly(site, &builds)?;
    report::print(&format!("Building {} …\n", project.root.display()))?;
    let watch = Watch::of(&project);
    let is_first = builds.build(&project.root, Pace::First);
    report::print(&format!("{}\nServing on http://{address}/ – Ctrl+C ends it.\n", builds.told()))?;
    let (sender, changes) = std::sync::mpsc::channel();
    let cannot = |error| CliError::new(format!("cannot look for changes: {error}"));
    let (built, root) = (Arc::clone(&builds), project.root.clone());
    let build = move || watch::build_forever(&built, &root, &changes, is_first == Some(true));
    thread::Builder::new().spawn(build).map_err(cannot)?;
    let (watched, root) = (Arc::clone(&builds), project.root.clone());
    thread::Builder::new().spawn(move || watch.forever(&watched, &root, &sender)).map_err(cannot)?;
    answer_all(&listener, move |connection| {
        drop(answer::answer(connection, address.port(), |_| Some(Site::of(&builds, sessions.clone()))));
    });
    Ok(Outcome::Fine)
}

/// A temporary folder that only whoever runs kbc may look into.
pub(super) fn private_folder() -> Result<TempDir, CliError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("kbc-serve-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    Ok(builder.tempdir()?)
}

/// Lets a signal end the command, and the site with it.
fn end_cleanly(site: TempDir, builds: &Arc<Builds>) -> Result<(), CliError> {
    let (builds, mut site) = (Arc::clone(builds), Some(site));
    let end = move || {
        // Whoever builds now would make files while they are removed.
        builds.stop(LAST_BUILD);
        drop(site.take().map(TempDir::close));
        std::process::exit(0);
    };
    ctrlc::set_handler(end).map_err(|error| CliError::new(format!("cannot listen for signals: {error}")))
}

/// Listens on the loopback address.
fn listen(port: u16) -> Result<TcpListener, CliError> {
    let wished = (port..=port.saturating_add(NEXT)).find_map(|port| on(port).ok());
    match wished {
        Some(listener) => Ok(listener),
        None => on(0).map_err(|error| CliError::new(format!("cannot listen on this machine: {error}"))),
    }
}

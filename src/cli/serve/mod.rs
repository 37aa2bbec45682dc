//! `kbc serve`: builds, serves on this machine alone, builds again on a change, and shows findings in the page.
//!
//! A thread answers each connection, one more looks for changes; pages hear of a new build by server-sent events. A
//! broken file is shown over the page and ends nothing; what was built last stays readable.

mod answer;
mod builds;
mod request;
mod watch;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{Outcome, Trouble, project, report};
use builds::Builds;

/// Build, serve on this machine, and build again on every change
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,

    /// The port; where it is in use, one of the next, or any that is free
    #[arg(long, default_value_t = 4000)]
    port: u16,
}

/// So many ports behind the wished one are tried.
const NEXT: u16 = 20;

pub fn run(arguments: &Arguments) -> Result<Outcome, Trouble> {
    let project = project::find(arguments.project.as_deref())?;
    let listener = listen(arguments.port)?;
    let address = listener.local_addr()?;
    let site = tempfile::tempdir()?;
    let builds = Arc::new(Builds::new(site.path().join("site")));
    report::print(&format!("Building {} …\n", project.root.display()))?;
    let stamp = watch::stamp(&project);
    builds.build(&project.root);
    report::print(&format!("{}\nServing on http://{address}/ – Ctrl+C ends it.\n", builds.told()))?;
    let (watched, root) = (Arc::clone(&builds), project.root.clone());
    std::thread::spawn(move || watch::forever(&watched, &root, stamp));
    for connection in listener.incoming() {
        // A connection that fails is the browser's trouble; it asks again.
        let Ok(connection) = connection else { continue };
        let builds = Arc::clone(&builds);
        std::thread::spawn(move || drop(answer::answer(&connection, &builds, address.port())));
    }
    Ok(Outcome::Fine)
}

/// Listens on the loopback address.
fn listen(port: u16) -> Result<TcpListener, Trouble> {
    let on = |port: u16| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let wished = (port..=port.saturating_add(NEXT)).find_map(|port| on(port).ok());
    match wished {
        Some(listener) => Ok(listener),
        None => on(0).map_err(|error| Trouble::new(format!("cannot listen on this machine: {error}"))),
    }
}

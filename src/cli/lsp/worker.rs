//! Finds what is wrong with a project, while the server answers everything else.
//!
//! In: a word that something changed. Out: the findings of the newest version, first without those of plans that take long, then
//! all of them. A change gives up what is being found of the version before.

use std::sync::{Arc, Weak};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::session::Found;

use super::documents::Open;

/// The findings of one version of a project.
pub struct Done {
    pub open: Arc<Open>,
    /// The version, as [`Open::edition`] counts.
    pub edition: u64,
    pub found: Arc<Found>,
}

/// Somebody who looks at one project.
pub struct Worker {
    wake: Sender<()>,
}

impl Worker {
    /// Begins to look, and tells what was found.
    pub fn of(open: &Arc<Open>, done: Sender<Done>) -> Self {
        // One word is enough: whoever wakes looks at the newest version.
        let (wake, woken) = bounded(1);
        let watched = Arc::downgrade(open);
        // Without a thread to be had, an editor without findings is better than none.
        let _ = thread::Builder::new().name("findings".to_owned()).spawn(move || look(&watched, &woken, &done));
        let worker = Self { wake };
        worker.wake();
        worker
    }

    /// Says that something changed.
    pub fn wake(&self) {
        // A word that waits already says as much.
        let _ = self.wake.try_send(());
    }
}

/// Looks again whenever it is woken, as long as the project is open and somebody listens.
fn look(watched: &Weak<Open>, woken: &Receiver<()>, done: &Sender<Done>) {
    while woken.recv().is_ok() {
        let Some(open) = watched.upgrade() else { return };
        let edition = open.edition();
        let Ok(first) = open.session.state().findings_at_once() else { continue };
        let is_first = first.is_first;
        let told = done.send(Done { open: Arc::clone(&open), edition, found: Arc::new(first) });
        if told.is_err() {
            return;
        }
        if is_first && open.edition() == edition {
            let Ok(whole) = open.session.state().findings() else { continue };
            open.remembering.save();
            if done.send(Done { open: Arc::clone(&open), edition, found: Arc::new(whole) }).is_err() {
                return;
            }
        }
        open.session.make_ready();
    }
}

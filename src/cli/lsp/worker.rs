//! Finds what is wrong with a project, while the server answers everything else.
//!
//! In: a word that something changed. Out: the findings of the newest version, first without those of plans that take long, then
//! all of them. A change gives up what is being found of the version before.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::session::{Found, Stopped};

use super::documents::Open;

/// The findings of one version of a project.
pub struct Done {
    pub open: Arc<Open>,
    /// The version, as [`Open::edition`] counts.
    pub edition: u64,
    pub found: Arc<Found>,
    /// Whether plans took longer than they may: what they would find is not among the findings.
    pub gave_up: bool,
}

/// How long plans may take after a change, in milliseconds, and without a limit for 0; it may change while plans are made.
pub type PlanMs = Arc<AtomicU64>;

/// Somebody who looks at one project.
pub struct Worker {
    wake: Sender<()>,
}

impl Worker {
    /// Begins to look, and tells what was found.
    pub fn of(open: &Arc<Open>, done: Sender<Done>, most: PlanMs) -> Self {
        // One word is enough: whoever wakes looks at the newest version.
        let (wake, woken) = bounded(1);
        let watched = Arc::downgrade(open);
        // Without a thread to be had, an editor without findings is better than none.
        let _ = thread::Builder::new().name("findings".to_owned()).spawn(move || {
            // What answers questions shares its work among threads, too: it would wait for a plan to end if these were the same.
            match rayon::ThreadPoolBuilder::new().thread_name(|at| format!("findings {at}")).build() {
                Ok(threads) => threads.install(|| look(&watched, &woken, &done, &most)),
                Err(_) => look(&watched, &woken, &done, &most),
            }
        });
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
fn look(watched: &Weak<Open>, woken: &Receiver<()>, done: &Sender<Done>, most: &AtomicU64) {
    while woken.recv().is_ok() {
        let Some(open) = watched.upgrade() else { return };
        let edition = open.edition();
        let tell = |found: &Arc<Found>, gave_up: bool| {
            done.send(Done { open: Arc::clone(&open), edition, found: Arc::clone(found), gave_up })
        };
        let Ok(first) = open.session.state().findings_at_once() else { continue };
        let first = Arc::new(first);
        if tell(&first, false).is_err() {
            return;
        }
        if first.is_first && open.edition() == edition {
            let whole = within(&open, most.load(Ordering::Relaxed));
            open.remembering.save();
            let told = match whole {
                Ok(found) => tell(&Arc::new(found), false),
                Err(Stopped) if open.edition() == edition => tell(&first, true),
                Err(Stopped) => continue,
            };
            if told.is_err() {
                return;
            }
        }
        open.session.make_ready();
    }
}

/// All findings, unless their plans take longer than so many milliseconds. What was planned until then is remembered.
fn within(open: &Open, most: u64) -> Result<Found, Stopped> {
    let state = open.session.state();
    if most == 0 {
        return state.findings();
    }
    let (over, ended) = bounded::<()>(0);
    thread::scope(|scope| {
        let wait = || {
            if ended.recv_timeout(Duration::from_millis(most)) == Err(RecvTimeoutError::Timeout) {
                state.stop();
            }
        };
        // Without a thread to be had, plans take as long as they take.
        let _ = thread::Builder::new().name("limit".to_owned()).spawn_scoped(scope, wait);
        let found = state.findings();
        drop(over);
        found
    })
}

//! The pages of a project beside its text, as the editor has it.
//!
//! In: texts that change, and where the cursor is. Out: a site at an address of this machine alone that follows both, and clicks
//! on its pages. It is what `kbc serve` serves, but made of the session of the editor, so that nothing has to be saved, and
//! at an address that holds a secret, since any program on this machine could ask for it. One port serves all projects.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use lsp_server::RequestId;
use tempfile::TempDir;

use crate::address::encoded;
use crate::cli::serve::answer::{Click, Site, answer};
use crate::cli::serve::builds::{Builds, Pace};
use crate::cli::serve::{LAST_BUILD, answer_all, on, private_folder};

use super::documents::Open;

/// A page is made when nothing was typed for so long.
const QUIET: Duration = Duration::from_millis(100);
/// So many bytes of chance are in the secret of an address.
const SECRET: usize = 16;

/// Who waits for the address of a page.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// A question of the editor.
    Answer(RequestId),
    /// A window that is to be opened.
    Window,
}

/// The site of one project.
struct Shown {
    root: PathBuf,
    /// What stands in front of its paths: a slash and a secret.
    before: String,
    builds: Arc<Builds>,
    open: Mutex<Arc<Open>>,
    wake: Sender<()>,
    /// The item that the page was led to last.
    last: Mutex<String>,
}

/// What ends with the server, also where a signal ends it.
#[derive(Default)]
struct Ending {
    shown: Mutex<Vec<Arc<Shown>>>,
    folder: Mutex<Option<TempDir>>,
}

/// All sites that are shown.
pub struct Previews {
    ending: Arc<Ending>,
    port: Option<u16>,
    /// Who waits until the first page of a project is made, with the page and its anchor.
    waiting: Vec<(PathBuf, Wanted, String)>,
    built: (Sender<PathBuf>, Receiver<PathBuf>),
    clicks: (Sender<Click>, Receiver<Click>),
}

impl Default for Previews {
    fn default() -> Self {
        Self { ending: Arc::default(), port: None, waiting: Vec::new(), built: unbounded(), clicks: unbounded() }
    }
}

impl Previews {
    /// The projects whose pages were made.
    pub fn built(&self) -> Receiver<PathBuf> {
        self.built.1.clone()
    }

    /// The clicks on pages.
    pub fn clicks(&self) -> Receiver<Click> {
        self.clicks.1.clone()
    }

    /// Whether the pages of a project are shown.
    pub fn shows(&self, open: &Open) -> bool {
        self.ending.find(|shown| shown.root == open.project.root).is_some()
    }

    /// Shows a project, where that is not done already, and keeps in mind who wants to know where a page is.
    pub fn want(&mut self, open: &Arc<Open>, wanted: Wanted, below: String) -> Result<(), String> {
        if !self.shows(open) {
            self.show(open)?;
        }
        self.waiting.push((open.project.root.clone(), wanted, below));
        Ok(())
    }

    /// Those who waited and whose pages are there, with their addresses.
    pub fn take_ready(&mut self) -> Vec<(Wanted, String)> {
        let mut ready = Vec::new();
        let waiting = std::mem::take(&mut self.waiting);
        for (root, wanted, below) in waiting {
            let shown = self.ending.find(|shown| shown.root == root).filter(|shown| shown.builds.last().number > 0);
            match (shown, self.port) {
                (Some(shown), Some(port)) => {
                    ready.push((wanted, format!("http://127.0.0.1:{port}{}/{below}", shown.before)));
                }
                _ => self.waiting.push((root, wanted, below)),
            }
        }
        ready
    }

    /// Takes back a question.
    pub fn cancel(&mut self, id: &RequestId) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|(_, wanted, _)| !matches!(wanted, Wanted::Answer(own) if own == id));
        self.waiting.len() < before
    }

    /// Says that the texts or the settings of a project are others now.
    pub fn wake(&self, open: &Arc<Open>) {
        if let Some(shown) = self.ending.find(|shown| shown.root == open.project.root) {
            *locked(&shown.open) = Arc::clone(open);
            shown.wake();
        }
    }

    /// Leads the page of a project to an item, where it is not there already. `places` is asked only then.
    pub fn lead(&self, open: &Open, item: &str, places: impl FnOnce() -> Vec<(String, String)>) {
        let Some(shown) = self.ending.find(|shown| shown.root == open.project.root) else { return };
        if std::mem::replace(&mut *locked(&shown.last), item.to_owned()) == item {
            return;
        }
        let places = places();
        if !places.is_empty() {
            shown.builds.go(places);
        }
    }

    /// The project of a page that was clicked.
    pub fn clicked(&self, click: &Click) -> Option<Arc<Open>> {
        self.ending.find(|shown| shown.before == click.before).map(|shown| shown.open())
    }

    fn show(&mut self, open: &Arc<Open>) -> Result<(), String> {
        if self.port.is_none() {
            self.port = Some(self.listen()?);
        }
        let below = locked(&self.ending.folder).as_ref().map(|folder| folder.path().to_owned());
        let below = below.ok_or("there is no folder for pages")?.join(locked(&self.ending.shown).len().to_string());
        fs_err::create_dir(&below).map_err(|error| error.to_string())?;
        let builds = Arc::new(Builds::new(&below));
        // Pages count from here how often the cursor moves.
        builds.go(Vec::new());
        // One word is enough: whoever wakes makes the pages of the newest version.
        let (wake, woken) = bounded(1);
        let shown = Arc::new(Shown {
            root: open.project.root.clone(),
            before: format!("/{}", secret()?),
            builds,
            open: Mutex::new(Arc::clone(open)),
            wake,
            last: Mutex::default(),
        });
        let (own, built) = (Arc::clone(&shown), self.built.0.clone());
        let keep_up = move || keep_up(&own, &woken, &built);
        thread::Builder::new().name("preview".to_owned()).spawn(keep_up).map_err(|error| error.to_string())?;
        shown.wake();
        locked(&self.ending.shown).push(shown);
        Ok(())
    }

    /// Begins to listen, on this machine alone, and gives the port.
    fn listen(&self) -> Result<u16, String> {
        let listener = on(0).map_err(|error| format!("cannot listen on this machine: {error}"))?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        *locked(&self.ending.folder) = Some(private_folder().map_err(|error| error.message)?);
        let (ending, clicks) = (Arc::clone(&self.ending), self.clicks.0.clone());
        let find = move |path: &str| {
            let shown = ending.find(|shown| shown.is_before(path))?;
            let (builds, before) = (Arc::clone(&shown.builds), shown.before.clone());
            Some(Site { builds, before, clicks: Some(clicks.clone()), sessions: None })
        };
        // Who does not read an answer to its end has gone.
        let serve = move || answer_all(&listener, move |connection| drop(answer(connection, port, &find)));
        thread::Builder::new().name("pages".to_owned()).spawn(serve).map_err(|error| error.to_string())?;
        let ending = Arc::clone(&self.ending);
        let end = move || {
            ending.end();
            std::process::exit(0);
        };
        // Where no signal can be heard, the folder goes with the server in all other ways that it ends.
        let _ = ctrlc::set_handler(end);
        Ok(port)
    }
}

impl Drop for Previews {
    fn drop(&mut self) {
        self.ending.end();
    }
}

impl Ending {
    fn find(&self, is_it: impl Fn(&Shown) -> bool) -> Option<Arc<Shown>> {
        locked(&self.shown).iter().find(|shown| is_it(shown)).cloned()
    }

    /// Ends all builds, and takes their pages away.
    fn end(&self) {
        for shown in &*locked(&self.shown) {
            shown.open().session.state().stop();
            shown.builds.stop(LAST_BUILD);
        }
        // What cannot be removed is for the machine to clear away.
        let _ = locked(&self.folder).take().map(TempDir::close);
    }
}

impl Shown {
    fn open(&self) -> Arc<Open> {
        Arc::clone(&locked(&self.open))
    }

    fn wake(&self) {
        // A word that waits already says as much.
        let _ = self.wake.try_send(());
    }

    /// Whether a path begins with the secret. How long that takes says nothing of how much of it was right.
    fn is_before(&self, path: &str) -> bool {
        let (own, given) = (self.before.as_bytes(), path.as_bytes());
        given.get(own.len()) == Some(&b'/')
            && own.iter().zip(given).fold(0, |differs, (own, given)| differs | (own ^ given)) == 0
    }
}

/// Makes the pages again whenever it is woken, as long as the project is shown.
fn keep_up(shown: &Shown, woken: &Receiver<()>, built: &Sender<PathBuf>) {
    while woken.recv().is_ok() {
        while woken.recv_timeout(QUIET).is_ok() {}
        let open = shown.open();
        let edition = open.edition();
        let build = |pace| shown.builds.build_of((&open.project, &open.session), &open.remembering, pace);
        let Some(has_hurried) = build(Pace::First) else {
            // After a change the next build is on its way; else somebody gave up what takes long, and this is to be done.
            if open.edition() == edition {
                shown.wake();
            }
            continue;
        };
        if built.send(shown.root.clone()).is_err() {
            return;
        }
        if has_hurried && open.edition() == edition {
            build(Pace::Whole);
        }
    }
}

/// The address of a page and an anchor below that of its site.
pub fn below((page, anchor): &(String, String)) -> String {
    let fragment = if anchor.is_empty() { String::new() } else { format!("#{}", encoded(anchor, b"-._~")) };
    format!("{}{fragment}", encoded(page, b"-._~/"))
}

fn secret() -> Result<String, String> {
    let mut bytes = [0; SECRET];
    getrandom::fill(&mut bytes).map_err(|error| format!("this machine gives no secret: {error}"))?;
    let mut secret = String::new();
    for byte in bytes {
        secret.push_str(&format!("{byte:02x}"));
    }
    Ok(secret)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked while holding it left it whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The texts that are open in the editor, and the projects that they belong to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::cli::memory::Remembering;
use crate::cli::project::{self, FILE, Project};
use crate::model::Numbers;
use crate::session::{Session, View};
use crate::source::{LineIndex, shown_path};

use super::address;
use super::lines::Encoding;

/// A project of which a file was opened.
pub struct Open {
    pub project: Project,
    pub session: Session,
    pub remembering: Remembering,
    /// The folder of its rules.
    pub rules: PathBuf,
    /// Counts its versions: what was found of an older one is out of date.
    edition: AtomicU64,
}

impl Open {
    pub fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// Says that its texts are others now.
    pub fn next_edition(&self) {
        self.edition.fetch_add(1, Ordering::AcqRel);
    }

    /// The path of a file below the folder of rules, with slashes.
    pub fn below(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.rules).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The path below the folder of rules of a file that findings show by this path.
    pub fn below_rules<'p>(&self, shown: &'p str) -> Option<&'p str> {
        let below = shown.strip_prefix(self.project.config.rules.as_str())?;
        Some(below.trim_start_matches('/'))
    }

    /// Where a file lies that findings show by this path.
    pub fn path_of(&self, shown: &str) -> PathBuf {
        self.project.root.join(shown)
    }
}

/// Where a text belongs: its project, and its path below the folder of rules.
#[derive(Clone)]
pub struct Place {
    pub open: Arc<Open>,
    pub path: String,
}

impl Place {
    /// The path of the file as people see it.
    pub fn shown(&self) -> String {
        shown_path(&self.open.project.config.rules, &self.path)
    }
}

/// A text that is open in the editor.
pub struct Document {
    pub uri: Uri,
    pub text: String,
    pub lines: LineIndex,
    /// Nothing where it belongs to no project: then only its own words are looked at.
    pub place: Option<Place>,
}

impl Document {
    /// The numbers behind words, as its project says them.
    pub fn numbers(&self) -> Cow<'_, Numbers> {
        let own = self.place.as_ref().map(|place| &place.open.project.config.numbers);
        own.map_or_else(|| Cow::Owned(Numbers::default()), Cow::Borrowed)
    }

    /// What the file means, with all that has to do with it.
    pub fn view(&self) -> Option<View> {
        let place = self.place.as_ref()?;
        place.open.session.state().view(&place.path)
    }
}

/// All projects and open texts.
#[derive(Default)]
pub struct Documents {
    pub projects: BTreeMap<PathBuf, Arc<Open>>,
    texts: BTreeMap<String, Document>,
    /// The address of the text that was opened or changed last.
    latest: Option<Uri>,
}

impl Documents {
    /// The text of an address, if it is open.
    pub fn get(&self, uri: &Uri) -> Option<&Document> {
        self.texts.get(uri.as_ref())
    }

    /// The address of the text that was opened or changed last.
    pub fn latest(&self) -> Option<&Uri> {
        self.latest.as_ref()
    }

    /// The address of a file of a project: the one that the editor uses, where it has the file open.
    pub fn uri(&self, open: &Open, shown: &str) -> Uri {
        let own = |text: &&Document| {
            text.place.as_ref().is_some_and(|place| {
                std::ptr::eq(&raw const *place.open, open) && open.path_of(shown) == open.rules.join(&place.path)
            })
        };
        match self.texts.values().find(own) {
            Some(text) => text.uri.clone(),
            None => address::uri(&open.path_of(shown)),
        }
    }

    /// Takes in a text that was opened. Gives the project where it is a new one.
    pub fn open(&mut self, uri: Uri, text: String) -> Result<Option<Arc<Open>>, String> {
        let (place, new, trouble) = match address::path(&uri).map(|path| self.place(&path)) {
            Some(Ok((place, new))) => (place, new, None),
            Some(Err(trouble)) => (None, None, Some(trouble)),
            None => (None, None, None),
        };
        let document = Document { lines: LineIndex::new(&text), uri, text, place };
        change(&document);
        self.latest = Some(document.uri.clone());
        self.texts.insert(document.uri.as_ref().to_owned(), document);
        match trouble {
            Some(trouble) => Err(trouble),
            None => Ok(new),
        }
    }

    /// Where a file belongs, and the project where it was not open yet.
    fn place(&mut self, path: &Path) -> Result<(Option<Place>, Option<Arc<Open>>), String> {
        // The file itself may not be on the disk yet.
        let Some(path) = address::canonical(path) else { return Ok((None, None)) };
        let marked = project::marked(path.parent().unwrap_or(&path));
        let Some(root) = marked.map_err(|error| format!("cannot look for {FILE}: {error}"))? else {
            return Ok((None, None));
        };
        let (open, new) = match self.projects.get(root) {
            Some(open) => (Arc::clone(open), None),
            None => {
                let open = opened(root)?;
                self.projects.insert(root.to_owned(), Arc::clone(&open));
                (Arc::clone(&open), Some(open))
            }
        };
        let place = open.below(&path).map(|path| Place { open, path });
        Ok((place, new))
    }

    /// Takes in what was typed.
    pub fn change(&mut self, uri: &Uri, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        let Some(document) = self.texts.get_mut(uri.as_ref()) else { return };
        for one in changes {
            match one {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let at = |place| encoding.offset(&document.text, &document.lines, place);
                    let (start, end) = (at(part.range.start), at(part.range.end));
                    document.text.replace_range(start..end.max(start), &part.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
            }
            document.lines = LineIndex::new(&document.text);
        }
        change(document);
        self.latest = Some(document.uri.clone());
    }

    /// Gives a file back to the disk.
    pub fn close(&mut self, uri: &Uri) -> Option<Document> {
        let document = self.texts.remove(uri.as_ref())?;
        if let Some(Place { open, path }) = &document.place {
            open.session.forget(path);
            open.next_edition();
        }
        Some(document)
    }

    /// Takes in that files changed on the disk. Gives the projects whose findings may be others, each with whether it is a new
    /// one, with other settings.
    pub fn reload(&mut self, paths: &[PathBuf]) -> Vec<(Arc<Open>, bool)> {
        let mut changed = Vec::new();
        for (root, open) in self.projects.clone() {
            if paths.iter().any(|path| *path == root.join(FILE)) {
                changed.extend(self.reopen(&root).map(|open| (open, true)));
                continue;
            }
            let below: Vec<String> = paths.iter().filter_map(|path| open.below(path)).collect();
            let below: Vec<&str> = below.iter().map(String::as_str).collect();
            if !below.is_empty() && open.session.reload_some(&below) {
                open.next_edition();
                changed.push((open, false));
            }
        }
        changed
    }

    /// Reads the settings of a project again. Where they cannot be read, it goes on with those that it had.
    fn reopen(&mut self, root: &Path) -> Option<Arc<Open>> {
        let open = opened(root).ok()?;
        self.projects.get(root)?.session.state().stop();
        self.projects.insert(root.to_owned(), Arc::clone(&open));
        for document in self.texts.values_mut() {
            let belongs = document.place.as_ref().is_some_and(|place| place.open.project.root == root);
            let path = address::path(&document.uri).filter(|_| belongs);
            if let Some(path) = path.and_then(|path| address::canonical(&path)) {
                document.place = open.below(&path).map(|path| Place { open: Arc::clone(&open), path });
                change(document);
            }
        }
        Some(open)
    }
}

fn opened(root: &Path) -> Result<Arc<Open>, String> {
    let project = project::find(Some(root)).map_err(|error| error.message)?;
    let remembering = Remembering::of(&project.root);
    let session = project.session(remembering.plans());
    let rules = project.root.join(&project.config.rules);
    let rules = rules.canonicalize().unwrap_or(rules);
    Ok(Arc::new(Open { project, session, remembering, rules, edition: AtomicU64::new(0) }))
}

/// Puts the text of a document in the place of its file.
fn change(document: &Document) {
    if let Some(Place { open, path }) = &document.place {
        open.session.change(path, Some(document.text.clone().into_bytes()));
        open.next_edition();
    }
}

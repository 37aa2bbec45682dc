//! Renaming a file renames its module.
//!
//! In: files that an editor is about to rename, or their folders. Out: the edits that keep everything as it was: each `use`, each
//! name with the module in front of it, the paths of pictures, and for items that were published what they were called.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{FileRename, TextEdit, Uri};
use serde_json::Value;

use crate::cli::lock;
use crate::links::Lock;
use crate::model::{Knowledge, Meant};
use crate::session::{State, View};
use crate::source::{FileId, Source, Span};
use crate::syntax::{self, Rule, text};

use super::address;
use super::documents::Open;
use super::edits::Edits;
use super::rename::moved_from;
use super::requests::Wrong;
use super::server::Server;

/// A module that gets another name.
struct Moved {
    /// Its file below the folder of rules, before and after.
    from: String,
    to: String,
    /// Its name before and after.
    old: String,
    new: String,
    /// Whether it leaves what lies beside it behind.
    alone: bool,
}

/// What has to change with these files.
pub fn will_rename(server: &Server, files: &[FileRename]) -> Result<Value, Wrong> {
    let mut edits = Edits::default();
    for open in server.documents.projects.values() {
        let state = open.session.state();
        let moved = moved(open, &state, files)?;
        if moved.is_empty() {
            continue;
        }
        let known = lock::read(&open.project).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for one in &moved {
            let Some(view) = state.view(&one.from) else { continue };
            let maker = Maker { server, open, view: &view, edits: &mut edits, seen: &mut seen };
            maker.all(one, &known);
        }
    }
    Ok(edits.all(server.client.asks))
}

/// The modules of a project that get another name. What leaves the folder of rules is no module any more.
fn moved(open: &Open, state: &State, files: &[FileRename]) -> Result<Vec<Moved>, Wrong> {
    let rules = &open.project.config.rules;
    let below = |uri: &str| {
        let path = address::path(&Uri::from(uri))?;
        open.below(&address::canonical(&path).unwrap_or(path))
    };
    let sources = state.sources();
    let mut found = Vec::new();
    for file in files {
        let (Some(from), Some(to)) = (below(file.old_uri.as_ref()), below(file.new_uri.as_ref())) else { continue };
        for source in sources.files() {
            let Some(own) = open.below_rules(&source.path) else { continue };
            let within = own.strip_prefix(from.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
            let Some(within) = within else { continue };
            let to = format!("{to}{within}");
            if Path::new(&to).extension().is_none_or(|ending| ending != "rules") {
                continue;
            }
            let new = Source::of_bytes(rules, &to, Vec::new()).map_err(|error| Wrong::here(error.to_string()))?;
            if new.dotted || new.sayable.is_some() {
                let why = "names of files and folders are made of a-z, 0-9 and `-`, and begin with a letter";
                return Err(Wrong::here(format!("no `use` could name `{to}`: {why}")));
            }
            let (old, new) = (source.module.clone(), new.module);
            found.push(Moved { from: own.to_owned(), to, old, new, alone: within.is_empty() });
        }
    }
    Ok(found)
}

struct Maker<'m> {
    server: &'m Server,
    open: &'m Arc<Open>,
    view: &'m View,
    edits: &'m mut Edits,
    /// The places that have an edit already, by file.
    seen: &'m mut BTreeSet<(String, u32)>,
}

impl Maker<'_> {
    fn all(mut self, moved: &Moved, known: &Lock) {
        let view = self.view;
        let knowledge = view.knowledge();
        for file in (0..knowledge.modules.len()).map(FileId::new) {
            let text = knowledge.sources.get(file).text();
            for mention in knowledge.mentions_in(file) {
                let of = match mention.meant {
                    Meant::Module(of) => of,
                    Meant::Item(id) | Meant::Option(id, _) | Meant::Stage(id, _) => knowledge.file(id),
                };
                if of != view.file {
                    continue;
                }
                let span = match mention.meant {
                    Meant::Module(_) => Some(mention.span),
                    _ => in_front(text, mention.span, &moved.old),
                };
                if let Some(span) = span {
                    self.put(span, &moved.new, false);
                }
            }
        }
        self.published(moved, known);
        if moved.alone {
            self.pictures(moved);
        }
    }

    /// Items that were published say what they were called.
    fn published(&mut self, moved: &Moved, known: &Lock) {
        let view = self.view;
        let knowledge = view.knowledge();
        for id in knowledge.ids_in(view.file) {
            // A plain name is one of its own module, which was called otherwise.
            for name in &knowledge.common(id).further().moved_from {
                let former = format!("{}.{}", moved.old, knowledge.spelled(*name));
                if !knowledge.spelled(*name).contains('.') && known.knows(&former) {
                    self.put(name.span, &former, false);
                }
            }
            let former = knowledge.qualified(id);
            if known.knows(&former)
                && let Some((at, said)) = moved_from(knowledge, id, &former)
            {
                self.put(at, &said, true);
            }
        }
    }

    /// Paths of pictures begin at the folder of their file.
    fn pictures(&mut self, moved: &Moved) {
        let view = self.view;
        let knowledge: &Knowledge = view.knowledge();
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
        let (before, after) = (folder(&moved.from), folder(&moved.to));
        if before == after {
            return;
        }
        let source = knowledge.sources.get(view.file).text();
        let (tree, _) = syntax::parse(view.file, source);
        for item in tree.items(source) {
            for image in item.below(Rule::image) {
                let path = image.children().find(|part| matches!(part.rule(), Rule::string | Rule::raw));
                let Some(path) = path else { continue };
                let written = text::decode(path.text());
                if let Some(new) = seen_from(&before, &after, &written).filter(|new| *new != written) {
                    let quoted = format!("\"{}\"", new.replace('\\', "\\\\").replace('"', "\\\""));
                    self.put(path.span(), &quoted, false);
                }
            }
        }
    }

    fn put(&mut self, span: Span, new: &str, is_asked: bool) {
        let source = self.view.knowledge().sources.get(span.file);
        if !self.seen.insert((source.path.clone(), span.start)) {
            return;
        }
        let edit = TextEdit { range: self.server.client.encoding.range(source, span), new_text: new.to_owned() };
        let uri = self.server.documents.uri(self.open, &source.path);
        if is_asked { self.edits.add_asked(&uri, edit) } else { self.edits.add(&uri, edit) }
    }
}

/// Where the module stands in front of a name.
fn in_front(text: &str, name: Span, module: &str) -> Option<Span> {
    let before = text[..name.start as usize].strip_suffix('.')?.strip_suffix(module)?;
    let goes_on = before.ends_with(|last: char| last.is_ascii_alphanumeric() || matches!(last, '-' | '_' | '.'));
    (!goes_on).then(|| Span::new(name.file, before.len(), before.len() + module.len()))
}

/// A path below one folder as it is written below another; nothing where it leads out of both.
fn seen_from(before: &str, after: &str, path: &str) -> Option<String> {
    let parts = |folder: &str| folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (mut whole, from) = (parts(before), parts(after));
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(whole.pop()?),
            part => whole.push(part.to_owned()),
        }
    }
    let same = whole.iter().zip(&from).take_while(|(one, two)| one == two).count();
    let up = from[same..].iter().map(|_| "..".to_owned());
    Some(up.chain(whole[same..].iter().cloned()).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_found_from_another_folder() {
        for (before, after, path, wanted) in [
            ("", "a", "x.png", Some("../x.png")),
            ("a", "", "x.png", Some("a/x.png")),
            ("a/b", "a/c", "../x.png", Some("../x.png")),
            ("a/b", "c", "d/x.png", Some("../a/b/d/x.png")),
            ("a", "b", "../../x.png", None),
        ] {
            assert_eq!(seen_from(before, after, path).as_deref(), wanted, "{before} {after} {path}");
        }
    }

    #[test]
    fn only_the_whole_module_stands_in_front() {
        let text = "fixes a.parts.plug, parts.plug";
        let last = Span::new(FileId::new(0), 26, 30);
        assert_eq!(in_front(text, last, "parts"), Some(Span::new(FileId::new(0), 20, 25)));
        let first = Span::new(FileId::new(0), 14, 18);
        assert_eq!(&text[14..18], "plug");
        assert_eq!(in_front(text, first, "parts"), None);
    }
}

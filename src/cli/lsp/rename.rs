//! Giving something another name, everywhere at once.
//!
//! Names in every file that uses it change, and where readers fill the value in, the names in angle brackets of texts and commands.
//! An item that was published keeps its links: `moved-from` says what it was called, as far as `kbc.lock` knows that.

use gen_lsp_types::{Position, PrepareRenamePlaceholder, TextEdit};
use serde_json::Value;

use crate::cli::lock;
use crate::graph::{blanks, filled_in_reach, is_filled_in};
use crate::model::{ItemId, Kind, Knowledge, Meant};
use crate::source::{FileId, Span};
use crate::syntax::{self, Node, Rule, words};

use super::documents::Document;
use super::edits::Edits;
use super::pointing;
use super::requests::Wrong;
use super::server::Server;

/// The name that would change; nothing where there is none that can.
pub fn prepare(
    server: &Server,
    document: &Document,
    position: Position,
) -> Result<Option<PrepareRenamePlaceholder>, Wrong> {
    let Some((view, mention)) = pointing::at(server, document, position) else { return Ok(None) };
    if matches!(mention.meant, Meant::Module(_)) {
        return Err(Wrong::here("a module is called as its file is: rename the file"));
    }
    let knowledge = view.knowledge();
    let source = knowledge.sources.get(view.file);
    Ok(Some(PrepareRenamePlaceholder {
        range: server.client.encoding.range(source, mention.span),
        placeholder: knowledge.slice(mention.span).to_owned(),
    }))
}

pub fn rename(server: &Server, document: &Document, position: Position, name: &str) -> Result<Option<Value>, Wrong> {
    let Some((view, mention)) = pointing::at(server, document, position) else { return Ok(None) };
    let knowledge = view.knowledge();
    let Some(own) = knowledge.named_at(mention.meant) else {
        return Err(Wrong::here("`yes` and `no` are words of the language"));
    };
    if matches!(mention.meant, Meant::Module(_)) {
        return Err(Wrong::here("a module is called as its file is: rename the file"));
    }
    is_free(knowledge, mention.meant, name)?;
    let mut spans = pointing::named(knowledge, mention.meant);
    spans.push(own);
    spans.extend(in_brackets(knowledge, mention.meant));
    spans.sort_unstable();
    spans.dedup();
    let Some(place) = &document.place else { return Ok(None) };
    let edit = |span: Span, new_text: String| {
        let source = knowledge.sources.get(span.file);
        let range = server.client.encoding.range(source, span);
        (server.documents.uri(&place.open, &source.path), TextEdit { range, new_text })
    };
    let mut edits = Edits::default();
    for span in spans {
        let (uri, edit) = edit(span, name.to_owned());
        edits.add(&uri, edit);
    }
    if let Meant::Item(id) = mention.meant
        && lock::read(&place.open.project).is_ok_and(|lock| lock.knows(&knowledge.qualified(id)))
        && let Some((at, said)) = moved_from(knowledge, id, knowledge.name(id))
    {
        let (uri, edit) = edit(at, said);
        edits.add_asked(&uri, edit);
    }
    Ok(Some(edits.all(server.client.asks)))
}

/// Where an item says what it was called before, and the words to put there. Nothing where it has no place for them.
pub fn moved_from(knowledge: &Knowledge, id: ItemId, name: &str) -> Option<(Span, String)> {
    let item = knowledge.item(id);
    let at = |place: usize| Span::new(item.span.file, place, place);
    let text = knowledge.sources.get(item.span.file).text();
    if let Some(last) = knowledge.common(id).further().moved_from.last() {
        return Some((at(last.span.end as usize), format!(", {name}")));
    }
    let behind = item.head.end as usize;
    let brace = text[behind..item.span.end as usize].find('{')?;
    if !text[behind..behind + brace].trim().is_empty() {
        return None;
    }
    let place = behind + brace + 1;
    let inside = &text[place..];
    let said = match inside.trim_start_matches([' ', '\t', '\r']).chars().next()? {
        '\n' => format!("\n  moved-from {name}"),
        '}' => format!(" moved-from {name} "),
        _ => format!(" moved-from {name} ;"),
    };
    Some((at(place), said))
}

/// Can something be called so?
fn is_free(knowledge: &Knowledge, meant: Meant, name: &str) -> Result<(), Wrong> {
    if !syntax::is_name(name) {
        return Err(Wrong::here(format!(
            "`{name}` is no name: names are made of a-z, 0-9 and `-`, and begin with a letter"
        )));
    }
    if words::RESERVED.contains(&name) {
        return Err(Wrong::here(format!("`{name}` is a word of the language")));
    }
    let is_taken = match meant {
        Meant::Item(id) => {
            let kind = knowledge.item(id).kind();
            let file = knowledge.file(id);
            if kind == Kind::Cause && name == words::RESERVED_CAUSE {
                return Err(Wrong::here(format!("`{name}` stands for the causes that nobody wrote down")));
            }
            let same = |&other: &_| other != id && knowledge.file(other) == file && knowledge.name(other) == name;
            knowledge.ids().any(|other| same(&other))
        }
        Meant::Option(id, at) => {
            let options = knowledge.options(id).into_iter().enumerate();
            options.into_iter().any(|(other, option)| other != at as usize && knowledge.spelled(option) == name)
        }
        Meant::Stage(guide, at) => knowledge.guide(guide).is_some_and(|guide| {
            let stages = guide.stages.iter().enumerate();
            stages.into_iter().any(|(other, stage)| other != at as usize && knowledge.spelled(stage.name) == name)
        }),
        Meant::Module(_) => false,
    };
    if is_taken { Err(Wrong::here(format!("`{name}` is there already"))) } else { Ok(()) }
}

/// The places of a name in angle brackets, where readers fill it in.
fn in_brackets(knowledge: &Knowledge, meant: Meant) -> Vec<Span> {
    let Meant::Item(id) = meant else { return Vec::new() };
    if !is_filled_in(knowledge, id) {
        return Vec::new();
    }
    let name = knowledge.name(id);
    let reaches = |&file: &FileId| filled_in_reach(knowledge, file).any(|other| other == id);
    let files = (0..knowledge.modules.len()).map(FileId::new).filter(reaches);
    let places = files.flat_map(|file| {
        let text = knowledge.sources.get(file).text();
        let (tree, _) = syntax::parse(file, text);
        let of_item = |item: Node<'_>| {
            let texts = [Rule::string, Rule::block, Rule::raw].into_iter().flat_map(|wanted| item.below(wanted));
            texts.map(Node::span).collect::<Vec<Span>>()
        };
        let texts: Vec<Span> = tree.items(text).flat_map(of_item).collect();
        let in_text = |span: Span| {
            let found = blanks(&text[span.range()]).filter(|(_, blank)| *blank == name);
            found.map(|(at, _)| at).collect::<Vec<_>>().into_iter().map(move |at| {
                let start = span.start as usize + at + 1;
                Span::new(file, start, start + name.len())
            })
        };
        texts.into_iter().flat_map(in_text).collect::<Vec<_>>()
    });
    places.collect()
}

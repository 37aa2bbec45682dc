//! The shape of a file: its items, what can be folded, and its layout.

use std::collections::BTreeMap;
use std::path::Path;

use gen_lsp_types::{
    BaseSymbolInformation, DocumentLink, DocumentSymbol, FoldingRange, FoldingRangeKind, Location, Position, Range,
    SelectionRange, SymbolInformation, SymbolKind, TextEdit, Uri,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::fmt;
use crate::model::{ItemId, Kind};
use crate::session::NamedItem;
use crate::source::{FileId, Source, Span};
use crate::syntax::{self, Node, Rule, text};

use super::address;
use super::complete::fits;
use super::documents::Document;
use super::requests::Wrong;
use super::server::Server;

/// So many items of all files are listed at most.
const MOST: usize = 500;

pub fn kind_of(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Guide => SymbolKind::Module,
        Kind::Symptom => SymbolKind::Event,
        Kind::Cause => SymbolKind::Class,
        Kind::Check => SymbolKind::Interface,
        Kind::Remedy => SymbolKind::Method,
        Kind::Rule => SymbolKind::Operator,
        Kind::Fact => SymbolKind::Variable,
        Kind::Escalation | Kind::Result => SymbolKind::Constant,
        Kind::Steps => SymbolKind::Function,
        Kind::Source => SymbolKind::File,
        Kind::Scenario => SymbolKind::Struct,
    }
}

/// The items of a file, with the outcomes of its checks.
pub fn symbols(server: &Server, document: &Document) -> Vec<DocumentSymbol> {
    let Some(view) = document.view() else { return Vec::new() };
    let knowledge = view.knowledge();
    let source = knowledge.sources.get(view.file);
    let range = |span: Span| server.client.encoding.range(source, span);
    let symbol = |id: ItemId| {
        let item = knowledge.item(id);
        let kind = item.kind();
        let title = item.title.map(|title| knowledge.text(title).into_owned());
        let options = knowledge.options(id);
        let inner = options.into_iter().map(|name| {
            symbol_of(knowledge.spelled(name), None, SymbolKind::EnumMember, (range(name.span), range(name.span)))
        });
        let inner: Vec<DocumentSymbol> = inner.collect();
        let (name, detail) = match kind {
            Kind::Scenario => (title.clone().unwrap_or_else(|| kind.word().to_owned()), None),
            _ => (knowledge.name(id).to_owned(), title),
        };
        let mut made = symbol_of(&name, detail, kind_of(kind), (range(item.span), range(item.name.span)));
        made.children = (!inner.is_empty()).then_some(inner);
        made
    };
    knowledge.ids_in(view.file).map(symbol).collect()
}

fn symbol_of(name: &str, detail: Option<String>, kind: SymbolKind, (range, own): (Range, Range)) -> DocumentSymbol {
    #[expect(deprecated, reason = "the field is there, and has to be left empty")]
    DocumentSymbol {
        name: name.to_owned(),
        detail,
        kind,
        tags: None,
        deprecated: None,
        range,
        selection_range: own,
        children: None,
    }
}

/// The items of all open projects whose names hold the letters of a query.
pub fn everywhere(server: &Server, query: &str) -> Vec<SymbolInformation> {
    let mut found = Vec::new();
    for open in server.documents.projects.values() {
        let state = open.session.state();
        let sources = state.sources();
        let by_path: BTreeMap<&str, &Source> =
            sources.files().iter().map(|source| (source.path.as_str(), source)).collect();
        for named in state.names() {
            if found.len() >= MOST {
                return found;
            }
            let Some(source) = by_path.get(named.path.as_str()).filter(|_| fits(&named.name, query)) else { continue };
            let span = Span::new(FileId::new(0), named.at.start, named.at.end);
            let location = Location {
                uri: server.documents.uri(open, &named.path),
                range: server.client.encoding.range(source, span),
            };
            found.push(information(named, location));
        }
    }
    found
}

fn information(named: NamedItem, location: Location) -> SymbolInformation {
    #[expect(deprecated, reason = "the field is there, and has to be left empty")]
    SymbolInformation {
        deprecated: None,
        location,
        base_symbol_information: BaseSymbolInformation {
            name: named.name,
            kind: kind_of(named.kind),
            tags: None,
            container_name: Some(named.module),
        },
    }
}

/// The blocks of several lines.
pub fn folds(document: &Document) -> Vec<FoldingRange> {
    let (tree, _) = syntax::parse(FileId::new(0), &document.text);
    let mut found = Vec::new();
    let mut open: Vec<_> = tree.items(&document.text).collect();
    while let Some(node) = open.pop() {
        open.extend(node.all_children());
        let span = node.span().range();
        let text = document.text[span.clone()].trim_end();
        let (first, last) = (document.lines.line(span.start), document.lines.line(span.start + text.len().max(1) - 1));
        let is_block = text.ends_with('}') || text.ends_with("\"\"\"");
        if last > first && (is_block || node.rule() == Rule::comment) {
            let kind = (node.rule() == Rule::comment).then_some(FoldingRangeKind::Comment);
            // The line that closes a block stays to be seen.
            let end_line = if is_block { last as u32 - 1 } else { last as u32 };
            if end_line > first as u32 {
                found.push(FoldingRange { start_line: first as u32, end_line, kind, ..FoldingRange::default() });
            }
        }
    }
    found.sort_by_key(|fold| (fold.start_line, std::cmp::Reverse(fold.end_line)));
    found.dedup_by_key(|fold| (fold.start_line, fold.end_line));
    found
}

/// What holds each place, from the smallest part of the text to the whole item.
pub fn selections(server: &Server, document: &Document, positions: &[Position]) -> Vec<SelectionRange> {
    let (tree, _) = syntax::parse(FileId::new(0), &document.text);
    let place = |offset| server.client.encoding.position(&document.text, &document.lines, offset);
    let of = |position: &Position| {
        let offset = server.client.encoding.offset(&document.text, &document.lines, *position);
        let holds = |node: &Node| node.span().range().start <= offset && offset <= node.span().range().end;
        let mut held = None;
        let mut inner = tree.items(&document.text).find(holds);
        while let Some(node) = inner {
            let span = node.span().range();
            let range = Range { start: place(span.start), end: place(span.end) };
            // A part that is all of what holds it is no step of its own.
            if held.as_ref().is_none_or(|outer: &SelectionRange| outer.range != range) {
                held = Some(SelectionRange { range, parent: held.map(Box::new) });
            }
            inner = node.children().find(holds);
        }
        held.unwrap_or(SelectionRange { range: Range { start: *position, end: *position }, parent: None })
    };
    positions.iter().map(of).collect()
}

/// Pictures and addresses, which an editor opens.
pub fn links(server: &Server, document: &Document) -> Vec<DocumentLink> {
    let (tree, _) = syntax::parse(FileId::new(0), &document.text);
    let folder = address::path(&document.uri).and_then(|path| path.parent().map(Path::to_owned));
    let mut found = Vec::new();
    for item in tree.items(&document.text) {
        let pictures = item.below(Rule::image).map(|node| (node, true));
        for (node, is_picture) in pictures.chain(item.below(Rule::link).map(|node| (node, false))) {
            let Some(text) = node.children().find(|part| matches!(part.rule(), Rule::string | Rule::raw)) else {
                continue;
            };
            let said = text::decode(text.text()).into_owned();
            let target = match &folder {
                Some(folder) if is_picture => Some(address::uri(&folder.join(said))),
                _ => said.starts_with("https://").then_some(Uri(said)),
            };
            let Some(target) = target else { continue };
            let span = text.span().range();
            let place = |offset| server.client.encoding.position(&document.text, &document.lines, offset);
            let range = Range { start: place(span.start), end: place(span.end) };
            found.push(DocumentLink { range, target: Some(target), ..DocumentLink::default() });
        }
    }
    found.sort_by_key(|link| (link.range.start.line, link.range.start.character));
    found
}

/// The edits that bring a file into its layout: of the lines that change, and of no others, so that the cursor stays.
pub fn layout(server: &Server, document: &Document) -> Result<Vec<TextEdit>, Wrong> {
    let width = document.place.as_ref().map_or(fmt::WIDTH, |place| place.open.project.config.line_width);
    let formatted = fmt::format(&document.text, width).map_err(|refusal| Wrong::here(refusal.to_string()))?;
    let Some(new) = formatted.text else { return Ok(Vec::new()) };
    let (old, new): (Vec<&str>, Vec<&str>) =
        (document.text.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let starts: Vec<usize> = old
        .iter()
        .scan(0, |at, line| Some(std::mem::replace(at, *at + line.len())))
        .chain(std::iter::once(document.text.len()))
        .collect();
    let place = |offset| server.client.encoding.position(&document.text, &document.lines, offset);
    let edit = |operation: &DiffOp| {
        let (before, after) = (operation.old_range(), operation.new_range());
        let range = Range { start: place(starts[before.start]), end: place(starts[before.end]) };
        TextEdit { range, new_text: new[after].concat() }
    };
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    Ok(changes.iter().filter(|operation| !matches!(operation, DiffOp::Equal { .. })).map(edit).collect())
}

//! What stands at a place, where that is defined, and where else it is named.

use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, Location, Position};

use crate::model::{Item, Knowledge, Meant, Mention};
use crate::session::View;
use crate::source::{FileId, Span};

use super::documents::Document;
use super::server::Server;

/// What the name at a place means, and where the name stands; nothing where there is no name.
pub fn meant_at(view: &View, offset: usize) -> Option<Mention> {
    let knowledge = view.knowledge();
    let all = knowledge.mentions_in(view.file).into_iter().chain(given_in(knowledge, view.file));
    let at = offset as u32;
    all.filter(|one| one.span.start <= at && at <= one.span.end).min_by_key(|one| one.span.end - one.span.start)
}

/// The names that a file gives: to items, to outcomes and choices, and to stages.
pub fn given_in(knowledge: &Knowledge, file: FileId) -> Vec<Mention> {
    let mut found = Vec::new();
    for id in knowledge.ids_in(file) {
        let item: &Item = knowledge.item(id);
        if !item.name.span.range().is_empty() && !knowledge.name(id).starts_with('"') {
            found.push(Mention { span: item.name.span, meant: Meant::Item(id) });
        }
        let options = knowledge.options(id).into_iter().enumerate();
        found.extend(options.map(|(at, name)| Mention { span: name.span, meant: Meant::Option(id, at as u32) }));
        let stages = knowledge.guide(id).map_or(&[][..], |guide| &guide.stages).iter().enumerate();
        found.extend(stages.map(|(at, stage)| Mention { span: stage.name.span, meant: Meant::Stage(id, at as u32) }));
    }
    found
}

/// Every place that names something, its own not among them, in the order of files and lines.
pub fn named(knowledge: &Knowledge, meant: Meant) -> Vec<Span> {
    let files = (0..knowledge.modules.len()).map(FileId::new);
    let all = files.flat_map(|file| knowledge.mentions_in(file));
    let mut spans: Vec<Span> = all.filter(|one| one.meant == meant).map(|one| one.span).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}

pub fn location(server: &Server, document: &Document, knowledge: &Knowledge, span: Span) -> Option<Location> {
    let place = document.place.as_ref()?;
    let source = knowledge.sources.get(span.file);
    let uri = server.documents.uri(&place.open, &source.path);
    Some(Location { uri, range: server.client.encoding.range(source, span) })
}

/// What is meant at a place of a document, in the knowledge around it.
pub fn at(server: &Server, document: &Document, position: Position) -> Option<(View, Mention)> {
    let view = document.view()?;
    let offset = server.client.encoding.offset(&document.text, &document.lines, position);
    let mention = meant_at(&view, offset)?;
    Some((view, mention))
}

pub fn definition(server: &Server, document: &Document, position: Position) -> Option<Location> {
    let (view, mention) = at(server, document, position)?;
    let knowledge = view.knowledge();
    location(server, document, knowledge, knowledge.named_at(mention.meant)?)
}

pub fn references(
    server: &Server,
    document: &Document,
    position: Position,
    with_definition: bool,
) -> Option<Vec<Location>> {
    let (view, mention) = at(server, document, position)?;
    let knowledge = view.knowledge();
    let own = knowledge.named_at(mention.meant).filter(|_| with_definition);
    let spans = own.into_iter().chain(named(knowledge, mention.meant));
    spans.map(|span| location(server, document, knowledge, span)).collect()
}

pub fn highlights(server: &Server, document: &Document, position: Position) -> Option<Vec<DocumentHighlight>> {
    let (view, mention) = at(server, document, position)?;
    let knowledge = view.knowledge();
    let own = knowledge.named_at(mention.meant);
    let spans = own.into_iter().chain(named(knowledge, mention.meant)).filter(|span| span.file == view.file);
    let source = knowledge.sources.get(view.file);
    let shown = |span: Span| DocumentHighlight {
        range: server.client.encoding.range(source, span),
        kind: Some(if Some(span) == own { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read }),
    };
    Some(spans.map(shown).collect())
}

//! What can be done about findings where the cursor is.

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, WorkspaceEdit};

use crate::diagnostics::{Diagnostic, Fix, Level};
use crate::session::Found;
use crate::source::{FileId, Span};
use crate::words::capital;

use super::documents::{Document, Open};
use super::server::Server;

pub fn at(server: &Server, document: &Document, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let place = document.place.as_ref()?;
    // Places of an older version would lead astray.
    let latest = server.pulls.current(&place.open)?;
    let found = &*latest.found;
    let shown = place.shown();
    let file = FileId::new(found.sources.files().iter().position(|source| source.path == shown)?);
    let wants = |kind: &CodeActionKind| {
        let name =
            |kind: &CodeActionKind| serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
        params.context.only.as_ref().is_none_or(|only| {
            only.iter().any(|one| {
                let (one, kind) = (name(one).unwrap_or_default(), name(kind).unwrap_or_default());
                kind == one || kind.strip_prefix(&one).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let encoding = server.client.encoding;
    let offset = |position| encoding.offset(&document.text, &document.lines, position) as u32;
    let (start, end) = (offset(params.range.start), offset(params.range.end));
    let here = |finding: &&Diagnostic| {
        finding.span.is_some_and(|span| span.file == file && span.start <= end && start <= span.end)
    };
    let maker = Maker { server, open: &place.open, found };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QuickFix) {
        for finding in found.findings.iter().filter(here) {
            actions.extend(finding.fix.as_ref().map(|fix| {
                let edit = maker.edit(fix.edits.iter().map(|edit| (edit.span, edit.text.clone())));
                let is_preferred = Some(fix.safe);
                CodeAction { is_preferred, ..action(&fix.title, CodeActionKind::QuickFix, edit) }
            }));
            actions.extend(maker.allow(document, finding));
        }
    }
    if wants(&CodeActionKind::SourceFixAll) {
        let fixes = found.findings.iter().filter(|finding| finding.span.is_some_and(|span| span.file == file));
        let edits = all_safe(fixes.filter_map(|finding| finding.fix.as_ref()));
        if !edits.is_empty() {
            let edit = maker.edit(edits.into_iter());
            actions.push(action("Mend all that can be mended without asking", CodeActionKind::SourceFixAll, edit));
        }
    }
    Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect())
}

fn action(title: &str, kind: CodeActionKind, edit: WorkspaceEdit) -> CodeAction {
    CodeAction { title: capital(title), kind: Some(kind), edit: Some(edit), ..CodeAction::default() }
}

/// The edits of all mends that need no question, but those that meet another.
fn all_safe<'f>(fixes: impl Iterator<Item = &'f Fix>) -> Vec<(Span, String)> {
    let mut made: Vec<(Span, String)> = Vec::new();
    for fix in fixes.filter(|fix| fix.safe) {
        let meets = |span: Span| {
            made.iter().any(|(other, _)| other.file == span.file && other.start <= span.end && span.start <= other.end)
        };
        if !fix.edits.iter().any(|edit| meets(edit.span)) {
            made.extend(fix.edits.iter().map(|edit| (edit.span, edit.text.clone())));
        }
    }
    made
}

struct Maker<'a> {
    server: &'a Server,
    open: &'a Open,
    found: &'a Found,
}

impl Maker<'_> {
    fn edit(&self, edits: impl Iterator<Item = (Span, String)>) -> WorkspaceEdit {
        let mut changes = std::collections::HashMap::new();
        for (span, new_text) in edits {
            let source = self.found.sources.get(span.file);
            let range = self.server.client.encoding.range(source, span);
            let uri = self.server.documents.uri(self.open, &source.path);
            changes.entry(uri).or_insert_with(Vec::new).push(TextEdit { range, new_text });
        }
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }

    /// Says in the item that the finding is meant; an error cannot be.
    fn allow(&self, document: &Document, finding: &Diagnostic) -> Option<CodeAction> {
        let span = finding.span.filter(|_| finding.level != Level::Error)?;
        let view = document.view()?;
        let knowledge = view.knowledge();
        // The texts of the view are numbered by themselves.
        let id = knowledge.item_at(Span { file: view.file, ..span })?;
        let item = knowledge.item(id);
        let behind = knowledge.sources.get(view.file).text()[item.head.end as usize..].find('{')?;
        let at = item.head.end as usize + behind + 1;
        let place = Span::new(span.file, at, at);
        let code = finding.fault.code;
        let text = format!("\n  allow {code} \"say why\"");
        let is_on_one_line = !knowledge.slice(item.span).contains('\n');
        let text = if is_on_one_line { format!(" allow {code} \"say why\" ;") } else { text };
        let edit = self.edit(std::iter::once((place, text)));
        Some(action(&format!("allow {code} here"), CodeActionKind::QuickFix, edit))
    }
}

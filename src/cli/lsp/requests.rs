//! Questions of the editor, each with who answers it.

use gen_lsp_types::{
    CodeActionParams, CodeLensParams, CompletionParams, DefinitionParams, DocumentDiagnosticParams,
    DocumentFormattingParams, DocumentHighlightParams, DocumentLinkParams, DocumentSymbolParams, ExecuteCommandParams,
    FoldingRangeParams, HoverParams, InlayHintParams, PrepareRenameParams, ReferenceParams, RenameParams,
    SelectionRangeParams, TextDocumentPositionParams, Uri, WorkspaceDiagnosticParams, WorkspaceSymbolParams,
};
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::Document;
use super::pulls::{Asked, report};
use super::server::Server;
use super::{actions, complete, findings, hints, hover, lenses, outline, pointing, rename};

/// Why a question has no answer.
#[derive(Debug)]
pub struct Wrong {
    pub code: ErrorCode,
    pub message: String,
}

impl Wrong {
    /// The question makes no sense where it was asked.
    pub fn here(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

type Answer = Result<Option<Value>, Wrong>;

/// Answers a question; nothing where the answer comes later.
pub fn answer(server: &mut Server, request: Request) -> Answer {
    let Request { id, method, params } = request;
    match method.as_str() {
        "textDocument/diagnostic" => {
            let params: DocumentDiagnosticParams = read(params)?;
            let uri = params.text_document.uri;
            let Some(document) = server.documents.get(&uri) else {
                return Ok(Some(report(&[], params.previous_result_id.as_deref())));
            };
            let Some(place) = &document.place else {
                let shown = findings::alone(document, server.client.encoding);
                return Ok(Some(report(&shown, params.previous_result_id.as_deref())));
            };
            let asked = Asked::File {
                root: place.open.project.root.clone(),
                shown: place.shown(),
                previous: params.previous_result_id,
            };
            Ok(server.pull(id, asked))
        }
        "workspace/diagnostic" => {
            let params: WorkspaceDiagnosticParams = read(params)?;
            let previous = params.previous_result_ids.into_iter();
            let asked = Asked::All(previous.map(|one| (one.uri.as_ref().to_owned(), one.value)).collect());
            Ok(server.pull(id, asked))
        }
        _ => now(server, &method, params).map(Some),
    }
}

/// Answers a question about texts as they are now.
fn now(server: &Server, method: &str, params: Value) -> Result<Value, Wrong> {
    match method {
        "textDocument/completion" => {
            let CompletionParams { text_document_position_params: at, .. } = read(params)?;
            Ok(on(server, &at.text_document.uri, |document| Some(complete::at(server, document, at.position))))
        }
        "textDocument/hover" => {
            let HoverParams { text_document_position_params: at, .. } = read(params)?;
            Ok(on(server, &at.text_document.uri, |document| hover::at(server, document, at.position)))
        }
        "textDocument/definition" => {
            let DefinitionParams { text_document_position_params: at, .. } = read(params)?;
            Ok(on(server, &at.text_document.uri, |document| pointing::definition(server, document, at.position)))
        }
        "textDocument/references" => {
            let ReferenceParams { text_document_position_params: at, context, .. } = read(params)?;
            let with_definition = context.include_declaration;
            Ok(on(server, &at.text_document.uri, |document| {
                pointing::references(server, document, at.position, with_definition)
            }))
        }
        "textDocument/documentHighlight" => {
            let DocumentHighlightParams { text_document_position_params: at, .. } = read(params)?;
            Ok(on(server, &at.text_document.uri, |document| pointing::highlights(server, document, at.position)))
        }
        "textDocument/prepareRename" => {
            let PrepareRenameParams { text_document_position_params: at, .. } = read(params)?;
            let TextDocumentPositionParams { text_document, position } = at;
            let Some(document) = server.documents.get(&text_document.uri) else { return Ok(Value::Null) };
            rename::prepare(server, document, position).map(|answer| json!(answer))
        }
        "textDocument/rename" => {
            let RenameParams { new_name, text_document_position_params: at, .. } = read(params)?;
            let Some(document) = server.documents.get(&at.text_document.uri) else { return Ok(Value::Null) };
            rename::rename(server, document, at.position, &new_name).map(|answer| json!(answer))
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| actions::at(server, document, &params)))
        }
        "textDocument/formatting" => {
            let params: DocumentFormattingParams = read(params)?;
            let Some(document) = server.documents.get(&params.text_document.uri) else { return Ok(Value::Null) };
            outline::layout(server, document).map(|answer| json!(answer))
        }
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(outline::symbols(server, document))))
        }
        "textDocument/inlayHint" => {
            let params: InlayHintParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(hints::within(server, document, params.range))))
        }
        "textDocument/codeLens" => {
            let params: CodeLensParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| lenses::of(server, document)))
        }
        "workspace/executeCommand" => {
            let params: ExecuteCommandParams = read(params)?;
            if params.command != lenses::RUN {
                return Err(Wrong::here(format!("kbc has no command `{}`", params.command)));
            }
            lenses::run(server, &params.arguments.unwrap_or_default(), server.scenarios())
        }
        "textDocument/selectionRange" => {
            let params: SelectionRangeParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| {
                Some(outline::selections(server, document, &params.positions))
            }))
        }
        "textDocument/documentLink" => {
            let params: DocumentLinkParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(outline::links(server, document))))
        }
        "textDocument/foldingRange" => {
            let params: FoldingRangeParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(outline::folds(document))))
        }
        "workspace/symbol" => {
            let params: WorkspaceSymbolParams = read(params)?;
            Ok(json!(outline::everywhere(server, &params.query)))
        }
        _ => Err(Wrong { code: ErrorCode::MethodNotFound, message: format!("kbc does not answer `{method}`") }),
    }
}

/// Asks something of an open text; an answer that there is nothing where it is not open.
fn on<T: Serialize>(server: &Server, uri: &Uri, ask: impl FnOnce(&Document) -> Option<T>) -> Value {
    json!(server.documents.get(uri).and_then(ask))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Wrong> {
    serde_json::from_value(params).map_err(|error| Wrong { code: ErrorCode::InvalidParams, message: error.to_string() })
}

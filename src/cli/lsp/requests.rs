//! Questions of the editor, each with who answers it.

use gen_lsp_types::{
    CallHierarchyIncomingCallsParams, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams,
    CodeLensParams, CompletionItem, CompletionParams, DefinitionParams, DocumentDiagnosticParams,
    DocumentFormattingParams, DocumentHighlightParams, DocumentLinkParams, DocumentSymbolParams, ExecuteCommandParams,
    FoldingRangeParams, HoverParams, InlayHintParams, PrepareRenameParams, ReferenceParams, RenameFilesParams,
    RenameParams, SelectionRangeParams, SemanticTokensDeltaParams, SemanticTokensParams, SemanticTokensRangeParams,
    TextDocumentPositionParams, Uri, WorkspaceDiagnosticParams, WorkspaceSymbolParams,
};
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::Document;
use super::pulls::{Asked, report};
use super::server::Server;
use super::{
    actions, calls, complete, findings, hints, hover, lenses, modules, outline, pointing, rename, showing, tokens,
};

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
        "kbc/preview" => showing::preview(server, &id, &read(params)?),
        "workspace/executeCommand" => {
            let params: ExecuteCommandParams = read(params)?;
            let arguments = params.arguments.unwrap_or_default();
            match params.command.as_str() {
                lenses::RUN => lenses::run(server, &arguments, server.scenarios()).map(Some),
                showing::SHOW => showing::window(server, &arguments).map(Some),
                unknown => Err(Wrong::here(format!("kbc has no command `{unknown}`"))),
            }
        }
        _ => now(server, &method, params).map(Some),
    }
}
/// Answers a question about texts as they are now.
fn now(server: &Server, method: &str, params: Value) -> Result<Value, Wrong> {
    match method {
        "textDocument/completion"
        | "textDocument/hover"
        | "textDocument/definition"
        | "textDocument/references"
        | "textDocument/documentHighlight"
        | "textDocument/prepareRename"
        | "textDocument/rename"
        | "textDocument/prepareCallHierarchy" => of_place(server, method, params),
        _ if method.starts_with("textDocument/") => of_text(server, method, params),
        _ => of_project(server, method, params),
    }
}

/// About a place in a text.
fn of_place(server: &Server, method: &str, params: Value) -> Result<Value, Wrong> {
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
        _ => {
            let CallHierarchyPrepareParams { text_document_position_params: at, .. } = read(params)?;
            Ok(on(server, &at.text_document.uri, |document| calls::prepare(server, document, at.position)))
        }
    }
}

/// About a whole text, or a part of it.
fn of_text(server: &Server, method: &str, params: Value) -> Result<Value, Wrong> {
    match method {
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
        "textDocument/semanticTokens/full" => {
            let params: SemanticTokensParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(tokens::full(server, document))))
        }
        "textDocument/semanticTokens/full/delta" => {
            let params: SemanticTokensDeltaParams = read(params)?;
            let previous = params.previous_result_id;
            Ok(on(server, &params.text_document.uri, |document| Some(tokens::delta(server, document, &previous))))
        }
        "textDocument/semanticTokens/range" => {
            let params: SemanticTokensRangeParams = read(params)?;
            Ok(on(server, &params.text_document.uri, |document| Some(tokens::within(server, document, params.range))))
        }
        _ => Err(unknown(method)),
    }
}

/// About all texts of a project.
fn of_project(server: &Server, method: &str, params: Value) -> Result<Value, Wrong> {
    match method {
        "workspace/symbol" => {
            let params: WorkspaceSymbolParams = read(params)?;
            Ok(json!(outline::everywhere(server, &params.query)))
        }
        "workspace/willRenameFiles" => {
            let params: RenameFilesParams = read(params)?;
            modules::will_rename(server, &params.files)
        }
        "callHierarchy/incomingCalls" => {
            let params: CallHierarchyIncomingCallsParams = read(params)?;
            Ok(json!(calls::incoming(server, &params.item)))
        }
        "callHierarchy/outgoingCalls" => {
            let params: CallHierarchyOutgoingCallsParams = read(params)?;
            Ok(json!(calls::outgoing(server, &params.item)))
        }
        "completionItem/resolve" => {
            let item: CompletionItem = read(params)?;
            Ok(json!(complete::resolved(server, item)))
        }
        _ => Err(unknown(method)),
    }
}

fn unknown(method: &str) -> Wrong {
    Wrong { code: ErrorCode::MethodNotFound, message: format!("kbc does not answer `{method}`") }
}

/// Asks something of an open text; an answer that there is nothing where it is not open.
fn on<T: Serialize>(server: &Server, uri: &Uri, ask: impl FnOnce(&Document) -> Option<T>) -> Value {
    json!(server.documents.get(uri).and_then(ask))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Wrong> {
    serde_json::from_value(params).map_err(|error| Wrong { code: ErrorCode::InvalidParams, message: error.to_string() })
}

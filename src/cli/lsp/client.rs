//! What the client can, and what it is offered.

use gen_lsp_types::{
    CallHierarchyProvider, ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProvider, CodeLensOptions,
    CompletionOptions, DefinitionProvider, DiagnosticOptions, DiagnosticProvider, DocumentFormattingProvider,
    DocumentHighlightProvider, DocumentLinkOptions, DocumentSymbolProvider, ExecuteCommandOptions, FileOperationFilter,
    FileOperationOptions, FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions,
    FoldingRangeProvider, Full, HoverProvider, InitializeParams, InlayHintProvider, PositionEncodingKind,
    ReferencesProvider, RenameOptions, RenameProvider, SelectionRangeProvider, SemanticTokensFullDelta,
    SemanticTokensOptions, SemanticTokensOptionsRange, SemanticTokensProvider, ServerCapabilities, TextDocumentSync,
    TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceOptions, WorkspaceSymbolProvider,
};

use serde_json::Value;

use super::hints::Hints;
use super::lenses;
use super::lines::Encoding;
use super::showing;
use super::tokens;

/// What is known of the editor at the other end.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing that a client can or cannot")]
pub struct Client {
    /// How it counts columns.
    pub encoding: Encoding,
    /// Does it ask for findings? Else they are sent to it.
    pub pulls: bool,
    /// Can it be told to ask again?
    pub refreshes: bool,
    /// Does it take completions with places to fill in?
    pub snippets: bool,
    /// Can it be asked to tell of files that change on the disk?
    pub watches: bool,
    /// Can it be told to ask for lenses again?
    pub refreshes_lenses: bool,
    /// Can it ask a person about some edits of a change?
    pub asks: bool,
    /// Does it ask for what is said of a completion only when somebody looks at it?
    pub resolves: bool,
    /// Can it be told to ask for hints again?
    pub refreshes_hints: bool,
    /// Can it show a file, and open an address?
    pub shows: bool,
    /// What the person at the editor wants to see.
    pub settings: Settings,
}

/// What can be set in the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub hints: Hints,
    /// Whether anything stands above guides and scenarios.
    pub lenses: bool,
    /// How many milliseconds plans may take after a change; 0 is as many as they need.
    pub plan_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { hints: Hints::default(), lenses: true, plan_ms: 2000 }
    }
}

impl Settings {
    /// Takes in what is said of `hints`, `lens` and `planMs`; all else stays. Some editors put it below the name of the server.
    pub fn take(&mut self, said: &Value) {
        let said = said.get("kbc").unwrap_or(said);
        match said.get("hints").and_then(Value::as_str) {
            Some("off") => self.hints = Hints::Off,
            Some("numbers") => self.hints = Hints::Numbers,
            Some("all") => self.hints = Hints::All,
            _ => {}
        }
        if let Some(lens) = said.get("lens").and_then(Value::as_bool) {
            self.lenses = lens;
        }
        if let Some(most) = said.get("planMs").and_then(Value::as_u64) {
            self.plan_ms = most;
        }
    }
}

impl Client {
    /// Reads the first message.
    pub fn of(params: serde_json::Value) -> Result<Self, serde_json::Error> {
        let params: InitializeParams = serde_json::from_value(params)?;
        let mut settings = Settings::default();
        if let Some(said) = params.initialization_options {
            settings.take(&said);
        }
        let ClientCapabilities { general, text_document, workspace, window, .. } = params.capabilities;
        let encodings = general.and_then(|general| general.position_encodings).unwrap_or_default();
        let texts = text_document.unwrap_or_default();
        let workspace = workspace.unwrap_or_default();
        let completion = texts.completion.and_then(|one| one.completion_item).unwrap_or_default();
        let resolved = completion.resolve_support.map(|one| one.properties).unwrap_or_default();
        let edits = workspace.workspace_edit.unwrap_or_default();
        Ok(Self {
            // UTF-8 costs nothing to count, where the client takes it; UTF-16 is what every client takes.
            encoding: if encodings.contains(&PositionEncodingKind::UTF8) { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls: texts.diagnostic.is_some(),
            refreshes: workspace.diagnostics.and_then(|one| one.refresh_support).unwrap_or(false),
            snippets: completion.snippet_support.unwrap_or(false),
            resolves: resolved.iter().any(|property| property == "documentation"),
            asks: edits.document_changes.unwrap_or(false) && edits.change_annotation_support.is_some(),
            refreshes_hints: workspace.inlay_hint.and_then(|one| one.refresh_support).unwrap_or(false),
            shows: window.and_then(|one| one.show_document).is_some_and(|one| one.support),
            settings,
            refreshes_lenses: workspace.code_lens.and_then(|one| one.refresh_support).unwrap_or(false),
            watches: workspace.did_change_watched_files.and_then(|one| one.dynamic_registration).unwrap_or(false),
        })
    }

    /// What the server does for it.
    pub fn capabilities(&self) -> ServerCapabilities {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            ..TextDocumentSyncOptions::default()
        };
        let diagnostics = DiagnosticOptions {
            identifier: Some("kbc".to_owned()),
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, CodeActionKind::SourceFixAll]),
            ..CodeActionOptions::default()
        };
        ServerCapabilities {
            position_encoding: Some(match self.encoding {
                Encoding::Utf8 => PositionEncodingKind::UTF8,
                Encoding::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(TextDocumentSync::Options(sync)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(vec![".".to_owned(), "<".to_owned(), ":".to_owned()]),
                resolve_provider: Some(true),
                ..CompletionOptions::default()
            }),
            hover_provider: Some(HoverProvider::Bool(true)),
            definition_provider: Some(DefinitionProvider::Bool(true)),
            references_provider: Some(ReferencesProvider::Bool(true)),
            document_highlight_provider: Some(DocumentHighlightProvider::Bool(true)),
            document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
            workspace_symbol_provider: Some(WorkspaceSymbolProvider::Bool(true)),
            folding_range_provider: Some(FoldingRangeProvider::Bool(true)),
            document_formatting_provider: Some(DocumentFormattingProvider::Bool(true)),
            code_action_provider: Some(CodeActionProvider::CodeActionOptions(actions)),
            rename_provider: Some(RenameProvider::RenameOptions(RenameOptions {
                prepare_provider: Some(true),
                ..RenameOptions::default()
            })),
            inlay_hint_provider: Some(InlayHintProvider::Bool(true)),
            code_lens_provider: Some(CodeLensOptions::default()),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![lenses::RUN.to_owned(), showing::SHOW.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            selection_range_provider: Some(SelectionRangeProvider::Bool(true)),
            document_link_provider: Some(DocumentLinkOptions::default()),
            semantic_tokens_provider: Some(SemanticTokensProvider::SemanticTokensOptions(SemanticTokensOptions {
                legend: tokens::legend(),
                range: Some(SemanticTokensOptionsRange::Bool(true)),
                full: Some(Full::SemanticTokensFullDelta(SemanticTokensFullDelta { delta: Some(true) })),
                ..SemanticTokensOptions::default()
            })),
            call_hierarchy_provider: Some(CallHierarchyProvider::Bool(true)),
            workspace: Some(WorkspaceOptions { file_operations: Some(renames()), ..WorkspaceOptions::default() }),
            diagnostic_provider: self.pulls.then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
            ..ServerCapabilities::default()
        }
    }
}

/// The files, and the folders of files, whose renaming the server wants to hear of before it is done.
fn renames() -> FileOperationOptions {
    let filter = |glob: &str, matches: FileOperationPatternKind| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), matches: Some(matches), options: None },
    };
    let filters =
        vec![filter("**/*.rules", FileOperationPatternKind::File), filter("**", FileOperationPatternKind::Folder)];
    FileOperationOptions {
        will_rename: Some(FileOperationRegistrationOptions { filters }),
        ..FileOperationOptions::default()
    }
}

//! Findings as editors take them.

use std::collections::BTreeMap;

use gen_lsp_types::{
    Code, Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message,
    Range,
};

use crate::diagnostics::catalogue::names;
use crate::diagnostics::{Diagnostic, Level};
use crate::session::Found;
use crate::source::{FileId, Source, Sources};
use crate::syntax;

use super::documents::{Document, Documents, Open};
use super::lines::Encoding;

/// The findings of each file by its path as people see it; those of a project as a whole stand at the beginning of its first file.
pub fn by_file(found: &Found, open: &Open, documents: &Documents, encoding: Encoding) -> BTreeMap<String, Vec<Shown>> {
    let mut all: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for finding in &found.findings {
        let path = match (finding.span, &finding.path) {
            (Some(span), _) => found.sources.get(span.file).path.clone(),
            (None, Some(path)) => path.clone(),
            (None, None) => found.sources.files().first().map_or_else(String::new, |file| file.path.clone()),
        };
        let location =
            |file: FileId, range| Location { uri: documents.uri(open, &found.sources.get(file).path), range };
        all.entry(path).or_default().push(shown(finding, &found.sources, encoding, location));
    }
    all
}

/// What is wrong with the words of a text that belongs to no project.
pub fn alone(document: &Document, encoding: Encoding) -> Vec<Shown> {
    let file = FileId::new(0);
    let bytes = document.text.clone().into_bytes();
    let Ok(source) = Source::of_bytes("", "alone.rules", bytes) else { return Vec::new() };
    let sources = Sources::of([&source]);
    let (_, found) = syntax::parse(file, &document.text);
    let location = |_, range| Location { uri: document.uri.clone(), range };
    found.iter().map(|finding| shown(finding, &sources, encoding, location)).collect()
}

fn shown(
    finding: &Diagnostic,
    sources: &Sources,
    encoding: Encoding,
    location: impl Fn(FileId, Range) -> Location,
) -> Shown {
    let range = finding.span.map(|span| encoding.range(sources.get(span.file), span));
    let related = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: location(label.span.file, encoding.range(sources.get(label.span.file), label.span)),
        message: label.message.clone(),
    });
    let related: Vec<_> = related.collect();
    let mut message = finding.message.clone();
    for help in &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let needless = [&names::UNUSED_ITEM, &names::UNUSED_USE].iter().any(|fault| fault.code == finding.fault.code);
    Shown {
        range: range.unwrap_or_default(),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
            Level::Note => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.fault.code.to_string())),
        code_description: None,
        source: Some("kbc".to_owned()),
        message: Message::String(message),
        tags: needless.then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

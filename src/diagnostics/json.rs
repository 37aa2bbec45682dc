//! A finding as one JSON object on a line, for machines.

use serde::Serialize;

use crate::source::{Sources, Span};

use super::Diagnostic;

/// What a machine reads of a finding. Lines and columns count from one, columns in characters; `end_column` is the
/// column behind the last character.
#[derive(Serialize)]
struct Object<'a> {
    code: String,
    level: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    labels: Vec<LabelLine<'a>>,
    help: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixLine<'a>>,
}

#[derive(Serialize)]
struct LabelLine<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    message: &'a str,
}

#[derive(Serialize)]
struct FixLine<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<EditLine<'a>>,
}

#[derive(Serialize)]
struct EditLine<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

struct Location<'a> {
    file: &'a str,
    start: (u32, u32),
    end: (u32, u32),
}

fn place(span: Span, sources: &Sources) -> Location<'_> {
    let source = sources.get(span.file);
    let lines = source.lines();
    let at = |offset: u32| {
        let found = lines.position(source.text(), offset as usize);
        (found.line, found.column)
    };
    Location { file: &source.path, start: at(span.start), end: at(span.end) }
}

/// The finding as one line of JSON, without a line break.
///
/// # Panics
/// Never: strings and numbers always become JSON.
#[must_use]
pub fn json_line(finding: &Diagnostic, sources: &Sources) -> String {
    let main = finding.span.map(|span| place(span, sources));
    let labels = finding.labels.iter().map(|label| {
        let at = place(label.span, sources);
        LabelLine { file: at.file, line: at.start.0, column: at.start.1, message: &label.message }
    });
    let fix = finding.fix.as_ref().map(|fix| FixLine {
        title: &fix.title,
        safe: fix.safe,
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let at = place(edit.span, sources);
                EditLine {
                    file: at.file,
                    line: at.start.0,
                    column: at.start.1,
                    end_line: at.end.0,
                    end_column: at.end.1,
                    text: &edit.text,
                }
            })
            .collect(),
    });
    let line = Object {
        code: finding.fault.code.to_string(),
        level: finding.level.word(),
        message: &finding.message,
        file: main.as_ref().map(|at| at.file).or(finding.path.as_deref()),
        line: main.as_ref().map(|at| at.start.0),
        column: main.as_ref().map(|at| at.start.1),
        end_line: main.as_ref().map(|at| at.end.0),
        end_column: main.as_ref().map(|at| at.end.1),
        labels: labels.collect(),
        help: &finding.help,
        fix,
    };
    serde_json::to_string(&line).expect("strings and numbers always become JSON")
}

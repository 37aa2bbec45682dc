//! A finding as a workflow command that GitHub shows beside the line.
//!
//! Follows "Workflow commands for GitHub Actions": `::error file=…,line=…::message`.

use crate::source::Sources;
use crate::visible::line;

use super::fingerprint::path;
use super::{Diagnostic, Level};

/// One line, without a line break. `prefix` leads from the root of the repository to the project: empty, or a path
/// that ends in a slash.
#[must_use]
pub fn github_line(finding: &Diagnostic, sources: &Sources, prefix: &str) -> String {
    let command = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = Vec::new();
    let file = path(finding, sources);
    if !file.is_empty() {
        properties.push(format!("file={}", value(&format!("{prefix}{file}"))));
    }
    if let Some(span) = finding.span {
        let source = sources.get(span.file);
        let place = |offset: u32| source.lines().position(source.text(), offset as usize);
        let (start, end) = (place(span.start), place(span.end));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns of a stretch over several lines are not understood.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", value(&format!("{} {}", finding.fault.code, finding.fault.name))));
    let mut message = finding.message.clone();
    for help in &finding.help {
        message.extend(["\nhelp: ", help]);
    }
    format!("::{command} {}::{}", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    // Line breaks between the parts of a message are its own; whatever else is hidden is shown.
    let lines: Vec<_> = text.split('\n').map(line).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn value(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

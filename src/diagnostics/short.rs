//! A finding as one line for people.

use crate::source::Sources;
use crate::visible::line;

use super::Diagnostic;

/// `path:line:column: level[CODE]: message`, without a line break.
#[must_use]
pub fn short_line(finding: &Diagnostic, sources: &Sources) -> String {
    let head = format!("{}[{}]: {}", finding.level.word(), finding.fault.code, finding.message);
    match (finding.span, &finding.path) {
        (Some(span), _) => {
            let source = sources.get(span.file);
            let place = source.lines().position(source.text(), span.start as usize);
            format!("{}:{}:{}: {head}", line(&source.path), place.line, place.column)
        }
        (None, Some(path)) => format!("{}: {head}", line(path)),
        (None, None) => head,
    }
}

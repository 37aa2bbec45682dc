//! What a finding is known by, though lines above it come and go.
//!
//! In: a finding. Out: a text that stays the same while its kind, its file, what it says and what it points at do.

use crate::digest::Digester;
use crate::source::Sources;

use super::Diagnostic;

/// How much of what a finding points at counts: a change deep in an item is none of its head.
const LONGEST: usize = 80;

/// 32 hexadecimal digits. Numbers in the message do not count, since those that are computed move with every change
/// elsewhere; nor do blanks in the file, since a new layout changes no fault. Two like findings in a file have one
/// fingerprint.
#[must_use]
pub fn fingerprint(finding: &Diagnostic, sources: &Sources) -> String {
    let mut digester = Digester::new();
    let mut part = |text: &str| digester.part(text.as_bytes());
    part(&finding.fault.code.to_string());
    part(path(finding, sources));
    part(&without_numbers(&finding.message));
    if let Some(span) = finding.span {
        let mut text = String::new();
        for word in sources.slice(span).split_whitespace() {
            text.extend([word, " "]);
            if text.len() > LONGEST {
                break;
            }
        }
        part(&text.chars().take(LONGEST).collect::<String>());
    }
    digester.finish().to_hex()
}

/// The path of the file that a finding is about, as people see it.
pub(super) fn path<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> &'a str {
    match finding.span {
        Some(span) => &sources.get(span.file).path,
        None => finding.path.as_deref().unwrap_or_default(),
    }
}

fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_number = false;
    for c in text.chars() {
        let digit = c.is_ascii_digit() || in_number && c == '.';
        if !digit {
            out.push(c);
        } else if !in_number {
            out.push('0');
        }
        in_number = digit;
    }
    out
}

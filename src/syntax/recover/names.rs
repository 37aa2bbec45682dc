//! Names that an author gives: kebab-case, and no word of the language.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::Span;
use crate::syntax::words::{RESERVED, RESERVED_CAUSE};
use crate::syntax::{Node, Rule};

use super::Recovery;
use super::head::shown;

/// Checks the name that an item, an outcome, a stage or a choice has. `kind` is that of an item.
pub(super) fn check(cx: &mut Recovery, named: Node, kind: Option<Rule>) {
    let Some(name) = named.child(Rule::name) else {
        return;
    };
    let (text, span) = (name.text(), name.span());
    if cx.is_muted(span) {
        return;
    }
    if RESERVED.contains(&text) || kind == Some(Rule::cause) && text == RESERVED_CAUSE {
        let finding = Diagnostic::new(&faults::RESERVED_NAME, span, format!("`{text}` is a word of the language"));
        let taken: Vec<String> = RESERVED.iter().map(|word| format!("`{word}`")).collect();
        let help = format!("nothing may be called {}, and no cause `{RESERVED_CAUSE}`", taken.join(", "));
        cx.report(finding.help(help));
    } else if !is_kebab(text) {
        cx.report(bad(text, span));
    }
}

/// The finding for a name that is not in kebab-case.
pub(super) fn bad(written: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` is not written as names are", shown(written));
    let finding = Diagnostic::new(&faults::BAD_NAME, span, message)
        .help("a name has small letters a–z, digits and single hyphens, and begins with a letter");
    // What a name becomes without its other letters, nobody would want.
    if written.is_ascii() {
        let name = kebab(written);
        finding.fix(format!("call it `{name}`"), span, name)
    } else {
        finding
    }
}

/// Whether a name is in kebab-case: words of small letters and digits, with single hyphens, a letter first.
#[must_use]
pub fn is_kebab(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--")
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A text as a name: what is no letter or digit becomes a hyphen, and `wrongClock` two words.
pub(super) fn kebab(text: &str) -> String {
    let mut name = String::new();
    let mut after_small = false;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        } else if !(name.is_empty() && c.is_ascii_digit()) {
            if c.is_ascii_uppercase() && after_small {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { "name".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_kebab_case() {
        for (text, name) in
            [("Wrong_Clock", "wrong-clock"), ("wrongClock", "wrong-clock"), ("5g-slow", "g-slow"), ("a.b--c-", "a-b-c")]
        {
            assert_eq!(kebab(text), name);
            assert!(is_kebab(name) && !is_kebab(text));
        }
    }
}

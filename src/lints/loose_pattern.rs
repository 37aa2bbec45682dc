//! A pattern that fits nearly everything, or that every line of a log must be held against.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::matching::literal::fixed_bytes;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::LOOSE_PATTERN, &[Kind::Symptom], look);

/// So many bytes in a row single the lines out that a pattern has to look at.
const FEWEST: usize = 4;

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(symptom) = cx.knowledge.symptom(id) else { return };
    for pattern in &symptom.patterns {
        let said = cx.knowledge.verbatim(*pattern);
        // What cannot be read was reported.
        if fixed_bytes(&said) >= FEWEST || regex::Regex::new(&said).is_err() {
            continue;
        }
        let told = format!("nothing that this pattern fits must hold {FEWEST} fixed characters in a row");
        findings.push(
            Diagnostic::new(&prose::LOOSE_PATTERN, pattern.span, told)
                .help("write a part of the text that is always the same into it"),
        );
    }
}

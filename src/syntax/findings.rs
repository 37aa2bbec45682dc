//! What was found in one file, up to the number that anybody reads.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;

/// More findings than these are not kept: they cost memory and say nothing new.
const MOST: usize = 1_000;

/// The findings of a file, in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Whether there is room for more: where there is none, nobody needs to look for words.
    pub fn is_full(&self) -> bool {
        self.list.len() > MOST
    }

    /// Keeps a finding; the one that is too many is kept as the word on that.
    pub fn push(&mut self, finding: Diagnostic) {
        if self.list.len() < MOST {
            self.list.push(finding);
        } else if let (MOST, Some(span)) = (self.list.len(), finding.span) {
            let message = format!("there are more than {MOST} findings in this file; from here on they are not shown");
            self.list.push(Diagnostic::new(&faults::TOO_MANY_FINDINGS, span, message));
        }
    }

    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}

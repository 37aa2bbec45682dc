//! Given chances of a cause that leave a rest for no outcome.

use crate::decision::{Rest, percent};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&chances::GIVEN_FALLS_SHORT, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for (id, sums, _) in cx.unanswerable() {
        if cx.lost(*id, "outcome") || cx.lost(*id, "given") {
            continue;
        }
        for sums in sums.iter().filter(|sums| sums.rest == Rest::TooLittle) {
            let Some((&last, before)) = sums.fixed.split_last() else { continue };
            let message = format!(
                "the chances given for `{}` sum to {}, and no outcome is left to take the other {}",
                cx.name(sums.cause),
                percent(sums.given),
                percent(1.0 - sums.given)
            );
            let mut finding = Diagnostic::new(&chances::GIVEN_FALLS_SHORT, last, message);
            for &span in before {
                finding = finding.label(span, "this outcome is settled");
            }
            findings.push(finding.help("let them sum to 100 %, or leave one outcome open"));
        }
    }
}

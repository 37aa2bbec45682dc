//! Given chances of a cause that leave a rest for no outcome.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::decision::{Rest, Sums, percent};
use crate::model::Kind;

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &chances::GIVEN_FALLS_SHORT, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Check, Kind::Remedy], findings, |id, _, findings| {
        if cx.lost(id, "outcome") || cx.lost(id, "given") {
            return;
        }
        for sums in Sums::of(cx.outcomes(id)).into_iter().filter(|sums| sums.rest == Rest::TooLittle) {
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
    });
}

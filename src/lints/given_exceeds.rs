//! Given chances of a cause that exceed 100 %.

use crate::decision::{Rest, SLACK, percent};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&chances::GIVEN_EXCEEDS, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for (_, sums, _) in cx.unanswerable() {
        for sums in sums.iter().filter(|sums| sums.rest == Rest::TooMuch) {
            let message = format!(
                "the chances given for `{}` sum to {}, and there are only 100 %",
                cx.name(sums.cause),
                percent(sums.given)
            );
            let mut sum = 0.0;
            let mut places = sums.givens.iter();
            let over = places.position(|&(_, chance)| {
                sum += chance;
                sum > 1.0 + SLACK
            });
            let over = over.unwrap_or(sums.givens.len() - 1);
            let mut finding = Diagnostic::new(&chances::GIVEN_EXCEEDS, sums.givens[over].0, message);
            for (at, &(span, chance)) in sums.givens.iter().enumerate() {
                if at != over {
                    finding = finding.label(span, format!("{} are given here", percent(chance)));
                }
            }
            findings.push(finding.help("whoever has this cause gets exactly one outcome: lower them to 100 %"));
        }
    }
}

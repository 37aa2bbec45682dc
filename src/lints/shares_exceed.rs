//! Base rates that exceed 100 %.

use crate::decision::{SLACK, percent};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::model::{FactType, Given, Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&chances::SHARES_EXCEED, &[Kind::Check, Kind::Remedy, Kind::Fact], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let shares: Vec<Given<f64>> = match cx.knowledge.fact(id).map(|fact| &fact.values) {
        Some(Some(FactType::OneOf(choices))) => choices.iter().filter_map(|choice| choice.share).collect(),
        Some(_) => return,
        None => cx.outcomes(id).iter().filter_map(|outcome| outcome.share.as_deref().copied()).collect(),
    };
    let sum: f64 = shares.iter().map(|share| share.value).sum();
    if sum <= 1.0 + SLACK {
        return;
    }
    let mut so_far = 0.0;
    let over = shares.iter().position(|share| {
        so_far += share.value;
        so_far > 1.0 + SLACK
    });
    let over = over.unwrap_or(shares.len() - 1);
    let message = format!("the shares of `{}` sum to {}, and there are only 100 %", cx.name(id), percent(sum));
    let mut finding = Diagnostic::new(&chances::SHARES_EXCEED, shares[over].span, message);
    for (at, share) in shares.iter().enumerate() {
        if at != over {
            finding = finding.label(share.span, format!("{} are taken here", percent(share.value)));
        }
    }
    findings.push(finding.help("everybody gives exactly one answer: lower them to 100 %"));
}

//! A guide of which no cause says how common it is.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Item, ItemId, Kind};

use super::cause_without_likelihood::is_excused;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::LIKELIHOODS_LEFT_OUT, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(members) = cx.members(id).filter(|members| members.causes.len() > 1) else { return };
    let says_so = |&cause: &ItemId| cx.knowledge.has_written_likelihood(cause) || is_excused(cx, cause);
    if cx.is_twice(id) || members.causes.iter().any(says_so) {
        return;
    }
    let count = members.causes.len();
    let message = format!("no cause of `{}` has a likelihood, so all {count} count as equally common", cx.name(id));
    findings.push(
        Diagnostic::new(&graph::LIKELIHOODS_LEFT_OUT, item.head, message)
            .help("say in each cause how common it is, as in `likelihood rare`"),
    );
}

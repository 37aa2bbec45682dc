//! A guide that holds no cause and is no chart.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Item, ItemId, Kind};

use super::symptom_without_cause::is_unshown;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::GUIDE_WITHOUT_CAUSE, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let (Some(guide), Some(members)) = (cx.knowledge.guide(id), cx.members(id)) else { return };
    let lost = || ["symptoms", "start", "include", "exclude"].into_iter().any(|property| cx.lost(id, property));
    if !members.causes.is_empty() || guide.start.is_some() || guide.symptoms.is_empty() || cx.is_twice(id) || lost() {
        return;
    }
    let mut symptoms = guide.symptoms.iter().filter_map(|name| name.to);
    // A symptom that nothing shows has a finding of its own, from which this one follows.
    if symptoms.any(|symptom| is_unshown(cx, symptom) || cx.may_be_named(symptom, &[Kind::Cause], "shows")) {
        return;
    }
    let message = format!("`{}` holds no cause that has a likelihood, and no `start`", cx.name(id));
    findings.push(
        Diagnostic::new(&graph::GUIDE_WITHOUT_CAUSE, item.head, message)
            .help("a guide holds the causes with more than a 2 % chance to show one of its symptoms"),
    );
}

//! A guide that holds more causes than a reader can be led through.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::GUIDE_TOO_LARGE, &[Kind::Guide], look);

/// A guide of more causes is worth a warning.
const MOST: usize = 25;

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(members) = cx.members(id).filter(|members| members.causes.len() > MOST) else { return };
    let message =
        format!("`{}` holds {} causes, and more than {MOST} are hard to tell apart", cx.name(id), members.causes.len());
    let mut finding = Diagnostic::new(&graph::GUIDE_TOO_LARGE, item.head, message);
    let symptoms = cx.knowledge.guide(id).map_or(&[][..], |guide| &guide.symptoms);
    let brings = |symptom: ItemId| {
        let shown = cx.web.causes_of(symptom).iter().map(|&(cause, _)| cause);
        shown.filter(|cause| cx.knowledge.cause(*cause).is_some_and(|cause| cause.likelihood.is_some())).count()
    };
    let counted = symptoms.iter().filter_map(|name| Some((brings(name.to?), name)));
    if let Some((count, name)) = counted.rev().max_by_key(|&(count, _)| count).filter(|&(count, _)| count > 0) {
        let symptom = cx.knowledge.slice(name.span);
        finding = finding
            .label(name.span, format!("{count} causes show `{symptom}`"))
            .help(format!("give `{symptom}` a guide of its own, or a narrower symptom to each part of its causes"));
    }
    findings.push(finding);
}

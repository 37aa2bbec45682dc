//! An item that nobody has read through for long.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::OVERDUE_REVIEW, KINDS, look);

/// What can be read through: all but scenarios, which the build itself tries.
const KINDS: &[Kind] = &[
    Kind::Guide,
    Kind::Symptom,
    Kind::Cause,
    Kind::Check,
    Kind::Remedy,
    Kind::Rule,
    Kind::Fact,
    Kind::Escalation,
    Kind::Result,
    Kind::Steps,
    Kind::Source,
];

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some((as_of, after)) = cx.reviews else { return };
    let Some(reviewed) = cx.knowledge.common(id).reviewed else { return };
    let days = (as_of - reviewed.value).get_days();
    if days > i32::try_from(after).unwrap_or(i32::MAX) {
        let message = format!("`{}` was last read through {days} days before {as_of}", cx.name(id));
        findings.push(
            Diagnostic::new(&prose::OVERDUE_REVIEW, reviewed.span, message)
                .help(format!("read it through, and write the new date; it is due after {after} days")),
        );
    }
}

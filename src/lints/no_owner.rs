//! A guide that nobody keeps.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::Kind;

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &prose::NO_OWNER, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Guide], findings, |id, item, findings| {
        if cx.knowledge.common(id).owner.is_none() && !cx.lost(id, "owner") {
            findings.push(
                Diagnostic::new(&prose::NO_OWNER, item.head, format!("nobody is named who keeps `{}` right", cx.name(id)))
                    .help("name them, as in `owner \"network team\"`"),
            );
        }
    });
}

//! A cause or a remedy that nothing backs.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::Kind;

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &prose::NO_SOURCE, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Cause, Kind::Remedy], findings, |id, item, findings| {
        if cx.knowledge.common(id).cite.is_empty() && !cx.lost(id, "cite") {
            findings.push(
                Diagnostic::new(&prose::NO_SOURCE, item.head, format!("nothing says where `{}` is known from", cx.name(id)))
                    .help("name a `source` with `cite`"),
            );
        }
    });
}

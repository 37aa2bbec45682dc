//! A remedy of which nobody is told how to see that it helped.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::Kind;

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &prose::REMEDY_WITHOUT_VERIFY, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Remedy], findings, |id, item, findings| {
        let lacks = cx.knowledge.remedy(id).is_some_and(|remedy| remedy.verify.is_none());
        if lacks && !cx.lost(id, "verify") && !cx.is_twice(id) {
            let message = format!("nothing says how to see that `{}` helped", cx.name(id));
            findings.push(
                Diagnostic::new(&prose::REMEDY_WITHOUT_VERIFY, item.head, message)
                    .help("say so, as in `verify \"Print the page again.\" 1 min`"),
            );
        }
    });
}

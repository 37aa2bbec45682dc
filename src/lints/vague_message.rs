//! A message that any trouble shows.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::context::english::SAID_BY_ALL;
use super::context::prose::words;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::VAGUE_MESSAGE, &[Kind::Symptom], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(symptom) = cx.knowledge.symptom(id) else { return };
    for message in &symptom.messages {
        let said = cx.knowledge.verbatim(*message);
        let words = words(&said);
        let is_vague = cx.english && SAID_BY_ALL.contains(&words.join(" ").as_str());
        // A single sign stands in most lines of a log.
        if !is_vague && said.trim().chars().count() > 1 {
            continue;
        }
        let told = format!("`{}` stands in the logs and on the screens of many other troubles", said.trim());
        findings.push(
            Diagnostic::new(&prose::VAGUE_MESSAGE, message.span, told)
                .help("give the rest of the text, which only this symptom shows"),
        );
    }
}

//! Findings that authors allow.
//!
//! In: the findings of all stages. Out: the same without those that an `allow` in their item takes out, and with what is
//! wrong with the `allow`s themselves. Errors cannot be allowed.

use rustc_hash::FxHashMap;

use crate::diagnostics::catalogue::{self, names as faults, scenarios};
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::model::{Allow, ItemId, Knowledge};
use crate::syntax::nearest;

use super::levels::Levels;
use super::losses::item_at;

/// Which stages have spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// All of them: an `allow` that took nothing out is not needed.
    All,
    /// Not all, as where errors stopped the build: a later one may need what is allowed.
    Some,
}

/// Takes out what authors allow, and adds what is wrong with their `allow`s.
#[must_use]
pub fn allow(knowledge: &Knowledge, ran: Ran, levels: &Levels, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    // Whether each code that an item allows was needed there.
    let mut allowed: FxHashMap<(ItemId, Code), bool> = FxHashMap::default();
    let mut in_order: Vec<(ItemId, Code, &Allow)> = Vec::new();
    for id in knowledge.ids() {
        for allow in &knowledge.common(id).further().allow {
            let said = knowledge.slice(allow.code);
            match catalogue::find(said) {
                None => {
                    let near = nearest(said, allowable());
                    wrong.push(unknown(said, allow, near));
                    // What was most likely meant is not told on top of that.
                    if let Some(fault) = near.and_then(catalogue::find) {
                        allowed.insert((id, fault.code), true);
                    }
                }
                Some(fault) if fault.level == Level::Error => wrong.push(
                    Diagnostic::new(
                        &faults::UNNEEDED_ALLOW,
                        allow.code,
                        format!("`{said}` is an error, and stays one"),
                    )
                    .help("only warnings and notes can be allowed"),
                ),
                Some(fault) => {
                    if allowed.insert((id, fault.code), false).is_none() {
                        in_order.push((id, fault.code, allow));
                    } else {
                        wrong.push(unneeded(said, allow, "is allowed here already"));
                    }
                }
            }
        }
    }
    if !allowed.is_empty() {
        findings.retain(|finding| {
            let item = finding.span.filter(|_| finding.level != Level::Error).and_then(|span| item_at(knowledge, span));
            let needed = item.and_then(|item| allowed.get_mut(&(item, finding.fault.code)));
            needed.map(|needed| *needed = true).is_none()
        });
    }
    findings.append(&mut wrong);
    if ran == Ran::All {
        // What scenarios never reach is only looked for when somebody asks for their coverage, and what a project
        // does not want to be told is not looked for at all.
        let always = |code: Code| code != scenarios::NEVER_REACHED.code && levels.tell(code);
        let idle = in_order.iter().filter(|&&(id, code, _)| always(code) && allowed.get(&(id, code)) == Some(&false));
        findings.extend(idle.map(|(_, _, allow)| unneeded(knowledge.slice(allow.code), allow, "is not found here")));
    }
    findings
}

fn unneeded(said: &str, allow: &Allow, why: &str) -> Diagnostic {
    Diagnostic::new(&faults::UNNEEDED_ALLOW, allow.code, format!("`{said}` {why}, so there is nothing to allow"))
        .help("remove this `allow`")
}

fn allowable() -> impl Iterator<Item = &'static str> {
    catalogue::all().filter(|fault| fault.level != Level::Error).map(|fault| fault.name)
}

fn unknown(said: &str, allow: &Allow, near: Option<&str>) -> Diagnostic {
    let message = format!("`{said}` is neither the code nor the name of a finding");
    Diagnostic::new(&faults::UNKNOWN_ALLOW, allow.code, message)
        .did_you_mean(near, allow.code)
        .help("the code stands in front of each finding, as in `warning[KB206]`")
}

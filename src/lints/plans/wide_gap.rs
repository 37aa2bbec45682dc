//! An order of steps that may be far above the best possible, as far as is proven.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::Entry;
use crate::words::quantity;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::WIDE_GAP, run };

/// A gap above this share of the best possible is worth telling.
const WIDE: f64 = 0.25;

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let gap = |entry: &Entry| entry.gap().unwrap_or(f64::INFINITY);
    let entries = look.plan().flow.entries.iter();
    // Of equal ones the first: that of readers who name no symptom.
    let widest = entries.rev().max_by(|a, b| gap(a).total_cmp(&gap(b)));
    let Some((entry, gap)) = widest.map(|entry| (entry, gap(entry))).filter(|(_, gap)| *gap > WIDE) else { return };
    let how = quantity::plain::gap(Some(gap));
    let guide = look.guide();
    let symptom = entry.symptom.map(|symptom| look.knowledge().name(look.decision().symptoms[symptom.0]));
    let (readers, shows) = match symptom {
        Some(name) => (format!(" for readers who see `{name}`"), format!("`kbc plan {guide} --seen {name}`")),
        None => (String::new(), format!("`kbc plan {guide}`")),
    };
    let message = format!("the order of the steps of `{guide}`{readers} is {how}, and no more is proven of it");
    let mut finding = Diagnostic::new(&plans::WIDE_GAP, look.guide_head(), message);
    if symptom.is_some() {
        finding = finding.label(look.entry_place(entry.symptom), "for readers who see this");
    }
    findings.push(finding.help(format!(
        "{shows} shows the order, which may be the best all the same; more is proven where checks leave fewer causes together"
    )));
}

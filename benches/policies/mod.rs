//! A guide with many rules that never contradict each other, and one that does on demand.
//!
//! The rules keep apart in ways that no glance at their answers shows: of three checks the majority says yes for one half
//! of them and no for the other.

use std::fmt::Write;

/// What can be planted.
#[allow(dead_code, reason = "each program uses a part")]
pub const PLANTS: [&str; 3] = ["cause", "step", "route"];

/// Causes, and steps that rules forbid.
const CAUSES: usize = 40;

/// The text of a guide with so many rules over so many checks. `below` draws numbers below a bound; a kind of
/// [`PLANTS`] puts a rule called `planted` among them that contradicts at least one other.
pub fn text(below: &mut dyn FnMut(usize) -> usize, rules: usize, checks: usize, plant: Option<&str>) -> String {
    let mut text =
        String::from("guide policy \"A policy\" { symptoms lost ; otherwise desk }\nsymptom lost \"It is lost\"\n");
    let mut put = |line: &str| writeln!(text, "{line}").expect("a string takes all text");
    put("escalation desk \"The desk\"");
    for cause in 0..CAUSES {
        put(&format!("cause cause-{cause} \"The part {cause} is worn\" {{ likelihood common ; shows lost often }}"));
        put(&format!("remedy remedy-{cause} \"Change the part {cause}\" {{ fixes cause-{cause} usually }}"));
    }
    let areas: Vec<String> = (0..CAUSES).map(|area| format!("outcome area-{area} \"Area {area}\"")).collect();
    put(&format!("check area \"Which area is it?\" {{ {} }}", areas.join(" ; ")));
    for check in 1..checks {
        put(&format!(
            "check check-{check} \"What does the lamp {check} show?\" {{ outcome yes \"Yes\" ; outcome no \"No\" ; outcome odd \"It changes\" }}"
        ));
    }
    let mut lines: Vec<String> = (0..rules).map(|rule| line(below, rule, checks)).collect();
    if let Some(kind) = plant {
        let (cause, own) = (below(CAUSES), extra(below, checks));
        let planted = match kind {
            "cause" => format!(
                "rule planted \"P\" {{ when {} and {own} ; then rule-out cause-{cause} }}",
                majority(cause, checks, "no")
            ),
            "step" => format!(
                "rule planted \"P\" {{ when {} and {own} ; then skip remedy-{cause} }}",
                majority(cause, checks, "no")
            ),
            _ => format!("rule planted \"P\" {{ when area is area-{cause} and {own} ; then next desk }}"),
        };
        lines.insert(below(lines.len()), planted);
    }
    lines.iter().for_each(|line| put(line));
    text
}

fn line(below: &mut dyn FnMut(usize) -> usize, rule: usize, checks: usize) -> String {
    let cause = rule / 5 % CAUSES;
    let extra = extra(below, checks);
    let (yes, no) = (majority(cause, checks, "yes"), majority(cause, checks, "no"));
    let (when, then) = match rule % 5 {
        0 => (format!("area is area-{cause} and {no}"), format!("confirm cause-{cause}")),
        1 => (yes, format!("rule-out cause-{cause}")),
        2 => (no, format!("require remedy-{cause}")),
        3 => (yes, format!("skip remedy-{cause}")),
        _ => (format!("area is area-{cause}"), format!("next remedy-{cause}")),
    };
    format!("rule rule-{rule} \"Rule {rule}\" {{ when {when} and {extra} ; then {then} }}")
}

/// That two of the three checks of a cause say so.
fn majority(cause: usize, checks: usize, says: &str) -> String {
    let check = |at: usize| format!("check-{} is {says}", 1 + (cause * 3 + at) % (checks - 1));
    format!("at least 2 of ({}, {}, {})", check(0), check(1), check(2))
}

/// Something about other checks, which says neither yes nor no of those.
fn extra(below: &mut dyn FnMut(usize) -> usize, checks: usize) -> String {
    let first = CAUSES * 3 + 1;
    let mut leaf = || {
        let not = if below(3) == 0 { "not " } else { "" };
        format!("{not}check-{} is {}", first + below(checks - first), ["yes", "no", "odd"][below(3)])
    };
    format!("({} or {} or {})", leaf(), leaf(), leaf())
}

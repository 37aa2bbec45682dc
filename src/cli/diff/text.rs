//! A comparison for a terminal.

use std::fmt::Write;

use crate::change::{Change, Counts, Figures, Finding, GuideChange, Level, Reason};
use crate::visible;
use crate::words::quantity::plain;

/// All differences; minor ones are counted, and listed where more is wanted.
pub fn text(change: &Change, verbose: bool) -> String {
    let mut out = String::new();
    for guide in &change.guides {
        let shown = shown(&guide.findings, verbose);
        if shown.is_empty() {
            continue;
        }
        writeln!(out, "{}", heading(guide)).expect("a string takes all text");
        let shared = shared_reasons(&shown);
        shared.iter().for_each(|reason| writeln!(out, "    {}", because(reason)).expect("a string takes all text"));
        shown.into_iter().for_each(|finding| line(&mut out, finding, shared.is_empty()));
    }
    let items = shown(&change.items, verbose);
    if !items.is_empty() {
        out.push_str("links and items\n");
        items.into_iter().for_each(|finding| line(&mut out, finding, true));
    }
    out.push_str(&summary(&change.counts));
    if !verbose && change.counts.minor + change.counts.reworded > 0 {
        out.push_str("; `--verbose` lists what is minor");
    }
    out.push('\n');
    out
}

/// The findings to show: minor ones only where more is wanted.
pub fn shown(findings: &[Finding], verbose: bool) -> Vec<&Finding> {
    findings.iter().filter(|finding| verbose || finding.level > Level::Minor).collect()
}

/// The name of a guide, and what it costs its readers before and now.
fn heading(guide: &GuideChange) -> String {
    let mut out = guide.id.clone();
    if let Some(was) = &guide.was {
        write!(out, " (was {was})").expect("a string takes all text");
    }
    if let Some(figures) = figures(guide) {
        out.extend(["  ", &figures]);
    }
    out
}

/// What a guide costs its readers before and now; nothing where its decision model is the same.
pub fn figures(guide: &GuideChange) -> Option<String> {
    let (before, after): (Figures, Figures) = (guide.before?, guide.after?);
    let (was, is) = (before.expected_minutes, after.expected_minutes);
    let by = if was > 0.0 { (is - was) / was * 100.0 } else { 0.0 };
    let sign = if by < 0.0 { "−" } else { "+" };
    let share = if format!("{by:.0}").trim_start_matches('-') == "0" {
        String::new()
    } else {
        format!(" ({sign}{:.0} %)", by.abs())
    };
    let (was_solved, is_solved) = (before.solved * 100.0, after.solved * 100.0);
    Some(format!("{was:.1} → {is:.1} min expected{share}, solved {was_solved:.1} → {is_solved:.1} %"))
}

/// The reasons that two findings or more of a guide have in common, all of those that are shown: they are told once.
pub fn shared_reasons<'f>(findings: &[&'f Finding]) -> &'f [Reason] {
    match findings {
        [first, others @ ..] if !others.is_empty() && others.iter().all(|one| one.reasons == first.reasons) => {
            &first.reasons
        }
        _ => &[],
    }
}

/// A reason in a line of its own.
fn because(reason: &Reason) -> String {
    let words = reason.words(|text| format!("`{}`", visible::line(text)));
    let place = reason.source.as_ref().map_or_else(String::new, |source| format!("  {}:{}", source.file, source.line));
    format!("as {words}{place}")
}

fn line(out: &mut String, finding: &Finding, with_reasons: bool) {
    let mark = match finding.level {
        Level::Breaking => "!!",
        Level::Notable => " !",
        Level::Minor => " ·",
    };
    let mut told = format!(" {mark} {}", finding.message);
    if let Some(text) = &finding.text {
        write!(told, ": “{}”", visible::line(text)).expect("a string takes all text");
    }
    if let Some(source) = &finding.source {
        write!(told, "  {}:{}", source.file, source.line).expect("a string takes all text");
    }
    writeln!(out, "{told}").expect("a string takes all text");
    for reason in finding.reasons.iter().filter(|_| with_reasons) {
        writeln!(out, "      {}", because(reason)).expect("a string takes all text");
    }
    let Some(reader) = &finding.reader else { return };
    let cause = reader.cause.as_deref().map_or_else(String::new, |cause| format!(" (the cause is {cause})"));
    let answers: Vec<String> = reader.answers.iter().map(|one| format!("{} {}", one.step, one.answer)).collect();
    if !answers.is_empty() {
        writeln!(out, "      answers: {}{cause}", answers.join(", ")).expect("a string takes all text");
    }
    for line in reader.scenario.iter().flat_map(|scenario| scenario.lines()) {
        writeln!(out, "        {line}").expect("a string takes all text");
    }
}

/// How much is different, in one line.
pub fn summary(counts: &Counts) -> String {
    let Counts { breaking, notable, minor, reworded, guides_as_before, .. } = *counts;
    let mut parts = Vec::new();
    let mut add = |count: usize, word: &str| {
        if count > 0 {
            parts.push(format!("{} {word}", number(count)));
        }
    };
    add(breaking, "breaking");
    add(notable, "notable");
    add(minor, "minor");
    if reworded > 0 {
        parts.push(format!("{} reworded", counted_text(reworded)));
    }
    if parts.is_empty() {
        parts.push("nothing is different".to_owned());
    }
    let as_before = format!("{} {} as before", number(guides_as_before), plural(guides_as_before, "guide"));
    format!("{} · {as_before}", parts.join(", "))
}

pub fn counted_text(count: usize) -> String {
    format!("{} {}", number(count), plural(count, "text"))
}

/// A count as people read it.
pub fn number(count: usize) -> String {
    plain::count(count as u64)
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

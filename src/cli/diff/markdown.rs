//! A comparison as a comment under a pull request.
//!
//! The summary stands first, then a folded part for each guide with a table of what is different. Where it would be longer than
//! it may be, whole rows and whole parts are left out, so that no table is cut, and the last line says how many are missing and
//! how to see them. Texts of authors stand in code spans: nothing in them is markup, mentions nobody and links nowhere.

use std::fmt::Write;

use crate::change::{Change, Finding, GuideChange, Reason};
use crate::emit::prose::escape::push_html;
use crate::visible;

use super::text::{figures, number, shared_reasons, shown, summary};

/// The first line, by which a program finds the comment again.
pub const MARK: &str = "<!-- kbc diff -->";

/// The head of a table.
const HEAD: &str = "| level | what | where |\n|---|---|---|\n";

/// What still fits.
struct Room {
    out: String,
    left: usize,
    dropped: usize,
}

impl Room {
    /// Adds a piece if it fits beside what has to follow it.
    fn add(&mut self, piece: &str, after: usize) -> bool {
        let length = piece.chars().count();
        let fits = length + after <= self.left;
        if fits {
            self.out.push_str(piece);
            self.left -= length;
        }
        fits
    }
}

/// All differences as Markdown of at most `most` characters. `command` is the call that shows the same as a text.
pub fn markdown(change: &Change, verbose: bool, most: usize, command: &str) -> String {
    let head = format!("{MARK}\n**What this change does to readers:** {}\n", summary(&change.counts));
    let command = code(command);
    // Room for the last line with the largest number that it can hold.
    let last = |count: usize| format!("\nand {} more: {command}\n", number(count));
    let reserved = head.chars().count() + last(usize::MAX).chars().count();
    let mut room = Room { out: head, left: most.saturating_sub(reserved), dropped: 0 };
    for guide in &change.guides {
        part(&mut room, &guide_title(guide), &shown(&guide.findings, verbose));
    }
    part(&mut room, "links and items", &shown(&change.items, verbose));
    if room.dropped > 0 {
        let line = last(room.dropped);
        room.out.push_str(&line);
    }
    room.out
}

fn guide_title(guide: &GuideChange) -> String {
    let mut title = String::from("<code>");
    push_html(&mut title, &guide.id);
    title.push_str("</code>");
    if let Some(figures) = figures(guide) {
        title.push_str(": ");
        push_html(&mut title, &figures);
    }
    title
}

/// A folded part with a table: as many rows as fit, none if not even one does.
fn part(room: &mut Room, title: &str, findings: &[&Finding]) {
    const END: &str = "\n</details>\n";
    let Some((first, others)) = findings.split_first() else { return };
    let shared = shared_reasons(findings);
    let mut why = shared.iter().map(because).collect::<Vec<_>>().join("; ");
    if !why.is_empty() {
        why.push_str("\n\n");
    }
    let row = |finding: &Finding| row(finding, shared.is_empty());
    let begin = format!("\n<details><summary>{title}</summary>\n\n{why}{HEAD}{}", row(first));
    if !room.add(&begin, END.len()) {
        room.dropped += findings.len();
        return;
    }
    let mut told = vec![*first];
    for finding in others {
        if room.add(&row(finding), END.len()) {
            told.push(finding);
        } else {
            room.dropped += 1;
        }
    }
    for scenario in told.iter().filter_map(|finding| finding.reader.as_ref()?.scenario.as_deref()) {
        let scenario = visible::stream(scenario);
        let fence = "`".repeat(longest_run(&scenario).max(2) + 1);
        // It only helps to see what the rows say, so that one that does not fit is no loss to count.
        room.add(&format!("\n{fence}\n{scenario}{fence}\n"), END.len());
    }
    room.out.push_str(END);
    room.left -= END.len();
}

/// A reason, with its place.
pub fn because(reason: &Reason) -> String {
    let place =
        reason.source.as_ref().map(|source| format!(" ({})", code(&format!("{}:{}", source.file, source.line))));
    format!("as {}{}", reason.words(code), place.unwrap_or_default())
}

fn row(finding: &Finding, with_reasons: bool) -> String {
    let mut what = finding.message.clone();
    if let Some(text) = &finding.text {
        what.extend([": ", &code(text)]);
    }
    for reason in finding.reasons.iter().filter(|_| with_reasons) {
        what.extend([", ", &because(reason)]);
    }
    if let Some(reader) = &finding.reader
        && !reader.answers.is_empty()
    {
        let answers: Vec<String> =
            reader.answers.iter().map(|one| code(&format!("{} {}", one.step, one.answer))).collect();
        write!(what, " – answers: {}", answers.join(", ")).expect("a string takes all text");
    }
    let place =
        finding.source.as_ref().map_or_else(String::new, |source| code(&format!("{}:{}", source.file, source.line)));
    format!("| {} | {what} | {place} |\n", finding.level.word())
}

/// The longest run of backticks in a text.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// A text as a code span in a cell of a table.
pub fn code(text: &str) -> String {
    let text = visible::line(text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    // A text that begins or ends with a backtick, or with a blank on either side, is held off by blanks that do not count.
    let blank = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    if text.trim().is_empty() { String::new() } else { format!("{fence}{blank}{text}{blank}{fence}") }
}

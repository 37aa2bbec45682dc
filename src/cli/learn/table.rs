//! The table, as text and as Markdown.

use std::fmt::Write;

use crate::words::quantity::plain::count;

use super::report::{Number, Report, Summary};

/// So many numbers that are known only together are told.
const PAIRS: usize = 6;

/// Months in three letters.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// From which month to which, as `Mar–Nov 2026`.
pub fn months(first: &str, last: &str) -> String {
    let parts = |month: &str| -> (String, String) {
        let (year, number) = month.split_once('-').unwrap_or((month, ""));
        let name = number.parse::<usize>().ok().and_then(|at| MONTHS.get(at.wrapping_sub(1)));
        (year.to_owned(), name.map_or_else(|| number.to_owned(), |name| (*name).to_owned()))
    };
    let ((first_year, first_name), (last_year, last_name)) = (parts(first), parts(last));
    if first == last {
        format!("{last_name} {last_year}")
    } else if first_year == last_year {
        format!("{first_name}–{last_name} {last_year}")
    } else {
        format!("{first_name} {first_year}–{last_name} {last_year}")
    }
}

pub fn share(part: u64, all: u64) -> String {
    format!("{:.0} %", 100.0 * part as f64 / (all as f64).max(1.0))
}

fn chance(chance: f64) -> String {
    let percent = 100.0 * chance;
    if percent > 0.0 && percent < 9.95 || percent > 90.05 && percent < 100.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

pub fn value(number: &Number, value: f64) -> String {
    if number.is_time {
        return minutes(value);
    }
    if !number.is_weight {
        return chance(value);
    }
    if value >= 10.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

pub fn minutes(minutes: f64) -> String {
    format!("{minutes:.1} min")
}

/// The sentence over a table.
pub fn head(report: &Report, summary: &Summary) -> String {
    let mut text = format!("{}: {} sessions", report.guide, count(report.sessions));
    if let Some((first, last)) = &report.months {
        write!(text, ", {}", months(first, last)).expect("a String takes all text");
    }
    let via: Vec<String> = report
        .via
        .iter()
        .filter(|(via, _)| !via.is_empty())
        .map(|(via, sessions)| format!("{via} {}", count(*sessions)))
        .collect();
    if !via.is_empty() {
        write!(text, " ({})", via.join(", ")).expect("a String takes all text");
    }
    let mut parts = Vec::new();
    let words = [
        ("solved", "solved"),
        ("handed-over", "handed over"),
        ("left", "left"),
        ("left-after", "left after a remedy"),
        ("guide", "went on to another guide"),
        ("contradiction", "contradicted themselves"),
    ];
    for (ending, words) in words {
        if let Some(sessions) = report.endings.get(ending) {
            parts.push(format!("{} {words}", share(*sessions, report.sessions)));
        }
    }
    if !parts.is_empty() {
        write!(text, "; {}", parts.join(", ")).expect("a String takes all text");
    }
    if summary.wrong > 0 {
        let line = if summary.wrong == 1 { "line" } else { "lines" };
        write!(text, "; {} {line} not read", count(summary.wrong)).expect("a String takes all text");
    }
    text
}

/// What is worth saying beside the table.
pub fn remarks(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    if report.trust < 1.0 {
        said.push(format!(
            "the sessions speak against the written numbers, which count as {} of the sessions that they would",
            chance(report.trust)
        ));
    }
    if let Some(by_itself) = report.by_itself.filter(|by_itself| *by_itself > 0.05) {
        said.push(format!("{} of the tries end by themselves, whatever was tried", chance(by_itself)));
    }
    if report.several_causes > 0 {
        said.push(format!(
            "{} sessions had several causes, and nothing is learned from them",
            count(report.several_causes)
        ));
    }
    let impossible: u64 = report.impossible.iter().map(|(_, sessions)| sessions).sum();
    if let Some((pattern, _)) = report.impossible.first() {
        said.push(format!("{} sessions cannot be by what the guide says, as: {pattern}", count(impossible)));
    }
    if !report.unknown_names.is_empty() {
        let mut names: Vec<(&String, &u64)> = report.unknown_names.iter().collect();
        names.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let names: Vec<String> =
            names.iter().take(5).map(|(name, sessions)| format!("`{name}` ({})", count(**sessions))).collect();
        said.push(format!("not of this guide any more, and taken as not asked: {}", names.join(", ")));
    }
    if !report.outdated.is_empty() {
        let steps: Vec<String> =
            report.outdated.iter().map(|(step, sessions)| format!("`{step}` ({})", count(*sessions))).collect();
        said.push(format!("of a time before it changed, and taken as not asked: {}", steps.join(", ")));
    }
    if !report.coupled.is_empty() {
        said.push(format!("rules bind the answers of {}, whose numbers stay", report.coupled.join(", ")));
    }
    if !report.is_settled {
        said.push("the estimate did not come to rest: take these numbers with care".to_owned());
    }
    said
}

/// What is told of a plan.
pub fn plan(report: &Report) -> String {
    let changes = report.numbers.iter().filter(|number| number.verdict == "change").count();
    let now = format!("the plan: {} expected by the learned numbers as it stands", minutes(report.plan.now));
    if changes == 0 {
        return now;
    }
    let better = report
        .plan
        .better
        .map_or_else(String::new, |(better, draws)| format!(" (no worse in {better} of {draws} draws of the numbers)"));
    format!("{now}, {} with the changes{better}", minutes(report.plan.changed))
}

/// How many numbers became what.
pub fn tally(report: &Report) -> String {
    let of = |verdict: &str| report.numbers.iter().filter(|number| number.verdict == verdict).count();
    let words = [
        ("change", "to change"),
        ("agrees", "agree with the sessions"),
        ("together", "known only together"),
        ("stays", "stay since an answer confirms a cause"),
        ("not-written", "stand where no edit reaches them"),
        ("hardly-learned", "hardly learned"),
        ("not-learned", "not learned"),
    ];
    let parts: Vec<String> = words
        .into_iter()
        .map(|(verdict, words)| (of(verdict), words))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    format!("{} numbers: {}", report.numbers.len(), parts.join(", "))
}

/// The numbers that are told: those that change, that would if they could, or that cost.
pub fn told(report: &Report) -> Vec<&Number> {
    let is_told = |number: &&Number| {
        ["change", "together", "not-written"].contains(&number.verdict)
            && (number.written < number.low || number.written > number.high || number.verdict == "change")
    };
    let mut told: Vec<&Number> = report.numbers.iter().filter(is_told).collect();
    let loss = |number: &Number| number.plan.unwrap_or(0.0);
    told.sort_by(|a, b| loss(b).total_cmp(&loss(a)).then_with(|| a.number.cmp(&b.number)));
    told
}

/// The heads of the columns.
pub const COLUMNS: [&str; 7] = ["number", "written", "learned", "90 %", "tries", "known", "plan"];

/// What stands in the columns for a number.
#[expect(clippy::cast_sign_loss, reason = "no number was tried less than 0 times")]
pub fn cells(number: &Number) -> [String; 7] {
    let written = match &number.word {
        Some(word) => format!("{word} {}", value(number, number.written)),
        None => value(number, number.written),
    };
    let learned = match number.verdict {
        "change" => value(number, number.change.unwrap_or(number.learned)),
        "together" => format!("{} (together)", value(number, number.learned)),
        _ => format!("{} (by hand)", value(number, number.learned)),
    };
    let (low, high) = (value(number, number.low), value(number, number.high));
    let interval = match (low.strip_suffix(" %"), number.is_weight) {
        (Some(low), false) => format!("{low} – {high}"),
        _ => format!("{low} – {high}"),
    };
    let plan = match number.plan {
        Some(loss) if loss >= 0.05 => format!("−{loss:.1} min"),
        _ => String::new(),
    };
    [
        number.number.clone(),
        written,
        learned,
        interval,
        count(number.tries.round() as u64),
        format!("{:.2}", number.known),
        plan,
    ]
}

/// The pairs that are known only together.
pub fn together(report: &Report) -> Vec<String> {
    let pair = |(a, b, how): &(String, String, f64)| format!("known only together: {a} / {b} ({how:+.2})");
    let mut lines: Vec<String> = report.together.iter().take(PAIRS).map(pair).collect();
    if report.together.len() > PAIRS {
        lines.push(format!("… and {} more pairs", report.together.len() - PAIRS));
    }
    if !lines.is_empty() {
        lines.push(
            "  (a cause that support finds, a check that confirms it or a second remedy tells them apart)".to_owned(),
        );
    }
    lines
}

/// That there are too few sessions, where there are.
pub fn too_few(report: &Report) -> Option<String> {
    (!report.is_enough).then(|| format!("fewer than {} sessions: nothing is proposed", super::study::FEWEST))
}

/// For a terminal.
pub fn text(summary: &Summary) -> String {
    let mut text = String::new();
    for (at, report) in summary.guides.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&head(report, summary));
        text.push('\n');
        for line in remarks(report).iter().chain(&too_few(report)) {
            text.push_str(line);
            text.push('\n');
        }
        let rows: Vec<[String; 7]> = told(report).into_iter().map(cells).collect();
        if !rows.is_empty() {
            text.push('\n');
            let width = |column: usize| {
                let cells = rows.iter().map(|row| row[column].chars().count());
                cells.chain([COLUMNS[column].chars().count()]).max().unwrap_or(0)
            };
            let widths: Vec<usize> = (0..COLUMNS.len()).map(width).collect();
            line(&mut text, &COLUMNS.map(str::to_owned), &widths);
            rows.iter().for_each(|row| line(&mut text, row, &widths));
        }
        text.push('\n');
        for line in together(report) {
            text.push_str(&line);
            text.push('\n');
        }
        text.push_str(&format!("{}\n{}\n", plan(report), tally(report)));
        if let Some(missing) = &report.doubts.missing {
            text.push_str(&format!("\na cause is missing; to begin with:\n\n{}", missing.draft));
        }
    }
    if summary.guides.is_empty() {
        text.push_str("no sessions of a guide of this project\n");
    }
    text
}

/// One line of the table: the first two columns begin at the left, numbers end at the right.
fn line(text: &mut String, cells: &[String; 7], widths: &[usize]) {
    let mut row = String::new();
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let gap = " ".repeat(width - cell.chars().count());
        let cell = if at == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") };
        row.push_str("  ");
        row.push_str(&cell);
    }
    text.push_str(row.trim_end());
    text.push('\n');
}

/// For a page or a comment.
pub fn markdown(summary: &Summary) -> String {
    let mut text = String::new();
    for report in &summary.guides {
        text.push_str(&format!("## {}\n\n{}.\n\n", report.guide, head(report, summary)));
        for line in remarks(report).iter().chain(&too_few(report)) {
            text.push_str(&format!("- {line}\n"));
        }
        let rows: Vec<[String; 7]> = told(report).into_iter().map(cells).collect();
        if !rows.is_empty() {
            text.push_str(&format!("\n| {} |\n|---|--:|--:|--:|--:|--:|--:|\n", COLUMNS.join(" | ")));
            rows.iter().for_each(|row| text.push_str(&format!("| {} |\n", row.join(" | "))));
        }
        text.push('\n');
        for line in together(report) {
            text.push_str(&format!("- {}\n", line.trim()));
        }
        text.push_str(&format!("- {}\n- {}\n\n", plan(report), tally(report)));
        if let Some(missing) = &report.doubts.missing {
            text.push_str(&format!("A cause is missing. To begin with:\n\n```\n{}```\n\n", missing.draft));
        }
    }
    if summary.guides.is_empty() {
        text.push_str("No sessions of a guide of this project.\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{count, months};

    #[test]
    fn counts_and_months_are_told_as_people_do() {
        assert_eq!([count(0), count(999), count(1_243), count(1_000_000)], ["0", "999", "1,243", "1,000,000"]);
        assert_eq!(months("2026-03", "2026-11"), "Mar–Nov 2026");
        assert_eq!(months("2025-12", "2026-01"), "Dec 2025–Jan 2026");
        assert_eq!(months("2026-11", "2026-11"), "Nov 2026");
    }
}

//! The table as one page, for who would rather look at it than at a terminal: intervals as bars, what the plan promised beside what
//! readers took, and where they leave. It holds no script and loads nothing.

use std::fmt::Write;

use crate::emit::prose::escape::push_html;
use crate::words::quantity::plain::count;

use super::doubts::{Doubted, LeavesAt, QuarterTold};
use super::report::{Number, Report, Summary};
use super::table::{COLUMNS, cells, head, minutes, plan, remarks, share, tally, together, told, too_few};

/// The styles. Their hash stands in the policy of the page, so a change of one is a change of both.
const STYLE: &str = include_str!("learn.css");
/// The SHA-256 of the styles: `openssl dgst -sha256 -binary learn.css | base64`.
const STYLE_HASH: &str = "9N+ibfXRSxzIzRPJOHR7k9uk5E+kvQZvej1I6vmSU10=";

/// So many steps are shown where readers leave.
const LEAVING: usize = 10;
/// How wide the bars of intervals are.
const WIDE: f64 = 100.0;

/// The page.
pub fn page(summary: &Summary) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What sessions say</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>What sessions say</h1>\n"
    );
    for report in &summary.guides {
        guide(&mut out, report, summary);
    }
    if summary.guides.is_empty() {
        out.push_str("<p>No sessions of a guide of this project.</p>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn guide(out: &mut String, report: &Report, summary: &Summary) {
    element(out, "h2", &report.guide);
    element(out, "p", &format!("{}.", head(report, summary)));
    list(out, remarks(report).into_iter().chain(too_few(report)));
    numbers(out, &told(report));
    list(out, together(report).into_iter().map(|line| line.trim().to_owned()));
    list(out, [plan(report), tally(report)].into_iter());
    doubts(out, &report.doubts);
}

fn numbers(out: &mut String, told: &[&Number]) {
    if told.is_empty() {
        return;
    }
    out.push_str("<h3>Numbers to look at</h3>\n<div class=\"wide\"><table>\n<tr>");
    for (at, column) in COLUMNS.iter().enumerate() {
        element(out, "th", column);
        if at == 3 {
            out.push_str("<th>interval</th>");
        }
    }
    out.push_str("</tr>\n");
    for number in told {
        out.push_str("<tr>");
        for (at, cell) in cells(number).iter().enumerate() {
            element(out, "td", cell);
            if at == 3 {
                out.push_str("<td>");
                bar(out, number);
                out.push_str("</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n<p class=\"note\">A bar is the interval in which the number lies with a chance of 90 %, the dot what was learned, and the line what is written.</p>\n");
}

/// The interval of a number: chances from 0 to 1, all else up to a little more than what is shown.
fn bar(out: &mut String, number: &Number) {
    let most = number.high.max(number.written).max(number.learned);
    let scale = if number.is_weight || number.is_time { WIDE / (1.1 * most).max(f64::MIN_POSITIVE) } else { WIDE };
    let at = |value: f64| (value * scale).clamp(0.0, WIDE);
    let (low, high) = (at(number.low), at(number.high));
    write!(
        out,
        "<svg viewBox=\"-2 0 104 12\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"from {:.2} to {:.2}, written {:.2}\">\
         <line class=\"track\" x1=\"0\" y1=\"6\" x2=\"100\" y2=\"6\"/>\
         <rect class=\"band\" x=\"{low:.1}\" y=\"3\" width=\"{:.1}\" height=\"6\"/>\
         <circle class=\"mark\" cx=\"{:.1}\" cy=\"6\" r=\"2\"/>\
         <line class=\"old\" x1=\"{written:.1}\" y1=\"0\" x2=\"{written:.1}\" y2=\"12\"/></svg>",
        number.low,
        number.high,
        number.written,
        (high - low).max(0.5),
        at(number.learned),
        written = at(number.written)
    )
    .expect("a String takes all text");
}

fn doubts(out: &mut String, doubts: &Doubted) {
    quarters(out, &doubts.quarters);
    leaving(out, &doubts.leaving);
    if let Some(missing) = &doubts.missing {
        out.push_str("<h3>A cause is missing</h3>\n");
        element(
            out,
            "p",
            &format!("{:.0} % of the sessions are unlike those of any cause. To begin with:", 100.0 * missing.share),
        );
        element(out, "pre", &missing.draft);
    }
    if !doubts.drifts.is_empty() {
        out.push_str("<h3>Numbers that drift</h3>\n");
        let told = |(quarter, value): &(String, f64)| format!("{:.0} % in {quarter}", 100.0 * value);
        list(
            out,
            doubts
                .drifts
                .iter()
                .map(|one| format!("{}: {}", one.number, one.quarters.iter().map(told).collect::<Vec<_>>().join(", "))),
        );
    }
}

fn quarters(out: &mut String, quarters: &[QuarterTold]) {
    if quarters.is_empty() {
        return;
    }
    out.push_str("<h3>What the plan promises, and what came of it</h3>\n<div class=\"wide\"><table>\n<tr><th>quarter</th><th>sessions</th><th>promised</th><th>taken</th><th>minutes</th><th>promised</th><th>helped</th></tr>\n");
    let most = quarters.iter().filter_map(|one| one.minutes).chain(quarters.iter().map(|one| one.promised_minutes));
    let most = 1.1 * most.fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    for one in quarters {
        out.push_str("<tr>");
        element(out, "td", &one.quarter);
        element(out, "td", &count(one.sessions));
        element(out, "td", &minutes(one.promised_minutes));
        element(out, "td", &one.minutes.map_or_else(|| "–".to_owned(), minutes));
        let (taken, promised) = (WIDE * one.minutes.unwrap_or(0.0) / most, WIDE * one.promised_minutes / most);
        write!(
            out,
            "<td><svg viewBox=\"-2 0 104 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><line class=\"track\" x1=\"0\" y1=\"6\" x2=\"100\" y2=\"6\"/>\
             <rect class=\"band\" x=\"0\" y=\"3\" width=\"{taken:.1}\" height=\"6\"/>\
             <line class=\"old\" x1=\"{promised:.1}\" y1=\"0\" x2=\"{promised:.1}\" y2=\"12\"/></svg></td>"
        )
        .expect("a String takes all text");
        element(out, "td", &format!("{:.0} %", 100.0 * one.promised_solved));
        element(out, "td", &format!("{:.0} %", 100.0 * one.solved));
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n<p class=\"note\">A bar is what readers took, and the line what the plan promises, up to where somebody takes over. Who left is not counted.</p>\n");
}

fn leaving(out: &mut String, leaving: &[LeavesAt]) {
    if leaving.is_empty() {
        return;
    }
    out.push_str("<h3>Where readers leave</h3>\n<div class=\"wide\"><table>\n<tr><th>step</th><th>came to it</th><th>left</th><th>share</th></tr>\n");
    for one in leaving.iter().take(LEAVING) {
        out.push_str("<tr>");
        let counts = [count(one.reached), count(one.left), share(one.left, one.reached)];
        element(out, "td", &one.step);
        counts.iter().for_each(|cell| element(out, "td", cell));
        out.push_str("</tr>\n");
    }
    out.push_str("</table></div>\n");
}

fn list(out: &mut String, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    out.push_str("<ul>\n");
    lines.for_each(|line| element(out, "li", &line));
    out.push_str("</ul>\n");
}

fn element(out: &mut String, name: &str, text: &str) {
    write!(out, "<{name}>").expect("a String takes all text");
    push_html(out, text);
    write!(out, "</{name}>").expect("a String takes all text");
    if name != "td" && name != "th" {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::STYLE;

    /// The length of the styles and the sum of their bytes, of which no small change keeps both.
    const STYLE_SUM: (usize, u64) = (1164, 63_157_320);

    #[test]
    fn whoever_changes_the_styles_is_told_to_make_their_hash_anew() {
        let sum = STYLE.bytes().enumerate().map(|(at, byte)| (at as u64 + 1) * u64::from(byte)).sum();
        assert_eq!((STYLE.len(), sum), STYLE_SUM, "make STYLE_HASH anew with openssl, and then this");
    }
}

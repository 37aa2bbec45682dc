//! What was found, for people.

use crate::dialogue::quoted;
use crate::emit::json::{FittingGuide, MatchReport, SeenSymptom};
use crate::visible;

use super::report::counted;

/// So many values of a fact are shown.
const VALUES: usize = 3;

/// So many guides are shown: whoever wants more asks for JSON.
const GUIDES: usize = 10;

/// The report as text.
pub fn text(report: &MatchReport) -> String {
    let mut out = String::new();
    let lines = |count: u64| counted(usize::try_from(count).unwrap_or(usize::MAX), "line");
    if report.symptoms.is_empty() {
        return format!("nothing that is known was found in {}\n", lines(report.lines));
    }
    for symptom in &report.symptoms {
        out.push_str(&format!("{} ({})\n", visible::line(&symptom.title), visible::line(&symptom.id)));
        push_places(&mut out, symptom);
        for (name, values) in &symptom.facts {
            let shown =
                values.iter().take(VALUES).map(|value| format!("{} ({})", visible::line(&value.value), value.count));
            let mut shown: Vec<String> = shown.collect();
            shown.extend((values.len() > VALUES).then(|| format!("{} more", values.len() - VALUES)));
            out.push_str(&format!("  {} = {}\n", visible::line(name), shown.join(", ")));
        }
    }
    for (guide, number) in report.guides.iter().take(GUIDES).zip(1..) {
        push_guide(&mut out, guide, number, report.symptoms.len());
    }
    if report.guides.is_empty() {
        out.push_str("\nno guide begins with that\n");
    } else if report.guides.len() > GUIDES {
        out.push_str(&format!("\n{} more: `--format json` has all\n", counted(report.guides.len() - GUIDES, "guide")));
    }
    out
}

fn push_places(out: &mut String, symptom: &SeenSymptom) {
    let first = &symptom.first;
    let (unit, number) = match (first.line, first.alert) {
        (_, Some(number)) => ("alert", number),
        (number, None) => ("line", number.unwrap_or_default()),
    };
    let place = match first.file.as_str() {
        "-" => format!("{unit} {number}"),
        file => format!("{}:{number}", visible::line(file)),
    };
    let more = usize::try_from(symptom.count).unwrap_or(usize::MAX).saturating_sub(1);
    let more = if more > 0 { format!(" (and in {})", counted(more, &format!("more {unit}"))) } else { String::new() };
    out.push_str(&format!("  {place}: {}{more}\n", visible::line(&first.text)));
}

fn push_guide(out: &mut String, guide: &FittingGuide, number: usize, seen: usize) {
    out.push_str(&format!("\n{number}. {} ({})", visible::line(&guide.title), visible::line(&guide.id)));
    if seen > 1 {
        out.push_str(&format!(": {} of the {seen} symptoms that were seen", guide.seen.len()));
    }
    out.push_str(&format!("\n   {}\n", visible::line(&guide.link)));
    if !guide.diagnose.is_empty() {
        let words: Vec<String> = guide.diagnose.iter().map(|word| quoted("sh", "", word)).collect();
        out.push_str(&format!("   {}\n", visible::line(&words.join(" "))));
    }
}

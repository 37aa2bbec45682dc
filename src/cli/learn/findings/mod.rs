//! What sessions say against a guide, as findings.

mod doubts;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::{learning as faults, logs};
use crate::estimates::{Unit, Verdict, Written};
use crate::learning::counts::Row;
use crate::learning::estimate::interval;
use crate::learning::learned::{LEARNED, LearnedNumber, What};
use crate::model::{ItemId, plain_name};
use crate::pipeline::Analysis;
use crate::source::Span;

use super::report::named;
use super::study::{FEWEST, Guide, Studied};
use super::table::minutes;

/// From this share of tries on, it is told that troubles end by themselves.
const BY_ITSELF: f64 = 0.05;
/// From this share of known causes on, it is told that there are several.
const SEVERAL: f64 = 0.1;
/// From this share of sessions on, it is told that they cannot be.
const CANNOT_BE: f64 = 0.005;

/// Everything that is to be told.
pub fn findings(understood: &Analysis, written: &Written<'_>, studied: &[Studied]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in studied {
        of_numbers(understood, written, one, &mut found);
        doubts::of_times(understood, written, one, &mut found);
        for (at, guide) in one.guides.iter().enumerate() {
            of_guide(understood, one, at, guide, &mut found);
            if guide.gathered.sessions >= FEWEST {
                let span = understood.knowledge.item(guide.id).name.span;
                doubts::findings(understood, written, &one.doubted(understood, at), span, &mut found);
            }
        }
    }
    found
}

fn percent(chance: f64) -> String {
    format!("{:.0} %", 100.0 * chance)
}

fn of_numbers(understood: &Analysis, written: &Written<'_>, one: &Studied, found: &mut Vec<Diagnostic>) {
    for judged in &one.judged {
        for number in judged.numbers.iter().map(|&at| &one.learned.numbers[at]) {
            match &number.what {
                What::Fixes(remedy, cause) if helps_otherwise(judged.verdict, number) => {
                    let Some(fixed) = written.fixes(remedy, cause) else { continue };
                    found.push(helps(number, (remedy, cause), fixed.chance.span));
                }
                What::Likelihood(cause) => found.extend(nobody(understood, written, one, number, cause)),
                _ => {}
            }
        }
    }
    let plain = |name: &str| plain_name(name).to_owned();
    for (a, b, _) in one.learned.together() {
        let (a, b) = (&one.learned.numbers[a], &one.learned.numbers[b]);
        if let Some(span) = place(written, &a.what).or_else(|| place(written, &b.what)) {
            let message =
                format!("sessions tell {} and {} only together", named(&a.what, &plain), named(&b.what, &plain));
            found.push(
                Diagnostic::new(&faults::ONLY_TOGETHER, span, message)
                    .help("a cause that support finds, a check that confirms it or a second remedy tells them apart"),
            );
        }
    }
}

fn helps_otherwise(verdict: Verdict, number: &LearnedNumber) -> bool {
    number.known >= LEARNED && !number.agrees() && matches!(verdict, Verdict::Change | Verdict::NotWritten)
}

fn helps(number: &LearnedNumber, (remedy, cause): (&str, &str), span: Span) -> Diagnostic {
    let message = format!(
        "`{}` ends `{}` in {}, not in {}",
        plain_name(remedy),
        plain_name(cause),
        percent(number.learned),
        percent(number.written)
    );
    let help = format!(
        "with a chance of 90 % it is {} to {}, from {:.0} tries",
        percent(number.interval.low),
        percent(number.interval.high),
        number.tries
    );
    Diagnostic::new(&faults::HELPS_OTHERWISE, span, message).help(help)
}

/// A cause that hardly anybody has.
fn nobody(
    understood: &Analysis,
    written: &Written<'_>,
    one: &Studied,
    number: &LearnedNumber,
    cause: &str,
) -> Option<Diagnostic> {
    let sure = one.learned.estimate.certainty.as_ref()?;
    let share = one.learned.estimate.ascent.numbers[number.draw.block as usize][number.draw.place as usize];
    let high = interval(share, sure.size(number.draw)).high;
    let holds = |guide: &&Guide| {
        guide.decision.problem.hypotheses().any(|id| guide.decision.problem.causes[id.0].name == cause)
    };
    let guide = one.guides.iter().find(holds)?;
    let negligible = guide.decision.problem.policy.negligible;
    let item = written.item(cause)?;
    let span = understood.knowledge.item(item).name.span;
    let message = format!("of the readers of this guide at most {:.2} % have `{}`", 100.0 * high, plain_name(cause));
    (number.known >= LEARNED && high < negligible / 4.0).then(|| {
        Diagnostic::new(&faults::NOBODY_HAS_IT, span, message)
            .help(format!("that is less than a quarter of what the guide calls negligible, {}", percent(negligible)))
    })
}

/// Where a number stands.
fn place(written: &Written<'_>, what: &What) -> Option<Span> {
    match Unit::of(what) {
        Unit::Likelihood(cause) => Some(written.knowledge.cause(written.item(&cause)?)?.likelihood?.span),
        Unit::Fixes(remedy, cause) => written.fixes(&remedy, &cause).map(|fixed| fixed.chance.span),
        Unit::Row(step, _) | Unit::Takes(step) => Some(written.knowledge.item(written.item(&step)?).name.span),
        Unit::Other(_) => None,
    }
}

fn of_guide(understood: &Analysis, one: &Studied, at: usize, guide: &Guide, found: &mut Vec<Diagnostic>) {
    let span = understood.knowledge.item(guide.id).name.span;
    let gathered = &guide.gathered;
    let sessions = gathered.sessions as f64;
    if gathered.sessions < FEWEST {
        let message = format!("this guide has {} sessions, and nothing is changed below {FEWEST}", gathered.sessions);
        found.push(Diagnostic::new(&logs::TOO_FEW_SESSIONS, span, message));
        return;
    }
    let impossible: u64 = one.impossible[at].iter().map(|(_, sessions)| sessions).sum();
    if let Some((pattern, count)) = one.impossible[at].first().filter(|_| impossible as f64 > CANNOT_BE * sessions) {
        let message = format!("{impossible} of {} sessions cannot be by what this guide says", gathered.sessions);
        let help = format!("the most frequent of them, {count} times: {pattern}");
        found.push(Diagnostic::new(&faults::CANNOT_BE, span, message).help(help));
    }
    if let Some(by_itself) = one.learned.by_itself[at].filter(|by_itself| *by_itself > BY_ITSELF) {
        let message = format!("{} of the tries of a remedy end the trouble by themselves", percent(by_itself));
        found.push(Diagnostic::new(&faults::ENDS_BY_ITSELF, span, message));
    }
    let known = (gathered.known_causes + gathered.several_causes) as f64;
    if known >= FEWEST as f64 && gathered.several_causes as f64 > SEVERAL * known {
        let message = format!("support found several causes in {} of {known} sessions", gathered.several_causes);
        found.push(Diagnostic::new(&faults::SEVERAL_CAUSES, span, message));
    }
    if !gathered.unknown.is_empty() {
        found.push(unknown_names(&gathered.unknown, span));
    }
    found.extend(promised(one, at, span));
}

fn unknown_names(unknown: &BTreeMap<String, u64>, span: Span) -> Diagnostic {
    let mut names: Vec<(&String, &u64)> = unknown.iter().collect();
    names.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let told: Vec<String> = names.iter().take(5).map(|(name, count)| format!("`{name}` in {count}")).collect();
    let more = if names.len() > 5 { format!(" and {} more", names.len() - 5) } else { String::new() };
    let message = format!("sessions name what this guide does not hold: {}{more}", told.join(", "));
    Diagnostic::new(&faults::NAMES_OF_NO_ITEM, span, message).help("it counts as not asked")
}

/// A plan promises less than is so where it takes so many times as long.
const LONGER: f64 = 1.25;

/// Whether as many readers are helped as the plan promises, and as soon.
fn promised(one: &Studied, at: usize, span: Span) -> Option<Diagnostic> {
    // Whoever left says nothing of what would have become of them.
    let taken = one.guides[at].gathered.whole();
    if taken.ended < FEWEST {
        return None;
    }
    let promised = one.doubts[at].promised;
    let solved = taken.solved as f64 / taken.ended as f64;
    let met = interval(solved, taken.ended as f64);
    let mean = (taken.timed >= FEWEST).then(|| taken.minutes / taken.timed as f64);
    let is_longer = mean.is_some_and(|mean| mean > LONGER * promised.minutes);
    (promised.solved > met.high + 0.01 || is_longer).then(|| {
        let message = match mean.filter(|_| is_longer) {
            None => format!(
                "the plan promises that {} of its readers are helped, and {} were",
                percent(promised.solved),
                percent(solved)
            ),
            Some(mean) => format!(
                "the plan promises {} and that {} are helped; readers took {}, and {} were helped",
                minutes(promised.minutes),
                percent(promised.solved),
                minutes(mean),
                percent(solved)
            ),
        };
        Diagnostic::new(&faults::PROMISED_OTHERWISE, span, message)
            .help(format!("of {} sessions that came to an end", taken.ended))
    })
}

/// Sessions of guides that the project does not hold.
pub fn of_no_guide(understood: &Analysis, rows: &[Row]) -> Vec<Diagnostic> {
    let qualified = |id: &ItemId| understood.knowledge.qualified(*id);
    let guides: Vec<String> = understood.guides.iter().map(|(id, _)| qualified(id)).collect();
    let mut unknown: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| !guides.contains(&row.guide)) {
        *unknown.entry(&row.guide).or_default() += row.sessions;
    }
    let told = unknown.into_iter().map(|(guide, sessions)| {
        let message = format!("{sessions} sessions are of the guide `{guide}`, which this project does not hold");
        Diagnostic::at_path(&logs::UNKNOWN_GUIDE, "kbc.toml", message)
    });
    told.collect()
}

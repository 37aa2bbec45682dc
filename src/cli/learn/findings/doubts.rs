//! What speaks against a guide beyond its numbers, as findings.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::learning as faults;
use crate::estimates::{Timed, Written};
use crate::model::{ItemId, plain_name};
use crate::pipeline::Analysis;
use crate::source::Span;
use crate::words::quantity::plain::count;

use super::super::doubts::{ComesIn, Doubted, Drifting, LeavesAt, UntoldBy};
use super::super::missing::{MissingCause, TellingAnswer};
use super::super::study::Studied;
use super::super::table::minutes;
use super::{percent, place};

/// Of one guide, whose name stands at `span`.
pub fn findings(
    understood: &Analysis,
    written: &Written<'_>,
    doubted: &Doubted,
    span: Span,
    found: &mut Vec<Diagnostic>,
) {
    let at = |item: ItemId| understood.knowledge.item(item).name.span;
    found.extend(doubted.never_tell.iter().map(|one| {
        let message = format!(
            "the answer to `{}` tells next to nothing of the cause: at most {:.3} bit, by {} answers",
            one.check,
            one.bits_at_most,
            count(one.answered)
        );
        Diagnostic::new(&faults::NEVER_TELLS, at(one.item), message)
            .help("it costs every reader time that is asked; a coin that is tossed tells 1 bit")
    }));
    found.extend(doubted.missing.iter().map(|missing| is_missing(missing, span)));
    found.extend(doubted.drifts.iter().map(|one| drifts(one, place(written, &one.what).unwrap_or(span))));
    found.extend(doubted.untold.iter().map(|one| untold(one, at(one.item))));
    found.extend(doubted.coming_in.chunk_by(|a, b| a.item == b.item).map(|ways| comes_in(ways, at(ways[0].item))));
    found.extend(doubted.leaving.iter().filter(|one| one.is_told()).map(|one| leaves(one, at(one.item))));
}

fn is_missing(missing: &MissingCause, span: Span) -> Diagnostic {
    let told = |one: &TellingAnswer| {
        format!("`{}={}` ({}, and {} of all)", one.check, one.outcome, percent(one.chance), percent(one.among_all))
    };
    let answers: Vec<String> = missing.answers.iter().take(3).map(told).collect();
    let message = format!(
        "a cause is missing: {} of the sessions are unlike those of any cause, and no remedy helps them",
        percent(missing.share)
    );
    let help = format!("what tells them: {}; the table shows an item to begin with", answers.join(", "));
    Diagnostic::new(&faults::CAUSE_IS_MISSING, span, message).help(help)
}

fn drifts(one: &Drifting, span: Span) -> Diagnostic {
    let quarters: Vec<String> =
        one.quarters.iter().map(|(quarter, value)| format!("{} in {quarter}", percent(*value))).collect();
    let message = format!("{} drifts: {}", one.number, quarters.join(", "));
    Diagnostic::new(&faults::DRIFTS, span, message)
        .help("where what changed is known, learn from the sessions since then with `--since`")
}

fn untold(one: &UntoldBy, span: Span) -> Diagnostic {
    let those = match &one.causes[..] {
        [] => "readers with a cause of which it says nothing".to_owned(),
        causes => {
            format!("readers with {}", causes.iter().map(|cause| format!("`{cause}`")).collect::<Vec<_>>().join(", "))
        }
    };
    let message = format!(
        "who cannot tell `{}` says something by it: {} of {those} cannot, and {} of all",
        one.step,
        percent(one.chance),
        percent(one.among_all)
    );
    Diagnostic::new(&faults::UNTOLD_SPEAKS, span, message)
        .help("say it with `cannot-tell { points-to … }`, or put the question so that all can answer it")
}

/// All ways of one cause: those that its readers take more often than expected stand first.
fn comes_in(ways: &[ComesIn], span: Span) -> Diagnostic {
    let way = |one: &ComesIn| match &one.symptoms[..] {
        [] => "naming no symptom".to_owned(),
        symptoms => {
            format!("by {}", symptoms.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(" and "))
        }
    };
    let first = &ways[0];
    let message = format!(
        "{} of the readers with `{}` come in {}, and {} would by what the causes show",
        percent(first.share),
        first.cause,
        way(first),
        percent(first.expected)
    );
    let others = ways[1..]
        .iter()
        .map(|one| format!("; {} come in {}, and {} would", percent(one.share), way(one), percent(one.expected)));
    let help = format!(
        "with a chance of 90 % it is {} to {}, from {:.0} sessions{}",
        percent(first.low),
        percent(first.high),
        first.sessions,
        others.collect::<String>()
    );
    Diagnostic::new(&faults::NAMES_ANOTHER_SYMPTOM, span, message).help(help)
}

fn leaves(one: &LeavesAt, span: Span) -> Diagnostic {
    let message = format!(
        "{} of {} readers who came to `{}` left there, {}",
        count(one.left),
        count(one.reached),
        one.step,
        percent(one.left as f64 / (one.reached as f64).max(1.0))
    );
    Diagnostic::new(&faults::READERS_LEAVE, span, message)
}

/// Steps that take longer than is written.
pub fn of_times(understood: &Analysis, written: &Written<'_>, one: &Studied, found: &mut Vec<Diagnostic>) {
    let is_longer = |timed: &&Timed| timed.is_wrong() && timed.time.learned > timed.time.written;
    for timed in one.times.iter().filter(is_longer) {
        let time = &timed.time;
        let Some(item) = written.item(&time.step) else { continue };
        let part = written.times(&time.step).into_iter().next().map(|(_, given)| given.span);
        let message = format!(
            "`{}` takes {} and not {}, by {} sessions",
            plain_name(&time.step),
            minutes(time.learned),
            minutes(time.written),
            count(time.tries)
        );
        let by_result: Vec<String> =
            time.results.iter().map(|(result, (mean, _))| format!("{} for `{result}`", minutes(*mean))).collect();
        let span = part.unwrap_or(understood.knowledge.item(item).name.span);
        found.push(Diagnostic::new(&faults::TAKES_LONGER, span, message).help(by_result.join(", ")));
    }
}

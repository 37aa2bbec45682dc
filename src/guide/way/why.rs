//! Why a step stands where it stands, in a sentence that is true of it there.

use crate::reasoning::{CauseId, Doing, Glimpse, Step};

use super::super::{Context, words};
use super::layout::{Layout, Slot};

/// The reason of each step; none for ends and for the tail.
pub(super) fn whys(cx: &Context, layout: &Layout) -> Vec<Option<String>> {
    layout
        .slots
        .iter()
        .map(|&slot| {
            let Slot::Node(node) = slot else { return None };
            let Doing::Step(step, copy) = cx.plan.flow.nodes[node].doing else { return None };
            let glimpse = cx.printed.glimpses.get(&node)?;
            match step {
                Step::Check(_) => check(cx, step, glimpse),
                Step::Remedy(_) => remedy(cx, step, copy, glimpse),
            }
        })
        .collect()
}

fn check(cx: &Context, step: Step, glimpse: &Glimpse) -> Option<String> {
    let left = glimpse.causes.len();
    let spoken: Vec<CauseId> = glimpse.spoken_of().collect();
    let time = time(minutes(cx, step));
    match spoken[..] {
        [] => None,
        [one] => Some(format!("{time} tell whether it is {}", words::quoted(cx, cause_item(cx, one)?))),
        _ => Some(format!("{time} tell {} of the {left} causes apart that are left", spoken.len())),
    }
}

fn remedy(cx: &Context, step: Step, copy: usize, glimpse: &Glimpse) -> Option<String> {
    if glimpse.helps < 0.005 {
        return None;
    }
    let helps = words::percent(glimpse.helps);
    let again = if copy > 0 { "another try" } else { "it" };
    let time = time(minutes(cx, step));
    let likeliest = glimpse.fixes.and_then(|(cause, chance)| Some((cause_item(cx, cause)?, chance)));
    Some(match likeliest {
        Some((cause, chance)) => format!(
            "{again} helps with a chance of {helps} and takes {time}: {} is likely to {}",
            words::quoted(cx, cause),
            words::percent(chance),
        ),
        None => format!("{again} helps with a chance of {helps} and takes {time}"),
    })
}

fn cause_item(cx: &Context, cause: CauseId) -> Option<crate::model::ItemId> {
    cx.decision.causes.get(cause.0).copied()
}

/// The plain minutes of a step.
fn minutes(cx: &Context, step: Step) -> f64 {
    match step {
        Step::Check(check) => {
            let check = &cx.decision.problem.checks[check.0];
            check.takes + check.waits
        }
        Step::Remedy(remedy) => {
            let remedy = &cx.decision.problem.remedies[remedy.0];
            remedy.takes + remedy.waits + remedy.verify
        }
    }
}

/// Minutes as people say them.
fn time(minutes: f64) -> String {
    if minutes < 1.0 {
        return format!("{:.0} s", (minutes * 60.0).max(1.0));
    }
    if minutes < 90.0 {
        return format!("{minutes:.0} min");
    }
    format!("{:.0} h", minutes / 60.0)
}

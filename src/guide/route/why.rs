//! Why a step stands where it stands, in a sentence that is true of it there.

use crate::reasoning::{CauseId, Doing, Step, StepRationale};
use crate::words::quantity;

use super::super::{GuideContext, words};
use super::layout::{Layout, Slot};

/// The reason of each step; none for ends and for the tail.
pub(super) fn whys(cx: &GuideContext, layout: &Layout) -> Vec<Option<String>> {
    layout
        .slots
        .iter()
        .map(|&slot| {
            let Slot::Node(node) = slot else { return None };
            let Doing::Step(step, copy) = cx.plan.flow.nodes[node].doing else { return None };
            let rationale = cx.printed.rationales.get(&node)?;
            match step {
                Step::Check(_) => check(cx, step, rationale),
                Step::Remedy(_) => remedy(cx, step, copy, rationale),
            }
        })
        .collect()
}

fn check(cx: &GuideContext, step: Step, rationale: &StepRationale) -> Option<String> {
    let spoken: Vec<CauseId> = rationale.spoken_of().collect();
    let (said, time) = (cx.sayings(), time(cx, minutes(cx, step)));
    match spoken[..] {
        [] => None,
        [one] => {
            let cause = words::quoted(cx, cause_item(cx, one)?);
            Some(said.why_one.fill(&[("time", &time), ("cause", &cause)]))
        }
        _ => {
            let (some, left) = (spoken.len().to_string(), rationale.causes.len().to_string());
            if some == left {
                return Some(said.why_all.fill(&[("time", &time), ("n", &some)]));
            }
            Some(said.why_several.fill(&[("time", &time), ("n", &some), ("left", &left)]))
        }
    }
}

fn remedy(cx: &GuideContext, step: Step, copy: usize, rationale: &StepRationale) -> Option<String> {
    if rationale.helps < 0.005 {
        return None;
    }
    let said = cx.sayings();
    let (helps, time) = (words::percent(cx, rationale.helps), time(cx, minutes(cx, step)));
    let likeliest = rationale.fixes.and_then(|(cause, chance)| Some((cause_item(cx, cause)?, chance)));
    Some(match likeliest {
        Some((cause, chance)) => {
            let (cause, chance) = (words::quoted(cx, cause), words::percent(cx, chance));
            let text = if copy > 0 { &said.again_helps_against } else { &said.it_helps_against };
            text.fill(&[("helps", &helps), ("time", &time), ("cause", &cause), ("chance", &chance)])
        }
        None => {
            let text = if copy > 0 { &said.again_helps } else { &said.it_helps };
            text.fill(&[("helps", &helps), ("time", &time)])
        }
    })
}

fn cause_item(cx: &GuideContext, cause: CauseId) -> Option<crate::model::ItemId> {
    cx.decision.causes.get(cause.0).copied()
}

/// The plain minutes of a step.
fn minutes(cx: &GuideContext, step: Step) -> f64 {
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

/// A time in the words of the site's language.
fn time(cx: &GuideContext, minutes: f64) -> String {
    quantity::minutes(cx.setting.words, minutes)
}

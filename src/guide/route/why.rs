//! Why a step stands where it stands, in a sentence that is true of it there.

use crate::model::Chances;
use crate::reasoning::{CauseId, Doing, Step, StepRationale};
use crate::words::{Sentence, quantity};

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
    let (said, time) = (cx.sayings(), time(cx, step));
    let fill = |timed: &Sentence, untimed: &Sentence, gaps: &[(&str, &str)]| match &time {
        Some(time) => timed.fill(&[gaps, &[("time", time)]].concat()),
        None => untimed.fill(gaps),
    };
    match spoken[..] {
        [] => None,
        [one] => {
            let cause = words::quoted(cx, cause_item(cx, one)?);
            Some(fill(&said.why_one, &said.tells_one, &[("cause", &cause)]))
        }
        _ => {
            let (some, left) = (spoken.len().to_string(), rationale.causes.len().to_string());
            if some == left {
                return Some(fill(&said.why_all, &said.tells_all, &[("n", &some)]));
            }
            Some(fill(&said.why_several, &said.tells_several, &[("n", &some), ("left", &left)]))
        }
    }
}

/// Why a remedy stands there: how likely it helps, what it takes, and the cause that it helps against most. What readers are not
/// told is left out.
fn remedy(cx: &GuideContext, step: Step, copy: usize, rationale: &StepRationale) -> Option<String> {
    if rationale.helps < 0.005 {
        return None;
    }
    let said = cx.sayings();
    let how = cx.chances;
    let (time, in_numbers) = (time(cx, step), how == Chances::Numbers);
    let Some(helps) = quantity::told(cx.words(), how, rationale.helps) else {
        return time.map(|time| said.it_takes.fill(&[("time", &time)]));
    };
    let helping = match (in_numbers, copy > 0) {
        (true, false) => &said.helps,
        (true, true) => &said.helps_again,
        (false, false) => &said.may_help,
        (false, true) => &said.may_help_again,
    };
    let mut text = helping.fill(&[("helps", &helps)]);
    if let Some(time) = time {
        let taking = if in_numbers { &said.and_takes } else { &said.and_it_takes };
        text = taking.fill(&[("said", &text), ("time", &time)]);
    }
    let likeliest = rationale.fixes.and_then(|(cause, chance)| Some((cause_item(cx, cause)?, chance)));
    if let Some((cause, chance)) = likeliest
        && let Some(chance) = quantity::told(cx.words(), how, chance)
    {
        let being = if in_numbers { &said.chance_of } else { &said.may_be };
        text = being.fill(&[("said", &text), ("cause", &words::quoted(cx, cause)), ("chance", &chance)]);
    }
    Some(text)
}

fn cause_item(cx: &GuideContext, cause: CauseId) -> Option<crate::model::ItemId> {
    cx.decision.causes.get(cause.0).copied()
}

/// What a step takes, in the words of the site's language; nothing where no author wrote it.
fn time(cx: &GuideContext, step: Step) -> Option<String> {
    let item = cx.decision.step(step);
    let minutes = cx.knowledge.busy_minutes(item)? + cx.knowledge.waiting_minutes(item);
    Some(quantity::minutes(cx.words(), minutes))
}

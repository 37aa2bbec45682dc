//! The way through a guide: its printed flow as numbered steps.
//!
//! In: the flow that the engine planned, and which of its nodes are printed. Out: steps in an order in which every
//! answer leads on to a later number, then the tail that all other answers join, then the ends.

mod known;
mod layout;
mod why;

use crate::decision::Asked;
use crate::decision::is_preparation;
use crate::graph;
use crate::model::{self, Guide, ItemId, Kind, Outcome};
use crate::reasoning::{Doing, NodeId, RemedyId, Step};

use super::{Action, Exit, Goto, GuideContext, Inline, Markdown, Proof, Rests, StageHead, Way, WayStep, words};
use crate::words::quantity;
use layout::Slot;

pub(super) use layout::Layout;

/// The way of a guide.
pub(super) fn way(cx: &GuideContext, guide: &Guide, layout: &Layout) -> Way {
    let entry = cx.plan.entry();
    let stages = stage_heads(cx, guide, layout);
    let warnings = known::warnings(cx, layout);
    let whys = why::whys(cx, layout);
    let steps = layout.slots.iter().zip(stages).zip(warnings).zip(whys).enumerate();
    Way {
        starts_at: layout.number(entry.node).unwrap_or(1),
        steps: steps
            .map(|(at, (((slot, stage), warnings), why))| WayStep {
                number: at as u32 + 1,
                anchor: ["step-", &(at + 1).to_string()].concat(),
                action: action(cx, *slot),
                attempt: attempt(cx, *slot),
                stage,
                begins_tail: layout.tail_begins == Some(at),
                why,
                exits: exits(cx, layout, at),
                cannot: cannot(cx, layout, at),
                warnings,
            })
            .collect(),
        expected_minutes: entry.expected_minutes,
        active_minutes: entry.active_minutes,
        worst_minutes: entry.worst_minutes,
        solved: entry.solved,
        times: times(cx),
        chances: cx.chances.into(),
        solved_told: quantity::told(cx.words(), cx.chances, entry.solved),
        proof: Proof {
            expected_cost: entry.expected_cost,
            lower_bound: entry.lower_bound,
            printed_cost: cx.printed.paper.expected_cost,
            exact: entry.is_exact(),
        },
    }
}

/// What the times of the way rest on: those of the steps that the flow does, and of who takes over.
fn times(cx: &GuideContext) -> Rests {
    let (mut written, mut silent) = (false, false);
    for node in &cx.plan.flow.nodes {
        let is_said = match node.doing {
            Doing::Step(step, _) => {
                let item = cx.decision.step(step);
                // Of facts and symptoms nobody expects a time.
                matches!(cx.knowledge.item(item).kind(), Kind::Check | Kind::Remedy)
                    .then(|| cx.knowledge.has_written_time(item))
            }
            Doing::Escalate(end) => Some(cx.knowledge.has_written_time(cx.decision.escalations[end.0])),
            Doing::Contradiction(_) | Doing::Guide(_) | Doing::Solved => None,
        };
        written |= is_said == Some(true);
        silent |= is_said == Some(false);
    }
    match (written, silent) {
        (_, false) => Rests::Written,
        (true, true) => Rests::Partly,
        (false, true) => Rests::Defaults,
    }
}

/// Where a reader begins who sees a symptom.
pub(super) fn begin(cx: &GuideContext, layout: &Layout, symptom: ItemId) -> Goto {
    let own = cx.decision.symptom(symptom).and_then(|symptom| layout.begin(cx, symptom));
    own.unwrap_or_else(|| Goto::Step(layout.number(cx.plan.entry().node).unwrap_or(1)))
}

/// The items of the way, in its order.
pub(super) fn order(cx: &GuideContext, layout: &Layout) -> Vec<ItemId> {
    let mut order = Vec::new();
    for slot in &layout.slots {
        if let Some(step) = step_of(cx, *slot) {
            let id = cx.decision.step(step);
            if !order.contains(&id) {
                order.push(id);
            }
        }
    }
    order
}

fn step_of(cx: &GuideContext, slot: Slot) -> Option<Step> {
    match slot {
        Slot::Node(node) => match cx.plan.flow.nodes[node].doing {
            Doing::Step(step, _) => Some(step),
            _ => None,
        },
        Slot::Tail(remedy) => Some(Step::Remedy(remedy)),
        Slot::LastResort => None,
    }
}

fn action(cx: &GuideContext, slot: Slot) -> Action {
    let qualified = |id: ItemId| cx.knowledge.qualified(id);
    let escalation = |at: usize| qualified(cx.decision.escalations[at]);
    match slot {
        Slot::Tail(remedy) => Action::Remedy(qualified(cx.decision.remedies[remedy.0])),
        Slot::LastResort => Action::Escalation(escalation(cx.decision.problem.policy.escalation.0)),
        Slot::Node(node) => match cx.plan.flow.nodes[node].doing {
            Doing::Step(Step::Remedy(remedy), _) => Action::Remedy(qualified(cx.decision.remedies[remedy.0])),
            Doing::Step(Step::Check(check), _) => match &cx.decision.checks[check.0] {
                Asked::Check(id) | Asked::Excluded(id) => Action::Check(qualified(*id)),
                Asked::Fact(id, _) => Action::Fact(qualified(*id)),
                Asked::Symptom(id) | Asked::Observed(id) => Action::Symptom(qualified(*id)),
            },
            Doing::Escalate(id) if cx.decision.problem.escalations[id.0].is_result => Action::Result(escalation(id.0)),
            Doing::Escalate(id) => Action::Escalation(escalation(id.0)),
            Doing::Contradiction(id) => Action::Contradiction(escalation(id.0)),
            Doing::Guide(guide) => Action::Guide(qualified(cx.decision.guides[guide.0])),
            Doing::Solved => Action::Solved,
        },
    }
}

fn attempt(cx: &GuideContext, slot: Slot) -> u32 {
    match slot {
        Slot::Node(node) => match cx.plan.flow.nodes[node].doing {
            Doing::Step(_, copy) => copy as u32 + 1,
            _ => 1,
        },
        _ => 1,
    }
}

fn exits(cx: &GuideContext, layout: &Layout, at: usize) -> Vec<Exit> {
    match layout.slots[at] {
        // How to go on from the tail says the answer that led there.
        Slot::LastResort | Slot::Tail(_) => Vec::new(),
        Slot::Node(node) => {
            let flow = &cx.plan.flow.nodes[node];
            let Doing::Step(step, _) = flow.doing else { return Vec::new() };
            let goto = |(at, (answer, label)): (usize, (String, Inline))| Exit {
                answer,
                label,
                goto: layout.goto(cx, node, at),
            };
            match step {
                Step::Check(check) => answers(cx, check.0).into_iter().enumerate().map(goto).collect(),
                Step::Remedy(remedy) if is_preparation(cx.knowledge, cx.decision, remedy) => {
                    ways_of_failing(cx, remedy).into_iter().enumerate().map(goto).collect()
                }
                Step::Remedy(remedy) => {
                    with_solved(cx, ways_of_failing(cx, remedy).into_iter().enumerate().map(goto).collect())
                }
            }
        }
    }
}

fn with_solved(cx: &GuideContext, mut failed: Vec<Exit>) -> Vec<Exit> {
    let solved = Exit { answer: "solved".to_owned(), label: Inline(cx.sayings().solved.clone()), goto: Goto::Solved };
    failed.insert(0, solved);
    failed
}

/// The answers of a check, a fact or a symptom: name and title.
fn answers(cx: &GuideContext, check: usize) -> Vec<(String, Inline)> {
    match &cx.decision.checks[check] {
        Asked::Check(id) | Asked::Excluded(id) => {
            cx.knowledge.outcomes(*id).iter().map(|outcome| named(cx, outcome)).collect()
        }
        Asked::Fact(id, values) => {
            let Some(fact) = cx.knowledge.fact(*id) else { return Vec::new() };
            values
                .iter()
                .map(|value| {
                    let name = crate::decision::values::name(cx.knowledge, fact, value);
                    (name, Inline(words::value(cx, *id, fact, value)))
                })
                .collect()
        }
        Asked::Symptom(_) | Asked::Observed(_) => {
            let said = cx.sayings();
            vec![("seen".to_owned(), Inline(said.yes.clone())), ("absent".to_owned(), Inline(said.no.clone()))]
        }
    }
}

/// The name and the title of an outcome.
fn named(cx: &GuideContext, outcome: &Outcome) -> (String, Inline) {
    (cx.knowledge.spelled(outcome.name).to_owned(), cx.inline(outcome.title))
}

/// The ways in which a remedy does not help: name and title. A preparation is done.
pub(super) fn ways_of_failing(cx: &GuideContext, remedy: RemedyId) -> Vec<(String, Inline)> {
    match cx.knowledge.outcomes(cx.decision.remedies[remedy.0]) {
        [] if is_preparation(cx.knowledge, cx.decision, remedy) => {
            vec![("done".to_owned(), Inline(cx.sayings().done.clone()))]
        }
        [] => vec![("failed".to_owned(), Inline(cx.sayings().failed.clone()))],
        outcomes => outcomes.iter().map(|outcome| named(cx, outcome)).collect(),
    }
}

fn cannot(cx: &GuideContext, layout: &Layout, at: usize) -> Option<Goto> {
    match layout.slots[at] {
        Slot::LastResort | Slot::Tail(_) => None,
        Slot::Node(node) => {
            let flow = &cx.plan.flow.nodes[node];
            matches!(flow.doing, Doing::Step(..)).then(|| layout.goto(cx, node, flow.next.len()))
        }
    }
}

/// The title of a stage over the step where it begins, as far as the order of steps has such a place: every step
/// before it belongs to an earlier stage, every later one to it or a later stage.
fn stage_heads(cx: &GuideContext, guide: &Guide, layout: &Layout) -> Vec<Option<StageHead>> {
    let body = layout.tail_begins.unwrap_or(layout.slots.len());
    let stages: Vec<Option<usize>> =
        layout.slots.iter().take(body).map(|&slot| step_of(cx, slot).and_then(|step| stage(cx, guide, step))).collect();
    let mut heads = vec![None; layout.slots.len()];
    let mut latest = None;
    for (at, stage) in stages.iter().enumerate() {
        let Some(stage) = *stage else { continue };
        let is_first = latest.is_none_or(|latest| stage > latest);
        let divides = stages[at..].iter().flatten().all(|&later| later >= stage);
        if is_first && divides {
            heads[at] = guide
                .stages
                .get(stage)
                .map(|stage| StageHead { title: cx.inline(stage.title), about: cx.optional(stage.about) });
        }
        latest = latest.max(Some(stage));
    }
    heads
}

fn stage(cx: &GuideContext, guide: &Guide, step: Step) -> Option<usize> {
    let procedure = match &cx.knowledge.item(cx.decision.step(step)).body {
        model::Body::Check(check) => &check.procedure,
        model::Body::Remedy(remedy) => &remedy.procedure,
        _ => return None,
    };
    graph::stage_of(cx.knowledge, guide, procedure)
}

/// Texts that rules show.
fn warning(cx: &GuideContext, number: usize) -> Option<Markdown> {
    cx.decision.warnings.get(number).map(|&text| cx.markdown(text))
}

/// The node of a slot.
fn node_of(slot: Slot) -> Option<NodeId> {
    match slot {
        Slot::Node(node) => Some(node),
        _ => None,
    }
}

//! Dialogues over the published flow: the page's walk takes the same moves as `kbc diagnose`, and stands at the same place.

use std::sync::Arc;

use kbc::decision::evidence::Known;
use kbc::decision::options;
use kbc::dialogue::{Dialogue, Event, Move, Recording, Subject};
use kbc::guide::LogNames;
use kbc::model::{ItemId, Knowledge};
use kbc::pipeline::{Reasoned, reason};
use kbc::reasoning::Step;
use serde_json::{Value, json};

use super::{compare, knowledge_bases, number};
use crate::guides::Dice;

/// Where a dialogue stands.
fn stands(reasoned: &Reasoned, knowledge: &Knowledge, dialogue: &Dialogue) -> Value {
    let decision = &reasoned.decision;
    let find = |id: &str| {
        let is = |item: &ItemId| knowledge.qualified(*item) == id;
        let check = decision
            .checks
            .iter()
            .position(|asked| is(&asked.item()))
            .map(|at| Step::Check(kbc::reasoning::CheckId(at)));
        check.or_else(|| decision.remedies.iter().position(is).map(|at| Step::Remedy(kbc::reasoning::RemedyId(at))))
    };
    let beliefs = dialogue.beliefs();
    let mut chances: Vec<(String, f64)> = beliefs.chances.into_iter().map(|one| (one.id, one.chance)).collect();
    if beliefs.unknown > 0.0 {
        chances.push(("other".to_owned(), beliefs.unknown));
    }
    let step = match dialogue.event() {
        Event::Question(question) => find(&question.id),
        Event::Remedy(remedy) => find(&remedy.id),
        // To the page's engine a result is an end as handing over is.
        Event::End(end) if end.kind == kbc::dialogue::EndKind::Result => {
            return json!({"end": "escalation", "chances": chances, "cause": null});
        }
        Event::End(end) => {
            return json!({"end": end.kind, "chances": chances, "cause": end.cause.map(|cause| cause.id)});
        }
    };
    json!({"step": number(&decision.problem, step.unwrap()), "chances": chances, "cause": null})
}

/// One move at random, as the dialogue and as the page take it.
fn one_move(reasoned: &Reasoned, knowledge: &Knowledge, dialogue: &Dialogue, dice: &mut Dice) -> (Move, Value) {
    let decision = &reasoned.decision;
    let now = stands(reasoned, knowledge, dialogue);
    let at = now["step"].as_u64().unwrap() as usize;
    if dice.one_in(12) && !decision.symptoms.is_empty() {
        let symptom = dice.below(decision.symptoms.len());
        let is_seen = !dice.one_in(3);
        return (Move::Observe(decision.symptoms[symptom], is_seen), json!({"see": symptom, "is": is_seen}));
    }
    if dice.one_in(40) {
        return (Move::HandOver, json!({"help": true}));
    }
    if dice.one_in(6) {
        return (Move::Cant, json!({"step": at, "cannot": true}));
    }
    let checks = decision.problem.checks.len();
    let step = if at < checks {
        Step::Check(kbc::reasoning::CheckId(at))
    } else {
        let remedies = 0..decision.remedies.len();
        let is = |id: &usize| number(&decision.problem, Step::Remedy(kbc::reasoning::RemedyId(*id))) == at;
        Step::Remedy(kbc::reasoning::RemedyId(remedies.into_iter().find(is).unwrap()))
    };
    let choices = options(knowledge, decision, step);
    let prepares = choices[0].name == "done";
    if at >= checks && !prepares && dice.one_in(8) {
        return (Move::Solved, json!({"step": at, "solved": true}));
    }
    if let (Step::Remedy(remedy), false) = (step, prepares)
        && decision.problem.remedies[remedy.0].retry <= 1
        && dice.one_in(6)
    {
        return (Move::Already, json!({"step": at, "already": true}));
    }
    let outcome = dice.below(choices.len());
    let name = choices[outcome].name.clone();
    let made = if at < checks {
        Move::Answer(name)
    } else if at >= checks && prepares {
        Move::Done
    } else if name == "failed" {
        Move::Failed(None)
    } else {
        Move::Failed(Some(name))
    };
    (made, json!({"step": at, "outcome": outcome}))
}

#[test]
fn the_page_goes_where_a_dialogue_goes() {
    hold(8);
}

#[test]
#[ignore = "takes minutes; the nightly workflow runs it"]
fn the_page_goes_where_many_dialogues_go() {
    hold(40);
}

/// Holds so many walks through each guide against the page.
fn hold(walks_of_a_guide: usize) {
    let mut dice = Dice::new(10);
    let mut cases = Vec::new();
    for (config, understood) in knowledge_bases() {
        let knowledge = &understood.knowledge;
        for (guide, members) in &understood.guides {
            let reasoned = reason(&understood, &config, *guide, members).unwrap();
            let subject = Subject {
                edition: &kbc::edition::Edition::default(),
                chances: kbc::model::Chances::Words,
                knowledge,
                guide: *guide,
                decision: &reasoned.decision,
                plan: &reasoned.published.judged.plan,
            };
            let causes = reasoned.decision.causes.iter().enumerate();
            let weighed = causes.filter(|(at, _)| reasoned.decision.problem.causes[*at].weight.is_some());
            let hypotheses: Vec<String> = weighed.map(|(_, id)| knowledge.qualified(*id)).collect();
            let walks: Vec<Value> = (0..walks_of_a_guide).map(|_| walk(&reasoned, subject, &mut dice)).collect();
            cases.push(json!({
                "tables": &*reasoned.published.compact,
                "hypotheses": hypotheses,
                "log": LogNames::new(knowledge.qualified(*guide), &reasoned.decision.problem),
                "walks": walks,
            }));
        }
    }
    compare("dialogues", &cases);
}

/// A recording whose clock stands still.
fn recording(subject: Subject) -> Recording {
    Recording {
        guide: subject.knowledge.qualified(subject.guide),
        kb: "0".repeat(32),
        month: "2026-11".to_owned(),
        via: "page",
        language: kbc::edition::Language::default(),
        clock: Arc::new(|| 0.0),
    }
}

/// What a log would say of the dialogue so far.
fn line(dialogue: &Dialogue) -> Value {
    let line = dialogue.line().unwrap();
    let steps: Vec<_> = line.steps.iter().map(|(step, result, _)| [step, result]).collect();
    json!({"pattern": line.pattern, "ending": line.ending, "steps": steps})
}

fn walk(reasoned: &Reasoned, subject: Subject, dice: &mut Dice) -> Value {
    let knowledge = subject.knowledge;
    let mut dialogue = Dialogue::new(subject, Known::default()).recorded(recording(subject), "0".repeat(16));
    let mut stops = vec![json!({"at": stands(reasoned, knowledge, &dialogue)})];
    // What the page's address holds: a step back takes the last move away.
    let mut moves: Vec<Value> = Vec::new();
    for _ in 0..30 {
        if dialogue.is_over() {
            break;
        }
        if dice.one_in(10) && !moves.is_empty() {
            dialogue.make(&Move::Back).unwrap();
            moves.pop();
        } else {
            let (made, as_page) = one_move(reasoned, knowledge, &dialogue, dice);
            dialogue.make(&made).unwrap();
            moves.push(as_page);
        }
        stops.push(json!({"moves": moves, "at": stands(reasoned, knowledge, &dialogue), "line": line(&dialogue)}));
    }
    // Where it stands can be told, and whoever is told goes on from there.
    let resumed = Dialogue::resumed(subject, &dialogue.address()).unwrap();
    assert_eq!(stands(reasoned, knowledge, &resumed), stands(reasoned, knowledge, &dialogue), "{}", dialogue.address());
    json!(stops)
}

//! What readers do in a browser, for the tests of `tests/browser`: every scenario of the shipped knowledge base as clicks.

use kbc::decision::evidence::Known;
use kbc::decision::{Decision, ItemNames, options, said};
use kbc::dialogue::{Dialogue, Event, Move, Subject};
use kbc::model::{Evidence as Given, ItemId, Kind, Knowledge};
use kbc::pipeline::{Reasoned, reason};
use kbc::reasoning::{CheckId, Evidence, Reader, RemedyId, Response, Step, posterior};
use serde_json::{Value, json};

use crate::parity::knowledge_bases;

/// The step that a dialogue asks for, and which try of a remedy.
fn asked(decision: &Decision, knowledge: &Knowledge, dialogue: &Dialogue) -> Option<(Step, usize)> {
    let check = |id: &str| decision.checks.iter().position(|asked| knowledge.qualified(asked.item()) == id);
    let remedy = |id: &str| decision.remedies.iter().position(|item| knowledge.qualified(*item) == id);
    match dialogue.event() {
        Event::Question(question) => Some((Step::Check(CheckId(check(&question.id)?)), 0)),
        Event::Remedy(event) => Some((Step::Remedy(RemedyId(remedy(&event.id)?)), event.attempt - 1)),
        Event::End(_) => None,
    }
}

/// What a scenario says of a step: the outcome of a check, or that a remedy does not help.
fn given(knowledge: &Knowledge, decision: &Decision, scenario: ItemId, step: Step) -> Option<Response> {
    knowledge.scenario(scenario)?.given.iter().find_map(|one| match (one, step) {
        (Given::Know(name, value) | Given::Answer(name, value), Step::Check(wanted)) => {
            let said = said(knowledge, name.to?, *value).ok()??;
            let (check, outcome) = decision.answered(name.to?, &said)?;
            (check == wanted).then_some(Response::Answers(outcome))
        }
        (Given::Tried(name), Step::Remedy(remedy)) => {
            (decision.remedy(name.to?) == Some(remedy)).then_some(Response::Fails(0))
        }
        _ => None,
    })
}

fn walk(knowledge: &Knowledge, reasoned: &Reasoned, subject: Subject, scenario: ItemId) -> Value {
    let decision = &reasoned.decision;
    let names = ItemNames::new(knowledge, decision);
    let mut dialogue = Dialogue::new(subject, Known::default());
    let mut clicks = Vec::new();
    let mut evidence = Evidence::default();
    for one in &knowledge.scenario(scenario).unwrap().given {
        let (Given::Observe(name) | Given::Absent(name)) = one else { continue };
        let Some(id) = name.to.and_then(|item| decision.symptom(item)) else { continue };
        let item = decision.symptoms[id.0];
        let is_seen = matches!(one, Given::Observe(_));
        if !decision.problem.symptoms[id.0].own || dialogue.make(&Move::Observe(item, is_seen)).is_err() {
            continue;
        }
        if is_seen { &mut evidence.observed } else { &mut evidence.absent }.push(id);
        clicks.push(format!("{}{}", if is_seen { "+" } else { "-" }, names.of(item)));
    }
    let supposed = knowledge.scenario(scenario).unwrap().given.iter().find_map(|one| match one {
        Given::Suppose(cause) => decision.cause(cause.to?),
        _ => None,
    });
    let likeliest = || {
        let chances = posterior(&decision.problem, &evidence).chances?;
        let weighed = (0..decision.causes.len()).filter(|at| decision.problem.causes[*at].weight.is_some());
        let best = weighed.zip(chances).max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(kbc::reasoning::CauseId(best.0))
    };
    let mut reader = supposed.or_else(likeliest).and_then(|cause| Reader::new(&decision.problem, &evidence, cause));
    while let Some((step, copy)) = asked(decision, knowledge, &dialogue) {
        let met = reader.as_mut().map_or(Response::Answers(0), |reader| reader.meets(step, copy));
        let response = given(knowledge, decision, scenario, step).unwrap_or(met);
        let name = names.of(decision.step(step));
        let choices = options(knowledge, decision, step);
        let (made, said) = match (step, response) {
            (Step::Remedy(_), Response::Helped) => (Move::Solved, "solved".to_owned()),
            (Step::Remedy(_), Response::Answers(at) | Response::Fails(at)) => {
                let said = choices[at.min(choices.len() - 1)].name.clone();
                (if said == "failed" { Move::Failed(None) } else { Move::Failed(Some(said.clone())) }, said)
            }
            (Step::Check(_), Response::Answers(at) | Response::Fails(at)) => {
                (Move::Answer(choices[at].name.clone()), choices[at].name.clone())
            }
            (Step::Check(_), Response::Helped) => (Move::Answer(choices[0].name.clone()), choices[0].name.clone()),
        };
        dialogue.make(&made).unwrap();
        clicks.push(format!("{name}={said}"));
    }
    let Event::End(end) = dialogue.event() else { panic!("a walk ends") };
    json!({"scenario": knowledge.title(scenario), "clicks": clicks, "end": end.kind, "title": end.title})
}

/// Writes the walks to the file that `KBC_WALKS` names.
#[test]
#[ignore = "writes a file for the tests in a browser"]
fn walks_for_the_browser() {
    let path = std::env::var("KBC_WALKS").expect("KBC_WALKS names a file");
    let (config, understood) = knowledge_bases().swap_remove(0);
    let knowledge = &understood.knowledge;
    let mut walks = Vec::new();
    for (guide, members) in &understood.guides {
        let reasoned = reason(&understood, &config, *guide, members).unwrap();
        let subject = Subject {
            knowledge,
            guide: *guide,
            decision: &reasoned.decision,
            plan: &reasoned.published.judged.plan,
            edition: &kbc::edition::Edition::default(),
            chances: kbc::model::Chances::Words,
        };
        let of_guide = |id: &ItemId| knowledge.scenario(*id).is_some_and(|one| one.guide.to == Some(*guide));
        for id in knowledge.ids_of(Kind::Scenario).iter().copied().filter(of_guide) {
            let mut made = walk(knowledge, &reasoned, subject, id);
            made["page"] = json!(format!("{}.html", understood.pages.path(*guide)));
            walks.push(made);
        }
    }
    assert!(walks.len() > 20);
    std::fs::write(path, serde_json::to_vec_pretty(&walks).unwrap()).unwrap();
}

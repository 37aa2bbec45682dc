//! No solved end names another cause than the likeliest: every way of six answers through the shipped guides, and through
//! random ones.

use kbc::decision::evidence::Known;
use kbc::dialogue::{Dialogue, Event, Move, Subject};
use kbc::pipeline::reason;
use kbc::reasoning::{CauseId, CheckKind, Doing, Evidence, Problem, RemedyId, Step, advise, clearly, posterior, told};

use super::knowledge_bases;
use crate::guides::{self, SMALL, TYPICAL};
use crate::oracle::models::{Size, model};

const DEEP: usize = 6;

/// The likeliest hypothesis after a cure, reckoned from what the engine holds likely and how often the remedy helps.
fn likeliest(problem: &Problem, known: &Evidence, remedy: RemedyId) -> Option<(usize, f64)> {
    let before = posterior(problem, known).chances?;
    let causes: Vec<CauseId> = problem.hypotheses().collect();
    let tables = kbc::reasoning::Tables::new(problem);
    let after = causes.iter().enumerate().map(|(h, _)| before[h] * tables.fixes[remedy.0][h]);
    after.enumerate().max_by(|one, other| one.1.total_cmp(&other.1))
}

/// Holds what is told once a remedy helped against that.
fn hold(problem: &Problem, known: &Evidence, remedy: RemedyId, seen: &mut usize) {
    let Some(chances) = told(problem, known, Some(remedy)) else { return };
    let Some(named) = clearly(&chances) else { return };
    let (_, most) = likeliest(problem, known, remedy).unwrap();
    let before = posterior(problem, known).chances.unwrap();
    let tables = kbc::reasoning::Tables::new(problem);
    let of_named = before[named] * tables.fixes[remedy.0][named];
    assert!(of_named >= most * (1.0 - 1e-9), "hypothesis {named} is named after {remedy:?}, with {known:?}");
    *seen += 1;
}

fn random(problem: &Problem, known: &Evidence, deep: usize, seen: &mut usize) {
    let Doing::Step(step, _) = advise(problem, known).doing else { return };
    if let Step::Remedy(remedy) = step {
        hold(problem, known, remedy, seen);
    }
    if deep == 0 {
        return;
    }
    let ways = match step {
        Step::Check(check) => match problem.checks[check.0].kind {
            CheckKind::Symptom(_) | CheckKind::Observed(_) => 2,
            _ => problem.checks[check.0].outcomes.len(),
        },
        Step::Remedy(remedy) => problem.remedies[remedy.0].outcomes.len().max(1),
    };
    for way in 0..=ways {
        let mut next = known.clone();
        match step {
            _ if way == ways => next.declined.push(step),
            Step::Check(check) => next.answered.push((check, way)),
            Step::Remedy(remedy) => {
                let told = !problem.remedies[remedy.0].outcomes.is_empty();
                next.tried.push((remedy, told.then_some(way)));
            }
        }
        if way < ways {
            next.last = Some(step);
        }
        random(problem, &next, deep - 1, seen);
    }
}

#[test]
fn no_end_of_random_guides_names_another_cause() {
    let mut seen = 0;
    for seed in 0..100 {
        let (problem, evidence) = model(seed, [Size::SMALL, Size::MIDDLE][seed as usize % 2]);
        random(&problem, &evidence, DEEP, &mut seen);
        let size = if seed % 2 == 0 { SMALL } else { TYPICAL };
        random(&guides::guide(size, seed), &Evidence::default(), if seed % 2 == 0 { DEEP } else { 4 }, &mut seen);
    }
    assert!(seen > 1_000, "{seen} ends name a cause");
}

/// Goes on with every answer; whoever cannot tell does so once, since that leaves the flow.
fn shipped(dialogue: &mut Dialogue, deep: usize, could_tell: bool, ends: &mut usize) {
    let moves: Vec<Move> = match dialogue.event() {
        Event::End(_) => return,
        Event::Question(question) => question.options.into_iter().map(|one| Move::Answer(one.name)).collect(),
        Event::Remedy(remedy) => {
            if !remedy.preparation {
                let before = dialogue.beliefs();
                dialogue.make(&Move::Solved).unwrap();
                let Event::End(end) = dialogue.event() else { panic!("what helped is an end") };
                let told = &end.beliefs.chances;
                if let Some(cause) = &end.cause {
                    assert_eq!(cause.id, told[0].id, "the likeliest is named");
                    assert!(told.get(1).is_none_or(|next| 2.0 * next.chance <= cause.chance), "{end:?}");
                    *ends += 1;
                }
                assert!(end.beliefs.unknown == 0.0 || told.is_empty(), "{before:?} {end:?}");
                dialogue.make(&Move::Back).unwrap();
            }
            remedy.options.into_iter().map(|one| Move::Answer(one.name)).collect()
        }
    };
    if deep == 0 {
        return;
    }
    let cannot = could_tell.then_some(Move::Cant);
    for one in moves.into_iter().chain(cannot) {
        let one = if one == Move::Answer("done".to_owned()) { Move::Done } else { one };
        dialogue.make(&one).unwrap();
        shipped(dialogue, deep - 1, could_tell && one != Move::Cant, ends);
        dialogue.make(&Move::Back).unwrap();
    }
}

#[test]
fn no_end_of_the_shipped_guides_names_another_cause() {
    let (config, understood) = knowledge_bases().swap_remove(0);
    let mut ends = 0;
    for (guide, members) in &understood.guides {
        let reasoned = reason(&understood, &config, *guide, members).unwrap();
        let about = Subject {
            knowledge: &understood.knowledge,
            guide: *guide,
            decision: &reasoned.decision,
            plan: &reasoned.published.judged.plan,
            edition: &kbc::edition::Edition::default(),
            chances: kbc::model::Chances::Words,
        };
        shipped(&mut Dialogue::new(about, Known::default()), DEEP, false, &mut ends);
        shipped(&mut Dialogue::new(about, Known::default()), 3, true, &mut ends);
    }
    assert!(ends > 100, "{ends} ends name a cause");
}

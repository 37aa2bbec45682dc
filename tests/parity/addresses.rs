//! Ends that were once told wrongly, by their addresses on the page: what `kbc diagnose` tells there, and that the page's
//! engine tells the same.

use kbc::config::Config;
use kbc::decision::evidence::Known;
use kbc::decision::{Decision, ItemNames, options};
use kbc::dialogue::{Dialogue, EndKind, Ending, Event, Move, Subject};
use kbc::model::{ItemId, Knowledge};
use kbc::pipeline::{Analysis, reason};
use kbc::reasoning::{CheckId, RemedyId, Step};

use super::knowledge_bases;

/// The step of a name.
fn step(decision: &Decision, names: &ItemNames, name: &str) -> Step {
    let check =
        decision.checks.iter().position(|asked| names.of(asked.item()) == name).map(|at| Step::Check(CheckId(at)));
    let remedy =
        || decision.remedies.iter().position(|item| names.of(*item) == name).map(|at| Step::Remedy(RemedyId(at)));
    check.or_else(remedy).unwrap_or_else(|| panic!("no step `{name}`"))
}

/// What a part of an address says.
fn one_move(knowledge: &Knowledge, decision: &Decision, names: &ItemNames, part: &str) -> Move {
    let symptom = |name: &str| decision.symptoms.iter().copied().find(|&item| names.of(item) == name).unwrap();
    if let Some(name) = part.strip_prefix('+') {
        return Move::Observe(symptom(name), true);
    }
    if let Some(name) = part.strip_suffix('?') {
        let _ = step(decision, names, name);
        return Move::Cant;
    }
    let (name, answer) = part.split_once('=').unwrap();
    let step = step(decision, names, name);
    match (step, answer) {
        (_, "solved") => Move::Solved,
        (Step::Check(_), answer) => Move::Answer(answer.to_owned()),
        (Step::Remedy(_), "failed") => Move::Failed(None),
        (Step::Remedy(_), way) => {
            assert!(options(knowledge, decision, step).iter().any(|choice| choice.name == way), "{part}");
            Move::Failed(Some(way.to_owned()))
        }
    }
}

/// Goes an address of a guide, and gives what is shown at its end.
fn shown(base: &(Config, Analysis), guide: &str, address: &str, look: impl FnOnce(&Dialogue)) {
    let (config, understood) = base;
    let knowledge = &understood.knowledge;
    let is = |id: &ItemId| knowledge.name(*id) == guide;
    let (guide, members) = understood.guides.iter().find(|(id, _)| is(id)).unwrap();
    let reasoned = reason(understood, config, *guide, members).unwrap();
    let names = ItemNames::new(knowledge, &reasoned.decision);
    let about = Subject {
        knowledge,
        guide: *guide,
        decision: &reasoned.decision,
        plan: &reasoned.published.judged.plan,
        edition: &kbc::edition::Edition::default(),
        chances: kbc::model::Chances::Words,
    };
    let mut dialogue = Dialogue::new(about, Known::default());
    for part in address.split('/') {
        let one = one_move(knowledge, &reasoned.decision, &names, part);
        dialogue.make(&one).unwrap_or_else(|misread| panic!("{part}: {}", misread.message));
    }
    look(&dialogue);
}

fn end(dialogue: &Dialogue) -> Ending {
    match dialogue.event() {
        Event::End(end) => end,
        other => panic!("no end: {other:?}"),
    }
}

#[test]
fn what_helped_says_which_cause_it_was() {
    let base = knowledge_bases().swap_remove(0);
    let address =
        "+stuck-sending/bubble-colour=blue/recipient-scope=one-person/other-devices=nothing-works/try-again=solved";
    shown(&base, "imessage-not-sending", address, |dialogue| {
        let end = end(dialogue);
        let chances = &end.beliefs.chances;
        assert!(end.beliefs.unknown.abs() < 1e-12, "a cause without a remedy cannot have been cured: {end:?}");
        assert!(chances.iter().map(|one| one.chance).sum::<f64>() > 1.0 - 1e-9);
        // The server was down for a while, or the connection is weak: neither is named where the two are close.
        assert!(end.cause.as_ref().is_none_or(|cause| cause.id == chances[0].id), "{end:?}");
        assert_ne!(end.cause.as_ref().map(|cause| cause.title.as_str()), Some("The connection is weak"), "{end:?}");
    });
}

#[test]
fn a_confirmed_cause_whose_cure_failed_leaves_room() {
    let base = knowledge_bases().swap_remove(1);
    shown(&base, "printer-does-not-print", "+nothing-comes-out/display=dark/switch-on=failed", |dialogue| {
        let beliefs = dialogue.beliefs();
        assert!(beliefs.unknown > 0.2, "{beliefs:?}");
        assert!(beliefs.chances[0].chance < 0.8, "{beliefs:?}");
    });
    shown(&base, "printer-does-not-print", "+nothing-comes-out/display=dark", |dialogue| {
        let beliefs = dialogue.beliefs();
        assert!((beliefs.unknown - 0.01).abs() < 1e-9, "{beliefs:?}");
    });
}

/// Calls `look` with each guide of all knowledge bases.
fn each_guide(look: impl Fn(Subject)) {
    for (config, understood) in knowledge_bases() {
        for (guide, members) in &understood.guides {
            let reasoned = reason(&understood, &config, *guide, members).unwrap();
            look(Subject {
                knowledge: &understood.knowledge,
                guide: *guide,
                decision: &reasoned.decision,
                plan: &reasoned.published.judged.plan,
                edition: &kbc::edition::Edition::default(),
                chances: kbc::model::Chances::Words,
            });
        }
    }
}

#[test]
fn every_guide_says_why_offers_help_and_reminds() {
    each_guide(|about| {
        says_why(&Dialogue::new(about, Known::default()));
        helps_at_once(about);
        offers_help(about);
    });
}

/// A reason names no change that rounds to none.
fn says_why(dialogue: &Dialogue) {
    if let Event::End(_) = dialogue.event() {
        return;
    }
    let why = dialogue.why();
    assert!(why.reason.as_ref().is_some_and(|reason| !reason.is_empty()), "{why:?}");
    for answer in why.answers.iter().filter(|answer| answer.changes) {
        assert_ne!(answer.then, why.beliefs);
    }
}

/// Whoever wants help has it, and can go back.
fn helps_at_once(about: Subject) {
    let mut dialogue = Dialogue::new(about, Known::default());
    let before = dialogue.event();
    if let Event::End(_) = before {
        return;
    }
    dialogue.make(&Move::HandOver).unwrap();
    let end = end(&dialogue);
    assert!(end.requested && (end.handover.is_some() || end.kind == EndKind::Result), "{end:?}");
    dialogue.make(&Move::Back).unwrap();
    assert_eq!(dialogue.event(), before);
}

/// Whoever cannot tell is offered help after three questions, and is reminded of what could not be told.
fn offers_help(about: Subject) {
    let mut dialogue = Dialogue::new(about, Known::default());
    let (mut untold, mut passed) = (0, Vec::new());
    loop {
        match dialogue.event() {
            Event::Question(question) => {
                assert_eq!(question.offers_handover, untold >= 3, "{}", question.id);
                untold += 1;
                passed.push(question.id);
                dialogue.make(&Move::Cant).unwrap();
            }
            Event::Remedy(remedy) => {
                assert_eq!(remedy.offers_handover, untold >= 3, "{}", remedy.id);
                assert!(remedy.untold.iter().all(|one| passed.contains(&one.id)), "{}", remedy.id);
                let way = remedy.options[0].name.clone();
                let failed = if way == "done" { Move::Done } else { Move::Answer(way) };
                dialogue.make(if remedy.may_be_so_already { &Move::Already } else { &failed }).unwrap();
            }
            Event::End(_) => break,
        }
    }
    let end = end(&dialogue);
    assert!(end.handover.is_some() || end.kind != EndKind::Escalation, "{end:?}");
}

//! The dialogue without a terminal: laws that hold on any way through any guide.

use kbc::config::Config;
use kbc::decision::evidence::Known;
use kbc::dialogue::{Dialogue, Event, Move, Subject};
use kbc::pipeline::{self, Analysis, Reasoned};
use kbc::source::Disk;

use super::knowledge;

/// A move that fits what is shown, by a number.
fn fitting(event: &Event, number: usize) -> Option<Move> {
    match event {
        Event::End(_) => None,
        Event::Question(question) => {
            let at = number % (question.options.len() + 1);
            Some(question.options.get(at).map_or(Move::Cant, |option| Move::Answer(option.name.clone())))
        }
        Event::Remedy(remedy) => Some(match number % (remedy.options.len() + 2) {
            0 => Move::Solved,
            1 => Move::Cant,
            at => Move::Failed(Some(remedy.options[at - 2].name.clone())),
        }),
    }
}

/// The moves of a way, and what is shown before each and at its end.
fn walk(dialogue: &mut Dialogue, seed: usize) -> Vec<Event> {
    let mut shown = vec![dialogue.event()];
    let mut number = seed;
    while let Some(one) = shown.last().and_then(|event| fitting(event, number)) {
        dialogue.make(&one).expect("a move that is offered can be made");
        shown.push(dialogue.event());
        number = number.wrapping_mul(31).wrapping_add(17);
        assert!(shown.len() < 500, "every way ends");
    }
    shown
}

/// What is asked or done now.
fn asked(event: &Event) -> Option<String> {
    match event {
        Event::Question(question) => Some(question.id.clone()),
        Event::Remedy(remedy) => Some(remedy.id.clone()),
        Event::End(_) => None,
    }
}

fn each_guide(name: &str, look: impl Fn(Subject)) {
    let understood: Analysis = pipeline::read(&Disk::new(knowledge(name).join("rules")), &Config::default());
    for (guide, members) in &understood.guides {
        let reasoned: Reasoned = pipeline::reason(&understood, &Config::default(), *guide, members).expect("a plan");
        let Reasoned { decision, published, .. } = &reasoned;
        look(Subject {
            knowledge: &understood.knowledge,
            guide: *guide,
            decision,
            plan: &published.judged.plan,
            edition: &kbc::edition::Edition::default(),
            chances: kbc::model::Chances::Words,
        });
    }
}

#[test]
fn every_way_ends_and_can_be_taken_back_step_by_step() {
    for name in ["router", "printer"] {
        each_guide(name, |about| {
            for seed in 0..12 {
                let mut dialogue = Dialogue::new(about, Known::default());
                let shown = walk(&mut dialogue, seed);
                assert!(dialogue.is_over());
                for before in shown.iter().rev().skip(1) {
                    dialogue.make(&Move::Back).expect("what was done can be taken back");
                    assert_eq!(dialogue.event(), *before, "{name}, way {seed}");
                }
                assert!(dialogue.make(&Move::Back).is_err(), "there is nothing before the beginning");
            }
        });
    }
}

#[test]
fn nothing_is_offered_twice_once_it_cannot_be_done() {
    each_guide("printer", |about| {
        let mut dialogue = Dialogue::new(about, Known::default());
        let mut seen = Vec::new();
        while let Some(id) = asked(&dialogue.event()) {
            assert!(!seen.contains(&id), "`{id}` came twice");
            seen.push(id);
            dialogue.make(&Move::Cant).expect("everything can be declined");
        }
    });
}

#[test]
fn whoever_answers_as_the_flow_asks_stays_on_it() {
    each_guide("router", |about| {
        let mut dialogue = Dialogue::new(about, Known::default());
        let mut node = about.plan.entry().node;
        while let kbc::reasoning::Doing::Step(step, _) = about.plan.flow.nodes[node].doing {
            let expected = about.knowledge.qualified(about.decision.step(step));
            let (id, one) = match dialogue.event() {
                Event::Question(question) => (question.id.clone(), Move::Answer(question.options[0].name.clone())),
                Event::Remedy(remedy) => (remedy.id.clone(), Move::Failed(Some(remedy.options[0].name.clone()))),
                Event::End(ending) => panic!("the flow goes on, and this ends: {ending:?}"),
            };
            assert_eq!(id, expected);
            dialogue.make(&one).expect("an answer of the flow");
            node = about.plan.flow.nodes[node].next[0];
        }
        assert!(dialogue.is_over());
    });
}

#[test]
fn a_fact_that_is_told_where_it_is_asked_is_an_answer() {
    let told = std::cell::Cell::new(0);
    for name in ["printer", "kubernetes"] {
        each_guide(name, |about| {
            for seed in 0..12 {
                let mut dialogue = Dialogue::new(about, Known::default());
                let mut number = seed;
                loop {
                    let event = dialogue.event();
                    let Some(one) = fitting(&event, number) else { break };
                    let fact = about.knowledge.ids_of(kbc::model::Kind::Fact).iter().copied();
                    let fact = fact.into_iter().find(|&id| Some(about.knowledge.qualified(id)) == asked(&event));
                    if let (Some(fact), Move::Answer(answer)) = (fact, &one) {
                        dialogue.make(&one).expect("an answer");
                        let then = asked(&dialogue.event());
                        dialogue.make(&Move::Back).expect("the way back");
                        // A range has a name for an answer, and is told as a value.
                        if dialogue.make(&Move::Know(fact, answer.clone())).is_ok() {
                            assert_eq!(asked(&dialogue.event()), then, "{name}, way {seed}: {fact:?} is {answer}");
                            dialogue.make(&Move::Back).expect("the way back");
                            told.set(told.get() + 1);
                        }
                    }
                    dialogue.make(&one).expect("a move that is offered can be made");
                    number = number.wrapping_mul(31).wrapping_add(17);
                }
            }
        });
    }
    assert!(told.get() > 4, "facts are asked: {}", told.get());
}

#[test]
fn chances_are_chances() {
    each_guide("printer", |about| {
        for seed in 0..8 {
            let mut dialogue = Dialogue::new(about, Known::default());
            for event in walk(&mut dialogue, seed) {
                let (Event::Question(kbc::dialogue::Question { beliefs, .. })
                | Event::Remedy(kbc::dialogue::Remedy { beliefs, .. })
                | Event::End(kbc::dialogue::Ending { kind: kbc::dialogue::EndKind::Solved, beliefs, .. })) = event
                else {
                    continue;
                };
                let chances = beliefs.chances;
                let sum: f64 = chances.iter().map(|one| one.chance).sum::<f64>() + beliefs.unknown;
                // What helped though it fixes nothing that is possible names no cause.
                assert!((sum - 1.0).abs() < 1e-9 || chances.is_empty() && sum == 0.0, "{sum}");
                assert!(chances.windows(2).all(|pair| pair[0].chance >= pair[1].chance));
            }
        }
    });
}

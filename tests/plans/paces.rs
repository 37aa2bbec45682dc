//! Plans for somebody who waits, and plans that nobody needs any more.

use std::path::Path;

use kbc::config::Config;
use kbc::decision::Decision;
use kbc::pipeline;
use kbc::plans::Plans;
use kbc::reasoning::{Evidence, Options, Problem, Stop, takes_long};
use kbc::source::{self, Disk};

use super::lamp;
use super::memory::remembering;

/// A guide of the base that ships, which takes seconds to plan.
fn large() -> Problem {
    let files = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"));
    problem_of(&files)
}

fn small() -> Problem {
    problem_of(&source::Memory::new().with("lamp.rules", lamp(6)))
}

fn problem_of(files: &dyn source::Files) -> Problem {
    let config = Config::default();
    let read = pipeline::read(files, &config);
    let (guide, members) = &read.guides[0];
    Decision::new(&read.knowledge, &read.web, &config.numbers, *guide, members).unwrap().problem
}

#[test]
fn whoever_waits_gets_a_sound_plan_that_is_not_remembered() {
    let (nothing, all) = (Evidence::default(), Options::default());
    let problem = large();
    assert!(takes_long(&problem));
    let (memory, plans) = remembering();
    let hurrying = plans.clone().hurrying();
    assert!(!hurrying.has_hurried());
    let published = hurrying.publish(&problem, &nothing, &all);
    let plan = &published.judged.plan;
    assert!(plan.sound && plan.states == 0, "it is walked, and nothing was searched");
    assert_eq!(plan.flow.entries.len(), 1 + problem.symptoms.iter().filter(|one| one.own).count());
    assert!(hurrying.has_hurried());
    assert_eq!(memory.kept(), 0);
    for plan in [hurrying.judge(&problem, &nothing, &all).plan, hurrying.plan(&problem, &nothing, &all)] {
        assert_eq!(plan, published.judged.plan, "all are made at the same pace");
    }
    assert_eq!(memory.kept(), 0);
}

#[test]
fn what_is_planned_soon_or_remembered_needs_no_hurry() {
    let (nothing, all) = (Evidence::default(), Options::default());
    let problem = small();
    assert!(!takes_long(&problem));
    let (memory, plans) = remembering();
    let hurrying = plans.clone().hurrying();
    assert_eq!(hurrying.publish(&problem, &nothing, &all), Plans::default().publish(&problem, &nothing, &all));
    assert!(!hurrying.has_hurried() && memory.kept() == 1);

    let problem = large();
    let few = Options { states: Some(20), checks: 3, ..all };
    let whole = plans.plan(&problem, &nothing, &few);
    assert_eq!(hurrying.plan(&problem, &nothing, &few), whole);
    assert!(!hurrying.has_hurried());
}

#[test]
fn what_is_stopped_ends_soon_and_is_not_remembered() {
    let (nothing, all) = (Evidence::default(), Options::default());
    let (memory, plans) = remembering();
    let stop = Stop::default();
    let plans = plans.until(stop.clone());
    stop.stop();
    for problem in [small(), large()] {
        let plan = plans.plan(&problem, &nothing, &all);
        assert!(plan.sound && plan.states <= plan.flow.entries.len(), "{} states", plan.states);
        let judged = plans.judge(&problem, &nothing, &all);
        assert_eq!(judged.plan.sound, plans.publish(&problem, &nothing, &all).judged.plan.sound);
    }
    assert_eq!(memory.kept(), 0);
}

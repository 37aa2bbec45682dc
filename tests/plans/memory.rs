//! Answers with a memory are those without one, in whichever order they are asked for.

use std::sync::Arc;

use kbc::config::Config;
use kbc::decision::Decision;
use kbc::pipeline;
use kbc::plans::Plans;
use kbc::reasoning::{self, Evidence, Options, Problem, SymptomId};
use kbc::source;

use super::{Counting, lamp};

fn problem(text: &str) -> Problem {
    let files = source::Memory::new().with("lamp.rules", text);
    let config = Config::default();
    let read = pipeline::read(&files, &config);
    assert!(!read.has_errors(), "{:?}", read.findings);
    let (guide, members) = &read.guides[0];
    Decision::new(&read.knowledge, &read.web, &config.numbers, *guide, members).unwrap().problem
}

/// A memory that counts, and plans from it.
pub fn remembering() -> (Arc<Counting>, Plans) {
    let memory = Arc::new(Counting::default());
    (Arc::clone(&memory), Plans::remembering(memory))
}

#[test]
fn an_answer_is_the_same_from_memory() {
    let problem = problem(&lamp(6));
    let seen = Evidence { observed: vec![SymptomId(0)], ..Evidence::default() };
    for (evidence, options) in [
        (Evidence::default(), Options::default()),
        (seen.clone(), Options { entries: false, ..Options::default() }),
        (seen, Options { states: Some(3), checks: 2, ..Options::default() }),
    ] {
        let plan = reasoning::plan(&problem, &evidence, &options);
        let judged = reasoning::judge(&problem, &evidence, &options);
        let published = reasoning::publish(&problem, &evidence, &options);
        for order in ["pjw", "pwj", "jpw", "jwp", "wpj", "wjp"] {
            let (memory, plans) = remembering();
            let ask = || {
                for question in order.chars() {
                    match question {
                        'p' => assert_eq!(plans.plan(&problem, &evidence, &options), plan),
                        'j' => assert_eq!(plans.judge(&problem, &evidence, &options), judged),
                        _ => assert_eq!(plans.publish(&problem, &evidence, &options), published),
                    }
                }
            };
            ask();
            let kept = memory.kept();
            assert!((1..=3).contains(&kept), "{order}: {kept}");
            ask();
            assert_eq!(memory.kept(), kept, "{order}: all was known");
        }
    }
}

#[test]
fn another_question_has_another_answer() {
    let one = problem(&lamp(6));
    let other = problem(&lamp(6).replace("takes 1 min", "takes 4 min"));
    let (memory, plans) = remembering();
    let seen = Evidence { observed: vec![SymptomId(1)], ..Evidence::default() };
    let few = Options { checks: 1, ..Options::default() };
    let asked = [
        (&one, Evidence::default(), Options::default()),
        (&other, Evidence::default(), Options::default()),
        (&one, seen, Options::default()),
        (&one, Evidence::default(), few),
    ];
    for round in 0..2 {
        for (problem, evidence, options) in &asked {
            assert_eq!(plans.plan(problem, evidence, options), reasoning::plan(problem, evidence, options));
        }
        assert_eq!(memory.kept(), asked.len(), "round {round}");
    }
}

#[test]
fn wording_needs_no_new_plan() {
    let (memory, plans) = remembering();
    let check = |text: &str| {
        let files = source::Memory::new().with("lamp.rules", text);
        pipeline::check_with(&files, &Config::default(), plans.clone()).findings.len()
    };
    check(&lamp(5));
    let kept = memory.kept();
    assert_eq!(kept, 1);
    check(&format!("# A comment.\n{}", lamp(5)));
    check(&lamp(5).replace("The lamp is dark", "No light comes from the lamp").replace("Put a new", "Push a fresh"));
    assert_eq!(memory.kept(), kept);
    check(&lamp(5).replace("3 h", "2 h"));
    assert_eq!(memory.kept(), kept + 1);
}

/// Nobody else's bytes may end kbc, whatever numbers they hold.
#[test]
fn a_memory_that_lies_ends_nothing() {
    let problem = problem(&lamp(3));
    let (evidence, options) = (Evidence::default(), Options::default());
    let (memory, plans) = remembering();
    let published = plans.publish(&problem, &evidence, &options);
    let mut length = 0;
    memory.spoil(|value| length = value.len());
    let text = lamp(3);
    for at in 0..length {
        for change in [1, 0x7f, 0xff] {
            let (memory, plans) = remembering();
            let _ = plans.publish(&problem, &evidence, &options);
            memory.spoil(|value| value[at] ^= change);
            let _ = plans.publish(&problem, &evidence, &options);
            memory.spoil(|value| value.truncate(at));
            assert_eq!(plans.publish(&problem, &evidence, &options), published, "cut at {at}");
        }
        if at % 16 == 0 {
            let (memory, plans) = remembering();
            let files = source::Memory::new().with("lamp.rules", text.as_str());
            let _ = pipeline::check_with(&files, &Config::default(), plans.clone());
            memory.spoil(|value| value.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 3));
            let _ = pipeline::check_with(&files, &Config::default(), plans);
        }
    }
}

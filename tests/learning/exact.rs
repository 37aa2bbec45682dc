//! What can be computed by hand.

use kbc::learning::estimate::{ascend, each_posterior, expected};
use kbc::learning::guide::{Counted, Key, Settings};
use kbc::learning::learned::Learned;
use kbc::learning::vocabulary::{Ending, Story};
use kbc::reasoning::{CheckId, CheckKind, Evidence, Problem, RemedyId, Step, SymptomId, posterior};

use super::truths::{study, truth, written};
use crate::oracle::models::{Size, model};
use crate::oracle::random::Random;

const ALONE: Settings =
    Settings { by_itself: 0.0, by_itself_sessions: 50.0, untold_sessions: 10.0, entry_sessions: 10.0 };

fn story() -> Story {
    Story {
        came: Vec::new(),
        answers: Vec::new(),
        failed: Vec::new(),
        untold: Vec::new(),
        ending: Ending::Else,
        cause: None,
    }
}

#[test]
fn where_all_is_known_an_estimate_is_a_count_with_the_written_number_as_sessions() {
    let problem = written();
    // Cause 0, of whose row `wifi` says something, and cause 1, of which it says nothing.
    let told = |cause: usize, outcome: usize, ending: Ending, sessions: u64| Counted {
        story: Story { answers: vec![(CheckId(0), outcome)], ending, cause: Some(cause), ..story() },
        tickets: false,
        quarter: 0,
        sessions,
    };
    let router = Ending::SolvedBy(RemedyId(0));
    let sessions = [told(0, 0, router, 30), told(0, 1, Ending::Else, 20), told(1, 2, Ending::Else, 50)];
    let mut failed = sessions[1].clone();
    failed.story.failed.push((RemedyId(0), None));
    let sessions = [sessions[0].clone(), failed, sessions[2].clone()];
    let study = study(&problem, &sessions, ALONE);
    let data: Vec<_> = study.guides.iter().map(|guide| &guide.data).collect();
    let reached = ascend(&study.blocks, &data, 1.0, None);
    let number = |key: Key| &reached.numbers[study.block(&key).expect("a block") as usize];
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    let outcomes: Vec<String> = (0..3).map(|at| format!("o{at}")).collect();
    let row = |of: Option<&str>| Key::Row { step: "wifi".into(), of: of.map(Into::into), outcomes: outcomes.clone() };
    for (at, (count, written)) in [(30.0, 0.1), (20.0, 0.7), (0.0, 0.2)].into_iter().enumerate() {
        near(number(row(Some("network")))[at], (count + 10.0 * written) / 60.0);
    }
    for (at, (count, written)) in [(0.0, 0.6), (0.0, 0.25), (50.0, 0.15)].into_iter().enumerate() {
        near(number(row(None))[at], (count + 10.0 * written) / 60.0);
    }
    near(number(Key::Fixes { remedy: "router".into(), cause: "network".into() })[0], (30.0 + 7.0) / 60.0);
    let share = number(Key::Share { guide: 0, tickets: false });
    near(share[0], (50.0 + 20.0 * 0.95 * 8.0 / 26.0) / 120.0);
    near(share[6], (20.0 * 0.05) / 120.0);
}

#[test]
fn without_sessions_all_stays_as_it_is_written() {
    let problem = written();
    let study = study(&problem, &[], Settings::default());
    let learned = Learned::new(&study);
    assert!(learned.numbers.len() > 30);
    for number in &learned.numbers {
        assert!((number.learned - number.written).abs() < 1e-9, "{number:?}");
        assert!(number.known.abs() < 1e-9, "{number:?}");
    }
}

/// What a reader may have shown: answers, failures, and what could not be told, all of it at random.
fn random_story(problem: &Problem, random: &mut Random) -> Story {
    let mut story = story();
    for at in 0..problem.symptoms.len() {
        if problem.symptoms[at].own && random.with(0.4) {
            story.came.push(SymptomId(at));
        }
    }
    for (at, check) in problem.checks.iter().enumerate() {
        let said = match check.kind {
            CheckKind::Symptom(symptom) => !story.came.contains(&symptom) && random.with(0.5),
            CheckKind::Observed(_) => false,
            _ => random.with(0.6),
        };
        let ways = check.outcomes.len().max(2);
        if said && random.with(0.85) {
            story.answers.push((CheckId(at), random.below(ways)));
        } else if said && check.kind != CheckKind::NeverAsked {
            story.untold.push(Step::Check(CheckId(at)));
        }
    }
    for (at, remedy) in problem.remedies.iter().enumerate() {
        for _ in 0..remedy.retry.max(1) {
            if random.with(0.4) {
                let ways = remedy.outcomes.len();
                let way = (ways > 1 && random.with(0.8)).then(|| random.below(ways));
                story.failed.push((RemedyId(at), way));
            }
        }
    }
    story.failed.sort_unstable();
    story
}

/// The same for the engine: a weaker remedy was tried before those that supersede it.
fn evidence(problem: &Problem, story: &Story) -> Evidence {
    let mut tried = story.failed.clone();
    let is_weaker = |a: RemedyId, b: RemedyId| problem.remedies[b.0].supersedes.contains(&a);
    tried.sort_by_key(|(remedy, _)| {
        problem.remedies.iter().enumerate().filter(|(at, _)| is_weaker(RemedyId(*at), *remedy)).count()
    });
    let known = |(check, _): &&(CheckId, usize)| problem.checks[check.0].kind == CheckKind::NeverAsked;
    Evidence {
        observed: story.came.clone(),
        known: story.answers.iter().filter(known).copied().collect(),
        answered: story.answers.iter().filter(|one| !known(one)).copied().collect(),
        tried,
        declined: story.untold.clone(),
        ..Evidence::default()
    }
}

/// Whether remedies supersede each other in a chain or a circle, so that no one order has each weaker one first.
fn is_tangled(problem: &Problem) -> bool {
    let stronger = |at: usize| !problem.remedies[at].supersedes.is_empty();
    problem.remedies.iter().any(|remedy| remedy.supersedes.iter().any(|weaker| stronger(weaker.0)))
}

#[test]
fn what_a_pattern_says_of_its_cause_is_what_the_engine_says() {
    let (mut compared, mut impossible) = (0, 0);
    for seed in 0..if cfg!(debug_assertions) { 400 } else { 4_000 } {
        let (problem, _) = model(seed, Size::SMALL);
        if is_tangled(&problem) {
            continue;
        }
        let mut random = Random::new(seed ^ 0x51);
        let told: Vec<Story> = (0..4).map(|_| random_story(&problem, &mut random)).collect();
        for one in &told {
            let counted = [Counted { story: one.clone(), tickets: false, quarter: 0, sessions: 3 }];
            let study = study(&problem, &counted, ALONE);
            let numbers: Vec<Vec<f64>> = study.blocks.iter().map(|block| block.written.clone()).collect();
            let mut found = None;
            each_posterior(&study.guides[0].data, &numbers, |_, weights| found = Some(weights.to_vec()));
            let engine = posterior(&problem, &evidence(&problem, one)).chances;
            let (Some(found), Some(engine)) = (&found, &engine) else {
                assert_eq!(found.is_some(), engine.is_some(), "seed {seed}: {one:?}");
                impossible += 1;
                continue;
            };
            compared += 1;
            for (found, engine) in found.iter().zip(engine) {
                assert!((found / 3.0 - engine).abs() < 1e-12, "seed {seed}: {one:?}: {found} {engine}");
            }
        }
    }
    assert!(compared > 200 && impossible > 20, "{compared} {impossible}");
}

#[test]
fn no_step_lowers_the_objective_and_the_end_is_a_peak() {
    let problem = written();
    for seed in 0..4 {
        let truth = truth(&problem, seed, seed % 2 == 0);
        let habits = kbc::learning::simulate::Habits { off_plan: 0.1, cannot: 0.1, ..Default::default() };
        let rows = super::truths::rows(&problem, &truth, &habits, 1_000, seed);
        let sessions = super::truths::stories(&problem, &rows);
        let study = study(&problem, &sessions, Settings::default());
        let data: Vec<_> = study.guides.iter().map(|guide| &guide.data).collect();
        let reached = ascend(&study.blocks, &data, 1.0, None);
        assert!(reached.is_settled, "it took {} steps", reached.steps);
        for pair in reached.way.windows(2) {
            assert!(pair[1] >= pair[0] - 1e-9, "{} after {}", pair[1], pair[0]);
        }
        // At a peak each number is what it is expected to be.
        let mut counts: Vec<Vec<f64>> = study.blocks.iter().map(|block| vec![0.0; block.written.len()]).collect();
        kbc::learning::estimate::add_counts(data[0], &reached.numbers, &mut counts);
        for ((block, counts), numbers) in study.blocks.iter().zip(&counts).zip(&reached.numbers) {
            let all: f64 = counts.iter().sum::<f64>() + block.sessions;
            for ((written, count), number) in block.written.iter().zip(counts).zip(numbers) {
                let slope = (count + block.sessions * written) / all - number;
                assert!(slope.abs() < 1e-5, "{slope}");
            }
        }
    }
}

#[test]
fn the_observed_information_is_the_curvature_of_the_objective() {
    let problem = written();
    let truth = truth(&problem, 3, true);
    let habits = kbc::learning::simulate::Habits { off_plan: 0.2, cannot: 0.1, ..Default::default() };
    let rows = super::truths::rows(&problem, &truth, &habits, 500, 3);
    let sessions = super::truths::stories(&problem, &rows);
    let study = study(&problem, &sessions, Settings::default());
    let learned = Learned::new(&study);
    let sure = learned.estimate.certainty.as_ref().expect("a peak");
    let peak = &learned.estimate.ascent.numbers;
    let trust = learned.estimate.trust;
    let objective = |numbers: &[Vec<f64>]| -> f64 {
        let prior: f64 = study
            .blocks
            .iter()
            .zip(numbers)
            .map(|(block, numbers)| {
                let worth = if block.is_number { trust * block.sessions } else { block.sessions };
                let logs = block.written.iter().zip(numbers).filter(|(written, _)| **written > 0.0);
                worth * logs.map(|(written, number)| written * number.ln()).sum::<f64>()
            })
            .sum();
        prior + expected(&study.guides[0].data, numbers).likelihood
    };
    // Far enough along random directions, the objective falls by half the squared deviates.
    let mut chance = kbc::learning::simulate::Chance::new(1, 1);
    for _ in 0..5 {
        let deviates: Vec<f64> = (0..sure.deviates()).map(|_| 1e-3 * chance.normal()).collect();
        let squares: f64 = deviates.iter().map(|one| one * one).sum();
        let back: Vec<f64> = deviates.iter().map(|one| -one).collect();
        let fall = 2.0 * objective(peak) - objective(&sure.drawn(&deviates)) - objective(&sure.drawn(&back));
        assert!((fall / squares - 1.0).abs() < 0.01, "{fall} is not {squares}");
    }
}

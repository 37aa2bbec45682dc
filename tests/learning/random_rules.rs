//! The patch on rules that nobody wrote by hand: nothing but numbers changes, and what they compile to is what was meant.

use std::sync::LazyLock;

use kbc::config::Config;
use kbc::decision::Decision;
use kbc::estimates::{Edited, OfGuide, Patch, Unit, Written, edit};
use kbc::fmt;
use kbc::learning::guide::{Key, Settings, Study};
use kbc::learning::learned::with_numbers;
use kbc::learning::simulate::Chance;
use kbc::model::ItemId;
use kbc::pipeline::{self, Analysis};
use kbc::reasoning::{Effect, Problem, Tables};
use kbc::source::{FileId, Memory};
use regex::Regex;

use crate::fuzzed::base;

/// What an edit may take away: a number, a word for one, how strongly an answer points, or nothing.
static TAKEN: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[0-9.]+ *%|[0-9.]+( ?[a-z]+)?( ?[0-9.]+ ?[a-z]+)*";
    let pattern = format!(r"^(|{number}|[a-z][a-z-]*|(points-to|against)\s+\S+(\s+[a-z]+)?)$");
    Regex::new(&pattern).expect("a pattern")
});
/// What it may put there: a number, or chances that are given.
static PUT: LazyLock<Regex> = LazyLock::new(|| {
    let given = r"given \S+ [0-9.]+%";
    let pattern = format!(r"^( ?[0-9.]+( ?(%|s|min|h|d))?|(\s*\{{? ?{given}( ; {given}|\s+{given})*( ;)?( \}})? ?))$");
    Regex::new(&pattern).expect("a pattern")
});

/// Chances around some others, in tenths of a per cent; what was 0 stays.
fn around(chance: &mut Chance, written: &[f64]) -> Vec<f64> {
    let drawn: Vec<f64> = written.iter().map(|one| if *one > 0.0 { 0.05 + chance.unit() } else { 0.0 }).collect();
    let sum: f64 = drawn.iter().sum();
    if written.iter().filter(|one| **one > 0.0).count() < 2 {
        return written.to_vec();
    }
    let mut all: Vec<f64> = drawn.iter().map(|one| (one / sum * 1000.0).round() / 1000.0).collect();
    let last = all.iter().rposition(|one| *one > 0.0).expect("an open outcome");
    let others: f64 = (0..all.len()).filter(|at| *at != last).map(|at| all[at]).sum();
    all[last] = ((1.0 - others) * 1000.0).round() / 1000.0;
    all
}

/// What an answer confirms is no number.
fn is_confirmed(problem: &Problem, step: &str, cause: &str) -> bool {
    let checks = problem.checks.iter().filter(|one| one.name == step).flat_map(|one| &one.outcomes);
    let remedies = problem.remedies.iter().filter(|one| one.name == step).flat_map(|one| &one.outcomes);
    checks
        .chain(remedies)
        .flat_map(|outcome| &outcome.effects)
        .any(|effect| matches!(effect, Effect::Confirms(of) if problem.causes[of.0].name == cause))
}

/// Numbers as if they were learned, for about two of three of a guide.
fn learned(problem: &Problem, written: &Written<'_>, chance: &mut Chance) -> Patch {
    let mut study = Study::new(Settings::default());
    study.add(problem, &[], &|_| 10.0);
    let mut patch = Patch::default();
    let single = |number: f64| vec![(String::new(), number)];
    for (key, block) in study.keys.iter().zip(&study.blocks) {
        if !chance.happens(2.0 / 3.0) {
            continue;
        }
        match key {
            Key::Fixes { remedy, cause } if written.fixes(remedy, cause).is_some() => {
                let number = around(chance, &block.written)[0];
                patch.0.insert(Unit::Fixes(remedy.clone(), cause.clone()), single(number));
            }
            Key::Row { step, of, outcomes } => {
                let is_said = of.as_ref().is_some_and(|cause| is_confirmed(problem, step, cause));
                if !is_said && !written.outcomes(step).is_empty() {
                    let row = outcomes.iter().cloned().zip(around(chance, &block.written)).collect();
                    patch.0.insert(Unit::Row(step.clone(), of.clone()), row);
                }
            }
            _ => {}
        }
    }
    for id in problem.hypotheses() {
        let weight = (1.0 + 99.0 * chance.unit()).round() / 10.0;
        if chance.happens(2.0 / 3.0) {
            patch.0.insert(Unit::Likelihood(problem.causes[id.0].name.clone()), single(weight));
        }
    }
    let steps = problem.checks.iter().map(|one| &one.name).chain(problem.remedies.iter().map(|one| &one.name));
    for step in steps {
        let parts = written.times(step);
        if !parts.is_empty() && chance.happens(1.0 / 3.0) {
            let minutes = |(part, _): &(&'static str, _)| ((*part).to_owned(), (1.0 + 9.0 * chance.unit()).round());
            patch.0.insert(Unit::Takes(step.clone()), parts.iter().map(minutes).collect());
        }
    }
    patch
}

fn problem(understood: &Analysis, config: &Config, guide: ItemId) -> Option<Problem> {
    let members = understood.members(guide)?;
    Some(Decision::new(&understood.knowledge, &understood.web, &config.numbers, guide, members)?.problem)
}

/// A text without blanks and what ends a statement on its line: a layout may change these.
fn unspaced(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != ';').collect()
}

fn is_laid_out(text: &str, config: &Config) -> bool {
    fmt::format(text, config.line_width).is_ok_and(|laid| laid.text.is_none())
}

/// The new text of a file, which differs from the old one in numbers alone.
fn new_text(edited: &Edited, file: FileId, old: &str, config: &Config) -> String {
    let mut edits = edited.files[&file].clone();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut kept, mut spliced, mut from) = (String::new(), String::new(), 0);
    for (range, put) in &edits {
        assert!(range.start >= from, "no edit reaches into another");
        let taken = &old[range.clone()];
        assert!(TAKEN.is_match(taken) && PUT.is_match(put), "`{put}` in the place of `{taken}`");
        kept.push_str(&old[from..range.start]);
        spliced.push_str(&old[from..range.start]);
        spliced.push_str(put);
        from = range.end;
    }
    spliced.push_str(&old[from..]);
    let new = edited.laid_out(file, old, config.line_width);
    if is_laid_out(old, config) {
        assert!(is_laid_out(&new, config), "what was laid out is not any more:\n{new}");
        assert_eq!(unspaced(&new), unspaced(&spliced));
    } else {
        assert_eq!(new, spliced);
    }
    new
}

/// What compiled and what was meant, number by number.
fn are_same(meant: &Problem, made: &Problem) {
    let (a, b) = (Tables::new(meant), Tables::new(made));
    // The text holds hundredths of a per cent, and an answer comes up to twenty times as often with what it confirms as its share.
    let same = |a: &[f64], b: &[f64]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 20.0 * 1e-4);
    let all = |a: &[Vec<f64>], b: &[Vec<f64>]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    assert!(same(&a.prior, &b.prior), "{:?} {:?}", a.prior, b.prior);
    assert!(all(&a.fixes, &b.fixes));
    for (at, check) in meant.checks.iter().enumerate() {
        assert!(all(&a.checks[at], &b.checks[at]), "{}: {:?} {:?}", check.name, a.checks[at], b.checks[at]);
        assert!(same(&[check.takes, check.waits], &[made.checks[at].takes, made.checks[at].waits]), "{}", check.name);
    }
    for (at, remedy) in meant.remedies.iter().enumerate() {
        assert!(all(&a.failures[at], &b.failures[at]), "{}", remedy.name);
        let times = |one: &kbc::reasoning::Remedy| [one.takes, one.waits, one.verify];
        assert!(same(&times(remedy), &times(&made.remedies[at])), "{}", remedy.name);
    }
}

/// Patches each guide of a made-up base by itself; gives how many units changed, and how many files were laid out before.
fn patched(seed: u64) -> (usize, usize) {
    let base = base(seed);
    let config = base.config();
    // Every second base is laid out before.
    let laid = |text: &str| fmt::format(text, config.line_width).ok().and_then(|laid| laid.text);
    let text =
        |text: &String| if seed.is_multiple_of(2) { laid(text).unwrap_or_else(|| text.clone()) } else { text.clone() };
    let files: Vec<(String, String)> = base.files.iter().map(|(path, old)| (path.clone(), text(old))).collect();
    let memory = files.iter().fold(Memory::new(), |all, (path, text)| all.with(path.clone(), text.as_bytes()));
    let understood = pipeline::read(&memory, &config);
    if understood.has_errors() {
        return (0, 0);
    }
    let written = Written::new(&understood.knowledge, config.learning.sessions);
    let mut chance = Chance::new(seed, 0x0500);
    let (mut changed, mut in_layout) = (0, 0);
    for (guide, _) in &understood.guides {
        let Some(before) = problem(&understood, &config, *guide) else { continue };
        let mut patch = learned(&before, &written, &mut chance);
        for (unit, _) in edit(&written, &[&before], &patch).refused {
            patch.0.remove(&unit);
        }
        let edited = edit(&written, &[&before], &patch);
        assert!(edited.refused.is_empty(), "{:?}", edited.refused);
        changed += patch.0.len();
        let mut above = memory.clone();
        for &file in edited.files.keys() {
            let source = understood.knowledge.sources.get(file);
            in_layout += usize::from(is_laid_out(source.text(), &config));
            above = above
                .with(source.path.trim_start_matches('/').to_owned(), new_text(&edited, file, source.text(), &config));
        }
        let after = pipeline::read(&above, &config);
        assert!(!after.has_errors(), "{:#?}", after.findings);
        let id = after.guide_named(&understood.knowledge.qualified(*guide))[0];
        let made = problem(&after, &config, id).expect("it had an end");
        are_same(&with_numbers(&before, &OfGuide(&patch, 0, &written)), &made);
    }
    (changed, in_layout)
}

/// Patches bases until so many of them were changed; says what they came to.
fn holds_for(bases: usize) -> String {
    let (mut whole, mut units, mut in_layout, mut seed) = (0, 0, 0, 0);
    while whole < bases {
        let run = std::panic::catch_unwind(|| patched(seed));
        assert!(run.is_ok(), "the base of seed {seed}");
        let (changed, laid_out) = run.expect("it was just looked at");
        whole += usize::from(changed > 0);
        units += changed;
        in_layout += laid_out;
        seed += 1;
        assert!(seed < 10 * bases as u64, "{whole} bases of {seed} were changed");
    }
    assert!(units > 3 * bases && in_layout > bases / 10, "{units} {in_layout}");
    format!(
        "{whole} of {seed} made-up bases were changed, in {units} numbers and rows; {in_layout} files were laid out before"
    )
}

#[test]
fn a_patch_of_made_up_rules_changes_numbers_alone_and_means_what_it_says() {
    println!("{}", holds_for(40));
}

#[test]
#[ignore = "for every night: minutes without optimisation"]
fn a_patch_of_five_hundred_made_up_rules_changes_numbers_alone_and_means_what_it_says() {
    println!("{}", holds_for(500));
}

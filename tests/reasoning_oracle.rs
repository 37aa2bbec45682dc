//! The engine against brute force: the same chances, the same least cost, flows that are worth what they claim.

mod oracle;

use kbc::reasoning::{Options, plan};
use oracle::compare::{Verdict, Ways, compare};
use oracle::history::Case;
use oracle::models::{Size, model};
use oracle::value::{Walk, expected_cost};
use std::collections::BTreeMap;
use std::ops::Range;

#[expect(clippy::print_stdout, reason = "the counts, with --nocapture")]
/// Compares drawn models; gives the verdicts, and fails with all that disagree.
fn all(seeds: Range<u64>, size: Size, ways: &Ways) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut wrong = Vec::new();
    for seed in seeds {
        let (problem, evidence) = model(seed, size);
        match compare(&problem, &evidence, ways) {
            Ok(more) => verdicts.extend(more),
            Err(fault) => wrong.push(format!("seed {seed}: {fault}")),
        }
    }
    assert!(wrong.is_empty(), "{} disagree:\n{}", wrong.len(), wrong.join("\n"));
    let count = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| wanted(verdict)).count();
    println!(
        "{} compared, {} of them exact; {} faulty, {} contradictory, {} too large",
        count(|verdict| matches!(verdict, Verdict::Compared { .. })),
        count(|verdict| matches!(verdict, Verdict::Compared { exact: true, .. })),
        count(|verdict| matches!(verdict, Verdict::Faulty)),
        count(|verdict| matches!(verdict, Verdict::Contradiction)),
        count(|verdict| matches!(verdict, Verdict::TooLarge)),
    );
    verdicts
}

#[test]
fn small_models_are_planned_as_well_as_can_be() {
    let verdicts = all(0..12_000, Size::SMALL, &Ways::default());
    let exact = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Compared { exact: true, .. }));
    assert!(exact.count() > 10_000);
}

#[test]
fn models_of_middle_size_are_planned_as_well_as_can_be() {
    let ways = Ways { merged: true, ..Ways::default() };
    all(100_000..110_000, Size::MIDDLE, &ways);
}

#[test]
fn larger_models_are_planned_as_well_as_can_be() {
    let ways = Ways { merged: true, ..Ways::default() };
    all(0..300, Size::LARGE, &ways);
}

#[test]
fn every_entry_has_its_own_flow() {
    let ways = Ways { options: Options::default(), ..Ways::default() };
    all(20_000..22_000, Size::SMALL, &ways);
}

#[test]
fn flows_go_on_where_a_step_cannot_be_done() {
    let ways = Ways { cant: true, ..Ways::default() };
    all(30_000..33_000, Size::SMALL, &ways);
}

/// A hundredth of the states that the proof needs, or 200.
#[test]
fn little_effort_costs_little() {
    let (mut ratios, mut cut) = (Vec::new(), 0);
    for seed in 50_000..50_500 {
        let (problem, evidence) = model(seed, Size::LARGE);
        let full = plan(&problem, &evidence, &Ways::default().options);
        let states = (full.states / 100).max(200);
        let ways = Ways {
            options: Options { states: Some(states), entries: false, ..Options::default() },
            merged: true,
            best: false,
            cant: false,
        };
        let verdicts = compare(&problem, &evidence, &ways).unwrap_or_else(|wrong| panic!("seed {seed}: {wrong}"));
        for verdict in verdicts {
            if let Verdict::Compared { cost, least, .. } = verdict {
                cut += usize::from(full.states > states);
                if least > 0.0 && full.states > states {
                    ratios.push(cost / least);
                }
            }
        }
    }
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let worst = ratios.iter().copied().fold(1.0, f64::max);
    println!("{cut} cut: mean {mean:.5}, worst {worst:.5}");
    assert!(mean <= 1.01, "mean {mean}");
    assert!(worst <= 1.10, "worst {worst}");
}

/// Merging histories with the same answers, which the larger models need, changes no value.
#[test]
fn merged_histories_cost_the_same() {
    for seed in 0..1_000 {
        let (problem, evidence) = model(seed, Size::SMALL);
        let Ok((case, history)) = Case::new(&problem, &evidence) else {
            continue;
        };
        let plain = expected_cost(&case, &history, Walk::Plain, 20_000);
        let merged = expected_cost(&case, &history, Walk::Merged(BTreeMap::default()), 20_000);
        if let (Some((plain, _)), Some((merged, _))) = (plain, merged) {
            assert!((plain - merged).abs() < 1e-9, "seed {seed}: {merged} is not {plain}");
        }
    }
}

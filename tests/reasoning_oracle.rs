//! The engine against brute force: the same chances, the same least cost, flows that are worth what they claim.

mod by_hand;
mod coverage;
mod regressions;

use crate::guides::{MIDDLE, TYPICAL, guide};
use crate::oracle::compare::{Verdict, Ways, compare};
use crate::oracle::history::Case;
use crate::oracle::models::{Size, model};
use crate::oracle::paper::Paper;
use crate::oracle::value::{Walk, expected_cost};
use kbc::reasoning::{Evidence, Options, Separating, plan, printed};
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

/// The bounds that large guides are given: a number that is too high would hide a better plan.
#[test]
fn what_telling_causes_apart_costs_is_never_too_much() {
    let options = Options { separating: Separating::Always, ..Ways::default().options };
    all(0..12_000, Size::SMALL, &Ways { options, ..Ways::default() });
    let ways = Ways { options, merged: true, ..Ways::default() };
    all(100_000..104_000, Size::MIDDLE, &ways);
    all(0..200, Size::LARGE, &ways);
    let hardly = Ways { options: Options { states: Some(3), ..options }, merged: true, best: false, ..Ways::default() };
    all(104_000..110_000, Size::MIDDLE, &hardly);
    all(300..400, Size::LARGE, &hardly);
    // With next to no room, pairs of causes give up most tests.
    let one = Ways { options: Options { states: Some(1), ..options }, ..hardly };
    all(110_000..116_000, Size::MIDDLE, &one);
    all(12_000..24_000, Size::SMALL, &one);
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
    assert!(cut >= 15, "only {cut} models need more states than they get");
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

/// Who follows the paper, remedies in turn and all, pays what the paper claims, and never less than the whole flow's bound.
#[test]
fn paper_costs_what_it_claims() {
    let (mut read, mut sends, mut wrong) = (0, 0, Vec::new());
    // The flows of the second kind are too large for paper.
    let large = (0..60).map(|seed| (guide(if seed % 3 == 0 { MIDDLE } else { TYPICAL }, seed), Evidence::default()));
    let models = (0..400).map(|seed| model(seed, Size::LARGE)).chain(large);
    for (seed, (problem, evidence)) in models.enumerate() {
        let Ok((case, history)) = Case::new(&problem, &evidence) else { continue };
        let options = Options { states: Some(2_000), entries: false, ..Options::default() };
        let plan = plan(&problem, &evidence, &options);
        let printed = printed(&problem, &evidence, &plan);
        let all: f64 = case.weights(&history).iter().sum();
        if all <= 0.0 || !plan.faults.is_empty() {
            continue;
        }
        match (Paper { case: &case, plan: &plan, printed: &printed }).read(plan.entry().node, &history) {
            Ok(cost)
                if (cost / all - printed.paper.expected_cost).abs() <= 1e-9 * printed.paper.expected_cost.max(1.0) => {}
            Ok(cost) => {
                wrong.push(format!("seed {seed}: {} is claimed, {} is paid", printed.paper.expected_cost, cost / all));
            }
            Err(fault) => wrong.push(format!("seed {seed}: {fault}")),
        }
        // On paper nobody is asked who takes over: each end says whom it is for.
        if problem.escalations.iter().all(|end| end.when.is_none()) {
            let (paid, bound) = (printed.paper.expected_cost, plan.entry().lower_bound);
            assert!(paid >= bound - 1e-9, "seed {seed}: {paid} on paper, and not below {bound}");
        }
        read += 1;
        sends += usize::from(printed.onward.values().any(|onward| !onward.first.is_empty()));
    }
    assert!(wrong.is_empty(), "{} of {read} disagree:\n{}", wrong.len(), wrong.join("\n"));
    assert!(read > 300 && sends > 20, "{read} read, {sends} of them with remedies in turn");
}

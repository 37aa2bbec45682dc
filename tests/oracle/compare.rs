//! One model, both ways: what the engine says of it, and what trying every history says.
//!
//! In: a problem, evidence, options. Out: how far the engine's plan is from the best, or what it got wrong.

use super::flow::Walker;
use super::history::{Case, History};
use super::value::{Walk, expected_cost};
use kbc_reasoning::{Entry, Evidence, Options, Plan, Problem, plan, posterior};
use std::collections::BTreeMap;

/// Histories that the brute force may try before a model counts as too large.
const HISTORIES: usize = 200_000;
/// Nodes that one walk of a flow may take.
const NODES: usize = 100_000;
/// Costs are this near to be the same, relative to those above 1.
const SAME: f64 = 1e-9;

/// What came of one entry of a plan.
pub enum Verdict {
    /// The words are faulty, as both say.
    Faulty,
    /// No cause can give the evidence, as both say.
    Contradiction,
    /// Too many histories.
    TooLarge,
    Compared {
        cost: f64,
        least: f64,
        exact: bool,
    },
}

/// How to compare.
pub struct Ways {
    pub options: Options,
    /// Merge histories with the same answers, for models that are too large else.
    pub merged: bool,
    /// Must the plan be the best?
    pub best: bool,
    /// Follow "can't" too.
    pub cant: bool,
}

impl Default for Ways {
    fn default() -> Self {
        let options = Options { entries: false, ..Options::default() };
        Self { options, merged: false, best: true, cant: false }
    }
}

/// Plans, and compares every entry.
pub fn compare(problem: &Problem, evidence: &Evidence, ways: &Ways) -> Result<Vec<Verdict>, String> {
    let plan = plan(problem, evidence, &ways.options);
    let cases: Vec<_> = plan.flow.entries.iter().map(|entry| seen(evidence, entry)).collect();
    let mut verdicts = Vec::new();
    for (entry, evidence) in plan.flow.entries.iter().zip(&cases) {
        let verdict = match Case::new(problem, evidence) {
            Err(wrong) if plan.faults.is_empty() => return Err(format!("{wrong:?} is not found")),
            Err(_) => Verdict::Faulty,
            // The faults are those of all entries: an entry alone may have none.
            Ok(_) if !plan.faults.is_empty() && cases.len() > 1 => Verdict::Faulty,
            Ok(_) if !plan.faults.is_empty() => return Err(format!("faults {:?}", plan.faults)),
            Ok((case, history)) => of_entry(&case, &history, evidence, &plan, entry, ways)
                .map_err(|wrong| format!("entry {:?}: {wrong}", entry.symptom))?,
        };
        verdicts.push(verdict);
    }
    Ok(verdicts)
}

/// The evidence of an entry.
fn seen(evidence: &Evidence, entry: &Entry) -> Evidence {
    let mut evidence = evidence.clone();
    evidence.observed.extend(entry.symptom);
    evidence
}

fn of_entry(
    case: &Case,
    history: &History,
    evidence: &Evidence,
    plan: &Plan,
    entry: &Entry,
    ways: &Ways,
) -> Result<Verdict, String> {
    let weights = case.weights(history);
    let all: f64 = weights.iter().sum();
    let chances = posterior(case.problem, evidence).chances;
    if entry.symptom.is_none() && chances != plan.posterior {
        return Err("two posteriors".into());
    }
    let Some(chances) = chances else {
        return if all == 0.0 { Ok(Verdict::Contradiction) } else { Err("no posterior".into()) };
    };
    for (chance, weight) in chances.iter().zip(&weights) {
        same("a chance", *chance, weight / all)?;
    }
    if !plan.sound {
        return Err("the engine finds its own flow unsound".into());
    }
    check_flow(case, history, plan, entry, ways)?;
    let walk = if ways.merged { Walk::Merged(BTreeMap::default()) } else { Walk::Plain };
    let Some((least, _)) = expected_cost(case, history, walk, HISTORIES) else {
        return Ok(Verdict::TooLarge);
    };
    let slack = SAME * least.max(1.0);
    if entry.lower_bound > least + slack {
        return Err(format!("no plan is below {}, but one costs {least}", entry.lower_bound));
    }
    if entry.expected_cost < least - slack {
        return Err(format!("{} is less than the least, {least}", entry.expected_cost));
    }
    if ways.best || plan.exact {
        same("the least cost", entry.expected_cost, least)?;
    }
    Ok(Verdict::Compared { cost: entry.expected_cost, least, exact: plan.exact })
}

/// Is the flow worth what it claims, and does it keep what binds on every path?
fn check_flow(case: &Case, history: &History, plan: &Plan, entry: &Entry, ways: &Ways) -> Result<(), String> {
    let all: f64 = case.weights(history).iter().sum();
    let mut walker = Walker { case, flow: &plan.flow, left: NODES, cant: ways.cant };
    walker.edges()?;
    let Some(amount) = walker.walk(entry.node, history)? else {
        return Ok(());
    };
    same("what the flow costs", entry.expected_cost, amount.cost / all)?;
    same("what it takes", entry.expected_minutes, amount.minutes / all)?;
    same("what it solves", entry.solved, amount.solved / all)?;
    same("its longest path", entry.worst_minutes, amount.worst)
}

fn same(what: &str, found: f64, wanted: f64) -> Result<(), String> {
    if (found - wanted).abs() <= SAME * wanted.abs().max(1.0) {
        return Ok(());
    }
    Err(format!("{what} is {found}, not {wanted}"))
}

//! Tests that authors write: runs scenarios, and counts what they reach.
//!
//! In: the knowledge, a guide as a decision, and its scenarios. Out: for each scenario the expectations that failed, as
//! findings, and what it reached. A scenario follows the guide as it is published wherever its evidence lies on the
//! published flow, in the order in which the flow asks; anywhere else, the plan from that evidence, made once for all
//! scenarios that share it. Never prints, and never reads files.

mod chosen;
mod coverage;
mod expectations;
mod hindrance;
mod holding;
mod junit;
mod play;
mod routes;
mod situation;
mod words;

pub use chosen::chosen;
pub use coverage::{Coverage, Part, Reached, Tally, coverage};
pub use hindrance::Hindrance;
pub use junit::junit;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::decision::Decision;
use crate::diagnostics::Diagnostic;
use crate::model::{Expectation, ItemId, Knowledge, Scenario};
use crate::plans::Plans;
use crate::reasoning::{self, Evidence};

use expectations::{Scene, judge};
use play::Play;
use routes::{Route, Routes};
use situation::Situation;

/// What came of a scenario.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The scenario.
    pub scenario: ItemId,
    /// What it expects in vain, in the order of the file. Nothing: it passed.
    pub failures: Vec<Diagnostic>,
    /// What it reached.
    pub reached: BTreeSet<Reached>,
}

impl Ran {
    /// Whether everything came as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Runs scenarios of one guide, in parallel. The results are in the order of `scenarios`.
#[must_use]
pub fn run(knowledge: &Knowledge, decision: &Decision, plans: &Plans, scenarios: &[ItemId]) -> Vec<Ran> {
    let told: Vec<(ItemId, &Scenario, Situation)> = scenarios
        .iter()
        .filter_map(|&id| {
            let scenario = knowledge.scenario(id)?;
            Some((id, scenario, Situation::of(knowledge, decision, scenario)))
        })
        .collect();
    let published = OnceLock::new();
    let needed = told.iter().filter(|(_, scenario, _)| scenario.expected.iter().any(|(_, expected)| follows(expected)));
    let evidence: Vec<&Evidence> = needed.map(|(_, _, situation)| &situation.evidence).collect();
    let routes = Routes::of(decision, plans, &published, &evidence);
    told.par_iter()
        .map(|(id, scenario, situation)| one(knowledge, decision, &routes, *id, scenario, situation))
        .collect()
}

/// Whether an expectation is about the way, and not only about chances.
fn follows(expected: &Expectation) -> bool {
    match expected {
        Expectation::Cause(..) | Expectation::MostLikely(_) | Expectation::RuledOut(_) => false,
        Expectation::Next(_)
        | Expectation::Never(_)
        | Expectation::Warn(_)
        | Expectation::Solved { .. }
        | Expectation::Escalated(_) => true,
    }
}

fn one(
    knowledge: &Knowledge,
    decision: &Decision,
    routes: &Routes,
    id: ItemId,
    scenario: &Scenario,
    situation: &Situation,
) -> Ran {
    let posterior = reasoning::posterior(&decision.problem, &situation.evidence).chances;
    let route: Option<Route> = routes.from(&situation.evidence);
    let play = match (situation.supposed, route) {
        (Some(cause), Some(route)) => Play::of(decision, situation, cause, route),
        _ => None,
    };
    let scene = Scene { knowledge, decision, situation, posterior, route, play };
    let failures = scenario.expected.iter().filter_map(|(place, expected)| judge(&scene, *place, expected)).collect();
    let mut reached = coverage::reached(&scene, scenario);
    reached.extend(situation.supposed_item.map(Reached::Item));
    Ran { scenario: id, failures, reached }
}

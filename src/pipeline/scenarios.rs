//! From files to what came of their scenarios.

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostics::catalogue::scenarios as faults;
use crate::diagnostics::{self, Diagnostic};
use crate::model::ItemId;
use crate::plans::Plans;
use crate::scenario::{self, Ran};
use crate::source::Files;

use super::{Analysis, read};

/// A knowledge base, and what came of its scenarios.
pub struct Tested {
    /// What was read. Only errors are among its findings: all else is for a check to tell.
    pub understood: Analysis,
    /// What came of each scenario, in the order of files and lines; nothing where errors stopped the run.
    pub ran: Vec<Ran>,
}

impl Tested {
    /// The errors that stopped the run, or the expectations that failed, in the order of their places.
    #[must_use]
    pub fn findings(&self) -> Vec<Diagnostic> {
        let failures = self.ran.iter().flat_map(|ran| &ran.failures);
        let mut findings: Vec<Diagnostic> = self.understood.findings.iter().chain(failures).cloned().collect();
        diagnostics::sort(&mut findings, &self.understood.knowledge.sources);
        findings
    }
}

/// Reads, and runs the scenarios that have a text in their title or in the name of their guide; all, without one. That
/// there is none is an error. Nothing is run where there are errors.
#[must_use]
pub fn test(files: &dyn Files, config: &Config, filter: Option<&str>) -> Tested {
    test_with(files, config, filter, Plans::default())
}

/// The same with plans from elsewhere.
#[must_use]
pub fn test_with(files: &dyn Files, config: &Config, filter: Option<&str>, plans: Plans) -> Tested {
    test_read(Analysis { plans, ..read(files, config) }, config, filter)
}

/// The same of what was read already.
pub(crate) fn test_read(mut understood: Analysis, config: &Config, filter: Option<&str>) -> Tested {
    if understood.is_hindered() {
        return Tested { understood, ran: Vec::new() };
    }
    understood.findings.clear();
    let chosen = scenario::chosen(&understood.knowledge, filter);
    if chosen.is_empty() {
        let message = match filter {
            Some(filter) => format!("no scenario has `{filter}` in its title or in the name of its guide"),
            None => "there is no scenario here".to_owned(),
        };
        understood.findings.push(Diagnostic::at_path(&faults::NO_SCENARIO, &config.rules, message));
    }
    let ran = run_scenarios(&understood, config, &chosen);
    Tested { understood, ran }
}

/// Runs some scenarios, whatever else is wrong; the results come in the order of files and lines.
#[must_use]
pub fn run_scenarios(understood: &Analysis, config: &Config, scenarios: &[ItemId]) -> Vec<Ran> {
    let mut by_guide: IndexMap<ItemId, Vec<ItemId>> = IndexMap::new();
    for &id in scenarios {
        if let Some(guide) = understood.knowledge.scenario(id).and_then(|scenario| scenario.guide.to) {
            by_guide.entry(guide).or_default().push(id);
        }
    }
    let by_guide: Vec<(ItemId, Vec<ItemId>)> = by_guide.into_iter().collect();
    let of_guide = |(guide, scenarios): &(ItemId, Vec<ItemId>)| {
        let decision = understood.decision(config, *guide)?;
        Some(scenario::run(&understood.knowledge, &decision, &understood.plans, scenarios))
    };
    let mut ran: Vec<Ran> = by_guide.par_iter().filter_map(of_guide).flatten().collect();
    ran.sort_by_key(|ran| ran.scenario);
    ran
}

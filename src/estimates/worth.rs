//! What numbers are worth to readers: minutes.
//!
//! In: guides, what was learned, and changes. Out: what following the plan costs as it is, and as it would be, where the learned
//! numbers are the true ones; by how much it would be worse without one of the changes; and how sure it is that they help.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::learning::guide::{Key, Study};
use crate::learning::learned::{Learned, Numbers, with_numbers};
use crate::learning::simulate::Chance;
use crate::reasoning::{Options, Plan, Problem, cost_of_following, takes_long};

use super::changes::{OfGuide, Patch};
use super::times::Timed;
use super::written::{Unit, Written};

/// So many changes are planned without.
const LOOKED_AT: usize = 40;
/// So many times all numbers are drawn anew.
const DRAWS: u64 = 100;

/// What a plan costs, in minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    /// As the guide is.
    pub now: f64,
    /// With all changes.
    pub changed: f64,
    /// By unit, how much more it would be without its change; those that were looked at.
    pub without: BTreeMap<Unit, f64>,
    /// Of so many draws of the numbers, the changes cost no more in this many.
    pub better: Option<(u64, u64)>,
}

/// All learned numbers of one guide.
pub struct Readers<'s, 'p> {
    /// The guides.
    pub study: &'s Study<'p>,
    /// What was learned of them.
    pub learned: &'s Learned,
    /// The numbers, by block.
    pub numbers: &'s [Vec<f64>],
    /// The guide, by its place.
    pub guide: usize,
    /// How long its steps take.
    pub times: &'s [Timed],
}

impl Readers<'_, '_> {
    fn block(&self, key: &Key) -> Option<&Vec<f64>> {
        self.study.block(key).map(|block| &self.numbers[block as usize])
    }

    /// By how much these shares of a column are more than the learned ones: numbers may be drawn.
    fn ratio(&self, column: usize) -> f64 {
        let key = Key::Share { guide: self.guide, tickets: false };
        let Some(block) = self.study.block(&key) else { return 1.0 };
        let learned = self.learned.estimate.ascent.numbers[block as usize][column];
        if learned > 0.0 { self.numbers[block as usize][column] / learned } else { 1.0 }
    }
}

impl Numbers for Readers<'_, '_> {
    fn weight(&self, cause: &str) -> Option<f64> {
        let problem = self.study.guides[self.guide].problem;
        let column = problem.hypotheses().position(|id| problem.causes[id.0].name == cause)?;
        Some(self.learned.weights.get(cause)? * self.ratio(column))
    }

    fn other(&self) -> Option<f64> {
        let other = *self.learned.others.get(self.guide)?;
        let unknown = self.study.guides[self.guide].data.width - 1;
        Some((other * self.ratio(unknown)).clamp(0.0, 0.99))
    }

    fn fixes(&self, remedy: &str, cause: &str) -> Option<f64> {
        let key = Key::Fixes { remedy: remedy.to_owned(), cause: cause.to_owned() };
        self.block(&key).map(|block| block[0])
    }

    fn row(&self, step: &str, of: Option<&str>, outcomes: &[String]) -> Option<Vec<f64>> {
        let key = Key::Row { step: step.to_owned(), of: of.map(str::to_owned), outcomes: outcomes.to_vec() };
        self.block(&key).cloned()
    }

    fn minutes(&self, step: &str, now: [f64; 3]) -> Option<[f64; 3]> {
        let factor = self.times.iter().find(|timed| timed.time.step == step)?.factor()?;
        Some(now.map(|minutes| minutes * factor))
    }
}

/// What a guide's plan costs. `plan` makes plans as they are published.
#[must_use]
pub fn costs(
    (written, times): (&Written<'_>, &[Timed]),
    study: &Study<'_>,
    learned: &Learned,
    guide: usize,
    patch: &Patch,
    plan: &(dyn Fn(&Problem, &Options) -> Plan + Sync),
) -> Costs {
    let problem = study.guides[guide].problem;
    // Where planning takes long, all plans that are compared are made at a glance, so that they differ by their numbers alone.
    let options = if takes_long(problem) { Options { entries: false, ..Options::first() } } else { Options::default() };
    let numbers = &learned.estimate.ascent.numbers;
    let truth = with_numbers(problem, &Readers { study, learned, numbers, guide, times });
    let changed = |patch: &Patch| with_numbers(problem, &OfGuide(patch, guide, written));
    let before = plan(problem, &options);
    let after = plan(&changed(patch), &options);
    let (now, then) = (cost_of_following(&truth, &before), cost_of_following(&truth, &after));
    let holds = |unit: &&Unit| holds(problem, unit, guide);
    let units: Vec<&Unit> = patch.0.keys().filter(holds).take(LOOKED_AT).collect();
    let without = units.par_iter().map(|unit| {
        let fewer = plan(&changed(&patch.without(unit)), &options);
        ((*unit).clone(), cost_of_following(&truth, &fewer) - then)
    });
    let without = without.collect::<Vec<_>>().into_iter().collect();
    let better = (!patch.0.is_empty()).then(|| better(study, learned, (guide, times), (&before, &after)));
    Costs { now, changed: then, without, better: better.flatten() }
}

/// Whether a guide has to do with a unit.
fn holds(problem: &Problem, unit: &Unit, guide: usize) -> bool {
    match unit {
        Unit::Likelihood(cause) => problem.hypotheses().any(|id| problem.causes[id.0].name == *cause),
        Unit::Other(at) => *at == guide,
        Unit::Fixes(remedy, _) => problem.remedies.iter().any(|one| one.name == *remedy),
        Unit::Row(step, _) | Unit::Takes(step) => {
            problem.checks.iter().any(|one| one.name == *step) || problem.remedies.iter().any(|one| one.name == *step)
        }
    }
}

/// In how many draws of the numbers the second plan costs no more.
fn better(
    study: &Study<'_>,
    learned: &Learned,
    (guide, times): (usize, &[Timed]),
    plans: (&Plan, &Plan),
) -> Option<(u64, u64)> {
    let sure = learned.estimate.certainty.as_ref()?;
    let problem = study.guides[guide].problem;
    let is_better = |draw: u64| {
        let mut chance = Chance::new(draw, 0x1ea2);
        let numbers = sure.drawn_by(|| chance.normal());
        let truth = with_numbers(problem, &Readers { study, learned, numbers: &numbers, guide, times });
        cost_of_following(&truth, plans.1) <= cost_of_following(&truth, plans.0) + 1e-9
    };
    let count = (0..DRAWS).into_par_iter().filter(|draw| is_better(*draw)).count();
    Some((count as u64, DRAWS))
}

//! What the tables of a guide are made of, for whoever learns the numbers behind them.
//!
//! In: a problem and its tables. Out: for each hypothesis the row of a step that it answers by, the chance of a remedy that
//! holds for it, which checks rules couple, and weights for evidence. What is said here is held against the tables: where a row
//! is not exactly what its source says, as where a condition closes an outcome, it counts as fixed.

use super::actions::Actions;
use super::conditions::{checks_of, fails_by_single_values};
use super::coupling::factors;
use super::posterior::Start;
use super::problem::{CauseId, CheckKind, Evidence, Problem, RemedyId, Step};
use super::shares::{base_rates, row, speaks_of};
use super::tables::Tables;

/// Two chances that differ by less are one.
const SAME: f64 = 1e-12;

/// By which row of a step a hypothesis answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowOf {
    /// That of causes of which the step says nothing.
    Silent,
    /// One that the step says something of, by its place in [`RowSources::spoken`].
    Spoken(usize),
    /// With this chance that of a mechanism, else that of causes of which nothing is said.
    Through(usize, f64),
    /// None of these: the row is what its table has.
    Fixed,
}

/// The rows of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct RowSources {
    /// The chance of each outcome with a cause of which nothing is said.
    pub silent: Vec<f64>,
    /// The causes and mechanisms of which the step speaks, by id, each with the chances of the outcomes.
    pub spoken: Vec<(CauseId, Vec<f64>)>,
    /// For each hypothesis, the unknown cause last, the row that it answers by.
    pub columns: Vec<RowOf>,
}

/// The rows of a check, or of the ways in which a remedy fails. Nothing where the step has no outcomes of its own, or where its
/// words are faulty.
#[must_use]
pub fn row_sources(problem: &Problem, tables: &Tables, step: Step) -> Option<RowSources> {
    let (outcomes, table) = match step {
        Step::Check(check) => {
            let one = &problem.checks[check.0];
            if matches!(one.kind, CheckKind::Symptom(_) | CheckKind::Observed(_)) {
                return None;
            }
            (&one.outcomes, &tables.checks[check.0])
        }
        Step::Remedy(remedy) => (&problem.remedies[remedy.0].outcomes, &tables.failures[remedy.0]),
    };
    if outcomes.len() < 2 {
        return None;
    }
    let ratio = problem.policy.confirm_ratio;
    let base = base_rates(outcomes, ratio);
    let open = vec![false; outcomes.len()];
    let silent = row(outcomes, &base, None, &open, ratio).ok()?;
    let mut spoken = Vec::new();
    for cause in (0..problem.causes.len()).map(CauseId).filter(|cause| speaks_of(outcomes, *cause)) {
        spoken.push((cause, row(outcomes, &base, Some(cause), &open, ratio).ok()?));
    }
    let columns = (0..tables.width()).map(|column| row_of(tables, table, &silent, &spoken, column)).collect();
    Some(RowSources { silent, spoken, columns })
}

fn row_of(tables: &Tables, table: &[Vec<f64>], silent: &[f64], spoken: &[(CauseId, Vec<f64>)], column: usize) -> RowOf {
    let cause = tables.hypotheses.get(column);
    let own = cause.and_then(|cause| spoken.iter().position(|(said, _)| said == cause));
    let through = || {
        let chance = |at: &usize| tables.mechanisms[spoken[*at].0.0][column];
        let brought = (0..spoken.len()).filter(|at| chance(at) > 0.0);
        brought.reduce(|best, at| if chance(&at) > chance(&best) { at } else { best }).map(|at| (at, chance(&at)))
    };
    let found = match own {
        Some(at) => RowOf::Spoken(at),
        None => cause.and_then(|_| through()).map_or(RowOf::Silent, |(at, chance)| RowOf::Through(at, chance)),
    };
    let says = |outcome: usize| match found {
        RowOf::Silent => silent[outcome],
        RowOf::Spoken(at) => spoken[at].1[outcome],
        RowOf::Through(at, chance) => chance * spoken[at].1[outcome] + (1.0 - chance) * silent[outcome],
        RowOf::Fixed => table[outcome][column],
    };
    let is_so = table.iter().enumerate().all(|(outcome, by)| (by[column] - says(outcome)).abs() <= SAME);
    if is_so { found } else { RowOf::Fixed }
}

/// What a remedy does for a hypothesis: the place in its list of what it fixes, and the chance with which the hypothesis brings
/// that about, 1 for the cause itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixOf {
    /// The place in [`super::problem::Remedy::fixes`].
    pub entry: usize,
    /// The chance that this is what is wrong.
    pub chance: f64,
}

/// By what a remedy helps with each hypothesis, the unknown cause last; nothing where it does not help.
#[must_use]
pub fn fix_sources(problem: &Problem, tables: &Tables, remedy: RemedyId) -> Vec<Option<FixOf>> {
    let fixes = &problem.remedies[remedy.0].fixes;
    let of_column = |column: usize| {
        let phi = tables.fixes[remedy.0][column];
        let own = tables.hypotheses.get(column);
        let said = (0..fixes.len()).filter(|&entry| Some(&fixes[entry].0) == own);
        let chance = |entry: usize| tables.mechanisms[fixes[entry].0.0][column];
        let fits = |&entry: &usize| phi > 0.0 && (chance(entry) * fixes[entry].1 - phi).abs() <= SAME;
        let found = said.filter(|&entry| (fixes[entry].1 - phi).abs() <= SAME && phi > 0.0).map(|entry| (entry, 1.0));
        let through = (0..fixes.len()).filter(fits).map(|entry| (entry, chance(entry)));
        found.chain(through).next().map(|(entry, chance)| FixOf { entry, chance })
    };
    (0..tables.width()).map(of_column).collect()
}

/// For each check, whether something beside its own table may say how its answers come: a rule that weighs causes, a condition
/// over several facts, or that one of the guide's symptoms is seen.
#[must_use]
pub fn coupled_checks(problem: &Problem, tables: &Tables) -> Vec<bool> {
    let mut coupled: Vec<bool> = problem
        .checks
        .iter()
        .map(|check| matches!(check.kind, CheckKind::Symptom(_) | CheckKind::Observed(_)))
        .collect();
    let weighing = problem.rules.iter().filter(|rule| factors(problem, tables, rule).is_some()).map(|rule| &rule.when);
    let closing = tables.hypotheses.iter().filter_map(|cause| problem.causes[cause.0].possible.as_ref());
    let closing = closing.filter(|possible| !fails_by_single_values(possible));
    let seen = problem.symptoms.iter().filter_map(|symptom| symptom.possible.as_ref());
    for check in weighing.chain(closing).chain(seen).flat_map(checks_of) {
        coupled[check.0] = true;
    }
    coupled
}

/// Weighs evidence for one problem, again and again.
#[derive(Debug)]
pub struct Weighing<'p> {
    actions: Actions<'p>,
}

impl<'p> Weighing<'p> {
    /// For a problem.
    #[must_use]
    pub fn new(problem: &'p Problem) -> Self {
        Self { actions: Actions::new(problem) }
    }

    /// The tables of the problem.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.actions.tables
    }

    /// The weight of each hypothesis, the unknown cause last: its prior chance times that of the evidence, not normalised. All
    /// are 0 where no cause can give the evidence.
    #[must_use]
    pub fn weights(&self, evidence: &Evidence) -> Vec<f64> {
        Start::new(&self.actions, evidence).weights
    }
}

//! Makes an action of a check, and of a remedy.

use super::super::hypothesis_set::{HypothesisSet, Telling};
use super::super::problem::{Check, CheckId, Problem, Remedy, RemedyId, Risk, Step};
use super::super::tables::Tables;
use super::super::unable::Unable;
use super::Action;

fn price_of(problem: &Problem, risk: Risk) -> f64 {
    match risk {
        Risk::Safe => 0.0,
        Risk::Caution => problem.policy.caution,
        Risk::Destructive => problem.policy.destructive,
    }
}

pub(super) fn of_check(problem: &Problem, tables: &Tables, id: usize, check: &Check) -> Action {
    let table = tables.checks[id].clone();
    Action {
        step: Step::Check(CheckId(id)),
        cost: check.takes + problem.policy.waits_share * check.waits + price_of(problem, check.risk),
        minutes: check.takes + check.waits,
        active: check.takes,
        stage: None,
        destructive: false,
        referenced: false,
        enabler: false,
        routed: false,
        after: Vec::new(),
        dependents: Vec::new(),
        superseded_by: Vec::new(),
        fixes: Vec::new(),
        helping: HypothesisSet::default(),
        class: classes(&table),
        void_tables: Vec::new(),
        telling: Telling::new(&table),
        void_telling: Telling::default(),
        routes: (0..table.len()).map(|outcome| check.outcomes.get(outcome).and_then(|one| one.next)).collect(),
        unable: check.cannot_tell.as_ref().map(|cannot| Unable::new(problem, tables, cannot)),
        unbound: false,
        renews: Vec::new(),
        renewed_by: Vec::new(),
        tables: table,
    }
}

pub(super) fn of_remedy(problem: &Problem, tables: &Tables, id: usize, remedy: &Remedy) -> Action {
    let phi = &tables.fixes[id];
    let mut void = tables.failures[id].clone();
    if void.is_empty() {
        void.push(vec![1.0; phi.len()]);
    }
    let table: Vec<Vec<f64>> = void
        .iter()
        .map(|outcome| outcome.iter().zip(phi).map(|(chance, phi)| (1.0 - phi) * chance).collect())
        .collect();
    Action {
        step: Step::Remedy(RemedyId(id)),
        cost: remedy.takes
            + problem.policy.waits_share * remedy.waits
            + remedy.verify
            + price_of(problem, remedy.risk)
            + if remedy.workaround { problem.policy.workaround } else { 0.0 },
        minutes: remedy.takes + remedy.waits + remedy.verify,
        active: remedy.takes + remedy.verify,
        stage: remedy.stage,
        destructive: remedy.risk == Risk::Destructive,
        referenced: false,
        enabler: false,
        routed: false,
        after: Vec::new(),
        dependents: Vec::new(),
        superseded_by: Vec::new(),
        fixes: phi.iter().copied().enumerate().filter(|(_, phi)| *phi > 0.0).collect(),
        helping: HypothesisSet::above_zero(phi),
        class: classes(&table),
        telling: Telling::new(&table),
        void_telling: Telling::new(&void),
        routes: (0..table.len())
            .map(|outcome| remedy.outcomes.get(outcome).and_then(|one| one.next).or(remedy.next))
            .collect(),
        unable: None,
        unbound: false,
        renews: remedy.renews.iter().map(|check| check.0).collect(),
        renewed_by: Vec::new(),
        tables: table,
        void_tables: void,
    }
}

/// Outcomes with the very same table are one evidence.
fn classes(table: &[Vec<f64>]) -> Vec<u16> {
    (0..table.len())
        .map(|outcome| (0..outcome).find(|&first| table[first] == table[outcome]).unwrap_or(outcome) as u16)
        .collect()
}

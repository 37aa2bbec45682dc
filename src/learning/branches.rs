//! The ways in which answers, failures and help come about, as branches over numbers.
//!
//! In: the blocks of a step. Out: for each hypothesis the branches of what was seen.

use std::collections::BTreeMap;

use smallvec::{SmallVec, smallvec};

use super::estimate::{Branch, Draw};

/// The blocks of the answers of one step with one cause, each with its share.
type Shares = SmallVec<[(f64, Option<u32>); 2]>;

/// A step with the blocks of its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct StepBlocks {
    /// By hypothesis the blocks of its answers; nothing where they stay as written.
    pub rows: Vec<Shares>,
    /// By hypothesis and outcome the chance as written.
    pub table: Vec<Vec<f64>>,
    /// By hypothesis the block of a remedy's help.
    pub fixes: Vec<Option<(f64, u32)>>,
    /// By hypothesis its row among those that can be told apart.
    pub row: Vec<usize>,
    /// By row the block of what cannot be told.
    pub untold: BTreeMap<usize, u32>,
}

pub(super) fn draw(block: u32, place: usize) -> Draw {
    Draw { block, place: place as u32 }
}

pub(super) fn one(constant: f64, draw: Option<Draw>) -> SmallVec<[Branch; 1]> {
    smallvec![Branch { constant, draws: draw.into_iter().collect() }]
}

pub(super) fn product(a: &[Branch], b: &[Branch]) -> SmallVec<[Branch; 1]> {
    let mut all = SmallVec::new();
    for one in a {
        for other in b {
            let draws = one.draws.iter().chain(&other.draws).copied().collect();
            all.push(Branch { constant: one.constant * other.constant, draws });
        }
    }
    all
}

impl StepBlocks {
    /// The ways in which an answer comes about.
    pub fn answered(&self, column: usize, outcome: usize, fixed: f64) -> SmallVec<[Branch; 1]> {
        let rows = &self.rows[column];
        if rows.is_empty() {
            return one(fixed, None);
        }
        let branch = |(chance, block): &(f64, Option<u32>)| Branch {
            constant: *chance,
            draws: block.map(|block| draw(block, outcome)).into_iter().collect(),
        };
        rows.iter().map(branch).collect()
    }

    /// That it could be told, too.
    pub fn with_told(&self, column: usize, branches: SmallVec<[Branch; 1]>) -> SmallVec<[Branch; 1]> {
        match self.untold.get(&self.row[column]) {
            Some(block) => product(&branches, &one(1.0, Some(draw(*block, 1)))),
            None => branches,
        }
    }

    /// The ways in which a remedy does not help, and the trouble does not end by itself.
    pub fn failed(&self, column: usize, by_itself: Option<u32>) -> SmallVec<[Branch; 1]> {
        let stays = one(1.0, by_itself.map(|block| draw(block, 1)));
        match self.fixes.get(column).copied().flatten() {
            None => stays,
            Some((chance, block)) => {
                let mut failed = one(chance, Some(draw(block, 1)));
                if chance < 1.0 {
                    failed.extend(one(1.0 - chance, None));
                }
                product(&failed, &stays)
            }
        }
    }

    /// The ways in which the trouble ends with a remedy: by it, or by itself where it does not help.
    pub fn solved(&self, column: usize, is_superseded: bool, by_itself: Option<u32>) -> SmallVec<[Branch; 1]> {
        let ends = by_itself.map(|block| draw(block, 0));
        let alone = |constant: f64| match ends {
            Some(ends) => one(constant, Some(ends)),
            None => one(0.0, None),
        };
        match self.fixes.get(column).copied().flatten().filter(|_| !is_superseded) {
            None => alone(1.0),
            Some((chance, block)) => {
                let mut ways = one(chance, Some(draw(block, 0)));
                if by_itself.is_some() {
                    ways.extend(product(&one(chance, Some(draw(block, 1))), &alone(1.0)));
                    if chance < 1.0 {
                        ways.extend(alone(1.0 - chance));
                    }
                }
                ways
            }
        }
    }
}

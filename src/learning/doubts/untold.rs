//! Steps whose "can't tell" speaks of the cause.
//!
//! In: a guide under study. Out: causes whose readers cannot tell a step more or less often than all readers together.

use std::collections::BTreeMap;

use crate::reasoning::Step;

use super::super::estimate::Draw;
use super::super::guide::{Key, Study};
use super::super::learned::{LEARNED, Learned};
use super::{discovered, tail};

/// It is told where it is so many times as often, or as seldom.
const RATIO: f64 = 2.0;

/// A step that readers with some causes can tell less often, or more often, than others.
#[derive(Clone, Debug, PartialEq)]
pub struct Untold {
    /// The step.
    pub step: Step,
    /// The columns of the hypotheses.
    pub columns: Vec<usize>,
    /// The chance that these cannot tell it.
    pub chance: f64,
    /// That of all readers together.
    pub mean: f64,
    /// Sessions of these in which it was asked.
    pub sessions: f64,
}

/// All of a guide, in the order of steps.
#[must_use]
pub fn untold(study: &Study<'_>, learned: &Learned, at: usize) -> Vec<Untold> {
    let Some(sure) = &learned.estimate.certainty else { return Vec::new() };
    let counts = study.counts(&learned.estimate);
    let steps: BTreeMap<Step, _> = study.guides[at].steps.iter().map(|(step, blocks)| (*step, blocks)).collect();
    let mut tests: Vec<(f64, Untold)> = Vec::new();
    for (step, blocks) in steps {
        for (row, block) in &blocks.untold {
            debug_assert_eq!(study.keys[*block as usize], Key::Untold { guide: at, step, row: *row });
            let draw = Draw { block: *block, place: 0 };
            let (chance, mean) =
                (learned.estimate.ascent.numbers[*block as usize][0], study.blocks[*block as usize].written[0]);
            let open = chance * (1.0 - chance);
            if open <= 0.0 || sure.known(draw) < LEARNED {
                continue;
            }
            let odds = |chance: f64| (chance / (1.0 - chance)).ln();
            // The variance of log-odds is 1 / (size · chance · (1 − chance)).
            let statistic = (odds(chance) - odds(mean)).powi(2) * sure.size(draw) * open;
            let columns = (0..blocks.row.len()).filter(|column| blocks.row[*column] == *row).collect();
            let sessions = counts[*block as usize].iter().sum();
            tests.push((tail(statistic, 1.0), Untold { step, columns, chance, mean, sessions }));
        }
    }
    let limit = discovered(tests.iter().map(|(chance, _)| *chance));
    let counts = |(found, one): &(f64, Untold)| {
        *found <= limit && (one.chance >= RATIO * one.mean || one.chance * RATIO <= one.mean)
    };
    tests.into_iter().filter(counts).map(|(_, one)| one).collect()
}

//! A study with one cause more.
//!
//! In: a study and one of its guides. Out: the same blocks and tokens, and for the cause more a column of tokens, a share among the
//! causes, a row for each check that was answered, and how its readers come in.

use std::collections::BTreeMap;

use crate::reasoning::{CheckId, Step};

use super::super::super::estimate::{Block, Branch, Draw, GuideData};
use super::super::super::guide::{GuideStudy, Key, Study};

/// Its share before anything is known of it.
pub(super) const SHARE: f64 = 0.02;
/// As how many sessions its answers count before, which are those of causes of which nothing is said.
pub(super) const SESSIONS: f64 = 4.0;

/// Numbers and tokens with one cause more.
pub(super) struct Extended {
    pub blocks: Vec<Block>,
    pub data: Vec<GuideData>,
    /// The block of shares of causes, of which the last is that of the cause more.
    pub share: usize,
    /// By check the block of its own answers.
    pub rows: BTreeMap<CheckId, u32>,
}

impl Extended {
    /// Nothing where no check was answered whose numbers are learned.
    pub(super) fn new(study: &Study<'_>, guide: &GuideStudy<'_>, at: usize) -> Option<Self> {
        let mut blocks = study.blocks.clone();
        let unknown = guide.data.width - 1;
        let share = study.block(&Key::Share { guide: at, tickets: false })? as usize;
        // Who came as a ticket has causes of another mix; both begin with the same share of the new one.
        for tickets in [false, true] {
            if let Some(block) = study.block(&Key::Share { guide: at, tickets }) {
                let written = &mut blocks[block as usize].written;
                written.iter_mut().for_each(|one| *one *= 1.0 - SHARE);
                written.push(SHARE);
            }
        }
        let mut own: BTreeMap<u32, u32> = BTreeMap::new();
        let mut add = |block: u32, sessions: f64| {
            let new = blocks.len() as u32;
            blocks.push(Block { written: blocks[block as usize].written.clone(), sessions, is_number: false });
            own.insert(block, new);
            new
        };
        let answered = guide.answered();
        let mut rows = BTreeMap::new();
        for check in (0..guide.problem.checks.len()).map(CheckId).filter(|check| answered[check.0] > 0.0) {
            let row = guide.steps.get(&Step::Check(check)).and_then(|step| step.rows.get(unknown)?.first().copied());
            if let Some((_, Some(block))) = row {
                rows.insert(check, add(block, SESSIONS));
            }
        }
        if let Some(block) = study.block(&Key::Entry { guide: at, column: unknown }) {
            let sessions = study.blocks[block as usize].sessions;
            add(block, sessions);
        }
        // What the unknown cause draws, the cause more draws from its own blocks.
        let moved = |branch: &Branch| {
            let draws = branch.draws.iter().map(|draw| match &study.keys[draw.block as usize] {
                Key::Share { .. } => Draw { place: unknown as u32 + 1, ..*draw },
                _ => Draw { block: own.get(&draw.block).copied().unwrap_or(draw.block), ..*draw },
            });
            Branch { constant: branch.constant, draws: draws.collect() }
        };
        let mut data: Vec<GuideData> = study.guides.iter().map(|guide| guide.data.clone()).collect();
        data[at].width += 1;
        for token in &mut data[at].tokens {
            let column = token.columns[unknown].iter().map(moved).collect();
            token.columns.push(column);
        }
        (!rows.is_empty()).then_some(Extended { blocks, data, share, rows })
    }

    /// How many numbers there are more.
    pub(super) fn freedom(&self) -> f64 {
        let open = |row: &u32| {
            let written = &self.blocks[*row as usize].written;
            written.iter().filter(|one| **one > 0.0).count().saturating_sub(1)
        };
        self.rows.values().map(open).sum::<usize>() as f64 + 1.0
    }
}

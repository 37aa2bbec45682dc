//! A cause that nobody wrote down.
//!
//! In: a guide under study. Out: whether one cause more, with answers of its own and no remedy, makes the sessions so much more
//! probable that chance does not explain it, with its share and the answers that tell it.
//!
//! Guides have an unknown cause already; it answers as causes do of which nothing is said. The one more begins as that one, in tokens
//! of its own. First its numbers alone are fitted, from several starts, which costs a column for each pattern; where that gains
//! something, all numbers are.

use std::collections::BTreeMap;

use crate::reasoning::{CheckId, Step};

use super::super::estimate::{Ascent, Block, Branch, Draw, GuideData, ascend_within, each_total, expected};
use super::super::guide::{GuideStudy, Key, Study, TokenKey};
use super::super::learned::Learned;
use super::super::simulate::Chance;
use super::{FALSE, bar};

/// Its share before anything is known of it.
const SHARE: f64 = 0.02;
/// As how many sessions its answers count before, which are those of causes of which nothing is said.
const SESSIONS: f64 = 4.0;
/// From so many starts its numbers are fitted.
const STARTS: u64 = 8;
/// In so many steps.
const STEPS: usize = 60;
/// All numbers are fitted where this share of what is needed is gained before.
const WORTH_IT: f64 = 0.25;
/// In so many steps: what is gained in fewer is less, so nothing false is told by stopping.
const MOST_STEPS: usize = 400;
/// With fewer sessions nothing is looked for.
const FEWEST: f64 = 300.0;
/// An answer tells the cause where it is so many times as frequent as among all.
const LIFT: f64 = 1.5;
/// And has at least this chance.
const FREQUENT: f64 = 0.25;

/// An answer that tells the missing cause.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingAnswer {
    /// The check.
    pub check: CheckId,
    /// The outcome.
    pub outcome: usize,
    /// Its chance with the missing cause.
    pub chance: f64,
    /// Its chance among all who answered.
    pub among_all: f64,
}

/// A cause that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// Its share of the sessions.
    pub share: f64,
    /// Twice the logarithm of by how much it makes the sessions more probable.
    pub gain: f64,
    /// What is gained by chance, but for one time in a hundred.
    pub bar: f64,
    /// The answers that tell it, by how much more frequent they are than among all.
    pub answers: Vec<TellingAnswer>,
}

/// Numbers and tokens with one cause more.
struct Extended {
    blocks: Vec<Block>,
    data: Vec<GuideData>,
    share: usize,
    /// By check the block of its own answers.
    rows: BTreeMap<CheckId, u32>,
}

/// The cause that a guide misses, where there is one.
#[must_use]
pub fn missing(study: &Study<'_>, learned: &Learned, at: usize) -> Option<Missing> {
    let guide = &study.guides[at];
    if guide.data.sessions() < FEWEST {
        return None;
    }
    let extended = extend(study, guide, at)?;
    let numbers = &learned.estimate.ascent.numbers;
    let free: usize = extended.rows.values().map(|row| extended.blocks[*row as usize].written.len() - 1).sum();
    let bar = bar(free as f64 + 1.0, FALSE);
    let before: f64 = study.guides.iter().map(|guide| expected(&guide.data, numbers).likelihood).sum();
    let alone = Alone::new(&extended, guide, numbers, at);
    let starts = (0..STARTS).map(|start| alone.fit(&extended, start));
    let (gain, start) = starts.reduce(|best, one| if one.0 > best.0 { one } else { best })?;
    if 2.0 * gain < WORTH_IT * bar {
        return None;
    }
    let reached = ascend_within(&extended.blocks, &extended.data, learned.estimate.trust, Some(&start), MOST_STEPS);
    let after: f64 = extended.data.iter().map(|data| expected(data, &reached.numbers).likelihood).sum();
    let gain = 2.0 * (after - before);
    let share = *reached.numbers[extended.share].last()?;
    let answers = answers(guide, &extended, &reached);
    (gain > bar && !answers.is_empty()).then_some(Missing { share, gain, bar, answers })
}

/// The answers that tell it, the most telling first.
fn answers(guide: &GuideStudy<'_>, extended: &Extended, reached: &Ascent) -> Vec<TellingAnswer> {
    let mut found = Vec::new();
    for (check, row) in &extended.rows {
        let all = guide.answers(*check);
        let sum: f64 = all.iter().sum();
        for (outcome, chance) in reached.numbers[*row as usize].iter().enumerate() {
            let among_all = all.get(outcome).copied().unwrap_or(0.0) / sum.max(1.0);
            if *chance >= FREQUENT && *chance >= LIFT * among_all {
                found.push(TellingAnswer { check: *check, outcome, chance: *chance, among_all });
            }
        }
    }
    found.sort_by(|a, b| (b.chance / b.among_all.max(1e-6)).total_cmp(&(a.chance / a.among_all.max(1e-6))));
    found
}

/// Adds the cause: tokens have a column more, and the share of causes, each check and the ways to come in have numbers for it.
fn extend(study: &Study<'_>, guide: &GuideStudy<'_>, at: usize) -> Option<Extended> {
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
    let mut add = |block: u32, blocks: &mut Vec<Block>, sessions: f64| {
        let new = blocks.len() as u32;
        blocks.push(Block { written: blocks[block as usize].written.clone(), sessions, is_number: false });
        own.insert(block, new);
        new
    };
    let mut rows = BTreeMap::new();
    let answered = guide.answered();
    for check in (0..guide.problem.checks.len()).map(CheckId).filter(|check| answered[check.0] > 0.0) {
        let row = guide.steps.get(&Step::Check(check)).and_then(|step| step.rows.get(unknown)?.first().copied());
        if let Some((_, Some(block))) = row {
            rows.insert(check, add(block, &mut blocks, SESSIONS));
        }
    }
    if let Some(block) = study.block(&Key::Entry { guide: at, column: unknown }) {
        let sessions = blocks[block as usize].sessions;
        add(block, &mut blocks, sessions);
    }
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

/// The new cause by itself, all other numbers as they were learned.
struct Alone {
    /// By pattern how likely it is with all other causes, how likely what the new one's own numbers say nothing of is with it, and
    /// its sessions.
    patterns: Vec<(f64, f64, f64)>,
    /// By pattern its draws of the new one's own numbers.
    draws: Vec<Vec<Draw>>,
    /// The numbers that a fit begins with.
    numbers: Vec<Vec<f64>>,
}

impl Alone {
    fn new(extended: &Extended, guide: &GuideStudy<'_>, learned: &[Vec<f64>], at: usize) -> Self {
        let mut numbers: Vec<Vec<f64>> = learned.to_vec();
        for block in &extended.blocks[learned.len()..] {
            numbers.push(block.written.clone());
        }
        for (numbers, block) in numbers.iter_mut().zip(&extended.blocks) {
            // The shares of causes have one more.
            if numbers.len() < block.written.len() {
                numbers.iter_mut().for_each(|one| *one *= 1.0 - SHARE);
                numbers.push(SHARE);
            }
        }
        let data = &extended.data[at];
        let own = |draw: &Draw| extended.rows.values().any(|row| *row == draw.block);
        let new = data.width - 1;
        let mut patterns = vec![(0.0, 0.0, 0.0); data.patterns.len()];
        let mut draws = vec![Vec::new(); data.patterns.len()];
        for (place, pattern) in data.patterns.iter().enumerate() {
            let mut fixed = 1.0;
            for &token in data.tokens_of(pattern) {
                let branches = &data.tokens[token as usize].columns[new];
                match branches.as_slice() {
                    [one] if matches!(guide.token_keys[token as usize], TokenKey::Share(_)) => fixed *= one.constant,
                    [one] if one.draws.iter().any(own) => {
                        let rest = one.draws.iter().filter(|draw| !own(draw));
                        fixed *= rest.fold(one.constant, |product, draw| {
                            product * numbers[draw.block as usize][draw.place as usize]
                        });
                        draws[place].extend(one.draws.iter().filter(|draw| own(draw)).copied());
                    }
                    several => fixed *= several.iter().map(|branch| branch.chance(&numbers)).sum::<f64>(),
                }
            }
            patterns[place] = (0.0, fixed, pattern.sessions);
        }
        each_total(&guide.data, learned, |place, total| patterns[place].0 = total);
        Alone { patterns, draws, numbers }
    }

    /// Fits its numbers from a start; gives by how much the sessions become more probable, and the numbers.
    fn fit(&self, extended: &Extended, start: u64) -> (f64, Vec<Vec<f64>>) {
        let mut numbers = self.numbers.clone();
        let mut chance = Chance::new(start, 0x0ca5e);
        let rows: Vec<usize> = extended.rows.values().map(|row| *row as usize).collect();
        for row in &rows {
            // Flat among all shares.
            let open = extended.blocks[*row].written.iter().map(|one| f64::from(u8::from(*one > 0.0)));
            let drawn: Vec<f64> = open.map(|open| -open * (1.0 - chance.unit()).ln()).collect();
            let sum: f64 = drawn.iter().sum();
            numbers[*row] = drawn.into_iter().map(|one| one / sum.max(f64::MIN_POSITIVE)).collect();
        }
        let sessions: f64 = self.patterns.iter().map(|(_, _, sessions)| sessions).sum();
        let mut share = SHARE;
        let mut gain = 0.0;
        for _ in 0..STEPS {
            let mut counts: Vec<Vec<f64>> = rows.iter().map(|row| vec![0.0; numbers[*row].len()]).collect();
            let place: BTreeMap<usize, usize> = rows.iter().enumerate().map(|(at, row)| (*row, at)).collect();
            let mut with_it = 0.0;
            gain = 0.0;
            for ((others, fixed, sessions), draws) in self.patterns.iter().zip(&self.draws) {
                if *others <= 0.0 {
                    continue;
                }
                let own = draws
                    .iter()
                    .fold(share * fixed, |product, draw| product * numbers[draw.block as usize][draw.place as usize]);
                let total = (1.0 - share) * others + own;
                gain += sessions * (total / others).ln();
                let count = sessions * own / total;
                with_it += count;
                draws.iter().for_each(|draw| counts[place[&(draw.block as usize)]][draw.place as usize] += count);
            }
            // The share counts as twenty sessions before.
            share = (with_it + 20.0 * SHARE) / (sessions + 20.0);
            for (row, counts) in rows.iter().zip(&counts) {
                let all: f64 = counts.iter().sum::<f64>() + SESSIONS;
                let written = &extended.blocks[*row].written;
                numbers[*row] =
                    counts.iter().zip(written).map(|(count, written)| (count + SESSIONS * written) / all).collect();
            }
        }
        if let Some((last, others)) = numbers[extended.share].split_last_mut() {
            let sum: f64 = others.iter().sum();
            others.iter_mut().for_each(|one| *one *= (1.0 - share) / sum);
            *last = share;
        }
        (gain, numbers)
    }
}

impl GuideStudy<'_> {
    /// By outcome of a check the sessions that answered it so.
    pub(super) fn answers(&self, check: CheckId) -> Vec<f64> {
        let mut all = vec![0.0; self.problem.checks[check.0].outcomes.len().max(2)];
        for pattern in &self.data.patterns {
            for &token in self.data.tokens_of(pattern) {
                if let TokenKey::Answer(one, outcome) = &self.token_keys[token as usize]
                    && *one == check
                {
                    all[*outcome] += pattern.sessions;
                }
            }
        }
        all
    }

    /// By check the sessions that answered it.
    pub(super) fn answered(&self) -> Vec<f64> {
        let mut all = vec![0.0; self.problem.checks.len()];
        for pattern in &self.data.patterns {
            for &token in self.data.tokens_of(pattern) {
                if let TokenKey::Answer(check, _) = &self.token_keys[token as usize] {
                    all[check.0] += pattern.sessions;
                }
            }
        }
        all
    }
}

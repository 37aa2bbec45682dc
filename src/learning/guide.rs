//! Guides as blocks of numbers and tokens.
//!
//! In: problems, how much each written number is to count, and stories with how many sessions told them. Out: a [`Study`]: the
//! blocks, shared by all guides that hold the same item, and each guide's patterns as tokens that are made of them.
//!
//! The likelihood of a story is the engine's: the share of the cause, the chance of coming with these symptoms, that of each answer,
//! of each remedy not to help, and of the last to help. Three things stand beside it and are learned to be thrown away: how often a
//! cause's readers come with which symptoms ([`Key::Entry`]), since what is not named unasked need not be absent; how often a step
//! cannot be told, by row ([`Key::Untold`]); and how often a trouble ends by itself while something is tried ([`Key::ByItself`]).
//! What rules and conditions couple is weighed by the engine with the numbers as they are written, and stays.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::reasoning::{
    Cause, CheckId, CheckKind, FixOf, Problem, RemedyId, RowOf, Step, SymptomId, Weighing, coupled_checks, fix_sources,
    row_sources,
};

use super::branches::{StepBlocks, draw, one, product};
use super::coding::Shown;
use super::estimate::{Block, Branch, Coded, GuideData, Token};
use super::vocabulary::{Ending, Story, Vocabulary};

/// As how many sessions numbers count that no author wrote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How often a trouble ends by itself while something is tried, before anything is known of it; 0 where it never does.
    pub by_itself: f64,
    /// The sessions that this counts.
    pub by_itself_sessions: f64,
    /// Those of how often a step cannot be told.
    pub untold_sessions: f64,
    /// Those of how readers come in.
    pub entry_sessions: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { by_itself: 0.02, by_itself_sessions: 50.0, untold_sessions: 10.0, entry_sessions: 10.0 }
    }
}

/// What a block stands for. Items are named with their module, guides by their place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The shares of the causes among a guide's sessions, the unknown one last; those of tickets apart.
    Share {
        /** The guide. */
        guide: usize,
        /** Of sessions that began as tickets. */
        tickets: bool,
    },
    /// How the readers with a cause come in.
    Entry {
        /** The guide. */
        guide: usize,
        /** The hypothesis. */
        column: usize,
    },
    /// The chances of a step's outcomes.
    Row {
        /** The check or remedy. */
        step: String,
        /** With this cause or mechanism; nothing for all of which the step says nothing. */
        of: Option<String>,
        /** The outcomes: two guides may cut a number differently. */
        outcomes: Vec<String>,
    },
    /// The chance that a remedy helps, and that it does not.
    Fixes {
        /** The remedy. */
        remedy: String,
        /** Against this cause or mechanism. */
        cause: String,
    },
    /// The chance that a step cannot be told or done, and that it can.
    Untold {
        /** The guide. */
        guide: usize,
        /** The step. */
        step: Step,
        /** Which of its rows: 0 is that of causes of which it says nothing. */
        row: usize,
    },
    /// The chance that the trouble ends by itself.
    ByItself {
        /** The guide. */
        guide: usize,
    },
}

/// A story, and how many sessions told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What they showed.
    pub story: Story,
    /// Did they begin as tickets?
    pub tickets: bool,
    /// The quarter of a year that they were in, as [`super::gather::quarter`] counts them; 0 where nobody knows.
    pub quarter: u32,
    /// How many.
    pub sessions: u64,
}

/// Which token of a guide something is. Those with draws come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum TokenKey {
    Share(bool),
    Came(usize),
    Answer(CheckId, usize),
    Untold(Step),
    Failed(RemedyId, Option<usize>),
    Solved(RemedyId, bool),
    /// Only this hypothesis.
    Cause(usize),
    /// What the engine says of coupled answers: the bits of a factor for each hypothesis.
    Weighed(Vec<u64>),
}

impl TokenKey {
    fn is_drawn(&self) -> bool {
        !matches!(self, TokenKey::Cause(_) | TokenKey::Weighed(_))
    }
}

/// A guide under study.
pub struct GuideStudy<'p> {
    /// Its problem.
    pub problem: &'p Problem,
    /// Its words.
    pub vocabulary: Vocabulary,
    /// Its patterns.
    pub data: GuideData,
    /// Its sessions that began as tickets, where others did not.
    pub tickets: u64,
    /// The symptoms that readers came with together, and by hypothesis how likely they are as written.
    pub entries: Vec<(Vec<SymptomId>, Vec<f64>)>,
    /// By pattern its place among these, and whether it is of tickets.
    pub entry_of: Vec<(usize, bool)>,
    /// By quarter and pattern the sessions.
    pub by_quarter: BTreeMap<u32, Vec<(u32, f64)>>,
    /// Sessions that the guide says cannot be, with their stories.
    pub impossible: Vec<Counted>,
    /// By hypothesis the prior chance.
    pub prior: Vec<f64>,
    pub(super) weighing: Weighing<'p>,
    pub(super) coupled: Vec<bool>,
    pub(super) steps: FxHashMap<Step, StepBlocks>,
    /// What each token stands for.
    pub(super) token_keys: Vec<TokenKey>,
}

/// All guides under study.
#[derive(Default)]
pub struct Study<'p> {
    /// The numbers.
    pub blocks: Vec<Block>,
    /// What each block stands for.
    pub keys: Vec<Key>,
    /// The guides.
    pub guides: Vec<GuideStudy<'p>>,
    settings: Settings,
    index: FxHashMap<Key, u32>,
}

/// How many sessions the written numbers of a block count.
pub type Worth<'w> = &'w dyn Fn(&Key) -> f64;

impl<'p> Study<'p> {
    /// One without guides.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// The block of a key.
    #[must_use]
    pub fn block(&self, key: &Key) -> Option<u32> {
        self.index.get(key).copied()
    }

    fn add_block(&mut self, key: Key, written: &[f64], sessions: f64, is_number: bool) -> u32 {
        if let Some(block) = self.index.get(&key) {
            return *block;
        }
        let block = self.blocks.len() as u32;
        self.blocks.push(Block { written: written.to_vec(), sessions, is_number });
        self.index.insert(key.clone(), block);
        self.keys.push(key);
        block
    }

    /// Takes in a guide with its sessions.
    pub fn add(&mut self, problem: &'p Problem, sessions: &[Counted], worth: Worth<'_>) {
        let weighing = Weighing::new(problem);
        let coupled = coupled_checks(problem, weighing.tables());
        let at = self.guides.len();
        let mut guide = GuideStudy {
            problem,
            vocabulary: Vocabulary::new(problem),
            data: GuideData { width: weighing.tables().width(), ..GuideData::default() },
            tickets: 0,
            entries: Vec::new(),
            entry_of: Vec::new(),
            by_quarter: BTreeMap::new(),
            impossible: Vec::new(),
            prior: weighing.tables().prior.clone(),
            weighing,
            coupled,
            steps: FxHashMap::default(),
            token_keys: Vec::new(),
        };
        self.add_numbers(&mut guide, worth);
        guide.find_entries(sessions);
        self.add_shares(&guide, at, sessions, worth);
        self.add_untold(&mut guide, at, sessions);
        self.code(&mut guide, at, sessions);
        self.guides.push(guide);
    }

    /// The blocks of the rows and of what remedies help.
    fn add_numbers(&mut self, guide: &mut GuideStudy<'p>, worth: Worth<'_>) {
        let problem = guide.problem;
        let checks = (0..problem.checks.len()).map(|at| Step::Check(CheckId(at)));
        for step in checks.chain((0..problem.remedies.len()).map(|at| Step::Remedy(RemedyId(at)))) {
            let mut blocks = self.rows(guide, step, worth);
            if let Step::Remedy(remedy) = step {
                let sources = fix_sources(problem, guide.weighing.tables(), remedy);
                let of_column = |source: Option<FixOf>| {
                    let FixOf { entry, chance } = source?;
                    let body = &problem.remedies[remedy.0];
                    let (cause, phi) = body.fixes[entry];
                    let key = Key::Fixes { remedy: body.name.clone(), cause: problem.causes[cause.0].name.clone() };
                    let sessions = worth(&key);
                    Some((chance, self.add_block(key, &[phi, 1.0 - phi], sessions, true)))
                };
                blocks.fixes = sources.into_iter().map(of_column).collect();
                if blocks.row.iter().all(|row| *row == 0) {
                    let mut known: Vec<u32> = blocks.fixes.iter().flatten().map(|(_, block)| *block).collect();
                    known.sort_unstable();
                    known.dedup();
                    let row = |fix: &Option<(f64, u32)>| {
                        fix.map_or(0, |(_, block)| 1 + known.iter().position(|one| *one == block).unwrap_or(0))
                    };
                    blocks.row = blocks.fixes.iter().map(row).collect();
                }
            }
            guide.steps.insert(step, blocks);
        }
    }

    fn rows(&mut self, guide: &GuideStudy<'p>, step: Step, worth: Worth<'_>) -> StepBlocks {
        let (problem, tables, width) = (guide.problem, guide.weighing.tables(), guide.data.width);
        let table = match step {
            Step::Check(check) => &tables.checks[check.0],
            Step::Remedy(remedy) => &tables.failures[remedy.0],
        };
        let by_column = |column: usize| table.iter().map(|row| row[column]).collect();
        let mut made = StepBlocks {
            rows: vec![smallvec![]; width],
            table: (0..width).map(by_column).collect(),
            row: vec![0; width],
            ..StepBlocks::default()
        };
        let Some(sources) = row_sources(problem, tables, step) else { return made };
        for (row, source) in made.row.iter_mut().zip(&sources.columns) {
            if let RowOf::Spoken(at) | RowOf::Through(at, _) = source {
                *row = at + 1;
            }
        }
        if matches!(step, Step::Check(check) if guide.coupled[check.0]) {
            return made;
        }
        let (name, outcomes) = match step {
            Step::Check(check) => (&problem.checks[check.0].name, &problem.checks[check.0].outcomes),
            Step::Remedy(remedy) => (&problem.remedies[remedy.0].name, &problem.remedies[remedy.0].outcomes),
        };
        let outcomes: Vec<String> = outcomes.iter().map(|outcome| outcome.name.clone()).collect();
        let mut block = |of: Option<&Cause>, row: &[f64]| {
            let of = of.map(|cause| cause.name.clone());
            let key = Key::Row { step: name.clone(), of, outcomes: outcomes.clone() };
            let sessions = worth(&key);
            self.add_block(key, row, sessions, true)
        };
        let silent = block(None, &sources.silent);
        let spoken: Vec<u32> =
            sources.spoken.iter().map(|(cause, row)| block(Some(&problem.causes[cause.0]), row)).collect();
        let of_column = |source: &RowOf| -> SmallVec<[(f64, Option<u32>); 2]> {
            match *source {
                RowOf::Silent => smallvec![(1.0, Some(silent))],
                RowOf::Spoken(at) => smallvec![(1.0, Some(spoken[at]))],
                RowOf::Through(at, chance) => smallvec![(chance, Some(spoken[at])), (1.0 - chance, Some(silent))],
                RowOf::Fixed => smallvec![],
            }
        };
        made.rows = sources.columns.iter().map(of_column).collect();
        made
    }

    /// The shares of causes among the sessions, and how readers come in.
    fn add_shares(&mut self, guide: &GuideStudy<'p>, at: usize, sessions: &[Counted], worth: Worth<'_>) {
        let width = guide.data.width;
        let sum = |column: usize| guide.entries.iter().map(|(_, weights)| weights[column]).sum::<f64>();
        let sums: Vec<f64> = (0..width).map(sum).collect();
        let all: f64 = sums.iter().sum();
        // Where no cause can show any of it, the shares are those of the causes themselves.
        let shares: Vec<f64> = if all > 0.0 { sums.iter().map(|sum| sum / all).collect() } else { guide.prior.clone() };
        for tickets in [false, true] {
            if sessions.iter().any(|one| one.tickets == tickets) || !tickets {
                let key = Key::Share { guide: at, tickets };
                let sessions = worth(&key);
                self.add_block(key, &shares, sessions, true);
            }
        }
        if guide.entries.len() < 2 {
            return;
        }
        for (column, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0.0) {
            let row: Vec<f64> = guide.entries.iter().map(|(_, weights)| weights[column] / sum).collect();
            let sessions = self.settings.entry_sessions;
            self.add_block(Key::Entry { guide: at, column }, &row, sessions, false);
        }
    }

    /// How often each step cannot be told: at first as often as it is with all causes together.
    fn add_untold(&mut self, guide: &mut GuideStudy<'p>, at: usize, sessions: &[Counted]) {
        let mut counts: BTreeMap<Step, (u64, u64)> = BTreeMap::new();
        for Counted { story, sessions, .. } in sessions {
            story.untold.iter().for_each(|step| counts.entry(*step).or_default().0 += sessions);
            let told = story.answers.iter().map(|(check, _)| Step::Check(*check));
            let tried = story.failed.iter().map(|(remedy, _)| Step::Remedy(*remedy));
            let helped = match story.ending {
                Ending::SolvedBy(remedy) => Some(Step::Remedy(remedy)),
                _ => None,
            };
            told.chain(tried).chain(helped).for_each(|step| counts.entry(step).or_default().1 += sessions);
        }
        for (step, (untold, told)) in counts.into_iter().filter(|(_, (untold, _))| *untold > 0) {
            let mean = untold as f64 / (untold + told) as f64;
            let blocks = guide.steps.entry(step).or_default();
            let rows: BTreeSet<usize> = blocks.row.iter().copied().collect();
            for row in rows {
                let key = Key::Untold { guide: at, step, row };
                // Where nobody could tell it, one more who could keeps the chance from being certain.
                let written = [mean.min(0.999), 1.0 - mean.min(0.999)];
                let block = self.add_block(key, &written, self.settings.untold_sessions, false);
                blocks.untold.insert(row, block);
            }
        }
        let by_itself = self.settings.by_itself;
        if by_itself > 0.0 {
            let key = Key::ByItself { guide: at };
            self.add_block(key, &[by_itself, 1.0 - by_itself], self.settings.by_itself_sessions, false);
        }
    }

    /// Puts the stories into tokens.
    fn code(&mut self, guide: &mut GuideStudy<'p>, at: usize, sessions: &[Counted]) {
        let coded = guide.coded(sessions);
        guide.data.drawn = coded.keys.iter().filter(|key| key.is_drawn()).count();
        guide.data.tokens = coded.keys.iter().map(|key| self.token(guide, at, key)).collect();
        guide.token_keys = coded.keys;
        let list = |one: &Shown| &coded.lists[one.tokens.start as usize..one.tokens.end as usize];
        for same in coded.shown.chunk_by(|a, b| list(a) == list(b)) {
            let start = guide.data.lists.len() as u32;
            guide.data.lists.extend_from_slice(list(&same[0]));
            let tokens = start..guide.data.lists.len() as u32;
            let sessions = same.iter().map(|one| one.sessions).sum::<u64>() as f64;
            let pattern = guide.data.patterns.len() as u32;
            for one in same {
                guide.by_quarter.entry(one.quarter).or_default().push((pattern, one.sessions as f64));
            }
            guide.data.patterns.push(Coded { sessions, tokens });
            guide.entry_of.push(same[0].entry);
        }
        guide.tickets = sessions.iter().filter(|one| one.tickets).map(|one| one.sessions).sum();
    }

    fn token(&self, guide: &GuideStudy<'p>, at: usize, key: &TokenKey) -> Token {
        let column = |column: usize| -> SmallVec<[Branch; 1]> {
            match key {
                TokenKey::Share(tickets) => {
                    let block = self.block(&Key::Share { guide: at, tickets: *tickets });
                    one(1.0, block.map(|block| draw(block, column)))
                }
                TokenKey::Came(entry) => {
                    let block = self.block(&Key::Entry { guide: at, column });
                    let constant = match block {
                        Some(_) => 1.0,
                        None => f64::from(u8::from(guide.entries[*entry].1[column] > 0.0)),
                    };
                    one(constant, block.map(|block| draw(block, *entry)))
                }
                TokenKey::Answer(check, outcome) => {
                    let step = &guide.steps[&Step::Check(*check)];
                    let fixed = if guide.coupled[check.0] { 1.0 } else { step.table[column][*outcome] };
                    step.with_told(column, step.answered(column, *outcome, fixed))
                }
                TokenKey::Untold(step) => {
                    let step = &guide.steps[step];
                    one(1.0, step.untold.get(&step.row[column]).map(|block| draw(*block, 0)))
                }
                TokenKey::Failed(remedy, way) => {
                    let step = &guide.steps[&Step::Remedy(*remedy)];
                    let failed = step.failed(column, self.by_itself(guide, at, *remedy));
                    let ways = match way {
                        Some(way) => step.answered(column, *way, step.table[column][*way]),
                        None => one(1.0, None),
                    };
                    step.with_told(column, product(&failed, &ways))
                }
                TokenKey::Solved(remedy, is_superseded) => {
                    let step = &guide.steps[&Step::Remedy(*remedy)];
                    step.with_told(column, step.solved(column, *is_superseded, self.by_itself(guide, at, *remedy)))
                }
                TokenKey::Cause(found) => one(f64::from(u8::from(*found == column)), None),
                TokenKey::Weighed(bits) => one(f64::from_bits(bits[column]), None),
            }
        };
        Token { columns: (0..guide.data.width).map(column).collect() }
    }

    /// The block of troubles that end by themselves, for a remedy that may help anything at all.
    fn by_itself(&self, guide: &GuideStudy<'p>, at: usize, remedy: RemedyId) -> Option<u32> {
        let helps = !guide.problem.remedies[remedy.0].fixes.is_empty();
        self.block(&Key::ByItself { guide: at }).filter(|_| helps)
    }
}

impl GuideStudy<'_> {
    /// Which checks stay as they are written since rules or conditions couple them.
    pub fn coupled(&self) -> impl Iterator<Item = CheckId> + '_ {
        let is_asked = |at: &usize| !matches!(self.problem.checks[*at].kind, CheckKind::Observed(_));
        (0..self.coupled.len()).filter(|at| self.coupled[*at]).filter(is_asked).map(CheckId)
    }
}

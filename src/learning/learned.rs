//! What was learned, number by number.
//!
//! In: a [`Study`] and its estimate. Out: for each number that an author wrote, or that follows from their words, the learned one, and
//! problems in which they stand in the place of the written ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::reasoning::{CauseId, CheckId, Effect, Outcome, Problem, RemedyId, Step, base_rates};

use super::estimate::{Draw, Estimate, Interval, each_posterior, interval};
use super::guide::{Key, Study};
use super::weights::{Seen, fit};

/// Known by less than this share from sessions, a number is not learned.
pub const HARDLY: f64 = 0.1;
/// From this share on it is learned.
pub const LEARNED: f64 = 0.5;
/// Two numbers that vary together as much are known only together.
pub const TOGETHER: f64 = 0.9;

/// A number of the guide. Items are named with their module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The weight of a cause.
    Likelihood(String),
    /// A guide's chance of an unknown cause, by the place of the guide.
    Other(usize),
    /// How often a remedy ends a cause.
    Fixes(String, String),
    /// The chance of an outcome of a step with a cause, or with all of which it says nothing.
    Outcome {
        /** The check or remedy. */
        step: String,
        /** The cause or mechanism. */
        of: Option<String>,
        /** The outcome. */
        outcome: String,
    },
}

/// A number, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedNumber {
    /// Which.
    pub what: What,
    /// As it is written, or follows from what is.
    pub written: f64,
    /// The learned one.
    pub learned: f64,
    /// Where it lies with a chance of 90 %.
    pub interval: Interval,
    /// Sessions that were expected to say something of it.
    pub tries: f64,
    /// The share of what is known of it that comes from sessions, 0 to 1.
    pub known: f64,
    /// Where it stands in the estimate.
    pub draw: Draw,
}

impl LearnedNumber {
    /// Whether the written number lies within the interval.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.interval.holds(self.written)
    }
}

/// What was learned from a study.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The numbers: weights, then the unknown cause, what helps, and answers.
    pub numbers: Vec<LearnedNumber>,
    /// The estimate.
    pub estimate: Estimate,
    /// The weights of all causes.
    pub weights: BTreeMap<String, f64>,
    /// By guide the chance of the unknown cause.
    pub others: Vec<f64>,
    /// By guide how often a trouble ends by itself while something is tried.
    pub by_itself: Vec<Option<f64>>,
}

impl Learned {
    /// Learns.
    #[must_use]
    pub fn new(study: &Study<'_>) -> Self {
        Self::from(study, super::estimate::estimate(&study.blocks, &study.data()))
    }

    /// Lets the intervals hold also where everybody who left right after a remedy was helped by it: `helped` is the same study with
    /// such sessions. Nobody knows whether they were; the truth lies between.
    pub fn span(&mut self, helped: &Study<'_>) {
        let Some(estimate) = super::estimate::estimate_beside(&helped.blocks, &helped.data(), &self.estimate) else {
            return;
        };
        let other = Learned::from(helped, estimate);
        for number in &mut self.numbers {
            let Some(other) = other.of(&number.what) else { continue };
            let (own, interval) = (number.interval, other.interval);
            number.interval = Interval { low: own.low.min(interval.low), high: own.high.max(interval.high) };
        }
    }

    fn from(study: &Study<'_>, estimate: Estimate) -> Self {
        let (weights, others) = weights(study, &estimate);
        let counts = study.counts(&estimate);
        let mut learned = Learned {
            numbers: Vec::new(),
            weights,
            others,
            by_itself: (0..study.guides.len())
                .map(|guide| {
                    let block = study.block(&Key::ByItself { guide })?;
                    Some(estimate.ascent.numbers[block as usize][0])
                })
                .collect(),
            estimate,
        };
        learned.shares(study);
        for (block, key) in study.keys.iter().enumerate() {
            let tries: f64 = counts[block].iter().sum();
            learned.take(study, block, key, tries);
        }
        learned.numbers.sort_by(|a, b| a.what.cmp(&b.what));
        learned
    }

    fn number(&self, what: What, written: f64, draw: Draw, tries: f64) -> LearnedNumber {
        let learned = self.estimate.ascent.numbers[draw.block as usize][draw.place as usize];
        let (size, known) = match &self.estimate.certainty {
            Some(sure) => (sure.size(draw), sure.known(draw)),
            None => (1.0, 0.0),
        };
        LearnedNumber { what, written, learned, interval: interval(learned, size), tries, known, draw }
    }

    fn take(&mut self, study: &Study<'_>, block: usize, key: &Key, tries: f64) {
        let written = &study.blocks[block].written;
        let draw = |place: usize| Draw { block: block as u32, place: place as u32 };
        match key {
            Key::Fixes { remedy, cause } => {
                let what = What::Fixes(remedy.clone(), cause.clone());
                self.numbers.push(self.number(what, written[0], draw(0), tries));
            }
            Key::Row { step, of, outcomes } => {
                for (place, outcome) in outcomes.iter().enumerate() {
                    let what = What::Outcome { step: step.clone(), of: of.clone(), outcome: outcome.clone() };
                    if self.numbers.iter().all(|number| number.what != what) {
                        self.numbers.push(self.number(what, written[place], draw(place), tries));
                    }
                }
            }
            Key::Share { .. } | Key::Entry { .. } | Key::Untold { .. } | Key::ByItself { .. } => {}
        }
    }

    /// The weights of causes, each by the guide that has most sessions.
    fn shares(&mut self, study: &Study<'_>) {
        let mut guides: Vec<usize> = (0..study.guides.len()).collect();
        guides.sort_by(|a, b| study.guides[*b].data.sessions().total_cmp(&study.guides[*a].data.sessions()));
        let mut done: BTreeSet<String> = BTreeSet::new();
        for at in guides {
            let guide = &study.guides[at];
            let tickets = guide.entry_of.iter().all(|(_, tickets)| *tickets) && !guide.entry_of.is_empty();
            let Some(block) = study.block(&Key::Share { guide: at, tickets }) else { continue };
            let draw = |place: usize| Draw { block, place: place as u32 };
            let sessions = guide.data.sessions();
            for (column, cause) in guide.problem.hypotheses().enumerate() {
                let cause = &guide.problem.causes[cause.0];
                if !done.insert(cause.name.clone()) {
                    continue;
                }
                let written = cause.weight.unwrap_or(0.0);
                let share = self.number(What::Likelihood(cause.name.clone()), written, draw(column), sessions);
                let weight = self.weights.get(&cause.name).copied().unwrap_or(written);
                self.numbers.push(scaled(share, weight));
            }
            let unknown = guide.data.width - 1;
            if guide.prior[unknown] > 0.0 {
                let share = self.number(What::Other(at), guide.prior[unknown], draw(unknown), sessions);
                let learned = self.others[at];
                let shift = |bound: f64| chance(odds(bound) * odds(learned) / odds(share.learned));
                let interval = Interval { low: shift(share.interval.low), high: shift(share.interval.high) };
                self.numbers.push(LearnedNumber { learned, interval, ..share });
            }
        }
    }

    /// The learned number of something.
    #[must_use]
    pub fn of(&self, what: &What) -> Option<&LearnedNumber> {
        let at = self.numbers.binary_search_by(|number| number.what.cmp(what)).ok()?;
        Some(&self.numbers[at])
    }

    /// Pairs of numbers of different items that are known only together, by their places in [`Learned::numbers`], with how they vary.
    #[must_use]
    pub fn together(&self) -> Vec<(usize, usize, f64)> {
        let Some(sure) = &self.estimate.certainty else { return Vec::new() };
        let open: Vec<usize> = (0..self.numbers.len())
            .filter(|&at| {
                let number = &self.numbers[at];
                let is_weight = matches!(number.what, What::Likelihood(_));
                number.tries >= 1.0 && number.learned > 0.0 && (is_weight || number.learned < 1.0)
            })
            .collect();
        let open: Vec<usize> = open.into_iter().filter(|&at| !is_complement(&self.numbers, at)).collect();
        let mut found = Vec::new();
        for (place, &a) in open.iter().enumerate() {
            for &b in &open[..place] {
                let (one, other) = (&self.numbers[a], &self.numbers[b]);
                if one.draw.block == other.draw.block && !matches!(one.what, What::Likelihood(_)) {
                    continue;
                }
                let correlation = sure.correlation(one.draw, other.draw);
                if correlation.abs() > TOGETHER {
                    found.push((b, a, correlation));
                }
            }
        }
        found
    }
}

/// Whether a number is 1 less one that stands before it.
fn is_complement(numbers: &[LearnedNumber], at: usize) -> bool {
    let number = &numbers[at];
    matches!(number.what, What::Outcome { .. })
        && number.draw.place == 1
        && numbers.iter().filter(|other| other.draw.block == number.draw.block).count() == 2
}

/// A share as a weight: an interval of the share is one of the weight, by its odds.
fn scaled(share: LearnedNumber, weight: f64) -> LearnedNumber {
    let bound = |bound: f64| if share.learned > 0.0 { weight * odds(bound) / odds(share.learned) } else { weight };
    let interval = Interval { low: bound(share.interval.low), high: bound(share.interval.high) };
    LearnedNumber { learned: weight, interval, ..share }
}

fn odds(chance: f64) -> f64 {
    chance / (1.0 - chance).max(1e-12)
}

fn chance(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

/// The weights that fit how often each cause came in each way.
fn weights(study: &Study<'_>, estimate: &Estimate) -> (BTreeMap<String, f64>, Vec<f64>) {
    let mut written = BTreeMap::new();
    let mut seen = Vec::with_capacity(study.guides.len());
    for (at, guide) in study.guides.iter().enumerate() {
        let hypotheses: Vec<CauseId> = guide.problem.hypotheses().collect();
        let causes: Vec<String> = hypotheses.iter().map(|cause| guide.problem.causes[cause.0].name.clone()).collect();
        for (cause, name) in hypotheses.iter().zip(&causes) {
            written.insert(name.clone(), guide.problem.causes[cause.0].weight.unwrap_or(0.0));
        }
        let all_are_tickets = guide.entry_of.iter().all(|(_, tickets)| *tickets);
        let mut counts = vec![vec![0.0; guide.data.width]; guide.entries.len()];
        each_posterior(&guide.data, &estimate.ascent.numbers, |pattern, weights| {
            let (entry, tickets) = guide.entry_of[pattern];
            if all_are_tickets || !tickets {
                counts[entry].iter_mut().zip(weights).for_each(|(count, weight)| *count += weight);
            }
        });
        let chance = |(weight, prior): (&f64, &f64)| if *prior > 0.0 { weight / prior } else { 0.0 };
        let entries: Vec<Vec<f64>> = guide
            .entries
            .iter()
            .map(|(_, weights)| weights[..causes.len()].iter().zip(&guide.prior).map(chance).collect())
            .collect();
        let share = study.block(&Key::Share { guide: at, tickets: false });
        let worth = share.map_or(20.0, |block| study.blocks[block as usize].sessions * estimate.trust);
        let other = guide.prior[causes.len()];
        seen.push(Seen { causes, entries, counts, other, worth });
    }
    fit(&written, &seen)
}

impl Study<'_> {
    /// The patterns of all guides.
    fn data(&self) -> Vec<&super::estimate::GuideData> {
        self.guides.iter().map(|guide| &guide.data).collect()
    }

    /// The sessions that are expected to say something of each number.
    #[must_use]
    pub fn counts(&self, estimate: &Estimate) -> Vec<Vec<f64>> {
        let mut counts: Vec<Vec<f64>> = self.blocks.iter().map(|block| vec![0.0; block.written.len()]).collect();
        for guide in &self.guides {
            super::estimate::add_counts(&guide.data, &estimate.ascent.numbers, &mut counts);
        }
        counts
    }
}

/// Numbers to put in the place of written ones.
pub trait Numbers {
    /// The weight of a cause.
    fn weight(&self, cause: &str) -> Option<f64>;
    /// The chance of an unknown cause.
    fn other(&self) -> Option<f64>;
    /// How often a remedy ends a cause.
    fn fixes(&self, remedy: &str, cause: &str) -> Option<f64>;
    /// The chances of a step's outcomes with a cause, or with one of which nothing is said.
    fn row(&self, step: &str, of: Option<&str>, outcomes: &[String]) -> Option<Vec<f64>>;
    /// What a step takes, what is waited for, and what it takes to see whether it helped, in minutes; `now` is what it is.
    fn minutes(&self, step: &str, now: [f64; 3]) -> Option<[f64; 3]> {
        let _ = (step, now);
        None
    }
}

/// A problem with other numbers. Where the base row of a step changes, all of its rows are said in full, so that each is what it is
/// meant to be.
#[must_use]
pub fn with_numbers(problem: &Problem, numbers: &dyn Numbers) -> Problem {
    let mut changed = problem.clone();
    for cause in &mut changed.causes {
        if let (Some(weight), Some(learned)) = (&mut cause.weight, numbers.weight(&cause.name)) {
            *weight = learned;
        }
    }
    if let Some(other) = numbers.other() {
        changed.policy.other = other;
    }
    let names: Vec<String> = problem.causes.iter().map(|cause| cause.name.clone()).collect();
    for remedy in &mut changed.remedies {
        for (cause, chance) in &mut remedy.fixes {
            if let Some(learned) = numbers.fixes(&remedy.name, &names[cause.0]) {
                *chance = learned;
            }
        }
    }
    for check in &mut changed.checks {
        if let Some([takes, waits, _]) = numbers.minutes(&check.name, [check.takes, check.waits, 0.0]) {
            (check.takes, check.waits) = (takes, waits);
        }
    }
    for remedy in &mut changed.remedies {
        let now = [remedy.takes, remedy.waits, remedy.verify];
        if let Some([takes, waits, verify]) = numbers.minutes(&remedy.name, now) {
            (remedy.takes, remedy.waits, remedy.verify) = (takes, waits, verify);
        }
    }
    let tables = crate::reasoning::Tables::new(problem);
    let checks = (0..problem.checks.len()).map(|at| Step::Check(CheckId(at)));
    for step in checks.chain((0..problem.remedies.len()).map(|at| Step::Remedy(RemedyId(at)))) {
        let Some(sources) = crate::reasoning::row_sources(problem, &tables, step) else { continue };
        let (name, outcomes) = match step {
            Step::Check(check) => (&problem.checks[check.0].name, &mut changed.checks[check.0].outcomes),
            Step::Remedy(remedy) => (&problem.remedies[remedy.0].name, &mut changed.remedies[remedy.0].outcomes),
        };
        let named: Vec<String> = outcomes.iter().map(|outcome| outcome.name.clone()).collect();
        let silent = numbers.row(name, None, &named);
        if let Some(row) = &silent {
            let base = base_rates(outcomes, problem.policy.confirm_ratio);
            for (outcome, share) in outcomes.iter_mut().zip(base_shares(&base, &sources.silent, row)) {
                outcome.share = Some(share);
            }
        }
        for (cause, written) in &sources.spoken {
            let row = numbers.row(name, Some(&names[cause.0]), &named);
            // What an answer confirms is said by that, and follows the base rates.
            let confirms = |effect: &Effect| matches!(effect, Effect::Confirms(of) if of == cause);
            let is_confirmed = outcomes.iter().any(|outcome| outcome.effects.iter().any(confirms));
            let row = row.or_else(|| (silent.is_some() && !is_confirmed).then(|| written.clone()));
            if let Some(row) = row {
                give(outcomes, *cause, written, &row);
            }
        }
    }
    changed
}

/// The base rates that make a row of the causes of which nothing is said: what is closed to these keeps its rate.
#[must_use]
pub fn base_shares(base: &[f64], silent: &[f64], row: &[f64]) -> Vec<f64> {
    let closed: f64 = base.iter().zip(silent).filter(|(_, silent)| **silent <= 0.0).map(|(base, _)| base).sum();
    let share = |((base, silent), row): ((&f64, &f64), &f64)| if *silent > 0.0 { (1.0 - closed) * row } else { *base };
    base.iter().zip(silent).zip(row).map(share).collect()
}

/// The outcome that takes what the others leave: the likeliest that is open.
#[must_use]
pub fn left_open(outcomes: &[Outcome], written: &[f64], row: &[f64]) -> Option<usize> {
    let has_rate = |at: &usize| outcomes[*at].share.is_none_or(|share| share > 0.0);
    let open = (0..row.len()).filter(|&at| written[at] > 0.0).filter(has_rate);
    open.reduce(|best, at| if row[at] > row[best] { at } else { best })
}

/// Gives a cause its chances on all outcomes but one.
fn give(outcomes: &mut [Outcome], cause: CauseId, written: &[f64], row: &[f64]) {
    let Some(rest) = left_open(outcomes, written, row) else { return };
    for (at, outcome) in outcomes.iter_mut().enumerate() {
        // What is closed stays closed, in the words that close it.
        if written[at] <= 0.0 {
            continue;
        }
        outcome.effects.retain(|effect| !matches!(effect, Effect::Given(of, _) if *of == cause));
        let keeps =
            |effect: &Effect| !matches!(effect, Effect::PointsTo(of, _) | Effect::Against(of, _) if *of == cause);
        outcome.effects.retain(keeps);
        if at != rest {
            outcome.effects.push(Effect::Given(cause, row[at]));
        }
    }
}

//! How long steps take: minutes from counts of how long they took.
//!
//! In: rows of counts, and guides. Out: for each step the mean time, how sure it is, and the times by result. Of each result the
//! longest hundredth counts as long as what is just below it: somebody had lunch. The written time counts as ten sessions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::reasoning::{CheckId, Problem, RemedyId, Step};

use super::counts::{MOST_COUNTED, guide_fault};
use super::estimate::Interval;
use super::line::is_month;
use super::pattern::is_told;
use super::vocabulary::Vocabulary;

/// As how many sessions a written time counts.
const SESSIONS: f64 = 10.0;
/// The share of sessions whose time is cut.
const CUT: f64 = 0.01;
/// How many standard deviations hold nine in ten.
const NINE_IN_TEN: f64 = 1.644_853_6;

/// A row of counts of how long steps took.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRow {
    /// The guide.
    pub guide: String,
    /// The digest of the model; may be empty.
    #[serde(default)]
    pub kb: String,
    /// The month; may be empty.
    #[serde(default)]
    pub month: String,
    /// The step, by the name that it has in logs.
    pub step: String,
    /// What it came to.
    pub result: String,
    /// How long it took.
    pub seconds: u32,
    /// How many.
    pub times: u64,
}

impl TimeRow {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        if let Some(fault) = guide_fault(&self.guide, &self.kb) {
            return Some(fault);
        }
        if !self.month.is_empty() && !is_month(&self.month) {
            return Some("`month` is a year and a month, as 2026-11".to_owned());
        }
        if self.times > MOST_COUNTED {
            return Some(format!("`times` says how often, {MOST_COUNTED} at most"));
        }
        (!is_told(&self.step, &self.result)).then(|| "`step` and `result` are a name and what it came to".to_owned())
    }
}

/// How long a step takes.
#[derive(Clone, Debug, PartialEq)]
pub struct StepTime {
    /// The check or remedy, by its qualified name.
    pub step: String,
    /// In minutes, as it is written: the reader's own time, waiting, and seeing whether it helped.
    pub written: f64,
    /// As it was learned.
    pub learned: f64,
    /// Where its mean lies with a chance of 90 %.
    pub interval: Interval,
    /// How often it was done.
    pub tries: u64,
    /// The share of what is known of it that comes from sessions.
    pub known: f64,
    /// By result the mean minutes, and how often.
    pub results: BTreeMap<String, (f64, u64)>,
}

/// By result and seconds how often.
type Seen = BTreeMap<String, BTreeMap<u32, u64>>;

/// How long the steps of some guides take, by name, with the words of each. Rows of other guides are passed over.
#[must_use]
pub fn times(guides: &[(&str, &Problem, &Vocabulary)], rows: &[TimeRow]) -> Vec<StepTime> {
    let mut seen: BTreeMap<String, (f64, Seen)> = BTreeMap::new();
    for (name, problem, vocabulary) in guides {
        for row in rows.iter().filter(|row| row.guide == *name && row.result != "?") {
            let Some(step) = vocabulary.step(&row.step).filter(|step| !vocabulary.is_outdated(*step, &row.month))
            else {
                continue;
            };
            let (qualified, written) = match step {
                Step::Check(CheckId(at)) => {
                    let check = &problem.checks[at];
                    (&check.name, check.takes + check.waits)
                }
                Step::Remedy(RemedyId(at)) => {
                    let remedy = &problem.remedies[at];
                    (&remedy.name, remedy.takes + remedy.waits + remedy.verify)
                }
            };
            let of = seen.entry(qualified.clone()).or_insert_with(|| (written, Seen::new()));
            *of.1.entry(vocabulary.result_today(step, &row.result)).or_default().entry(row.seconds).or_default() +=
                row.times;
        }
    }
    seen.into_iter().filter_map(|(step, (written, seen))| one(step, written, &seen)).collect()
}

fn one(step: String, written: f64, seen: &Seen) -> Option<StepTime> {
    let mut results = BTreeMap::new();
    let (mut count, mut sum, mut squares) = (0_u64, 0.0, 0.0);
    for (result, by_seconds) in seen {
        let times: u64 = by_seconds.values().sum();
        let limit = cut(by_seconds, times);
        let minutes = |(seconds, times): (&u32, &u64)| (f64::from((*seconds).min(limit)) / 60.0, *times as f64);
        let of_result: f64 = by_seconds.iter().map(minutes).map(|(minutes, times)| minutes * times).sum();
        squares += by_seconds.iter().map(minutes).map(|(minutes, times)| minutes * minutes * times).sum::<f64>();
        results.insert(result.clone(), (of_result / (times as f64).max(1.0), times));
        sum += of_result;
        count += times;
    }
    if count == 0 {
        return None;
    }
    let tries = count as f64;
    let mean = sum / tries;
    let variance = (squares / tries - mean * mean).max(0.0);
    let learned = (sum + SESSIONS * written) / (tries + SESSIONS);
    let wide = NINE_IN_TEN * (variance / (tries + SESSIONS)).sqrt();
    let interval = Interval { low: (learned - wide).max(0.0), high: learned + wide };
    Some(StepTime { step, written, learned, interval, tries: count, known: tries / (tries + SESSIONS), results })
}

/// The seconds that all but the longest hundredth took.
fn cut(by_seconds: &BTreeMap<u32, u64>, times: u64) -> u32 {
    let mut left = times as f64 * (1.0 - CUT);
    for (seconds, times) in by_seconds {
        left -= *times as f64;
        if left <= 0.0 {
            return *seconds;
        }
    }
    u32::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_hundredth_counts_as_what_is_below_it() {
        let mut seen = Seen::new();
        seen.insert("yes".to_owned(), [(60, 990), (1_800, 10)].into());
        let found = one("a.b".to_owned(), 1.0, &seen).expect("times");
        assert!((found.learned - 1.0).abs() < 1e-12, "{found:?}");
        seen.insert("no".to_owned(), [(180, 1_000)].into());
        let found = one("a.b".to_owned(), 1.0, &seen).expect("times");
        // A thousand took 1 min, a thousand 3 min, and ten count as 1 min.
        assert!((found.learned - 4_010.0 / 2_010.0).abs() < 1e-12, "{found:?}");
        assert!(found.interval.holds(found.learned) && !found.interval.holds(1.8), "{found:?}");
        assert_eq!(found.results["no"], (3.0, 1_000));
    }
}

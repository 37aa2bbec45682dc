//! Counting: from sessions to how many showed the same.
//!
//! In: lines in any order, each session's any number of times, and counts that somebody else made. Out: rows of equal sessions, in an
//! order that depends on nothing but what they say.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use super::line::{Line, facts_fault};
use super::pattern::is_name;
use super::times::TimeRow;
use super::trails::{Trail, Trails};

/// How many sessions showed the same, as counts are written and read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The qualified name of the guide.
    pub guide: String,
    /// The digest of its decision model; empty where counts do not tell it apart.
    #[serde(default)]
    pub kb: String,
    /// The month; empty where counts do not tell it apart.
    #[serde(default)]
    pub month: String,
    /// How they came; empty where counts do not tell it apart.
    #[serde(default)]
    pub via: String,
    /// What they showed.
    pub pattern: String,
    /// How they ended.
    pub ending: String,
    /// What support found.
    #[serde(default)]
    pub cause: Option<String>,
    /// How many.
    pub sessions: u64,
    /// Their minutes in all.
    #[serde(default)]
    pub minutes: Option<f64>,
}

impl Row {
    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        if let Some(fault) = guide_fault(&self.guide, &self.kb) {
            return Some(fault);
        }
        let minutes = self.minutes.unwrap_or(0.0);
        if !minutes.is_finite() || !(0.0..=1e15).contains(&minutes) {
            return Some("`minutes` is a number from 0".to_owned());
        }
        if self.sessions > MOST_COUNTED {
            return Some(format!("`sessions` is a number of sessions, {MOST_COUNTED} at most"));
        }
        facts_fault(&self.month, &self.via, &self.pattern, &self.ending, self.cause.as_deref())
    }
}

/// What is wrong with the names of a guide and of its model, where counts give them.
pub(super) fn guide_fault(guide: &str, kb: &str) -> Option<String> {
    if !is_name(guide) {
        return Some("`guide` is the name of a guide".to_owned());
    }
    (!kb.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| "`kb` is hexadecimal digits".to_owned())
}

/// What stands between the fields of a key: no field can hold it.
const BETWEEN: char = '\t';
/// A row counts no more, so that sums of them are whole numbers without a limit.
pub(super) const MOST_COUNTED: u64 = 1_000_000_000_000;
/// Minutes are summed in hundredths, so that no order matters.
const HUNDREDTHS: f64 = 100.0;

/// A session's newest line so far.
#[derive(Clone, Copy, Debug)]
struct Newest {
    seq: u32,
    key: u32,
    minutes: u32,
    steps: Trail,
}

/// Counts sessions.
#[derive(Debug, Default)]
pub struct Counter {
    keys: IndexSet<Box<str>, FxBuildHasher>,
    sessions: FxHashMap<u64, Newest>,
    /// By key what was counted elsewhere: sessions and hundredths of minutes.
    counted: FxHashMap<u32, (u64, u64)>,
    trails: Trails,
    /// What was counted elsewhere of how long steps took; how often is 0 in the keys.
    timed: BTreeMap<TimeRow, u64>,
    text: String,
}

impl Counter {
    fn key(&mut self, fields: [&str; 7]) -> u32 {
        self.text.clear();
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                self.text.push(BETWEEN);
            }
            self.text.push_str(field);
        }
        match self.keys.get_index_of(self.text.as_str()) {
            Some(key) => key as u32,
            None => self.keys.insert_full(self.text.as_str().into()).0 as u32,
        }
    }

    /// Takes in a line that was found good.
    #[expect(clippy::cast_sign_loss, reason = "minutes of a good line are not negative")]
    pub fn line(&mut self, line: &Line<'_>) {
        let cause = line.cause.as_deref().unwrap_or("");
        let key = self.key([&line.guide, &line.kb, &line.month, &line.via, &line.pattern, &line.ending, cause]);
        let minutes = (line.minutes * HUNDREDTHS).round() as u32;
        let steps = self.trails.push(line.steps.iter().map(|(step, result, seconds)| (&**step, &**result, *seconds)));
        let new = Newest { seq: line.seq, key, minutes, steps };
        let id = u64::from_str_radix(&line.session_id, 16).unwrap_or_default();
        let (keys, trails) = (&self.keys, &self.trails);
        let rank = |one: &Newest| (one.seq, keys.get_index(one.key as usize), one.minutes);
        // Of two lines that say the same in all else, the steps decide, so that no order matters.
        let is_newer = |old: &Newest| {
            rank(&new).cmp(&rank(old)).then_with(|| trails.told(new.steps).cmp(&trails.told(old.steps))).is_gt()
        };
        self.sessions
            .entry(id)
            .and_modify(|old| {
                if is_newer(old) {
                    *old = new;
                }
            })
            .or_insert(new);
    }

    /// Takes in a row of times that was found good.
    pub fn time(&mut self, row: &TimeRow) {
        let key = TimeRow { times: 0, ..row.clone() };
        let times = self.timed.entry(key).or_default();
        *times = times.saturating_add(row.times);
    }

    /// How long steps took, sorted; of sessions that came so and then, and of what was counted elsewhere and then.
    #[must_use]
    pub fn times(&self, via: &dyn Fn(&str) -> bool, month: &dyn Fn(&str) -> bool) -> Vec<TimeRow> {
        // The guide, the model and the month of each key that is meant.
        let mut heads: IndexSet<(&str, &str, &str), FxBuildHasher> = IndexSet::default();
        let head_of: Vec<Option<usize>> = self
            .keys
            .iter()
            .map(|key| {
                let mut fields = key.split(BETWEEN);
                let mut field = || fields.next().unwrap_or_default();
                let (head, came) = ((field(), field(), field()), field());
                (via(came) && month(head.2)).then(|| heads.insert_full(head).0)
            })
            .collect();
        let mut counts: FxHashMap<(usize, u32), u64> = FxHashMap::default();
        #[expect(clippy::iter_over_hash_type, reason = "sums of whole numbers")]
        for newest in self.sessions.values() {
            let Some(head) = head_of[newest.key as usize] else { continue };
            self.trails.kinds(newest.steps).for_each(|kind| *counts.entry((head, kind)).or_default() += 1);
        }
        let mut all: BTreeMap<TimeRow, u64> = BTreeMap::new();
        #[expect(clippy::iter_over_hash_type, reason = "they are sorted here")]
        for ((head, kind), times) in counts {
            let (guide, kb, month) = heads.get_index(head).copied().unwrap_or_default();
            let (step, result, seconds) = self.trails.kind(kind);
            let (step, result) = (step.to_owned(), result.to_owned());
            let (guide, kb, month) = (guide.to_owned(), kb.to_owned(), month.to_owned());
            *all.entry(TimeRow { guide, kb, month, step, result, seconds, times: 0 }).or_default() += times;
        }
        for (row, times) in self.timed.iter().filter(|(row, _)| via("") && month(&row.month)) {
            let sum = all.entry(row.clone()).or_default();
            *sum = sum.saturating_add(*times);
        }
        all.into_iter().map(|(row, times)| TimeRow { times, ..row }).collect()
    }

    /// Takes in a row that was found good.
    #[expect(clippy::cast_sign_loss, reason = "minutes of a good row are not negative")]
    pub fn row(&mut self, row: &Row) {
        let cause = row.cause.as_deref().unwrap_or("");
        let key = self.key([&row.guide, &row.kb, &row.month, &row.via, &row.pattern, &row.ending, cause]);
        let counted = self.counted.entry(key).or_default();
        // Counts that others sent may be of any size; sums that are cut off are the same in any order.
        counted.0 = counted.0.saturating_add(row.sessions);
        counted.1 = counted.1.saturating_add((row.minutes.unwrap_or(0.0) * HUNDREDTHS).round() as u64);
    }

    /// The rows, sorted. What they were counted of is given up on the way, so that not all of it is there twice.
    #[must_use]
    pub fn rows(self) -> Vec<Row> {
        let Counter { keys, sessions, counted, .. } = self;
        let mut sums: Vec<(u64, u64)> = vec![(0, 0); keys.len()];
        // Sums of whole numbers are the same in any order.
        #[expect(clippy::iter_over_hash_type, reason = "sums of whole numbers")]
        for newest in sessions.values() {
            let sum = &mut sums[newest.key as usize];
            sum.0 += 1;
            sum.1 += u64::from(newest.minutes);
        }
        drop(sessions);
        #[expect(clippy::iter_over_hash_type, reason = "sums of whole numbers")]
        for (key, counted) in &counted {
            let sum = &mut sums[*key as usize];
            sum.0 = sum.0.saturating_add(counted.0);
            sum.1 = sum.1.saturating_add(counted.1);
        }
        let mut sorted: Vec<(Box<str>, (u64, u64))> =
            keys.into_iter().zip(sums).filter(|(_, (sessions, _))| *sessions > 0).collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        sorted.into_iter().map(|(key, (sessions, minutes))| row_of(&key, sessions, minutes)).collect()
    }
}

fn row_of(key: &str, sessions: u64, minutes: u64) -> Row {
    let mut fields = key.split(BETWEEN).map(str::to_owned);
    let mut field = || fields.next().unwrap_or_default();
    Row {
        guide: field(),
        kb: field(),
        month: field(),
        via: field(),
        pattern: field(),
        ending: field(),
        cause: Some(field()).filter(|cause| !cause.is_empty()),
        sessions,
        minutes: Some(minutes as f64 / HUNDREDTHS),
    }
}

/// Takes answers away from rows that fewer than so many sessions are in, the rarest step first, until as many are in them. What is
/// still rare with no answer left is dropped. Gives the rows, the sessions that lost something, and those that were dropped.
#[must_use]
pub fn coarsened(rows: &[Row], least: u64) -> (Vec<Row>, u64, u64) {
    let mut often: BTreeMap<(String, String), u64> = BTreeMap::new();
    let step_of = |token: &str| token.split('=').next().unwrap_or(token).to_owned();
    for row in rows {
        for token in row.pattern.split(' ').filter(|token| !token.is_empty()) {
            *often.entry((row.guide.clone(), step_of(token))).or_default() += row.sessions;
        }
    }
    let merged = |rows: Vec<Row>| {
        let mut counter = Counter::default();
        rows.iter().for_each(|row| counter.row(row));
        counter.rows()
    };
    // Months, channels and versions would tell apart what is common without them.
    let plain = |row: &Row| Row { kb: String::new(), month: String::new(), via: String::new(), ..row.clone() };
    let mut all = merged(rows.iter().map(plain).collect());
    loop {
        let mut changed = false;
        let fewer = |mut row: Row| {
            if row.sessions >= least || row.pattern.is_empty() {
                return row;
            }
            let tokens: Vec<&str> = row.pattern.split(' ').collect();
            let rarest = tokens.iter().min_by_key(|token| (often[&(row.guide.clone(), step_of(token))], **token));
            if let Some(rarest) = rarest.copied() {
                let left: Vec<&str> =
                    tokens.iter().copied().filter(|token| step_of(token) != step_of(rarest)).collect();
                row.pattern = left.join(" ");
                changed = true;
            }
            row
        };
        all = merged(all.into_iter().map(fewer).collect());
        if !changed {
            break;
        }
    }
    let dropped: u64 = all.iter().filter(|row| row.sessions < least).map(|row| row.sessions).sum();
    all.retain(|row| row.sessions >= least);
    let kept: BTreeMap<(&str, &str, &str, Option<&str>), u64> = all
        .iter()
        .map(|row| {
            ((row.guide.as_str(), row.pattern.as_str(), row.ending.as_str(), row.cause.as_deref()), row.sessions)
        })
        .collect();
    let whole: u64 = merged(rows.iter().map(plain).collect())
        .iter()
        .filter(|row| {
            kept.contains_key(&(row.guide.as_str(), row.pattern.as_str(), row.ending.as_str(), row.cause.as_deref()))
        })
        .map(|row| row.sessions)
        .sum();
    let sessions: u64 = rows.iter().map(|row| row.sessions).sum();
    (all, sessions.saturating_sub(whole), dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pattern: &str, sessions: u64) -> Row {
        Row {
            guide: "g.g".into(),
            month: "2026-11".into(),
            via: "page".into(),
            pattern: pattern.into(),
            ending: "left".into(),
            sessions,
            minutes: Some(0.0),
            ..Row::default()
        }
    }

    fn line(id: &str, seq: u32, pattern: &str) -> String {
        format!(
            r#"{{"kbc":1,"session_id":"{id:0>16}","seq":{seq},"guide":"g.g","kb":"{:032}","month":"2026-11","via":"page","pattern":"{pattern}","ending":"left","minutes":0.1}}"#,
            0
        )
    }

    #[test]
    fn the_newest_line_of_a_session_counts_in_any_order() {
        let lines =
            [line("a", 1, ""), line("a", 3, "x=y"), line("a", 2, "x=z"), line("b", 1, "x=y"), line("a", 3, "x=y")];
        let count = |lines: &mut dyn Iterator<Item = &String>| {
            let mut counter = Counter::default();
            lines.for_each(|line| counter.line(&Line::read(line).expect("a line")));
            counter.rows()
        };
        let rows = count(&mut lines.iter());
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].sessions, rows[0].minutes), (2, Some(0.2)));
        assert_eq!(rows, count(&mut lines.iter().rev()));
    }

    #[test]
    fn rare_answers_are_taken_away_until_what_is_left_is_common() {
        let rows = [row("a=yes b=yes", 6), row("a=yes c=yes", 2), row("a=yes d=no", 2), row("e=no", 1)];
        let (kept, touched, dropped) = coarsened(&rows, 4);
        let found: Vec<(&str, u64)> = kept.iter().map(|row| (row.pattern.as_str(), row.sessions)).collect();
        assert_eq!(found, [("a=yes", 4), ("a=yes b=yes", 6)]);
        assert_eq!((touched, dropped), (5, 1));
    }
}

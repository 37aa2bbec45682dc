//! The sessions of one guide, from rows of counts.
//!
//! In: rows, and the guide's words. Out: stories with how many sessions told them, and what else the rows say: how they came and
//! ended, and what they name that is nothing of the guide.

use std::collections::BTreeMap;

use super::counts::Row;
use super::guide::Counted;
use super::vocabulary::{Story, Vocabulary};

/// How sessions come that began elsewhere: their causes are other ones.
pub const TICKET: &str = "ticket";

/// The quarter of a month, counted from year 0; 0 where it is none.
#[must_use]
pub fn quarter(month: &str) -> u32 {
    let parts = month.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parts.map_or(0, |(year, month): (u32, u32)| 4 * year + month.saturating_sub(1) / 3)
}

/// A quarter in words.
#[must_use]
pub fn quarter_in_words(quarter: u32) -> String {
    format!("Q{} {}", quarter % 4 + 1, quarter / 4)
}

/// What the sessions of a guide say, before anything is learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gathered {
    /// The stories, in an order that depends on nothing but themselves.
    pub stories: Vec<Counted>,
    /// All sessions.
    pub sessions: u64,
    /// By the way that they came.
    pub via: BTreeMap<String, u64>,
    /// By the first word of their ending.
    pub endings: BTreeMap<String, u64>,
    /// By digest of the model that they were led by.
    pub models: BTreeMap<String, u64>,
    /// The first and the last month.
    pub months: Option<(String, String)>,
    /// Minutes in all.
    pub minutes: f64,
    /// Sessions of which support found several causes: nothing is learned from these.
    pub several_causes: u64,
    /// Those whose cause support found.
    pub known_causes: u64,
    /// By name the sessions that name what is nothing of the guide.
    pub unknown: BTreeMap<String, u64>,
    /// By step the sessions that showed it when it meant something else.
    pub outdated: BTreeMap<String, u64>,
    /// By quarter of a year what its sessions came to; 0 for those without a month.
    pub quarters: BTreeMap<u32, InQuarter>,
}

/// What the sessions of a quarter came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct InQuarter {
    /// All sessions.
    pub sessions: u64,
    /// Those whose reader stayed to an end.
    pub ended: u64,
    /// Of these, those that were solved.
    pub solved: u64,
    /// The minutes of those that ended, where they are known.
    pub minutes: f64,
    /// Those that ended whose minutes are known.
    pub timed: u64,
}

impl Gathered {
    /// All quarters together.
    #[must_use]
    pub fn whole(&self) -> InQuarter {
        self.quarters.values().fold(InQuarter::default(), |sum, one| InQuarter {
            sessions: sum.sessions + one.sessions,
            ended: sum.ended + one.ended,
            solved: sum.solved + one.solved,
            minutes: sum.minutes + one.minutes,
            timed: sum.timed + one.timed,
        })
    }
}

/// Gathers the rows of a guide.
#[must_use]
pub fn gather<'r>(rows: impl Iterator<Item = &'r Row> + Clone, vocabulary: &Vocabulary) -> Gathered {
    let mut all = Gathered::default();
    let has_others = rows.clone().any(|row| row.via != TICKET && row.sessions > 0);
    let mut stories: BTreeMap<(Story, bool, u32), u64> = BTreeMap::new();
    for row in rows {
        all.sessions += row.sessions;
        all.minutes += row.minutes.unwrap_or(0.0);
        *all.via.entry(row.via.clone()).or_default() += row.sessions;
        let ending = row.ending.split(':').next().unwrap_or(&row.ending);
        *all.endings.entry(ending.to_owned()).or_default() += row.sessions;
        let quarter_of = quarter(&row.month);
        let in_quarter = all.quarters.entry(quarter_of).or_default();
        in_quarter.sessions += row.sessions;
        if !ending.starts_with("left") {
            in_quarter.ended += row.sessions;
            in_quarter.solved += if ending == "solved" { row.sessions } else { 0 };
            in_quarter.minutes += row.minutes.unwrap_or(0.0);
            in_quarter.timed += if row.minutes.is_some() { row.sessions } else { 0 };
        }
        *all.models.entry(row.kb.clone()).or_default() += row.sessions;
        if !row.month.is_empty() {
            let (first, last) = all.months.get_or_insert_with(|| (row.month.clone(), row.month.clone()));
            if row.month < *first {
                first.clone_from(&row.month);
            }
            if row.month > *last {
                last.clone_from(&row.month);
            }
        }
        if row.cause.as_deref().is_some_and(|cause| cause.contains('+')) {
            all.several_causes += row.sessions;
            continue;
        }
        all.known_causes += if row.cause.is_some() { row.sessions } else { 0 };
        let mut unknown = |name: &str| *all.unknown.entry(name.to_owned()).or_default() += row.sessions;
        let mut story = vocabulary.read((&row.pattern, &row.ending, row.cause.as_deref()), &mut unknown);
        for step in vocabulary.leave_out_what_changed(&mut story, &row.month) {
            *all.outdated.entry(vocabulary.names().step(step).to_owned()).or_default() += row.sessions;
        }
        *stories.entry((story, row.via == TICKET && has_others, quarter_of)).or_default() += row.sessions;
    }
    let counted = |((story, tickets, quarter), sessions)| Counted { story, tickets, quarter, sessions };
    all.stories = stories.into_iter().map(counted).collect();
    all
}

//! `learned.json` on the disk.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::estimates::provenance::{self, Provenance, stale};
use crate::estimates::{Unit, Written};
use crate::learning::learned::{LearnedNumber, What};
use crate::reasoning::Problem;

use super::super::project::Project;
use super::patch::Patched;
use super::study::Studied;

/// Takes in as how many sessions learned numbers count, and tells which are others by now.
pub fn take(known: &[Provenance], written: &mut Written<'_>, problems: &[&Problem]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for one in known {
        let Some(unit) = Unit::from_key(&one.number) else { continue };
        match one.holds(written, problems) {
            Some(true) => _ = written.learned.insert(unit, one.sessions),
            Some(false) => found.push(stale(&unit)),
            None => {}
        }
    }
    found
}

/// The file with where the numbers that changed come from.
#[expect(clippy::cast_sign_loss, reason = "no number was tried less than 0 times")]
pub fn text(project: &Project, studied: &[Studied], patched: &Patched) -> String {
    let mut all: BTreeMap<String, Provenance> =
        project.config.learned.iter().map(|one| (one.number.clone(), one.clone())).collect();
    for one in studied {
        for judged in one.judged.iter().filter(|judged| patched.changed.contains(&judged.unit)) {
            let Some(change) = &judged.change else { continue };
            let numbers: Vec<&LearnedNumber> = judged.numbers.iter().map(|&at| &one.learned.numbers[at]).collect();
            let Some(first) = numbers.first() else { continue };
            let sessions = one.learned.estimate.certainty.as_ref().map_or(1.0, |sure| sure.size(first.draw));
            let single = !matches!(first.what, What::Outcome { .. });
            let made = Provenance {
                number: judged.unit.key(),
                values: change.iter().cloned().collect(),
                interval: single.then(|| (rounded(first.interval.low), rounded(first.interval.high))),
                tries: first.tries.round() as u64,
                sessions: sessions.round(),
                months: one.months(),
            };
            all.insert(made.number.clone(), made);
        }
    }
    for (one, timed) in studied.iter().flat_map(|one| one.times.iter().map(move |timed| (one, timed))) {
        let Some(change) = timed.change.as_ref().filter(|_| patched.changed.contains(&timed.unit)) else { continue };
        let (low, high) = (timed.time.interval.low, timed.time.interval.high);
        let made = Provenance {
            number: timed.unit.key(),
            values: change.iter().cloned().collect(),
            interval: Some((rounded(low), rounded(high))),
            tries: timed.time.tries,
            sessions: timed.time.tries as f64,
            months: one.months(),
        };
        all.insert(made.number.clone(), made);
    }
    provenance::text(all.into_values().collect())
}

impl Studied {
    /// The first and the last month of the sessions.
    fn months(&self) -> Option<(String, String)> {
        let months = self.guides.iter().filter_map(|guide| guide.gathered.months.clone());
        months.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// To four digits behind the point.
fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

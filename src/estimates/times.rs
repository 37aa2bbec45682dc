//! Times of the text: how long a step takes as written, and what it is to become.
//!
//! In: written times and learned ones. Out: for each step a verdict, and the new times. Only the sum is ever seen, so what is written
//! of a step – its own time, waiting, and seeing whether it helped – is scaled by one factor; what nobody wrote stays.

use crate::learning::learned::LEARNED;
use crate::learning::times::StepTime;
use crate::model::Given;

use super::changes::{Change, Verdict};
use super::written::{Unit, Written};

/// A time is another one where its interval is this far from the written one, as a ratio: seconds are noted roughly.
const APART: f64 = 1.2;
/// What is written becomes no shorter than this share of itself: what nobody wrote may take too long as well.
const SHORTEST: f64 = 0.1;

/// What is to become of a step's time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timed {
    /// Which.
    pub unit: Unit,
    /// What was learned.
    pub time: StepTime,
    /// What is to become of it.
    pub verdict: Verdict,
    /// By part the new minutes.
    pub change: Option<Change>,
}

impl Timed {
    /// By how much longer than written a step takes that is known well enough.
    #[must_use]
    pub fn factor(&self) -> Option<f64> {
        let StepTime { written, learned, known, .. } = &self.time;
        (*known >= LEARNED && *written > 0.0).then(|| learned / written)
    }

    /// Whether the written time is too short or too long for what sessions say.
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        let StepTime { written, interval, known, .. } = &self.time;
        *known >= LEARNED && (interval.low > APART * written || interval.high * APART < *written)
    }
}

/// Judges every time.
#[must_use]
pub fn judge_times(written: &Written<'_>, times: Vec<StepTime>, is_enough: bool) -> Vec<Timed> {
    let judge = |time: StepTime| {
        let unit = Unit::Takes(time.step.clone());
        let mut timed = Timed { unit, time, verdict: Verdict::Agrees, change: None };
        timed.change = timed.is_wrong().then(|| change(written, &timed.time)).flatten();
        timed.verdict = match (&timed.change, timed.is_wrong()) {
            _ if timed.time.known < LEARNED => Verdict::Hardly,
            (_, false) => Verdict::Agrees,
            (_, true) if !is_enough => Verdict::Hardly,
            (Some(_), true) => Verdict::Change,
            (None, true) => Verdict::NotWritten,
        };
        if timed.verdict != Verdict::Change {
            timed.change = None;
        }
        timed
    };
    times.into_iter().map(judge).collect()
}

/// New times of what is written of a step; nothing where nothing is.
fn change(written: &Written<'_>, time: &StepTime) -> Option<Change> {
    let parts = written.times(&time.step);
    let sum: f64 = parts.iter().map(|(_, given)| given.value).sum();
    if sum <= 0.0 {
        return None;
    }
    let factor = ((time.learned - (time.written - sum)) / sum).max(SHORTEST);
    let part = |(part, given): &(&str, Given<f64>)| ((*part).to_owned(), rounded(factor * given.value));
    Some(parts.iter().map(part).collect())
}

/// Minutes as an author would write them.
#[must_use]
pub fn rounded(minutes: f64) -> f64 {
    let to = |step: f64, number: f64| (number / step).round().max(1.0) * step;
    match minutes {
        minutes if minutes <= 0.0 => 0.0,
        minutes if minutes < 10.0 / 60.0 => to(1.0, 60.0 * minutes) / 60.0,
        minutes if minutes < 100.0 / 60.0 => to(5.0, 60.0 * minutes) / 60.0,
        minutes if minutes < 10.0 => to(0.5, minutes),
        minutes if minutes < 100.0 => to(1.0, minutes),
        _ => to(5.0, minutes),
    }
}

/// Rounded minutes as they stand in the text.
#[must_use]
pub fn in_text(minutes: f64) -> String {
    let seconds = (60.0 * minutes).round();
    if seconds < 100.0 && seconds % 60.0 != 0.0 { format!("{seconds} s") } else { format!("{minutes} min") }
}

impl Written<'_> {
    /// What is written of how long a step takes, by part.
    #[must_use]
    pub fn times(&self, step: &str) -> Vec<(&'static str, Given<f64>)> {
        let Some(item) = self.item(step) else { return Vec::new() };
        let verify = self.knowledge.remedy(item).and_then(|body| body.verify.as_deref());
        let procedure = self.knowledge.item(item).procedure();
        let fact = self.knowledge.fact(item).and_then(|body| body.takes);
        let parts = [
            ("takes", procedure.and_then(|body| body.takes).or(fact)),
            ("waits", procedure.and_then(|body| body.care().waits)),
            ("verify", verify.and_then(|verify| verify.takes)),
            ("verify-waits", verify.and_then(|verify| verify.waits)),
        ];
        let given = |(part, given): (&'static str, Option<Given<f64>>)| Some((part, given.filter(Given::is_written)?));
        parts.into_iter().filter_map(given).collect()
    }
}

/// The three times that the engine reckons with, with some of what is written changed.
#[must_use]
pub fn changed(now: [f64; 3], before: &[(&'static str, Given<f64>)], change: &Change) -> [f64; 3] {
    let mut minutes = now;
    for (part, new) in change {
        let at = match part.as_str() {
            "takes" => 0,
            "verify" => 2,
            _ => 1,
        };
        let old = before.iter().find(|(one, _)| one == part).map_or(0.0, |(_, given)| given.value);
        minutes[at] = (minutes[at] + new - old).max(0.0);
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::{in_text, rounded};

    #[test]
    fn times_are_written_as_an_author_would() {
        let cases = [
            (0.05, "3 s"),
            (0.41, "25 s"),
            (1.0, "1 min"),
            (1.49, "90 s"),
            (1.7, "90 s"),
            (7.3, "7.5 min"),
            (41.2, "41 min"),
            (133.0, "135 min"),
        ];
        for (minutes, expected) in cases {
            assert_eq!(in_text(rounded(minutes)), expected, "{minutes}");
        }
    }
}

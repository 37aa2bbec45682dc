//! `learned.json`: which numbers of the text were learned, and from what.
//!
//! In: what was learned and written, or the text of the file. Out: the text, or for each number whether the rules still have it. The
//! file holds nothing that reasoning uses but as how many sessions a learned number counts when it is learned again.

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::config::Provenance;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::learning::STALE_PROVENANCE;
use crate::reasoning::Problem;

use super::edit::sources;
use super::written::{Unit, Written};

/// The file, beside `kbc.toml`.
pub const FILE: &str = "learned.json";
/// The version of its format.
const FORMAT: u32 = 1;
/// Numbers of the text that differ by less are the same.
pub(super) const SAME: f64 = 1e-3;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u32,
    numbers: Vec<Provenance>,
}

/// That a number was learned, and is another one by now.
#[must_use]
pub fn stale(unit: &Unit) -> Diagnostic {
    let message = format!("{} was learned, and the rules have another number by now", unit.in_words());
    Diagnostic::at_path(&STALE_PROVENANCE, FILE, message).help("it counts as a number that an author wrote")
}

impl Unit {
    /// As `learned.json` names it.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Unit::Likelihood(cause) => format!("likelihood {cause}"),
            Unit::Other(guide) => format!("other {guide}"),
            Unit::Fixes(remedy, cause) => format!("fixes {remedy} {cause}"),
            Unit::Row(step, None) => format!("answers {step}"),
            Unit::Row(step, Some(cause)) => format!("answers {step} {cause}"),
            Unit::Takes(step) => format!("takes {step}"),
        }
    }

    /// The unit that is named so.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let mut words = key.split(' ').map(str::to_owned);
        let unit = match words.next()?.as_str() {
            "likelihood" => Unit::Likelihood(words.next()?),
            "fixes" => Unit::Fixes(words.next()?, words.next()?),
            "answers" => Unit::Row(words.next()?, words.next()),
            "takes" => Unit::Takes(words.next()?),
            _ => return None,
        };
        words.next().is_none().then_some(unit)
    }
}

/// What is wrong with the file.
#[derive(Debug, Error)]
pub enum ProvenanceError {
    /// It is no JSON of this form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It is of another version of kbc.
    #[error("it is of format {0}, and this kbc reads format {FORMAT}")]
    Format(u32),
    /// An entry is of no number that can be learned.
    #[error("`{0}` names no number")]
    NoNumber(String),
}

/// Reads the file.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<Vec<Provenance>, ProvenanceError> {
    let document: Document = serde_json::from_str(text)?;
    if document.format != FORMAT {
        return Err(ProvenanceError::Format(document.format));
    }
    match document.numbers.iter().find(|one| Unit::from_key(&one.number).is_none()) {
        Some(one) => Err(ProvenanceError::NoNumber(one.number.clone())),
        None => Ok(document.numbers),
    }
}

/// The text of the file, sorted.
///
/// # Panics
///
/// Never: names and finite numbers are always JSON.
#[must_use]
pub fn text(mut numbers: Vec<Provenance>) -> String {
    numbers.sort_by(|a, b| a.number.cmp(&b.number));
    let document = Document { format: FORMAT, numbers };
    let text = serde_json::to_string_pretty(&document).expect("names and finite numbers");
    format!("{text}\n")
}

impl Provenance {
    /// Whether the rules still have the number; nothing where they have no such number, or none of the guides holds it.
    #[must_use]
    pub fn holds(&self, written: &Written<'_>, problems: &[&Problem]) -> Option<bool> {
        let single = || self.values.values().next().copied();
        let same = |a: f64, b: f64| (a - b).abs() <= SAME * b.abs().max(1.0);
        match Unit::from_key(&self.number)? {
            Unit::Likelihood(cause) => {
                let given = written.knowledge.cause(written.item(&cause)?)?.likelihood?;
                Some(same(given.value, single()?))
            }
            Unit::Fixes(remedy, cause) => Some(same(written.fixes(&remedy, &cause)?.chance.value, single()?)),
            Unit::Row(step, of) => {
                let (rows, names, _) = sources(problems, &step)?;
                let row = match of {
                    None => &rows.silent,
                    Some(of) => &rows.spoken.iter().find(|(cause, _)| names[cause.0] == of)?.1,
                };
                let outcomes = written.outcomes(&step);
                let named = |at: usize| outcomes.get(at).map(|outcome| written.knowledge.spelled(outcome.name));
                let fits = |(at, chance): (usize, &f64)| {
                    named(at).and_then(|name| self.values.get(name)).is_none_or(|value| same(*chance, *value))
                };
                Some(row.iter().enumerate().all(fits))
            }
            Unit::Takes(step) => {
                let parts = written.times(&step);
                let part = |name: &String| parts.iter().find(|(part, _)| part == name).map(|(_, given)| given.value);
                let mut all = self.values.iter().map(|(name, value)| Some(same(part(name)?, *value)));
                (!parts.is_empty()).then(|| all.all(|same| same == Some(true)))
            }
            Unit::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_not_known_is_told() {
        let one = Provenance {
            number: "fixes a.restart a.router".into(),
            values: [(String::new(), 0.35)].into(),
            interval: Some((0.3, 0.41)),
            tries: 312,
            sessions: 290.0,
            months: Some(("2026-03".into(), "2026-11".into())),
        };
        let text = text(vec![one.clone()]);
        assert_eq!(read(&text).expect("what was written"), [one]);
        let fault = |text: String| read(&text).expect_err("a fault").to_string();
        assert!(fault(text.replace("\"format\": 1", "\"format\": 2")).contains("format 2"));
        assert!(fault(text.replace("fixes a", "mends a")).contains("names no number"));
        assert!(read("{}").is_err());
    }
}

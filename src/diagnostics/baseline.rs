//! Findings that are known and accepted for now, so that only new ones fail.
//!
//! In: findings, and the text of the file that holds those that are known. Out: those that are new. A finding is known
//! by its [fingerprint](super::fingerprint), so lines may come and go around it; like findings of a file are counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::source::Sources;

use super::Diagnostic;
use super::fingerprint::{fingerprint, path};

/// The version of the file's form.
const FORMAT: u32 = 1;

/// Findings that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    code: String,
    file: String,
    message: String,
    count: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    code: String,
    file: String,
    message: String,
    fingerprint: String,
    count: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    findings: Vec<Line>,
}

/// Findings held against those that are known.
#[derive(Debug)]
pub struct Parted {
    /// Those that are not known.
    pub new: Vec<Diagnostic>,
    /// How many are known.
    pub known: usize,
    /// How many are known and were not found again.
    pub gone: usize,
}

/// Why a file is no baseline.
#[derive(Debug, Error)]
pub enum BaselineError {
    /// It is no JSON of this form.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It is of another version of kbc.
    #[error("it has format {0}, and this kbc reads format {FORMAT}")]
    Format(u32),
}

impl Baseline {
    /// One that knows these findings.
    #[must_use]
    pub fn of(findings: &[Diagnostic], sources: &Sources) -> Self {
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for finding in findings {
            let entry = known.entry(fingerprint(finding, sources)).or_insert_with(|| Known {
                code: finding.fault.code.to_string(),
                file: path(finding, sources).to_owned(),
                message: finding.message.clone(),
                count: 0,
            });
            entry.count += 1;
        }
        Baseline { known }
    }

    /// Reads a file that [`Baseline::text`] wrote. The message of a fault says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: File = serde_json::from_str(text)?;
        if file.format != FORMAT {
            return Err(BaselineError::Format(file.format));
        }
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for Line { code, file, message, fingerprint, count } in file.findings {
            // Two branches may each have added the same: what both say counts.
            let entry = known.entry(fingerprint).or_insert(Known { code, file, message, count: 0 });
            entry.count += count;
        }
        Ok(Baseline { known })
    }

    /// The file: a line for each finding, by file and code, so that a review sees what is accepted.
    ///
    /// # Panics
    /// Never: strings and numbers always become JSON.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines: Vec<Line> = self
            .known
            .iter()
            .map(|(fingerprint, known)| Line {
                code: known.code.clone(),
                file: known.file.clone(),
                message: known.message.clone(),
                fingerprint: fingerprint.clone(),
                count: known.count,
            })
            .collect();
        lines.sort_by(|a, b| {
            (&a.file, &a.code, &a.message, &a.fingerprint).cmp(&(&b.file, &b.code, &b.message, &b.fingerprint))
        });
        let lines: Vec<String> = lines
            .iter()
            .map(|line| "\n    ".to_owned() + &serde_json::to_string(line).expect("strings always become JSON"))
            .collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"format\": {FORMAT},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// How many findings it knows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.known.values().map(|known| known.count).sum()
    }

    /// Takes those that are known out of some findings, the first ones of each kind.
    #[must_use]
    pub fn part(&self, findings: &[Diagnostic], sources: &Sources) -> Parted {
        let mut left: BTreeMap<&str, usize> =
            self.known.iter().map(|(fingerprint, known)| (fingerprint.as_str(), known.count)).collect();
        let mut new = Vec::new();
        for finding in findings {
            match left.get_mut(fingerprint(finding, sources).as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => new.push(finding.clone()),
            }
        }
        let known = findings.len() - new.len();
        Parted { new, known, gone: left.values().sum() }
    }
}

//! What a build leaves for the next one, which is spared reading and reasoning where nothing changed.
//!
//! In: the texts of all rules, settings, and an open output. Out: what the last build of them told, where every file
//! that it made still stands. A build that is spared tells the same findings and leaves the same bytes as one that is not.

use serde::{Deserialize, Serialize};

use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::links::{Links, Lock, Redirects};
use crate::output::Output;
use crate::source::{Files, Sources};

use super::{Analysis, Format, Wanted};

/// What a build told.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remembered {
    /// What it was made from, in hexadecimal digits.
    key: String,
    /// What was made, each once.
    formats: Vec<Format>,
    /// The pictures that steps show, below the folder of rules.
    images: Vec<String>,
    /// How many guides there are.
    pub guides: usize,
    /// The findings that were shown.
    pub findings: Vec<Diagnostic>,
    /// The lock as the build left it.
    lock: String,
    /// Where addresses lead that were published before.
    redirects: Redirects,
}

/// What the last build told, where it was made from the same and nothing that it made was touched. Then all of it counts
/// as put.
#[must_use]
pub fn remembered(files: &dyn Files, sources: &Sources, wanted: Wanted, output: &Output) -> Option<Remembered> {
    let last = last(output)?;
    let wants_more = wanted.formats.iter().any(|format| !last.formats.contains(format));
    let key = key(files, sources, &last.images, wanted);
    if wants_more || !last.is_of(key) || !output.all_up_to_date(key) {
        return None;
    }
    output.leave(output.left().to_vec());
    Some(last)
}

/// Where old addresses lead, where the last build left this lock.
#[must_use]
pub fn last_redirects(lock: &Lock, output: &Output) -> Option<Redirects> {
    last(output).filter(|last| last.lock == lock.digest().to_hex()).map(|last| last.redirects)
}

/// What the last build told, whatever it was made from.
pub(super) fn last(output: &Output) -> Option<Remembered> {
    serde_json::from_slice(output.left()).ok()
}

/// Leaves what a build told, after its findings are settled, for [`remembered`]. `key` is that of what it was made from.
pub fn remember(understood: &Analysis, wanted: Wanted, key: Digest, output: &Output) {
    remember_found(understood, &understood.findings, (wanted, key), output);
}

/// The same with these findings.
pub(crate) fn remember_found(
    understood: &Analysis,
    findings: &[Diagnostic],
    (wanted, key): (Wanted, Digest),
    output: &Output,
) {
    let Analysis { pictures, guides, .. } = understood;
    leave(&Remembered::new(key, wanted, pictures.clone(), guides.len(), findings.to_vec()), output);
}

/// Leaves what a build told.
pub(super) fn leave(told: &Remembered, output: &Output) {
    // Without a note the next build does the work.
    output.leave(serde_json::to_vec(told).unwrap_or_default());
}

impl Remembered {
    /// Whether it is of the build that was made from what has this key.
    pub(super) fn is_of(&self, key: Digest) -> bool {
        self.key == key.to_hex()
    }

    /// What a build of so many guides told, made from what has this key.
    pub(super) fn new(
        key: Digest,
        wanted: Wanted,
        images: Vec<String>,
        guides: usize,
        findings: Vec<Diagnostic>,
    ) -> Self {
        let Links { lock, redirects } = wanted.links.clone();
        let (key, lock) = (key.to_hex(), lock.digest().to_hex());
        Self { key, formats: wanted.formats.to_vec(), images, guides, findings, lock, redirects }
    }
}

/// What all files depend on: the texts of all rules, their pictures, the settings, and kbc itself.
pub(super) fn key(files: &dyn Files, sources: &Sources, images: &[String], wanted: Wanted) -> Digest {
    let mut digester = Digester::new();
    settings(wanted, &mut digester);
    // What is only new in the lock changes no page.
    digester.part(wanted.links.lock.digest().as_bytes());
    let mut part = |bytes: &[u8]| digester.part(bytes);
    for source in sources.files() {
        part(source.path.as_bytes());
        part(source.text().as_bytes());
    }
    for path in images {
        part(path.as_bytes());
        part(&files.read(path).unwrap_or_default());
    }
    digester.finish()
}

/// The part of keys that is the same for all that a build makes: the settings, the theme, and kbc itself.
pub(super) fn settings(wanted: Wanted, key: &mut Digester) {
    let Wanted { config, theme, maker, links, .. } = wanted;
    key.part(maker.as_bytes());
    key.part(format!("{:?}", links.redirects).as_bytes());
    key.part(format!("{config:?}{theme:?}").as_bytes());
}

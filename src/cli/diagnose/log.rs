//! The log of sessions: when they were, what they are called, and the file that they are appended to.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::dialogue::Recording;
use crate::learning::line::Line;
use crate::plans::model_digest;

use super::super::evidence::Opened;

/// What lines say of sessions that begin now.
pub fn recording(opened: &Opened, via: &'static str) -> Recording {
    let now = Offset::UTC.to_datetime(Timestamp::now());
    let began = Instant::now();
    Recording {
        guide: opened.understood.knowledge.qualified(opened.guide),
        kb: model_digest(&opened.decision.problem),
        month: format!("{:04}-{:02}", now.year(), now.month()),
        via,
        language: opened.edition.language.clone(),
        clock: Arc::new(move || began.elapsed().as_secs_f64()),
    }
}

/// 16 digits at random, of a session and of nobody.
pub fn new_id() -> String {
    // Each state has keys of its own, from the randomness of the system.
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

/// Appends lines to a log, each at once, so that several may write to it.
pub fn append(file: Option<&Path>, lines: &[Line<'_>]) -> io::Result<()> {
    let Some(path) = file.filter(|_| !lines.is_empty()) else { return Ok(()) };
    let mut log = fs_err::OpenOptions::new().append(true).create(true).open(path)?;
    for line in lines {
        let text = serde_json::to_string(line).map_err(io::Error::other)?;
        log.write_all(format!("{text}\n").as_bytes())?;
    }
    Ok(())
}

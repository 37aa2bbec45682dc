//! The logs of a call: read, counted, and what is wrong with them told.

use std::io;
use std::path::Path;

use crate::learning::counts::Row;
use crate::learning::read::{Log, TOLD};

use super::super::{CliError, report};
use super::Arguments;

/// What was read.
#[expect(clippy::struct_field_names, reason = "the rows, and how much was read for them")]
pub struct Rows {
    /// The rows that are meant.
    pub rows: Vec<Row>,
    /// Lines in all.
    pub lines: u64,
    /// Lines that were wrong.
    pub wrong: u64,
}

/// The rows of a call. Nothing where so much is wrong that nothing is to be learned.
pub fn rows(arguments: &Arguments) -> Result<Option<Rows>, CliError> {
    let mut log = Log::default();
    for path in &arguments.logs {
        read(&mut log, path)?;
    }
    tell_faults(&log);
    if log.is_unfit() {
        let said = format!(
            "{} of {} lines are wrong: more than one in a hundred, so nothing is learned from the rest",
            log.wrong, log.lines
        );
        report::trouble(&CliError::new(said).help("`kbc explain KB850` says more"));
        return Ok(None);
    }
    let is_meant = |row: &Row| {
        (arguments.via.is_empty() || arguments.via.contains(&row.via))
            && arguments.since.as_ref().is_none_or(|since| row.month >= *since)
    };
    let rows = log.counter.rows().into_iter().filter(is_meant).collect();
    Ok(Some(Rows { rows, lines: log.lines, wrong: log.wrong }))
}

/// Reads one log; `-` is standard input.
pub fn read(log: &mut Log, path: &Path) -> Result<(), CliError> {
    let shown = path.display().to_string();
    let trouble = |error: io::Error| CliError::new(format!("cannot read {shown}: {error}"));
    if shown == "-" {
        return log.read("standard input", io::stdin().lock()).map_err(trouble);
    }
    let file =
        fs_err::File::open(path).map_err(|error| CliError::new(format!("cannot read {shown}: {}", cause(&error))))?;
    log.read(&shown, file).map_err(trouble)
}

/// What the machine says, without the path, which is told already.
fn cause(error: &io::Error) -> String {
    let said = error.get_ref().and_then(|inner| inner.source()).map(ToString::to_string);
    said.unwrap_or_else(|| error.to_string())
}

fn tell_faults(log: &Log) {
    let mut lines: Vec<String> =
        log.faults.iter().map(|(file, line, fault)| format!("kbc: {file}:{line}: {fault}")).collect();
    if log.wrong > TOLD as u64 {
        lines.push(format!("kbc: … and {} more lines that are wrong", log.wrong - TOLD as u64));
    }
    report::notes(&lines);
}

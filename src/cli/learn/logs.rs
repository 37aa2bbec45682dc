//! The logs of a call: read, counted, and what is wrong with them told.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::learning::counts::Row;
use crate::learning::read::{Log, TOLD};
use crate::learning::times::TimeRow;

use super::super::{CliError, report};
use super::Arguments;

/// What was read.
#[expect(clippy::struct_field_names, reason = "the rows, and how much was read for them")]
pub struct Rows {
    /// The rows that are meant.
    pub rows: Vec<Row>,
    /// How long their steps took.
    pub times: Vec<TimeRow>,
    /// Lines in all.
    pub lines: u64,
    /// Lines that were wrong.
    pub wrong: u64,
}

impl Rows {
    /// Sessions of guides that had another name are those of the guides of today.
    pub fn rename_guides(&mut self, former: &BTreeMap<String, String>) {
        if former.is_empty() {
            return;
        }
        let guides = self.rows.iter_mut().map(|row| &mut row.guide);
        for guide in guides.chain(self.times.iter_mut().map(|row| &mut row.guide)) {
            if let Some(today) = former.get(guide.as_str()) {
                guide.clone_from(today);
            }
        }
    }
}

/// The rows of a call. Nothing where so much is wrong that nothing is to be learned.
pub fn rows(arguments: &Arguments) -> Result<Option<Rows>, CliError> {
    let mut log = Log::default();
    let bar = progress(&arguments.logs);
    for path in &arguments.logs {
        read(&mut log, path, &bar)?;
    }
    bar.finish_and_clear();
    tell_faults(&log);
    if log.is_unfit() {
        let said = format!(
            "{} of {} lines are wrong: more than one in a hundred, so nothing is learned from the rest",
            log.wrong, log.lines
        );
        report::trouble(&CliError::new(said).help("`kbc explain KB850` says more"));
        return Ok(None);
    }
    let via = |via: &str| arguments.via.is_empty() || arguments.via.iter().any(|one| one == via);
    let month = |month: &str| arguments.since.as_ref().is_none_or(|since| month >= since.as_str());
    let times = log.counter.times(&via, &month);
    let rows = log.counter.rows().into_iter().filter(|row| via(&row.via) && month(&row.month)).collect();
    Ok(Some(Rows { rows, times, lines: log.lines, wrong: log.wrong }))
}

/// How far the reading is, for whoever watches: in bytes of the files, or as they come from standard input.
fn progress(logs: &[PathBuf]) -> ProgressBar {
    let target =
        if report::is_watched() { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
    let sizes: Option<u64> = logs.iter().map(|path| fs_err::metadata(path).ok().map(|meta| meta.len())).sum();
    let bar = ProgressBar::with_draw_target(sizes, target);
    let template = if sizes.is_some() {
        "{bar:30} {bytes}/{total_bytes} of logs, {eta} left"
    } else {
        "{spinner} {bytes} of logs, {bytes_per_sec}"
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Reads one log; `-` is standard input.
fn read(log: &mut Log, path: &Path, bar: &ProgressBar) -> Result<(), CliError> {
    let shown = path.display().to_string();
    let trouble = |error: io::Error| CliError::new(format!("cannot read {shown}: {error}"));
    if shown == "-" {
        return log.read("standard input", bar.wrap_read(io::stdin().lock())).map_err(trouble);
    }
    let file =
        fs_err::File::open(path).map_err(|error| CliError::new(format!("cannot read {shown}: {}", cause(&error))))?;
    if path.extension().is_some_and(|extension| extension == "parquet") {
        return read_parquet(log, &shown, file, bar);
    }
    log.read(&shown, bar.wrap_read(file)).map_err(trouble)
}

#[cfg(feature = "parquet")]
fn read_parquet(log: &mut Log, shown: &str, file: fs_err::File, bar: &ProgressBar) -> Result<(), CliError> {
    let before = bar.position();
    let length = file.metadata().map_or(0, |meta| meta.len());
    let file = file.into_parts().0;
    #[expect(clippy::cast_sign_loss, reason = "a share of a length")]
    let told = |share: f64| bar.set_position(before + (share.clamp(0.0, 1.0) * length as f64) as u64);
    let read = log.parquet(shown, file, &told);
    told(1.0);
    read.map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))
}

#[cfg(not(feature = "parquet"))]
fn read_parquet(_: &mut Log, shown: &str, _: fs_err::File, _: &ProgressBar) -> Result<(), CliError> {
    Err(CliError::new(format!("cannot read {shown}: this kbc was built without Parquet")).help(
        "`cargo install kbc --features parquet` builds one that reads it; or count it where it is, by the query of \
         `kbc learn --sql duckdb`, and give kbc the counts",
    ))
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

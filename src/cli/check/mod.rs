//! `kbc check`: all faults.

#[cfg(feature = "alerts")]
mod alerts;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostics::{Baseline, Level};
use crate::output;
use crate::pipeline;
use crate::session::Found;
use crate::source::{Disk, read_plain_text};

use super::lock;
use super::memory::Remembering;
use super::project::{self, Project};
use super::report::{self, Reporting, counted};
use super::{CliError, Outcome};

/// Find all faults; write nothing unless asked to mend them
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,
    /// Mend what can be mended without asking, and show what is left
    #[arg(long)]
    fix: bool,
    /// Be silent about the findings that this file knows, and fail for every new error or warning
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings into the file of --baseline, in the place of those that it knows
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// Hold the rules of a monitoring system against the guides: rule files of Prometheus, manifests of `PrometheusRule`,
    /// exports of Grafana, or lists of names, one a line
    #[cfg(feature = "alerts")]
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "fix")]
    alerts: Vec<PathBuf>,
    /// Measure reviews against this date, such as 2026-11-23; without one, none is overdue
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    reporting: Reporting,
}

/// The longest baseline that is read, in bytes.
const LONGEST: u64 = 256 << 20;

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let found = project::find(arguments.project.as_deref())?;
    let project = Project { config: Config { as_of: arguments.as_of, ..found.config }, ..found };
    if arguments.fix {
        fix(&project, &project.files())?;
    }
    let remembering = Remembering::of(&project.root);
    let session = project.session(remembering.plans());
    let mut found = session.state().findings()?;
    let lock = lock::read(&project)?;
    if !lock.is_empty() && !found.has_errors {
        let gone = lock::findings(&session.state().settle(&lock));
        found.has_errors = !gone.is_empty();
        found.findings.extend(gone);
    }
    remembering.save();
    #[cfg(feature = "alerts")]
    let found = alerts::with(&project, &arguments.alerts, found)?;
    // The process ends with this command: to take the knowledge apart piece by piece would only cost time.
    std::mem::forget(session);
    match &arguments.baseline {
        None => arguments.reporting.show(&project, &found.findings, &found.sources),
        Some(path) if arguments.write_baseline => accept(path, &found),
        Some(path) => show_new(arguments, &project, path, &found),
    }
}

/// Mends the files of the project, each written as a whole.
fn fix(project: &Project, files: &Disk) -> Result<(), CliError> {
    let mended = pipeline::mend(files, &project.config);
    let mut text = String::new();
    for (path, new) in &mended.files {
        output::replace(&files.resolve(path)?, new.as_bytes())?;
        text.push_str(&format!("changed {}/{path}\n", project.config.rules));
    }
    let count = counted(mended.files.len(), "file");
    text.push_str(&format!("{} mended in {count}\n", counted(mended.count, "finding")));
    report::print(&text)
}

fn accept(path: &Path, found: &Found) -> Result<Outcome, CliError> {
    let baseline = Baseline::of(&found.findings, &found.sources);
    report::write(path, &baseline.text())?;
    report::print(&format!("{} in {}\n", counted(baseline.count(), "finding"), path.display()))?;
    Ok(Outcome::Fine)
}

fn show_new(arguments: &Arguments, project: &Project, path: &Path, found: &Found) -> Result<Outcome, CliError> {
    let read = || -> Result<Baseline, String> {
        let text =
            read_plain_text(path, LONGEST).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        Baseline::parse(&text).map_err(|message| format!("{} is no baseline: {message}", path.display()))
    };
    let baseline = read().map_err(|message| CliError::new(message).help("`--write-baseline` writes it"))?;
    let sources = &found.sources;
    let parted = baseline.part(&found.findings, sources);
    let shown = arguments.reporting.show(project, &parted.new, sources)?;
    if arguments.reporting.is_for_people() {
        let mut line = format!("{} in the baseline, not shown", counted(parted.known, "finding"));
        if parted.gone > 0 {
            line.push_str(&format!("; {} in it no longer found: `--write-baseline` takes them out", parted.gone));
        }
        report::notes(&[line]);
    }
    // What is new fails: else a base with old sins would gather more of them.
    let fails = parted.new.iter().any(|finding| finding.level != Level::Note);
    Ok(if fails { Outcome::Faults } else { shown })
}

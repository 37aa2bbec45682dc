//! `kbc check`: all faults.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::config::Config;
use crate::pipeline;
use crate::source::Disk;

use super::report::Reporting;
use super::{Outcome, Trouble, project};

/// Find all faults, and write nothing
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,
    /// Measure reviews against this date, such as 2026-11-23; without one, none is overdue
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    reporting: Reporting,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Trouble> {
    let project = project::find(arguments.project.as_deref())?;
    let files = Disk::new(project.root.join(&project.config.rules));
    let config = Config { as_of: arguments.as_of, ..project.config };
    let understood = pipeline::check(&files, &config);
    arguments.reporting.show(&understood.findings, &understood.knowledge.sources)
}

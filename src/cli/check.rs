//! `kbc check`: all faults.

use std::path::PathBuf;

use clap::Args;

use crate::pipeline;
use crate::source::Disk;

use super::report::Reporting;
use super::{Outcome, Trouble, project};

/// Find all faults, and write nothing
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Trouble> {
    let project = project::find(arguments.project.as_deref())?;
    let files = Disk::new(project.root.join(&project.config.rules));
    let understood = pipeline::check(&files, &project.config);
    arguments.reporting.show(&understood.findings, &understood.knowledge.sources)
}

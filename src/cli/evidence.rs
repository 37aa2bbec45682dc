//! A guide and what is known at its beginning, as several commands take them.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::Collect;
use crate::decision::Decision;
use crate::decision::evidence::{self, InputError, Known, Typed};
use crate::edition::Edition;
use crate::graph::Members;
use crate::model::{Chances, ItemId};
use crate::pipeline::{self, Analysis};

use super::CliError;
use super::memory::Remembering;
use super::project::{self, Project};
use super::report::Reporting;

/// What is known at the beginning.
#[derive(Debug, Args)]
pub struct Evidence {
    /// A symptom that is seen
    #[arg(long, value_name = "SYMPTOM")]
    seen: Vec<String>,
    /// A symptom that is known not to be there
    #[arg(long, value_name = "SYMPTOM")]
    absent: Vec<String>,
    /// An answer; a value where the check asks one
    #[arg(long, value_name = "CHECK=OUTCOME")]
    given: Vec<String>,
    /// A fact
    #[arg(long, value_name = "FACT=VALUE")]
    know: Vec<String>,
    /// A remedy that did not help, and in which way where it tells several apart
    #[arg(long, value_name = "REMEDY[=OUTCOME]")]
    tried: Vec<String>,
}

/// The guide of a command.
#[derive(Debug, Args)]
pub struct Asked {
    /// The guide, by its name; with its module in front where several are called so
    guide: String,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
}

/// A guide that can be planned.
pub struct Opened {
    /// All that was read.
    pub understood: Analysis,
    /// The guide.
    pub guide: ItemId,
    /// The guide as the engine sees it.
    pub decision: Decision,
    /// What is remembered of its plans.
    pub remembering: Remembering,
    /// The edition of the guide.
    pub edition: Edition,
    /// How readers are told chances.
    pub chances: Chances,
    /// Where the site is published.
    pub base_url: Option<String>,
    /// Whether sessions are collected.
    pub collects: bool,
}

impl Asked {
    /// Reads the project and finds the guide. Nothing where the rules have errors, which are shown.
    pub fn open(&self) -> Result<Option<Opened>, CliError> {
        let project = project::find(self.project.as_deref().map(Path::new))?;
        let Some(mut understood) = read_project(&project)? else { return Ok(None) };
        let guide = evidence::guide(&understood.knowledge, &self.guide).map_err(|misread| trouble(&[misread]))?;
        let decision = understood.decision(&project.config, guide).ok_or_else(|| trouble(&[no_end(&self.guide)]))?;
        let remembering = Remembering::of(&project.root);
        understood.plans = remembering.plans();
        let base_url = project.config.base_url.clone();
        let chances = understood.chances_told(guide, project.config.numbers.told);
        let edition = project.config.edition.clone();
        let collects = project.config.learning.collect != Collect::Off;
        Ok(Some(Opened { understood, guide, decision, remembering, edition, chances, base_url, collects }))
    }
}

impl Opened {
    /// What the guide holds.
    pub fn members(&self) -> &Members {
        self.understood.members(self.guide).expect("an opened guide was found among the guides")
    }

    /// Reads evidence.
    pub fn read(&self, words: &Typed) -> Result<Known, CliError> {
        evidence::read(&self.understood.knowledge, &self.decision, words).map_err(|misread| trouble(&misread))
    }
}

impl Evidence {
    /// As it was typed.
    pub fn words(&self) -> Typed {
        Typed {
            seen: self.seen.clone(),
            absent: self.absent.clone(),
            given: self.given.clone(),
            know: self.know.clone(),
            tried: self.tried.clone(),
        }
    }
}

/// What the rules of a project say, for questions about guides. Nothing where they have errors, which are shown.
pub fn read_project(project: &Project) -> Result<Option<Analysis>, CliError> {
    let mut understood = pipeline::read(&project.files(), &project.config);
    if understood.is_hindered() {
        Reporting::default().show(project, &understood.findings, &understood.knowledge.sources)?;
        return Ok(None);
    }
    Ok(Some(understood))
}

/// That a guide cannot be planned.
pub fn no_end(guide: &str) -> InputError {
    InputError { message: format!("`{guide}` has no end that a plan could reckon with"), help: None }
}

/// All that was not understood, as one trouble.
pub fn trouble(misread: &[InputError]) -> CliError {
    let Some((last, before)) = misread.split_last() else { return CliError::new("nothing was understood") };
    let mut message = String::new();
    for one in before {
        message.push_str(&one.message);
        if let Some(help) = &one.help {
            message.push_str("\n  help: ");
            message.push_str(help);
        }
        message.push_str("\nkbc: ");
    }
    message.push_str(&last.message);
    let trouble = CliError::new(message);
    match &last.help {
        Some(help) => trouble.help(help.clone()),
        None => trouble,
    }
}

//! `kbc match`: which guides fit a log or an alert.

mod input;
mod text;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::decision::evidence::{self, InputError};
use crate::emit::json::{self, MatchReport};
use crate::matching::{Claim, Matcher};
use crate::pipeline::Analysis;
use crate::source::read_plain;
use crate::triage::{Catalogue, Looked};

use super::evidence::read_project;
use super::project::{self, Project};
use super::report;
use super::{CliError, Outcome};

/// Find the guides that fit a log or an alert
#[derive(Debug, Args)]
#[command(after_long_help = INPUT)]
pub struct Arguments {
    /// A guide to look for alone, by its name; then the files to look at. `-`, or no file, is standard input
    #[arg(value_name = "GUIDE|FILE")]
    inputs: Vec<OsString>,
    /// How the result is shown
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Look guides up in this `index.json` of `kbc build`, in the place of a project
    #[arg(long, value_name = "FILE", conflicts_with = "project")]
    index: Option<PathBuf>,
    /// Take no heed of the case of letters; in messages and names of alerts, of that of A to Z
    #[arg(long)]
    ignore_case: bool,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
}

const INPUT: &str = r"What is read: text, a line at a time; lines that are JSON objects, of which the texts are looked at; and
payloads of alerts: Alertmanager's webhook (version 4) and API, Prometheus' /api/v1/alerts, Grafana's
and Opsgenie's webhooks, PagerDuty's webhooks (version 3). Alerts that are resolved are left out.

A symptom is found by its `message` anywhere in a line, by a `pattern` that fits a part of it, and by
the name of its `alert`. A named group of a pattern is the value of a fact: (?<host>\S+) fills in
<host>, and (?<pod_name>…) <pod-name>. So are the labels of alerts.

The exit status is 0 where something was found, 1 where nothing was, and 2 for trouble.";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs; the schema is schema/match.json among the JSON files of `kbc build`.
    Json,
}

/// The longest catalogue that is read, in bytes.
const LONGEST: u64 = 1 << 30;

/// What guides are looked up in.
enum Among {
    Project(Box<(Project, Analysis)>),
    Catalogue(Catalogue),
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let among = open(arguments)?;
    let (only, files) = among.only(&arguments.inputs)?;
    let claims = among.claims(only);
    if claims.is_empty() {
        let whose = if only.is_some() { "no symptom of this guide" } else { "no symptom here" };
        return Err(CliError::new(format!("{whose} has a message, a pattern or an alert"))
            .help("write `message`, `pattern` or `alert` into the symptoms that a log shows"));
    }
    let matcher = Matcher::new(claims, arguments.ignore_case).map_err(|error| CliError::new(error.to_string()))?;
    let looked = input::look(&matcher, files)?;
    for (_, pattern) in matcher.unusable() {
        report::notes(&[format!("note: the pattern `{pattern}` cannot be used, and finds nothing")]);
    }
    let found = among.report(&looked, only);
    match arguments.format {
        Format::Json => {
            let bytes = json::lines(&found, 3, 4096).map_err(|error| CliError::new(error.to_string()))?;
            report::print_json(&String::from_utf8_lossy(&bytes))?;
        }
        Format::Text => report::print(&text::text(&found))?,
    }
    Ok(if found.symptoms.is_empty() { Outcome::Faults } else { Outcome::Fine })
}

/// Opens the project or the catalogue. Errors of the rules are shown, and stand in the way.
fn open(arguments: &Arguments) -> Result<Among, CliError> {
    if let Some(path) = &arguments.index {
        let cannot = |error: String| CliError::new(format!("cannot use {}: {error}", path.display()));
        let bytes = read_plain(path, LONGEST).map_err(|error| cannot(error.to_string()))?;
        return Ok(Among::Catalogue(Catalogue::parse(&bytes).map_err(|error| cannot(error.to_string()))?));
    }
    let project = project::find(arguments.project.as_deref().map(Path::new))?;
    let hindered = || CliError::new("guides are looked up in rules without errors");
    let understood = read_project(&project)?.ok_or_else(hindered)?;
    Ok(Among::Project(Box::new((project, understood))))
}

impl Among {
    /// The place of the guide that is looked for alone, if the first argument names one, and the files.
    fn only<'i>(&self, inputs: &'i [OsString]) -> Result<(Option<usize>, &'i [OsString]), CliError> {
        let Some((first, rest)) = inputs.split_first() else { return Ok((None, inputs)) };
        let Some(name) = first.to_str().filter(|name| *name != "-" && !name.contains(['/', '\\'])) else {
            return Ok((None, inputs));
        };
        let is_file = Path::new(first).exists();
        match self.guide(name) {
            Ok(guide) => {
                if is_file {
                    report::notes(&[format!("note: `{name}` is taken for the guide; `./{name}` is the file")]);
                }
                Ok((Some(guide), rest))
            }
            Err(_) if is_file => Ok((None, inputs)),
            Err(InputError { message, help }) => {
                let trouble = CliError::new(format!("there is no file `{name}`, and {message}"));
                Err(help.into_iter().fold(trouble, CliError::help))
            }
        }
    }

    /// The place of a guide.
    fn guide(&self, name: &str) -> Result<usize, InputError> {
        match self {
            Among::Project(base) => {
                let guide = evidence::guide(&base.1.knowledge, name)?;
                Ok(base.1.guides.iter().position(|(id, _)| *id == guide).unwrap_or_default())
            }
            Among::Catalogue(catalogue) => catalogue
                .guide(name)
                .ok_or_else(|| InputError { message: format!("no guide is called `{name}`"), help: None }),
        }
    }

    fn claims(&self, only: Option<usize>) -> Vec<Claim> {
        match self {
            Among::Project(base) => base.1.triage(&base.0.config).claims(only).collect(),
            Among::Catalogue(catalogue) => catalogue.claims(only).collect(),
        }
    }

    fn report(&self, looked: &[Looked], only: Option<usize>) -> MatchReport {
        match self {
            Among::Project(base) => base.1.triage(&base.0.config).report(looked, only),
            Among::Catalogue(catalogue) => catalogue.report(looked, only),
        }
    }
}

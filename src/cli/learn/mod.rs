//! `kbc learn`: better numbers from resolved sessions.

mod doubts;
mod findings;
mod html;
mod import;
mod logs;
mod missing;
mod patch;
mod provenance;
mod report;
mod simulate;
mod sql;
mod study;
mod table;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::estimates::Written;
use crate::lints::Ran;
use crate::model::ItemId;
use crate::pipeline::Analysis;

use super::evidence::read_project;
use super::memory::Remembering;
use super::project::Project;
use super::report::Reporting;
use super::{CliError, Outcome, project};

pub use table::months;

/// Learn better numbers from what sessions came to: how likely causes are, what answers mean, how often remedies help
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, after_long_help = AFTER)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Logs, or counts of them: `.jsonl`, `.csv`, also packed as `.gz` or `.zst`; `-` reads standard input; `.parquet` where kbc
    /// was built with it
    #[arg(required_unless_present = "sql", value_name = "LOG")]
    logs: Vec<PathBuf>,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
    /// Only sessions of this guide; may be given several times
    #[arg(long, value_name = "GUIDE")]
    guide: Vec<String>,
    /// Only sessions that came so: `page`, `terminal`, `bot`, `ticket`, or another word; may be given several times
    #[arg(long, value_name = "WORD")]
    via: Vec<String>,
    /// Only sessions of this month and later
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    since: Option<String>,
    /// How the table is shown
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Write what would change to a file, as `git apply` takes it; `-` prints it in the place of the table
    #[arg(long, value_name = "FILE", conflicts_with = "write")]
    patch: Option<PathBuf>,
    /// Change the numbers in the rules, and write down in learned.json where they come from
    #[arg(long)]
    write: bool,
    /// For CI: fail where a written number lies outside its interval and costs readers more than half a minute
    #[arg(long)]
    check: bool,
    /// Write the counts of the sessions to a file, as CSV; `-` prints them. Nothing is learned then
    #[arg(long, value_name = "FILE", conflicts_with_all = ["patch", "write", "check"])]
    counts: Option<PathBuf>,
    /// Write how long steps took to a file, as CSV; `-` prints it. Nothing is learned then
    #[arg(long, value_name = "FILE", conflicts_with_all = ["patch", "write", "check"])]
    times: Option<PathBuf>,
    /// With `--counts`: take answers away from what fewer sessions showed, until as many did
    #[arg(long, value_name = "K", requires = "counts")]
    min_count: Option<u64>,
    /// Print the query that counts a log, for a database; no log is read
    #[arg(long, value_enum, value_name = "DIALECT", num_args = 0..=1, default_missing_value = "duckdb")]
    sql: Option<sql::Dialect>,
    #[command(flatten)]
    reporting: Reporting,
}

/// With `--check`, readers may lose so many minutes by a number that is wrong.
const BEARABLE: f64 = 0.5;

const AFTER: &str =
    "A line of a log is what one session showed: schema/session.json among the JSON files of `kbc build` says what
stands in it. Lines that are wrong are told and passed over; where more than one in a hundred is, nothing is
learned. Written numbers count as sessions: a word as 10, a number as 30, one with `cite` as 100, and as fewer where the
sessions say otherwise. What only one guide or few sessions say of a number changes nothing.";

#[derive(Debug, Subcommand)]
enum Command {
    Simulate(simulate::Arguments),
    Import(import::Arguments),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// A table for a page or a comment.
    Markdown,
    /// All numbers, for programs.
    Json,
    /// One page, with intervals as bars; it holds no script and loads nothing.
    Html,
}

fn month(text: &str) -> Result<String, String> {
    if crate::learning::line::is_month(text) { Ok(text.to_owned()) } else { Err("not a month, as 2026-11".to_owned()) }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    match &arguments.command {
        Some(Command::Simulate(arguments)) => return simulate::run(arguments),
        Some(Command::Import(arguments)) => return import::run(arguments),
        None => {}
    }
    if let Some(dialect) = arguments.sql {
        super::report::print_as_it_is(&dialect.text())?;
        return Ok(Outcome::Fine);
    }
    if arguments.counts.is_some() || arguments.times.is_some() {
        return write_counts(arguments);
    }
    let project = project::find(arguments.project.as_deref())?;
    let Some(mut understood) = read_project(&project)? else { return Ok(Outcome::Faults) };
    let remembering = Remembering::of(&project.root);
    understood.plans = remembering.plans();
    let Some(mut rows) = logs::rows(arguments)? else { return Ok(Outcome::Faults) };
    let all: Vec<ItemId> = understood.guides.iter().map(|(id, _)| *id).collect();
    rows.rename_guides(&crate::estimates::former_guides(&understood.knowledge, &all));
    let guides = wanted(&understood, &arguments.guide)?;
    let mut written = Written::new(&understood.knowledge, project.config.learning.sessions);
    let strange = findings::of_no_guide(&understood, &rows.rows);
    let (studied, stale) = study::study(
        &understood,
        &project.config,
        &mut written,
        &project.config.learned,
        (&guides, std::mem::take(&mut rows.rows), &rows.times),
    );
    remembering.save();
    let summary = report::Summary {
        lines: rows.lines,
        wrong: rows.wrong,
        guides: studied.iter().flat_map(|one| one.reports(&understood, &written)).collect(),
    };
    let mut found = findings::findings(&understood, &written, &studied);
    found.extend(strange);
    found.extend(stale);
    let found = understood.settled(Ran::Some, found);
    let told = arguments.reporting.show(&project, &found, &understood.knowledge.sources)?;
    if arguments.patch.as_deref() != Some(Path::new("-")) {
        show(arguments.format, &summary)?;
    }
    if arguments.patch.is_some() || arguments.write {
        change(arguments, &project, &understood, &studied)?;
    }
    Ok(if arguments.check && is_unbearable(&summary) { Outcome::Faults } else { told })
}

fn show(format: Format, summary: &report::Summary) -> Result<(), CliError> {
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(summary).map_err(|error| CliError::new(error.to_string()))?;
            super::report::print_json(&format!("{text}\n"))
        }
        Format::Html => super::report::print_as_it_is(&html::page(summary)),
        Format::Text => super::report::print(&table::text(summary)),
        Format::Markdown => super::report::print(&table::markdown(summary)),
    }
}

/// Whether readers lose too much by a number that is wrong.
fn is_unbearable(summary: &report::Summary) -> bool {
    let numbers = summary.guides.iter().flat_map(|guide| &guide.numbers);
    numbers
        .filter(|number| number.written < number.low || number.written > number.high)
        .any(|number| number.plan.is_some_and(|loss| loss > BEARABLE))
}

/// Writes the counts of the logs.
fn write_counts(arguments: &Arguments) -> Result<Outcome, CliError> {
    let Some(rows) = logs::rows(arguments)? else { return Ok(Outcome::Faults) };
    let times = rows.times;
    let rows = match arguments.min_count {
        None => rows.rows,
        Some(least) => {
            let (kept, touched, dropped) = crate::learning::counts::coarsened(&rows.rows, least);
            super::report::notes(&[format!(
                "kbc: {touched} sessions lost answers or were dropped, {dropped} of them wholly: what is learned from these \
                 counts is less sure"
            )]);
            kept
        }
    };
    let failed = |error: csv::Error| CliError::new(error.to_string());
    if let Some(to) = &arguments.counts {
        super::report::deliver(to, &crate::learning::read::as_csv(&rows).map_err(failed)?)?;
    }
    if let Some(to) = &arguments.times {
        let times: Vec<_> = times.into_iter().filter(|row| row.times >= arguments.min_count.unwrap_or(0)).collect();
        super::report::deliver(to, &crate::learning::read::as_csv(&times).map_err(failed)?)?;
    }
    Ok(Outcome::Fine)
}

/// Writes what changes.
fn change(
    arguments: &Arguments,
    project: &Project,
    understood: &Analysis,
    studied: &[study::Studied],
) -> Result<(), CliError> {
    let patched = patch::patched(project, understood, studied)?;
    patched.warn();
    if let Some(to) = &arguments.patch {
        return patched.write_difference(project, to);
    }
    patched.write(project, &provenance::text(project, studied, &patched))?;
    let files = super::report::counted(patched.files.len(), "file");
    let units = super::report::counted(patched.changed.len(), "number or row");
    super::report::notes(&[format!("kbc: changed {units} in {files}")]);
    Ok(())
}

/// The guides that are meant: all where none is named.
fn wanted(understood: &Analysis, names: &[String]) -> Result<Vec<ItemId>, CliError> {
    if names.is_empty() {
        return Ok(understood.guides.iter().map(|(id, _)| *id).collect());
    }
    let find = |name: &String| {
        let found = crate::decision::evidence::guide(&understood.knowledge, name);
        found.map_err(|misread| super::evidence::trouble(&[misread]))
    };
    names.iter().map(find).collect()
}

//! `kbc build`: guides to publish.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostics::Diagnostic;
use crate::links::{FILE, Links, Lock};
use crate::output::{self, Output, OutputError, Report, Scope};
use crate::pipeline::{self, Format, PublishError, Wanted};
use crate::plans::Plans;
use crate::session::{Site, State};
use crate::source::Sources;

use super::lock;
use super::memory::{self, Remembering};
use super::project::{self, Project};
use super::report::{self, Reporting, counted};
use super::theme;
use super::{CliError, Outcome};

/// Compile the rules into guides to publish
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,
    /// Make these formats alone; what was made of the others stays. Without it: json, markdown and html
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<FormatName>,
    /// Write into this folder, in the place of the one that kbc.toml names
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Write nothing, and fail with the list of files that differ from what a build would make
    #[arg(long)]
    check: bool,
    /// Fail where kbc.lock would change: something that links can lead to was added and the lock not committed with it
    #[arg(long)]
    locked: bool,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Markdown,
    Html,
    /// A skill for each guide, which agents read: `skills/NAME/SKILL.md`. It is made only where it is named
    Agents,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Json => Format::Json,
            FormatName::Markdown => Format::Markdown,
            FormatName::Html => Format::Html,
            FormatName::Agents => Format::Agents,
        }
    }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let formats = formats(arguments);
    let maker = maker();
    // Where the caller names a folder, it may lie anywhere; what the project names has to lie inside.
    let root = arguments.out.clone().map_or_else(|| project.folder(&project.config.out), Ok)?;
    let theme = theme::read(&project)?;
    let lock = lock::read(&project)?;
    let output = open(arguments, &project, &formats, &root);
    let show = |findings: &[Diagnostic], sources: &Sources| arguments.reporting.show(&project, findings, sources);

    let session = project.session(Plans::default());
    let state = session.state();
    let end = |findings: &[Diagnostic], guides: usize, output: Output| match show(findings, &state.sources())? {
        // The output is dropped unfinished: what was there before still stands.
        Outcome::Faults => Ok(Outcome::Faults),
        Outcome::Fine => finish(arguments, output, guides, &root),
    };
    // Where the lock is as the last build left it, that build knew where old addresses lead.
    let known = output.as_ref().ok().and_then(|open| pipeline::last_redirects(&lock, open));
    let known = known.map(|redirects| Links { lock: lock.clone(), redirects });
    let wanted = |links| Wanted { config: &project.config, theme: &theme, formats: &formats, maker: &maker, links };
    if let (Ok(open), Some(links)) = (&output, &known)
        && let Some(told) = state.spared(wanted(links), open)
    {
        return end(&told.findings, told.guides, output?);
    }

    let remembering = Remembering::of(&project.root);
    session.plan_with(remembering.plans());
    if let (Ok(open), Some(links)) = (&output, &known)
        && let Some(told) = state.amend(wanted(links), open, &|_| {}).map_err(hindered)?
    {
        return end(&told.findings, told.guides, output?);
    }
    if let Some(found) = state.errors_of_reading() {
        show(&found.findings, &found.sources)?;
        return Ok(Outcome::Faults);
    }
    let settled = state.settle(&lock);
    if !settled.gone.is_empty() {
        return show(&lock::findings(&settled), &state.sources());
    }
    let is_new = settled.lock != lock;
    if is_new && (arguments.locked || arguments.check && !lock.is_empty()) {
        return other_lock(&lock, &settled.lock);
    }
    let links = Links { lock: settled.lock, redirects: settled.redirects };
    // What is wrong with the rules is told before what hinders the output.
    let output = output?;
    let site = publish(&state, wanted(&links), &output)?;
    let ended = end(&site.findings, site.guides, output);
    if is_new && !arguments.check && matches!(ended, Ok(Outcome::Fine)) {
        lock::write(&project, &links.lock)?;
    }
    drop(state);
    // The process ends with this command: to take the knowledge apart piece by piece would only cost time.
    std::mem::forget(session);
    ended
}

/// Says what would be new in the lock.
fn other_lock(before: &Lock, now: &Lock) -> Result<Outcome, CliError> {
    let new: Vec<String> = now
        .lines()
        .filter(|(id, address)| !before.has(id, address))
        .map(|(id, address)| format!("new      {id} {address}\n"))
        .collect();
    let told = format!("{FILE} lacks {}; `kbc build` adds what is missing\n", counted(new.len(), "line"));
    report::print(&(new.concat() + &told))?;
    Ok(Outcome::Faults)
}

fn finish(arguments: &Arguments, output: Output, guides: usize, root: &Path) -> Result<Outcome, CliError> {
    let report = output.finish().map_err(|error| trouble(&error))?;
    tell(arguments, &report, guides, root)
}

fn formats(arguments: &Arguments) -> Vec<Format> {
    let mut formats: Vec<Format> = arguments.format.iter().copied().map(Format::from).collect();
    if formats.is_empty() {
        formats.extend(Format::USUAL);
    }
    formats.sort_unstable();
    formats.dedup();
    formats
}

fn open(arguments: &Arguments, project: &Project, formats: &[Format], root: &Path) -> Result<Output, CliError> {
    let scope = Scope::folders(formats.iter().map(|format| format.folder()));
    let cache = if arguments.check { None } else { memory::of_output(project)? };
    Output::open(root, output::Options { scope, cache, check: arguments.check }).map_err(|error| trouble(&error))
}

fn publish(state: &State, wanted: Wanted, output: &Output) -> Result<Site, CliError> {
    let bar = progress(state.guides_to_make());
    let made = state.publish(wanted, output, &|done| {
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    made.map_err(hindered)
}

/// A bar for those who watch; it shows itself only where a build takes a while.
fn progress(guides: usize) -> ProgressBar {
    let target =
        if report::is_watched() { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(guides as u64), target);
    match ProgressStyle::with_template("{bar:30} {pos}/{len} guides, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Which kbc this is: its version, and the size and time of the program, as a developer builds many of one version.
fn maker() -> String {
    let program = std::env::current_exe().and_then(|path| path.metadata());
    let stamp = program.ok().and_then(|meta| {
        let changed = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {}", meta.len(), changed.as_nanos()))
    });
    format!("{} {}", env!("CARGO_PKG_VERSION"), stamp.unwrap_or_default())
}

fn tell(arguments: &Arguments, report: &Report, guides: usize, root: &Path) -> Result<Outcome, CliError> {
    let lists = [("new", &report.created), ("changed", &report.updated), ("stale", &report.removed)];
    if arguments.check {
        let mut text = String::new();
        for (word, paths) in lists {
            for path in paths {
                text.extend([&format!("{word:8} "), path.as_str(), "\n"]);
            }
        }
        if report.differs() {
            text.push_str("the output differs from what its sources make; `kbc build` makes it anew\n");
            report::print(&text)?;
            return Ok(Outcome::Faults);
        }
        report::print(&format!(
            "{} as {} would be made\n",
            counted(report.unchanged, "file"),
            counted(guides, "guide")
        ))?;
        return Ok(Outcome::Fine);
    }
    let counts: Vec<String> = lists
        .iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(word, paths)| format!("{} {word}", paths.len()))
        .chain((report.unchanged > 0).then(|| format!("{} as before", report.unchanged)))
        .collect();
    let mut text = format!("{} in {}: {}\n", counted(guides, "guide"), root.display(), counts.join(", "));
    for path in &report.kept {
        text.extend(["kept ", path, ": it is no longer made, but somebody changed it\n"]);
    }
    report::print(&text)?;
    if let Some(error) = &report.cache_error {
        report::notes(&[format!("the next build has to read all files: {error}")]);
    }
    Ok(Outcome::Fine)
}

/// What stood in the way of a site, said to people.
pub fn hindered(hindrance: PublishError) -> CliError {
    match hindrance {
        PublishError::Output(error) => trouble(&error),
        error => CliError::new(error.to_string()),
    }
}

/// What stood in the way of the output.
pub fn trouble(error: &OutputError) -> CliError {
    let trouble = CliError::new(error.to_string());
    match error.help() {
        Some(help) => trouble.help(help),
        None => trouble,
    }
}

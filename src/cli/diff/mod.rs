//! `kbc diff`: what a change of the rules does to readers, and to those who link to guides.

mod git;
mod markdown;
mod news;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::change::{Change, Level};
use crate::config::Config;
use crate::emit::json;
use crate::links::{self, Lock};
use crate::plans::Plans;
use crate::session::{Incomparable, Links, Session, Which};
use crate::source::{Disk, Files, read_plain_text};

use super::lock;
use super::memory::Remembering;
use super::project::{self, FILE, Project};
use super::report::{self, Reporting};
use super::{CliError, Outcome};

use git::Revision;

/// Say what a change of the rules does to readers and to links: what breaks, what is worth a look, what is minor
#[derive(Debug, Args)]
pub struct Arguments {
    /// The older version: a folder, or a revision of git such as `origin/main` or `HEAD~3`; or the JSON of a comparison that
    /// was made before, to show it in another format
    #[arg(value_name = "OLD")]
    old: String,
    /// The newer version: a folder or a revision; the project in the current folder as it is now, where none is given
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// Tell only what concerns this guide
    #[arg(long, value_name = "GUIDE")]
    guide: Option<String>,
    /// How the differences are shown
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Fail for differences of this level and above
    #[arg(long, value_enum, default_value_t = FailOn::Breaking, value_name = "LEVEL")]
    fail_on: FailOn,
    /// Write no more characters than this as Markdown
    #[arg(long, value_name = "N", default_value_t = 60_000, value_parser = max_chars)]
    max_chars: usize,
    /// The date of a feed or of a part of a changelog, such as 2026-11-23; today where none is given
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// List minor differences, too
    #[arg(long)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a comment under a pull request
    Markdown,
    /// For programs; `schema/diff.json` among the published schemas says what it holds
    Json,
    /// The draft of a part of CHANGELOG.md, for those who use the guides
    Changelog,
    /// A feed with an entry for each guide that changed, for readers of news
    Atom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A link breaks, somebody is not helped any more, a risk comes earlier
    Breaking,
    /// Readers are led elsewhere, or take longer or shorter
    Notable,
    /// Anything at all
    Any,
}

impl FailOn {
    fn fails(self, change: &Change) -> bool {
        let least = match self {
            FailOn::Breaking => Level::Breaking,
            FailOn::Notable => Level::Notable,
            FailOn::Any => Level::Minor,
        };
        change.level().is_some_and(|level| level >= least)
    }
}

/// The least that a comment is cut to: its first lines and the line that says what is left out.
const LEAST: usize = 1_000;

fn max_chars(text: &str) -> Result<usize, String> {
    let number = text.parse::<usize>().ok().filter(|number| *number >= LEAST);
    number.ok_or_else(|| format!("a number from {LEAST}"))
}

/// One of two versions, opened.
struct Version {
    name: String,
    root: PathBuf,
    config: Config,
    files: Arc<dyn Files + Send + Sync>,
    links: Links,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let old = Path::new(&arguments.old);
    let (change, config) = if is_comparison(old) {
        (made_before(old, arguments)?, project::settings(None)?.config)
    } else {
        made_now(arguments)?
    };
    show(arguments, &change, &config)?;
    Ok(if arguments.fail_on.fails(&change) { Outcome::Faults } else { Outcome::Fine })
}

/// The longest comparison that is read, in bytes.
const LONGEST: u64 = 256 << 20;

fn is_comparison(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json") && path.is_file()
}

/// A comparison that was made before.
fn made_before(path: &Path, arguments: &Arguments) -> Result<Change, CliError> {
    if arguments.new.is_some() || arguments.guide.is_some() {
        return Err(CliError::new(format!(
            "{} is a comparison by itself: there is nothing to hold it against",
            path.display()
        )));
    }
    let text = read_plain_text(path, LONGEST)
        .map_err(|error| CliError::new(format!("cannot read {}: {error}", path.display())))?;
    json::read_change(&text).map_err(|error| {
        let message = format!("{} is no comparison in the format of this kbc: {error}", path.display());
        CliError::new(message).help("`kbc diff OLD [NEW] --format json` makes one")
    })
}

/// Compares, and gives the settings of the newer version, too.
fn made_now(arguments: &Arguments) -> Result<(Change, Config), CliError> {
    let here = || project::settings(None);
    let mut newer = match &arguments.new {
        Some(name) => version(name, here)?,
        None => of_project(project::find(None)?, "the work tree")?,
    };
    // Whatever was published of it last, this kbc makes its own format of it.
    newer.links.format = Some(json::FORMAT);
    // A revision is one of the repository that the newer version lies in.
    let older = version(&arguments.old, || project::settings(Some(&newer.root)))?;
    let remembering = Remembering::of(&newer.root);
    let change = compare(arguments, &older, &newer, remembering.plans())?;
    remembering.save();
    Ok((change, newer.config))
}

fn show(arguments: &Arguments, change: &Change, config: &Config) -> Result<(), CliError> {
    let date = || arguments.as_of.unwrap_or_else(|| Offset::UTC.to_datetime(Timestamp::now()).date());
    let command = command(arguments);
    match arguments.format {
        Format::Text => report::print(&text::text(change, arguments.verbose))?,
        Format::Markdown => {
            report::print(&markdown::markdown(change, arguments.verbose, arguments.max_chars, &command))?;
        }
        Format::Json => {
            let bytes = json::change(change).map_err(|error| CliError::new(error.to_string()))?;
            report::print_json(&String::from_utf8_lossy(&bytes))?;
        }
        Format::Changelog => report::print(&news::changelog(change, config, date()))?,
        Format::Atom => {
            let feed = news::atom(change, config, date()).ok_or_else(|| {
                let trouble = CliError::new("a feed needs the address of the site");
                trouble.help("`base-url` in kbc.toml says it")
            })?;
            report::print(&feed)?;
        }
    }
    Ok(())
}

/// The call that shows the same as a text.
fn command(arguments: &Arguments) -> String {
    let mut command = format!("kbc diff {}", arguments.old);
    if let Some(new) = &arguments.new {
        command.extend([" ", new]);
    }
    if let Some(guide) = &arguments.guide {
        command.extend([" --guide ", guide]);
    }
    command
}

/// A folder, or a revision of the repository that a project lies in.
fn version(name: &str, of: impl FnOnce() -> Result<Project, CliError>) -> Result<Version, CliError> {
    let folder = Path::new(name);
    if folder.is_dir() {
        return of_project(project::find(Some(folder))?, name);
    }
    let Project { root, .. } = of()?;
    let revision = Revision::find(&root, name)?;
    let settings = revision.text(FILE)?.unwrap_or_default();
    let config = Config::parse(&settings).map_err(|fault| CliError::new(format!("in {FILE} of `{name}`: {fault}")))?;
    let files = revision.rules(&config.rules)?;
    if files.list("rules").is_empty() {
        let message = format!("`{name}` has no rules in {}/{}", root.display(), config.rules);
        return Err(CliError::new(message).help("the project may have lain elsewhere then: compare two folders"));
    }
    let links = links(|path| revision.text(path), &config)?;
    Ok(Version { name: format!("`{name}`"), root, config, files: Arc::new(files), links })
}

fn of_project(project: Project, name: &str) -> Result<Version, CliError> {
    let disk = Disk::new(&project.root);
    let text = |path: &str| {
        if !disk.exists(path) {
            return Ok(None);
        }
        let text = disk.read(path).and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        text.map(Some).map_err(|error| CliError::new(format!("cannot read {path}: {error}")))
    };
    let links = links(text, &project.config)?;
    let files = Arc::new(project.files());
    Ok(Version { name: name.to_owned(), root: project.root, config: project.config, files, links })
}

/// What a version says of links beside its rules.
fn links(text: impl Fn(&str) -> Result<Option<String>, CliError>, config: &Config) -> Result<Links, CliError> {
    #[derive(serde::Deserialize)]
    struct Published {
        format: u32,
    }
    let index = format!("{}/json/{}", config.out, json::INDEX);
    // What is no catalogue says nothing of its format; `kbc build` puts another in its place.
    let format = text(&index)?.and_then(|text| serde_json::from_str::<Published>(&text).ok());
    let lock = match text(links::FILE)? {
        Some(text) => lock::parse(&text, links::FILE)?,
        None => Lock::default(),
    };
    let kept = lock.lines().map(|(_, address)| address.to_owned()).collect();
    Ok(Links { format: format.map(|published| published.format), kept })
}

fn compare(arguments: &Arguments, older: &Version, newer: &Version, plans: Plans) -> Result<Change, CliError> {
    let session = Session::open(Arc::clone(&newer.files), newer.config.clone(), plans.clone());
    let now = session.state();
    let before = Session::open_beside(Arc::clone(&older.files), older.config.clone(), plans, &now);
    let change = now.change_from(&before.state(), (&older.links, &newer.links), arguments.guide.as_deref());
    change.map_err(|hindrance| {
        let name = |which| match which {
            Which::Older => &older.name,
            Which::Newer => &newer.name,
        };
        match hindrance {
            Incomparable::NoGuide(guide) => CliError::new(format!("neither version has a guide `{guide}`")),
            Incomparable::Unread(which, faults) => {
                let all: Vec<String> = faults.iter().map(|fault| format!("{}: {}", fault.path, fault.error)).collect();
                CliError::new(format!("cannot read all rules of {}: {}", name(which), all.join("; ")))
            }
            Incomparable::Errors(which, errors, sources) => {
                let version = if which == Which::Older { older } else { newer };
                let project = Project { root: version.root.clone(), config: version.config.clone() };
                // What cannot be shown is told all the same: that there are errors.
                let _ = Reporting::default().show(&project, &errors, &sources);
                CliError::new(format!("{} has errors, and cannot be compared", name(which)))
            }
        }
    })
}

//! `kbc fmt`: the one layout of `.rules` files.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use similar::TextDiff;

use crate::config::line_width;
use crate::fmt::{self, Formatted};
use crate::output;
use crate::source::{Disk, Files, LineIndex, read_plain};

use super::report::{self, counted};
use super::{CliError, Outcome, project};

/// Lay `.rules` files out in the one layout that there is
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files and folders; all rules of the project where none is given; `-` reads standard input and prints the result
    paths: Vec<PathBuf>,
    /// Write nothing, and fail with what would change
    #[arg(long)]
    check: bool,
    /// How wide a line may be, in the place of what kbc.toml says
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    line_width: Option<usize>,
}

fn columns(text: &str) -> Result<usize, String> {
    let columns = text.parse().map_err(|_| "not a number")?;
    line_width(columns).map_err(|error| error.to_string())
}

/// A file to lay out.
struct Target {
    /// Where it lies, without links on the way.
    path: PathBuf,
    /// What it is called in messages.
    shown: String,
    width: usize,
}

/// What came of a file.
enum Laid {
    /// It is in its layout; so are the lines that were kept, by their numbers.
    Already { kept: Vec<usize> },
    /// It was not.
    Changed { diff: Option<String>, kept: Vec<usize> },
    /// It stays as it is.
    Refused { why: String },
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(arguments);
    }
    let targets = targets(arguments)?;
    let laid: Vec<(Laid, Option<io::Error>)> = targets.par_iter().map(|target| lay(target, arguments.check)).collect();
    let mut text = String::new();
    let (mut changed, mut refused) = (0, 0);
    for (target, (laid, trouble)) in targets.iter().zip(laid) {
        if let Some(error) = trouble {
            return Err(CliError::new(format!("{}: {error}", target.shown)));
        }
        match laid {
            Laid::Already { kept } => report::notes(&told(&target.shown, &kept)),
            Laid::Changed { diff, kept } => {
                changed += 1;
                text.push_str(&diff.unwrap_or_else(|| format!("changed {}\n", target.shown)));
                report::notes(&told(&target.shown, &kept));
            }
            Laid::Refused { why } => {
                refused += 1;
                report::notes(&[format!("{}: {why}; it stays as it is", target.shown)]);
            }
        }
    }
    let all = counted(targets.len(), "file");
    text.push_str(&match (arguments.check, changed) {
        (_, 0) => format!("{all} in their layout\n"),
        (true, _) => format!("{changed} of {all} not in their layout; `kbc fmt` lays them out\n"),
        (false, _) => format!("{changed} of {all} laid out\n"),
    });
    report::print(&text)?;
    let faults = refused > 0 || arguments.check && changed > 0;
    Ok(if faults { Outcome::Faults } else { Outcome::Fine })
}

/// The files that are meant, each once, in the order in which they were named.
fn targets(arguments: &Arguments) -> Result<Vec<Target>, CliError> {
    if arguments.paths.is_empty() {
        let project = project::find(None)?;
        let width = arguments.line_width.unwrap_or(project.config.line_width);
        return below(&project.files(), &project.config.rules, width);
    }
    let mut targets: Vec<Target> = Vec::new();
    for path in &arguments.paths {
        let name = if path.is_dir() { None } else { path.file_name() };
        let folder = if name.is_some() { path.parent().unwrap_or(Path::new("")) } else { path.as_path() };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let project = project::settings(Some(folder))?;
        let width = arguments.line_width.unwrap_or(project.config.line_width);
        let shown = path.to_string_lossy().into_owned();
        let disk = Disk::new(fs_err::canonicalize(folder)?).within(&project.root);
        match name {
            Some(name) => targets.push(target(&disk, &name.to_string_lossy(), shown, width)?),
            None => targets.extend(below(&disk, shown.trim_end_matches('/'), width)?),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    targets.retain(|target| seen.insert(target.path.clone()));
    Ok(targets)
}

fn below(disk: &Disk, shown: &str, width: usize) -> Result<Vec<Target>, CliError> {
    let of = |path: &str| target(disk, path, format!("{shown}/{path}"), width);
    disk.list("rules")
        .into_iter()
        .map(|entry| of(&entry.map_err(|(path, error)| CliError::new(format!("{shown}/{path}: {error}")))?))
        .collect()
}

fn target(disk: &Disk, path: &str, shown: String, width: usize) -> Result<Target, CliError> {
    match disk.resolve(path) {
        Ok(path) => Ok(Target { path, shown, width }),
        Err(error) => Err(CliError::new(format!("{shown}: {error}"))),
    }
}

/// Lays a file out, and writes it unless it is only looked at.
fn lay(target: &Target, check: bool) -> (Laid, Option<io::Error>) {
    let refused = |why: String| Laid::Refused { why };
    let bytes = match read_plain(&target.path, u64::from(u32::MAX)) {
        Ok(bytes) => bytes,
        Err(error) => return (refused(String::new()), Some(error)),
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return (refused("it is no UTF-8".to_owned()), None);
    };
    let (new, kept) = match formatted(&text, target.width) {
        Ok(formatted) => formatted,
        Err(why) => return (refused(why), None),
    };
    let Some(new) = new else { return (Laid::Already { kept }, None) };
    if check {
        let diff = difference(&target.shown, &text, &new);
        return (Laid::Changed { diff: Some(diff), kept }, None);
    }
    let trouble = output::replace(&target.path, new.as_bytes()).err();
    (Laid::Changed { diff: None, kept }, trouble)
}

/// The text in its layout where it was not, and the numbers of the lines where what was kept begins.
fn formatted(text: &str, width: usize) -> Result<(Option<String>, Vec<usize>), String> {
    if u32::try_from(text.len()).is_err() {
        return Err("it has 4 GiB or more".to_owned());
    }
    let line = |offset: usize| LineIndex::new(text).line(offset) + 1;
    match fmt::format(text, width) {
        Ok(Formatted { text: new, kept }) => {
            let lines = kept.iter().map(|kept| line(kept.span.start as usize)).collect();
            Ok((new, lines))
        }
        Err(refusal) => Err(format!("in line {}, {refusal}", line(refusal.span.start as usize))),
    }
}

fn told(shown: &str, kept: &[usize]) -> Vec<String> {
    kept.iter()
        .map(|line| format!("{shown}:{line}: this does not parse and stays as it is; `kbc check` says why"))
        .collect()
}

fn difference(shown: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(shown, shown).to_string()
}

fn standard_input(arguments: &Arguments) -> Result<Outcome, CliError> {
    if arguments.paths.len() > 1 {
        return Err(CliError::new("`-` stands for standard input, and no path can stand beside it"));
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let width = match arguments.line_width {
        Some(width) => width,
        None => project::settings(None)?.config.line_width,
    };
    let text = String::from_utf8(bytes).map_err(|_| CliError::new("standard input is no UTF-8"))?;
    let (new, kept) = match formatted(&text, width) {
        Ok(formatted) => formatted,
        Err(why) => {
            report::notes(&[format!("standard input: {why}; nothing is printed")]);
            return Ok(Outcome::Faults);
        }
    };
    report::notes(&told("standard input", &kept));
    if !arguments.check {
        report::print_as_it_is(new.as_deref().unwrap_or(&text))?;
        return Ok(Outcome::Fine);
    }
    let Some(new) = new else { return Ok(Outcome::Fine) };
    report::print(&difference("standard input", &text, &new))?;
    Ok(Outcome::Faults)
}

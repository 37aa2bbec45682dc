//! `kbc new`: a small knowledge base to begin with.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::emit::html;
use crate::source::Patient;

use super::report;
use super::{CliError, Outcome};

/// Make a small knowledge base that builds at once
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder to make; it may be there already, if it is empty
    #[arg(required_unless_present = "theme")]
    folder: Option<PathBuf>,

    /// Begin with a larger example of this trade instead
    #[arg(long, value_name = "NAME", value_parser = EXAMPLES.map(|(name, _)| name))]
    example: Option<String>,

    /// Write our templates and the variables of our style into this folder, to be changed
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, default_missing_value = "theme", conflicts_with = "folder")]
    theme: Option<PathBuf>,
}

/// What a new project holds. The files are those of a real project, and a test builds them.
const FILES: [(&str, &str); 3] = [
    ("kbc.toml", include_str!("files/kbc.toml")),
    ("rules/no-internet.rules", include_str!("files/no-internet.rules")),
    ("rules/common/router.rules", include_str!("files/router.rules")),
];

/// What every new project holds besides its rules.
const AROUND: [(&str, &str); 3] = [
    (".gitignore", include_str!("files/gitignore")),
    (".gitattributes", include_str!("files/gitattributes")),
    (".github/workflows/guides.yml", include_str!("files/guides.yml")),
];

/// Examples of other trades, by name: those of `examples/`, which tests build and play through.
const EXAMPLES: [(&str, &[(&str, &str)]); 3] = [
    (
        "on-call",
        &[
            ("kbc.toml", include_str!("../../../examples/on-call/kbc.toml")),
            ("rules/queue-grows.rules", include_str!("../../../examples/on-call/rules/queue-grows.rules")),
        ],
    ),
    (
        "flow-chart",
        &[
            ("kbc.toml", include_str!("../../../examples/flow-chart/kbc.toml")),
            ("rules/parcel.rules", include_str!("../../../examples/flow-chart/rules/parcel.rules")),
        ],
    ),
    (
        "editions",
        &[
            ("kbc.toml", include_str!("../../../examples/editions/kbc.toml")),
            ("rules/no-sync.rules", include_str!("../../../examples/editions/rules/no-sync.rules")),
        ],
    ),
];

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    if let Some(folder) = &arguments.theme {
        return theme(folder);
    }
    let Some(folder) = &arguments.folder else { return Ok(Outcome::Fine) };
    let named = |(name, _): &&(&str, _)| arguments.example.as_deref() == Some(*name);
    let rules = EXAMPLES.iter().find(named).map_or(&FILES[..], |(_, files)| files);
    let files = [&AROUND[..], rules].concat();
    write(folder, &files)?;
    report::print(&format!(
        "Made {} files in {}. Next:\n\n    cd {}\n    kbc build\n\nThen open generated/html/index.html.\n",
        files.len(),
        folder.display(),
        folder.display()
    ))?;
    Ok(Outcome::Fine)
}

/// The templates and the variables, as a theme begins.
fn theme(folder: &Path) -> Result<Outcome, CliError> {
    let mut files = html::sources().to_vec();
    files.push(("theme.css", html::VARIABLES));
    write(folder, &files)?;
    report::print(&format!(
        "Made {} files in {}. Next: say `theme = \"{}\"` in kbc.toml, change what you like, and delete the files that \
         you do not change: ours stand in for them.\n",
        files.len(),
        folder.display(),
        folder.display()
    ))?;
    Ok(Outcome::Fine)
}

fn write(folder: &Path, files: &[(&str, &str)]) -> Result<(), CliError> {
    if folder.is_symlink() {
        return Err(CliError::new(format!("{} is a link", folder.display())).help("name the folder that it leads to"));
    }
    if folder.exists() {
        let is_empty = fs_err::read_dir(folder)?.next().is_none();
        if !is_empty {
            return Err(
                CliError::new(format!("{} is not empty", folder.display())).help("name a folder that is not there yet")
            );
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs_err::create_dir_all(parent)?;
        }
        Patient(fs_err::File::create_new(path)?).write_all(text.as_bytes())?;
    }
    Ok(())
}

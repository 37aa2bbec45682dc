//! `kbc new`: a small knowledge base to begin with.

use std::path::PathBuf;

use clap::Args;

use super::report;
use super::{Outcome, Trouble};

/// Make a small knowledge base that builds at once
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder to make; it may be there already, if it is empty
    folder: PathBuf,
}

/// What a new project holds. The files are those of a real project, and a test builds them.
const FILES: [(&str, &str); 6] = [
    ("kbc.toml", include_str!("files/kbc.toml")),
    (".gitignore", include_str!("files/gitignore")),
    (".gitattributes", include_str!("files/gitattributes")),
    (".github/workflows/guides.yml", include_str!("files/guides.yml")),
    ("rules/no-internet.rules", include_str!("files/no-internet.rules")),
    ("rules/common/router.rules", include_str!("files/router.rules")),
];

pub fn run(arguments: &Arguments) -> Result<Outcome, Trouble> {
    let folder = &arguments.folder;
    if folder.exists() {
        let is_empty = fs_err::read_dir(folder)?.next().is_none();
        if !is_empty {
            return Err(
                Trouble::new(format!("{} is not empty", folder.display())).help("name a folder that is not there yet")
            );
        }
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs_err::create_dir_all(parent)?;
        }
        fs_err::write(path, text)?;
    }
    report::print(&format!(
        "Made {} files in {}. Next:\n\n    cd {}\n    kbc build\n\nThen open generated/html/index.html.\n",
        FILES.len(),
        folder.display(),
        folder.display()
    ))?;
    Ok(Outcome::Fine)
}

//! The theme of a project: a folder of templates and styles that take the place of ours.

use crate::emit::html::Theme;
use crate::source::{Disk, Files};

use super::CliError;
use super::project::Project;

/// Reads the theme that `kbc.toml` names; an empty one where it names none.
pub fn read(project: &Project) -> Result<Theme, CliError> {
    let Some(folder) = &project.config.theme else { return Ok(Theme::default()) };
    let root = project.folder(folder)?;
    if !root.is_dir() {
        return Err(CliError::new(format!("there is no folder `{folder}` for the theme that `kbc.toml` names"))
            .help("`kbc new --theme` writes one to begin with"));
    }
    let disk = Disk::new(root).within(&project.root);
    let mut theme = Theme::default();
    for (path, text) in texts(&disk, folder, "html")? {
        theme.templates.push((path, text));
    }
    for (_, text) in texts(&disk, folder, "css")? {
        theme.style.push('\n');
        theme.style.push_str(&text);
    }
    Ok(theme)
}

/// The files with an ending, in the order of their paths.
fn texts(disk: &Disk, folder: &str, ending: &str) -> Result<Vec<(String, String)>, CliError> {
    let unread =
        |path: &str, error: &dyn std::fmt::Display| CliError::new(format!("cannot read {folder}/{path}: {error}"));
    let mut found = Vec::new();
    for entry in disk.list(ending) {
        let path = entry.map_err(|(path, error)| unread(&path, &error))?;
        let bytes = disk.read(&path).map_err(|error| unread(&path, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| unread(&path, &error))?;
        found.push((path, text));
    }
    Ok(found)
}

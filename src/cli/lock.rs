//! The lock of a project: the addresses that it has published.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose::GONE_WITHOUT_A_WORD;
use crate::links::{FILE, Lock, LockError, Settled};
use crate::output;
use crate::source::{Disk, Files};

use super::CliError;
use super::project::Project;

/// The lock of a project; an empty one where there is none yet.
pub fn read(project: &Project) -> Result<Lock, CliError> {
    let disk = Disk::new(&project.root);
    let bytes = match disk.read(FILE) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Lock::default()),
        Err(error) => return Err(CliError::new(format!("cannot read {FILE}: {error}"))),
    };
    let text = String::from_utf8(bytes).map_err(|_| CliError::new(format!("{FILE} is no text in UTF-8")))?;
    parse(&text, FILE)
}

/// Reads the text of a lock, which is called so.
pub fn parse(text: &str, name: &str) -> Result<Lock, CliError> {
    let wrong = |error: LockError| CliError::new(format!("in {name}: {error}"));
    Lock::parse(text)
        .map_err(|error| wrong(error).help("`kbc build` writes it; `git checkout` brings back what was committed"))
}

/// What is to be told of ids that are gone.
pub fn findings(settled: &Settled) -> Vec<Diagnostic> {
    let finding = |(id, address): &(String, String)| {
        let message = format!("`{id}` is gone, and was published at `{address}`");
        Diagnostic::at_path(&GONE_WITHOUT_A_WORD, FILE, message)
            .help(format!("say `moved-from {id}` in the item that took its place"))
            .help(format!("or say why in kbc.toml: `[links]` with `gone = {{ \"{id}\" = \"the reason\" }}`"))
            .help(format!("take its lines out of {FILE} where it was never published"))
    };
    settled.gone.iter().map(finding).collect()
}

/// Writes the lock where it is another.
pub fn write(project: &Project, lock: &Lock) -> Result<(), CliError> {
    let path = project.folder(FILE)?;
    output::replace(&path, lock.text().as_bytes())
        .map_err(|error| CliError::new(format!("cannot write {FILE}: {error}")))
}

//! Rules of alerts, held against the guides.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::alerts::{Alert, Site, Unreadable, check, read};
use crate::diagnostics;
use crate::lints::{Levels, Ran, allow};
use crate::pipeline;
use crate::session::Found;
use crate::source::{FileId, Source, Sources, read_plain};

use super::{CliError, Project};

/// The longest file of rules that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// The findings with those about these files. Rules with errors are not held against any.
pub fn with(project: &Project, paths: &[PathBuf], found: Found) -> Result<Found, CliError> {
    if paths.is_empty() || found.has_errors {
        return Ok(found);
    }
    let mut texts: Vec<Source> = Vec::new();
    let mut alerts: Vec<(FileId, Vec<Alert>)> = Vec::new();
    for path in paths {
        let file = FileId::new(found.sources.files().len() + texts.len());
        let (text, read) = open(project, path)?;
        texts.push(text);
        alerts.push((file, read));
    }
    let understood = pipeline::read(&project.files(), &project.config);
    let site = Site {
        knowledge: &understood.knowledge,
        pages: &understood.pages,
        base_url: project.config.base_url.as_deref(),
    };
    let levels = Levels::of(&project.config);
    let told = levels.apply(allow_only(&understood.knowledge, &levels, check(site, &alerts)));
    let sources = Arc::new(Sources::of(found.sources.files().iter().chain(&texts)));
    let mut findings = found.findings;
    findings.extend(told);
    diagnostics::sort(&mut findings, &sources);
    let has_errors = findings.iter().any(|finding| finding.level == diagnostics::Level::Error);
    Ok(Found { sources, findings, has_errors, ..found })
}

/// These findings without what items allow; what is wrong with that was told with the others.
fn allow_only(
    knowledge: &crate::model::Knowledge,
    levels: &Levels,
    findings: Vec<diagnostics::Diagnostic>,
) -> Vec<diagnostics::Diagnostic> {
    let codes: Vec<_> = findings.iter().map(|finding| finding.fault.code).collect();
    let mut left = allow(knowledge, Ran::Some, levels, findings);
    left.retain(|finding| codes.contains(&finding.fault.code));
    left
}

/// A file, and the alerts that it names.
fn open(project: &Project, path: &Path) -> Result<(Source, Vec<Alert>), CliError> {
    let shown = shown(project, path);
    let cannot = |why: String| CliError::new(format!("cannot use {shown}: {why}"));
    let bytes = read_plain(path, LONGEST).map_err(|error| cannot(error.to_string()))?;
    let source = Source::of_bytes("", &shown, bytes).map_err(|error| cannot(error.to_string()))?;
    if !source.invalid.is_empty() {
        return Err(cannot("it is no UTF-8".to_owned()));
    }
    let alerts = read(&shown, source.text()).map_err(|Unreadable { message, help }| {
        let trouble = cannot(message);
        help.into_iter().fold(trouble, CliError::help)
    })?;
    Ok((source, alerts))
}

/// The path as findings name it: from the folder of the project, where it lies there.
fn shown(project: &Project, path: &Path) -> String {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let path = whole.strip_prefix(&project.root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

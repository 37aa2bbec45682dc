//! The changes as text: a difference to look at, or the files themselves.
//!
//! In: what was judged. Out: new texts of the files, held against what was meant: they are compiled again, and each table is the
//! one that was reckoned with. What fails then of the scenarios is named before anything is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::estimates::provenance::FILE;
use crate::estimates::{Edited, NotWritable, OfGuide, Patch, Unit, Written, edit};
use crate::learning::learned::with_numbers;
use crate::output::{self, NotReplaced};
use crate::pipeline::{self, Analysis};
use crate::reasoning::{Problem, Tables};
use crate::source::{FileId, Memory, Overlay};

use super::super::project::Project;
use super::super::{CliError, report};
use super::study::Studied;

/// Chances that differ by less are the same: the text holds hundredths of a per cent.
const SAME: f64 = 2e-4;

/// New texts.
pub struct Patched {
    /// By path below the folder of rules, the text before and after.
    pub files: Vec<(String, String, String)>,
    /// Units that need a hand, and why.
    pub refused: Vec<(Unit, NotWritable)>,
    /// Units that changed.
    pub changed: Vec<Unit>,
    /// Scenarios that pass now and would not pass any more.
    pub failing: Vec<String>,
}

/// Makes the texts.
pub fn patched(project: &Project, understood: &Analysis, studied: &[Studied]) -> Result<Patched, CliError> {
    let written = Written::new(&understood.knowledge, project.config.learning.sessions);
    let mut edited = Edited::default();
    let mut whole = Patch::default();
    for one in studied {
        let problems: Vec<&Problem> = one.guides.iter().map(|guide| &guide.decision.problem).collect();
        let mut patch = Patch::of(&one.judged, &one.times);
        let refused = edit(&written, &problems, &patch).refused;
        refused.iter().for_each(|(unit, _)| _ = patch.0.remove(unit));
        edited.refused.extend(refused);
        for (file, edits) in edit(&written, &problems, &patch).files {
            edited.files.entry(file).or_default().extend(edits);
        }
        whole.0.extend(patch.0);
    }
    let mut made = Patched {
        files: texts(project, understood, &edited),
        refused: edited.refused,
        changed: whole.0.keys().cloned().collect(),
        failing: Vec::new(),
    };
    if !made.files.is_empty() {
        hold_against(project, understood, studied, (&whole, &written), &mut made)?;
    }
    Ok(made)
}

/// The texts with their edits; a file in its layout stays in it.
fn texts(project: &Project, understood: &Analysis, edited: &Edited) -> Vec<(String, String, String)> {
    let text = |file: FileId| {
        let source = understood.knowledge.sources.get(file);
        let before = source.text().to_owned();
        let after = edited.laid_out(file, &before, project.config.line_width);
        let path = source.path.strip_prefix(&project.config.rules).unwrap_or(&source.path).trim_start_matches('/');
        (path.to_owned(), before, after)
    };
    edited.files.keys().map(|file| text(*file)).collect()
}

/// Compiles the new texts, and compares.
fn hold_against(
    project: &Project,
    understood: &Analysis,
    studied: &[Studied],
    (patch, written): (&Patch, &Written<'_>),
    made: &mut Patched,
) -> Result<(), CliError> {
    let files = project.files();
    let above = made.files.iter().fold(Memory::new(), |above, (path, _, new)| above.with(path.clone(), new.as_bytes()));
    let overlay = Overlay::new(&files, above);
    let mut after = pipeline::read(&overlay, &project.config);
    after.plans = understood.plans.clone();
    let wrong = |what: &str| {
        CliError::new(format!("the changes would not say what they are meant to: {what}"))
            .help("nothing was written; this is a fault of kbc, and worth a report with the rules and the counts")
    };
    if after.has_errors() {
        let first = after.findings.iter().find(|finding| finding.level == crate::diagnostics::Level::Error);
        return Err(wrong(first.map_or("it does not compile", |finding| &finding.message)));
    }
    for one in studied {
        for (at, guide) in one.guides.iter().enumerate() {
            let name = understood.knowledge.qualified(guide.id);
            let id = after.guide_named(&name).first().copied().ok_or_else(|| wrong("a guide is gone"))?;
            let decision = after.decision(&project.config, id).ok_or_else(|| wrong("a guide has no end"))?;
            let meant = with_numbers(&guide.decision.problem, &OfGuide(patch, at, written));
            if let Some(what) = difference(&meant, &decision.problem) {
                return Err(wrong(&format!("{what}, in `{name}`")));
            }
        }
    }
    let passing = |understood: &Analysis| -> BTreeSet<String> {
        let scenarios = understood.knowledge.ids_of(crate::model::Kind::Scenario);
        let ran = pipeline::run_scenarios(understood, &project.config, scenarios);
        let passed = ran.iter().filter(|ran| ran.passed());
        passed.map(|ran| understood.knowledge.title(ran.scenario).into_owned()).collect()
    };
    let (before, now) = (passing(understood), passing(&after));
    made.failing = before.difference(&now).cloned().collect();
    Ok(())
}

/// The first table in which two problems differ.
fn difference(meant: &Problem, made: &Problem) -> Option<String> {
    let (a, b) = (Tables::new(meant), Tables::new(made));
    let differs = |a: &[f64], b: &[f64]| a.len() != b.len() || a.iter().zip(b).any(|(a, b)| (a - b).abs() > SAME);
    if differs(&a.prior, &b.prior) {
        return Some("the likelihoods differ".to_owned());
    }
    for (at, check) in meant.checks.iter().enumerate() {
        let times = |check: &crate::reasoning::Check| [check.takes, check.waits];
        if differs(&times(check), &times(&made.checks[at])) {
            return Some(format!("how long `{}` takes differs", check.name));
        }
        if a.checks[at].iter().zip(&b.checks[at]).any(|(a, b)| differs(a, b)) {
            return Some(format!("the answers of `{}` differ", check.name));
        }
    }
    for (at, remedy) in meant.remedies.iter().enumerate() {
        let times = |remedy: &crate::reasoning::Remedy| [remedy.takes, remedy.waits, remedy.verify];
        if differs(&times(remedy), &times(&made.remedies[at])) {
            return Some(format!("how long `{}` takes differs", remedy.name));
        }
        if differs(&a.fixes[at], &b.fixes[at]) {
            return Some(format!("what `{}` fixes differs", remedy.name));
        }
        if a.failures[at].iter().zip(&b.failures[at]).any(|(a, b)| differs(a, b)) {
            return Some(format!("the ways in which `{}` fails differ", remedy.name));
        }
    }
    None
}

impl Patched {
    /// What changes, as `patch` and `git apply` take it.
    pub fn difference(&self, project: &Project) -> String {
        let one = |(path, before, after): &(String, String, String)| {
            let path = format!("{}/{path}", project.config.rules);
            let diff = TextDiff::from_lines(before.as_str(), after.as_str());
            diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
        };
        self.files.iter().map(one).collect()
    }

    /// Says what is worth knowing before anything is written.
    pub fn warn(&self) {
        let mut lines: Vec<String> = self
            .failing
            .iter()
            .map(|scenario| format!("kbc: the scenario \"{scenario}\" passes now, and does not with the changes"))
            .collect();
        lines.extend(self.refused.iter().map(|(unit, why)| format!("kbc: {} needs a hand: {why}", unit.in_words())));
        report::notes(&lines);
    }

    /// Writes the difference.
    pub fn write_difference(&self, project: &Project, to: &Path) -> Result<(), CliError> {
        report::deliver(to, &self.difference(project))
    }

    /// Writes the files, and what their numbers were learned from. Where one cannot be written, all stay as they are; where one
    /// cannot take its place after others did, the error says which.
    pub fn write(&self, project: &Project, learned: &str) -> Result<(), CliError> {
        let folder = project.files();
        let mut files: Vec<(PathBuf, &str)> = Vec::with_capacity(self.files.len() + 1);
        for (path, _, new) in &self.files {
            files.push((folder.resolve(path)?, new));
        }
        files.push((project.root.join(FILE), learned));
        let files = files.iter().map(|(path, text)| (path.as_path(), text.as_bytes()));
        output::replace_all(files).map_err(|not| not_written(project, &not))
    }
}

/// What was changed and what was not.
fn not_written(project: &Project, not: &NotReplaced) -> CliError {
    let failed = CliError::new(format!("cannot write {}: {}", not.path.display(), not.error));
    if not.replaced.is_empty() {
        return failed.help("no file was changed");
    }
    let named = |paths: &[PathBuf]| {
        let name = |path: &PathBuf| path.strip_prefix(&project.root).unwrap_or(path).display().to_string();
        paths.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    failed.help(format!(
        "changed already: {}; not changed: {}. Put back what was changed, as `git restore` does, and run it again",
        named(&not.replaced),
        named(&not.kept)
    ))
}

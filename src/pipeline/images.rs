//! Pictures that steps show: whether they are there, and their bytes.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, catalogue::prose as faults};
use crate::guide::image_path;
use crate::model::{Item, Knowledge, StepEntry, StepPart, Text};
use crate::source::Files;

/// Every place that names a picture, in the order of items.
pub(super) fn shown(knowledge: &Knowledge) -> Vec<Text> {
    knowledge.items.par_iter().flat_map_iter(of_item).collect()
}

fn of_item(item: &Item) -> impl Iterator<Item = Text> {
    item.step_lists().into_iter().flatten().flat_map(|entry| {
        let parts = match entry {
            StepEntry::Step(step) => &step.parts[..],
            StepEntry::Include(_) => &[],
        };
        parts.iter().filter_map(|part| match part {
            StepPart::Image { path, .. } => Some(*path),
            _ => None,
        })
    })
}

/// The pictures that these places name, by path below the folder of rules, each once.
pub(super) fn paths(knowledge: &Knowledge, shown: &[Text]) -> Vec<String> {
    let paths: BTreeSet<String> = shown.iter().filter_map(|path| image_path(knowledge, *path)).collect();
    paths.into_iter().collect()
}

/// A finding for each picture that is not there.
pub(super) fn check(knowledge: &Knowledge, shown: &[Text], files: &dyn Files, findings: &mut Vec<Diagnostic>) {
    for path in shown {
        let written = knowledge.text(*path);
        let found = image_path(knowledge, *path);
        if found.as_ref().is_some_and(|found| files.exists(found)) {
            continue;
        }
        let message = format!("there is no picture `{written}`");
        let place = found.map_or_else(
            || "a picture lies in the folder of rules; its path is relative to the file that names it".to_owned(),
            |found| format!("it would be `{found}` in the folder of rules"),
        );
        findings.push(Diagnostic::new(&faults::MISSING_IMAGE, path.span, message).help(place));
    }
}

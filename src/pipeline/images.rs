//! Pictures that steps show: whether they are there, and their bytes.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, catalogue::prose as faults};
use crate::guide::image_path;
use crate::model::{Knowledge, StepEntry, StepPart, Text};
use crate::source::Files;

/// Every picture of the knowledge, with the place that names it first, by its path below the folder of rules.
pub(super) fn named(knowledge: &Knowledge) -> BTreeMap<String, Text> {
    let mut named = BTreeMap::new();
    each(knowledge, &mut |path| {
        if let Some(found) = image_path(knowledge, path) {
            named.entry(found).or_insert(path);
        }
    });
    named
}

/// A finding for each picture that is not there.
pub(super) fn check(knowledge: &Knowledge, files: &dyn Files, findings: &mut Vec<Diagnostic>) {
    each(knowledge, &mut |path| {
        let written = knowledge.text(path);
        let found = image_path(knowledge, path);
        let there = found.as_ref().is_some_and(|found| files.exists(found));
        if !there {
            let message = format!("there is no picture `{written}`");
            let place = found.map_or_else(
                || "a picture lies in the folder of rules; its path is relative to the file that names it".to_owned(),
                |found| format!("it would be `{found}` in the folder of rules"),
            );
            findings.push(Diagnostic::new(&faults::MISSING_IMAGE, path.span, message).help(place));
        }
    });
}

fn each(knowledge: &Knowledge, visit: &mut dyn FnMut(Text)) {
    for item in &knowledge.items {
        for entry in item.step_lists().into_iter().flatten() {
            let StepEntry::Step(step) = entry else { continue };
            for part in &step.parts {
                if let StepPart::Image { path, .. } = part {
                    visit(*path);
                }
            }
        }
    }
}

//! Pictures that items show: whether they are there, and whether they can be published.

mod content;
mod size;
mod svg;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostics::{Diagnostic, catalogue::prose as faults};
use crate::guide::image_path;
use crate::model::{Item, Knowledge, Outside, Text};
use crate::output;
use crate::source::Files;

/// Every place that names a picture, in the order of items.
pub(super) fn shown(knowledge: &Knowledge) -> Vec<Text> {
    knowledge.items.par_iter().flat_map_iter(of_item).collect()
}

/// Every place in an item that names a picture, in order.
pub(super) fn of_item(item: &Item) -> impl Iterator<Item = Text> {
    item.images().into_iter().map(|image| image.path)
}

/// The pictures that these places name, by path below the folder of rules, each once.
pub(super) fn paths(knowledge: &Knowledge, shown: &[Text]) -> Vec<String> {
    let paths: BTreeSet<String> = shown.iter().filter_map(|path| image_path(knowledge, *path)).collect();
    paths.into_iter().collect()
}

/// How large pictures are that are published, by the paths of their copies below the folder of a format.
pub(super) fn sizes(files: &dyn Files, paths: &[String]) -> BTreeMap<String, (u32, u32)> {
    let size = |path: &String| Some((format!("images/{path}"), size::of(path, &files.read(path).ok()?)?));
    paths.par_iter().filter_map(size).collect()
}

/// A finding for each picture that is not there or cannot be published.
pub(super) fn check(
    knowledge: &Knowledge,
    shown: &[Text],
    (files, outside): (&dyn Files, &dyn Outside),
    findings: &mut Vec<Diagnostic>,
) {
    let paths = paths(knowledge, shown);
    let mut looked: Vec<Looked> = paths.par_iter().map(|path| look(path, files)).collect();
    refuse_alike(&paths, outside.pictures(), &mut looked);
    for path in shown {
        let written = knowledge.verbatim(*path);
        let found = image_path(knowledge, *path);
        let looked = found.as_ref().and_then(|found| paths.binary_search(found).ok()).map(|at| &looked[at]);
        let finding = match looked {
            Some(Looked::Fine) => continue,
            Some(Looked::Unfit(why)) => {
                let message = format!("the picture `{written}` cannot be published: {why}");
                Diagnostic::new(&faults::UNFIT_IMAGE, path.span, message)
            }
            Some(Looked::Missing) | None => {
                let message = format!("there is no picture `{written}`");
                let place = found.map_or_else(
                    || {
                        "a picture lies in the folder of rules; its path is relative to the file that names it"
                            .to_owned()
                    },
                    |found| format!("it would be `{found}` in the folder of rules"),
                );
                Diagnostic::new(&faults::MISSING_IMAGE, path.span, message).help(place)
            }
        };
        findings.push(finding);
    }
}

/// What a look at a picture came to.
enum Looked {
    Fine,
    Missing,
    Unfit(String),
}

/// Refuses pictures whose copies would be one file where a disk takes no notice of case, or writes accents another way.
/// Of some that are alike the first stays, which may be one of those `outside`.
fn refuse_alike(paths: &[String], outside: &[String], looked: &mut [Looked]) {
    let mut first: FxHashMap<String, &String> = FxHashMap::default();
    let mut own = paths.iter().zip(looked).map(|(path, looked)| (path, Some(looked))).peekable();
    let mut others = outside.iter().filter(|path| paths.binary_search(path).is_err()).peekable();
    let mut next = || match (own.peek(), others.peek()) {
        (Some((path, _)), Some(other)) if other < path => others.next().map(|other| (other, None)),
        (None, Some(_)) => others.next().map(|other| (other, None)),
        _ => own.next(),
    };
    while let Some((path, looked)) = next() {
        let folded: String = path.nfc().collect::<String>().to_lowercase();
        match first.entry(folded) {
            Entry::Vacant(free) => drop(free.insert(path)),
            Entry::Occupied(other) => {
                let why = format!("beside `{}` it differs only in case or in how accents are written", other.get());
                looked.into_iter().for_each(|looked| *looked = Looked::Unfit(why.clone()));
            }
        }
    }
}

fn look(path: &str, files: &dyn Files) -> Looked {
    // Its copy keeps the path, which has to be possible on every machine.
    if let Err(fault) = output::check_path(path) {
        return Looked::Unfit(fault.to_string());
    }
    match files.read(path) {
        Ok(bytes) => content::fault(path, &bytes).map_or(Looked::Fine, Looked::Unfit),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Looked::Missing,
        Err(error) => Looked::Unfit(error.to_string()),
    }
}

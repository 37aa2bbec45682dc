//! Where a picture lies, and where its copy is published.

use crate::model::{Knowledge, Text};

/// The path of a picture below the folder of rules. Nothing where it is no path inside of it.
///
/// An author writes it relative to the file that it is named in.
#[must_use]
pub fn image_path(knowledge: &Knowledge, path: Text) -> Option<String> {
    let module = &knowledge.sources.get(path.span.file).module;
    let folder = module.rsplit_once('.').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('.').filter(|part| !part.is_empty()).collect();
    let written = knowledge.verbatim(path);
    if written.starts_with('/') || written.contains(['\\', ':']) {
        return None;
    }
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The path of the copy below the folder of a format.
pub(super) fn published(knowledge: &Knowledge, path: Text) -> Option<String> {
    image_path(knowledge, path).map(|path| format!("images/{path}"))
}

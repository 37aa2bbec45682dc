//! The list of what kbc made: `manifest.json` at the root of the output.
//!
//! Goes in: paths and the hashes of their bytes. Comes out: text that is the same on every machine, sorted, a line a
//! file, with no times; and back again. It is committed with the output, so it is read with the care that a file from
//! anywhere needs: each path is checked before anything is replaced or removed in its name.
//!
//! A merge in version control can leave conflict marks in it. Then what either side says is taken: both lists name
//! files that kbc made, and the build that follows makes them anew.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use crate::digest::Digest;

use super::error::OutputError;
use super::{MANIFEST, disk, paths};

/// The version of the format that is written, and the newest that can be read.
const FORMAT: u32 = 2;

/// What a file of format 1 is taken to have: its longer hash, of another kind, tells nothing. So such a file is ours, but
/// where it is no longer made it stays, as if a person had changed it.
const OF_FORMAT_1: Digest = Digest::from_bytes([0; Digest::LENGTH]);

/// How many hexadecimal digits a hash of format 1 has.
const DIGITS_OF_FORMAT_1: usize = 64;

/// The longest list that is read, in bytes: that of some millions of files.
pub(super) const LONGEST: u64 = 1 << 30;

/// How many lines one thread writes before another is asked.
const CHUNK: usize = 4096;

/// Path → hash of the bytes that kbc gave it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<String, Digest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: u32,
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the manifest of an output folder; none there is an empty one. Gives the bytes too, to see later whether
    /// they change.
    pub(super) fn read(root: &Path) -> Result<(Self, Option<Vec<u8>>), OutputError> {
        let path = root.join(MANIFEST);
        let Some(bytes) = disk::read(&path, LONGEST)? else { return Ok((Self::default(), None)) };
        match Self::parse(&bytes) {
            Ok(manifest) => Ok((manifest, Some(bytes))),
            Err(reason) => Err(OutputError::Manifest { path, reason }),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let text = str::from_utf8(bytes).map_err(|e| e.to_string())?;
        let listed: Vec<(String, String)> = if has_conflict(text) {
            text.lines().filter_map(entry_of_line).collect()
        } else {
            let text: Text = serde_json::from_str(text).map_err(|e| e.to_string())?;
            if text.format > FORMAT {
                return Err(format!("it has format {}, and this kbc knows {FORMAT} at most", text.format));
            }
            text.files.into_iter().collect()
        };
        let mut files = BTreeMap::new();
        for (path, hash) in listed {
            paths::check(&path).map_err(|fault| format!("it names `{}`: {fault}", path.escape_debug()))?;
            let hash = hash_of(&hash).ok_or_else(|| format!("the hash of `{path}` is none"))?;
            files.insert(path, hash);
        }
        Ok(Self { files })
    }

    /// The text of the manifest.
    pub(super) fn render(&self) -> Vec<u8> {
        let files: Vec<(&str, Digest)> = self.files.iter().map(|(path, hash)| (path.as_str(), *hash)).collect();
        render(&files)
    }

    /// The paths of all files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether any file of this list lies below a folder.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        self.files.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    }
}

/// The text of a manifest of these files, which come in the order of their paths.
pub(super) fn render(files: &[(&str, Digest)]) -> Vec<u8> {
    let mut out = format!("{{\n  \"format\": {FORMAT},\n  \"files\": {{").into_bytes();
    let lines: Vec<Vec<u8>> = files.par_chunks(CHUNK).map(lines).collect();
    lines.iter().for_each(|lines| out.extend_from_slice(lines));
    // The last line has no comma behind it.
    let has_lines = out.pop_if(|last| *last == b',').is_some();
    out.extend_from_slice(if has_lines { b"\n  }\n}\n" } else { b"}\n}\n" });
    out
}

fn lines(files: &[(&str, Digest)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (path, hash) in files {
        out.extend_from_slice(b"\n    ");
        serde_json::to_writer(&mut out, path).expect("a text in memory is always written");
        out.extend_from_slice(b": \"");
        out.extend_from_slice(&hash.digits());
        out.extend_from_slice(b"\",");
    }
    out
}

fn hash_of(digits: &str) -> Option<Digest> {
    let old = digits.len() == DIGITS_OF_FORMAT_1 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if old { Some(OF_FORMAT_1) } else { Digest::from_hex(digits) }
}

fn has_conflict(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<< "))
}

/// A line of the list on its own: `"path": "hash",`. Marks, braces and the format are none.
fn entry_of_line(line: &str) -> Option<(String, String)> {
    let line = line.trim().trim_end_matches(',');
    let entry: BTreeMap<String, String> = serde_json::from_str(&format!("{{{line}}}")).ok()?;
    entry.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &[u8])]) -> Manifest {
        Manifest { files: files.iter().map(|(p, b)| ((*p).to_owned(), Digest::of(b))).collect() }
    }

    #[test]
    fn what_is_written_is_read_back_and_is_plain_json() {
        for manifest in [of(&[]), of(&[("a", b"1")]), of(&[("b/ü \u{1F600}.html", b"1"), ("a/c", b"2")])] {
            let text = manifest.render();
            assert_eq!(Manifest::parse(&text).unwrap(), manifest);
            let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
            assert_eq!(json["files"].as_object().unwrap().len(), manifest.files.len());
        }
        let text = String::from_utf8(of(&[("a", b"1"), ("b", b"2")]).render()).unwrap();
        assert!(text.starts_with("{\n  \"format\": 2,\n  \"files\": {\n    \"a\": \""), "{text}");
    }

    #[test]
    fn a_manifest_cannot_name_what_lies_outside() {
        let text = r#"{"format": 1, "files": {"../../home": "00"}}"#;
        assert!(Manifest::parse(text.as_bytes()).unwrap_err().contains("../../home"));
        assert!(Manifest::parse(br#"{"format": 3, "files": {}}"#).unwrap_err().contains("format 3"));
        assert!(Manifest::parse(br#"{"format": 1, "files": {"a": "xyz"}}"#).is_err());
        assert!(Manifest::parse(b"{}").is_err());
    }

    #[test]
    fn a_list_of_format_1_names_our_files_and_shows_none_to_be_untouched() {
        let text = format!(r#"{{"format": 1, "files": {{"a": "{}"}}}}"#, "0f".repeat(32));
        let manifest = Manifest::parse(text.as_bytes()).unwrap();
        assert!(manifest.contains("a"));
        assert_ne!(manifest, of(&[("a", b"1")]));
    }

    #[test]
    fn both_sides_of_a_merge_conflict_count() {
        let [h1, h2, h3] = [b"1", b"2", b"3"].map(|b| Digest::of(b).to_hex());
        let text = format!(
            "{{\n  \"format\": 1,\n  \"files\": {{\n    \"a\": \"{h1}\",\n<<<<<<< ours\n    \"b\": \"{h2}\"\n=======\n    \"c\": \"{h3}\"\n>>>>>>> theirs\n  }}\n}}\n"
        );
        assert_eq!(Manifest::parse(text.as_bytes()).unwrap(), of(&[("a", b"1"), ("b", b"2"), ("c", b"3")]));
    }
}

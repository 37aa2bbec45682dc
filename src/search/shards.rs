//! The files of the index.
//!
//! `manifest.js` tells where the others begin. `terms-N.js` holds terms in their order, each with the guides that have
//! it; `guides-N.js` what guides hold, in the order of their paths. Where there are many of them, the manifest tells where
//! each [`MOST`] begin, and `terms-names-N.js` and `guides-names-N.js` the rest: no file grows with the site. It tells a
//! version too, which pages put behind the names of the others, so that no browser takes old ones for new. Each is a
//! script of one call, since a page that lies on a disk may load scripts and nothing else.

use std::fmt::Write;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use serde_json::{Value, json};

use crate::digest::Digester;

use super::entry::SearchEntry;

/// A file grows to about this many bytes.
const FULL: usize = 40 * 1024;

/// The manifest tells of at most so many files; of more there are lists.
const MOST: usize = 200;

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Its path below `html/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The files for these guides, which come in the order of their paths. `script` writes a value so that it can stand in a
/// script.
#[must_use]
pub fn shards(entries: &[SearchEntry], script: impl Fn(&Value) -> String) -> Vec<Shard> {
    let mut files = Vec::new();
    let terms = term_files(entries, &script, &mut files);
    let guides = guide_files(entries, &mut files);
    let most = terms.len().max(guides.len());
    let mut manifest = json!({"count": entries.len()});
    for (kind, firsts) in [("terms", terms), ("guides", guides)] {
        manifest[kind] =
            if most > MOST { firsts.chunks(MOST).map(|part| part[0].clone()).collect() } else { firsts.clone().into() };
        if most > MOST {
            name_files(kind, &firsts, &script, &mut files);
        }
    }
    if most > MOST {
        manifest["each"] = MOST.into();
    }
    let mut version = Digester::new();
    files.iter().for_each(|file| version.part(file.text.as_bytes()));
    manifest["version"] = version.finish().to_hex()[..12].into();
    let text = format!("kbcManifest({});\n", script(&manifest));
    files.push(Shard { path: "search/manifest.js".to_owned(), text });
    files
}

/// Writes where the files of a kind begin.
fn name_files(kind: &str, firsts: &[Value], script: &impl Fn(&Value) -> String, files: &mut Vec<Shard>) {
    for (number, part) in firsts.chunks(MOST).enumerate() {
        let text = format!("kbcNames(\"{kind}\",{number},{});\n", script(&part.into()));
        files.push(Shard { path: format!("search/{kind}-names-{number}.js"), text });
    }
}

/// Writes the terms; gives the first of each file.
fn term_files(entries: &[SearchEntry], script: &impl Fn(&Value) -> String, files: &mut Vec<Shard>) -> Vec<Value> {
    let mut postings: IndexMap<&str, Posting, FxBuildHasher> = IndexMap::default();
    for (guide, entry) in entries.iter().enumerate() {
        for (term, weight) in entry.terms() {
            postings.entry(term).or_default().add(guide as u32, weight);
        }
    }
    postings.sort_unstable_keys();
    let mut firsts = Vec::new();
    let mut text = String::new();
    for (term, posting) in &postings {
        if text.is_empty() {
            firsts.push(Value::from(*term));
        }
        // A term is letters and digits, and a posting needs no escape: they stand in one string, apart by blanks.
        write!(text, "{term} {} ", posting.text).expect("a string takes all text");
        if text.len() >= FULL {
            push_terms(&mut text, firsts.len(), script, files);
        }
    }
    if !text.is_empty() {
        push_terms(&mut text, firsts.len(), script, files);
    }
    firsts
}

fn push_terms(text: &mut String, number: usize, script: &impl Fn(&Value) -> String, files: &mut Vec<Shard>) {
    let value = Value::String(text.trim_end().to_owned());
    let text_of_file = format!("kbcTerms({},{});\n", number - 1, script(&value));
    files.push(Shard { path: format!("search/terms-{}.js", number - 1), text: text_of_file });
    text.clear();
}

/// The guides that have a term: the distance from the last one and the weight in one number, five bits a character.
#[derive(Default)]
struct Posting {
    last: u32,
    text: String,
}

/// Characters that need no escape in a script: the first half ends a number, the second goes on.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

impl Posting {
    fn add(&mut self, guide: u32, weight: u32) {
        let mut number = (guide + 1 - self.last) * 4 + weight;
        self.last = guide + 1;
        loop {
            let digit = (number & 31) as usize;
            number >>= 5;
            if number == 0 {
                self.text.push(char::from(DIGITS[digit]));
                return;
            }
            self.text.push(char::from(DIGITS[digit + 32]));
        }
    }
}

/// Writes what guides hold; gives the number of the first guide of each file.
fn guide_files(entries: &[SearchEntry], files: &mut Vec<Shard>) -> Vec<Value> {
    let mut firsts = Vec::new();
    let mut text = String::new();
    for (number, entry) in entries.iter().enumerate() {
        if text.is_empty() {
            firsts.push(Value::from(number));
        } else {
            text.push_str(",\n");
        }
        text.push_str(&entry.shown);
        if text.len() >= FULL || number + 1 == entries.len() {
            let path = format!("search/guides-{}.js", firsts.len() - 1);
            files.push(Shard { path, text: format!("kbcGuides({},[{text}]);\n", firsts.len() - 1) });
            text.clear();
        }
    }
    firsts
}

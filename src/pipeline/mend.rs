//! Mends what can be mended without asking.
//!
//! In: files. Out: other texts for some of them, with fewer findings, never with more errors or fewer items. Where fixes touch the
//! same place the first wins, and the others get their turn in the next round, if they are still wanted.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Edit, Fix, Level};
use crate::lints::Ran;
use crate::source::{FileId, Files, Memory, Overlay, Sources};

use super::{Analysis, read};

/// A mend may bring the next fault to light; after so many rounds the rest is left to the author.
const ROUNDS: usize = 10;

/// What was mended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// Files with another text, by their paths below the folder of rules.
    pub files: Vec<(String, String)>,
    /// How many findings were mended.
    pub count: usize,
}

/// What a finding is known by from round to round, while offsets move.
type Key = (u16, String, String);

/// Applies the fixes that change nothing an author meant, in rounds, until none is left.
#[must_use]
pub fn mend(files: &dyn Files, config: &Config) -> Mended {
    let mut state = State::new(files, config);
    let mut mended = Mended::default();
    for _ in 0..ROUNDS {
        let wanted = state.wanted();
        if wanted.is_empty() {
            break;
        }
        let accepted = state.accept(&wanted);
        let keep: BTreeSet<usize> = accepted.iter().copied().collect();
        let declined = (0..wanted.len()).filter(|at| !keep.contains(at));
        state.declined.extend(declined.map(|at| wanted[at].key.clone()));
        let fixes: Vec<&Fix> = accepted.iter().map(|&at| &wanted[at].fix).collect();
        mended.count += fixes.len();
        let texts = state.texts(&fixes);
        state.become_these(texts);
    }
    mended.files = state.texts.into_iter().collect();
    mended
}

/// A fix of a finding.
struct Wanted {
    key: Key,
    fix: Fix,
}

struct State<'a> {
    files: &'a dyn Files,
    config: &'a Config,
    /// Texts that differ from those of the files, by path.
    texts: BTreeMap<String, String>,
    /// Texts that files had in earlier rounds, by path: to bring one back would be going in a circle.
    left: BTreeMap<String, BTreeSet<String>>,
    understood: Analysis,
    /// Fixes that made things worse.
    declined: BTreeSet<Key>,
}

impl<'a> State<'a> {
    fn new(files: &'a dyn Files, config: &'a Config) -> Self {
        let understood = found(files, config, &BTreeMap::new());
        State { files, config, texts: BTreeMap::new(), left: BTreeMap::new(), understood, declined: BTreeSet::new() }
    }

    fn sources(&self) -> &Sources {
        &self.understood.knowledge.sources
    }

    /// The fixes of this round, in the order of their places: none that touch the same place.
    fn wanted(&self) -> Vec<Wanted> {
        let mut taken: BTreeSet<(FileId, u32, u32)> = BTreeSet::new();
        let mut wanted = Vec::new();
        for finding in &self.understood.findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else { continue };
            let key = self.key(finding);
            // The text of a file with other bytes is not what the file holds.
            let readable = |edit: &Edit| self.sources().get(edit.span.file).invalid.is_empty();
            if self.declined.contains(&key)
                || !fix.edits.iter().all(readable)
                || fix.edits.iter().any(|edit| touches(&taken, edit))
            {
                continue;
            }
            taken.extend(fix.edits.iter().map(|edit| (edit.span.file, edit.span.start, edit.span.end)));
            wanted.push(Wanted { key, fix: fix.clone() });
        }
        wanted
    }

    fn key(&self, finding: &Diagnostic) -> Key {
        let path = finding.span.map(|span| self.sources().get(span.file).path.clone());
        (finding.fault.code.0, path.unwrap_or_default(), finding.message.clone())
    }

    /// Which fixes can be applied together without making things worse, by halving those that do.
    fn accept(&self, wanted: &[Wanted]) -> Vec<usize> {
        let mut accepted: Vec<usize> = Vec::new();
        let mut worth = Worth::of(&self.understood);
        let mut waiting: Vec<Vec<usize>> = vec![(0..wanted.len()).collect()];
        while let Some(part) = waiting.pop() {
            let together: Vec<&Fix> = accepted.iter().chain(&part).map(|&at| &wanted[at].fix).collect();
            let new = self.texts(&together);
            let in_a_circle =
                new.iter().any(|(path, text)| self.left.get(path).is_some_and(|left| left.contains(text)));
            let mut texts = self.texts.clone();
            texts.extend(new);
            let then = Worth::of(&found(self.files, self.config, &texts));
            if !in_a_circle && then.errors <= worth.errors && then.items >= worth.items {
                accepted.extend(&part);
                worth = then;
            } else if part.len() > 1 {
                let (first, second) = part.split_at(part.len() / 2);
                waiting.extend([second.to_vec(), first.to_vec()]);
            }
        }
        accepted.sort_unstable();
        accepted
    }

    /// The texts that fixes make, by path.
    fn texts(&self, fixes: &[&Fix]) -> BTreeMap<String, String> {
        let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|fix| &fix.edits) {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        edits
            .into_iter()
            .map(|(file, mut edits)| {
                edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
                let source = self.sources().get(file);
                let mut text = String::with_capacity(source.text().len() + 16);
                let mut at = 0;
                for edit in edits {
                    text.push_str(&source.text()[at..edit.span.start as usize]);
                    text.push_str(&edit.text);
                    at = edit.span.end as usize;
                }
                text.push_str(&source.text()[at..]);
                (below(&source.path, &self.config.rules), text)
            })
            .collect()
    }

    fn become_these(&mut self, texts: BTreeMap<String, String>) {
        for source in self.understood.knowledge.sources.files() {
            let path = below(&source.path, &self.config.rules);
            if texts.contains_key(&path) {
                self.left.entry(path).or_default().insert(source.text().to_owned());
            }
        }
        self.texts.extend(texts);
        self.understood = found(self.files, self.config, &self.texts);
    }
}

/// What is found once some files have other texts. Plans are left out: no fix comes from them.
fn found(files: &dyn Files, config: &Config, texts: &BTreeMap<String, String>) -> Analysis {
    let above = texts.iter().fold(Memory::new(), |above, (path, text)| above.with(path.as_str(), text.as_str()));
    let mut understood = read(&Overlay::new(files, above), config);
    understood.settle(Ran::Some);
    understood
}

/// What must not get worse. A brace in the wrong place could make an error vanish with the items that it swallows.
struct Worth {
    errors: usize,
    items: usize,
}

impl Worth {
    fn of(understood: &Analysis) -> Self {
        let errors = understood.findings.iter().filter(|finding| finding.level == Level::Error).count();
        Worth { errors, items: understood.knowledge.ids().len() }
    }
}

/// Whether an edit shares a place with one that is taken: two at one point would come in an order that nobody chose.
fn touches(taken: &BTreeSet<(FileId, u32, u32)>, edit: &Edit) -> bool {
    let (file, start, end) = (edit.span.file, edit.span.start, edit.span.end);
    // Those that are taken do not touch each other, so that only the last that begins before this one ends can.
    let last = taken.range(..=(file, end, u32::MAX)).next_back();
    last.is_some_and(|&(other, _, last_end)| other == file && last_end >= start)
}

/// A path as people see it, below the folder of rules.
fn below(path: &str, rules: &str) -> String {
    path.strip_prefix(rules).and_then(|path| path.strip_prefix('/')).unwrap_or(path).to_owned()
}

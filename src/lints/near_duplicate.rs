//! Two items of one kind with nearly the same text.
//!
//! Texts are sets of words. Two that share most of their words share one of their rarest, so only items under the same
//! rare word are compared (prefix filtering, Chaudhuri, Ganti and Kaushik 2006).

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{ItemId, Kind};

use super::context::CHUNK;
use super::context::prose::{content, content_numbers, title};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&prose::NEAR_DUPLICATE, run);

/// The part of all words of two titles that both have.
const TITLES: f64 = 0.85;
/// The same in hundredths.
const HUNDREDTHS: usize = 85;
/// The same of what is said about them, where both have it.
const ABOUT: f64 = 0.6;
/// So many items under one rare word are compared; a word of more is not rare, and tells nothing.
const CROWD: usize = 64;

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    if !cx.english || cx.is_part() {
        return;
    }
    let kinds = [Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy];
    let found: Vec<Vec<Diagnostic>> = kinds.par_iter().map(|&kind| twins(cx, kind)).collect();
    findings.extend(found.into_iter().flatten());
}

/// A finding for each item of a kind that says nearly the same as an earlier one.
fn twins(cx: &LintContext, kind: Kind) -> Vec<Diagnostic> {
    let titles = numbered(titles(cx, kind));
    let mut under: FxHashMap<u32, SmallVec<[u32; 4]>> = FxHashMap::default();
    let mut findings = Vec::new();
    for at in 0..titles.items.len() {
        let words = titles.words_of(at);
        // Words in the order of how rare they are: a near text has one of these.
        let prefix = words.len() + 1 - (HUNDREDTHS * words.len()).div_ceil(100);
        let mut twin: Option<u32> = None;
        for word in &words[..prefix] {
            let same = under.entry(*word).or_default();
            let near = same.iter().copied().find(|&other| is_near(cx, &titles, other as usize, at));
            twin = [twin, near].into_iter().flatten().min();
            if same.len() < CROWD {
                same.push(at as u32);
            }
        }
        if let Some(other) = twin {
            findings.push(finding(cx, titles.items[at], titles.items[other as usize]));
        }
    }
    findings
}

/// The words of the titles of many items, all in one list: a list for each title would take several times the room.
#[derive(Default)]
struct Titles<Word> {
    items: Vec<ItemId>,
    /// Where the words of each item end.
    ends: Vec<usize>,
    words: Vec<Word>,
}

impl<Word> Titles<Word> {
    fn range(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[at]
    }

    fn words_of(&self, at: usize) -> &[Word] {
        &self.words[self.range(at)]
    }
}

/// The titles of a kind that say enough to be compared.
fn titles(cx: &LintContext, kind: Kind) -> Titles<u64> {
    let of_chunk = |ids: &[ItemId]| {
        let mut titles = Titles::default();
        for &id in ids.iter().filter(|&&id| !cx.is_twice(id)) {
            let Some(title) = title(cx.knowledge, cx.knowledge.item(id)) else { continue };
            let words = content_numbers(&title);
            if words.len() >= 2 {
                titles.items.push(id);
                titles.words.extend(words);
                titles.ends.push(titles.words.len());
            }
        }
        titles
    };
    let chunks: Vec<Titles<u64>> = cx.knowledge.ids_of(kind).par_chunks(CHUNK).map(of_chunk).collect();
    let mut all = Titles::default();
    for chunk in chunks {
        let before = all.words.len();
        all.items.extend(chunk.items);
        all.ends.extend(chunk.ends.iter().map(|end| before + end));
        all.words.extend(chunk.words);
    }
    all
}

/// The words of each title in the order of how rare they are; words of the same number of titles by themselves.
fn numbered(titles: Titles<u64>) -> Titles<u32> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for word in &titles.words {
        *counts.entry(*word).or_default() += 1;
    }
    let mut order: Vec<(u32, u64)> =
        titles.words.iter().filter_map(|word| counts.remove_entry(word)).map(|(word, count)| (count, word)).collect();
    order.sort_unstable();
    let mut ranks = counts;
    ranks.extend(order.iter().enumerate().map(|(rank, (_, word))| (*word, rank as u32)));
    let words = titles.words.iter().map(|word| ranks[word]).collect();
    let mut numbered = Titles { items: titles.items, ends: titles.ends, words };
    for at in 0..numbered.items.len() {
        let range = numbered.range(at);
        numbered.words[range].sort_unstable();
    }
    numbered
}

fn is_near(cx: &LintContext, titles: &Titles<u32>, one: usize, two: usize) -> bool {
    if shared(titles.words_of(one), titles.words_of(two)) < TITLES {
        return false;
    }
    let about = |at: usize| cx.knowledge.common(titles.items[at]).about.map(|about| content(&cx.knowledge.text(about)));
    match (about(one), about(two)) {
        (Some(one), Some(two)) => shared(&one, &two) >= ABOUT,
        _ => true,
    }
}

/// The part of all words of two ascending lists that both have (Jaccard 1901).
fn shared<T: Ord>(one: &[T], two: &[T]) -> f64 {
    let both = one.iter().filter(|word| two.binary_search(word).is_ok()).count();
    let all = one.len() + two.len() - both;
    if all == 0 { 1.0 } else { both as f64 / all as f64 }
}

fn finding(cx: &LintContext, id: ItemId, other: ItemId) -> Diagnostic {
    let item = cx.knowledge.item(id);
    let message = format!("`{}` says nearly the same as `{}`", cx.name(id), cx.name(other));
    Diagnostic::new(&prose::NEAR_DUPLICATE, item.head, message)
        .label(cx.knowledge.item(other).head, format!("the other {}", item.kind().word()))
        .help("keep one, in a file that both use, or say what sets them apart")
}

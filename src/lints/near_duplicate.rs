//! Two items of one kind with nearly the same text.
//!
//! Texts are sets of words. Two that share most of their words share one of their rarest, so only items under the same
//! rare word are compared (prefix filtering, Chaudhuri, Ganti and Kaushik 2006).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{ItemId, Kind};

use super::context::prose::{content, content_numbers, title};
use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &prose::NEAR_DUPLICATE, run };

/// The part of all words of two titles that both have.
const TITLES: f64 = 0.85;
/// The same in hundredths.
const HUNDREDTHS: usize = 85;
/// The same of what is said about them, where both have it.
const ABOUT: f64 = 0.6;
/// So many items under one rare word are compared; a word of more is not rare, and tells nothing.
const CROWD: usize = 64;

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    for kind in [Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy] {
        let titled: Vec<(ItemId, Vec<u64>)> = cx
            .of(kind)
            .par_iter()
            .with_min_len(1024)
            .filter(|&&id| !cx.is_twice(id))
            .filter_map(|&id| Some((id, content_numbers(&title(cx.knowledge, cx.knowledge.item(id))?))))
            .filter(|(_, words)| words.len() >= 2)
            .collect();
        let numbered = numbered(&titled);
        let mut under: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, words) in numbered.iter().enumerate() {
            // Words in the order of how rare they are: a near text has one of these.
            let prefix = words.len() + 1 - (HUNDREDTHS * words.len()).div_ceil(100);
            let mut twin: Option<usize> = None;
            for word in &words[..prefix] {
                let same = under.entry(*word).or_default();
                let near = same.iter().copied().find(|&other| is_near(cx, &titled, &numbered, other, at));
                twin = [twin, near].into_iter().flatten().min();
                if same.len() < CROWD {
                    same.push(at);
                }
            }
            if let Some(other) = twin {
                findings.push(finding(cx, titled[at].0, titled[other].0));
            }
        }
    }
}

/// The words of each title in the order of how rare they are; words of the same number of titles by themselves.
fn numbered(titled: &[(ItemId, Vec<u64>)]) -> Vec<Vec<u32>> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for word in titled.iter().flat_map(|(_, words)| words) {
        *counts.entry(*word).or_default() += 1;
    }
    let mut order: Vec<(u32, u64)> = titled
        .iter()
        .flat_map(|(_, words)| words)
        .filter_map(|word| counts.remove_entry(word))
        .map(|(word, count)| (count, word))
        .collect();
    order.sort_unstable();
    let ranks: FxHashMap<u64, u32> = order.iter().enumerate().map(|(rank, (_, word))| (*word, rank as u32)).collect();
    let number = |words: &Vec<u64>| {
        let mut numbers: Vec<u32> = words.iter().filter_map(|word| ranks.get(word).copied()).collect();
        numbers.sort_unstable();
        numbers
    };
    titled.iter().map(|(_, words)| number(words)).collect()
}

fn is_near(cx: &Context, titled: &[(ItemId, Vec<u64>)], numbered: &[Vec<u32>], one: usize, two: usize) -> bool {
    if shared(&numbered[one], &numbered[two]) < TITLES {
        return false;
    }
    let about = |at: usize| cx.knowledge.common(titled[at].0).about.map(|about| content(&cx.knowledge.text(about)));
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

fn finding(cx: &Context, id: ItemId, other: ItemId) -> Diagnostic {
    let item = cx.knowledge.item(id);
    let message = format!("`{}` says nearly the same as `{}`", cx.name(id), cx.name(other));
    Diagnostic::new(&prose::NEAR_DUPLICATE, item.head, message)
        .label(cx.knowledge.item(other).head, format!("the other {}", item.kind().word()))
        .help("keep one, in a file that both use, or say what sets them apart")
}

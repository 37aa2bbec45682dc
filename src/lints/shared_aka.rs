//! Search words that lead to two items of a guide.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{ItemId, Kind, Text};
use crate::source::Span;

use super::context::prose::words;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&prose::SHARED_AKA, run);

/// Who is called by some words of a kind: the item, the place, and whether it is a title.
type Called = IndexMap<(Kind, String), Vec<(ItemId, Span, bool)>, FxBuildHasher>;

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let mut called = Called::default();
    // Guides of a part are held against all others elsewhere; other items meet only those of their own group of files.
    let held = |id: &ItemId| !cx.is_part() || cx.knowledge.item(*id).kind() != Kind::Guide;
    for id in cx.knowledge.ids().filter(held) {
        for text in &cx.knowledge.common(id).further().aka {
            called.entry(key(cx, id, *text)).or_default().push((id, text.span, false));
        }
    }
    if called.is_empty() {
        return;
    }
    for id in cx.knowledge.ids() {
        if let Some(title) = cx.knowledge.item(id).title
            && let Some(list) = called.get_mut(&key(cx, id, title))
        {
            list.push((id, title.span, true));
        }
    }
    for list in called.values().filter(|list| list.len() > 1) {
        for (at, &(id, span, is_title)) in list.iter().enumerate() {
            let others = list.iter().enumerate();
            let mut others = others.filter(|&(other, &(_, _, title))| other != at && (title || other < at));
            let other = others.find(|(_, (other, ..))| *other == id || meet(cx, *other, id));
            if let Some((_, &(other, place, title))) = other.filter(|_| !is_title) {
                findings.push(finding(cx, (id, span), (other, place), title));
            }
        }
    }
}

fn finding(cx: &LintContext, (id, span): (ItemId, Span), (other, place): (ItemId, Span), title: bool) -> Diagnostic {
    let words = cx.knowledge.slice(span);
    let (message, help) = if other == id {
        (format!("{words} says nothing new of `{}`", cx.name(id)), "remove it")
    } else if title {
        (format!("{words} is the title of `{}`", cx.name(other)), "call them by words that tell them apart")
    } else {
        (
            format!("{words} leads to `{}` as well as to `{}`", cx.name(other), cx.name(id)),
            "keep it for the one that readers mean by it",
        )
    };
    Diagnostic::new(&prose::SHARED_AKA, span, message).label(place, "it stands here too").help(help)
}

fn key(cx: &LintContext, id: ItemId, text: Text) -> (Kind, String) {
    (cx.knowledge.item(id).kind(), words(&cx.knowledge.text(text)).join(" "))
}

/// Whether a reader may meet both: guides are all in one index, other items in the guides that hold them.
fn meet(cx: &LintContext, one: ItemId, two: ItemId) -> bool {
    cx.knowledge.item(one).kind() == Kind::Guide
        || cx.guides.iter().any(|(_, members)| cx.holds(members, one) && cx.holds(members, two))
}

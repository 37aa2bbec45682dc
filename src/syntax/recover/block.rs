//! One block: what stands in it twice, what is missing, and what did not parse.

use std::sync::LazyLock;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::syntax::near::nearest;
use crate::syntax::people::one_of;
use crate::syntax::words::{self, Context, PROPERTIES};
use crate::syntax::{Node, Rule};

use super::{Recovery, property};

/// Which rules stand once in a block, by their number: asked for every property of every file.
static STAND_ONCE: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let last = Rule::all_rules().iter().map(|&known| known as usize).max().unwrap_or(0);
    let mut once = vec![false; last + 1];
    for property in PROPERTIES {
        once[property.rule as usize] = !property.repeats;
    }
    once
});

/// How many properties of a block that did not parse are looked at. Words are compared with all that are known, which
/// takes too long for a file of nothing else.
const MOST_LOOKED_AT: usize = 5_000;

/// A fact has one of these, and no two.
const FACT_TYPES: [Rule; 5] = [Rule::yes_no, Rule::one_of, Rule::number_type, Rule::version_type, Rule::text_type];

/// Checks the block of a node that has one.
pub(super) fn check(cx: &mut Recovery, node: Node) {
    let Some(context) = Context::inside(node.rule()) else {
        return;
    };
    let mut seen: Vec<Node> = Vec::new();
    let mut broken: Vec<&str> = Vec::new();
    let mut children = node.children().peekable();
    let mut previous: Option<Node> = None;
    let mut stranger = None;
    let mut looked_at = 0;
    while let Some(child) = children.next() {
        if child.rule() == Rule::bad && looked_at == MOST_LOOKED_AT {
            continue;
        }
        if child.rule() == Rule::bad {
            looked_at += 1;
            // A block on a line of its own is reported at its brace, together with the property in front of it.
            let block_follows =
                children.peek().is_some_and(|next| next.rule() == Rule::bad && next.text().starts_with('{'));
            let told_at_brace = block_follows && property::could_have_block(child, context);
            if !told_at_brace && !cx.is_muted(child.span()) {
                stranger = property::report(cx, child, context, previous, stranger);
            }
            broken.extend(meant(child, context));
            previous = Some(child);
            continue;
        }
        stranger = None;
        if !context.repeats() && STAND_ONCE[child.rule() as usize] {
            repeated(cx, child, &seen);
            seen.push(child);
            // Types of a fact are many, and so could be the properties of a hostile file: what was reported is enough.
            seen.truncate(PROPERTIES.len());
        }
        previous = Some(child);
    }
    if !cx.item.broken {
        missing(cx, node, &seen, &broken);
        missing_undo(cx, node, &broken);
    }
}

/// The word that a broken property probably begins with: it counts as standing there.
fn meant(bad: Node<'_>, context: Context) -> Option<&str> {
    let word = &bad.text()[..bad.word_span().range().len()];
    match words::property(word, context) {
        Some(_) => Some(word),
        None => nearest(word, context.properties().map(|property| property.word)),
    }
}

fn repeated(cx: &mut Recovery, child: Node, seen: &[Node]) {
    let is_type = FACT_TYPES.contains(&child.rule());
    let same = |known: Rule| known == child.rule() || is_type && FACT_TYPES.contains(&known);
    let Some(first) = seen.iter().find(|known| same(known.rule())) else {
        return;
    };
    let span = child.word_span();
    if cx.is_muted(span) {
        return;
    }
    let message = if first.rule() == child.rule() {
        format!("`{}` stands here a second time", &child.text()[..span.range().len()])
    } else {
        "a fact has only one type".to_owned()
    };
    let finding =
        Diagnostic::new(&faults::REPEATED_PROPERTY, span, message).label(first.word_span(), "the first one is here");
    let list = words::property_of(child.rule()).is_some_and(|property| property.usage.ends_with(", …"));
    cx.report(finding.help(if list { "put all of it into one list, with commas" } else { "keep one of the two" }));
}

/// What the item must have, and has not.
fn missing(cx: &mut Recovery, node: Node, seen: &[Node], broken: &[&str]) {
    let Some(kind) = words::item_of(node.rule()) else {
        return;
    };
    let Some(context) = kind.context else { return };
    for group in kind.demands {
        let stands = |word: &&str| {
            let known = words::property(word, context).map(|property| property.rule);
            broken.contains(word) || seen.iter().any(|found| Some(found.rule()) == known)
        };
        if group.iter().any(&stands) {
            continue;
        }
        let quoted: Vec<String> = group.iter().map(|word| format!("`{word}`")).collect();
        let message = format!("this {} has no {}", kind.word, one_of(&quoted));
        let usages: Vec<String> = group
            .iter()
            .filter_map(|word| words::property(word, context))
            .map(|property| format!("`{}`", property.usage))
            .collect();
        cx.report(
            Diagnostic::new(&faults::MISSING_PROPERTY, super::head::span(node), message)
                .help(format!("add {}", one_of(&usages))),
        );
    }
}

/// What destroys something says whether it can be taken back.
fn missing_undo(cx: &mut Recovery, node: Node, broken: &[&str]) {
    if !matches!(node.rule(), Rule::check | Rule::remedy) || broken.contains(&"undo") {
        return;
    }
    let Some(risk) = node.child(Rule::risk) else {
        return;
    };
    let destructive = risk.child(Rule::word).is_some_and(|word| word.text() == "destructive");
    if destructive && node.child(Rule::undo).is_none() {
        cx.report(
            Diagnostic::new(&faults::MISSING_PROPERTY, risk.word_span(), "what is destructive has no `undo` here")
                .help("add `undo none`, or say with `undo \"…\"` how to take it back"),
        );
    }
}

//! Steps.

use crate::syntax::{Node, Rule};

use super::super::{Common, HowTo, Image, Step, StepEntry, StepPart};
use super::{LowerContext, common, condition, exact, first_text, is_text, name, references, text};

/// The steps of a `steps` item.
pub(super) fn shared(cx: &mut LowerContext, node: Node, common: &mut Common) -> Box<[StepEntry]> {
    let mut entries = Vec::new();
    for part in node.children() {
        if !entry(cx, part, &mut entries) {
            common::property(cx, common, part);
        }
    }
    exact(entries)
}

/// The steps in the block of a property.
pub(super) fn block(cx: &mut LowerContext, node: Node) -> Vec<StepEntry> {
    let mut entries = Vec::new();
    for part in node.child(Rule::steps_block).into_iter().flat_map(Node::children) {
        entry(cx, part, &mut entries);
    }
    entries
}

/// A sentence or steps, as a property gives them.
pub(super) fn how_to(cx: &mut LowerContext, node: Node) -> Option<HowTo> {
    match node.child(Rule::steps_block) {
        Some(_) => Some(HowTo::Steps(exact(block(cx, node)))),
        None => first_text(node).map(HowTo::Text),
    }
}

fn entry(cx: &mut LowerContext, node: Node, entries: &mut Vec<StepEntry>) -> bool {
    match node.rule() {
        Rule::step => entries.extend(step(cx, node).map(StepEntry::Step)),
        Rule::include_steps => entries.extend(references(node).into_iter().map(StepEntry::Include)),
        _ => return false,
    }
    true
}

fn step(cx: &mut LowerContext, node: Node) -> Option<Step> {
    Some(Step {
        text: first_text(node)?,
        when: condition::guard(cx, node),
        parts: exact(node.children().filter_map(part).collect()),
    })
}

/// A picture.
pub(super) fn image(node: Node) -> Option<Image> {
    let mut texts = node.children().filter(is_text).map(text);
    Some(Image { path: texts.next()?, alternative: texts.next() })
}

fn part(node: Node) -> Option<StepPart> {
    let mut texts = node.children().filter(is_text).map(text);
    Some(match node.rule() {
        Rule::run => StepPart::Run { language: name(node.child(Rule::word)?), command: texts.next()? },
        Rule::expectation => StepPart::Expect(texts.next()?),
        Rule::note => StepPart::Note(texts.next()?),
        Rule::warning => StepPart::Warning(texts.next()?),
        Rule::image => StepPart::Image(image(node)?),
        _ => return None,
    })
}

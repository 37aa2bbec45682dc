//! From the tree of a file to its items. Names are not looked up yet.
//!
//! In: a tree and the tables behind words. Out: items, the modules that the file uses, and what is wrong with values.
//! What did not parse is passed over here: it was reported, and its item is marked as broken.

mod common;
mod condition;
mod fact;
mod guide;
mod knowledge;
mod procedure;
mod scenario;
mod steps;
mod value;

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Source, Span};
use crate::syntax::{Node, Rule, Tree};

use super::{Body, Common, Item, Name, Numbers, Ref, Text};
pub(super) use value::{bad_number, bad_version};

/// A module that a file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The place of its name.
    pub span: Span,
}

/// What one file holds.
#[derive(Debug)]
pub struct Lowered {
    pub(super) items: Box<[Item]>,
    pub(super) uses: Box<[Use]>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Lowered {
    /// What is wrong with the file, names left aside.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

/// What lowering needs at hand: the tables, and a place for findings.
struct LowerContext<'a> {
    numbers: &'a Numbers,
    findings: Vec<Diagnostic>,
}

pub(super) fn file(tree: &Tree, file: FileId, source: &Source, numbers: &Numbers) -> Lowered {
    let mut cx = LowerContext { numbers, findings: Vec::new() };
    value::module_name(&mut cx, file, source);
    let mut items = Vec::new();
    let mut uses = Vec::new();
    for node in tree.items(source.text()) {
        if node.rule() == Rule::uses {
            uses.extend(node.children().filter(is_name).map(|name| Use { span: name.span() }));
            continue;
        }
        if !node.is_muted() {
            value::block_texts(&mut cx, node);
        }
        items.extend(item(&mut cx, node));
    }
    Lowered { items: exact(items), uses: exact(uses), findings: cx.findings }
}

fn item(cx: &mut LowerContext, node: Node) -> Option<Item> {
    let mut common = Common::default();
    let body = body(cx, node, &mut common)?;
    let name = match node.rule() {
        Rule::scenario => None,
        _ => node.child(Rule::name),
    };
    if let Some(name) = name {
        value::item_name(cx, name, node.rule() == Rule::guide);
    }
    let title = node.child(Rule::title);
    let start = node.word_span();
    let end = [name, title].into_iter().flatten().map(|part| part.span().end).max().unwrap_or(start.end);
    Some(Item {
        name: Name { span: name.map_or(Span { end: start.start, ..start }, Node::span) },
        title: title.and_then(Node::first).map(text),
        head: Span { end, ..start },
        span: node.span(),
        common: (common != Common::default()).then(|| Box::new(common)),
        body,
        broken: node.is_muted() || node.any(|found| matches!(found, Rule::bad | Rule::bad_head | Rule::left_over)),
    })
}

fn body(cx: &mut LowerContext, node: Node, common: &mut Common) -> Option<Body> {
    Some(match node.rule() {
        Rule::guide => Body::Guide(Box::new(guide::guide(cx, node, common))),
        Rule::symptom => Body::Symptom(Box::new(knowledge::symptom(cx, node, common))),
        Rule::cause => Body::Cause(Box::new(knowledge::cause(cx, node, common))),
        Rule::check => Body::Check(Box::new(procedure::check(cx, node, common))),
        Rule::remedy => Body::Remedy(Box::new(procedure::remedy(cx, node, common))),
        Rule::rule => Body::Rule(Box::new(knowledge::rule(cx, node, common))),
        Rule::fact => Body::Fact(Box::new(fact::fact(cx, node, common))),
        Rule::escalation | Rule::result => Body::Escalation(Box::new(fact::escalation(cx, node, common))),
        Rule::shared_steps => Body::Steps(steps::shared(cx, node, common)),
        Rule::source => Body::Source(Box::new(fact::source(cx, node, common))),
        Rule::scenario => Body::Scenario(Box::new(scenario::scenario(cx, node, common))),
        _ => return None,
    })
}

// ---- small readings that every part needs ----

fn is_name(node: &Node) -> bool {
    node.rule() == Rule::name
}

fn is_text(node: &Node) -> bool {
    matches!(node.rule(), Rule::string | Rule::raw | Rule::block)
}

fn text(node: Node) -> Text {
    Text { span: node.span() }
}

fn first_text(node: Node) -> Option<Text> {
    node.children().find(is_text).map(text)
}

fn texts(node: Node) -> Vec<Text> {
    node.children().filter(is_text).map(text).collect()
}

fn name(node: Node) -> Name {
    Name { span: node.span() }
}

fn reference(node: Node) -> Ref {
    Ref { span: node.span(), to: None }
}

fn first_reference(node: Node) -> Option<Ref> {
    node.child(Rule::name).map(reference)
}

fn references(node: Node) -> Vec<Ref> {
    node.children().filter(is_name).map(reference).collect()
}

/// A property that stands once keeps its first value; the second is reported where shapes are.
fn once<T>(slot: &mut Option<T>, value: Option<T>) {
    if slot.is_none() {
        *slot = value;
    }
}

/// The same for a list.
fn once_list<T>(slot: &mut Box<[T]>, values: Vec<T>) {
    if slot.is_empty() {
        *slot = exact(values);
    }
}

/// A list in as much room as it needs: lists are short and stay as long as the knowledge, and one that grows takes room
/// for four. An allocator that is asked to shrink it would leave it where it is.
fn exact<T>(mut list: Vec<T>) -> Box<[T]> {
    if list.len() < list.capacity() {
        let mut exact = Vec::with_capacity(list.len());
        exact.append(&mut list);
        list = exact;
    }
    list.into_boxed_slice()
}

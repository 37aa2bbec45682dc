//! Whether two files say the same.

use std::borrow::Cow;

use crate::source::Span;
use crate::syntax::text::decode;
use crate::syntax::{Children, Node, Rule, Tree};

use super::{Refusal, literal};

/// A node, how deep it stands, and what it says.
struct NodeText<'t> {
    rule: Rule,
    depth: usize,
    text: Cow<'t, str>,
    span: Span,
}

/// The nodes of a tree in the order of the text, without those that keep comments or the others.
struct Walk<'t> {
    open: Vec<Children<'t>>,
    comments: bool,
}

impl<'t> Walk<'t> {
    fn new(tree: &'t Tree, text: &'t str, comments: bool) -> Self {
        Walk { open: vec![tree.items(text)], comments }
    }
}

impl<'t> Iterator for Walk<'t> {
    type Item = NodeText<'t>;

    fn next(&mut self) -> Option<NodeText<'t>> {
        loop {
            let depth = self.open.len();
            let Some(node) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            let is_comment = node.rule() == Rule::comment;
            if !is_comment {
                self.open.push(node.all_children());
            }
            if is_comment == self.comments {
                let depth = if is_comment { 0 } else { depth };
                return Some(NodeText { rule: node.rule(), depth, text: said(node), span: node.span() });
            }
        }
    }
}

/// What a node says by itself, apart from the nodes in it and from how it is written.
fn said(node: Node<'_>) -> Cow<'_, str> {
    let text = node.text();
    match node.rule() {
        // What does not parse may go on over empty lines to the end of the file, which come and go with its last line.
        Rule::comment | Rule::bad | Rule::bad_head | Rule::left_over => Cow::Borrowed(text.trim_end()),
        Rule::block => decode(text),
        Rule::chance => literal::chance(text),
        Rule::duration => literal::duration(text),
        Rule::string
        | Rule::raw
        | Rule::name
        | Rule::word
        | Rule::number
        | Rule::date
        | Rule::unit
        | Rule::comparison => Cow::Borrowed(text),
        _ => Cow::Borrowed(""),
    }
}

/// A part of what an item says that holds no other part.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf<'t> {
    /// What it is.
    pub rule: Rule,
    /// What it says, however it is written.
    pub text: Cow<'t, str>,
    /// Where it stands.
    pub span: Span,
    /// Whether it belongs to what is said of reviews: when somebody read the item through, and when it last changed.
    pub is_of_review: bool,
}

/// What an item says, part by part; comments are no part of it. A part that holds others comes behind them.
#[must_use]
pub fn leaves(item: Node<'_>) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    add_leaves(item, false, &mut found);
    found
}

fn add_leaves<'t>(node: Node<'t>, is_of_review: bool, found: &mut Vec<Leaf<'t>>) {
    let is_of_review = is_of_review || matches!(node.rule(), Rule::reviewed | Rule::changed);
    let mut is_leaf = true;
    for child in node.children() {
        is_leaf = false;
        add_leaves(child, is_of_review, found);
    }
    let text = said(node);
    if is_leaf || !text.is_empty() {
        found.push(Leaf { rule: node.rule(), text, span: node.span(), is_of_review });
    }
}

/// Compares the trees of two texts, then their comments. The place of a difference is in the first.
pub(super) fn same(tree: &Tree, text: &str, other: &Tree, other_text: &str) -> Result<(), Refusal> {
    for (comments, what) in [(false, "what this says"), (true, "this comment")] {
        let mut others = Walk::new(other, other_text, comments);
        let mut end = Span::new(crate::source::FileId::new(0), text.len(), text.len());
        for said in Walk::new(tree, text, comments) {
            let fits = others
                .next()
                .is_some_and(|other| (said.rule, said.depth, &said.text) == (other.rule, other.depth, &other.text));
            if !fits {
                return Err(Refusal { span: said.span, what });
            }
            end = said.span.after();
        }
        if others.next().is_some() {
            return Err(Refusal { span: end, what });
        }
    }
    Ok(())
}

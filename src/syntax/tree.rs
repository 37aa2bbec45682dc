//! The tree of one file: grammar rules and their places, in one flat list.
//!
//! A node is followed by all that it holds; its `size` says how many those are. Nothing is allocated for a single
//! node, and the whole tree is freed at once, however deep it is.

use crate::source::{FileId, Span};

use super::Rule;
use super::scanner::is_name_letter;

pub(super) use kbc_grammar::Node as Raw;

/// The items of a file, with every property and comment in them.
#[derive(Debug)]
pub struct Tree {
    file: FileId,
    pub(super) nodes: Vec<Raw>,
    /// The scanner's word on items: those in which it found a fault, by index of their node.
    pub(super) muted: Vec<u32>,
}

impl Tree {
    pub(super) fn new(file: FileId, nodes: usize) -> Self {
        Tree { file, nodes: Vec::with_capacity(nodes), muted: Vec::new() }
    }

    pub(super) fn file(&self) -> FileId {
        self.file
    }

    pub(super) fn node<'t>(&'t self, text: &'t str, index: u32) -> Node<'t> {
        Node { tree: self, text, index }
    }

    /// The items of the file, in its order; comments between items are nodes too.
    #[must_use]
    pub fn items<'t>(&'t self, text: &'t str) -> Children<'t> {
        Children { tree: self, text, at: 0, end: self.nodes.len() as u32 }
    }
}

/// A node of a [`Tree`], with the text that it stands in.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    text: &'t str,
    index: u32,
}

impl<'t> Node<'t> {
    fn raw(self) -> Raw {
        self.tree.nodes[self.index as usize]
    }

    /// Which rule of the grammar it is.
    #[must_use]
    pub fn rule(self) -> Rule {
        self.raw().rule
    }

    /// Where it stands.
    #[must_use]
    pub fn span(self) -> Span {
        let raw = self.raw();
        Span { file: self.tree.file, start: raw.start, end: raw.end }
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> &'t str {
        let raw = self.raw();
        &self.text[raw.start as usize..raw.end as usize]
    }

    /// What it holds directly, without comments.
    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.all_children().filter(|node| node.rule() != Rule::comment)
    }

    /// What it holds directly, comments too.
    #[must_use]
    pub fn all_children(self) -> Children<'t> {
        let first = self.index + 1;
        Children { tree: self.tree, text: self.text, at: first, end: first + self.raw().size }
    }

    /// The first child of a rule.
    #[must_use]
    pub fn child(self, grammar_rule: Rule) -> Option<Node<'t>> {
        self.children().find(|node| node.rule() == grammar_rule)
    }

    /// The first child, whatever it is.
    #[must_use]
    pub fn first(self) -> Option<Node<'t>> {
        self.children().next()
    }

    /// Itself and all that it holds, at any depth, in the order of the file.
    pub(super) fn with_descendants(self) -> impl Iterator<Item = Node<'t>> {
        let last = self.index + self.raw().size;
        (self.index..=last).map(move |index| Node { index, ..self })
    }

    /// Whether it, or something that it holds at any depth, is of a rule that fits.
    #[must_use]
    pub fn any(self, fits: impl Fn(Rule) -> bool) -> bool {
        let first = self.index as usize;
        let last = first + self.raw().size as usize;
        self.tree.nodes[first..=last].iter().any(|raw| fits(raw.rule))
    }

    /// All nodes of a rule at any depth below, in the order of the text.
    pub fn below(self, wanted: Rule) -> impl Iterator<Item = Node<'t>> {
        let first = self.index + 1;
        let below = first..first + self.raw().size;
        below.map(move |index| Node { index, ..self }).filter(move |node| node.rule() == wanted)
    }

    /// Whether the scanner found a fault in this item, so that what the grammar says of it is not to be trusted.
    #[must_use]
    pub fn is_muted(self) -> bool {
        self.tree.muted.binary_search(&self.index).is_ok()
    }

    /// Whether the node and a place both begin their lines, and stand equally far in.
    #[must_use]
    pub fn is_aligned_with(self, place: Span) -> bool {
        let indentation = |start: u32| {
            let before = &self.text[..start as usize];
            let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
            line.trim_matches([' ', '\t']).is_empty().then_some(line)
        };
        let own = indentation(self.span().start);
        own.is_some() && own == indentation(place.start)
    }

    /// The span of the first word: that of the property, not of what it says.
    #[must_use]
    pub fn word_span(self) -> Span {
        let letters = self.text().bytes().take_while(|&byte| is_name_letter(byte));
        let span = self.span();
        Span { end: span.start + letters.count() as u32, ..span }
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.rule(), self.text())
    }
}

/// Neighbouring nodes.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    text: &'t str,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node { tree: self.tree, text: self.text, index: self.at };
        self.at += 1 + node.raw().size;
        Some(node)
    }
}

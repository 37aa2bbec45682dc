//! What an item states, property by property, and what of it is another than it was.
//!
//! In: the items of two trees. Out: each property that states something else, is new or is gone, with its place. Words that
//! readers see, and what is said of an item beside what it states, count as nothing here.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::fmt::leaves;
use crate::source::Span;
use crate::syntax::words::PROPERTIES;
use crate::syntax::{Node, Rule};
use crate::words::one_line;

/// Longer texts of a property are cut.
const LONGEST: usize = 100;

/// A property of an item, without the properties in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The property that it stands in, such as `outcome slow`; empty for one of the item itself.
    pub within: String,
    /// What it says, in one line. The text of one that holds others is what stands before them.
    pub text: String,
    /// Where it stands, with all that is in it.
    pub span: Span,
    /// Whether others may stand in it.
    is_home: bool,
    says: Vec<(Rule, String)>,
}

/// A property that states something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// What it was; nothing for a new one.
    pub before: Option<Stated>,
    /// What it is; nothing for one that is gone.
    pub after: Option<Stated>,
    /// What holds it in the newer version: another property, or the whole item.
    pub home: Span,
}

/// What no plan and no scenario depends on.
fn is_beside(grammar_rule: Rule) -> bool {
    matches!(
        grammar_rule,
        Rule::about
            | Rule::cite
            | Rule::owner
            | Rule::reviewed
            | Rule::changed
            | Rule::tags
            | Rule::aka
            | Rule::moved_from
            | Rule::allow
            | Rule::see
            | Rule::summary
            | Rule::message
            | Rule::pattern
            | Rule::alert
            | Rule::impact
            | Rule::steps
    )
}

fn is_property(grammar_rule: Rule) -> bool {
    static RULES: OnceLock<FxHashSet<Rule>> = OnceLock::new();
    RULES.get_or_init(|| PROPERTIES.iter().map(|property| property.rule).collect()).contains(&grammar_rule)
}

/// The properties of an item.
#[must_use]
pub fn properties(item: Node<'_>) -> Vec<Stated> {
    let mut found = Vec::new();
    add(item, "", &mut found);
    found
}

fn add(node: Node<'_>, within: &str, found: &mut Vec<Stated>) {
    for child in node.children() {
        let grammar_rule = child.rule();
        if !is_property(grammar_rule) || is_beside(grammar_rule) {
            continue;
        }
        let is_home = matches!(grammar_rule, Rule::outcome | Rule::cannot_tell | Rule::stage_of_guide);
        let inner: Vec<Span> =
            child.children().filter(|inner| is_home && is_property(inner.rule())).map(Node::span).collect();
        let is_inner = |span: Span| inner.iter().any(|inner| inner.start <= span.start && span.end <= inner.end);
        // A condition may hold a text against an answer; elsewhere texts are for readers.
        let counts = |leaf: Rule| grammar_rule == Rule::when || !matches!(leaf, Rule::string | Rule::block | Rule::raw);
        let own = leaves(child).into_iter().filter(|leaf| !is_inner(leaf.span) && counts(leaf.rule));
        let says: Vec<(Rule, String)> = own.map(|leaf| (leaf.rule, leaf.text.into_owned())).collect();
        let word = || child.text()[..(child.word_span().end - child.span().start) as usize].to_owned();
        let text = if is_home {
            let names = says.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty());
            names.fold(word(), |text, name| if text == name { text } else { text + " " + name })
        } else {
            shortened(child.text())
        };
        let path = if within.is_empty() { text.clone() } else { format!("{within}, {text}") };
        found.push(Stated { within: within.to_owned(), text, span: child.span(), is_home, says });
        if is_home {
            add(child, &path, found);
        }
    }
}

/// A text in one line that is not too long.
fn shortened(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

impl Stated {
    /// Its first word, which names the property.
    #[must_use]
    pub fn word(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }

    fn path(&self) -> String {
        if self.within.is_empty() { self.text.clone() } else { format!("{}, {}", self.within, self.text) }
    }

    /// Whether another is the same property, whatever it says.
    fn is_of_kind(&self, other: &Stated) -> bool {
        let is_same = self.within == other.within && self.word() == other.word();
        // An answer of another name is another answer.
        is_same && !self.is_home && !other.is_home
    }
}

/// The properties that state something else. `item` is where the item stands in the newer version.
#[must_use]
pub fn differences(old: &[Stated], new: &[Stated], item: Span) -> Vec<Otherwise> {
    let is_same = |one: &Stated, other: &Stated| {
        one.within == other.within && one.says == other.says && one.word() == other.word()
    };
    let mut gone: Vec<&Stated> = old.iter().collect();
    let mut added: Vec<&Stated> = Vec::new();
    for stated in new {
        match gone.iter().position(|other| is_same(stated, other)) {
            Some(at) => {
                gone.remove(at);
            }
            None => added.push(stated),
        }
    }
    let mut found = Vec::new();
    let home = |within: &str| new.iter().find(|one| one.is_home && one.path() == within).map_or(item, |one| one.span);
    for stated in &added {
        let before = gone.iter().position(|other| stated.is_of_kind(other)).map(|at| gone.remove(at).clone());
        found.push(Otherwise { before, after: Some((*stated).clone()), home: home(&stated.within) });
    }
    found.extend(gone.iter().map(|stated| Otherwise {
        before: Some((*stated).clone()),
        after: None,
        home: home(&stated.within),
    }));
    // What stands in an answer that is new or gone comes and goes with it.
    let whole: Vec<String> = found
        .iter()
        .filter(|one| one.before.is_none() != one.after.is_none())
        .filter_map(|one| one.after.as_ref().or(one.before.as_ref()))
        .filter(|stated| stated.is_home)
        .map(Stated::path)
        .collect();
    found.retain(|one| {
        let stated = one.after.as_ref().or(one.before.as_ref());
        stated.is_some_and(|stated| !whole.contains(&stated.within))
    });
    found
}

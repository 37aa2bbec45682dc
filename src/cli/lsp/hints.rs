//! What stands behind words and between lines: the number that a word means, the chance of a cause, the time that is counted where
//! none is written.

use gen_lsp_types::Range;
use serde_json::{Value, json};

use crate::model::{Body, Given, Kind, Numbers};
use crate::session::View;
use crate::source::FileId;
use crate::syntax::{self, Node, Rule};
use crate::words::quantity::plain::{minutes, percent};

use super::documents::Document;
use super::hover::Chances;
use super::server::Server;

/// Which hints an editor shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hints {
    /// None.
    Off,
    /// The number behind each word.
    #[default]
    Numbers,
    /// Also chances that are computed, and times that are left out.
    All,
}

/// The hints in a part of a text.
pub fn within(server: &Server, document: &Document, range: Range) -> Vec<Value> {
    let which = server.client.settings.hints;
    if which == Hints::Off {
        return Vec::new();
    }
    let offset = |position| server.client.encoding.offset(&document.text, &document.lines, position);
    let (from, to) = (offset(range.start), offset(range.end));
    let numbers = document.numbers();
    let mut found: Vec<(usize, String)> = Vec::new();
    let (tree, _) = syntax::parse(FileId::new(0), &document.text);
    for item in
        tree.items(&document.text).filter(|item| item.span().range().start <= to && from <= item.span().range().end)
    {
        behind_words(item, &numbers, &mut found);
    }
    if which == Hints::All
        && let Some(view) = document.view()
    {
        computed(&view, &numbers, &mut found);
    }
    found.retain(|(at, _)| (from..=to).contains(at));
    found.sort();
    let hint = |(at, label): (usize, String)| {
        let position = server.client.encoding.position(&document.text, &document.lines, at);
        json!({ "position": position, "label": label, "paddingLeft": true })
    };
    found.into_iter().map(hint).collect()
}

/// The number behind each word of an item, and behind those that are left out.
fn behind_words(item: Node, numbers: &Numbers, found: &mut Vec<(usize, String)>) {
    let known =
        |words: &[(String, f64)], word: &str| words.iter().find(|(one, _)| one == word).map(|(_, value)| *value);
    for property in item.below(Rule::likelihood) {
        for word in property.below(Rule::chance) {
            let weight = known(&numbers.weights, word.text());
            found.extend(weight.map(|weight| (word.span().range().end, weight.to_string())));
        }
    }
    let weights: Vec<_> = item.below(Rule::likelihood).map(Node::span).collect();
    let is_weight = |node: &Node| weights.iter().any(|span| span.range().contains(&node.span().range().start));
    for word in item.below(Rule::chance).filter(|node| !is_weight(node)) {
        let chance = known(&numbers.chances, word.text());
        found.extend(chance.map(|chance| (word.span().range().end, percent(chance))));
    }
    for entry in item.below(Rule::usual).filter(|entry| entry.child(Rule::chance).is_none()) {
        found.push((entry.span().range().end, format!("usually, {}", percent(numbers.usually()))));
    }
    for entry in item.below(Rule::strength_of) {
        let factor = match entry.child(Rule::word).map(Node::text) {
            None => numbers.plainly,
            Some("weakly") => numbers.weakly,
            Some("strongly") => numbers.strongly,
            Some(_) => continue,
        };
        found.push((entry.span().range().end, format!("×{factor}")));
    }
}

/// The chance of each cause in its guides, and the time that is counted for each step without one.
fn computed(view: &View, numbers: &Numbers, found: &mut Vec<(usize, String)>) {
    let knowledge = view.knowledge();
    let own: Vec<_> = knowledge.ids_in(view.file).collect();
    for (guide, members) in &view.understood().guides {
        let causes: Vec<_> = own.iter().copied().filter(|id| members.causes.contains(id)).collect();
        let Some(chances) = (!causes.is_empty()).then(|| Chances::of(view, *guide, members, numbers)).flatten() else {
            continue;
        };
        for cause in causes {
            let written = knowledge.cause(cause).and_then(|body| body.likelihood);
            let at = written.filter(Given::is_written).map_or(knowledge.item(cause).head.end, |given| given.span.end);
            let chance = chances.of_cause(cause);
            found.extend(
                chance.map(|chance| (at as usize, format!("{} in {}", percent(chance), knowledge.name(*guide)))),
            );
        }
    }
    for id in own {
        let item = knowledge.item(id);
        let (given, counted) = match &item.body {
            Body::Check(check) => (check.procedure.takes, numbers.check_minutes),
            Body::Remedy(remedy) => (remedy.procedure.takes, numbers.remedy_minutes),
            Body::Fact(fact) => (fact.takes, numbers.fact_minutes),
            Body::Escalation(escalation) => (escalation.takes, numbers.escalation_minutes),
            _ => continue,
        };
        if given.is_none() && item.kind() != Kind::Result {
            found.push((item.head.end as usize, format!("takes {}", minutes(counted))));
        }
    }
}

//! A plan as a graph, for Graphviz and for Mermaid. Titles may hold anything, so everything is escaped.

use std::fmt::Write;

use crate::cli::drawn::{dot_text, mermaid_text};
use crate::reasoning::{Doing, NodeId, Step};

use super::Shown;

/// The graph in the language of Graphviz.
pub fn dot(shown: &Shown) -> String {
    let mut out = format!(
        "digraph \"{}\" {{\n  node [fontname=\"sans-serif\"];\n",
        dot_text(shown.opened.understood.knowledge.name(shown.opened.guide))
    );
    for (node, id) in nodes(shown) {
        let shape = match shown.plan.flow.nodes[node].doing {
            Doing::Step(Step::Check(_), _) => "diamond",
            Doing::Step(Step::Remedy(_), _) => "box",
            _ => "oval",
        };
        writeln!(out, "  {id} [shape={shape}, label=\"{}\"];", dot_text(&label(shown, node)))
            .expect("a string takes all text");
    }
    for (node, id) in nodes(shown) {
        for (answer, next) in edges(shown, node) {
            writeln!(out, "  {id} -> {next} [label=\"{}\"];", dot_text(&answer)).expect("a string takes all text");
        }
    }
    out.push_str("}\n");
    out
}

/// The graph in the language of Mermaid.
pub fn mermaid(shown: &Shown) -> String {
    let mut out = "flowchart TD\n".to_owned();
    for (node, id) in nodes(shown) {
        let (open, close) = match shown.plan.flow.nodes[node].doing {
            Doing::Step(Step::Check(_), _) => ("{\"", "\"}"),
            Doing::Step(Step::Remedy(_), _) => ("[\"", "\"]"),
            _ => ("([\"", "\"])"),
        };
        writeln!(out, "  {id}{open}{}{close}", mermaid_text(&label(shown, node))).expect("a string takes all text");
    }
    for (node, id) in nodes(shown) {
        for (answer, next) in edges(shown, node) {
            writeln!(out, "  {id} -->|\"{}\"| {next}", mermaid_text(&answer)).expect("a string takes all text");
        }
    }
    out
}

/// The nodes that can be come to, from the top, and what they are called in the graph.
fn nodes(shown: &Shown) -> Vec<(NodeId, String)> {
    let all = &shown.plan.flow.nodes;
    let mut reached = vec![false; all.len()];
    reached[shown.plan.entry().node] = true;
    // Children stand before their parents.
    for node in (0..all.len()).rev().filter(|node| *node <= shown.plan.entry().node) {
        if reached[node] {
            all[node].next.iter().for_each(|next| reached[*next] = true);
        }
    }
    (0..all.len()).rev().filter(|node| reached[*node]).map(|node| (node, id(shown, node))).collect()
}

fn id(shown: &Shown, node: NodeId) -> String {
    format!("n{}", shown.plan.entry().node.saturating_sub(node))
}

fn label(shown: &Shown, node: NodeId) -> String {
    let doing = shown.plan.flow.nodes[node].doing;
    let title = shown.item(doing).map_or_else(String::new, |item| shown.title(item));
    match doing {
        Doing::Step(_, copy) if copy > 0 => format!("Again: {title}"),
        Doing::Contradiction(_) => "These answers contradict each other".to_owned(),
        Doing::Solved => "Solved".to_owned(),
        _ => title,
    }
}

/// Where each answer of a node leads; answers that lead to one place share an edge.
fn edges(shown: &Shown, node: NodeId) -> Vec<(String, String)> {
    let flow = &shown.plan.flow.nodes[node];
    let Doing::Step(step, _) = flow.doing else { return Vec::new() };
    let answers = shown.answers(step);
    let mut edges: Vec<(String, NodeId)> = Vec::new();
    for (outcome, &next) in flow.next.iter().enumerate() {
        let answer =
            answers.get(outcome).map_or_else(String::new, |answer| crate::emit::prose::plain::of_inline(&answer.title));
        match edges.iter_mut().find(|(_, to)| *to == next) {
            Some((label, _)) => {
                label.push_str(" / ");
                label.push_str(&answer);
            }
            None => edges.push((answer, next)),
        }
    }
    edges.into_iter().map(|(answer, next)| (answer, id(shown, next))).collect()
}

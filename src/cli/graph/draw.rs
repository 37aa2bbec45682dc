//! A graph of items in the languages of Graphviz and Mermaid.

use std::fmt::Write;

use crate::cli::drawn::{dot_text, mermaid_text};
use crate::guide::PictureKind;

use super::Graph;

/// The graph in the language of Graphviz.
pub fn dot(graph: &Graph) -> String {
    let mut out =
        format!("digraph \"{}\" {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n", dot_text(&graph.title));
    for (at, (kind, title)) in graph.nodes.iter().enumerate() {
        let shape = match kind {
            PictureKind::Symptom => "note",
            PictureKind::Check => "diamond",
            PictureKind::Cause => "oval",
            PictureKind::Remedy => "box",
        };
        writeln!(out, "  n{at} [shape={shape}, label=\"{}\"];", dot_text(title)).expect("a string takes all text");
    }
    for (from, to) in &graph.edges {
        writeln!(out, "  n{from} -> n{to};").expect("a string takes all text");
    }
    out.push_str("}\n");
    out
}

/// The graph in the language of Mermaid.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = "flowchart LR\n".to_owned();
    for (at, (kind, title)) in graph.nodes.iter().enumerate() {
        let (open, close) = match kind {
            PictureKind::Symptom => (">\"", "\"]"),
            PictureKind::Check => ("{\"", "\"}"),
            PictureKind::Cause => ("([\"", "\"])"),
            PictureKind::Remedy => ("[\"", "\"]"),
        };
        writeln!(out, "  n{at}{open}{}{close}", mermaid_text(title)).expect("a string takes all text");
    }
    for (from, to) in &graph.edges {
        writeln!(out, "  n{from} --> n{to}").expect("a string takes all text");
    }
    out
}

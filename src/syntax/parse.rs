//! One parse for each item, kept as a flat tree.

use kbc_grammar::parse_into;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::{FileId, Source, Span};

use super::findings::Findings;
use super::recover;
use super::scanner::{Item, Piece, Scanner};
use super::tree::{Raw, Tree};

pub use kbc_grammar::Rule;

/// Reads a file: its tree, and what is wrong with its layout and the shape of its properties, in no certain order.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (Tree, Vec<Diagnostic>) {
    // A node stands for a dozen bytes or so: one allocation serves most files.
    let mut tree = Tree::new(file, text.len() / 12);
    let mut scanner = Scanner::new(file, text);
    while let Some(piece) = scanner.next_piece() {
        match piece {
            Piece::Comment { start, end } => tree.nodes.push(Raw { rule: Rule::comment, start, end, size: 0 }),
            Piece::Item(item) => {
                let explained = add_item(&mut tree, text, &item, &mut scanner.findings);
                scanner.explained |= explained;
            }
        }
    }
    (tree, scanner.findings.into_list())
}

/// Adds the nodes of an item; says whether a fault in it explains why it ends too early.
fn add_item(tree: &mut Tree, text: &str, item: &Item, findings: &mut Findings) -> bool {
    let index = tree.nodes.len() as u32;
    let mended = item.mended(text);
    let input = mended.as_deref().unwrap_or(&text[item.start..item.end]);
    if !parse_into(&mut tree.nodes, item.rule, input, &|read| item.offset(read)) {
        findings.push(unreadable(tree, item));
        let (start, end) = (item.start as u32, item.end as u32);
        tree.nodes.push(Raw { rule: item.rule, start, end, size: 0 });
        tree.muted.push(index);
        return false;
    }
    if item.broken {
        tree.muted.push(index);
    }
    !findings.is_full() && recover::check(tree.node(text, index), item, findings)
}

/// The grammar reads every item, broken or not, unless pest runs into a limit of its own.
fn unreadable(tree: &Tree, item: &Item) -> Diagnostic {
    let span = Span::new(tree.file(), item.start, item.start + item.word);
    Diagnostic::new(&faults::NESTED_TOO_DEEP, span, "this item is more than can be read in one piece")
        .help("split it into smaller ones")
}

/// The findings for bytes of a file that are no UTF-8, one for each run of them.
#[must_use]
pub fn invalid_utf_8(source: &Source) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    for &span in &source.invalid {
        findings.push(
            Diagnostic::new(&faults::INVALID_UTF_8, span, "these bytes are no UTF-8")
                .help("save the file as UTF-8; most editors offer that when they save"),
        );
    }
    findings.into_list()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_makes_a_flat_list_with_offsets_of_the_caller() {
        let mut nodes = Vec::new();
        assert!(parse_into(&mut nodes, Rule::symptom, "symptom a \"A\" {}", &|at| at as u32 + 100));
        assert_eq!((nodes[0].rule, nodes[0].start, nodes[0].end), (Rule::symptom, 100, 116));
        assert_eq!(nodes[0].size as usize, nodes.len() - 1);
        let before = nodes.len();
        assert!(!parse_into(&mut nodes, Rule::symptom, "cause", &|at| at as u32));
        assert_eq!(nodes.len(), before);
    }

    #[test]
    fn a_property_is_right_or_stops_somewhere() {
        let wanted = Rule::cause_alone;
        assert!(kbc_grammar::is_right(wanted, "likelihood common") && !kbc_grammar::is_right(wanted, "likelihood"));
        assert_eq!(kbc_grammar::stop(wanted, "likelihood common"), None);
        let stop = kbc_grammar::stop(wanted, "likelihood common common").expect("one word too many");
        assert!((11..=18).contains(&stop.at), "{stop:?}");
    }
}

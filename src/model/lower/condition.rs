//! Conditions.

use crate::source::Span;
use crate::syntax::{Node, Rule};

use super::super::{Comparison, Condition, Guard, Subject};
use super::{LowerContext, exact, first_reference, reference, value};

/// The condition of a `when`; few steps have one.
pub(super) fn guard(cx: &mut LowerContext, node: Node) -> Option<Box<Guard>> {
    let found = node.child(Rule::condition)?;
    Some(Box::new(Guard { span: found.span(), condition: condition(cx, found.first()?)? }))
}

// Depth is bounded by the scanner, which counts parentheses.
fn condition(cx: &mut LowerContext, node: Node) -> Option<Condition> {
    match node.rule() {
        Rule::any | Rule::inner_any => joined(cx, node, Condition::Any),
        Rule::all | Rule::inner_all => joined(cx, node, Condition::All),
        Rule::not | Rule::inner_not => {
            let negations = node.children().filter(|part| part.rule() == Rule::negation).count();
            let test = node.children().find(|part| part.rule() != Rule::negation)?;
            let test = condition(cx, test)?;
            Some(if negations % 2 == 1 { Condition::Not(Box::new(test)) } else { test })
        }
        Rule::count_of => {
            let mut parts = node.children();
            let how = parts.next()?;
            let parts: Option<Vec<_>> = parts.map(|part| condition(cx, part)).collect();
            let parts = exact(parts?);
            Some(match how.rule() {
                Rule::any_of => Condition::Any(parts),
                Rule::all_of => Condition::All(parts),
                _ => Condition::AtLeast(value::whole(cx, how, 0, u32::MAX)?.value, parts),
            })
        }
        Rule::was_tried => first_reference(node).map(Condition::Tried),
        Rule::seen_symptom => first_reference(node).map(Condition::Seen),
        Rule::is | Rule::inner_is => subject(node).map(Condition::Is),
        Rule::compare | Rule::inner_compare => {
            let operator = node.child(Rule::comparison).and_then(|found| Comparison::of(found.text()))?;
            Some(Condition::Compare(subject(node)?, operator))
        }
        _ => None,
    }
}

fn joined(cx: &mut LowerContext, node: Node, join: fn(Box<[Condition]>) -> Condition) -> Option<Condition> {
    let parts: Option<Vec<_>> = node.children().map(|part| condition(cx, part)).collect();
    let mut parts = parts?;
    if parts.len() == 1 { parts.pop() } else { Some(join(exact(parts))) }
}

fn subject(node: Node) -> Option<Subject> {
    let mut parts = node.children().filter(|part| part.rule() != Rule::comparison);
    let name = reference(parts.next()?);
    let value: Span = parts.next()?.span();
    Some(Subject { name, value, operand: None })
}

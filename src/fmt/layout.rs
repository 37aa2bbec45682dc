//! Properties and blocks.
//!
//! In: a node of the tree. Out: its lines.

use crate::syntax::{Node, Rule};

use super::ops::{Body, Ops, Unfit};
use super::printer::{Margins, Printer, flat_width};

/// How much deeper the lines of a block stand.
const DEEPER: usize = 2;

/// Writes a property or an item on the line that was begun, and its further lines below.
pub(super) fn property(printer: &mut Printer, text: &str, node: Node, indent: usize) -> Result<(), Unfit> {
    let ops = Ops::read(text, node)?;
    let Some(body) = &ops.body else {
        printer.write(&ops.list, Margins { indent, further: indent + DEEPER, reserve: 0 });
        return Ok(());
    };
    if on_one_line(printer, text, &ops, body, indent)? {
        return Ok(());
    }
    let (head, tail) = ops.list.split_at(body.split);
    printer.write(head, Margins { indent, further: indent + 2 * DEEPER, reserve: " {".len() });
    printer.out.push_str(" {");
    if body.members.clone().next().is_some() {
        members(printer, text, body, indent + DEEPER)?;
        printer.line(indent);
    }
    printer.out.push('}');
    printer.write_flat(tail);
    Ok(())
}

/// Writes a block with a single plain property on the line of its head, if all that fits.
fn on_one_line(printer: &mut Printer, text: &str, ops: &Ops, body: &Body, indent: usize) -> Result<bool, Unfit> {
    let mut members = body.members.clone();
    let (Some(member), None) = (members.next(), members.next()) else { return Ok(false) };
    if member.rule() == Rule::comment {
        return Ok(false);
    }
    let inner = Ops::read(text, member)?;
    let (Some(outer_width), Some(inner_width), None) = (flat_width(&ops.list), flat_width(&inner.list), &inner.body)
    else {
        return Ok(false);
    };
    if indent + outer_width + " { ".len() + inner_width + " }".len() > printer.width {
        return Ok(false);
    }
    let (head, tail) = ops.list.split_at(body.split);
    printer.write_flat(head);
    printer.out.push_str(" { ");
    printer.write_flat(&inner.list);
    printer.out.push_str(" }");
    printer.write_flat(tail);
    Ok(true)
}

fn members(printer: &mut Printer, text: &str, body: &Body, indent: usize) -> Result<(), Unfit> {
    let mut at = body.start;
    let mut first = true;
    for member in body.members.clone() {
        let span = member.span();
        let gap = &text[at..span.start as usize];
        let is_comment = member.rule() == Rule::comment;
        if is_comment && !gap.contains('\n') {
            printer.out.push(' ');
        } else {
            if !first && has_empty_line(gap) {
                printer.out.push('\n');
            }
            first = false;
            printer.line(indent);
        }
        if is_comment {
            printer.out.push_str(member.text().trim_end());
        } else {
            property(printer, text, member, indent)?;
        }
        at = span.end as usize;
    }
    Ok(())
}

/// Whether two line breaks stand in a stretch with nothing but blanks between them.
pub(super) fn has_empty_line(gap: &str) -> bool {
    let mut lines = gap.split('\n');
    lines.next();
    // The last piece is the beginning of the line of what follows.
    lines.next_back();
    lines.any(|line| line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')))
}

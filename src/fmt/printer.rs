//! Writes the pieces of a property in lines of a width.
//!
//! In: [`Op`]s. Out: text. What fits stands on one line; else the outermost group is broken at each of its lines, then
//! the groups in it that still do not fit.

use crate::syntax::words;

use super::ops::Op;

/// Text under way.
pub(super) struct Printer {
    pub out: String,
    pub width: usize,
}

/// How far a property may reach, and where its further lines begin.
#[derive(Clone, Copy)]
pub(super) struct Margins {
    /// Blanks in front of its first line.
    pub indent: usize,
    /// Blanks in front of its other lines.
    pub further: usize,
    /// Columns that are needed behind it.
    pub reserve: usize,
}

/// The columns of ops on one line; nothing where they hold what takes several.
pub(super) fn flat_width(ops: &[Op]) -> Option<usize> {
    ops.iter().try_fold(0, |width, op| match op {
        Op::Text { text, glued } if !has_lines(text) => Some(width + columns(text) + usize::from(!glued)),
        Op::Text { .. } | Op::Lines(_) | Op::Comment { .. } => None,
        _ => Some(width),
    })
}

/// Whether it is a text of several lines, written as it stands.
fn has_lines(text: &str) -> bool {
    text.starts_with("\"\"\"") && text.contains('\n')
}

fn columns(text: &str) -> usize {
    // A character is a column: no editor agrees with another on more than that.
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

impl Printer {
    /// Begins a line.
    pub fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.blanks(indent);
    }

    fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    /// Writes ops on the line that was begun, as if there was no end to it.
    pub fn write_flat(&mut self, ops: &[Op]) {
        for op in ops {
            if let Op::Text { text, glued } = op {
                if !glued {
                    self.out.push(' ');
                }
                self.out.push_str(text);
            }
        }
    }

    /// Writes ops from the indent of a line that was begun.
    pub fn write(&mut self, ops: &[Op], place: Margins) {
        if flat_width(ops).is_some_and(|width| place.indent + width + place.reserve <= self.width) {
            self.write_flat(ops);
        } else {
            Broken::new(self, ops, place).write();
        }
    }

    /// The columns of the line that was begun.
    fn column(&self) -> usize {
        columns(&self.out[self.line_start()..])
    }

    fn line_start(&self) -> usize {
        self.out.rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_indent(&self) -> usize {
        self.out[self.line_start()..].bytes().take_while(|&byte| byte == b' ').count()
    }

    fn write_lines(&mut self, lines: &str) {
        let indent = self.line_indent();
        self.out.push_str("\"\"\"");
        for line in lines.split('\n') {
            if line.is_empty() {
                self.out.push('\n');
            } else {
                self.line(indent + 2);
                self.out.push_str(line);
            }
        }
        self.line(indent);
        self.out.push_str("\"\"\"");
    }
}

/// A group that is open.
#[derive(Clone, Copy)]
struct Group {
    indent: usize,
    broken: bool,
}

/// Ops that take several lines.
struct Broken<'a, 't> {
    printer: &'a mut Printer,
    ops: &'a [Op<'t>],
    reserve: usize,
    groups: Vec<Group>,
    parentheses: usize,
    /// The indent of a line that begins with the next word.
    next_line: Option<usize>,
}

impl<'a, 't> Broken<'a, 't> {
    fn new(printer: &'a mut Printer, ops: &'a [Op<'t>], place: Margins) -> Self {
        let groups = vec![Group { indent: place.further, broken: true }];
        Broken { printer, ops, reserve: place.reserve, groups, parentheses: 0, next_line: None }
    }

    fn group(&self) -> Group {
        *self.groups.last().expect("the group of the whole property is never closed")
    }

    fn write(mut self) {
        for at in 0..self.ops.len() {
            self.op(at);
        }
    }

    fn op(&mut self, at: usize) {
        let ops = self.ops;
        let group = self.group();
        match &ops[at] {
            Op::Text { text, glued } => {
                self.begin(!glued);
                self.printer.out.push_str(text);
            }
            Op::Lines(lines) => {
                self.begin(true);
                self.printer.write_lines(lines);
            }
            Op::Open(deeper) => {
                let broken = group.broken && !self.fits(at);
                self.groups.push(Group { indent: group.indent + deeper, broken });
            }
            Op::Close => {
                self.groups.pop();
            }
            Op::Line => {
                if group.broken && self.may_break(at) {
                    self.next_line = Some(group.indent);
                }
            }
            Op::SoftLine => {
                self.parentheses += 1;
                if group.broken {
                    self.next_line = Some(group.indent);
                }
            }
            Op::LastSoftLine => {
                self.parentheses -= 1;
                if group.broken {
                    self.next_line = self.groups.iter().rev().nth(1).map(|outer| outer.indent);
                }
            }
            Op::Comment { text, own } => {
                if *own {
                    self.next_line.get_or_insert(group.indent);
                    self.begin(true);
                } else {
                    self.printer.out.push(' ');
                }
                self.printer.out.push_str(text);
                self.next_line = Some(group.indent);
            }
        }
    }

    /// Goes to the next line where that is due; else leaves a blank, if one is wanted.
    fn begin(&mut self, blank: bool) {
        match self.next_line.take() {
            Some(indent) => self.printer.line(indent),
            None if blank => self.printer.out.push(' '),
            None => {}
        }
    }

    /// Whether the group that opens here fits on the line, with what follows it up to where that may break.
    fn fits(&self, open: usize) -> bool {
        let mut column = self.next_line.map_or_else(|| self.printer.column(), |indent| indent.saturating_sub(1));
        let mut depth = 0usize;
        for op in &self.ops[open..] {
            match op {
                Op::Open(_) => depth += 1,
                Op::Close => depth = depth.saturating_sub(1),
                Op::Text { text, glued } => column += columns(text) + usize::from(!glued),
                Op::Lines(_) | Op::Comment { .. } if depth > 0 => return false,
                Op::Line | Op::LastSoftLine | Op::Lines(_) | Op::Comment { .. } if depth == 0 => {
                    return column <= self.printer.width;
                }
                _ => {}
            }
        }
        column + self.reserve <= self.printer.width
    }

    /// Whether the language reads on in the next line: outside of parentheses it does not, where that begins with a
    /// word that begins a property.
    fn may_break(&self, line: usize) -> bool {
        let next = self.ops[line + 1..].iter().find_map(|op| match op {
            Op::Text { text, .. } => Some(&**text),
            // What stands behind a comment stands on another line already.
            Op::Comment { .. } | Op::Lines(_) => Some(""),
            _ => None,
        });
        let next = next.unwrap_or_default();
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let word = &next[..next.find(|c| !letters(c)).unwrap_or(next.len())];
        let in_then = || matches!(&self.ops[0], Op::Text { text, .. } if text == "then");
        self.parentheses > 0
            || word == "next" && in_then()
            || !words::is_property_word(word) && words::item(word).is_none()
    }
}

//! From a property to what is printed of it: words, places where a line may break, comments, and its block.

use std::borrow::Cow;

use crate::syntax::{Children, Node, Rule};

use super::literal;

/// A piece of a property, in the order in which it is printed.
#[derive(Debug)]
pub(super) enum Op<'t> {
    /// Words, a value, or a text on one line; a blank stands before it unless it is glued.
    Text { text: Cow<'t, str>, glued: bool },
    /// The lines of a `"""` text.
    Lines(Cow<'t, str>),
    /// A blank, or a line break where the group around it is broken.
    Line,
    /// Nothing, or a line break.
    SoftLine,
    /// The same at the end of parentheses, where the next line stands as deep as that of the opening one.
    LastSoftLine,
    /// A group begins: its lines break all or none. They stand deeper than those around it by so many blanks.
    Open(usize),
    /// A group ends.
    Close,
    /// A comment; `own` where it has a line of its own.
    Comment { text: &'t str, own: bool },
}

/// The block of a property or an item.
#[derive(Clone)]
pub(super) struct Body<'t> {
    /// Properties and comments.
    pub members: Children<'t>,
    /// Offset behind the `{`.
    pub start: usize,
    /// How many ops stand before the block; the others follow it.
    pub split: usize,
}

/// What cannot be laid out: something stands where the grammar has nothing.
#[derive(Debug)]
pub(super) struct Unfit;

/// The ops of one property.
#[derive(Default)]
pub(super) struct Ops<'t> {
    pub list: Vec<Op<'t>>,
    pub body: Option<Body<'t>>,
    /// Whether the next word stands right behind the one before.
    glue: bool,
    /// Whether an `and` or `or` stands around, within the same parentheses.
    in_group: bool,
    /// The same in front of each parenthesis that is open.
    outside: Vec<bool>,
}

impl<'t> Ops<'t> {
    /// Takes a property or an item apart. `text` is that of the file.
    pub fn read(text: &'t str, node: Node<'t>) -> Result<Self, Unfit> {
        let mut ops = Ops { list: Vec::with_capacity(16), ..Ops::default() };
        ops.glue = true;
        ops.inside(text, node)?;
        Ok(ops)
    }

    fn inside(&mut self, text: &'t str, node: Node<'t>) -> Result<(), Unfit> {
        let span = node.span();
        let mut at = span.start as usize;
        let mut children = node.all_children();
        loop {
            let rest = children.clone();
            let Some(child) = children.next() else { break };
            let start = child.span().start as usize;
            if let Some(open) = self.between(text, at, start)? {
                self.body = Some(Body { members: rest, start: open, split: self.list.len() });
                return closed(text, node, open);
            }
            self.node(text, child, start)?;
            at = child.span().end as usize;
        }
        if let Some(open) = self.between(text, at, span.end as usize)? {
            self.body = Some(Body { members: children, start: open, split: self.list.len() });
            return closed(text, node, open);
        }
        Ok(())
    }

    fn node(&mut self, text: &'t str, node: Node<'t>, start: usize) -> Result<(), Unfit> {
        let written = node.text();
        match node.rule() {
            Rule::comment => {
                let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
                let own = text[line..start].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
                self.list.push(Op::Comment { text: written.trim_end(), own });
            }
            Rule::chance => self.word(literal::chance(written)),
            Rule::duration => self.word(literal::duration(written)),
            Rule::block => match literal::lines(written) {
                Some(_) if !ends_on_its_own(written) => return Err(Unfit),
                Some(lines) => {
                    self.glue = false;
                    self.list.push(Op::Lines(lines));
                }
                None => self.word(Cow::Borrowed(written)),
            },
            Rule::string
            | Rule::raw
            | Rule::name
            | Rule::word
            | Rule::number
            | Rule::date
            | Rule::unit
            | Rule::comparison => self.word(Cow::Borrowed(written)),
            Rule::any | Rule::all | Rule::inner_any | Rule::inner_all => self.operands(text, node)?,
            _ => self.inside(text, node)?,
        }
        Ok(())
    }

    /// Operands of `and` or `or`: a group, where there are several.
    fn operands(&mut self, text: &'t str, node: Node<'t>) -> Result<(), Unfit> {
        if node.children().nth(1).is_none() {
            return self.inside(text, node);
        }
        let deeper = if self.in_group { 2 } else { 0 };
        let before = std::mem::replace(&mut self.in_group, true);
        self.list.push(Op::Open(deeper));
        self.inside(text, node)?;
        self.list.push(Op::Close);
        self.in_group = before;
        Ok(())
    }

    fn word(&mut self, text: Cow<'t, str>) {
        self.list.push(Op::Text { text, glued: self.glue });
        self.glue = false;
    }

    /// Reads what stands between two nodes: words of the language and punctuation. Gives the offset behind a `{`.
    fn between(&mut self, text: &'t str, from: usize, to: usize) -> Result<Option<usize>, Unfit> {
        let bytes = text.as_bytes();
        let mut at = from;
        let mut broken = false;
        while at < to {
            match bytes[at] {
                b' ' | b'\t' | b'\r' => at += 1,
                b'\n' => {
                    broken = true;
                    at += 1;
                }
                byte if byte.is_ascii_alphabetic() => {
                    let letters = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'_');
                    let end = at + bytes[at..to].iter().take_while(letters).count();
                    let word = &text[at..end];
                    self.word(Cow::Borrowed(word));
                    if matches!(word, "and" | "or") {
                        self.list.push(Op::Line);
                    }
                    at = end;
                }
                b',' => {
                    self.list.push(Op::Text { text: Cow::Borrowed(","), glued: true });
                    self.list.push(Op::Line);
                    at += 1;
                }
                b'(' => {
                    self.word(Cow::Borrowed("("));
                    self.list.push(Op::Open(2));
                    self.list.push(Op::SoftLine);
                    self.glue = true;
                    self.outside.push(std::mem::take(&mut self.in_group));
                    at += 1;
                }
                b')' => {
                    self.in_group = self.outside.pop().ok_or(Unfit)?;
                    self.list.push(Op::LastSoftLine);
                    self.list.push(Op::Close);
                    self.list.push(Op::Text { text: Cow::Borrowed(")"), glued: true });
                    self.glue = false;
                    at += 1;
                }
                b'{' if !broken && self.body.is_none() && self.outside.is_empty() => return Ok(Some(at + 1)),
                _ => return Err(Unfit),
            }
        }
        Ok(None)
    }
}

/// A text of several lines whose quotes do not stand on a line of their own is perhaps two texts.
fn ends_on_its_own(written: &str) -> bool {
    let body = written.strip_suffix("\"\"\"").unwrap_or(written);
    let last = body.rsplit('\n').next().unwrap_or(body);
    last.trim_matches([' ', '\t', '\r']).is_empty()
}

/// A block must end with the node that it stands in, and nothing but properties and comments may be in it.
fn closed(text: &str, node: Node, open: usize) -> Result<(), Unfit> {
    let end = node.span().end as usize;
    let mut at = open;
    for child in node.all_children().filter(|child| child.span().start as usize >= open) {
        is_layout(&text[at..child.span().start as usize])?;
        at = child.span().end as usize;
    }
    let Some((before, after)) = text[at..end].split_once('}') else { return Err(Unfit) };
    is_layout(before)?;
    is_layout(after)
}

/// Whether a stretch holds nothing that anybody reads.
pub(super) fn is_layout(text: &str) -> Result<(), Unfit> {
    let fits = text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';'));
    if fits { Ok(()) } else { Err(Unfit) }
}

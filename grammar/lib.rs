//! The grammar of `.rules`, and the parser that pest makes of it.
//!
//! In: a rule and a text. Out: the parts of the text as a flat list, or how far it makes sense. It is a package of its own, so that
//! tests run the parser optimised without optimising all that is around it: nothing here is generic, and pest is named nowhere else.

// The parser that pest writes names it, since pest is used without `std`.
extern crate alloc;

use pest::error::{ErrorVariant, InputLocation};
use pest::{Parser, Token};
use smallvec::SmallVec;

#[expect(missing_docs, reason = "pest writes this enum; what its rules mean stands in the grammar")]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "rules.pest"]
    pub(crate) struct Grammar;
}

use grammar::Grammar;
pub use grammar::Rule;

/// A part of a text that a rule fits.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The rule.
    pub rule: Rule,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// How many nodes this one holds, at any depth: they stand behind it.
    pub size: u32,
}

/// Where a text stops making sense, and what could have stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The offset.
    pub at: usize,
    /// The rules that would have fitted.
    pub expected: Vec<Rule>,
}

/// Appends the parts of a text that a rule fits as a whole, with their offsets as `offset` gives them. Appends nothing and is false
/// where the rule does not fit.
pub fn parse_into(nodes: &mut Vec<Node>, wanted: Rule, text: &str, offset: &dyn Fn(usize) -> u32) -> bool {
    let Ok(pairs) = Grammar::parse(wanted, text) else { return false };
    let mut open: SmallVec<[usize; 16]> = SmallVec::new();
    for token in pairs.tokens() {
        match token {
            Token::Start { rule: Rule::EOI, .. } | Token::End { rule: Rule::EOI, .. } => {}
            Token::Start { rule: fitting, pos } => {
                open.push(nodes.len());
                nodes.push(Node { rule: fitting, start: offset(pos.pos()), end: 0, size: 0 });
            }
            Token::End { pos, .. } => {
                let Some(at) = open.pop() else { continue };
                let size = nodes.len() - at - 1;
                nodes[at].end = offset(pos.pos());
                nodes[at].size = size as u32;
            }
        }
    }
    true
}

/// Where a text stops making sense to a rule; nothing where the rule fits it as a whole.
#[must_use]
pub fn stop(wanted: Rule, text: &str) -> Option<Stop> {
    let error = Grammar::parse(wanted, text).err()?;
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Some(Stop { at, expected })
}

/// Whether a rule fits a text as a whole, and no part of it is one that only recovery reads.
#[must_use]
pub fn is_right(wanted: Rule, text: &str) -> bool {
    Grammar::parse(wanted, text).is_ok_and(|pairs| pairs.flatten().all(|pair| pair.as_rule() != Rule::bad))
}

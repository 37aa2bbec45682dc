//! Conditions with three values.
//!
//! In: a condition and what is known. Out: true, false or unknown, and which steps a condition names.

use kbc_reasoning::{CheckId, Condition, Step};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    False,
    Unknown,
    True,
}

/// What is known of a remedy: tried in vain or not, and in which way it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Not,
    Failed(Option<usize>),
}

/// What is known when a condition is read.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The outcome of each check, where there is one.
    pub checks: &'a [Option<usize>],
    /// What happened to each remedy; `None` where a condition may not look at remedies at all.
    pub remedies: Option<&'a [Tried]>,
    /// The checks that nobody asks, or that the reader cannot tell.
    pub declined: &'a [CheckId],
}

pub fn truth(condition: &Condition, known: Known) -> Truth {
    let of = |parts: &[Condition], value| parts.iter().filter(|part| truth(part, known) == value).count();
    match condition {
        Condition::All(parts) => at_least(parts.len(), parts.len(), &of, parts),
        Condition::Any(parts) => at_least(1, parts.len(), &of, parts),
        Condition::AtLeast(least, parts) => at_least(*least, parts.len(), &of, parts),
        Condition::Not(part) => match truth(part, known) {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        },
        Condition::Is(check, outcome) => match known.checks[check.0] {
            None => Truth::Unknown,
            Some(found) => plain(found == *outcome),
        },
        Condition::Tried(remedy) => match known.remedies {
            None => Truth::Unknown,
            Some(remedies) => plain(remedies[remedy.0] != Tried::Not),
        },
        Condition::FailedWith(remedy, outcome) => match known.remedies.map(|all| all[remedy.0]) {
            Some(Tried::Failed(Some(way))) => plain(way == *outcome),
            _ => Truth::Unknown,
        },
        Condition::Settled(check) => plain(known.checks[check.0].is_some() || known.declined.contains(check)),
    }
}

fn plain(holds: bool) -> Truth {
    if holds { Truth::True } else { Truth::False }
}

fn at_least(least: usize, all: usize, of: &impl Fn(&[Condition], Truth) -> usize, parts: &[Condition]) -> Truth {
    if of(parts, Truth::True) >= least {
        Truth::True
    } else if all - of(parts, Truth::False) < least {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// The steps that a condition names, each once.
pub fn named(condition: &Condition) -> Vec<Step> {
    let mut steps = match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter().flat_map(named).collect()
        }
        Condition::Not(part) => named(part),
        Condition::Is(check, _) | Condition::Settled(check) => vec![Step::Check(*check)],
        Condition::Tried(remedy) | Condition::FailedWith(remedy, _) => vec![Step::Remedy(*remedy)],
    };
    steps.sort();
    steps.dedup();
    steps
}

//! What the authors know: named, resolved and typed.
//!
//! In: the trees of all files. Out: [`Knowledge`], where every name leads to its item, every value has its unit, and
//! every item knows where it was written. Prose stays in its source and is read when a guide is made.
//! `lower` turns one tree into items, `link` finds what their names mean; what items mean together is the graph's.

mod common;
mod condition;
mod gather;
mod ids;
mod item;
mod knowledge;
mod link;
mod lower;
mod marks;
mod mentions;
mod numbers;
mod outcome;
mod outside;
mod procedure;
mod prose;
mod scenario;
mod steps;
mod told;
mod values;

pub use common::{Allow, Common, Further};
pub use condition::{Comparison, Condition, Guard, Operand, Subject};
pub use ids::{ItemId, Name, Ref, Text, plain_name};
pub use item::{
    Asks, Body, CannotTell, Cause, Check, Choice, Escalation, EscalationMode, Fact, FactType, Guide, HowOften, Item,
    Kind, Remedy, RemedyKind, Rule, RuleEffect, SourceNote, Stage, Symptom, Verify, WebLink,
};
pub use knowledge::{Knowledge, Module, UsedModule, Worded};
pub use lower::Lowered;
pub use marks::{LINKED, NamedLink, Terms, is_name as is_term, named_links, named_terms, place_in, replace_links};
pub use mentions::{Meant, Mention};
pub use numbers::{Chances, Numbers};
pub use outcome::{Bound, Effect, EffectKind, Outcome, Range, Scalar, Target};
pub use outside::{Home, Nothing, Outside};
pub use procedure::{Care, HowTo, Procedure, Risk, RiskLevel, Undo};
pub use prose::prose;
pub use scenario::{Evidence, Expectation, Scenario, Side};
pub use steps::{DEEPEST_STEPS, Image, Step, StepEntry, StepPart};
pub use values::{Given, Version, WEIGHTS};

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Source, Sources};
use crate::syntax;
use gather::Gathered;

/// How many files are read before their items move to the one list of all: the room that they leave serves the next.
const AT_ONCE: usize = 4096;

/// At most so many files are one piece of work, so that no thread is left alone with many at the end.
const TOGETHER: usize = 16;

/// Reads, lowers and links all texts. Gives the knowledge, as far as it could be read, and every finding.
#[must_use]
pub fn understand(sources: Sources, numbers: &Numbers) -> (Knowledge, Vec<Diagnostic>) {
    understand_beside(sources, numbers, &Nothing)
}

/// The same for a part of a project.
#[must_use]
pub fn understand_beside(sources: Sources, numbers: &Numbers, outside: &dyn Outside) -> (Knowledge, Vec<Diagnostic>) {
    let mut gathered = Gathered::default();
    let files = sources.files();
    for first in (0..files.len()).step_by(AT_ONCE) {
        let behind = files.len().min(first + AT_ONCE);
        let lowered =
            (first..behind).into_par_iter().with_max_len(TOGETHER).map(|at| read(FileId::new(at), &files[at], numbers));
        gathered.add(lowered.collect(), files.len() - behind);
    }
    let (mut knowledge, findings) = link::link(sources, gathered, outside);
    knowledge.terms = Arc::clone(&numbers.terms);
    (knowledge, findings)
}

/// Reads and lowers one text. What its names mean is not looked up: that takes all files.
#[must_use]
pub fn read(file: FileId, source: &Source, numbers: &Numbers) -> Lowered {
    let mut findings = syntax::invalid_utf_8(source);
    let (tree, mut faults) = syntax::parse(file, source.text());
    let mut lowered = lower::file(&tree, file, source, numbers);
    findings.append(&mut faults);
    findings.append(&mut lowered.findings);
    lowered.findings = findings;
    lowered
}

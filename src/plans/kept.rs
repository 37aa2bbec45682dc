//! What is remembered of an answer of the engine.
//!
//! A plan, and as much of what is told of it as anybody asked for. What travels with a page, and what other solvers get, is
//! made anew: it follows from problem and plan in less time than the plan itself takes to read.

use serde::{Deserialize, Serialize};

use crate::packed;
use crate::reasoning::{Findings, Judged, Paper, Plan, Printed};

/// Names the form of the bytes; another form has another.
pub(super) const FORM: &[u8] = b"kbc plan 2";

/// What was remembered.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Kept {
    pub plan: Plan,
    pub told: Option<(Findings, Paper)>,
    pub printed: Option<Printed>,
}

impl Kept {
    /// Nothing where the bytes are no whole answer, or more than one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        packed::read(bytes)
    }
}

/// What is to be remembered: the same, of what others have.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Keep<'a> {
    plan: &'a Plan,
    told: Option<(&'a Findings, &'a Paper)>,
    printed: Option<&'a Printed>,
}

impl<'a> Keep<'a> {
    pub fn of_plan(plan: &'a Plan) -> Self {
        Self { plan, told: None, printed: None }
    }

    pub fn of_judged(judged: &'a Judged, printed: Option<&'a Printed>) -> Self {
        Self { plan: &judged.plan, told: Some((&judged.findings, &judged.paper)), printed }
    }
}

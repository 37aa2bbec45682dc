//! The decision-theoretic engine: how likely each cause is, and what to do next.
//!
//! In: a [`Problem`] and [`Evidence`], plain data of ids, names and numbers. Out: chances, plans, flows and
//! what is proven about them. Never prose, files, diagnostics or the clock, and no other folder.

pub mod problem;

pub use problem::{
    Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId,
    EscalationMode, Evidence, GuideId, Outcome, Policy, Problem, Remedy, RemedyId, Risk, Rule,
    RuleEffect, RuleId, Step, Symptom, SymptomId, Target,
};

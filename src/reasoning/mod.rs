//! The decision-theoretic engine: how likely each cause is, and what to do next.
//!
//! In: a [`Problem`] and [`Evidence`], plain data of ids, names and numbers. Out: chances, plans, flows and
//! what is proven about them. Never prose, files, diagnostics or the clock, and no other folder.

mod advice;
mod ahead;
mod bounds;
mod cant;
mod chain;
mod columns;
mod compact;
pub mod conditions;
mod coupling;
mod findings;
mod flow;
mod forecast;
mod glimpse;
mod known_cause;
mod mechanisms;
mod moves;
pub mod neutral;
mod outlook;
mod permission;
mod plan;
mod posterior;
mod printed;
pub mod problem;
mod reader;
mod search;
mod sensitivity;
mod separation;
mod shares;
mod standing;
mod states;
mod tables;
mod transition;
mod verify;
mod ways;

pub use advice::{Advice, advise};
pub use ahead::{Followed, ahead, follow};
pub use compact::{Compact, compact};
pub use coupling::MOST_JOINT;
pub use findings::{Findings, Idle, findings, idle_checks};
pub use flow::{Doing, Entry, Flow, Node, NodeId};
pub use glimpse::Glimpse;
pub use moves::{MOST_OUTCOMES, MOST_STEPS};
pub use outlook::{Outlook, outlook};
pub use plan::{
    Judged, Options, PUBLISHED_CHECKS, Plan, Published, Separating, Stop, budget, judge, judge_until, judged, plan,
    plan_until, publish, publish_until, published, takes_long,
};
pub use posterior::{Posterior, posterior};
pub use printed::{Onward, PRINTED_NODES, Paper, Printed, printed, travelled};
pub use problem::{
    Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId, EscalationMode, Evidence,
    GuideId, Outcome, Policy, Problem, Remedy, RemedyId, Risk, Rule, RuleEffect, RuleId, Step, Symptom, SymptomId,
    Target,
};
pub use reader::{Reader, Response};
pub use sensitivity::{Sensitive, sensitive};
pub use standing::{Standing, standing};
pub use tables::{Fault, Tables};
pub use ways::{Goal, Way, shortest_way};

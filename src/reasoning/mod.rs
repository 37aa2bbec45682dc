//! The decision-theoretic engine: how likely each cause is, and what to do next.
//!
//! In: a [`Problem`] and [`Evidence`], plain data of ids, names and numbers. Out: chances, plans, flows and
//! what is proven about them. Never prose, files, diagnostics or the clock, and no other folder.

mod actions;
mod advice;
mod bounds;
mod browser_model;
pub mod conditions;
mod coupling;
mod eligibility;
mod fallback;
mod fates;
mod findings;
mod flow;
mod hypothesis_set;
pub mod interchange;
mod known_cause;
mod learnable;
mod lookahead;
mod mechanisms;
mod number_worth;
mod permission;
mod plan;
mod policy_evaluation;
mod posterior;
mod printed;
pub mod problem;
mod reader;
mod repair_sequence;
mod resume;
mod search;
mod sensitivity;
mod separation;
mod shares;
mod shortest_path;
mod states;
mod step_rationale;
mod tables;
mod told;
mod transition;
mod unable;
mod verify;

pub use actions::{MOST_OUTCOMES, MOST_STEPS};
pub use advice::{Advice, advise};
pub use browser_model::{BrowserModel, compact};
pub use coupling::MOST_JOINT;
pub use eligibility::{Eligibility, eligibility};
pub use fates::{End, Fates, FatesCompared, Gone, Matching, Parting, compare_fates, fates};
pub use findings::{Findings, Idle, findings, idle_checks};
pub use flow::{Doing, Entry, Flow, Node, NodeId};
pub use learnable::{FixOf, RowOf, RowSources, Weighing, coupled_checks, fix_sources, row_sources};
pub use lookahead::{Lookahead, lookahead};
pub use number_worth::{Number, NumberWorth, cost_of_following, number_worths};
pub use plan::{
    Judged, Options, PUBLISHED_CHECKS, Plan, Published, Separating, Stop, budget, judge, judge_until, judged, plan,
    plan_until, publish, publish_until, published, takes_long,
};
pub use posterior::{Posterior, posterior};
pub use printed::{Onward, PRINTED_NODES, Paper, Printed, printed, travelled};
pub use problem::{
    CannotTell, Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId, EscalationMode,
    Evidence, GuideId, Outcome, Policy, Problem, Remedy, RemedyId, Risk, Rule, RuleEffect, RuleId, Step, Symptom,
    SymptomId, Target,
};
pub use reader::{Progress, Reader, Readers, Response};
pub use resume::{Followed, ahead, follow};
pub use sensitivity::{Sensitive, sensitive};
pub use shares::base_rates;
pub use shortest_path::{Goal, ShortestPath, shortest_path};
pub use step_rationale::StepRationale;
pub use tables::{Fault, Tables};
pub use told::{Reason, clearly, reason, takes_over, told, untold};

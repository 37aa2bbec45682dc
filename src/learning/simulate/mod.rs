//! Sessions to try learning on: readers of a guide whose causes and answers are those of a truth.
//!
//! In: the guide and its plan, the truth as another problem of the same items, how many sessions, and a seed. Out: a log. Each session
//! has random numbers of its own, made of the seed and its place, so the log is the same on any machine and with any number of threads.
//!
//! Who comes in by which symptom, and with which cause, is drawn with the weights that the engine gives to both together, so that a
//! guide that is its own truth is right about its readers. A step off the plan is done before the one that the plan has next, and
//! what is known of it by then is not asked again.
//!
//! Who has two causes has the second as likely as others who come in so. Each answer comes of one of those that are still there, a
//! remedy may end either, and the trouble is over when both are gone.

mod chance;
mod session;

use rayon::prelude::*;

use crate::reasoning::{CheckId, CheckKind, Evidence, Plan, Problem, Readers, RemedyId, SymptomId};

use super::vocabulary::Vocabulary;

pub use chance::Chance;
use session::Session;

/// How the readers behave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// The chance that another step is done before the one of the plan.
    pub off_plan: f64,
    /// The chance that a step cannot be told or done.
    pub cannot: f64,
    /// The chance to leave, at each step.
    pub leave: f64,
    /// The chance that a trouble ends by itself while a remedy is tried.
    pub by_itself: f64,
    /// The chance that support finds the cause of what was handed over.
    pub found: f64,
    /// The chance that who is helped leaves and does not say so.
    pub silent: f64,
    /// The chance to have two causes at once.
    pub two_causes: f64,
}

impl Default for Habits {
    fn default() -> Self {
        Self { off_plan: 0.0, cannot: 0.0, leave: 0.0, by_itself: 0.0, found: 0.0, silent: 0.0, two_causes: 0.0 }
    }
}

/// A guide with the truth about it.
pub struct World<'w> {
    /// The guide.
    pub guide: &'w str,
    /// The digest of its model.
    pub kb: &'w str,
    /// As it is written.
    pub problem: &'w Problem,
    /// Its plan.
    pub plan: &'w Plan,
    /// As it is.
    pub truth: &'w Problem,
}

/// Sessions that are made together.
const TOGETHER: usize = 4_096;

/// The guide's own ids in those of the truth.
struct Bridge {
    checks: Vec<Option<(CheckId, Vec<Option<usize>>)>>,
    remedies: Vec<Option<(RemedyId, Vec<Option<usize>>)>>,
    /// By column of the truth that of the guide.
    columns: Vec<usize>,
    /// Ways to come in: the symptom in the guide, and the place of the node.
    entries: Vec<(Vec<SymptomId>, usize)>,
    beginnings: Vec<Evidence>,
}

impl Bridge {
    fn new(world: &World<'_>) -> Result<Self, String> {
        let (own, truth) = (world.problem, world.truth);
        let outcomes = |own: &[crate::reasoning::Outcome], other: &[crate::reasoning::Outcome]| {
            let named = |outcome: &crate::reasoning::Outcome| other.iter().position(|one| one.name == outcome.name);
            own.iter().map(named).collect::<Vec<_>>()
        };
        let checks = own.checks.iter().map(|check| {
            let at = truth.checks.iter().position(|one| one.name == check.name && same_kind(one.kind, check.kind))?;
            Some((CheckId(at), outcomes(&check.outcomes, &truth.checks[at].outcomes)))
        });
        let remedies = own.remedies.iter().map(|remedy| {
            let at = truth.remedies.iter().position(|one| one.name == remedy.name)?;
            let ways = if remedy.outcomes.is_empty() {
                vec![Some(0)]
            } else {
                outcomes(&remedy.outcomes, &truth.remedies[at].outcomes)
            };
            Some((RemedyId(at), ways))
        });
        let unknown = own.hypotheses().count();
        let names: Vec<&str> = own.hypotheses().map(|cause| own.causes[cause.0].name.as_str()).collect();
        // A cause that only the truth knows is an unknown one to the guide.
        let columns = truth
            .hypotheses()
            .map(|cause| names.iter().position(|name| *name == truth.causes[cause.0].name).unwrap_or(unknown));
        let mut bridge = Bridge {
            checks: checks.collect(),
            remedies: remedies.collect(),
            columns: columns.chain([unknown]).collect(),
            entries: Vec::new(),
            beginnings: Vec::new(),
        };
        let named: Vec<_> = world.plan.flow.entries.iter().filter(|entry| entry.symptom.is_some()).collect();
        for entry in if named.len() > 1 { named } else { vec![world.plan.entry()] } {
            let observed = match entry.symptom {
                None => Vec::new(),
                Some(symptom) => {
                    let name = &own.symptoms[symptom.0].name;
                    let at = truth.symptoms.iter().position(|one| one.name == *name);
                    vec![SymptomId(at.ok_or_else(|| format!("the truth knows no symptom `{name}`"))?)]
                }
            };
            bridge.entries.push((entry.symptom.into_iter().collect(), entry.node));
            bridge.beginnings.push(Evidence { observed, ..Evidence::default() });
        }
        Ok(bridge)
    }
}

fn same_kind(a: CheckKind, b: CheckKind) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// Makes sessions, each a line that ends with a line break.
///
/// # Errors
/// Where the truth is none about this guide.
pub fn simulate(world: &World<'_>, habits: &Habits, sessions: usize, seed: u64) -> Result<String, String> {
    let bridge = Bridge::new(world)?;
    let vocabulary = Vocabulary::new(world.problem);
    let first = Readers::new(world.truth, &bridge.beginnings);
    let weight = |at: usize| first.weights(at).iter().sum::<f64>();
    if (0..bridge.beginnings.len()).map(weight).sum::<f64>() <= 0.0 {
        return Err("no cause of the truth can bring anybody to this guide".to_owned());
    }
    let starts: Vec<usize> = (0..sessions).step_by(TOGETHER).collect();
    let made = starts.into_par_iter().map(|from| {
        let readers = Readers::new(world.truth, &bridge.beginnings);
        let mut text = String::new();
        for place in from..sessions.min(from + TOGETHER) {
            let mut session = Session::new(world, &bridge, &readers, habits, Chance::new(seed, place as u64));
            let ending = session.run(&vocabulary);
            text.push_str(&session.line(&vocabulary, ending));
            text.push('\n');
        }
        text
    });
    Ok(made.collect::<Vec<_>>().concat())
}

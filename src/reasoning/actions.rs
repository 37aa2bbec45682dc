//! The steps of a guide, made ready to plan with.
//! In: the problem and its tables. Out: a numbered list of actions – checks, then every copy of every remedy –
//! with costs, order, and what may ever matter about each.

mod codes;
mod marks;
mod step;

use super::hypothesis_set::{HypothesisSet, Telling};
use super::permission::Ask;
use super::problem::{CheckId, EscalationMode, Problem, RemedyId, Step, Target};
use super::tables::Tables;
use super::unable::Unable;
pub(crate) use codes::{AGAIN, DONE, GONE, UNDONE, VOID, is_open, once_more};
pub use codes::{MOST_OUTCOMES, MOST_STEPS};

/// One step that can be done once.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "marks that are independent of each other")]
pub(crate) struct Action {
    pub step: Step,
    /// Expected cost in minutes: `takes`, a share of `waits`, `verify` and the prices of the risk and of a workaround.
    pub cost: f64,
    /// Plain minutes: `takes`, `waits` and `verify`.
    pub minutes: f64,
    /// Of these, the reader's own: `takes` and `verify`.
    pub active: f64,
    pub stage: Option<usize>,
    pub destructive: bool,
    /// Its code is kept exactly, since something asks about it.
    pub referenced: bool,
    /// A condition that opens or closes steps, or weighs causes, asks about it.
    pub enabler: bool,
    /// A route leads to it.
    pub routed: bool,
    pub after: Vec<usize>,
    /// The actions that come after it.
    pub dependents: Vec<usize>,
    /// First copies of the remedies after whose failure this one cannot help.
    pub superseded_by: Vec<usize>,
    /// φ where it is above 0, by column.
    pub fixes: Vec<(usize, f64)>,
    /// The columns where it is.
    pub helping: HypothesisSet,
    /// The chance of each outcome by column; for a remedy, of failing in this way.
    pub tables: Vec<Vec<f64>>,
    /// The same for a remedy that is superseded. Empty for checks.
    pub void_tables: Vec<Vec<f64>>,
    /// What the answers tell: asked for in every state.
    pub telling: Telling,
    pub void_telling: Telling,
    /// The first outcome with the same table.
    pub class: Vec<u16>,
    pub routes: Vec<Option<Target>>,
    /// What follows where a reader cannot tell it.
    pub unable: Option<Unable>,
    /// Has it neither `after` nor `when`, and does no rule skip it?
    pub unbound: bool,
    /// The checks that may be asked once more when it did not help.
    pub renews: Vec<usize>,
    /// The actions that renew it.
    pub renewed_by: Vec<usize>,
}

/// A remedy for a known cause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cure {
    pub index: usize,
    pub phi: f64,
    pub cost: f64,
    /// Is it worth its cost to a reader who knows that this is the cause?
    pub pays: bool,
    /// May a stronger one make it useless?
    pub superseded: bool,
}

/// Problem, tables and actions together.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own about the problem")]
pub(crate) struct Actions<'p> {
    pub problem: &'p Problem,
    pub tables: Tables,
    pub list: Vec<Action>,
    /// How many of the actions are checks.
    pub checks: usize,
    /// What each action costs: asked for in every state.
    pub costs: Vec<f64>,
    /// The actions with several answers. One way of failing tells nothing but that a remedy failed.
    pub tellers: Vec<usize>,
    /// The first copy of each remedy.
    pub first_copy: Vec<usize>,
    /// The actions by qualified name.
    pub by_name: Vec<usize>,
    /// Those of remedies by qualified name.
    pub remedies_by_name: Vec<usize>,
    /// Whose names come after that of the guide's escalation.
    pub after_end: Vec<bool>,
    /// For each column, the remedies for it, best φ for its cost first.
    pub cures: Vec<Vec<Cure>>,
    /// The price of the guide's escalation.
    pub price: f64,
    /// The least price of any end.
    pub least_price: f64,
    /// Is any step bound by more than being undone?
    pub ordered: bool,
    /// Is any step bound so, or handing over only permitted at the end?
    pub constrained: bool,
    /// Does any step or rule have a condition that opens or closes steps?
    pub conditional: bool,
    /// The actions with a `when`, or that a rule skips.
    pub bound: Vec<usize>,
    /// What the conditions of each action ask about; nothing where there are none, or too many to be told in one key.
    pub asks: Vec<Option<Vec<Ask>>>,
    /// Do conditions that open or close steps look at the answers of checks alone, so that no remedy changes them, and what
    /// is false stays so?
    pub told_by_checks: bool,
    /// Does doing one step never change what another is worth, but by what is believed then?
    pub apart: bool,
    /// Are there routes of any kind?
    pub routing: bool,
    /// What each action may lead to by routes, as lists of actions; empty without routes to steps.
    pub reach: Vec<Vec<usize>>,
    /// Do rules have routes?
    pub ruled_routes: bool,
    /// Is the code of any action kept since something asks about it?
    pub referring: bool,
    /// Does any rule require a step?
    pub requiring: bool,
    /// Is any remedy destructive?
    pub destroying: bool,
    /// Does any remedy renew a check?
    pub renewing: bool,
    /// The facts that may decide who takes over: while it is open whom they leave, they are asked before that.
    pub deciding: Vec<usize>,
    /// The rules that skip each action: asked for in every state, so it is looked up once.
    pub skipped_by: Vec<Vec<usize>>,
}

impl<'p> Actions<'p> {
    pub(crate) fn new(problem: &'p Problem) -> Self {
        let tables = Tables::new(problem);
        let mut list: Vec<Action> = Vec::with_capacity(problem.checks.len() + problem.remedies.len());
        for (id, check) in problem.checks.iter().enumerate() {
            list.push(step::of_check(problem, &tables, id, check));
        }
        let checks = list.len();
        let mut first_copy = Vec::with_capacity(problem.remedies.len());
        for (id, remedy) in problem.remedies.iter().enumerate() {
            first_copy.push(list.len());
            for copy in 0..remedy.retry.max(1) {
                let mut made = step::of_remedy(problem, &tables, id, remedy);
                if copy > 0 {
                    made.after.push(list.len() - 1);
                }
                list.push(made);
            }
        }
        let costs = list.iter().map(|one| one.cost).collect();
        let tellers = (0..list.len()).filter(|&index| list[index].tables.len() > 1).collect();
        let price = problem.escalations.get(problem.policy.escalation.0).map_or(0.0, |end| end.takes);
        let mut actions = Self {
            problem,
            tables,
            list,
            checks,
            costs,
            tellers,
            first_copy,
            by_name: Vec::new(),
            remedies_by_name: Vec::new(),
            after_end: Vec::new(),
            cures: Vec::new(),
            price,
            least_price: price,
            ordered: false,
            constrained: false,
            conditional: false,
            bound: Vec::new(),
            asks: Vec::new(),
            told_by_checks: true,
            apart: false,
            routing: false,
            reach: Vec::new(),
            ruled_routes: false,
            referring: false,
            requiring: false,
            destroying: false,
            renewing: false,
            deciding: Vec::new(),
            skipped_by: Vec::new(),
        };
        actions.link();
        actions.mark_conditions();
        actions.mark_destructive();
        actions.mark_routes();
        actions.order();
        actions.mark_bonds();
        actions.ordered = actions.is_ordered();
        actions.constrained = actions.ordered || problem.policy.mode == EscalationMode::Last;
        actions
    }

    /// The action that a step means: for a remedy its first copy.
    pub(crate) fn of(&self, step: Step) -> usize {
        match step {
            Step::Check(CheckId(check)) => check,
            Step::Remedy(RemedyId(remedy)) => self.first_copy[remedy],
        }
    }

    /// Is it a step of a hand-written chart that says for each of its answers how to go on?
    pub(crate) fn is_charted(&self, step: Step) -> bool {
        self.problem.policy.start.is_some() && self.list[self.of(step)].routes.iter().all(Option::is_some)
    }

    /// May trying one remedy change what another one helps?
    pub(crate) fn shares(&self, done: usize, other: usize) -> bool {
        self.list[done].helping.meets(&self.list[other].helping) || !self.list[other].superseded_by.is_empty()
    }

    pub(crate) fn is_check(&self, index: usize) -> bool {
        index < self.checks
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        match self.list[index].step {
            Step::Check(id) => &self.problem.checks[id.0].name,
            Step::Remedy(id) => &self.problem.remedies[id.0].name,
        }
    }
}

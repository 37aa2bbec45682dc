//! The steps of a guide, made ready to plan with.
//! In: the problem and its tables. Out: a numbered list of actions – checks, then every copy of every remedy –
//! with costs, order, and what may ever matter about each.

use super::conditions::{Variable, asks_whether_settled, mentions};
use super::hypothesis_set::{HypothesisSet, Telling};
use super::permission::{Ask, asks};
use super::problem::{
    Check, CheckId, CheckKind, Condition, EscalationMode, Problem, Remedy, RemedyId, Risk, RuleEffect, Step, Target,
};
use super::tables::Tables;
use super::unable::Unable;

/// Not done, and not known to be useless.
pub(crate) const UNDONE: u16 = 0;
/// Done, declined or useless, and how is of no importance.
pub(crate) const GONE: u16 = 1;
/// Done with outcome `code - DONE`.
pub(crate) const DONE: u16 = 2;
/// Set on the code of a remedy that was done when a stronger one had failed already, and on that of a check that the reader
/// could not tell when it was asked once more: its older answer stands, and it is never asked again.
pub(crate) const VOID: u16 = 0x4000;

/// Set on the code of a check that may be asked once more: a remedy that failed has renewed it.
pub(crate) const AGAIN: u16 = 0x2000;

/// Outcomes of one step, or ways of one remedy not to help: with more, the code of one would be that of another.
pub const MOST_OUTCOMES: usize = (AGAIN - DONE) as usize - 1;
/// Steps, tries of remedies counted, and symptoms and ends of one guide: each has a number above 0.
pub const MOST_STEPS: usize = u16::MAX as usize - 2;

/// May what has this code be done: was it not done yet, or may it be asked once more?
#[inline]
pub(crate) fn is_open(code: u16) -> bool {
    code == UNDONE || (code != u16::MAX && code & AGAIN > 0)
}

/// The code of a check that is asked once more: it keeps the older answers behind the newest, since all of them weigh. Nothing
/// where that is no number that a code can be.
pub(crate) fn once_more(code: u16, outcome: usize, ways: usize) -> Option<u16> {
    let older = usize::from((code & !(VOID | AGAIN)) - DONE);
    let all = outcome + ways * (older + 1);
    (all < MOST_OUTCOMES).then_some(DONE + all as u16)
}

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
            list.push(check_move(problem, &tables, id, check));
        }
        let checks = list.len();
        let mut first_copy = Vec::with_capacity(problem.remedies.len());
        for (id, remedy) in problem.remedies.iter().enumerate() {
            first_copy.push(list.len());
            for copy in 0..remedy.retry.max(1) {
                let mut made = remedy_move(problem, &tables, id, remedy);
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

    fn link(&mut self) {
        for (id, check) in self.problem.checks.iter().enumerate() {
            let after: Vec<usize> = check.after.iter().map(|step| self.of(*step)).collect();
            self.list[id].after = after;
        }
        for index in self.checks..self.list.len() {
            let Step::Remedy(id) = self.list[index].step else {
                continue;
            };
            let mut after: Vec<usize> = self.problem.remedies[id.0].after.iter().map(|step| self.of(*step)).collect();
            after.append(&mut self.list[index].after);
            self.list[index].after = after;
        }
        for (strong, remedy) in self.problem.remedies.iter().enumerate() {
            let first = self.first_copy[strong];
            for weak in &remedy.supersedes {
                self.list[first].referenced = true;
                for copy in self.copies(weak.0) {
                    self.list[copy].superseded_by.push(first);
                }
            }
        }
        for index in 0..self.list.len() {
            for before in self.list[index].after.clone() {
                self.list[before].dependents.push(index);
            }
            for check in self.list[index].renews.clone() {
                self.list[check].renewed_by.push(index);
                // Whether it is still to come says what a check may still answer.
                self.list[check].referenced = true;
                self.list[index].referenced = true;
                self.renewing = true;
            }
        }
    }

    pub(crate) fn copies(&self, remedy: usize) -> std::ops::Range<usize> {
        let first = self.first_copy[remedy];
        first..first + self.problem.remedies[remedy].retry.max(1)
    }

    fn mark_conditions(&mut self) {
        let mut found = Vec::new();
        for index in 0..self.list.len() {
            if let Some(when) = self.when(index) {
                mentions(when, &mut found);
                self.conditional = true;
            }
        }
        self.mark(&found, true);
        let skips = |rule: usize, step| self.problem.rules[rule].effects.contains(&RuleEffect::Skip(step));
        let rules = 0..self.problem.rules.len();
        self.skipped_by =
            self.list.iter().map(|one| rules.clone().filter(|&rule| skips(rule, one.step)).collect()).collect();
        for rule in &self.problem.rules {
            found.clear();
            mentions(&rule.when, &mut found);
            let binds = rule.effects.iter().any(|effect| !matches!(effect, RuleEffect::Warn(_) | RuleEffect::Next(_)));
            self.conditional |=
                rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Skip(_) | RuleEffect::Require(_)));
            self.mark(&found, binds);
            for effect in &rule.effects {
                if let RuleEffect::Require(step) = effect {
                    let index = self.of(*step);
                    self.list[index].referenced = true;
                    self.list[index].enabler = true;
                }
            }
        }
        self.bound = (0..self.list.len())
            .filter(|&index| self.when(index).is_some() || !self.skipped_by[index].is_empty())
            .collect();
        self.asks = vec![None; self.list.len()];
        // Where a remedy renews checks, how conditions stand hangs on more than on the codes of what they ask about.
        for &index in self.bound.iter().filter(|_| !self.renewing) {
            self.asks[index] = asks(self, index);
        }
        let lasting = |&index: &usize| {
            self.asked_by(index).all(|asked| self.is_check(asked))
                && !self.when(index).is_some_and(asks_whether_settled)
        };
        self.told_by_checks = !self.renewing && self.bound.iter().all(lasting);
        // A symptom's check is known from the evidence, and a cause's condition couples facts.
        found.clear();
        for cause in &self.problem.causes {
            if let Some(possible) = &cause.possible
                && !super::conditions::fails_by_single_values(possible)
            {
                mentions(possible, &mut found);
            }
        }
        self.mark(&found, true);
        // Who takes over hangs on these; facts are asked before that.
        found.clear();
        let named = self.problem.causes.iter().flat_map(|cause| &cause.otherwise).chain(&self.problem.policy.instead);
        named
            .filter_map(|end| self.problem.escalations[end.0].when.as_ref())
            .for_each(|when| mentions(when, &mut found));
        self.mark(&found, false);
        self.deciding = self.facts_behind(&found);
        for at in 0..self.deciding.len() {
            let fact = self.deciding[at];
            self.list[fact].referenced = true;
            self.list[fact].enabler = true;
        }
        for (id, check) in self.problem.checks.iter().enumerate() {
            if matches!(check.kind, CheckKind::Symptom(symptom) if self.problem.symptoms[symptom.0].own) {
                self.list[id].referenced = true;
            }
        }
    }

    /// The facts among some variables, and those that say whether these apply.
    fn facts_behind(&self, found: &[Variable]) -> Vec<usize> {
        let mut open = found.to_vec();
        let mut facts: Vec<usize> = Vec::new();
        while let Some(variable) = open.pop() {
            let index = self.named(variable);
            let is_fact = self.is_check(index) && self.problem.checks[index].kind == CheckKind::Fact;
            if is_fact && !facts.contains(&index) {
                facts.push(index);
                self.when(index).into_iter().for_each(|when| mentions(when, &mut open));
            }
        }
        facts.sort_unstable();
        facts
    }

    fn mark(&mut self, found: &[Variable], enabler: bool) {
        for variable in found {
            let index = self.named(*variable);
            self.list[index].referenced = true;
            self.list[index].enabler |= enabler;
        }
    }

    /// The action that a name in a condition means: for a remedy its first copy.
    pub(crate) fn named(&self, variable: Variable) -> usize {
        match variable {
            Variable::Check(check) => self.of(Step::Check(check)),
            Variable::Remedy(remedy) => self.of(Step::Remedy(remedy)),
        }
    }

    /// The actions that the `when` of an action, or the rules that skip it, ask about.
    pub(crate) fn asked_by(&self, index: usize) -> impl Iterator<Item = usize> {
        let mut found = Vec::new();
        self.when(index).iter().for_each(|when| mentions(when, &mut found));
        self.skipped_by[index].iter().for_each(|&rule| mentions(&self.problem.rules[rule].when, &mut found));
        found.into_iter().map(|variable| self.named(variable))
    }

    pub(crate) fn when(&self, index: usize) -> Option<&'p Condition> {
        match self.list[index].step {
            Step::Check(id) => self.problem.checks[id.0].when.as_ref(),
            Step::Remedy(id) => self.problem.remedies[id.0].when.as_ref(),
        }
    }

    /// Destructive is also what only comes after something destructive: by its `after`, or since it is dead
    /// where none of these is ever done.
    fn mark_destructive(&mut self) {
        // Checks carry the mark too while it spreads, since a remedy may come after one.
        let mut marks: Vec<bool> = self.list.iter().map(|one| one.destructive).collect();
        if !marks.contains(&true) {
            return;
        }
        let alive = super::permission::alive_without(self, &vec![false; marks.len()]);
        loop {
            let spared = super::permission::alive_without(self, &marks);
            let follows = |index: &usize| {
                let after = self.list[*index].after.iter().any(|before| marks[*before]);
                !marks[*index] && (after || (alive[*index] && !spared[*index]))
            };
            let found: Vec<usize> = (0..marks.len()).filter(follows).collect();
            if found.is_empty() {
                break;
            }
            for index in found {
                marks[index] = true;
            }
        }
        for (one, mark) in self.list.iter_mut().zip(marks) {
            one.destructive = mark && matches!(one.step, Step::Remedy(_));
        }
    }

    fn mark_routes(&mut self) {
        let by_rules = self.problem.rules.iter().flat_map(|rule| &rule.effects).filter_map(|effect| match effect {
            RuleEffect::Next(target) => Some(*target),
            _ => None,
        });
        let ruled: Vec<Target> = by_rules.collect();
        let start = self.problem.policy.start.map(Target::Step);
        self.ruled_routes = !ruled.is_empty();
        let mut targets: Vec<Target> = self.list.iter().flat_map(|one| &one.routes).flatten().copied().collect();
        targets.extend(ruled.iter().copied().chain(start));
        // What only those come to who cannot tell is no end of the plan.
        let told = targets.len();
        targets.extend(self.list.iter().filter_map(|one| one.unable.as_ref()?.next));
        for (at, target) in targets.iter().enumerate() {
            match target {
                Target::Step(step) => {
                    let first = self.of(*step);
                    self.list[first].routed = true;
                }
                Target::Escalation(id) if at < told => {
                    let takes = self.problem.escalations[id.0].takes;
                    self.least_price = self.least_price.min(takes);
                }
                Target::Escalation(_) | Target::Guide(_) | Target::Solved => {}
            }
        }
        self.routing = !targets.is_empty();
        if !targets.iter().any(|target| matches!(target, Target::Step(_))) {
            return;
        }
        let steps = |targets: &[Target]| -> Vec<usize> {
            let steps = targets.iter().filter_map(|target| match target {
                Target::Step(step) => Some(self.of(*step)),
                _ => None,
            });
            steps.collect()
        };
        let always = steps(&ruled);
        let direct: Vec<Vec<usize>> = (0..self.list.len())
            .map(|index| {
                let one = &self.list[index];
                let mut next: Vec<usize> = steps(&one.routes.iter().flatten().copied().collect::<Vec<_>>());
                next.extend(steps(one.unable.as_ref().and_then(|unable| unable.next).as_slice()));
                next.extend(one.after.iter().chain(&one.renews));
                // Later copies of a remedy are reached by way of the first.
                next.extend(
                    (index + 1 < self.list.len() && self.list[index + 1].after.contains(&index)).then_some(index + 1),
                );
                next
            })
            .collect();
        let reach = (0..self.list.len()).map(|index| closure(index, &always, &direct)).collect();
        self.reach = reach;
    }

    fn order(&mut self) {
        let mut by_name: Vec<usize> = (0..self.list.len()).collect();
        by_name.sort_by(|a, b| self.name(*a).cmp(self.name(*b)).then(a.cmp(b)));
        let end = self.problem.escalations.get(self.problem.policy.escalation.0).map_or("", |end| &end.name);
        self.after_end = (0..self.list.len()).map(|index| self.name(index) > end).collect();
        self.remedies_by_name = by_name.iter().copied().filter(|&index| !self.is_check(index)).collect();
        self.by_name = by_name;
        self.cures = (0..self.tables.width()).map(|column| self.cures_of(column)).collect();
    }

    fn cures_of(&self, column: usize) -> Vec<Cure> {
        let cure = |index: usize| {
            let one = &self.list[index];
            let &(_, phi) = one.fixes.iter().find(|(h, _)| *h == column)?;
            let superseded = !one.superseded_by.is_empty();
            Some(Cure { index, phi, cost: one.cost, pays: one.cost < phi * self.least_price, superseded })
        };
        let mut cures: Vec<Cure> = (self.checks..self.list.len()).filter_map(cure).collect();
        // Best chance for its cost first, compared without dividing, since a cost may be 0.
        cures.sort_by(|a, b| (b.phi * a.cost).total_cmp(&(a.phi * b.cost)).then(a.index.cmp(&b.index)));
        cures
    }

    fn mark_bonds(&mut self) {
        for index in 0..self.list.len() {
            self.list[index].unbound =
                self.list[index].after.is_empty() && self.when(index).is_none() && self.skipped_by[index].is_empty();
        }
        let requires = |effect: &RuleEffect| matches!(effect, RuleEffect::Require(_));
        self.requiring = self.problem.rules.iter().flat_map(|rule| &rule.effects).any(requires);
        let bound = |one: &Action| !one.dependents.is_empty() || !one.superseded_by.is_empty();
        self.apart = self.reach.is_empty() && !self.list.iter().any(bound);
        self.referring = self.list.iter().any(|one| one.referenced);
        self.destroying = self.list.iter().any(|one| one.destructive);
    }

    fn is_ordered(&self) -> bool {
        let stages = self.list[self.checks..].iter().filter_map(|one| one.stage);
        // An answer that ends a guide binds no other step; a remedy that does is no link in a sequence of remedies.
        let binds = |index: usize| {
            self.list[index].routes.iter().flatten().any(|to| !self.is_check(index) || matches!(to, Target::Step(_)))
        };
        self.conditional
            || !self.deciding.is_empty()
            || self.renewing
            || self.problem.policy.start.is_some()
            || self.destroying
            || self.ruled_routes
            || self.list.iter().any(|one| !one.after.is_empty() || !one.superseded_by.is_empty())
            || (0..self.list.len()).any(binds)
            || stages.clone().min() != stages.max()
    }
}

fn closure(from: usize, always: &[usize], direct: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; direct.len()];
    let mut open: Vec<usize> = always.to_vec();
    open.push(from);
    let mut found = Vec::new();
    while let Some(index) = open.pop() {
        if !seen[index] {
            seen[index] = true;
            found.push(index);
            open.extend(&direct[index]);
        }
    }
    found.sort_unstable();
    found
}

fn price_of(problem: &Problem, risk: Risk) -> f64 {
    match risk {
        Risk::Safe => 0.0,
        Risk::Caution => problem.policy.caution,
        Risk::Destructive => problem.policy.destructive,
    }
}

fn check_move(problem: &Problem, tables: &Tables, id: usize, check: &Check) -> Action {
    let table = tables.checks[id].clone();
    Action {
        step: Step::Check(CheckId(id)),
        cost: check.takes + problem.policy.waits_share * check.waits + price_of(problem, check.risk),
        minutes: check.takes + check.waits,
        active: check.takes,
        stage: None,
        destructive: false,
        referenced: false,
        enabler: false,
        routed: false,
        after: Vec::new(),
        dependents: Vec::new(),
        superseded_by: Vec::new(),
        fixes: Vec::new(),
        helping: HypothesisSet::default(),
        class: classes(&table),
        void_tables: Vec::new(),
        telling: Telling::new(&table),
        void_telling: Telling::default(),
        routes: (0..table.len()).map(|outcome| check.outcomes.get(outcome).and_then(|one| one.next)).collect(),
        unable: check.cannot_tell.as_ref().map(|cannot| Unable::new(problem, tables, cannot)),
        unbound: false,
        renews: Vec::new(),
        renewed_by: Vec::new(),
        tables: table,
    }
}

fn remedy_move(problem: &Problem, tables: &Tables, id: usize, remedy: &Remedy) -> Action {
    let phi = &tables.fixes[id];
    let mut void = tables.failures[id].clone();
    if void.is_empty() {
        void.push(vec![1.0; phi.len()]);
    }
    let table: Vec<Vec<f64>> = void
        .iter()
        .map(|outcome| outcome.iter().zip(phi).map(|(chance, phi)| (1.0 - phi) * chance).collect())
        .collect();
    Action {
        step: Step::Remedy(RemedyId(id)),
        cost: remedy.takes
            + problem.policy.waits_share * remedy.waits
            + remedy.verify
            + price_of(problem, remedy.risk)
            + if remedy.workaround { problem.policy.workaround } else { 0.0 },
        minutes: remedy.takes + remedy.waits + remedy.verify,
        active: remedy.takes + remedy.verify,
        stage: remedy.stage,
        destructive: remedy.risk == Risk::Destructive,
        referenced: false,
        enabler: false,
        routed: false,
        after: Vec::new(),
        dependents: Vec::new(),
        superseded_by: Vec::new(),
        fixes: phi.iter().copied().enumerate().filter(|(_, phi)| *phi > 0.0).collect(),
        helping: HypothesisSet::above_zero(phi),
        class: classes(&table),
        telling: Telling::new(&table),
        void_telling: Telling::new(&void),
        routes: (0..table.len())
            .map(|outcome| remedy.outcomes.get(outcome).and_then(|one| one.next).or(remedy.next))
            .collect(),
        unable: None,
        unbound: false,
        renews: remedy.renews.iter().map(|check| check.0).collect(),
        renewed_by: Vec::new(),
        tables: table,
        void_tables: void,
    }
}

/// Outcomes with the very same table are one evidence.
fn classes(table: &[Vec<f64>]) -> Vec<u16> {
    (0..table.len())
        .map(|outcome| (0..outcome).find(|&first| table[first] == table[outcome]).unwrap_or(outcome) as u16)
        .collect()
}

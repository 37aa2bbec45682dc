//! Marks the actions of a problem with what they have to do with each other: order, conditions, routes, and what is safe first.

use super::super::conditions::{self, Variable, asks_whether_settled, mentions};
use super::super::permission::{self, asks};
use super::super::problem::{CheckKind, Condition, RuleEffect, Step, Target};
use super::{Action, Actions, Cure};

impl<'p> Actions<'p> {
    pub(super) fn link(&mut self) {
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

    pub(super) fn mark_conditions(&mut self) {
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
                && !conditions::fails_by_single_values(possible)
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
    pub(super) fn mark_destructive(&mut self) {
        // Checks carry the mark too while it spreads, since a remedy may come after one.
        let mut marks: Vec<bool> = self.list.iter().map(|one| one.destructive).collect();
        if !marks.contains(&true) {
            return;
        }
        let alive = permission::alive_without(self, &vec![false; marks.len()]);
        loop {
            let spared = permission::alive_without(self, &marks);
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

    pub(super) fn mark_routes(&mut self) {
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

    pub(super) fn order(&mut self) {
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

    pub(super) fn mark_bonds(&mut self) {
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

    pub(super) fn is_ordered(&self) -> bool {
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

//! From evidence to weights.
//! In: actions and [`Evidence`]. Out: a weight for each hypothesis that does not depend on the order of the
//! evidence, what is done, and which route is pending. Contradictory evidence is all weights 0, never a panic.

use super::actions::{AGAIN, Actions, DONE, GONE, UNDONE, VOID, once_more};
use super::conditions::{Truth, truth};
use super::coupling::{Coupling, Given, given_leaf};
use super::permission::{answer_of, outcome_of, renew, rule_route, settle_route, superseded};
use super::problem::{CheckId, CheckKind, Condition, Evidence, Problem, RemedyId, Step, SymptomId, Target};
use super::tables::{Fault, Tables};

/// How likely each cause is.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Chances in the order of [`Tables::hypotheses`], the unknown cause last; `None` where no cause can give this
    /// evidence.
    pub chances: Option<Vec<f64>>,
}

/// The chance of each hypothesis, given evidence.
#[must_use]
pub fn posterior(problem: &Problem, evidence: &Evidence) -> Posterior {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    Posterior { chances: normalised(&start.weights) }
}

/// Weights scaled to sum to 1, or `None` where they are all 0.
pub(crate) fn normalised(weights: &[f64]) -> Option<Vec<f64>> {
    let sum: f64 = weights.iter().sum();
    (sum > 0.0).then(|| weights.iter().map(|weight| weight / sum).collect())
}

/// Where planning begins.
#[derive(Debug)]
pub(crate) struct Start {
    /// Unnormalised.
    pub weights: Vec<f64>,
    /// A code for each action, and last the pending route: 0, or an action + 1.
    pub codes: Vec<u16>,
    pub coupling: Coupling,
    pub faults: Vec<Fault>,
    /// A route to an end that is pending from the first.
    pub end: Option<Target>,
    /// What readers are told is left for the unknown cause where an answer left it nothing: an answer may mislead.
    pub surprise: f64,
    /// What was known before anything was answered or tried.
    pub base: Base,
    /// The checks that what was tried has renewed.
    renewed: Vec<usize>,
}

/// What was known before anything was answered or tried: weights, and a code for each action.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    weights: Vec<f64>,
    codes: Vec<u16>,
}

impl Base {
    /// The weights where of all answers only the newest count, as codes have them.
    pub(crate) fn weigh(&self, actions: &Actions<'_>, coupling: &Coupling, codes: &[u16]) -> Vec<f64> {
        let (mut weights, mut known, mut by) = (self.weights.clone(), self.codes.clone(), Vec::new());
        for (index, one) in actions.list.iter().enumerate() {
            let is_check = actions.is_check(index);
            let outcome = if is_check { answer_of(actions, codes, index) } else { outcome_of(codes[index]) };
            let Some(outcome) = outcome.filter(|_| self.codes[index] < DONE) else { continue };
            let is_void = codes[index] & VOID > 0 && !is_check;
            let tables = if is_void { &one.void_tables } else { &one.tables };
            if coupling.couples(index) {
                coupling.ratio(index, outcome, &known, &mut by);
                times(&mut weights, &by);
            } else {
                weigh_failure(&mut weights, tables, Some(outcome));
            }
            known[index] = DONE + outcome as u16;
        }
        weights
    }
}

/// Weighs by an outcome; where it is none of those that are told apart, by all of them together.
fn weigh_failure(weights: &mut [f64], tables: &[Vec<f64>], outcome: Option<usize>) {
    for (h, weight) in weights.iter_mut().enumerate() {
        *weight *= chance_of_failure(tables, outcome, h);
    }
}

/// The chance of an outcome by one hypothesis; where it is none of those that are told apart, of all of them together.
fn chance_of_failure(tables: &[Vec<f64>], outcome: Option<usize>, h: usize) -> f64 {
    match outcome.and_then(|outcome| tables.get(outcome)) {
        Some(table) => table[h],
        None => tables.iter().map(|table| table[h]).sum(),
    }
}

impl Start {
    pub(crate) fn new(actions: &Actions<'_>, evidence: &Evidence) -> Self {
        let problem = actions.problem;
        let tables = &actions.tables;
        let evidence = &*problem.completed(evidence);
        let mut weights = tables.prior.clone();
        let mut codes = vec![UNDONE; actions.list.len() + 1];
        let given = given(problem, evidence, &mut weights);
        weigh_symptoms(problem, tables, evidence, &given, &mut weights);
        for (check, outcome) in &evidence.known {
            times(&mut weights, &tables.checks[check.0][*outcome]);
        }
        let none_seen = none_seen(problem, tables, evidence, &given);
        let mut faults = Vec::new();
        let coupling = Coupling::new(problem, tables, &given, &evidence.observed, none_seen, &mut weights, &mut faults);
        for (check, outcome) in given.iter().enumerate() {
            if let Some(outcome) = outcome {
                codes[check] = DONE + *outcome as u16;
            } else if problem.checks[check].kind == CheckKind::NeverAsked {
                codes[check] = GONE;
            }
        }
        let base = Base { weights: weights.clone(), codes: codes[..actions.list.len()].to_vec() };
        let mut start = Self { weights, codes, coupling, faults, end: None, surprise: 0.0, base, renewed: Vec::new() };
        let unknown = tables.width() - 1;
        let was_possible = start.weights[unknown] > 0.0;
        let older = start.answer(actions, evidence);
        if was_possible && start.weights[unknown] <= 0.0 {
            let surprise = problem.policy.surprise;
            start.surprise = surprise / (1.0 - surprise) * start.weights.iter().sum::<f64>();
        }
        start.try_remedies(actions, evidence);
        start.renew(actions, evidence);
        for step in &evidence.declined {
            let first = actions.of(*step);
            let all = match step {
                Step::Check(_) => first..first + 1,
                Step::Remedy(remedy) => actions.copies(remedy.0),
            };
            for index in all {
                let again = start.renewed.contains(&index);
                if start.codes[index] == UNDONE || again {
                    // Where it is asked once more, the older answer stands.
                    start.codes[index] = if again { start.codes[index] & !AGAIN | VOID } else { GONE };
                    let unable = actions.list[index].unable.as_ref();
                    if let Some(by) = unable.and_then(|unable| unable.by.as_ref()) {
                        times(&mut start.weights, by);
                        start.surprise *= by[unknown];
                    }
                }
            }
        }
        // What no cause can give all together is told by the newest answers.
        if older && start.weights.iter().sum::<f64>() <= 0.0 {
            return Self::new(actions, &newest(evidence, |check| start.codes[check.0] & AGAIN == 0));
        }
        start.route(actions, evidence);
        start
    }

    /// Weighs by the answers. Says whether any check was answered several times, since a remedy has renewed it.
    fn answer(&mut self, actions: &Actions<'_>, evidence: &Evidence) -> bool {
        let (mut by, mut older) = (Vec::new(), false);
        let mut times_renewed: Vec<usize> = vec![0; if actions.renewing { actions.checks } else { 0 }];
        if actions.renewing {
            for (remedy, _) in &evidence.tried {
                actions.problem.remedies[remedy.0].renews.iter().for_each(|check| times_renewed[check.0] += 1);
            }
        }
        for &(CheckId(check), outcome) in &evidence.answered {
            let code = DONE + outcome as u16;
            if self.codes[check] >= DONE {
                match times_renewed.get_mut(check) {
                    Some(left) if *left > 0 && self.base.codes[check] < DONE => {
                        *left -= 1;
                        older = true;
                        times(&mut self.weights, &actions.list[check].tables[outcome]);
                        let ways = actions.list[check].tables.len();
                        self.codes[check] = once_more(self.codes[check], outcome, ways).unwrap_or(code);
                    }
                    _ if answer_of(actions, &self.codes, check) != Some(outcome) => self.weights.fill(0.0),
                    _ => {}
                }
                continue;
            }
            if self.coupling.couples(check) {
                self.coupling.ratio(check, outcome, &self.codes, &mut by);
                times(&mut self.weights, &by);
            } else {
                times(&mut self.weights, &actions.list[check].tables[outcome]);
            }
            self.codes[check] = code;
        }
        older
    }

    /// Marks the checks that may be asked once more: those that were not answered since the last remedy that renews them.
    fn renew(&mut self, actions: &Actions<'_>, evidence: &Evidence) {
        if !actions.renewing {
            return;
        }
        for (remedy, _) in &evidence.tried {
            renew(actions, &mut self.codes, actions.first_copy[remedy.0]);
        }
        for check in 0..actions.checks {
            if self.codes[check] & AGAIN == 0 {
                continue;
            }
            self.renewed.push(check);
            let id = CheckId(check);
            let answers = evidence.answered.iter().filter(|(answered, _)| *answered == id).count();
            let renews = |(remedy, _): &&(RemedyId, _)| actions.problem.remedies[remedy.0].renews.contains(&id);
            let since = evidence.asked_since.contains(&id)
                || evidence.last == Some(Step::Check(id)) && !evidence.declined.contains(&Step::Check(id))
                || answers > evidence.tried.iter().filter(renews).count();
            // What was known from outside is nothing that a reader would look at once more.
            if since || self.base.codes[check] >= DONE {
                self.codes[check] &= !AGAIN;
            }
        }
    }

    fn try_remedies(&mut self, actions: &Actions<'_>, evidence: &Evidence) {
        let unknown = actions.tables.width() - 1;
        for (remedy, outcome) in &evidence.tried {
            let mut copies = actions.copies(remedy.0);
            // Tried more often than the guide foresees: the last copy says it again.
            let last = copies.end - 1;
            let index = copies.find(|copy| self.codes[*copy] == UNDONE).unwrap_or(last);
            let one = &actions.list[index];
            // What was tried after a stronger one had failed could not help, here as on a path of the flow.
            let void = superseded(actions, &self.codes, index);
            let tables = if void { &one.void_tables } else { &one.tables };
            let known = outcome.filter(|outcome| *outcome < tables.len());
            weigh_failure(&mut self.weights, tables, known);
            self.surprise *= chance_of_failure(tables, known, unknown);
            let code = match known {
                Some(outcome) => DONE + outcome as u16,
                // Its way of failing is not known.
                None if tables.len() == 1 => DONE,
                None => DONE + tables.len() as u16,
            };
            self.codes[index] = if void { code | VOID } else { code };
        }
    }

    fn route(&mut self, actions: &Actions<'_>, evidence: &Evidence) {
        let untold = |step: Step| self.untold(actions, evidence, step);
        let pending = if let Some(next) = evidence.last.and_then(untold) {
            Some(next)
        } else if let Some(last) = evidence.last {
            let mut before = self.codes.clone();
            let index = match last {
                Step::Check(_) => actions.of(last),
                Step::Remedy(remedy) => {
                    let mut copies = actions.copies(remedy.0).rev();
                    copies.find(|copy| self.codes[*copy] >= DONE).unwrap_or(actions.of(last))
                }
            };
            let outcome = self.way_of(actions, index);
            // What could not be told, and is known all the same, was known before.
            if !evidence.declined.contains(&last) {
                before[index] = self.answer_before(evidence, last);
            }
            rule_route(actions, Some(&before), &self.codes)
                .or_else(|| actions.list[index].routes.get(outcome).copied().flatten())
        } else {
            rule_route(actions, None, &self.codes).or_else(|| self.given_route(actions, evidence))
        };
        // What cannot be told leads on, as far as it says where to.
        let mut pending = pending;
        for _ in 0..actions.checks {
            let Some(Target::Step(step)) = pending else { break };
            let Some(next) = self.untold(actions, evidence, step) else { break };
            pending = Some(next);
        }
        // Where a chart says for every answer how to go on, what cannot be told or done is handed over.
        let pending = match pending {
            Some(Target::Step(step)) if actions.is_charted(step) && evidence.declined.contains(&step) => {
                Some(Target::Escalation(actions.problem.policy.escalation))
            }
            pending => pending,
        };
        match pending {
            Some(Target::Step(step)) => {
                let index = actions.of(step);
                settle_route(actions, &mut self.codes, index);
            }
            end => self.end = end,
        }
    }
}

impl Start {
    /// The newest answer of a check, or the way in which a remedy failed.
    fn way_of(&self, actions: &Actions<'_>, index: usize) -> usize {
        let is_check = actions.is_check(index);
        let found = if is_check { answer_of(actions, &self.codes, index) } else { outcome_of(self.codes[index]) };
        found.unwrap_or(0)
    }

    /// The code of a step before it was done last: that of an older answer, where it was renewed since.
    fn answer_before(&self, evidence: &Evidence, last: Step) -> u16 {
        let Step::Check(check) = last else { return UNDONE };
        let answers = || evidence.answered.iter().filter(|(answered, _)| *answered == check);
        if !self.renewed.contains(&check.0) || answers().count() < 2 {
            return UNDONE;
        }
        answers().nth_back(1).map_or(UNDONE, |(_, outcome)| AGAIN | (DONE + *outcome as u16))
    }

    /// Where a check leads that the reader cannot tell; nothing where it says nothing of that, or was told.
    fn untold(&self, actions: &Actions<'_>, evidence: &Evidence, step: Step) -> Option<Target> {
        let index = actions.of(step);
        let next = actions.list[index].unable.as_ref()?.next?;
        let is_told = self.codes[index] != GONE && !self.renewed.contains(&index);
        (!is_told && evidence.declined.contains(&step)).then_some(next)
    }

    /// Where answers lead that were given before: from the beginning of a chart, and from each answer with a route, by its
    /// place in the guide, on to what is not done yet.
    fn given_route(&self, actions: &Actions<'_>, evidence: &Evidence) -> Option<Target> {
        let untold = |index: usize| self.untold(actions, evidence, actions.list[index].step);
        let is_done = |index: usize| self.codes[index] >= DONE || untold(index).is_some();
        let route_of = |index: usize| {
            if let Some(next) = untold(index) {
                return Some(next);
            }
            let outcome = self.way_of(actions, index);
            actions.list[index].routes.get(outcome).copied().flatten()
        };
        let answered = (0..actions.list.len()).filter(|&index| is_done(index) && route_of(index).is_some());
        let start = actions.problem.policy.start.map(|step| actions.of(step));
        let mut visited = vec![false; actions.list.len()];
        for first in start.into_iter().chain(answered) {
            let mut target = Some(Target::Step(actions.list[first].step));
            let mut from: Option<usize> = None;
            while let Some(Target::Step(step)) = target {
                let index = actions.of(step);
                let again = self.codes[index] & AGAIN > 0
                    && from.is_some_and(|from| actions.list[from].renews.contains(&index));
                if !is_done(index) || again {
                    return target;
                }
                from = Some(index);
                target = if std::mem::replace(&mut visited[index], true) { None } else { route_of(index) };
            }
            if target.is_some() {
                return target;
            }
        }
        None
    }
}

/// The same evidence with the newest answer of each check alone; those that are closed are not asked once more.
fn newest(evidence: &Evidence, is_closed: impl Fn(CheckId) -> bool) -> Evidence {
    let mut newest = evidence.clone();
    newest.answered.clear();
    for (at, (check, outcome)) in evidence.answered.iter().enumerate() {
        let (before, later) = (&evidence.answered[..at], &evidence.answered[at + 1..]);
        if later.iter().any(|(other, _)| other == check) {
            continue;
        }
        newest.answered.push((*check, *outcome));
        if before.iter().any(|(other, _)| other == check) && is_closed(*check) {
            newest.asked_since.push(*check);
        }
    }
    newest
}

/// Weighs each hypothesis by its factor.
pub(crate) fn times(weights: &mut [f64], by: &[f64]) {
    weights.iter_mut().zip(by).for_each(|(weight, factor)| *weight *= factor);
}

/// What is known at the start, by check; evidence that disagrees with itself empties the weights.
fn given(problem: &Problem, evidence: &Evidence, weights: &mut [f64]) -> Given {
    let mut given: Given = vec![None; problem.checks.len()];
    let mut set = |check: usize, outcome: usize| {
        if given[check].is_some_and(|known| known != outcome) {
            weights.fill(0.0);
        }
        given[check] = Some(outcome);
    };
    for (id, check) in problem.checks.iter().enumerate() {
        match check.kind {
            CheckKind::Symptom(symptom) => {
                if evidence.observed.contains(&symptom) {
                    set(id, 0);
                }
                if evidence.absent.contains(&symptom) {
                    set(id, 1);
                }
            }
            CheckKind::Observed(symptom) => set(id, usize::from(!evidence.observed.contains(&symptom))),
            CheckKind::Test | CheckKind::Fact | CheckKind::NeverAsked => {}
        }
    }
    for (check, outcome) in &evidence.known {
        set(check.0, *outcome);
    }
    given
}

fn weigh_symptoms(problem: &Problem, tables: &Tables, evidence: &Evidence, given: &Given, weights: &mut [f64]) {
    let mut listed = vec![false; problem.symptoms.len()];
    for symptom in &evidence.observed {
        if !std::mem::replace(&mut listed[symptom.0], true) {
            times(weights, &tables.symptoms[symptom.0]);
        }
    }
    listed.fill(false);
    for symptom in &evidence.absent {
        if evidence.observed.contains(symptom) {
            weights.fill(0.0);
        }
        if !std::mem::replace(&mut listed[symptom.0], true) {
            let row = tables.symptoms[symptom.0].iter();
            weights.iter_mut().zip(row).for_each(|(weight, chance)| *weight *= 1.0 - chance);
        }
    }
    if !own_seen(problem, evidence) && problem.symptoms.iter().any(|symptom| symptom.own) {
        let silent = none_of(problem, tables, |symptom| may_be_seen(problem, evidence, given, symptom));
        weights.iter_mut().zip(silent).for_each(|(weight, silent)| *weight *= 1.0 - silent);
    }
}

/// May a symptom of which nothing was said be there? Not where its condition is false by what is known.
fn may_be_seen(problem: &Problem, evidence: &Evidence, given: &Given, symptom: SymptomId) -> bool {
    let cannot = |possible: &Condition| truth(possible, &given_leaf(given)) == Truth::False;
    !evidence.absent.contains(&symptom) && !problem.symptoms[symptom.0].possible.as_ref().is_some_and(cannot)
}

fn own_seen(problem: &Problem, evidence: &Evidence) -> bool {
    evidence.observed.iter().any(|symptom| problem.symptoms[symptom.0].own)
}

/// ∏(1 − P(s|c)) over the guide's own symptoms that are meant.
fn none_of(problem: &Problem, tables: &Tables, meant: impl Fn(SymptomId) -> bool) -> Vec<f64> {
    let mut silent = vec![1.0; tables.width()];
    for (id, symptom) in problem.symptoms.iter().enumerate() {
        if symptom.own && meant(SymptomId(id)) {
            let row = tables.symptoms[id].iter();
            silent.iter_mut().zip(row).for_each(|(silent, chance)| *silent *= 1.0 - chance);
        }
    }
    silent
}

/// While no symptom is known to be seen, the own symptoms that can be asked are bound together by the
/// knowledge that one of all is: their checks, and the factor where none of them is.
fn none_seen(
    problem: &Problem,
    tables: &Tables,
    evidence: &Evidence,
    given: &Given,
) -> Option<(Vec<CheckId>, Vec<f64>)> {
    if own_seen(problem, evidence) {
        return None;
    }
    let mut asked = Vec::new();
    let mut checks = Vec::new();
    for (id, check) in problem.checks.iter().enumerate() {
        if let CheckKind::Symptom(symptom) = check.kind
            && problem.symptoms[symptom.0].own
            && given[id].is_none()
            && !asked.contains(&symptom)
            && may_be_seen(problem, evidence, given, symptom)
        {
            asked.push(symptom);
            checks.push(CheckId(id));
        }
    }
    if checks.is_empty() {
        return None;
    }
    let meant = |symptom| may_be_seen(problem, evidence, given, symptom) && !asked.contains(&symptom);
    let others = none_of(problem, tables, meant);
    Some((checks, others.into_iter().map(|silent| 1.0 - silent).collect()))
}

//! How rules couple checks.
//! In: tables, rules, and what is given at the start. Out: for each cause one joint table over the checks that
//! rules speak of together, normalised, so that the order of answers makes no difference and no chance
//! is lost. Also what rules make of the given evidence alone.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::conditions::{Truth, checks_of, fails_by_single_values, truth};
use super::permission::outcome_of;
use super::problem::{CheckId, Condition, Problem, Rule, RuleEffect, RuleId, SymptomId};
use super::tables::{Fault, Tables};

/// More joint outcomes than this in one component are an error of the rules.
pub const MOST_JOINT: usize = 4096;

/// Something that multiplies the joint chance of answers.
#[derive(Clone, Debug)]
struct Factor {
    checks: Vec<CheckId>,
    rule: Option<RuleId>,
    when: Holds,
    by: Vec<f64>,
    /// Does what is seen say it? Then it weighs the causes; else it only binds answers to each other.
    is_seen: bool,
}

#[derive(Clone, Debug)]
enum Holds {
    /// A condition is true.
    True(Condition),
    /// A condition is false.
    False(Condition),
    /// None of these symptoms' checks says "seen".
    NoneSeen(Vec<CheckId>),
}

/// Checks that rules couple.
#[derive(Debug)]
struct Component {
    checks: Vec<CheckId>,
    radix: Vec<usize>,
    /// The chance of each combination of answers, by column, first check slowest.
    joint: Vec<f64>,
    /// The chances of partial answers, as they are asked for.
    known: RefCell<FxHashMap<u64, Rc<[f64]>>>,
}

/// All components that a start leaves.
#[derive(Debug, Default)]
pub(crate) struct Coupling {
    components: Vec<Component>,
    /// For each check, its component and its place there.
    place: Vec<Option<(usize, usize)>>,
}

/// What is given at the start: for each check, its outcome.
pub(crate) type Given = Vec<Option<usize>>;

/// The factor of a rule for each column; `None` where the rule has no effect on chances.
pub(crate) fn factors(problem: &Problem, tables: &Tables, rule: &Rule) -> Option<Vec<f64>> {
    let speaks = |effect: &&RuleEffect| {
        matches!(
            effect,
            RuleEffect::Confirm(_) | RuleEffect::Suspect(..) | RuleEffect::Doubt(..) | RuleEffect::RuleOut(_)
        )
    };
    rule.effects.iter().find(speaks)?;
    let confirms = rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Confirm(_)));
    let silent = if confirms { 0.0 } else { 1.0 };
    let of_cause: Vec<Option<f64>> =
        (0..problem.causes.len()).map(|cause| said(problem, rule, cause, confirms)).collect();
    let by = (0..tables.width())
        .map(|h| {
            let Some(cause) = tables.hypotheses.get(h) else {
                return silent;
            };
            if let Some(factor) = of_cause[cause.0] {
                return factor;
            }
            let mut best: Option<(f64, f64)> = None;
            for (mechanism, factor) in tables.mechanisms.iter().zip(&of_cause) {
                if let Some(factor) = factor
                    && mechanism[h] > best.map_or(0.0, |(chance, _)| chance)
                {
                    best = Some((mechanism[h], *factor));
                }
            }
            best.map_or(silent, |(chance, factor)| chance * factor + (1.0 - chance) * silent)
        })
        .collect();
    Some(by)
}

/// What a rule says of one cause; the first of: ruled out, confirmed, another is confirmed, suspected, doubted.
fn said(problem: &Problem, rule: &Rule, cause: usize, confirms: bool) -> Option<f64> {
    let (mut out, mut confirmed, mut raised, mut lowered) = (false, false, None::<f64>, None::<f64>);
    for effect in &rule.effects {
        match *effect {
            RuleEffect::RuleOut(id) if id.0 == cause => out = true,
            RuleEffect::Confirm(id) if id.0 == cause => confirmed = true,
            RuleEffect::Suspect(id, ratio) if id.0 == cause => {
                raised = Some(raised.map_or(ratio, |old| old.max(ratio)));
            }
            RuleEffect::Doubt(id, ratio) if id.0 == cause => {
                lowered = Some(lowered.map_or(ratio, |old| old.max(ratio)));
            }
            _ => {}
        }
    }
    if out {
        Some(0.0)
    } else if confirmed {
        Some(problem.policy.confirm_ratio)
    } else if raised.is_none() && lowered.is_none() {
        None
    } else if confirms {
        Some(0.0)
    } else {
        raised.or(lowered.map(|ratio| 1.0 / ratio))
    }
}

/// What a leaf of a condition on answers is by what is given.
pub(crate) fn given_leaf(given: &Given) -> impl Fn(&Condition) -> Truth + '_ {
    move |leaf| match leaf {
        Condition::Is(check, outcome) => given[check.0].map_or(Truth::Unknown, |known| Truth::from(known == *outcome)),
        _ => Truth::Unknown,
    }
}

impl Coupling {
    /// Does another start couple the same checks in the same way?
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let alike = |(one, other): (&Component, &Component)| one.checks == other.checks && one.joint == other.joint;
        self.components.len() == other.components.len() && self.components.iter().zip(&other.components).all(alike)
    }

    /// Multiplies `weights` by what the given evidence settles, and couples what it leaves open.
    /// Own symptoms that conditions ask about are coupled by "one of them is seen", while none is.
    pub(crate) fn new(
        problem: &Problem,
        tables: &Tables,
        given: &Given,
        observed: &[SymptomId],
        none_seen: Option<(Vec<CheckId>, Vec<f64>)>,
        weights: &mut [f64],
        faults: &mut Vec<Fault>,
    ) -> Self {
        let mut open = Vec::new();
        let mut consider =
            |rule: Option<RuleId>, condition: &Condition, settled: Truth, by: Vec<f64>, is_seen: bool| {
                let now = truth(condition, &given_leaf(given));
                if now == settled {
                    weights.iter_mut().zip(&by).for_each(|(weight, factor)| *weight *= factor);
                } else if now == Truth::Unknown {
                    let asked =
                        |check: &CheckId| given[check.0].is_none() && !problem.checks[check.0].kind.is_never_asked();
                    let checks: Vec<CheckId> = checks_of(condition).into_iter().filter(asked).collect();
                    let when = if settled == Truth::True {
                        Holds::True(condition.clone())
                    } else {
                        Holds::False(condition.clone())
                    };
                    if !checks.is_empty() {
                        open.push(Factor { checks, rule, when, by, is_seen });
                    }
                }
            };
        for (id, rule) in problem.rules.iter().enumerate() {
            if let Some(by) = factors(problem, tables, rule) {
                consider(Some(RuleId(id)), &rule.when, Truth::True, by, false);
            }
        }
        for (column, cause) in tables.hypotheses.iter().enumerate() {
            if let Some(possible) = &problem.causes[cause.0].possible {
                let mut by = vec![1.0; tables.width()];
                by[column] = 0.0;
                let now = truth(possible, &given_leaf(given));
                if now == Truth::False || !fails_by_single_values(possible) {
                    consider(None, possible, Truth::False, by, false);
                }
            }
        }
        for (id, symptom) in problem.symptoms.iter().enumerate() {
            // One that is asked for waits until it is known that it can be seen.
            if let Some(possible) = symptom.possible.as_ref().filter(|_| observed.contains(&SymptomId(id))) {
                consider(None, possible, Truth::False, vec![0.0; tables.width()], true);
            }
        }
        if let Some((checks, by)) = none_seen {
            open.push(Factor { checks: checks.clone(), rule: None, when: Holds::NoneSeen(checks), by, is_seen: false });
        }
        let mut coupling = Self { components: Vec::new(), place: vec![None; problem.checks.len()] };
        for group in grouped(open, problem.checks.len()) {
            coupling.add(tables, given, &group, weights, faults);
        }
        coupling
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.components.is_empty()
    }

    /// Is this check's table another than its own?
    pub(crate) fn couples(&self, check: usize) -> bool {
        self.place.get(check).is_some_and(Option::is_some)
    }

    /// The checks with which rules couple one, itself among them; none where they do not.
    pub(crate) fn coupled_with(&self, check: usize) -> impl Iterator<Item = usize> {
        let place = self.place.get(check).copied().flatten();
        let component = place.map(|(component, _)| &self.components[component]);
        component.into_iter().flat_map(|component| component.checks.iter().map(|check| check.0))
    }

    /// Do the answers of all checks with which rules couple one have the very same chances with two hypotheses?
    #[expect(clippy::float_cmp, reason = "only what is exactly equal tells nothing")]
    pub(crate) fn is_alike(&self, check: usize, a: usize, b: usize) -> bool {
        let Some(Some((component, _))) = self.place.get(check) else { return true };
        let component = &self.components[*component];
        let width = component.joint.len() / component.radix.iter().product::<usize>();
        component.joint.chunks(width).all(|row| row[a] == row[b])
    }

    fn add(&mut self, tables: &Tables, given: &Given, group: &[Factor], weights: &mut [f64], faults: &mut Vec<Fault>) {
        let mut checks: Vec<CheckId> = group.iter().flat_map(|factor| factor.checks.iter().copied()).collect();
        checks.sort_unstable();
        checks.dedup();
        let radix: Vec<usize> = checks.iter().map(|check| tables.checks[check.0].len()).collect();
        let outcomes = radix.iter().fold(1_usize, |product, n| product.saturating_mul(*n));
        let rules: Vec<RuleId> = group.iter().filter_map(|factor| factor.rule).collect();
        if outcomes > MOST_JOINT {
            faults.push(Fault::TooManyJoint { rules, checks, outcomes });
            return;
        }
        let width = tables.width();
        let mut joint = vec![0.0; outcomes * width];
        let mut free = vec![0.0; outcomes * width];
        // What the answers would be worth but for what is seen.
        let mut before = vec![0.0; width];
        let mut answers = given.clone();
        for combination in 0..outcomes {
            let digits = digits(combination, &radix);
            for (check, digit) in checks.iter().zip(&digits) {
                answers[check.0] = Some(*digit);
            }
            let row = combination * width..(combination + 1) * width;
            for (h, chance) in free[row.clone()].iter_mut().enumerate() {
                *chance = checks.iter().zip(&digits).map(|(check, digit)| tables.checks[check.0][*digit][h]).product();
            }
            joint[row.clone()].copy_from_slice(&free[row.clone()]);
            for is_seen in [false, true] {
                for factor in group.iter().filter(|factor| factor.is_seen == is_seen && factor.holds(&answers)) {
                    joint[row.clone()].iter_mut().zip(&factor.by).for_each(|(chance, by)| *chance *= by);
                }
                if !is_seen {
                    before.iter_mut().zip(&joint[row.clone()]).for_each(|(sum, chance)| *sum += chance);
                }
            }
        }
        let weighs = group.iter().any(|factor| factor.is_seen);
        for h in 0..width {
            let column = || (0..outcomes).map(|combination| combination * width + h);
            let sum: f64 = column().map(|at| joint[at]).sum();
            if weighs && before[h] > 0.0 {
                weights[h] *= sum / before[h];
            }
            if sum > 0.0 {
                column().for_each(|at| joint[at] /= sum);
                continue;
            }
            // The table stays what it would be without rules, so that sums still hold.
            column().for_each(|at| joint[at] = free[at]);
            // What the evidence closes already is no fault of rules.
            if !rules.is_empty() && weights[h] > 0.0 {
                let likeliest = (0..outcomes)
                    .reduce(|best, one| if free[one * width + h] > free[best * width + h] { one } else { best })
                    .unwrap_or(0);
                let answers = checks.iter().copied().zip(digits(likeliest, &radix)).collect();
                faults.push(Fault::NoJoint { cause: tables.hypotheses.get(h).copied(), rules: rules.clone(), answers });
            }
        }
        for (digit, check) in checks.iter().enumerate() {
            self.place[check.0] = Some((self.components.len(), digit));
        }
        self.components.push(Component { checks, radix, joint, known: RefCell::default() });
    }

    /// What an answer multiplies the weights by, when the answers in `codes` are known already.
    pub(crate) fn ratio(&self, check: usize, outcome: usize, codes: &[u16], by: &mut Vec<f64>) {
        let Some((component, digit)) = self.place[check] else {
            return;
        };
        let component = &self.components[component];
        let before = component.partial(codes, None);
        let after = component.partial(codes, Some((digit, outcome)));
        let (before, after) = (component.chances(&before), component.chances(&after));
        by.clear();
        by.extend(after.iter().zip(before.iter()).map(|(a, b)| if *b > 0.0 { a / b } else { 0.0 }));
    }
}

impl Factor {
    fn holds(&self, answers: &Given) -> bool {
        match &self.when {
            Holds::True(condition) => truth(condition, &given_leaf(answers)) == Truth::True,
            Holds::False(condition) => truth(condition, &given_leaf(answers)) == Truth::False,
            Holds::NoneSeen(checks) => checks.iter().all(|check| answers[check.0] == Some(1)),
        }
    }
}

impl Component {
    fn partial(&self, codes: &[u16], extra: Option<(usize, usize)>) -> Vec<Option<usize>> {
        let mut known: Vec<Option<usize>> = self
            .checks
            .iter()
            .zip(&self.radix)
            .map(|(check, ways)| outcome_of(codes[check.0]).map(|answers| answers % ways))
            .collect();
        if let Some((digit, outcome)) = extra {
            known[digit] = Some(outcome);
        }
        known
    }

    /// The chance, by column, of these answers with the others summed out.
    fn chances(&self, known: &[Option<usize>]) -> Rc<[f64]> {
        let key = known
            .iter()
            .zip(&self.radix)
            .fold(0_u64, |key, (known, n)| key * (*n as u64 + 1) + known.map_or(0, |o| o as u64 + 1));
        if let Some(found) = self.known.borrow().get(&key) {
            return found.clone();
        }
        let combinations: usize = self.radix.iter().product();
        let width = self.joint.len() / combinations;
        let mut sums = vec![0.0; width];
        for combination in 0..combinations {
            let fits = digits(combination, &self.radix)
                .iter()
                .zip(known)
                .all(|(digit, known)| known.is_none_or(|known| known == *digit));
            if fits {
                let row = &self.joint[combination * width..(combination + 1) * width];
                sums.iter_mut().zip(row).for_each(|(sum, chance)| *sum += chance);
            }
        }
        let sums: Rc<[f64]> = sums.into();
        self.known.borrow_mut().insert(key, sums.clone());
        sums
    }
}

/// The digits of a number, most significant first.
fn digits(mut number: usize, radix: &[usize]) -> Vec<usize> {
    let mut digits = vec![0; radix.len()];
    for (digit, n) in digits.iter_mut().zip(radix).rev() {
        *digit = number % n;
        number /= n;
    }
    digits
}

/// Factors that share a check, directly or by way of others, in one group; groups by least check.
fn grouped(factors: Vec<Factor>, checks: usize) -> Vec<Vec<Factor>> {
    let mut leader: Vec<usize> = (0..checks).collect();
    for factor in &factors {
        let least = factor.checks.iter().map(|check| leader[check.0]).min().unwrap_or(0);
        let joined: Vec<usize> = factor.checks.iter().map(|check| leader[check.0]).collect();
        for one in &mut leader {
            if joined.contains(one) {
                *one = least;
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Factor>)> = Vec::new();
    for factor in factors {
        let least = factor.checks.first().map_or(0, |check| leader[check.0]);
        match groups.iter_mut().find(|(key, _)| *key == least) {
            Some((_, group)) => group.push(factor),
            None => groups.push((least, vec![factor])),
        }
    }
    groups.sort_by_key(|(least, _)| *least);
    groups.into_iter().map(|(_, group)| group).collect()
}

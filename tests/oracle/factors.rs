//! What multiplies the chances of several answers together: rules, facts that close causes, and the knowledge that
//! one of the guide's own symptoms is seen.
//!
//! In: a problem, tables, what is given. Out: factors, each with the checks that it looks at.

use super::condition::{Known, Truth, named, truth};
use super::posterior::unseen;
use super::tables::{Tables, likeliest};
use kbc_reasoning::{
    CauseId, Check, CheckKind, Condition, Effect, Evidence, Problem, Rule, RuleEffect, Step, SymptomId,
};

/// By how much, given the answers and a hypothesis.
type By<'a> = Box<dyn Fn(&[Option<usize>], usize) -> f64 + 'a>;

/// Something that multiplies the chance of answers, for each hypothesis.
pub struct Factor<'a> {
    /// Does what is given leave it open?
    pub open: bool,
    /// The checks that it looks at.
    pub checks: Vec<usize>,
    pub by: By<'a>,
    /// Does a symptom that is seen say it?
    pub is_seen: bool,
}

/// Rules; what is possible of several facts; and that one of the guide's own symptoms is seen.
pub fn factors<'a>(
    problem: &'a Problem,
    tables: &'a Tables,
    evidence: &Evidence,
    given: &[Option<usize>],
) -> Vec<Factor<'a>> {
    let reads = |condition: &'a Condition, wanted: Truth, by: Box<dyn Fn(usize) -> f64 + 'a>| {
        let holds =
            move |answers: &[Option<usize>]| truth(condition, Known { checks: answers, remedies: None, declined: &[] });
        let checks = named(condition).into_iter().filter_map(|step| match step {
            Step::Check(check) => Some(check.0),
            Step::Remedy(_) => None,
        });
        Factor {
            open: holds(given) == Truth::Unknown,
            checks: checks.collect(),
            by: Box::new(move |answers, h| if holds(answers) == wanted { by(h) } else { 1.0 }),
            is_seen: false,
        }
    };
    let mut factors = Vec::new();
    for rule in problem.rules.iter().filter(|rule| on_chances(rule)) {
        factors.push(reads(&rule.when, Truth::True, Box::new(move |h| factor(problem, tables, rule, h))));
    }
    for (cause, own) in tables.hypotheses.iter().enumerate() {
        if let Some(possible) = &problem.causes[own.0].possible
            && fails_together(problem, possible)
        {
            factors.push(reads(possible, Truth::False, Box::new(move |h| f64::from(u8::from(h != cause)))));
        }
    }
    for (id, symptom) in problem.symptoms.iter().enumerate() {
        let Some(possible) = &symptom.possible else { continue };
        if evidence.observed.contains(&SymptomId(id)) {
            factors.push(Factor { is_seen: true, ..reads(possible, Truth::False, Box::new(|_| 0.0)) });
        }
    }
    factors.extend(one_is_seen(problem, tables, evidence, given));
    factors
}

/// Can it be false of several facts, none of which makes it so alone? Else the tables of the facts say it all.
fn fails_together(problem: &Problem, condition: &Condition) -> bool {
    let fails = |answers: &[Option<usize>]| {
        truth(condition, Known { checks: answers, remedies: None, declined: &[] }) == Truth::False
    };
    let mut all = vec![vec![None; problem.checks.len()]];
    for step in named(condition) {
        let Step::Check(check) = step else { continue };
        let with = |answers: &Vec<Option<usize>>, outcome| {
            let mut answers = answers.clone();
            answers[check.0] = Some(outcome);
            answers
        };
        let outcomes = 0..problem.checks[check.0].outcomes.len();
        all = all.iter().flat_map(|answers| outcomes.clone().map(|o| with(answers, o))).collect();
    }
    let alone = |answers: &[Option<usize>]| {
        (0..answers.len()).any(|check| {
            let mut one = vec![None; answers.len()];
            one[check] = answers[check];
            fails(&one)
        })
    };
    all.iter().any(|answers| fails(answers) && !alone(answers))
}

/// While no own symptom is seen, those that can be asked are bound by the knowledge that one of all is: where none
/// of them is, it must be one that cannot be asked.
fn one_is_seen<'a>(
    problem: &'a Problem,
    tables: &'a Tables,
    evidence: &Evidence,
    given: &[Option<usize>],
) -> Option<Factor<'a>> {
    let own = unseen(problem, evidence)?;
    let mut checks = Vec::new();
    let mut silent = Vec::new();
    for symptom in own {
        let asks = |check: &Check| check.kind == CheckKind::Symptom(SymptomId(symptom));
        let asked = problem.checks.iter().position(asks).filter(|check| given[*check].is_none());
        checks.extend(asked);
        if asked.is_none() {
            silent.push(symptom);
        }
    }
    let asked = checks.clone();
    let by = move |answers: &[Option<usize>], h: usize| {
        if asked.iter().any(|check| answers[*check] != Some(1)) {
            return 1.0;
        }
        1.0 - silent.iter().map(|symptom| 1.0 - tables.shows[*symptom][h]).product::<f64>()
    };
    (!checks.is_empty()).then(|| Factor { open: true, checks, by: Box::new(by), is_seen: false })
}

/// By how much it weighs a hypothesis that a check cannot be told which says this of that: as a rule that says the same.
pub fn untold_factor(problem: &Problem, tables: &Tables, effects: &[Effect], h: usize) -> f64 {
    let effects: Vec<RuleEffect> = effects
        .iter()
        .filter_map(|effect| match *effect {
            Effect::Confirms(c) => Some(RuleEffect::Confirm(c)),
            Effect::PointsTo(c, ratio) => Some(RuleEffect::Suspect(c, ratio)),
            Effect::Against(c, ratio) => Some(RuleEffect::Doubt(c, ratio)),
            Effect::RulesOut(c) => Some(RuleEffect::RuleOut(c)),
            Effect::Given(..) => None,
        })
        .collect();
    let rule = Rule { name: String::new(), when: Condition::All(vec![]), effects };
    if on_chances(&rule) { factor(problem, tables, &rule, h) } else { 1.0 }
}

fn on_chances(rule: &Rule) -> bool {
    rule.effects.iter().any(|effect| subject(*effect).is_some())
}

fn subject(effect: RuleEffect) -> Option<CauseId> {
    match effect {
        RuleEffect::Confirm(c) | RuleEffect::Suspect(c, _) | RuleEffect::Doubt(c, _) | RuleEffect::RuleOut(c) => {
            Some(c)
        }
        RuleEffect::Skip(_) | RuleEffect::Require(_) | RuleEffect::Warn(_) | RuleEffect::Next(_) => None,
    }
}

/// By how much a rule that holds multiplies a hypothesis.
fn factor(problem: &Problem, tables: &Tables, rule: &Rule, h: usize) -> f64 {
    let speaks = |c: CauseId| rule.effects.iter().any(|effect| subject(*effect) == Some(c));
    let nothing = said(problem, rule, None);
    let Some(cause) = tables.hypotheses.get(h) else {
        return nothing;
    };
    if speaks(*cause) {
        return said(problem, rule, Some(*cause));
    }
    match likeliest(&tables.brings[h], *cause, speaks) {
        Some((m, there)) => there * said(problem, rule, Some(m)) + (1.0 - there) * nothing,
        None => nothing,
    }
}

/// What the rule says of this cause itself.
fn said(problem: &Problem, rule: &Rule, cause: Option<CauseId>) -> f64 {
    let mine = || rule.effects.iter().filter(|effect| subject(**effect) == cause && cause.is_some());
    if mine().any(|effect| matches!(effect, RuleEffect::RuleOut(_))) {
        return 0.0;
    }
    if mine().any(|effect| matches!(effect, RuleEffect::Confirm(_))) {
        return problem.policy.confirm_ratio;
    }
    if rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Confirm(_))) {
        return 0.0;
    }
    let suspect = mine().filter_map(|e| if let RuleEffect::Suspect(_, ratio) = e { Some(*ratio) } else { None });
    if let Some(ratio) = suspect.reduce(f64::max) {
        return ratio;
    }
    let doubt = mine().filter_map(|e| if let RuleEffect::Doubt(_, ratio) = e { Some(*ratio) } else { None });
    doubt.reduce(f64::max).map_or(1.0, |ratio| 1.0 / ratio)
}

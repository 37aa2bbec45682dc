//! What destroys something waits for an answer that speaks for it.
//!
//! In: a guide's problem, whole. Out: the same, where a destructive remedy is held back from those who see a symptom of which
//! none of its causes says anything: it is likely for them only since any symptom may be seen with any cause. It waits until
//! something speaks for one of its causes: an answer or a way of failing that confirms it, points to it, or comes with it
//! more often than its base rate; a rule that does; or a symptom that one of them lists.

use crate::reasoning::{
    CauseId, Check, CheckId, CheckKind, Condition, Effect, Outcome, Problem, RemedyId, Risk, RuleEffect, SymptomId,
    base_rates,
};

/// A destructive remedy that may have to wait.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldBack {
    /// The remedy.
    pub remedy: RemedyId,
    /// What is true once it need not wait, or never had to.
    pub until: Condition,
    /// Its causes.
    pub causes: Vec<CauseId>,
    /// The symptoms that one of them lists.
    pub listed: Vec<SymptomId>,
}

/// Adds to each such remedy what it waits for. Gives the symptoms of which a check was added that says whether the reader came
/// with it, in the order of these checks, and the remedies that may be held back.
pub(super) fn hold_back(problem: &mut Problem) -> (Vec<SymptomId>, Vec<HeldBack>) {
    let mut added = Vec::new();
    let mut held = Vec::new();
    for id in (0..problem.remedies.len()).map(RemedyId) {
        if problem.remedies[id.0].risk == Risk::Destructive {
            held.extend(speaks_for(problem, id, &mut added));
        }
    }
    for one in &held {
        let when = &mut problem.remedies[one.remedy.0].when;
        *when = Condition::all_of(when.take().into_iter().chain([one.until.clone()]).collect());
    }
    (added, held)
}

/// A remedy with what is true where no symptom speaks against all of its causes, or something speaks for one of them; nothing
/// where they list all symptoms of the guide between them.
fn speaks_for(problem: &mut Problem, remedy: RemedyId, added: &mut Vec<SymptomId>) -> Option<HeldBack> {
    let causes = Causes::of(problem, remedy);
    if causes.own.is_empty() {
        return None;
    }
    let (listed, unlisted): (Vec<SymptomId>, Vec<SymptomId>) =
        (0..problem.symptoms.len()).map(SymptomId).partition(|symptom| causes.list(problem, *symptom));
    let strangers: Vec<SymptomId> = unlisted.into_iter().filter(|symptom| problem.symptoms[symptom.0].own).collect();
    if strangers.is_empty() {
        return None;
    }
    let mut any = answers(problem, remedy, &causes);
    any.extend(listed.iter().map(|&symptom| match problem.asking_for(symptom) {
        Some(check) => Condition::Is(check, 0),
        None => Condition::Is(observed(problem, symptom, added), 0),
    }));
    let unseen = strangers.into_iter().map(|symptom| {
        let not = |condition| Condition::Not(Box::new(condition));
        match problem.asking_for(symptom) {
            Some(check) => Condition::Any(vec![not(Condition::Settled(check)), not(Condition::Is(check, 0))]),
            None => not(Condition::Is(observed(problem, symptom, added), 0)),
        }
    });
    let unseen = Condition::all_of(unseen.collect());
    let until = Condition::Any(unseen.into_iter().chain(any).collect());
    Some(HeldBack { remedy, until, causes: causes.own, listed })
}

/// The causes of a remedy, with what they bring about.
struct Causes {
    /// Those that the remedy repairs.
    own: Vec<CauseId>,
    /// By cause, whether it is one of them, or what one of them brings about.
    of: Vec<bool>,
}

impl Causes {
    fn of(problem: &Problem, remedy: RemedyId) -> Self {
        let remedy = &problem.remedies[remedy.0];
        let fixes = |cause: usize| remedy.fixes.iter().any(|(fixed, chance)| fixed.0 == cause && *chance > 0.0);
        let passes_on = |cause: usize| {
            let cause = &problem.causes[cause];
            remedy.workaround || (cause.weight.is_none() && !cause.likely_elsewhere)
        };
        let (mut own, mut of) = (Vec::new(), vec![false; problem.causes.len()]);
        for cause in problem.hypotheses() {
            let brought = brought_about(problem, cause);
            if fixes(cause.0) || brought.iter().any(|&mechanism| fixes(mechanism) && passes_on(mechanism)) {
                brought.into_iter().for_each(|one| of[one] = true);
                own.push(cause);
            }
        }
        Self { own, of }
    }

    fn has(&self, cause: CauseId) -> bool {
        self.of[cause.0]
    }

    /// Does one of them list a symptom?
    fn list(&self, problem: &Problem, symptom: SymptomId) -> bool {
        let shows =
            |cause: &crate::reasoning::Cause| cause.shows.iter().any(|(of, chance)| *of == symptom && *chance > 0.0);
        problem.causes.iter().zip(&self.of).any(|(cause, own)| *own && shows(cause))
    }

    /// The outcomes that speak for one of them.
    fn spoken_for(&self, outcomes: &[Outcome], confirm_ratio: f64) -> Vec<usize> {
        let base = base_rates(outcomes, confirm_ratio);
        let speaks = |at: &usize| {
            outcomes[*at].effects.iter().any(|effect| match *effect {
                Effect::Confirms(cause) | Effect::PointsTo(cause, _) => self.has(cause),
                Effect::Given(cause, chance) => self.has(cause) && chance > base[*at],
                Effect::Against(..) | Effect::RulesOut(_) => false,
            })
        };
        (0..outcomes.len()).filter(speaks).collect()
    }
}

/// A cause with all that it brings about.
fn brought_about(problem: &Problem, cause: CauseId) -> Vec<usize> {
    let mut found = vec![cause.0];
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        next += 1;
        for (to, chance) in &problem.causes[one].leads_to {
            if *chance > 0.0 && !found.contains(&to.0) {
                found.push(to.0);
            }
        }
    }
    found
}

/// The answers, the ways of failing and the rules that speak for one of the causes of a remedy.
fn answers(problem: &Problem, remedy: RemedyId, causes: &Causes) -> Vec<Condition> {
    let ratio = problem.policy.confirm_ratio;
    let mut found = Vec::new();
    for (id, check) in problem.checks.iter().enumerate() {
        let spoken = causes.spoken_for(&check.outcomes, ratio).into_iter();
        found.extend(spoken.map(|outcome| Condition::Is(CheckId(id), outcome)));
    }
    for (id, other) in problem.remedies.iter().enumerate().filter(|(id, _)| *id != remedy.0) {
        let spoken = causes.spoken_for(&other.outcomes, ratio).into_iter();
        found.extend(spoken.map(|way| Condition::FailedWith(RemedyId(id), way)));
    }
    for rule in &problem.rules {
        let speaks = |effect: &RuleEffect| match *effect {
            RuleEffect::Confirm(cause) | RuleEffect::Suspect(cause, _) => causes.has(cause),
            _ => false,
        };
        // What was tried weighs nothing in a rule.
        if rule.effects.iter().any(speaks) && !has_tried(&rule.when) {
            found.push(rule.when.clone());
        }
    }
    found
}

/// Does a condition ask what was tried?
pub(super) fn has_tried(condition: &Condition) -> bool {
    let mut found = false;
    condition.each(&mut |part| found |= matches!(part, Condition::Tried(_) | Condition::FailedWith(..)));
    found
}

/// The check that says whether a reader came with a symptom.
fn observed(problem: &mut Problem, symptom: SymptomId, added: &mut Vec<SymptomId>) -> CheckId {
    let kind = CheckKind::Observed(symptom);
    if let Some(check) = problem.checks.iter().position(|check| check.kind == kind) {
        return CheckId(check);
    }
    let outcomes = ["seen", "not-seen"].map(|name| Outcome { name: name.to_owned(), ..Outcome::default() });
    let name = problem.symptoms[symptom.0].name.clone();
    problem.checks.push(Check { name, kind, outcomes: outcomes.into(), ..Check::default() });
    added.push(symptom);
    CheckId(problem.checks.len() - 1)
}

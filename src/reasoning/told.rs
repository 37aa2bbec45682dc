//! What a reader is told of causes and steps.
//! In: a problem and evidence. Out: the chances as they are shown, the cause that an end names, and the reason of a step.
//! Plans reckon with chances as the authors gave them; readers are told of them with room for a surprise. The page's script
//! computes the same, in the same order of operations.

use super::actions::{Actions, DONE, UNDONE};
use super::flow::escalation;
use super::permission::before;
use super::posterior::{Start, normalised, times};
use super::problem::{CheckId, EscalationId, Evidence, Problem, RemedyId, Step};
use super::step_rationale::SAME;

/// A cause is named where it is this many times as likely as any other.
pub(crate) const CLEAR: f64 = 2.0;

/// A cause with less of a chance is not worth a word.
pub(crate) const SLIGHT: f64 = 0.05;

/// The chances that a reader is told, the unknown cause last; `None` where nothing fits.
///
/// An answer that confirms a cause may mislead: it leaves the unknown one a chance, and where the cure of what was confirmed
/// fails, that chance grows. A remedy that helped speaks for what it fixes.
#[must_use]
pub fn told(problem: &Problem, evidence: &Evidence, helped: Option<RemedyId>) -> Option<Vec<f64>> {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let mut weights = with_surprise(&start);
    if let Some(remedy) = helped {
        let mut cures = vec![0.0; weights.len()];
        for &(h, phi) in &actions.list[actions.of(Step::Remedy(remedy))].fixes {
            cures[h] = phi;
        }
        times(&mut weights, &cures);
    }
    normalised(&weights)
}

fn with_surprise(start: &Start) -> Vec<f64> {
    let mut weights = start.weights.clone();
    if weights.iter().any(|weight| *weight > 0.0)
        && let Some(unknown) = weights.last_mut()
    {
        *unknown += start.surprise;
    }
    weights
}

/// The hypothesis that an end names: likelier than not, and well ahead of every other. Never the unknown one.
#[must_use]
pub fn clearly(chances: &[f64]) -> Option<usize> {
    let mut first = 0;
    for (h, chance) in chances.iter().enumerate() {
        if *chance > chances[first] {
            first = h;
        }
    }
    let is_ahead = |h: usize| h == first || chances[first] >= CLEAR * chances[h];
    (first + 1 < chances.len() && chances[first] >= 0.5 && (0..chances.len()).all(is_ahead)).then_some(first)
}

/// Who takes over, by what is known.
#[must_use]
pub fn takes_over(problem: &Problem, evidence: &Evidence) -> EscalationId {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    match normalised(&start.weights) {
        Some(weights) => escalation(&actions, &start.codes, &weights),
        None => problem.policy.escalation,
    }
}

/// Why a step comes now. Hypotheses are columns of [`super::Tables::hypotheses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The guide begins with it.
    Begins,
    /// An answer or a rule leads to it.
    Led,
    /// It is needed before another step.
    Before(Step),
    /// It tells one cause from another, or whether it is that cause.
    Tells(usize, Option<usize>),
    /// What it tells speaks of no cause that is left: it decides what comes next.
    Decides,
    /// It helps, most against this cause.
    Helps(usize),
}

/// Why a step comes now; nothing where the evidence contradicts itself.
#[must_use]
pub fn reason(problem: &Problem, evidence: &Evidence, step: Step) -> Option<Reason> {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let weights = normalised(&start.weights)?;
    let index = actions.of(step);
    if let Some(routed) = routed(&actions, &start, evidence, index) {
        return Some(routed);
    }
    let told = if actions.is_check(index) {
        tells(&actions, &weights, index)
    } else {
        most_fixed(&actions, &weights, index).map(Reason::Helps)
    };
    let later = actions.list[index].dependents.iter().map(|&later| (later, &actions.list[later]));
    let needed =
        later.filter(|(later, one)| start.codes[*later] == UNDONE && one.step != step).map(|(_, one)| one.step);
    Some(told.or_else(|| needed.map(Reason::Before).next()).unwrap_or(Reason::Decides))
}

/// A route leads to the step, or to one that it comes before.
fn routed(actions: &Actions<'_>, start: &Start, evidence: &Evidence, index: usize) -> Option<Reason> {
    let pending = usize::from(start.codes[actions.list.len()]).checked_sub(1)?;
    if start.codes[pending] >= DONE {
        return None;
    }
    if pending == index {
        let is_first = evidence.answered.is_empty() && evidence.tried.is_empty() && evidence.declined.is_empty();
        return Some(if is_first { Reason::Begins } else { Reason::Led });
    }
    before(actions, pending).contains(&index).then(|| Reason::Before(actions.list[pending].step))
}

/// The hypothesis against which a remedy helps most. The unknown one has no remedy.
fn most_fixed(actions: &Actions<'_>, weights: &[f64], index: usize) -> Option<usize> {
    let mut most: Option<(usize, f64)> = None;
    for &(h, phi) in &actions.list[index].fixes {
        let helps = weights[h] * phi;
        if helps > most.map_or(0.0, |(_, best)| best) {
            most = Some((h, helps));
        }
    }
    most.map(|(h, _)| h)
}

/// How far the answers of a check tell two hypotheses apart.
fn apart(actions: &Actions<'_>, index: usize, one: usize, other: usize) -> f64 {
    actions.list[index].tables.iter().map(|table| (table[one] - table[other]).abs()).fold(0.0, f64::max)
}

fn tells(actions: &Actions<'_>, weights: &[f64], index: usize) -> Option<Reason> {
    let unknown = weights.len() - 1;
    let most = |from: usize, least: f64, but: Option<usize>| {
        let mut most: Option<(usize, f64)> = None;
        for (h, weight) in weights.iter().enumerate().take(unknown) {
            let far = apart(actions, index, h, from);
            if Some(h) != but && *weight > least && far > SAME && weight * far > most.map_or(0.0, |(_, best)| best) {
                most = Some((h, weight * far));
            }
        }
        most.map(|(h, _)| h)
    };
    let one = most(unknown, 0.0, None)?;
    Some(Reason::Tells(one, most(one, SLIGHT, Some(one))))
}

/// The checks that a reader could not tell, and that speak of what a remedy fixes.
#[must_use]
pub fn untold(problem: &Problem, evidence: &Evidence, remedy: RemedyId) -> Vec<CheckId> {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let unknown = start.weights.len() - 1;
    let Some(fixed) = most_fixed(&actions, &start.weights, actions.of(Step::Remedy(remedy))) else { return Vec::new() };
    let declined = evidence.declined.iter().filter_map(|step| match step {
        Step::Check(check) => Some(*check),
        Step::Remedy(_) => None,
    });
    declined.filter(|check| apart(&actions, actions.of(Step::Check(*check)), fixed, unknown) > SAME).collect()
}

//! One table of chances: how often each outcome of a check comes with a cause.
//! In: the outcomes with their effects. Out: the base rates, and a row for a cause that sums to 1.
//! Never looks at priors, mechanisms or rules.

use super::problem::{CauseId, Effect, Outcome};

/// Sums this near to 1 are 1: percentages that people add up by hand.
const SLACK: f64 = 1e-6;

/// Why no row could be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowFault {
    /// The given chances sum to this, above 1.
    Over(f64),
    /// The given chances sum to this, below 1, and no outcome is left to take the rest.
    Under(f64),
    /// Every outcome is closed.
    Closed,
}

/// What an outcome says of one cause.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Statement {
    Given(f64),
    Closed,
    Towards(f64),
    Against(f64),
    Nothing,
}

/// Does any outcome speak of the cause?
pub(crate) fn speaks_of(outcomes: &[Outcome], cause: CauseId) -> bool {
    outcomes.iter().flat_map(|outcome| &outcome.effects).any(|effect| subject(effect) == cause)
}

pub(crate) fn subject(effect: &Effect) -> CauseId {
    match *effect {
        Effect::Confirms(cause)
        | Effect::PointsTo(cause, _)
        | Effect::Against(cause, _)
        | Effect::RulesOut(cause)
        | Effect::Given(cause, _) => cause,
    }
}

fn said(outcome: &Outcome, cause: Option<CauseId>, confirm_ratio: f64) -> Statement {
    let (mut towards, mut against): (Option<f64>, Option<f64>) = (None, None);
    let (mut closed, mut confirms_me, mut confirms_any) = (false, false, false);
    for effect in &outcome.effects {
        confirms_any |= matches!(effect, Effect::Confirms(_));
        if Some(subject(effect)) != cause {
            continue;
        }
        match *effect {
            Effect::Given(_, chance) => return Statement::Given(chance),
            Effect::RulesOut(_) => closed = true,
            Effect::Confirms(_) => {
                confirms_me = true;
                towards = Some(towards.map_or(confirm_ratio, |ratio| ratio.max(confirm_ratio)));
            }
            Effect::PointsTo(_, ratio) => {
                towards = Some(towards.map_or(ratio, |old| old.max(ratio)));
            }
            Effect::Against(_, ratio) => {
                against = Some(against.map_or(ratio, |old| old.max(ratio)));
            }
        }
    }
    if closed || (confirms_any && !confirms_me) {
        Statement::Closed
    } else if let Some(ratio) = towards {
        Statement::Towards(ratio)
    } else {
        against.map_or(Statement::Nothing, Statement::Against)
    }
}

/// The base rates of a check's outcomes; they sum to 1. `confirm_ratio` is how strongly an outcome points to what it confirms.
#[must_use]
pub fn base_rates(outcomes: &[Outcome], confirm_ratio: f64) -> Vec<f64> {
    let written: f64 = outcomes.iter().filter_map(|outcome| outcome.share).sum();
    let rest = (1.0 - written).max(0.0);
    let strongest = |outcome: &Outcome| {
        outcome
            .effects
            .iter()
            .filter_map(|effect| match *effect {
                Effect::Confirms(_) => Some(confirm_ratio),
                Effect::PointsTo(_, ratio) => Some(ratio),
                _ => None,
            })
            .reduce(f64::max)
    };
    let open = || outcomes.iter().filter(|outcome| outcome.share.is_none());
    let pointing: f64 = open().filter_map(strongest).map(|ratio| 1.0 / (1.0 + ratio)).sum();
    let silent = open().filter(|outcome| strongest(outcome).is_none()).count();
    let silent_want = (rest - pointing).max(rest / 10.0);
    let wanted = pointing + if silent > 0 { silent_want } else { 0.0 };
    let scale = if wanted > 0.0 { rest / wanted } else { 0.0 };
    let mut rates: Vec<f64> = outcomes
        .iter()
        .map(|outcome| match (outcome.share, strongest(outcome)) {
            (Some(share), _) => share,
            (None, Some(ratio)) => scale / (1.0 + ratio),
            (None, None) => scale * silent_want / silent as f64,
        })
        .collect();
    let sum: f64 = rates.iter().sum();
    // Percentages that miss or exceed 100 are shares of what they sum to.
    if sum > 0.0 && (sum - 1.0).abs() > 1e-12 {
        for rate in &mut rates {
            *rate /= sum;
        }
    }
    rates
}

/// The chances of the outcomes with a cause, or with one of which nothing is said (`None`).
/// `closed` says which outcomes the cause's own condition rules out.
pub(crate) fn row(
    outcomes: &[Outcome],
    base: &[f64],
    cause: Option<CauseId>,
    closed: &[bool],
    confirm_ratio: f64,
) -> Result<Vec<f64>, RowFault> {
    let says: Vec<Statement> = outcomes
        .iter()
        .zip(closed)
        .map(|(outcome, closed)| match said(outcome, cause, confirm_ratio) {
            Statement::Given(chance) => Statement::Given(chance),
            _ if *closed => Statement::Closed,
            other => other,
        })
        .collect();
    let mut row = vec![0.0; outcomes.len()];
    let (mut given, mut any_given) = (0.0, false);
    for (chance, says) in row.iter_mut().zip(&says) {
        if let Statement::Given(p) = *says {
            *chance = p;
            given += p;
            any_given = true;
        }
    }
    if given > 1.0 + SLACK {
        return Err(RowFault::Over(given));
    }
    if given >= 1.0 - SLACK {
        for chance in &mut row {
            *chance /= given;
        }
        return Ok(row);
    }
    if share_rest(1.0 - given, base, &says, &mut row) {
        Ok(row)
    } else if any_given {
        Err(RowFault::Under(given))
    } else {
        Err(RowFault::Closed)
    }
}

/// Gives `rest` to the outcomes that are not fixed; false where none can take it.
fn share_rest(rest: f64, base: &[f64], says: &[Statement], row: &mut [f64]) -> bool {
    let mut strongest: Option<f64> = None;
    // Exactly, so that causes with one answer left alike are not told apart by a rounding.
    let mut open = says.iter().enumerate().filter(|(_, says)| !matches!(says, Statement::Given(_) | Statement::Closed));
    if let (Some((only, _)), None) = (open.next(), open.next())
        && base[only] > 0.0
    {
        row[only] = rest;
        return true;
    }
    let (mut wants, mut silent) = (0.0, 0.0);
    for ((chance, says), base) in row.iter_mut().zip(says).zip(base) {
        match *says {
            Statement::Towards(ratio) => {
                strongest = Some(strongest.map_or(ratio, |old| old.max(ratio)));
                *chance = (ratio * base).min(ratio / (1.0 + ratio));
                wants += *chance;
            }
            Statement::Against(ratio) => {
                *chance = base / ratio;
                wants += *chance;
            }
            Statement::Nothing => silent += base,
            Statement::Given(_) | Statement::Closed => {}
        }
    }
    let left = rest - wants;
    // What a silent outcome gets for each unit of its base rate, before and after the floor.
    let mut rate = if silent > 0.0 { left / silent } else { 0.0 };
    // Where nothing points to the cause the floor is the base rate itself, so that what is given never makes a
    // silent outcome rarer than one that speaks against the cause.
    let floor = 1.0 / strongest.unwrap_or(1.0);
    let short = silent > 0.0 && rate < floor;
    if short {
        rate = floor;
    }
    let total = wants + rate * silent;
    if total <= 0.0 {
        return false;
    }
    let scale = if short || silent <= 0.0 { rest / total } else { 1.0 };
    for ((chance, says), base) in row.iter_mut().zip(says).zip(base) {
        match says {
            Statement::Towards(_) | Statement::Against(_) => *chance *= scale,
            Statement::Nothing => *chance = rate * base * scale,
            Statement::Given(_) | Statement::Closed => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: CauseId = CauseId(0);
    const Y: CauseId = CauseId(1);

    fn outcomes(effects: &[&[Effect]]) -> Vec<Outcome> {
        effects.iter().map(|effects| Outcome { effects: effects.to_vec(), ..Outcome::default() }).collect()
    }

    fn rows(outcomes: &[Outcome], cause: Option<CauseId>) -> Vec<f64> {
        let base = base_rates(outcomes, 20.0);
        row(outcomes, &base, cause, &vec![false; outcomes.len()], 20.0).expect("a row")
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-9, "{found:?} is not {expected:?}");
        }
    }

    #[test]
    fn a_word_alone_on_two_outcomes_has_its_ratio() {
        for (ratio, high) in [(5.0, 5.0 / 6.0), (20.0, 20.0 / 21.0), (2.0, 2.0 / 3.0)] {
            let check = outcomes(&[&[Effect::PointsTo(X, ratio)], &[]]);
            near(&rows(&check, Some(X)), &[high, 1.0 - high]);
            near(&rows(&check, None), &[1.0 - high, high]);
        }
    }

    #[test]
    fn pointing_to_on_one_outcome_and_ruling_out_on_the_other_gives_certainty() {
        let check = outcomes(&[&[Effect::PointsTo(X, 5.0)], &[Effect::RulesOut(X)]]);
        near(&rows(&check, Some(X)), &[1.0, 0.0]);
    }

    #[test]
    fn four_outcomes_each_to_its_own_cause() {
        let causes: Vec<Vec<Effect>> = (0..4).map(|cause| vec![Effect::PointsTo(CauseId(cause), 5.0)]).collect();
        let mut parts: Vec<&[Effect]> = causes.iter().map(Vec::as_slice).collect();
        let four = outcomes(&parts);
        near(&rows(&four, Some(X)), &[5.0 / 6.0, 1.0 / 18.0, 1.0 / 18.0, 1.0 / 18.0]);
        near(&rows(&four, None), &[0.25; 4]);
        parts.push(&[]);
        let five = outcomes(&parts);
        near(&rows(&five, Some(X)), &[5.0 / 6.0, 1.0 / 30.0, 1.0 / 30.0, 1.0 / 30.0, 1.0 / 15.0]);
        near(&rows(&five, None), &[1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0, 1.0 / 3.0]);
    }

    #[test]
    fn two_outcomes_to_two_causes_and_one_against() {
        let both = outcomes(&[&[Effect::PointsTo(X, 5.0)], &[Effect::PointsTo(Y, 5.0)]]);
        near(&rows(&both, Some(X)), &[5.0 / 6.0, 1.0 / 6.0]);
        near(&rows(&both, Some(Y)), &[1.0 / 6.0, 5.0 / 6.0]);
        near(&rows(&both, None), &[0.5, 0.5]);
        let against = outcomes(&[&[], &[Effect::Against(X, 5.0)]]);
        near(&rows(&against, Some(X)), &[0.9, 0.1]);
    }

    #[test]
    fn a_confirming_outcome_is_closed_to_all_others() {
        // right {rules-out c}, wrong {confirms c}, locked: the example of the interchange format.
        let clock = outcomes(&[&[Effect::RulesOut(X)], &[Effect::Confirms(X)], &[]]);
        near(&rows(&clock, Some(X)), &[0.0, 20.0 / 21.0, 1.0 / 21.0]);
        near(&rows(&clock, None), &[0.5, 0.0, 0.5]);
    }

    #[test]
    fn faults_of_a_row() {
        let over = outcomes(&[&[Effect::Given(X, 0.7)], &[Effect::Given(X, 0.4)]]);
        let under = outcomes(&[&[Effect::Given(X, 0.7)], &[Effect::RulesOut(X)]]);
        let closed = outcomes(&[&[Effect::RulesOut(X)], &[Effect::Confirms(Y)]]);
        let fault =
            |check: &[Outcome]| row(check, &base_rates(check, 20.0), Some(X), &[false; 2], 20.0).expect_err("a fault");
        assert!(matches!(fault(&over), RowFault::Over(sum) if (sum - 1.1).abs() < 1e-9));
        assert!(matches!(fault(&under), RowFault::Under(sum) if (sum - 0.7).abs() < 1e-9));
        assert_eq!(fault(&closed), RowFault::Closed);
    }
}

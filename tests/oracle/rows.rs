//! One row of a table: how often each outcome comes with one cause.
//!
//! In: outcomes with what they say. Out: their base rates, and the chances for a cause, in three steps.

use super::tables::Wrong;
use kbc_reasoning::{CauseId, Effect, Outcome, Policy};

fn about(effect: Effect) -> CauseId {
    match effect {
        Effect::Confirms(c)
        | Effect::PointsTo(c, _)
        | Effect::Against(c, _)
        | Effect::RulesOut(c)
        | Effect::Given(c, _) => c,
    }
}

pub(super) fn speaks(outcomes: &[Outcome], cause: CauseId) -> bool {
    outcomes.iter().flat_map(|outcome| &outcome.effects).any(|effect| about(*effect) == cause)
}

/// What one outcome says of one cause, after the order in which effects count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Word {
    Fixed(f64),
    Points(f64),
    Against(f64),
    Silent,
}

pub(super) fn word(outcome: &Outcome, cause: Option<CauseId>, confirm: f64) -> Word {
    let of = |wanted: fn(Effect, f64) -> Option<f64>| {
        let mine = outcome.effects.iter().filter(|effect| Some(about(**effect)) == cause);
        mine.filter_map(|effect| wanted(*effect, confirm)).reduce(f64::max)
    };
    let given = of(|effect, _| if let Effect::Given(_, p) = effect { Some(p) } else { None });
    let out = of(|effect, _| matches!(effect, Effect::RulesOut(_)).then_some(0.0));
    let confirmed = of(|effect, _| matches!(effect, Effect::Confirms(_)).then_some(1.0)).is_some();
    let confirms = outcome.effects.iter().any(|effect| matches!(effect, Effect::Confirms(_)));
    let points = of(|effect, confirm| match effect {
        Effect::Confirms(_) => Some(confirm),
        Effect::PointsTo(_, ratio) => Some(ratio),
        _ => None,
    });
    let against = of(|effect, _| if let Effect::Against(_, ratio) = effect { Some(ratio) } else { None });
    match (given, out, points, against) {
        (Some(p), ..) => Word::Fixed(p),
        (_, Some(_), ..) => Word::Fixed(0.0),
        _ if confirms && !confirmed => Word::Fixed(0.0),
        (_, _, Some(ratio), _) => Word::Points(ratio),
        (.., Some(ratio)) => Word::Against(ratio),
        _ => Word::Silent,
    }
}

/// b(o): what comes with a cause of which nothing is said, before outcomes are closed to it.
pub fn base_rates(outcomes: &[Outcome], policy: &Policy) -> Vec<f64> {
    let left = 1.0 - outcomes.iter().filter_map(|outcome| outcome.share).sum::<f64>();
    let strongest = |outcome: &Outcome| {
        let ratios = outcome.effects.iter().filter_map(|effect| match effect {
            Effect::Confirms(_) => Some(policy.confirm_ratio),
            Effect::PointsTo(_, ratio) => Some(*ratio),
            _ => None,
        });
        ratios.reduce(f64::max)
    };
    let open: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.share.is_none()).collect();
    let pointing: f64 = open.iter().filter_map(|o| strongest(o)).map(|ratio| 1.0 / (1.0 + ratio)).sum();
    let nowhere = open.iter().filter(|o| strongest(o).is_none()).count() as f64;
    let together = (left - pointing).max(left / 10.0);
    let all = if nowhere > 0.0 { pointing + together } else { pointing };
    let wants = |outcome: &Outcome| strongest(outcome).map_or(together / nowhere, |ratio| 1.0 / (1.0 + ratio));
    outcomes.iter().map(|outcome| outcome.share.unwrap_or_else(|| wants(outcome) * left / all)).collect()
}

pub(super) enum Row {
    Over,
    Closed,
}

impl Row {
    pub fn of(self, name: &str) -> Wrong {
        match self {
            Self::Over => Wrong::Over(name.to_owned()),
            Self::Closed => Wrong::Closed(name.to_owned()),
        }
    }
}

/// What is fixed, then what is wanted, then what the silent outcomes share.
pub(super) fn three_steps(words: &[Word], base: &[f64]) -> Result<Vec<f64>, Row> {
    let fixed: f64 = words.iter().map(|word| if let Word::Fixed(p) = word { *p } else { 0.0 }).sum();
    if fixed > 1.0 + 1e-6 {
        return Err(Row::Over);
    }
    let rest = if (fixed - 1.0).abs() <= 1e-6 { 0.0 } else { 1.0 - fixed };
    if rest > 0.0 && words.iter().all(|word| matches!(word, Word::Fixed(_))) {
        return Err(Row::Closed);
    }
    let mut strongest = 1.0_f64;
    for word in words {
        if let Word::Points(ratio) = word {
            strongest = strongest.max(*ratio);
        }
    }
    let mut wants: Vec<f64> = Vec::new();
    let (mut spoken, mut silent) = (0.0, 0.0);
    for (word, b) in words.iter().zip(base) {
        let want = match word {
            Word::Fixed(_) => 0.0,
            Word::Points(ratio) => (ratio * b).min(ratio / (1.0 + ratio)),
            Word::Against(ratio) => b / ratio,
            Word::Silent => b / strongest,
        };
        wants.push(want);
        if *word == Word::Silent {
            silent += b;
        } else {
            spoken += want;
        }
    }
    let enough = silent > 0.0 && (rest - spoken) / silent >= 1.0 / strongest;
    let all: f64 = wants.iter().sum();
    let row = words.iter().zip(base).zip(&wants).map(|((word, b), want)| match word {
        Word::Fixed(p) => *p,
        Word::Silent if enough => (rest - spoken) * b / silent,
        _ if enough => *want,
        _ => want * rest / all,
    });
    Ok(row.collect())
}

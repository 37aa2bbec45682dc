//! From shares of sessions to weights of causes, which all guides share.
//!
//! In: for each guide the sessions that each cause has with each way of coming in. Out: the weights that make these likeliest, given
//! how likely the ways are as written: a reader who comes in by `e` has the cause `c` with a chance that is as `v(c) P(e|c)`. The
//! steps are those of Hunter (2004) for such choices, with the written weights as so many sessions.

use std::collections::BTreeMap;

/// It ends where no weight changes by more than this share.
const STILL: f64 = 1e-11;
/// And after so many steps, wherever it is.
const MOST_STEPS: usize = 5_000;

/// What one guide saw.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Its causes.
    pub causes: Vec<String>,
    /// By way of coming in, and by cause, how likely it is.
    pub entries: Vec<Vec<f64>>,
    /// By way of coming in the sessions of each cause, the unknown one last.
    pub counts: Vec<Vec<f64>>,
    /// The written chance of the unknown cause.
    pub other: f64,
    /// The sessions that the written shares count.
    pub worth: f64,
}

/// The weights, and by guide the chance of the unknown cause.
pub(super) fn fit(written: &BTreeMap<String, f64>, guides: &[Seen]) -> (BTreeMap<String, f64>, Vec<f64>) {
    let all: f64 = written.values().sum();
    let worth = guides.iter().map(|guide| guide.worth).fold(0.0, f64::max);
    let mut weights = written.clone();
    let mut others: Vec<f64> = guides.iter().map(|guide| guide.other).collect();
    // As a weight beside those of the causes.
    let odds = |other: f64| other / (1.0 - other);
    for _ in 0..MOST_STEPS {
        let mut above: BTreeMap<&String, f64> = written.iter().map(|(name, w)| (name, worth * w / all)).collect();
        let mut below: BTreeMap<&String, f64> = written.keys().map(|name| (name, worth / all)).collect();
        let mut next_others = Vec::with_capacity(guides.len());
        for (guide, other) in guides.iter().zip(&others) {
            let own: Vec<f64> = guide.causes.iter().map(|cause| weights[cause]).collect();
            let sum: f64 = own.iter().sum();
            let unknown = if *other < 1.0 { odds(*other) * sum } else { 0.0 };
            let (mut above_other, mut below_other) =
                (guide.worth * guide.other, guide.worth / (sum + unknown).max(f64::MIN_POSITIVE));
            for (chances, counts) in guide.entries.iter().zip(&guide.counts) {
                let with_causes: f64 = own.iter().zip(chances).map(|(weight, chance)| weight * chance).sum();
                let with_other = if sum > 0.0 { with_causes / sum } else { 0.0 };
                let total = with_causes + unknown * with_other;
                let sessions: f64 = counts.iter().sum();
                if total <= 0.0 {
                    continue;
                }
                for ((cause, chance), count) in guide.causes.iter().zip(chances).zip(counts) {
                    *above.entry(cause).or_default() += count;
                    *below.entry(cause).or_default() += sessions * chance / total;
                }
                above_other += counts.last().copied().unwrap_or(0.0);
                below_other += sessions * with_other / total;
            }
            let unknown = if guide.other > 0.0 { above_other / below_other } else { 0.0 };
            next_others.push(if sum > 0.0 { unknown / (sum + unknown) } else { *other });
        }
        let next: BTreeMap<String, f64> =
            above.iter().map(|(name, above)| ((*name).clone(), above / below[*name].max(f64::MIN_POSITIVE))).collect();
        let scale = all / next.values().sum::<f64>();
        let next: BTreeMap<String, f64> = next.into_iter().map(|(name, weight)| (name, weight * scale)).collect();
        let change = next.iter().map(|(name, weight)| (weight / weights[name] - 1.0).abs());
        let change_of_others = next_others.iter().zip(&others).map(|(next, other)| (next - other).abs());
        let largest = change.chain(change_of_others).fold(0.0, f64::max);
        weights = next;
        others = next_others;
        if largest < STILL {
            break;
        }
    }
    (weights, others)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> BTreeMap<String, f64> {
        [("a", 8.0), ("b", 4.0), ("c", 1.0)].map(|(name, weight)| (name.to_owned(), weight)).into()
    }

    fn seen(causes: &[&str], entries: &[&[f64]], counts: &[&[f64]]) -> Seen {
        Seen {
            causes: causes.iter().map(|&cause| cause.to_owned()).collect(),
            entries: entries.iter().map(|row| row.to_vec()).collect(),
            counts: counts.iter().map(|row| row.to_vec()).collect(),
            other: 0.05,
            worth: 20.0,
        }
    }

    #[test]
    fn without_sessions_weights_are_as_written() {
        let guide = seen(&["a", "b", "c"], &[&[0.8, 0.5, 0.1]], &[&[0.0; 4]]);
        let (weights, others) = fit(&written(), &[guide]);
        for (name, weight) in written() {
            assert!((weights[&name] - weight).abs() < 1e-9, "{name}: {}", weights[&name]);
        }
        assert!((others[0] - 0.05).abs() < 1e-9);
    }

    #[test]
    fn two_guides_agree_about_the_causes_that_both_hold() {
        // The first never holds c, the second never a; both see b half as often as the other cause.
        let one = seen(&["a", "b"], &[&[1.0, 1.0]], &[&[60_000.0, 30_000.0, 10_000.0]]);
        let two = seen(&["b", "c"], &[&[1.0, 1.0]], &[&[30_000.0, 60_000.0, 10_000.0]]);
        let (weights, others) = fit(&written(), &[one, two]);
        assert!((weights["a"] / weights["b"] - 2.0).abs() < 1e-3);
        assert!((weights["c"] / weights["b"] - 2.0).abs() < 1e-2);
        assert!((weights.values().sum::<f64>() - 13.0).abs() < 1e-9);
        assert!(others.iter().all(|other| (other - 0.1).abs() < 1e-3), "{others:?}");
    }

    #[test]
    fn a_cause_that_shows_the_symptom_less_often_is_as_likely_where_it_comes_as_often() {
        let guide = seen(&["a", "b"], &[&[1.0, 0.5]], &[&[40_000.0, 40_000.0, 4_000.0]]);
        let mut two = written();
        two.remove("c");
        let (weights, _) = fit(&two, &[guide]);
        assert!((weights["b"] / weights["a"] - 2.0).abs() < 1e-2, "{weights:?}");
    }
}

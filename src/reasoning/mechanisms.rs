//! How likely each cause brings about each mechanism.
//! In: the `leads_to` of causes. Out: P(m|c) for every cause and mechanism.

use super::problem::{CauseId, Problem};

/// The causes in an order in which each stands after those that lead to it; ties by id. Causes on a
/// circle, which the language forbids, come last by id, so that the engine still ends.
fn parents_first(problem: &Problem) -> Vec<usize> {
    let count = problem.causes.len();
    let mut waiting = vec![0_usize; count];
    for cause in &problem.causes {
        for (target, _) in &cause.leads_to {
            waiting[target.0] += 1;
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|&cause| waiting[cause] == 0).collect();
    let mut next = 0;
    while let Some(&cause) = order.get(next) {
        next += 1;
        for (target, _) in &problem.causes[cause].leads_to {
            waiting[target.0] -= 1;
            if waiting[target.0] == 0 {
                order.push(target.0);
            }
        }
    }
    if order.len() < count {
        let mut placed = vec![false; count];
        for &cause in &order {
            placed[cause] = true;
        }
        order.extend((0..count).filter(|&cause| !placed[cause]));
    }
    order
}

/// `result[m][h]` is P(m | hypothesis h), the last column (the unknown cause) 0: P(c|c) = 1, and
/// 1 − ∏(1 − P(parent|c)·r) over the parents of m, in topological order.
pub(crate) fn mechanisms(problem: &Problem, hypotheses: &[CauseId]) -> Vec<Vec<f64>> {
    let width = hypotheses.len() + 1;
    let mut chances = vec![vec![0.0; width]; problem.causes.len()];
    let mut parents: Vec<Vec<(usize, f64)>> = vec![Vec::new(); problem.causes.len()];
    for (parent, cause) in problem.causes.iter().enumerate() {
        for (target, chance) in &cause.leads_to {
            parents[target.0].push((parent, *chance));
        }
    }
    for cause in parents_first(problem) {
        // The chance that no parent has brought the cause about.
        let mut silent = vec![1.0; width];
        for &(parent, chance) in &parents[cause] {
            for (silent, parent) in silent.iter_mut().zip(&chances[parent]) {
                *silent *= 1.0 - parent * chance;
            }
        }
        for (chance, silent) in chances[cause].iter_mut().zip(&silent) {
            *chance = 1.0 - silent;
        }
        if let Ok(h) = hypotheses.binary_search(&CauseId(cause)) {
            chances[cause][h] = 1.0;
        }
    }
    chances
}

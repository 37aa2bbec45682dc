//! What a reader knows at a node, for those who say why a step stands there.
//! In: the chances of the hypotheses on the most travelled way to a node, and the step. Out: a [`StepRationale`].

use super::actions::Actions;
use super::permission::help;
use super::problem::CauseId;

/// What a step can do where it stands.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StepRationale {
    /// The causes that are left with their chances, and whether the step speaks of them: whether an answer comes more
    /// or less often with them than with a cause of which nothing is said. A remedy speaks of none. The unknown cause
    /// is not among them.
    pub causes: Vec<(CauseId, f64, bool)>,
    /// The chance that the step ends the trouble.
    pub helps: f64,
    /// Of the causes that the step fixes, the one by which it helps most, and its chance.
    pub fixes: Option<(CauseId, f64)>,
}

impl StepRationale {
    /// The causes that the step speaks of.
    pub fn spoken_of(&self) -> impl Iterator<Item = CauseId> {
        self.causes.iter().filter(|(_, _, spoken)| *spoken).map(|(cause, _, _)| *cause)
    }

    pub(crate) fn new(actions: &Actions<'_>, codes: &[u16], weights: &[f64], index: usize) -> Self {
        let sum: f64 = weights.iter().sum();
        let one = &actions.list[index];
        let hypotheses = actions.tables.hypotheses.iter().enumerate();
        let left = hypotheses.filter(|(column, _)| weights[*column] > 0.0);
        let causes =
            left.map(|(column, &cause)| (cause, weights[column] / sum, speaks_of(actions, index, column))).collect();
        let most = one
            .fixes
            .iter()
            .filter(|(column, _)| *column < actions.tables.hypotheses.len())
            .map(|&(column, phi)| (column, weights[column] * phi))
            .fold(
                None,
                |best: Option<(usize, f64)>, one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best },
            );
        Self {
            causes,
            helps: help(actions, codes, weights, index) / sum,
            fixes: most.map(|(column, _)| (actions.tables.hypotheses[column], weights[column] / sum)),
        }
    }
}

/// Chances that differ by less are as good as the same to a reader.
pub(crate) const SAME: f64 = 0.1;

/// Whether an answer of a check comes more or less often with a hypothesis than with the unknown cause.
fn speaks_of(actions: &Actions<'_>, index: usize, column: usize) -> bool {
    let unknown = actions.tables.hypotheses.len();
    let differs = |table: &Vec<f64>| (table[column] - table[unknown]).abs() > SAME;
    actions.is_check(index) && actions.list[index].tables.iter().any(differs)
}

//! What a reader knows at a node, for those who say why a step stands there.
//! In: the chances of the hypotheses on the most travelled way to a node, and the step. Out: a [`Glimpse`].

use super::moves::Moves;
use super::permission::help;
use super::problem::CauseId;

/// What a step can do where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glimpse {
    /// Chances of the causes that are left, with the chance to which the step's answers can bring each down, as a
    /// share of what it was. The unknown cause is not among them. For a remedy the shares are 1.
    pub causes: Vec<(CauseId, f64, f64)>,
    /// The chance that the step ends the trouble.
    pub helps: f64,
    /// Of the causes that the step fixes, the one by which it helps most, and its chance.
    pub fixes: Option<(CauseId, f64)>,
}

impl Glimpse {
    /// How many causes an answer can bring below a share of their chance.
    #[must_use]
    pub fn settled(&self, share: f64) -> usize {
        self.causes.iter().filter(|(_, _, down_to)| *down_to < share).count()
    }

    pub(crate) fn new(moves: &Moves<'_>, codes: &[u16], weights: &[f64], index: usize) -> Self {
        let sum: f64 = weights.iter().sum();
        let one = &moves.list[index];
        let hypotheses = moves.tables.hypotheses.iter().enumerate();
        let left = hypotheses.filter(|(column, _)| weights[*column] > 0.0);
        let causes = left
            .map(|(column, &cause)| (cause, weights[column] / sum, down_to(moves, weights, sum, index, column)))
            .collect();
        let most = one
            .fixes
            .iter()
            .filter(|(column, _)| *column < moves.tables.hypotheses.len())
            .map(|&(column, phi)| (column, weights[column] * phi))
            .fold(None, |best: Option<(usize, f64)>, one| if best.is_none_or(|b| one.1 > b.1) { Some(one) } else { best });
        Self {
            causes,
            helps: help(moves, codes, weights, index) / sum,
            fixes: most.map(|(column, _)| (moves.tables.hypotheses[column], weights[column] / sum)),
        }
    }
}

/// The least share of its chance that an answer leaves a cause.
fn down_to(moves: &Moves<'_>, weights: &[f64], sum: f64, index: usize, column: usize) -> f64 {
    if !moves.is_check(index) {
        return 1.0;
    }
    moves.list[index]
        .tables
        .iter()
        .filter_map(|table| {
            let answer: f64 = table.iter().zip(weights).map(|(chance, weight)| chance * weight).sum();
            (answer > 0.0).then(|| table[column] * sum / answer)
        })
        .fold(1.0, f64::min)
}

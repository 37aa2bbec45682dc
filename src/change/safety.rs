//! What may have become of those who are to be helped: remedies that are lost, and risks that come earlier.
//!
//! In: a problem, or a flow over it. Out: whom it has a remedy for, and which destructive remedies may come before a safe one.

use std::collections::BTreeSet;

use crate::reasoning::{CauseId, Doing, Flow, Problem, RemedyId, Risk, Step, SymptomId, Tables};

/// What there is for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Help {
    /// Nothing.
    Nothing,
    /// Destructive remedies alone.
    Destructive,
    /// A remedy that destroys nothing.
    Safe,
}

/// What a problem has for each of its causes and symptoms.
pub struct Helped {
    hypotheses: Vec<CauseId>,
    by_column: Vec<Help>,
}

impl Helped {
    /// What the remedies of a problem help with.
    pub fn of(problem: &Problem) -> Self {
        let tables = Tables::new(problem);
        let help = |column: usize| {
            let helps = |remedy: &usize| tables.fixes[*remedy][column] > 0.0;
            let risks = (0..problem.remedies.len()).filter(helps).map(|remedy| problem.remedies[remedy].risk);
            let of_risk = |risk| if risk == Risk::Destructive { Help::Destructive } else { Help::Safe };
            risks.map(of_risk).max().unwrap_or(Help::Nothing)
        };
        let by_column = (0..tables.hypotheses.len()).map(help).collect();
        Self { hypotheses: tables.hypotheses, by_column }
    }

    /// What there is for those who have a cause; nothing where the guide does not weigh it.
    pub fn cause(&self, cause: CauseId) -> Option<Help> {
        let column = self.hypotheses.iter().position(|one| *one == cause)?;
        Some(self.by_column[column])
    }

    /// What there is for those who see a symptom.
    pub fn symptom(&self, problem: &Problem, symptom: SymptomId) -> Help {
        let shows = |cause: &CauseId| problem.causes[cause.0].shows.iter().any(|(shown, _)| *shown == symptom);
        let columns = self.hypotheses.iter().zip(&self.by_column).filter(|(cause, _)| shows(cause));
        columns.map(|(_, help)| *help).max().unwrap_or(Help::Nothing)
    }
}

/// The destructive remedies of a flow after which, on some path, a remedy comes that destroys nothing and may help.
pub fn destructive_before_safe(problem: &Problem, flow: &Flow) -> BTreeSet<RemedyId> {
    let mut found = BTreeSet::new();
    // Children stand before their parents.
    let mut has_safe = vec![false; flow.nodes.len()];
    for (at, node) in flow.nodes.iter().enumerate() {
        let later = node.next.iter().any(|next| has_safe[*next]);
        has_safe[at] = later;
        let Doing::Step(Step::Remedy(remedy), _) = node.doing else { continue };
        let body = &problem.remedies[remedy.0];
        match body.risk {
            Risk::Destructive if later => drop(found.insert(remedy)),
            Risk::Destructive => {}
            _ => has_safe[at] |= !body.fixes.is_empty(),
        }
    }
    found
}

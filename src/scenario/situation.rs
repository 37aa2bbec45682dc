//! What a scenario gives, as the engine takes it.
//!
//! In: a scenario. Out: evidence, and the cause that its reader has. Symptoms and facts are known at the start; answers
//! and remedies that were tried came on the way, the last in the file last, so that its route is pending.

use crate::decision::{Decision, Reply, is_untold, said};
use crate::model::{self, ItemId, Kind, Knowledge, Ref, Scenario};
use crate::reasoning::{CauseId, CheckKind, Evidence, Step};
use crate::source::Span;

/// What is given.
#[derive(Debug, Clone, Default)]
pub(super) struct Situation {
    /// What is known.
    pub evidence: Evidence,
    /// Answers and remedies in the order in which they came.
    pub done: Vec<(Step, Option<usize>)>,
    /// The cause that the reader has, as the engine knows it.
    pub supposed: Option<CauseId>,
    /// The same as an item.
    pub supposed_item: Option<ItemId>,
}

impl Situation {
    pub fn of(knowledge: &Knowledge, decision: &Decision, scenario: &Scenario) -> Self {
        let mut situation = Situation::default();
        for given in &scenario.given {
            situation.take(knowledge, decision, given);
        }
        situation.evidence.last = situation.done.last().map(|(step, _)| *step);
        situation
    }

    fn take(&mut self, knowledge: &Knowledge, decision: &Decision, given: &model::Evidence) -> Option<()> {
        match given {
            model::Evidence::Observe(name) => self.evidence.observed.push(decision.symptom(name.to?)?),
            model::Evidence::Absent(name) => self.evidence.absent.push(decision.symptom(name.to?)?),
            model::Evidence::Know(name, value) => {
                self.evidence.known.push(decision.answered(name.to?, &read(knowledge, *name, *value)?)?);
            }
            model::Evidence::Answer(name, value) => self.answer(knowledge, decision, *name, *value)?,
            model::Evidence::Tried(name) => self.tried(decision, name.to?, None)?,
            model::Evidence::Suppose(name) => {
                self.supposed_item = name.to;
                self.supposed = Some(decision.cause(name.to?)?);
            }
        }
        Some(())
    }

    fn answer(&mut self, knowledge: &Knowledge, decision: &Decision, name: Ref, value: Span) -> Option<()> {
        let of = name.to?;
        if is_untold(knowledge, of, knowledge.slice(value)) {
            let step = Step::Check(decision.check(of)?);
            self.evidence.declined.push(step);
            if decision.problem.says_where_untold(step) {
                self.done.push((step, None));
            }
            return Some(());
        }
        let said = read(knowledge, name, value)?;
        if let (Kind::Remedy, Reply::Option(at)) = (knowledge.item(of).kind(), &said) {
            return self.tried(decision, of, Some(*at));
        }
        let (check, outcome) = decision.answered(of, &said)?;
        if decision.problem.checks[check.0].kind == CheckKind::NeverAsked {
            // Nobody asks it on the way, so it was known before.
            self.evidence.known.push((check, outcome));
        } else {
            self.evidence.answer(&decision.problem, check, outcome);
            self.done.push((Step::Check(check), Some(outcome)));
        }
        Some(())
    }

    fn tried(&mut self, decision: &Decision, of: ItemId, way: Option<usize>) -> Option<()> {
        let remedy = decision.remedy(of)?;
        self.evidence.fail(&decision.problem, remedy, way);
        self.done.push((Step::Remedy(remedy), way));
        Some(())
    }
}

fn read(knowledge: &Knowledge, name: Ref, value: Span) -> Option<Reply> {
    said(knowledge, name.to?, value).ok().flatten()
}

//! Readers who show a difference, in words of the language.

use std::fmt::Write;

use crate::decision::{Asked, Decision, ItemNames, values};
use crate::logic::NameWriter;
use crate::model::ItemId;
use crate::reasoning::{End, Gone, Parting, Step};

use super::Side;
use super::report::{Answer, Reader};

/// A version of a guide, as readers come to it.
pub struct Told<'a> {
    pub side: &'a Side<'a>,
    pub guide: ItemId,
    pub decision: &'a Decision,
    pub names: ItemNames,
}

impl Told<'_> {
    /// The name of a step, and of an answer to it.
    fn answer(&self, step: Step, outcome: usize) -> Answer {
        let item = self.decision.step(step);
        let answer = self
            .decision
            .problem
            .outcomes(step)
            .get(outcome)
            .map_or_else(|| "failed".to_owned(), |outcome| outcome.name.clone());
        Answer { step: self.names.of(item).to_owned(), answer }
    }

    /// What an answer is in a scenario; nothing for what nobody answers.
    fn line(&self, names: &mut NameWriter<'_>, step: Step, outcome: usize) -> Option<String> {
        let knowledge = self.side.knowledge;
        let check = match step {
            Step::Check(check) => check,
            Step::Remedy(remedy) => {
                let name = names.of(self.decision.remedies[remedy.0]);
                let way = self.decision.problem.remedies[remedy.0].outcomes.get(outcome);
                return Some(match way {
                    Some(way) => format!("answer {name} {}", way.name),
                    None => format!("tried {name}"),
                });
            }
        };
        match &self.decision.checks[check.0] {
            Asked::Check(item) => {
                let outcome = self.decision.problem.checks[check.0].outcomes.get(outcome)?;
                Some(format!("answer {} {}", names.of(*item), outcome.name))
            }
            Asked::Fact(item, all) => {
                let value = values::example(knowledge, knowledge.fact(*item)?, all.get(outcome)?, all);
                Some(format!("answer {} {value}", names.of(*item)))
            }
            Asked::Symptom(item) => {
                Some(format!("{} {}", if outcome == 0 { "observe" } else { "absent" }, names.of(*item)))
            }
            Asked::Observed(_) | Asked::Excluded(_) => None,
        }
    }

    /// A scenario that holds for this version: after these answers this comes.
    fn scenario(&self, followed: &[(Step, usize)], end: End) -> Option<String> {
        let knowledge = self.side.knowledge;
        let mut names = NameWriter::new(knowledge, knowledge.file(self.guide));
        let mut body = String::new();
        for &(step, outcome) in followed {
            let line = self.line(&mut names, step, outcome)?;
            writeln!(body, "  {line}").expect("a string takes all text");
        }
        let next = match end {
            End::Helped(remedy) => names.of(*self.decision.remedies.get(remedy.0)?),
            End::HandedOver(who) => names.of(*self.decision.escalations.get(who.0)?),
            End::Guide(guide) => names.of(*self.decision.guides.get(guide.0)?),
            End::Solved => "solved".to_owned(),
        };
        let guide = names.of(self.guide);
        let uses = names.uses();
        Some(format!("{uses}scenario \"led elsewhere\" for {guide} {{\n{body}  expect next {next}\n}}\n"))
    }
}

/// A part of one of two problems: an id behind the last of the newer one is one of the older.
fn part<T: Copy>(at: usize, newer: usize, gone: &[T]) -> Option<T> {
    at.checked_sub(newer).and_then(|at| gone.get(at)).copied()
}

/// The reader of a parting. `cause` is the id of the cause in its column.
pub fn reader(now: &Told<'_>, before: &Told<'_>, gone: &Gone, parting: &Parting, cause: Option<String>) -> Reader {
    let (checks, remedies) = (now.decision.problem.checks.len(), now.decision.problem.remedies.len());
    let answer = |&(step, outcome): &(Step, usize)| match step {
        Step::Check(check) => match part(check.0, checks, &gone.checks) {
            Some(old) => before.answer(Step::Check(old), outcome),
            None => now.answer(step, outcome),
        },
        Step::Remedy(remedy) => match part(remedy.0, remedies, &gone.remedies) {
            Some(old) => before.answer(Step::Remedy(old), outcome),
            None => now.answer(step, outcome),
        },
    };
    Reader {
        cause,
        answers: parting.answers.iter().map(answer).collect(),
        chance: parting.chance,
        scenario: now.scenario(&parting.followed, parting.after),
    }
}

/// The item of an end, and in which version it is: an end that only the older version knows is one of its items.
pub fn item_of_end<'t, 's>(
    now: &'t Told<'s>,
    before: &'t Told<'s>,
    gone: &Gone,
    end: End,
) -> Option<(&'t Told<'s>, ItemId)> {
    let of = |told: &'t Told<'s>, list: &[ItemId], at: usize| list.get(at).map(|item| (told, *item));
    let (new, old) = (now.decision, before.decision);
    match end {
        End::Helped(remedy) => match part(remedy.0, new.remedies.len(), &gone.remedies) {
            Some(remedy) => of(before, &old.remedies, remedy.0),
            None => of(now, &new.remedies, remedy.0),
        },
        End::HandedOver(who) => match part(who.0, new.escalations.len(), &gone.escalations) {
            Some(who) => of(before, &old.escalations, who.0),
            None => of(now, &new.escalations, who.0),
        },
        End::Guide(guide) => match part(guide.0, new.guides.len(), &gone.guides) {
            Some(guide) => of(before, &old.guides, guide.0),
            None => of(now, &new.guides, guide.0),
        },
        End::Solved => None,
    }
}

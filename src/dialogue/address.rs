//! Where a dialogue stands, as the address of a page has it: `+symptom/check=answer/check?/remedy=solved/fact:value`. Whoever
//! has it goes on from there, on a page, in a terminal or as a program.
//!
//! In: moves, or an address. Out: an address, or the dialogue at its end.

use crate::address::{self, decoded};
use crate::decision::evidence::{InputError, Known};
use crate::decision::{Decision, ItemNames, options, options_in};
use crate::model::{ItemId, Knowledge};
use crate::reasoning::{CheckId, Doing, RemedyId, Step};

use super::protocol::fact;
use super::{Dialogue, Move, State, Subject, refused};

/// What a part of an address says.
enum AddressPart {
    Observe(ItemId, bool),
    HandOver,
    Of(Step, Means),
    /// The value of a fact or of a blank.
    Value(ItemId, String),
    /// A value of something that this guide does not ask for: a log that leads to a guide may tell more.
    Nothing,
}

/// What is said of a step.
enum Means {
    Cannot,
    Already,
    Solved,
    /// An answer, or a way of not helping, by its number.
    Outcome(usize),
}

impl<'a> Dialogue<'a> {
    /// The dialogue at the end of an address.
    ///
    /// # Errors
    /// Which part of it is none, or is not in this guide any more.
    pub fn resumed(about: Subject<'a>, address: &str) -> Result<Self, InputError> {
        let mut dialogue = Dialogue::new(about, Known::default());
        let names = ItemNames::new(about.knowledge, about.decision);
        let address = address.rsplit_once("#go/").map_or(address, |(_, behind)| behind);
        let walked = address.split(['~', '^']).next().unwrap_or_default();
        for part in walked.split('/').filter(|part| !part.is_empty()) {
            let said =
                read(&about, &names, part).ok_or_else(|| refused(&format!("`{part}` says nothing in this guide")))?;
            dialogue.take(said).map_err(|misread| InputError {
                message: format!("`{part}`: {}", misread.message),
                help: misread.help,
            })?;
        }
        dialogue.now.address = walked.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        dialogue.past.clear();
        Ok(dialogue)
    }

    fn take(&mut self, said: AddressPart) -> Result<(), InputError> {
        let asked = match self.now.doing {
            Doing::Step(step, _) if self.now.solved_by.is_none() => Some(step),
            _ => None,
        };
        match said {
            AddressPart::Observe(symptom, is_seen) => self.make(&Move::Observe(symptom, is_seen)),
            AddressPart::HandOver => self.make(&Move::HandOver),
            AddressPart::Value(item, value) => self.make(&Move::Know(item, value)),
            AddressPart::Nothing => Ok(()),
            AddressPart::Of(step, means) if asked == Some(step) => {
                let name = |at: usize| options(self.about.knowledge, self.about.decision, step)[at].name.clone();
                let one = match (step, means) {
                    (_, Means::Cannot) => Move::Cant,
                    (_, Means::Already) => Move::Already,
                    (_, Means::Solved) => Move::Solved,
                    (_, Means::Outcome(at)) => Move::Answer(name(at)),
                };
                // What only prepares is done, and is told as its one way of not helping.
                let one = if one == Move::Answer("done".to_owned()) { Move::Done } else { one };
                self.make(&one)
            }
            // What was known before it was asked.
            AddressPart::Of(step @ Step::Check(check), Means::Outcome(at)) => {
                self.now.known.answer_outcome(self.about.decision, check, at);
                self.leave_flow(step, at);
                Ok(())
            }
            AddressPart::Of(step @ Step::Remedy(remedy), Means::Outcome(at)) => {
                let decision = self.about.decision;
                let tells_apart = !decision.problem.remedies[remedy.0].outcomes.is_empty();
                self.now.known.try_in_vain(decision, decision.remedies[remedy.0], tells_apart.then_some(at));
                self.leave_flow(step, at);
                Ok(())
            }
            AddressPart::Of(..) => Err(refused("this is not what comes next")),
        }
    }

    /// Notes what is known of a step that was not asked, and goes on by the one-step rule.
    fn leave_flow(&mut self, step: Step, at: usize) {
        let title = options_in(self.about.words(), self.about.knowledge, self.about.decision, step)[at].title.clone();
        self.note(step, &title);
        self.now.node = None;
        self.now.doing = self.next();
    }

    /// Where it stands, as an address.
    #[must_use]
    pub fn address(&self) -> String {
        self.now.address.join("/")
    }

    /// The part of an address that a move was, now that it is made; nothing of what no address tells.
    pub(super) fn part(&self, one: &Move, before: &State) -> Option<String> {
        let Subject { knowledge, decision, .. } = self.about;
        let names = ItemNames::new(knowledge, decision);
        let of = |item: ItemId| encoded(names.of(item));
        let step = match before.doing {
            Doing::Step(step, _) => Some(step),
            _ => None,
        };
        let chosen = |step: Step, at: usize| chosen((knowledge, decision), &names, step, at);
        match one {
            Move::Back => None,
            Move::HandOver => Some("!".to_owned()),
            Move::Observe(symptom, is_seen) => Some(format!("{}{}", if *is_seen { '+' } else { '-' }, of(*symptom))),
            Move::Cant => Some(format!("{}?", of(decision.step(step?)))),
            Move::Already => Some(format!("{}!", of(decision.step(step?)))),
            Move::Solved => Some(format!("{}=solved", of(decision.step(step?)))),
            Move::Know(item, value) => {
                let Some(check) = decision.check(*item) else {
                    let name = knowledge.name(*item);
                    return Some(format!("{}:{}", encoded(name), address::encoded(value, b"-_.!*'()")));
                };
                let all = self.now.known.evidence.known.iter().chain(&self.now.known.evidence.answered);
                let (_, at) = all.rev().find(|(one, _)| *one == check)?;
                chosen(Step::Check(check), *at)
            }
            Move::Answer(_) | Move::Failed(_) | Move::Done => match step? {
                _ if self.now.solved_by.is_some() => Some(format!("{}=solved", of(decision.step(step?)))),
                Step::Check(check) => {
                    let (_, at) = self.now.known.evidence.answered.iter().rev().find(|(one, _)| *one == check)?;
                    chosen(Step::Check(check), *at)
                }
                Step::Remedy(remedy) => {
                    let (_, way) = self.now.known.evidence.tried.last()?;
                    chosen(Step::Remedy(remedy), way.unwrap_or(0))
                }
            },
        }
    }
}

/// An answer, or a way of not helping, as a part of an address.
fn chosen(about: (&Knowledge, &Decision), names: &ItemNames, step: Step, at: usize) -> Option<String> {
    let (knowledge, decision) = about;
    let choice = options(knowledge, decision, step).into_iter().nth(at)?;
    Some(format!("{}={}", encoded(names.of(decision.step(step))), encoded(&choice.name)))
}

/// The address of a dialogue that begins with what is known.
#[must_use]
pub fn address_of(knowledge: &Knowledge, decision: &Decision, known: &Known) -> String {
    known_before(knowledge, decision, known).join("/")
}

/// What was known before a dialogue began, as parts of an address.
pub(super) fn known_before(knowledge: &Knowledge, decision: &Decision, known: &Known) -> Vec<String> {
    let names = ItemNames::new(knowledge, decision);
    let symptom = |sign: char, at: usize| format!("{sign}{}", encoded(names.of(decision.symptoms[at])));
    let chosen = |step: Step, at: usize| chosen((knowledge, decision), &names, step, at);
    let evidence = &known.evidence;
    let seen = evidence.observed.iter().map(|id| symptom('+', id.0));
    let absent = evidence.absent.iter().map(|id| symptom('-', id.0));
    let answered = evidence.known.iter().chain(&evidence.answered);
    let answered = answered.filter_map(|(check, at)| chosen(Step::Check(*check), *at));
    let tried = evidence.tried.iter().filter_map(|(remedy, way)| chosen(Step::Remedy(*remedy), way.unwrap_or(0)));
    seen.chain(absent).chain(answered).chain(tried).collect()
}

/// What a part of an address says; nothing where the guide does not know it.
fn read(about: &Subject, names: &ItemNames, part: &str) -> Option<AddressPart> {
    let decision = about.decision;
    let part = decoded(part)?;
    if part == "!" {
        return Some(AddressPart::HandOver);
    }
    let symptom = |name: &str| decision.symptoms.iter().copied().find(|&item| names.of(item) == name);
    if let Some(name) = part.strip_prefix('+') {
        return Some(AddressPart::Observe(symptom(name)?, true));
    }
    if let Some(name) = part.strip_prefix('-') {
        return Some(AddressPart::Observe(symptom(name)?, false));
    }
    let end = part.find(['?', '!', '=', ':'])?;
    let (name, means) = part.split_at(end);
    if let Some(value) = means.strip_prefix(':') {
        return Some(
            valued(about, name).map_or(AddressPart::Nothing, |item| AddressPart::Value(item, value.to_owned())),
        );
    }
    let check = decision.checks.iter().position(|asked| names.of(asked.item()) == name);
    let remedy = || decision.remedies.iter().position(|item| names.of(*item) == name);
    let step = check.map(|at| Step::Check(CheckId(at))).or_else(|| remedy().map(|at| Step::Remedy(RemedyId(at))))?;
    let means = match means {
        "?" => Means::Cannot,
        "!" => Means::Already,
        "=solved" => Means::Solved,
        answer => {
            let choices = options(about.knowledge, decision, step);
            let name = answer.strip_prefix('=')?;
            Means::Outcome(choices.iter().position(|choice| choice.name == name)?)
        }
    };
    Some(AddressPart::Of(step, means))
}

/// What has a value under a name. Groups of patterns, from which values come, have names without hyphens.
fn valued(about: &Subject, name: &str) -> Option<ItemId> {
    let called = |name: &str| fact(about, name).ok();
    called(name).or_else(|| called(&name.replace('_', "-")))
}

/// A name as an address holds it, encoded as a browser does.
fn encoded(name: &str) -> String {
    address::encoded(name, b"-_.!~*'()")
}

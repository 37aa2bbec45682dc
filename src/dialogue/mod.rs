//! A person, or a program in their place, walked through a guide.
//!
//! In: a planned guide, what is known at the beginning, and one move after another. Out: what comes next, as data:
//! a question, a remedy to try, or the end. Neither terminals nor lines of JSON are known to the [`Dialogue`] itself;
//! [`protocol`] puts it into lines.
//!
//! As long as the answers are those of the published flow, they follow it. Whoever names several symptoms, cannot tell,
//! or says more than was asked leaves it, and is led by the one-step rule on all that is known
//! ([`crate::reasoning::advise`]).

mod address;
mod beliefs;
mod event;
mod filling;
mod handover;
pub mod protocol;
mod quoting;
mod recording;
mod view;
mod why;

pub use address::address_of;
pub use beliefs::{Beliefs, Chance};
pub use event::{
    AnswerChoice, Blank, Command, EndKind, Ending, Event, Instruction, Question, Remedy, Repair, Risk, Task, Untold,
    ValueKind,
};
pub use quoting::quoted;
pub use recording::Recording;
pub use why::{Answer, Why};

use std::collections::BTreeMap;

use crate::decision::evidence::{InputError, Known, said_of};
use crate::decision::values::Value;
use crate::decision::{Asked, Decision, is_preparation, options_in};
use crate::edition::Edition;
use crate::model::{Asks, Chances, ItemId, Knowledge};
use crate::reasoning::{CheckId, Doing, NodeId, Plan, RemedyId, Step, advise, follow, takes_over};
use crate::words::Words;

/// After so many questions that a reader could not tell, handing over is offered.
const PATIENCE: usize = 3;

/// What a dialogue is about.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// The guide.
    pub guide: ItemId,
    /// The guide as the engine sees it.
    pub decision: &'a Decision,
    /// The published flow.
    pub plan: &'a Plan,
    /// The edition of the reader.
    pub edition: &'a Edition,
    /// How readers are told chances.
    pub chances: Chances,
}

impl Subject<'_> {
    /// The words of the edition.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.edition.words()
    }
}

/// What a reader does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Answers a question: by the name of an answer, or a value where one is asked.
    Answer(String),
    /// Cannot tell, or cannot do it.
    Cant,
    /// The remedy helped.
    Solved,
    /// What the remedy would bring about is so already, and the trouble is there all the same.
    Already,
    /// The remedy did not help; the name of the way where it tells several apart.
    Failed(Option<String>),
    /// Has done what only prepares what comes next.
    Done,
    /// Takes the last move back.
    Back,
    /// Wants to be handed over now.
    HandOver,
    /// Sees a symptom, or does not.
    Observe(ItemId, bool),
    /// Says a fact, or fills in a blank.
    Know(ItemId, String),
}

/// A conversation that waits for its next move, without what it is about.
#[derive(Clone)]
pub struct Parked {
    now: State,
    past: Vec<State>,
    recorded: Option<recording::Recorded>,
}

impl Parked {
    /// The conversation goes on, about what it was about before.
    #[must_use]
    pub fn about(self, about: Subject<'_>) -> Dialogue<'_> {
        let Self { now, past, recorded } = self;
        Dialogue { about, now, past, recorded }
    }
}

/// A conversation.
pub struct Dialogue<'a> {
    about: Subject<'a>,
    now: State,
    past: Vec<State>,
    recorded: Option<recording::Recorded>,
}

/// Everything that a move may change.
#[derive(Clone)]
struct State {
    known: Known,
    /// Where in the published flow the reader is; nothing once they have left it.
    node: Option<NodeId>,
    doing: Doing,
    /// The remedy that helped.
    solved_by: Option<RemedyId>,
    /// Questions and answers so far, for whoever takes over.
    said: Vec<(String, String)>,
    /// Remedies that were carried out, whether they helped or not.
    done: Vec<RemedyId>,
    /// Whether the reader asked to be handed over.
    requested: bool,
    /// Where it stands, as the parts of an address.
    address: Vec<String>,
    /// What stands for `<name>` in texts.
    blanks: BTreeMap<ItemId, String>,
    /// Where it is recorded, the steps with their results and seconds.
    trail: Vec<(String, String, u32)>,
}

impl<'a> Dialogue<'a> {
    /// Begins, with what is known already.
    #[must_use]
    pub fn new(about: Subject<'a>, mut known: Known) -> Self {
        known.complete(about.decision);
        let node = follow(&about.decision.problem, &about.plan.flow, &known.evidence).map(|place| place.node);
        let said = said_before(&about, &known);
        let doing = Doing::Solved;
        let (done, blanks) = (Vec::new(), BTreeMap::new());
        let address = address::known_before(about.knowledge, about.decision, &known);
        let now = State {
            known,
            node,
            doing,
            solved_by: None,
            said,
            done,
            requested: false,
            address,
            blanks,
            trail: Vec::new(),
        };
        let mut dialogue = Dialogue { about, now, past: Vec::new(), recorded: None };
        dialogue.now.doing = dialogue.next();
        dialogue
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject<'a> {
        self.about
    }

    /// Lets go of what it is about, so that it can be kept until the next move.
    #[must_use]
    pub fn parked(self) -> Parked {
        let Self { now, past, recorded, .. } = self;
        Parked { now, past, recorded }
    }

    /// What comes next.
    fn next(&self) -> Doing {
        match self.now.node {
            Some(node) => self.about.plan.flow.nodes[node].doing,
            None => advise(&self.about.decision.problem, &self.now.known.evidence).doing,
        }
    }

    /// Makes a move. A move that cannot be made changes nothing.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub fn make(&mut self, one: &Move) -> Result<(), InputError> {
        if *one == Move::Back {
            self.now = self.past.pop().ok_or_else(|| refused("this is the beginning"))?;
            return Ok(());
        }
        let before = self.now.clone();
        match self.change(one) {
            Ok(()) => {
                let part = self.part(one, &before);
                self.now.address.extend(part);
                let step = match before.doing {
                    Doing::Step(step, _) => Some(step),
                    _ => None,
                };
                self.record(one, step);
                self.past.push(before);
                Ok(())
            }
            Err(misread) => {
                self.now = before;
                Err(misread)
            }
        }
    }

    fn change(&mut self, one: &Move) -> Result<(), InputError> {
        let step = match self.now.doing {
            Doing::Step(step, _) if self.now.solved_by.is_none() => Some(step),
            _ => None,
        };
        match (one, step) {
            (Move::Know(item, value), _) => self.know(*item, value),
            (_, None) => Err(refused("this is the end; only the last answer can be taken back")),
            (Move::Observe(symptom, is_seen), _) => {
                self.observe(*symptom, *is_seen);
                Ok(())
            }
            (Move::Answer(answer), Some(Step::Check(check))) => self.answer(check, answer),
            (Move::Cant, Some(step)) => {
                self.cant(step);
                Ok(())
            }
            (Move::Solved, Some(Step::Remedy(remedy)))
                if is_preparation(self.about.knowledge, self.about.decision, remedy) =>
            {
                Err(InputError {
                    message: "this only prepares what comes next, and solves nothing".to_owned(),
                    help: Some("say `done` once it is done".to_owned()),
                })
            }
            (Move::Solved, Some(Step::Remedy(remedy))) => {
                self.note(Step::Remedy(remedy), &self.about.words().terminal.it_helped);
                self.now.done.push(remedy);
                self.now.solved_by = Some(remedy);
                Ok(())
            }
            (Move::HandOver, Some(_)) => {
                self.now.node = None;
                self.now.requested = true;
                self.now.doing = Doing::Escalate(takes_over(&self.about.decision.problem, &self.now.known.evidence));
                Ok(())
            }
            (Move::Already, Some(Step::Remedy(remedy))) => self.already(remedy),
            (Move::Failed(way), Some(Step::Remedy(remedy))) => self.failed(remedy, way.as_deref()),
            (Move::Answer(answer), Some(Step::Remedy(remedy))) => match answer.as_str() {
                "solved" => self.change(&Move::Solved),
                "failed" => self.failed(remedy, None),
                "already" => self.already(remedy),
                way => self.failed(remedy, Some(way)),
            },
            (Move::Done, Some(Step::Remedy(remedy))) => {
                if is_preparation(self.about.knowledge, self.about.decision, remedy) {
                    self.failed(remedy, None)
                } else {
                    Err(InputError {
                        message: "whether this helped is still to be said".to_owned(),
                        help: Some("say `solved` or `failed`".to_owned()),
                    })
                }
            }
            (Move::Solved | Move::Already | Move::Failed(_) | Move::Done, Some(Step::Check(_))) => {
                Err(refused("this is a question, and wants an answer"))
            }
            (Move::Back, _) => Err(refused("this is the beginning")),
        }
    }

    fn answer(&mut self, check: CheckId, answer: &str) -> Result<(), InputError> {
        let Subject { knowledge, decision, .. } = self.about;
        let item = decision.checks[check.0].item();
        let choices = options_in(self.about.words(), knowledge, decision, Step::Check(check));
        let asks_text =
            knowledge.check(item).is_some_and(|body| matches!(body.asks, Some(asks) if asks.value == Asks::Text));
        let is_symptom = matches!(decision.checks[check.0], Asked::Symptom(_));
        // Whether a symptom is seen is asked with yes and no as its answers.
        let answer = match answer {
            "yes" if is_symptom => "seen",
            "no" if is_symptom => "not-seen",
            answer => answer,
        };
        if let Some(at) = choices.iter().position(|choice| choice.name == answer) {
            self.note(Step::Check(check), &choices[at].title);
            self.now.known.answer_outcome(decision, check, at);
        } else {
            if is_symptom {
                return Err(InputError {
                    message: format!("`{answer}` is no answer"),
                    help: Some("say `yes` or `no`".to_owned()),
                });
            }
            let said = said_of(knowledge, item, answer)?;
            self.now.known.answer(knowledge, decision, item, &said)?;
            self.note(Step::Check(check), answer);
            if asks_text || knowledge.fact(item).is_some() {
                self.now.blanks.insert(item, answer.to_owned());
            }
        }
        let outcome = self
            .now
            .known
            .evidence
            .answered
            .last()
            .filter(|(last, _)| *last == check)
            .map_or(0, |(_, outcome)| *outcome);
        self.follow(outcome);
        Ok(())
    }

    fn failed(&mut self, remedy: RemedyId, way: Option<&str>) -> Result<(), InputError> {
        let Subject { knowledge, decision, .. } = self.about;
        let choices = options_in(self.about.words(), knowledge, decision, Step::Remedy(remedy));
        let named: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.name)).collect();
        let at = match way {
            None if choices.len() == 1 => 0,
            None => {
                return Err(InputError {
                    message: "there are several ways in which this does not help".to_owned(),
                    help: Some(format!("say which: {}", named.join(", "))),
                });
            }
            Some(way) => choices.iter().position(|choice| choice.name == way).ok_or_else(|| InputError {
                message: format!("this has no outcome `{way}`"),
                help: Some(format!("there are {}", named.join(", "))),
            })?,
        };
        let tells_apart = !decision.problem.remedies[remedy.0].outcomes.is_empty();
        self.note(Step::Remedy(remedy), &choices[at].title);
        self.now.done.push(remedy);
        self.now.known.try_in_vain(decision, decision.remedies[remedy.0], tells_apart.then_some(at));
        self.follow(at);
        Ok(())
    }

    /// Whether a remedy can be answered with "It is so already": not what prepares, nor what may be tried again.
    pub(super) fn may_be_so_already(&self, remedy: RemedyId) -> bool {
        let Subject { knowledge, decision, .. } = self.about;
        decision.problem.remedies[remedy.0].retry <= 1 && !is_preparation(knowledge, decision, remedy)
    }

    /// What is so already, and did not keep the trouble away, is evidence as a failure is.
    fn already(&mut self, remedy: RemedyId) -> Result<(), InputError> {
        let decision = self.about.decision;
        if !self.may_be_so_already(remedy) {
            return Err(refused("this is something to do, and cannot be so already"));
        }
        self.note(Step::Remedy(remedy), &self.about.words().terminal.is_so_already);
        self.now.known.try_in_vain(decision, decision.remedies[remedy.0], None);
        if decision.problem.remedies[remedy.0].outcomes.is_empty() {
            self.follow(0);
        } else {
            self.now.node = None;
            self.now.doing = self.next();
        }
        Ok(())
    }

    /// How many questions the reader could not tell.
    fn untold(&self) -> usize {
        let declined = self.now.known.evidence.declined.iter();
        declined.filter(|step| matches!(step, Step::Check(_))).count()
    }

    /// Whether handing over is offered: so many questions could not be told that going on may be no help.
    pub(super) fn offers_handover(&self) -> bool {
        self.untold() >= PATIENCE
    }

    /// On to the node of an outcome, or to what the one-step rule says.
    fn follow(&mut self, outcome: usize) {
        let nodes = &self.about.plan.flow.nodes;
        self.now.node = self.now.node.and_then(|node| nodes[node].next.get(outcome).copied());
        self.now.doing = self.next();
    }

    fn cant(&mut self, step: Step) {
        let said = &self.about.words().terminal;
        let word = if matches!(step, Step::Check(_)) { &said.cannot_tell } else { &said.cannot_be_done };
        self.note(step, word);
        self.now.known.decline(self.about.decision, step);
        self.now.node = None;
        self.now.doing = self.next();
    }

    fn observe(&mut self, symptom: ItemId, is_seen: bool) {
        let Subject { knowledge, decision, plan, .. } = self.about;
        // Whoever has second thoughts says what holds now.
        let id = decision.symptom(symptom);
        self.now.known.evidence.observed.retain(|known| Some(*known) != id);
        self.now.known.evidence.absent.retain(|known| Some(*known) != id);
        self.now.known.see(decision, symptom, is_seen);
        let said = &self.about.words().guide;
        let answer = if is_seen { &said.is_yes } else { &said.is_no };
        self.now.said.push((knowledge.title(symptom).into_owned(), answer.clone()));
        let place = follow(&decision.problem, &plan.flow, &self.now.known.evidence);
        // Whoever names a symptom later leaves the flow, on a page too.
        self.now.node = place.filter(|place| place.last.is_none()).map(|place| place.node);
        self.now.doing = self.next();
    }

    fn know(&mut self, item: ItemId, value: &str) -> Result<(), InputError> {
        let Subject { knowledge, decision, .. } = self.about;
        if knowledge.fact(item).is_none() {
            // A blank that a check fills in.
            self.now.blanks.insert(item, value.to_owned());
            return Ok(());
        }
        let said = said_of(knowledge, item, value)?;
        let is_asked = decision.check(item).is_some();
        self.now.known.evidence.answered.retain(|(check, _)| Some(*check) != decision.check(item));
        self.now.known.know(knowledge, decision, item, &said)?;
        self.now.blanks.insert(item, value.to_owned());
        let known = self.now.known.world.facts.get(&item).filter(|known| matches!(known, Value::Choice(_)));
        let answer = known.map(|known| view::value_name(self.about.words(), knowledge, item, known));
        self.now.said.push((knowledge.title(item).into_owned(), answer.unwrap_or_else(|| value.to_owned())));
        if is_asked
            && !matches!(self.now.doing, Doing::Escalate(_) | Doing::Contradiction(_) | Doing::Guide(_) | Doing::Solved)
        {
            // What the flow asks for here or before is told as an answer is; else the reader leaves the flow.
            let place = follow(&decision.problem, &self.about.plan.flow, &self.now.known.evidence);
            self.now.node = place.map(|place| place.node);
            self.now.doing = self.next();
        }
        Ok(())
    }

    fn note(&mut self, step: Step, answer: &str) {
        let title = self.about.knowledge.title(self.about.decision.step(step)).into_owned();
        self.now.said.push((title, answer.to_owned()));
    }

    /// Leaves a blank as it is written, and asks for it no more.
    pub fn leave_open(&mut self, item: ItemId) {
        self.now.blanks.insert(item, format!("<{}>", self.about.knowledge.name(item)));
    }

    /// Fills in a blank, of a fact or of a check, and concludes nothing from it: that is for what an address does not tell.
    ///
    /// # Errors
    /// Where it is no value of it.
    pub fn fill_in(&mut self, item: ItemId, value: &str) -> Result<(), InputError> {
        let said = said_of(self.about.knowledge, item, value)?;
        if let Some(said) = said.value().filter(|_| self.about.knowledge.fact(item).is_some()) {
            self.now.known.world.facts.entry(item).or_insert(said);
        }
        self.now.blanks.insert(item, value.to_owned());
        Ok(())
    }

    /// Whether there is a move to take back.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether nothing more is asked.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.now.solved_by.is_some() || !matches!(self.now.doing, Doing::Step(..))
    }
}

/// What was said before the dialogue began, as questions and answers.
fn said_before(about: &Subject, known: &Known) -> Vec<(String, String)> {
    let title = |item: ItemId| about.knowledge.title(item).into_owned();
    let words = &about.words().guide;
    let yes_or_no = |is_seen: bool| if is_seen { &words.is_yes } else { &words.is_no }.clone();
    let chosen = |step: Step, at: usize| {
        let choices = options_in(about.words(), about.knowledge, about.decision, step);
        choices.into_iter().nth(at).map_or_else(String::new, |choice| choice.title)
    };
    let mut said: Vec<_> =
        known.world.seen.iter().map(|(&symptom, &is_seen)| (title(symptom), yes_or_no(is_seen))).collect();
    for (&fact, value) in &known.world.facts {
        said.push((title(fact), view::value_name(about.words(), about.knowledge, fact, value)));
    }
    for &(check, outcome) in &known.evidence.answered {
        if let Asked::Check(item) = about.decision.checks[check.0] {
            said.push((title(item), chosen(Step::Check(check), outcome)));
        }
    }
    for &(remedy, way) in &known.evidence.tried {
        said.push((title(about.decision.remedies[remedy.0]), chosen(Step::Remedy(remedy), way.unwrap_or(0))));
    }
    said
}

fn refused(message: &str) -> InputError {
    InputError { message: message.to_owned(), help: None }
}

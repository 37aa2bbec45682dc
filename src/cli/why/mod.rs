//! `kbc why`: why an item is in a guide, the shortest answers that lead to a remedy or a cause, or why some answers do not; and
//! which numbers of a guide to find out first.

mod membership;
mod numbers;

use std::fmt::Write;

use clap::Args;

use crate::decision::evidence::{self, Typed};
use crate::decision::{HeldBack, ItemNames, is_preparation, options};
use crate::emit::prose::plain;
use crate::model::{ItemId, Kind};
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{self, CauseId, Doing, Eligibility, Evidence, Goal, Options, RemedyId, ShortestPath, Step};
use crate::scenario::Hindrance;
use crate::words::capital;
use crate::words::quantity::plain::{minutes, percent};

use super::evidence::{Asked, Opened, trouble};
use super::{CliError, Outcome, report};

/// Say why an item is in a guide, which answers lead to it, or which numbers matter most
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// The remedy, the check or the cause; to be told why it is in the guide, any item
    #[arg(required_unless_present = "sensitive")]
    target: Option<String>,
    /// Rank the numbers of the guide by what an error in them would cost its readers
    #[arg(long, conflicts_with_all = ["target", "answers", "seen", "know"])]
    sensitive: bool,
    /// Answers, and why these do not lead there
    #[arg(long, value_name = "CHECK=OUTCOME,…", value_delimiter = ',')]
    answers: Vec<String>,
    /// A symptom that is seen
    #[arg(long, value_name = "SYMPTOM")]
    seen: Vec<String>,
    /// A fact
    #[arg(long, value_name = "FACT=VALUE")]
    know: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let Some(opened) = arguments.asked.open()? else { return Ok(Outcome::Faults) };
    let Some(name) = arguments.target.as_deref().filter(|_| !arguments.sensitive) else {
        report::print(&numbers::ranked(&opened))?;
        return Ok(Outcome::Fine);
    };
    let knowledge = &opened.understood.knowledge;
    let decision = &opened.decision;
    let members = opened.members();
    let causes = decision.problem.hypotheses().map(|id| decision.causes[id.0]);
    let targets: Vec<ItemId> = causes.chain(members.steps()).collect();
    let target = match evidence::one_of(knowledge, &targets, name, "remedy, check or cause") {
        Ok(target) => target,
        // Of what is no step and no cause, or is in another guide, only that is told.
        Err(misread) => {
            let told = membership::of_any(&opened, name).filter(|_| arguments.answers.is_empty());
            report::print(&told.ok_or_else(|| trouble(&[misread]))?)?;
            return Ok(Outcome::Fine);
        }
    };
    let told = Told { opened: &opened, names: ItemNames::new(knowledge, decision) };
    let words = Typed { seen: arguments.seen.clone(), know: arguments.know.clone(), ..Typed::default() };
    let text = if arguments.answers.is_empty() {
        membership::of(&opened, target) + &told.way(target, &words)?
    } else {
        told.against(target, &words, &arguments.answers)?
    };
    report::print(&text)?;
    Ok(Outcome::Fine)
}

/// What is told of a guide.
struct Told<'a> {
    opened: &'a Opened,
    names: ItemNames,
}

impl Told<'_> {
    /// The engine's step of an item, if it is one.
    fn step(&self, item: ItemId) -> Option<Step> {
        let decision = &self.opened.decision;
        match self.opened.understood.knowledge.item(item).kind() {
            Kind::Remedy => decision.remedy(item).map(Step::Remedy),
            Kind::Cause => None,
            _ => decision.check(item).map(Step::Check),
        }
    }

    fn called(&self, step: Step) -> &str {
        self.names.of(self.opened.decision.step(step))
    }

    /// A step and its outcome, as a command line has it.
    fn answer(&self, step: Step, outcome: usize) -> String {
        let choices = options(&self.opened.understood.knowledge, &self.opened.decision, step);
        let name = choices.get(outcome).map_or("?", |choice| choice.name.as_str());
        match step {
            Step::Check(_) => format!("{} = {name}", self.called(step)),
            Step::Remedy(id) if is_preparation(&self.opened.understood.knowledge, &self.opened.decision, id) => {
                format!("{} is done", self.called(step))
            }
            Step::Remedy(_) if name == "failed" => format!("{} did not help", self.called(step)),
            Step::Remedy(_) => format!("{} did not help: {name}", self.called(step)),
        }
    }

    /// The shortest way there.
    fn way(&self, target: ItemId, words: &Typed) -> Result<String, CliError> {
        let problem = &self.opened.decision.problem;
        let known = self.opened.read(words)?;
        let plan = self.opened.understood.plans.of_readers(problem, &known.evidence);
        let goal = match self.step(target) {
            Some(step) => Goal::Step(step),
            None => self
                .opened
                .decision
                .cause(target)
                .map(Goal::Cause)
                .ok_or_else(|| CliError::new("this guide does not reckon with it"))?,
        };
        let name = self.names.of(target);
        let Some(way) = reasoning::shortest_path(problem, &known.evidence, &plan, goal) else {
            let mut text = format!("No path of the plan comes to `{name}`.\n");
            if let Some(step) = self.step(target) {
                let ahead = reasoning::lookahead(problem, &known.evidence, step);
                let eligibility = self.stands(step, &known.evidence);
                writeln!(text, "At the beginning: {eligibility}.").expect("a string takes all text");
                let helps = if matches!(step, Step::Remedy(_)) {
                    format!(", and would help with a chance of {}", percent(ahead.helps))
                } else {
                    String::new()
                };
                writeln!(text, "It costs {}{helps}.", minutes(ahead.cost)).expect("a string takes all text");
            }
            return Ok(text);
        };
        let mut text = self.tell(name, goal, &way);
        if let Goal::Step(step) = goal
            && !way.steps.is_empty()
        {
            // What holds a step back besides its price is worth knowing.
            let stands = reasoning::eligibility(problem, &known.evidence, step);
            if !matches!(stands, Eligibility::Permitted(_) | Eligibility::Useless | Eligibility::Routed(_)) {
                writeln!(text, "At the beginning: {}.", self.stands(step, &known.evidence))
                    .expect("a string takes all text");
            }
        }
        Ok(text)
    }

    fn tell(&self, name: &str, goal: Goal, way: &ShortestPath) -> String {
        let count = way.steps.len();
        let only_answers = way.steps.iter().all(|(step, _)| matches!(step, Step::Check(_)));
        let noun = if only_answers { "answer" } else { "step" };
        if count == 0
            && let Goal::Cause(_) = goal
        {
            let more = if way.reached { "" } else { ", and no answer makes it likelier" };
            return format!("`{name}` is at {} before anything is answered{more}.\n", percent(way.belief));
        }
        let found = match (goal, way.reached) {
            (Goal::Step(_), _) => format!("comes after {}", report::counted(count, noun)),
            (Goal::Cause(_), true) => {
                format!("is at {} after {}", percent(way.belief), report::counted(count, noun))
            }
            (Goal::Cause(_), false) => format!(
                "never comes above one half; it gets to {} after {}",
                percent(way.belief),
                report::counted(count, noun)
            ),
        };
        let mut text = if count == 0 && matches!(goal, Goal::Step(_)) {
            format!("`{name}` comes first.\n")
        } else {
            format!("`{name}` {found}:\n")
        };
        for (at, &(step, outcome)) in way.steps.iter().enumerate() {
            let title = plain::of_inline(&self.opened.understood.knowledge.title(self.opened.decision.step(step)));
            writeln!(text, "  {}. {}  ({title})", at + 1, self.answer(step, outcome)).expect("a string takes all text");
        }
        if count > 0 {
            writeln!(text, "{} of all readers go this way.", capital(&percent(way.chance)))
                .expect("a string takes all text");
        }
        text
    }

    /// Why these answers do not lead there.
    fn against(&self, target: ItemId, words: &Typed, answers: &[String]) -> Result<String, CliError> {
        let remedies: Vec<ItemId> = self.opened.decision.remedies.clone();
        let knowledge = &self.opened.understood.knowledge;
        let is_remedy = |entry: &&String| {
            let name = entry.split('=').next().unwrap_or(entry).trim();
            evidence::one_of(knowledge, &remedies, name, "remedy").is_ok()
        };
        let (tried, given): (Vec<&String>, Vec<&String>) = answers.iter().partition(is_remedy);
        let owned = |list: Vec<&String>| {
            list.into_iter().map(|entry| entry.strip_suffix("=failed").unwrap_or(entry).to_owned()).collect()
        };
        let all = Typed { given: owned(given), tried: owned(tried), ..words.clone() };
        let known = self.opened.read(&all)?;
        let name = self.names.of(target);
        let mut text = String::new();
        match self.step(target) {
            None => self.beliefs(target, words, &all, &mut text)?,
            Some(step) => {
                writeln!(text, "`{name}`: {}", self.stands(step, &known.evidence)).expect("a string takes all text");
                if let Some(cause) = self.fixed_most(step, &known.evidence) {
                    self.beliefs(cause, words, &all, &mut text)?;
                }
            }
        }
        writeln!(text, "After these answers comes {}.", self.doing(self.next(&known.evidence)))
            .expect("a string takes all text");
        Ok(text)
    }

    /// What comes after these answers: on the published flow what that says, as for any reader of it.
    fn next(&self, evidence: &Evidence) -> Doing {
        let problem = &self.opened.decision.problem;
        let published = self.opened.understood.plans.plan(problem, &Evidence::default(), &Options::default());
        let followed = reasoning::follow(problem, &published.flow, evidence);
        followed
            .map_or_else(|| reasoning::advise(problem, evidence).doing, |place| published.flow.nodes[place.node].doing)
    }

    /// What each answer did to a cause, one after another, and which of them speaks against it most.
    fn beliefs(&self, cause: ItemId, start: &Typed, all: &Typed, text: &mut String) -> Result<(), CliError> {
        let name = self.names.of(cause);
        let mut words = start.clone();
        let mut before = self.belief(cause, &words)?;
        writeln!(text, "`{name}` begins at {}.", percent(before)).expect("a string takes all text");
        let mut worst: Option<(f64, String)> = None;
        let entries = all.given.iter().map(|entry| (entry, true)).chain(all.tried.iter().map(|entry| (entry, false)));
        for (entry, is_given) in entries {
            if is_given { &mut words.given } else { &mut words.tried }.push(entry.clone());
            let after = self.belief(cause, &words)?;
            let verdict = match after {
                _ if after <= 0.0 && before > 0.0 => "rules it out",
                _ if after < before - 1e-9 => "speaks against it",
                _ if after > before + 1e-9 => "speaks for it",
                _ => "says nothing of it",
            };
            let what = if is_given { entry.clone() } else { format!("{entry} did not help") };
            writeln!(text, "  {what}: {verdict}, {} → {}", percent(before), percent(after))
                .expect("a string takes all text");
            let ratio = if before > 0.0 { after / before } else { 1.0 };
            if ratio < 1.0 - 1e-9 && worst.as_ref().is_none_or(|(least, _)| ratio < *least) {
                worst = Some((ratio, what));
            }
            before = after;
        }
        match worst {
            Some((_, what)) => writeln!(text, "What speaks against `{name}` most is {what}."),
            None => writeln!(text, "Nothing here speaks against `{name}`."),
        }
        .expect("a string takes all text");
        Ok(())
    }

    fn belief(&self, cause: ItemId, words: &Typed) -> Result<f64, CliError> {
        let known = self.opened.read(words)?;
        let problem = &self.opened.decision.problem;
        let column = self.opened.decision.cause(cause).and_then(|cause| problem.column(cause));
        let chances = reasoning::posterior(problem, &known.evidence).chances;
        Ok(column.and_then(|at| chances?.get(at).copied()).unwrap_or(0.0))
    }

    /// The cause of the guide that a remedy most likely fixes after these answers; where it can fix none, the one it fixes best.
    fn fixed_most(&self, step: Step, evidence: &Evidence) -> Option<ItemId> {
        let Step::Remedy(RemedyId(at)) = step else { return None };
        let problem = &self.opened.decision.problem;
        let chances = reasoning::posterior(problem, evidence).chances;
        let worth = |&(cause, fixes): &(CauseId, f64)| {
            let column = problem.column(cause)?;
            let chance = chances.as_ref().and_then(|chances| chances.get(column)).copied().unwrap_or(0.0);
            Some((cause, fixes * chance, fixes))
        };
        let best = problem.remedies[at]
            .fixes
            .iter()
            .filter_map(worth)
            .reduce(|best, one| if (one.1, one.2) > (best.1, best.2) { one } else { best });
        best.map(|(cause, ..)| self.opened.decision.causes[cause.0])
    }

    fn doing(&self, doing: Doing) -> String {
        let decision = &self.opened.decision;
        let named = |item: Option<&ItemId>| item.map_or("", |&item| self.names.of(item)).to_owned();
        match doing {
            Doing::Step(step, _) => format!("`{}`", self.called(step)),
            Doing::Escalate(id) if decision.problem.escalations[id.0].is_result => {
                format!("the result `{}`", named(decision.escalations.get(id.0)))
            }
            Doing::Escalate(id) => format!("the escalation `{}`", named(decision.escalations.get(id.0))),
            Doing::Contradiction(_) => "nothing: they contradict each other".to_owned(),
            Doing::Guide(id) => format!("the guide `{}`", named(decision.guides.get(id.0))),
            Doing::Solved => "the end: it is solved".to_owned(),
        }
    }

    /// How a step stands, with what it waits for where that is no condition of its own.
    fn stands(&self, step: Step, evidence: &Evidence) -> String {
        let decision = &self.opened.decision;
        let eligibility = reasoning::eligibility(&decision.problem, evidence, step);
        let waits = |held: &&HeldBack| {
            Step::Remedy(held.remedy) == step && truth_for(&decision.problem, evidence, &held.until) != Truth::True
        };
        let said = || {
            let name = |item: ItemId| self.names.of(item).to_owned();
            let knowledge = &self.opened.understood.knowledge;
            Hindrance { knowledge, decision, name: &name, evidence }.of(step, &eligibility)
        };
        let left = match eligibility {
            Eligibility::WhenOpen => "it waits until an answer speaks for one of them",
            Eligibility::Dead => "no answer that is left can speak for one of them",
            _ => return said(),
        };
        if !decision.held_back.iter().any(|held| waits(&held)) {
            return said();
        }
        format!("it destroys something, what is seen is no symptom of any of its causes, and {left}")
    }
}

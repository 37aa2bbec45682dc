//! Which numbers of a guide to find out first.

use std::fmt::Write;

use crate::decision::Asked;
use crate::model::{Effect, Given, HowOften, ItemId, Kind, Outcome};
use crate::reasoning::{Evidence, Number, NumberWorth, Options, Problem, Step, number_worths};
use crate::source::Span;
use crate::words::one_line;
use crate::words::quantity::plain::{count, minutes};

use super::super::evidence::Opened;
use super::super::report;

/// So many numbers are told.
const TOLD: usize = 12;
/// What costs less, in minutes and as a share of the whole, is not told.
const LEAST: (f64, f64) = (1.0 / 60.0, 0.001);

/// The numbers, the dearest first.
pub(super) fn ranked(opened: &Opened) -> String {
    let problem = &opened.decision.problem;
    let plans = &opened.understood.plans;
    let at_a_glance = Options { entries: false, ..Options::first() };
    let plan = |problem: &Problem| plans.plan(problem, &Evidence::default(), &at_a_glance);
    let found = number_worths(problem, &plan(problem), &|other| plan(other).entry().expected_cost);
    let whole = plans.plan(problem, &Evidence::default(), &Options::default()).entry().expected_cost;
    let least = LEAST.0.max(LEAST.1 * whole);
    let told: Vec<&NumberWorth> = found.iter().filter(|worth| worth.most() >= least).take(TOLD).collect();
    let count = report::counted(found.len(), "number");
    let name = opened.understood.knowledge.name(opened.guide);
    let mut text = format!(
        "`{name}` rests on {count}. What readers would pay, besides the {} that they pay on average, if one were half or\n\
         twice as much and they went by the guide as it is:\n\n",
        minutes(whole)
    );
    for (at, worth) in told.iter().enumerate() {
        let side = if worth.if_twice > worth.if_half { "twice" } else { "half" };
        let (what, written, place) = told_of(opened, worth.number);
        writeln!(text, "  {:>2}. {} if {side}: {what} ({written})", at + 1, minutes(worth.most()))
            .expect("a string takes all text");
        writeln!(text, "      {place}").expect("a string takes all text");
    }
    if told.is_empty() {
        text.push_str("  nothing that one would notice, whichever it is\n");
    } else if told.len() < found.len() {
        writeln!(text, "\nOf the others none costs more than the last of these.").expect("a string takes all text");
    }
    text
}

/// What a number is, how it is written, and where.
fn told_of(opened: &Opened, number: Number) -> (String, String, String) {
    let knowledge = &opened.understood.knowledge;
    let decision = &opened.decision;
    let name = |id: ItemId| format!("`{}`", knowledge.name(id));
    let often = |list: &[HowOften], to: ItemId| {
        list.iter().find(|entry| entry.of.to == Some(to)).map(|entry| entry.chance.span)
    };
    let (what, item, span) = match number {
        Number::Other => {
            let span = knowledge.guide(opened.guide).and_then(|guide| guide.other).map(|given| given.span);
            ("how often it is something else".to_owned(), opened.guide, span)
        }
        Number::Weight(id) => {
            let cause = decision.causes[id.0];
            let span = knowledge.cause(cause).and_then(|body| body.likelihood).map(|given| given.span);
            (format!("how likely {} is", name(cause)), cause, span)
        }
        Number::Shows(id, at) => {
            let cause = decision.causes[id.0];
            let symptom = decision.symptoms[decision.problem.causes[id.0].shows[at].0.0];
            let span = knowledge.cause(cause).and_then(|body| often(&body.shows, symptom));
            (format!("how often {} shows {}", name(cause), name(symptom)), cause, span)
        }
        Number::LeadsTo(id, at) => {
            let cause = decision.causes[id.0];
            let other = decision.causes[decision.problem.causes[id.0].leads_to[at].0.0];
            let span = knowledge.cause(cause).and_then(|body| often(&body.leads_to, other));
            (format!("how often {} leads to {}", name(cause), name(other)), cause, span)
        }
        Number::Fixes(id, at) => {
            let remedy = decision.remedies[id.0];
            let cause = decision.causes[decision.problem.remedies[id.0].fixes[at].0.0];
            let span = knowledge.remedy(remedy).and_then(|body| often(&body.fixes, cause));
            (format!("how often {} fixes {}", name(remedy), name(cause)), remedy, span)
        }
        Number::Takes(step) => {
            let item = decision.step(step);
            (format!("what {} takes", name(item)), item, takes(opened, item))
        }
        Number::HandingOver(id) => {
            let item = decision.escalations[id.0];
            let span = knowledge.escalation(item).and_then(|body| body.takes).map(|given| given.span);
            (format!("what {} takes", name(item)), item, span)
        }
        Number::Share(step, at) => {
            let item = decision.step(step);
            let outcome = outcome(opened, step, at);
            let span = outcome.and_then(|outcome| outcome.share.as_ref()).map(|given| given.span);
            let what = format!("how often {} has the answer `{}`", name(item), answer(opened, step, at));
            (what, item, span)
        }
        Number::Says(step, at, effect) => {
            let item = decision.step(step);
            let cause = decision.causes[of_effect(&decision.problem.outcomes(step)[at].effects[effect]).0];
            let said = |one: &&Effect| one.cause.to == Some(cause);
            let span =
                outcome(opened, step, at).and_then(|outcome| outcome.effects.iter().find(said)).map(|one| one.span);
            let what =
                format!("what the answer `{}` of {} says of {}", answer(opened, step, at), name(item), name(cause));
            (what, item, span)
        }
    };
    let place = span.unwrap_or(knowledge.item(item).head);
    // A number that is left out has an empty place, where it could be written.
    let said = span.map(|span| one_line(knowledge.slice(span))).filter(|said| !said.is_empty());
    let written = match (said, span.and_then(|span| opened.understood.learned.at(span))) {
        (Some(said), None) => format!("{said}, written"),
        (Some(said), Some(learned)) => {
            let months = learned
                .months
                .as_ref()
                .map_or_else(String::new, |(first, last)| format!(", {}", super::super::learn::months(first, last)));
            format!("{said}, learned from {} resolved sessions{months}", count(learned.tries))
        }
        (None, _) => "not said: the default".to_owned(),
    };
    (what, written, at(opened, place))
}

fn of_effect(effect: &crate::reasoning::Effect) -> crate::reasoning::CauseId {
    use crate::reasoning::Effect;
    match effect {
        Effect::Confirms(cause)
        | Effect::RulesOut(cause)
        | Effect::PointsTo(cause, _)
        | Effect::Against(cause, _)
        | Effect::Given(cause, _) => *cause,
    }
}

fn takes(opened: &Opened, item: ItemId) -> Option<Span> {
    let knowledge = &opened.understood.knowledge;
    let given: Option<Given<f64>> = match knowledge.item(item).kind() {
        Kind::Check => knowledge.check(item)?.procedure.takes,
        Kind::Remedy => knowledge.remedy(item)?.procedure.takes,
        Kind::Fact => knowledge.fact(item)?.takes,
        _ => None,
    };
    given.map(|given| given.span)
}

/// The outcome of a check or a remedy; a fact and a symptom have none that is written so.
fn outcome(opened: &Opened, step: Step, at: usize) -> Option<&Outcome> {
    let decision = &opened.decision;
    if let Step::Check(check) = step
        && !matches!(decision.checks[check.0], Asked::Check(_) | Asked::Excluded(_))
    {
        return None;
    }
    opened.understood.knowledge.outcomes(decision.step(step)).get(at)
}

fn answer(opened: &Opened, step: Step, at: usize) -> String {
    let choices = crate::decision::options(&opened.understood.knowledge, &opened.decision, step);
    choices.get(at).map_or_else(String::new, |choice| choice.name.clone())
}

fn at(opened: &Opened, span: Span) -> String {
    let sources = &opened.understood.knowledge.sources;
    format!("{}:{}", sources.get(span.file).path, sources.line(span))
}

//! Walks by the rule of one step: from random evidence on, and from that of every scenario.

use kbc::decision::{Decision, is_untold, said};
use kbc::model::{Evidence as Given, ItemId, Kind};
use kbc::reasoning::{
    CheckKind, Doing, Evidence, Options, Problem, Reason, Step, advise, clearly, compact, lookahead, plan, reason,
    told, untold,
};
use serde_json::{Value, json};

use super::{compare, doing, evidence, knowledge_bases, number};
use crate::guides::{self, Dice, TYPICAL};
use crate::oracle::models::{Size, model};

/// Walks from some evidence on; a case for `compare.js`.
fn case(problem: &Problem, from: impl IntoIterator<Item = Evidence>, dice: &mut Dice) -> Value {
    let plan = plan(
        problem,
        &Evidence::default(),
        &Options { states: Some(50), checks: 5, entries: false, ..Options::default() },
    );
    let stops: Vec<Value> = from.into_iter().flat_map(|known| walk(problem, known, dice)).collect();
    json!({"tables": compact(problem, &plan), "stops": stops})
}

/// Where a reader comes to who answers at random.
fn walk(problem: &Problem, mut known: Evidence, dice: &mut Dice) -> Vec<Value> {
    let mut stops = Vec::new();
    for _ in 0..40 {
        let advice = advise(problem, &known);
        let step = match advice.doing {
            Doing::Step(step, _) => Some(step),
            _ => None,
        };
        let ahead = step.map(|step| lookahead(problem, &known, step));
        let considered: Vec<(i64, f64)> =
            advice.considered.iter().map(|(one, cost)| (doing(problem, *one), *cost)).collect();
        stops.push(json!({
            "evidence": evidence(problem, &known),
            "doing": doing(problem, advice.doing),
            "cost": advice.cost,
            "considered": considered,
            "chances": advice.posterior,
            "step": step.map(|step| number(problem, step)),
            "told": told(problem, &known, None),
            "by": step.and_then(|step| reason(problem, &known, step)).map(|by| why(problem, by)),
            "cure": step.and_then(|step| cure(problem, &known, step)),
            "ahead": ahead.map(|ahead| json!({"helps": ahead.helps, "outcomes": ahead.outcomes})),
        }));
        let Some(step) = step else { break };
        go_on(problem, &mut known, step, dice);
    }
    stops
}

/// The reason of a step, as the page's script has it.
fn why(problem: &Problem, by: Reason) -> Value {
    match by {
        Reason::Begins => json!(["begins"]),
        Reason::Led => json!(["led"]),
        Reason::Before(step) => json!(["before", number(problem, step)]),
        Reason::Tells(one, other) => json!(["tells", one, other]),
        Reason::Decides => json!(["decides"]),
        Reason::Helps(one) => json!(["helps", one]),
    }
}

/// What is told once a remedy has helped, and what could not be told of it.
fn cure(problem: &Problem, known: &Evidence, step: Step) -> Option<Value> {
    let Step::Remedy(remedy) = step else { return None };
    let chances = told(problem, known, Some(remedy));
    let named = chances.as_deref().and_then(clearly);
    let untold: Vec<usize> = untold(problem, known, remedy).into_iter().map(|check| check.0).collect();
    Some(json!({"chances": chances, "named": named, "untold": untold}))
}

/// Answers at random, or cannot.
fn go_on(problem: &Problem, known: &mut Evidence, step: Step, dice: &mut Dice) {
    if dice.one_in(5) {
        known.declined.push(step);
        return;
    }
    match step {
        Step::Check(check) => {
            let ways = match problem.checks[check.0].kind {
                CheckKind::Symptom(_) | CheckKind::Observed(_) => 2,
                _ => problem.checks[check.0].outcomes.len(),
            };
            known.answer(problem, check, dice.below(ways));
        }
        Step::Remedy(remedy) => {
            let ways = problem.remedies[remedy.0].outcomes.len();
            let told = ways > 0 && !dice.one_in(4);
            known.fail(problem, remedy, told.then(|| dice.below(ways)));
        }
    }
}

#[test]
fn random_guides_with_everything_that_binds_steps() {
    let mut dice = Dice::new(7);
    let sizes = [Size::SMALL, Size::MIDDLE, Size::LARGE];
    let cases: Vec<Value> = (0..450)
        .map(|seed| {
            let (problem, evidence) = model(seed, sizes[seed as usize % 3]);
            case(&problem, [evidence], &mut dice)
        })
        .collect();
    compare("random models", &cases);
}

#[test]
fn random_guides_of_usual_size() {
    let mut dice = Dice::new(8);
    let cases: Vec<Value> =
        (0..100).map(|seed| case(&guides::guide(TYPICAL, seed), [Evidence::default()], &mut dice)).collect();
    compare("usual guides", &cases);
}

/// What a scenario gives.
fn given(knowledge: &kbc::model::Knowledge, decision: &Decision, scenario: ItemId) -> Evidence {
    let mut known = Evidence::default();
    let problem = &decision.problem;
    for one in &knowledge.scenario(scenario).unwrap().given {
        match one {
            Given::Observe(name) => known.observed.extend(name.to.and_then(|id| decision.symptom(id))),
            Given::Absent(name) => known.absent.extend(name.to.and_then(|id| decision.symptom(id))),
            Given::Know(name, value) | Given::Answer(name, value) => {
                let of = name.to.unwrap();
                if is_untold(knowledge, of, knowledge.slice(*value)) {
                    let step = Step::Check(decision.check(of).unwrap());
                    known.declined.push(step);
                    known.last = if problem.says_where_untold(step) { Some(step) } else { known.last };
                    continue;
                }
                let said = said(knowledge, of, *value).unwrap().unwrap();
                let Some((check, outcome)) = decision.answered(name.to.unwrap(), &said) else { continue };
                let outside = matches!(one, Given::Know(..)) || problem.checks[check.0].kind == CheckKind::NeverAsked;
                if outside {
                    known.known.push((check, outcome));
                } else {
                    known.answer(problem, check, outcome);
                }
            }
            Given::Tried(name) => {
                if let Some(remedy) = name.to.and_then(|id| decision.remedy(id)) {
                    known.fail(problem, remedy, None);
                }
            }
            Given::Suppose(_) => {}
        }
    }
    known
}

#[test]
fn scenarios_of_the_knowledge_bases() {
    hold_scenarios(3);
}

#[test]
#[ignore = "takes minutes; the nightly workflow runs it"]
fn every_scenario_of_the_knowledge_bases() {
    hold_scenarios(1);
}

/// Holds one in so many scenarios against the page.
fn hold_scenarios(one_in: usize) {
    let mut dice = Dice::new(9);
    let mut scenarios = 0;
    let mut cases = Vec::new();
    for (config, understood) in knowledge_bases() {
        let knowledge = &understood.knowledge;
        for (guide, members) in &understood.guides {
            let decision = Decision::new(knowledge, &understood.web, &config.numbers, *guide, members).unwrap();
            let of_guide = |id: &ItemId| knowledge.scenario(*id).is_some_and(|one| one.guide.to == Some(*guide));
            let ids: Vec<ItemId> =
                knowledge.ids_of(Kind::Scenario).iter().copied().filter(of_guide).step_by(one_in).collect();
            scenarios += ids.len();
            let evidence = ids.into_iter().map(|id| given(knowledge, &decision, id));
            cases.push(case(&decision.problem, evidence, &mut dice));
        }
    }
    assert!(scenarios > 50 / one_in, "{scenarios} scenarios");
    compare("scenarios", &cases);
}

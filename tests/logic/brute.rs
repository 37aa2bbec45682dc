//! Random rules over a small space: what is found is what trying every state finds.

use std::collections::{BTreeMap, BTreeSet};

use kbc::decision::{World, said, truth};
use kbc::model::{Condition, Evidence as Given, ItemId, Kind, Knowledge, RuleEffect, Target};
use kbc::pipeline::{self, Analysis};
use kbc::reasoning::{Evidence, Options, plan};

use super::{coded, fails_when_pasted, point, read, rule, scenario_of, speaks, world};
use crate::oracle::random::Random;

const ITEMS: &str = "
guide g \"G\" { symptoms s ; otherwise desk ; include rule-0, rule-1 }
symptom s \"S\"
symptom also \"A\"
cause x \"X\" { likelihood common ; shows s often, also half ; leads-to m half }
cause y \"Y\" { likelihood common ; shows s often, also half }
cause z \"Z\" { likelihood rare ; shows s often, also seldom }
cause m \"M\"
check c \"C\" { outcome a \"A\" ; outcome b \"B\" ; outcome d \"D\" }
check e \"E\" { when c is a or c is d ; outcome a \"A\" ; outcome b \"B\" }
fact v \"V\" { version }
fact k \"K\" { yes-no ; never-asked }
remedy r \"R\" { fixes x usually ; outcome p \"P\" ; outcome q \"Q\" }
remedy o \"O\" { fixes y usually, z usually ; after r }
escalation desk \"The desk\"
";

const LEAVES: [&str; 14] = [
    "also", "c is a", "c is b", "c is d", "e is a", "e is b", "v < 2", "v >= 3", "v is 2", "k is yes", "k is no",
    "tried r", "r is p", "tried o",
];

fn condition(random: &mut Random, depth: usize) -> String {
    let not = if random.with(0.25) { "not " } else { "" };
    if depth == 0 || random.with(0.35) {
        return format!("{not}{}", random.pick(&LEAVES));
    }
    let count = random.between(2, 3);
    let parts: Vec<String> = (0..count).map(|_| condition(random, depth - 1)).collect();
    match random.below(4) {
        0 | 1 => format!("{not}all of ({})", parts.join(", ")),
        2 => format!("{not}any of ({})", parts.join(", ")),
        _ => format!("{not}at least {} of ({})", random.between(1, count), parts.join(", ")),
    }
}

fn effect(random: &mut Random) -> String {
    let cause = random.pick(&["x", "y", "y", "m"]);
    let step = random.pick(&["r", "o"]);
    match random.below(6) {
        0 => format!("confirm {cause}"),
        1 => format!("rule-out {cause}"),
        2 => format!("skip {step}"),
        3 => format!("require {step}"),
        4 => format!("next {}", random.pick(&["r", "o", "solved"])),
        _ => format!("confirm {}", random.pick(&["x", "z"])),
    }
}

/// Every state that readers can come to: each thing open or with one of its values.
fn states(found: &Analysis) -> Vec<(World, BTreeSet<ItemId>)> {
    let id = |name: &str| found.knowledge.ids().find(|&id| found.knowledge.name(id) == name).unwrap();
    let versions: Vec<_> = ["1", "2", "2.5", "3", "4"].map(|written| point(found, id("v"), written)).into();
    let known: Vec<_> = ["yes", "no"].map(|written| point(found, id("k"), written)).into();
    let mut states = vec![(World::default(), BTreeSet::new())];
    let mut spread = |item: ItemId, count: usize, put: &dyn Fn(&mut World, usize)| {
        let mut more = states.clone();
        for (world, answered) in &states {
            for value in 0..count {
                let (mut world, mut answered) = (world.clone(), answered.clone());
                put(&mut world, value);
                answered.insert(item);
                more.push((world, answered));
            }
        }
        states = more;
    };
    let (c, e, also, r, o) = (id("c"), id("e"), id("also"), id("r"), id("o"));
    spread(c, 3, &|world, at| _ = world.outcomes.insert(c, at));
    spread(e, 2, &|world, at| _ = world.outcomes.insert(e, at));
    spread(also, 2, &|world, at| _ = world.seen.insert(also, at == 0));
    spread(id("v"), versions.len(), &|world, at| drop(world.facts.insert(id("v"), versions[at].clone())));
    spread(id("k"), 2, &|world, at| drop(world.facts.insert(id("k"), known[at].clone())));
    spread(r, 2, &|world, at| {
        world.outcomes.insert(r, at);
        world.tried.insert(r);
    });
    spread(o, 1, &|world, _| _ = world.tried.insert(o));
    // `e` is only asked where its condition was true.
    let asked = |world: &World| !world.outcomes.contains_key(&e) || matches!(world.outcomes.get(&c), Some(0 | 2));
    states.retain(|(world, _)| asked(world));
    states
}

/// The world before one of its answers.
fn without(world: &World, item: ItemId) -> World {
    let mut before = world.clone();
    before.facts.remove(&item);
    before.outcomes.remove(&item);
    before.tried.remove(&item);
    before
}

fn target(effect: &RuleEffect) -> Option<ItemId> {
    match effect {
        RuleEffect::Confirm(name) | RuleEffect::RuleOut(name) | RuleEffect::Skip(name) | RuleEffect::Require(name) => {
            name.to
        }
        RuleEffect::Next(Target::Item(name)) => name.to,
        _ => None,
    }
}

/// How two effects clash, by the words of the language alone.
fn clash(knowledge: &Knowledge, one: &RuleEffect, two: &RuleEffect) -> Option<bool> {
    let name = |effect: &RuleEffect| target(effect).map(|item| knowledge.name(item).to_owned());
    let (a, b) = (name(one), name(two));
    let differ = match (one, two) {
        (RuleEffect::Confirm(_), RuleEffect::RuleOut(_)) | (RuleEffect::RuleOut(_), RuleEffect::Confirm(_)) => a == b,
        (RuleEffect::Require(_), RuleEffect::Skip(_)) | (RuleEffect::Skip(_), RuleEffect::Require(_)) => a == b,
        (RuleEffect::Confirm(_), RuleEffect::Confirm(_)) => {
            // `x` may bring about `m`, so both can be there.
            let both: BTreeSet<_> = [a, b].into_iter().flatten().collect();
            both.len() == 2 && both != BTreeSet::from(["m".to_owned(), "x".to_owned()])
        }
        (RuleEffect::Next(_), RuleEffect::Next(_)) => return (a != b).then_some(true),
        _ => false,
    };
    differ.then_some(false)
}

/// Whether a rule speaks of causes in a world: what was tried is no evidence, so nothing is known of it.
fn speaks_of_causes(knowledge: &Knowledge, world: &World, condition: &Condition) -> Option<bool> {
    let at_least = |count: usize, parts: &[Condition]| {
        let truths: Vec<_> = parts.iter().map(|part| speaks_of_causes(knowledge, world, part)).collect();
        let count_of = |truth| truths.iter().filter(|found| **found == truth).count();
        match count_of(Some(true)) {
            yes if yes >= count => Some(true),
            yes if yes + count_of(None) < count => Some(false),
            _ => None,
        }
    };
    match condition {
        Condition::All(parts) => at_least(parts.len(), parts),
        Condition::Any(parts) => at_least(1, parts),
        Condition::AtLeast(count, parts) => at_least(*count as usize, parts),
        Condition::Not(part) => speaks_of_causes(knowledge, world, part).map(|holds| !holds),
        Condition::Tried(_) => None,
        Condition::Is(subject) if knowledge.item(subject.name.to.unwrap()).kind() == Kind::Remedy => None,
        leaf => truth(knowledge, world, leaf),
    }
}

/// For each rule, whether it contradicts an earlier one.
fn contradicting(found: &Analysis) -> BTreeMap<String, bool> {
    let states = states(found);
    let knowledge = &found.knowledge;
    let rules = knowledge.ids_of(Kind::Rule);
    let truths: Vec<Vec<bool>> =
        rules.iter().map(|&rule| states.iter().map(|(world, _)| speaks(knowledge, world, rule)).collect()).collect();
    let of_causes: Vec<Vec<bool>> = rules
        .iter()
        .map(|&rule| {
            let condition = &knowledge.item(rule).when().unwrap().condition;
            states.iter().map(|(world, _)| speaks_of_causes(knowledge, world, condition) == Some(true)).collect()
        })
        .collect();
    let e = knowledge.ids().find(|&id| knowledge.name(id) == "e").unwrap();
    let c = knowledge.ids().find(|&id| knowledge.name(id) == "c").unwrap();
    let at_once = |one: usize, two: usize, at: usize| {
        let (world, answered) = &states[at];
        let turned = |item: &ItemId| {
            let is_asked = match knowledge.item(*item).kind() {
                Kind::Symptom => false,
                Kind::Fact => knowledge.name(*item) == "v",
                _ => true,
            };
            let before = without(world, *item);
            // Without the answer that it needs `e` could not have been answered before.
            let could_be = !before.outcomes.contains_key(&e) || before.outcomes.contains_key(&c);
            is_asked && could_be && !speaks(knowledge, &before, rules[one]) && !speaks(knowledge, &before, rules[two])
        };
        world.outcomes.is_empty() && world.tried.is_empty() || answered.iter().any(turned)
    };
    let mut verdicts = BTreeMap::new();
    for (two, &later) in rules.iter().enumerate() {
        let contradicts = rules[..two].iter().enumerate().any(|(one, &earlier)| {
            let effects = [earlier, later].map(|rule| knowledge.rule(rule).unwrap().effects[0].1.clone());
            let Some(is_route) = clash(knowledge, &effects[0], &effects[1]) else { return false };
            let on_chances = matches!(effects[0], RuleEffect::Confirm(_) | RuleEffect::RuleOut(_));
            let truths = if on_chances { &of_causes } else { &truths };
            (0..states.len()).any(|at| truths[one][at] && truths[two][at] && (!is_route || at_once(one, two, at)))
        });
        verdicts.insert(knowledge.name(later).to_owned(), contradicts);
    }
    verdicts
}

/// Whether every cause can give some answers to what is left open by what the scenario knows from the start. Where rules
/// leave a cause none at all that is an error of its own, and the engine goes on without them.
fn has_chances(pasted: &Analysis) -> bool {
    let knowledge = &pasted.knowledge;
    let (guide, members) = &pasted.guides[0];
    let config = kbc::config::Config::default();
    let decision = pipeline::reason(pasted, &config, *guide, members).unwrap().decision;
    let mut evidence = Evidence::default();
    let scenario = knowledge.scenario(*knowledge.ids_of(Kind::Scenario).last().unwrap()).unwrap();
    for given in &scenario.given {
        match given {
            Given::Observe(name) => evidence.observed.push(decision.symptom(name.to.unwrap()).unwrap()),
            Given::Absent(name) => evidence.absent.push(decision.symptom(name.to.unwrap()).unwrap()),
            Given::Know(name, value) => {
                let said = said(knowledge, name.to.unwrap(), *value).unwrap().unwrap();
                evidence.known.push(decision.answered(name.to.unwrap(), &said).unwrap());
            }
            _ => {}
        }
    }
    plan(&decision.problem, &evidence, &Options::default()).faults.is_empty()
}

#[test]
fn contradictions_are_those_that_every_state_shows() {
    let mut random = Random::new(5);
    let (mut yes, mut no) = (0, 0);
    for _ in 0..40 {
        let rules: String = (0..3)
            .map(|at| {
                let (when, then) = (condition(&mut random, 2), effect(&mut random));
                format!("rule rule-{at} \"R\" {{ when {when} ; then {then} }}\n")
            })
            .collect();
        let text = format!("{}{rules}", ITEMS.replace("include rule-0", "include rule-2, rule-0"));
        let found = read(&text);
        let findings = coded(&found, 403);
        let told: BTreeSet<String> =
            findings.iter().map(|finding| finding.message.split('`').nth(1).unwrap().to_owned()).collect();
        for (name, contradicts) in contradicting(&found) {
            assert_eq!(told.contains(&name), contradicts, "{name}\n{rules}");
            if contradicts { yes += 1 } else { no += 1 }
        }
        for finding in findings {
            let scenario = scenario_of(finding);
            let pasted = read(&format!("{text}{scenario}\n"));
            let world = world(&pasted.knowledge);
            for name in finding.message.split('`').skip(1).step_by(2).take(2) {
                assert!(
                    speaks(&pasted.knowledge, &world, rule(&pasted.knowledge, name)),
                    "{name}: {scenario}\n{rules}"
                );
            }
            // Where rules leave a cause no answer at all there is no chance to hold anything against.
            if has_chances(&pasted) {
                assert!(!fails_when_pasted(&text, scenario).is_empty(), "{scenario}\n{rules}");
            }
        }
    }
    assert!(yes >= 8 && no > 30, "{yes} contradict and {no} do not");
}

#[test]
fn needless_rules_are_those_that_every_state_shows() {
    let mut random = Random::new(11);
    let (mut yes, mut no) = (0, 0);
    for _ in 0..50 {
        let shared = condition(&mut random, 1);
        let rules: String = (0..2)
            .map(|at| {
                let own = condition(&mut random, 1);
                let when = match random.below(3) {
                    0 => format!("all of ({shared}, {own})"),
                    1 => format!("any of ({shared}, {own})"),
                    _ => own,
                };
                format!("rule rule-{at} \"R\" {{ when {when} ; then skip o }}\n")
            })
            .collect();
        let found = read(&format!("{ITEMS}{rules}"));
        let told = coded(&found, 406);
        let knowledge = &found.knowledge;
        let [one, two] = ["rule-0", "rule-1"].map(|name| rule(knowledge, name));
        let states = states(&found);
        let follows = |from: ItemId, to: ItemId| {
            states.iter().all(|(world, _)| !speaks(knowledge, world, from) || speaks(knowledge, world, to))
        };
        let speaks_ever = |rule: ItemId| states.iter().any(|(world, _)| speaks(knowledge, world, rule));
        let expected = if follows(two, one) && speaks_ever(two) {
            Some("rule-1")
        } else if follows(one, two) && speaks_ever(one) {
            Some("rule-0")
        } else {
            None
        };
        let told = told.first().map(|finding| finding.message.split('`').nth(1).unwrap());
        assert_eq!(told, expected, "{rules}");
        if expected.is_some() { yes += 1 } else { no += 1 }
    }
    assert!(yes > 10 && no > 10, "{yes} are needless and {no} are not");
}

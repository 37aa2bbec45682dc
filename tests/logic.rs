//! The logic of rules, held against brute force and against the engine.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(clippy::format_collect, clippy::match_same_arms, reason = "rules and cases read line by line")]
#![expect(clippy::unnecessary_wraps, reason = "what is expected has the type of what is found")]

use kbc::config::Config;
use kbc::decision::values::Value;
use kbc::decision::{Reply, World, said, truth};
use kbc::diagnostics::{Diagnostic, Level, short_line};
use kbc::model::{Evidence, ItemId, Kind, Knowledge};
use kbc::pipeline::{self, Analysis};
use kbc::source::Memory;

#[path = "logic/brute.rs"]
mod brute;
#[path = "logic/conditions.rs"]
mod conditions;
#[path = "logic/planted.rs"]
mod planted;
#[path = "logic/witnesses.rs"]
mod witnesses;

/// What is read and found in one file.
fn read(text: &str) -> Analysis {
    let config = Config { rules: String::new(), ..Config::default() };
    let mut read = pipeline::read(&Memory::new().with("a.rules", text), &config);
    read.settle(kbc::lints::Ran::Some);
    read
}

/// The findings of a code.
fn coded(read: &Analysis, code: u16) -> Vec<&Diagnostic> {
    read.findings.iter().filter(|finding| finding.fault.code.0 == code).collect()
}

/// The scenario that a finding shows.
fn scenario_of(finding: &Diagnostic) -> &str {
    let help = finding.help.iter().find(|help| help.contains("\nscenario ") || help.contains("\nuse "));
    help.unwrap_or_else(|| panic!("no scenario: {finding:?}")).split_once('\n').unwrap().1
}

/// What the last scenario of a file gives.
fn world(knowledge: &Knowledge) -> World {
    let id = *knowledge.ids_of(Kind::Scenario).last().expect("a scenario");
    let mut world = World::default();
    for given in &knowledge.scenario(id).unwrap().given {
        match given {
            Evidence::Observe(name) => drop(world.seen.insert(name.to.unwrap(), true)),
            Evidence::Absent(name) => drop(world.seen.insert(name.to.unwrap(), false)),
            Evidence::Tried(name) => drop(world.tried.insert(name.to.unwrap())),
            Evidence::Suppose(_) => unreachable!("a witness supposes nothing"),
            Evidence::Know(name, value) | Evidence::Answer(name, value) => {
                let item = name.to.unwrap();
                let said = said(knowledge, item, *value).unwrap().unwrap();
                match (knowledge.item(item).kind(), said) {
                    (Kind::Fact, said) => drop(world.facts.insert(item, said.value().unwrap())),
                    (kind, Reply::Option(at)) => {
                        world.outcomes.insert(item, at);
                        if kind == Kind::Remedy {
                            world.tried.insert(item);
                        }
                    }
                    _ => unreachable!("a check is answered with an outcome"),
                }
            }
        }
    }
    world
}

/// Whether a rule speaks in a world, as the language says.
fn speaks(knowledge: &Knowledge, world: &World, rule: ItemId) -> bool {
    truth(knowledge, world, &knowledge.item(rule).when().unwrap().condition) == Some(true)
}

fn rule(knowledge: &Knowledge, name: &str) -> ItemId {
    *knowledge.ids_of(Kind::Rule).iter().find(|&&id| knowledge.name(id) == name).expect("the rule")
}

/// Puts a scenario behind a text, without the errors about the rules that it shows to be wrong, and runs it: what failed.
///
/// The text must be free of other errors.
fn fails_when_pasted(text: &str, scenario: &str) -> Vec<String> {
    let pasted = format!("{text}\n{scenario}\n");
    let config = Config { rules: String::new(), ..Config::default() };
    let memory = Memory::new().with("a.rules", pasted.as_str());
    let read = pipeline::read(&memory, &config);
    let own = [401_u16, 403];
    let others: Vec<String> = read
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error && !own.contains(&finding.fault.code.0))
        .map(|finding| short_line(finding, &read.knowledge.sources))
        .collect();
    assert!(others.is_empty(), "{others:#?}\n{pasted}");
    let last = *read.knowledge.ids_of(Kind::Scenario).last().expect("the scenario that was pasted");
    pipeline::run_scenarios(&read, &config, &[last])
        .iter()
        .flat_map(|ran| &ran.failures)
        .map(|failure| failure.message.clone())
        .collect()
}

/// A value of a fact at one point.
fn point(read: &Analysis, fact: ItemId, written: &str) -> Value {
    kbc::decision::typed(&read.knowledge, fact, written).unwrap().unwrap().value().unwrap()
}

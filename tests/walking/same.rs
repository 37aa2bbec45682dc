//! Whoever knows the same is told the same, by every command and in every format, and a claim is that of the flow beside it.

use std::fmt::Write;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use kbc::config::Config;
use kbc::decision::Decision;
use kbc::pipeline;
use kbc::plans::Plans;
use kbc::reasoning::{self, CheckId, Doing, Evidence, Flow, NodeId, Options, Plan, Problem, RemedyId, Step};
use kbc::source::Memory;
use serde_json::Value;
use tempfile::TempDir;

/// So many are too many for a proof.
const MANY: usize = 10;

/// A guide of so many causes, each with a check and a remedy. The best plan of four is proven at once; that of many is not within
/// what the engine may spend.
fn guide(causes: usize) -> String {
    let mut text = "guide g \"It is broken\" { symptoms s0, s1 ; otherwise us ; escalate last }\n\
         symptom s0 \"Symptom 0 is seen\"\nsymptom s1 \"Symptom 1 is seen\"\nescalation us \"Us\" { takes 4 h }\n"
        .to_owned();
    for n in 0..causes {
        writeln!(
            text,
            "cause c{n} \"Cause {n}\" {{ likelihood {} ; shows s0 {}, s1 {} }}\n\
             remedy r{n} \"Remedy {n}\" {{ fixes c{n} usually, c{} sometimes ; takes {} min ; steps {{ step \"Change part {n}.\" }} ; verify \"Look.\" }}\n\
             check k{n} \"Check {n}\" {{ takes {} min ; outcome yes \"Yes\" {{ points-to c{n} strongly ; points-to c{} }} ; outcome no \"No\" {{ against c{n} }} }}",
            ["rare", "common", "occasional"][n % 3],
            ["usually", "always"][n % 2],
            ["often", "usually"][n % 2],
            (n + 1) % causes,
            [30, 20, 25][n % 3],
            [2, 5, 1][n % 3],
            (n + 5) % causes,
        )
        .expect("a string takes all text");
    }
    text
}

fn project(causes: usize) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    std::fs::create_dir(folder.path().join("rules")).expect("a folder");
    std::fs::write(folder.path().join("kbc.toml"), "").expect("a file");
    std::fs::write(folder.path().join("rules/g.rules"), guide(causes)).expect("a file");
    folder
}

/// With what is remembered in the project: the guide is planned once for all commands.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let mut command = cargo_bin_cmd!("kbc");
    let output = command.env_remove("KBC_CACHE").current_dir(folder).args(arguments).output().expect("kbc runs");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("kbc speaks UTF-8")
}

/// The plain name of what comes first in a conversation.
fn asked(folder: &Path, arguments: &[&str]) -> String {
    let all: Vec<&str> = ["diagnose", "g", "--json"].iter().chain(arguments).copied().collect();
    let event = json(said(folder, &all).lines().nth(1).expect("a line behind the opening"));
    let id = event["id"].as_str().expect("an id");
    id.rsplit('.').next().expect("a name").to_owned()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn every_command_shows_the_published_flow_and_its_claim() {
    let project = project(MANY);
    let folder = project.path();
    said(folder, &["build"]);
    let read = |path: &str| std::fs::read_to_string(folder.join("generated").join(path)).expect("a file of the output");
    let guide = json(&read("json/guides/g.json"));
    let plan = json(&said(folder, &["plan", "g", "--format", "json"]));
    for part in ["flow", "expected_cost", "lower_bound", "exact", "states", "posterior"] {
        assert_eq!(plan[part], guide[part], "{part}");
    }
    let proof = &guide["document"]["way"]["proof"];
    assert_eq!((&proof["expected_cost"], &proof["lower_bound"]), (&plan["expected_cost"], &plan["lower_bound"]));
    assert_eq!(proof["exact"], false, "the test wants a plan with a gap");

    // What is said of it for people, in each place.
    let (cost, bound) = (plan["expected_cost"].as_f64().unwrap_or(0.0), plan["lower_bound"].as_f64().unwrap_or(0.0));
    let claim = kbc::words::quantity::gap(kbc::words::Words::of("en"), Some(cost / bound - 1.0));
    let text = said(folder, &["plan", "g"]);
    assert!(text.contains(&claim.replace('\u{a0}', " ")), "{claim}: {text}");
    for path in ["html/g.html", "markdown/g.md"] {
        assert!(read(path).contains(&claim), "{path}: {claim}");
    }

    // What comes first.
    let first = plan["flow"]["nodes"][plan["flow"]["root"].as_str().expect("a root")]["step"].clone();
    let first = first.as_str().expect("a step");
    assert_eq!(asked(folder, &[]), first);
    assert!(text.contains(&format!("1. {first} ")), "{text}");
    let why = said(folder, &["why", "g", first]);
    assert!(why.ends_with(&format!("`{first}` comes first.\n")), "{why}");
}

#[test]
fn a_symptom_is_an_entry_of_the_published_flow() {
    let project = project(4);
    let folder = project.path();
    let all = json(&said(folder, &["plan", "g", "--format", "json"]));
    let seen = json(&said(folder, &["plan", "g", "--seen", "s1", "--format", "json"]));
    let step = |plan: &Value, node: &Value| plan["flow"]["nodes"][node.as_str().expect("a name")]["step"].clone();
    let first = step(&seen, &seen["flow"]["root"]);
    assert_eq!(first, step(&all, &all["flow"]["entries"]["s1"]));
    let first = first.as_str().expect("a step");
    assert_eq!(asked(folder, &["--seen", "s1"]), first);
    let why = said(folder, &["why", "g", first, "--seen", "s1"]);
    assert!(why.ends_with(&format!("`{first}` comes first.\n")), "{why}");
    // And so it goes on after an answer.
    let yes = format!("{first}=yes");
    let next = json(&said(folder, &["plan", "g", "--seen", "s1", "--given", &yes, "--format", "json"]));
    let next = step(&next, &next["flow"]["root"]);
    assert_eq!(
        next,
        step(&seen, &seen["flow"]["nodes"][seen["flow"]["root"].as_str().expect("a name")]["next"]["yes"])
    );
    let why = said(folder, &["why", "g", "r1", "--seen", "s1", "--answers", &yes]);
    let next = next.as_str().expect("a step");
    assert!(why.ends_with(&format!("After these answers comes `{next}`.\n")), "{why}");
    assert_eq!(asked(folder, &["--seen", "s1", "--given", &yes]), next);
}

fn problem(text: &str) -> Problem {
    let files = Memory::new().with("a.rules", text);
    let config = Config::default();
    let read = pipeline::read(&files, &config);
    assert!(!read.has_errors(), "{:?}", read.findings);
    let (guide, members) = &read.guides[0];
    Decision::new(&read.knowledge, &read.web, &config.numbers, *guide, members).expect("a guide with an end").problem
}

/// Whether two flows say the same from two of their nodes on.
fn alike(one: &Flow, at: NodeId, other: &Flow, there: NodeId) -> bool {
    let (a, b) = (&one.nodes[at], &other.nodes[there]);
    a.doing == b.doing
        && a.next.len() == b.next.len()
        && a.next.iter().zip(&b.next).all(|(&a, &b)| alike(one, a, other, b))
        && match (a.fallback, b.fallback) {
            (Some(a), Some(b)) => one.nodes[a].doing == other.nodes[b].doing,
            (a, b) => a == b,
        }
}

/// Each place of a flow with the evidence that leads there, by every path.
fn places(flow: &Flow, node: NodeId, known: &Evidence, at: &mut dyn FnMut(NodeId, &Evidence)) {
    at(node, known);
    let Doing::Step(step, _) = flow.nodes[node].doing else { return };
    for (outcome, &next) in flow.nodes[node].next.iter().enumerate() {
        let mut known = known.clone();
        match step {
            Step::Check(CheckId(check)) => known.answered.push((CheckId(check), outcome)),
            Step::Remedy(RemedyId(remedy)) => known.tried.push((RemedyId(remedy), Some(outcome))),
        }
        places(flow, next, &known, at);
    }
}

#[test]
fn readers_of_the_published_flow_stay_on_it() {
    let problem = problem(&guide(4));
    let plans = Plans::default();
    let published = reasoning::plan(&problem, &Evidence::default(), &Options::default());
    let mut seen = 0;
    for entry in &published.flow.entries {
        let known = Evidence { observed: entry.symptom.into_iter().collect(), ..Evidence::default() };
        let mut check = |node: NodeId, known: &Evidence| {
            seen += 1;
            if seen % 13 != 1 || seen > 2_000 {
                return;
            }
            let place = reasoning::follow(&problem, &published.flow, known).expect("a place of the flow");
            assert_eq!(place.node, node);
            let plan: Plan = plans.of_readers(&problem, known);
            let there = plan.entry();
            if !matches!(published.flow.nodes[node].doing, Doing::Contradiction(_)) {
                assert!(alike(&published.flow, node, &plan.flow, there.node), "{known:?}");
            }
            assert!(there.lower_bound <= there.expected_cost && there.gap().is_some(), "{there:?}");
            assert!(plan.sound);
            let chances = reasoning::posterior(&problem, known).chances;
            assert_eq!(plan.posterior, chances, "{known:?}");
        };
        places(&published.flow, entry.node, &known, &mut check);
        let plan = plans.of_readers(&problem, &known).alone();
        assert_eq!(
            (plan.entry().expected_cost, plan.entry().lower_bound, plan.entry().worst_minutes),
            (entry.expected_cost, entry.lower_bound, entry.worst_minutes)
        );
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn readers_of_no_published_flow_have_one_of_their_own() {
    let problem = problem(&guide(4));
    let both = Evidence { observed: (0..2).map(reasoning::SymptomId).collect(), ..Evidence::default() };
    let alone = Options { entries: false, ..Options::default() };
    assert_eq!(Plans::default().of_readers(&problem, &both), reasoning::plan(&problem, &both, &alone));
}

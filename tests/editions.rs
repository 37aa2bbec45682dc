//! Two editions of one project never mix: neither in one cache, nor in one process, nor in one dialogue.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use fs_err as fs;
use kbc::config::Config;
use kbc::guide::Document;
use kbc::pipeline::{self, document_of};
use kbc::source::Memory;
use kbc::{Event, Project};

use crate::common::edition;

/// What is said of itself in every way: answers, conditions, times, chances, reasons.
const RULES: &str = r#"
guide lamp "Wxyz" { symptoms dark ; otherwise shop }
symptom dark "Wxyz dark"
fact new "Wxyz new?" { yes-no 20% }
cause bulb "Wxyz bulb" { likelihood common ; shows dark always }
cause plug "Wxyz plug" { likelihood common ; shows dark usually ; when new is yes }
check look "Wxyz look?" { takes 90 s ; outcome out "Wxyz out" { points-to plug strongly } outcome in "Wxyz in" { against plug } }
remedy change "Wxyz change" { fixes bulb always ; takes 4 min ; steps { step "Wxyz." } verify "Wxyz." 10 s }
remedy push "Wxyz push" { fixes plug usually ; takes 1 min ; steps { step "Wxyz." } verify "Wxyz." }
escalation shop "Wxyz shop" { takes 1 h ; collect "Wxyz" }
"#;

/// All files below a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(below, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A build in one folder after another edition is that of an empty folder: nothing is left of the other, whatever was kept.
#[test]
fn a_build_takes_nothing_from_another_edition() {
    let project = tempfile::tempdir().unwrap();
    let root = project.path();
    fs::create_dir(root.join("rules")).unwrap();
    fs::write(root.join("rules/lamp.rules"), RULES).unwrap();
    let build = |language: &str, out: &str, cache: Option<&str>| {
        fs::write(root.join("kbc.toml"), format!("language = \"{language}\"\n")).unwrap();
        let mut command = cargo_bin_cmd!("kbc");
        command.env_remove("KBC_CACHE").envs(cache.map(|cache| ("KBC_CACHE", cache))).current_dir(root);
        command.args(["build", "--out", out]).assert().success();
        let made: BTreeMap<_, _> = files(&root.join(out)).into_iter().filter(|(path, _)| path.contains('/')).collect();
        assert!(made.len() > 10, "a site is made");
        made
    };
    let (english, german) = (build("en", "en", Some("off")), build("de", "de", Some("off")));
    assert_ne!(english["html/lamp.html"], german["html/lamp.html"]);
    assert_ne!(english["json/guides/lamp.json"], german["json/guides/lamp.json"]);
    for (language, anew) in [("en", &english), ("de", &german), ("en", &english), ("de", &german), ("de", &german)] {
        let made = build(language, "out", None);
        let others: Vec<_> = made.keys().filter(|path| made.get(*path) != anew.get(*path)).collect();
        assert!(others.is_empty() && made.len() == anew.len(), "{language}: {others:?}");
    }
}

/// The documents of one reading of the same texts in an edition.
fn documents(language: &str) -> Vec<Document> {
    let config = Config { rules: String::new(), edition: edition(language), ..Config::default() };
    let understood = pipeline::read(&Memory::new().with("a.rules", RULES), &config);
    assert!(!understood.has_errors(), "{:?}", understood.findings);
    understood.guides.iter().filter_map(|(id, members)| document_of(&understood, &config, *id, members)).collect()
}

#[test]
fn two_editions_of_a_document_are_two_in_one_process() {
    let (english, german, again) = (documents("en"), documents("de"), documents("en"));
    assert_eq!(english.len(), 1);
    assert_eq!(english, again);
    assert_ne!(english, german);
    // The plan is the same: only words differ.
    let steps =
        |documents: &[Document]| documents[0].way.steps.iter().map(|step| step.action.clone()).collect::<Vec<_>>();
    assert_eq!(steps(&english), steps(&german));
    let said = |documents: &[Document]| format!("{documents:?}");
    assert!(said(&english).contains("the answer to") && !said(&german).contains("the answer to"));
}

/// Whoever goes on with a dialogue from elsewhere is answered in their own language, too.
#[test]
fn a_dialogue_that_goes_on_speaks_its_edition() {
    let handed_over = |language: &str| {
        let settings = format!("language = \"{language}\"");
        let project = Project::from_texts([("kbc.toml", settings.as_str()), ("rules/a.rules", RULES)]).unwrap();
        let plan = project.guide("lamp").unwrap().plan().unwrap();
        let told = |address: &str| {
            let dialogue = plan.resume(address).unwrap();
            let Event::End(end) = dialogue.step() else { panic!("no end: {:?}", dialogue.step()) };
            end.handover.clone().unwrap()
        };
        // The first answer and the remedy are told before they are asked for.
        told("+dark/new=yes/push=failed/!")
    };
    let (english, german) = (handed_over("en"), handed_over("de"));
    assert!(english.contains("Yes") && english.contains("It did not help"), "{english}");
    assert!(german.contains("Ja") && german.contains("Es hat nicht geholfen"), "{german}");
    assert!(!german.contains("Yes") && !german.contains("did not help"), "{german}");
}

#[test]
fn a_bot_is_told_the_values_of_facts_in_its_edition() {
    let opening = |language: &str| {
        let project = tempfile::tempdir().unwrap();
        fs::create_dir(project.path().join("rules")).unwrap();
        fs::write(project.path().join("rules/a.rules"), RULES).unwrap();
        fs::write(project.path().join("kbc.toml"), format!("language = \"{language}\"\n")).unwrap();
        let said = cargo_bin_cmd!("kbc")
            .env("KBC_CACHE", "off")
            .current_dir(project.path())
            .args(["diagnose", "lamp", "--json"])
            .write_stdin("{\"quit\":true}\n")
            .output()
            .unwrap();
        let line = String::from_utf8(said.stdout).unwrap().lines().next().unwrap().to_owned();
        let opening: serde_json::Value = serde_json::from_str(&line).unwrap();
        opening["facts"][0]["options"].to_string()
    };
    let (english, german) = (opening("en"), opening("de"));
    assert!(english.contains("Yes") && german.contains("Ja") && !german.contains("Yes"), "{english} {german}");
}

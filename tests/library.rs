//! The library as another program uses it: what `kbc` shows at its root, and nothing else.

use std::fs;
use std::path::Path;

use kbc::{Dialogue, EndKind, Error, Event, Guide, Known, Level, Plan, Project, Risk, ValueKind};

const LAMP: &str = r#"
guide dark "The lamp is dark" { symptoms no-light, hum ; summary "What to do in the dark." ; otherwise shop }
symptom no-light "It gives no light" { message "LAMP OFF" }
symptom hum "It hums"
fact age "How old is it?" { number years }
cause unplugged "The plug is out" { likelihood common ; shows no-light always }
cause bulb "The bulb is broken" { likelihood occasional ; shows no-light always, hum seldom }
cause wire "The wire is broken" { likelihood rare ; shows no-light always }
check plug "Is the plug in the wall?" {
  takes 10 s
  outcome yes "Yes" { rules-out unplugged }
  outcome no "No" { confirms unplugged }
}
remedy push "Push the plug in" { fixes unplugged always ; takes 10 s ; verify "Switch it on." ; steps { step "Push it in." } }
remedy swap "Take another bulb" {
  fixes bulb always
  takes 5 min
  risk caution "The old bulb may break."
  verify "Switch it on."
  steps { step "Screw one in." }
}
escalation shop "Ask the shop" { collect "the model" }
"#;

fn lamp() -> Project {
    Project::from_texts([("rules/lamp.rules", LAMP)]).expect("a project in memory")
}

fn plan() -> Plan {
    lamp().guide("dark").expect("a guide").plan().expect("a plan")
}

/// Whoever adds a name to the library, or takes one away, does so knowingly: it is a promise to other programs.
#[test]
fn the_public_names_are_these() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: &Path| fs::read_to_string(path).expect("a source can be read");
    let lib = read(&root.join("lib.rs"));
    let mut names: Vec<String> = Vec::new();
    let mut before = "";
    for line in lib.lines() {
        let is_module = line.starts_with("pub mod ") || line.starts_with("pub use kbc_reasoning");
        assert!(!is_module || before.contains("doc(hidden)"), "a module is no part of the library: {line}");
        before = line;
    }
    for part in lib.split("\npub use ").skip(1) {
        let (used, _) = part.split_once(';').expect("a `use` has an end");
        if used.starts_with("kbc_reasoning") {
            continue;
        }
        let list = used.rsplit_once("::").map_or(used, |(_, list)| list);
        names.extend(
            list.trim_matches(['{', '}']).split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned),
        );
    }
    for file in fs::read_dir(root.join("project")).expect("the folder of the library's own types") {
        let text = read(&file.expect("a file").path());
        let mut of = "";
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("impl ") {
                of = rest.trim_end_matches([' ', '{']);
            } else if let Some(rest) = line.strip_prefix("    pub fn ")
                && names.iter().any(|name| name == of)
            {
                let end = rest.find(['(', '<']).expect("a function has a head");
                names.push(format!("{of}::{}", &rest[..end]));
            }
        }
    }
    names.sort();
    insta::assert_snapshot!(names.join("\n"));
}

#[test]
fn what_a_program_keeps_can_be_kept() {
    fn kept<T: Clone + Send + Sync + 'static>() {}
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    kept::<Project>();
    kept::<Guide>();
    kept::<Plan>();
    kept::<Dialogue>();
    error::<Error>();
}

#[test]
fn a_guide_says_what_it_is() {
    let project = lamp();
    let guides = project.guides();
    let [guide] = guides.as_slice() else { panic!("one guide: {guides:?}") };
    assert_eq!((guide.id().as_str(), guide.title().as_str()), ("lamp.dark", "The lamp is dark"));
    assert_eq!((guide.path(), guide.summary().as_deref()), ("lamp/dark", Some("What to do in the dark.")));
    let symptoms = guide.symptoms();
    assert_eq!(symptoms.len(), 2);
    assert_eq!((symptoms[0].id.as_str(), symptoms[0].title.as_str()), ("lamp.no-light", "It gives no light"));
    assert_eq!(symptoms[0].messages, ["LAMP OFF"]);
}

#[test]
fn a_plan_says_what_is_proven_of_it() {
    let plan = plan();
    assert!(plan.lower_bound() > 0.0 && plan.lower_bound() <= plan.expected_cost() + 1e-9);
    assert!(plan.is_best(), "three causes are searched to the end");
    assert!(plan.active_minutes() <= plan.expected_minutes() && plan.expected_minutes() <= plan.longest_minutes());
    // Nothing mends a broken wire.
    assert!(plan.solved() > 0.5 && plan.solved() < 1.0, "{}", plan.solved());
}

#[test]
fn a_dialogue_leads_to_its_end() {
    let plan = plan();
    let mut dialogue = plan.dialogue();
    let Event::Question(question) = dialogue.step() else { panic!("a question: {dialogue:?}") };
    assert_eq!(question.id, "lamp.plug");
    assert!(dialogue.why().answers.iter().any(|answer| answer.changes), "the question tells something");
    assert!(!dialogue.can_go_back());
    dialogue.answer("yes").expect("an answer");
    let Event::Remedy(remedy) = dialogue.step() else { panic!("a remedy: {dialogue:?}") };
    assert_eq!((remedy.id.as_str(), remedy.task.risk), ("lamp.swap", Risk::Caution));
    let state = dialogue.state().to_owned();
    dialogue.failed(None).expect("it did not help");
    let Event::End(end) = dialogue.step() else { panic!("an end: {dialogue:?}") };
    assert_eq!((end.kind, end.id.as_deref()), (EndKind::Escalation, Some("lamp.shop")));
    assert!(end.handover.as_ref().is_some_and(|text| text.contains("Take another bulb")), "{end:?}");
    assert!(dialogue.is_over());

    // Back where the remedy was before the reader, and the same from the line that was kept.
    dialogue.back().expect("a move to take back");
    let mut again = plan.resume(&state).expect("the place of a dialogue");
    assert_eq!(again.step(), dialogue.step());
    again.solved().expect("it helped");
    assert!(matches!(again.step(), Event::End(end) if end.kind == EndKind::Solved), "{again:?}");
}

#[test]
fn what_is_known_before_is_not_asked() {
    let plan = plan();
    let known = Known::new().seen("no-light").answered("plug", "yes").absent("hum").tried("swap").fact("age", "3");
    let dialogue = plan.dialogue_knowing(&known).expect("names of this guide");
    assert!(dialogue.is_over(), "{dialogue:?}");

    let wrong = Known::new().seen("no-ligth").tried("swapp");
    let Err(error @ Error::Input(_)) = plan.dialogue_knowing(&wrong) else { panic!("names of no guide") };
    assert_eq!(error.to_string(), "this guide has no symptom `no-ligth`; this guide has no remedy `swapp`");
    assert_eq!(error.help().as_deref(), Some("did you mean `no-light`?; did you mean `swap`?"));
}

#[test]
fn a_move_that_cannot_be_made_changes_nothing() {
    let mut dialogue = plan().dialogue();
    let (before, state) = (dialogue.step().clone(), dialogue.state().to_owned());
    for refused in [
        dialogue.solved(),
        dialogue.done(),
        dialogue.answer("maybe"),
        dialogue.back(),
        dialogue.observe("nothing-such", true),
        dialogue.know("nothing-such", "1"),
        dialogue.already_so(),
    ] {
        assert!(matches!(refused, Err(Error::Input(_))), "{refused:?}");
    }
    assert_eq!((dialogue.step(), dialogue.state()), (&before, state.as_str()));
    dialogue.observe("hum", true).expect("a symptom of this guide");
    let Event::Question(question) = dialogue.step() else { panic!("a question: {dialogue:?}") };
    assert_eq!(question.beliefs.chances[0].id, "lamp.bulb", "only a bulb hums");
    assert_eq!(dialogue.state(), "+hum");
    dialogue.hand_over().expect("a reader may have enough");
    assert!(matches!(dialogue.step(), Event::End(end) if end.requested), "{dialogue:?}");
}

#[test]
fn a_change_is_seen_by_what_is_asked_next() {
    let project = lamp();
    let before = project.guide("dark").expect("a guide");
    project.change("rules/lamp.rules", Some(&LAMP.replace("The lamp is dark", "No light"))).expect("a file of rules");
    assert_eq!(before.title(), "The lamp is dark");
    assert_eq!(project.guide("dark").expect("a guide").title(), "No light");
    project.change("rules/lamp.rules", None).expect("a file of rules");
    assert!(project.guides().is_empty());
    assert!(project.findings().iter().any(|finding| finding.level == Level::Error), "there are no rules any more");
    for path in ["lamp.rules", "rules/lamp.txt", "rules/../lamp.rules", "other/lamp.rules", "rules//lamp.rules"] {
        assert!(matches!(project.change(path, None), Err(Error::NotRules { .. })), "{path}");
    }
}

#[test]
fn faults_are_told_in_their_places() {
    let faulty = LAMP.replace("fixes bulb", "fixes blub");
    let project = Project::from_texts([("rules/lamp.rules", faulty)]).expect("a project with faults can be opened");
    let findings = project.findings();
    let errors: Vec<_> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    let [error] = errors.as_slice() else { panic!("one error: {errors:?}") };
    assert_eq!((error.path.as_deref(), error.line, error.column), (Some("rules/lamp.rules"), Some(16), Some(9)));
    assert_eq!(error.to_string(), format!("rules/lamp.rules:16:9: error[{}]: {}", error.code, error.message));
    assert_eq!(error.help, ["did you mean `bulb`?"]);
    let Err(Error::Rules(told)) = project.guide("dark").expect("a guide").plan() else { panic!("there are errors") };
    assert_eq!(told.iter().collect::<Vec<_>>(), errors);
}

#[test]
fn settings_count_and_their_faults_are_told() {
    let german =
        Project::from_texts([("kbc.toml", "language = \"de\"\nrules = \"wissen\""), ("wissen/lamp.rules", LAMP)])
            .expect("good settings");
    let mut dialogue = german.guide("lamp.dark").expect("a guide").plan().expect("a plan").dialogue();
    dialogue.hand_over().expect("a reader may have enough");
    let Event::End(end) = dialogue.step() else { panic!("an end") };
    assert!(end.handover.as_ref().is_some_and(|text| text.contains("Am wahrscheinlichsten")), "{end:?}");

    let told = |texts: &[(&str, &str)]| Project::from_texts(texts.iter().copied()).expect_err("a fault").to_string();
    assert_eq!(told(&[("kbc.toml", "direction = \"up\"")]), "in kbc.toml: `direction` is `ltr` or `rtl`");
    assert!(told(&[("kbc.toml", "title = \"x\"\nruels = \"y\"")]).contains("line 2"));
    assert_eq!(
        told(&[("lamp.rules", "")]),
        "`lamp.rules` is no file of rules: these end in `.rules` and lie in `rules`"
    );
}

#[test]
fn a_project_on_the_disk_is_opened_from_within_and_remembers_its_plans() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, cache) = (folder.path().join("project"), folder.path().join("cache"));
    fs::create_dir_all(root.join("rules/deep")).expect("folders");
    fs::write(root.join("kbc.toml"), "title = \"Lamps\"").expect("settings");
    fs::write(root.join("rules/lamp.rules"), LAMP).expect("rules");

    let found = Project::open(root.join("rules/deep")).expect("the folder above has the settings");
    let plan = found.guide("dark").expect("a guide").plan().expect("a plan");
    assert!(!cache.exists() && !root.join(".kbc").exists(), "nobody asked for a memory");

    let once = Project::open_remembering(&root, &cache).expect("a project");
    let first = once.guide("dark").expect("a guide").plan().expect("a plan");
    drop((once, first.clone()));
    drop(first);
    assert!(fs::read_dir(cache.join("plans")).expect("the memory").next().is_some(), "it is written at the end");
    let again = Project::open_remembering(&root, &cache).expect("a project");
    let second = again.guide("dark").expect("a guide").plan().expect("a plan");
    assert_eq!(second.expected_cost().to_bits(), plan.expected_cost().to_bits());

    fs::write(root.join("rules/lamp.rules"), LAMP.replace("The lamp is dark", "No light")).expect("rules");
    assert_eq!(found.guide("dark").expect("a guide").title(), "The lamp is dark");
    found.reload();
    assert_eq!(found.guide("dark").expect("a guide").title(), "No light");

    fs::write(root.join("learned.json"), "{\"format\": 9, \"numbers\": []}").expect("a file");
    let told = Project::open(&root).expect_err("a file of another kbc").to_string();
    assert_eq!(told, "in learned.json: it is of format 9, and this kbc reads format 1");
    fs::remove_file(root.join("learned.json")).expect("the file goes");
    fs::rename(root.join("rules"), root.join("elsewhere")).expect("the folder goes");
    let error = Project::open(&root).expect_err("a project without rules");
    assert!(matches!(error, Error::NoRules { .. }) && error.help().is_some(), "{error}");
    let nowhere = Project::open(root.join("nowhere")).expect_err("no folder");
    assert!(nowhere.to_string().starts_with("cannot read ") && nowhere.to_string().contains("nowhere"), "{nowhere}");
}

#[test]
fn a_question_says_what_it_asks() {
    let rules = LAMP.replace(
        "check plug",
        "check volts \"How many volts are there?\" { asks number V ; takes 5 s ; outcome low \"Below 10\" below 10 { confirms \
         unplugged } ; outcome high \"From 10\" from 10 { rules-out unplugged } }\ncheck plug",
    );
    let project = Project::from_texts([("rules/lamp.rules", rules)]).expect("a project");
    let errors: Vec<String> =
        project.findings().iter().filter(|f| f.level == Level::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut dialogue = project.guide("dark").expect("a guide").plan().expect("a plan").dialogue();
    let Event::Question(question) = dialogue.step() else { panic!("a question: {dialogue:?}") };
    assert_eq!((question.asks, question.unit.as_deref()), (Some(ValueKind::Number), Some("V")));
    dialogue.answer("230").expect("a value");
    assert!(matches!(dialogue.step(), Event::Remedy(remedy) if remedy.id == "lamp.swap"), "{dialogue:?}");
    let json = serde_json::to_value(dialogue.step()).expect("an event is JSON");
    assert_eq!((&json["event"], &json["task"]["risk"]), (&"remedy".into(), &"caution".into()));
}

//! `kbc diagnose --json` with a program.

use serde_json::{Value, json};

use super::printed;

/// What is said behind the opening.
fn talk(arguments: &[&str], commands: &[&str]) -> Vec<Value> {
    let mut said = all(arguments, commands);
    assert_eq!(said.remove(0)["event"], "opening");
    said
}

fn all(arguments: &[&str], commands: &[&str]) -> Vec<Value> {
    let mut all = vec!["diagnose", "no-internet", "--json"];
    all.extend(arguments);
    let said = printed("router", &all, &commands.join("\n"));
    said.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

#[test]
fn a_bot_is_led_to_the_end() {
    let said = talk(
        &["--seen", "pages-fail"],
        &[
            r#"{"know":{"router-address":"10.0.0.1"}}"#,
            r#"{"answer":"silent"}"#,
            r#"{"why":true}"#,
            r#"{"solved":true}"#,
        ],
    );
    insta::assert_json_snapshot!(said, { "[].chances[].chance" => insta::rounded_redaction(6), "[].unknown" => insta::rounded_redaction(6), "[].cause.chance" => insta::rounded_redaction(6), "[].answers[].then.chances[].chance" => insta::rounded_redaction(6), "[].answers[].then.unknown" => insta::rounded_redaction(6), "[].answers[].chance" => insta::rounded_redaction(6), "[].helps" => insta::rounded_redaction(6), "[].cost_minutes" => insta::rounded_redaction(6) });
}

#[test]
fn each_line_is_answered_by_a_line() {
    let commands = [
        "{",
        "[]",
        "{}",
        r#"{"answr":"x"}"#,
        r#"{"answer":"nowhere"}"#,
        r#"{"answer":{}}"#,
        r#"{"back":true}"#,
        r#"{"know":{"nobody":"1"}}"#,
        r#"{"observe":"light-rd"}"#,
        r#"{"a":1,"b":2}"#,
        "",
        r#"{"resume":"+nobody"}"#,
        "\"text\"",
        r#"{"solved":true}"#,
    ];
    let said = talk(&[], &commands);
    assert_eq!(said.len(), commands.len() + 1);
    for (line, command) in said[1..].iter().zip(commands) {
        assert_eq!(line["event"], "error", "{command}");
        assert!(line["message"].as_str().is_some_and(|message| !message.is_empty()), "{command}");
    }
    assert_eq!(said[4]["help"], "did you mean `answer`?");
    assert_eq!(said[9]["help"], "did you mean `light-red`?");
}

#[test]
fn an_error_loses_nothing() {
    let plain = talk(&["--seen", "pages-fail"], &[r#"{"answer":"answers"}"#]);
    let with_errors = talk(&["--seen", "pages-fail"], &["oops", r#"{"answer":"none"}"#, r#"{"answer":"answers"}"#]);
    assert_eq!(plain.last(), with_errors.last());
}

#[test]
fn back_is_the_inverse_of_every_command() {
    for command in [
        r#"{"answer":"answers"}"#,
        r#"{"cant":true}"#,
        r#"{"observe":"light-red"}"#,
        r#"{"absent":"light-red"}"#,
        r#"{"know":{"rented":true}}"#,
        r#"{"know":{"firmware":"7.1","router-address":"x"}}"#,
    ] {
        let backs = command.matches(':').count() - 1;
        let mut commands = vec![command];
        commands.extend(std::iter::repeat_n(r#"{"back":true}"#, backs.max(1)));
        let said = talk(&["--seen", "pages-fail"], &commands);
        assert_eq!(said.first(), said.last(), "{command}");
        assert_ne!(said[1]["event"], "error", "{command}");
    }
}

#[test]
fn values_answer_questions_that_ask_one() {
    let said = talk(&["--seen", "light-red"], &[r#"{"answer":0.4}"#]);
    if said[0]["id"] == "no-internet.speed" {
        assert_eq!(said[0]["asks"], "number");
        assert_ne!(said[1]["event"], "error");
    }
    assert!(said.iter().all(Value::is_object));
}

#[test]
fn the_hand_over_holds_all_answers() {
    let said = talk(&["--seen", "pages-fail"], &[r#"{"cant":true}"#; 9]);
    let end = said.iter().find(|line| line["event"] == "end").expect("an end");
    let text = end["handover"].as_str().expect("a text");
    assert!(text.contains("Pages do not load – yes") && text.contains("cannot tell"), "{text}");
    assert!(text.contains("the number of your contract"), "{text}");
    assert_eq!(end["links"], json!([{ "address": "https://provider.example/help" }]));
}

#[test]
fn the_opening_says_what_there_is_and_each_line_what_can_be_said() {
    let said = all(&[], &[r#"{"state":true}"#, r#"{"quit":true}"#, r#"{"why":true}"#]);
    let [opening, first, again, goodbye] = &said[..] else { panic!("nothing comes behind the end: {said:#?}") };
    assert_eq!(opening["protocol"], 2);
    assert_eq!(opening["guide"], "no-internet.no-internet");
    assert_eq!(opening["page"], "no-internet.html");
    assert!(
        opening["symptoms"].as_array().is_some_and(|list| list.iter().any(|one| one["title"] == "Pages do not load"))
    );
    assert!(opening["facts"].as_array().is_some_and(|list| list.iter().all(|one| one["name"].is_string())));
    assert_eq!(first, again);
    for always in ["why", "state", "quit", "handover", "cant", "know", "resume"] {
        assert!(first["can"].as_array().is_some_and(|can| can.contains(&json!(always))), "{always}: {first}");
    }
    assert_eq!(goodbye["event"], "goodbye");
}

#[test]
fn a_state_resumes_anywhere() {
    for commands in [
        &[r#"{"answer":"answers"}"#][..],
        &[r#"{"cant":true}"#, r#"{"cant":true}"#],
        &[r#"{"answer":"silent"}"#, r#"{"solved":true}"#],
        &[r#"{"answer":"silent"}"#, r#"{"failed":true}"#],
        &[r#"{"observe":"light-red"}"#, r#"{"know":{"rented":true}}"#, r#"{"cant":true}"#],
        &[r#"{"handover":true}"#],
    ] {
        let said = talk(&["--seen", "pages-fail"], commands);
        let last = said.last().expect("a line");
        let state = last["state"].as_str().expect("a state");
        let mut resumed = talk(&["--resume", state], &[]).remove(0);
        let mut by_command = talk(&[], &[&json!({"resume": state}).to_string()]).remove(1);
        let mut last = last.clone();
        for line in [&mut last, &mut resumed, &mut by_command] {
            // There is nothing to take back, and rules have warned before.
            let line = line.as_object_mut().expect("an object");
            line.remove("can");
            line.remove("warnings");
        }
        assert_eq!(last, resumed, "{state}");
        assert_eq!(last, by_command, "{state}");
    }
}

#[test]
fn a_state_may_hold_values_and_what_the_guide_does_not_ask_for_is_nothing() {
    let talk_from = |state: &str| talk(&["--resume", state], &[]).remove(0);
    let by_command = talk(&["--seen", "pages-fail"], &[r#"{"know":{"router-address":"10.0.0.1"}}"#]).remove(1);
    let state = by_command["state"].as_str().expect("a state");
    assert!(state.ends_with("router-address:10.0.0.1"), "{state}");
    let said = |line: &Value| (line["step"].clone(), line["steps"].clone());
    assert_eq!(said(&talk_from(state)), said(&by_command));
    // Groups of patterns are called without hyphens, and a log may tell more than a guide asks for.
    let other = talk_from("+pages-fail/router_address:10.0.0.1/nobody_knows:a%2Fb");
    assert_eq!(said(&other), said(&by_command));
}

#[test]
fn a_value_is_told_as_what_it_was_understood() {
    let said = talk(&["--seen", "pages-fail", "--given", "ping=answers"], &[r#"{"answer":0.4}"#]);
    if said[0]["asks"] == "number" {
        assert!(said[1]["understood"]["title"].is_string(), "{}", said[1]);
    }
    let named = talk(&["--seen", "pages-fail"], &[r#"{"answer":"answers"}"#]);
    assert_eq!(named[1]["understood"], Value::Null);
}

#[test]
fn several_sessions_are_kept_apart() {
    let said = all(
        &["--sessions"],
        &[
            r#"{"session":"a","observe":"pages-fail"}"#,
            r#"{"session":"b"}"#,
            r#"{"session":"a","cant":true}"#,
            r#"{"answer":"yes"}"#,
            r#"{"session":"b","quit":true}"#,
            r#"{"session":"a","state":true}"#,
        ],
    );
    let told: Vec<(&Value, &Value)> = said.iter().map(|line| (&line["session"], &line["event"])).collect();
    let a = json!("a");
    let b = json!("b");
    assert_eq!(told[0], (&a, &json!("opening")));
    assert_eq!(told[3], (&b, &json!("opening")));
    assert_eq!(told[6], (&Value::Null, &json!("error")));
    assert_eq!(told[7], (&b, &json!("goodbye")));
    assert_eq!(told[8].0, &a);
    assert_eq!(said[5]["state"], said[8]["state"]);
}

#[test]
fn every_line_fits_the_published_schema() {
    let schemas = kbc::emit::json::schemas().expect("schemas are written");
    let (_, schema) = schemas.iter().find(|(path, _)| *path == "schema/dialogue.json").expect("it is published");
    let schema: Value = serde_json::from_slice(schema).expect("a schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema compiles");
    let commands = [
        r#"{"why":true}"#,
        r#"{"answer":"silent"}"#,
        r#"{"failed":true}"#,
        "oops",
        r#"{"cant":true}"#,
        r#"{"handover":true}"#,
        r#"{"back":true}"#,
        r#"{"quit":true}"#,
    ];
    for line in all(&["--seen", "pages-fail"], &commands) {
        let faults: Vec<String> = schema.iter_errors(&line).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{line}: {faults:?}");
    }
}

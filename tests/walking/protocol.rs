//! `kbc diagnose --json` with a program.

use serde_json::{Value, json};

use super::printed;

fn talk(arguments: &[&str], commands: &[&str]) -> Vec<Value> {
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
    assert_eq!(end["links"], json!(["https://provider.example/help"]));
}

//! `kbc plan`.

use serde_json::Value;

use super::{printed, refused};

#[test]
fn a_plan_is_readable_in_80_columns() {
    let text = printed("router", &["plan", "no-internet"], "");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn evidence_changes_the_plan() {
    let all = [
        "plan",
        "no-internet",
        "--seen",
        "light-red",
        "--absent",
        "pages-fail",
        "--given",
        "speed=0.5",
        "--know",
        "rented=yes",
        "--tried",
        "restart",
    ];
    insta::assert_snapshot!(printed("router", &all, ""));
}

#[test]
fn json_is_the_interchange_format_with_plain_names() {
    let text = printed(
        "router",
        &["plan", "no-internet", "--format", "json", "--given", "ping=silent", "--know", "rented=no"],
        "",
    );
    let plan: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(plan["given"]["answers"]["ping"], "silent");
    assert_eq!(plan["given"]["known"]["rented"], "no");
    let sum: f64 = plan["posterior"].as_object().expect("chances").values().filter_map(Value::as_f64).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    assert!(plan["expected_cost"].as_f64() >= plan["lower_bound"].as_f64());
    let root = plan["flow"]["root"].as_str().expect("a root");
    assert!(plan["flow"]["nodes"][root]["step"].is_string());
}

#[test]
fn graphs_hold_each_node_and_escape_their_texts() {
    insta::assert_snapshot!(
        "dot",
        printed("router", &["plan", "no-internet", "--seen", "light-red", "--format", "dot"], "")
    );
    insta::assert_snapshot!(
        "mermaid",
        printed("router", &["plan", "no-internet", "--seen", "light-red", "--format", "mermaid"], "")
    );
}

#[test]
fn a_hand_written_chart_is_shown_as_it_is() {
    insta::assert_snapshot!(printed("printer", &["plan", "first-page"], ""));
}

#[test]
fn what_is_not_understood_names_what_was_meant() {
    let said = [
        refused("router", &["plan", "no-internt"]),
        refused("router", &["plan", "nothing-like-it"]),
        refused("router", &["plan", "no-internet", "--seen", "pages-fall"]),
        refused("router", &["plan", "no-internet", "--given", "ping"]),
        refused("router", &["plan", "no-internet", "--given", "ping=silnt"]),
        refused("router", &["plan", "no-internet", "--given", "speed=fast"]),
        refused("router", &["plan", "no-internet", "--know", "rented=maybe", "--tried", "restrt"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_guide_goes_by_its_whole_name_too() {
    let plain = printed("router", &["plan", "no-internet"], "");
    assert_eq!(printed("router", &["plan", "no-internet.no-internet"], ""), plain);
    assert!(refused("router", &["plan", "elsewhere.no-internet"]).contains("no guide is called"));
}

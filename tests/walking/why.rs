//! `kbc why`.

use super::{printed, refused};

#[test]
fn the_shortest_answers_to_a_remedy_and_to_causes() {
    let mut told = String::new();
    for target in ["restart", "erase", "router-hung", "line-down", "settings-broken"] {
        told.push_str(&printed("router", &["why", "no-internet", target], ""));
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn why_some_answers_do_not_lead_there() {
    let mut told = String::new();
    for (target, answers) in [
        ("line-down", "speed=90,ping=silent"),
        ("erase", "ping=answers"),
        ("erase", "restart"),
        ("restart", "restart,restart"),
        ("router-hung", "ping=answers"),
    ] {
        told.push_str(&printed("router", &["why", "no-internet", target, "--answers", answers], ""));
        told.push('\n');
    }
    insta::assert_snapshot!(told);
}

#[test]
fn an_unknown_target_is_a_wrong_call() {
    assert!(refused("router", &["why", "no-internet", "restrt"]).contains("did you mean `restart`?"));
    assert!(
        refused("router", &["why", "no-internet", "restart", "--answers", "ping=mute"])
            .contains("has no outcome `mute`")
    );
}

#[test]
fn numbers_are_ranked_by_what_an_error_costs() {
    let told = printed("router", &["why", "no-internet", "--sensitive"], "");
    assert!(told.starts_with("`no-internet` rests on") && told.contains("no-internet.rules:"), "{told}");
    assert_eq!(told, printed("router", &["why", "no-internet", "--sensitive"], ""));
    assert!(refused("router", &["why", "no-internet"]).contains("required"));
    assert!(refused("router", &["why", "no-internet", "restart", "--sensitive"]).contains("cannot be used with"));
}

#[test]
fn what_is_no_step_and_what_is_in_another_guide_are_told_of_too() {
    let told = |target: &str| printed("router", &["why", "no-internet", target], "");
    assert!(told("pages-fail").contains("it is one of its symptoms"), "{}", told("pages-fail"));
    assert!(refused("router", &["why", "no-internet", "nobody"]).contains("has no remedy, check or cause `nobody`"));
}

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

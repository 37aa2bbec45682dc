//! Single conditions: those that never hold, and those that always do.

use kbc::logic::{Answer, Effort, always_holds, can_hold};

use super::read;

const ITEMS: &str = "
check c \"C\" { outcome x \"X\" ; outcome y \"Y\" ; outcome z \"Z\" }
symptom s \"S\"
fact n \"N\" { number }
fact v \"V\" { version }
fact t \"T\" { text }
fact b \"B\" { yes-no }
remedy r \"R\" { fixes w usually ; outcome p \"P\" ; outcome q \"Q\" }
remedy plain \"P\" { fixes w usually }
cause w \"W\" { likelihood 1 }
";

/// Whether the condition can hold, and whether it always does.
fn judged(condition: &str) -> (bool, bool) {
    let read = read(&format!("{ITEMS}rule it \"It\" {{ when {condition} ; then doubt w }}\n"));
    let errors: Vec<_> = read.findings.iter().filter(|finding| finding.fault.code.0 < 400).collect();
    assert!(errors.iter().all(|finding| finding.level != kbc::diagnostics::Level::Error), "{errors:#?}");
    let rule = super::rule(&read.knowledge, "it");
    let condition = &read.knowledge.item(rule).when().unwrap().condition;
    let effort = Effort::default();
    let answers = [can_hold(&read.knowledge, &[condition], effort), always_holds(&read.knowledge, condition, effort)];
    assert!(!answers.contains(&Answer::Undecided), "{condition:?}");
    (answers[0] == Answer::Yes, answers[1] == Answer::Yes)
}

#[test]
fn a_condition_may_never_hold() {
    for never in [
        "c is x and c is y",
        "n > 3 and not n > 2",
        "v >= 18 and v < 18.0.0",
        "v < 0",
        "t is \"a\" and t is \"b\"",
        "at least 2 of (c is x, c is y, c is z)",
        "tried r and not tried r",
        "r is p and not tried r",
        "not (s or not s)",
        "n = 5 and n != 5",
        "(c is x or c is y) and c is z",
    ] {
        assert_eq!(judged(never), (false, false), "{never}");
    }
}

#[test]
fn a_condition_may_always_hold() {
    for always in [
        "c is x or not c is x",
        "c is x or c is y or c is z",
        "n > 3 or n <= 3",
        "v >= 0",
        "b is yes or b is no",
        "at least 1 of (s, not s)",
        "tried plain or not tried plain",
        "not (c is x and c is y)",
        "at least 2 of (not c is x, not c is y, not c is z)",
        "v is 18 or not v is 18.1 or b is yes",
    ] {
        assert_eq!(judged(always), (true, true), "{always}");
    }
}

#[test]
fn most_conditions_do_either() {
    for open in [
        "c is x",
        "not c is x",
        "n > 3 or n < 3",
        "v is 18 or not v >= 18",
        "t is \"a\" or t is \"b\"",
        "at least 2 of (c is x, s, n = 1)",
        // Nobody knows how it failed while it is not tried.
        "r is p or r is q",
        "r is p or not r is p",
        "v > 0",
    ] {
        assert_eq!(judged(open), (true, false), "{open}");
    }
}

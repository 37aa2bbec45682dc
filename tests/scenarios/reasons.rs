//! Why another step comes next than a scenario expects: the reason is said, whatever it is.

use super::test;

/// A node that is ill: a rule, a prerequisite, stages and a price may each be what holds a step back.
const NODE: &str = r#"
guide node "A node is ill" { symptoms slow ; otherwise us ; stage look "Look" ; stage mend "Mend" }
symptom slow "It is slow"
escalation us "Us" { takes 1 h }
cause disk "The disk is dying" { likelihood common ; shows slow always }
cause load "There is too much load" { likelihood common ; shows slow always }
check where "Where is it slow?" {
  takes 10 s
  outcome one "On one node" { points-to disk strongly }
  outcome all "On all nodes" { points-to load strongly }
}
"#;

/// What is said of one scenario that fails: the advice.
fn advice(more: &str, scenario: &str) -> String {
    let tested = test(&format!("{NODE}{more}\nscenario \"one\" for node {{\n{scenario}\n}}\n"));
    assert!(!tested.understood.has_errors(), "{:#?}", tested.understood.findings);
    let [failure] = &tested.ran[0].failures[..] else { unreachable!("{:#?}", tested.ran[0].failures) };
    format!("{} | {}", failure.message, failure.help.join(" | "))
}

const DRAIN: &str = r#"
remedy drain "Drain it" { fixes load sometimes ; takes 10 min ; verify "Look." }
remedy replace "Replace it" { only-after drain ; fixes disk always, load half ; takes 2 min ; verify "Look." }
remedy tune "Tune it" { fixes load usually ; takes 30 min ; verify "Look." }
rule no-drain "All nodes are slow" { when where is all ; then skip drain }
"#;

#[test]
fn a_prerequisite_is_the_reason() {
    let said = advice(DRAIN, "answer where one\nexpect next replace");
    assert!(said.contains("of `replace`: it is `only-after` `drain`, which was not done yet"), "{said}");
    let said = advice(DRAIN, "answer where all\nexpect next replace");
    assert!(
        said.contains("of `replace`: it is `only-after` `drain`, and of that: the rule `no-drain` forbids it"),
        "{said}"
    );
}

#[test]
fn a_rule_is_the_reason() {
    let said = advice(DRAIN, "answer where all\nexpect next drain");
    assert!(said.contains("of `drain`: the rule `no-drain` forbids it"), "{said}");
    let asked = r#"
fact backend "Where is its disk?" { one-of local "Here" 50%, remote "Elsewhere" }
remedy drain "Drain it" { fixes load usually, disk usually ; takes 1 min ; verify "Look." }
remedy tune "Tune it" { fixes load usually ; takes 30 min ; verify "Look." }
rule far "It is no disk of ours" { when backend is remote ; then skip drain }
rule first "Look first" { when slow ; then require where }
"#;
    let said = advice(asked, "answer where one\nexpect next drain");
    assert!(said.contains("of `drain`: the fact `backend` is asked first, since the rule `far` needs it"), "{said}");
    let said = advice(asked, "know backend local\nexpect next drain");
    assert!(said.contains("of `drain`: the rule `first` requires `where` first"), "{said}");
}

#[test]
fn a_stage_is_the_reason() {
    let staged = r#"
remedy drain "Drain it" { stage look ; fixes load usually, disk usually ; takes 40 min ; verify "Look." }
remedy tune "Tune it" { stage mend ; fixes load usually, disk usually ; takes 1 min ; verify "Look." }
"#;
    let said = advice(staged, "expect next tune");
    assert!(said.contains("of `tune`: its stage `mend` comes behind `look`, of which `drain` may help"), "{said}");
}

#[test]
fn what_handing_over_costs_is_the_reason() {
    let cheap = r#"
remedy drain "Drain it" { fixes load seldom, disk seldom ; takes 40 min ; verify "Look." }
"#;
    let text =
        NODE.replace("otherwise us ;", "otherwise us ; escalate when-cheaper ;").replace("takes 1 h", "takes 5 min");
    let run = |scenario: &str| {
        let tested = test(&format!("{text}{cheap}\nscenario \"one\" for node {{\n{scenario}\n}}\n"));
        tested.ran[0].failures.iter().map(|one| one.help.join(" | ")).collect::<String>()
    };
    let said = run("answer where one\nexpect next drain");
    assert!(said.contains("handing over costs 5 min, less than going on"), "{said}");
    let said = advice(cheap, "answer where one\nexpect next us");
    assert!(said.contains("of `us`: nobody is handed over while a remedy may help, and `drain` does with "), "{said}");
}

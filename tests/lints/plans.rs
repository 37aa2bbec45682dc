//! What lints of plans find, with the whole pipeline.

use kbc::config::Config;
use kbc::diagnostics::{Diagnostic, Level, catalogue};
use kbc::pipeline;
use kbc::source::Memory;

use super::pages::block;

fn check(files: &[(String, String)]) -> Vec<Diagnostic> {
    let memory = files.iter().fold(Memory::new(), |memory, (path, text)| memory.with(path.clone(), text.as_str()));
    let config = Config { longest_path: Some(100.0), ..Config::default() };
    let mut findings = pipeline::check(&memory, &config).findings;
    // What is said here is short; its wording is judged elsewhere.
    findings.retain(|finding| finding.fault.code.0 < 700);
    findings
}

fn found(text: &str) -> Vec<(u16, String)> {
    let findings = check(&[("example.rules".to_owned(), text.to_owned())]);
    findings.into_iter().map(|finding| (finding.fault.code.0, finding.message)).collect()
}

#[test]
fn examples_raise_their_fault_and_mends_do_not() {
    let mut wrong = Vec::new();
    for lint in kbc::lints::PLAN_LINTS {
        let fault = lint.fault;
        assert!(fault.page.starts_with(&format!("# {} {}\n", fault.code, fault.name)));
        assert_eq!(catalogue::find(fault.name), Some(fault));
        if fault.code.0 == 599 {
            // No rules can raise it.
            continue;
        }
        let example = check(&block(fault.page, "Example"));
        if !example.iter().any(|finding| finding.fault == fault) {
            wrong.push(format!("{} is not raised: {example:#?}", fault.code));
        }
        let mend = check(&block(fault.page, "Mend"));
        if let Some(finding) = mend.iter().find(|finding| finding.fault == fault || finding.level == Level::Error) {
            wrong.push(format!("{} is not mended: {finding:#?}", fault.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A guide with one cause, and what is put behind it.
fn guide(more: &str) -> String {
    format!(
        "guide dead \"Dead\" {{ symptoms dark ; otherwise call-us }}\n\
         symptom dark \"Dark\"\n\
         escalation call-us \"Call us\"\n\
         cause lamp \"The lamp is broken\" {{ likelihood common ; shows dark always }}\n\
         remedy new-lamp \"Put in another\" {{ fixes lamp always }}\n{more}"
    )
}

#[test]
fn a_plain_guide_raises_nothing() {
    assert_eq!(found(&guide("")), []);
}

#[test]
fn a_remedy_that_only_a_destructive_one_may_follow_is_reached() {
    let text = guide("remedy erase \"Erase\" { fixes lamp always ; risk destructive \"All.\" ; undo none }");
    assert_eq!(found(&text), []);
}

#[test]
fn a_check_after_the_one_that_is_not_reached_is_not_told_too() {
    let text = "guide dead \"Dead\" { symptoms dark ; start a ; otherwise call-us }\n\
        symptom dark \"Dark\"\nescalation call-us \"Call us\"\n\
        check a \"A?\" { outcome yes \"Yes\" { next call-us } outcome no \"No\" { next solved } }\n\
        check b \"B?\" { after a ; outcome yes \"Yes\" { next c } outcome no \"No\" { next call-us } }\n\
        check c \"C?\" { outcome yes \"Yes\" { next call-us } outcome no \"No\" { next b } }\n\
        scenario \"a\" for dead { answer a yes ; expect never b }\n";
    let of_plans: Vec<_> = found(text).into_iter().filter(|(code, _)| (500..600).contains(code)).collect();
    assert!(of_plans.len() <= 1, "{of_plans:?}");
}

#[test]
fn clashing_rules_show_answers_as_a_scenario_that_can_be_used() {
    let fault = catalogue::find("joint-table-zero").expect("in the catalogue");
    let example = block(fault.page, "Example");
    let findings = check(&example);
    let finding = findings.iter().find(|finding| finding.fault == fault).expect("the fault");
    let (_, scenario) = finding.help[0].split_once('\n').expect("a scenario");
    assert!(scenario.contains("answer glow"), "{scenario}");
    let mut files = example;
    files[0].1.push_str(scenario);
    let after = check(&files);
    assert!(after.iter().all(|finding| finding.level != Level::Error || finding.fault == fault), "{after:#?}");
}

#[test]
fn causes_that_nothing_tells_apart_are_told_once_with_what_helps() {
    let text = guide(
        "cause fuse \"Fuse\" { likelihood common ; shows dark always }\n\
         cause wire \"Wire\" { likelihood common ; shows dark always }\n\
         remedy new-fuse \"Fuse\" { fixes fuse always }\n\
         remedy new-wire \"Wire\" { fixes wire always }\n",
    );
    let told: Vec<_> = found(&text).into_iter().filter(|(code, _)| *code == 505).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("`fuse`") && told[0].1.contains("`lamp` and `wire`"), "{told:?}");
}

#[test]
fn a_route_to_a_step_before_which_a_fact_is_asked_is_followed() {
    let text = "guide g \"G\" { start running ; otherwise us }\nescalation us \"Us\"\n\
         fact backend \"Where is it?\" { one-of here \"Here\" 50%, there \"There\" }\n\
         cause stale \"Stale\" { likelihood common }\n\
         check running \"Does it run?\" { outcome yes \"Yes\" { next us } outcome no \"No\" { confirms stale ; next unlock } }\n\
         remedy unlock \"Unlock\" { next by-hand }\n\
         remedy by-hand \"By hand\" { fixes stale usually ; next us }\n\
         rule far \"Not there\" { when backend is there ; then skip unlock }\n";
    assert_eq!(found(text), []);
}

#[test]
fn a_check_that_only_leads_on_is_told_how_it_is_asked() {
    let text = guide(
        "guide other \"Other\" { symptoms dim ; otherwise call-us }\nsymptom dim \"Dim\"\n\
         cause old \"Old\" { likelihood common ; shows dim always }\nremedy swap \"Swap\" { fixes old always }\n\
         check which \"Which?\" { outcome a \"A\" ; outcome b \"B\" { next other } }\n",
    );
    assert_eq!(found(&text).iter().map(|(code, _)| *code).collect::<Vec<_>>(), [220]);
    // Included, it would be asked where that paid; required, it is asked.
    let included =
        text.replace("otherwise call-us }\nsymptom dark", "otherwise call-us ; include which }\nsymptom dark");
    let findings = check(&[("a.rules".to_owned(), included)]);
    assert!(
        findings.iter().any(|one| one.fault.code.0 == 501 && one.help[0].contains("`then require which`")),
        "{findings:#?}"
    );
    assert_eq!(found(&format!("{text}rule first \"First\" {{ when dark ; then require which }}\n")), []);
}

#[test]
fn a_route_of_who_cannot_tell_to_what_is_forbidden_is_told() {
    let text = guide(
        "check glow \"Does it glow?\" { outcome yes \"Yes\" { rules-out lamp } outcome no \"No\" ; cannot-tell { next look } }\n\
         check look \"Look closer: does it glow?\" { when glow is yes ; outcome yes \"Yes\" { rules-out lamp } outcome no \"No\" }\n\
         rule first \"First\" { when dark ; then require glow }\n",
    );
    let findings = check(&[("a.rules".to_owned(), text)]);
    let told = findings.iter().find(|one| one.fault.code.0 == 503).unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(told.help[0].contains("whenever the reader cannot tell"), "{told:#?}");
}

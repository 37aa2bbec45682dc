//! Scenarios that cannot be, found without a plan.

use kbc::config::Config;
use kbc::diagnostics::{Diagnostic, Level, catalogue};
use kbc::pipeline;
use kbc::scenario::coverage;
use kbc::source::Memory;

use super::{LAMP, test};

fn read(text: &str) -> Vec<Diagnostic> {
    let mut findings = pipeline::read(&Memory::new().with("lamp.rules", text), &Config::default()).findings;
    // The wording of what is said here is judged elsewhere.
    findings.retain(|finding| finding.fault.code.0 < 700);
    findings
}

/// The codes and messages of one scenario about the lamp.
fn faults(scenario: &str) -> Vec<String> {
    let mut findings = read(&format!("{LAMP}{MORE}\nscenario \"one\" for lamp {{\n{scenario}\n}}\n"));
    findings.sort_by_key(|finding| finding.span.map(|span| span.start));
    findings.iter().map(|finding| format!("{} {}", finding.fault.code.0, finding.message)).collect()
}

/// What the guide of the lamp does not hold, and facts of every type.
const MORE: &str = r#"
guide toaster "The toaster stays cold" { symptoms cold ; otherwise electrician ; include release, bread, weight, label }
symptom cold "The bread stays white"
cause crumbs "Crumbs" { likelihood common ; shows cold always }
check tray "What is in the tray?" { outcome crumbs-there "Crumbs" { points-to crumbs } outcome empty "Nothing" }
remedy shake "Shake it out" { fixes crumbs always }
fact release "Which version does it show?" { version }
fact bread "Which bread?" { one-of white "White", rye "Rye" }
fact weight "How heavy is the slice?" { number g }
fact label "What does the label say?" { text }
rule old "Old ones" { when release < 2 ; then doubt crumbs }
rule light "Light slices" { when weight < 20 and bread is rye and label is "x" ; then doubt crumbs }
"#;

#[test]
fn what_the_guide_does_not_hold_is_told() {
    assert_eq!(
        faults(
            "observe cold\nanswer tray empty\ntried shake\nsuppose crumbs\nexpect cause crumbs above 1%\nexpect next toaster"
        ),
        [
            "603 `lamp` does not hold the symptom `cold`",
            "603 `lamp` does not hold the check `tray`",
            "603 `lamp` does not hold the remedy `shake`",
            "603 `lamp` does not hold the cause `crumbs`",
            "603 `lamp` does not hold the cause `crumbs`",
            "603 no route of `lamp` leads to the guide `toaster`",
        ]
    );
    // That it never comes there is worth a test, and a fact that the guide does not ask may be known.
    assert_eq!(faults("know bread rye\nexpect never shake"), [""; 0]);
    assert_eq!(faults("answer bread rye\nexpect never shake"), ["603 `lamp` does not hold the fact `bread`"]);
}

#[test]
fn a_fault_elsewhere_hides_it_only_where_it_may_matter() {
    let scenario = "scenario \"one\" for lamp {\nobserve cold\nexpect next plug\n}\n";
    let codes = |files: &[(&str, &str)]| {
        let memory = files.iter().fold(Memory::new(), |memory, (path, text)| memory.with(*path, *text));
        let mut codes: Vec<u16> =
            pipeline::read(&memory, &Config::default()).findings.iter().map(|finding| finding.fault.code.0).collect();
        codes.retain(|code| *code < 700);
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let lamp = format!("{LAMP}{MORE}{scenario}");
    assert_eq!(codes(&[("lamp.rules", &lamp), ("far.rules", "mesage \"x\" {}\n")]).last(), Some(&603));
    let broken = format!("{lamp}\ncause torn \"x\" {{ likelihood rare ; shws dark }}\n");
    assert!(!codes(&[("lamp.rules", &broken)]).contains(&603));
    let other = format!("{lamp}\nscenario \"two\" for lamp {{\nobserve drak\nexpect next plug\n}}\n");
    assert!(codes(&[("lamp.rules", &other)]).contains(&603), "a slip in a scenario hides nothing");
}

#[test]
fn answers_that_cannot_be_are_told() {
    assert_eq!(faults("answer plug beside\nexpect next plug"), ["604 `plug` is never `beside`"]);
    assert_eq!(
        faults("answer voltage \"much\"\nexpect next plug"),
        ["604 `voltage` is a number, and `\"much\"` is none"]
    );
    assert_eq!(faults("answer voltage ful\nexpect next plug"), ["604 `voltage` is never `ful`"]);
    assert_eq!(
        faults("answer new-bulb hot\nexpect next plug"),
        ["604 `new-bulb` has no outcomes, so there is no answer to it"]
    );
    assert_eq!(faults("know damp wet\nexpect next plug"), ["604 `damp` is never `wet`"]);
    assert_eq!(faults("know release new\nexpect next plug"), ["604 `release` is a version, and `new` is none"]);
    assert_eq!(faults("know weight 1.2.3\nexpect next plug"), ["604 `weight` is a number, and `1.2.3` is none"]);
    assert_eq!(faults("know bread black\nexpect next plug"), ["604 `bread` is never `black`"]);
    assert_eq!(faults("know label anything\nknow release 1.2.3\nknow weight -1.5\nexpect next plug"), [""; 0]);
    let near = read(&format!("{LAMP}scenario \"one\" for lamp {{\nanswer voltage ful\nexpect next plug\n}}"));
    assert_eq!(near[0].fix.as_ref().expect("a mend").edits[0].text, "full");
}

#[test]
fn readers_are_one_and_things_are_given_once() {
    assert_eq!(faults("expect solved by plug-in"), ["605 nobody can be helped, as this scenario supposes no cause"]);
    assert_eq!(
        faults("suppose unplugged\nsuppose dead-bulb\nexpect next plug"),
        ["606 a second cause is supposed, and a reader has one"]
    );
    assert_eq!(faults("observe dark\nabsent dark\nexpect next plug"), ["606 `dark` is both seen and absent"]);
    assert_eq!(faults("answer plug in\nanswer plug in\nexpect next plug"), ["606 `plug` is given twice"]);
    assert_eq!(faults("tried new-bulb, new-bulb\nexpect next plug"), [""; 0]);
    assert_eq!(faults("observe dark"), ["607 this scenario expects nothing"]);
}

#[test]
fn errors_stop_the_run_and_all_are_told() {
    let tested = test(&format!("{LAMP}scenario \"one\" for lamp {{\nanswer plug on\nexpect next electrician\n}}"));
    assert!(tested.ran.is_empty());
    let codes: Vec<u16> = tested.findings().iter().map(|finding| finding.fault.code.0).collect();
    assert_eq!(codes, [604]);
}

/// The text in the block under a heading of a page.
fn block<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, behind) = page.split_once(&format!("## {heading}\n\n```rules\n")).expect("a heading with a block");
    behind.split_once("```").expect("the end of the block").0
}

#[test]
fn the_examples_of_the_pages_raise_their_faults_and_the_mends_do_not() {
    let pages: Vec<_> = catalogue::all().filter(|fault| (600..700).contains(&fault.code.0)).collect();
    assert_eq!(pages.len(), 8);
    for fault in pages {
        let found = |heading: &str| {
            let text = block(fault.page, heading);
            let files = Memory::new().with("example.rules", text);
            let tested = pipeline::test(&files, &Config::default(), None);
            let understood = &tested.understood;
            let mut findings = [read(text), tested.findings()].concat();
            findings.extend(coverage(&understood.knowledge, &understood.guides, &tested.ran).missing);
            findings
        };
        assert!(found("Example").iter().any(|finding| finding.fault == fault), "{}", fault.name);
        let left: Vec<_> = found("Mend")
            .into_iter()
            .filter(|finding| finding.fault == fault && fault.code.0 != 602 || finding.level == Level::Error)
            .collect();
        assert!(left.is_empty(), "{}: {left:#?}", fault.name);
    }
}

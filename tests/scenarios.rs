//! Scenarios: what they expect, what they reach, and what is wrong with them.

use kbc::config::Config;
use kbc::diagnostics::short_line;
use kbc::pipeline::{self, Tested};
use kbc::source::Memory;

#[path = "scenarios/command.rs"]
mod command;
#[path = "scenarios/coverage.rs"]
mod coverage;
#[path = "scenarios/faults.rs"]
mod faults;
#[path = "scenarios/flows.rs"]
mod flows;
#[path = "scenarios/plays.rs"]
mod plays;
#[path = "scenarios/reasons.rs"]
mod reasons;

/// A lamp that stays dark: three causes, a check that names a value, a fact, a rule that warns.
const LAMP: &str = r#"
guide lamp "The lamp stays dark" {
  symptoms dark
  otherwise electrician
  other 2%
}
symptom dark "No light"
cause unplugged "The plug is out" { likelihood common ; shows dark always }
cause dead-bulb "The bulb is dead" { likelihood common ; shows dark always }
cause no-power "The socket has no power" { likelihood rare ; shows dark always ; remedy none "That is the trade of an electrician." }
check plug "Where is the plug?" {
  takes 30 s
  outcome out "Beside the socket" { confirms unplugged }
  outcome in "In the socket" { rules-out unplugged }
}
check voltage "What does the meter show?" {
  asks number V
  takes 2 min
  outcome none-there "Nothing" below 100 { confirms no-power }
  outcome low "Too little" from 100 below 200
  outcome full "Enough" from 200 { rules-out no-power }
}
remedy plug-in "Plug it in" { takes 30 s ; fixes unplugged always ; verify "Press the switch." 30 s }
remedy new-bulb "Change the bulb" {
  takes 3 min
  waits 2 min
  fixes dead-bulb usually
  verify "Press the switch." 1 min
}
fact damp "Is the room damp?" { yes-no 10% }
rule careful "Water and power" { when damp is yes and voltage is low ; then warn "Keep your hands dry." }
rule after-the-bulb "A new bulb is hot" { when tried new-bulb ; then warn "Let the bulb cool down." }
escalation electrician "Call an electrician" { takes 90 min }
"#;

/// Runs the scenarios of a text.
fn test(text: &str) -> Tested {
    pipeline::test(&Memory::new().with("lamp.rules", text), &Config::default(), None)
}

/// Runs one scenario about the lamp; what failed, each as `message | help | help`.
fn lamp(scenario: &str) -> Vec<String> {
    let tested = test(&format!("{LAMP}\nscenario \"one\" for lamp {{\n{scenario}\n}}\n"));
    let stopped: Vec<String> = tested
        .understood
        .findings
        .iter()
        .map(|finding| short_line(finding, &tested.understood.knowledge.sources))
        .collect();
    assert!(stopped.is_empty(), "{stopped:#?}");
    assert_eq!(tested.ran.len(), 1);
    let said = |finding: &kbc::diagnostics::Diagnostic| {
        assert_eq!((finding.fault.code.0, finding.level.word()), (601, "error"));
        std::iter::once(&finding.message).chain(&finding.help).cloned().collect::<Vec<_>>().join(" | ")
    };
    tested.ran[0].failures.iter().map(said).collect()
}

#[test]
fn chances_are_held_against_their_bounds() {
    assert_eq!(lamp("answer plug out\nexpect cause unplugged above 99%\nexpect cause dead-bulb below 1%"), [""; 0]);
    assert_eq!(lamp("answer plug out\nexpect ruled-out dead-bulb\nexpect most-likely unplugged"), [""; 0]);
    assert_eq!(lamp("expect cause no-power below 6%\nexpect cause no-power above 5%"), [""; 0]);
    let failed = lamp(
        "answer plug in\nexpect cause dead-bulb above 99%\nexpect most-likely no-power\nexpect ruled-out no-power",
    );
    assert_eq!(failed.len(), 3);
    assert!(failed[0].starts_with("`dead-bulb` has a chance of "), "{}", failed[0]);
    assert!(failed[0].contains("which is not above 99% | the likeliest: `dead-bulb` "), "{}", failed[0]);
    assert!(failed[1].starts_with("`dead-bulb` is likelier than `no-power`, with "), "{}", failed[1]);
    assert!(failed[2].starts_with("`no-power` still has a chance of "), "{}", failed[2]);
}

#[test]
fn a_bound_itself_is_neither_above_nor_below() {
    // Two causes of equal weight and no unknown one: one half each, exactly.
    let text = LAMP.replace("other 2%", "other 0%\nexclude no-power, voltage");
    let tested = test(&format!(
        "{text}\nscenario \"half\" for lamp {{\nexpect cause unplugged above 50%\nexpect cause unplugged below 50%\n\
         expect most-likely unplugged\nexpect most-likely dead-bulb\n}}"
    ));
    let failed: Vec<_> = tested.ran[0].failures.iter().map(|finding| finding.message.as_str()).collect();
    let both = [
        "`unplugged` has a chance of 50 %, which is not above 50%",
        "`unplugged` has a chance of 50 %, which is not below 50%",
    ];
    assert_eq!(failed, both);
}

#[test]
fn evidence_that_contradicts_itself_is_said_to() {
    let failed = lamp(
        "answer plug out\nanswer voltage 20\nexpect ruled-out dead-bulb\nexpect next electrician\nexpect next plug-in",
    );
    assert_eq!(failed.len(), 2, "{failed:#?}");
    assert_eq!(failed[0], "no cause can give all this evidence, so none has a chance");
    let why = "`electrician`, as no cause can give all these answers, comes next, not `plug-in` | no cause can give all this evidence";
    assert_eq!(failed[1], why);
}

#[test]
fn a_value_is_the_outcome_that_it_lies_in() {
    for (value, power) in [("99.9", "above 99%"), ("100", "below 50%"), ("-3", "above 99%")] {
        assert_eq!(lamp(&format!("answer voltage {value}\nexpect cause no-power {power}")), [""; 0], "{value}");
    }
    assert_eq!(lamp("answer voltage 200\nexpect ruled-out no-power"), [""; 0]);
    assert_eq!(lamp("answer voltage full\nexpect ruled-out no-power"), [""; 0]);
}

#[test]
fn what_comes_next_is_named() {
    assert_eq!(lamp("answer plug out\nexpect next plug-in"), [""; 0]);
    let failed = lamp("answer plug out\nexpect next new-bulb\nexpect next electrician\nexpect next solved");
    let heads: Vec<_> = failed.iter().map(|failed| failed.split(" | ").next().expect("a message")).collect();
    let wanted = ["new-bulb", "electrician", "solved"].map(|wanted| format!("`plug-in` comes next, not `{wanted}`"));
    assert_eq!(heads, wanted);
}

#[test]
fn never_is_about_every_path_or_about_the_play() {
    assert_eq!(lamp("answer plug in\nexpect never plug-in"), [""; 0]);
    let failed = lamp("expect never plug-in");
    assert_eq!(failed, ["`plug-in` does come | the shortest way: plug: out → plug-in"]);
    // The flow has a way to the bulb, but not for this reader.
    assert_eq!(lamp("suppose unplugged\nexpect never new-bulb"), [""; 0]);
    assert_eq!(
        lamp("suppose unplugged\nexpect never plug-in"),
        ["`plug-in` does come | the way: plug: out → plug-in helps"]
    );
}

//! Readers who have a cause.

use super::{lamp, test};

#[test]
fn a_reader_is_helped_within_steps_and_plain_minutes() {
    // The plug takes half a minute to look at, half to mend and half to verify.
    assert_eq!(lamp("suppose unplugged\nexpect solved by plug-in within 2 steps, 1.5 min"), [""; 0]);
    assert_eq!(lamp("suppose unplugged\nexpect solved by plug-in"), [""; 0]);
    assert_eq!(
        lamp("suppose unplugged\nexpect solved by plug-in within 1 step, 80 s"),
        [
            "`plug-in` helps after 2 steps, not within 1, and 1.5 min, not within 80 s | the way: plug: out → plug-in helps"
        ]
    );
    // Waiting counts as it is, and so does the time to verify.
    assert_eq!(lamp("suppose dead-bulb\nexpect solved by new-bulb within 2 steps, 6.5 min"), [""; 0]);
    assert!(
        lamp("suppose dead-bulb\nexpect solved by new-bulb within 6.4 min")[0].contains("6.5 min, not within 6.4 min")
    );
}

#[test]
fn whoever_is_not_helped_is_sent_on() {
    assert_eq!(lamp("suppose no-power\nexpect escalated to electrician"), [""; 0]);
    let failed = lamp("suppose no-power\nexpect solved by new-bulb");
    assert!(
        failed[0].starts_with("the reader is sent to `electrician`, not `new-bulb` | the way: plug: in → "),
        "{}",
        failed[0]
    );
    let failed = lamp("suppose unplugged\nexpect escalated to electrician");
    assert_eq!(failed, ["`plug-in` helps, not to `electrician` | the way: plug: out → plug-in helps"]);
}

#[test]
fn a_cause_that_the_evidence_closes_cannot_be_played() {
    let failed = lamp("answer plug in\nsuppose unplugged\nexpect solved by plug-in");
    assert!(failed[0].contains("what is given rules `unplugged` out"), "{}", failed[0]);
}

#[test]
fn a_remedy_helps_from_a_chance_of_one_half() {
    let text = |chance: &str| {
        super::LAMP.replace("fixes dead-bulb usually", &format!("fixes dead-bulb {chance}"))
            + "scenario \"bulb\" for lamp {\nsuppose dead-bulb\nexpect solved by new-bulb\n}"
    };
    assert!(test(&text("50%")).ran[0].passed());
    assert!(!test(&text("49%")).ran[0].passed());
}

#[test]
fn warnings_count_at_the_start_and_on_the_way() {
    assert_eq!(lamp("know damp yes\nanswer voltage low\nexpect warn \"hands dry\""), [""; 0]);
    assert_eq!(
        lamp("know damp yes\nanswer voltage low\nexpect warn \"gloves\""),
        ["no warning says “gloves” | shown is: “Keep your hands dry.”"]
    );
    assert_eq!(
        lamp("know damp no\nanswer voltage low\nexpect warn \"hands dry\""),
        ["no warning says “hands dry” | no rule that holds here warns of anything"]
    );
    assert_eq!(lamp("tried new-bulb\nexpect warn \"cool down\""), [""; 0]);
    // The bulb is tried in vain by whoever has no power and no meter at hand.
    assert_eq!(lamp("answer voltage low\nsuppose no-power\nexpect warn \"cool down\""), [""; 0]);
}

/// A chart, and a remedy with ways of failing.
const KETTLE: &str = r#"
guide kettle "The kettle stays cold" { symptoms cold ; otherwise shop ; other 0% }
guide tea "Make tea" { start water ; otherwise shop }
symptom cold "The water stays cold"
cause scale "Too much scale" { likelihood common ; shows cold always }
cause broken "It is broken" { likelihood occasional ; shows cold always }
check inside "What is inside?" {
  outcome clean "Metal" { given scale 40% }
  outcome white "A white crust" { given scale 40% }
  outcome dirty "Something else" { given scale 20% }
}
check sound "Does it hum?" {
  outcome hums "It does" { given scale 60% ; given broken 50% }
  outcome silent "It does not" { given scale 40% ; given broken 50% }
}
rule crust-hums "Scale that shows is loud" { when inside is clean and sound is hums ; then rule-out scale }
remedy descale "Boil vinegar" {
  takes 10 min
  retry 2
  fixes scale sometimes
  outcome warmer "Warmer, not hot" { given scale 90% ; given broken 0% }
  outcome same "No change" { given scale 10% ; given broken 100% }
}
remedy replace "Buy another" { after descale ; takes 60 min ; fixes broken always, scale always }
check water "Is water in it?" {
  outcome yes "Yes" { next solved }
  outcome no "No" { next fill }
}
remedy fill "Fill it" { next kettle }
escalation shop "Ask the shop" { takes 500 min }
"#;

fn kettle(scenario: &str) -> Vec<String> {
    let tested = test(&format!("{KETTLE}\nscenario \"one\" for {scenario}\n}}"));
    let stopped: Vec<_> = tested.understood.findings.iter().map(|finding| &finding.message).collect();
    assert!(stopped.is_empty(), "{stopped:#?}");
    tested.ran[0]
        .failures
        .iter()
        .map(|failed| [std::slice::from_ref(&failed.message), &failed.help[..]].concat().join(" | "))
        .collect()
}

#[test]
fn an_answer_to_a_remedy_is_a_way_of_failing() {
    assert_eq!(kettle("kettle {\nanswer descale warmer\nexpect ruled-out broken"), [""; 0]);
    assert_eq!(kettle("kettle {\ntried descale\nexpect cause broken above 30%"), [""; 0]);
    assert_eq!(kettle("kettle {\nanswer descale warmer\nanswer descale warmer\nexpect next replace"), [""; 0]);
}

#[test]
fn a_chart_needs_no_cause() {
    assert_eq!(kettle("tea {\nexpect next water"), [""; 0]);
    assert_eq!(kettle("tea {\nanswer water yes\nexpect next solved"), [""; 0]);
    assert_eq!(kettle("tea {\nanswer water no\nexpect next fill"), [""; 0]);
    assert_eq!(kettle("tea {\nanswer water no\ntried fill\nexpect next kettle"), [""; 0]);
    assert_eq!(
        kettle("tea {\nanswer water no\nexpect next solved"),
        ["`fill` comes next, not `solved` | the likeliest: a cause that the guide does not know 100 %"]
    );
}

#[test]
fn a_reader_fails_in_the_likeliest_way_and_goes_on() {
    // A quarter is no help; the second copy fails as the first did.
    let failed = kettle("kettle {\nsuppose scale\nexpect solved by descale");
    assert!(failed[0].starts_with("`replace` helps, not `descale`"), "{failed:#?}");
    assert!(failed[0].contains("descale: warmer"), "{failed:#?}");
}

#[test]
fn answers_agree_with_the_rules_between_them() {
    // Alone, a reader with scale would hum; with a clean kettle that is ruled out.
    let failed = kettle("kettle {\nanswer inside clean\nsuppose scale\nexpect never sound\nexpect ruled-out scale");
    for failed in failed {
        assert!(!failed.contains("sound: hums"), "{failed}");
    }
}

#[test]
fn equal_chances_go_to_the_outcome_that_stands_first() {
    let text = format!(
        "{}\nrule look \"Look first\" {{ when cold ; then require inside, warn \"x\" }}\n\
         scenario \"one\" for kettle {{\nobserve cold\nsuppose scale\nexpect never inside\n}}",
        KETTLE.replace("rule-out scale", "warn \"hot\"")
    );
    let tested = test(&text);
    let help = tested.ran[0].failures[0].help.join(" ");
    assert!(help.contains("inside: clean"), "{help}");
}

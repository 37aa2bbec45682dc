//! Each finding shows answers that can be pasted, and fail.

use super::{coded, fails_when_pasted, read, rule, scenario_of, speaks, world};

/// A lamp with all that rules can ask about.
const LAMP: &str = "
guide lamp \"The lamp stays dark\" { symptoms dark, smell ; otherwise electrician }
symptom dark \"No light\"
symptom smell \"A smell of burning\"
cause unplugged \"The plug is out\" { likelihood common ; shows dark always, smell never }
cause dead-bulb \"The bulb is dead\" { likelihood common ; shows dark always, smell seldom }
cause no-power \"There is no power\" { likelihood rare ; shows dark always, smell seldom }
check plug \"Where is the plug?\" { outcome out \"Out\" { points-to unplugged } ; outcome in \"In\" ; outcome unseen \"Behind the shelf\" }
check hall \"Is there light in the hall?\" { outcome yes \"Yes\" { against no-power } ; outcome no \"No\" }
check meter \"What does the meter say?\" { when hall is no ; outcome low \"Little\" ; outcome full \"Enough\" }
fact age \"How old is the house?\" { number years }
fact model \"Which lamp is it?\" { text }
remedy plug-in \"Push the plug in\" { fixes unplugged usually ; outcome loose \"It falls out\" ; outcome tight \"It stays\" }
remedy new-bulb \"Change the bulb\" { fixes dead-bulb usually }
remedy reset-fuse \"Push the fuse in\" { fixes no-power usually }
escalation electrician \"Call an electrician\"
";

fn with(rules: &str) -> String {
    format!("{LAMP}{rules}\n")
}

/// The names of the two rules that contradict each other, once it is shown that both speak and that the scenario fails.
fn contradiction(rules: &str) -> Option<(String, String)> {
    let text = with(rules);
    let found = read(&text);
    let findings = coded(&found, 403);
    assert!(findings.len() <= 1, "{findings:#?}");
    let finding = findings.first()?;
    let names: Vec<&str> = finding.message.split('`').skip(1).step_by(2).take(2).collect();
    let scenario = scenario_of(finding);
    let failed = fails_when_pasted(&text, scenario);
    assert!(!failed.is_empty(), "{scenario} passes");
    let pasted = read(&format!("{text}{scenario}\n"));
    let world = world(&pasted.knowledge);
    for name in &names {
        assert!(speaks(&pasted.knowledge, &world, rule(&pasted.knowledge, name)), "{name} in {scenario}");
    }
    Some((names[0].to_owned(), names[1].to_owned()))
}

fn pair(later: &str, earlier: &str) -> Option<(String, String)> {
    Some((later.to_owned(), earlier.to_owned()))
}

#[test]
fn a_cause_is_confirmed_and_ruled_out() {
    let rules = "rule a \"A\" { when plug is out or plug is unseen ; then confirm unplugged }\n\
                 rule b \"B\" { when not plug is in and age > 50 ; then rule-out unplugged }";
    assert_eq!(contradiction(rules), pair("b", "a"));
    let apart = rules.replace("not plug is in", "plug is in");
    assert_eq!(contradiction(&apart), None);
}

#[test]
fn two_causes_are_confirmed_unless_one_may_bring_about_the_other() {
    let rules = "rule a \"A\" { when plug is out ; then confirm unplugged }\n\
                 rule b \"B\" { when hall is no and smell ; then confirm no-power }";
    assert_eq!(contradiction(rules), pair("b", "a"));
    let led = "cause storm \"A storm\" { likelihood rare ; leads-to unplugged half, no-power half }\n";
    assert_eq!(contradiction(&format!("{led}{rules}")), None);
    // A rule that confirms two leaves open which.
    assert_eq!(contradiction(&rules.replace("confirm unplugged", "confirm unplugged, confirm no-power")), None);
}

#[test]
fn a_step_is_demanded_and_forbidden() {
    let rules = "rule a \"A\" { when at least 2 of (hall is no, smell, model is \"x\") ; then require reset-fuse }\n\
                 rule b \"B\" { when age >= 30 and age < 40 and smell ; then skip reset-fuse }";
    assert_eq!(contradiction(rules), pair("b", "a"));
    assert_eq!(contradiction(&rules.replace("age < 40 and smell", "age < 40 and not smell and hall is yes")), None);
}

#[test]
fn routes_clash_only_where_one_answer_makes_both() {
    let rules = "rule a \"A\" { when plug is in and hall is no ; then next reset-fuse }\n\
                 rule b \"B\" { when plug is in and smell ; then next new-bulb }";
    assert_eq!(contradiction(rules), pair("b", "a"));
    // One after the other they can both be followed.
    assert_eq!(
        contradiction(&rules.replace("plug is in and smell", "plug is in").replace("plug is in and hall", "hall")),
        None
    );
    // What is known from the start holds at once.
    let known = "rule a \"A\" { when smell ; then next reset-fuse, suspect no-power }\nrule b \"B\" { when age > 3 ; then next solved, doubt no-power }";
    assert_eq!(contradiction(known), pair("b", "a"));
}

#[test]
fn what_is_never_asked_together_does_not_clash() {
    let rules = "rule a \"A\" { when meter is low ; then confirm no-power }\n\
                 rule b \"B\" { when hall is yes ; then rule-out no-power }";
    assert_eq!(contradiction(rules), None);
    assert_eq!(contradiction(&rules.replace("hall is yes", "hall is no")), pair("b", "a"));
}

#[test]
fn ways_of_failing_are_answers_too() {
    let rules = "rule a \"A\" { when plug-in is loose or not tried new-bulb ; then require reset-fuse }\n\
                 rule b \"B\" { when tried new-bulb and tried plug-in ; then skip reset-fuse }";
    assert_eq!(contradiction(rules), pair("b", "a"));
    assert_eq!(
        contradiction(
            &rules
                .replace("plug-in is loose", "plug-in is tight and plug is in")
                .replace("and tried plug-in", "and plug is out")
        ),
        None
    );
}

#[test]
fn rules_of_no_common_guide_never_meet() {
    let rules = "guide other \"Another lamp\" { symptoms dim ; otherwise electrician ; exclude b }\nsymptom dim \"Little light\"\n\
                 cause old-bulb \"The bulb is old\" { likelihood common ; shows dim always ; remedy none \"It will do.\" }\n\
                 rule a \"A\" { when plug is in ; then confirm old-bulb }\n\
                 rule b \"B\" { when plug is in ; then confirm no-power }";
    assert_eq!(contradiction(rules), None);
}

/// What is found needless, with the scenario that shows it; it must fail where it expects anything.
fn needless(rules: &str) -> Vec<String> {
    let text = with(rules);
    let found = read(&text);
    coded(&found, 406)
        .into_iter()
        .map(|finding| {
            let scenario = scenario_of(finding);
            let failed = fails_when_pasted(&text, scenario);
            assert!(!failed.is_empty() || !scenario.contains("expect"), "{scenario} passes");
            finding.message.clone()
        })
        .collect()
}

#[test]
fn a_rule_that_another_makes_needless() {
    for effect in ["rule-out unplugged", "confirm no-power", "skip new-bulb", "require reset-fuse", "warn \"Careful.\""]
    {
        let rules = format!(
            "rule narrow \"N\" {{ when plug is in and age > 20 ; then {effect} }}\n\
             rule wide \"W\" {{ when not plug is out and (age > 10 or hall is yes) ; then {effect} }}"
        );
        // With the plug behind the shelf the wide one speaks alone, but it always speaks where the narrow one does.
        assert_eq!(needless(&rules), ["wherever `narrow` holds, `wide` says as much"], "{effect}");
        assert_eq!(needless(&rules.replace("age > 20", "age > 5")), [""; 0], "{effect}");
    }
}

#[test]
fn of_two_equal_rules_the_later_is_needless() {
    let rules = "rule one \"1\" { when hall is yes and plug is in ; then next new-bulb, rule-out no-power }\n\
                 rule two \"2\" { when all of (plug is in, hall is yes) ; then next new-bulb }";
    assert_eq!(needless(rules), ["wherever `two` holds, `one` says as much"]);
    // A route is taken when it becomes true, so a wider one does not stand in for it.
    assert_eq!(needless(&rules.replace("when hall is yes and plug is in", "when plug is in")), [""; 0]);
}

#[test]
fn evidence_adds_up_and_is_never_needless_but_beside_certainty() {
    let rules = "rule one \"1\" { when hall is yes ; then suspect dead-bulb }\n\
                 rule two \"2\" { when hall is yes and plug is in ; then suspect dead-bulb }";
    assert_eq!(needless(rules), [""; 0]);
    assert_eq!(needless(&rules.replacen("suspect", "rule-out", 1)), ["wherever `two` holds, `one` says as much"]);
}

#[test]
fn what_is_known_later_makes_no_rule_needless_before() {
    // Once the hall is known both say the same, but before that only the first speaks.
    let rules = "rule one \"1\" { when plug is in ; then skip new-bulb }\n\
                 rule two \"2\" { when plug is in and (hall is yes or hall is no) ; then skip new-bulb }";
    assert_eq!(needless(rules), ["wherever `two` holds, `one` says as much"]);
}

/// The tables with gaps.
fn gaps(rules: &str) -> Vec<String> {
    let text = with(rules);
    let found = read(&text);
    coded(&found, 407)
        .into_iter()
        .map(|finding| {
            let scenario = scenario_of(finding);
            assert!(!fails_when_pasted(&text, scenario).is_empty(), "{scenario} passes");
            let pasted = read(&format!("{text}{scenario}\n"));
            let world = world(&pasted.knowledge);
            let speaking = pasted
                .knowledge
                .ids_of(kbc::model::Kind::Rule)
                .iter()
                .filter(|&&id| speaks(&pasted.knowledge, &world, id));
            assert_eq!(speaking.count(), 0, "{scenario}");
            finding.message.clone()
        })
        .collect()
}

#[test]
fn a_table_with_a_gap() {
    let row = |name: &str, plug: &str, hall: &str, then: &str| {
        format!("rule {name} \"R\" {{ when plug is {plug} and hall is {hall} ; then {then} }}\n")
    };
    let rows = [
        row("a", "out", "yes", "suspect unplugged"),
        row("b", "out", "no", "suspect no-power"),
        row("c", "in", "yes", "suspect dead-bulb"),
        row("d", "unseen", "yes", "suspect dead-bulb weakly"),
        row("e", "unseen", "no", "suspect no-power weakly"),
    ];
    assert_eq!(gaps(&rows.concat()), ["5 rules read like a table over `plug` and `hall`, and leave out 1 of 6 cases"]);
    let full = rows.concat() + &row("f", "in", "no", "suspect no-power");
    assert_eq!(gaps(&full), [""; 0]);
    // Half a table is no table, and neither is one that never speaks of an answer.
    assert_eq!(gaps(&rows[..3].concat()), [""; 0]);
    let silent = [&rows[0], &rows[1], &rows[2], &row("f", "in", "no", "suspect no-power")].map(String::as_str).concat();
    assert_eq!(gaps(&silent), [""; 0]);
}

#[test]
fn a_scale_with_a_gap_between_its_rows() {
    let rules = "rule a \"A\" { when age < 10 ; then suspect dead-bulb }\nrule b \"B\" { when age > 10 ; then suspect no-power }";
    assert_eq!(gaps(rules), ["2 rules read like a table over `age`, and leave out 1 of 3 cases"]);
    assert_eq!(gaps(&rules.replace("> 10", ">= 10")), [""; 0]);
}

#[test]
fn a_scenario_names_what_its_file_can_name() {
    let lamp = LAMP.replace("guide lamp", "guide far-lamp");
    let rules = "use lamps.house\nrule a \"A\" { when plug is in ; then confirm no-power }\n\
                 rule b \"B\" { when plug is in ; then rule-out no-power }\n";
    let files = kbc::source::Memory::new()
        .with("lamps/house.rules", lamp.replace("guide far-lamp", "# guide"))
        .with("lamps/guide.rules", "use lamps.house\nguide far-lamp \"L\" { symptoms dark ; otherwise electrician }\n")
        .with("rules.rules", rules);
    let config = kbc::config::Config { rules: String::new(), ..kbc::config::Config::default() };
    let found = kbc::pipeline::read(&files, &config);
    let finding = coded(&found, 403)[0].clone();
    let scenario = scenario_of(&finding);
    assert!(scenario.starts_with("use lamps.guide\nscenario "), "{scenario}");
    assert!(
        scenario.contains("for lamps.guide.far-lamp {\n  answer plug in\n  expect cause no-power above 0%"),
        "{scenario}"
    );
    let pasted = kbc::pipeline::read(&files.with("rules.rules", format!("{rules}{scenario}\n")), &config);
    let wrong: Vec<_> =
        pasted.findings.iter().filter(|finding| finding.level == kbc::diagnostics::Level::Error).collect();
    assert_eq!(wrong.len(), 1, "{wrong:#?}");
}

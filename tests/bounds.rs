//! Whatever an author or a program writes, a stage ends within a bound of time and memory, or says what was too large.
//!
//! The inputs are made here: each is one that a stage once had no bound for. The compiler runs with little memory, and is
//! given a time in which it would end many times over.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kbc::config::Config;
use kbc::diagnostics::Diagnostic;
use kbc::pipeline;
use kbc::source::Memory;

/// A guide with one cause, to which an input adds.
const GUIDE: &str = r#"
guide g "Trouble" { summary "What helps."; symptoms s; otherwise e }
escalation e "Ask" { collect "x" }
symptom s "It is silent"
cause c0 "Cause number 0" { likelihood common; shows s often }
remedy r0 "Replace part 0" { fixes c0 usually; takes 5 min; steps { step "Replace part 0." }; verify "Look." 5 s }
check q0 "Is part 0 warm?" { takes 20 s; outcome yes "Yes" { points-to c0 }; outcome no "No" { rules-out c0 } }
"#;

/// So much memory a run may ask for, in kibibytes. Much of it is asked for and never used.
const MEMORY: usize = 1_000_000;
/// The longest that a run may take without being optimised, on a machine with much else to do.
const LONGEST: Duration = Duration::from_mins(2);

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\n").collect()
}

fn joined(count: usize, between: &str, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(between)
}

fn facts(count: usize) -> String {
    many(count, |at| format!("fact f{at} \"Is {at} so?\" {{ yes-no }}"))
}

/// A condition that asks whether so many and one more parts fit into so many places, one in each; with its facts.
fn pigeonhole(places: usize) -> (String, String) {
    let facts = many((places + 1) * places, |at| {
        format!("fact p{}-{} \"Is it there?\" {{ yes-no }}", at / places, at % places)
    });
    let somewhere = joined(places + 1, " and ", |part| {
        format!("({})", joined(places, " or ", |place| format!("p{part}-{place} is yes")))
    });
    let alone = joined(places, " and ", |place| {
        let pairs = (0..=places).flat_map(|one| (0..one).map(move |other| (one, other)));
        let apart: Vec<String> =
            pairs.map(|(one, other)| format!("(p{one}-{place} is no or p{other}-{place} is no)")).collect();
        apart.join(" and ")
    });
    (facts, format!("{somewhere} and {alone}"))
}

/// What a run of `kbc check` said, and how it ended.
struct Run {
    code: Option<i32>,
    said: String,
}

/// Checks a file on its own with little memory.
fn run(text: &str, threads: usize) -> Run {
    run_to(&["check"], text, threads)
}

fn run_to(command: &[&str], text: &str, threads: usize) -> Run {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/a.rules"), text).unwrap();
    fs::write(folder.path().join("kbc.toml"), "").unwrap();
    let out = folder.path().join("said");
    let said = fs::File::create(&out).unwrap();
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_kbc")])
        .args(command)
        .args(["--message-format", "short"])
        .arg(folder.path())
        .env("KBC_CACHE", "off")
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stdin(Stdio::null())
        .stdout(said.try_clone().unwrap())
        .stderr(said)
        .spawn()
        .unwrap();
    let code = ended(&mut child);
    Run { code, said: read(&out) }
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

/// The code with which it ended; none where a signal or this function ended it.
fn ended(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    while start.elapsed() < LONGEST {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// Checks a file in this process.
fn check(text: &str) -> Vec<Diagnostic> {
    let files = Memory::new().with("rules/a.rules", text);
    pipeline::check(&files, &Config::default()).findings
}

fn count(said: &str, code: &str) -> usize {
    said.lines().filter(|line| line.contains(&format!("[{code}]"))).count()
}

#[test]
fn a_long_condition_needs_no_more_memory_than_it_is_long() {
    let count_of = |n: usize| format!("at least {n} of ({})", joined(5_000, ", ", |at| format!("f{at} is yes")));
    for condition in [
        joined(5_000, " or ", |at| format!("f{at} is yes")),
        joined(5_000, " and ", |at| format!("f{at} is yes")),
        count_of(2_500),
        format!("not {}", count_of(2_500)),
    ] {
        let rule = |effect: &str| {
            let rule = format!("rule u \"U\" {{ when ({condition}) and q0 is yes; then {effect} }}");
            [GUIDE, &facts(5_000), &rule].concat()
        };
        let warns = run(&rule("warn \"Careful\""), 2);
        assert_eq!(warns.code, Some(0), "{}", warns.said);
        // It binds all of them together, which is told before anything is planned.
        let excludes = run(&rule("rule-out c0"), 2);
        assert_eq!((excludes.code, count(&excludes.said, "KB514")), (Some(1), 1), "{}", excludes.said);
    }
}

#[test]
fn a_count_of_one_and_the_same_answer_is_decided() {
    let parts = joined(5_000, ", ", |_| "q0 is yes".to_owned());
    for effect in ["warn \"Careful\"", "rule-out c0"] {
        let text = format!("{GUIDE}rule u \"U\" {{ when at least 2500 of ({parts}); then {effect} }}\n");
        let run = run(&text, 2);
        assert!(run.code.is_some() && count(&run.said, "KB408") == 0, "{}", run.said);
    }
}

#[test]
fn what_cannot_be_decided_is_a_note_and_the_same_with_any_number_of_threads() {
    for places in [9, 12, 20] {
        let (facts, condition) = pigeonhole(places);
        let text = format!("{GUIDE}{facts}rule u \"U\" {{ when {condition} and q0 is yes; then warn \"Full\" }}\n");
        let runs = [1, 2, 4].map(|threads| run(&text, threads));
        assert_eq!((runs[0].code, count(&runs[0].said, "KB408")), (Some(0), 1), "{}", runs[0].said);
        assert!(runs.iter().all(|run| run.said == runs[0].said), "{}\n{}", runs[0].said, runs[1].said);
    }
    // A few parts are decided, as ever.
    let (facts, condition) = pigeonhole(4);
    let text = format!("{GUIDE}{facts}rule u \"U\" {{ when {condition} and q0 is yes; then warn \"Full\" }}\n");
    let run = run(&text, 2);
    assert_eq!((count(&run.said, "KB401"), count(&run.said, "KB408")), (1, 0), "{}", run.said);
}

#[test]
fn rules_that_bind_too_much_are_told_before_a_plan_is_made() {
    let checks = many(30, |at| {
        format!("check k{at} \"Is it {at}?\" {{ outcome yes \"Yes\" {{ points-to c0 }}; outcome no \"No\" }}")
    });
    let part = |at: usize| format!("k{} is {}", at * 7 % 30, if at.is_multiple_of(3) { "yes" } else { "no" });
    let rules = many(300, |rule| {
        let condition = joined(32, " or ", |at| format!("({} and {})", part(rule + at), part(rule * 11 + at * 13 + 1)));
        format!("rule u{rule} \"U\" {{ when {condition}; then suspect c0 }}")
    });
    let findings = check(&[GUIDE, &checks, &rules].concat());
    let of_plans: Vec<u16> =
        findings.iter().map(|finding| finding.fault.code.0).filter(|code| (500..600).contains(code)).collect();
    assert_eq!(of_plans, [514]);
    let told = findings.iter().find(|finding| finding.fault.code.0 == 514).unwrap();
    assert!(told.labels.len() <= 24 && told.message.len() < 200, "{told:?}");
}

#[test]
fn thousands_of_rules_of_one_kind_are_held_against_those_beside_them() {
    let rules = |effect: &dyn Fn(usize) -> String| {
        many(1_500, |at| format!("rule u{at} \"U\" {{ when f{at} is yes or q0 is yes; then {} }}", effect(at)))
    };
    let ends = many(1_500, |at| format!("escalation e{at} \"Ask {at}\" {{ collect \"x\" }}"));
    let leading = [GUIDE, &facts(1_500), &ends, &rules(&|at| format!("next e{at}"))].concat();
    let leads = run(&leading, 2);
    assert!(count(&leads.said, "KB403") >= 1_400, "{}", leads.said.len());
    let warning = [GUIDE, &facts(1_500), &rules(&|at| format!("warn \"Careful {at}\""))].concat();
    let warns = run(&warning, 2);
    assert_eq!((warns.code, count(&warns.said, "KB408")), (Some(0), 0), "{}", warns.said);
}

#[test]
fn names_that_lead_nowhere_are_found_at_once_and_get_the_name_that_was_meant() {
    let symptoms = many(5_000, |at| format!("symptom sym{at:05} \"Sym {at}\""));
    let causes = many(5_000, |at| format!("cause d{at} \"Cause\" {{ likelihood common; shows syn{at:05} often }}"));
    let findings = check(&[GUIDE, &symptoms, &causes].concat());
    let unknown: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.fault.code.0 == 101).collect();
    assert_eq!(unknown.len(), 5_000);
    // The first few are held against every name, the others sought in an index: both find the same.
    for (at, finding) in unknown.iter().enumerate() {
        let fix = finding.fix.as_ref().map(|fix| fix.title.as_str());
        assert_eq!(fix, Some(format!("did you mean `sym{at:05}`?").as_str()));
    }
    let entries = joined(10_000, ", ", |at| format!("nothing{at} often"));
    let one = format!("{GUIDE}{symptoms}cause d \"Cause\" {{ likelihood common; shows {entries} }}\n");
    assert_eq!(count(&run(&one, 2).said, "KB101"), 10_000);
    let uses = many(10_000, |at| format!("use module{at}"));
    assert_eq!(count(&run(&[&uses, GUIDE].concat(), 2).said, "KB105"), 10_000);
}

#[test]
fn values_that_a_fact_does_not_have_are_found_at_once() {
    let values = joined(4_000, ", ", |at| format!("val{at:04} \"V {at}\""));
    let rules = many(4_000, |at| format!("rule d{at} \"R\" {{ when ff is vel{at:04}; then warn \"x\" }}"));
    let findings = check(&format!("{GUIDE}fact ff \"Which?\" {{ one-of {values} }}\n{rules}"));
    let never: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.fault.code.0 == 110).collect();
    assert_eq!(never.len(), 4_000);
    assert!(never.iter().all(|finding| finding.fix.is_some() && finding.help.iter().all(|help| help.len() < 1_000)));
}

#[test]
fn a_number_that_is_cut_thousands_of_times_is_cut_in_order() {
    let rules = many(2_000, |at| format!("rule d{at} \"R\" {{ when n > {at} and q0 is yes; then warn \"x{at}\" }}"));
    let run = run(&format!("{GUIDE}fact n \"How many?\" {{ number }}\n{rules}"), 2);
    assert_eq!(run.code, Some(0), "{}", run.said);
}

#[test]
fn causes_that_all_lead_to_each_other_are_drawn() {
    let count = 200;
    let causes = many(count, |at| {
        let to = joined(count - 1 - at, ", ", |more| format!("d{} often", at + 1 + more));
        let leads = if to.is_empty() { to } else { format!("; leads-to {to}") };
        format!("cause d{at} \"Cause number {at}\" {{ likelihood common; shows s often{leads} }}")
    });
    let run = run_to(&["build"], &[GUIDE, &causes].concat(), 2);
    assert_eq!(run.code, Some(0), "{}", run.said);
}

#[test]
fn steps_that_unfold_without_end_are_told() {
    let runs = many(14, |at| {
        let next = joined(4, "; ", |_| format!("include s{}", at + 1));
        format!("steps s{at} \"S\" {{ {next} }}")
    });
    let last = "steps s14 \"S\" { step \"Turn it.\" }\nremedy r \"R\" { fixes c0 usually; steps { include s0 } }\n";
    let findings = check(&[GUIDE, &runs, last].concat());
    let told = findings.iter().filter(|finding| finding.fault.code.0 == 212);
    let messages: Vec<&str> = told.map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["`r` shows 268435456 steps once shared ones are put in, and 2000 is the most"]);
}

#[test]
fn a_guide_that_is_too_large_is_told_before_it_is_planned() {
    let causes = many(2_000, |at| {
        format!(
            "cause d{at} \"Cause {at}\" {{ likelihood common; shows s often }}\n\
             remedy x{at} \"Turn {at}\" {{ fixes d{at} usually }}"
        )
    });
    let run = run(&[GUIDE, &causes].concat(), 2);
    assert_eq!((run.code, count(&run.said, "KB213")), (Some(1), 1), "{}", run.said);
    let causes = many(5_000, |at| format!("cause d{at} \"Cause {at}\" {{ likelihood common; shows s often }}"));
    let findings = check(&[GUIDE, &causes].concat());
    assert_eq!(findings.iter().filter(|finding| finding.fault.code.0 == 213).count(), 1);
    let about = "Words of one line.\n".repeat(500_000);
    let text = GUIDE.replace("summary \"What helps.\"", &format!("about \"\"\"\n{about}\"\"\""));
    let findings = check(&text);
    let told = findings.iter().filter(|finding| finding.fault.code.0 == 213);
    let messages: Vec<&str> = told.map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["`g` holds 9 MB of text, and 8 is the most"]);
}

#[test]
fn a_flow_whose_questions_multiply_is_cut_where_the_fewest_readers_come() {
    // Each remedy waits for an answer of its own, and nobody is handed over before all of them were tried.
    let parts = many(20, |at| {
        format!(
            "cause d{at} \"Cause {at}\" {{ likelihood common; shows s often }}\n\
             fact h{at} \"Is there a spare {at}?\" {{ yes-no }}\n\
             remedy x{at} \"Change part {at}\" {{ when h{at} is yes; fixes d{at} usually; takes {} min }}",
            10 + at
        )
    });
    let guide = GUIDE.replace("otherwise e", "escalate last; otherwise e").replace("{ collect", "{ takes 4 h; collect");
    let run = run(&[&guide, &parts[..]].concat(), 1);
    assert_eq!((run.code, count(&run.said, "KB520")), (Some(0), 1), "{}", run.said);
    let sooner = guide.replace("escalate last", "escalate when-cheaper");
    let run = self::run(&[&sooner, &parts[..]].concat(), 1);
    assert_eq!(count(&run.said, "KB520"), 0, "{}", run.said);
}

//! A log that is older than the guide: names, cuts and questions have changed since, over three versions.

use kbc::config::Config;
use kbc::decision::Decision;
use kbc::estimates::{former_guides, history};
use kbc::learning::counts::Row;
use kbc::learning::gather::{Gathered, gather};
use kbc::learning::vocabulary::Vocabulary;
use kbc::pipeline::{self, Analysis};
use kbc::source::Memory;

/// The guide of January: `old-lamp` names what is `lamp` today.
const FIRST: &str = "\
guide dark-room \"It is dark\" { symptoms dark ; otherwise shop }
symptom dark \"It is dark\"
cause bulb-dead \"The bulb is dead\" { likelihood common ; shows dark }
cause fuse-blown \"The fuse is blown\" { likelihood rare ; shows dark }
fact age \"How old is the lamp, in years?\" { number }
check old-lamp \"Is the lamp black?\" { outcome black \"Black\" { points-to bulb-dead } ; outcome clear \"Clear\" }
check hum \"Does it hum?\" { outcome hums \"Yes\" { points-to fuse-blown } ; outcome still \"No\" }
remedy new-bulb \"Put a new bulb in\" { fixes bulb-dead usually ; takes 2 min ; when age >= 2 }
remedy new-fuse \"Put a new fuse in\" { fixes fuse-blown usually ; takes 5 min }
escalation shop \"Ask the shop\"
";

fn read(text: &str) -> (Analysis, Decision) {
    let files = Memory::new().with("m.rules", text);
    let config = Config { rules: String::new(), ..Config::default() };
    let understood = pipeline::read(&files, &config);
    assert!(!understood.has_errors(), "{:#?}", understood.findings);
    let guide = understood.guides[0].0;
    let members = understood.members(guide).expect("a guide");
    let decision = Decision::new(&understood.knowledge, &understood.web, &config.numbers, guide, members);
    let decision = decision.expect("an end");
    (understood, decision)
}

fn row(month: &str, pattern: &str, ending: &str, cause: Option<&str>) -> Row {
    Row {
        guide: "m.dark-room".into(),
        month: month.into(),
        via: "page".into(),
        pattern: pattern.into(),
        ending: ending.into(),
        cause: cause.map(Into::into),
        sessions: 10,
        minutes: Some(1.0),
        ..Row::default()
    }
}

/// What was logged while each of the versions was the guide.
fn log() -> Vec<Row> {
    vec![
        row("2026-01", "age=below_2 hum=hums old-lamp=black", "solved:new-bulb", None),
        row("2026-01", "age=from_2 new-bulb=failed", "handed-over:shop", Some("fuse-blown")),
        row("2026-05", "hum=hums lamp=black", "solved:new-bulb", None),
        row("2026-09", "bulb=failed hum=still lamp=clear", "solved:new-fuse", None),
    ]
}

fn gathered(text: &str) -> (Gathered, Vec<String>) {
    let (understood, decision) = read(text);
    let vocabulary = Vocabulary::through_time(&decision.problem, &history(&understood.knowledge, &decision));
    let rows = log();
    let gathered = gather(rows.iter(), &vocabulary);
    let tell = |one: &kbc::learning::guide::Counted| {
        let told = vocabulary.tell(&decision.problem, &one.story, format!("{:?}", one.story.ending));
        format!("{} | {} | {:?}", told.pattern, one.quarter % 4 + 1, told.cause)
    };
    let mut stories: Vec<String> = gathered.stories.iter().map(tell).collect();
    stories.sort();
    (gathered, stories)
}

/// The guide of today: three items have other names, the question for the hum is another one since June, and the age is cut
/// otherwise.
fn today() -> String {
    FIRST
        .replace("check old-lamp \"Is the lamp black?\" {", "check lamp \"Is the lamp black?\" { moved-from old-lamp ;")
        .replace("remedy new-bulb \"Put a new bulb in\" {", "remedy bulb \"Put a new bulb in\" { moved-from new-bulb ;")
        .replace(
            "cause fuse-blown \"The fuse is blown\" {",
            "cause fuse \"The fuse is blown\" { moved-from fuse-blown ;",
        )
        .replace("fuse-blown usually", "fuse usually")
        .replace("points-to fuse-blown", "points-to fuse")
        .replace("\"Does it hum?\" {", "\"Does it hum when it is cold?\" { changed 2026-06-10 ;")
        .replace("age >= 2", "age >= 5")
}

#[test]
fn old_names_are_looked_up_and_what_changed_counts_as_not_asked() {
    let (gathered, stories) = gathered(&today());
    let expected = [
        // Ten years or two: `from_2` is no part of one interval of today.
        "bulb=failed hum=still lamp=clear | 3 | None",
        "bulb=failed | 1 | Some(\"fuse\")",
        "age=below_5 lamp=black | 1 | None",
        "lamp=black | 2 | None",
    ];
    let mut expected: Vec<&str> = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(stories, expected);
    assert_eq!(gathered.unknown.into_iter().collect::<Vec<_>>(), [("age=from_2".to_owned(), 10)]);
    assert_eq!(gathered.outdated.into_iter().collect::<Vec<_>>(), [("hum".to_owned(), 20)]);
    let endings: Vec<bool> =
        gathered.stories.iter().map(|one| one.story.ending != kbc::learning::vocabulary::Ending::Else).collect();
    assert_eq!(endings.iter().filter(|is_solved| **is_solved).count(), 3, "the old name of a remedy that helped");
}

#[test]
fn without_what_the_text_says_of_its_past_names_are_unknown() {
    let (gathered, _) = gathered(&today().replace("moved-from old-lamp ;", "").replace("changed 2026-06-10 ;", ""));
    assert_eq!(gathered.unknown.get("old-lamp=black"), Some(&10));
    assert!(gathered.outdated.is_empty());
}

#[test]
fn a_name_of_today_is_what_it_says_today() {
    // The name that the lamp had before is that of another check by now.
    let text = today() + "check old-lamp \"Is there an old lamp?\" { outcome black \"Yes\" ; outcome clear \"No\" }\n";
    let text = text.replace("outcome black \"Yes\"", "outcome black \"Yes\" { points-to fuse }");
    let (_, stories) = gathered(&text);
    assert!(stories.iter().any(|story| story.starts_with("age=below_5 old-lamp=black |")), "{stories:?}");
}

#[test]
fn sessions_of_a_guide_that_had_another_name_are_its_own() {
    let (understood, _) =
        read(&FIRST.replace("\"It is dark\" { symptoms", "\"It is dark\" { moved-from no-light ; symptoms"));
    let former = former_guides(&understood.knowledge, &[understood.guides[0].0]);
    assert_eq!(former.get("m.no-light").map(String::as_str), Some("m.dark-room"));
}

/// A fourth version: an answer has another name, one has moved to another check, and a way of failing has another name.
fn of_other_outcomes(moved: bool) -> (Gathered, Vec<String>) {
    let text = today()
        .replace("outcome black \"Black\" {", "outcome sooty \"Sooty\" { moved-from black, dark ;")
        .replace("outcome still \"No\" }", "outcome warm \"It is warm\" { moved-from lamp.clear, gone.warm } ; outcome still \"No\" }")
        .replace("outcome clear \"Clear\"", "outcome other \"Other\"")
        .replace(
            "{ moved-from new-bulb ; fixes",
            "{ moved-from new-bulb ; outcome dim \"It is dim\" { moved-from weak } ; outcome dead \"It stays dark\" ; fixes",
        );
    let text = if moved { text } else { without_former_outcomes(&text) };
    let (understood, decision) = read(&text);
    let vocabulary = Vocabulary::through_time(&decision.problem, &history(&understood.knowledge, &decision));
    let rows = [
        row("2026-07", "bulb=failed.weak lamp=black", "left", None),
        row("2026-07", "gone=warm lamp=dark new-bulb=failed.weak*2", "left", None),
        row("2026-08", "lamp=clear", "left", None),
        row("2026-08", "hum=still lamp=sooty", "left", None),
    ];
    let gathered = gather(rows.iter(), &vocabulary);
    let tell =
        |one: &kbc::learning::guide::Counted| vocabulary.tell(&decision.problem, &one.story, String::new()).pattern;
    let mut stories: Vec<String> = gathered.stories.iter().map(tell).collect();
    stories.sort();
    (gathered, stories)
}

fn without_former_outcomes(text: &str) -> String {
    ["moved-from black, dark ;", "moved-from lamp.clear, gone.warm", "moved-from weak"]
        .iter()
        .fold(text.to_owned(), |text, former| text.replace(former, ""))
}

#[test]
fn old_names_of_outcomes_are_looked_up_in_their_step_and_in_the_one_they_moved_from() {
    let (gathered, stories) = of_other_outcomes(true);
    assert_eq!(
        stories,
        ["bulb=failed.dim lamp=sooty", "bulb=failed.dim*2 hum=warm lamp=sooty", "hum=still lamp=sooty", "hum=warm"]
    );
    assert!(gathered.unknown.is_empty(), "{:?}", gathered.unknown);
    let (gathered, stories) = of_other_outcomes(false);
    assert_eq!(stories, ["", "bulb=failed", "bulb=failed*2", "hum=still lamp=sooty"]);
    let unknown: Vec<&str> = gathered.unknown.keys().map(String::as_str).collect();
    assert_eq!(unknown, ["gone=warm", "lamp=black", "lamp=clear", "lamp=dark"]);
}

#[test]
fn how_long_a_renamed_answer_took_is_told_by_its_name_of_today() {
    let text = FIRST.replace("outcome black \"Black\" {", "outcome sooty \"Sooty\" { moved-from black ;");
    let (understood, decision) = read(&text);
    let vocabulary = Vocabulary::through_time(&decision.problem, &history(&understood.knowledge, &decision));
    let time = |result: &str, times: u64| kbc::learning::times::TimeRow {
        guide: "m.dark-room".into(),
        month: "2026-03".into(),
        step: "old-lamp".into(),
        result: result.into(),
        seconds: 60,
        times,
        ..Default::default()
    };
    let rows = [time("black", 30), time("sooty", 20), time("clear", 5)];
    let found = kbc::learning::times::times(&[("m.dark-room", &decision.problem, &vocabulary)], &rows);
    let times: Vec<(&str, u64)> = found[0].results.iter().map(|(name, (_, times))| (name.as_str(), *times)).collect();
    assert_eq!(times, [("clear", 5), ("sooty", 50)]);
}

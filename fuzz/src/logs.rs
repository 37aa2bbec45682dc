//! Logs of sessions and counts of them, held against what reading and learning promise: every line is counted or told, the
//! order of lines says nothing, a doubled log is the same log, and whatever is counted can be learned from.

use std::sync::OnceLock;

use arbitrary::{Result, Unstructured};
use kbc::decision::Decision;
use kbc::learning::counts::Row;
use kbc::learning::gather::gather;
use kbc::learning::guide::{Settings, Study};
use kbc::learning::learned::Learned;
use kbc::learning::read::Log;
use kbc::learning::simulate::{Habits, World, simulate};
use kbc::learning::vocabulary::Vocabulary;
use kbc::pipeline;
use kbc::reasoning::{Evidence, Options, plan};

use super::bases::Base;

/// Any bytes, by a name that says how they are packed and laid out.
pub fn reading(name: &str, bytes: &[u8]) {
    let mut log = Log::default();
    // Where a stream ends in its middle, what stood before it is counted all the same.
    drop(log.read(name, bytes));
    assert!(log.wrong <= log.lines && (log.faults.len() as u64) <= log.wrong, "{} of {}", log.wrong, log.lines);
    let rows = log.counter.rows();
    assert!(rows.is_sorted_by(|a, b| key(a) < key(b)), "each key has one row: {rows:?}");
    for row in &rows {
        assert_eq!(row.fault(), None, "{row:?}");
    }
}

fn key(row: &Row) -> (&str, &str, &str, &str, &str, &str, Option<&str>) {
    (&row.guide, &row.kb, &row.month, &row.via, &row.pattern, &row.ending, row.cause.as_deref())
}

/// The guide that logs are of, and what sessions of it have said.
struct Known {
    decision: Decision,
    guide: String,
    tokens: Vec<String>,
    endings: Vec<String>,
}

/// A small guide, and words that its sessions are made of.
fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let (files, config) = (Base::small().memory(), Base::small().config());
        let understood = pipeline::read(&files, &config);
        let (id, _) = understood.guides.first().expect("the guide that `kbc new` makes");
        let decision = understood.decision(&config, *id).expect("it has causes");
        let guide = understood.knowledge.qualified(*id);
        let problem = &decision.problem;
        let made = plan(problem, &Evidence::default(), &Options { entries: false, ..Options::default() });
        let world = World { guide: &guide, kb: KB, problem, plan: &made, truth: problem };
        let habits =
            Habits { off_plan: 0.3, cannot: 0.2, leave: 0.1, by_itself: 0.1, found: 0.5, silent: 0.1, two_causes: 0.1 };
        let log = simulate(&world, &habits, 300, 1).expect("sessions");
        let mut counted = Log::default();
        counted.read("log.jsonl", log.as_bytes()).expect("a log");
        let rows = counted.counter.rows();
        let words = |of: fn(&Row) -> Vec<String>| {
            let mut words: Vec<String> = rows.iter().flat_map(of).collect();
            words.sort();
            words.dedup();
            words
        };
        let tokens = words(|row| row.pattern.split(' ').map(str::to_owned).collect());
        let endings = words(|row| vec![row.ending.clone()]);
        Known { decision, guide, tokens, endings }
    })
}

const KB: &str = "3a95ad2d4cf40f78e3d657268f48389a";

/// Lines that bytes make up, most of them good ones, are counted and learned from.
///
/// # Errors
/// Where the bytes are too few.
pub fn learning(bytes: &mut Unstructured) -> Result<()> {
    let known = known();
    let mut lines = Vec::new();
    for _ in 0..bytes.int_in_range(1..=30u8)? {
        lines.push(line(known, bytes)?);
    }
    let read = |lines: &mut dyn Iterator<Item = &String>| {
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        let mut log = Log::default();
        log.read("log.jsonl", text.as_bytes()).expect("bytes can be read");
        (log.wrong, log.counter.rows())
    };
    let (wrong, rows) = read(&mut lines.iter());
    assert_eq!(read(&mut lines.iter().rev()), (wrong, rows.clone()), "the order of lines says nothing: {lines:#?}");
    let doubled = read(&mut lines.iter().chain(&lines));
    assert_eq!(doubled, (2 * wrong, rows.clone()), "a doubled log is the same log: {lines:#?}");
    let problem = &known.decision.problem;
    let gathered = gather(rows.iter().filter(|row| row.guide == known.guide), &Vocabulary::new(problem));
    let mut study = Study::new(Settings::default());
    study.add(problem, &gathered.stories, &|_| 10.0);
    for number in &Learned::new(&study).numbers {
        let (learned, interval) = (number.learned, number.interval);
        assert!(learned.is_finite() && learned >= 0.0 && interval.low <= interval.high, "{number:?} from {lines:#?}");
    }
    Ok(())
}

/// A line of a few sessions, so that some take the place of others.
fn line(known: &Known, bytes: &mut Unstructured) -> Result<String> {
    let mut tokens = Vec::new();
    for _ in 0..bytes.int_in_range(0..=8u8)? {
        tokens.push(bytes.choose(&known.tokens)?.as_str());
    }
    tokens.sort_unstable();
    tokens.dedup();
    let causes = [None, None, Some("other"), Some("router-hangs"), Some("nobody")];
    let line = serde_json::json!({
        "kbc": 1, "session_id": format!("{:016x}", bytes.int_in_range(0..=20u8)?), "seq": bytes.int_in_range(0..=3u8)?,
        "guide": known.guide, "kb": KB, "month": bytes.choose(&["2026-01", "2026-08"])?,
        "via": bytes.choose(&["page", "ticket", "bot"])?, "pattern": tokens.join(" "),
        "ending": bytes.choose(&known.endings)?, "cause": bytes.choose(&causes)?,
        "minutes": bytes.choose(&[0.0, 6.5, 1e9])?, "steps": [],
    });
    let mut line = line.to_string();
    // Now and then something in it is another.
    if bytes.ratio(1, 8u8)? {
        let at = bytes.choose_index(line.len())?;
        line.replace_range(at..=at, bytes.choose(&["", "\"", "\\", "{", "9", "é", "}"])?);
    }
    Ok(line)
}

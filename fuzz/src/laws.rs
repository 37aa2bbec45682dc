//! What holds of every text and every base, however odd it is. A law that is broken panics, which is what a fuzzer and a test
//! look for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use arbitrary::{Result, Unstructured};
use kbc::config::Config;
use kbc::decision::evidence::Known;
use kbc::diagnostics::Diagnostic;
use kbc::dialogue::Subject;
use kbc::dialogue::protocol::Sessions;
use kbc::digest::Digest;
use kbc::emit::html::{self, Theme};
use kbc::emit::{Site, Summary, json, markdown};
use kbc::lints::Ran;
use kbc::output::{Options, Output};
use kbc::pipeline::{self, Analysis, Format, Wanted};
use kbc::plans::Plans;
use kbc::source::{Disk, FileId, Files, Memory, Sources};
use kbc::{fmt, syntax};

use super::bases::Base;

/// Bytes can be read as rules, whatever they are, and every place that a finding or an item names lies in the text.
pub fn reading(bytes: &[u8]) {
    let (sources, unread) = Sources::read(&Memory::new().with("any.rules", bytes), "");
    assert!(unread.is_empty(), "files in memory can be read");
    let source = sources.get(FileId::new(0));
    let text = source.text();
    let (tree, mut findings) = syntax::parse(FileId::new(0), text);
    findings.extend(syntax::invalid_utf_8(source));
    let mut open: Vec<_> = tree.items(text).collect();
    while let Some(node) = open.pop() {
        assert!(text.get(node.span().range()).is_some(), "{node:?} is not in the text");
        open.extend(node.all_children());
    }
    are_in_their_texts(&findings, &sources);
}

fn are_in_their_texts(findings: &[Diagnostic], sources: &Sources) {
    for finding in findings {
        let labels = finding.labels.iter().map(|label| label.span);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        for span in finding.span.into_iter().chain(labels).chain(edits) {
            assert!(sources.get(span.file).text().get(span.range()).is_some(), "{span:?} of {finding:?}");
        }
    }
}

/// A code, a level, a message, and the words of labels and helps.
type Said = (String, &'static str, String, Vec<String>, Vec<String>);

/// What findings say, apart from where.
fn said(findings: &[Diagnostic]) -> Vec<Said> {
    let said = |finding: &Diagnostic| {
        let labels = finding.labels.iter().map(|label| label.message.clone()).collect();
        let code = finding.fault.code.to_string();
        (code, finding.level.word(), finding.message.clone(), labels, finding.help.clone())
    };
    let mut all: Vec<_> = findings.iter().map(said).collect();
    all.sort();
    all
}

/// Laying a text out says the same, and is done when it is done.
pub fn layout(text: &str, width: usize) {
    let laid_out = |text: &str| match fmt::format(text, width) {
        Ok(formatted) => formatted.text.unwrap_or_else(|| text.to_owned()),
        Err(refusal) => unreachable!("{refusal} at {:?}, width {width}:\n{text}", refusal.span),
    };
    let once = laid_out(text);
    assert_eq!(laid_out(&once), once, "at width {width}, from:\n{text}");
    let items = |text: &str| syntax::parse(FileId::new(0), text).0.items(text).count();
    let comments_aside = |text: &str| {
        let (tree, _) = syntax::parse(FileId::new(0), text);
        tree.items(text).filter(|item| item.rule() != syntax::Rule::comment).count()
    };
    assert_eq!((items(text), comments_aside(text)), (items(&once), comments_aside(&once)), "no item is lost:\n{text}");
}

/// The layout of a whole base changes nothing of what `kbc check` finds, but for its places.
pub fn layout_of(base: &Base, plans: &Plans) {
    let config = base.config();
    let mut laid_out = base.clone();
    for (_, text) in &mut laid_out.files {
        layout(text, config.line_width);
        let formatted = fmt::format(text, config.line_width).expect("the law above holds");
        *text = formatted.text.unwrap_or_else(|| text.clone());
    }
    let before = pipeline::check_with(&base.memory(), &config, plans.clone()).findings;
    let after = pipeline::check_with(&laid_out.memory(), &config, plans.clone()).findings;
    assert_eq!(said(&before), said(&after), "the layout changes what is found in {:#?}", base.files);
}

/// Plans by their keys, for as long as one base is looked at.
#[derive(Debug, Default)]
struct Remembered(Mutex<BTreeMap<Vec<u8>, Vec<u8>>>);

impl kbc::plans::Memory for Remembered {
    fn recall(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.lock().expect("no thread has panicked").get(&key.as_bytes()[..]).cloned()
    }

    fn keep(&self, key: Digest, bytes: Vec<u8>) {
        self.0.lock().expect("no thread has panicked").insert(key.as_bytes().to_vec(), bytes);
    }
}

/// Plans that are made once for all that asks for them. A fuzzer, in which everything takes ten times as long, has them
/// made in a hurry.
pub fn plans() -> Plans {
    Plans::remembering(Arc::new(Remembered::default()))
}

/// What `kbc check` and the three formats make of a base.
#[derive(Debug, PartialEq)]
pub struct Made {
    /// What is found.
    pub findings: Vec<Diagnostic>,
    /// The files of all guides by path; none where there are errors.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A base becomes findings and guides in all three formats, and JSON can be read again.
pub fn outputs(base: &Base, plans: &Plans) -> Made {
    let (files, config) = (base.memory(), base.config());
    // What was planned once is remembered: it takes longest, and a remembered plan has to be as good as a new one.
    let mut understood = Analysis { plans: plans.clone(), ..pipeline::read(&files, &config) };
    let mut made = BTreeMap::new();
    let mut ran = Ran::Some;
    if !understood.has_errors() {
        made = guides(&mut understood, &config);
        ran = Ran::All;
    }
    understood.settle(ran);
    are_in_their_texts(&understood.findings, &understood.knowledge.sources);
    let checked = pipeline::check_with(&files, &config, plans.clone());
    assert_eq!(said(&checked.findings), said(&understood.findings), "`check` and `build` find the same");
    let tested = pipeline::test_with(&files, &config, None, plans.clone());
    assert!(tested.ran.len() < 100, "a base has few scenarios");
    Made { findings: understood.findings, files: made }
}

fn guides(understood: &mut Analysis, config: &Config) -> BTreeMap<String, Vec<u8>> {
    let templates = html::Templates::with_theme(&config.edition, Theme::default()).expect("our own templates are good");
    let site = Site {
        title: config.title.clone(),
        base_url: config.base_url.clone(),
        edition: config.edition.clone(),
        source_base: config.source_url.clone(),
        ..Site::default()
    };
    let made = Mutex::new(BTreeMap::new());
    let summaries = Mutex::new(BTreeMap::new());
    let take = |document: &kbc::guide::Document, reasoned: &pipeline::Reasoned| {
        let json = json::guide(document, Some(&reasoned.published.interchange)).expect("texts and numbers become JSON");
        serde_json::from_slice::<serde_json::Value>(&json).expect("what is JSON can be read");
        let page = templates.guide(document, &site).expect("our own templates fit every guide");
        assert!(page.ends_with("</html>\n") || page.ends_with("</html>"), "a page is whole");
        let mut made = made.lock().expect("no thread has panicked");
        made.insert(json::path(document), json);
        made.insert(markdown::path(document), markdown::guide(document, &site).into_bytes());
        made.insert(html::path(document), page.into_bytes());
        for (path, picture) in html::pictures_around(document, &site)
            .chain(html::picture(document, &site).map(|picture| (html::picture_path(document), picture)))
        {
            made.insert(path, picture.into_bytes());
        }
        summaries.lock().expect("no thread has panicked").insert(document.path.clone(), Summary::of(document));
        Ok::<(), ()>(())
    };
    pipeline::guides(understood, config, &take).expect("nothing stands in the way of memory");
    let mut made = made.into_inner().expect("no thread has panicked");
    let summaries = summaries.into_inner().expect("no thread has panicked");
    let site = Site { guides: summaries.into_values().collect(), ..site };
    made.insert("index.json".to_owned(), json::index(&site).expect("texts become JSON"));
    made.insert("index.md".to_owned(), markdown::index(&site).into_bytes());
    made.insert("llms.txt".to_owned(), html::llms(&site).into_bytes());
    made
}

/// Whatever is said in the lines of a dialogue, each is answered by a line of JSON, and what is an error moves nothing.
///
/// The bytes say what is typed: mostly what the last line offered, now and then anything.
pub fn dialogue(base: &Base, plans: &Plans, bytes: &mut Unstructured) {
    let (files, config) = (base.memory(), base.config());
    let understood = Analysis { plans: plans.clone(), ..pipeline::read(&files, &config) };
    if understood.has_errors() {
        return;
    }
    for (guide, members) in &understood.guides {
        let Some(reasoned) = pipeline::reason(&understood, &config, *guide, members) else { continue };
        let plan = &reasoned.published.judged.plan;
        let subject = Subject {
            knowledge: &understood.knowledge,
            guide: *guide,
            decision: &reasoned.decision,
            plan,
            edition: &kbc::edition::Edition::default(),
            chances: kbc::model::Chances::Words,
        };
        talk(Sessions::new(subject, Known::default(), "guide.html".to_owned(), false), bytes);
    }
}

/// At most so many lines are said in one dialogue.
const LINES: usize = 40;

fn talk(mut sessions: Sessions, bytes: &mut Unstructured) {
    let parsed = |lines: &[String]| {
        let line = lines.last().expect("each line is answered");
        assert!(!line.contains('\n'), "an answer is one line: {line}");
        serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON")
    };
    let mut last = parsed(&sessions.begin(None));
    for _ in 0..LINES {
        if bytes.is_empty() {
            return;
        }
        let Ok(line) = line(&last, bytes) else { return };
        let answer = parsed(&sessions.respond(&line).0);
        match answer["event"].as_str() {
            Some("question" | "remedy" | "end") => {
                last = answer;
                // What a value was understood as is told once.
                last.as_object_mut().expect("an event is an object").remove("understood");
            }
            Some("error" | "why") => {
                let now = parsed(&sessions.respond("{\"state\":true}").0);
                assert_eq!(now, last, "`{line}` moves nothing");
            }
            other => unreachable!("`{line}` is answered by {other:?}"),
        }
    }
}

/// What somebody types after an event.
fn line(last: &serde_json::Value, bytes: &mut Unstructured) -> Result<String> {
    let options = last["options"].as_array().map_or(&[][..], Vec::as_slice);
    let offered = |bytes: &mut Unstructured| -> Result<String> {
        Ok(if options.is_empty() {
            "none".to_owned()
        } else {
            bytes.choose(options)?["name"].as_str().unwrap_or_default().to_owned()
        })
    };
    Ok(match bytes.int_in_range(0..=15u8)? {
        0..=4 => serde_json::json!({ "answer": offered(bytes)? }).to_string(),
        5 => serde_json::json!({ "failed": offered(bytes)? }).to_string(),
        6 => "{\"failed\":true}".to_owned(),
        7 => "{\"cant\":true}".to_owned(),
        8 => "{\"solved\":true}".to_owned(),
        9 => "{\"back\":true}".to_owned(),
        10 => "{\"why\":true}".to_owned(),
        11 => {
            let word = bytes.choose(&["observe", "absent"])?;
            format!("{{\"{word}\":\"symptom-{}\"}}", bytes.int_in_range(0..=4u8)?)
        }
        12 => {
            let value = bytes.choose(&["\"yes\"", "\"low\"", "5", "-1e300", "\"18.2\"", "null", "[]", "\"\""])?;
            format!("{{\"know\":{{\"fact-{}\":{value}}}}}", bytes.int_in_range(0..=3u8)?)
        }
        13 => {
            format!("{{\"answer\":{}}}", bytes.choose(&["5", "1e308", "-0.0", "99999999999999999999", "\"\\u0000\""])?)
        }
        14 => "[".repeat(bytes.int_in_range(1..=4096usize)?),
        _ => bytes.arbitrary::<&str>()?.replace('\n', " "),
    })
}

/// A base on the disk is built, changed and built again: every build leaves what a build from nothing leaves.
pub fn project(base: &Base, changed: &Base, plans: &Plans, folder: &Path) {
    let (rules, out, memory) = (folder.join("rules"), folder.join("out"), folder.join("memory"));
    let config = Config { rules: String::new(), ..base.config() };
    for (round, now) in [base, base, changed, base].into_iter().enumerate() {
        drop(fs_err::remove_dir_all(&rules));
        for (path, text) in &now.files {
            let path = rules.join(path);
            fs_err::create_dir_all(path.parent().expect("a file lies in a folder")).expect("there is room");
            fs_err::write(path, text).expect("there is room");
        }
        let found = build(&rules, &config, plans, &out, Some(&memory));
        let anew = folder.join(format!("anew-{round}"));
        let found_anew = build(&rules, &config, plans, &anew, None);
        assert_eq!(said(&found), said(&found_anew), "build {round} finds what a build from nothing finds");
        let has_errors = found.iter().any(|finding| finding.level == kbc::diagnostics::Level::Error);
        assert!(has_errors || standing(&out) == standing(&anew), "build {round} makes what a build from nothing makes");
    }
}

fn build(rules: &Path, config: &Config, plans: &Plans, out: &Path, memory: Option<&Path>) -> Vec<Diagnostic> {
    let files = Disk::new(rules);
    let theme = Theme::default();
    let wanted =
        Wanted { config, theme: &theme, formats: &Format::ALL, maker: "fuzz", links: &kbc::links::Links::default() };
    let output = Output::open(out, Options { cache: memory.map(Path::to_owned), ..Options::default() })
        .expect("the folder is ours alone");
    let texts = Sources::read(&files, &config.rules);
    if let Some(last) = pipeline::remembered(&files, &texts.0, wanted, &output) {
        output.finish().expect("there is room");
        return last.findings;
    }
    let amended = pipeline::amend(&files, &texts.0, wanted, (plans, &output), &|_| {});
    if let Some(last) = amended.expect("there is room") {
        output.finish().expect("there is room");
        return last.findings;
    }
    let mut understood = Analysis { plans: plans.clone(), ..pipeline::read_from(&files as &dyn Files, texts, config) };
    if understood.has_errors() {
        understood.settle(Ran::Some);
        return understood.findings;
    }
    let key = pipeline::publish(&files, &mut understood, wanted, &output, &|_| {}).expect("there is room");
    understood.settle(Ran::All);
    pipeline::remember(&understood, wanted, key, &output);
    if understood.findings.iter().all(|finding| finding.level != kbc::diagnostics::Level::Error) {
        output.finish().expect("there is room");
    }
    understood.findings
}

/// The files of an output by path.
fn standing(out: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![out.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs_err::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("a folder of ours can be listed").path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(out).expect("a path below the folder").to_owned();
                found.insert(below, fs_err::read(&path).expect("a file of ours can be read"));
            }
        }
    }
    found
}

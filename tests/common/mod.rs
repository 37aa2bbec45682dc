//! The compiler as the tests see it: texts in, findings as plain lines out.

use kbc::config::Config;
use kbc::diagnostics::{Diagnostic, sort};
use kbc::edition::{Edition, Language};
use kbc::lints::Ran;
use kbc::source::{Memory, Sources};
use kbc::syntax;

/// The edition in a language, by its tag.
pub fn edition(language: &str) -> Edition {
    language.parse::<Language>().expect("the tag of a language").into()
}

/// A finding, with its places as people count them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub file: String,
    pub line: u32,
    pub column: u32,
    /// `error[KB012] unknown property`, as a spec names it.
    pub head: String,
    pub helps: Vec<String>,
    /// `LINE:COLUMN words`; with `FILE:` in front where it is another file.
    pub labels: Vec<String>,
    pub code: String,
}

/// What is found in some files, each a path below the folder of rules and its text.
#[allow(dead_code, reason = "each test is a program of its own, and not all ask this")]
pub fn findings<T: AsRef<[u8]>>(files: &[(String, T)]) -> Vec<Found> {
    let memory = files.iter().fold(Memory::new(), |memory, (path, text)| memory.with(path.clone(), text.as_ref()));
    let (sources, faults) = Sources::read(&memory, "");
    assert!(faults.is_empty(), "files in memory can be read");
    let mut found = Vec::new();
    for (at, source) in sources.files().iter().enumerate() {
        let file = kbc::source::FileId::new(at);
        found.extend(syntax::invalid_utf_8(source));
        found.extend(syntax::parse(file, source.text()).1);
    }
    sort(&mut found, &sources);
    shown(&found, &sources)
}

/// The same after every stage that needs no plan: names, lints, and what authors allow. A file called `kbc.toml` has the
/// settings, and one called `as-of` the date against which reviews are measured.
#[allow(dead_code, reason = "each test is a program of its own, and not all ask this")]
pub fn checked<T: AsRef<[u8]>>(files: &[(String, T)]) -> Vec<Found> {
    let memory = files.iter().fold(Memory::new(), |memory, (path, text)| memory.with(path.clone(), text.as_ref()));
    let said = |path: &str| {
        let file = files.iter().find(|(found, _)| found == path);
        file.map(|(_, text)| String::from_utf8_lossy(text.as_ref()).into_owned())
    };
    let settings = said("kbc.toml").map_or_else(Config::default, |text| Config::parse(&text).expect("good settings"));
    let as_of = said("as-of").map(|date| date.trim().parse().expect("a date"));
    let config = Config { rules: String::new(), as_of, ..settings };
    let mut read = kbc::pipeline::read(&memory, &config);
    read.settle(if read.has_errors() { Ran::Some } else { Ran::All });
    shown(&read.findings, &read.knowledge.sources)
}

fn shown(found: &[Diagnostic], sources: &Sources) -> Vec<Found> {
    let place = |span: kbc::source::Span| {
        let source = sources.get(span.file);
        (source.path.clone(), source.lines().position(source.text(), span.start as usize))
    };
    found
        .iter()
        .map(|finding| {
            let (file, start) = place(finding.span.expect("a finding of the syntax has a place"));
            let labels = finding.labels.iter().map(|label| {
                let (path, start) = place(label.span);
                let file = if path == file { String::new() } else { format!("{path}:") };
                format!("{file}{}:{} {}", start.line, start.column, label.message)
            });
            Found {
                line: start.line,
                column: start.column,
                head: format!("{}[{}] {}", finding.level.word(), finding.fault.code, finding.message),
                helps: finding.help.clone(),
                labels: labels.collect(),
                code: finding.fault.code.to_string(),
                file,
            }
        })
        .collect()
}

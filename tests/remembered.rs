//! A build that changes nothing is spared the work, and tells the same.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::time::{Duration, SystemTime};

use fs_err as fs;
use kbc::config::Config;
use kbc::diagnostics::Diagnostic;
use kbc::emit::html::Theme;
use kbc::lints::Ran;
use kbc::output::{Options, Output};
use kbc::pipeline::{self, Format, Wanted};
use kbc::source::{Disk, Sources};
use tempfile::TempDir;

/// The first remedy raises a finding of a lint, and the guide one of its plan.
const RULES: &str = r#"
guide lamp "The lamp stays dark" { symptoms dark ; escalate last ; otherwise shop }
symptom dark "The lamp is dark"
cause bulb "The bulb is broken" { likelihood common ; shows dark always }
cause plug "The plug is out" { likelihood common ; shows dark always }
remedy change "Change the bulb" { fixes bulb always ; takes 4 min ; steps { step "Screw a new bulb in." { image "bulb.gif" "A bulb" } } }
remedy plug-in "Push the plug in" { fixes plug always ; takes 1 min ; steps { step "Push the plug into the wall." } }
escalation shop "Ask the shop" { takes 1 h }
"#;

struct Project(TempDir);

/// What a build told, and whether it was spared.
#[derive(Debug, PartialEq)]
struct Told {
    spared: bool,
    guides: usize,
    findings: Vec<Diagnostic>,
}

impl Project {
    fn new() -> Self {
        let project = Project(tempfile::tempdir().unwrap());
        fs::create_dir(project.0.path().join("rules")).unwrap();
        fs::write(project.0.path().join("rules/lamp.rules"), RULES).unwrap();
        fs::write(project.0.path().join("rules/bulb.gif"), b"GIF89a a picture").unwrap();
        project
    }

    fn build(&self, formats: &[Format], config: &Config, maker: &str) -> Told {
        let root = self.0.path();
        let files = Disk::new(root.join("rules"));
        let cache = Some(root.join(".kbc/cache"));
        let output = Output::open(&root.join("out"), Options { cache, ..Options::default() }).unwrap();
        let wanted = Wanted { config, theme: &Theme::default(), formats, maker, links: &kbc::links::Links::default() };
        let texts = Sources::read(&files, &config.rules);
        if let Some(last) = pipeline::remembered(&files, &texts.0, wanted, &output) {
            assert!(!output.finish().unwrap().differs(), "a build that is spared changes nothing");
            return Told { spared: true, guides: last.guides, findings: last.findings };
        }
        let mut understood = pipeline::read_from(&files, texts, config);
        assert!(!understood.has_errors(), "{:?}", understood.findings);
        let key = pipeline::publish(&files, &mut understood, wanted, &output, &|_| {}).unwrap();
        understood.settle(Ran::All);
        pipeline::remember(&understood, wanted, key, &output);
        output.finish().unwrap();
        Told { spared: false, guides: understood.guides.len(), findings: understood.findings }
    }

    fn all(&self) -> Told {
        self.build(&Format::ALL, &Config::default(), "test")
    }

    /// Makes the times of all files old enough to be trusted, and lets a build see that.
    fn settled(formats: &[Format]) -> (Self, Told) {
        let project = Self::new();
        project.build(formats, &Config::default(), "test");
        age(&project.0.path().join("out"));
        let told = project.build(formats, &Config::default(), "test");
        (project, told)
    }
}

fn age(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path);
        } else {
            let file = fs::OpenOptions::new().write(true).open(path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
        }
    }
}

#[test]
fn a_build_of_the_same_tells_the_same_without_the_work() {
    let (project, first) = Project::settled(&Format::ALL);
    assert!(!first.findings.is_empty(), "there is something to tell");
    for _ in 0..2 {
        assert_eq!(project.all(), Told { spared: true, guides: 1, findings: first.findings.clone() });
    }
}

#[test]
fn whatever_a_build_depends_on_ends_it() {
    let change = |what: &str, change: &dyn Fn(&Path)| {
        let (project, _) = Project::settled(&Format::ALL);
        change(project.0.path());
        assert!(!project.all().spared, "{what}");
    };
    change("rules", &|root| fs::write(root.join("rules/lamp.rules"), RULES.replace("4 min", "5 min")).unwrap());
    change("a new file of rules", &|root| fs::write(root.join("rules/more.rules"), "# nothing\n").unwrap());
    change("the name of a file", &|root| {
        fs::rename(root.join("rules/lamp.rules"), root.join("rules/light.rules")).unwrap();
    });
    change("a picture", &|root| fs::write(root.join("rules/bulb.gif"), b"GIF89a another").unwrap());
    change("an output by hand", &|root| fs::write(root.join("out/html/lamp.html"), b"mine").unwrap());
    change("a missing output", &|root| fs::remove_file(root.join("out/markdown/lamp.md")).unwrap());
    change("a forgotten cache", &|root| fs::remove_dir_all(root.join(".kbc")).unwrap());

    let (project, _) = Project::settled(&Format::ALL);
    let titled = Config { title: "Another".to_owned(), ..Config::default() };
    assert!(!project.build(&Format::ALL, &titled, "test").spared, "settings");
    assert!(!project.build(&Format::ALL, &titled, "another kbc").spared, "kbc itself");
}

#[test]
fn a_build_of_one_format_is_none_of_the_others() {
    let (project, _) = Project::settled(&[Format::Json]);
    assert!(project.build(&[Format::Json], &Config::default(), "test").spared);
    assert!(!project.all().spared, "Markdown and HTML were never made");
    assert!(project.0.path().join("out/html/lamp.html").is_file());

    let (project, _) = Project::settled(&Format::ALL);
    assert!(project.build(&[Format::Json], &Config::default(), "test").spared);
    assert!(project.all().spared, "what was not asked for still stands");
}

//! A law over edits: whatever is changed, and in whatever order, a build with all that earlier ones left makes the same files
//! and tells the same as one that begins from nothing.

use std::collections::BTreeMap;
use std::path::Path;

use fs_err as fs;
use kbc::config::Config;
use kbc::diagnostics::Diagnostic;
use kbc::emit::html::Theme;
use kbc::lints::Ran;
use kbc::output::{Options, Output, PlanCache};
use kbc::pipeline::{self, Format, Wanted};
use kbc::plans::Plans;
use kbc::source::{Disk, Files, Sources};
use tempfile::TempDir;

use super::lamp;

/// Small numbers one after another, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len())]
    }
}

/// A guide of its own, with names that no other has.
fn guide(number: usize, parts: usize) -> String {
    let own = |text: String, name: &str| text.replace(name, &format!("{name}-{number}"));
    ["guide lamp", "for lamp"]
        .iter()
        .fold(lamp(parts), |text, name| own(text, name))
        .replace("The lamp", &format!("Lamp {number}"))
}

/// What a run told and made.
#[derive(Debug, PartialEq)]
struct Made {
    findings: Vec<Diagnostic>,
    ran: Vec<(bool, Vec<Diagnostic>)>,
    files: BTreeMap<String, Vec<u8>>,
}

/// A build and a run of the scenarios, with what is remembered below a folder, or with nothing.
fn make(rules: &Path, out: &Path, memory: Option<&Path>) -> Made {
    let files = Disk::new(rules);
    let config = Config { title: "Lamps".to_owned(), ..Config::default() };
    let cache = memory.map(|folder| std::sync::Arc::new(PlanCache::open(folder, &["plans"])));
    let plans = cache.clone().map_or_else(Plans::default, |cache| Plans::remembering(cache));
    let output = Output::open(out, Options { cache: memory.map(Path::to_owned), ..Options::default() }).unwrap();
    let wanted = Wanted { config: &config, theme: &Theme::default(), formats: &Format::ALL, maker: "test" };
    let texts = Sources::read(&files, &config.rules);
    let findings = match pipeline::remembered(&files, &texts.0, wanted, &output) {
        Some(last) => {
            output.finish().unwrap();
            last.findings
        }
        None => build(&files, texts, wanted, output, &plans),
    };
    let tested = pipeline::test_with(&files, &config, None, plans);
    let ran = tested.ran.into_iter().map(|ran| (ran.failures.is_empty(), ran.failures)).collect();
    if let Some(cache) = cache {
        cache.save();
    }
    Made { findings, ran, files: standing(out) }
}

type Texts = (Sources, Vec<kbc::source::ReadFault>);

fn build(files: &dyn Files, texts: Texts, wanted: Wanted, output: Output, plans: &Plans) -> Vec<Diagnostic> {
    let mut understood = pipeline::read_from(files, texts, wanted.config);
    understood.plans = plans.clone();
    if understood.has_errors() {
        understood.settle(Ran::Some);
        return understood.findings;
    }
    let key = pipeline::publish(files, &mut understood, wanted, &output, &|_| {}).unwrap();
    understood.settle(Ran::All);
    pipeline::remember(&understood, wanted, key, &output);
    output.finish().unwrap();
    understood.findings
}

fn standing(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Changes something, at random.
fn edit(rules: &Path, dice: &mut Dice, round: usize) {
    let mut paths: Vec<_> = fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let path = paths[dice.roll(paths.len())].clone();
    for path in &paths {
        // The last round's error is mended.
        fs::write(path, fs::read_to_string(path).unwrap().replace("rules-out part-9", "rules-out part-1")).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    let new = match dice.roll(10) {
        // Wording.
        0 => {
            text.replacen("is broken", dice.of(&["is out of order", "has had its day", "is broken"]), 1 + dice.roll(3))
        }
        1 => text.replace("Does it hum?", dice.of(&["Does it buzz?", "Can you hear it hum?", "Does it hum?"])),
        2 => format!("# Comment {round}.\n{text}"),
        // Numbers.
        3 => text.replace("takes 2 min", dice.of(&["takes 3 min", "takes 90 s", "takes 2 min"])),
        4 => text.replacen("likelihood common", dice.of(&["likelihood rare", "likelihood 3", "likelihood common"]), 1),
        5 => text.replace("{ takes 3 h }", dice.of(&["{ takes 1 h }", "{ takes 5 h }", "{ takes 3 h }"])),
        // Names.
        6 => {
            text.replace("part-1", dice.of(&["bulb", "part-1"])).replace("change-0", dice.of(&["replace", "change-0"]))
        }
        // Files that come, go and get another name.
        7 => {
            fs::write(rules.join(format!("new-{round}.rules")), guide(round, 2 + dice.roll(3))).unwrap();
            return;
        }
        8 if paths.len() > 2 => {
            fs::remove_file(&path).unwrap();
            return;
        }
        9 => {
            fs::rename(&path, rules.join(format!("moved-{round}.rules"))).unwrap();
            return;
        }
        // An error.
        _ => text.replace("rules-out part-1", "rules-out part-9"),
    };
    fs::write(&path, new).unwrap();
}

fn law(rounds: usize, seed: u64) {
    let (project, warm, memory) = (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let rules = project.path();
    for number in 0..3 {
        fs::write(rules.join(format!("lamp-{number}.rules")), guide(number, 2 + number)).unwrap();
    }
    let mut dice = Dice(seed);
    let mut built = 0;
    for round in 0..rounds {
        let cold = TempDir::new().unwrap();
        let (known, anew) = (make(rules, warm.path(), Some(memory.path())), make(rules, cold.path(), None));
        assert_eq!(known.findings, anew.findings, "round {round}");
        assert_eq!(known.ran, anew.ran, "round {round}");
        // A build that is stopped by an error leaves what was there.
        if !anew.files.is_empty() {
            built += 1;
            assert!(known.files.keys().eq(anew.files.keys()), "round {round}");
            let other = known.files.iter().find(|(path, bytes)| anew.files[*path] != **bytes);
            assert_eq!(other.map(|(path, _)| path), None, "round {round}");
        }
        if round % 16 == 11 {
            spoil(memory.path(), &mut dice);
        }
        for _ in 0..=dice.roll(2) {
            edit(rules, &mut dice, round);
        }
    }
    assert!(built > rounds / 4, "{built} of {rounds}");
}

/// Changes a byte of a pack, or cuts it.
fn spoil(memory: &Path, dice: &mut Dice) {
    for entry in fs::read_dir(memory.join("plans")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs::read(&path).unwrap();
        if bytes.is_empty() {
            continue;
        }
        let at = dice.roll(bytes.len());
        if dice.roll(2) == 0 {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 0x41;
        }
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn edits_leave_nothing_stale() {
    law(60, 7);
}

#[test]
#[ignore = "for every night: ten times as many edits"]
fn many_edits_leave_nothing_stale() {
    (0..10).for_each(|seed| law(50, 100 + seed));
}

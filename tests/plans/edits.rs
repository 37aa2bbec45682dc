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

/// What the things are called that guides are about: no two alike, or all of them would be told to say nearly the same.
const THINGS: [&str; 16] = [
    "valve", "motor", "belt", "hinge", "filter", "pump", "mirror", "brake", "clutch", "spring", "gasket", "rotor",
    "fuse", "lever", "piston", "sensor",
];

/// A guide of its own, with names and words that no other has.
fn guide(number: usize, parts: usize) -> String {
    let thing = THINGS[number % THINGS.len()];
    let named = |text: String, name: &str| text.replace(name, &format!("{name}-{number}"));
    ["guide lamp", "for lamp"]
        .iter()
        .fold(lamp(parts), |text, name| named(text, name))
        .replace("The lamp", &format!("The {thing} {number}"))
        .replace("Part ", &format!("{thing} part {number}."))
        .replace("\"Change part ", &format!("\"Change {thing} part {number}."))
        .replace("socket warm", &format!("{thing} socket {number} warm"))
        .replace("Does it hum?", &format!("Does {thing} {number} hum?"))
}

/// The same as a file: each second one uses the one before it, and sends some of its readers there.
pub fn file(number: usize, parts: usize) -> String {
    let text = guide(number, parts);
    if number.is_multiple_of(2) {
        return text;
    }
    let before = number - 1;
    let text = text.replacen("outcome low \"A bit\"", &format!("outcome low \"A bit\" {{ next lamp-{before} }}"), 1);
    format!("use lamp-{before:02}\n{text}")
}

/// What a run told and made.
#[derive(Debug, PartialEq)]
pub(super) struct Made {
    pub(super) findings: Vec<Diagnostic>,
    ran: Vec<(bool, Vec<Diagnostic>)>,
    pub(super) files: BTreeMap<String, Vec<u8>>,
}

/// How a build came to its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Spared,
    Amended,
    Whole,
}

/// What a project is, besides its rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    pub(super) config: Config,
    pub(super) theme: Theme,
}

/// A build and a run of the scenarios, with what is remembered below a folder, or with nothing.
pub(super) fn make(rules: &Path, out: &Path, memory: Option<&Path>, setting: &Setting) -> (Made, How) {
    let files = Disk::new(rules);
    let Setting { config, theme } = setting;
    let cache = memory.map(|folder| std::sync::Arc::new(PlanCache::open(folder, &["plans"])));
    let plans = cache.clone().map_or_else(Plans::default, |cache| Plans::remembering(cache));
    let output = Output::open(out, Options { cache: memory.map(Path::to_owned), ..Options::default() }).unwrap();
    let wanted = Wanted { config, theme, formats: &Format::ALL, maker: "test", links: &kbc::links::Links::default() };
    let texts = Sources::read(&files, &config.rules);
    let (findings, how) = if let Some(last) = pipeline::remembered(&files, &texts.0, wanted, &output) {
        output.finish().unwrap();
        (last.findings, How::Spared)
    } else if let Some(last) = pipeline::amend(&files, &texts.0, wanted, (&plans, &output), &|_| {}).unwrap() {
        output.finish().unwrap();
        (last.findings, How::Amended)
    } else {
        (build(&files, texts, wanted, output, &plans), How::Whole)
    };
    let tested = pipeline::test_with(&files, config, None, plans);
    let ran = tested.ran.into_iter().map(|ran| (ran.failures.is_empty(), ran.failures)).collect();
    if let Some(cache) = cache {
        cache.save();
    }
    (Made { findings, ran, files: standing(out) }, how)
}

pub(super) type Texts = (Sources, Vec<kbc::source::ReadFault>);

pub(super) fn build(files: &dyn Files, texts: Texts, wanted: Wanted, output: Output, plans: &Plans) -> Vec<Diagnostic> {
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

/// Fails where two folders do not hold the same files.
pub fn assert_same_files(one: &Path, other: &Path, round: usize) {
    let (one, other) = (standing(one), standing(other));
    assert!(one.keys().eq(other.keys()), "round {round}");
    let differs = one.iter().find(|(path, bytes)| other[*path] != **bytes);
    assert_eq!(differs.map(|(path, _)| path), None, "round {round}");
}

/// Whether some file uses this one.
fn is_used(paths: &[std::path::PathBuf], path: &Path) -> bool {
    let line = format!("use {}\n", path.file_stem().unwrap().to_string_lossy());
    paths.iter().any(|other| fs::read_to_string(other).unwrap().contains(&line))
}

/// Changes something, at random.
fn edit(rules: &Path, dice: &mut Dice, round: usize) {
    let mut paths: Vec<_> = fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rules") && !path.ends_with("book.rules"));
    let path = paths[dice.roll(paths.len())].clone();
    for path in &paths {
        // The last round's error is mended.
        fs::write(path, fs::read_to_string(path).unwrap().replace("rules-out part-9", "rules-out part-1")).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    let new = match dice.roll(19) {
        // Wording.
        0 => {
            text.replacen("is broken", dice.of(&["is out of order", "has had its day", "is broken"]), 1 + dice.roll(3))
        }
        1 => text.replace(" hum?", dice.of(&[" buzz?", " hum at all?", " hum?"])),
        2 => format!("# Comment {round}.\n{text}"),
        10 => text.replace("out.\"", dice.of(&["out with care.\"", "out at once.\"", "out.\""])),
        11 => text.replacen("Switch", dice.of(&["Turn", "Switch"]), 1 + dice.roll(3)),
        12 => text.replacen("\"Ask the shop", dice.of(&["\"Ask in a shop", "\"Ask the shop"]), 1),
        // The title of a guide, which those beside it show.
        13 => text.replacen(" stays dark\"", dice.of(&[" stays dark at night\"", " stays dark\""]), 1),
        // A picture that is shown, and other words for a guide.
        14 => text.replacen(
            "step \"Put a new one in.\"",
            dice.of(&["step \"Put a new one in.\" { image \"lamp.gif\" \"A lamp\" }", "step \"Put a new one in.\""]),
            1,
        ),
        // A link to another guide, and a term.
        17 => text.replacen("Switch", dice.of(&["See [it](cause:bulb). Switch", "For {{thing}}: Switch"]), 1),
        18 => text.replacen(
            " ; otherwise shop }",
            dice.of(&[" ; otherwise shop ; see lamp-2 }", " ; see lamp-3 ; otherwise shop }", " ; otherwise shop }"]),
            1,
        ),
        15 => text.replacen(
            " ; otherwise shop }",
            dice.of(&[" ; otherwise shop ; aka \"dark thing\" }", " ; otherwise shop }"]),
            1,
        ),
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
            fs::write(rules.join(format!("new-{round}.rules")), guide(100 + round, 2 + dice.roll(3))).unwrap();
            return;
        }
        // But no file that another uses: that would be an error for ever.
        8 | 9 if is_used(&paths, &path) => return,
        8 if paths.len() > 8 => {
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

/// Changes something besides the rules, at random: settings, the theme, a picture, or a file that was made.
fn edit_around(rules: &Path, out: &Path, dice: &mut Dice, setting: &mut Setting) {
    match dice.roll(20) {
        0 => dice.of(&["Lamps", "All lamps"]).clone_into(&mut setting.config.title),
        1 => dice.of(&["", ":root { --accent: red }"]).clone_into(&mut setting.theme.style),
        2 => setting.config.base_url = dice.of(&[None, Some("https://example.org/kb")]).map(str::to_owned),
        3 => fs::write(rules.join("lamp.gif"), dice.of(&[b"GIF89a one", b"GIF89a two"])).unwrap(),
        4 => {
            let made: Vec<String> = standing(out).into_keys().filter(|path| path != "manifest.json").collect();
            if !made.is_empty() {
                let path = out.join(&made[dice.roll(made.len())]);
                if dice.roll(2) == 0 { fs::remove_file(path).unwrap() } else { fs::write(path, "by hand").unwrap() }
            }
        }
        5 => setting.config.numbers.terms = term(dice.of(&["a lamp", "*one*"])),
        _ => {}
    }
}

/// What a term stands for that some file always names.
fn term(text: &str) -> std::sync::Arc<kbc::model::Terms> {
    kbc::model::Terms([("thing".to_owned(), text.to_owned())].into()).into()
}

/// Holds builds with a memory against builds without, over so many edits. Gives how many of them were amended.
fn law(rounds: usize, seed: u64) -> usize {
    let (project, warm, memory) = (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let rules = project.path();
    for number in 0..14 {
        fs::write(rules.join(format!("lamp-{number:02}.rules")), file(number, 2 + number % 3)).unwrap();
    }
    fs::write(rules.join("lamp.gif"), b"GIF89a one").unwrap();
    let mut dice = Dice(seed);
    fs::write(rules.join("book.rules"), "source book \"The book of {{thing}}\"\n").unwrap();
    let mut setting = Setting::default();
    setting.config.numbers.terms = term("a lamp");
    let (mut built, mut amended) = (0, 0);
    for round in 0..rounds {
        let cold = TempDir::new().unwrap();
        let (known, how) = make(rules, warm.path(), Some(memory.path()), &setting);
        let (anew, _) = make(rules, cold.path(), None, &setting);
        assert_eq!(known.findings, anew.findings, "round {round}, {how:?}");
        assert_eq!(known.ran, anew.ran, "round {round}, {how:?}");
        amended += usize::from(how == How::Amended);
        // A build that is stopped by an error leaves what was there.
        if !anew.files.is_empty() {
            built += 1;
            assert!(known.files.keys().eq(anew.files.keys()), "round {round}, {how:?}");
            let other = known.files.iter().find(|(path, bytes)| anew.files[*path] != **bytes);
            assert_eq!(other.map(|(path, _)| path), None, "round {round}, {how:?}");
        }
        if round % 16 == 11 {
            spoil(memory.path(), &mut dice);
        }
        for _ in 0..=dice.roll(2) {
            edit(rules, &mut dice, round);
        }
        edit_around(rules, warm.path(), &mut dice, &mut setting);
    }
    assert!(built > rounds / 4, "{built} of {rounds}");
    amended
}

/// Changes a byte of all that is remembered, or cuts it.
fn spoil(memory: &Path, dice: &mut Dice) {
    let entries = fs::read_dir(memory).unwrap().chain(fs::read_dir(memory.join("plans")).unwrap());
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
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
    let amended = law(60, 7);
    assert!(amended > 5, "{amended} of 60");
}

#[test]
#[ignore = "for every night: ten times as many edits"]
fn many_edits_leave_nothing_stale() {
    let amended: usize = (0..10).map(|seed| law(50, 100 + seed)).sum();
    assert!(amended > 50, "{amended} of 500");
}

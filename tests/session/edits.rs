//! The law over edits. The files are those of the specs of the language, which have every fault that there is, and guides
//! without any; edits move whole items between files, take lines away, give files other names, and heal what they broke.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::common::edition;
use fs_err as fs;
use kbc::config::Config;
use kbc::emit::html::Theme;
use kbc::output::{Options, Output};
use kbc::pipeline::{Format, Wanted};
use kbc::plans::Plans;
use kbc::session::Session;
use tempfile::TempDir;

use super::{disk, documents, told};

/// Small numbers one after another, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// The files that a project begins with, by their paths.
type Texts = BTreeMap<String, String>;

/// All specs.
fn specs() -> Texts {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut texts = Texts::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rules") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                texts.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

/// Guides without a fault, of which every second one uses the one before it.
fn sound() -> Texts {
    (0..12).map(|number| (format!("lamp-{number:02}.rules"), crate::plans::lamp_file(number, 2 + number % 3))).collect()
}

struct Project {
    folder: TempDir,
    /// What each file was when it was whole.
    whole: Texts,
    texts: Texts,
}

impl Project {
    fn new(texts: Texts) -> Self {
        let project = Self { folder: TempDir::new().unwrap(), whole: texts.clone(), texts: Texts::new() };
        let texts = texts.into_iter();
        texts.fold(project, |mut project, (path, text)| {
            project.write(&path, Some(text));
            project
        })
    }

    fn write(&mut self, path: &str, text: Option<String>) {
        let full = self.folder.path().join(path);
        match text {
            Some(text) => {
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(full, &text).unwrap();
                self.texts.insert(path.to_owned(), text);
            }
            None => {
                fs::remove_file(full).unwrap();
                self.texts.remove(path);
            }
        }
    }

    fn any(&self, dice: &mut Dice) -> String {
        self.texts.keys().nth(dice.roll(self.texts.len())).unwrap().clone()
    }

    /// Makes all files whole, and gives those that were not.
    fn heal(&mut self) -> Vec<String> {
        let is_broken = |(path, whole): &(&String, &String)| self.texts.get(*path) != Some(whole);
        let broken = self.whole.iter().filter(is_broken).map(|(path, whole)| (path.clone(), whole.clone()));
        let broken: Vec<(String, String)> = broken.collect();
        broken.iter().for_each(|(path, whole)| self.write(path, Some(whole.clone())));
        broken.into_iter().map(|(path, _)| path).collect()
    }

    /// Changes something, at random, and gives the files that changed.
    fn edit(&mut self, dice: &mut Dice, round: usize) -> Vec<String> {
        let path = self.any(dice);
        let text = self.texts[&path].clone();
        let other = self.any(dice);
        let new = match dice.roll(14) {
            // A file comes, goes, or gets another name.
            0 => {
                let new = format!("new-{round}.rules");
                let number = 100 + round;
                let text = crate::plans::lamp_file(number - number % 2, 2);
                self.whole.insert(new.clone(), text.clone());
                self.write(&new, Some(text));
                return vec![new];
            }
            1 if self.texts.len() > 6 => {
                self.write(&path, None);
                return vec![path];
            }
            2 => {
                let moved = format!("moved/{round}-{}", path.replace('/', "-"));
                self.write(&path, None);
                let whole = self.whole.get(&path).unwrap_or(&text).clone();
                self.whole.insert(moved.clone(), whole);
                self.write(&moved, Some(text));
                return vec![path, moved];
            }
            // An item of another file is written here, too.
            3 | 4 => format!("{text}\n{}\n", item(&self.texts[&other], dice)),
            // A file uses another one, or no longer.
            5 => format!("use {}\n{text}", other.trim_end_matches(".rules").replace('/', ".")),
            6 => text.lines().filter(|line| !line.starts_with("use ")).collect::<Vec<_>>().join("\n"),
            // Something is lost.
            7 => without_line(&text, dice),
            8 => {
                let cut = (0..=dice.roll(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                text[..cut].to_owned()
            }
            // Another word, and another title.
            9 => text.replacen("dark", ["dim", "off", "dark"][dice.roll(3)], 1 + dice.roll(3)),
            10 => text.replacen(" \"", [" \"Now ", " \"The <model> ", " \"See [it](#cause-worn) "][dice.roll(3)], 1),
            11 => text.replacen("stage ", ["stage x", "stage "][dice.roll(2)], 1),
            // What was broken is whole again.
            _ => {
                let broken =
                    |(path, text): &(&String, &String)| self.whole.get(*path).is_some_and(|whole| whole != *text);
                let broken: Vec<String> = self.texts.iter().filter(broken).map(|(path, _)| path.clone()).collect();
                let mut healed = Vec::new();
                for path in broken.into_iter().take(1 + dice.roll(3)) {
                    self.write(&path, self.whole.get(&path).cloned());
                    healed.push(path);
                }
                return healed;
            }
        };
        self.write(&path, Some(new));
        vec![path]
    }
}

/// A part of a text that may be an item.
fn item(text: &str, dice: &mut Dice) -> String {
    let starts: Vec<usize> = text
        .match_indices('\n')
        .map(|(at, _)| at + 1)
        .filter(|&at| text[at..].starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    if starts.is_empty() {
        return String::new();
    }
    let at = dice.roll(starts.len());
    text[starts[at]..starts.get(at + 1).copied().unwrap_or(text.len())].to_owned()
}

fn without_line(text: &str, dice: &mut Dice) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let gone = dice.roll(lines.len());
    let rest = lines.iter().enumerate().filter(|(at, _)| *at != gone);
    rest.flat_map(|(_, line)| [*line, "\n"]).collect()
}

fn settings(dice: &mut Dice) -> Config {
    let mut config = Config::default();
    if dice.roll(2) == 0 {
        let fault = kbc::diagnostics::catalogue::find("long-title").unwrap();
        config.lints.insert(fault.code, Some(kbc::diagnostics::Level::Warning));
    }
    if dice.roll(3) == 0 {
        config.edition = edition("de");
    }
    config
}

/// Fails where two sessions do not tell the same, with the first difference.
fn assert_same(living: &[String], anew: &[String], when: &str) {
    let differs = living.iter().zip(anew).find(|(one, other)| one != other);
    assert!(differs.is_none(), "{when}: {} and then {}", differs.unwrap().0, differs.unwrap().1);
    assert_eq!(living.len(), anew.len(), "{when}");
}

/// Holds one session that lives through so many edits against a new one after each.
fn law(texts: Texts, rounds: usize, seed: u64) {
    let mut dice = Dice(seed);
    let mut project = Project::new(texts);
    let open = |project: &Project, config: &Config| {
        Session::open(disk(project.folder.path()), config.clone(), Plans::default())
    };
    let mut config = Config::default();
    let mut living = open(&project, &config);
    for round in 0..rounds {
        let anew = open(&project, &config);
        let (now, then) = (living.state(), anew.state());
        assert_same(&told(&now), &told(&then), &format!("round {round} of {seed}"));
        if round % 8 == 7 && !now.findings().unwrap().has_errors {
            assert_eq!(documents(&now), documents(&then), "round {round} of {seed}");
        }
        if dice.roll(40) == 0 {
            config = settings(&mut dice);
            living = open(&project, &config);
        }
        if dice.roll(4) == 0 {
            living.make_ready();
        }
        for step in 0..=dice.roll(2) {
            let changed = project.edit(&mut dice, 2 * round + step);
            let paths: Vec<&str> = changed.iter().map(String::as_str).collect();
            match dice.roll(3) {
                0 => living.reload(),
                1 => drop(living.reload_some(&paths)),
                _ => {
                    for path in &paths {
                        living.change(path, project.texts.get(*path).map(|text| text.clone().into_bytes()));
                    }
                    // What is saved is the disk's again.
                    paths.iter().for_each(|path| living.forget(path));
                }
            }
            // A question that is given up leaves the session whole.
            if dice.roll(4) == 0 {
                let state = living.state();
                state.stop();
                assert!(state.findings().is_err());
            }
        }
    }
}

/// Holds the files of a site that was made again after every edit against those of a new one.
fn law_of_sites(rounds: usize, seed: u64) {
    let mut dice = Dice(seed);
    let mut project = Project::new(sound());
    let [warm, memory] = [(); 2].map(|()| TempDir::new().unwrap());
    let (config, theme) = (Config::default(), Theme::default());
    let wanted = Wanted {
        config: &config,
        theme: &theme,
        formats: &Format::ALL,
        maker: "test",
        links: &kbc::links::Links::default(),
    };
    let make = |session: &Session, out: &Path, cache: Option<PathBuf>| {
        let state = session.state();
        if state.findings().unwrap().has_errors {
            return false;
        }
        let output = Output::open(out, Options { cache, ..Options::default() }).unwrap();
        state.publish_until_changed(false, wanted, &output).unwrap();
        output.finish().unwrap();
        true
    };
    let living = Session::open(disk(project.folder.path()), config.clone(), Plans::default());
    let mut made = 0;
    for round in 0..rounds {
        let cold = TempDir::new().unwrap();
        let anew = Session::open(disk(project.folder.path()), config.clone(), Plans::default());
        if make(&anew, cold.path(), None) {
            assert!(make(&living, warm.path(), Some(memory.path().to_owned())));
            assert_same(&told(&living.state()), &told(&anew.state()), &format!("round {round} of {seed}"));
            crate::plans::assert_same_files(warm.path(), cold.path(), round);
            made += 1;
        }
        let mut changed = project.edit(&mut dice, round);
        if dice.roll(3) > 0 {
            changed.extend(project.heal());
        }
        living.reload_some(&changed.iter().map(String::as_str).collect::<Vec<_>>());
    }
    // Some edits leave errors for long; then nothing is made.
    assert!(made > 2, "{made} of {rounds}");
}

fn in_threads(threads: usize, run: impl FnOnce() + Send) {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run);
}

#[test]
fn a_session_tells_what_a_new_one_tells() {
    in_threads(2, || law(specs(), 60, 1));
    in_threads(1, || law(specs(), 30, 2));
    in_threads(2, || law(sound(), 60, 3));
}

#[test]
fn a_session_makes_what_a_new_one_makes() {
    in_threads(2, || law_of_sites(30, 5));
}

#[test]
#[ignore = "for every night: many more edits"]
fn a_session_tells_what_a_new_one_tells_for_long() {
    for seed in 0..20 {
        in_threads(1 + usize::try_from(seed).unwrap() % 2, || law(specs(), 150, 100 + seed));
        in_threads(1 + usize::try_from(seed).unwrap() % 2, || law(sound(), 150, 200 + seed));
        in_threads(2, || law_of_sites(60, 300 + seed));
    }
}

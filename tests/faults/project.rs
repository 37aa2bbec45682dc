//! A project that was built once and changed since, and what may stand in its output after another build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Files by their path below a folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file in the output that kbc did not make.
const FOREIGN: &str = "html/foreign.txt";

/// No build of so small a project takes longer, even where every system call is watched.
const LONGEST: Duration = Duration::from_mins(1);

/// The program under test.
pub fn kbc() -> PathBuf {
    assert_cmd::cargo::cargo_bin!("kbc").to_owned()
}

/// A guide of its own on a thing.
fn guide(thing: &str, word: &str) -> String {
    format!(
        "guide {thing} \"The {thing} does not work\" {{\n  summary \"{word} about the {thing}.\"\n  symptoms {thing}-dark\n  \
         otherwise call-provider\n}}\n\nsymptom {thing}-dark \"The {thing} stays dark\"\n\n\
         cause {thing}-off \"The {thing} is switched off\" {{\n  likelihood common\n  shows {thing}-dark always\n}}\n\n\
         remedy switch-{thing} \"Switch the {thing} on\" {{\n  fixes {thing}-off always\n  \
         steps {{ step \"Press the switch of the {thing}.\" }}\n  verify \"Look at the {thing}.\" 5 s\n}}\n"
    )
}

/// The settings of the project.
fn settings(title: &str) -> String {
    format!("title = \"{title}\"\nbase-url = \"https://example.org/\"\n")
}

/// Those of a trial, which say that what is removed there is gone for good.
pub fn trial_settings(title: &str) -> String {
    let gone = ["fan", "fan-dark", "fan-off", "switch-fan"].map(|item| format!("\"fan.{item}\" = \"It is sold.\""));
    format!("{}[links]\ngone = {{ {} }}\n", settings(title), gone.join(", "))
}

/// The project as it was built, the files of the output before and after the build that is to come.
pub struct Project {
    folder: TempDir,
    before: Files,
    after: Files,
}

impl Project {
    /// Builds the project, and keeps it as the state from which every trial begins.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("good");
        let made = Command::new(kbc()).args(["new", "good"]).current_dir(folder.path()).output().unwrap();
        assert!(made.status.success());
        // With other settings than the plain ones a build that overlooked them would not go unseen.
        fs::write(root.join("kbc.toml"), settings("Faults")).unwrap();
        fs::write(root.join("rules/lamp.rules"), format!("use no-internet\n{}", guide("lamp", "First words"))).unwrap();
        fs::write(root.join("rules/fan.rules"), format!("use no-internet\n{}", guide("fan", "All"))).unwrap();
        // Nor one that overlooked what is to be ignored.
        fs::write(root.join("rules/.gitignore"), "draft.rules\n").unwrap();
        fs::write(root.join("rules/draft.rules"), format!("use no-internet\n{}", guide("draft", "No"))).unwrap();
        assert!(build(&root).wait().unwrap().success());
        fs::write(root.join("generated").join(FOREIGN), "mine").unwrap();
        let mut project = Self { before: standing(&root), after: Files::new(), folder };
        let trial = project.trial();
        assert!(build(trial.root()).wait().unwrap().success());
        project.after = standing(trial.root());
        assert!(project.before != project.after && project.after.contains_key(FOREIGN));
        project
    }

    /// A copy that was built, in which then a file was changed, one removed and one added.
    pub fn trial(&self) -> Trial<'_> {
        let folder = tempfile::tempdir().unwrap();
        copy(&self.folder.path().join("good"), &folder.path().join("trial"));
        let rules = folder.path().join("trial/rules");
        fs::write(rules.join("lamp.rules"), format!("use no-internet\n{}", guide("lamp", "Other words"))).unwrap();
        fs::remove_file(rules.join("fan.rules")).unwrap();
        fs::write(folder.path().join("trial/kbc.toml"), trial_settings("Faults")).unwrap();
        fs::write(rules.join("pump.rules"), format!("use no-internet\n{}", guide("pump", "All"))).unwrap();
        Trial { project: self, root: folder.path().join("trial"), _folder: folder }
    }
}

/// One copy of the project, in which one build goes wrong.
pub struct Trial<'p> {
    project: &'p Project,
    root: PathBuf,
    _folder: TempDir,
}

impl Trial<'_> {
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What must hold after a build that something befell: each file is whole, an old or a new one, and what is nobody's
    /// is as it was; success means that all of it is new; and the next build makes all of it.
    pub fn must_be_whole(&self, status: Option<ExitStatus>, what: &str) {
        let Project { before, after, .. } = self.project;
        let now = standing(&self.root);
        assert_eq!(now.get(FOREIGN), before.get(FOREIGN), "{what}: a foreign file was touched");
        for (path, bytes) in &now {
            let is_known = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
            assert!(is_known || path == "manifest.json", "{what}: `{path}` is neither the old nor the new one");
        }
        for path in before.keys().filter(|path| after.contains_key(*path)) {
            assert!(now.contains_key(path), "{what}: `{path}` is gone");
        }
        if status.is_some_and(|status| status.success()) {
            assert_eq!(differences(&now, after), [""; 0], "{what}: it said that all went well");
        }
        self.next_must_mend(what);
    }

    /// The next build makes all that is to stand, and leaves nothing behind.
    pub fn next_must_mend(&self, what: &str) {
        let after = &self.project.after;
        let mut next = build(&self.root);
        assert!(within(&mut next, LONGEST).is_some_and(|status| status.success()), "{what}: the next build fails");
        assert_eq!(differences(&standing(&self.root), after), [""; 0], "{what}: the next build does not mend it");
        assert!(!self.root.join("generated/.kbc-stage").exists(), "{what}: the stage is left");
        let looked = Command::new(kbc()).args(["build", "--check"]).current_dir(&self.root).output().unwrap();
        assert!(looked.status.success(), "{what}: {}", String::from_utf8_lossy(&looked.stdout));
    }
}

/// The paths at which two outputs differ.
fn differences(one: &Files, other: &Files) -> Vec<String> {
    let all: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    all.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// Waits for a process, but not for ever: one that hangs is ended, with all that it began. Nothing where it hung.
pub fn within(child: &mut Child, most: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + most;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if Instant::now() > end {
            let group = format!("-{}", child.id());
            drop(Command::new("kill").args(["-KILL", "--", &group]).status());
            drop(child.wait());
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The same for a build.
pub fn ended(child: &mut Child) -> Option<ExitStatus> {
    within(child, LONGEST)
}

/// A command that runs quietly in a process group of its own, with the same threads wherever it runs.
pub fn quiet(program: impl AsRef<std::ffi::OsStr>, root: &Path) -> Command {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    command.current_dir(root).env("RAYON_NUM_THREADS", "1").env_remove("KBC_CACHE").process_group(0);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A build that nothing befalls.
pub fn build(root: &Path) -> Child {
    quiet(kbc(), root).arg("build").spawn().unwrap()
}

/// The files of the output, but for what a build that stopped leaves for the next.
fn standing(root: &Path) -> Files {
    let (mut found, out) = (Files::new(), root.join("generated"));
    let mut open = vec![out.clone()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.ends_with(".kbc-stage") || path.ends_with(".kbc-probe") {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(&out).unwrap().to_str().unwrap().to_owned();
                found.insert(below, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Copies a folder with the times of its files, which a build takes notice of.
fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(copied.success());
}

//! Builds after few files changed: which changes are amended, and that nothing which is remembered makes another site.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fs_err as fs;
use kbc::digest::Digest;
use kbc::output::{Options, Output};
use kbc::pipeline::{Format, Wanted};
use kbc::plans::{Memory, Plans};
use kbc::source::{Disk, Sources};
use tempfile::TempDir;

use super::edits::{How, Made, Setting, build, file, make};

/// A project of twenty guides, each second one tied to the one before it, with an output and a memory.
struct Project {
    root: TempDir,
    setting: Setting,
}

impl Project {
    /// Built twice, so that the times of all files can be trusted.
    fn new() -> Self {
        let project = Self { root: TempDir::new().unwrap(), setting: Setting::default() };
        fs::create_dir(project.rules()).unwrap();
        for number in 0..20 {
            fs::write(project.path(number), file(number, 2 + number % 3)).unwrap();
        }
        project.build();
        project.build();
        project
    }

    fn rules(&self) -> PathBuf {
        self.root.path().join("rules")
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("out")
    }

    fn memory(&self) -> PathBuf {
        self.root.path().join("memory")
    }

    fn path(&self, number: usize) -> PathBuf {
        self.rules().join(format!("lamp-{number:02}.rules"))
    }

    fn edit(&self, number: usize, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(number)).unwrap();
        assert!(text.contains(from), "{from} is in {text}");
        fs::write(self.path(number), text.replacen(from, to, 1)).unwrap();
    }

    fn build(&self) -> (Made, How) {
        make(&self.rules(), &self.out(), Some(&self.memory()), &self.setting)
    }

    /// Builds, and holds that against a build from nothing.
    fn right(&self, what: &str) -> (Made, How) {
        let (made, how) = self.build();
        let nowhere = TempDir::new().unwrap();
        let (anew, _) = make(&self.rules(), nowhere.path(), None, &self.setting);
        assert_eq!(made.findings, anew.findings, "{what}: {how:?} tells the same as a build from nothing");
        let files = |made: &Made| made.files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(files(&made), files(&anew), "{what}: {how:?}");
        assert!(made == anew, "{what}: {how:?} makes the same as a build from nothing");
        (made, how)
    }

    fn changed(what: &str, change: impl FnOnce(&mut Self)) -> How {
        let mut project = Self::new();
        change(&mut project);
        let how = project.right(what).1;
        assert_eq!(project.right(what).1, How::Spared, "{what}, and then nothing");
        how
    }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

#[test]
fn what_has_to_do_with_few_files_is_amended() {
    for (what, from, to) in [
        ("a word of a step", "Put a new one in.", "Put a fresh one in."),
        ("a word of the title of a symptom", "flickers\"\nescalation", "glimmers\"\nescalation"),
        ("a word of the title of a cause", "is broken", "is worn"),
        ("what is said of a symptom", "symptom flickers \"", "symptom flickers \"Now and then: "),
        ("the title of a guide, which its neighbours show", "stays dark\"", "stays dark at night\""),
        ("a number that makes another plan", "takes 2 min", "takes 90 min"),
        ("a line more, which moves all others", "guide lamp", "\n\nguide lamp"),
        ("a name within a file", "part-1", "part-one"),
        ("an item more", "symptom flickers", "symptom hums \"It hums to itself\"\nsymptom flickers"),
    ] {
        let how = Project::changed(what, |project| {
            if what.contains("name") {
                let text = fs::read_to_string(project.path(7)).unwrap().replace(from, to);
                fs::write(project.path(7), text).unwrap();
            } else {
                project.edit(7, from, to);
            }
        });
        assert_eq!(how, How::Amended, "{what}");
    }
}

#[test]
fn what_reaches_further_is_built_whole() {
    let more = |project: &mut Project| fs::write(project.path(20), file(20, 2)).unwrap();
    assert_eq!(Project::changed("a file more", more), How::Whole);
    let fewer = |project: &mut Project| fs::remove_file(project.path(19)).unwrap();
    assert_eq!(Project::changed("a file less", fewer), How::Whole);
    let moved = |project: &mut Project| fs::rename(project.path(19), project.path(29)).unwrap();
    assert_eq!(Project::changed("a file moved", moved), How::Whole);
    let title = |project: &mut Project| project.setting.config.title = "Another".to_owned();
    assert_eq!(Project::changed("a setting", title), How::Whole);
    let style = |project: &mut Project| project.setting.theme.style = ":root { --accent: red }".to_owned();
    assert_eq!(Project::changed("a style", style), How::Whole);
    let apart = |project: &mut Project| {
        let text = fs::read_to_string(project.path(7)).unwrap();
        let text = text.replace("use lamp-06\n", "").replace(" { next lamp-6 }", "");
        fs::write(project.path(7), text).unwrap();
    };
    assert_eq!(Project::changed("files that part", apart), How::Whole);
    let blank = |project: &mut Project| project.edit(7, "Put a new one in.", "Put <a> new one in.");
    assert_eq!(Project::changed("a blank to fill in", blank), How::Whole);
    let many = |project: &mut Project| (0..14).for_each(|at| project.edit(at, "Put a new", "Put the new"));
    assert_eq!(Project::changed("many files", many), How::Whole);
}

/// Remembers nothing, and counts how often it is asked: once for each guide that is reasoned about.
#[derive(Debug, Default)]
struct Asked(AtomicUsize);

impl Memory for Asked {
    fn recall(&self, _: Digest) -> Option<Vec<u8>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        None
    }

    fn keep(&self, _: Digest, _: Vec<u8>) {}
}

#[test]
fn a_whole_build_makes_only_guides_that_have_to_do_with_what_changed() {
    let project = Project::new();
    let reasoned = || {
        let asked = Arc::new(Asked::default());
        let Setting { config, theme } = &project.setting;
        let files = Disk::new(project.rules());
        let options = Options { cache: Some(project.memory()), ..Options::default() };
        let output = Output::open(&project.out(), options).unwrap();
        let wanted =
            Wanted { config, theme, formats: &Format::ALL, maker: "test", links: &kbc::links::Links::default() };
        let texts = Sources::read(&files, &config.rules);
        build(&files, texts, wanted, output, &Plans::remembering(asked.clone()));
        asked.0.load(Ordering::Relaxed)
    };
    assert_eq!(reasoned(), 0, "nothing changed");
    fs::write(project.path(20), file(20, 2)).unwrap();
    assert_eq!(reasoned(), 2, "a new guide, and the one before it, whose page leads there");
    fs::write(project.out().join("html/lamp-03/lamp-3.html"), "mine").unwrap();
    assert_eq!(reasoned(), 1, "a guide of which a page was changed by hand");
    project.edit(6, "Put a new one in.", "Put a fresh one in.");
    assert_eq!(reasoned(), 2, "a guide, and the one that uses its file");
    project.right("all of it");
}

#[test]
fn a_stage_that_only_guides_elsewhere_have_is_known_or_an_error() {
    let project = Project::new();
    let name = |number: usize, stage: &str| {
        project.edit(number, "fixes part-0 usually", &format!("stage {stage} ; fixes part-0 usually"));
    };
    name(5, "anything");
    project.right("without any stage there is nothing to hold one against");
    project.edit(5, "stage anything ; ", "");
    project.right("no stage");
    project.edit(2, " ; otherwise shop }", " ; otherwise shop ; stage repair \"Repair\" }");
    assert_eq!(project.right("the first stage").1, How::Whole);
    name(7, "repair");
    project.right("a stage of a guide elsewhere");
    // Its group has no stage at all, so nothing looks wrong there.
    name(12, "repare");
    let (made, how) = project.build();
    assert_eq!((made.findings[0].fault.name, how), ("unknown-stage", How::Whole));
}

#[test]
fn items_that_say_the_same_are_found_in_files_that_did_not_change() {
    let project = Project::new();
    let near = |made: &Made| made.findings.iter().filter(|finding| finding.fault.name == "near-duplicate").count();
    let none = near(&project.build().0);
    // The third guide now says what the tenth does: that is told at the tenth.
    let text = fs::read_to_string(project.path(10)).unwrap();
    let title = text.lines().find(|line| line.starts_with("symptom dark")).unwrap().to_owned();
    let own = fs::read_to_string(project.path(3)).unwrap();
    let own = own.lines().find(|line| line.starts_with("symptom dark")).unwrap().to_owned();
    project.edit(3, &own, &title);
    let (made, how) = project.right("the same title");
    assert_eq!((near(&made), how), (none + 1, How::Amended));
    // The places of both move with what stands before them.
    project.edit(3, "guide lamp", "# A comment.\nguide lamp");
    assert_eq!(project.right("a line before it").1, How::Amended);
    project.edit(3, &title, &own);
    let (made, how) = project.right("another title again");
    assert_eq!((near(&made), how), (none, How::Amended));
}

#[test]
fn what_somebody_changed_in_the_output_is_made_again() {
    let change = |what: &str, change: &dyn Fn(&Path)| {
        let how = Project::changed(what, |project| {
            project.edit(7, "Put a new one in.", "Put a fresh one in.");
            change(&project.out());
        });
        assert_ne!(how, How::Spared, "{what}");
    };
    change("a page of another guide", &|out| fs::write(out.join("html/lamp-12.html"), "mine").unwrap());
    change("a page that is gone", &|out| fs::remove_file(out.join("markdown/lamp-12.md")).unwrap());
    change("the list of all items", &|out| fs::write(out.join("json/kb.json"), "mine").unwrap());
    change("an index", &|out| fs::write(out.join("html/index.html"), "mine").unwrap());
    change("the times of all files", &|out| {
        let copied = out.with_file_name("copied");
        copy(out, &copied);
        fs::remove_dir_all(out).unwrap();
        fs::rename(copied, out).unwrap();
    });
}

#[test]
fn no_memory_makes_another_site() {
    let project = Project::new();
    let (old, old_out) = (project.root.path().join("old"), project.root.path().join("old-out"));
    copy(&project.memory(), &old);
    copy(&project.out(), &old_out);
    project.edit(7, "Put a new one in.", "Put a fresh one in.");
    assert_eq!(project.right("a word").1, How::Amended);
    // As after a build that was killed before it could tell what it had made.
    copy(&old, &project.memory());
    project.right("an old memory");
    project.edit(8, "Put a new one in.", "Put a fresh one in.");
    project.right("an old memory, and another word");
    // As after somebody brought an old output back.
    copy(&old_out, &project.out());
    project.edit(9, "Put a new one in.", "Put a fresh one in.");
    project.right("an old output");
    // Of another project, at the same place.
    let other = Project::new();
    other.edit(7, "takes 2 min", "takes 77 min");
    other.build();
    copy(&other.memory(), &project.memory());
    let stores = || fs::read_dir(project.memory()).unwrap().map(|entry| entry.unwrap().path());
    let store = |name: &str| stores().find(|path| path.file_name().unwrap().to_string_lossy().starts_with(name));
    let foreign = store("store-").unwrap();
    project.right("a foreign memory");
    for own in stores().filter(|path| path.to_string_lossy().contains("store-") && *path != foreign) {
        fs::copy(&foreign, own).unwrap();
    }
    project.edit(11, "Put a new one in.", "Put a fresh one in.");
    project.right("a foreign store");
}

#[test]
fn a_note_and_a_store_of_two_builds_are_not_taken_together() {
    let project = Project::new();
    let store = || {
        let entries = fs::read_dir(project.memory()).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.to_string_lossy().contains("store-")).collect::<Vec<_>>().remove(0)
    };
    let (before, old) = (fs::read(store()).unwrap(), fs::read(project.path(7)).unwrap());
    project.edit(7, "symptom flickers", "symptom hums \"It hums to itself\"\nsymptom flickers");
    let (made, _) = project.right("a symptom that nothing names");
    assert!(made.findings.iter().any(|finding| finding.fault.name == "unused-item"));
    fs::write(store(), before).unwrap();
    fs::write(project.path(7), old).unwrap();
    project.edit(9, "Put a new one in.", "Put a fresh one in.");
    let (made, _) = project.right("the symptom is gone again");
    assert!(!made.findings.iter().any(|finding| finding.fault.name == "unused-item"));
}

#[test]
fn a_link_in_the_place_of_the_store_is_not_followed() {
    let project = Project::new();
    let store = fs::read_dir(project.memory()).unwrap().map(|entry| entry.unwrap().path());
    let store = store.filter(|path| path.to_string_lossy().contains("store-")).collect::<Vec<_>>().remove(0);
    let elsewhere = project.root.path().join("elsewhere");
    fs::write(&elsewhere, "mine").unwrap();
    for path in [&store, &store.with_extension("new")] {
        let _ = fs::remove_file(path);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&elsewhere, path).unwrap();
        project.edit(7, "one in.", "one in, now.");
        project.right("a link");
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "mine");
    }
}

#[test]
fn builds_at_once_of_one_memory_are_right() {
    let project = Project::new();
    let second = project.root.path().join("out-2");
    make(&project.rules(), &second, Some(&project.memory()), &project.setting);
    project.edit(7, "Put a new one in.", "Put a fresh one in.");
    let build = |out: &Path| make(&project.rules(), out, Some(&project.memory()), &project.setting).0;
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| build(&project.out()));
        let two = scope.spawn(|| build(&second));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert!(one == two);
    project.right("two at once");
}

#[test]
fn any_number_of_threads_amends_the_same() {
    let project = Project::new();
    project.edit(7, "is broken", "is worn");
    let (out, memory) = (project.root.path().join("before"), project.root.path().join("memory-before"));
    copy(&project.out(), &out);
    copy(&project.memory(), &memory);
    let of = |threads: usize| {
        copy(&out, &project.out());
        copy(&memory, &project.memory());
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| project.right("some threads"))
    };
    let one = of(1);
    assert_eq!(one.1, How::Amended);
    assert!([2, 3, 8].map(of).iter().all(|other| *other == one));
}

#[test]
fn links_to_items_are_followed_in_all_files() {
    let project = Project::new();
    project.edit(6, "Put a new one in.", "Put a [new](#cause-part-0) one in.");
    assert_eq!(project.right("a link").1, How::Whole);
    project.edit(6, "Put a [new]", "Put a [fresh]");
    assert_eq!(project.right("a text with a link").1, How::Whole);
    project.edit(12, "is broken", "is worn");
    assert_eq!(project.right("a text elsewhere").1, How::Amended);
    project.edit(12, "symptom flickers", "symptom hums \"It hums to itself\"\nsymptom flickers");
    assert_eq!(project.right("a name elsewhere, to which the link might lead").1, How::Whole);
}

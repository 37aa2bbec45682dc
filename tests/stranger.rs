//! A project that comes from a stranger: what its links, pipes and settings could reach, and do not.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use fs_err as fs;
use tempfile::TempDir;

const SECRET: &str = "TOKEN-of-somebody-else";

/// A project as `kbc new` makes it, with a secret beside it and one hidden in it.
struct Stranger(TempDir);

impl Stranger {
    fn new() -> Self {
        let stranger = Stranger(tempfile::tempdir().unwrap());
        let made = kbc(stranger.0.path(), &["new", "guides"]);
        assert!(made.status.success());
        fs::write(stranger.secret(), SECRET).unwrap();
        fs::create_dir(stranger.at(".git")).unwrap();
        fs::write(stranger.at(".git/config"), SECRET).unwrap();
        stranger
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("guides")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn secret(&self) -> PathBuf {
        self.0.path().join("secret.rules")
    }

    fn kbc(&self, arguments: &[&str]) -> (i32, String) {
        let output = kbc(&self.root(), arguments);
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!told.contains(SECRET), "{arguments:?} told the secret:\n{told}");
        (output.status.code().unwrap(), told)
    }

    /// A step that shows a picture.
    fn shows(&self, image: &str) {
        let text = format!(
            "steps shown {{ step \"Look at it.\" {{ image \"{image}\" \"A picture\" }} }}\n\
             remedy look \"Look at the router's lights\" {{ fixes router-hangs seldom ; steps {{ include shown }} ; \
             verify \"Open a page.\" }}\n"
        );
        let rules = format!("use common.router\n{text}");
        fs::write(self.at("rules/shown.rules"), rules).unwrap();
    }

    fn assert_nothing_leaked(&self) {
        for (path, bytes) in files(self.0.path()) {
            let is_secret = path == Path::new("secret.rules") || path.ends_with(".git/config");
            let holds = bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
            assert!(is_secret || !holds, "{} holds the secret", path.display());
        }
        assert_eq!(fs::read_to_string(self.secret()).unwrap(), SECRET);
        assert_eq!(fs::read_to_string(self.at(".git/config")).unwrap(), SECRET);
    }
}

/// Runs kbc, which has to end by itself.
fn kbc(folder: &Path, arguments: &[&str]) -> Output {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("kbc"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            return child.wait_with_output().unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

/// Every plain file below a folder; no link is followed.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                waiting.push(entry.path());
            } else if kind.is_file() {
                let path = entry.path().strip_prefix(root).unwrap().to_owned();
                found.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_picture_that_leads_out_of_the_project_is_not_published() {
    for (image, target) in [
        ("a.png", "../../secret.rules"),
        ("a.png", "/proc/self/environ"),
        ("a.png", "../.git/config"),
        ("a.svg", "/etc/hostname"),
        ("a.png", "/dev/zero"),
        ("folder/a.png", "../.."),
        ("folder/secret.rules", "../.."),
    ] {
        let stranger = Stranger::new();
        stranger.shows(image);
        symlink(target, stranger.at("rules").join(image.split('/').next().unwrap())).unwrap();
        let (status, told) = stranger.kbc(&["build", "--message-format", "short"]);
        assert_eq!(status, 1, "{image} -> {target}: {told}");
        assert!(told.contains("KB721") || told.contains("KB901"), "{image} -> {target}: {told}");
        assert!(!stranger.at("generated/html/images").exists());
        stranger.assert_nothing_leaked();
    }
}

#[test]
fn only_pictures_are_published() {
    for (image, content) in [
        ("evil.html", "<script>alert(1)</script>"),
        ("evil.js", "alert(1)"),
        ("shown.rules", ""),
        ("a.png", "<script>alert(1)</script>"),
        ("a.svg", "<svg onload='alert(1)'/>"),
    ] {
        let stranger = Stranger::new();
        if !content.is_empty() {
            fs::write(stranger.at("rules").join(image), content).unwrap();
        }
        stranger.shows(image);
        let (status, told) = stranger.kbc(&["build", "--message-format", "short"]);
        assert_eq!((status, told.contains("KB721")), (1, true), "{told}");
    }
}

#[test]
fn a_link_to_a_picture_of_the_project_is_a_picture() {
    let stranger = Stranger::new();
    fs::create_dir(stranger.at("pictures")).unwrap();
    fs::write(stranger.at("pictures/a.gif"), "GIF89a...").unwrap();
    symlink("../pictures", stranger.at("rules/pictures")).unwrap();
    symlink("pictures/a.gif", stranger.at("rules/b.gif")).unwrap();
    for image in ["b.gif", "pictures/a.gif"] {
        stranger.shows(image);
        let (status, told) = stranger.kbc(&["build"]);
        assert_eq!(status, 0, "{told}");
        assert_eq!(fs::read(stranger.at("generated/html/images").join(image)).unwrap(), b"GIF89a...");
    }
}

#[test]
fn rules_that_lead_out_of_the_project_are_not_read() {
    for (link, target) in [
        ("rules/lent.rules", "../../secret.rules"),
        ("rules/lent.rules", "../.git/config"),
        ("rules/lent.rules", "/proc/self/environ"),
        ("rules/lent", "../.."),
        ("rules/lent", "/"),
        ("rules/lent", "../.git"),
        ("kbc.toml", "../secret.rules"),
        ("kbc.toml", ".git/config"),
    ] {
        for command in [&["check"][..], &["build"], &["test"], &["plan", "no-internet"], &["fmt"], &["check", "--fix"]]
        {
            let stranger = Stranger::new();
            drop(fs::remove_file(stranger.at(link)));
            symlink(target, stranger.at(link)).unwrap();
            let (status, told) = stranger.kbc(command);
            assert_ne!(status, 0, "{link} -> {target}, {command:?}: {told}");
            stranger.assert_nothing_leaked();
        }
    }
}

#[test]
fn a_pipe_or_a_device_is_an_error_and_not_waited_for() {
    for path in ["rules/a.rules", "kbc.toml", "generated/manifest.json", "generated/.kbc-stage/lock", ".kbc/cache"] {
        for is_link in [false, true] {
            let stranger = Stranger::new();
            let path = stranger.at(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            drop(fs::remove_file(&path));
            if is_link {
                symlink("/dev/zero", &path).unwrap();
            } else {
                pipe(&path);
            }
            let (status, told) = stranger.kbc(&["build"]);
            assert!(status == 1 || status == 2, "{}: {told}", path.display());
            assert!(told.contains(path.file_name().unwrap().to_str().unwrap()), "{}: {told}", path.display());
        }
    }
}

#[test]
fn folders_that_the_project_names_stay_inside_and_one_that_is_called_for_need_not() {
    for name in ["generated", ".kbc", ".kbc/cache", "rules", "theme"] {
        let stranger = Stranger::new();
        let outside = stranger.0.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(stranger.at("kbc.toml"), if name == "theme" { "theme = \"theme\"\n" } else { "" }).unwrap();
        fs::create_dir_all(stranger.at(name).parent().unwrap()).unwrap();
        drop(fs::remove_dir_all(stranger.at(name)));
        symlink(&outside, stranger.at(name)).unwrap();
        let (status, told) = stranger.kbc(&["build"]);
        assert_eq!(status, 2, "{name}: {told}");
        assert!(told.contains("the link leads out of the project"), "{name}: {told}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "{name}");
    }
    let stranger = Stranger::new();
    let outside = stranger.0.path().join("outside");
    fs::create_dir(&outside).unwrap();
    symlink(&outside, stranger.at("generated")).unwrap();
    assert_eq!(stranger.kbc(&["build", "--out", "generated"]).0, 0);
    assert!(outside.join("html/index.html").is_file());
    let inside = Stranger::new();
    fs::create_dir(inside.at("site")).unwrap();
    symlink("site", inside.at("generated")).unwrap();
    assert_eq!(inside.kbc(&["build"]).0, 0);
    assert!(inside.at("site/html/index.html").is_file());
}

#[test]
fn nothing_is_laid_out_or_written_down_through_a_link() {
    let stranger = Stranger::new();
    fs::write(stranger.secret(), "symptom   wide \"Wide\"\n").unwrap();
    symlink("../../secret.rules", stranger.at("rules/lent.rules")).unwrap();
    for arguments in [&["fmt", "rules/lent.rules"][..], &["fmt", "rules"], &["fmt"]] {
        let (status, told) = stranger.kbc(arguments);
        assert_eq!((status, told.contains("the link leads out of the project")), (2, true), "{arguments:?}: {told}");
    }
    fs::remove_file(stranger.at("rules/lent.rules")).unwrap();
    for target in ["../secret.rules", "../nothing"] {
        symlink(target, stranger.at("known.json")).unwrap();
        let (status, told) = stranger.kbc(&["check", "--baseline", "known.json", "--write-baseline"]);
        assert_eq!((status, told.contains("it is a link")), (2, true), "{told}");
        assert_eq!(stranger.kbc(&["check", "--baseline", "known.json"]).0, 2);
        fs::remove_file(stranger.at("known.json")).unwrap();
    }
    assert_eq!(fs::read_to_string(stranger.secret()).unwrap(), "symptom   wide \"Wide\"\n");
    assert!(!stranger.0.path().join("nothing").exists());
    fs::create_dir(stranger.0.path().join("empty")).unwrap();
    symlink("../empty", stranger.at("theme")).unwrap();
    for arguments in [&["new", "--theme"][..], &["new", "theme"]] {
        assert_eq!(stranger.kbc(arguments).0, 2, "{arguments:?}");
    }
    assert_eq!(fs::read_dir(stranger.0.path().join("empty")).unwrap().count(), 0);
    // A link inside of the project stays one, and what it leads to is laid out.
    fs::write(stranger.at("lent.rules"), "symptom   wide \"Wide\"\n").unwrap();
    symlink("../lent.rules", stranger.at("rules/lent.rules")).unwrap();
    assert_eq!(stranger.kbc(&["fmt"]).0, 0);
    assert!(stranger.at("rules/lent.rules").is_symlink());
    assert_eq!(fs::read_to_string(stranger.at("lent.rules")).unwrap(), "symptom wide \"Wide\"\n");
}

#[test]
fn only_what_lies_in_the_project_says_what_is_ignored() {
    let stranger = Stranger::new();
    let home = stranger.0.path().join("home");
    fs::create_dir_all(home.join(".config/git")).unwrap();
    fs::write(home.join(".config/git/ignore"), "*.rules\n").unwrap();
    fs::write(home.join("excludes"), "*.rules\n").unwrap();
    fs::write(home.join(".gitconfig"), format!("[core]\n excludesFile = {}\n", home.join("excludes").display()))
        .unwrap();
    fs::write(stranger.0.path().join(".gitignore"), "*.rules\n").unwrap();
    fs::write(stranger.0.path().join(".ignore"), "*.rules\n").unwrap();
    fs::create_dir(stranger.at(".git/info")).unwrap();
    fs::write(stranger.at(".git/info/exclude"), "*.rules\n").unwrap();
    let checked = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kbc"));
        command.args(arguments).current_dir(stranger.root()).env("HOME", &home).env_remove("XDG_CONFIG_HOME");
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(checked(&["check", "--deny", "notes"]), (0, String::new()));
    // What lies in the project counts, and the list nearest to a file decides.
    fs::write(stranger.at("rules/draft.rules"), "guide !!\n").unwrap();
    fs::write(stranger.at("rules/common/draft.rules"), "guide !!\n").unwrap();
    fs::write(stranger.at(".gitignore"), "draft.rules\n").unwrap();
    assert_eq!(checked(&["check"]).0, 0);
    fs::write(stranger.at("rules/common/.gitignore"), "!draft.rules\n").unwrap();
    let (status, told) = checked(&["check", "--message-format", "short"]);
    assert_eq!(status, 1);
    assert!(told.contains("rules/common/draft.rules:1") && !told.contains("rules/draft.rules"), "{told}");
}

#[test]
fn a_file_without_an_end_is_an_error() {
    let stranger = Stranger::new();
    let endless = fs::File::create(stranger.at("rules/a.rules")).unwrap();
    endless.set_len(1 << 40).unwrap();
    let (status, told) = stranger.kbc(&["check", "--message-format", "short"]);
    assert_eq!((status, told.contains("rules/a.rules: error[KB901]")), (1, true), "{told}");
}

#[test]
fn pictures_that_are_one_on_some_disks_are_a_finding() {
    for (one, other) in [("A.gif", "a.gif"), ("caf\u{e9}.gif", "cafe\u{301}.gif")] {
        let stranger = Stranger::new();
        for name in [one, other] {
            fs::write(stranger.at("rules").join(name), "GIF89a").unwrap();
        }
        stranger.shows(&format!("{one}\" \"A picture\" ; image \"{other}"));
        let (status, told) = stranger.kbc(&["check", "--message-format", "short"]);
        assert_eq!((status, told.matches("KB721").count()), (1, 1), "{told}");
    }
    let stranger = Stranger::new();
    fs::write(stranger.at("rules/con.gif"), "GIF89a").unwrap();
    stranger.shows("con.gif");
    assert!(stranger.kbc(&["check"]).1.contains("Windows keeps this name for a device"));
}

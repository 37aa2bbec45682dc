//! The command as an author meets it: a new project, its faults, its output.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

fn kbc(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).args(arguments).output().expect("kbc runs")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("kbc ends by itself")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("kbc speaks UTF-8")
}

/// A project as `kbc new` makes it.
fn project() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let made = kbc(folder.path(), &["new", "guides"]);
    assert_eq!(status(&made), 0, "{}", text(&made.stderr));
    let project = folder.path().join("guides");
    (folder, project)
}

/// A project with these files below `rules/`.
fn project_with(files: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let project = folder.path().to_owned();
    fs::write(project.join("kbc.toml"), "").expect("settings can be written");
    for (path, bytes) in files {
        let path = project.join("rules").join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
    (folder, project)
}

/// Every file below a folder, with its bytes and when it was written.
fn files(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let written = path.metadata().expect("a file").modified().expect("a time");
                let bytes = fs::read(&path).expect("a file can be read");
                found.insert(path.strip_prefix(root).expect("a path below").to_owned(), (bytes, written));
            }
        }
    }
    found
}

fn bytes(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(root).into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

#[test]
fn a_new_project_builds_at_once_and_a_second_build_writes_nothing() {
    let (_keep, project) = project();
    let checked = kbc(&project, &["check", "--deny", "notes"]);
    assert_eq!(status(&checked), 0, "{}", text(&checked.stderr));
    let built = kbc(&project, &["build"]);
    assert_eq!(status(&built), 0, "{}", text(&built.stderr));
    let generated = project.join("generated");
    let before = files(&generated);
    for path in [
        "html/index.html",
        "html/no-internet.html",
        "markdown/no-internet.md",
        "json/guides/no-internet.json",
        "json/kb.json",
    ] {
        assert!(before.contains_key(Path::new(path)), "{path} is made");
    }
    assert_eq!(status(&kbc(&project, &["build"])), 0);
    assert_eq!(files(&generated), before, "no file is written again");
    fs::remove_dir_all(project.join(".kbc")).expect("the cache can go");
    assert_eq!(status(&kbc(&project, &["build"])), 0);
    assert_eq!(files(&generated), before, "not even where nothing is remembered");
    assert_eq!(status(&kbc(&project, &["build", "--check"])), 0);
    assert_eq!(status(&kbc(&project, &["test"])), 0);
}

#[test]
fn every_example_checks_passes_and_builds_as_it_is_made() {
    for name in ["on-call", "flow-chart", "editions"] {
        let folder = TempDir::new().expect("a folder");
        let made = kbc(folder.path(), &["new", "desk", "--example", name]);
        assert_eq!(status(&made), 0, "{name}: {}", text(&made.stderr));
        let project = folder.path().join("desk");
        let checked = kbc(&project, &["check", "--deny", "warnings"]);
        assert_eq!((status(&checked), text(&checked.stderr)), (0, String::new()), "{name}");
        let tested = kbc(&project, &["test"]);
        assert_eq!(status(&tested), 0, "{name}: {}", text(&tested.stderr));
        assert_eq!(status(&kbc(&project, &["fmt", "--check"])), 0, "{name}");
        assert_eq!(status(&kbc(&project, &["build"])), 0, "{name}");
        assert!(project.join("generated/html/index.html").exists(), "{name}");
    }
    let unknown = kbc(TempDir::new().expect("a folder").path(), &["new", "desk", "--example", "off-call"]);
    assert_eq!(status(&unknown), 2);
}

#[test]
fn new_touches_no_folder_that_holds_anything() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("mine.txt"), "mine").expect("a file");
    let made = kbc(folder.path(), &["new", "."]);
    assert_eq!(status(&made), 2);
    assert_eq!(bytes(folder.path()).len(), 1);
}

#[test]
fn build_check_names_what_differs_and_writes_nothing() {
    let (_keep, project) = project();
    kbc(&project, &["build"]);
    let page = project.join("generated/html/index.html");
    fs::write(&page, "changed by hand").expect("a page");
    fs::remove_file(project.join("generated/markdown/index.md")).expect("a page");
    let checked = kbc(&project, &["build", "--check"]);
    assert_eq!(status(&checked), 1);
    let told = text(&checked.stdout);
    assert!(told.contains("html/index.html") && told.contains("markdown/index.md"), "{told}");
    assert!(!told.contains("404.html"), "{told}");
    assert_eq!(fs::read_to_string(page).expect("the page"), "changed by hand");
}

#[test]
fn one_format_leaves_the_others_alone() {
    let (_keep, project) = project();
    kbc(&project, &["build"]);
    let before = bytes(&project.join("generated"));
    assert_eq!(status(&kbc(&project, &["build", "--format", "html"])), 0);
    assert_eq!(bytes(&project.join("generated")), before);
    let out = project.join("elsewhere");
    assert_eq!(status(&kbc(&project, &["build", "--format", "json,markdown", "--out", "elsewhere"])), 0);
    let made = bytes(&out);
    assert!(made.keys().all(|path| !path.starts_with("html")));
    assert!(made.contains_key(Path::new("markdown/no-internet.md")));
}

#[test]
fn what_is_no_longer_made_goes_and_foreign_files_stay() {
    let (_keep, project) = project();
    kbc(&project, &["build"]);
    let generated = project.join("generated");
    fs::write(generated.join("html/mine.txt"), "mine").expect("a file");
    fs::rename(project.join("rules/no-internet.rules"), project.join("rules/offline.rules")).expect("a rename");
    // Nobody links to what was never published.
    fs::remove_file(project.join("kbc.lock")).expect("the lock");
    assert_eq!(status(&kbc(&project, &["build"])), 0);
    let made = bytes(&generated);
    assert!(!made.contains_key(Path::new("html/no-internet.html")));
    assert!(made.contains_key(Path::new("html/offline/no-internet.html")));
    assert_eq!(made[Path::new("html/mine.txt")], b"mine");
}

#[test]
fn a_foreign_file_in_the_way_is_named_and_survives() {
    let (_keep, project) = project();
    let page = project.join("generated/html/index.html");
    fs::create_dir_all(page.parent().expect("a folder")).expect("a folder");
    fs::write(&page, "mine").expect("a file");
    let built = kbc(&project, &["build"]);
    assert_eq!(status(&built), 2);
    assert!(text(&built.stderr).contains("html/index.html"), "{}", text(&built.stderr));
    assert_eq!(fs::read_to_string(page).expect("the file"), "mine");
}

#[test]
fn after_an_error_the_last_good_output_still_stands() {
    let (_keep, project) = project();
    kbc(&project, &["build"]);
    let before = files(&project.join("generated"));
    let rules = project.join("rules/common/router.rules");
    let broken = fs::read_to_string(&rules).expect("rules").replace("likelihood common", "likelihood comon");
    fs::write(&rules, broken).expect("rules");
    let built = kbc(&project, &["build", "--message-format", "short"]);
    assert_eq!(status(&built), 1);
    assert!(text(&built.stderr).starts_with("rules/common/router.rules:5:14: error[KB030]"), "{}", text(&built.stderr));
    assert_eq!(files(&project.join("generated")), before);
}

#[test]
fn a_finding_is_one_json_object_a_line() {
    let (_keep, project) = project_with(&[("a.rules", b"symptom a \"A\"\nsymptom a \"B\"\n")]);
    let checked = kbc(&project, &["check", "--message-format", "json"]);
    assert_eq!(status(&checked), 1);
    let line = text(&checked.stderr).lines().find(|line| line.contains("KB103")).expect("the finding").to_owned();
    let finding: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    let place = |key: &str| finding[key].as_u64();
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["file"], "rules/a.rules");
    assert_eq!(
        (place("line"), place("column"), place("end_line"), place("end_column")),
        (Some(2), Some(9), Some(2), Some(10))
    );
    assert_eq!(finding["labels"][0]["line"], 1);
    assert_eq!(finding["labels"][0]["file"], "rules/a.rules");
    assert!(finding["help"].as_array().is_some_and(|help| !help.is_empty()));
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let (_keep, project) = project_with(&[("a.rules", b"symptom lonely \"Nobody names it\"\n")]);
    assert_eq!(status(&kbc(&project, &["check"])), 0);
    assert_eq!(status(&kbc(&project, &["check", "--deny", "warnings"])), 1);
}

#[test]
fn a_wrong_call_ends_with_two() {
    let (_keep, project) = project();
    assert_eq!(status(&kbc(&project, &["biuld"])), 2);
    assert_eq!(status(&kbc(&project, &["explain", "KB999"])), 2);
    // Any word of the language is explained, a property or a part of an item.
    let word = kbc(&project, &["explain", "workaround"]);
    assert_eq!(status(&word), 0);
    assert!(text(&word.stdout).contains("It may stand in a remedy"), "{}", text(&word.stdout));
    assert!(text(&kbc(&project, &["explain", "outcome"]).stdout).contains("`confirms"));
    let near = kbc(&project, &["explain", "unknown-nam"]);
    assert_eq!(status(&near), 2);
    assert!(text(&near.stderr).contains("unknown-name"));
    let empty = TempDir::new().expect("a folder");
    let lost = kbc(empty.path(), &["check"]);
    assert_eq!(status(&lost), 2);
    assert!(text(&lost.stderr).contains("kbc new"), "{}", text(&lost.stderr));
    fs::write(project.join("kbc.toml"), "titel = \"x\"\n").expect("settings");
    let slip = kbc(&project, &["check"]);
    assert_eq!(status(&slip), 2);
    assert!(text(&slip.stderr).contains("titel"), "{}", text(&slip.stderr));
}

#[test]
fn a_project_is_found_from_any_folder_below() {
    let (_keep, project) = project();
    let built = kbc(&project.join("rules/common"), &["build"]);
    assert_eq!(status(&built), 0, "{}", text(&built.stderr));
    assert!(project.join("generated/html/index.html").is_file());
}

#[test]
fn threads_folders_and_locales_make_no_difference() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge/kubernetes");
    let mut outputs = Vec::new();
    for (threads, locale) in [("1", "C"), ("2", "tr_TR.UTF-8"), ("5", "de_DE.UTF-8")] {
        let folder = TempDir::new().expect("a folder");
        let project = folder.path().join(format!("deep/{threads}"));
        fs::create_dir_all(&project).expect("folders can be made");
        fs::write(project.join("kbc.toml"), "").expect("settings can be written");
        copy(&shipped.join("rules"), &project.join("rules"));
        let built = cargo_bin_cmd!("kbc")
            .current_dir(&project)
            .env("RAYON_NUM_THREADS", threads)
            .env("LC_ALL", locale)
            .env("LANG", locale)
            .env("TZ", "Asia/Tokyo")
            .arg("build")
            .output()
            .expect("kbc runs");
        assert_eq!(status(&built), 0, "{}", text(&built.stderr));
        outputs.push(bytes(&project.join("generated")));
    }
    assert!(outputs.windows(2).all(|pair| pair[0] == pair[1]));
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in bytes(from) {
        let to = to.join(path);
        fs::create_dir_all(to.parent().expect("a folder above")).expect("folders can be made");
        fs::write(to, bytes).expect("files can be written");
    }
}

#[test]
fn invalid_bytes_are_told_with_their_place() {
    let (_keep, project) = project_with(&[("a.rules", b"symptom a \"A\xff\"\n")]);
    let checked = kbc(&project, &["check", "--message-format", "short"]);
    assert_eq!(status(&checked), 1);
    assert!(text(&checked.stderr).contains("rules/a.rules:1:13: error[KB001]"), "{}", text(&checked.stderr));
}

#[cfg(unix)]
#[test]
fn a_circle_of_links_is_an_error_and_no_end() {
    let (_keep, project) = project();
    std::os::unix::fs::symlink(project.join("rules"), project.join("rules/again")).expect("a link");
    let checked = kbc(&project, &["check"]);
    assert_eq!(status(&checked), 1);
    assert!(text(&checked.stderr).contains("KB901"), "{}", text(&checked.stderr));
}

/// Whoever runs the tests may read and write everything, so both troubles are of kinds that nobody's rights mend.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_or_written_is_named_and_the_last_good_output_stands() {
    let (_keep, project) = project();
    kbc(&project, &["build"]);
    let before = files(&project.join("generated"));
    // No folder can be made in `/proc`, as on a disk that is read only.
    let written = kbc(&project, &["build", "--out", "/proc/self/kbc"]);
    assert_eq!(status(&written), 2);
    let said = text(&written.stderr);
    assert!(said.starts_with("kbc: trouble with `/proc/self/kbc`: failed to create directory"), "{said}");

    std::os::unix::fs::symlink("nowhere", project.join("rules/lost.rules")).expect("a link");
    let read = kbc(&project, &["build", "--message-format", "short"]);
    assert_eq!(status(&read), 1);
    assert!(text(&read.stderr).contains("rules/lost.rules: error[KB901]: cannot be read"), "{}", text(&read.stderr));
    assert_eq!(files(&project.join("generated")), before);
}

#[test]
fn every_text_of_an_author_stays_text() {
    let hostile =
        "<script>alert(1)</script> {{ 7*7 }} {% raw %} <img src=x onerror=alert(1)> \u{202e}abc ]]> </script>";
    let quoted = hostile.replace('"', "\\\"");
    let rules = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/new/files/no-internet.rules"))
        .expect("rules");
    let router = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/new/files/router.rules"))
        .expect("rules");
    // Into every text of the project, at its beginning; the scenarios' titles too.
    let spoil = |text: &str| {
        let mut spoiled = String::new();
        for line in text.lines() {
            let comment = line.trim_start().starts_with('#');
            let mut open = false;
            for c in line.chars() {
                spoiled.push(c);
                if c == '"' && !comment {
                    open = !open;
                    if open {
                        spoiled.push_str(&quoted);
                    }
                }
            }
            spoiled.push('\n');
        }
        spoiled
    };
    let (_keep, project) = project_with(&[
        ("no-internet.rules", spoil(&rules).as_bytes()),
        ("common/router.rules", spoil(&router).as_bytes()),
    ]);
    let built = kbc(&project, &["build"]);
    assert_eq!(status(&built), 0, "{}", text(&built.stderr));
    let made = bytes(&project.join("generated"));
    let page = text(&made[Path::new("html/no-internet.html")]);
    let parsed = scraper::Html::parse_document(&page);
    for selector in [
        "script:not([src], [type='application/json'])",
        "img:not([src$='no-internet.svg'])",
        "[onerror]",
        "[href^=javascript]",
    ] {
        let selector = scraper::Selector::parse(selector).expect("a selector");
        assert_eq!(parsed.select(&selector).count(), 0, "{selector:?}");
    }
    assert!(page.contains("{{ 7*7 }}"));
    let markdown = text(&made[Path::new("markdown/no-internet.md")]);
    let raw = pulldown_cmark::Parser::new(&markdown)
        .filter(|event| matches!(event, pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)))
        .count();
    assert_eq!(raw, 0, "no HTML in Markdown");
}

#[test]
fn what_a_plan_raises_and_its_author_allows_is_neither_told_nor_planned_again() {
    let page = include_str!("../src/diagnostics/pages/printed-flow-too-costly.md");
    let example = page.split("```").nth(1).and_then(|block| block.strip_prefix("rules\n")).expect("an example");
    let (_keep, project) = project_with(&[("dead.rules", example.as_bytes())]);
    let first = kbc(&project, &["build"]);
    assert!(text(&first.stderr).contains("KB512"), "{}", text(&first.stderr));
    let again = kbc(&project, &["build"]);
    assert!(text(&again.stderr).contains("KB512"), "what nobody allows is told at every build");
    let allowed = example.replacen("  symptoms dark", "  symptoms dark\n  allow KB512 \"read on the screen\"", 1);
    fs::write(project.join("rules/dead.rules"), allowed).expect("a rules file");
    for _ in 0..2 {
        let built = kbc(&project, &["build"]);
        assert_eq!(status(&built), 0, "{}", text(&built.stderr));
        assert!(!text(&built.stderr).contains("KB512"), "{}", text(&built.stderr));
        assert!(!text(&built.stderr).contains("nothing to allow"), "{}", text(&built.stderr));
    }
}

#[test]
fn completions_are_printed() {
    let folder = TempDir::new().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let printed = kbc(folder.path(), &["completions", shell]);
        assert_eq!(status(&printed), 0);
        assert!(text(&printed.stdout).contains("explain"), "{shell}");
    }
}

/// A conversation in a German project says nothing in English but what authors wrote.
#[test]
fn a_german_project_is_talked_through_in_german() {
    let rules = "guide lampe \"Die Lampe ist dunkel\" { symptoms dunkel, matt ; otherwise laden }\n\
        symptom dunkel \"Sie ist dunkel\"\nsymptom matt \"Sie ist matt\"\n\
        cause birne \"Die Birne ist kaputt\" { likelihood common ; shows dunkel usually }\n\
        cause locker \"Die Birne ist locker\" { likelihood common ; shows dunkel usually, matt often }\n\
        check wackelt \"Wackelt sie?\" { takes 10 s ; needs \"eine Leiter\" ; outcome ja \"Ja\" { confirms locker } ; outcome nein \"Nein\" { rules-out locker } }\n\
        remedy drehen \"Die Birne festdrehen\" { fixes locker usually ; takes 1 min ; waits 1 min ; verify \"Einschalten.\" }\n\
        remedy neu \"Eine neue Birne einsetzen\" { fixes birne usually ; takes 5 min ; risk caution \"Die alte ist heiß.\" ; undo \"Die alte einsetzen.\" ; verify \"Einschalten.\" }\n\
        escalation laden \"Im Laden fragen\" { collect \"welche Birne\" }\n";
    let (folder, project) = project_with(&[("a.rules", rules.as_bytes())]);
    fs::write(project.join("kbc.toml"), "language = \"de\"").expect("settings can be written");
    // Symptoms, a slip, a reason, and then what cannot be told or done, until somebody takes over.
    let typed = "9\n1\nvielleicht\nw\n?\n?\n?\n?\nq\n";
    let output =
        cargo_bin_cmd!("kbc").current_dir(folder.path()).args(["diagnose", "lampe"]).write_stdin(typed).output();
    let said = text(&output.expect("kbc runs").stdout);
    for german in [
        "Was sehen Sie?",
        "`9` ist nichts davon.",
        "Das dauert",
        "Hier bleibt nichts mehr zu versuchen",
        "Bisher:",
        "Bitte ergänzen:",
    ] {
        assert!(said.contains(german), "no `{german}` in {said}");
    }
    let english = [" the ", " is ", "It ", "Try", "You ", "So far", "back", "quit", "cannot", "Something", "helped"];
    for word in english {
        assert!(!said.contains(word), "`{word}` in {said}");
    }
}

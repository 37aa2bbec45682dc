//! The files for CI say what can be run: their scripts are taken out of them and run here, as far as they need no
//! service.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{FAULTY, kbc, project, status, told};

fn file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn what_a_forge_reads_can_be_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workflows = fs::read_dir(root.join(".github/workflows")).unwrap().map(|entry| entry.unwrap().path());
    let others = ["action.yml", ".ci/gitlab.yml", ".pre-commit-hooks.yaml", "src/cli/new/files/guides.yml"];
    for path in workflows.chain(others.map(|path| root.join(path))) {
        let text = fs::read_to_string(&path).unwrap();
        let read = serde_saphyr::from_str::<serde_json::Value>(&text);
        assert!(read.is_ok_and(|read| read.is_object() || read.is_array()), "{}", path.display());
    }
}

/// A step of `action.yml`: its name and what it runs.
struct Step {
    name: String,
    script: String,
}

/// The steps that run a script, in order.
fn steps(text: &str) -> Vec<Step> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<Step> = Vec::new();
    let mut name = String::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(rest) = line.trim_start().strip_prefix("- name: ") {
            rest.clone_into(&mut name);
        }
        let Some(rest) = line.trim_start().strip_prefix("run: ") else { continue };
        let script = if rest == "|" {
            let block = lines[at + 1..].iter().take_while(|next| next.is_empty() || indent(next) > indent(line));
            block.map(|line| line.trim_start()).collect::<Vec<_>>().join("\n")
        } else {
            rest.to_owned()
        };
        found.push(Step { name: name.clone(), script });
    }
    found
}

/// Runs a script as a runner does, with what the steps of the action are given.
fn run(folder: &Path, script: &str, variables: &[(&str, &str)]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_kbc"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder).env("PATH", path);
    for (name, value) in [
        ("RUNNER_TEMP", "temp"),
        ("GITHUB_OUTPUT", "outputs"),
        ("GITHUB_PATH", "path"),
        ("PROJECT", "."),
        ("BASELINE", ""),
    ] {
        let value =
            if value.is_empty() || value == "." { value.to_owned() } else { folder.join(value).display().to_string() };
        command.env(name, value);
    }
    fs::create_dir_all(folder.join("temp")).unwrap();
    command.env("DENY", "warnings").envs(variables.iter().copied()).output().unwrap()
}

#[test]
fn the_steps_of_the_action_run_on_a_new_project() {
    let folder = tempfile::TempDir::new().unwrap();
    assert_eq!(status(&kbc(folder.path(), &["new", "base"])), Some(0));
    let root = folder.path().join("base");
    let mut ran = Vec::new();
    for step in steps(&file("action.yml")) {
        // What brings kbc needs a release, and a review needs a pull request; that has a test of its own.
        let others = ["Take kbc", "Fetch what", "Say what", "Put the review"];
        if step.script.starts_with("cargo install") || others.iter().any(|name| step.name.starts_with(name)) {
            continue;
        }
        let done = run(&root, &step.script, &[]);
        assert_eq!(status(&done), Some(0), "{}: {}{}", step.name, told(&done.stdout), told(&done.stderr));
        ran.push(step.name);
    }
    assert_eq!(ran.len(), 6, "{ran:?}");
    let log: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root.join("temp/kbc.sarif")).unwrap()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(fs::read_to_string(root.join("temp/kbc-results.xml")).unwrap().contains("<testsuite"));
    assert!(root.join("temp/kbc-guides/html/index.html").is_file());
    let outputs = fs::read_to_string(root.join("outputs")).unwrap();
    assert!(outputs.contains("sarif=") && outputs.contains("results="), "{outputs}");
}

#[test]
fn the_steps_of_the_action_tell_faults_and_take_a_baseline() {
    let folder = project(&[("a.rules", FAULTY)]);
    let steps = steps(&file("action.yml"));
    let step = |name: &str| steps.iter().find(|step| step.name.contains(name)).unwrap();
    let log = run(folder.path(), &step("Write the log").script, &[]);
    assert_eq!(status(&log), Some(0), "findings are told by another step: {}", told(&log.stderr));
    let shown = run(folder.path(), &step("Show findings").script, &[]);
    assert_eq!(status(&shown), Some(1));
    assert!(told(&shown.stderr).starts_with("::"));
    kbc(folder.path(), &["check", "--baseline", "known.json", "--write-baseline"]);
    let shown = run(folder.path(), &step("Show findings").script, &[("BASELINE", "known.json")]);
    assert_eq!((status(&shown), told(&shown.stderr)), (Some(0), String::new()));
    fs::write(folder.path().join("kbc.toml"), "titel = 3").unwrap();
    assert_eq!(status(&run(folder.path(), &step("Write the log").script, &[])), Some(2));
}

#[test]
fn hooks_run_on_a_new_project() {
    let folder = tempfile::TempDir::new().unwrap();
    kbc(folder.path(), &["new", "base"]);
    let root = folder.path().join("base");
    let hooks = file(".pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim_start().strip_prefix("entry: ")).collect();
    assert_eq!(entries.len(), 3);
    for entry in entries {
        // Only the layout is told which files changed.
        let files = if entry.contains("fmt") { " rules/no-internet.rules rules/common/router.rules" } else { "" };
        let done = run(&root, &format!("{entry}{files}"), &[]);
        assert_eq!(status(&done), Some(0), "{entry}: {}", told(&done.stderr));
    }
}

#[test]
fn the_example_for_gitlab_runs_on_a_new_project() {
    let folder = tempfile::TempDir::new().unwrap();
    kbc(folder.path(), &["new", "base"]);
    let root = folder.path().join("base");
    let text = file(".ci/gitlab.yml");
    let scripts: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("    - "))
        .filter(|line| line.starts_with("kbc ") || line.starts_with("mv "))
        .collect();
    assert!(scripts.len() >= 6, "{scripts:?}");
    for script in scripts {
        let done = run(&root, script, &[]);
        assert_eq!(status(&done), Some(0), "{script}: {}", told(&done.stderr));
    }
    assert!(root.join("public/index.html").is_file() && root.join("kbc-results.xml").is_file());
}

#[test]
fn a_pull_request_is_reviewed() {
    const LAMP: &str = "guide dark \"The lamp is dark\" { symptoms no-light ; otherwise ask }\n\
        symptom no-light \"There is no light\" { }\n\
        cause bulb \"The bulb is broken\" { likelihood common ; shows no-light always }\n\
        remedy change-bulb \"Change the bulb\" { fixes bulb usually ; steps { step \"Change it.\" } }\n\
        escalation ask \"Ask\" { }\n";
    let folder = project(&[("a.rules", LAMP)]);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        let command = command.current_dir(folder.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        assert!(command.args(arguments).output().unwrap().status.success(), "git {arguments:?}");
    };
    git(&["init", "-q", "."]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    fs::write(folder.path().join("rules/a.rules"), LAMP.replace("change-bulb", "new-bulb")).unwrap();
    let steps = steps(&file("action.yml"));
    let summary = folder.path().join("summary");
    for name in ["Fetch what", "Say what"] {
        let step = steps.iter().find(|step| step.name.starts_with(name)).unwrap();
        let variables = [("BASE", "HEAD"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())];
        let done = run(folder.path(), &step.script, &variables);
        assert_eq!(status(&done), Some(0), "{}: {}{}", step.name, told(&done.stdout), told(&done.stderr));
    }
    let summary = fs::read_to_string(summary).unwrap();
    assert!(summary.starts_with("<!-- kbc diff -->\n"), "{summary}");
    assert!(summary.contains("`a.change-bulb` is gone, and no `moved-from` names it"), "{summary}");
}

/// The script that puts a review under a pull request, with a `gh` that says what it is asked.
#[cfg(unix)]
#[test]
fn a_review_is_one_comment() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("review.md"), "<!-- kbc diff -->\n**what**\n").unwrap();
    let gh =
        "#!/bin/bash\nprintf '%s\\n' \"$*\" >> \"$LOG\"\ncase \"$*\" in *--paginate*) printf '%s' \"$KNOWN\" ;; esac\n";
    fs::write(path.join("gh"), gh).unwrap();
    fs::set_permissions(path.join("gh"), fs::Permissions::from_mode(0o755)).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/comment");
    let run = |known: &str| {
        let log = path.join("log");
        let _ = fs::remove_file(&log);
        let output = Command::new("bash")
            .arg(&script)
            .arg(path.join("review.md"))
            .env("PATH", format!("{}:{}", path.display(), std::env::var("PATH").unwrap()))
            .env("LOG", &log)
            .env("KNOWN", known)
            .env("REPOSITORY", "a/b")
            .env("NUMBER", "7")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(&log).unwrap()
    };
    let first = run("");
    assert!(first.contains("--method POST repos/a/b/issues/7/comments") && !first.contains("PATCH"), "{first}");
    let again = run("41\n42\n");
    assert!(again.contains("--method PATCH repos/a/b/issues/comments/41") && !again.contains("POST"), "{again}");
    assert!(again.contains(&format!("body=@{}", path.join("review.md").display())), "{again}");
}

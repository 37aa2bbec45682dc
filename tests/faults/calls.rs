//! Every system call of a build fails once, or from some moment on, or is the last that the build makes.

use std::path::Path;
use std::process::{Command, Stdio};

use super::project::{Project, ended, kbc, quiet};

/// The calls by which a build meets the disk, and how each may fail.
const CALLS: [(&str, &[&str]); 18] = [
    ("write", &["ENOSPC", "EIO", "EINTR"]),
    ("read", &["EIO", "EINTR"]),
    ("openat", &["EMFILE", "EIO", "ENOSPC", "EINTR"]),
    ("fdatasync", &["EIO", "ENOSPC", "EINTR"]),
    ("fsync", &["EIO"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("renameat", &["EIO", "ENOSPC"]),
    ("unlink", &["EIO", "EACCES"]),
    ("unlinkat", &["EIO"]),
    ("mkdir", &["ENOSPC", "EIO"]),
    ("rmdir", &["EIO"]),
    ("link", &["EIO"]),
    ("getdents64", &["EIO"]),
    ("statx", &["EIO"]),
    ("newfstatat", &["EIO"]),
    ("readlink", &["EIO"]),
    ("flock", &["EIO", "EINTR"]),
    ("fcntl", &["EIO"]),
];

/// A build that something befalls.
fn strace(root: &Path, call: &str, fault: &str, when: &str) -> Command {
    let mut command = strace_alone(root, call, fault, when);
    command.arg(kbc()).arg("build");
    command
}

/// What befalls a command that is still to be named, in the words of strace.
pub fn strace_alone(root: &Path, call: &str, fault: &str, when: &str) -> Command {
    let mut command = quiet("strace", root);
    let inject = format!("inject={call}:{fault}:when={when}");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
    command
}

/// Whether the machine lets a build be watched. Where `KBC_FAULTS=required` says that it has to, it does.
pub fn can_watch() -> bool {
    let watched = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let can = watched.is_ok_and(|status| status.success());
    assert!(can || std::env::var_os("KBC_FAULTS").is_none(), "strace is missing, or may not watch other processes");
    if !can {
        println!("skipped: strace is missing, or may not watch other processes here");
    }
    can
}

/// How often a build makes a call.
fn count(project: &Project, call: &str) -> usize {
    let trial = project.trial();
    let log = trial.root().with_extension("log");
    let mut command = quiet("strace", trial.root());
    command.args(["-f", "-qq", "-e", &format!("trace={call}"), "-o"]).arg(&log).arg(kbc()).arg("build");
    assert!(ended(&mut command.spawn().unwrap()).is_some_and(|status| status.success()), "{call}");
    let lines = std::fs::read_to_string(log).unwrap();
    lines.lines().filter(|line| line.contains(&format!(" {call}("))).count()
}

/// Lets each call fail in turn, but for those that `is_tried` leaves out; says how many trials there were.
fn trials(project: &Project, faults: &dyn Fn(&str, &[&str]) -> Vec<String>, is_tried: &dyn Fn(usize) -> bool) -> usize {
    let mut trials = 0;
    for (call, errors) in CALLS {
        let all = count(project, call);
        for fault in faults(call, errors) {
            let (fault, from_then_on) = fault.strip_suffix('+').map_or((&*fault, ""), |fault| (fault, "+"));
            for number in (1..=all).filter(|number| is_tried(*number)) {
                let what = format!("{call} {number}{from_then_on} of {all}, {fault}");
                let trial = project.trial();
                let when = format!("{number}{from_then_on}");
                let mut build = strace(trial.root(), call, fault, &when).spawn().unwrap();
                let status = ended(&mut build);
                assert!(status.is_some(), "{what}: it hangs");
                trial.must_be_whole(status, &what);
                trials += 1;
            }
        }
    }
    trials
}

fn errors(_: &str, errors: &[&str]) -> Vec<String> {
    errors.iter().map(|error| format!("error={error}")).collect()
}

/// The same, but for what the standard library tries for ever: to open a file, and to read `/proc` to count the cores.
fn errors_from_then_on(call: &str, errors: &[&str]) -> Vec<String> {
    let is_endless = |error: &str| error == "EINTR" && matches!(call, "read" | "openat");
    errors.iter().filter(|error| !is_endless(error)).map(|error| format!("error={error}+")).collect()
}

fn kills(_: &str, _: &[&str]) -> Vec<String> {
    vec!["signal=KILL".to_owned()]
}

#[test]
fn a_few_calls_that_fail_lose_nothing() {
    if !can_watch() {
        return;
    }
    let project = Project::new();
    // The first calls are those of the loader; which ones are tried changes from call to call with their number.
    trials(&project, &|call, all| errors(call, &all[..1]), &|number| number % 43 == 9);
    trials(&project, &kills, &|number| number % 97 == 14);
}

#[test]
fn calls_that_are_interrupted_for_ever_are_given_up() {
    if !can_watch() {
        return;
    }
    let project = Project::new();
    for call in ["write", "read", "fdatasync", "flock"] {
        let what = format!("{call} is always interrupted");
        let trial = project.trial();
        // The loader reads a few files before the program begins.
        let first = if call == "read" { "4+" } else { "1+" };
        let status = ended(&mut strace(trial.root(), call, "error=EINTR", first).spawn().unwrap());
        assert!(status.is_some_and(|status| !status.success()), "{what}: {status:?}");
        trial.must_be_whole(status, &what);
    }
}

#[test]
fn what_cannot_be_looked_at_is_not_taken_for_nothing() {
    if !can_watch() {
        return;
    }
    // Of the first files that a build looks at are its settings and the lists of what is ignored.
    let project = Project::new();
    trials(&project, &|call, _| if call == "statx" { vec!["error=EIO".to_owned()] } else { Vec::new() }, &|number| {
        number <= 24 && number % 2 == 0
    });
}

#[test]
fn a_file_of_the_project_is_written_whole_or_not_at_all() {
    if !can_watch() {
        return;
    }
    let project = Project::new();
    for (arguments, file) in
        [(&["check", "--baseline", "known", "--write-baseline"][..], "known"), (&["fmt"], "rules/lamp.rules")]
    {
        let untidy = || {
            let trial = project.trial();
            let rules = trial.root().join("rules/lamp.rules");
            std::fs::write(&rules, format!("\n\n\n{}", std::fs::read_to_string(&rules).unwrap())).unwrap();
            trial
        };
        let trial = untidy();
        let before = std::fs::read(trial.root().join(file)).ok();
        assert!(ended(&mut quiet(kbc(), trial.root()).args(arguments).spawn().unwrap()).unwrap().success());
        let after = std::fs::read(trial.root().join(file)).ok();
        assert!(before != after, "{arguments:?} writes `{file}`");
        for (call, fault) in [("write", "error=ENOSPC"), ("rename", "error=EIO"), ("fchmod", "error=EIO")] {
            for number in 1..6 {
                let trial = untidy();
                let mut command = strace_alone(trial.root(), call, fault, &number.to_string());
                let status = ended(&mut command.arg(kbc()).args(arguments).spawn().unwrap());
                let now = std::fs::read(trial.root().join(file)).ok();
                let is_done = status.is_some_and(|status| status.success());
                let what = format!("{arguments:?}, {call} {number}");
                assert!(now == after || now == before && !is_done, "{what}: {status:?}");
            }
        }
    }
}

/// Holds the law against every call, and says how many trials there were.
fn all(what: &str, faults: &dyn Fn(&str, &[&str]) -> Vec<String>, is_tried: &dyn Fn(usize) -> bool) {
    if can_watch() {
        println!("{} {what}", trials(&Project::new(), faults, is_tried));
    }
}

#[test]
#[ignore = "takes many minutes, and strace; the workflow of every night runs it"]
fn whichever_call_fails_nothing_is_lost() {
    all("calls failed once", &errors, &|_| true);
}

#[test]
#[ignore = "takes many minutes, and strace; the workflow of every night runs it"]
fn whenever_calls_begin_to_fail_nothing_is_lost() {
    all("builds in which a call failed from some moment on", &errors_from_then_on, &|number| number % 3 == 0);
}

#[test]
#[ignore = "takes many minutes, and strace; the workflow of every night runs it"]
fn at_whichever_call_a_build_is_killed_nothing_is_lost() {
    all("builds were killed at a call", &kills, &|_| true);
}

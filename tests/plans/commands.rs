//! Commands with a memory, without one, and with one that is in trouble, all say the same.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use fs_err as fs;
use tempfile::TempDir;

use super::lamp;

/// Every command that plans, each ending by itself.
const COMMANDS: [&[&str]; 7] = [
    &["check"],
    &["test"],
    &["plan", "lamp"],
    &["plan", "lamp", "--seen", "dark", "--given", "socket=warm", "--format", "json"],
    &["why", "lamp", "change-2"],
    &["diagnose", "lamp", "--json"],
    &["build", "--check"],
];

fn project() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("kbc.toml"), "").unwrap();
    let scenario = "scenario \"a warm socket\" for lamp { observe dark ; answer socket warm ; suppose part-0 ; expect solved by change-0 within 9 steps }\n";
    fs::write(folder.path().join("rules/lamp.rules"), lamp(7) + scenario).unwrap();
    folder
}

fn kbc(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("kbc"));
    command.current_dir(folder).args(arguments).env_remove("KBC_CACHE").stdin(Stdio::null());
    command
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    said(&command.output().unwrap())
}

fn packs(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, |entries| {
        entries.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("pack-")).count()
    })
}

#[test]
fn each_command_says_the_same_with_and_without() {
    let folder = project();
    for arguments in COMMANDS {
        let without = run(kbc(folder.path(), arguments).env("KBC_CACHE", "off"));
        assert!(!without.2.contains("error"), "{arguments:?}: {without:?}");
        assert!(!folder.path().join(".kbc").exists(), "{arguments:?}: off is off");
        for round in ["first", "second"] {
            assert_eq!(run(&mut kbc(folder.path(), arguments)), without, "{arguments:?}, {round}");
        }
        assert!(packs(&folder.path().join(".kbc/cache/plans")) > 0, "{arguments:?} remembers");
        fs::remove_dir_all(folder.path().join(".kbc")).unwrap();
    }
}

#[test]
fn the_place_can_be_named() {
    let (folder, elsewhere) = (project(), TempDir::new().unwrap());
    run(kbc(folder.path(), &["build"]).env("KBC_CACHE", elsewhere.path()));
    assert!(!folder.path().join(".kbc").exists());
    assert_eq!(packs(&elsewhere.path().join("plans")), 1);
}

#[test]
fn a_memory_in_trouble_is_none() {
    type Trouble<'t> = (&'t str, &'t dyn Fn(&Path));
    let troubles: [Trouble; 4] = [
        ("a file in its place", &|plans| fs::write(plans, "mine").unwrap()),
        ("packs of nothing", &|plans| {
            fs::create_dir(plans).unwrap();
            fs::write(plans.join("pack-0"), "").unwrap();
        }),
        ("a link to itself", &|plans| {
            #[cfg(unix)]
            std::os::unix::fs::symlink(plans, plans).unwrap();
        }),
        ("a pipe for a pack", &|plans| {
            fs::create_dir(plans).unwrap();
            Command::new("mkfifo").arg(plans.join("pack-1")).status().unwrap();
        }),
    ];
    for (what, make) in troubles {
        let folder = project();
        let without = COMMANDS.map(|arguments| run(kbc(folder.path(), arguments).env("KBC_CACHE", "off")));
        fs::create_dir_all(folder.path().join(".kbc/cache")).unwrap();
        make(&folder.path().join(".kbc/cache/plans"));
        for (arguments, without) in COMMANDS.into_iter().zip(without) {
            assert_eq!(run(&mut kbc(folder.path(), arguments)), without, "{what}: {arguments:?}");
        }
    }
}

/// The shell takes all room for files from a command, as a full disk would.
#[cfg(unix)]
#[test]
fn a_full_disk_is_no_trouble() {
    let folder = project();
    for arguments in COMMANDS {
        let without = run(kbc(folder.path(), arguments).env("KBC_CACHE", "off"));
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]).arg(cargo_bin!("kbc")).args(arguments);
        let full = run(shell.current_dir(folder.path()).stdin(Stdio::null()));
        assert_eq!(full, without, "{arguments:?}");
        assert_eq!(packs(&folder.path().join(".kbc/cache/plans")), 0);
    }
}

#[test]
fn commands_at_once_say_the_same() {
    let folder = project();
    for hours in 1..4 {
        let rules = folder.path().join("rules/lamp.rules");
        fs::write(&rules, lamp(7).replace("3 h", &format!("{hours} h"))).unwrap();
        let without = run(kbc(folder.path(), &["check"]).env("KBC_CACHE", "off"));
        let start = || kbc(folder.path(), &["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let running: Vec<_> = (0..4).map(|_| start()).collect();
        for one in running {
            assert_eq!(said(&one.wait_with_output().unwrap()), without);
        }
    }
}

#[test]
fn whenever_a_command_is_killed_the_next_one_says_the_same() {
    let folder = project();
    let without = run(kbc(folder.path(), &["check"]).env("KBC_CACHE", "off"));
    for round in 0..24 {
        let mut killed = kbc(folder.path(), &["check"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(2 * round));
        killed.kill().unwrap();
        killed.wait().unwrap();
        if round % 4 == 3 {
            assert_eq!(run(&mut kbc(folder.path(), &["check"])), without, "round {round}");
            fs::remove_dir_all(folder.path().join(".kbc")).unwrap();
        }
    }
}

#[test]
fn whenever_a_build_after_a_change_is_killed_the_next_one_makes_the_same() {
    let folder = project();
    for number in 0..11 {
        let text = lamp(2).replace("guide lamp", &format!("guide lamp-{number}"));
        fs::write(folder.path().join(format!("rules/lamp-{number}.rules")), text).unwrap();
    }
    run(&mut kbc(folder.path(), &["build"]));
    for round in 0..24 {
        let path = folder.path().join(format!("rules/lamp-{}.rules", round % 11));
        let text = fs::read_to_string(&path).unwrap().replace("Put a new", "Now put a new");
        fs::write(path, text).unwrap();
        let mut killed = kbc(folder.path(), &["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 * round));
        killed.kill().unwrap();
        killed.wait().unwrap();
        if round % 4 == 3 {
            run(&mut kbc(folder.path(), &["build"]));
            let check = run(kbc(folder.path(), &["build", "--check"]).env("KBC_CACHE", "off"));
            assert_eq!(check.0, Some(0), "round {round}: {check:?}");
        }
    }
}

//! Builds that are killed at any moment, and builds beside each other and beside `kbc serve`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::project::{Project, build, ended, kbc, quiet, trial_settings, within};

/// Kills so many builds at moments that are spread over the time that a build takes.
fn kill(rounds: u32) {
    let project = Project::new();
    let trial = project.trial();
    let begun = Instant::now();
    assert!(ended(&mut build(trial.root())).is_some_and(|status| status.success()));
    let whole = begun.elapsed();
    for round in 0..rounds {
        let trial = project.trial();
        let mut killed = build(trial.root());
        std::thread::sleep(whole * round / rounds);
        killed.kill().unwrap();
        let status = killed.wait().unwrap();
        trial.must_be_whole(Some(status), &format!("killed in round {round} of {rounds}"));
    }
}

#[test]
fn a_command_that_is_killed_loses_nothing() {
    kill(25);
}

#[test]
#[ignore = "takes minutes; the workflow of every night runs it"]
fn a_command_that_is_killed_at_any_of_many_moments_loses_nothing() {
    kill(600);
}

#[test]
fn of_two_builds_at_once_one_waits_for_nobody_and_the_output_is_whole() {
    let project = Project::new();
    for round in 0..20 {
        let trial = project.trial();
        let mut both = [build(trial.root()), build(trial.root())];
        let codes = both.each_mut().map(|one| ended(one).map(|status| status.code()));
        for code in codes {
            assert!(matches!(code, Some(Some(0 | 2))), "round {round}: {codes:?}");
        }
        assert!(codes.contains(&Some(Some(0))), "round {round}: one of them is done: {codes:?}");
        trial.must_be_whole(None, &format!("two at once, round {round}"));
    }
}

#[test]
fn builds_go_on_beside_a_server() {
    let project = Project::new();
    let trial = project.trial();
    let mut server = quiet(kbc(), trial.root());
    let mut server = server.args(["serve", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Serving on http://127.0.0.1:")));
    // Whoever does not read what is said later must not stop the server.
    std::thread::spawn(move || lines.for_each(drop));
    for round in 0..10 {
        std::fs::write(trial.root().join("kbc.toml"), trial_settings(&format!("Faults {round}"))).unwrap();
        assert!(ended(&mut build(trial.root())).is_some_and(|status| status.success()), "round {round}");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(server.try_wait().unwrap().is_none(), "the server still runs");
    let sent = std::process::Command::new("kill").arg(server.id().to_string()).status().unwrap();
    assert!(sent.success() && within(&mut server, Duration::from_secs(20)).is_some_and(|status| status.success()));
    std::fs::write(trial.root().join("kbc.toml"), trial_settings("Faults")).unwrap();
    trial.next_must_mend("beside a server");
}

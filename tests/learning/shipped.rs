//! The knowledge base that ships: from sessions of readers for whom its numbers are true, it learns these numbers back.

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;

use super::command::text;

fn learn(arguments: &[&str], input: Option<Vec<u8>>) -> Vec<u8> {
    let mut kbc = cargo_bin_cmd!("kbc");
    kbc.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).env("KBC_CACHE", "off").arg("learn").args(arguments);
    let run = kbc.write_stdin(input.unwrap_or_default()).output().expect("kbc runs");
    assert!(run.status.success(), "{}", text(&run.stderr));
    run.stdout
}

#[test]
#[ignore = "minutes without optimisation"]
fn the_base_that_ships_learns_its_own_likelihoods_back() {
    let noise = ["--off-plan", "3%", "--cant", "5%", "--leave", "2%"];
    let made = ["simulate", "imessage-not-sending", "--sessions", "100000", "--seed", "1"];
    let log = learn(&[&made[..], &noise].concat(), None);
    let report = learn(&["-", "--format", "json"], Some(log));
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    let numbers = report["guides"][0]["numbers"].as_array().expect("numbers");
    let weights: Vec<(f64, f64)> = numbers
        .iter()
        .filter(|number| number["is_weight"] == true)
        .map(|number| (number["written"].as_f64().expect("a number"), number["learned"].as_f64().expect("a number")))
        .collect();
    let sums = weights.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let divergence: f64 = weights.iter().map(|(w, l)| (w / sums.0, l / sums.1)).map(|(w, l)| w * (w / l).ln()).sum();
    println!("{} causes: KL of the likelihoods {divergence:.5}", weights.len());
    assert!(weights.len() > 15 && divergence <= 0.003, "{divergence}");
}

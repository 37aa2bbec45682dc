//! The engine against brute force: the same chances, the same least cost, flows that are worth what they claim.

mod oracle;

use kbc::reasoning::*;
use oracle::models::{Size, model};
use oracle::permission::Case;
use oracle::value::{Walk, expected_cost};

#[test]
fn survey() {
    let (mut solved, mut wrong, mut big, mut zero, mut total) = (0, 0, 0, 0, 0);
    let mut esc = 0;
    let mut sizes = [0; 8];
    let mut wrongs = std::collections::BTreeMap::new();
    let began = std::time::Instant::now();
    for seed in 0..3000 {
        let (problem, evidence) = model(seed, Size::SMALL);
        match Case::new(&problem, &evidence) {
            Err(w) => {
                wrong += 1;
                *wrongs
                    .entry(format!("{w:?}").chars().take(6).collect::<String>())
                    .or_insert(0) += 1;
            }
            Ok((case, history)) => match expected_cost(&case, &history, Walk::Plain, 300_000) {
                None => big += 1,
                Some((v, n)) => {
                    solved += 1;
                    total += n;
                    if v == 0.0 {
                        zero += 1
                    }
                    let k = oracle::value::escalation_price(&problem);
                    if (v - k).abs() < 1e-9 {
                        esc += 1
                    } else {
                        sizes[n.max(1).ilog10() as usize] += 1
                    }
                    let m =
                        expected_cost(&case, &history, Walk::Merged(Default::default()), 300_000)
                            .unwrap();
                    assert!((m.0 - v).abs() < 1e-9, "seed {seed}: {} {v}", m.0);
                }
            },
        }
    }
    println!(
        "solved {solved} wrong {wrong} big {big} zero {zero} histories {total} {:?} {wrongs:?} esc {esc} {sizes:?}",
        began.elapsed()
    );
}

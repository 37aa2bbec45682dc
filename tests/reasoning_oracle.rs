//! The engine against brute force: the same chances, the same least cost, flows that are worth what they claim.

mod oracle;

use kbc::reasoning::{Evidence, Options, Plan, Problem, plan, posterior};
use oracle::flow::Walker;
use oracle::models::{Size, model};
use oracle::permission::Case;
use oracle::value::{Walk, expected_cost};

fn compare(problem: &Problem, evidence: &Evidence, options: &Options, most: usize) -> Result<Option<(Plan, f64)>, String> {
    let plan = plan(problem, evidence, options);
    let (case, history) = match Case::new(problem, evidence) {
        Ok(both) => both,
        Err(wrong) if plan.faults.is_empty() => return Err(format!("{wrong:?} is not found")),
        Err(_) => return Ok(None),
    };
    if !plan.faults.is_empty() {
        return Err(format!("faults {:?}", plan.faults));
    }
    let weights = case.weights(&history);
    let all: f64 = weights.iter().sum();
    let found = posterior(problem, evidence).chances;
    if found != plan.posterior {
        return Err("two posteriors".into());
    }
    match &found {
        None if all == 0.0 => return Ok(None),
        None => return Err("posterior is none".into()),
        Some(_) if all == 0.0 => return Err("posterior is some".into()),
        Some(found) => {
            for (a, b) in found.iter().zip(&weights) {
                if (a - b / all).abs() > 1e-9 {
                    return Err(format!("posterior {found:?}, not {weights:?}"));
                }
            }
        }
    }
    if !plan.sound {
        return Err("not sound".into());
    }
    let Some((least, _)) = expected_cost(&case, &history, Walk::Plain, most) else { return Ok(None) };
    let entry = plan.entry();
    if options.states.is_none() && (!plan.exact || (entry.expected_cost - least).abs() > 1e-9) {
        return Err(format!("value {} (exact {}) not {least}", entry.expected_cost, plan.exact));
    }
    let mut walker = Walker { case: &case, flow: &plan.flow, left: 100_000, cant: false };
    walker.edges()?;
    if let Some(amount) = walker.walk(entry.node, &history)? {
        let near = |name, found: f64, wanted: f64| {
            if (found - wanted).abs() > 1e-9 * wanted.abs().max(1.0) { Err(format!("{name}: {found} not {wanted}")) } else { Ok(()) }
        };
        near("flow's cost", entry.expected_cost, amount.cost / all)?;
        near("minutes", entry.expected_minutes, amount.minutes / all)?;
        near("solved", entry.solved, amount.solved / all)?;
        near("worst", entry.worst_minutes, amount.worst)?;
    }
    Ok(Some((plan, least)))
}

#[test]
fn survey() {
    let mut kinds = std::collections::BTreeMap::<String, Vec<u64>>::new();
    let mut ok = 0;
    for seed in 0..3000 {
        let (problem, evidence) = model(seed, Size::SMALL);
        let (tx, rx) = std::sync::mpsc::channel();
        let (p2, e2) = (problem.clone(), evidence.clone());
        std::thread::spawn(move || tx.send(std::panic::catch_unwind(|| compare(&p2, &e2, &Options { entries: false, ..Options::default() }, 200_000))));
        let got = rx.recv_timeout(std::time::Duration::from_secs(4));
        let Ok(got) = got else { kinds.entry("hangs".into()).or_default().push(seed); continue };
        match got {
            Ok(Ok(Some(_))) => ok += 1,
            Ok(Ok(None)) => {}
            Ok(Err(e)) => {
                if e.len() < 2000 && kinds.values().map(Vec::len).sum::<usize>() < 12 { println!("{seed}: {e}"); }
                kinds.entry(e.split([' ', ':']).next().unwrap().to_owned()).or_default().push(seed);
            }
            Err(_) => kinds.entry("panic".into()).or_default().push(seed),
        }
    }
    println!("ok {ok}");
    for (k, v) in kinds { println!("{k}: {} {:?}", v.len(), &v[..v.len().min(12)]); }
}

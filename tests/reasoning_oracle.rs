//! The engine against brute force: the same chances, the same least cost, flows that are worth what they claim.

mod oracle;

use kbc::reasoning::{Evidence, Options, Plan, Problem, plan, posterior};
use oracle::flow::Walker;
use oracle::models::{Size, model};
use oracle::permission::Case;
use oracle::value::{Walk, expected_cost};

fn compare(
    problem: &Problem,
    evidence: &Evidence,
    options: &Options,
    most: usize,
) -> Result<Option<(Plan, f64)>, String> {
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
    let Some((least, _)) = expected_cost(&case, &history, Walk::Plain, most) else {
        return Ok(None);
    };
    let entry = plan.entry();
    if options.states.is_none() && ((entry.expected_cost - least).abs() > 1e-9) {
        return Err(format!(
            "value {} (exact {}) not {least}",
            entry.expected_cost, plan.exact
        ));
    }
    let mut walker = Walker {
        case: &case,
        flow: &plan.flow,
        left: 100_000,
        cant: false,
    };
    walker.edges()?;
    if let Some(amount) = walker.walk(entry.node, &history)? {
        let near = |name, found: f64, wanted: f64| {
            if (found - wanted).abs() > 1e-9 * wanted.abs().max(1.0) {
                Err(format!("{name}: {found} not {wanted}"))
            } else {
                Ok(())
            }
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
    for seed in 0..20000 {
        let (problem, evidence) = model(seed, Size::SMALL);
        let (tx, rx) = std::sync::mpsc::channel();
        let (p2, e2) = (problem.clone(), evidence.clone());
        std::thread::spawn(move || {
            tx.send(std::panic::catch_unwind(|| {
                compare(
                    &p2,
                    &e2,
                    &Options {
                        entries: false,
                        ..Options::default()
                    },
                    200_000,
                )
            }))
        });
        let got = rx.recv_timeout(std::time::Duration::from_secs(1));
        let Ok(got) = got else {
            kinds.entry("hangs".into()).or_default().push(seed);
            continue;
        };
        match got {
            Ok(Ok(Some(_))) => ok += 1,
            Ok(Ok(None)) => {}
            Ok(Err(e)) => {
                if e.len() < 2000 && kinds.values().map(Vec::len).sum::<usize>() < 12 {
                    println!("{seed}: {e}");
                }
                kinds
                    .entry(e.split([' ', ':']).next().unwrap().to_owned())
                    .or_default()
                    .push(seed);
            }
            Err(_) => kinds.entry("panic".into()).or_default().push(seed),
        }
    }
    println!("ok {ok}");
    for (k, v) in kinds {
        println!("{k}: {} {:?}", v.len(), &v[..v.len().min(12)]);
    }
}

fn tell(
    case: &Case,
    flow: &kbc::reasoning::Flow,
    node: Option<usize>,
    h: &oracle::permission::History,
    depth: usize,
) {
    use kbc::reasoning::Doing;
    use oracle::value::{Search, cost};
    let w = case.weights(h);
    let all: f64 = w.iter().sum();
    if all < 1e-12 || depth > 4 {
        return;
    }
    let o = case.options(h, &w);
    let v = Search::new(case, Walk::Plain, 1_000_000).value(h).unwrap();
    let pad = "  ".repeat(depth);
    println!(
        "{pad}V {:.6} W {all:.6} w {:?} end {:?} esc {} pending {:?} engine {:?}",
        v / all,
        w.iter()
            .map(|x| (x / all * 1e4).round() / 1e4)
            .collect::<Vec<_>>(),
        o.end,
        o.escalate,
        h.pending,
        node.map(|n| flow.nodes[n].doing)
    );
    let here = oracle::permission::History {
        pending: o.pending,
        ..h.clone()
    };
    let mut best = None;
    for s in &o.steps {
        let mut x = cost(case.problem, *s) * all;
        for way in case.ways(*s) {
            x += Search::new(case, Walk::Plain, 1_000_000)
                .value(&case.after(&here, *s, way))
                .unwrap();
        }
        println!("{pad}  {s:?} {:.6}", x / all);
        if (x - v).abs() < 1e-12 {
            best = Some(*s);
        }
    }
    let eng = node.and_then(|n| {
        if let Doing::Step(s, _) = flow.nodes[n].doing {
            Some(s)
        } else {
            None
        }
    });
    if let Some(s) = if node.is_some() { eng } else { best } {
        for (i, way) in case.ways(s).into_iter().enumerate() {
            println!("{pad} {s:?} {way:?}");
            tell(
                case,
                flow,
                node.map(|n| flow.nodes[n].next[i]),
                &case.after(&here, s, way),
                depth + 1,
            );
        }
    }
}

#[test]
fn one() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let (problem, evidence) = model(seed, Size::SMALL);
    oracle::show::show(&problem, &evidence);
    let r = compare(
        &problem,
        &evidence,
        &Options {
            entries: false,
            ..Options::default()
        },
        200_000,
    );
    println!("{:?}", r.map(|_| ()));
    let plan = plan(
        &problem,
        &evidence,
        &Options {
            entries: false,
            ..Options::default()
        },
    );
    if let Ok((case, h)) = Case::new(&problem, &evidence) {
        println!("--engine");
        tell(&case, &plan.flow, Some(plan.entry().node), &h, 0);
        println!("--oracle");
        tell(&case, &plan.flow, None, &h, 0);
    }
}

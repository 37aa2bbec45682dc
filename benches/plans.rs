//! How good plans are and how long they take: the base that ships, and guides of the size of real ones.
//!
//! `cargo bench --bench plans` prints a table. A planner uses one thread, so on an idle machine the time is that of the
//! processor.

#[path = "../tests/guides/mod.rs"]
mod guides;

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use guides::{Size, guide};
use kbc::config::Config;
use kbc::decision::Decision;
use kbc::pipeline;
use kbc::reasoning::{EscalationMode, Evidence, Options, Problem, plan};
use kbc::source::Disk;

/// What a reader pays who is handed over where nobody hands over: more than any remedy.
const NEVER: f64 = 10_000.0;
/// Random guides of each kind.
const SEEDS: u64 = 3;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<44} {:>9} {:>9} {:>7} {:>8}", "guide", "cost", "bound", "gap", "seconds")?;
    for (name, problem) in shipped() {
        row(&mut out, &name, &[problem])?;
    }
    let handed: fn(&mut Problem) = |_| {};
    let alone: fn(&mut Problem) = |problem| problem.escalations[0].takes = NEVER;
    let last: fn(&mut Problem) = |problem| problem.policy.mode = EscalationMode::Last;
    for causes in [8, 16, 24, 40] {
        for (how, change) in [("", handed), (", nobody takes over", alone), (", escalate last", last)] {
            let problems: Vec<Problem> = (0..SEEDS).map(|seed| real(causes, seed, change)).collect();
            row(&mut out, &format!("{causes} causes{how} (mean of {SEEDS})"), &problems)?;
        }
    }
    Ok(())
}

/// The guides of the base that ships.
fn shipped() -> Vec<(String, Problem)> {
    let config = Config::default();
    let read = pipeline::read(&Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")), &config);
    let problem = |(id, members): &_| {
        let decision = Decision::new(&read.knowledge, &read.web, &config.numbers, *id, members)?;
        Some((read.knowledge.name(*id).to_owned(), decision.problem))
    };
    read.guides.iter().filter_map(problem).collect()
}

/// A random guide with a remedy and nearly a check for each cause.
fn real(causes: usize, seed: u64, change: fn(&mut Problem)) -> Problem {
    let size = Size {
        causes,
        checks: causes - causes / 4,
        outcomes: (2, 3),
        remedies: causes,
        symptoms: 2,
        single: true,
        constrained: true,
    };
    let mut problem = guide(size, seed);
    change(&mut problem);
    problem
}

/// The means over some guides, of the entry without a symptom.
fn row(out: &mut impl Write, name: &str, problems: &[Problem]) -> io::Result<()> {
    let (mut cost, mut bound, mut gap) = (0.0, 0.0, 0.0);
    let start = Instant::now();
    for problem in problems {
        let plan = plan(problem, &Evidence::default(), &Options::default());
        cost += plan.entry().expected_cost;
        bound += plan.entry().lower_bound;
        gap += plan.entry().gap().unwrap_or(f64::INFINITY);
    }
    let count = problems.len() as f64;
    let seconds = start.elapsed().as_secs_f64() / count;
    let (cost, bound, gap) = (cost / count, bound / count, 100.0 * gap / count);
    writeln!(out, "{name:<44} {cost:>9.2} {bound:>9.2} {gap:>6.1}% {seconds:>8.2}")
}

use kbc::{config::Config, lints, pipeline, reasoning, source::Disk};
use std::time::Instant;
fn main() {
    for dir in ["tests/knowledge/router/rules", "tests/knowledge/printer/rules", "rules"] {
        let config = Config::default();
        let u = pipeline::read(&Disk::new(dir), &config);
        for (id, m) in &u.guides {
            let t = Instant::now();
            let r = pipeline::reason(&u, &config, *id, m).unwrap();
            let reason = t.elapsed();
            let t = Instant::now();
            let p = reasoning::plan(&r.decision.problem, &Default::default(), &Default::default());
            let plan = t.elapsed();
            let pl = lints::Planned {
                knowledge: &u.knowledge,
                guide: *id,
                decision: &r.decision,
                plan: &r.plan,
                printed: &r.printed,
                longest_path: None,
            };
            let n = if dir == "rules" { 20 } else { 1000 };
            let t = Instant::now();
            let mut k = 0;
            for _ in 0..n {
                k += lints::run_on_plan(&pl).len();
            }
            println!(
                "{} causes {} reason {:?} plan {:?} lints {:?} each, {} swayed {}",
                u.knowledge.name(*id),
                r.decision.causes.len(),
                reason,
                plan,
                t.elapsed() / n,
                k as u32 / n,
                p.swayed_by.len()
            );
        }
    }
}

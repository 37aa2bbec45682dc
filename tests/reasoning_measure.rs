mod guides;
use kbc::reasoning::{Evidence, Options, plan};
use std::time::Instant;
#[test]
#[ignore = "prints"]
fn measure() {
    for (name, size, count) in [("small", guides::SMALL, 300), ("typical", guides::TYPICAL, 40), ("deep", guides::DEEP, 4), ("middle", guides::MIDDLE, 2), ("large", guides::LARGE, 2)] {
        let mut times = vec![]; let mut exact = 0; let mut sound = 0; let mut gap: f64 = 0.0; let mut states = vec![];
        for seed in 0..count {
            let p = guides::guide(size, seed);
            let t = Instant::now();
            let r = plan(&p, &Evidence::default(), &Options::default());
            times.push(t.elapsed().as_secs_f64() * 1e3);
            exact += usize::from(r.exact); sound += usize::from(r.sound);
            gap = gap.max(r.entry().expected_cost / r.entry().lower_bound.max(1e-9) - 1.0);
            states.push((r.states, r.flow.nodes.len(), (r.entry().expected_cost*100.0).round()));
        }
        times.sort_by(f64::total_cmp); states.sort_by_key(|s| s.0);
        println!("{name}: median {:.3} ms, mean {:.3}, max {:.1} ms; exact {exact} sound {sound} of {count}; worst gap {gap:.4}; states {:?} {:?}", times[times.len()/2], times.iter().sum::<f64>()/times.len() as f64, times.last().unwrap(), states[states.len()/2], states.last().unwrap());
    }
}

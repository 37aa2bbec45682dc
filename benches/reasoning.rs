//! How long planning takes.

#[path = "../tests/guides/mod.rs"]
mod guides;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use guides::{DEEP, LARGE, MIDDLE, SMALL, TYPICAL, guide};
use kbc::reasoning::{Evidence, Options, Problem, advise, plan};

fn planning(criterion: &mut Criterion) {
    let sizes = [
        ("small", SMALL, 50),
        ("typical", TYPICAL, 10),
        ("deep", DEEP, 10),
        ("middle", MIDDLE, 10),
        ("large", LARGE, 10),
    ];
    for (name, size, samples) in sizes {
        let problems: Vec<Problem> = (0..8).map(|seed| guide(size, seed)).collect();
        let mut group = criterion.benchmark_group("plan");
        group.sample_size(samples);
        let mut next = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                next += 1;
                plan(black_box(&problems[next % problems.len()]), &Evidence::default(), &Options::default())
            });
        });
        group.finish();
    }
    let problem = guide(TYPICAL, 0);
    criterion.bench_function("advise", |bencher| {
        bencher.iter(|| advise(black_box(&problem), &Evidence::default()));
    });
}

criterion_group!(benches, planning);
criterion_main!(benches);

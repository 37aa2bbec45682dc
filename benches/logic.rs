//! How long it takes to find what a thousand rules say together, and to look over a corpus of guides.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kbc::config::Config;
use kbc::lints::LintContext;
use kbc::logic::{Policy, contradictions, gaps, needless};
use kbc::model::Numbers;
use kbc::pipeline;
use kbc::source::Memory;

mod corpus;
mod policies;

fn rules(c: &mut Criterion) {
    let mut seed = 1_usize;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % end
    };
    let text = policies::text(&mut below, 1_000, 200, Some("cause"));
    let read = pipeline::read(&Memory::new().with("policy.rules", text.as_str()), &Config::default());
    let policy = || Policy::new(&read.knowledge, &read.web, &read.guides, |_| true);
    assert!(!contradictions(&policy()).found.is_empty(), "what was planted is found");
    let mut group = c.benchmark_group("logic of 1,000 rules over 200 checks");
    group.sample_size(10);
    group.bench_function("formulas", |b| b.iter(|| black_box(policy())));
    let ready = policy();
    group.bench_function("contradictions", |b| b.iter(|| black_box(contradictions(&ready))));
    group.bench_function("needless", |b| b.iter(|| black_box(needless(&ready))));
    group.bench_function("gaps", |b| b.iter(|| black_box(gaps(&ready))));
    group.finish();
}

/// All lints that need no plan, on one thread: the processor time that they cost.
fn lints(c: &mut Criterion) {
    let files = (0..1_000).fold(Memory::new(), |files, n| files.with(corpus::path(n), corpus::guide(n)));
    let read = pipeline::read(&files, &Config::default());
    let numbers = Numbers::default();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let mut group = c.benchmark_group("lints");
    group.sample_size(10);
    group.bench_function("1,000 guides, one thread", |b| {
        b.iter(|| {
            one.install(|| {
                let context = LintContext::new(&read.knowledge, &read.web, &numbers, &read.guides, &[]);
                black_box(kbc::lints::run(&context))
            })
        });
    });
    group.finish();
}

criterion_group!(benches, rules, lints);
criterion_main!(benches);

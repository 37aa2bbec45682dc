//! What a guide costs in each format, and a site of 10,000 with all of them.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kbc::emit::{html, json, markdown};
use kbc::guide::Document;
use rayon::prelude::*;

#[path = "../tests/emit/sample.rs"]
mod sample;

fn formats(c: &mut Criterion) {
    let templates = html::Templates::new().expect("the templates are sound");
    for (name, document) in [("small", sample::small()), ("rich", sample::rich())] {
        let site = sample::site(&[&document]);
        let page = templates.guide(&document, &site).expect("the page is made");
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Bytes(page.len() as u64));
        group.bench_function("html", |b| b.iter(|| templates.guide(&document, &site)));
        group.throughput(Throughput::Bytes(markdown::guide(&document, &site).len() as u64));
        group.bench_function("markdown", |b| b.iter(|| markdown::guide(&document, &site)));
        let bytes = json::guide(&document, None).expect("the file is made");
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("json", |b| {
            b.iter(|| json::guide(&document, None));
        });
        group.finish();
    }
}

fn site(c: &mut Criterion) {
    let document = sample::small();
    let site = sample::site(&[&document]);
    let templates = html::Templates::new().expect("the templates are sound");
    let all = |document: &Document| {
        templates.guide(document, &site).expect("the page is made").len()
            + markdown::guide(document, &site).len()
            + json::guide(document, None).expect("the file is made").len()
    };
    let mut group = c.benchmark_group("site");
    group.sample_size(10);
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10,000 small guides, three formats, all cores", |b| {
        b.iter(|| (0..10_000).into_par_iter().map(|_| all(&document)).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, formats, site);
criterion_main!(benches);

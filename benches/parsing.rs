//! How fast files are read, in bytes a second on one core.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kbc::source::FileId;
use kbc::syntax::parse;

/// A guide of the usual size: three symptoms, four causes, four checks, four remedies, a scenario.
const GUIDE: &str = include_str!("guide.rules");

fn reading(criterion: &mut Criterion) {
    let (_, findings) = parse(FileId::new(0), GUIDE);
    assert!(findings.is_empty(), "the guide that is measured is right: {findings:?}");
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(GUIDE.len() as u64));
    group.bench_function("guide", |bencher| {
        bencher.iter(|| parse(FileId::new(0), black_box(GUIDE)));
    });
    let prose = format!(
        "cause a \"A\" {{ about \"\"\"\n{}\n\"\"\" }}\n",
        "A line of prose, as long as lines are.\n".repeat(200)
    );
    group.throughput(Throughput::Bytes(prose.len() as u64));
    group.bench_function("prose", |bencher| {
        bencher.iter(|| parse(FileId::new(0), black_box(&prose)));
    });
    // One bad word and one right line for each property: what it costs to say what is wrong.
    let faulty = GUIDE.replace("  takes ", "  taks ").replace("likelihood ", "likelihood = ");
    group.throughput(Throughput::Bytes(faulty.len() as u64));
    group.bench_function("faulty", |bencher| {
        bencher.iter(|| parse(FileId::new(0), black_box(&faulty)));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);

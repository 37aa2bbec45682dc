//! How fast files are read, in bytes a second on one core.

mod corpus;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kbc::model::{Numbers, read};
use kbc::source::{FileId, Memory, Sources};
use kbc::syntax::parse;

// The command's own allocator, or the figures would be those of another program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// Scanner, grammar and lowering of a corpus, file by file: what a build does with a text before it looks names up.
fn parsing_with_lowering(criterion: &mut Criterion) {
    let files = (0..100).fold(Memory::new(), |files, at| files.with(corpus::path(at), corpus::guide(at)));
    let (sources, _) = Sources::read(&files, "rules");
    let numbers = Numbers::default();
    let bytes: usize = sources.files().iter().map(|source| source.text().len()).sum();
    let mut group = criterion.benchmark_group("parsing with lowering");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("100 guides", |bencher| {
        bencher.iter(|| {
            for (at, source) in sources.files().iter().enumerate() {
                let lowered = read(FileId::new(at), black_box(source), &numbers);
                assert!(lowered.findings().is_empty(), "the guides that are measured are right");
            }
        });
    });
    group.finish();
}

criterion_group!(benches, reading, parsing_with_lowering);
criterion_main!(benches);

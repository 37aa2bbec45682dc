//! How long it takes to check and to build a corpus of realistic guides, from memory and on the disk.

mod corpus;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kbc::config::Config;
use kbc::decision::Decision;
use kbc::emit::html::Theme;
use kbc::model::{Numbers, understand};
use kbc::output::{Options, Output};
use kbc::pipeline::{self, Format, Wanted};
use kbc::reasoning::{self, Evidence, plan};
use kbc::source::{Memory, Sources};
use rayon::prelude::*;

fn files(count: usize) -> (Memory, u64) {
    let mut files = Memory::new();
    let mut bytes = 0;
    for number in 0..count {
        let text = corpus::guide(number);
        bytes += text.len() as u64;
        files = files.with(corpus::path(number), text);
    }
    (files, bytes)
}

/// Reading, lowering and linking, which takes all files at once.
fn understanding(c: &mut Criterion) {
    let (files, bytes) = files(500);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool of one thread");
    let mut group = c.benchmark_group("understand");
    group.throughput(Throughput::Bytes(bytes)).sample_size(20);
    group.bench_function("500 guides, one thread", |b| {
        b.iter_batched(
            || Sources::read(&files, "rules").0,
            |sources| one.install(|| black_box(understand(sources, &Numbers::default()))),
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn checking(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.sample_size(10);
    for count in [250, 1_000] {
        let (files, bytes) = files(count);
        group.throughput(Throughput::Bytes(bytes));
        group.bench_with_input(BenchmarkId::new("without plans", count), &files, |b, files| {
            b.iter(|| black_box(pipeline::read(files, &Config::default())));
        });
        group.bench_with_input(BenchmarkId::new("with plans", count), &files, |b, files| {
            b.iter(|| black_box(pipeline::check(files, &Config::default())));
        });
    }
    group.finish();
}

/// One plan for each guide, with an entry for each of its symptoms, on all cores.
fn planning(c: &mut Criterion) {
    let (files, _) = files(1_000);
    let config = Config::default();
    let understood = pipeline::read(&files, &config);
    let decide = |(id, members): &(_, _)| {
        Decision::new(&understood.knowledge, &understood.web, &config.numbers, *id, members).expect("an end")
    };
    let decisions: Vec<Decision> = understood.guides.iter().map(decide).collect();
    let mut group = c.benchmark_group("plan");
    group.sample_size(10);
    group.bench_function("1,000 guides", |b| {
        b.iter(|| {
            decisions.par_iter().for_each(|decision| {
                black_box(plan(&decision.problem, &Evidence::default(), &reasoning::Options::default()));
            });
        });
    });
    group.finish();
}

fn building(c: &mut Criterion) {
    let (files, bytes) = files(500);
    let config = Config::default();
    let theme = Theme::default();
    let wanted = Wanted {
        config: &config,
        theme: &theme,
        formats: &Format::ALL,
        maker: "bench",
        links: &kbc::links::Links::default(),
    };
    let mut group = c.benchmark_group("build");
    group.throughput(Throughput::Bytes(bytes)).sample_size(10);
    group.bench_function("500 guides, all formats, fresh folder", |b| {
        b.iter_batched(
            || tempfile::tempdir().expect("a folder"),
            |folder| {
                let mut understood = pipeline::read(&files, &config);
                let output = Output::open(&folder.path().join("out"), Options::default()).expect("an output");
                pipeline::publish(&files, &mut understood, wanted, &output, &|_| {}).expect("a site");
                output.finish().expect("files");
                folder
            },
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, understanding, checking, planning, building);
criterion_main!(benches);

//! How long a session that stays open takes to tell what an edit changes: in the base that ships, and in many small guides.

mod corpus;

use std::cell::Cell;
use std::hint::black_box;
use std::path::Path;
use std::sync::{Arc, Mutex};

use criterion::{Criterion, criterion_group, criterion_main};
use kbc::config::Config;
use kbc::digest::Digest;
use kbc::emit::html::Theme;
use kbc::output::{Options, Output};
use kbc::pipeline::{Format, Wanted};
use kbc::plans::{Memory as PlanMemory, Plans};
use kbc::session::Session;
use kbc::source::{Disk, Files, Memory};

/// Plans that stay in memory.
#[derive(Debug, Default)]
struct Remembered(Mutex<std::collections::BTreeMap<[u8; Digest::LENGTH], Vec<u8>>>);

impl PlanMemory for Remembered {
    fn recall(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.lock().expect("no thread panicked").get(key.as_bytes()).cloned()
    }

    fn keep(&self, key: Digest, bytes: Vec<u8>) {
        self.0.lock().expect("no thread panicked").insert(*key.as_bytes(), bytes);
    }
}

/// A session that answered once.
fn open(files: Arc<dyn Files + Send + Sync>) -> Session {
    let session = Session::open(files, Config::default(), Plans::remembering(Arc::new(Remembered::default())));
    black_box(session.state().findings().expect("nobody stops it"));
    session.make_ready();
    session
}

/// Another word in the base that ships: its findings, and the pages that show it.
fn shipped(c: &mut Criterion) {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let path = "common/wifi.rules";
    let text = std::fs::read_to_string(rules.join(path)).expect("the base has this file");
    let session = open(Arc::new(Disk::new(&rules)));
    let round = Cell::new(0);
    let edit = || {
        round.set(round.get() + 1);
        let word = format!("The phone or tablet {} is joined", round.get());
        session.change(path, Some(text.replacen("The phone is joined", &word, 1).into_bytes()));
    };
    let mut group = c.benchmark_group("a word in the base that ships");
    group.sample_size(20);
    group.bench_function("findings", |b| {
        b.iter(|| {
            edit();
            black_box(session.state().findings().expect("nobody stops it"));
        });
    });
    let folder = tempfile::tempdir().expect("a folder");
    let (config, theme) = (Config::default(), Theme::default());
    let wanted = Wanted {
        config: &config,
        theme: &theme,
        formats: &[Format::Html],
        maker: "bench",
        links: &kbc::links::Links::default(),
    };
    group.bench_function("findings and pages", |b| {
        b.iter(|| {
            edit();
            let state = session.state();
            black_box(state.findings().expect("nobody stops it"));
            let options = Options { cache: Some(folder.path().join("memory")), ..Options::default() };
            let output = Output::open(&folder.path().join("site"), options).expect("an output");
            state.publish_until_changed(false, wanted, &output).expect("a site");
            output.finish().expect("files");
        });
    });
    group.finish();
}

/// Another word in one of many small guides: all findings.
fn small(c: &mut Criterion) {
    const COUNT: usize = 10_000;
    let files = (0..COUNT).fold(Memory::new(), |files, number| files.with(corpus::path(number), corpus::guide(number)));
    let session = open(Arc::new(files));
    let (path, text) = (corpus::path(COUNT / 2), corpus::guide(COUNT / 2));
    let round = Cell::new(0);
    let mut group = c.benchmark_group("10,000 small guides");
    group.sample_size(20);
    for (what, from, to) in [
        ("findings after a word", "What to do when", "What to do in case"),
        ("findings after a title", "\" {\n  about", " now\" {\n  about"),
        ("findings after a comment", "\n", "\n# It was looked at.\n"),
    ] {
        group.bench_function(what, |b| {
            b.iter(|| {
                round.set(round.get() + 1);
                let edited = text.replacen(from, to, 1) + &format!("# {}\n", round.get());
                session.change(&path, Some(edited.into_bytes()));
                black_box(session.state().findings().expect("nobody stops it"));
            });
        });
    }
    group.bench_function("findings after a new file", |b| {
        b.iter(|| {
            round.set(round.get() + 1);
            let number = COUNT + round.get();
            session.change(&corpus::path(number), Some(corpus::guide(number).into_bytes()));
            black_box(session.state().findings().expect("nobody stops it"));
        });
    });
    group.finish();
}

criterion_group!(benches, shipped, small);
criterion_main!(benches);

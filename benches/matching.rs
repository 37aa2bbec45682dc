//! How fast a log is looked at, in bytes a second, for ten thousand messages and a thousand patterns.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kbc::matching::{Claim, Matcher, Size, Sort};

// The command's own allocator, or the figures would be those of another program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WORDS: [&str; 24] = [
    "connection",
    "refused",
    "timeout",
    "volume",
    "mount",
    "denied",
    "certificate",
    "expired",
    "handshake",
    "peer",
    "gateway",
    "token",
    "session",
    "node",
    "evicted",
    "memory",
    "signal",
    "deadlock",
    "queue",
    "buffer",
    "quorum",
    "replica",
    "firewall",
    "quota",
];

/// Words drawn by a counter: the same on every machine.
struct Drawn(u64);

impl Drawn {
    fn next(&mut self) -> usize {
        // Numerical Recipes, the quick generator with 64 bits.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize
    }

    fn phrase(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.next() % WORDS.len()]).collect();
        words.join(" ")
    }
}

fn claims() -> Vec<Claim> {
    let mut drawn = Drawn(7);
    let message =
        |of: u32, drawn: &mut Drawn| Claim { of, sort: Sort::Message, text: format!("{} {of}", drawn.phrase(4)) };
    let mut claims: Vec<Claim> = (0..10_000).map(|of| message(of, &mut drawn)).collect();
    claims.extend((10_000..11_000).map(|of| {
        let text = format!(r"{} (?<host>\S+): {}", drawn.phrase(3), drawn.phrase(1));
        Claim { of, sort: Sort::Pattern, text }
    }));
    claims
}

/// A log of which a line in a hundred holds a message.
fn log(claims: &[Claim], bytes: usize) -> String {
    let mut drawn = Drawn(11);
    let mut log = String::with_capacity(bytes + 256);
    while log.len() < bytes {
        let number = drawn.next();
        let body = if number.is_multiple_of(100) {
            claims[number % 10_000].text.clone()
        } else {
            format!("GET /api/v1/items/{number} 200 {}", drawn.phrase(1))
        };
        log.push_str(&format!(
            "2026-11-30T09:{:02}:{:02} node-{} api[{number}]: {body}\n",
            number % 60,
            number % 59,
            number % 40
        ));
    }
    log
}

fn matching(criterion: &mut Criterion) {
    let claims = claims();
    criterion.bench_function("matching/make ready", |bencher| {
        bencher.iter(|| Matcher::new(black_box(&claims).iter().cloned(), false));
    });
    let matcher = Matcher::new(claims.iter().cloned(), false).expect("the claims can be looked for");
    let log = log(&claims, 64 << 20);
    let mut group = criterion.benchmark_group("matching");
    group.throughput(Throughput::Bytes(log.len() as u64)).sample_size(10);
    group.bench_function("log", |bencher| {
        bencher.iter(|| matcher.stream(black_box(log.as_bytes()), Size::default()));
    });
    group.finish();
}

criterion_group!(benches, matching);
criterion_main!(benches);

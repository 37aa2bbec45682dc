//! Logs that are cut, doubled, packed badly, or made to do harm.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use kbc::learning::read::Log;
use kbc::learning::simulate::Chance;

const LINE: &str = r#"{"kbc":1,"session_id":"9f2c61d07ab34e18","seq":7,"guide":"messages.stuck","kb":"3a95ad2d4cf40f78e3d657268f48389a","month":"2026-11","via":"page","lang":"en","pattern":"@stuck clock=? set=failed","ending":"solved:restart","cause":null,"minutes":6.5,"steps":[["clock","?",20],["set","failed",45],["restart","solved",90]]}"#;

fn read(name: &str, bytes: impl Read) -> (Log, Result<(), std::io::Error>) {
    let mut log = Log::default();
    let done = log.read(name, bytes);
    (log, done)
}

#[test]
fn a_line_of_a_gigabyte_is_one_line_that_is_wrong() {
    let endless = std::io::repeat(b'x').take(1 << 30);
    let (log, done) = read("a.jsonl", endless.chain(format!("\n{LINE}\n").as_bytes()));
    assert!(done.is_ok() && (log.lines, log.wrong) == (2, 1), "{} {}", log.lines, log.wrong);
    assert!(log.faults[0].2.contains("longer"), "{:?}", log.faults);
    let (_, done) = read("a.csv", std::io::repeat(b'x').take(1 << 30));
    assert!(done.expect_err("no table has such a line").to_string().contains("longer"));
}

#[test]
fn a_packed_log_that_is_cut_is_told() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    let random: String = (0..4_000).map(|at| LINE.replace("9f2c61d0", &format!("{:08x}", at * 7_919)) + "\n").collect();
    packer.write_all(random.as_bytes()).expect("memory");
    let whole = packer.finish().expect("memory");
    let (log, done) = read("a.jsonl.gz", &whole[..]);
    assert!(done.is_ok() && (log.lines, log.wrong) == (4_000, 0));
    let (_, done) = read("a.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(done.is_err(), "half a file is not a short one");
    let (_, done) = read("a.jsonl.gz", LINE.as_bytes());
    assert!(done.is_err());
}

/// So many lines, each changed in one to three places.
fn changed(count: u64, seed: u64) -> Vec<u8> {
    let mut chance = Chance::new(seed, 2);
    let mut text = Vec::new();
    for _ in 0..count {
        let mut line = LINE.as_bytes().to_vec();
        for _ in 0..=chance.bits() % 3 {
            let at = (chance.bits() % line.len() as u64) as usize;
            match chance.bits() % 3 {
                0 => line[at] = (chance.bits() % 256) as u8,
                1 => _ = line.remove(at),
                _ => line.insert(at, b"\"{}[],:\\0\t\xff@ ="[(chance.bits() % 14) as usize]),
            }
        }
        text.extend(line.into_iter().filter(|byte| *byte != b'\n'));
        text.push(b'\n');
    }
    text
}

#[test]
fn lines_that_are_changed_anywhere_are_read_or_told() {
    let text = changed(3_000, 1);
    let (log, done) = read("a.jsonl", &text[..]);
    assert!(done.is_ok());
    assert_eq!(log.lines, 3_000);
    let good: u64 = log.counter.rows().iter().map(|row| row.sessions).sum();
    assert!(log.wrong > 1_000 && good <= log.lines - log.wrong, "{} wrong, {good} good", log.wrong);
    assert!(log.faults.len() <= 10);
}

#[test]
#[ignore = "for every night: a million lines"]
fn a_million_changed_lines_are_read_or_told() {
    for seed in 0..100 {
        let text = changed(10_000, seed);
        for name in ["a.jsonl", "a.csv", "a"] {
            let (log, done) = read(name, &text[..]);
            // Of a table whose head is no head, no row is good.
            assert!(name != "a.jsonl" || done.is_ok() && log.lines == 10_000, "{seed}");
            assert!(log.faults.len() <= 10 && log.faults.iter().all(|(_, _, said)| said.len() < 400), "{seed}");
        }
    }
}

#[test]
fn a_doubled_log_is_counted_once() {
    let text = format!("{LINE}\n{LINE}\n");
    let (log, _) = read("a.jsonl", text.as_bytes());
    let times = log.counter.times(&|_| true, &|_| true);
    let rows = log.counter.rows();
    assert_eq!((rows.len(), rows[0].sessions), (1, 1));
    assert!(times.len() == 3 && times.iter().all(|row| row.times == 1), "{times:?}");
}

//! What is found is what a reader of one line after the other finds, who holds each text against each claim.

use kbc::matching::{Claim, Matcher, Size, Sort};
use proptest::prelude::*;

use crate::fuzzed::matching::{fast, naive};

fn claim(of: u32, text: &str) -> Claim {
    let sort = if text.contains(['(', '\\', '.']) { Sort::Pattern } else { Sort::Message };
    Claim { of, sort, text: text.to_owned() }
}

/// Claims that overlap, hold each other, fold with other letters, take values, and look at every line.
fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let texts = [
        "ab",
        "abab",
        "b",
        "aba",
        "Error",
        "error: disk",
        "disk",
        "kaß",
        "Ä\"x",
        "a\\b",
        r"a(?<host>\S+)b",
        r"x=(?<x_y>\w*)",
        r"(ab|ba)+c",
        r"(?i)error",
        r"^ab$",
        r"k\w+s",
        r"err.r",
        r"(?<v>.)$",
    ];
    // The last looks at every line, and so by another way; it is rarely among them.
    let some = proptest::sample::subsequence((0..texts.len() - 1).collect::<Vec<_>>(), 1..9);
    (some, proptest::bool::weighted(0.2)).prop_map(move |(chosen, last)| {
        let chosen = chosen.into_iter().chain(last.then_some(texts.len() - 1));
        // Two claims in three are those of one symptom.
        chosen.map(|at| claim(at as u32 / 3, texts[at])).collect()
    })
}

fn logs() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        6 => proptest::sample::select(vec!["ab", "aba", "a", "b", "c", "x=", "disk", "error: ", "ERROR", "kAß", "Ä", "\"x", " "])
            .prop_map(|text| text.as_bytes().to_vec()),
        2 => proptest::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]).prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::sample::select(vec![
            "{\"m\":\"ab\",\"error: disk\":[1,\"x=ab\"]}\n", "{\"m\":\"\\u0061b \\u00c4\\\"x\"}\n", "{\"a\\\\b\":1}\n",
            "{\"m\":\"a\\\\b\\naxb\"}\r\n", "{not json ab}\n",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn as_one_line_after_the_other(
        log in logs(),
        claims in claims(),
        ignores_case in any::<bool>(),
        block in 8usize..64,
        overlap in 0usize..7,
    ) {
        let size = Size { block, overlap };
        let wanted = naive(&log, &claims, ignores_case, size);
        prop_assert_eq!(fast(&log, &claims, ignores_case, size), wanted);
    }
}

#[test]
fn a_long_line_may_end_with_a_block() {
    for (log, overlap) in [("abababab", 0), ("abababab", 3), ("ababababab\nx", 0), ("abababababababab", 0)] {
        let (claims, size) = (vec![claim(0, "ab"), claim(1, "b")], Size { block: 8, overlap });
        assert_eq!(fast(log.as_bytes(), &claims, false, size), naive(log.as_bytes(), &claims, false, size), "{log}");
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_one_line() {
    /// A log that is never whole in memory: lines before, one long line, and a line behind.
    struct Log {
        left: usize,
        parts: Vec<&'static [u8]>,
    }
    impl std::io::Read for Log {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.parts.len() == 1 && self.left > 0 {
                let count = self.left.min(into.len());
                into[..count].fill(b'z');
                self.left -= count;
                return Ok(count);
            }
            let Some(part) = self.parts.pop() else { return Ok(0) };
            into[..part.len()].copy_from_slice(part);
            Ok(part.len())
        }
    }
    let log = Log { left: 100 << 20, parts: vec![b" disk\ndisk\n", b"ab\r\ndisk "] };
    let matcher = Matcher::new([claim(0, "disk"), claim(1, r"z (?<what>\w+)")], false).expect("two claims");
    let tally = matcher.stream(log, Size::default()).expect("it can be read");
    assert_eq!(tally.lines, 3);
    assert_eq!((tally.seen[&0].count, tally.seen[&0].first), (2, 2));
    assert_eq!((tally.seen[&1].count, tally.seen[&1].first), (1, 2));
    assert!(tally.seen[&1].text.ends_with("z disk") && tally.seen[&1].text.len() < 500, "{}", tally.seen[&1].text);
}

#[test]
fn a_pattern_that_makes_others_try_every_way_reads_each_line_once() {
    // Who tries one way after another tries two to the power of the line's length.
    let claims = vec![claim(0, "(a+)+b"), claim(1, "(a|aa)+c"), claim(2, "(a*)*(a*)*(a*)*d"), claim(3, r"(\w+a+)+e")];
    let line = "a".repeat(20_000);
    let log = format!("{line}\n{line}c\n");
    let matcher = Matcher::new(claims, false).expect("four claims");
    let tally = matcher.stream(log.as_bytes(), Size::default()).expect("it can be read");
    assert_eq!(tally.lines, 2);
    assert_eq!(tally.seen.keys().copied().collect::<Vec<_>>(), [1]);
    assert_eq!((tally.seen[&1].count, tally.seen[&1].first), (1, 2));
}

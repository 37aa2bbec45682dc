//! Logs held against messages and patterns: what is found is what a reader of one line after the other finds, who holds each
//! text against each claim.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use kbc::matching::{Claim, Matcher, Size, Sort, fact_name};
use regex::bytes::{Regex, RegexBuilder};

/// How a symptom is seen: in how many lines, the first of them, and how often each value of a fact.
pub type Plain = BTreeMap<u32, (u64, u64, BTreeMap<(String, String), u64>)>;

/// A line longer than a block is looked at in pieces.
fn pieces(line: &[u8], has_end: bool, size: Size) -> Vec<Vec<u8>> {
    let mut line = line.to_vec();
    let mut found = Vec::new();
    while line.len() >= size.block {
        found.push(line[..size.block].to_vec());
        line.drain(..size.block - size.overlap);
    }
    // A line that ends with the stream and a piece has been seen whole, but for the piece's overlap.
    if has_end || !line.is_empty() {
        found.push(line.strip_suffix(b"\r").unwrap_or(&line).to_vec());
    }
    found
}

/// The texts of a line that are looked at.
fn texts(line: &[u8]) -> Vec<Vec<u8>> {
    fn collect(value: &serde_json::Value, found: &mut Vec<Vec<u8>>) {
        match value {
            serde_json::Value::String(text) => found.extend(text.lines().map(|line| line.as_bytes().to_vec())),
            serde_json::Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
            serde_json::Value::Object(object) => object.values().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    match serde_json::from_slice(line) {
        Ok(value @ serde_json::Value::Object(_)) => {
            let mut found = Vec::new();
            collect(&value, &mut found);
            found
        }
        _ => vec![line.to_vec()],
    }
}

fn holds(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

/// A claim with the regular expression of its pattern.
type Prepared<'c> = (&'c Claim, Option<Regex>);

fn prepared(claim: &Claim, ignores_case: bool) -> Prepared<'_> {
    let regex = || RegexBuilder::new(&claim.text).case_insensitive(ignores_case).build().expect("a pattern");
    (claim, (claim.sort == Sort::Pattern).then(regex))
}

/// Whether a text shows a claim, and with which values.
fn shows(text: &[u8], (claim, regex): &Prepared<'_>, ignores_case: bool) -> Option<Vec<(String, String)>> {
    let folded = |bytes: &[u8]| if ignores_case { bytes.to_ascii_lowercase() } else { bytes.to_vec() };
    match regex {
        None => holds(&folded(text), &folded(claim.text.as_bytes())).then(Vec::new),
        Some(regex) => {
            let captures = regex.captures(text)?;
            let names = regex.capture_names().flatten();
            let value = |name: &str| {
                let value = std::str::from_utf8(captures.name(name)?.as_bytes()).ok()?.trim();
                let is_one = !value.is_empty() && value.len() <= 256 && !value.chars().any(char::is_control);
                is_one.then(|| (fact_name(name), value.to_owned()))
            };
            Some(names.filter_map(value).collect())
        }
    }
}

/// What a reader of one line after the other finds: how many lines there are, and what they show.
pub fn naive(log: &[u8], claims: &[Claim], ignores_case: bool, size: Size) -> (u64, Plain) {
    let mut lines: Vec<&[u8]> = log.split(|byte| *byte == b'\n').collect();
    // What is behind the last end of line is a line where it is something.
    let ends = lines.len() - 1;
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    let claims: Vec<Prepared> = claims.iter().map(|claim| prepared(claim, ignores_case)).collect();
    let mut found = Plain::new();
    for (at, line) in lines.iter().enumerate() {
        let mut here: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
        for piece in pieces(line, at < ends, size) {
            let mut in_piece: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
            for text in texts(&piece) {
                for claim in &claims {
                    let Some(values) = shows(&text, claim, ignores_case) else { continue };
                    let known = in_piece.entry(claim.0.of).or_default();
                    // A claim is held against each text once; in one line a value counts once.
                    for value in values {
                        if !known.contains(&value) {
                            known.push(value);
                        }
                    }
                }
            }
            for (of, values) in in_piece {
                here.entry(of).or_insert(values);
            }
        }
        for (of, values) in here {
            let seen = found.entry(of).or_insert((0, at as u64 + 1, BTreeMap::new()));
            seen.0 += 1;
            for value in values {
                *seen.2.entry(value).or_default() += 1;
            }
        }
    }
    (lines.len() as u64, found)
}

/// What the matcher finds of the same.
pub fn fast(log: &[u8], claims: &[Claim], ignores_case: bool, size: Size) -> (u64, Plain) {
    let matcher = Matcher::new(claims.iter().cloned(), ignores_case).expect("a few claims");
    let tally = matcher.stream(log, size).expect("bytes can be read");
    let seen = tally.seen.into_iter().map(|(of, seen)| {
        let facts = seen.facts.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| ((name.clone(), value.text.clone()), value.count))
        });
        (of, (seen.count, seen.first, facts.collect()))
    });
    (tally.lines, seen.collect())
}

/// Claims and a log that bytes make up, held against each other.
///
/// # Errors
/// Where the bytes are too few.
pub fn matching(bytes: &mut Unstructured) -> Result<()> {
    let size = Size { block: bytes.int_in_range(8..=200usize)?, overlap: bytes.int_in_range(0..=7usize)? };
    let ignores_case = bytes.arbitrary()?;
    let mut claims = Vec::new();
    for _ in 0..bytes.int_in_range(1..=8u8)? {
        claims.extend(claim(bytes)?);
    }
    let log = log(bytes)?;
    assert_eq!(fast(&log, &claims, ignores_case, size), naive(&log, &claims, ignores_case, size), "{claims:?}");
    Ok(())
}

/// What logs and claims are made of, so that they meet.
const PARTS: [&str; 20] = [
    "ab",
    "aba",
    "b",
    "disk",
    "error: ",
    "ERROR",
    "kA\u{df}",
    "\u{c4}",
    "\u{212a}",
    "x=",
    "\"",
    "\\\\",
    "{\"m\":\"",
    "\"}",
    "\\n",
    "7",
    ".",
    " ",
    "\t",
    "-",
];

/// What patterns are made of besides.
const SIGNS: [&str; 18] = [
    "(?<host>\\S+)",
    "(?<n>\\d*)",
    "(",
    ")",
    "|",
    "*",
    "+",
    "?",
    "^",
    "$",
    ".",
    "\\b",
    "\\w+",
    "[a-c]",
    "[^ ]",
    "{2,3}",
    "(?i)",
    "(?:",
];

/// A message or a pattern that the language would take; none where what came out is neither.
fn claim(bytes: &mut Unstructured) -> Result<Option<Claim>> {
    let of = bytes.int_in_range(0..=3u32)?;
    let sort = if bytes.arbitrary()? { Sort::Pattern } else { Sort::Message };
    let mut text = String::new();
    for _ in 0..bytes.int_in_range(1..=6u8)? {
        match bytes.int_in_range(0..=9u8)? {
            0..=4 if sort == Sort::Pattern => text.push_str(bytes.choose(&SIGNS)?),
            9 => text.push_str(bytes.arbitrary()?),
            _ => text.push_str(bytes.choose(&PARTS)?),
        }
    }
    let fits = match sort {
        Sort::Pattern => RegexBuilder::new(&text).size_limit(1 << 20).build().is_ok(),
        _ => !text.trim().is_empty() && text.trim() == text && !text.contains(char::is_control),
    };
    Ok(fits.then_some(Claim { of, sort, text }))
}

fn log(bytes: &mut Unstructured) -> Result<Vec<u8>> {
    let mut log = Vec::new();
    while !bytes.is_empty() && log.len() < 4096 {
        match bytes.int_in_range(0..=11u8)? {
            0 => log.extend_from_slice(bytes.arbitrary::<&[u8]>()?),
            1..=2 => log.extend_from_slice(bytes.choose(&["\n", "\r\n", "\r", "\n\n"])?.as_bytes()),
            _ => log.extend_from_slice(bytes.choose(&PARTS)?.as_bytes()),
        }
    }
    Ok(log)
}

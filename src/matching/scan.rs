//! A stream → what it shows.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};
use rayon::prelude::*;

use super::blocks::{Block, Blocks, Shape, Size};
use super::table::{Matcher, Sort, Sought};
use super::tally::{Tally, shown};
use super::{alerts, json_line};

/// So many blocks are read for each thread before they are looked at.
const FOR_EACH_THREAD: usize = 2;

/// The longest value of a fact, in bytes: what is longer is no value but the rest of a line.
const LONGEST_VALUE: usize = 256;

/// A symptom, the place of what was found, and the values of facts.
type Shown = (u32, usize, Vec<(String, String)>);

/// What one line shows: symptoms, each with the place of what was found and the values of facts.
#[derive(Default)]
struct Shows {
    found: Vec<Shown>,
    /// The claims that this text was held against.
    tried: Vec<u32>,
}

impl Shows {
    fn add(&mut self, symptom: u32, at: usize, facts: Vec<(String, String)>) {
        match self.found.iter_mut().find(|(of, ..)| *of == symptom) {
            Some((_, _, known)) => {
                known.extend(facts.into_iter().filter(|fact| !known.contains(fact)).collect::<Vec<_>>());
            }
            None => self.found.push((symptom, at, facts)),
        }
    }
}

/// A line that shows something: where it begins and ends, and what it shows.
type Showing = (usize, usize, Shows);

impl Matcher {
    /// Looks at a stream, line by line.
    ///
    /// # Errors
    /// Where the stream cannot be read.
    pub fn stream(&self, from: impl Read + Send, size: Size) -> io::Result<Tally> {
        let mut blocks = Blocks::new(from, size);
        let count = FOR_EACH_THREAD * rayon::current_num_threads();
        let mut tally = Tally::default();
        let mut waiting = some(&mut blocks, count)?;
        while !waiting.is_empty() {
            let look = || waiting.par_iter().map(|block| (self.block(block), block.shape)).collect::<Vec<_>>();
            let (found, read) = rayon::join(look, || some(&mut blocks, count));
            found.into_iter().for_each(|(found, shape)| tally.append(found, shape));
            let done = std::mem::replace(&mut waiting, read?);
            done.into_iter().for_each(|block| blocks.recycle(block));
        }
        Ok(tally)
    }

    /// Looks at alerts: each counts as a line. Its labels are values of facts.
    #[must_use]
    pub fn alerts(&self, alerts: &[alerts::Alert]) -> Tally {
        let mut tally = Tally::of(alerts.len() as u64);
        for (alert, line) in alerts.iter().zip(1..) {
            let mut shows = Shows::default();
            let name = self.folded(alert.name.as_bytes());
            let named = self.sought.iter().filter(|sought| sought.sort == Sort::Alert && *sought.name == *name);
            if !name.is_empty() {
                named.for_each(|sought| shows.add(sought.of, 0, Vec::new()));
            }
            for text in alert.texts.iter().flat_map(|text| text.lines()) {
                self.text(text.as_bytes(), &mut shows);
            }
            for (symptom, _, mut facts) in shows.found {
                for label in &alert.labels {
                    // What a pattern took says more than a label.
                    if is_value(&label.1) && facts.iter().all(|(name, _)| *name != label.0) {
                        facts.push(label.clone());
                    }
                }
                tally.note(symptom, line, || shown(alert.title().as_bytes(), 0), facts);
            }
        }
        tally
    }

    /// Looks at a block. Lines are numbered from 1 in it.
    fn block(&self, block: &Block) -> Tally {
        let bytes = block.bytes.as_slice();
        let is_open = matches!(block.shape, Shape::Piece { last: false, .. });
        let mut showing: Vec<Showing> = Vec::new();
        if self.loose.is_empty() {
            self.escaped_lines(bytes, is_open, &mut showing);
            let in_order = showing.is_empty();
            self.lines_with_texts(bytes, is_open, &mut showing);
            if !in_order {
                showing.sort_by_key(|(start, ..)| *start);
            }
        } else {
            self.every_line(bytes, is_open, &mut showing);
        }
        let mut tally = Tally::default();
        let (mut counted, mut line) = (0, 1);
        for (start, end, shows) in showing {
            line += memchr_iter(b'\n', &bytes[counted..start]).count() as u64;
            counted = start;
            for (symptom, at, facts) in shows.found {
                tally.note(symptom, line, || shown(&bytes[start..end], at), facts);
            }
        }
        // Ends of lines are looked for once: those before the last line that shows something are counted.
        tally.lines = line - 1 + count_lines(&bytes[counted..]);
        tally
    }

    /// The lines in which the automaton finds something, but for those that [`Self::escaped_lines`] looks at.
    fn lines_with_texts(&self, bytes: &[u8], is_open: bool, showing: &mut Vec<Showing>) {
        let Some(automaton) = &self.automaton else { return };
        let folded = self.folded(bytes);
        let (mut start, mut end, mut line) = (0, 0, &bytes[..0]);
        // What the line shows so far; nothing for one that is done with.
        let mut now: Option<Shows> = None;
        for hit in automaton.find_overlapping_iter(&*folded) {
            if hit.end() > end {
                push(showing, start, start + line.len(), now.take());
                start = memrchr(b'\n', &bytes[end..hit.start()]).map_or(end, |at| end + at + 1);
                (line, end) = line_from(bytes, start, hit.end(), is_open);
                now = match json_line::texts(line) {
                    None => Some(Shows::default()),
                    // It was looked at with those that hold escapes.
                    Some(_) if memchr(b'\\', line).is_some() => None,
                    Some(texts) => {
                        let shows = self.texts(&texts);
                        push(showing, start, start + line.len(), Some(shows));
                        None
                    }
                };
            }
            if let Some(shows) = &mut now {
                self.hit(hit.value(), line, hit.start() - start, shows);
            }
        }
        push(showing, start, start + line.len(), now);
    }

    /// The lines that are JSON objects and hold escapes: in these a text may be written in several ways.
    fn escaped_lines(&self, bytes: &[u8], is_open: bool, showing: &mut Vec<Showing>) {
        let mut from = 0;
        while let Some(at) = memchr(b'\\', &bytes[from..]).map(|at| from + at) {
            let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |at| from + at + 1);
            let (line, end) = line_from(bytes, start, at, is_open);
            if let Some(texts) = json_line::texts(line) {
                push(showing, start, start + line.len(), Some(self.texts(&texts)));
            }
            from = end.min(bytes.len());
        }
    }

    /// Every line, where patterns have to look at each.
    fn every_line(&self, bytes: &[u8], is_open: bool, showing: &mut Vec<Showing>) {
        let mut start = 0;
        while start < bytes.len() {
            let (line, end) = line_from(bytes, start, start, is_open);
            let shows = match json_line::texts(line) {
                Some(texts) => self.texts(&texts),
                None => {
                    let mut shows = Shows::default();
                    self.text(line, &mut shows);
                    shows
                }
            };
            push(showing, start, start + line.len(), Some(shows));
            start = end + 1;
        }
    }

    fn texts(&self, texts: &[String]) -> Shows {
        let mut shows = Shows::default();
        texts.iter().for_each(|text| self.text(text.as_bytes(), &mut shows));
        // The line is shown from its beginning: where in it a text of it stands is not known.
        shows.found.iter_mut().for_each(|(_, at, _)| *at = 0);
        shows
    }

    /// Looks at a text without ends of line.
    fn text(&self, text: &[u8], shows: &mut Shows) {
        shows.tried.clear();
        let folded = self.folded(text);
        for hit in self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(&*folded)) {
            self.hit(hit.value(), text, hit.start(), shows);
        }
        self.loose.iter().for_each(|&claim| self.hold(claim, text, 0, shows));
    }

    /// Looks closer where the automaton found a text.
    fn hit(&self, found: u32, text: &[u8], at: usize, shows: &mut Shows) {
        self.owners[found as usize].iter().for_each(|&claim| self.hold(claim, text, at, shows));
    }

    /// Holds a text against a claim.
    fn hold(&self, claim: u32, text: &[u8], at: usize, shows: &mut Shows) {
        if shows.tried.contains(&claim) {
            return;
        }
        shows.tried.push(claim);
        let sought = &self.sought[claim as usize];
        match sought.sort {
            Sort::Message => shows.add(sought.of, at, Vec::new()),
            Sort::Alert if names_alert(&self.folded(text), &sought.name) => shows.add(sought.of, at, Vec::new()),
            Sort::Alert => {}
            Sort::Pattern => self.fit(sought, text, at, shows),
        }
    }

    fn fit(&self, sought: &Sought, text: &[u8], at: usize, shows: &mut Shows) {
        let Some(expression) = sought.expression(self.ignores_case) else { return };
        if expression.facts.is_empty() {
            if expression.regex.is_match(text) {
                shows.add(sought.of, at, Vec::new());
            }
        } else if let Some(captures) = expression.regex.captures(text) {
            let value = |(group, name): &(usize, String)| {
                let value = std::str::from_utf8(captures.get(*group)?.as_bytes()).ok()?.trim();
                is_value(value).then(|| (name.clone(), value.to_owned()))
            };
            shows.add(sought.of, at, expression.facts.iter().filter_map(value).collect());
        }
    }

    fn folded<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        if self.ignores_case { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
    }
}

/// The next blocks, in order.
fn some<R: Read>(blocks: &mut Blocks<R>, count: usize) -> io::Result<Vec<Block>> {
    let mut found = Vec::with_capacity(count);
    while found.len() < count {
        let Some(block) = blocks.next()? else { break };
        found.push(block);
    }
    Ok(found)
}

fn push(showing: &mut Vec<Showing>, start: usize, end: usize, shows: Option<Shows>) {
    if let Some(shows) = shows.filter(|shows| !shows.found.is_empty()) {
        showing.push((start, end, shows));
    }
}

/// The line that begins at a place, without its end, and where it ends. No line ends between `start` and `from`.
fn line_from(bytes: &[u8], start: usize, from: usize, is_open: bool) -> (&[u8], usize) {
    let end = memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at);
    let line = &bytes[start..end];
    let is_cut = is_open && end == bytes.len();
    (if is_cut { line } else { line.strip_suffix(b"\r").unwrap_or(line) }, end)
}

fn count_lines(bytes: &[u8]) -> u64 {
    let ends = memchr_iter(b'\n', bytes).count() as u64;
    ends + u64::from(bytes.last().is_some_and(|last| *last != b'\n'))
}

fn is_value(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_VALUE && !text.chars().any(char::is_control)
}

/// Whether a text names an alert: as a word by itself, or alone where the name is a plain word. Both in the case that counts.
fn names_alert(text: &[u8], name: &[u8]) -> bool {
    if is_plain_word(name) {
        return text.trim_ascii() == name;
    }
    let is_of_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_'));
    let ends = memchr::memmem::find_iter(text, name).map(|at| (at, at + name.len()));
    let mut ends = ends;
    ends.any(|(from, to)| !is_of_word(from.checked_sub(1).and_then(|at| text.get(at))) && !is_of_word(text.get(to)))
}

/// Whether a name may be a word of any sentence: letters, of which none behind the first is a capital.
fn is_plain_word(name: &[u8]) -> bool {
    name.iter().skip(1).all(u8::is_ascii_lowercase) && name.first().is_some_and(u8::is_ascii_alphabetic)
}

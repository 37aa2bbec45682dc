//! Reading logs and counts.
//!
//! In: a stream of bytes with its name. Out: what it holds, counted; lines that are wrong are told with their place, the first
//! [`TOLD`] of them, and skipped. No line takes more memory than a line may have.

use std::io::{self, BufRead, BufReader, Read};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::counts::{Counter, Row};
use super::line::{LONGEST, Line, json_fault};
use super::times::TimeRow;
use super::zst::Frames;

/// So many faults are told, and the rest is counted.
pub const TOLD: usize = 10;
/// With a greater share of lines that are wrong, nothing is learned.
pub const MOST_WRONG: f64 = 0.01;

/// What was read.
#[derive(Debug, Default)]
pub struct Log {
    /// All that was good, counted.
    pub counter: Counter,
    /// Lines in all.
    pub lines: u64,
    /// Lines that were wrong.
    pub wrong: u64,
    /// The first faults: the name of the file, the line, and what is wrong.
    pub faults: Vec<(String, u64, String)>,
}

/// How the bytes of a file are packed and laid out, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Lines,
    Table,
    /// Whichever it begins as.
    Either,
}

impl Log {
    /// Reads a stream: lines or counts in JSON, or counts as CSV; packed where the name says so.
    ///
    /// # Errors
    /// Where the stream cannot be read, or is not packed as its name says.
    pub fn read<'r>(&mut self, name: &str, stream: impl Read + 'r) -> io::Result<()> {
        let plain = name.trim_end_matches(".gz").trim_end_matches(".zst");
        let unpacked: Box<dyn Read + 'r> = match name.rsplit('.').next() {
            Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(stream)),
            Some("zst") => Box::new(Frames::new(stream)?),
            _ => Box::new(stream),
        };
        let mut bytes = BufReader::with_capacity(1 << 18, unpacked);
        let layout = match plain.rsplit_once('.').map(|(_, extension)| extension) {
            Some("csv") => Layout::Table,
            Some("jsonl" | "ndjson" | "json") => Layout::Lines,
            _ => Layout::Either,
        };
        let is_table = match layout {
            Layout::Table => true,
            Layout::Lines => false,
            Layout::Either => {
                bytes.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| *byte != b'{')
            }
        };
        if is_table { self.table(name, bytes) } else { self.json_lines(name, bytes) }
    }

    pub(super) fn wrong(&mut self, name: &str, line: u64, fault: String) {
        self.wrong += 1;
        if self.faults.len() < TOLD {
            self.faults.push((name.to_owned(), line, fault));
        }
    }

    /// Whether so many lines are wrong that nothing is to be learned.
    #[must_use]
    pub fn is_unfit(&self) -> bool {
        self.wrong as f64 > MOST_WRONG * self.lines as f64
    }

    fn json_lines(&mut self, name: &str, mut bytes: impl BufRead) -> io::Result<()> {
        let mut line = Vec::with_capacity(LONGEST);
        let mut number = 0;
        loop {
            line.clear();
            if bytes.by_ref().take(LONGEST as u64 + 2).read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            number += 1;
            if !line.ends_with(b"\n") && line.len() > LONGEST {
                self.lines += 1;
                self.wrong(name, number, format!("it is longer than {LONGEST} bytes"));
                skip_line(&mut bytes)?;
                continue;
            }
            let Ok(text) = std::str::from_utf8(&line) else {
                self.lines += 1;
                self.wrong(name, number, "it is no text in UTF-8".to_owned());
                continue;
            };
            let text = text.trim_end_matches(['\n', '\r']);
            if text.trim().is_empty() {
                continue;
            }
            self.lines += 1;
            let read = if text.contains("\"session_id\"") {
                Line::read(text).map(|line| self.counter.line(&line))
            } else if text.contains("\"seconds\"") {
                read_row(text, TimeRow::fault).map(|row| self.counter.time(&row))
            } else {
                read_row(text, Row::fault).map(|row| self.counter.row(&row))
            };
            if let Err(fault) = read {
                self.wrong(name, number, fault);
            }
        }
    }

    fn table(&mut self, name: &str, bytes: impl Read) -> io::Result<()> {
        let mut reader = csv::ReaderBuilder::new().from_reader(Lines::new(bytes));
        let is_of_times = match reader.headers() {
            Ok(names) => names.iter().any(|name| name == "seconds"),
            Err(error) if error.is_io_error() => return Err(io::Error::other(error.to_string())),
            // The first row says what is wrong.
            Err(_) => false,
        };
        if is_of_times {
            self.rows(name, reader, TimeRow::fault, Counter::time)
        } else {
            self.rows(name, reader, Row::fault, Counter::row)
        }
    }

    fn rows<R: DeserializeOwned>(
        &mut self,
        name: &str,
        mut reader: csv::Reader<impl Read>,
        fault: fn(&R) -> Option<String>,
        take: fn(&mut Counter, &R),
    ) -> io::Result<()> {
        let mut rows = reader.deserialize::<R>();
        while let Some(row) = rows.next() {
            self.lines += 1;
            let line = rows.reader().position().line();
            match row {
                Ok(row) => match fault(&row) {
                    Some(fault) => self.wrong(name, line, fault),
                    None => take(&mut self.counter, &row),
                },
                Err(error) if error.is_io_error() => return Err(io::Error::other(error.to_string())),
                Err(error) => self.wrong(name, line, csv_fault(&error)),
            }
        }
        Ok(())
    }
}

#[cfg(feature = "parquet")]
impl Log {
    /// Takes in what a line of JSON holds.
    pub(super) fn take(&mut self, value: &serde_json::Value) -> Result<(), String> {
        if value.get("session_id").is_some() {
            Line::of(value).map(|line| self.counter.line(&line))
        } else if value.get("seconds").is_some() {
            row_of(value, TimeRow::fault).map(|row| self.counter.time(&row))
        } else {
            row_of(value, Row::fault).map(|row| self.counter.row(&row))
        }
    }
}

#[cfg(feature = "parquet")]
fn row_of<R: DeserializeOwned>(value: &serde_json::Value, fault: fn(&R) -> Option<String>) -> Result<R, String> {
    let row = R::deserialize(value).map_err(|error| json_fault(&error))?;
    fault(&row).map_or(Ok(row), Err)
}

/// A table whose lines are no longer than those of a log: whoever reads it need not hold more than one.
struct Lines<R> {
    inner: R,
    length: usize,
}

impl<R> Lines<R> {
    fn new(inner: R) -> Self {
        Lines { inner, length: 0 }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        for byte in &bytes[..count] {
            self.length = if *byte == b'\n' { 0 } else { self.length + 1 };
            if self.length > LONGEST {
                return Err(io::Error::other(format!("a line of it is longer than {LONGEST} bytes")));
            }
        }
        Ok(count)
    }
}

/// A row of counts in a line of JSON.
fn read_row<R: DeserializeOwned>(text: &str, fault: fn(&R) -> Option<String>) -> Result<R, String> {
    let row: R = serde_json::from_str(text).map_err(|error| json_fault(&error))?;
    fault(&row).map_or(Ok(row), Err)
}

fn csv_fault(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string().chars().take(200).collect(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} fields, and the first line {expected_len}")
        }
        _ => "it is no line of CSV in UTF-8".to_owned(),
    }
}

fn skip_line(bytes: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (length, is_over) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        bytes.consume(length);
        if is_over {
            return Ok(());
        }
    }
}

/// Counts as CSV.
///
/// # Errors
/// Never for rows of this program; the library may refuse to write.
pub fn as_csv<R: Serialize>(rows: &[R]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(io::Error::other(error.to_string())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

//! Sessions in Parquet: the same as in JSON Lines, and files that are cut or are none.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use assert_cmd::cargo::cargo_bin_cmd;
use kbc::learning::line::Line;
use kbc::learning::read::Log;
use kbc::learning::simulate::Chance;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use tempfile::TempDir;

use super::command::{copy, sessions, text};

const SCHEMA: &str = "message sessions {
  required int32 kbc; required binary session_id (STRING); required int64 seq; required binary guide (STRING);
  required binary kb (STRING); required binary month (STRING); required binary via (STRING); optional binary lang (STRING);
  required binary pattern (STRING); required binary ending (STRING); optional binary cause (STRING); optional double minutes;
  optional group steps (LIST) { repeated group list { optional group element (LIST) { repeated group list {
    optional binary element (STRING); } } } } }";

type Rows<'w> = SerializedRowGroupWriter<'w, File>;

fn texts<'t>(rows: &mut Rows<'_>, values: impl Iterator<Item = Option<&'t str>>, is_optional: bool) {
    let values: Vec<Option<&str>> = values.collect();
    let known: Vec<ByteArray> = values.iter().flatten().map(|text| ByteArray::from(*text)).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let mut column = rows.next_column().expect("a file").expect("a column");
    let levels = is_optional.then_some(&levels[..]);
    column.typed::<ByteArrayType>().write_batch(&known, levels, None).expect("a column");
    column.close().expect("a column");
}

/// The steps: lists of lists of texts, as Spark and Arrow write them.
fn steps(rows: &mut Rows<'_>, lines: &[Line<'_>]) {
    let (mut known, mut definitions, mut repetitions): (Vec<ByteArray>, Vec<i16>, Vec<i16>) = Default::default();
    for line in lines {
        if line.steps.is_empty() {
            definitions.push(1);
            repetitions.push(0);
        }
        for (at, (step, result, seconds)) in line.steps.iter().enumerate() {
            for (cell, value) in [step.to_string(), result.to_string(), seconds.to_string()].iter().enumerate() {
                known.push(ByteArray::from(value.as_str()));
                definitions.push(5);
                repetitions.push(if cell > 0 { 2 } else { i16::from(at > 0) });
            }
        }
    }
    let mut column = rows.next_column().expect("a file").expect("a column");
    let typed = column.typed::<ByteArrayType>();
    typed.write_batch(&known, Some(&definitions), Some(&repetitions)).expect("a column");
    column.close().expect("a column");
}

/// Writes lines as Parquet, in groups of a hundred.
fn write(path: &Path, text: &str, compression: Compression) {
    let lines: Vec<Line<'_>> = text.lines().map(|line| Line::read(line).expect("a line")).collect();
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let file = File::create(path).expect("a file");
    let mut writer = SerializedFileWriter::new(file, schema, properties).expect("a file");
    for lines in lines.chunks(100) {
        let mut rows = writer.next_row_group().expect("a group");
        let mut column = rows.next_column().expect("a file").expect("a column");
        column.typed::<Int32Type>().write_batch(&vec![1; lines.len()], None, None).expect("a column");
        column.close().expect("a column");
        texts(&mut rows, lines.iter().map(|line| Some(&*line.session_id)), false);
        let mut column = rows.next_column().expect("a file").expect("a column");
        let seq: Vec<i64> = lines.iter().map(|line| i64::from(line.seq)).collect();
        column.typed::<Int64Type>().write_batch(&seq, None, None).expect("a column");
        column.close().expect("a column");
        texts(&mut rows, lines.iter().map(|line| Some(&*line.guide)), false);
        texts(&mut rows, lines.iter().map(|line| Some(&*line.kb)), false);
        texts(&mut rows, lines.iter().map(|line| Some(&*line.month)), false);
        texts(&mut rows, lines.iter().map(|line| Some(&*line.via)), false);
        texts(&mut rows, lines.iter().map(|line| line.lang.as_deref()), true);
        texts(&mut rows, lines.iter().map(|line| Some(&*line.pattern)), false);
        texts(&mut rows, lines.iter().map(|line| Some(&*line.ending)), false);
        texts(&mut rows, lines.iter().map(|line| line.cause.as_deref()), true);
        let mut column = rows.next_column().expect("a file").expect("a column");
        let minutes: Vec<f64> = lines.iter().map(|line| line.minutes).collect();
        let known = vec![1; minutes.len()];
        column.typed::<DoubleType>().write_batch(&minutes, Some(&known), None).expect("a column");
        column.close().expect("a column");
        steps(&mut rows, lines);
        rows.close().expect("a group");
    }
    writer.close().expect("a file");
}

fn made(compression: Compression) -> (TempDir, PathBuf, String) {
    let folder = copy();
    let log = sessions(folder.path(), "700");
    let path = folder.path().join("log.parquet");
    write(&path, &log, compression);
    (folder, path, log)
}

#[test]
fn sessions_in_parquet_come_to_the_same_bytes() {
    for compression in [Compression::SNAPPY, Compression::UNCOMPRESSED] {
        let (folder, _, log) = made(compression);
        let at = folder.path();
        fs::write(at.join("log.jsonl"), &log).expect("a log");
        let run = |name: &str, more: &[&str]| {
            let mut kbc = cargo_bin_cmd!("kbc");
            let run = kbc.current_dir(at).args(["learn", name]).args(more).output().expect("kbc runs");
            assert!(run.status.success(), "{}", text(&run.stderr));
            text(&run.stdout)
        };
        for more in [&["--format", "json"][..], &["--counts", "-"], &["--times", "-"], &["--patch", "-"]] {
            assert_eq!(run("log.parquet", more), run("log.jsonl", more), "{more:?}");
        }
        assert!(run("log.parquet", &["--times", "-"]).lines().count() > 20);
    }
}

#[test]
fn a_file_that_is_cut_or_none_is_told() {
    let (folder, path, log) = made(Compression::SNAPPY);
    let whole = fs::read(&path).expect("a file");
    for bytes in [&whole[..whole.len() / 2], &whole[..whole.len() - 1], log.as_bytes(), b""] {
        fs::write(&path, bytes).expect("a file");
        let mut kbc = cargo_bin_cmd!("kbc");
        let run = kbc.current_dir(folder.path()).args(["learn", "log.parquet", "--write"]).output().expect("kbc runs");
        assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("no whole Parquet file"), "{}", text(&run.stderr));
        assert!(!folder.path().join("learned.json").exists());
    }
}

#[test]
fn bytes_that_are_changed_anywhere_do_no_harm() {
    let (folder, path, _) = made(Compression::SNAPPY);
    let whole = fs::read(&path).expect("a file");
    let mut chance = Chance::new(5, 5);
    let mut refused = 0;
    for round in 0..300 {
        let mut bytes = whole.clone();
        // Half of them where the file says what it holds.
        let from = if round % 2 == 0 { 0 } else { bytes.len() - bytes.len() / 8 };
        for _ in 0..=chance.bits() % 3 {
            let at = from + (chance.bits() % (bytes.len() - from) as u64) as usize;
            bytes[at] = (chance.bits() % 256) as u8;
        }
        let other = folder.path().join("other.parquet");
        fs::write(&other, bytes).expect("a file");
        let mut log = Log::default();
        let read = log.parquet("other.parquet", File::open(&other).expect("a file"), &|_| {});
        refused += u32::from(read.is_err());
        assert!(log.faults.len() <= 10);
    }
    assert!(refused > 20, "{refused}");
}

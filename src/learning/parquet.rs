//! Sessions and counts in Parquet, as warehouses write them.
//!
//! In: a file. Out: its rows, counted as lines of JSON would be that hold the same. A row is read field by field and checked as a
//! line is: what is no field of a session is told, and so is what is longer than a line may be.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use parquet::data_type::Decimal;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::{Field, List, Row as Record};
use serde_json::{Map, Number, Value};

use super::line::LONGEST;
use super::read::Log;

/// After so many rows it is told how far the reading is.
const TOLD_AFTER: u64 = 4_096;

impl Log {
    /// Reads a file of sessions, or of counts. `told` hears from time to time which share of it has been read.
    ///
    /// # Errors
    /// Where the file is no Parquet, or not all of it.
    pub fn parquet(&mut self, name: &str, file: impl ChunkReader + 'static, told: &dyn Fn(f64)) -> io::Result<()> {
        let invalid = |said: String| io::Error::new(io::ErrorKind::InvalidData, said);
        // What no format allows may break an assertion of the library; that is a fault of the file all the same.
        let read = catch_unwind(AssertUnwindSafe(|| self.parquet_rows(name, file, told)));
        match read {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(invalid(format!("it is no whole Parquet file: {}", short(&error.to_string())))),
            Err(_) => Err(invalid("it is no whole Parquet file".to_owned())),
        }
    }

    fn parquet_rows(
        &mut self,
        name: &str,
        file: impl ChunkReader + 'static,
        told: &dyn Fn(f64),
    ) -> parquet::errors::Result<()> {
        let reader = SerializedFileReader::new(file)?;
        let all = reader.metadata().file_metadata().num_rows().max(1) as f64;
        for (record, number) in reader.get_row_iter(None)?.zip(1_u64..) {
            let value = value_of(record?);
            self.lines += 1;
            let taken = value.and_then(|value| self.take(&value));
            if let Err(fault) = taken {
                self.wrong(name, number, fault);
            }
            if number.is_multiple_of(TOLD_AFTER) {
                told(number as f64 / all);
            }
        }
        Ok(())
    }
}

/// The first sentence of what the library says: it quotes nothing of the file that is long.
fn short(said: &str) -> String {
    said.lines().next().unwrap_or_default().chars().take(200).collect()
}

/// A row as the object that a line of JSON would be; what is null is not there.
fn value_of(record: Record) -> Result<Value, String> {
    let mut object = Map::new();
    let mut length = 0;
    for (name, field) in record.into_columns() {
        let value = if name == "steps" { steps(field)? } else { single(field)? };
        length += name.len() + length_of(&value);
        if length > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        if value != Value::Null {
            object.insert(name, value);
        }
    }
    Ok(Value::Object(object))
}

fn length_of(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(length_of).sum(),
        _ => 1,
    }
}

fn single(field: Field) -> Result<Value, String> {
    Ok(match field {
        Field::Null => Value::Null,
        Field::Byte(number) => number.into(),
        Field::Short(number) => number.into(),
        Field::Int(number) => number.into(),
        Field::Long(number) => number.into(),
        Field::UByte(number) => number.into(),
        Field::UShort(number) => number.into(),
        Field::UInt(number) => number.into(),
        Field::ULong(number) => number.into(),
        Field::Float(number) => f64::from(number).into(),
        Field::Double(number) => number.into(),
        Field::Decimal(number) => decimal(&number)?,
        Field::Str(text) => Value::String(text),
        // Some write texts without saying so.
        Field::Bytes(bytes) => {
            let text = bytes.as_utf8().map_err(|_| "it is no text in UTF-8".to_owned())?;
            Value::String(text.to_owned())
        }
        Field::Bool(_)
        | Field::Float16(_)
        | Field::Date(_)
        | Field::TimeMillis(_)
        | Field::TimeMicros(_)
        | Field::TimestampMillis(_)
        | Field::TimestampMicros(_)
        | Field::Group(_)
        | Field::ListInternal(_)
        | Field::MapInternal(_) => return Err("only texts and numbers are read, and the list of `steps`".to_owned()),
    })
}

/// A decimal number: warehouses count in these.
fn decimal(number: &Decimal) -> Result<Value, String> {
    let bytes = number.data();
    if bytes.is_empty() || bytes.len() > 16 {
        return Err("it has a number that is too long".to_owned());
    }
    let sign = if bytes[0] >= 0x80 { 0xff } else { 0 };
    let mut whole = [sign; 16];
    whole[16 - bytes.len()..].copy_from_slice(bytes);
    let whole = i128::from_be_bytes(whole);
    if number.scale() == 0 {
        let short = i64::try_from(whole).map_err(|_| "it has a number that is too long".to_owned())?;
        return Ok(short.into());
    }
    // Read as text, the number is the nearest to what is written.
    let text = format!("{whole}e{}", -number.scale());
    let value = text.parse().ok().and_then(Number::from_f64);
    value.map(Value::Number).ok_or_else(|| "it has a number that is too long".to_owned())
}

/// The steps: a list of lists, of texts or of records, or all of it as JSON.
fn steps(field: Field) -> Result<Value, String> {
    let fault = || "`steps` is a list of lists: a step, its result, and seconds".to_owned();
    match field {
        Field::Null => Ok(Value::Null),
        Field::Str(text) => serde_json::from_str(&text).map_err(|_| fault()),
        Field::ListInternal(list) => {
            let one = |step: &Field| match step {
                Field::ListInternal(cells) => cells_of(cells.elements().iter()),
                Field::Group(record) => cells_of(record.get_column_iter().map(|(_, cell)| cell)),
                _ => None,
            };
            step_list(&list, one).ok_or_else(fault)
        }
        _ => Err(fault()),
    }
}

fn step_list(list: &List, one: impl Fn(&Field) -> Option<Value>) -> Option<Value> {
    list.elements().iter().map(one).collect::<Option<Vec<Value>>>().map(Value::Array)
}

/// The cells of a step. Where a list may hold texts alone, seconds are a text, and where it holds JSON, texts stand in quotes.
fn cells_of<'f>(cells: impl Iterator<Item = &'f Field>) -> Option<Value> {
    let cell = |(at, cell): (usize, &Field)| match cell {
        Field::Str(text) if at == 2 => text.parse::<u32>().ok().map(Value::from),
        Field::Str(text) if text.starts_with('"') => serde_json::from_str::<String>(text).ok().map(Value::from),
        cell => single(cell.clone()).ok().filter(|value| *value != Value::Null),
    };
    cells.enumerate().map(cell).collect::<Option<Vec<Value>>>().map(Value::Array)
}

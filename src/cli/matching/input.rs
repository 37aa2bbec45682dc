//! Files and standard input, as `kbc match` reads them.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::matching::{Matcher, Size, alerts};
use crate::triage::Looked;

use super::CliError;

/// The longest payload of alerts, in bytes.
const LONGEST_PAYLOAD: usize = 8 << 20;

/// What a file begins with that is no text as it stands: the bytes, and what to do.
const NO_TEXT: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "it is compressed: `gzip -dc FILE | kbc match`"),
    (b"\x28\xb5\x2f\xfd", "it is compressed: `zstd -dc FILE | kbc match`"),
    (b"\xfd7zXZ", "it is compressed: `xz -dc FILE | kbc match`"),
    (b"\xff\xfe", "it is UTF-16: `iconv -f UTF-16 -t UTF-8 FILE | kbc match`"),
    (b"\xfe\xff", "it is UTF-16: `iconv -f UTF-16 -t UTF-8 FILE | kbc match`"),
];

/// Looks at all files, one after another; at standard input where there is none.
pub fn look(matcher: &Matcher, files: &[OsString]) -> Result<Vec<Looked>, CliError> {
    if files.is_empty() {
        return Ok(vec![look_at(matcher, "-".to_owned(), io::stdin())?]);
    }
    let look = |name: &OsString| {
        let path = Path::new(name);
        let shown = path.display().to_string();
        if name == "-" {
            return look_at(matcher, shown, io::stdin());
        }
        let file = File::open(path).map_err(|error| cannot(&shown, &error))?;
        if file.metadata().is_ok_and(|meta| meta.is_dir()) {
            return Err(CliError::new(format!("cannot read {shown}: it is a folder")));
        }
        look_at(matcher, shown, file)
    };
    files.iter().map(look).collect()
}

fn cannot(name: &str, error: &io::Error) -> CliError {
    CliError::new(format!("cannot read {name}: {error}"))
}

fn look_at(matcher: &Matcher, name: String, mut from: impl Read + Send) -> Result<Looked, CliError> {
    let mut head = Vec::new();
    let trouble = |error: io::Error| cannot(&name, &error);
    (&mut from).take(LONGEST_HEAD).read_to_end(&mut head).map_err(trouble)?;
    if let Some((_, what)) = NO_TEXT.iter().find(|(begin, _)| head.starts_with(begin)) {
        return Err(CliError::new(format!("cannot look at {name}: it is no plain text")).help(*what));
    }
    if matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
        let left = LONGEST_PAYLOAD.saturating_sub(head.len()) as u64;
        (&mut from).take(left).read_to_end(&mut head).map_err(trouble)?;
        if head.len() < LONGEST_PAYLOAD
            && let Ok(payload) = serde_json::from_slice(&head)
            && let Some(alerts) = alerts::read(&payload)
        {
            return Ok(Looked { file: name, is_payload: true, tally: matcher.alerts(&alerts) });
        }
    }
    let tally = matcher.stream(head.as_slice().chain(from), Size::default()).map_err(trouble)?;
    Ok(Looked { file: name, is_payload: false, tally })
}

/// So much is read to see what something is.
const LONGEST_HEAD: u64 = 4096;

//! What pages send of sessions, for trying: lines are checked and appended to a file.
//!
//! In: the body of a post. Out: whether it was taken. Only lines that fit the format are, each written anew from what was read, so that
//! nothing else can reach the file; the file grows to a bound, and a line that the disk has no place for leaves no part of itself.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use fs_err::OpenOptions;

use crate::learning::line::{LONGEST, Line};

/// Where pages send to.
pub const PATH: &str = "/_kbc/sessions";

/// A post is no longer, as browsers have it for what they send while a page closes.
pub const LONGEST_POST: u64 = 64 * 1024;

/// The file grows no longer.
const MOST: u64 = 256 << 20;

/// Why a post was not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Untaken {
    /// A line is none of a session: what is wrong with it.
    Unfit(String),
    /// The file is as long as it may become, or the disk is full.
    Full,
}

/// The file that lines go to.
#[derive(Debug)]
pub struct Sessions {
    file: Mutex<File>,
    most: u64,
}

impl Sessions {
    /// Opens the file, or makes it; what it holds stays.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::up_to(path, MOST)
    }

    fn up_to(path: &Path, most: u64) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Sessions { file: Mutex::new(file.into_parts().0), most })
    }

    /// Takes the lines of a post, all or none.
    pub fn take(&self, body: &[u8]) -> Result<usize, Untaken> {
        let unfit = |fault: &str| Untaken::Unfit(fault.to_owned());
        let text = std::str::from_utf8(body).map_err(|_| unfit("it is no text in UTF-8"))?;
        let mut lines = String::with_capacity(text.len());
        let mut count = 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let line = Line::read(line).map_err(Untaken::Unfit)?;
            let line = serde_json::to_string(&line).map_err(|error| Untaken::Unfit(error.to_string()))?;
            if line.len() > LONGEST {
                return Err(unfit("it is too long"));
            }
            lines.push_str(&line);
            lines.push('\n');
            count += 1;
        }
        if count == 0 {
            return Err(unfit("it is empty"));
        }
        // Whoever failed before left the file at the end of a line.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let before = file.metadata().map_err(|_| Untaken::Full)?.len();
        if before + lines.len() as u64 > self.most {
            return Err(Untaken::Full);
        }
        if file.write_all(lines.as_bytes()).and_then(|()| file.flush()).is_err() {
            // Where not even this can be done, the next reader tells the line that is cut.
            drop(file.set_len(before));
            return Err(Untaken::Full);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"kbc":1,"session_id":"9f2c61d07ab34e18","seq":7,"guide":"a.b","kb":"3a95ad2d4cf40f78e3d657268f48389a","month":"2026-11","via":"page","pattern":"clock=?","ending":"left","cause":null,"minutes":6.5,"steps":[]}"#;

    #[test]
    fn only_lines_of_sessions_are_taken_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sessions.jsonl");
        let sessions = Sessions::up_to(&path, 700).unwrap();
        assert_eq!(sessions.take(LINE.as_bytes()), Ok(1));
        let said = format!("{LINE}\n{}", LINE.replace("\"via\"", "\"name\":\"Anna\",\"via\""));
        assert!(matches!(sessions.take(said.as_bytes()), Err(Untaken::Unfit(fault)) if fault.contains("name")));
        assert!(matches!(sessions.take(b"\xff"), Err(Untaken::Unfit(_))));
        assert!(matches!(sessions.take(b"\n \n"), Err(Untaken::Unfit(_))));
        assert_eq!(sessions.take(format!("{LINE}\r\n{LINE}").as_bytes()), Ok(2));
        assert_eq!(sessions.take(LINE.as_bytes()), Err(Untaken::Full));
        let text = fs_err::read_to_string(&path).unwrap();
        assert_eq!(text, format!("{LINE}\n").repeat(3));
    }
}

//! A finding, as it is told to another program.

use std::fmt;

use crate::diagnostics::{Diagnostic, Level, short_line};
use crate::source::Sources;

/// One thing that is wrong in a project, or could be better. It is printed as `path:line:column: level[CODE]: message`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// The code of its kind, such as `KB711`. `kbc explain CODE` says what it means.
    pub code: String,
    /// The name of its kind, such as `remedy-without-verify`.
    pub name: &'static str,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
    /// The file, by its path in the project.
    pub path: Option<String>,
    /// The line, from 1; none for what concerns a whole file.
    pub line: Option<u32>,
    /// The column, from 1, in characters.
    pub column: Option<u32>,
    shown: String,
}

impl Finding {
    pub(super) fn of(finding: &Diagnostic, sources: &Sources) -> Self {
        let place = finding.span.map(|span| {
            let source = sources.get(span.file);
            (source.path.clone(), source.lines().position(source.text(), span.start as usize))
        });
        let (path, at) = match place {
            Some((path, at)) => (Some(path), Some(at)),
            None => (finding.path.clone(), None),
        };
        Self {
            level: finding.level,
            code: finding.fault.code.to_string(),
            name: finding.fault.name,
            message: finding.message.clone(),
            help: finding.help.clone(),
            path,
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            shown: short_line(finding, sources),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

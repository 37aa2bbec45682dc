//! What is printed of findings.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::{Args, ValueEnum};

use crate::diagnostics::{Diagnostic, Human, Level, github_line, json_line, sarif, short_line};
use crate::output;
use crate::source::{Patient, Sources};
use crate::visible;

use super::project::Project;
use super::{CliError, Outcome};

/// How findings are shown, and which of them fail a command.
#[derive(Debug, Default, Args)]
pub struct Reporting {
    /// How findings are shown.
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// Let warnings, or warnings and notes, fail the command as errors do.
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Denied>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the lines of the source.
    #[default]
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
    /// One document in SARIF 2.1.0, for code scanning.
    Sarif,
    /// A line each that GitHub Actions shows beside the source.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    Warnings,
    Notes,
}

impl Reporting {
    /// Whether a finding fails the command.
    pub fn fails(&self, finding: &Diagnostic) -> bool {
        match finding.level {
            Level::Error => true,
            Level::Warning => self.deny.is_some(),
            Level::Note => self.deny == Some(Denied::Notes),
        }
    }

    /// Whether somebody reads what is shown, so that more words do no harm.
    pub fn is_for_people(&self) -> bool {
        matches!(self.message_format, MessageFormat::Human | MessageFormat::Short)
    }

    /// Shows the findings of a project on standard error, and says whether they fail the command.
    pub fn show(&self, project: &Project, findings: &[Diagnostic], sources: &Sources) -> Result<Outcome, CliError> {
        let failing = findings.iter().any(|finding| self.fails(finding));
        let outcome = if failing { Outcome::Faults } else { Outcome::Fine };
        match self.write(project, findings, sources) {
            // Whoever reads the findings may have seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(outcome),
            Err(error) => Err(error.into()),
            Ok(()) => Ok(outcome),
        }
    }

    fn write(&self, project: &Project, findings: &[Diagnostic], sources: &Sources) -> io::Result<()> {
        let stream = anstream::stderr();
        let coloured = stream.current_choice() != anstream::ColorChoice::Never;
        let mut out = io::BufWriter::new(Patient(stream));
        let human = Human::new(coloured, width());
        let prefix = match self.message_format {
            MessageFormat::Sarif | MessageFormat::Github => project.in_repository(),
            _ => String::new(),
        };
        if self.message_format == MessageFormat::Sarif {
            out.write_all(visible::json(&sarif(findings, sources, &prefix)).as_bytes())?;
            return out.flush();
        }
        for finding in findings {
            match self.message_format {
                MessageFormat::Short => writeln!(out, "{}", visible::stream(&short_line(finding, sources)))?,
                MessageFormat::Json => writeln!(out, "{}", visible::json(&json_line(finding, sources)))?,
                MessageFormat::Github => writeln!(out, "{}", github_line(finding, sources, &prefix))?,
                _ => out.write_all(visible::coloured(&human.draw(finding, sources)).as_bytes())?,
            }
        }
        if self.message_format == MessageFormat::Human && !findings.is_empty() {
            writeln!(out, "{}", summary(findings))?;
        }
        out.flush()
    }
}

/// The columns of a terminal that is not asked: findings stay readable in a log.
fn width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).map_or(120, |columns: usize| columns.max(60))
}

fn summary(findings: &[Diagnostic]) -> String {
    let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let parts: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (level, count(level)))
        .filter(|&(_, count)| count > 0)
        .map(|(level, count)| counted(count, level.word()))
        .collect();
    let codes = findings.iter().find(|finding| finding.level == Level::Error).or(findings.first());
    let example = codes.map_or_else(String::new, |finding| format!("; `kbc explain {}` says more", finding.fault.code));
    format!("{}{example}", parts.join(", "))
}

/// A number and a word, in the plural where it is needed.
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Says on standard error what stood in the way.
pub fn trouble(trouble: &CliError) {
    let mut out = Patient(anstream::stderr());
    // Nothing is left to do where even this cannot be said.
    let _ = writeln!(out, "kbc: {}", visible::stream(&trouble.message));
    if let Some(help) = &trouble.help {
        let _ = writeln!(out, "  help: {}", visible::stream(help));
    }
}

/// Says on standard error what is worth knowing, a line each.
pub fn notes(lines: &[String]) {
    let mut out = Patient(anstream::stderr());
    for line in lines {
        // Nothing is left to do where even this cannot be said.
        let _ = writeln!(out, "{}", visible::stream(line));
    }
}

/// Prints a result for people on standard output; a reader who has seen enough is no fault.
pub fn print(text: &str) -> Result<(), CliError> {
    print_as_it_is(&visible::stream(text))
}

/// Prints JSON on standard output.
pub fn print_json(text: &str) -> Result<(), CliError> {
    print_as_it_is(&visible::json(text))
}

/// Prints on standard output what a program takes as it is: a file, a script.
pub fn print_as_it_is(text: &str) -> Result<(), CliError> {
    let mut out = Patient(standard_output()?);
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Writes a text that a program takes as it is to a file, or prints it where that is `-`.
pub fn deliver(to: &Path, text: &str) -> Result<(), CliError> {
    if to.as_os_str() == "-" { print_as_it_is(text) } else { write(to, text) }
}

/// Writes a file as a whole.
pub fn write(to: &Path, text: &str) -> Result<(), CliError> {
    output::replace(to, text.as_bytes())
        .map_err(|error| CliError::new(format!("cannot write {}: {error}", to.display())))
}

/// Standard output without the buffer of the standard library, which waits for ever where writing is interrupted every time.
#[cfg(unix)]
fn standard_output() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

/// Elsewhere nothing interrupts, and a terminal wants its own letters.
#[cfg(not(unix))]
fn standard_output() -> io::Result<io::StdoutLock<'static>> {
    Ok(io::stdout().lock())
}

/// Whether somebody watches standard error.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Standard output for a conversation: what is written comes out when it is flushed, with nothing hidden in it.
pub struct Conversation<W: Write> {
    to: W,
    waiting: Vec<u8>,
}

impl<W: Write> Conversation<W> {
    /// One that has said nothing yet.
    pub fn new(to: W) -> Self {
        Self { to, waiting: Vec::new() }
    }
}

impl<W: Write> Write for Conversation<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.to.write_all(visible::stream(&String::from_utf8_lossy(&waiting)).as_bytes())?;
        self.to.flush()
    }
}

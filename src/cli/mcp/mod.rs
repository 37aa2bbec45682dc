//! `kbc mcp`: guides for agents, by the Model Context Protocol over standard input and output.
//!
//! Both ways to speak it are understood: with `initialize` at the beginning (2024-11-05 to 2025-11-25), and stateless, with the
//! version in each request and `server/discover` (2026-07-28). Nothing is kept between requests but what was read: where a
//! conversation stands travels in its handle. All tools only read, and kbc runs nothing.

mod guides;
mod handle;
mod resources;
mod rpc;
mod short;
mod tools;

use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::source::Patient;
use crate::visible;

use super::evidence::read_project;
use super::memory::Remembering;
use super::project;
use super::{CliError, Outcome};

use guides::Guides;

/// Serve guides to agents, by the Model Context Protocol on standard input and output
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
}

/// The longest message that is read, in bytes: a log that an agent hands over is one of them.
const LONGEST: u64 = 8 << 20;

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref().map(Path::new))?;
    let Some(mut understood) = read_project(&project)? else { return Ok(Outcome::Faults) };
    let remembering = Remembering::of(&project.root);
    understood.plans = remembering.plans();
    let guides = Guides::of(&project.config, &understood)?;
    let answered = answer_all(&guides, io::stdin().lock(), &mut io::stdout().lock());
    remembering.save();
    match answered {
        // Whoever asked has gone.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Fine),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(Outcome::Fine),
    }
}

/// One message a line, until there are no more.
fn answer_all(guides: &Guides, mut input: impl BufRead, output: &mut dyn Write) -> io::Result<()> {
    let mut output = Patient(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST;
        if !is_whole {
            skip_line(&mut input)?;
        }
        let answer = if is_whole { rpc::respond(guides, &line) } else { Some(rpc::too_long()) };
        if let Some(answer) = answer {
            writeln!(output, "{}", visible::json(&answer))?;
            output.flush()?;
        }
    }
}

/// Leaves out what is left of a line.
fn skip_line(mut input: impl BufRead) -> io::Result<()> {
    let mut rest = Vec::new();
    while input.by_ref().take(LONGEST).read_until(b'\n', &mut rest)? > 0 && !rest.ends_with(b"\n") {
        rest.clear();
    }
    Ok(())
}

//! The command line: a file for each command.
//!
//! In: arguments. Out: an exit status, results on standard output, findings on standard error. 0 is fine, 1 is an
//! error of the author's or a difference, 2 is a wrong call or the machine's trouble.

mod build;
mod check;
mod completions;
mod diagnose;
mod diff;
mod drawn;
mod evidence;
pub mod explain;
mod fmt;
mod graph;
mod learn;
mod lock;
mod lsp;
mod matching;
mod mcp;
mod memory;
mod new;
mod plan;
mod project;
mod report;
mod serve;
mod test;
mod theme;
mod why;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::session::Stopped;

/// Compiles troubleshooting knowledge into guides.
#[derive(Debug, Parser)]
#[command(name = "kbc", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Check(check::Arguments),
    Build(build::Arguments),
    Fmt(fmt::Arguments),
    Serve(serve::Arguments),
    Lsp(lsp::Arguments),
    Test(test::Arguments),
    Diff(diff::Arguments),
    Plan(plan::Arguments),
    Graph(graph::Arguments),
    Diagnose(diagnose::Arguments),
    Match(matching::Arguments),
    Mcp(mcp::Arguments),
    Why(why::Arguments),
    Learn(learn::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
}

/// How a command ends when nothing stands in its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    /// Faults of the author's, or a difference.
    Faults,
}

/// What stands in the way of a command: the machine's trouble, or a call that cannot be.
#[derive(Debug)]
struct CliError {
    message: String,
    help: Option<String>,
}

impl CliError {
    fn new(message: impl Into<String>) -> Self {
        CliError { message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        CliError::new(error.to_string())
    }
}

impl From<crate::project::Error> for CliError {
    fn from(error: crate::project::Error) -> Self {
        let help = error.help();
        CliError { message: error.to_string(), help }
    }
}

impl From<Stopped> for CliError {
    fn from(error: Stopped) -> Self {
        CliError::new(error.to_string())
    }
}

/// Makes the threads that share the work. Where the machine gives none, this one does all of it.
fn threads() -> Result<(), CliError> {
    let pool = rayon::ThreadPoolBuilder::new();
    // The pool can be asked for only once, so whether there are threads at all is found out before.
    let has_threads = std::thread::Builder::new().spawn(|| {}).is_ok();
    let pool = if has_threads { pool } else { pool.num_threads(1).use_current_thread() };
    pool.build_global().map_err(|error| {
        CliError::new(format!("cannot begin to work: {error}")).help("`RAYON_NUM_THREADS=1` asks the machine for less")
    })
}

/// Reads the arguments of the process and carries them out.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(trouble) = threads() {
        report::trouble(&trouble);
        return ExitCode::from(2);
    }
    let outcome = match &arguments.command {
        Command::New(arguments) => new::run(arguments),
        Command::Build(arguments) => build::run(arguments),
        Command::Fmt(arguments) => fmt::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Lsp(arguments) => lsp::run(arguments),
        Command::Test(arguments) => test::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Diff(arguments) => diff::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
        Command::Plan(arguments) => plan::run(arguments),
        Command::Diagnose(arguments) => diagnose::run(arguments),
        Command::Match(arguments) => matching::run(arguments),
        Command::Mcp(arguments) => mcp::run(arguments),
        Command::Why(arguments) => why::run(arguments),
        Command::Learn(arguments) => learn::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::FAILURE,
        Err(trouble) => {
            report::trouble(&trouble);
            ExitCode::from(2)
        }
    }
}

//! `kbc completions`: what a shell completes.

use clap::{Args, CommandFactory};

use super::{CliError, Outcome, report};

/// Print the completions of a shell
#[derive(Debug, Args)]
pub struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let mut command = super::Arguments::command();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "kbc", &mut script);
    report::print_as_it_is(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}

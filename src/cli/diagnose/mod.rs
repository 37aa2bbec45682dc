//! `kbc diagnose`: walks a person, or a program, through a guide.

mod terminal;

use std::io::{self, BufRead, Write};

use clap::Args;

use crate::dialogue::{Dialogue, Subject, protocol};
use crate::reasoning;
use crate::visible;

use super::evidence::{Asked, Evidence};
use super::report::Conversation;
use super::{CliError, Outcome};

/// Walk through a guide, one question at a time
#[derive(Debug, Args)]
#[command(after_long_help = PROTOCOL)]
pub struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    evidence: Evidence,
    /// Speak one JSON object a line on standard input and output, for bots
    #[arg(long)]
    json: bool,
}

const PROTOCOL: &str = r#"On a terminal: the number or the name of an answer, or a value where one is asked;
b takes the last answer back, w says why this step comes now, ? means that you cannot tell or
cannot do it, a that what a remedy does is so already, h hands over, q ends.

With --json one event a line comes on standard output, and one command a line is read.
Events: {"event":"question",…}, {"event":"remedy",…}, {"event":"end",…}, and in answer to a
command {"event":"why",…} or {"event":"error","message":…,"help":…}, which moves nothing.
Questions and remedies have id, title, options (name and title), task (steps, commands, risk,
blanks), warnings, chances (id, title, likely, chance) and unknown, the chance of none of them.
Commands: {"answer":"outcome"}, {"cant":true}, {"solved":true}, {"already":true},
{"failed":true}, {"failed":"outcome"}, {"handover":true}, {"back":true}, {"why":true}, {"observe":"symptom"}, {"absent":"symptom"},
{"know":{"fact":"value"}}, in any order."#;

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let Some(opened) = arguments.asked.open()? else { return Ok(Outcome::Faults) };
    let known = opened.read(&arguments.evidence.words())?;
    let plan = opened.understood.plans.plan(
        &opened.decision.problem,
        &reasoning::Evidence::default(),
        &reasoning::Options::default(),
    );
    // A conversation may last.
    opened.remembering.save();
    let about = Subject {
        knowledge: &opened.understood.knowledge,
        guide: opened.guide,
        decision: &opened.decision,
        plan: &plan,
        words: opened.words,
    };
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let result = if arguments.json {
        lines(&mut Dialogue::new(about, known), &mut input, &mut output)
    } else {
        let mut told = Conversation::new(&mut output);
        // What is said last is said even where the conversation ends in trouble.
        terminal::talk(&opened, about, known, &mut input, &mut told).and(told.flush())
    };
    match result {
        // Whoever listened has gone.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Fine),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(Outcome::Fine),
    }
}

/// One line in, one line out, until the input ends.
fn lines(dialogue: &mut Dialogue, input: &mut dyn BufRead, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "{}", visible::json(&protocol::begin(dialogue)))?;
    output.flush()?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        writeln!(output, "{}", visible::json(&protocol::respond(dialogue, text.trim())))?;
        output.flush()?;
    }
}

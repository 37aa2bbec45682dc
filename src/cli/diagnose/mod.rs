//! `kbc diagnose`: walks a person, or a program, through a guide.

mod log;
mod terminal;

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::Args;

use crate::address::page;
use crate::dialogue::protocol::Sessions;
use crate::dialogue::{Dialogue, Subject};
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
    /// With `--json`: hold several dialogues, each line with the `session` that it belongs to
    #[arg(long, requires = "json")]
    sessions: bool,
    /// Go on from a `state`, or from the address of a page
    #[arg(long, value_name = "STATE")]
    resume: Option<String>,
    /// Append a line to this log when the session is over: what it showed and how it ended, for `kbc learn`
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

const PROTOCOL: &str = r#"On a terminal: the number or the name of an answer, or a value where one is asked;
b takes the last answer back, w says why this step comes now, ? means that you cannot tell or
cannot do it, a that what a remedy does is so already, h hands over, q ends.

With --json one event a line comes on standard output, and one command a line is read. First
comes {"event":"opening",…} with title, page, symptoms and facts, then {"event":"question",…},
{"event":"remedy",…} or {"event":"end",…}; in answer to a command also {"event":"why",…},
{"event":"goodbye"} or {"event":"error","message":…,"help":…}, which moves nothing. Each has
state, from which `resume`, --resume and the page of the guide go on, and can, the commands that
make sense now. Questions and remedies have id, title, options (name and title), task (steps,
commands, risk, blanks), warnings, chances (id, title, likely, chance) of the five likeliest
causes, more, the count of the others, and unknown, the chance of none of them.
Commands: {"answer":"outcome"}, {"cant":true}, {"solved":true}, {"already":true},
{"failed":true}, {"failed":"outcome"}, {"done":true}, {"handover":true}, {"back":true},
{"why":true}, {"state":true}, {"observe":"symptom"}, {"absent":"symptom"},
{"know":{"fact":"value"}}, {"resume":"state"}, {"quit":true}, in any order. The schema is
schema/dialogue.json among the JSON files of `kbc build`. With --log, or where
kbc.toml says that sessions are collected, the end holds log, the line that `kbc learn` reads: what the
session showed, and nothing that somebody typed."#;

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
        edition: &opened.edition,
        chances: opened.chances,
    };
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let resumed = match &arguments.resume {
        None => None,
        Some(address) => Some(Dialogue::resumed(about, address).map_err(|misread| CliError::new(misread.message))?),
    };
    let result = if arguments.json {
        let page = page(opened.base_url.as_deref(), opened.understood.pages.path(opened.guide));
        let mut sessions = Sessions::new(about, known, page, arguments.sessions);
        if arguments.log.is_some() || opened.collects {
            sessions = sessions.recorded(log::recording(&opened, "bot"), Box::new(log::new_id));
        }
        let result = lines(&mut sessions, resumed, &mut input, &mut output);
        log::append(arguments.log.as_deref(), &sessions.log())?;
        result
    } else {
        let mut told = Conversation::new(&mut output);
        let recorded = arguments.log.as_ref().map(|_| (log::recording(&opened, "terminal"), log::new_id()));
        // What is said last is said even where the conversation ends in trouble.
        let line = terminal::talk(&opened, (about, known, resumed), recorded, &mut input, &mut told);
        let flushed = told.flush();
        line.and_then(|line| {
            log::append(arguments.log.as_deref(), line.as_slice())?;
            flushed
        })
    };
    match result {
        // Whoever listened has gone.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Outcome::Fine),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(Outcome::Fine),
    }
}

/// One line in, its answer out, until the input or the last dialogue ends.
fn lines<'a>(
    sessions: &mut Sessions<'a>,
    resumed: Option<Dialogue<'a>>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut say = |lines: Vec<String>| -> io::Result<()> {
        lines.iter().try_for_each(|line| writeln!(output, "{}", visible::json(line)))?;
        output.flush()
    };
    say(sessions.begin(resumed))?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        let (answers, is_over) = sessions.respond(text.trim());
        say(answers)?;
        if is_over {
            return Ok(());
        }
    }
}

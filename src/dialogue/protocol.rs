//! A dialogue in lines of JSON, for programs: one object a line in both directions. The schema of what is said is published
//! as `schema/dialogue.json`.
//!
//! At the start come two lines, an `opening` and the first event; each command is answered by one line:
//!
//! - `{"event":"opening","protocol":2,"guide":…,"title":…,"page":…,"symptoms":[…],"facts":[…]}`
//! - `{"event":"question","id":…,"title":…,"attempt":1,"options":[{"name":…,"title":…}],"asks":…,"task":{…},"warnings":[…],…}`
//! - `{"event":"remedy","id":…,"title":…,"attempt":1,"task":{…},"verify":[…],"options":[…],"warnings":[…],…}`
//! - `{"event":"end","kind":"solved"|"escalation"|"result"|"contradiction"|"guide",…,"handover":…,"log":{…}}`
//! - `{"event":"why",…}`, the answer to `why`: nothing has moved
//! - `{"event":"error","message":…,"help":…}`: the line was not understood, and nothing has moved
//! - `{"event":"goodbye"}`, the answer to `quit`
//!
//! Each holds `state`, from which `resume` and the page of the guide go on, and `can`, the commands that make sense now.
//! `chances` are the five likeliest causes, `more` counts the others, and `unknown` is the chance of none of them. Where a
//! value was said in the place of an option, `understood` says as which.
//!
//! A command is an object with one of these:
//!
//! - `{"answer":"wrong"}`: the name of an option, or a value where the question `asks` one (a number may be bare)
//! - `{"cant":true}`: cannot tell, or cannot be done
//! - `{"done":true}`: a preparation is done
//! - `{"already":true}`: what the remedy would bring about is so already
//! - `{"solved":true}`, `{"failed":true}`, `{"failed":"still-slow"}`: what became of a remedy
//! - `{"handover":true}`: to be handed over now
//! - `{"back":true}`: takes the last move back
//! - `{"why":true}`, `{"state":true}`: why this step; where it stands, once more
//! - `{"observe":"symptom"}`, `{"absent":"symptom"}`: at any time before the end
//! - `{"know":{"fact":"value"}}`: a fact, or a blank of a task; at any time
//! - `{"resume":"+symptom/check=answer"}`: goes on from a `state`
//! - `{"quit":true}`
//!
//! With several sessions, each line in both directions holds `"session"`, and a name that is new begins one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::decision::evidence::{InputError, Known, fact_called, one_of};
use crate::decision::{Asked, options_in};
use crate::model::ItemId;
use crate::reasoning::{CheckId, Step};
use crate::syntax::nearest;

use super::event::{AnswerChoice, Ending, Event, Question, Remedy};
use super::{Dialogue, Move, Recording, Subject, Why};
use crate::learning::line::Line as LogLine;

/// The version of the protocol: it changes where a program that reads it would have to.
pub const VERSION: u32 = 2;

/// A line of the protocol, as a program reads it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Which of several sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    #[serde(flatten)]
    said: Said,
    /// Where the dialogue stands: `resume` goes on from there, and so does the page of the guide behind `#go/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// The commands that make sense now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    can: Vec<&'static str>,
    /// The answer as which a value was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<AnswerChoice>,
}

impl Line {
    /// A line beside the dialogue: it says neither where that stands nor what can be said.
    fn aside(session: Option<String>, said: Said) -> Self {
        Self { session, said, state: None, can: Vec::new(), understood: None }
    }
}

/// What a line says.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Said {
    /// The first line.
    Opening(Opening),
    /// A question or a test.
    Question(Box<Question>),
    /// A remedy to try.
    Remedy(Box<Remedy>),
    /// Nothing more is asked.
    End(Box<Ending>),
    /// Why this step comes now.
    Why(Why),
    /// A line that was not understood.
    Error {
        /// What is wrong.
        message: String,
        /// How it is meant.
        #[serde(skip_serializing_if = "Option::is_none")]
        help: Option<String>,
    },
    /// The answer to `quit`.
    Goodbye,
}

/// What a program knows before anything is asked.
#[derive(Debug, Serialize, JsonSchema)]
struct Opening {
    /// The version of the protocol.
    protocol: u32,
    /// The stable id of the guide.
    guide: String,
    /// Its title.
    title: String,
    /// Where its page is: an address where the site has one, else its path below `html/`.
    page: String,
    /// What a reader may come with.
    symptoms: Vec<AnswerChoice>,
    /// What a reader may know.
    facts: Vec<Fact>,
}

/// Something that a reader may know.
#[derive(Debug, Serialize, JsonSchema)]
struct Fact {
    /// Its name, which `know` takes.
    name: String,
    /// The question.
    title: String,
    /// Its values; none where it is free.
    options: Vec<AnswerChoice>,
}

/// The words of commands.
const COMMANDS: [&str; 15] = [
    "answer", "cant", "solved", "already", "failed", "done", "back", "why", "observe", "absent", "know", "handover",
    "state", "resume", "quit",
];

/// The dialogues of one process.
pub struct Sessions<'a> {
    about: Subject<'a>,
    known: Known,
    page: String,
    /// By their names; one without a name where there are not several.
    open: BTreeMap<Option<String>, Dialogue<'a>>,
    several: bool,
    recording: Option<(Recording, NewId<'a>)>,
    /// The lines of sessions that are over.
    closed: Vec<LogLine<'static>>,
}

/// Gives the digits of a new session.
pub type NewId<'a> = Box<dyn FnMut() -> String + 'a>;

impl<'a> Sessions<'a> {
    /// Sessions about a guide, each of which begins with what is known.
    #[must_use]
    pub fn new(about: Subject<'a>, known: Known, page: String, several: bool) -> Self {
        Self { about, known, page, open: BTreeMap::new(), several, recording: None, closed: Vec::new() }
    }

    /// Records each session: its end then holds the line of a log.
    #[must_use]
    pub fn recorded(mut self, recording: Recording, new_id: NewId<'a>) -> Self {
        self.recording = Some((recording, new_id));
        self
    }

    /// The lines of all sessions, as far as they came.
    #[must_use]
    pub fn log(self) -> Vec<LogLine<'static>> {
        let open = self.open.into_values().filter_map(|dialogue| dialogue.line());
        self.closed.into_iter().chain(open).collect()
    }

    /// The lines at the start; none where each session begins with its first line.
    pub fn begin(&mut self, dialogue: Option<Dialogue<'a>>) -> Vec<String> {
        if self.several { Vec::new() } else { self.open(None, dialogue) }
    }

    fn open(&mut self, session: Option<String>, dialogue: Option<Dialogue<'a>>) -> Vec<String> {
        let mut dialogue = dialogue.unwrap_or_else(|| Dialogue::new(self.about, self.known.clone()));
        if let Some((recording, new_id)) = &mut self.recording {
            dialogue = dialogue.recorded(recording.clone(), new_id());
        }
        let opening = Line::aside(session.clone(), Said::Opening(opening(&self.about, &self.page)));
        let lines = vec![json(&opening), json(&now(&dialogue, session.clone()))];
        self.open.insert(session, dialogue);
        lines
    }

    /// Carries out a line, and gives the lines that answer it, and whether that was all. What is not understood moves
    /// nothing.
    pub fn respond(&mut self, line: &str) -> (Vec<String>, bool) {
        let (session, mut object) = match self.read(line) {
            Ok(read) => read,
            Err(misread) => return (vec![json(&error(None, &misread))], false),
        };
        let mut lines = Vec::new();
        if !self.open.contains_key(&session) {
            lines = self.open(session.clone(), None);
            if object.is_empty() {
                return (lines, false);
            }
        }
        if object.remove("quit").is_some_and(|value| value == Value::Bool(true)) && object.is_empty() {
            self.closed.extend(self.open.remove(&session).and_then(|dialogue| dialogue.line()));
            lines.push(json(&Line::aside(session, Said::Goodbye)));
            return (lines, !self.several);
        }
        if let Some(dialogue) = self.open.get_mut(&session) {
            lines.push(json(&carry_out(dialogue, session, &object)));
        }
        (lines, false)
    }

    fn read(&self, line: &str) -> Result<(Option<String>, Map<String, Value>), InputError> {
        if line.trim().is_empty() {
            return Err(wrong("an empty line says nothing; a command is an object, as {\"answer\":\"yes\"}"));
        }
        let value: Value = serde_json::from_str(line).map_err(|error| wrong(format!("this is no JSON: {error}")))?;
        let Value::Object(mut object) = value else {
            return Err(wrong("a command is an object, as {\"answer\":\"yes\"}"));
        };
        if !self.several {
            return Ok((None, object));
        }
        match object.remove("session") {
            Some(Value::String(session)) => Ok((Some(session), object)),
            _ => Err(wrong("each line names its session, as {\"session\":\"a\",\"answer\":\"yes\"}")),
        }
    }
}

fn opening(about: &Subject, page: &str) -> Opening {
    let knowledge = about.knowledge;
    let title = |item: ItemId| knowledge.title(item).into_owned();
    let own = about.decision.symptoms.iter().zip(&about.decision.problem.symptoms).filter(|(_, symptom)| symptom.own);
    let facts = about.decision.checks.iter().enumerate().filter_map(|(at, asked)| match asked {
        Asked::Fact(item, _) => Some((at, *item)),
        _ => None,
    });
    let choices = |at: usize| {
        let found = options_in(about.words(), knowledge, about.decision, Step::Check(CheckId(at))).into_iter();
        found.map(|choice| AnswerChoice { name: choice.name, title: choice.title }).collect()
    };
    Opening {
        protocol: VERSION,
        guide: knowledge.qualified(about.guide),
        title: title(about.guide),
        page: page.to_owned(),
        symptoms: own.map(|(&item, _)| AnswerChoice { name: knowledge.qualified(item), title: title(item) }).collect(),
        facts: facts
            .map(|(at, item)| Fact { name: knowledge.qualified(item), title: title(item), options: choices(at) })
            .collect(),
    }
}

/// What comes next.
fn now(dialogue: &Dialogue, session: Option<String>) -> Line {
    let event = dialogue.event();
    let can = can(dialogue, &event);
    let said = match event {
        Event::Question(question) => Said::Question(Box::new(question)),
        Event::Remedy(remedy) => Said::Remedy(Box::new(remedy)),
        Event::End(ending) => Said::End(Box::new(ending)),
    };
    Line { session, said, state: Some(dialogue.address()), can, understood: None }
}

/// The commands that make sense now.
fn can(dialogue: &Dialogue, event: &Event) -> Vec<&'static str> {
    let mut can = match event {
        Event::Question(_) => vec!["answer", "cant", "handover", "observe", "absent"],
        Event::Remedy(remedy) if remedy.preparation => vec!["done", "cant", "handover", "observe", "absent"],
        Event::Remedy(_) => vec!["solved", "failed", "cant", "handover", "observe", "absent"],
        Event::End(_) => Vec::new(),
    };
    if matches!(event, Event::Remedy(remedy) if remedy.may_be_so_already) {
        can.push("already");
    }
    if dialogue.can_go_back() {
        can.push("back");
    }
    can.extend(["know", "why", "state", "resume", "quit"]);
    can
}

fn error(session: Option<String>, misread: &InputError) -> Line {
    Line::aside(session, Said::Error { message: misread.message.clone(), help: misread.help.clone() })
}

fn json(line: &Line) -> String {
    serde_json::to_string(line).expect("lines hold texts and finite numbers only")
}

fn carry_out(dialogue: &mut Dialogue, session: Option<String>, object: &Map<String, Value>) -> Line {
    let asked = dialogue.event();
    match moved(dialogue, object) {
        Err(misread) => error(session, &misread),
        Ok(Some(why)) => {
            let can = can(dialogue, &asked);
            Line { session, said: Said::Why(why), state: Some(dialogue.address()), can, understood: None }
        }
        Ok(None) => {
            let understood = match &asked {
                Event::Question(question) => understood(dialogue, question, object),
                _ => None,
            };
            Line { understood, ..now(dialogue, session) }
        }
    }
}

/// As which answer a value was understood that was said in the place of one.
fn understood(dialogue: &Dialogue, question: &Question, object: &Map<String, Value>) -> Option<AnswerChoice> {
    let said = text(object.get("answer")?).ok()?;
    dialogue.understood_as(question, &said).cloned()
}

fn moved(dialogue: &mut Dialogue<'_>, object: &Map<String, Value>) -> Result<Option<Why>, InputError> {
    let (word, value) = single(object)?;
    let moves = match word {
        "why" => return Ok(Some(dialogue.why())),
        "state" => return Ok(None),
        "resume" => {
            let resumed = Dialogue::resumed(dialogue.about, &text(value)?)?;
            *dialogue = Dialogue { recorded: dialogue.recorded.take(), ..resumed };
            return Ok(None);
        }
        "answer" => vec![Move::Answer(text(value)?)],
        "cant" => vec![Move::Cant],
        "solved" => vec![Move::Solved],
        "already" => vec![Move::Already],
        "handover" => vec![Move::HandOver],
        "done" => vec![Move::Done],
        "back" => vec![Move::Back],
        "failed" => vec![Move::Failed(value.as_str().map(str::to_owned))],
        "observe" => vec![Move::Observe(symptom(dialogue, &text(value)?)?, true)],
        "absent" => vec![Move::Observe(symptom(dialogue, &text(value)?)?, false)],
        "know" => {
            let Value::Object(facts) = value else {
                return Err(wrong("`know` takes an object, as {\"know\":{\"fact\":\"value\"}}"));
            };
            let named = facts.iter().map(|(name, value)| Ok(Move::Know(fact(&dialogue.about, name)?, text(value)?)));
            named.collect::<Result<_, InputError>>()?
        }
        other => {
            let help = nearest(other, COMMANDS)
                .map_or_else(|| format!("there are {}", COMMANDS.join(", ")), |near| format!("did you mean `{near}`?"));
            return Err(InputError { message: format!("`{other}` is no command"), help: Some(help) });
        }
    };
    if moves.is_empty() {
        return Err(wrong("`know` names no fact"));
    }
    for (at, one) in moves.iter().enumerate() {
        if let Err(misread) = dialogue.make(one) {
            // All of a line or nothing of it.
            for _ in 0..at {
                dialogue.make(&Move::Back)?;
            }
            return Err(misread);
        }
    }
    Ok(None)
}

fn single(object: &Map<String, Value>) -> Result<(&str, &Value), InputError> {
    let mut entries = object.iter();
    match (entries.next(), entries.next()) {
        (Some((word, value)), None) if *value != Value::Bool(false) && !value.is_null() => Ok((word, value)),
        (Some((word, _)), None) => Err(wrong(format!("`{word}` says nothing here"))),
        _ => Err(wrong("a command has one word, as {\"answer\":\"yes\"}")),
    }
}

/// A text; a number as it is written, since values may be bare.
fn text(value: &Value) -> Result<String, InputError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(yes) => Ok(if *yes { "yes" } else { "no" }.to_owned()),
        _ => Err(wrong("a name or a value is a text")),
    }
}

fn symptom(dialogue: &Dialogue, name: &str) -> Result<ItemId, InputError> {
    one_of(dialogue.about.knowledge, &dialogue.about.decision.symptoms, name, "symptom")
}

/// A fact, or a check that fills in a blank.
pub(crate) fn fact(about: &Subject, name: &str) -> Result<ItemId, InputError> {
    let knowledge = about.knowledge;
    let asked: Vec<ItemId> = about.decision.asked().filter(|&item| knowledge.symptom(item).is_none()).collect();
    fact_called(knowledge, &asked, name)
}

fn wrong(message: impl Into<String>) -> InputError {
    InputError { message: message.into(), help: None }
}

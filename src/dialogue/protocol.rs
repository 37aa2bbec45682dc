//! A dialogue in lines of JSON, for programs: one object a line in both directions.
//!
//! After the start, and after each command that was understood, comes one event:
//!
//! - `{"event":"question","id":…,"title":…,"options":[{"name":…,"title":…}],"asks":…,"task":{…},"warnings":[…],"chances":[…],"unknown":…}`
//! - `{"event":"remedy","id":…,"title":…,"attempt":1,"task":{…},"verify":[…],"options":[…],"warnings":[…],"chances":[…],"unknown":…}`
//! - `{"event":"end","kind":"solved"|"escalation"|"result"|"contradiction"|"guide",…,"handover":…}`
//! - `{"event":"why",…}`, the answer to `why`: nothing has moved
//! - `{"event":"error","message":…,"help":…}`: the line was not understood, and nothing has moved
//!
//! A command is an object with one of these:
//!
//! - `{"answer":"wrong"}`: the name of an option, or a value where the question `asks` one (a number may be bare)
//! - `{"cant":true}`: cannot tell, or cannot be done
//! - `{"done":true}`: a preparation is done
//! - `{"already":true}`: what the remedy would bring about is so already
//! - `{"handover":true}`: to be handed over now
//! - `{"solved":true}`, `{"failed":true}`, `{"failed":"still-slow"}`: what became of a remedy
//! - `{"back":true}`: takes the last move back
//! - `{"why":true}`
//! - `{"observe":"symptom"}`, `{"absent":"symptom"}`: at any time before the end
//! - `{"know":{"fact":"value"}}`: a fact, or a blank of a task; at any time

use serde::Serialize;
use serde_json::{Map, Value};

use crate::decision::evidence::{InputError, fact_called, one_of};
use crate::model::ItemId;
use crate::syntax::nearest;

use super::view::Event;
use super::{Dialogue, Move, Why};

/// What is said to a program besides what comes next.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum Aside<'a> {
    Why(Why),
    Error {
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        help: Option<&'a str>,
    },
}

/// The words of commands.
const COMMANDS: [&str; 12] = [
    "answer", "cant", "solved", "already", "failed", "done", "back", "why", "observe", "absent", "know", "handover",
];

/// The line that says what comes next.
#[must_use]
pub fn begin(dialogue: &Dialogue) -> String {
    event(&dialogue.event())
}

/// Carries out a line, and gives the line that answers it. What is not understood moves nothing.
pub fn respond(dialogue: &mut Dialogue, line: &str) -> String {
    match carry_out(dialogue, line) {
        Ok(None) => event(&dialogue.event()),
        Ok(Some(why)) => json(&Aside::Why(why)),
        Err(misread) => json(&Aside::Error { message: &misread.message, help: misread.help.as_deref() }),
    }
}

fn event(event: &Event) -> String {
    json(event)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("events hold texts and finite numbers only")
}

fn carry_out(dialogue: &mut Dialogue, line: &str) -> Result<Option<Why>, InputError> {
    let value: Value = serde_json::from_str(line).map_err(|error| wrong(format!("this is no JSON: {error}")))?;
    let Value::Object(object) = value else { return Err(wrong("a command is an object, as {\"answer\":\"yes\"}")) };
    let (word, value) = single(&object)?;
    let moves = match word {
        "why" => return Ok(Some(dialogue.why())),
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
            let named = facts.iter().map(|(name, value)| Ok(Move::Know(fact(dialogue, name)?, text(value)?)));
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
fn fact(dialogue: &Dialogue, name: &str) -> Result<ItemId, InputError> {
    let knowledge = dialogue.about.knowledge;
    let asked: Vec<ItemId> =
        dialogue.about.decision.asked().filter(|&item| knowledge.symptom(item).is_none()).collect();
    fact_called(knowledge, &asked, name)
}

fn wrong(message: impl Into<String>) -> InputError {
    InputError { message: message.into(), help: None }
}

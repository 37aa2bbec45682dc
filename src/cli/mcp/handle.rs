//! Where a conversation stands, as a text that an agent carries: `GUIDE?fact=value#go/+symptom/check=answer`.
//!
//! It holds the moves and nothing else, grants nothing, and is read as carefully as what a stranger types: every part of it is
//! one that the guide knows, or the whole is refused.

use crate::address::{decoded, encoded};
use crate::decision::evidence::{InputError, fact_called, one_of};
use crate::dialogue::{Dialogue, Subject};
use crate::model::ItemId;

use super::guides::Guides;

/// The longest handle, in bytes.
pub const LONGEST: usize = 4096;

/// What a handle says.
pub struct Handle {
    /// The guide.
    pub guide: ItemId,
    /// The facts that were said, each by its name, for the blanks of commands.
    pub said: Vec<(String, String)>,
    /// The moves.
    pub moves: String,
}

impl Handle {
    /// Reads a handle.
    pub fn read(guides: &Guides, text: &str) -> Result<Self, InputError> {
        if text.len() > LONGEST {
            return Err(refused(format!("a handle has at most {LONGEST} bytes")));
        }
        let Some((head, moves)) = text.split_once("#go/") else {
            return Err(refused("this is no handle: `start` gives one, and each `answer` a new one"));
        };
        let (guide, facts) = head.split_once('?').unwrap_or((head, ""));
        let guide = guides.named(guide)?;
        let mut said = Vec::new();
        for part in facts.split('&').filter(|part| !part.is_empty()) {
            let pair = part.split_once('=').and_then(|(name, value)| Some((decoded(name)?, decoded(value)?)));
            said.push(pair.ok_or_else(|| refused(format!("`{part}` is no fact and value")))?);
        }
        Ok(Self { guide, said, moves: moves.to_owned() })
    }

    /// The dialogue where the handle says that it stands.
    pub fn dialogue<'a>(&self, about: Subject<'a>) -> Result<Dialogue<'a>, InputError> {
        let mut dialogue = Dialogue::resumed(about, &self.moves)?;
        let asked: Vec<ItemId> = about.decision.asked().collect();
        for (name, value) in &self.said {
            let fact = fact_called(about.knowledge, &[], name);
            let item = fact.or_else(|misread| one_of(about.knowledge, &asked, name, "check").map_err(|_| misread))?;
            dialogue.fill_in(item, value)?;
        }
        Ok(dialogue)
    }

    /// The handle of a guide, of what was said, and of where its dialogue stands.
    pub fn of(guides: &Guides, guide: ItemId, said: &[(String, String)], state: &str) -> Result<String, InputError> {
        let mut text = guides.understood.knowledge.qualified(guide);
        for (at, (name, value)) in said.iter().enumerate() {
            text.push(if at == 0 { '?' } else { '&' });
            text.push_str(&encoded(name, b"-."));
            text.push('=');
            text.push_str(&encoded(value, b"-._"));
        }
        text.push_str("#go/");
        text.push_str(state);
        if text.len() > LONGEST {
            return Err(refused(
                "there is no room for more moves in one conversation: begin a new one with what is known",
            ));
        }
        Ok(text)
    }
}

fn refused(message: impl Into<String>) -> InputError {
    InputError { message: message.into(), help: None }
}

//! What is told of a word: an item with its chance in each guide, the number behind a word, what a property says, the page of a
//! finding.

use std::fmt::Write;

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use crate::cli::report::counted;
use crate::decision::Decision;
use crate::diagnostics::catalogue;
use crate::graph::Members;
use crate::model::{ItemId, Kind, Meant, Mention, Numbers};
use crate::reasoning::{Evidence, posterior};
use crate::session::View;
use crate::syntax::words;
use crate::words::quantity;

use super::cursor::Cursor;
use super::documents::Document;
use super::pointing;
use super::server::Server;

pub fn at(server: &Server, document: &Document, position: Position) -> Option<Hover> {
    let encoding = server.client.encoding;
    let offset = encoding.offset(&document.text, &document.lines, position);
    let view = document.view();
    let named = view.as_ref().and_then(|view| Some((view, pointing::meant_at(view, offset)?)));
    let numbers = document.numbers();
    let (text, place) = match named {
        Some((view, mention)) => (of_name(view, mention, &numbers)?, mention.span.range()),
        None => of_word(document, offset, &numbers)?,
    };
    let at = |offset| encoding.position(&document.text, &document.lines, offset);
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text }),
        range: Some(gen_lsp_types::Range { start: at(place.start), end: at(place.end) }),
    })
}

fn of_name(view: &View, Mention { meant, .. }: Mention, numbers: &Numbers) -> Option<String> {
    let knowledge = view.knowledge();
    match meant {
        Meant::Item(id) => Some(of_item(view, id, numbers)),
        Meant::Option(id, at) => {
            let name = *knowledge.options(id).get(at as usize)?;
            let title = knowledge.outcomes(id).get(at as usize).map(|outcome| knowledge.text(outcome.title));
            let of = format!("{} `{}`", knowledge.item(id).kind().word(), knowledge.name(id));
            let said = knowledge.spelled(name);
            Some(match title {
                Some(title) => format!("**{title}**\n\noutcome `{said}` of {of}"),
                None => format!("`{said}`, a value of {of}"),
            })
        }
        Meant::Stage(guide, at) => {
            let stage = knowledge.guide(guide)?.stages.get(at as usize)?;
            Some(format!("**{}**\n\nstage of guide `{}`", knowledge.text(stage.title), knowledge.name(guide)))
        }
        Meant::Module(file) => {
            let source = knowledge.sources.get(file);
            let module = &knowledge.modules[file.index()];
            Some(format!("`{}`, {}", source.path, counted(module.end - module.first, "item")))
        }
    }
}

fn of_item(view: &View, id: ItemId, numbers: &Numbers) -> String {
    let knowledge = view.knowledge();
    let item = knowledge.item(id);
    let mut out = format!("**{}**\n\n{} `{}`", knowledge.title(id), item.kind().word(), knowledge.qualified(id));
    if let Some(about) = knowledge.common(id).about {
        let _ = write!(out, "\n\n{}", knowledge.text(about));
    }
    let guides = view.understood().guides.iter();
    let holding: Vec<_> = guides.filter(|(guide, members)| *guide != id && members.contains(knowledge, id)).collect();
    if item.kind() == Kind::Cause {
        for (guide, members) in &holding {
            let chance = Chances::of(view, *guide, members, numbers).and_then(|chances| chances.of_cause(id));
            let Some(chance) = chance else { continue };
            let percent = quantity::plain::percent(chance);
            let _ = write!(out, "\n\n{percent} in `{}` before anything is known", knowledge.name(*guide));
        }
    } else if !holding.is_empty() && item.kind() != Kind::Guide {
        let names: Vec<String> = holding.iter().map(|(guide, _)| format!("`{}`", knowledge.name(*guide))).collect();
        let _ = write!(out, "\n\nin {}", names.join(", "));
    }
    let named = pointing::named(knowledge, Meant::Item(id)).len();
    let _ = write!(out, "\n\nnamed in {}", counted(named, "place"));
    out
}

/// The chances of causes in a guide when nothing is known but that its trouble is there.
pub(super) struct Chances {
    decision: Decision,
    chances: Vec<f64>,
}

impl Chances {
    /// Those of a guide; nothing where it has no end that a plan could reckon with.
    pub(super) fn of(view: &View, guide: ItemId, members: &Members, numbers: &Numbers) -> Option<Self> {
        let understood = view.understood();
        let decision = Decision::new(&understood.knowledge, &understood.web, numbers, guide, members)?;
        let chances = posterior(&decision.problem, &Evidence::default()).chances?;
        Some(Self { decision, chances })
    }

    pub(super) fn of_cause(&self, cause: ItemId) -> Option<f64> {
        let column = self.decision.problem.column(self.decision.cause(cause)?)?;
        self.chances.get(column).copied()
    }
}

/// What a word that is no name says.
fn of_word(document: &Document, offset: usize, numbers: &Numbers) -> Option<(String, std::ops::Range<usize>)> {
    let text = &document.text;
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let start = offset - text[..offset].bytes().rev().take_while(|byte| is_letter(*byte)).count();
    let end = offset + text[offset..].bytes().take_while(|byte| is_letter(*byte)).count();
    let word = &text[start..end];
    if word.is_empty() {
        return None;
    }
    let cursor = Cursor::at(text, start);
    if cursor.in_text.is_some() {
        return None;
    }
    let said =
        of_language(&cursor, word).or_else(|| of_number(&cursor, word, numbers)).or_else(|| of_finding(&cursor, word));
    Some((said?, start..end))
}

fn of_language(cursor: &Cursor, word: &str) -> Option<String> {
    if cursor.blocks.is_empty() {
        let item = words::item(word).filter(|_| cursor.said.is_empty())?;
        return Some(format!("```rules\n{}\n```\n\n{}", item.usage, item.says));
    }
    let context = cursor.context()?;
    let property = if cursor.said.is_empty() {
        words::property(word, context)
    } else {
        let (outer, part) = cursor.property()?;
        let inner = words::Context::inside(outer.rule).filter(|inner| !inner.is_block() && part.is_empty());
        inner.and_then(|inner| words::property(word, inner))
    }?;
    Some(format!("```rules\n{}\n```\n\n{}\n\n```rules\n{}\n```", property.usage, property.says, property.example))
}

fn of_number(cursor: &Cursor, word: &str, numbers: &Numbers) -> Option<String> {
    let (property, _) = cursor.property()?;
    let of = |words: &[(String, f64)]| words.iter().find(|(known, _)| known == word).map(|(_, number)| *number);
    if property.usage.contains("WEIGHT") {
        let weight = of(&numbers.weights)?;
        return Some(format!("`{word}` weighs **{weight}** against the other causes"));
    }
    of(&numbers.chances).map(|chance| format!("`{word}` is **{}**", quantity::plain::percent(chance)))
}

fn of_finding(cursor: &Cursor, word: &str) -> Option<String> {
    let (property, _) = cursor.property()?;
    (property.word == "allow").then(|| catalogue::find(word)).flatten().map(|fault| fault.page.to_owned())
}

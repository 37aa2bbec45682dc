//! What each word of a text is, so that an editor can colour names by what they mean.
//!
//! In: a text, its tree, and what its names mean. Out: tokens as the protocol numbers them, whole or as what differs from before.
//! Words, texts and numbers have tokens as well: not every editor has a grammar for them.

use std::ops::Range as Bytes;

use gen_lsp_types::{Range, SemanticTokensLegend};
use serde_json::{Value, json};

use crate::digest::Digest;
use crate::model::{Kind, Meant};
use crate::session::View;
use crate::source::FileId;
use crate::syntax::{self, Node, Rule, words};

use super::documents::Document;
use super::pointing;
use super::server::Server;

/// The kinds of tokens that kbc uses, in the order in which they are numbered; all are of the standard.
const TYPES: [&str; 14] = [
    "namespace",
    "event",
    "class",
    "interface",
    "method",
    "macro",
    "variable",
    "type",
    "function",
    "enumMember",
    "keyword",
    "comment",
    "string",
    "number",
];
/// Where a name is given.
const DECLARED: [&str; 1] = ["declaration"];

/// The last answer about a text, with its name.
pub type Last = (String, Vec<u32>);

/// A word.
struct Token {
    place: Bytes<usize>,
    kind: &'static str,
    is_given: bool,
}

/// What the numbers of tokens stand for.
pub fn legend() -> SemanticTokensLegend {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    SemanticTokensLegend { token_types: owned(&TYPES), token_modifiers: owned(&DECLARED) }
}

/// All tokens of a text. The answer has a name, by which what differs from it can be asked for.
pub fn full(server: &Server, document: &Document) -> Value {
    let data = numbered(server, document, None);
    let id = name_of(&data);
    let answer = json!({ "resultId": id, "data": data });
    server.tokens.borrow_mut().insert(document.uri.as_ref().to_owned(), (id, data));
    answer
}

/// What differs from the last answer; all, where that was another than the one that is named.
pub fn delta(server: &Server, document: &Document, previous: &str) -> Value {
    let last = server.tokens.borrow_mut().remove(document.uri.as_ref());
    let Some((_, before)) = last.filter(|(id, _)| id == previous) else { return full(server, document) };
    let data = numbered(server, document, None);
    let id = name_of(&data);
    let same = before.iter().zip(&data).take_while(|(old, new)| old == new).count();
    let most = before.len().min(data.len()) - same;
    let tail = before.iter().rev().zip(data.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let (gone, new) = (before.len() - tail - same, &data[same..data.len() - tail]);
    let edits = if gone == 0 && new.is_empty() {
        Vec::new()
    } else {
        vec![json!({ "start": same, "deleteCount": gone, "data": new })]
    };
    let answer = json!({ "resultId": id, "edits": edits });
    server.tokens.borrow_mut().insert(document.uri.as_ref().to_owned(), (id, data));
    answer
}

/// The tokens of a part of a text.
pub fn within(server: &Server, document: &Document, range: Range) -> Value {
    json!({ "data": numbered(server, document, Some(range)) })
}

fn name_of(data: &[u32]) -> String {
    let bytes: Vec<u8> = data.iter().flat_map(|number| number.to_le_bytes()).collect();
    format!("{:?}", Digest::of(&bytes))
}

/// Tokens as five numbers each: lines and columns since the one before, length, kind, and what else is true of it.
fn numbered(server: &Server, document: &Document, range: Option<Range>) -> Vec<u32> {
    let encoding = server.client.encoding;
    let offset = |position| encoding.offset(&document.text, &document.lines, position);
    let wanted = range.map_or(0..document.text.len(), |range| offset(range.start)..offset(range.end));
    let (mut line, mut column) = (0, 0);
    let mut data = Vec::new();
    for token in
        of(document).into_iter().filter(|token| token.place.start < wanted.end && wanted.start < token.place.end)
    {
        let at = |offset| encoding.position(&document.text, &document.lines, offset);
        let (start, end) = (at(token.place.start), at(token.place.end));
        let kind = TYPES.iter().position(|kind| *kind == token.kind).unwrap_or_default() as u32;
        let since = if start.line == line { start.character - column } else { start.character };
        data.extend([start.line - line, since, end.character - start.character, kind, u32::from(token.is_given)]);
        (line, column) = (start.line, start.character);
    }
    data
}

/// All tokens in the order of the text; none holds another, and none goes over a line.
fn of(document: &Document) -> Vec<Token> {
    let names = document.view().map_or_else(Vec::new, |view| names(&view));
    let (tree, _) = syntax::parse(FileId::new(0), &document.text);
    let mut tokens = Vec::new();
    let mut open: Vec<Node<'_>> = tree.items(&document.text).collect();
    while let Some(node) = open.pop() {
        open.extend(node.all_children());
        let Some((place, kind)) = word(node) else { continue };
        // Names within a text stay names.
        let first = names.partition_point(|name| name.place.end <= place.start);
        let inner = names[first..].iter().take_while(|name| name.place.start < place.end);
        let mut start = place.start;
        for name in inner {
            lines(&document.text, start..name.place.start, kind, &mut tokens);
            start = name.place.end;
        }
        lines(&document.text, start..place.end, kind, &mut tokens);
    }
    tokens.extend(names);
    tokens.sort_by_key(|token| (token.place.start, token.place.end));
    tokens.dedup_by(|next, one| next.place.start < one.place.end);
    tokens
}

/// A token for each line of a place.
fn lines(text: &str, place: Bytes<usize>, kind: &'static str, tokens: &mut Vec<Token>) {
    let mut start = place.start;
    for line in text.get(place).unwrap_or_default().split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if start < end {
            tokens.push(Token { place: start..end, kind, is_given: false });
        }
        start += line.len();
    }
}

/// What a part of the tree says without any name.
fn word(node: Node<'_>) -> Option<(Bytes<usize>, &'static str)> {
    let kind = match node.rule() {
        Rule::comment => "comment",
        Rule::string | Rule::raw | Rule::block => "string",
        Rule::number | Rule::duration | Rule::date => "number",
        Rule::chance if !node.text().starts_with(|first: char| first.is_ascii_alphabetic()) => "number",
        known if words::item_of(known).is_some() || words::property_of(known).is_some() => {
            return Some((node.word_span().range(), "keyword"));
        }
        _ => return None,
    };
    Some((node.span().range(), kind))
}

/// The names of a file by what they mean.
fn names(view: &View) -> Vec<Token> {
    let knowledge = view.knowledge();
    let given = pointing::given_in(knowledge, view.file).into_iter().map(|mention| (mention, true));
    let named = knowledge.mentions_in(view.file).into_iter().map(|mention| (mention, false));
    let token = |(mention, is_given): (crate::model::Mention, bool)| {
        let kind = match mention.meant {
            Meant::Item(id) => of_kind(knowledge.item(id).kind()),
            Meant::Option(..) => "enumMember",
            Meant::Stage(..) | Meant::Module(_) => "namespace",
        };
        Token { place: mention.span.range(), kind, is_given }
    };
    let mut tokens: Vec<Token> = given.chain(named).map(token).collect();
    tokens.sort_by_key(|token| (token.place.start, token.place.end));
    tokens.dedup_by(|next, one| next.place.start < one.place.end);
    tokens
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Guide => "namespace",
        Kind::Symptom => "event",
        Kind::Cause => "class",
        Kind::Check => "interface",
        Kind::Remedy => "method",
        Kind::Rule => "macro",
        Kind::Fact => "variable",
        Kind::Escalation | Kind::Result | Kind::Source => "type",
        Kind::Steps | Kind::Scenario => "function",
    }
}

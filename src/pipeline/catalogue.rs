//! Every item of the knowledge, as `kb.json` lists them.

use crate::emit::json::{self, KnowledgeItem};
use crate::guide::{Inline, Place};
use crate::model::{Item, ItemId, Kind};

use super::Analysis;

/// What stands before the first item of `kb.json`, at the end of its head.
const BEGIN: &[u8] = b"\"items\": [\n";
/// What stands between two items.
const BETWEEN: &[u8] = b",\n";
/// What stands behind the last one.
const END: &[u8] = b"\n ]\n}\n";

/// The text of `kb.json`.
pub(super) fn knowledge(understood: &Analysis) -> serde_json::Result<Vec<u8>> {
    let listing = Listing::of(understood);
    json::knowledge(listing.items(), understood.knowledge.items.len())
}

/// Of that text, the lines of each file. Nothing where no item is listed.
pub(super) fn of_files<'b>(understood: &Analysis, text: &'b [u8]) -> Option<Vec<&'b [u8]>> {
    let knowledge = &understood.knowledge;
    let (_, mut rest) = parts(text)?;
    let is_listed = |item: &&Item| item.kind() != Kind::Scenario;
    let counts = knowledge
        .modules
        .iter()
        .map(|module| knowledge.items[module.first..module.end].iter().filter(is_listed).count());
    let lines = counts.map(|count| {
        // In the text of an item a line break is written as an escape.
        let ends = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let end = if count == 0 { 0 } else { ends.take(count).nth(count - 1).unwrap_or(rest.len()) };
        let (lines, after) = rest.split_at(end);
        rest = after;
        lines.strip_suffix(BETWEEN).unwrap_or(lines)
    });
    Some(lines.collect())
}

/// The head of the text, and the items.
fn parts(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let begin = text.windows(BEGIN.len()).take(64).position(|window| window == BEGIN)? + BEGIN.len();
    let (head, rest) = text.split_at(begin);
    Some((head, rest.strip_suffix(END)?))
}

/// The text with other lines for some files: `lengths` are those of the lines of each file as they were, `new` the places of
/// these files with their lines, in order. Nothing where the text has other lengths.
pub(super) fn spliced(text: &[u8], lengths: impl Iterator<Item = usize>, new: &[(usize, &[u8])]) -> Option<Vec<u8>> {
    let (head, mut rest) = parts(text)?;
    let room = text.len() + new.iter().map(|(_, lines)| lines.len()).sum::<usize>();
    let mut out = Vec::with_capacity(room);
    out.extend_from_slice(head);
    let mut new = new.iter().peekable();
    for (at, length) in lengths.enumerate() {
        let (lines, after) = rest.split_at_checked(length)?;
        rest = if length > 0 { after.strip_prefix(BETWEEN).unwrap_or(after) } else { after };
        let lines = new.next_if(|(file, _)| *file == at).map_or(lines, |(_, lines)| lines);
        if !lines.is_empty() {
            out.extend_from_slice(lines);
            out.extend_from_slice(BETWEEN);
        }
    }
    let body = out.strip_suffix(BETWEEN)?.len();
    out.truncate(body);
    out.extend_from_slice(END);
    rest.is_empty().then_some(out)
}

/// What is listed.
struct Listing<'u> {
    understood: &'u Analysis,
    /// The ids of the guides.
    guides: Vec<String>,
    /// Each item with the places of the guides that hold it, in the order of items.
    held: Vec<(ItemId, u32)>,
}

impl<'u> Listing<'u> {
    fn of(understood: &'u Analysis) -> Self {
        let guides = understood.guides.iter().map(|(id, _)| understood.knowledge.qualified(*id)).collect();
        let mut held: Vec<(ItemId, u32)> = Vec::new();
        for (at, (_, members)) in understood.guides.iter().enumerate() {
            held.extend(members.all().map(|id| (id, at as u32)));
        }
        held.sort_unstable();
        Self { understood, guides, held }
    }

    /// The items in their order.
    fn items(&self) -> impl Iterator<Item = KnowledgeItem<'_>> {
        let knowledge = &self.understood.knowledge;
        let items = knowledge.ids().filter(|&id| knowledge.item(id).kind() != Kind::Scenario);
        items.map(|id| {
            let item = knowledge.item(id);
            let file = knowledge.sources.get(item.head.file).path.clone();
            KnowledgeItem {
                id: knowledge.qualified(id),
                kind: item.kind().word(),
                title: item.title.map(|title| Inline(knowledge.text(title).into_owned())),
                source: Place { file, line: knowledge.sources.line(item.head) },
                guides: self.holding(id).collect(),
            }
        })
    }

    fn holding(&self, id: ItemId) -> impl Iterator<Item = &str> {
        let from = self.held.partition_point(|(of, _)| *of < id);
        let held = self.held[from..].iter().take_while(move |(of, _)| *of == id);
        held.map(|(_, at)| self.guides[*at as usize].as_str())
    }
}

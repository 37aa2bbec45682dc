//! Every item of the knowledge, as `kb.json` lists them.

use crate::digest::{Digest, Digester};
use crate::emit::json::{self, KnowledgeItem};
use crate::guide::{Inline, Place};
use crate::model::{ItemId, Kind};

use super::Understood;

/// The text of `kb.json`, and for each file the digest of what is listed of it.
pub(super) fn knowledge(understood: &Understood) -> serde_json::Result<(Vec<u8>, Vec<Digest>)> {
    let listing = Listing::of(understood);
    let mut digests = Digests::default();
    let listed = listing.items().map(|(file, item)| {
        digests.add(file, &item);
        item
    });
    let bytes = json::knowledge(listed, understood.knowledge.items.len())?;
    Ok((bytes, digests.finish(understood.knowledge.modules.len())))
}

/// For each file the digest of what is listed of it.
pub(super) fn digests(understood: &Understood) -> Vec<Digest> {
    let mut digests = Digests::default();
    Listing::of(understood).items().for_each(|(file, item)| digests.add(file, &item));
    digests.finish(understood.knowledge.modules.len())
}

/// What is listed.
struct Listing<'u> {
    understood: &'u Understood,
    /// The ids of the guides.
    guides: Vec<String>,
    /// Each item with the places of the guides that hold it, in the order of items.
    held: Vec<(ItemId, u32)>,
}

impl<'u> Listing<'u> {
    fn of(understood: &'u Understood) -> Self {
        let guides = understood.guides.iter().map(|(id, _)| understood.knowledge.qualified(*id)).collect();
        let mut held: Vec<(ItemId, u32)> = Vec::new();
        for (at, (_, members)) in understood.guides.iter().enumerate() {
            let lists = [
                &members.symptoms,
                &members.causes,
                &members.mechanisms,
                &members.checks,
                &members.facts,
                &members.remedies,
                &members.rules,
                &members.escalations,
            ];
            held.extend(lists.into_iter().flatten().map(|&id| (id, at as u32)));
        }
        held.sort_unstable();
        Self { understood, guides, held }
    }

    /// The items in their order, each with the place of its file.
    fn items(&self) -> impl Iterator<Item = (usize, KnowledgeItem<'_>)> {
        let knowledge = &self.understood.knowledge;
        let items = knowledge.ids().filter(|&id| knowledge.item(id).kind() != Kind::Scenario);
        items.map(|id| {
            let item = knowledge.item(id);
            let file = knowledge.sources.get(item.head.file).path.clone();
            let described = KnowledgeItem {
                id: knowledge.qualified(id),
                kind: item.kind().word(),
                title: item.title.map(|title| Inline(knowledge.text(title).into_owned())),
                source: Place { file, line: knowledge.sources.line(item.head) },
                guides: self.holding(id).collect(),
            };
            (item.head.file.index(), described)
        })
    }

    fn holding(&self, id: ItemId) -> impl Iterator<Item = &str> {
        let from = self.held.partition_point(|(of, _)| *of < id);
        let held = self.held[from..].iter().take_while(move |(of, _)| *of == id);
        held.map(|(_, at)| self.guides[*at as usize].as_str())
    }
}

/// The digests of what is listed of files, one after another.
#[derive(Default)]
struct Digests {
    done: Vec<Digest>,
    current: Digester,
}

impl Digests {
    /// Adds an item of a file; the files come in order.
    fn add(&mut self, file: usize, item: &KnowledgeItem) {
        self.end_files_before(file);
        let KnowledgeItem { id, kind, title, source, guides } = item;
        let title = title.as_ref().map_or("-", |title| &title.0);
        [id.as_str(), kind, title].iter().for_each(|part| self.current.part(part.as_bytes()));
        self.current.part(&source.line.to_le_bytes());
        self.current.part(&(guides.len() as u64).to_le_bytes());
        guides.iter().for_each(|guide| self.current.part(guide.as_bytes()));
    }

    fn end_files_before(&mut self, file: usize) {
        while self.done.len() < file {
            self.done.push(std::mem::take(&mut self.current).finish());
        }
    }

    /// The digests of so many files.
    fn finish(mut self, files: usize) -> Vec<Digest> {
        self.end_files_before(files);
        self.done
    }
}

//! What a file says by itself, whatever stands in others.
//!
//! In: a text. Out: the modules that it uses, and what of its items others may ask for. It depends on the bytes of the file and
//! its path alone, so it is found once for each text.

use std::ops::Range;

use rayon::prelude::*;

use crate::model::{Body, Item, Kind, Knowledge, Numbers, understand};
use crate::pipeline::Told;
use crate::source::{FileId, Source, Sources};

use super::texts::Text;

/// What a file says by itself.
#[derive(Debug)]
pub(super) struct Said {
    /// The names of the modules that it uses.
    pub uses: Vec<String>,
    /// What it tells all others.
    pub told: Told,
    /// Its items: their kinds, and where their names stand.
    names: Vec<(Kind, u32, u32)>,
    /// The names of facts and checks whose values readers fill in.
    pub fillable: Vec<String>,
    /// The stages that its steps name, each once.
    pub named_stages: Vec<String>,
    /// Whether one of its guides could not be read as a whole.
    pub has_broken_guide: bool,
}

impl Said {
    /// What a text says. What its names lead to is not asked, so that it can be read alone.
    pub fn of(source: &Source, numbers: &Numbers) -> Self {
        let (knowledge, _) = understand(Sources::of([source]), numbers);
        Self::in_knowledge(&knowledge, FileId::new(0))
    }

    fn in_knowledge(knowledge: &Knowledge, file: FileId) -> Self {
        let module = &knowledge.modules[file.index()];
        let ids = || knowledge.ids_in(file);
        let names = ids().map(|id| {
            let item = knowledge.item(id);
            (item.kind(), item.name.span.start, item.name.span.end)
        });
        let stage = |item: &Item| match &item.body {
            Body::Check(check) => check.procedure.stage,
            Body::Remedy(remedy) => remedy.procedure.stage,
            _ => None,
        };
        let stages = ids().filter_map(|id| stage(knowledge.item(id)));
        let mut named_stages: Vec<String> = stages.map(|name| knowledge.spelled(name).to_owned()).collect();
        named_stages.sort_unstable();
        named_stages.dedup();
        let fillable = ids().filter(|&id| is_fillable(knowledge.item(id)));
        Self {
            uses: module.uses.iter().map(|used| knowledge.slice(used.span).to_owned()).collect(),
            told: Told::of(knowledge, file),
            names: names.collect(),
            fillable: fillable.map(|id| knowledge.name(id).to_owned()).collect(),
            named_stages,
            has_broken_guide: ids().map(|id| knowledge.item(id)).any(|item| item.kind() == Kind::Guide && item.broken),
        }
    }

    /// Where the names of its items stand, with their kinds.
    pub fn places(&self) -> impl Iterator<Item = (Kind, Range<usize>)> + Clone {
        self.names.iter().map(|&(kind, start, end)| (kind, start as usize..end as usize))
    }

    /// The names of its items with their kinds, as they stand in its text.
    pub fn names<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Kind, &'t str)> + Clone {
        self.places().map(|(kind, at)| (kind, &text[at]))
    }
}

/// Whether it matters to an item that its name stands in angle brackets in some text.
fn is_fillable(item: &Item) -> bool {
    match &item.body {
        Body::Fact(_) => true,
        Body::Check(check) => check.asks.is_some(),
        _ => false,
    }
}

/// Takes what texts say from knowledge that was read from them, one file each.
pub(super) fn say_all(texts: &[std::sync::Arc<Text>], knowledge: &Knowledge) {
    texts.par_iter().enumerate().for_each(|(at, text)| {
        text.says(|| Said::in_knowledge(knowledge, FileId::new(at)));
    });
}

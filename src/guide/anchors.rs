//! Anchors of items on the page of a guide.

use rustc_hash::FxHashMap;

use crate::graph::Members;
use crate::model::{ItemId, Kind, Knowledge};

/// The items whose plain name another item of the guide has too.
pub(super) struct Anchors {
    shared: Vec<(Kind, String, ItemId)>,
}

impl Anchors {
    /// Finds which names stand twice: only these need their module in front.
    pub fn new(knowledge: &Knowledge, members: &Members) -> Self {
        let mut named: FxHashMap<&str, ItemId> = FxHashMap::default();
        let mut shared = Vec::new();
        for id in members.all() {
            let first = *named.entry(knowledge.name(id)).or_insert(id);
            if first != id {
                for twin in [first, id] {
                    shared.push((knowledge.item(twin).kind(), knowledge.qualified(twin).replace('.', "-"), twin));
                }
            }
        }
        Anchors { shared }
    }

    /// The anchor of an item: its kind, which keeps it apart from the page's own, and its name.
    pub fn of_named(&self, id: ItemId, kind: Kind, name: &str) -> String {
        match self.shared.iter().find(|(_, _, twin)| *twin == id) {
            Some((kind, qualified, _)) => [kind.word(), "-", qualified].concat(),
            None => [kind.word(), "-", name].concat(),
        }
    }
}

impl super::GuideContext<'_> {
    /// The anchor of an item on this page.
    pub(super) fn anchor(&self, id: ItemId) -> String {
        self.anchors.of_named(id, self.knowledge.item(id).kind(), self.knowledge.name(id))
    }
}

/// The items that a guide's page shows at an anchor of their own, with these anchors.
#[must_use]
pub fn anchors_of(knowledge: &Knowledge, members: &Members) -> Vec<(ItemId, String)> {
    let anchors = Anchors::new(knowledge, members);
    let lists = [
        &members.symptoms,
        &members.causes,
        &members.checks,
        &members.facts,
        &members.remedies,
        &members.rules,
        &members.escalations,
    ];
    let items = lists.into_iter().flatten();
    let anchor = |&id: &ItemId| (id, anchors.of_named(id, knowledge.item(id).kind(), knowledge.name(id)));
    items.map(anchor).collect()
}

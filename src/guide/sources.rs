//! Citations: which statements come from where, in the order in which a reader meets them.

use crate::model::{Body, ItemId};

use super::{GuideContext, SourceCard};

/// The sources that were cited so far. A citation is a place in this list, from 1.
pub(super) struct Citations<'c, 'a> {
    cx: &'c GuideContext<'a>,
    cited: Vec<ItemId>,
}

impl<'c, 'a> Citations<'c, 'a> {
    /// None yet.
    pub fn new(cx: &'c GuideContext<'a>) -> Self {
        Citations { cx, cited: Vec::new() }
    }

    /// The numbers of what an item cites.
    pub fn cite(&mut self, id: ItemId) -> Vec<u32> {
        let names = &self.cx.knowledge.common(id).cite;
        names.iter().filter_map(|name| name.to).map(|source| self.number(source)).collect()
    }

    fn number(&mut self, source: ItemId) -> u32 {
        let at = self.cited.iter().position(|&seen| seen == source).unwrap_or_else(|| {
            self.cited.push(source);
            self.cited.len() - 1
        });
        at as u32 + 1
    }

    /// A card for each source.
    pub fn cards(self) -> Vec<SourceCard> {
        let cx = self.cx;
        let numbered = self.cited.into_iter().zip(1..);
        numbered
            .filter_map(|(id, number)| {
                let Body::Source(source) = &cx.knowledge.item(id).body else { return None };
                Some(SourceCard {
                    number,
                    id: cx.knowledge.qualified(id),
                    // A source may be cited from a module in which another has its name: the number keeps them apart.
                    anchor: format!("source-{number}"),
                    title: cx.title(id),
                    links: source.links.iter().map(|&link| cx.web_link(link)).collect(),
                    seen: source.seen.map(|date| date.value.to_string()),
                })
            })
            .collect()
    }
}

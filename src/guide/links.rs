//! Links by name in texts, as a document has them.
//!
//! In: a text that says `[words](kind:name)`. Out: the same with `guide:PATH` or `guide:PATH#ANCHOR` for an address, where `PATH` is
//! that of the guide's document, so that each format can lead there in its own way. What the guide of the text does not hold has
//! no place to lead to: of such a link the words are left.

use std::borrow::Cow;

use crate::model::{ItemId, Kind, Text, replace_links};

use super::{GuideContext, GuideLink, pages};

impl GuideContext<'_> {
    /// What a text says, its links by name with their addresses.
    pub(super) fn text(&self, text: Text) -> String {
        let verbatim = self.knowledge.verbatim(text);
        let links = self.knowledge.linked_from(text);
        let resolved = if links.is_empty() {
            verbatim
        } else {
            Cow::Owned(replace_links(&verbatim, |nth| self.address(links.get(nth).copied().flatten()?)))
        };
        self.knowledge.terms.put_into(resolved).into_owned()
    }

    fn address(&self, to: ItemId) -> Option<String> {
        let kind = self.knowledge.item(to).kind();
        if kind == Kind::Guide {
            return Some(format!("guide:{}", self.setting.pages.path(to)));
        }
        let is_shown = match kind {
            Kind::Symptom => self.guide_symptoms().any(|symptom| symptom == to),
            _ => self.members.contains(self.knowledge, to),
        };
        is_shown.then(|| format!("guide:{}#{}", self.setting.pages.path(self.guide), self.anchor(to)))
    }

    fn guide_symptoms(&self) -> impl Iterator<Item = ItemId> + '_ {
        let symptoms = self.knowledge.guide(self.guide).into_iter().flat_map(|guide| &guide.symptoms);
        symptoms.filter_map(|name| name.to)
    }

    /// The guides that an item says are worth a look.
    pub(super) fn see(&self, id: ItemId) -> Vec<GuideLink> {
        let named = self.knowledge.common(id).further().see.iter().filter_map(|name| name.to);
        named.filter(|&other| other != self.guide).map(|other| pages::guide_link(self, other)).collect()
    }
}

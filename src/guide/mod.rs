//! A finished guide as a document: every choice of what is said, in which order, and what links where.
//!
//! In: the knowledge, what a guide holds, its plan, and an edition. Out: a [`Document`]. No format is known here.

mod anchors;
mod around;
mod assistant_model;
mod cards;
mod document;
mod images;
mod links;
mod log_names;
mod pages;
mod picture;
mod procedure_card;
mod route;
mod sources;
mod words;

pub use assistant_model::{Means, Walk, WalkBlank, WalkChoice, WalkEnd, WalkItem, WalkStep};
pub use document::*;
pub use images::image_path;
pub use log_names::LogNames;
pub use pages::Pages;
pub use picture::{Picture, PictureKind, PictureNode, ties};

use std::sync::Arc;

use crate::address::WebLink;
use crate::decision::Decision;
use crate::edition::Edition;
use crate::estimates::Places;
use crate::graph::{Members, Web};
use crate::model::{self, Chances, ItemId, Knowledge, Numbers, Text};
use crate::reasoning::{BrowserModel, Plan, Printed, Published};
use crate::source::Span;
use crate::words::{Sayings, Words};

use anchors::Anchors;
pub use anchors::anchors_of;
use sources::Citations;

/// What documents are made from, the same for all guides.
pub struct Setting<'a> {
    /// The knowledge.
    pub knowledge: &'a Knowledge,
    /// Its ties.
    pub web: &'a Web,
    /// What words mean, and what is taken where an author says nothing.
    pub numbers: &'a Numbers,
    /// Where each guide's page is.
    pub pages: &'a Pages,
    /// The edition that they are of.
    pub edition: &'a Edition,
    /// Whether sessions of readers are collected.
    pub collects: bool,
    /// The numbers of the text that were learned.
    pub learned: &'a Places,
}

/// What one guide is made from.
pub struct Findings<'a> {
    /// What it holds.
    pub members: &'a Members,
    /// What the engine was given.
    pub decision: &'a Decision,
    /// What the engine found, in every form in which it is published.
    pub published: &'a Published,
}

/// What every part of a document needs at hand.
struct GuideContext<'a> {
    setting: &'a Setting<'a>,
    knowledge: &'a Knowledge,
    guide: ItemId,
    members: &'a Members,
    decision: &'a Decision,
    plan: &'a Plan,
    printed: &'a Printed,
    compact: &'a Arc<BrowserModel>,
    anchors: Anchors,
    chances: Chances,
}

impl GuideContext<'_> {
    /// The words of the edition.
    fn words(&self) -> &'static Words {
        self.setting.edition.words()
    }

    /// What guides say of themselves.
    fn sayings(&self) -> &Sayings {
        &self.words().guide
    }

    fn verbatim(&self, text: Text) -> String {
        self.knowledge.verbatim(text).into_owned()
    }

    fn web_link(&self, link: model::WebLink) -> WebLink {
        self.knowledge.web_link(link, |label| self.text(label))
    }

    fn inline(&self, text: Text) -> Inline {
        Inline(self.text(text))
    }

    fn markdown(&self, text: Text) -> Markdown {
        Markdown(self.text(text))
    }

    fn optional(&self, text: Option<Text>) -> Option<Markdown> {
        text.map(|text| self.markdown(text))
    }

    fn title(&self, id: ItemId) -> Inline {
        Inline(self.knowledge.title(id).into_owned())
    }

    fn aka(&self, id: ItemId) -> Vec<String> {
        self.knowledge.common(id).further().aka.iter().map(|&aka| self.text(aka)).collect()
    }

    fn about(&self, id: ItemId) -> Option<Markdown> {
        self.optional(self.knowledge.common(id).about)
    }

    fn place(&self, span: Span) -> Place {
        let sources = &self.knowledge.sources;
        Place { file: sources.get(span.file).path.clone(), line: sources.line(span) }
    }

    fn source(&self, id: ItemId) -> Place {
        self.place(self.knowledge.item(id).head)
    }

    fn link<T>(&self, id: ItemId, how_often: T) -> Link<T> {
        Link { id: self.knowledge.qualified(id), anchor: self.anchor(id), title: self.title(id), how_often }
    }
}

/// Makes the document of a guide. Nothing where the item is no guide.
#[must_use]
pub fn document(setting: &Setting, id: ItemId, findings: &Findings) -> Option<Document> {
    let knowledge = setting.knowledge;
    let guide = knowledge.guide(id)?;
    let cx = &GuideContext {
        setting,
        knowledge,
        guide: id,
        members: findings.members,
        decision: findings.decision,
        plan: &findings.published.judged.plan,
        printed: &findings.published.printed,
        compact: &findings.published.compact,
        anchors: Anchors::new(knowledge, findings.members),
        chances: knowledge.chances_told(&findings.members.causes, setting.numbers.told),
    };
    let common = knowledge.common(id);
    let further = common.further();
    let mut citations = Citations::new(cx);
    citations.cite(id);
    let layout = route::Layout::new(cx);
    let way = route::way(cx, guide, &layout);
    let order = route::order(cx, &layout);
    let symptoms = cards::symptoms(cx, guide, &layout, &mut citations);
    let causes = cards::causes(cx, &mut citations);
    let picture = picture::picture(cx, &causes);
    let checks = cards::checks(cx, &order, &mut citations);
    let remedies = cards::remedies(cx, &order, &mut citations);
    let rules = around::rules(cx, &mut citations);
    Some(Document {
        id: knowledge.qualified(id),
        path: setting.pages.path(id).to_owned(),
        title: cx.title(id),
        summary: cx.optional(guide.summary),
        about: cx.about(id),
        see: cx.see(id),
        applies_to: common.when.as_ref().map(|guard| words::condition(cx, &guard.condition)),
        owner: common.owner.map(|owner| cx.text(owner)),
        reviewed: common.reviewed.map(|date| date.value.to_string()),
        changed: further.changed.map(|date| date.value.to_string()),
        tags: further.tags.iter().map(|&tag| words::tag(knowledge, tag)).collect(),
        aka: cx.aka(id),
        moved_from: knowledge.former_ids(id),
        source: cx.source(id),
        symptoms,
        way,
        causes,
        checks,
        remedies,
        facts: around::facts(cx),
        rules,
        escalations: around::escalations(cx, guide),
        sources: citations.cards(),
        related: pages::related(cx, id),
        walk: Some(assistant_model::walk(cx)),
        picture: Some(picture),
    })
}

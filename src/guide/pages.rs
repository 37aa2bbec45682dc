//! Where the page of each guide is.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ItemId, Kind, Knowledge};

use super::{GuideContext, GuideLink};

/// Names that pages of the site itself have.
const TAKEN: [&str; 3] = ["index", "search", "404"];

/// The paths of all guides.
#[derive(Debug, Default)]
pub struct Pages {
    paths: FxHashMap<ItemId, String>,
}

impl Pages {
    /// Gives each guide the path of its module, and its name where the module is not called so.
    ///
    /// Where two guides would have one path, or a guide that of the site's own pages, the name is put behind the
    /// path of the module in any case.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let guides = knowledge.ids_of(Kind::Guide);
        let mut seen: FxHashSet<String> = TAKEN.into_iter().map(str::to_owned).collect();
        let mut shared: FxHashSet<String> = seen.clone();
        for &id in guides {
            let path = short(knowledge, id);
            if !seen.insert(path.clone()) {
                shared.insert(path);
            }
        }
        let path = |id: ItemId| {
            let path = short(knowledge, id);
            if shared.contains(&path) { long(knowledge, id) } else { path }
        };
        Pages { paths: guides.iter().map(|&id| (id, path(id))).collect() }
    }

    /// The pages of guides whose paths are known already.
    #[must_use]
    pub fn known(paths: impl IntoIterator<Item = (ItemId, String)>) -> Self {
        Pages { paths: paths.into_iter().collect() }
    }

    /// The path of a guide's page, without an ending; empty for what is no guide.
    #[must_use]
    pub fn path(&self, guide: ItemId) -> &str {
        self.paths.get(&guide).map_or("", String::as_str)
    }
}

fn short(knowledge: &Knowledge, id: ItemId) -> String {
    let module = knowledge.module(id).replace('.', "/");
    if module.rsplit('/').next() == Some(knowledge.name(id)) { module } else { long(knowledge, id) }
}

fn long(knowledge: &Knowledge, id: ItemId) -> String {
    format!("{}/{}", knowledge.module(id).replace('.', "/"), knowledge.name(id))
}

/// A guide as others link to it.
pub(super) fn guide_link(cx: &GuideContext, id: ItemId) -> GuideLink {
    let summary = cx.knowledge.guide(id).and_then(|guide| guide.summary);
    GuideLink {
        id: cx.knowledge.qualified(id),
        path: cx.setting.pages.path(id).to_owned(),
        title: cx.title(id),
        summary: cx.optional(summary),
    }
}

/// The guides to which routes of this one lead.
pub(super) fn related(cx: &GuideContext, guide: ItemId) -> Vec<GuideLink> {
    let others = cx.members.guides.iter().filter(|&&id| id != guide);
    others.map(|&id| guide_link(cx, id)).collect()
}

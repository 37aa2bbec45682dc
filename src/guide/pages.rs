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
        let named = guides.iter().map(|&id| (knowledge.module(id), knowledge.name(id)));
        Pages { paths: guides.iter().copied().zip(Self::of_names(named)).collect() }
    }

    /// The paths of guides by the names of their modules and their own, in the order of files and lines.
    pub fn of_names<'n>(guides: impl Iterator<Item = (&'n str, &'n str)> + Clone) -> Vec<String> {
        let mut seen: FxHashSet<String> = TAKEN.into_iter().map(str::to_owned).collect();
        let mut shared: FxHashSet<String> = seen.clone();
        for (module, name) in guides.clone() {
            let path = short(module, name);
            if !seen.insert(path.clone()) {
                shared.insert(path);
            }
        }
        let path = |(module, name)| {
            let path = short(module, name);
            if shared.contains(&path) { long(module, name) } else { path }
        };
        guides.map(path).collect()
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

fn short(module: &str, name: &str) -> String {
    let path = module.replace('.', "/");
    if path.rsplit('/').next() == Some(name) { path } else { long(module, name) }
}

fn long(module: &str, name: &str) -> String {
    format!("{}/{name}", module.replace('.', "/"))
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

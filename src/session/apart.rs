//! Two projects, as far as they are not the same.
//!
//! In: a version of a project, and an older one. Out: the groups of files that are not the same in both, understood on either
//! side, and what is different between them. What groups of files mean depends on nothing else, so that all others are as before.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::change::{Change, Side, compare};
use crate::diagnostics::{Diagnostic, Level};
use crate::digest::Digest;
use crate::model::{Kind, plain_name};
use crate::pipeline::{Analysis, addresses, is_of_pictures};
use crate::plans::Plans;
use crate::source::{ReadFault, Sources};

use super::part::Part;
use super::texts::Text;
use super::world::World;
use super::{GuideEntry, State};

/// One of two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The older one.
    Older,
    /// The newer one.
    Newer,
}

/// Why two versions cannot be compared.
#[derive(Debug)]
pub enum Incomparable {
    /// Files of one could not be read.
    Unread(Which, Vec<ReadFault>),
    /// One has errors.
    Errors(Which, Vec<Diagnostic>, Box<Sources>),
    /// Neither has a guide of this name.
    NoGuide(String),
}

/// What is known of links beside the rules.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Addresses that are kept alive wherever their items are now.
    pub kept: BTreeSet<String>,
    /// The version of the published JSON, where it is known.
    pub format: Option<u32>,
}

/// What two versions have that is not the same in both.
struct Apart {
    older: Arc<Part>,
    newer: Arc<Part>,
}

impl State<'_> {
    /// What is different between an older version and this one. With a guide's name, only what concerns that guide.
    pub fn change_from(
        &self,
        older: &State<'_>,
        links: (&Links, &Links),
        only: Option<&str>,
    ) -> Result<Change, Incomparable> {
        for (state, which) in [(older, Which::Older), (self, Which::Newer)] {
            let unread = state.texts.unread();
            if !unread.is_empty() {
                return Err(Incomparable::Unread(which, unread));
            }
        }
        let (guides, old_guides) = (self.guides(), older.guides());
        if let Some(name) = only
            && !guides.iter().chain(&old_guides).any(|guide| is_called(&guide.id, name))
        {
            return Err(Incomparable::NoGuide(name.to_owned()));
        }
        let apart = Apart::of(older, self);
        for (part, which) in [(&apart.older, Which::Older), (&apart.newer, Which::Newer)] {
            let is_error = |finding: &&Diagnostic| finding.level == Level::Error && !is_of_pictures(finding);
            let errors: Vec<Diagnostic> = part.understood.findings.iter().filter(is_error).cloned().collect();
            if !errors.is_empty() {
                let sources = Sources::of(part.texts.iter().map(|text| &text.source));
                return Err(Incomparable::Errors(which, errors, Box::new(sources)));
            }
        }
        let (old_plans, plans) = (older.session.plans(), self.session.plans());
        let before = older.side(&apart.older, links.0, &old_guides, &old_plans);
        let now = self.side(&apart.newer, links.1, &guides, &plans);
        Ok(compare(&before, &now, guides.len(), only))
    }

    fn side<'a>(&'a self, part: &'a Part, links: &'a Links, guides: &[GuideEntry], plans: &'a Plans) -> Side<'a> {
        let Analysis { knowledge, web, guides: held, .. } = &part.understood;
        let paths: FxHashMap<&str, &str> =
            guides.iter().map(|guide| (guide.id.as_str(), guide.path.as_str())).collect();
        let config = &self.session.config;
        Side {
            knowledge,
            web,
            guides: held,
            edition: &config.edition,
            numbers: &config.numbers,
            plans,
            addresses: addresses(&part.understood, &|guide| {
                paths.get(knowledge.qualified(guide).as_str()).map(|path| (*path).to_owned())
            }),
            kept: &links.kept,
            gone: &config.gone,
            format: links.format,
        }
    }
}

fn is_called(id: &str, name: &str) -> bool {
    id == name || plain_name(id) == name
}

impl Apart {
    fn of(older: &State<'_>, newer: &State<'_>) -> Self {
        let (old_config, config) = (&older.session.config, &newer.session.config);
        let (old_files, files) = (&*older.session.files, &*newer.session.files);
        let before = World::new(&older.texts, old_files, &old_config.numbers);
        let now = World::new(&newer.texts, files, &config.numbers);
        let is_all = old_config.numbers != config.numbers || old_config.rules != config.rules;
        let moved = !is_all && has_gone(older, newer);
        let (old_keys, keys) = (keys(&before), keys(&now));
        let places = |world: &World<'_>, keys: &[Digest], others: &[Digest]| {
            let others: FxHashSet<Digest> = others.iter().copied().collect();
            let says_moved =
                |group: &[usize]| group.iter().any(|&at| world.texts.list[at].source.text().contains("moved-from"));
            let is_other =
                |(group, key): &(&Vec<usize>, &Digest)| is_all || !others.contains(*key) || moved && says_moved(group);
            let mut places: Vec<usize> =
                world.groups.iter().zip(keys).filter(is_other).flat_map(|(group, _)| group.iter().copied()).collect();
            places.sort_unstable();
            places
        };
        let (old_places, new_places) = (places(&before, &old_keys, &keys), places(&now, &keys, &old_keys));
        let (older, newer) = rayon::join(
            || Arc::new(Part::of_groups(&before, &old_places, (old_files, old_config))),
            || Arc::new(Part::of_groups(&now, &new_places, (files, config))),
        );
        Self { older, newer }
    }
}

fn keys(world: &World<'_>) -> Vec<Digest> {
    world.groups.iter().map(|group| world.key(group)).collect()
}

/// Whether the older version has an id that the newer one has not: then a `moved-from` in any file may name it. A file that is
/// the same in both has the same ids, and is not looked at.
fn has_gone(older: &State<'_>, newer: &State<'_>) -> bool {
    let now: FxHashMap<&str, &Arc<Text>> =
        newer.texts.list.iter().map(|text| (text.source.path.as_str(), text)).collect();
    older.texts.list.iter().any(|text| match now.get(text.source.path.as_str()) {
        Some(same) if same.digest() == text.digest() => false,
        Some(other) => {
            let kept: FxHashSet<&str> = names(other, newer).collect();
            names(text, older).any(|name| !kept.contains(name))
        }
        None => names(text, older).next().is_some(),
    })
}

/// The names of the items of a text. Scenarios have none.
fn names<'t>(text: &'t Text, of: &State<'_>) -> impl Iterator<Item = &'t str> {
    let said = text.said(&of.session.config.numbers);
    said.names(text.source.text()).filter(|(kind, _)| *kind != Kind::Scenario).map(|(_, name)| name)
}

//! What is kept of a group of files that use each other.
//!
//! In: what was found when it was read. Out: the same as long as its bytes are the same and all that it asked of other files is
//! still answered so. Places count files within the group, so that others may come and go.

use std::sync::OnceLock;

use crate::diagnostics::catalogue::names;
use crate::diagnostics::{Diagnostic, Level};
use crate::digest::Digest;
use crate::lints::{Allows, Levels, Ran};

use super::world::World;

/// What was found of a group.
#[derive(Debug)]
pub(super) struct Checked {
    /// What reading and lints found, before anything is allowed.
    found: Vec<Diagnostic>,
    allows: Allows,
    has_errors: bool,
    needs: Needs,
    /// What the plans of its guides find.
    plan: OnceLock<Vec<Diagnostic>>,
}

impl Checked {
    pub fn new(found: Vec<Diagnostic>, allows: Allows, needs: Needs) -> Self {
        let has_errors = found.iter().any(|finding| finding.level == Level::Error);
        Self { found, allows, has_errors, needs, plan: OnceLock::new() }
    }

    /// Whether anything is wrong that forbids to publish.
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    /// Whether it is known what the plans of its guides find.
    pub fn is_planned(&self) -> bool {
        self.plan.get().is_some()
    }

    /// Takes in what the plans of its guides find.
    pub fn plan_finds(&self, found: Vec<Diagnostic>) {
        self.plan.get_or_init(|| found);
    }

    /// Whether all that it asked of other files is still answered so.
    pub fn holds(&self, world: &World, group: &[usize]) -> bool {
        self.needs.hold(world, group)
    }

    /// The names that it gives twice.
    pub fn twice(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter().filter(|finding| finding.fault.code == names::DEFINED_TWICE.code)
    }

    /// All findings, those of lints that look at all files `together`, too; those of plans where they are wanted.
    pub fn findings(&self, with_plans: bool, levels: &Levels, together: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let plan = self.plan.get().filter(|_| with_plans);
        let ran = if plan.is_some() { Ran::All } else { Ran::Some };
        let all = self.found.iter().chain(plan.into_iter().flatten()).cloned().chain(together).collect();
        levels.apply(self.allows.apply(ran, levels, all))
    }
}

/// What a group asked of files that have nothing to do with it, and what was answered.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Names that lead nowhere here are looked for elsewhere.
    names: Option<Digest>,
    stages: Option<Digest>,
    pictures: Option<Digest>,
    /// Whether some names stand in angle brackets.
    filled_in: Vec<(String, bool)>,
}

impl Needs {
    /// What a group with these findings asked.
    pub fn of(world: &World, group: &[usize], found: &[Diagnostic]) -> Self {
        let astray = [&names::UNKNOWN_NAME, &names::UNKNOWN_MODULE, &names::UNKNOWN_OUTCOME, &names::UNKNOWN_STAGE];
        let is_astray = |finding: &Diagnostic| astray.iter().any(|fault| fault.code == finding.fault.code);
        let said = || group.iter().map(|&at| world.said(at));
        let asks_names = said().any(|said| said.told.links_to_items) || found.iter().any(is_astray);
        let has_stage = |name: &String| said().any(|said| said.told.stages.contains(name));
        let asks_stages = said().flat_map(|said| &said.named_stages).any(|name| !has_stage(name));
        let fillable = said().flat_map(|said| &said.fillable);
        Self {
            names: asks_names.then(|| world.names()),
            stages: asks_stages.then(|| world.stages()),
            pictures: own_pictures(world, group).map(|own| world.pictures(&own)),
            filled_in: fillable.map(|name| (name.clone(), world.fills_in(name))).collect(),
        }
    }

    fn hold(&self, world: &World, group: &[usize]) -> bool {
        self.names.is_none_or(|names| names == world.names())
            && self.stages.is_none_or(|stages| stages == world.stages())
            && self
                .pictures
                .is_none_or(|pictures| pictures == world.pictures(&own_pictures(world, group).unwrap_or_default()))
            && self.filled_in.iter().all(|(name, filled_in)| *filled_in == world.fills_in(name))
    }
}

/// The pictures that a group shows; nothing where it shows none.
fn own_pictures<'w>(world: &World<'w>, group: &[usize]) -> Option<Vec<&'w str>> {
    let own = group.iter().flat_map(|&at| &world.said(at).told.pictures).map(String::as_str);
    let own: Vec<&str> = own.collect();
    (!own.is_empty()).then_some(own)
}

//! What is kept between questions, by groups of files.
//!
//! In: a version of the project. Out: what was found of each of its groups; only groups that are new, or that asked something
//! of others which is answered otherwise by now, are understood again. What is kept is true of the bytes that it is kept by, so
//! it may be filled from any version, and a question that is given up leaves it whole.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::diagnostics::{self, Diagnostic};
use crate::digest::Digest;
use crate::lints::{self, Levels};
use crate::pipeline::{self, Told, found_together};
use crate::plans::Plans;
use crate::source::{FileId, Files, Sources};

use super::checked::Checked;
use super::part::{Part, Slots};
use super::said::say_all;
use super::texts::{Text, Texts};
use super::world::World;
use super::{Found, Stopped};

/// A group that no question of so many asked for is forgotten: an edit that is taken back is found again for a while.
const KEPT: u64 = 16;

/// What a question is asked with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub files: &'a dyn Files,
    pub config: &'a Config,
    pub plans: &'a Plans,
}

/// What is kept.
#[derive(Default)]
pub(super) struct Memo {
    checked: FxHashMap<Digest, (Arc<Checked>, u64)>,
    together: Option<Together>,
    questions: u64,
}

/// What lints found that hold the items of all files against each other.
struct Together {
    texts: Vec<Arc<Text>>,
    /// The names that were given twice, which these lints pass over.
    twice: Vec<Diagnostic>,
    found: Vec<Diagnostic>,
}

/// What a question came to.
pub(super) struct Answer {
    pub found: Found,
    /// What was understood for it.
    pub parts: Vec<Part>,
}

impl Memo {
    /// Keeps what was found of a whole project.
    pub fn of(whole: &Part, texts: &Texts, asking: Asking) -> Self {
        say_all(&whole.texts, &whole.understood.knowledge);
        let world = World::new(texts, asking.files, &asking.config.numbers);
        let all: Vec<usize> = (0..whole.texts.len()).collect();
        let groups: Vec<&[usize]> = world.groups.iter().map(Vec::as_slice).collect();
        let (checked, slots) = whole.checked(&world, &all, &groups);
        whole.tell(&checked.iter().collect::<Vec<_>>(), &slots);
        let twice = checked.iter().zip(&groups).flat_map(|(checked, group)| twice(checked, group)).collect();
        let knowledge = &whole.understood.knowledge;
        let found = whole.understood.findings.iter().filter(|finding| lints::is_of_all_together(knowledge, finding));
        let together = Together { texts: whole.texts.clone(), twice, found: found.cloned().collect() };
        let kept = groups.iter().zip(checked).map(|(group, checked)| (world.key(group), (Arc::new(checked), 0)));
        Self { checked: kept.collect(), together: Some(together), questions: 0 }
    }

    /// All findings of a version of the project.
    pub fn findings(&mut self, texts: &Texts, asking: Asking) -> Result<Answer, Stopped> {
        self.questions += 1;
        let world = World::new(texts, asking.files, &asking.config.numbers);
        let groups: Vec<&[usize]> = world.groups.iter().map(Vec::as_slice).collect();
        let keys: Vec<Digest> = groups.iter().map(|group| world.key(group)).collect();
        let mut parts = Vec::new();
        let known = |memo: &Self, at: usize| {
            let known = memo.checked.get(&keys[at]).map(|(checked, _)| checked);
            known.is_some_and(|checked| checked.holds(&world, groups[at]))
        };
        let stale: Vec<usize> = (0..groups.len()).filter(|&at| !known(self, at)).collect();
        if !stale.is_empty() {
            let (read, checked) = Read::of(&world, stale, asking)?;
            for (at, checked) in read.groups.iter().zip(checked) {
                self.checked.insert(keys[*at], (Arc::new(checked), self.questions));
            }
            parts.push(read);
        }
        let checked: Vec<Arc<Checked>> = keys.iter().filter_map(|key| self.used(*key)).collect();
        let unread = pipeline::unread_findings(texts.list.is_empty(), texts.unread(), asking.config);
        let has_errors = !unread.is_empty() || checked.iter().any(|checked| checked.has_errors());
        let mut is_first = false;
        if !has_errors {
            is_first = plan(&world, &checked, &mut parts, asking)?;
        }
        self.forget();
        let together = self.together(&world, &checked, asking.config);
        let mut all = settle(&world, &checked, together, (!has_errors, asking.config));
        all.extend(Levels::of(asking.config).apply(unread));
        let unused =
            pipeline::unused_settings(&texts.list.iter().map(|text| &text.source).collect::<Vec<_>>(), asking.config);
        all.extend(Levels::of(asking.config).apply(unused));
        let sources = texts.sources();
        diagnostics::sort(&mut all, &sources);
        let found = Found { sources: Arc::new(sources), findings: all, has_errors, is_first };
        Ok(Answer { found, parts: parts.into_iter().map(|read| read.part).collect() })
    }

    fn used(&mut self, key: Digest) -> Option<Arc<Checked>> {
        let (checked, used) = self.checked.get_mut(&key)?;
        *used = self.questions;
        Some(Arc::clone(checked))
    }

    /// What lints find that hold the items of all files against each other: as it was, where no word is another.
    fn together(&mut self, world: &World, checked: &[Arc<Checked>], config: &Config) -> &[Diagnostic] {
        let now = &world.texts.list;
        let twice: Vec<Diagnostic> =
            checked.iter().zip(&world.groups).flat_map(|(checked, group)| twice(checked, group)).collect();
        let is_same = |before: &Together| {
            let moved: Vec<usize> = (0..now.len().min(before.texts.len()))
                .filter(|&at| !Arc::ptr_eq(&now[at], &before.texts[at]))
                .collect();
            let with_aka = || before.texts.iter().chain(now).any(|text| told(text, config).has_aka());
            let same_words = |at: &usize| {
                let (was, is) = (&before.texts[*at], &now[*at]);
                was.source.path == is.source.path && told(is, config).says_the_same(told(was, config), with_aka())
            };
            let moves = |finding: &Diagnostic| finding.files().any(|file| moved.binary_search(&file.index()).is_ok());
            now.len() == before.texts.len()
                && before.twice == twice
                && moved.iter().all(same_words)
                && !before.found.iter().any(moves)
        };
        if !self.together.as_ref().is_some_and(is_same) {
            let words = now
                .iter()
                .enumerate()
                .map(|(at, text)| told(text, config).worded(FileId::new(at), text.source.text()).unwrap_or_default());
            let sources = Sources::of(now.iter().map(|text| &text.source));
            let found = found_together(sources, words.collect(), (config, &twice));
            self.together = Some(Together { texts: now.clone(), twice, found });
        }
        self.together.as_ref().map_or(&[], |together| &together.found)
    }

    /// Forgets what nobody asked for in a while.
    fn forget(&mut self) {
        let questions = self.questions;
        self.checked.retain(|_, (_, used)| *used + KEPT > questions);
    }
}

/// Groups that were read for a question.
struct Read {
    part: Part,
    /// Their places among all groups, in order.
    groups: Vec<usize>,
    slots: Slots,
}

impl Read {
    /// Understands some groups as one part, and gives what was found of each.
    fn of(world: &World, groups: Vec<usize>, asking: Asking) -> Result<(Self, Vec<Checked>), Stopped> {
        if asking.plans.is_stopped() {
            return Err(Stopped);
        }
        let of_part: Vec<&[usize]> = groups.iter().map(|&at| world.groups[at].as_slice()).collect();
        let mut places = of_part.concat();
        places.sort_unstable();
        let part = Part::of_groups(world, &places, (asking.files, asking.config));
        let (checked, slots) = part.checked(world, &places, &of_part);
        Ok((Self { part, groups, slots }, checked))
    }
}

/// Finds what the plans of all guides find, as far as that is not known. Says whether any was planned in a hurry.
fn plan(world: &World, checked: &[Arc<Checked>], parts: &mut Vec<Read>, asking: Asking) -> Result<bool, Stopped> {
    let is_open = |at: &usize| !checked[*at].is_planned();
    let is_read = |at: &usize| parts.iter().any(|read| read.groups.binary_search(at).is_ok());
    let others: Vec<usize> = (0..checked.len()).filter(|at| is_open(at) && !is_read(at)).collect();
    if !others.is_empty() {
        parts.push(Read::of(world, others, asking)?.0);
    }
    let mut is_first = false;
    for Read { part, groups, slots } in parts {
        let knowledge = &part.understood.knowledge;
        let wanted = |guide| groups.get(slots.group(knowledge.file(guide))).is_some_and(is_open);
        is_first |= part.plan(wanted, asking.config, asking.plans)?;
        let told: Vec<&Checked> = groups.iter().map(|&at| &*checked[at]).collect();
        part.tell(&told, slots);
    }
    Ok(is_first)
}

fn told<'t>(text: &'t Arc<Text>, config: &Config) -> &'t Told {
    &text.said(&config.numbers).told
}

/// The findings of all groups after what authors allow.
fn settle(
    world: &World,
    checked: &[Arc<Checked>],
    together: &[Diagnostic],
    (with_plans, config): (bool, &Config),
) -> Vec<Diagnostic> {
    let levels = Levels::of(config);
    let mut by_file: FxHashMap<FileId, Vec<&Diagnostic>> = FxHashMap::default();
    for finding in together {
        finding.span.into_iter().for_each(|span| by_file.entry(span.file).or_default().push(finding));
    }
    let of_group = |(checked, group): (&Arc<Checked>, &Vec<usize>)| {
        let own = group.iter().filter_map(|&at| by_file.get(&FileId::new(at))).flatten();
        // A file outside is numbered behind those of the group.
        let inner = |file: FileId| {
            let at = group.binary_search(&file.index());
            FileId::new(at.unwrap_or(group.len() + file.index()))
        };
        let outer = |file: FileId| {
            let at = file.index();
            FileId::new(group.get(at).copied().unwrap_or_else(|| at - group.len()))
        };
        let own = own.map(|finding| (*finding).clone().in_files(inner)).collect();
        let found = checked.findings(with_plans, &levels, own);
        found.into_iter().map(|finding| finding.in_files(outer)).collect::<Vec<_>>()
    };
    checked.iter().zip(&world.groups).flat_map(of_group).collect()
}

/// The findings at names that a group gives twice, as the project numbers files.
fn twice(checked: &Checked, group: &[usize]) -> Vec<Diagnostic> {
    let outer = |file: FileId| FileId::new(group[file.index()]);
    checked.twice().map(|finding| finding.clone().in_files(outer)).collect()
}

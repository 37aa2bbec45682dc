//! Names of all files, and the search for one.

use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::diagnostics::catalogue::names as faults;
use crate::diagnostics::catalogue::syntax::BAD_MODULE_NAME;
use crate::diagnostics::{Diagnostic, in_a_row};
use crate::source::{FileId, Source, Sources, Span, in_order};
use crate::syntax::{Known, Patience, Slips, nearest};

use super::super::gather;
use super::super::lower::Use;
use super::super::{Home, Item, ItemId, Kind, Outside, UsedModule, plain_name};
use super::operands::Values;

/// What a name leads to.
#[derive(Clone, Copy)]
struct Declared {
    id: ItemId,
    kind: Kind,
    place: Span,
    /// Whether a second item has the name: then uses of it raise nothing.
    twice: bool,
}

/// All names of all files. They stand beside all that was lowered: lists take the least memory.
pub(super) struct NameTable<'s> {
    modules: FxHashMap<&'s str, FileId>,
    /// For each file its names in their order, each once.
    files: Vec<Box<[Declared]>>,
    /// By id, the items that a condition can hold against values.
    values: Vec<(ItemId, Values<'s>)>,
    /// What only names that lead nowhere ask for, made when the first one does.
    astray: Astray<'s>,
    /// The files of the project besides these.
    outside: &'s dyn Outside,
}

/// What helps with names that lead nowhere.
struct Astray<'s> {
    /// The names of modules.
    modules: OnceLock<Known<'s>>,
    /// For each file, its names by the slips that lead to them.
    slips: Vec<OnceLock<Slips>>,
    /// The first file that has an item of a name and a kind.
    homes: OnceLock<FxHashMap<(&'s str, Kind), FileId>>,
}

/// So many names in all are looked at one by one for those that lead nowhere, shared by all files.
const LOOKS: usize = 4_000_000;
/// So many of them in one file, at the least and at the most.
const LOOKS_OF_FILE: (usize, usize) = (4_000, 200_000);
/// Where the looks are spent, so many of the modules that a file uses are searched.
const SEARCHED: usize = 64;
/// A file looks so many modules through for a name, before it makes a list of the names of all of them.
const FEW_USES: usize = 16;
/// The file that a `use` means, if only its own name were one.
fn unsayable<'s>(sources: &'s Sources, name: &str) -> Option<&'s Source> {
    sources.files().iter().find(|source| source.sayable.as_deref() == Some(name))
}

/// So many of the items that a name may be any of are pointed at.
const POINTED_AT: usize = 8;

impl<'s> NameTable<'s> {
    /// Collects the names of files; ids follow the order of files and lines.
    pub fn of(sources: &'s Sources, items: &[Item], files: &[gather::File], outside: &'s dyn Outside) -> Self {
        let modules = sources.files().iter().enumerate();
        let modules = modules.map(|(at, source)| (source.module.as_str(), FileId::new(at))).collect();
        let values = items.par_iter().enumerate();
        let values = values.filter_map(|(at, item)| Some((ItemId::new(at), Values::of(sources, item)?))).collect();
        let files = files.par_iter();
        let files: Vec<_> = files.map(|file| declared(sources, &items[file.items.clone()], file.items.start)).collect();
        let slips = sources.files().iter().map(|_| OnceLock::new()).collect();
        let astray = Astray { modules: OnceLock::new(), slips, homes: OnceLock::new() };
        NameTable { modules, files, values, astray, outside }
    }

    /// What values a condition can hold an item against.
    pub fn values(&self, id: ItemId) -> Option<&Values<'s>> {
        let at = self.values.binary_search_by_key(&id, |&(item, _)| item).ok()?;
        Some(&self.values[at].1)
    }

    /// What a name leads to in one file.
    fn find(&self, sources: &Sources, file: FileId, name: &str) -> Option<Declared> {
        let table = &self.files[file.index()];
        let at = table.binary_search_by(|declared| sources.slice(declared.place).cmp(name)).ok()?;
        Some(table[at])
    }

    /// A finding at each name that its file has already.
    pub fn defined_twice(&self, sources: &Sources, items: &[Item], files: &[gather::File]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (at, (table, file)) in self.files.iter().zip(files).enumerate() {
            if !table.iter().any(|declared| declared.twice) {
                continue;
            }
            for item in &items[file.items.clone()] {
                let name = sources.slice(item.name.span);
                let first = self.find(sources, FileId::new(at), name);
                if let Some(first) = first.filter(|first| first.place != item.name.span) {
                    findings.push(twice(name, item.name.span, first.place));
                }
            }
        }
        findings
    }

    /// The names that a file can say, and what is wrong with its `use`s.
    pub fn scope<'n>(
        &'n self,
        sources: &'s Sources,
        file: FileId,
        uses: &[Use],
        findings: &mut Vec<Diagnostic>,
    ) -> Scope<'n, 's> {
        let mut used = Vec::with_capacity(uses.len());
        let mut patience = self.patience();
        for entry in uses {
            let name = sources.slice(entry.span);
            let module = self.modules.get(name).copied();
            let unsaid = if module.is_none() { unsayable(sources, name) } else { None };
            if let Some(meant) = unsaid {
                findings.push(
                    Diagnostic::new(
                        &BAD_MODULE_NAME,
                        entry.span,
                        format!("`{}` is called by no name that `use` could say", meant.path),
                    )
                    .help(format!(
                        "call it `{}.rules`: in kebab-case, of small letters, digits and `-`, a letter first",
                        name.replace('.', "/")
                    )),
                );
            } else if module.is_none() {
                let near = self.known_modules().nearest(name, &mut patience);
                findings.push(
                    Diagnostic::new(&faults::UNKNOWN_MODULE, entry.span, format!("no file is called `{name}`"))
                        .did_you_mean(near, entry.span)
                        .help(format!("it would be `{}.rules`, below the folder of rules", name.replace('.', "/"))),
                );
            }
            used.push(UsedModule { span: entry.span, module, needed: false });
        }
        let astray = used.iter().any(|entry: &UsedModule| entry.module.is_none());
        Scope { names: self, sources, file, used, astray, patience, looked: 0, by_name: None }
    }

    /// How many names a file may look at for its own that lead nowhere. It follows from the number of files alone, so
    /// that no thread can use up what is another's.
    fn patience(&self) -> Patience {
        patience_of_file(self.files.len() + self.outside.count())
    }

    fn known_modules(&self) -> &Known<'s> {
        self.astray.modules.get_or_init(|| {
            let outside = self.outside.modules().iter().map(String::as_str);
            let mut modules: Vec<_> = self.modules.keys().copied().chain(outside).collect();
            modules.sort_unstable();
            modules.dedup();
            Known::of(modules)
        })
    }

    /// The first file that has an item of a name and a kind.
    fn home(&self, sources: &'s Sources, name: &str, kind: Kind) -> Option<Home<'s>> {
        let source = self.home_here(sources, name, kind).map(|file| sources.get(file));
        let here = source.map(|source| Home { path: &source.path, module: &source.module });
        [here, self.outside.home(kind, name)].into_iter().flatten().min_by(|one, two| in_order(one.path, two.path))
    }

    fn home_here(&self, sources: &'s Sources, name: &str, kind: Kind) -> Option<FileId> {
        let homes = self.astray.homes.get_or_init(|| {
            let mut homes = FxHashMap::default();
            for declared in self.files.iter().flatten() {
                homes.entry((sources.slice(declared.place), declared.kind)).or_insert(declared.place.file);
            }
            homes
        });
        homes.get(&(name, kind)).copied()
    }

    /// The names of a file that one slip may have turned into this one.
    fn like(&self, sources: &'s Sources, file: FileId, name: &str) -> impl Iterator<Item = &Declared> {
        let table = &self.files[file.index()];
        let words = || table.iter().map(|declared| sources.slice(declared.place));
        let slips = self.astray.slips[file.index()].get_or_init(|| Slips::of(words()));
        slips.like(name).into_iter().map(|place| &table[place])
    }
}

/// The names of a file in their order. Of items with one name the first counts.
fn declared(sources: &Sources, items: &[Item], first: usize) -> Box<[Declared]> {
    let named = items.iter().enumerate().filter(|(_, item)| item.name.span.start < item.name.span.end);
    let mut names: Vec<Declared> = named
        .map(|(at, item)| Declared {
            id: ItemId::new(first + at),
            kind: item.kind(),
            place: item.name.span,
            twice: false,
        })
        .collect();
    names.sort_unstable_by_key(|declared| (sources.slice(declared.place), declared.id));
    names.dedup_by(|second, first| {
        let same = sources.slice(second.place) == sources.slice(first.place);
        first.twice |= same;
        same
    });
    names.into_boxed_slice()
}

/// What a file may look at, where there are so many files.
pub(super) fn patience_of_file(files: usize) -> Patience {
    let (least, most) = LOOKS_OF_FILE;
    Patience::of((LOOKS / files.max(1)).clamp(least, most))
}

/// A finding at the second of two things of one name.
pub(super) fn twice(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&faults::DEFINED_TWICE, second, format!("`{name}` is defined twice"))
        .label(first, "the first one is here")
        .help("give one of them another name")
}

/// The names that one file can say.
pub(super) struct Scope<'n, 's> {
    names: &'n NameTable<'s>,
    sources: &'s Sources,
    file: FileId,
    used: Vec<UsedModule>,
    /// Whether a `use` leads nowhere.
    astray: bool,
    patience: Patience,
    /// In how many modules names were looked for.
    looked: usize,
    /// The places of modules in `used` by the names that they have, once looking through them is the longer way.
    by_name: Option<FxHashMap<&'s str, SmallVec<[u32; 2]>>>,
}

impl<'s> Scope<'_, 's> {
    /// What is left of the names that may be looked at for those that lead nowhere.
    pub fn patience_left(&mut self) -> &mut Patience {
        &mut self.patience
    }

    /// The modules that the file uses, and whether it needed each.
    pub fn into_uses(self) -> Vec<UsedModule> {
        self.used
    }

    /// Looks a name up. `Ok(None)` is a name that has a fault of its own elsewhere.
    pub fn find(&mut self, name: &str, span: Span, kinds: &[Kind]) -> Result<Option<ItemId>, Box<Diagnostic>> {
        let found = match name.rsplit_once('.') {
            Some((module, name)) => self.among_modules(name, Some(module)),
            None => match self.names.find(self.sources, self.file, name) {
                Some(own) => smallvec![own],
                None => self.among_modules(name, None),
            },
        };
        match found[..] {
            [] => self.unknown(name, span, kinds).map(|()| None),
            [one] if one.twice => Ok(None),
            [one] if kinds.contains(&one.kind) => Ok(Some(one.id)),
            [one] => Err(Box::new(self.wrong_kind(name, span, &one, kinds))),
            _ => Err(Box::new(self.ambiguous(name, span, &found))),
        }
    }

    fn among_modules(&mut self, name: &str, module: Option<&str>) -> SmallVec<[Declared; 1]> {
        let mut found: SmallVec<[Declared; 1]> = SmallVec::new();
        let mut look = |names: &NameTable, sources: &Sources, file: FileId| {
            let fits = module.is_none_or(|said| says(said, &sources.get(file).module));
            let declared = names.find(sources, file, name).filter(|_| fits);
            if let Some(declared) = declared {
                // A module that is used twice has its names once.
                if !found.iter().any(|seen: &Declared| seen.id == declared.id) {
                    found.push(declared);
                }
            }
            declared.is_some()
        };
        match self.having(name) {
            Some(places) => {
                for place in places {
                    let entry = &mut self.used[place as usize];
                    entry.needed |= entry.module.is_some_and(|file| look(self.names, self.sources, file));
                }
            }
            None => {
                for entry in &mut self.used {
                    entry.needed |= entry.module.is_some_and(|file| look(self.names, self.sources, file));
                }
            }
        }
        look(self.names, self.sources, self.file);
        found
    }

    /// Which of the used modules have a name; nothing where it is as well to look into each. Looking costs the product
    /// of names and modules, and a list of all names their sum: it is made once as much was spent on looking.
    fn having(&mut self, name: &str) -> Option<SmallVec<[u32; 2]>> {
        if self.used.len() <= FEW_USES {
            return None;
        }
        if self.by_name.is_none() {
            self.looked += self.used.len();
            let tables = self.used.iter().filter_map(|entry| entry.module).map(|file| &self.names.files[file.index()]);
            if self.looked < tables.map(|table| table.len()).sum() {
                return None;
            }
            let mut by_name: FxHashMap<&'s str, SmallVec<[u32; 2]>> = FxHashMap::default();
            for (place, entry) in self.used.iter().enumerate() {
                for declared in entry.module.iter().flat_map(|file| &self.names.files[file.index()]) {
                    by_name.entry(self.sources.slice(declared.place)).or_default().push(place as u32);
                }
            }
            self.by_name = Some(by_name);
        }
        self.by_name.as_ref().map(|by_name| by_name.get(name).cloned().unwrap_or_default())
    }

    fn unknown(&mut self, name: &str, span: Span, kinds: &[Kind]) -> Result<(), Box<Diagnostic>> {
        // A `use` that leads nowhere may be the reason: it was reported.
        if self.astray {
            return Ok(());
        }
        let message = format!("{} is called `{name}`", nothing_of(kinds));
        let finding = Diagnostic::new(&faults::UNKNOWN_NAME, span, message);
        if let Some(module) = self.elsewhere(plain_name(name), kinds) {
            let line = format!("use {module}");
            return Err(Box::new(finding.help(format!("`{module}` has one; add `{line}` at the top of this file"))));
        }
        let near = self.nearest_in_reach(name, kinds);
        Err(Box::new(finding.did_you_mean(near, span)))
    }

    /// The first module that this file does not use and that has such a name.
    fn elsewhere(&self, name: &str, kinds: &[Kind]) -> Option<&'s str> {
        let homes = kinds.iter().filter_map(|&kind| self.names.home(self.sources, name, kind));
        homes.min_by(|one, two| in_order(one.path, two.path)).map(|home| home.module)
    }

    /// The name in reach of this file that was probably meant.
    fn nearest_in_reach(&mut self, name: &str, kinds: &[Kind]) -> Option<&'s str> {
        let files = || self.used.iter().filter_map(|entry| entry.module).chain([self.file]);
        let size = files().map(|file| self.names.files[file.index()].len()).sum();
        let mut near: Vec<&Declared> = if self.patience.spend(size) {
            files().flat_map(|file| &self.names.files[file.index()]).collect()
        } else {
            let searched = [self.file].into_iter().chain(files().take(SEARCHED));
            searched.flat_map(|file| self.names.like(self.sources, file, name)).collect()
        };
        near.retain(|declared| kinds.contains(&declared.kind));
        let mut near: Vec<&'s str> = near.into_iter().map(|declared| self.sources.slice(declared.place)).collect();
        near.sort_unstable();
        nearest(name, near)
    }

    fn wrong_kind(&self, name: &str, span: Span, found: &Declared, kinds: &[Kind]) -> Diagnostic {
        let message = format!("`{name}` is {}, and {} is meant here", found.kind.a(), one_of(kinds));
        let finding = Diagnostic::new(&faults::WRONG_KIND, span, message).label(found.place, "it is defined here");
        if found.kind != Kind::Check || kinds != [Kind::Fact] {
            return finding;
        }
        let names = self.names.values(found.id).map_or(&[][..], Values::names);
        let outcomes: Vec<String> = names.iter().take(POINTED_AT).map(|of| format!("`{name} is {of}`")).collect();
        let told = if outcomes.is_empty() { format!("as in `{name} is OUTCOME`") } else { outcomes.join(", ") };
        finding.help(format!("a check is held against its outcomes: {told}; only facts compare"))
    }

    fn ambiguous(&self, name: &str, span: Span, found: &[Declared]) -> Diagnostic {
        let message = format!("`{name}` may be any of {} items", found.len());
        let mut finding = Diagnostic::new(&faults::AMBIGUOUS_NAME, span, message);
        for declared in found.iter().take(POINTED_AT) {
            let module = &self.sources.get(declared.place.file).module;
            finding = finding.label(declared.place, format!("`{module}` has one"));
        }
        let module = &self.sources.get(found[0].place.file).module;
        let last = module.rsplit('.').next().unwrap_or(module);
        finding.help(format!("say which: `{last}.{}`, for one", plain_name(name)))
    }
}

/// Whether `said` names the module: whole, or by its last parts.
fn says(said: &str, module: &str) -> bool {
    module.strip_suffix(said).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn one_of(kinds: &[Kind]) -> String {
    in_a_row(&kinds.iter().map(|kind| kind.a()).collect::<Vec<_>>(), "or")
}

fn nothing_of(kinds: &[Kind]) -> String {
    match kinds {
        [Kind::Steps] => "no shared steps".to_owned(),
        [kind] => format!("no {}", kind.word()),
        _ => {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            format!("no {}", words.join(" or "))
        }
    }
}

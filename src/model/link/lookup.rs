//! Names of all files, and the search for one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names as faults;
use crate::source::{FileId, Sources, Span};
use crate::syntax::nearest;

use super::super::gather;
use super::super::lower::Use;
use super::super::{Item, ItemId, Kind, UsedModule};
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
pub(super) struct Names<'s> {
    modules: FxHashMap<&'s str, FileId>,
    /// For each file its names in their order, each once.
    files: Vec<Box<[Declared]>>,
    /// By id, the items that a condition can hold against values.
    values: Vec<(ItemId, Values<'s>)>,
}

impl<'s> Names<'s> {
    /// Collects the names of files; ids follow the order of files and lines.
    pub fn of(sources: &'s Sources, items: &[Item], files: &[gather::File]) -> Self {
        let modules = sources.files().iter().enumerate();
        let modules = modules.map(|(at, source)| (source.module.as_str(), FileId::new(at))).collect();
        let values = items.par_iter().enumerate();
        let values = values.filter_map(|(at, item)| Some((ItemId::new(at), Values::of(sources, item)?))).collect();
        let files = files.par_iter();
        let files = files.map(|file| declared(sources, &items[file.items.clone()], file.items.start)).collect();
        Names { modules, files, values }
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
        sources: &'n Sources,
        file: FileId,
        uses: &[Use],
        findings: &mut Vec<Diagnostic>,
    ) -> Scope<'n, 's> {
        let mut used = Vec::with_capacity(uses.len());
        for entry in uses {
            let name = sources.slice(entry.span);
            let module = self.modules.get(name).copied();
            if module.is_none() {
                let near = nearest(name, self.sorted_modules());
                findings.push(
                    Diagnostic::new(&faults::UNKNOWN_MODULE, entry.span, format!("no file is called `{name}`"))
                        .did_you_mean(near, entry.span)
                        .help(format!("it would be `{}.rules`, below the folder of rules", name.replace('.', "/"))),
                );
            }
            used.push(UsedModule { span: entry.span, module, needed: false });
        }
        Scope { names: self, sources, file, used }
    }

    fn sorted_modules(&self) -> Vec<&'s str> {
        let mut modules: Vec<_> = self.modules.keys().copied().collect();
        modules.sort_unstable();
        modules
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

/// A finding at the second of two things of one name.
pub(super) fn twice(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&faults::DEFINED_TWICE, second, format!("`{name}` is defined twice"))
        .label(first, "the first one is here")
        .help("give one of them another name")
}

/// The names that one file can say.
pub(super) struct Scope<'n, 's> {
    names: &'n Names<'s>,
    sources: &'n Sources,
    file: FileId,
    used: Vec<UsedModule>,
}

impl Scope<'_, '_> {
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
            [one] => Err(Box::new(wrong_kind(name, span, &one, kinds))),
            _ => Err(Box::new(self.ambiguous(name, span, &found))),
        }
    }

    fn among_modules(&mut self, name: &str, module: Option<&str>) -> SmallVec<[Declared; 1]> {
        let mut found: SmallVec<[Declared; 1]> = SmallVec::new();
        let own = UsedModule { span: Span::new(self.file, 0, 0), module: Some(self.file), needed: true };
        for entry in self.used.iter_mut().chain(std::iter::once(&mut { own })) {
            let Some(file) = entry.module else { continue };
            let fits = module.is_none_or(|said| says(said, &self.sources.get(file).module));
            if let Some(declared) = self.names.find(self.sources, file, name).filter(|_| fits) {
                entry.needed = true;
                if !found.iter().any(|seen| seen.id == declared.id) {
                    found.push(declared);
                }
            }
        }
        found
    }

    fn unknown(&self, name: &str, span: Span, kinds: &[Kind]) -> Result<(), Box<Diagnostic>> {
        // A `use` that leads nowhere may be the reason: it was reported.
        if self.used.iter().any(|entry| entry.module.is_none()) {
            return Ok(());
        }
        let message = format!("{} is called `{name}`", nothing_of(kinds));
        let finding = Diagnostic::new(&faults::UNKNOWN_NAME, span, message);
        let plain = name.rsplit('.').next().unwrap_or(name);
        if let Some(module) = self.elsewhere(plain, kinds) {
            let line = format!("use {module}");
            return Err(Box::new(finding.help(format!("`{module}` has one; add `{line}` at the top of this file"))));
        }
        let mut near: Vec<&str> = self.in_reach(kinds);
        near.sort_unstable();
        Err(Box::new(finding.did_you_mean(nearest(name, near), span)))
    }

    /// The first module that this file does not use and that has such a name.
    fn elsewhere(&self, name: &str, kinds: &[Kind]) -> Option<&str> {
        let mut files = (0..self.names.files.len()).map(FileId::new);
        let has =
            |file: &FileId| self.names.find(self.sources, *file, name).is_some_and(|found| kinds.contains(&found.kind));
        Some(&self.sources.get(files.find(has)?).module)
    }

    fn in_reach(&self, kinds: &[Kind]) -> Vec<&str> {
        let files = self.used.iter().filter_map(|entry| entry.module).chain([self.file]);
        files
            .flat_map(|file| &self.names.files[file.index()])
            .filter(|declared| kinds.contains(&declared.kind))
            .map(|declared| self.sources.slice(declared.place))
            .collect()
    }

    fn ambiguous(&self, name: &str, span: Span, found: &[Declared]) -> Diagnostic {
        let message = format!("`{name}` may be any of {} items", found.len());
        let mut finding = Diagnostic::new(&faults::AMBIGUOUS_NAME, span, message);
        for declared in found {
            let module = &self.sources.get(declared.place.file).module;
            finding = finding.label(declared.place, format!("`{module}` has one"));
        }
        let module = &self.sources.get(found[0].place.file).module;
        let last = module.rsplit('.').next().unwrap_or(module);
        finding.help(format!("say which: `{last}.{}`, for one", name.rsplit('.').next().unwrap_or(name)))
    }
}

/// Whether `said` names the module: whole, or by its last parts.
fn says(said: &str, module: &str) -> bool {
    module.strip_suffix(said).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn wrong_kind(name: &str, span: Span, found: &Declared, kinds: &[Kind]) -> Diagnostic {
    let message = format!("`{name}` is {}, and {} is meant here", found.kind.a(), one_of(kinds));
    Diagnostic::new(&faults::WRONG_KIND, span, message).label(found.place, "it is defined here")
}

fn one_of(kinds: &[Kind]) -> String {
    let words: Vec<_> = kinds.iter().map(|kind| kind.a()).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
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

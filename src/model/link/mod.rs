//! From names to what they mean.
//!
//! In: the items of each file. Out: [`Knowledge`], in which each name leads to its item, and what is wrong with names.
//! A name is looked up in its own file, then in the modules that the file uses.

mod declared;
mod lookup;
mod operands;
mod visit;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::syntax::text;

use super::gather::Gathered;
use super::lower::Use;
use super::marks::{NamedLink, named_links};
use super::numbers::WEIGHT_LEFT_OUT;
use super::{
    Body, Comparison, Given, Item, ItemId, Kind, Knowledge, Module, Outside, Ref, Subject, Text, UsedModule, prose,
};
use lookup::{NameTable, Scope};
pub(super) use visit::{Expected, Visit, names as each_name};

pub(super) fn link(sources: Sources, gathered: Gathered, outside: &dyn Outside) -> (Knowledge, Vec<Diagnostic>) {
    let Gathered { mut items, by_kind, files, mut findings } = gathered;
    let names = NameTable::of(&sources, &items, &files, outside);
    findings.extend(names.defined_twice(&sources, &items, &files));
    let used: Vec<AtomicBool> = items.iter().map(|_| AtomicBool::new(false)).collect();
    // Each thread changes the items of its own files, and none looks at those of others: what names mean is in `names`.
    let mut rest = &mut items[..];
    let of_files: Vec<_> = files.iter().filter_map(|file| rest.split_off_mut(..file.items.len())).collect();
    let linked: Vec<_> = of_files
        .into_par_iter()
        .zip(&files)
        .enumerate()
        .map(|(at, (items, file))| file_names(&sources, &names, &used, FileId::new(at), items, &file.uses))
        .collect();
    drop(names);
    weigh_alike(&mut items, &by_kind[Kind::Cause as usize]);

    let mut modules = Vec::with_capacity(files.len());
    let mut links = FxHashMap::default();
    for (file, (uses, in_prose, mut found)) in files.into_iter().zip(linked) {
        modules.push(Module { first: file.items.start, end: file.items.end, uses });
        links.extend(in_prose);
        findings.append(&mut found);
    }
    let used = used.into_iter().map(AtomicBool::into_inner).collect();
    let knowledge = Knowledge { sources, items, by_kind, modules, used, links, terms: Arc::default() };
    declared::check(&knowledge, outside, &mut findings);
    (knowledge, findings)
}

/// Gives causes without a likelihood the weight that all causes have where nobody says how common they are. A cause that
/// another leads to needs none: it is there as often as that one brings it about.
fn weigh_alike(items: &mut [Item], causes: &[ItemId]) {
    let leads_to = |id: &ItemId| match &items[id.index()].body {
        Body::Cause(cause) => cause.leads_to.iter().filter_map(|entry| entry.of.to).collect(),
        _ => Vec::new(),
    };
    let brought: FxHashSet<ItemId> = causes.iter().flat_map(leads_to).collect();
    for id in causes.iter().filter(|id| !brought.contains(id)) {
        let item = &mut items[id.index()];
        if let Body::Cause(cause) = &mut item.body {
            cause.likelihood.get_or_insert(Given::left_out(WEIGHT_LEFT_OUT, item.head));
        }
    }
}

/// The links by name of a text: its place, and what they lead to.
type TextLinks = (Span, Box<[Option<ItemId>]>);

/// Links the names of one file. Gives the modules that it uses, where the links in its prose lead, and what is wrong.
fn file_names<'s>(
    sources: &'s Sources,
    names: &NameTable<'s>,
    used: &[AtomicBool],
    id: FileId,
    items: &mut [Item],
    uses: &[Use],
) -> (Vec<UsedModule>, Vec<TextLinks>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let scope = names.scope(sources, id, uses, &mut findings);
    let mut linker = Linker { sources, names, used, scope, findings };
    let may_link = sources.get(id).text().contains("](");
    let mut links = Vec::new();
    for item in items {
        each_name(item, &mut linker);
        if may_link {
            links.extend(prose(item).into_iter().filter_map(|text| linker.links(text)));
        }
    }
    (linker.scope.into_uses(), links, linker.findings)
}

/// Finds what each name of a file leads to, and each value of its conditions.
struct Linker<'n, 's> {
    sources: &'s Sources,
    names: &'n NameTable<'s>,
    used: &'n [AtomicBool],
    scope: Scope<'n, 's>,
    findings: Vec<Diagnostic>,
}

impl Linker<'_, '_> {
    /// Looks up the names of the links in a text; nothing where it has none.
    fn links(&mut self, text: Text) -> Option<TextLinks> {
        let literal = self.sources.slice(text.span);
        let decoded = text::decode(literal);
        let links = named_links(&decoded);
        let mut of_link = |link: &NamedLink| {
            let span = link.name_place(text, literal, &decoded);
            match self.scope.find(link.name(&decoded), span, &[link.kind]) {
                Ok(found) => found,
                Err(finding) => {
                    self.findings.push(*finding);
                    None
                }
            }
        };
        let found: Box<[Option<ItemId>]> = links.iter().map(&mut of_link).collect();
        (!found.is_empty()).then_some((text.span, found))
    }
}

impl Visit for Linker<'_, '_> {
    fn name(&mut self, name: &mut Ref, expected: Expected) {
        match self.scope.find(self.sources.slice(name.span), name.span, expected.kinds) {
            Ok(found) => {
                name.to = found;
                if let Some(found) = found.filter(|_| expected.counts_as_use) {
                    self.used[found.index()].store(true, Ordering::Relaxed);
                }
            }
            Err(finding) => self.findings.push(*finding),
        }
    }

    fn subject(&mut self, subject: &mut Subject, comparison: Option<Comparison>) {
        let Some(values) = subject.name.to.and_then(|id| self.names.values(id)) else { return };
        match operands::operand(self.sources, values, subject, comparison, self.scope.patience_left()) {
            Ok(operand) => subject.operand = operand,
            Err(finding) => self.findings.push(*finding),
        }
    }
}

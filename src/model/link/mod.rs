//! From names to what they mean.
//!
//! In: the items of each file. Out: [`Knowledge`], in which each name leads to its item, and what is wrong with names.
//! A name is looked up in its own file, then in the modules that the file uses.

mod declared;
mod lookup;
mod operands;
mod visit;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources};

use super::gather::Gathered;
use super::lower::Use;
use super::{Comparison, Item, Knowledge, Module, Outside, Ref, Subject, UsedModule};
use lookup::{NameTable, Scope};
use visit::{Expected, Visit};

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

    let mut modules = Vec::with_capacity(files.len());
    for (file, (uses, mut found)) in files.into_iter().zip(linked) {
        modules.push(Module { first: file.items.start, end: file.items.end, uses });
        findings.append(&mut found);
    }
    let used = used.into_iter().map(AtomicBool::into_inner).collect();
    let knowledge = Knowledge { sources, items, by_kind, modules, used };
    declared::check(&knowledge, outside, &mut findings);
    (knowledge, findings)
}

/// Links the names of one file. Gives the modules that it uses, and what is wrong.
fn file_names<'s>(
    sources: &'s Sources,
    names: &NameTable<'s>,
    used: &[AtomicBool],
    id: FileId,
    items: &mut [Item],
    uses: &[Use],
) -> (Vec<UsedModule>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let scope = names.scope(sources, id, uses, &mut findings);
    let mut linker = Linker { sources, names, used, scope, findings };
    for item in items {
        visit::names(item, &mut linker);
    }
    (linker.scope.into_uses(), linker.findings)
}

/// Finds what each name of a file leads to, and each value of its conditions.
struct Linker<'n, 's> {
    sources: &'s Sources,
    names: &'n NameTable<'s>,
    used: &'n [AtomicBool],
    scope: Scope<'n, 's>,
    findings: Vec<Diagnostic>,
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

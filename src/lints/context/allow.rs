//! Findings that authors allow.
//!
//! In: the findings of all stages. Out: the same without those that an `allow` in their item takes out, and with what is
//! wrong with the `allow`s themselves. Errors cannot be allowed.

use std::collections::BTreeMap;

use crate::diagnostics::catalogue::{self, alerts, names as faults, scenarios};
use crate::diagnostics::{Code, Diagnostic, Level};
use crate::model::{ItemId, Knowledge};
use crate::source::{FileId, Span};
use crate::syntax::nearest;

use super::levels::Levels;

/// Which stages have spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// All of them: an `allow` that took nothing out is not needed.
    All,
    /// Not all, as where errors stopped the build: a later one may need what is allowed.
    Some,
}

/// Takes out what authors allow, and adds what is wrong with their `allow`s.
#[must_use]
pub fn allow(knowledge: &Knowledge, ran: Ran, levels: &Levels, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    Allows::of(knowledge, knowledge.ids()).apply(ran, levels, findings)
}

/// What some items allow, by itself: it outlives what was understood.
#[derive(Debug, Clone, Default)]
pub struct Allows {
    /// The items that allow something, in the order of files and lines.
    items: Vec<Span>,
    /// What each of them, by its place in that list, allows; and whether that need not be asked for.
    allowed: BTreeMap<(usize, Code), bool>,
    /// The same in the order in which it is written: the item, the code, and the place and the words of it.
    in_order: Vec<(usize, Code, Span, String)>,
    /// What is wrong with any of it, whatever is found.
    wrong: Vec<Diagnostic>,
}

impl Allows {
    /// What these items allow; they come in order.
    #[must_use]
    pub fn of(knowledge: &Knowledge, items: impl IntoIterator<Item = ItemId>) -> Self {
        let mut allows = Self::default();
        for id in items {
            let list = &knowledge.common(id).further().allow;
            if !list.is_empty() {
                let at = allows.items.len();
                allows.items.push(knowledge.item(id).span);
                list.iter().for_each(|allow| allows.add(at, knowledge.slice(allow.code), allow.code));
            }
        }
        allows
    }

    fn add(&mut self, item: usize, said: &str, place: Span) {
        match catalogue::find(said) {
            None => {
                let near = nearest(said, allowable());
                self.wrong.push(unknown(said, place, near));
                // What was most likely meant is not told on top of that.
                if let Some(fault) = near.and_then(catalogue::find) {
                    self.allowed.insert((item, fault.code), true);
                }
            }
            Some(fault) if fault.level == Level::Error => self.wrong.push(
                Diagnostic::new(&faults::UNNEEDED_ALLOW, place, format!("`{said}` is an error, and stays one"))
                    .help("only warnings and notes can be allowed"),
            ),
            Some(fault) => {
                if self.allowed.insert((item, fault.code), false).is_none() {
                    self.in_order.push((item, fault.code, place, said.to_owned()));
                } else {
                    self.wrong.push(unneeded(said, place, "is allowed here already"));
                }
            }
        }
    }

    /// The same where files have other ids.
    #[must_use]
    pub fn in_files(mut self, of: impl Fn(FileId) -> FileId) -> Self {
        let in_order = self.in_order.iter_mut().map(|(_, _, place, _)| place);
        self.items.iter_mut().chain(in_order).for_each(|place| place.file = of(place.file));
        self.wrong = self.wrong.into_iter().map(|finding| finding.in_files(&of)).collect();
        self
    }

    /// Takes out what is allowed, and adds what is wrong.
    #[must_use]
    pub fn apply(&self, ran: Ran, levels: &Levels, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.items.is_empty() {
            return findings;
        }
        // Whether each code that an item allows was needed there.
        let mut allowed = self.allowed.clone();
        findings.retain(|finding| {
            let item = finding.span.filter(|_| finding.level != Level::Error).and_then(|span| self.item_at(span));
            let needed = item.and_then(|item| allowed.get_mut(&(item, finding.fault.code)));
            needed.map(|needed| *needed = true).is_none()
        });
        findings.extend(self.wrong.iter().cloned());
        if ran == Ran::All {
            // What scenarios never reach is only looked for when somebody asks for their coverage, alerts when somebody
            // names the files of their rules, and what a project does not want to be told is not looked for at all.
            let on_demand = |code: Code| {
                code == scenarios::NEVER_REACHED.code || alerts::ALL.iter().any(|fault| fault.code == code)
            };
            let always = |code: Code| !on_demand(code) && levels.tell(code);
            let is_idle = |item: usize, code: Code| always(code) && allowed.get(&(item, code)) == Some(&false);
            let idle = self.in_order.iter().filter(|(item, code, ..)| is_idle(*item, *code));
            findings.extend(idle.map(|(_, _, place, said)| unneeded(said, *place, "is not found here")));
        }
        findings
    }

    /// The item of those that a place lies in.
    fn item_at(&self, place: Span) -> Option<usize> {
        let behind = self.items.partition_point(|item| (item.file, item.start) <= (place.file, place.start));
        let at = behind.checked_sub(1)?;
        let item = self.items[at];
        (item.file == place.file && place.start < item.end.max(item.start + 1)).then_some(at)
    }
}

fn unneeded(said: &str, place: Span, why: &str) -> Diagnostic {
    Diagnostic::new(&faults::UNNEEDED_ALLOW, place, format!("`{said}` {why}, so there is nothing to allow"))
        .help("remove this `allow`")
}

fn allowable() -> impl Iterator<Item = &'static str> {
    catalogue::all().filter(|fault| fault.level != Level::Error).map(|fault| fault.name)
}

fn unknown(said: &str, place: Span, near: Option<&str>) -> Diagnostic {
    let message = format!("`{said}` is neither the code nor the name of a finding");
    Diagnostic::new(&faults::UNKNOWN_ALLOW, place, message)
        .did_you_mean(near, place)
        .help("the code stands in front of each finding, as in `warning[KB206]`")
}

//! The promise to those who link to guides: an address that was published leads somewhere as long as the project stands.
//!
//! In: the text of `kbc.lock`, which is committed with the rules, and where everything is now. Out: the text with what came new;
//! where the addresses lead that are no longer those of their items; and the ids that are gone without a word, which is an error.
//!
//! A line of the lock is `id path` or `id path#anchor`: the path of a page below the folder of a format, without an ending. Lines
//! are sorted and never taken out. Steps (`step-1`) are not promised: they have another number in every plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::digest::Digest;

/// Where the lock is, below the folder of a project.
pub const FILE: &str = "kbc.lock";

/// What stands at the top of the file.
const HEAD: &str = "\
# The addresses that this site has published, so that links to them go on leading somewhere. Written by `kbc build`; commit it.
";

/// The addresses that were published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// Ids with addresses.
    lines: BTreeSet<(String, String)>,
}

/// Where everything is now.
#[derive(Debug, Clone, Default)]
pub struct Now {
    /// The addresses of guides, shared items and the items of guides, by id.
    pub addresses: BTreeMap<String, String>,
    /// All ids that there are.
    pub ids: BTreeSet<String>,
    /// The ids that items had before, with those that they have now.
    pub moved: BTreeMap<String, String>,
}

impl Now {
    /// What an id that was published is called now: the same where there is one of that name, or it moved nowhere.
    #[must_use]
    pub fn called<'n>(&'n self, id: &'n str) -> &'n str {
        if self.ids.contains(id) { id } else { self.moved.get(id).map_or(id, String::as_str) }
    }
}

/// What came of holding a lock against what is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// The lock with what came new.
    pub lock: Lock,
    /// Where old addresses lead.
    pub redirects: Redirects,
    /// Ids that are gone, each once with one of its addresses.
    pub gone: Vec<(String, String)>,
}

/// What a build has to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// The addresses that were published, those of this build among them.
    pub lock: Lock,
    /// Where old ones lead.
    pub redirects: Redirects,
}

/// Where an old address leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Whither {
    /// To another address.
    To(String),
    /// Nowhere any more, for this reason.
    Gone(String),
}

/// Where old addresses lead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redirects {
    /// Pages that are there no longer.
    pub pages: BTreeMap<String, OldPage>,
    /// For each page that is still there, the anchors that it has no longer.
    pub anchors: BTreeMap<String, BTreeMap<String, Whither>>,
}

/// A page that is there no longer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldPage {
    /// Where it leads by itself; nothing where no item had it to itself.
    pub whither: Option<Whither>,
    /// Where its anchors lead.
    pub anchors: BTreeMap<String, Whither>,
}

impl Redirects {
    /// Whether no address is an old one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.anchors.is_empty()
    }

    /// All old addresses, with where they lead.
    pub fn all(&self) -> impl Iterator<Item = (String, &Whither)> {
        let anchored = |page: &str, anchor: &str| [page, "#", anchor].concat();
        let pages = self.pages.iter().flat_map(move |(path, page)| {
            let own = page.whither.iter().map(|whither| (path.clone(), whither));
            own.chain(page.anchors.iter().map(move |(anchor, whither)| (anchored(path, anchor), whither)))
        });
        let living = self.anchors.iter().flat_map(move |(path, anchors)| {
            anchors.iter().map(move |(anchor, whither)| (anchored(path, anchor), whither))
        });
        pages.chain(living)
    }
}

/// A line of a lock that is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LockError {
    /// It holds no id with an address.
    #[error("line {0} is no id with an address")]
    Line(usize),
    /// It is the mark of a merge that two sides left.
    #[error("line {0} is no id with an address; of two sides that were merged, keep the lines of both")]
    Merge(usize),
}

impl Lock {
    /// Reads the text of a lock.
    ///
    /// # Errors
    /// The first line that is none, by its number.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lines = BTreeSet::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let is_marker = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark));
            if is_marker {
                return Err(LockError::Merge(at + 1));
            }
            let parts = line.split_once(' ').filter(|(id, address)| is_id(id) && is_address(address));
            let (id, address) = parts.ok_or(LockError::Line(at + 1))?;
            lines.insert((id.to_owned(), address.to_owned()));
        }
        Ok(Self { lines })
    }

    /// Its text: the same for the same addresses.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = HEAD.to_owned();
        for (id, address) in &self.lines {
            writeln!(out, "{id} {address}").expect("a string takes all text");
        }
        out
    }

    /// What it is told apart by from all others.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.text().as_bytes())
    }

    /// Whether it promises nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many addresses it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// All addresses with their ids, in order.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.iter().map(|(id, address)| (id.as_str(), address.as_str()))
    }

    /// Whether it knows an id.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        let from = (id.to_owned(), String::new());
        self.lines.range(from..).next().is_some_and(|(known, _)| known == id)
    }

    /// Whether it has this address of an id.
    #[must_use]
    pub fn has(&self, id: &str, address: &str) -> bool {
        self.lines.contains(&(id.to_owned(), address.to_owned()))
    }

    /// Holds it against what is now. `reasons` says why ids are gone.
    #[must_use]
    pub fn settle(&self, now: &Now, reasons: &BTreeMap<String, String>) -> Settled {
        let mut settled = Settled { lock: self.clone(), ..Settled::default() };
        settled.lock.lines.extend(now.addresses.iter().map(|(id, address)| (id.clone(), address.clone())));
        let living: BTreeSet<&str> = now.addresses.values().map(|address| page_of(address)).collect();
        let current: BTreeSet<&str> = now.addresses.values().map(String::as_str).collect();
        for (id, address) in &self.lines {
            // What another item has taken over leads to that one.
            if current.contains(address.as_str()) {
                if whither(id, now, reasons).is_none() && !now.ids.contains(id) {
                    settled.lost(id, address);
                }
                continue;
            }
            match whither(id, now, reasons) {
                Some(whither) => settled.lead(address, whither, &living),
                // It is there, and no page shows it.
                None if now.ids.contains(now.called(id)) => {}
                None => settled.lost(id, address),
            }
        }
        settled
    }
}

impl Settled {
    fn lost(&mut self, id: &str, address: &str) {
        if self.gone.last().is_none_or(|(last, _)| last != id) {
            self.gone.push((id.to_owned(), address.to_owned()));
        }
    }

    fn lead(&mut self, address: &str, whither: Whither, living: &BTreeSet<&str>) {
        let redirects = &mut self.redirects;
        match address.split_once('#') {
            Some((page, anchor)) if living.contains(page) => {
                redirects.anchors.entry(page.to_owned()).or_default().insert(anchor.to_owned(), whither);
            }
            Some((page, anchor)) => {
                redirects.pages.entry(page.to_owned()).or_default().anchors.insert(anchor.to_owned(), whither);
            }
            // A page of the same path takes its readers as they come.
            None if living.contains(address) => {}
            None => redirects.pages.entry(address.to_owned()).or_default().whither = Some(whither),
        }
    }
}

/// Where whoever looks for an id is to go. Nothing where it is on no page, or gone without a word.
fn whither(id: &str, now: &Now, reasons: &BTreeMap<String, String>) -> Option<Whither> {
    let is = now.called(id);
    match now.addresses.get(is) {
        Some(address) => Some(Whither::To(address.clone())),
        None if now.ids.contains(is) => None,
        None => reasons.get(id).map(|reason| Whither::Gone(reason.clone())),
    }
}

/// The path of the page of an address.
#[must_use]
pub fn page_of(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

/// Whether a text is made of words with dots between them.
fn is_id(text: &str) -> bool {
    text.contains('.')
        && !text.split('.').any(str::is_empty)
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether a text is a path below a folder, that leads nowhere else, with an anchor or without.
fn is_address(text: &str) -> bool {
    let (path, anchor) = text.split_once('#').unwrap_or((text, "x"));
    let is_part =
        |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '?', '*', '"', '<', '>', '|']);
    path.split('/').all(is_part)
        && !anchor.is_empty()
        && !anchor.contains('#')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(addresses: &[(&str, &str)], moved: &[(&str, &str)]) -> Now {
        let owned = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
        };
        let addresses = owned(addresses);
        Now { ids: addresses.keys().cloned().collect(), addresses, moved: owned(moved) }
    }

    fn lock(text: &str) -> Lock {
        Lock::parse(text).expect("a lock")
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let text = format!("{HEAD}a.b a\na.c a#cause-c\n");
        assert_eq!(lock(&text).text(), text);
        assert_eq!(lock("a.c a#cause-c\n\n# x\na.b a\na.b a\n").text(), text);
    }

    #[test]
    fn what_is_no_line_is_told_by_its_number() {
        for text in ["a.b", "ab a", "a.b ../a", "a.b /a", "a.b a#", "a.b a b", "a.b a//b", "a.b https://x", "a.b a#b#c"]
        {
            assert!(Lock::parse(&format!("a.b a\n{text}\n")).is_err_and(|error| error == LockError::Line(2)), "{text}");
        }
        let conflict = Lock::parse("<<<<<<< HEAD\na.b a\n=======\n").expect_err("a conflict");
        assert_eq!(conflict, LockError::Merge(1));
    }

    #[test]
    fn what_is_new_is_added_and_nothing_else() {
        let settled = lock("a.b a\n").settle(&now(&[("a.b", "a"), ("a.c", "a#cause-c")], &[]), &BTreeMap::new());
        assert_eq!(settled.lock, lock("a.b a\na.c a#cause-c\n"));
        assert!(settled.redirects.is_empty() && settled.gone.is_empty());
    }

    #[test]
    fn what_moved_leads_on() {
        let before = lock("a.g a\na.x a#cause-x\na.y a#cause-y\nb.g b\nb.z b#cause-z\n");
        let is = now(
            &[("a.g", "a"), ("a.x2", "a#cause-x2"), ("c.g", "c"), ("c.z", "c#cause-z"), ("c.y", "c#cause-y")],
            &[("a.x", "a.x2"), ("a.y", "c.y"), ("b.g", "c.g"), ("b.z", "c.z")],
        );
        let settled = before.settle(&is, &BTreeMap::new());
        assert_eq!(settled.gone, []);
        let to = |address: &str| Whither::To(address.to_owned());
        assert_eq!(settled.redirects.anchors["a"]["cause-x"], to("a#cause-x2"));
        assert_eq!(settled.redirects.anchors["a"]["cause-y"], to("c#cause-y"));
        let page = &settled.redirects.pages["b"];
        assert_eq!((page.whither.clone(), page.anchors["cause-z"].clone()), (Some(to("c")), to("c#cause-z")));
        // The next build leads the same way.
        assert_eq!(settled.lock.settle(&is, &BTreeMap::new()).redirects, settled.redirects);
    }

    #[test]
    fn what_is_gone_without_a_word_is_lost() {
        let before = lock("a.g a\na.x a#cause-x\n");
        let is = now(&[("a.g", "a")], &[]);
        assert_eq!(before.settle(&is, &BTreeMap::new()).gone, [("a.x".to_owned(), "a#cause-x".to_owned())]);
        let reasons = BTreeMap::from([("a.x".to_owned(), "nobody has it any more".to_owned())]);
        let settled = before.settle(&is, &reasons);
        assert_eq!(settled.gone, []);
        assert_eq!(settled.redirects.anchors["a"]["cause-x"], Whither::Gone("nobody has it any more".to_owned()));
    }

    #[test]
    fn what_no_page_shows_is_not_gone() {
        let mut is = now(&[("a.g", "a")], &[]);
        is.ids.insert("a.x".to_owned());
        let settled = lock("a.g a\na.x a#cause-x\n").settle(&is, &BTreeMap::new());
        assert!(settled.gone.is_empty() && settled.redirects.is_empty());
    }
}

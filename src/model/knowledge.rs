//! Everything that the authors know, in one place.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use crate::address;
use crate::source::{FileId, Sources, Span};
use crate::syntax::text;

use super::{
    Body, Cause, Check, Common, Escalation, Fact, Further, Guide, Item, ItemId, Kind, Name, Outcome, Remedy, Rule,
    Scenario, Symptom, Terms, Text, WebLink,
};

/// All items of all files, with their sources.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// The texts that it was read from.
    pub sources: Sources,
    /// The items, in the order of files and lines.
    pub items: Vec<Item>,
    /// The ids of the items of each kind, in order; found as the items are gathered.
    pub(super) by_kind: [Vec<ItemId>; Kind::COUNT],
    /// One for each file, in the same order.
    pub modules: Vec<Module>,
    /// For each item, whether a name somewhere leads to it.
    pub used: Vec<bool>,
    /// The items that the links by name in a text lead to, in the order of the text, by its place. A name that leads nowhere
    /// was reported.
    pub(super) links: FxHashMap<Span, Box<[Option<ItemId>]>>,
    /// What `{{name}}` stands for in prose.
    pub terms: Arc<Terms>,
}

/// A file as a module.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Module {
    /// The index of its first item.
    pub first: usize,
    /// The index behind its last item.
    pub end: usize,
    /// The modules that it uses, in the order of the file.
    pub uses: Vec<UsedModule>,
}

/// A `use`.
#[derive(Debug, Clone, PartialEq)]
pub struct UsedModule {
    /// The place of the module's name.
    pub span: Span,
    /// The file; nothing where that was reported.
    pub module: Option<FileId>,
    /// Whether a name of the file was found in it.
    pub needed: bool,
}

/// An item of which only the words are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worded {
    /// Its kind: a symptom, a cause, a check, a remedy or a guide.
    pub kind: Kind,
    /// The place of its name.
    pub name: Span,
    /// The line that begins it, without the brace.
    pub head: Span,
    /// Its title.
    pub title: Option<Span>,
    /// What a reader should know of it.
    pub about: Option<Span>,
    /// The other words that it is called by.
    pub aka: Box<[Span]>,
}

impl Knowledge {
    /// Knowledge of which only the words of some items are known, file by file; no name leads anywhere in it.
    #[must_use]
    pub fn of_words(sources: Sources, files: impl IntoIterator<Item = Vec<Worded>>) -> Self {
        let mut knowledge = Self { sources, ..Self::default() };
        for words in files {
            let first = knowledge.items.len();
            for worded in words {
                knowledge.by_kind[worded.kind as usize].push(ItemId::new(knowledge.items.len()));
                knowledge.items.push(item_of(&worded));
            }
            knowledge.modules.push(Module { first, end: knowledge.items.len(), uses: Vec::new() });
        }
        knowledge.used = vec![true; knowledge.items.len()];
        knowledge
    }

    /// The item behind an id.
    #[must_use]
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// The ids of all items, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ItemId> + ExactSizeIterator + use<> {
        (0..self.items.len()).map(ItemId::new)
    }

    /// The ids of the items of a file, in order.
    pub fn ids_in(&self, file: FileId) -> impl DoubleEndedIterator<Item = ItemId> + ExactSizeIterator + use<> {
        let module = &self.modules[file.index()];
        (module.first..module.end).map(ItemId::new)
    }

    /// The ids of the items that a file can name without more words: its own, then those of the files that it uses.
    pub fn ids_in_reach(&self, file: FileId) -> impl Iterator<Item = ItemId> {
        let used = self.modules[file.index()].uses.iter().filter_map(|entry| entry.module);
        std::iter::once(file).chain(used).flat_map(|file| self.ids_in(file))
    }

    /// The item that a place lies in.
    #[must_use]
    pub fn item_at(&self, span: Span) -> Option<ItemId> {
        let module = &self.modules[span.file.index()];
        let items = &self.items[module.first..module.end];
        let at = items.partition_point(|item| item.span.start <= span.start).checked_sub(1)?;
        (span.start < items[at].span.end.max(items[at].span.start + 1)).then(|| ItemId::new(module.first + at))
    }

    /// The ids of all items of a kind, in order.
    #[must_use]
    pub fn ids_of(&self, kind: Kind) -> &[ItemId] {
        &self.by_kind[kind as usize]
    }

    /// The name that an item was given.
    #[must_use]
    pub fn name(&self, id: ItemId) -> &str {
        self.spelled(self.item(id).name)
    }

    /// A name as it was written.
    #[must_use]
    pub fn spelled(&self, name: Name) -> &str {
        self.sources.slice(name.span)
    }

    /// The name of the module that an item stands in.
    #[must_use]
    pub fn module(&self, id: ItemId) -> &str {
        &self.sources.get(self.file(id)).module
    }

    /// The file that an item stands in.
    #[must_use]
    pub fn file(&self, id: ItemId) -> FileId {
        self.item(id).span.file
    }

    /// Its name with its module in front: one for each item.
    #[must_use]
    pub fn qualified(&self, id: ItemId) -> String {
        [self.module(id), ".", self.name(id)].concat()
    }

    /// The ids that an item had before, as `moved-from` says: a plain name is one of its own module.
    #[must_use]
    pub fn former_ids(&self, id: ItemId) -> Vec<String> {
        let former = |&name: &Name| match self.spelled(name) {
            id if id.contains('.') => id.to_owned(),
            name => [self.module(id), ".", name].concat(),
        };
        self.common(id).further().moved_from.iter().map(former).collect()
    }

    /// What a text says, with what its terms stand for.
    #[must_use]
    pub fn text(&self, text: Text) -> Cow<'_, str> {
        self.terms.put_into(self.verbatim(text))
    }

    /// What a text says as it stands, as a machine wants it: a command, a message, a pattern, an address.
    #[must_use]
    pub fn verbatim(&self, text: Text) -> Cow<'_, str> {
        text::decode(self.sources.slice(text.span))
    }

    /// An address outside the project as readers meet it; `text` gives what a text says where they meet it.
    #[must_use]
    pub fn web_link(&self, link: WebLink, text: impl FnOnce(Text) -> String) -> address::WebLink {
        address::WebLink { address: self.verbatim(link.address).into_owned(), label: link.label.map(text) }
    }

    /// What the links by name in a text lead to, in the order of the text.
    #[must_use]
    pub fn linked_from(&self, text: Text) -> &[Option<ItemId>] {
        self.links.get(&text.span).map_or(&[], |links| links)
    }

    /// The title of an item as written, or its name where it has none.
    #[must_use]
    pub fn title(&self, id: ItemId) -> Cow<'_, str> {
        match self.item(id).title {
            Some(title) => self.text(title),
            None => Cow::Borrowed(self.name(id)),
        }
    }

    /// What every item may have; that of an item without any is empty.
    #[must_use]
    pub fn common(&self, id: ItemId) -> &Common {
        static NOTHING: LazyLock<Common> = LazyLock::new(Common::default);
        self.item(id).common.as_deref().unwrap_or(&NOTHING)
    }

    /// The outcomes of a check or a remedy; what is neither has none.
    #[must_use]
    pub fn outcomes(&self, step: ItemId) -> &[Outcome] {
        match &self.item(step).body {
            Body::Check(check) => &check.outcomes,
            Body::Remedy(remedy) => &remedy.outcomes,
            _ => &[],
        }
    }

    /// The text of a place.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.sources.slice(span)
    }
}

fn item_of(worded: &Worded) -> Item {
    let text = |span| Text { span };
    let aka: Box<[Text]> = worded.aka.iter().copied().map(text).collect();
    let further = (!aka.is_empty()).then(|| Box::new(Further { aka, ..Further::default() }));
    let about = worded.about.map(text);
    let has_common = about.is_some() || further.is_some();
    let common = has_common.then(|| Box::new(Common { about, further, ..Common::default() }));
    let body = match worded.kind {
        Kind::Guide => Body::Guide(Box::default()),
        Kind::Cause => Body::Cause(Box::default()),
        Kind::Check => Body::Check(Box::default()),
        Kind::Remedy => Body::Remedy(Box::default()),
        _ => Body::Symptom(Box::default()),
    };
    let name = Name { span: worded.name };
    Item { name, title: worded.title.map(text), head: worded.head, span: worded.head, common, body, broken: false }
}

/// Declares the accessors that look an item up as one kind.
macro_rules! accessors {
    ($($(#[$doc:meta])* $method:ident -> $kind:ident;)*) => {
        impl Knowledge {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $method(&self, id: ItemId) -> Option<&$kind> {
                    match &self.item(id).body {
                        Body::$kind(body) => Some(body),
                        _ => None,
                    }
                }
            )*
        }
    };
}

accessors! {
    /// The item as a guide, if it is one.
    guide -> Guide;
    /// The item as a symptom, if it is one.
    symptom -> Symptom;
    /// The item as a cause, if it is one.
    cause -> Cause;
    /// The item as a check, if it is one.
    check -> Check;
    /// The item as a remedy, if it is one.
    remedy -> Remedy;
    /// The item as a rule, if it is one.
    rule -> Rule;
    /// The item as a fact, if it is one.
    fact -> Fact;
    /// The item as an escalation, if it is one.
    escalation -> Escalation;
    /// The item as a scenario, if it is one.
    scenario -> Scenario;
}

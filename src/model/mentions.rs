//! Where an item calls others by their names.
//!
//! In: an item of linked knowledge. Out: each place in it that names something, and what that is: for jumps, for renaming, and for
//! what is shown of a name. What leads nowhere was reported, and is left out.

use crate::source::{FileId, Span};
use crate::syntax::text;

use super::link::{Expected, Visit, each_name};
use super::marks::named_links;
use super::{Body, Comparison, Evidence, FactType, ItemId, Kind, Knowledge, Name, Operand, Ref, Subject, prose};

/// What a place names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meant {
    /// An item.
    Item(ItemId),
    /// An outcome of a check or a remedy, or a choice of a fact, by its index.
    Option(ItemId, u32),
    /// A stage of a guide, by its index.
    Stage(ItemId, u32),
    /// A file, as a module.
    Module(FileId),
}

/// A place that names something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The name, without a module in front of it.
    pub span: Span,
    /// What it means.
    pub meant: Meant,
}

impl Knowledge {
    /// What an item names, in no particular order.
    #[must_use]
    pub fn mentions(&self, id: ItemId) -> Vec<Mention> {
        let mut item = self.item(id).clone();
        let mut found = Collector { knowledge: self, found: Vec::new() };
        each_name(&mut item, &mut found);
        found.values(id);
        found.stage(id);
        // Its own text alone: a large file has many items.
        if self.slice(self.item(id).span).contains("](") {
            found.links(id);
        }
        found.found
    }

    /// What a file names: all that its items do, and the modules that it uses.
    #[must_use]
    pub fn mentions_in(&self, file: FileId) -> Vec<Mention> {
        let module = &self.modules[file.index()];
        let used = module.uses.iter();
        let used = used.filter_map(|used| Some(Mention { span: used.span, meant: Meant::Module(used.module?) }));
        let items = self.ids_in(file).flat_map(|id| self.mentions(id));
        used.chain(items).collect()
    }

    /// The place where something is given its name; nothing where it has none, as `yes` of a fact.
    #[must_use]
    pub fn named_at(&self, meant: Meant) -> Option<Span> {
        match meant {
            Meant::Item(id) => Some(self.item(id).name.span),
            Meant::Option(id, at) => Some(self.options(id).get(at as usize)?.span),
            Meant::Stage(guide, at) => Some(self.guide(guide)?.stages.get(at as usize)?.name.span),
            Meant::Module(file) => Some(Span::new(file, 0, 0)),
        }
    }

    /// The names of the outcomes of a check or a remedy, or of the choices of a fact.
    #[must_use]
    pub fn options(&self, id: ItemId) -> Vec<Name> {
        match &self.item(id).body {
            Body::Fact(fact) => match &fact.values {
                Some(FactType::OneOf(choices)) => choices.iter().map(|choice| choice.name).collect(),
                _ => Vec::new(),
            },
            _ => self.outcomes(id).iter().map(|outcome| outcome.name).collect(),
        }
    }

    /// The first stage of this name in any guide.
    fn stage(&self, name: &str) -> Option<Meant> {
        self.ids_of(Kind::Guide).iter().find_map(|&guide| {
            let at = self.guide(guide)?.stages.iter().position(|stage| self.spelled(stage.name) == name)?;
            Some(Meant::Stage(guide, at as u32))
        })
    }
}

struct Collector<'k> {
    knowledge: &'k Knowledge,
    found: Vec<Mention>,
}

impl Collector<'_> {
    /// Values in scenarios are held against options only when the scenario is played.
    fn values(&mut self, id: ItemId) {
        let Some(scenario) = self.knowledge.scenario(id) else { return };
        for given in &scenario.given {
            let (Evidence::Answer(name, value) | Evidence::Know(name, value)) = given else { continue };
            self.option(*name, *value);
        }
    }

    fn option(&mut self, of: Ref, value: Span) {
        let Some(id) = of.to else { return };
        let written = self.knowledge.slice(value);
        let at = self.knowledge.options(id).iter().position(|name| self.knowledge.spelled(*name) == written);
        self.found.extend(at.map(|at| Mention { span: value, meant: Meant::Option(id, at as u32) }));
    }

    fn stage(&mut self, id: ItemId) {
        let Some(stage) = self.knowledge.item(id).procedure().and_then(|procedure| procedure.stage) else { return };
        let meant = self.knowledge.stage(self.knowledge.spelled(stage));
        self.found.extend(meant.map(|meant| Mention { span: stage.span, meant }));
    }

    fn links(&mut self, id: ItemId) {
        for text in prose(self.knowledge.item(id)) {
            let literal = self.knowledge.slice(text.span);
            let decoded = text::decode(literal);
            let places = named_links(&decoded).into_iter().map(|link| link.name_place(text, literal, &decoded));
            for (span, to) in places.zip(self.knowledge.linked_from(text)) {
                self.found.extend(to.map(|to| self.mention(span, Meant::Item(to))));
            }
        }
    }

    /// A mention without the module that stands in front of the name.
    fn mention(&self, span: Span, meant: Meant) -> Mention {
        let module = self.knowledge.slice(span).rfind('.').map_or(0, |dot| dot as u32 + 1);
        Mention { span: Span { start: span.start + module, ..span }, meant }
    }
}

impl Visit for Collector<'_> {
    fn name(&mut self, name: &mut Ref, _: Expected) {
        self.found.extend(name.to.map(|to| self.mention(name.span, Meant::Item(to))));
    }

    fn subject(&mut self, subject: &mut Subject, _: Option<Comparison>) {
        if let (Some(id), Some(Operand::Option(at))) = (subject.name.to, &subject.operand)
            && !self.knowledge.options(id).is_empty()
        {
            self.found.push(Mention { span: subject.value, meant: Meant::Option(id, *at) });
        }
    }
}

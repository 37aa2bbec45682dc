//! What can be written at a place.
//!
//! All of it comes from the tables of the language and from names: the way in which a property is written says what kind of
//! word comes next.

use std::collections::BTreeMap;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, Documentation, InsertTextFormat, MarkupContent, MarkupKind,
    Position, Range, TextEdit, Uri,
};
use serde::{Deserialize, Serialize};

use crate::diagnostics::catalogue;
use crate::graph::filled_in_reach;
use crate::model::{FactType, ItemId, Kind, Knowledge, LINKED, plain_name};
use crate::session::View;
use crate::syntax::words::{self, Context, ITEMS, Item, PROPERTIES, Property};
use crate::words::quantity;

use super::cursor::Cursor;
use super::documents::Document;
use super::server::Server;

/// At most so many are offered.
const MOST: usize = 200;
/// Units of durations.
const UNITS: [&str; 4] = ["s", "min", "h", "d"];

/// What names can be offered for a word of the way in which a property is written.
fn kinds(word: &str) -> &'static [Kind] {
    match word {
        "SYMPTOM" => &[Kind::Symptom],
        "CAUSE" => &[Kind::Cause],
        "CHECK" => &[Kind::Check, Kind::Fact, Kind::Remedy],
        "REMEDY" => &[Kind::Remedy],
        "STEP" => &[Kind::Check, Kind::Remedy],
        "GUIDE" => &[Kind::Guide],
        "ESCALATION" => &[Kind::Escalation],
        "RESULT" => &[Kind::Result],
        "FACT" => &[Kind::Fact],
        "SOURCE" => &[Kind::Source],
        _ => &[],
    }
}

pub fn at(server: &Server, document: &Document, position: Position) -> CompletionList {
    let encoding = server.client.encoding;
    let offset = encoding.offset(&document.text, &document.lines, position);
    let cursor = Cursor::at(&document.text, offset);
    let start = encoding.position(&document.text, &document.lines, offset - cursor.prefix.len());
    let offer = Offer {
        view: document.view(),
        document,
        range: Range { start, end: position },
        snippets: server.client.snippets,
        resolves: server.client.resolves,
        prefix: cursor.prefix,
        found: BTreeMap::new(),
    };
    let mut items = offer.all(&cursor);
    let is_incomplete = items.len() > MOST;
    items.truncate(MOST);
    CompletionList { is_incomplete, items, ..CompletionList::default() }
}

struct Offer<'d> {
    view: Option<View>,
    document: &'d Document,
    /// What is replaced.
    range: Range,
    snippets: bool,
    /// Whether what is said of each is asked for later.
    resolves: bool,
    /// What was typed: only what holds its letters is offered.
    prefix: &'d str,
    /// By how they are sorted, so that nothing is offered twice.
    found: BTreeMap<(u8, String), CompletionItem>,
}

impl Offer<'_> {
    fn all(mut self, cursor: &Cursor) -> Vec<CompletionItem> {
        match (cursor.in_text, cursor.context()) {
            (Some(text), _) => self.in_text(text),
            (None, None) if cursor.blocks.is_empty() => match cursor.said.first() {
                None => ITEMS.iter().for_each(|item| self.item(item)),
                Some(&"use") => self.modules(),
                Some(&"scenario") if cursor.said.last() == Some(&"for") => self.names(&[Kind::Guide]),
                Some(_) => {}
            },
            (None, Some(context)) if cursor.said.is_empty() => {
                context.properties().for_each(|property| self.property(property));
            }
            (None, Some(context)) => {
                if let Some((property, part)) = cursor.property() {
                    self.value(property, part, context, &cursor.said);
                }
            }
            (None, None) => {}
        }
        self.found.into_values().collect()
    }

    /// Whether something fits what was typed.
    fn is_wanted(&self, label: &str) -> bool {
        let wanted = plain_name(self.prefix);
        fits(label, wanted) || fits(label, self.prefix)
    }

    /// Offers something that begins as what was typed.
    fn add(&mut self, rank: u8, item: CompletionItem) {
        if self.is_wanted(&item.label) {
            let sort_text = Some(format!("{rank}{}", item.label));
            self.found.entry((rank, item.label.clone())).or_insert(CompletionItem { sort_text, ..item });
        }
    }

    fn word(&mut self, rank: u8, word: &str, detail: Option<String>) {
        let item = CompletionItem {
            label: word.to_owned(),
            kind: Some(CompletionItemKind::Keyword),
            detail,
            ..self.plain(word)
        };
        self.add(rank, item);
    }

    fn plain(&self, text: &str) -> CompletionItem {
        CompletionItem {
            text_edit: Some(TextEdit { range: self.range, new_text: text.to_owned() }.into()),
            ..CompletionItem::default()
        }
    }

    fn snippet(&self, plain: &str, snippet: String) -> CompletionItem {
        if !self.snippets {
            return self.plain(plain);
        }
        CompletionItem {
            text_edit: Some(TextEdit { range: self.range, new_text: snippet }.into()),
            insert_text_format: Some(InsertTextFormat::Snippet),
            ..CompletionItem::default()
        }
    }

    /// A kind of item, with what it must have.
    fn item(&mut self, item: &'static Item) {
        let mut snippet = match (item.word, item.titled) {
            ("use", _) => "use ${1:module}".to_owned(),
            ("scenario", _) => "scenario \"${1:What happens}\" for ${2:guide} {\n".to_owned(),
            (word, true) => format!("{word} ${{1:name}} \"${{2:Title}}\" {{\n"),
            (word, false) => format!("{word} ${{1:name}} {{\n"),
        };
        if item.context.is_some() {
            for (at, group) in item.demands.iter().enumerate() {
                snippet.push_str(&format!("  {} ${{{}}}\n", group[0], at + 3));
            }
            snippet.push_str("  $0\n}");
        }
        let made = CompletionItem {
            label: item.word.to_owned(),
            kind: Some(CompletionItemKind::Class),
            detail: Some(item.usage.to_owned()),
            ..self.snippet(item.word, snippet)
        };
        self.told(1, made, &Told::Item { word: item.word.to_owned() });
    }

    fn property(&mut self, property: &'static Property) {
        let takes_block = property.usage.ends_with("{ … }") && !property.usage.contains(" | ");
        let quoted =
            property.usage.strip_prefix(property.word).is_some_and(|rest| rest.trim_start().starts_with("TEXT"));
        let made = match () {
            () if property.usage == property.word => self.plain(property.word),
            () if property.word == "outcome" => {
                self.snippet("outcome ", "outcome ${1:name} \"${2:Title}\" {\n  $0\n}".to_owned())
            }
            () if takes_block => {
                let snippet = format!("{} {{\n  $0\n}}", property.word);
                self.snippet(property.word, snippet)
            }
            () if quoted => self.snippet(property.word, format!("{} \"$0\"", property.word)),
            () => self.plain(&format!("{} ", property.word)),
        };
        let made = CompletionItem {
            label: property.word.to_owned(),
            kind: Some(CompletionItemKind::Property),
            detail: Some(property.usage.to_owned()),
            ..made
        };
        let (word, usage) = (property.word.to_owned(), property.usage.to_owned());
        self.told(1, made, &Told::Property { word, usage });
    }

    /// What comes next in a property.
    fn value(&mut self, property: &'static Property, part: &[&str], context: Context, said: &[&str]) {
        if property.word == "when" || said.contains(&"when") {
            return self.condition(said);
        }
        if let Some(inner) = Context::inside(property.rule).filter(|inner| !inner.is_block())
            && part.is_empty()
        {
            return inner.properties().for_each(|property| self.property(property));
        }
        let ways = property.usage.split(" | ");
        let words = ways.map(|way| way.trim_start_matches(property.word).split_whitespace());
        let next: Vec<&str> = words.filter_map(|mut words| words.nth(part.len())).collect();
        for word in next.into_iter().flat_map(|word| word.split('|')).map(|word| word.trim_matches(',')) {
            self.of_usage(word, property, part, context);
        }
    }

    /// What a word of the way in which a property is written stands for.
    fn of_usage(&mut self, word: &str, property: &Property, part: &[&str], context: Context) {
        let numbers = self.document.numbers();
        match word {
            "HOW-OFTEN" | "CHANCE" => {
                for (word, chance) in &numbers.chances {
                    self.word(2, word, Some(quantity::plain::percent(*chance)));
                }
            }
            "WEIGHT" => {
                for (word, weight) in &numbers.weights {
                    self.word(2, word, Some(weight.to_string()));
                }
            }
            "DURATION" if part.last().is_some_and(|last| last.parse::<f64>().is_ok()) => {
                UNITS.iter().for_each(|unit| self.word(2, unit, None));
            }
            "CODE" => {
                for fault in catalogue::all() {
                    self.word(2, fault.name, Some(fault.code.to_string()));
                }
            }
            "OUTCOME" | "VALUE" => {
                if let Some(name) = part.first() {
                    self.options(name);
                }
            }
            "NAME" => match (property.word, context) {
                ("stage", Context::Check | Context::Remedy) => self.stages(),
                ("include", Context::Steps | Context::StepsBlock) => self.names(&[Kind::Steps]),
                ("include" | "exclude", _) => {
                    self.names(&[Kind::Cause, Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact, Kind::Symptom]);
                }
                _ => {}
            },
            _ if !kinds(word).is_empty() => self.names(kinds(word)),
            _ if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') && !word.is_empty() => {
                self.word(2, word, None);
            }
            _ => {}
        }
    }

    fn condition(&mut self, said: &[&str]) {
        match said {
            [.., name, "is"] => self.options(name),
            [.., "seen"] => self.names(&[Kind::Symptom]),
            [.., "tried"] => self.names(&[Kind::Remedy]),
            [.., "when" | "and" | "or" | "not" | "(" | "of" | ","] => {
                self.names(&[Kind::Check, Kind::Fact, Kind::Remedy]);
                ["seen", "tried", "not"].iter().for_each(|word| self.word(3, word, None));
            }
            [.., last] if last.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
                ["is", "and", "or"].iter().for_each(|word| self.word(2, word, None));
            }
            _ => {}
        }
    }

    /// Names of items of some kinds: of this file, of those that it uses, and of all others, with the `use` that they want.
    fn names(&mut self, wanted: &[Kind]) {
        let Some(place) = &self.document.place else { return };
        let own = self.view.as_ref().map(|view| view.knowledge().sources.get(view.file).module.clone());
        let used = self.used();
        for named in place.open.session.state().names() {
            if !wanted.contains(&named.kind) || !self.is_wanted(&named.name) {
                continue;
            }
            let is_own = own.as_deref() == Some(&*named.module);
            let is_used = used.contains(&named.module);
            let rank = if is_own { 1 } else { 2 + u8::from(!is_used) };
            let mut item = CompletionItem {
                label: named.name.clone(),
                kind: Some(CompletionItemKind::Reference),
                detail: Some(format!("{} of {}", named.kind.word(), named.module)),
                ..self.plain(&named.name)
            };
            if !is_own && !is_used {
                item.additional_text_edits = Some(vec![self.added_use(&named.module)]);
            }
            let kind = named.kind.word().to_owned();
            let uri = self.document.uri.as_ref().to_owned();
            self.told(rank, item, &Told::Name { uri, kind, module: named.module, name: named.name });
        }
    }

    /// Offers something of which more can be said: at once, or when somebody looks at it.
    fn told(&mut self, rank: u8, mut item: CompletionItem, told: &Told) {
        if self.resolves {
            item.data = serde_json::to_value(told).ok();
        } else {
            item.documentation = told.said(self.view.as_ref());
        }
        self.add(rank, item);
    }

    /// The modules that the file uses.
    fn used(&self) -> Vec<String> {
        let Some(view) = &self.view else { return Vec::new() };
        let knowledge = view.knowledge();
        let uses = &knowledge.modules[view.file.index()].uses;
        uses.iter().map(|used| knowledge.slice(used.span).to_owned()).collect()
    }

    /// An edit that adds a `use` below those that there are.
    fn added_use(&self, module: &str) -> TextEdit {
        let lines = self.document.text.lines().enumerate();
        let last = lines.filter(|(_, line)| line.starts_with("use ")).last().map(|(at, _)| at as u32 + 1);
        let comment = self.document.text.lines().take_while(|line| line.starts_with('#')).count() as u32;
        let (line, gap) = last.map_or((comment, "\n"), |line| (line, ""));
        let place = Position { line, character: 0 };
        TextEdit { range: Range { start: place, end: place }, new_text: format!("use {module}\n{gap}") }
    }

    fn options(&mut self, name: &str) {
        let Some(view) = self.view.clone() else { return };
        let knowledge = view.knowledge();
        let Some(id) = reached(knowledge, &view, name) else { return };
        if knowledge.fact(id).is_some_and(|fact| matches!(fact.values, Some(FactType::YesNo(_)))) {
            ["yes", "no"].iter().for_each(|word| self.word(1, word, None));
        }
        for option in knowledge.options(id) {
            self.word(1, knowledge.spelled(option), None);
        }
    }

    fn stages(&mut self) {
        let Some(view) = self.view.clone() else { return };
        let knowledge = view.knowledge();
        for &guide in knowledge.ids_of(Kind::Guide) {
            for stage in knowledge.guide(guide).map_or(&[][..], |guide| &guide.stages) {
                self.word(1, knowledge.spelled(stage.name), Some(knowledge.text(stage.title).into_owned()));
            }
        }
    }

    fn modules(&mut self) {
        let Some(place) = &self.document.place else { return };
        let sources = place.open.session.state().sources();
        let used = self.used();
        for source in sources.files() {
            if source.path != place.shown() && !used.contains(&source.module) {
                let item = CompletionItem {
                    label: source.module.clone(),
                    kind: Some(CompletionItemKind::Module),
                    ..self.plain(&source.module)
                };
                self.add(1, item);
            }
        }
    }

    /// What can stand in a text: a blank that readers fill in, and a link by name.
    fn in_text(&mut self, text: &str) {
        let Some(view) = self.view.clone() else { return };
        let knowledge = view.knowledge();
        let tail = |from: usize| &text[from..];
        if let Some(open) = text.rfind('<').filter(|&open| is_name_part(tail(open + 1))) {
            self.replace(tail(open + 1));
            for id in filled_in_reach(knowledge, view.file) {
                let name = knowledge.name(id).to_owned();
                let item = CompletionItem {
                    label: name.clone(),
                    kind: Some(CompletionItemKind::Variable),
                    detail: Some(knowledge.title(id).into_owned()),
                    ..self.plain(&format!("{name}>"))
                };
                self.add(1, item);
            }
            return;
        }
        let Some(open) = text.rfind("](").filter(|&open| !tail(open + 2).contains([')', ' '])) else { return };
        let address = tail(open + 2);
        match address.split_once(':') {
            None => {
                self.replace(address);
                LINKED.iter().for_each(|kind| self.word(1, &format!("{}:", kind.word()), None));
            }
            Some((kind, name)) => {
                let Some(kind) = LINKED.into_iter().find(|known| known.word() == kind) else { return };
                self.replace(name);
                self.names(&[kind]);
            }
        }
    }

    /// What is being typed within a text.
    fn replace(&mut self, typed: &str) {
        // Letters of names take as many columns in every way to count.
        self.range.start.character = self.range.end.character - typed.len() as u32;
    }
}

/// Whose words stand beside an offer.
#[derive(Debug, Serialize, Deserialize)]
enum Told {
    Item { word: String },
    Property { word: String, usage: String },
    Name { uri: String, kind: String, module: String, name: String },
}

impl Told {
    /// What is said of it. Of names only those near the file are known.
    fn said(&self, view: Option<&View>) -> Option<Documentation> {
        match self {
            Self::Item { word } => words::item(word).map(|item| markdown(item.says)),
            Self::Property { word, usage } => {
                let property = PROPERTIES.iter().find(|row| row.word == word && row.usage == usage)?;
                Some(markdown(&format!("{}\n\n```rules\n{}\n```", property.says, property.example)))
            }
            Self::Name { kind, module, name, .. } => {
                let knowledge = view?.knowledge();
                let is_it = |id: &ItemId| {
                    let is_called = knowledge.name(*id) == name && knowledge.module(*id) == module;
                    is_called && knowledge.item(*id).kind().word() == kind
                };
                let id = knowledge.ids().find(is_it)?;
                let title = knowledge.title(id);
                Some(markdown(&match knowledge.common(id).about {
                    Some(about) => format!("**{title}**\n\n{}", knowledge.text(about)),
                    None => format!("**{title}**"),
                }))
            }
        }
    }
}

/// An offer with what is said of it.
pub fn resolved(server: &Server, mut item: CompletionItem) -> CompletionItem {
    let told: Option<Told> = item.data.clone().and_then(|data| serde_json::from_value(data).ok());
    let Some(told) = told else { return item };
    let view = match &told {
        Told::Name { uri, .. } => server.documents.get(&Uri::from(uri.as_str())).and_then(Document::view),
        Told::Item { .. } | Told::Property { .. } => None,
    };
    item.documentation = told.said(view.as_ref());
    item
}

/// The item with outcomes or values that a name means in a file.
fn reached(knowledge: &Knowledge, view: &View, name: &str) -> Option<ItemId> {
    let bare = plain_name(name);
    knowledge.ids_in_reach(view.file).find(|id| {
        matches!(knowledge.item(*id).kind(), Kind::Check | Kind::Fact | Kind::Remedy)
            && (knowledge.name(*id) == bare || knowledge.qualified(*id) == name)
    })
}

fn is_name_part(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Does a word hold the letters that were typed, in their order? So `pt` finds `points-to`.
pub fn fits(word: &str, typed: &str) -> bool {
    let mut letters = word.chars();
    typed.chars().all(|wanted| letters.any(|letter| letter.eq_ignore_ascii_case(&wanted)))
}

fn markdown(text: &str) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text.to_owned() })
}

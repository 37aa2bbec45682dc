//! A link in a text that leads nowhere.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use crate::address::{SCHEMES, is_allowed, scheme};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::graph::Members;
use crate::model::{self, Body, Item, ItemId, Kind, LINKED};
use crate::source::{Span, in_order};
use crate::syntax::nearest;

use super::{Lint, LintContext};

pub static LINT: Lint =
    Lint::of_all(&prose::BROKEN_LINK, run).and_each(&[Kind::Escalation, Kind::Result, Kind::Source], look);

/// A link of Markdown, in a line: its address.
static LINKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\]\(\s*<?([^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)*)>?(?:\s+[^)]*)?\)").ok());

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let Some(links) = LINKS.as_ref() else { return };
    let in_file = |(at, source): (usize, &crate::source::Source)| -> Vec<(usize, usize, usize)> {
        if !source.text().contains("](") {
            return Vec::new();
        }
        let found = links.captures_iter(source.text()).filter_map(|link| link.get(1));
        found.map(|address| (at, address.start(), address.end())).collect()
    };
    let found: Vec<_> = cx.knowledge.sources.files().par_iter().enumerate().flat_map_iter(in_file).collect();
    for span in found.into_iter().filter_map(|(at, start, end)| cx.in_prose(at, start, end)) {
        findings.extend(in_text(cx, span));
    }
}

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let links = match &item.body {
        Body::Escalation(escalation) => &escalation.links,
        Body::Source(source) => &source.links,
        _ => return,
    };
    for link in links {
        let address = cx.knowledge.verbatim(link.address);
        if !is_whole(&address) || !can_be_followed(&address) {
            findings.push(not_followed(&address, link.address.span));
        }
    }
}

fn not_followed(address: &str, span: Span) -> Diagnostic {
    let message = format!("`{address}` is no address that a reader can follow");
    let finding = Diagnostic::new(&prose::BROKEN_LINK, span, message);
    if let Some(number) = number_to_call(address) {
        return finding.help(format!("a number to call is written without blanks, as in `tel:{number}`"));
    }
    match scheme(address) {
        Some(scheme) if !address.starts_with(char::is_whitespace) => {
            let kinds = LINKED.into_iter().map(Kind::word);
            let near =
                nearest(scheme, SCHEMES.into_iter().chain(kinds)).map(|near| format!("; did you mean `{near}:`?"));
            finding.help(format!(
                "a link begins with `https:`, `http:`, `mailto:` or `tel:`, or names an item, as in `guide:NAME`{}",
                near.unwrap_or_default()
            ))
        }
        _ => finding.help("write all of it, as in `https://example.org/page`"),
    }
}

/// Whether a reader may follow an address that has a scheme, and is led somewhere. A number to call is digits, with what may part or
/// follow them (RFC 3966).
fn can_be_followed(address: &str) -> bool {
    is_allowed(address)
        && phone(address).is_none_or(|number| {
            let (digits, _) = number.split_once(';').unwrap_or((number, ""));
            digits.bytes().filter(u8::is_ascii_digit).count() >= 2
                && digits.bytes().all(|byte| byte.is_ascii_digit() || b"+-.()*#".contains(&byte))
        })
}

/// What stands behind `tel:`.
fn phone(address: &str) -> Option<&str> {
    let scheme = scheme(address).filter(|scheme| scheme.eq_ignore_ascii_case("tel"))?;
    address.get(scheme.len() + 1..)
}

/// The number that somebody wrote as people write it; an example where nothing of it is one.
fn number_to_call(address: &str) -> Option<String> {
    let number = phone(address);
    let written = number.unwrap_or(address);
    let is_number = written.bytes().all(|byte| byte.is_ascii_digit() || b"+-.()*#/ ".contains(&byte));
    let bare: String = written.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '*' | '#')).collect();
    match number {
        _ if is_number && bare.len() > 2 => Some(bare),
        Some(_) => Some("+18005550100".to_owned()),
        None => None,
    }
}

/// Whether an address has a scheme.
fn is_whole(address: &str) -> bool {
    scheme(address).is_some()
}

fn in_text(cx: &LintContext, span: Span) -> Option<Diagnostic> {
    let address = cx.knowledge.slice(span);
    if let Some((kind, name)) = address.split_once(':')
        && let Some(kind) = LINKED.into_iter().find(|linked| linked.word() == kind)
    {
        return not_shown(cx, span, (kind, name));
    }
    if is_whole(address) {
        return (!can_be_followed(address)).then(|| not_followed(address, span));
    }
    let Some(anchor) = address.strip_prefix('#') else {
        let message = format!("`{address}` leads to no page");
        let finding = Diagnostic::new(&prose::BROKEN_LINK, span, message);
        return Some(finding.help(
            "pages have other addresses in each format: write a whole one, or name the item, as in `guide:NAME` or `cause:NAME`",
        ));
    };
    let item = cx.item_at(span)?;
    let Some(target) = anchored(cx, item, anchor) else {
        let message = format!("no page has the anchor `{address}`");
        let finding = Diagnostic::new(&prose::BROKEN_LINK, span, message);
        return Some(finding.help("an anchor is the kind and the name of an item, as in `#cause-wrong-clock`"));
    };
    // What stands in a file that has nothing to do with this one is held by no guide that shows this text.
    let holds = |members: &Members| matches!(target, Anchored::Item(target) if cx.holds(members, target));
    let lacking =
        cx.guides.iter().find(|(guide, members)| (*guide == item || cx.holds(members, item)) && !holds(members));
    lacking.map(|(guide, _)| {
        let name = anchor.split_once('-').map_or(anchor, |(_, name)| name);
        let message = format!("the guide `{}` shows this text, and does not hold `{name}`", cx.name(*guide));
        Diagnostic::new(&prose::BROKEN_LINK, span, message)
            .help("link only to what every guide with this text holds, or let the guide `include` it")
    })
}

/// A link by name to an item that no guide with this text holds: its words would stand without a link everywhere.
fn not_shown(cx: &LintContext, span: Span, (kind, name): (Kind, &str)) -> Option<Diagnostic> {
    let item = cx.item_at(span)?;
    let mut texts = model::prose(cx.knowledge.item(item)).into_iter();
    let text = texts.find(|text| text.span.start <= span.start && span.end <= text.span.end)?;
    let named = |id: &ItemId| cx.knowledge.item(*id).kind() == kind && model::plain_name(name) == cx.name(*id);
    let target =
        cx.knowledge.linked_from(text).iter().copied().flatten().find(named).filter(|_| kind != Kind::Guide)?;
    let mut showing = cx.guides.iter().filter(|(guide, members)| *guide == item || cx.holds(members, item)).peekable();
    let (first, _) = showing.peek()?;
    let first = cx.name(*first);
    if showing.any(|(_, members)| cx.holds(members, target)) {
        return None;
    }
    let message = format!("the guide `{first}` shows this text, and does not hold `{name}`");
    Some(Diagnostic::new(&prose::BROKEN_LINK, span, message).help(
        "link only to what a guide with this text holds, to the guide that holds it, or let the guide `include` it",
    ))
}

/// What an anchor stands for.
enum Anchored {
    Item(ItemId),
    /// An item of a file that is not read here.
    Elsewhere,
}

/// The item that an anchor stands for: its kind and its name. Of several, one that the file of the text can name; else the
/// first, which is none of these where it stands outside. Nothing where there is none.
fn anchored(cx: &LintContext, from: ItemId, anchor: &str) -> Option<Anchored> {
    let (kind, name) = anchor.split_once('-')?;
    let named: Vec<ItemId> =
        cx.knowledge.ids().filter(|&id| cx.knowledge.item(id).kind().word() == kind && cx.name(id) == name).collect();
    let file = cx.knowledge.file(from);
    let uses = &cx.knowledge.modules[file.index()].uses;
    let near = |id: &&ItemId| {
        let home = cx.knowledge.file(**id);
        home == file || uses.iter().any(|entry| entry.module == Some(home))
    };
    if let Some(near) = named.iter().find(near) {
        return Some(Anchored::Item(*near));
    }
    let first = named.first().copied();
    let path = |id: ItemId| cx.knowledge.sources.get(cx.knowledge.file(id)).path.as_str();
    match Kind::ALL.into_iter().find(|one| one.word() == kind).and_then(|kind| cx.outside.home(kind, name)) {
        Some(home) if first.is_none_or(|first| in_order(home.path, path(first)).is_lt()) => Some(Anchored::Elsewhere),
        _ => first.map(Anchored::Item),
    }
}

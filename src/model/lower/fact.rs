//! Facts, escalations and sources: what lies around the trouble.

use crate::syntax::{Node, Rule};

use super::super::{Choice, Common, Escalation, Fact, FactType, SourceNote, WebLink};
use super::{LowerContext, common, exact, first_text, once, once_list, text, texts, value};

pub(super) fn fact(cx: &mut LowerContext, node: Node, common: &mut Common) -> Fact {
    let mut fact = Fact::default();
    for part in node.children() {
        match part.rule() {
            Rule::yes_no => once(&mut fact.values, Some(FactType::YesNo(value::chance(cx, part)))),
            Rule::one_of => once(&mut fact.values, Some(FactType::OneOf(exact(choices(cx, part))))),
            Rule::number_type => once(&mut fact.values, Some(FactType::Number(value::unit(part)))),
            Rule::version_type => once(&mut fact.values, Some(FactType::Version)),
            Rule::text_type => once(&mut fact.values, Some(FactType::Text)),
            Rule::hint => once(&mut fact.hint, first_text(part)),
            Rule::takes => once(&mut fact.takes, value::duration(cx, part)),
            Rule::never_asked => fact.never_asked = true,
            Rule::label => once(&mut fact.label, first_text(part)),
            _ => common::property(cx, common, part),
        }
    }
    fact
}

fn choices(cx: &mut LowerContext, node: Node) -> Vec<Choice> {
    let entries = node.children().filter(|part| part.rule() == Rule::choice);
    entries
        .filter_map(|entry| {
            Some(Choice {
                name: value::named(entry)?,
                title: text(entry.child(Rule::title)?.first()?),
                share: value::chance(cx, entry),
            })
        })
        .collect()
}

pub(super) fn escalation(cx: &mut LowerContext, node: Node, common: &mut Common) -> Escalation {
    let mut escalation = Escalation { is_result: node.rule() == Rule::result, ..Escalation::default() };
    let mut links = Vec::new();
    for part in node.children() {
        match part.rule() {
            Rule::takes => once(&mut escalation.takes, value::duration(cx, part)),
            Rule::collect => once_list(&mut escalation.collect, texts(part)),
            Rule::link => links.extend(web_link(part)),
            _ => common::property(cx, common, part),
        }
    }
    escalation.links = exact(links);
    escalation
}

pub(super) fn source(cx: &mut LowerContext, node: Node, common: &mut Common) -> SourceNote {
    let mut source = SourceNote::default();
    let mut links = Vec::new();
    for part in node.children() {
        match part.rule() {
            Rule::link => links.extend(web_link(part)),
            Rule::seen => once(&mut source.seen, value::date(cx, part)),
            _ => common::property(cx, common, part),
        }
    }
    source.links = exact(links);
    source
}

/// `link "Call us" "tel:+1 555"`, or the address alone.
fn web_link(node: Node) -> Option<WebLink> {
    let mut texts = texts(node).into_iter();
    let first = texts.next()?;
    Some(match texts.next() {
        Some(address) => WebLink { label: Some(first), address },
        None => WebLink { label: None, address: first },
    })
}

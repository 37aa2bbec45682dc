//! What every item may have.

use crate::syntax::{Node, Rule};

use super::super::{Allow, Common, Further};
use super::{LowerContext, condition, first_text, name, once, once_list, references, text, texts, value};
use super::{is_name, is_text};

/// Reads a property that every item may have; others are passed over.
pub(super) fn property(cx: &mut LowerContext, common: &mut Common, node: Node) {
    match node.rule() {
        Rule::about => once(&mut common.about, first_text(node)),
        Rule::cite => once_list(&mut common.cite, references(node)),
        Rule::owner => once(&mut common.owner, first_text(node)),
        Rule::reviewed => once(&mut common.reviewed, value::date(cx, node)),
        Rule::changed => once(&mut further(common).changed, value::date(cx, node)),
        Rule::tags => {
            let tags = node.children().filter(|part| is_name(part) || is_text(part));
            once_list(&mut further(common).tags, tags.map(Node::span).collect());
        }
        Rule::when => once(&mut common.when, condition::guard(cx, node)),
        Rule::aka => once_list(&mut further(common).aka, texts(node)),
        Rule::moved_from => {
            let names = node.children().filter(is_name).map(name).collect();
            once_list(&mut further(common).moved_from, names);
        }
        Rule::see => once_list(&mut further(common).see, references(node)),
        Rule::allow => {
            let code = node.child(Rule::word);
            let reason = node.children().find(is_text);
            further(common)
                .allow
                .extend(code.zip(reason).map(|(code, reason)| Allow { code: code.span(), reason: text(reason) }));
        }
        _ => {}
    }
}

fn further(common: &mut Common) -> &mut Further {
    common.further.get_or_insert_default()
}

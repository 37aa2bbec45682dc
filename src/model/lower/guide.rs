//! Guides.

use crate::syntax::{Node, Rule};

use super::super::{Common, EscalationMode, Guide, Stage};
use super::{LowerContext, common, exact, first_reference, first_text, once, once_list, references, text, value};

const MODES: [(&str, EscalationMode); 2] =
    [("when-cheaper", EscalationMode::WhenCheaper), ("last", EscalationMode::Last)];

pub(super) fn guide(cx: &mut LowerContext, node: Node, common: &mut Common) -> Guide {
    let mut guide = Guide::default();
    let mut stages = Vec::new();
    let mut escalate = None;
    for part in node.children() {
        match part.rule() {
            Rule::summary => once(&mut guide.summary, first_text(part)),
            Rule::symptoms => once_list(&mut guide.symptoms, references(part)),
            Rule::stage_of_guide => stages.extend(stage(part)),
            Rule::start => once(&mut guide.start, first_reference(part)),
            Rule::otherwise => once_list(&mut guide.otherwise, references(part)),
            Rule::escalate => once(&mut escalate, value::one_of(cx, part, &MODES)),
            Rule::other => once(&mut guide.other, value::chance(cx, part)),
            Rule::negligible => once(&mut guide.negligible, value::chance(cx, part)),
            Rule::waiting => once(&mut guide.waiting, value::chance(cx, part)),
            Rule::include => once_list(&mut guide.include, references(part)),
            Rule::exclude => once_list(&mut guide.exclude, references(part)),
            _ => common::property(cx, common, part),
        }
    }
    guide.stages = exact(stages);
    guide.escalate = escalate.map_or_else(EscalationMode::default, |given| given.value);
    guide
}

fn stage(node: Node) -> Option<Stage> {
    Some(Stage {
        name: value::named(node)?,
        title: text(node.child(Rule::title)?.first()?),
        about: node.child(Rule::about).and_then(first_text),
    })
}

//! Checks and remedies: what is carried out, and its outcomes.

use crate::syntax::{Node, Rule};

use super::super::{
    Asks, Bound, CannotTell, Care, Check, Common, Effect, EffectKind, Given, Outcome, Procedure, Range, Remedy,
    RemedyKind, Risk, RiskLevel, Undo, Verify,
};
use super::{
    LowerContext, common, exact, first_reference, first_text, is_name, is_text, knowledge, name, once, once_list,
    reference, references, steps, text, texts, value,
};

const RISKS: [(&str, RiskLevel); 3] =
    [("safe", RiskLevel::Safe), ("caution", RiskLevel::Caution), ("destructive", RiskLevel::Destructive)];

const KINDS: [(&str, RemedyKind); 3] =
    [("fix", RemedyKind::Fix), ("workaround", RemedyKind::Workaround), ("preparation", RemedyKind::Preparation)];

pub(super) fn check(cx: &mut LowerContext, node: Node, common: &mut Common) -> Check {
    // Ranges are read by the type that the check asks for, which may stand behind them.
    let mut check = Check { asks: node.child(Rule::asks).and_then(asks), ..Check::default() };
    let version = matches!(check.asks, Some(Given { value: Asks::Version, .. }));
    let mut outcomes = Vec::new();
    for part in node.children() {
        match part.rule() {
            Rule::outcome => outcomes.extend(outcome(cx, part, version)),
            Rule::cannot_tell => once(&mut check.cannot_tell, Some(Box::new(cannot_tell(cx, part)))),
            _ => procedure(cx, part, &mut check.procedure, common),
        }
    }
    check.outcomes = exact(outcomes);
    check
}

pub(super) fn remedy(cx: &mut LowerContext, node: Node, common: &mut Common) -> Remedy {
    let mut remedy = Remedy::default();
    let mut outcomes = Vec::new();
    let mut kind = None;
    for part in node.children() {
        match part.rule() {
            Rule::outcome => outcomes.extend(outcome(cx, part, false)),
            // More copies than this would only slow the plan: nobody repeats a repair so often.
            Rule::retry => once(&mut remedy.retry, value::whole(cx, part, 1, 10)),
            Rule::fixes => once_list(&mut remedy.fixes, knowledge::how_often(cx, part)),
            Rule::kind => once(&mut kind, value::one_of(cx, part, &KINDS)),
            Rule::supersedes => once_list(&mut remedy.supersedes, references(part)),
            Rule::renews => once_list(&mut remedy.renews, references(part)),
            Rule::verify => once(&mut remedy.verify, verify(cx, part).map(Box::new)),
            Rule::next => once(&mut remedy.next, knowledge::target(part)),
            _ => procedure(cx, part, &mut remedy.procedure, common),
        }
    }
    remedy.outcomes = exact(outcomes);
    remedy.kind = kind.map_or_else(RemedyKind::default, |given| given.value);
    remedy
}

fn procedure(cx: &mut LowerContext, node: Node, procedure: &mut Procedure, common: &mut Common) {
    match node.rule() {
        Rule::stage => once(&mut procedure.stage, value::named(node)),
        Rule::takes => once(&mut procedure.takes, value::duration(cx, node)),
        Rule::waits => once(&mut care(procedure).waits, value::duration(cx, node)),
        Rule::needs => once_list(&mut care(procedure).needs, texts(node)),
        Rule::after => once_list(&mut care(procedure).after, references(node)),
        Rule::only_after => once_list(&mut care(procedure).only_after, references(node)),
        Rule::risk => {
            let risk = value::one_of(cx, node, &RISKS).map(|level| Risk {
                level: level.value,
                loses: first_text(node),
                span: node.span(),
            });
            once(&mut care(procedure).risk, risk);
        }
        Rule::undo => {
            let undo = match node.child(Rule::none) {
                Some(_) => Some(Undo::Impossible),
                None => steps::how_to(cx, node).map(Undo::How),
            };
            once(&mut care(procedure).undo, undo.map(|undo| (node.span(), undo)));
        }
        Rule::afterwards => once(&mut care(procedure).afterwards, steps::how_to(cx, node)),
        Rule::steps => once_list(&mut procedure.steps, steps::block(cx, node)),
        _ => common::property(cx, common, node),
    }
}

fn care(procedure: &mut Procedure) -> &mut Care {
    procedure.care.get_or_insert_default()
}

fn asks(node: Node) -> Option<Given<Asks>> {
    let found = node.first()?;
    let value = match found.rule() {
        Rule::asks_number => Asks::Number(value::unit(found)),
        Rule::asks_version => Asks::Version,
        _ => Asks::Text,
    };
    Some(Given { value, span: found.span() })
}

fn verify(cx: &mut LowerContext, node: Node) -> Option<Verify> {
    let takes = value::duration(cx, node);
    let waits = node.child(Rule::verify_waits).and_then(|waits| value::duration(cx, waits));
    Some(Verify { how: steps::how_to(cx, node)?, takes, waits })
}

fn outcome(cx: &mut LowerContext, node: Node, version: bool) -> Option<Outcome> {
    let share = share(cx, node);
    let mut outcome = Outcome {
        name: value::named(node)?,
        title: text(node.child(Rule::title)?.first()?),
        range: node.child(Rule::range).and_then(|found| range(cx, found, version)).map(Box::new),
        share: share.map(Box::new),
        effects: Box::default(),
        next: None,
        images: Box::default(),
        moved_from: Box::default(),
    };
    let (mut said, mut images, mut former) = (Vec::new(), Vec::new(), Vec::new());
    for part in node.children() {
        match part.rule() {
            Rule::next => once(&mut outcome.next, knowledge::target(part)),
            Rule::image => images.extend(steps::image(part)),
            Rule::moved_from => former.extend(part.children().filter(is_name).map(name)),
            _ => effects(cx, part, &mut said),
        }
    }
    outcome.effects = exact(said);
    outcome.images = exact(images);
    outcome.moved_from = exact(former);
    Some(outcome)
}

/// The base rate of an outcome. A word behind a range that is none for how often may be meant as a unit.
fn share(cx: &mut LowerContext, node: Node) -> Option<Given<f64>> {
    let before = cx.findings.len();
    let share = value::chance(cx, node);
    if share.is_none()
        && cx.findings.len() > before
        && node.child(Rule::range).is_some()
        && let Some(finding) = cx.findings.pop()
    {
        cx.findings.push(finding.help("numbers of a range stand bare: their unit stands behind `asks number`"));
    }
    share
}

fn cannot_tell(cx: &mut LowerContext, node: Node) -> CannotTell {
    let (mut next, mut said) = (None, Vec::new());
    for part in node.children() {
        match part.rule() {
            Rule::next => once(&mut next, knowledge::target(part)),
            _ => effects(cx, part, &mut said),
        }
    }
    CannotTell { span: node.span(), effects: exact(said), next }
}

fn range(cx: &mut LowerContext, node: Node, version: bool) -> Option<Given<Range>> {
    let found = node.first()?;
    let mut bound = |part: Node| -> Option<Bound> {
        let at = value::scalar(cx, part.child(Rule::number)?, version)?;
        Some(Bound { at, included: matches!(part.rule(), Rule::from | Rule::up_to) })
    };
    let value = match found.rule() {
        Rule::from | Rule::above => {
            let upper = node.children().find(|part| matches!(part.rule(), Rule::below | Rule::up_to));
            let lower = bound(found)?;
            Range::Within(Some(lower), upper.map_or(Some(None), |upper| bound(upper).map(Some))?)
        }
        Rule::below | Rule::up_to => Range::Within(None, Some(bound(found)?)),
        Rule::matching => Range::Matching(value::pattern(cx, found.children().find(is_text)?)),
        _ => Range::Otherwise,
    };
    Some(Given { value, span: node.span() })
}

fn effects(cx: &mut LowerContext, node: Node, effects: &mut Vec<Effect>) {
    let plain = |kind: EffectKind| {
        let names = node.children().filter(|part| part.rule() == Rule::name);
        names.map(move |name| Effect { kind, cause: reference(name), span: name.span() })
    };
    match node.rule() {
        Rule::confirms => effects.extend(plain(EffectKind::Confirms)),
        Rule::rules_out => effects.extend(plain(EffectKind::RulesOut)),
        Rule::points_to | Rule::against | Rule::given => {
            for part in node.children() {
                effects.extend(weighed(cx, node.rule(), part));
            }
        }
        _ => {}
    }
}

fn weighed(cx: &mut LowerContext, says: Rule, node: Node) -> Option<Effect> {
    let cause = first_reference(node)?;
    let kind = match says {
        Rule::given => EffectKind::Given(value::chance(cx, node)?.value),
        Rule::points_to => EffectKind::PointsTo(value::strength(cx, node)),
        _ => EffectKind::Against(value::strength(cx, node)),
    };
    Some(Effect { kind, cause, span: node.span() })
}

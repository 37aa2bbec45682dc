//! A name in a scenario that means nothing in the guide that is tested.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios;
use crate::graph::Members;
use crate::model::{Body, Evidence, Expectation, Item, ItemId, Kind, Ref, Scenario, Target};

use super::{Lint, LintContext, check_in_no_guide};

pub static LINT: Lint = Lint::of_each(&scenarios::NOT_IN_GUIDE, &[Kind::Scenario], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    let Some(guide) = scenario.guide.to.filter(|&guide| cx.knowledge.guide(guide).is_some()) else { return };
    let Some(members) = cx.members(guide) else { return };
    for name in strangers(cx, scenario, members) {
        // What could not be read may be what brings the item in.
        if let Some(of) = name.to
            && !may_hold_more(cx, guide, members, of)
        {
            findings.push(finding(cx, guide, members, *name, of));
        }
    }
}

/// The names of a scenario that lead to what the guide does not hold, or not as what the scenario takes it for.
fn strangers<'s>(cx: &LintContext, scenario: &'s Scenario, members: &Members) -> Vec<&'s Ref> {
    let given = scenario.given.iter().filter_map(|given| match given {
        // A fact that only texts need is known all the same, and of no account.
        Evidence::Know(..) => None,
        Evidence::Observe(name)
        | Evidence::Absent(name)
        | Evidence::Answer(name, _)
        | Evidence::Tried(name)
        | Evidence::Suppose(name) => Some(name),
    });
    let expected = scenario.expected.iter().filter_map(|(_, expected)| match expected {
        Expectation::Cause(name, ..)
        | Expectation::MostLikely(name)
        | Expectation::RuledOut(name)
        | Expectation::Next(Target::Item(name))
        | Expectation::Solved { by: name, .. }
        | Expectation::Escalated(name) => Some(name),
        // That a guide never comes to a step it does not hold is worth a test: nobody lists what it holds.
        Expectation::Never(_) | Expectation::Next(Target::Solved(_)) | Expectation::Warn(_) => None,
    });
    given.chain(expected).filter(|name| name.to.is_some_and(|of| !holds(cx, members, of))).collect()
}

fn holds(cx: &LintContext, members: &Members, of: ItemId) -> bool {
    match &cx.knowledge.item(of).body {
        // A cause without a likelihood is brought about, and never the cause itself.
        Body::Cause(cause) => cause.likelihood.is_some() && members.causes.contains(&of),
        Body::Guide(_) => members.guides.contains(&of),
        Body::Symptom(_) | Body::Check(_) | Body::Fact(_) | Body::Remedy(_) | Body::Escalation(_) => {
            members.contains(cx.knowledge, of)
        }
        // Another kind was reported where it was named.
        _ => true,
    }
}

fn may_hold_more(cx: &LintContext, guide: ItemId, members: &Members, of: ItemId) -> bool {
    let mut items = members.all().chain([guide, of]);
    cx.is_twice(of) || items.any(|item| cx.lost_but_scenarios(cx.knowledge.file(item)))
}

fn finding(cx: &LintContext, guide: ItemId, members: &Members, name: Ref, of: ItemId) -> Diagnostic {
    let kind = cx.knowledge.item(of).kind();
    let (written, guide_name) = (cx.name(of), cx.name(guide));
    let message = match kind {
        Kind::Guide => format!("no route of `{guide_name}` leads to the guide `{written}`"),
        kind => format!("`{guide_name}` does not hold the {} `{written}`", kind.word()),
    };
    let help = match kind {
        Kind::Symptom => "a guide holds the symptoms that it names, and those that its conditions name",
        Kind::Cause if members.mechanisms.contains(&of) || members.causes.contains(&of) => {
            "it has no likelihood of its own: other causes bring it about"
        }
        Kind::Cause => "a guide holds the causes that show one of its symptoms, with more than 2 %",
        Kind::Check => "a guide holds the checks whose outcomes speak of its causes",
        Kind::Remedy => "a guide holds the remedies that fix its causes",
        Kind::Fact => "a guide asks the facts that its conditions name",
        _ => "a guide comes to what its routes name, and to its `otherwise`",
    };
    let finding = Diagnostic::new(&scenarios::NOT_IN_GUIDE, name.span, message)
        .label(cx.knowledge.item(of).name.span, "it is defined here");
    let speaks = cx.outcomes(of).iter().any(|outcome| !outcome.effects.is_empty());
    if kind == Kind::Check && !speaks { check_in_no_guide::advised(finding, written) } else { finding.help(help) }
}

//! A question that comes first though it speaks only of causes that hardly ever show a symptom of the guide.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::model::ItemId;
use crate::reasoning::{Doing, Step, Tables};
use crate::words::quantity::plain::percent;

use super::{Look, PlanLint, listed};

pub static LINT: PlanLint = PlanLint { fault: &plans::FOREIGN_FIRST_QUESTION, run };

/// A cause that shows each symptom of the guide with no more than this is hardly what its readers come for.
const HARDLY: f64 = 0.1;

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let plan = look.plan();
    let first: BTreeSet<Step> = plan
        .flow
        .entries
        .iter()
        .filter_map(|entry| match plan.flow.nodes[entry.node].doing {
            Doing::Step(step @ Step::Check(_), _) if look.is_written(step) => Some(step),
            _ => None,
        })
        .collect();
    if first.is_empty() || look.decision().problem.policy.start.is_some() {
        return;
    }
    let tables = Tables::new(&look.decision().problem);
    for step in first {
        findings.extend(foreign(look, &tables, step));
    }
}

/// The finding of a question, where all causes of the guide that it speaks of hardly ever show one of its symptoms.
fn foreign(look: &Look, tables: &Tables, step: Step) -> Option<Diagnostic> {
    let (decision, knowledge) = (look.decision(), look.knowledge());
    let problem = &decision.problem;
    let item = decision.step(step);
    let own = || problem.symptoms.iter().zip(&tables.symptoms).filter(|(symptom, _)| symptom.own);
    let shown = |cause: ItemId| {
        let column = problem.column(decision.cause(cause)?)?;
        Some(own().map(|(_, row)| row[column]).fold(0.0, f64::max))
    };
    let guide = knowledge.guide(look.planned.guide)?;
    let is_included = |wanted: ItemId| guide.include.iter().any(|name| name.to == Some(wanted));
    let spoken: BTreeSet<ItemId> = knowledge
        .outcomes(item)
        .iter()
        .flat_map(|outcome| &outcome.effects)
        .filter_map(|effect| effect.cause.to)
        .filter(|cause| shown(*cause).is_some())
        .collect();
    let most = spoken.iter().filter_map(|cause| shown(*cause)).fold(0.0, f64::max);
    if spoken.is_empty() || most > HARDLY || is_included(item) || spoken.iter().any(|cause| is_included(*cause)) {
        return None;
    }
    let names: Vec<&str> = spoken.iter().map(|cause| look.name(*cause)).collect();
    let (speaks, shows) = if names.len() == 1 { ("", "shows") } else { ("only ", "show") };
    let message = format!(
        "`{}` is asked first in `{}`, but speaks {speaks}of {}, which {shows} no symptom of that guide in more than {} of cases",
        look.name(item),
        look.guide(),
        listed(&names),
        percent(most)
    );
    Some(
        Diagnostic::new(&plans::FOREIGN_FIRST_QUESTION, look.guide_head(), message)
            .label(look.head(item), "it is asked here")
            .help(format!("leave out with `exclude` what the guide is not about, or `include {}`", look.name(item))),
    )
}

//! A check that no guide holds, although whoever wrote it meant it for one: its answers only lead on, or speak of causes that
//! are in no guide either.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind, Outcome};
use crate::source::FileId;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::CHECK_IN_NO_GUIDE, &[Kind::Check], look);

/// How an item can bring a check into a guide, or show that somebody knows that it is in none: what has one of these ties to the
/// check is told of in its place.
const TIES: [Relation; 10] = [
    Relation::Start,
    Relation::Includes,
    Relation::Excludes,
    Relation::After,
    Relation::Next,
    Relation::Requires,
    Relation::Affects,
    Relation::Renews,
    Relation::When,
    Relation::Plays,
];

/// The properties by which these ties are made.
const PROPERTIES: [&str; 8] = ["start", "include", "exclude", "after", "only-after", "next", "then", "when"];

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if cx.is_held(id) || cx.is_twice(id) || cx.lost_any(id) || is_tied(cx, id) {
        return;
    }
    let outcomes = cx.outcomes(id);
    let spoken: Vec<ItemId> = spoken_of(outcomes).collect();
    let leads_on = outcomes.iter().any(|outcome| outcome.next.is_some());
    // A check that says nothing at all has a worse fault.
    let is_meant =
        if spoken.is_empty() { leads_on && is_seen_by_a_guide(cx, id) } else { stands_beside_a_guide(cx, id) };
    if !is_meant {
        return;
    }
    let name = cx.name(id);
    if spoken.is_empty() {
        let message = format!("no guide holds `{name}`: its answers lead on, but say nothing of a cause");
        findings.push(advised(Diagnostic::new(&graph::CHECK_IN_NO_GUIDE, item.head, message), name));
    } else if !spoken.iter().any(|&cause| is_told(cx, cause)) {
        let one = cx.name(spoken[0]);
        let message = match spoken.len() {
            1 => format!("no guide holds `{name}`, nor `{one}`, of which alone it speaks"),
            _ => format!("no guide holds `{name}`, nor `{one}` or any other cause of which it speaks"),
        };
        findings.push(
            Diagnostic::new(&graph::CHECK_IN_NO_GUIDE, item.head, message)
                .help(format!("let a guide be about a symptom that `{one}` shows"))
                .help(format!("or, where it is for one guide alone, write `include {one}` there")),
        );
    }
}

/// The finding with what there is to do about a check that says nothing of a cause.
pub(super) fn advised(finding: Diagnostic, check: &str) -> Diagnostic {
    finding.help("a guide holds the checks that say something of its causes, as in `rules-out CAUSE`").help(format!(
        "where its readers are to be asked it first, let a rule say so: `when SYMPTOM` and `then require {check}`"
    ))
}

/// The causes of which answers speak, each once.
fn spoken_of(outcomes: &[Outcome]) -> impl Iterator<Item = ItemId> + '_ {
    let mut known = Vec::new();
    let causes = outcomes.iter().flat_map(|outcome| &outcome.effects).filter_map(|effect| effect.cause.to);
    causes.filter(move |&cause| {
        let is_new = !known.contains(&cause);
        known.push(cause);
        is_new
    })
}

/// Whether something else names the check, or may do so.
fn is_tied(cx: &LintContext, check: ItemId) -> bool {
    let any = [Kind::Guide, Kind::Cause, Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact, Kind::Symptom];
    TIES.into_iter().any(|relation| cx.web.naming(check, relation).any(|other| other != check))
        || PROPERTIES.into_iter().any(|property| cx.may_be_named(check, &any, property))
}

/// Whether why a cause is in no guide is told already, or cannot be known.
fn is_told(cx: &LintContext, cause: ItemId) -> bool {
    let shows_nothing = cx.knowledge.cause(cause).is_none_or(|cause| cause.shows.is_empty());
    shows_nothing || cx.lost_any(cause) || cx.is_twice(cause) || cx.web.is_named(cause, Relation::Excludes)
}

/// The files with a guide.
fn files_of_guides(cx: &LintContext) -> impl Iterator<Item = FileId> {
    cx.guides.iter().map(|&(guide, _)| cx.knowledge.file(guide))
}

fn stands_beside_a_guide(cx: &LintContext, check: ItemId) -> bool {
    let own = cx.knowledge.file(check);
    !cx.lost_but_scenarios(own) && files_of_guides(cx).any(|file| file == own)
}

/// Whether a guide is in the file of a check, or in one that uses it.
fn is_seen_by_a_guide(cx: &LintContext, check: ItemId) -> bool {
    let own = cx.knowledge.file(check);
    let uses = |file: FileId| cx.knowledge.modules[file.index()].uses.iter().any(|used| used.module == Some(own));
    let mut seeing = files_of_guides(cx).filter(|&file| file == own || uses(file)).peekable();
    seeing.peek().is_some() && !cx.lost_but_scenarios(own) && !seeing.any(|file| cx.lost_but_scenarios(file))
}

//! A guide as a walk: the engine's tables, and what each of its numbers is called on the page.
//!
//! In: the guide's problem and plan. Out: lists in the order of the engine's ids. The texts are those of the document's
//! cards, which a page shows already; only what must be said outside of them stands here again.

use std::sync::Arc;

use crate::decision::scale::Stretch;
use crate::decision::values::Value;
use crate::decision::{Asked, ItemNames, options};
use crate::model::{ItemId, Range, RemedyKind};
use crate::reasoning::{BrowserModel, CheckId, RemedyId, Risk, Step};

use super::{GuideContext, Inline, LogNames, Markdown, RiskLevel, route, words};

/// A guide as a walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Walk {
    /// Tables and flow.
    pub tables: Arc<BrowserModel>,
    /// Symptoms by the engine's ids.
    pub symptoms: Vec<WalkItem>,
    /// Checks, facts, and symptoms that are asked.
    pub checks: Vec<WalkStep>,
    /// Remedies.
    pub remedies: Vec<WalkStep>,
    /// Hypotheses; the unknown cause is not among them.
    pub causes: Vec<WalkItem>,
    /// Who may take over.
    pub escalations: Vec<WalkEnd>,
    /// Guides to which routes lead: path and title.
    pub guides: Vec<(String, Inline)>,
    /// What rules show, by the engine's numbers.
    pub warnings: Vec<Markdown>,
    /// What a reader fills in once.
    pub blanks: Vec<WalkBlank>,
    /// What lines of a log call all this, where sessions are collected.
    pub log: Option<LogNames>,
}

/// An item of the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkItem {
    /// Its shortest name in this guide.
    pub name: String,
    /// The anchor of its card.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkStep {
    /// The item.
    pub item: WalkItem,
    /// The reader's own time, in minutes, as an author wrote it; of a remedy with the time to see whether it helped.
    pub takes_minutes: Option<f64>,
    /// The time until a result shows, in minutes.
    pub waits_minutes: f64,
    /// What it risks.
    pub risk: RiskLevel,
    /// Its answers, or its ways of not helping; none where a remedy tells none apart.
    pub choices: Vec<WalkChoice>,
    /// Whether it ends the trouble, gets round it, or prepares what comes next.
    pub kind: RemedyKind,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkChoice {
    /// Its name.
    pub name: String,
    /// As a reader says it.
    pub title: Inline,
    /// Which values it stands for, where the check asks for one.
    pub means: Option<Means>,
}

/// The values that an answer stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Means {
    /// Numbers or versions.
    Within(Stretch),
    /// Texts in which a regular expression finds something.
    Matching(String),
    /// What no other answer stands for.
    Otherwise,
}

/// Who takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkEnd {
    /// The item.
    pub item: WalkItem,
    /// What to hand over; nothing of a result, where nobody takes over.
    pub collect: Option<Vec<Inline>>,
}

/// A `<name>` in texts that a reader fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkBlank {
    /// The name between the angles.
    pub name: String,
    /// The question.
    pub title: Inline,
    /// Where a reader finds it.
    pub hint: Option<Markdown>,
}

/// The walk of a guide.
pub(super) fn walk(cx: &GuideContext) -> Walk {
    let decision = cx.decision;
    let problem = &decision.problem;
    let names = ItemNames::new(cx.knowledge, decision);
    let item = |id: ItemId| WalkItem { name: names.of(id).to_owned(), anchor: cx.anchor(id), title: cx.title(id) };
    Walk {
        tables: Arc::clone(cx.compact),
        symptoms: decision.symptoms.iter().map(|&id| item(id)).collect(),
        checks: (0..problem.checks.len()).map(|at| check(cx, at, item(decision.checks[at].item()))).collect(),
        remedies: (0..problem.remedies.len()).map(|at| remedy(cx, at, item(decision.remedies[at]))).collect(),
        causes: problem.hypotheses().map(|cause| item(decision.causes[cause.0])).collect(),
        escalations: decision.escalations.iter().map(|&id| end(cx, id, item(id))).collect(),
        guides: decision.guides.iter().map(|&id| (cx.setting.pages.path(id).to_owned(), cx.title(id))).collect(),
        warnings: decision.warnings.iter().map(|&text| cx.markdown(text)).collect(),
        blanks: blanks(cx),
        log: cx.setting.collects.then(|| LogNames::new(cx.knowledge.qualified(cx.guide), problem)),
    }
}

/// What each answer of a check stands for.
fn means(cx: &GuideContext, asked: &Asked) -> Vec<Option<Means>> {
    match asked {
        Asked::Check(item) => {
            let of = |range: &Range| match range {
                Range::Matching(pattern) => Some(Means::Matching(cx.verbatim(*pattern))),
                Range::Otherwise => Some(Means::Otherwise),
                within @ Range::Within(..) => Stretch::of_range(within).map(Means::Within),
            };
            let outcomes = cx.knowledge.outcomes(*item).iter();
            outcomes.map(|outcome| outcome.range.as_ref().and_then(|range| of(&range.value))).collect()
        }
        Asked::Fact(_, values) => values
            .iter()
            .map(|value| match value {
                Value::Stretch(stretch) => Some(Means::Within(stretch.clone())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The answers with their names. Those that no author wrote are said in the words of the catalogue.
fn choices(cx: &GuideContext, step: Step) -> Vec<WalkChoice> {
    let said = cx.sayings();
    let asked = if let Step::Check(check) = step { cx.decision.checks.get(check.0) } else { None };
    let titles: Vec<String> = match asked {
        Some(Asked::Symptom(_)) => vec![said.yes.clone(), said.no.clone()],
        Some(Asked::Fact(id, values)) => {
            let fact = cx.knowledge.fact(*id);
            values.iter().filter_map(|value| Some(words::value(cx, *id, fact?, value))).collect()
        }
        _ => Vec::new(),
    };
    let found = options(cx.knowledge, cx.decision, step).into_iter();
    let means = asked.map(|asked| means(cx, asked)).unwrap_or_default();
    found
        .enumerate()
        .map(|(at, choice)| WalkChoice {
            name: choice.name,
            title: Inline(titles.get(at).cloned().unwrap_or(choice.title)),
            means: means.get(at).cloned().flatten(),
        })
        .collect()
}

const fn risk(risk: Risk) -> RiskLevel {
    match risk {
        Risk::Safe => RiskLevel::Safe,
        Risk::Caution => RiskLevel::Caution,
        Risk::Destructive => RiskLevel::Destructive,
    }
}

fn check(cx: &GuideContext, at: usize, item: WalkItem) -> WalkStep {
    let check = &cx.decision.problem.checks[at];
    // What is only known from outside is never asked.
    let asked = !matches!(cx.decision.checks[at], Asked::Excluded(_) | Asked::Observed(_));
    WalkStep {
        item,
        takes_minutes: cx.knowledge.busy_minutes(cx.decision.checks[at].item()),
        waits_minutes: check.waits,
        risk: risk(check.risk),
        choices: if asked { choices(cx, Step::Check(CheckId(at))) } else { Vec::new() },
        kind: RemedyKind::Fix,
    }
}

fn remedy(cx: &GuideContext, at: usize, item: WalkItem) -> WalkStep {
    let remedy = &cx.decision.problem.remedies[at];
    let kind = cx.knowledge.remedy(cx.decision.remedies[at]).map_or(RemedyKind::Fix, |body| body.kind);
    WalkStep {
        item,
        takes_minutes: cx.knowledge.busy_minutes(cx.decision.remedies[at]),
        waits_minutes: remedy.waits,
        risk: risk(remedy.risk),
        // Where nothing is told apart, the page has its own word for not having helped.
        choices: if remedy.outcomes.is_empty() && kind != RemedyKind::Preparation {
            Vec::new()
        } else {
            let ways = route::ways_of_failing(cx, RemedyId(at)).into_iter();
            ways.map(|(name, title)| WalkChoice { name, title, means: None }).collect()
        },
        kind,
    }
}

fn end(cx: &GuideContext, id: ItemId, item: WalkItem) -> WalkEnd {
    let body = cx.knowledge.escalation(id).filter(|body| !body.is_result);
    WalkEnd { item, collect: body.map(|body| body.collect.iter().map(|&text| cx.inline(text)).collect()) }
}

/// Facts and checks of the guide, and those that its steps name, where a reader says a value.
fn blanks(cx: &GuideContext) -> Vec<WalkBlank> {
    let mut ids: Vec<ItemId> = cx.decision.placeholders.held().to_vec();
    ids.extend(super::around::filled_in(cx));
    let mut blanks: Vec<WalkBlank> = Vec::new();
    for id in ids {
        let name = cx.knowledge.name(id);
        if blanks.iter().any(|blank| blank.name == name) {
            continue;
        }
        let hint = cx.knowledge.fact(id).and_then(|fact| fact.hint);
        blanks.push(WalkBlank { name: name.to_owned(), title: cx.title(id), hint: cx.optional(hint) });
    }
    blanks
}

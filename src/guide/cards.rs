//! Symptoms, causes, checks and remedies of a guide.

use crate::graph;
use crate::model::{self, Asks, Cause, Check, Guide, HowOften, ItemId, Outcome, Remedy, RemedyKind};
use crate::reasoning::Tables;

use super::sources::Citations;
use super::{
    AskCard, AskType, CauseCard, Chance, CheckCard, Goto, GuideContext, Image, Inline, LearnedFrom, Link, Origin,
    OutcomeCard, RemedyCard, SymptomCard, Work, procedure_card, route, words,
};

/// The guide's own symptoms, in the order of its author.
pub(super) fn symptoms(
    cx: &GuideContext,
    guide: &Guide,
    layout: &route::Layout,
    citations: &mut Citations,
) -> Vec<SymptomCard> {
    let ids = guide.symptoms.iter().filter_map(|name| name.to);
    ids.filter_map(|id| {
        let symptom = cx.knowledge.symptom(id)?;
        let begin = route::begin(cx, layout, id);
        Some(SymptomCard {
            id: cx.knowledge.qualified(id),
            anchor: cx.anchor(id),
            title: cx.title(id),
            about: cx.about(id),
            aka: cx.aka(id),
            impact: cx.optional(symptom.impact),
            applies_to: cx.knowledge.item(id).when().map(|guard| words::condition(cx, &guard.condition)),
            messages: symptom.messages.iter().map(|&text| cx.verbatim(text)).collect(),
            alerts: symptom.alerts.iter().map(|&text| cx.verbatim(text)).collect(),
            patterns: symptom.patterns.iter().map(|&text| cx.verbatim(text)).collect(),
            images: images(cx, &symptom.images),
            starts_at: match &begin {
                Goto::By { steps, then } => steps.first().copied().unwrap_or(*then),
                Goto::Step(number) => *number,
                Goto::Solved => 1,
            },
            begin: Some(begin).filter(|begin| matches!(begin, Goto::By { .. })),
            cites: citations.cite(id),
            source: cx.source(id),
        })
    })
    .collect()
}

/// Whether a cause or a mechanism is the guide's.
pub(super) fn holds_cause(cx: &GuideContext, id: ItemId) -> bool {
    cx.members.contains(cx.knowledge, id)
}

/// What may be wrong, likeliest first; mechanisms without a chance of their own come last.
pub(super) fn causes(cx: &GuideContext, citations: &mut Citations) -> Vec<CauseCard> {
    let mut listed: Vec<(ItemId, f64)> = cx.members.causes.iter().map(|&id| (id, chance_of(cx, id))).collect();
    listed.sort_by(|a, b| b.1.total_cmp(&a.1));
    listed.extend(mechanisms(cx));
    listed
        .into_iter()
        .filter_map(|(id, chance)| {
            let cause = cx.knowledge.cause(id)?;
            let likelihood = cause.likelihood.map(|given| words::chance(cx, given));
            let word = likelihood.as_ref().and_then(|likelihood| likelihood.word.as_deref());
            let told = words::told(cx, chance, word, false);
            // Of how likely it is, what is learned is how common it is against others.
            let chance = match likelihood {
                Some(likelihood) => Chance {
                    origin: likelihood.origin,
                    learned: likelihood.learned.map(|learned| LearnedFrom { interval: None, ..learned }),
                    ..told
                },
                None => Chance { origin: Origin::Default, ..told },
            };
            Some(cause_card(cx, id, cause, chance, citations))
        })
        .collect()
}

/// What the causes bring about, each with the chance that it is there: ΣP(c)·P(m|c).
fn mechanisms(cx: &GuideContext) -> Vec<(ItemId, f64)> {
    let (Some(posterior), false) = (&cx.plan.posterior, cx.members.mechanisms.is_empty()) else { return Vec::new() };
    let tables = Tables::new(&cx.decision.problem);
    let chance = |id: ItemId| {
        let row = cx.decision.cause(id).and_then(|cause| tables.mechanisms.get(cause.0));
        row.map_or(0.0, |row| row.iter().zip(posterior).map(|(with, chance)| with * chance).sum())
    };
    let mut listed: Vec<(ItemId, f64)> = cx.members.mechanisms.iter().map(|&id| (id, chance(id))).collect();
    listed.sort_by(|a, b| b.1.total_cmp(&a.1));
    listed
}

fn cause_card(cx: &GuideContext, id: ItemId, cause: &Cause, chance: Chance, citations: &mut Citations) -> CauseCard {
    let guide_symptoms = |entry: &&HowOften| entry.of.to.is_some_and(|id| cx.members.symptoms.contains(&id));
    CauseCard {
        id: cx.knowledge.qualified(id),
        anchor: cx.anchor(id),
        title: cx.title(id),
        about: cx.about(id),
        aka: cx.aka(id),
        chance,
        applies_to: cx.knowledge.item(id).when().map(|guard| words::condition(cx, &guard.condition)),
        shows: links(cx, cause.shows.iter().filter(guide_symptoms)),
        leads_to: links(cx, cause.leads_to.iter()),
        fixed_by: fixed_by(cx, id),
        no_remedy: cx.optional(cause.no_remedy),
        prevent: cx.optional(cause.prevent),
        see: cx.see(id),
        cites: citations.cite(id),
        source: cx.source(id),
    }
}

/// The chance of a cause when nothing is known but that the guide's trouble is there.
fn chance_of(cx: &GuideContext, id: ItemId) -> f64 {
    let (Some(wanted), Some(posterior)) = (cx.decision.cause(id), &cx.plan.posterior) else { return 0.0 };
    cx.decision.problem.column(wanted).and_then(|at| posterior.get(at)).copied().unwrap_or(0.0)
}

fn links<'e>(cx: &GuideContext, entries: impl Iterator<Item = &'e HowOften>) -> Vec<Link<Chance>> {
    entries.filter_map(|entry| Some(cx.link(entry.of.to?, words::how_often(cx, entry)))).collect()
}

/// What fixes a cause: straight, or by fixing what it brings about. Best first.
fn fixed_by(cx: &GuideContext, cause: ItemId) -> Vec<Link<Chance>> {
    let mechanisms = graph::mechanisms_of(cx.knowledge, cx.setting.web, cause);
    let through = |fixed: ItemId| mechanisms.iter().find(|(id, _)| *id == fixed).map(|&(_, chance)| chance);
    let mut found: Vec<Link<Chance>> = Vec::new();
    for &id in &cx.members.remedies {
        let Some(remedy) = cx.knowledge.remedy(id) else { continue };
        let direct = remedy.fixes.iter().find(|entry| entry.of.to == Some(cause));
        if let Some(entry) = direct {
            found.push(cx.link(id, words::how_often(cx, entry)));
            continue;
        }
        let best = remedy
            .fixes
            .iter()
            .filter_map(|entry| Some(through(entry.of.to?)? * entry.chance.value))
            .max_by(f64::total_cmp);
        found.extend(best.map(|value| cx.link(id, words::told(cx, value, None, true))));
    }
    found.sort_by(|a, b| b.how_often.value.total_cmp(&a.how_often.value));
    found
}

/// Questions and tests in the order of the way.
pub(super) fn checks(cx: &GuideContext, order: &[ItemId], citations: &mut Citations) -> Vec<CheckCard> {
    ordered(order, &cx.members.checks)
        .filter_map(|id| Some(check_card(cx, id, cx.knowledge.check(id)?, citations)))
        .collect()
}

/// The items of a list, those of the way first and in its order.
fn ordered<'i>(way: &'i [ItemId], items: &'i [ItemId]) -> impl Iterator<Item = ItemId> + 'i {
    let on_way = way.iter().copied().filter(|id| items.contains(id));
    let others = items.iter().copied().filter(|id| !way.contains(id));
    on_way.chain(others)
}

fn check_card(cx: &GuideContext, id: ItemId, check: &Check, citations: &mut Citations) -> CheckCard {
    let asks = check.asks.map(|given| given.value);
    CheckCard {
        id: cx.knowledge.qualified(id),
        anchor: cx.anchor(id),
        title: cx.title(id),
        about: cx.about(id),
        aka: cx.aka(id),
        asks: asks.map(|asks| ask_card(cx, asks)),
        work: procedure_card::work(cx, id, &check.procedure, cx.setting.numbers.check_minutes),
        outcomes: check.outcomes.iter().map(|outcome| outcome_card(cx, outcome, asks)).collect(),
        cites: citations.cite(id),
        source: cx.source(id),
    }
}

fn ask_card(cx: &GuideContext, asks: Asks) -> AskCard {
    match asks {
        Asks::Number(unit) => {
            AskCard { of: AskType::Number, unit: unit.map(|unit| cx.knowledge.slice(unit).to_owned()) }
        }
        Asks::Version => AskCard { of: AskType::Version, unit: None },
        Asks::Text => AskCard { of: AskType::Text, unit: None },
    }
}

fn images(cx: &GuideContext, images: &[model::Image]) -> Vec<Image> {
    images.iter().map(|image| procedure_card::image(cx, image)).collect()
}

fn outcome_card(cx: &GuideContext, outcome: &Outcome, asks: Option<Asks>) -> OutcomeCard {
    OutcomeCard {
        name: cx.knowledge.spelled(outcome.name).to_owned(),
        title: cx.inline(outcome.title),
        range: outcome.range.as_ref().map(|range| words::range(cx, &range.value, asks)),
        says: words::says(cx, outcome),
        images: images(cx, &outcome.images),
    }
}

/// Repairs in the order of the way.
pub(super) fn remedies(cx: &GuideContext, order: &[ItemId], citations: &mut Citations) -> Vec<RemedyCard> {
    ordered(order, &cx.members.remedies)
        .filter_map(|id| Some(remedy_card(cx, id, cx.knowledge.remedy(id)?, citations)))
        .collect()
}

/// What is asked once more where a remedy did not help.
fn renews(cx: &GuideContext, remedy: &Remedy) -> Vec<Inline> {
    let held = remedy.renews.iter().filter_map(|name| name.to).filter(|check| cx.members.checks.contains(check));
    held.map(|check| cx.title(check)).collect()
}

fn remedy_card(cx: &GuideContext, id: ItemId, remedy: &Remedy, citations: &mut Citations) -> RemedyCard {
    let numbers = cx.setting.numbers;
    let held = |entry: &&HowOften| entry.of.to.is_some_and(|cause| holds_cause(cx, cause));
    let verify = remedy.verify.as_ref();
    let work = procedure_card::work(cx, id, &remedy.procedure, numbers.remedy_minutes);
    let waits = verify.and_then(|verify| verify.waits).map_or(0.0, |given| given.value);
    RemedyCard {
        id: cx.knowledge.qualified(id),
        anchor: cx.anchor(id),
        title: cx.title(id),
        about: cx.about(id),
        aka: cx.aka(id),
        workaround: remedy.kind == RemedyKind::Workaround,
        preparation: remedy.kind == RemedyKind::Preparation,
        work: Work { waits_minutes: work.waits_minutes + waits, ..work },
        verify: verify.map(|verify| procedure_card::how_to(cx, &verify.how)),
        verify_said: verify.is_some_and(|verify| verify.takes.is_some()),
        verify_minutes: verify.and_then(|verify| verify.takes).map_or(numbers.verify_minutes, |given| given.value),
        tries: remedy.retry.map_or(1, |given| given.value),
        fixes: links(cx, remedy.fixes.iter().filter(held)),
        renews: renews(cx, remedy),
        see: cx.see(id),
        outcomes: remedy.outcomes.iter().map(|outcome| outcome_card(cx, outcome, None)).collect(),
        cites: citations.cite(id),
        source: cx.source(id),
    }
}

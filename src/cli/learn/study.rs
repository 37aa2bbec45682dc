//! Guides that share items are learned together.
//!
//! In: the project, guides, rows. Out: for each group of guides what was learned, judged and reckoned.

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::decision::Decision;
use crate::diagnostics::Diagnostic;
use crate::estimates::provenance::Provenance;
use crate::estimates::{Costs, Judged, Patch, Written, costs, judge};
use crate::learning::counts::Row;
use crate::learning::gather::{Gathered, gather};
use crate::learning::guide::{Key, Settings, Study};
use crate::learning::learned::Learned;
use crate::learning::vocabulary::Vocabulary;
use crate::model::ItemId;
use crate::pipeline::Analysis;
use crate::reasoning::{Evidence, Problem};

use super::provenance;

/// With fewer sessions nothing is proposed.
pub const FEWEST: u64 = 30;

/// A guide that has sessions.
pub struct Guide {
    /// The guide.
    pub id: ItemId,
    /// As the engine has it.
    pub decision: Decision,
    /// Its sessions.
    pub gathered: Gathered,
}

/// Guides that were learned together.
pub struct Studied {
    /// The guides.
    pub guides: Vec<Guide>,
    /// What was learned.
    pub learned: Learned,
    /// What is to become of each unit.
    pub judged: Vec<Judged>,
    /// By guide what it is worth.
    pub costs: Vec<Costs>,
    /// By guide the stories that it says cannot be, with their sessions.
    pub impossible: Vec<Vec<(String, u64)>>,
    /// By guide the checks that stay as they are written.
    pub coupled: Vec<Vec<String>>,
}

/// Learns.
pub fn study(
    understood: &Analysis,
    config: &Config,
    written: &mut Written<'_>,
    known: &[Provenance],
    (wanted, rows): (&[ItemId], &[Row]),
) -> (Vec<Studied>, Vec<Diagnostic>) {
    let mut by_guide: FxHashMap<&str, Vec<&Row>> = FxHashMap::default();
    for row in rows {
        by_guide.entry(&row.guide).or_default().push(row);
    }
    let mut guides = Vec::new();
    for &id in wanted {
        let qualified = understood.knowledge.qualified(id);
        let Some(rows) = by_guide.get(qualified.as_str()) else { continue };
        let Some(decision) = understood.decision(config, id) else { continue };
        let gathered = gather(rows.iter().copied(), &Vocabulary::new(&decision.problem));
        guides.push(Guide { id, decision, gathered });
    }
    let problems: Vec<&Problem> = guides.iter().map(|guide| &guide.decision.problem).collect();
    let stale = provenance::take(known, written, &problems);
    (together(guides).into_iter().map(|guides| learn(understood, written, guides)).collect(), stale)
}

/// Groups of guides that share a cause or a step, directly or by way of others.
fn together(guides: Vec<Guide>) -> Vec<Vec<Guide>> {
    let mut leader: Vec<usize> = (0..guides.len()).collect();
    let mut first: FxHashMap<ItemId, usize> = FxHashMap::default();
    for (at, guide) in guides.iter().enumerate() {
        let decision = &guide.decision;
        let steps = decision.checks.iter().map(crate::decision::Asked::item).chain(decision.remedies.iter().copied());
        for item in decision.causes.iter().copied().chain(steps) {
            let other = *first.entry(item).or_insert(at);
            let (a, b) = (root(&leader, at), root(&leader, other));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<(usize, Vec<Guide>)> = Vec::new();
    for (at, guide) in guides.into_iter().enumerate() {
        let own = root(&leader, at);
        match groups.iter_mut().find(|(leader, _)| *leader == own) {
            Some((_, group)) => group.push(guide),
            None => groups.push((own, vec![guide])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn root(leader: &[usize], mut at: usize) -> usize {
    while leader[at] != at {
        at = leader[at];
    }
    at
}

fn learn(understood: &Analysis, written: &Written<'_>, guides: Vec<Guide>) -> Studied {
    let problems: Vec<&Problem> = guides.iter().map(|guide| &guide.decision.problem).collect();
    let mut study = Study::new(Settings::default());
    for (guide, problem) in guides.iter().zip(&problems) {
        let causes: Vec<String> = problem.hypotheses().map(|id| problem.causes[id.0].name.clone()).collect();
        let worth = |key: &Key| written.worth(key, &causes);
        study.add(problem, &guide.gathered.stories, &worth);
    }
    let learned = Learned::new(&study);
    let sessions: u64 = guides.iter().map(|guide| guide.gathered.sessions).sum();
    let judged = judge(written, &learned, sessions >= FEWEST);
    let patch = Patch::of(&judged);
    let plan = |problem: &Problem, options: &crate::reasoning::Options| {
        understood.plans.plan(problem, &Evidence::default(), options)
    };
    let costs: Vec<Costs> = (0..guides.len()).map(|guide| costs(&study, &learned, guide, &patch, &plan)).collect();
    let told = |guide: &crate::learning::guide::GuideStudy<'_>| {
        let tell = |one: &crate::learning::guide::Counted| {
            (guide.vocabulary.tell(guide.problem, &one.story, String::new()).pattern, one.sessions)
        };
        let mut all: Vec<(String, u64)> = guide.impossible.iter().map(tell).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    };
    let impossible = study.guides.iter().map(told).collect();
    let coupled = study.guides.iter().map(|guide| {
        let name = |check: crate::reasoning::CheckId| {
            guide.vocabulary.names().step(crate::reasoning::Step::Check(check)).to_owned()
        };
        guide.coupled().map(name).collect()
    });
    let coupled = coupled.collect();
    drop(study);
    Studied { guides, learned, judged, costs, impossible, coupled }
}

//! Guides that share items are learned together.
//!
//! In: the project, guides, rows. Out: for each group of guides what was learned, judged and reckoned.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::decision::Decision;
use crate::diagnostics::Diagnostic;
use crate::estimates::provenance::Provenance;
use crate::estimates::{Costs, Judged, Patch, Timed, Written, costs, history, judge, judge_times};
use crate::learning::counts::Row;
use crate::learning::doubts::{Drift, Entering, Leaving, Missing, Told, Untold};
use crate::learning::doubts::{drifts, entering, leaving, missing, telling, untold};
use crate::learning::gather::{Gathered, gather};
use crate::learning::guide::{Counted, GuideStudy, Key, Settings, Study};
use crate::learning::learned::Learned;
use crate::learning::times::TimeRow;
use crate::learning::vocabulary::Vocabulary;
use crate::model::ItemId;
use crate::pipeline::Analysis;
use crate::reasoning::{Evidence, Plan, Problem};

use super::provenance;

/// With fewer sessions nothing is proposed.
pub const FEWEST: u64 = 30;

/// A guide that has sessions.
pub struct Guide {
    /// The guide.
    pub id: ItemId,
    /// As the engine has it.
    pub decision: Decision,
    /// Its words, those of former times among them.
    pub vocabulary: Vocabulary,
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
    /// And of each time.
    pub times: Vec<Timed>,
    /// Numbers that were not the same in all quarters.
    pub drifts: Vec<Drift>,
    /// By guide what else speaks against it.
    pub doubts: Vec<Doubts>,
    /// By guide what it is worth.
    pub costs: Vec<Costs>,
    /// By guide the stories that it says cannot be, with their sessions.
    pub impossible: Vec<Vec<(String, u64)>>,
    /// By guide the checks that stay as they are written.
    pub coupled: Vec<Vec<String>>,
}

/// What speaks against a guide, beyond its numbers.
#[derive(Default)]
pub struct Doubts {
    /// What its checks tell.
    pub telling: Vec<Told>,
    /// A cause that it misses.
    pub missing: Option<Missing>,
    /// Steps whose "can't tell" speaks of the cause.
    pub untold: Vec<Untold>,
    /// Causes whose readers come in by other symptoms.
    pub entering: Vec<Entering>,
    /// Where readers leave.
    pub leaving: Vec<Leaving>,
    /// What its plan promises.
    pub promised: Promised,
}

/// What a plan promises its readers.
#[derive(Clone, Copy, Default)]
pub struct Promised {
    /// The share that is helped.
    pub solved: f64,
    /// Their minutes, waiting counted, up to where somebody takes over.
    pub minutes: f64,
}

/// Learns.
pub fn study(
    understood: &Analysis,
    config: &Config,
    written: &mut Written<'_>,
    known: &[Provenance],
    (wanted, rows, times): (&[ItemId], Vec<Row>, &[TimeRow]),
) -> (Vec<Studied>, Vec<Diagnostic>) {
    let mut by_guide: FxHashMap<String, Vec<Row>> = FxHashMap::default();
    for row in rows {
        match by_guide.get_mut(&row.guide) {
            Some(rows) => rows.push(row),
            None => _ = by_guide.insert(row.guide.clone(), vec![row]),
        }
    }
    let mut guides = Vec::new();
    for &id in wanted {
        let qualified = understood.knowledge.qualified(id);
        // Read once, rows are given up: a large log has many.
        let Some(rows) = by_guide.remove(&qualified) else { continue };
        let Some(decision) = understood.decision(config, id) else { continue };
        let history = history(&understood.knowledge, &decision);
        let vocabulary = Vocabulary::through_time(&decision.problem, &history);
        let gathered = gather(rows.iter(), &vocabulary);
        guides.push(Guide { id, decision, vocabulary, gathered });
    }
    let problems: Vec<&Problem> = guides.iter().map(|guide| &guide.decision.problem).collect();
    let stale = provenance::take(known, written, &problems);
    let learn = |guides| learn(understood, written, guides, times);
    (together(guides).into_iter().map(learn).collect(), stale)
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

/// From this share of sessions on that left right after a remedy, intervals are to hold whether these were helped or not.
const LEFT: f64 = 0.005;

fn learn(understood: &Analysis, written: &Written<'_>, guides: Vec<Guide>, times: &[TimeRow]) -> Studied {
    let problems: Vec<&Problem> = guides.iter().map(|guide| &guide.decision.problem).collect();
    let study_of = |stories: &dyn for<'g> Fn(&'g Guide) -> Cow<'g, [Counted]>| {
        let mut study = Study::new(Settings::default());
        for (guide, problem) in guides.iter().zip(&problems) {
            let causes: Vec<String> = problem.hypotheses().map(|id| problem.causes[id.0].name.clone()).collect();
            let worth = |key: &Key| written.worth(key, &causes);
            study.add(problem, &stories(guide), &worth);
        }
        study
    };
    let study = study_of(&|guide| Cow::Borrowed(&guide.gathered.stories));
    let mut learned = Learned::new(&study);
    let sessions: u64 = guides.iter().map(|guide| guide.gathered.sessions).sum();
    let left: u64 = guides.iter().filter_map(|guide| guide.gathered.endings.get("left-after")).sum();
    if left as f64 > LEFT * sessions as f64 {
        let helped = |one: &Counted| Counted { story: one.story.helped(), ..*one };
        learned.span(&study_of(&|guide| guide.gathered.stories.iter().map(helped).collect()));
    }
    let judged = judge(written, &learned, sessions >= FEWEST);
    let names: Vec<String> = guides.iter().map(|guide| understood.knowledge.qualified(guide.id)).collect();
    let named: Vec<(&str, &Problem, &Vocabulary)> = names
        .iter()
        .zip(&guides)
        .map(|(name, guide)| (name.as_str(), &guide.decision.problem, &guide.vocabulary))
        .collect();
    let times = judge_times(written, crate::learning::times::times(&named, times), sessions >= FEWEST);
    let patch = Patch::of(&judged, &times);
    let plan = |problem: &Problem, options: &crate::reasoning::Options| {
        understood.plans.plan(problem, &Evidence::default(), options)
    };
    let costs: Vec<Costs> =
        (0..guides.len()).map(|guide| costs((written, &times), &study, &learned, guide, &patch, &plan)).collect();
    let impossible = study.guides.iter().map(impossible).collect();
    let doubts =
        (0..guides.len()).map(|at| doubts((&study, at), &learned, &guides[at].gathered.stories, &plan)).collect();
    let drifts = if sessions >= FEWEST { drifts(&study, &learned) } else { Vec::new() };
    let coupled = study.guides.iter().map(|guide| {
        let name = |check: crate::reasoning::CheckId| {
            guide.vocabulary.names().step(crate::reasoning::Step::Check(check)).to_owned()
        };
        guide.coupled().map(name).collect()
    });
    let coupled = coupled.collect();
    drop(study);
    Studied { guides, learned, judged, times, drifts, doubts, costs, impossible, coupled }
}

/// The patterns that a guide says cannot be, the most frequent first.
fn impossible(guide: &GuideStudy<'_>) -> Vec<(String, u64)> {
    let tell = |one: &Counted| (guide.vocabulary.tell(guide.problem, &one.story, String::new()).pattern, one.sessions);
    let mut all: Vec<(String, u64)> = guide.impossible.iter().map(tell).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

fn doubts(
    (study, at): (&Study<'_>, usize),
    learned: &Learned,
    stories: &[Counted],
    plan: &dyn Fn(&Problem, &crate::reasoning::Options) -> Plan,
) -> Doubts {
    let guide = &study.guides[at];
    let plan = plan(guide.problem, &crate::reasoning::Options::default());
    let entry = plan.entry();
    let policy = &guide.problem.policy;
    let taken_over = guide.problem.escalations.get(policy.escalation.0).map_or(0.0, |one| one.takes);
    let promised = Promised {
        solved: entry.solved,
        minutes: (entry.expected_minutes - (1.0 - entry.solved) * taken_over).max(0.0),
    };
    if guide.data.sessions() < FEWEST as f64 {
        return Doubts { promised, ..Doubts::default() };
    }
    Doubts {
        telling: telling(study, learned, at),
        missing: missing(study, learned, at),
        untold: untold(study, learned, at),
        entering: entering(study, learned, at),
        leaving: leaving(guide.problem, &plan, stories),
        promised,
    }
}

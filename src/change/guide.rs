//! One guide, before and now.
//!
//! In: both versions of a guide. Out: what is different for its readers; nothing where its decision model is the same, since
//! the same problem has the same plan.

use std::collections::BTreeSet;

use crate::decision::{Decision, ItemNames};
use crate::model::ItemId;
use crate::packed;
use crate::reasoning::{self, Doing, End, Evidence, Fates, FatesCompared, Flow, Matching, Options, Plan, SymptomId};

use super::matching::{matching, symptom_before};
use super::pairs::Pairs;
use super::reader::{Told, item_of_end, reader};
use super::report::{CauseChange, EndChange, EndKind, Figures, Finding, GuideChange, Kind, Level};
use super::safety::{Help, Helped, destructive_before_safe};
use super::{Side, limits, minutes, percent};

/// For so many causes readers are looked for who show a difference.
const READERS: usize = 3;

/// Both versions of a guide, planned.
struct Both<'a> {
    now: Told<'a>,
    before: Told<'a>,
    plan: &'a Plan,
    older_plan: &'a Plan,
    pairs: &'a Pairs,
    matching: &'a Matching,
    compared: Option<FatesCompared>,
    /// Where the readers of the older version ended under its own model.
    were: Option<Fates>,
    /// Every cause, before and now.
    causes: Vec<CauseChange>,
    findings: Vec<Finding>,
}

/// Compares a guide with what it was. Nothing where nothing is different for its readers, as far as a plan says.
pub fn compare(older: &Side, newer: &Side, pairs: &Pairs, (old, new): (ItemId, ItemId)) -> Option<GuideChange> {
    let decision = newer.decision(new)?;
    let before = older.decision(old)?;
    if packed::bytes(&decision.problem) == packed::bytes(&before.problem) {
        return None;
    }
    let plan = |side: &Side, decision: &Decision| {
        side.plans.plan(&decision.problem, &Evidence::default(), &Options::default())
    };
    let (plan, older_plan) = rayon::join(|| plan(newer, &decision), || plan(older, &before));
    let matching = matching((older, &before), (newer, &decision), pairs);
    let (compared, were) = rayon::join(
        || {
            let (now, then) = ((&decision.problem, &plan.flow), (&before.problem, &older_plan.flow));
            reasoning::compare_fates(now, then, &matching, READERS)
        },
        || reasoning::fates(&before.problem, &older_plan.flow),
    );
    let told = |side, guide, decision| Told { side, guide, decision, names: ItemNames::new(side.knowledge, decision) };
    let mut both = Both {
        now: told(newer, new, &decision),
        before: told(older, old, &before),
        plan: &plan,
        older_plan: &older_plan,
        pairs,
        matching: &matching,
        compared,
        were,
        causes: Vec::new(),
        findings: Vec::new(),
    };
    both.causes = both.all_causes();
    both.find();
    Some(both.change())
}

impl Both<'_> {
    fn find(&mut self) {
        self.lost_remedies();
        self.risks();
        self.membership();
        self.elsewhere();
        self.first_steps();
        self.times();
        self.chances();
        if self.findings.is_empty() {
            let message = "the decision model is another; nobody is led elsewhere, and nobody takes longer";
            self.findings.push(
                Finding::new(Level::Minor, Kind::OrderOnly, message)
                    .of(self.now.side.knowledge.qualified(self.now.guide), self.now.side.place(self.now.guide)),
            );
        }
    }

    fn add(&mut self, (level, kind): (Level, Kind), message: String, item: ItemId) {
        let side = self.now.side;
        self.findings.push(Finding::new(level, kind, message).of(side.knowledge.qualified(item), side.place(item)));
    }

    fn name(&self, item: ItemId) -> String {
        format!("`{}`", self.now.names.of(item))
    }

    /// Causes and symptoms that had a remedy, or a safe one, and have none any more.
    fn lost_remedies(&mut self) {
        let (now, before) = (self.now.decision, self.before.decision);
        let (helps, helped) = (Helped::of(&now.problem), Helped::of(&before.problem));
        let mut lost: Vec<(ItemId, &str, Help)> = Vec::new();
        for cause in now.problem.hypotheses() {
            let was = self.matching.causes[cause.0].and_then(|cause| helped.cause(cause));
            if let (Some(was), Some(is)) = (was, helps.cause(cause))
                && is < was
            {
                lost.push((now.causes[cause.0], "cause", is));
            }
        }
        for symptom in (0..now.symptoms.len()).map(SymptomId).filter(|id| now.problem.symptoms[id.0].own) {
            let was = symptom_before(before, now, self.pairs, symptom).map(|old| helped.symptom(&before.problem, old));
            let is = helps.symptom(&now.problem, symptom);
            if was.is_some_and(|was| is < was) {
                lost.push((now.symptoms[symptom.0], "symptom", is));
            }
        }
        for (item, kind, is) in lost {
            let name = self.name(item);
            match is {
                Help::Nothing => {
                    let message = format!("no remedy is left for the {kind} {name}");
                    self.add((Level::Breaking, Kind::RemedyLost), message, item);
                }
                _ => {
                    let message = format!("only destructive remedies are left for the {kind} {name}");
                    self.add((Level::Breaking, Kind::SafeRemedyLost), message, item);
                }
            }
        }
    }

    /// Destructive remedies that may come before a safe one, and could not before.
    fn risks(&mut self) {
        let (now, before) = (self.now.decision, self.before.decision);
        let then = destructive_before_safe(&before.problem, &self.older_plan.flow);
        let then: BTreeSet<ItemId> =
            then.into_iter().filter_map(|remedy| self.pairs.newer(before.remedies[remedy.0])).collect();
        for remedy in destructive_before_safe(&now.problem, &self.plan.flow) {
            let item = now.remedies[remedy.0];
            if !then.contains(&item) {
                let message = format!("the destructive remedy {} can come before a safe one", self.name(item));
                self.add((Level::Breaking, Kind::DestructiveBeforeSafe), message, item);
            }
        }
    }

    /// Causes that came into the guide, or left it.
    fn membership(&mut self) {
        let (now, before) = (self.now.decision, self.before.decision);
        for cause in now.problem.hypotheses() {
            let was = self.matching.causes[cause.0];
            if was.is_none_or(|was| before.problem.column(was).is_none()) {
                let item = now.causes[cause.0];
                let message = format!("the cause {} came into the guide", self.name(item));
                self.add((Level::Notable, Kind::CauseEnters), message, item);
            }
        }
        for cause in before.problem.hypotheses() {
            let old = before.causes[cause.0];
            let now_there = self.pairs.newer(old).and_then(|new| now.cause(new));
            if now_there.is_none_or(|cause| now.problem.column(cause).is_none()) {
                let message = format!("the cause `{}` is not in the guide any more", self.before.names.of(old));
                let side = self.before.side;
                let finding = Finding::new(Level::Notable, Kind::CauseLeaves, message);
                self.findings.push(finding.of(side.knowledge.qualified(old), side.place(old)));
            }
        }
    }

    /// Readers who end elsewhere, with the likeliest who show it.
    fn elsewhere(&mut self) {
        let Some(compared) = self.compared.take() else { return };
        let share = compared.before.elsewhere(&compared.after);
        let level = if share >= limits::ELSEWHERE { Level::Notable } else { Level::Minor };
        if share >= limits::ORDER_ONLY {
            let mut finding =
                Finding::new(level, Kind::EndsElsewhere, format!("{} of readers end elsewhere", percent(share)))
                    .numbers(0.0, share);
            if let Some(parting) = compared.partings.first() {
                let cause = self.cause_in(parting.column);
                let of_end = |end: End| self.end_name(&compared, end);
                finding.message.push_str(&format!(": {} instead of {}", of_end(parting.after), of_end(parting.before)));
                if let Some((told, item)) = item_of_end(&self.now, &self.before, &compared.gone, parting.after) {
                    finding = finding.of(told.side.knowledge.qualified(item), told.side.place(item));
                }
                let cause = cause.map(|cause| self.now.side.knowledge.qualified(cause));
                finding.reader = Some(reader(&self.now, &self.before, &compared.gone, parting, cause));
            }
            self.findings.push(finding);
        }
        self.compared = Some(compared);
    }

    fn end_name(&self, compared: &FatesCompared, end: End) -> String {
        match item_of_end(&self.now, &self.before, &compared.gone, end) {
            Some((told, item)) => format!("`{}`", told.names.of(item)),
            None => "`solved`".to_owned(),
        }
    }

    /// The item of the cause in a column of the newer version; nothing for the unknown one.
    fn cause_in(&self, column: usize) -> Option<ItemId> {
        let now = self.now.decision;
        now.problem.hypotheses().nth(column).map(|cause| now.causes[cause.0])
    }

    /// Symptoms whose readers begin with another step.
    fn first_steps(&mut self) {
        let (now, before) = (self.now.decision, self.before.decision);
        let first = |flow: &Flow, symptom: Option<SymptomId>| {
            flow.entries.iter().find(|entry| entry.symptom == symptom).map(|entry| flow.nodes[entry.node].doing)
        };
        for entry in &self.plan.flow.entries {
            let was = match entry.symptom {
                None => Some(None),
                Some(symptom) => symptom_before(before, now, self.pairs, symptom).map(Some),
            };
            let Some(then) = was.and_then(|was| first(&self.older_plan.flow, was)) else { continue };
            let is = self.plan.flow.nodes[entry.node].doing;
            let (was, is) = (item_of(before, then), item_of(now, is));
            if was.and_then(|was| self.pairs.newer(was)) == is && was.is_some() == is.is_some() {
                continue;
            }
            // A guide of one symptom has no other way in.
            if entry.symptom.is_some() && self.plan.flow.entries.len() == 2 {
                continue;
            }
            let name = |told: &Told, item: Option<ItemId>| {
                item.map_or_else(|| "`solved`".to_owned(), |item| format!("`{}`", told.names.of(item)))
            };
            let (was, first) = (name(&self.before, was), name(&self.now, is));
            let (whose, item) = match entry.symptom {
                Some(symptom) => {
                    let item = now.symptoms[symptom.0];
                    (format!("readers who see {}", self.name(item)), item)
                }
                None => ("readers".to_owned(), self.now.guide),
            };
            let message = format!("{whose} begin with {first} instead of {was}");
            self.add((Level::Notable, Kind::FirstStep), message, item);
        }
    }

    /// The expected time of the guide and of each cause, its longest path, and how many are helped.
    fn times(&mut self) {
        let (is, was) = (figures(self.plan), figures(self.older_plan));
        let guide = self.now.guide;
        if is_other_time(was.expected_minutes, is.expected_minutes) {
            let (was, is) = (was.expected_minutes, is.expected_minutes);
            let message = format!("the expected time is {}, and was {}", minutes(is), minutes(was));
            self.add((Level::Notable, Kind::ExpectedTime), message, guide);
            self.last_numbers(was, is);
        }
        if is_other_time(was.worst_minutes, is.worst_minutes) {
            let (was, is) = (was.worst_minutes, is.worst_minutes);
            let message = format!("the longest path takes {}, and took {}", minutes(is), minutes(was));
            self.add((Level::Notable, Kind::WorstCase), message, guide);
            self.last_numbers(was, is);
        }
        if (is.solved - was.solved).abs() >= limits::ELSEWHERE {
            let (was, is) = (was.solved, is.solved);
            let message = format!("{} of readers are helped, and were {}", percent(is), percent(was));
            self.add((Level::Notable, Kind::Solved), message, guide);
            self.last_numbers(was, is);
        }
        for column in 0..self.causes.len() {
            let CauseChange { minutes_before: Some(was), minutes: Some(is), .. } = self.causes[column] else {
                continue;
            };
            if is_other_time(was, is) {
                let Some(item) = self.cause_in(column) else { continue };
                let name = self.name(item);
                let message = format!("readers with {name} take {}, and took {}", minutes(is), minutes(was));
                self.add((Level::Notable, Kind::CauseTime), message, item);
                self.last_numbers(was, is);
            }
        }
    }

    fn last_numbers(&mut self, before: f64, after: f64) {
        if let Some(last) = self.findings.last_mut() {
            (last.before, last.after) = (Some(before), Some(after));
        }
    }

    /// Causes that are likelier or less likely by some points.
    fn chances(&mut self) {
        for column in 0..self.causes.len() {
            let CauseChange { chance_before: Some(was), chance: is, .. } = self.causes[column] else { continue };
            if (is - was).abs() >= limits::CHANCE {
                let Some(item) = self.cause_in(column) else { continue };
                let message = format!("{} has a chance of {}, and had {}", self.name(item), percent(is), percent(was));
                self.add((Level::Notable, Kind::Chance), message, item);
                self.last_numbers(was, is);
            }
        }
    }

    /// Every cause, before and now. None where no cause can give what the guide begins with.
    fn all_causes(&self) -> Vec<CauseChange> {
        let Some(compared) = &self.compared else { return Vec::new() };
        let (now, before) = (self.now.decision, self.before.decision);
        let own: Option<Fates> = reasoning::fates(&now.problem, &self.plan.flow);
        let hypotheses: Vec<_> = now.problem.hypotheses().map(Some).chain([None]).collect();
        let change = |(column, cause): (usize, &Option<reasoning::CauseId>)| {
            let unknown = before.problem.hypotheses().count();
            let old = match cause {
                Some(cause) => self.matching.causes[cause.0].and_then(|cause| before.problem.column(cause)),
                None => Some(unknown),
            };
            CauseChange {
                id: cause.map(|cause| now.problem.causes[cause.0].name.clone()),
                chance_before: old.and_then(|old| self.older_plan.posterior.as_ref().map(|chances| chances[old])),
                chance: compared.after.causes[column],
                minutes_before: old.and_then(|old| self.were.as_ref()?.minutes_with(old)),
                minutes: own.as_ref().and_then(|own| own.minutes_with(column)),
                ends: self.ends(compared, column),
            }
        };
        hypotheses.iter().enumerate().map(change).collect()
    }

    fn ends(&self, compared: &FatesCompared, column: usize) -> Vec<EndChange> {
        let (before, after) = (&compared.before, &compared.after);
        let all: BTreeSet<End> = before.ends.keys().chain(after.ends.keys()).copied().collect();
        let chance = |fates: &Fates, end: End| {
            if fates.causes[column] > 0.0 { fates.chance_of(end, column) / fates.causes[column] } else { 0.0 }
        };
        let change = |end: End| {
            let kind = match end {
                End::Helped(_) => EndKind::Remedy,
                End::HandedOver(_) => EndKind::Escalation,
                End::Guide(_) => EndKind::Guide,
                End::Solved => EndKind::Solved,
            };
            let item = item_of_end(&self.now, &self.before, &compared.gone, end);
            let id = item.map(|(told, item)| told.side.knowledge.qualified(item));
            EndChange { kind, id, before: chance(before, end), after: chance(after, end) }
        };
        let changes = all.into_iter().map(change);
        changes.filter(|end| end.before > 0.0 || end.after > 0.0).collect()
    }

    fn change(self) -> GuideChange {
        let same = super::unplanned(self.before.side, self.now.side, (self.before.guide, self.now.guide));
        GuideChange {
            before: Some(figures(self.older_plan)),
            after: Some(figures(self.plan)),
            elsewhere: self.compared.as_ref().map(|compared| compared.before.elsewhere(&compared.after)),
            causes: self.causes,
            findings: self.findings,
            ..same
        }
    }
}

/// The item that a node is about; nothing where a route says that nothing is left to do.
fn item_of(decision: &Decision, doing: Doing) -> Option<ItemId> {
    match doing {
        Doing::Step(step, _) => Some(decision.step(step)),
        Doing::Escalate(id) | Doing::Contradiction(id) => decision.escalations.get(id.0).copied(),
        Doing::Guide(id) => decision.guides.get(id.0).copied(),
        Doing::Solved => None,
    }
}

fn figures(plan: &Plan) -> Figures {
    let entry = plan.entry();
    Figures { expected_minutes: entry.expected_minutes, worst_minutes: entry.worst_minutes, solved: entry.solved }
}

/// Whether a time is another, as readers notice it.
fn is_other_time(was: f64, is: f64) -> bool {
    let by = (is - was).abs();
    by >= limits::MINUTES && by >= limits::TIME * was
}

//! What a guide holds. Nobody lists it: it follows from what the guide's symptoms are and what is known of them.
//!
//! In: the knowledge, its ties and a guide. Out: its [`Members`]. The work is that of the guide, not of the knowledge,
//! and guides can be asked for in parallel.

use rustc_hash::FxHashSet;

use crate::edition::{Audience, Edition};
use crate::model::{
    Body, Condition, EffectKind, Guard, Guide, ItemId, Kind, Knowledge, Outcome, Rule, RuleEffect, Target,
};

use super::relation::Relation;
use super::symptoms::mechanisms_of;
use super::web::Web;

/// The items that a guide holds, each list in the order of qualified names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// Its own symptoms, and those that conditions name.
    pub symptoms: Vec<ItemId>,
    /// What may be wrong: causes with a likelihood that may well show one of its symptoms, or are included.
    pub causes: Vec<ItemId>,
    /// What these bring about, and causes without a likelihood that show one of its symptoms.
    pub mechanisms: Vec<ItemId>,
    /// Checks that speak of a cause or a mechanism, and those that something here names.
    pub checks: Vec<ItemId>,
    /// Facts that a condition here names.
    pub facts: Vec<ItemId>,
    /// Remedies that fix a cause or a mechanism, and those that something here names.
    pub remedies: Vec<ItemId>,
    /// Rules that affect a cause or a step of it, or tell or require something once what they name is here.
    pub rules: Vec<ItemId>,
    /// Who may take over, and the results that may come.
    pub escalations: Vec<ItemId>,
    /// Guides to which a route leads; what they hold is not here.
    pub guides: Vec<ItemId>,
}

impl Members {
    /// What can be done: its checks and its remedies.
    pub fn steps(&self) -> impl Iterator<Item = ItemId> + '_ {
        self.checks.iter().chain(&self.remedies).copied()
    }

    /// All that it holds, kind by kind. The guides to which routes lead are not held.
    pub fn all(&self) -> impl Iterator<Item = ItemId> + '_ {
        let lists = [
            &self.symptoms,
            &self.causes,
            &self.mechanisms,
            &self.checks,
            &self.facts,
            &self.remedies,
            &self.rules,
            &self.escalations,
        ];
        lists.into_iter().flatten().copied()
    }

    /// Whether it holds an item.
    #[must_use]
    pub fn contains(&self, knowledge: &Knowledge, item: ItemId) -> bool {
        let list = match knowledge.item(item).kind() {
            Kind::Symptom => &self.symptoms,
            Kind::Cause => return self.causes.contains(&item) || self.mechanisms.contains(&item),
            Kind::Check => &self.checks,
            Kind::Fact => &self.facts,
            Kind::Remedy => &self.remedies,
            Kind::Rule => &self.rules,
            Kind::Escalation | Kind::Result => &self.escalations,
            _ => return false,
        };
        list.contains(&item)
    }
}

/// The guide to which an answer leads that confirms only causes that another guide holds, and names no way itself: the
/// guide for the symptom that the confirmed cause shows most often. The answer is none of this guide's.
///
/// Nothing within where no guide is for such a symptom; nothing at all where the answer has its place in the guide.
#[must_use]
pub fn elsewhere(knowledge: &Knowledge, web: &Web, members: &Members, outcome: &Outcome) -> Option<Option<ItemId>> {
    let confirmed = || {
        let confirms = outcome.effects.iter().filter(|effect| effect.kind == EffectKind::Confirms);
        confirms.filter_map(|effect| effect.cause.to)
    };
    if outcome.next.is_some() || confirmed().next().is_none() || confirmed().any(|id| members.contains(knowledge, id)) {
        return None;
    }
    let shown = confirmed().filter_map(|id| knowledge.cause(id)).flat_map(|cause| &cause.shows);
    let guides = shown
        .filter_map(|shown| Some((shown.of.to?, shown.chance.value)))
        .flat_map(|(symptom, chance)| web.naming(symptom, Relation::About).map(move |guide| (guide, chance)));
    let best =
        guides.max_by(|(a, often), (b, seldom)| often.total_cmp(seldom).then_with(|| web.rank(*b).cmp(&web.rank(*a))));
    Some(best.map(|(guide, _)| guide))
}

/// Whether a guide is a chart that is written by hand: nobody comes to it by a symptom.
#[must_use]
pub fn is_chart(guide: &Guide) -> bool {
    guide.start.is_some() && guide.symptoms.is_empty()
}

/// What the answers of a guide's steps that lead to a remedy name as what may be wrong.
#[must_use]
pub fn treated(knowledge: &Knowledge, members: &Members, remedy: ItemId) -> Vec<ItemId> {
    let outcomes = members.steps().flat_map(|step| knowledge.outcomes(step));
    let leading = outcomes.filter(|outcome| outcome.next.and_then(Target::item) == Some(remedy));
    let named = leading.flat_map(|outcome| &outcome.effects).filter_map(|effect| {
        matches!(effect.kind, EffectKind::Confirms | EffectKind::PointsTo(_)).then_some(effect.cause.to)?
    });
    let mut causes: Vec<ItemId> = named.collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// Where a symptom can be seen, as far as it weighs: its condition, where that asks about facts alone.
#[must_use]
pub fn place_of(knowledge: &Knowledge, symptom: ItemId) -> Option<&Condition> {
    knowledge.symptom(symptom)?;
    let condition = &knowledge.item(symptom).when()?.condition;
    let mut of_facts = true;
    condition.names(&mut |name| of_facts &= name.to.is_some_and(|item| knowledge.fact(item).is_some()));
    of_facts.then_some(condition)
}

/// What a guide holds in an edition.
///
/// These are the causes with more than a [2 % chance](super::MORE_THAN) to show one of its symptoms, and their
/// mechanisms; the remedies that fix them, the checks whose outcomes speak of them, the rules that affect them or a
/// step; and what all these name in `next`, `after`, `when` and `require`, or the guide's `start` leads to. `include`
/// adds to that, and nothing brings in what `exclude` names. A chart that is written by hand, with a `start` and
/// no symptoms, also holds the causes of
/// which its answers speak. An item that is no guide holds nothing.
#[must_use]
pub fn members(knowledge: &Knowledge, web: &Web, edition: &Edition, guide: ItemId) -> Members {
    let Some(body) = knowledge.guide(guide) else { return Members::default() };
    let mut gathering = Gathering {
        knowledge,
        web,
        audience: edition.audience,
        held: FxHashSet::default(),
        excluded: body.exclude.iter().filter_map(|name| name.to).collect(),
        waiting: Vec::new(),
        telling: Vec::new(),
        is_chart: is_chart(body),
        members: Members::default(),
    };
    gathering.begin(body);
    gathering.follow();
    gathering.elsewhere(guide);
    gathering.sorted()
}

struct Gathering<'k> {
    knowledge: &'k Knowledge,
    web: &'k Web,
    audience: Audience,
    held: FxHashSet<ItemId>,
    excluded: FxHashSet<ItemId>,
    /// Items that were added and not yet followed.
    waiting: Vec<ItemId>,
    /// Rules that tell or require something, and of whose condition not every finding is here yet.
    telling: Vec<ItemId>,
    /// Whether the guide is a chart that is written by hand: nobody comes to it by a symptom.
    is_chart: bool,
    members: Members,
}

impl Gathering<'_> {
    fn begin(&mut self, guide: &Guide) {
        for symptom in guide.symptoms.iter().filter_map(|name| name.to) {
            self.add(symptom);
            let shown = self.web.causes_of(symptom).iter().map(|&(cause, _)| cause);
            shown.for_each(|cause| self.add(cause));
        }
        guide.include.iter().filter_map(|name| name.to).for_each(|item| self.add(item));
        // Mechanisms come last, so that a cause which is one of the guide's own is not taken for a mechanism only.
        let roots: Vec<ItemId> = self.members.causes.iter().chain(&self.members.mechanisms).copied().collect();
        for root in roots {
            if self.knowledge.cause(root).is_none_or(|cause| cause.leads_to.is_empty()) {
                continue;
            }
            for (mechanism, chance) in mechanisms_of(self.knowledge, self.web, root) {
                if chance > 0.0 && self.admit(mechanism) {
                    self.members.mechanisms.push(mechanism);
                }
            }
        }
        let ends = guide.start.iter().chain(&guide.otherwise);
        ends.filter_map(|name| name.to).for_each(|item| self.add(item));
    }

    /// Whether an item is new here and may be.
    fn admit(&mut self, item: ItemId) -> bool {
        let new = !self.excluded.contains(&item) && self.held.insert(item);
        if new {
            self.waiting.push(item);
        }
        new
    }

    fn add(&mut self, item: ItemId) {
        let kind = self.knowledge.item(item).kind();
        if matches!(kind, Kind::Steps | Kind::Source | Kind::Scenario) || !self.admit(item) {
            return;
        }
        let members = &mut self.members;
        let list = match kind {
            Kind::Symptom => &mut members.symptoms,
            Kind::Cause if self.knowledge.cause(item).is_some_and(|cause| cause.likelihood.is_none()) => {
                &mut members.mechanisms
            }
            Kind::Cause => &mut members.causes,
            Kind::Check => &mut members.checks,
            Kind::Remedy => &mut members.remedies,
            Kind::Rule => &mut members.rules,
            Kind::Fact => &mut members.facts,
            Kind::Escalation | Kind::Result => &mut members.escalations,
            Kind::Guide | Kind::Steps | Kind::Source | Kind::Scenario => &mut members.guides,
        };
        list.push(item);
    }

    /// Follows what was added until nothing new comes.
    fn follow(&mut self) {
        loop {
            while let Some(item) = self.waiting.pop() {
                self.followed(item);
            }
            let telling = std::mem::take(&mut self.telling);
            for rule in telling {
                if self.is_told(rule) {
                    self.add(rule);
                } else {
                    self.telling.push(rule);
                }
            }
            if self.waiting.is_empty() {
                return;
            }
        }
    }

    /// The guides to which answers lead that confirm what is none of this guide's.
    fn elsewhere(&mut self, own: ItemId) {
        let (knowledge, web) = (self.knowledge, self.web);
        let outcomes = self.members.steps().flat_map(|step| knowledge.outcomes(step));
        let found = outcomes.filter_map(|outcome| elsewhere(knowledge, web, &self.members, outcome).flatten());
        let found: Vec<ItemId> = found.filter(|guide| *guide != own).collect();
        found.into_iter().for_each(|guide| self.add(guide));
    }

    fn followed(&mut self, id: ItemId) {
        let item = self.knowledge.item(id);
        let (knowledge, web) = (self.knowledge, self.web);
        match &item.body {
            Body::Cause(cause) => {
                web.naming(id, Relation::Fixes).for_each(|remedy| self.add(remedy));
                let speaking = web.naming(id, Relation::SpeaksOf);
                speaking.filter(|&step| knowledge.check(step).is_some()).for_each(|check| self.add(check));
                web.naming(id, Relation::Affects).for_each(|rule| self.add(rule));
                cause.otherwise.iter().filter_map(|name| name.to).for_each(|end| self.add(end));
            }
            Body::Check(check) => {
                web.naming(id, Relation::Affects).for_each(|rule| self.add(rule));
                check.procedure.care().before().filter_map(|name| name.to).for_each(|step| self.add(step));
                check.outcomes.iter().for_each(|outcome| self.route(outcome.next));
                self.route(check.cannot_tell.as_ref().and_then(|cannot| cannot.next));
                if self.is_chart {
                    let effects = check.outcomes.iter().flat_map(|outcome| &outcome.effects);
                    effects.filter_map(|effect| effect.cause.to).for_each(|cause| self.add(cause));
                }
            }
            Body::Remedy(remedy) => {
                web.naming(id, Relation::Affects).for_each(|rule| self.add(rule));
                remedy.procedure.care().before().filter_map(|name| name.to).for_each(|step| self.add(step));
                remedy.outcomes.iter().for_each(|outcome| self.route(outcome.next));
                self.route(remedy.next);
                remedy.renews.iter().filter_map(|name| name.to).for_each(|check| self.add(check));
            }
            Body::Rule(rule) => self.rule(rule),
            Body::Symptom(_) | Body::Fact(_) | Body::Escalation(_) => {}
            Body::Guide(_) | Body::Steps(_) | Body::Source(_) | Body::Scenario(_) => return,
        }
        self.telling.extend(web.naming(id, Relation::Tells));
        if item.kind() != Kind::Symptom || place_of(knowledge, id).is_some() {
            self.condition(item.when());
        }
    }

    fn rule(&mut self, rule: &Rule) {
        for (_, effect) in &rule.effects {
            match effect {
                RuleEffect::Next(target) => self.route(Some(*target)),
                RuleEffect::Require(step) => step.to.into_iter().for_each(|step| self.add(step)),
                _ => {}
            }
        }
    }

    fn route(&mut self, target: Option<Target>) {
        target.and_then(Target::item).into_iter().for_each(|item| self.add(item));
    }

    fn condition(&mut self, guard: Option<&Guard>) {
        let Some(guard) = guard else { return };
        match self.audience {
            // What is true of some of them is found out by asking.
            Audience::General => {
                guard.condition.names(&mut |name| name.to.into_iter().for_each(|item| self.add(item)));
            }
        }
    }

    /// Whether all findings that a rule names are here; facts are asked for where they are needed.
    fn is_told(&self, rule: ItemId) -> bool {
        let Some(guard) = self.knowledge.item(rule).when() else { return false };
        let mut told = true;
        guard.condition.names(&mut |name| {
            told &= name.to.is_some_and(|item| self.held.contains(&item) || self.knowledge.fact(item).is_some());
        });
        told
    }

    fn sorted(self) -> Members {
        let mut members = self.members;
        let lists = [
            &mut members.symptoms,
            &mut members.causes,
            &mut members.mechanisms,
            &mut members.checks,
            &mut members.facts,
            &mut members.remedies,
            &mut members.rules,
            &mut members.escalations,
            &mut members.guides,
        ];
        for list in lists {
            list.sort_unstable_by_key(|&item| self.web.rank(item));
        }
        members
    }
}

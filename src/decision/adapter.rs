//! Fills the engine's problem, kind by kind.
//!
//! In: the knowledge and a guide's members. Out: a [`Decision`]. First everything that the problem must know is listed
//! and sorted, so that each item has its id; then each list is written out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{self, Members, Placeholders, Web, mechanisms_of, stage_of};
use crate::model::{
    self, EffectKind, EscalationMode, FactType, Given, Guide, ItemId, Kind, Knowledge, Numbers, Procedure, Ref,
    RemedyKind, RiskLevel, RuleEffect,
};
use crate::reasoning::{
    CannotTell, Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId,
    EscalationMode as Mode, GuideId, Outcome, Policy, Remedy, RemedyId, Risk, Rule, RuleEffect as Then, Step, Symptom,
    Target,
};

use super::conditions::{Conditions, engine_condition, never};
use super::decide::{Asked, Decision};
use super::guards;
use super::unlisted;
use super::values::{Value, name};

pub(super) struct Adapter<'k> {
    pub knowledge: &'k Knowledge,
    web: &'k Web,
    numbers: &'k Numbers,
    guide: &'k Guide,
    members: &'k Members,
    pub made: Decision,
}

impl<'k> Adapter<'k> {
    pub fn new(
        knowledge: &'k Knowledge,
        web: &'k Web,
        numbers: &'k Numbers,
        guide: &'k Guide,
        members: &'k Members,
    ) -> Self {
        let mut adapter = Adapter { knowledge, web, numbers, guide, members, made: Decision::default() };
        let conditions = Conditions::of(knowledge, members);
        adapter.made.causes = adapter.causes_to_know();
        adapter.made.symptoms = adapter.sorted(members.symptoms.iter().chain(conditions.symptoms.iter()).copied());
        adapter.made.remedies.clone_from(&members.remedies);
        adapter.made.rules.clone_from(&members.rules);
        adapter.made.escalations.clone_from(&members.escalations);
        adapter.made.guides.clone_from(&members.guides);
        adapter.made.checks = adapter.checks_to_know(&conditions);
        adapter.made.placeholders = Placeholders::of(knowledge, members);
        adapter.number();
        adapter
    }

    pub fn decision(mut self) -> Option<Decision> {
        let ends: Vec<EscalationId> = self.guide.otherwise.iter().filter_map(|name| self.escalation(name)).collect();
        let (escalation, instead) = ends.split_last()?;
        self.made.problem.policy = self.policy(*escalation, instead);
        self.made.problem.causes = (0..self.made.causes.len()).map(|at| self.cause(at)).collect();
        self.made.problem.symptoms = self.made.symptoms.iter().map(|&item| self.symptom(item)).collect();
        self.made.problem.checks = self.made.checks.iter().map(|asked| self.check(asked)).collect();
        self.made.problem.remedies = self.made.remedies.iter().filter_map(|&item| self.remedy(item)).collect();
        let rules: Vec<Rule> = self.made.rules.clone().into_iter().filter_map(|item| self.rule(item)).collect();
        self.made.problem.rules = rules;
        guards::add(&mut self.made.problem);
        let (observed, held_back) = unlisted::hold_back(&mut self.made.problem);
        let observed = observed.into_iter().map(|symptom| Asked::Observed(self.made.symptoms[symptom.0]));
        self.made.checks.extend(observed);
        self.made.held_back = held_back;
        self.made.problem.escalations = self.made.escalations.iter().map(|&item| self.who(item)).collect();
        self.made.problem.guides = self.made.guides.iter().map(|&item| self.knowledge.qualified(item)).collect();
        Some(self.made)
    }

    fn sorted(&self, items: impl Iterator<Item = ItemId>) -> Vec<ItemId> {
        let mut items: Vec<ItemId> = items.collect();
        items.sort_unstable_by_key(|&item| self.web.rank(item));
        items.dedup();
        items
    }

    /// The guide's causes and all that they lead to, held or not; and the causes that outcomes and rules speak of:
    /// `confirms` closes an outcome to the guide's own causes even where it confirms another.
    fn causes_to_know(&self) -> Vec<ItemId> {
        let members = self.members;
        let mut causes: FxHashSet<ItemId> = members.causes.iter().chain(&members.mechanisms).copied().collect();
        for &cause in &members.causes {
            if self.knowledge.cause(cause).is_some_and(|body| !body.leads_to.is_empty()) {
                causes
                    .extend(mechanisms_of(self.knowledge, self.web, cause).into_iter().map(|(mechanism, _)| mechanism));
            }
        }
        let outcomes = members.steps().flat_map(|step| self.knowledge.outcomes(step));
        causes.extend(outcomes.flat_map(|outcome| &outcome.effects).filter_map(|effect| effect.cause.to));
        for rule in members.rules.iter().filter_map(|&rule| self.knowledge.rule(rule)) {
            causes.extend(rule.effects.iter().filter_map(|(_, effect)| match effect {
                RuleEffect::Confirm(cause) => cause.to,
                _ => None,
            }));
        }
        self.sorted(causes.into_iter())
    }

    fn checks_to_know(&self, conditions: &Conditions) -> Vec<Asked> {
        let held: FxHashSet<ItemId> = self.members.steps().chain(self.members.facts.iter().copied()).collect();
        let mut asked: Vec<Asked> = self.members.checks.iter().map(|&check| Asked::Check(check)).collect();
        for (&item, values) in &conditions.facts {
            asked.push(Asked::Fact(item, values.clone()));
        }
        for &item in &self.members.facts {
            // Without a condition there is nothing to cut a scale by, and no use in asking.
            let options = self.knowledge.fact(item).and_then(|fact| fact.values.as_ref());
            let options = match options {
                Some(FactType::YesNo(_)) => 2,
                Some(FactType::OneOf(choices)) => choices.len() as u32,
                _ => 0,
            };
            if options > 0 && !conditions.facts.contains_key(&item) {
                asked.push(Asked::Fact(item, (0..options).map(Value::Choice).collect()));
            }
        }
        asked.extend(conditions.symptoms.iter().map(|&symptom| Asked::Symptom(symptom)));
        let excluded = conditions.steps.iter().filter(|step| !held.contains(step));
        asked.extend(excluded.map(|&step| Asked::Excluded(step)));
        asked.sort_by_key(|asked| self.web.rank(asked.item()));
        asked
    }

    fn number(&mut self) {
        let made = &mut self.made;
        let lists = [&made.causes, &made.symptoms, &made.remedies, &made.rules, &made.escalations, &made.guides];
        for list in lists {
            made.places.extend(list.iter().enumerate().map(|(at, &item)| (item, at)));
        }
        made.asked_at =
            made.checks.iter().enumerate().map(|(at, asked)| (asked.item(), at)).collect::<FxHashMap<_, _>>();
    }

    fn policy(&self, escalation: EscalationId, instead: &[EscalationId]) -> Policy {
        Policy {
            other: or(self.guide.other, self.numbers.other),
            negligible: or(self.guide.negligible, self.numbers.negligible),
            surprise: self.numbers.surprise,
            mode: match self.guide.escalate {
                EscalationMode::WhenCheaper => Mode::WhenCheaper,
                EscalationMode::Last => Mode::Last,
            },
            escalation,
            instead: instead.to_vec(),
            start: self.guide.start.and_then(|name| self.step(name)),
            waits_share: or(self.guide.waiting, self.numbers.waits_share),
            caution: self.numbers.caution,
            destructive: self.numbers.destructive,
            workaround: self.numbers.workaround,
            confirm_ratio: self.numbers.strongly,
            silent_symptom: self.numbers.silent_symptom,
        }
    }

    fn cause(&self, at: usize) -> Cause {
        let item = self.made.causes[at];
        let own = self.members.causes.binary_search_by_key(&self.web.rank(item), |&own| self.web.rank(own)).is_ok();
        let Some(body) = self.knowledge.cause(item) else { return Cause::default() };
        Cause {
            name: self.knowledge.qualified(item),
            weight: body.likelihood.filter(|_| own).map(|weight| weight.value),
            likely_elsewhere: !own && body.likelihood.is_some(),
            possible: self.knowledge.item(item).when().map(|guard| engine_condition(self, &guard.condition)),
            leads_to: self
                .web
                .leads_to(item, body)
                .filter_map(|(to, chance)| Some((self.made.cause(to)?, chance)))
                .collect(),
            shows: body
                .shows
                .iter()
                .filter_map(|shown| Some((self.made.symptom(shown.of.to?)?, shown.chance.value)))
                .collect(),
            otherwise: body.otherwise.iter().filter_map(|name| self.escalation(name)).collect(),
        }
    }

    fn symptom(&self, item: ItemId) -> Symptom {
        let own = self.guide.symptoms.iter().any(|name| name.to == Some(item));
        let only_listed = self.knowledge.symptom(item).is_some_and(|body| body.only_listed);
        Symptom { name: self.knowledge.qualified(item), own, only_listed, possible: self.place(item) }
    }

    /// Where a symptom can be seen.
    fn place(&self, symptom: ItemId) -> Option<Condition> {
        graph::place_of(self.knowledge, symptom).map(|condition| engine_condition(self, condition))
    }

    fn check(&self, asked: &Asked) -> Check {
        let item = asked.item();
        let named = Check { name: self.knowledge.qualified(item), ..Check::default() };
        let when = self.when(item);
        match asked {
            Asked::Check(_) => {
                let Some(body) = self.knowledge.check(item) else { return named };
                Check {
                    takes: or(body.procedure.takes, self.numbers.check_minutes),
                    waits: or(body.procedure.care().waits, 0.0),
                    risk: risk(&body.procedure),
                    outcomes: self.outcomes(&body.outcomes),
                    after: self.after(&body.procedure),
                    when: self.only_after(&body.procedure, when),
                    cannot_tell: body.cannot_tell.as_ref().map(|cannot| CannotTell {
                        effects: cannot.effects.iter().filter_map(|effect| self.effect(effect)).collect(),
                        next: cannot.next.and_then(|target| self.target(target)),
                    }),
                    ..named
                }
            }
            Asked::Fact(_, values) => {
                let Some(fact) = self.knowledge.fact(item) else { return named };
                let from_outside = fact.never_asked || !self.members.facts.contains(&item);
                Check {
                    kind: if from_outside { CheckKind::NeverAsked } else { CheckKind::Fact },
                    takes: or(fact.takes, self.numbers.fact_minutes),
                    outcomes: values
                        .iter()
                        .map(|value| Outcome {
                            name: name(self.knowledge, fact, value),
                            share: share(fact, value),
                            ..Outcome::default()
                        })
                        .collect(),
                    when,
                    ..named
                }
            }
            Asked::Symptom(_) => Check {
                kind: self.made.symptom(item).map_or(CheckKind::NeverAsked, CheckKind::Symptom),
                takes: self.numbers.symptom_minutes,
                when: self.place(item),
                outcomes: ["seen", "not-seen"]
                    .map(|name| Outcome { name: name.to_owned(), ..Outcome::default() })
                    .into(),
                ..named
            },
            // These are made once all else is.
            Asked::Observed(_) => named,
            Asked::Excluded(_) => {
                Check { kind: CheckKind::NeverAsked, outcomes: self.outcomes(self.knowledge.outcomes(item)), ..named }
            }
        }
    }

    fn remedy(&self, item: ItemId) -> Option<Remedy> {
        let body = self.knowledge.remedy(item)?;
        let looking = |time: fn(&model::Verify) -> Option<Given<f64>>| body.verify.as_deref().and_then(time);
        Some(Remedy {
            name: self.knowledge.qualified(item),
            takes: or(body.procedure.takes, self.numbers.remedy_minutes),
            waits: or(body.procedure.care().waits, 0.0) + or(looking(|verify| verify.waits), 0.0),
            verify: match body.kind {
                RemedyKind::Preparation => or(looking(|verify| verify.takes), 0.0),
                _ => or(looking(|verify| verify.takes), self.numbers.verify_minutes),
            },
            risk: risk(&body.procedure),
            stage: stage_of(self.knowledge, self.guide, &body.procedure),
            fixes: self.fixes(item, body),
            workaround: body.kind == RemedyKind::Workaround,
            after: self.after(&body.procedure),
            when: self.only_after(&body.procedure, self.when(item)),
            retry: body.retry.map_or(1, |retry| retry.value as usize),
            supersedes: body.supersedes.iter().filter_map(|name| self.made.remedy(name.to?)).collect(),
            renews: body
                .renews
                .iter()
                .filter_map(|&name| match self.step(name)? {
                    Step::Check(check) => Some(check),
                    Step::Remedy(_) => None,
                })
                .collect(),
            outcomes: self.outcomes(&body.outcomes),
            next: body.next.and_then(|target| self.target(target)),
        })
    }

    /// What a remedy fixes. In a chart it usually also fixes what the answers that lead to it name.
    fn fixes(&self, item: ItemId, body: &model::Remedy) -> Vec<(CauseId, f64)> {
        let written = body.fixes.iter().filter_map(|fixed| Some((self.made.cause(fixed.of.to?)?, fixed.chance.value)));
        let mut fixes: Vec<(CauseId, f64)> = written.collect();
        if body.kind != RemedyKind::Preparation && graph::is_chart(self.guide) {
            let treated = graph::treated(self.knowledge, self.members, item).into_iter();
            for cause in treated.filter_map(|cause| self.made.cause(cause)) {
                if fixes.iter().all(|(fixed, _)| *fixed != cause) {
                    fixes.push((cause, self.numbers.usually()));
                }
            }
        }
        fixes
    }

    fn rule(&mut self, item: ItemId) -> Option<Rule> {
        let body = self.knowledge.rule(item)?;
        let when = self.knowledge.item(item).when();
        let mut effects = Vec::with_capacity(body.effects.len());
        for (_, effect) in &body.effects {
            effects.extend(match effect {
                RuleEffect::Confirm(name) => self.cause_id(name).map(Then::Confirm),
                RuleEffect::Suspect(name, ratio) => self.cause_id(name).map(|cause| Then::Suspect(cause, *ratio)),
                RuleEffect::Doubt(name, ratio) => self.cause_id(name).map(|cause| Then::Doubt(cause, *ratio)),
                RuleEffect::RuleOut(name) => self.cause_id(name).map(Then::RuleOut),
                RuleEffect::Skip(name) => self.step(*name).map(Then::Skip),
                RuleEffect::Require(name) => self.step(*name).map(Then::Require),
                RuleEffect::Next(target) => self.target(*target).map(Then::Next),
                RuleEffect::Warn(text) => {
                    self.made.warnings.push(*text);
                    Some(Then::Warn(self.made.warnings.len() - 1))
                }
            });
        }
        Some(Rule {
            name: self.knowledge.qualified(item),
            // A rule without a condition was reported: it never speaks.
            when: when.map_or_else(never, |guard| engine_condition(self, &guard.condition)),
            effects,
        })
    }

    fn who(&self, item: ItemId) -> Escalation {
        let body = self.knowledge.escalation(item);
        let is_result = body.is_some_and(|body| body.is_result);
        // A result costs what any other end costs, so that nobody is led past it or to it for the price.
        let priced = if is_result { self.guide.otherwise.last().and_then(|name| name.to) } else { Some(item) };
        let takes = priced.and_then(|item| self.knowledge.escalation(item)).and_then(|body| body.takes);
        Escalation {
            name: self.knowledge.qualified(item),
            takes: or(takes, self.numbers.escalation_minutes),
            is_result,
            when: self.when(item),
        }
    }

    fn outcomes(&self, outcomes: &[model::Outcome]) -> Vec<Outcome> {
        outcomes
            .iter()
            .map(|outcome| Outcome {
                name: self.knowledge.spelled(outcome.name).to_owned(),
                share: outcome.share.as_ref().map(|share| share.value),
                effects: outcome.effects.iter().filter_map(|effect| self.effect(effect)).collect(),
                next: outcome.next.and_then(|target| self.target(target)).or_else(|| self.elsewhere(outcome)),
            })
            .collect()
    }

    /// Where an answer leads that confirms what is none of this guide's: to the guide that is for it, else it is handed over.
    fn elsewhere(&self, outcome: &model::Outcome) -> Option<Target> {
        let found = graph::elsewhere(self.knowledge, self.web, self.members, outcome)?;
        let guide = found.and_then(|guide| self.made.guides.iter().position(|&one| one == guide));
        let end = self.guide.otherwise.last().and_then(|name| self.escalation(name));
        guide.map(|at| Target::Guide(GuideId(at))).or(end.map(Target::Escalation))
    }

    fn effect(&self, effect: &model::Effect) -> Option<Effect> {
        let cause = self.cause_id(&effect.cause)?;
        Some(match effect.kind {
            EffectKind::Confirms => Effect::Confirms(cause),
            EffectKind::PointsTo(ratio) => Effect::PointsTo(cause, ratio),
            EffectKind::Against(ratio) => Effect::Against(cause, ratio),
            EffectKind::RulesOut => Effect::RulesOut(cause),
            EffectKind::Given(chance) => Effect::Given(cause, chance),
        })
    }

    fn after(&self, procedure: &Procedure) -> Vec<Step> {
        procedure.care().before().filter_map(|name| self.step(name)).collect()
    }

    fn when(&self, item: ItemId) -> Option<Condition> {
        self.knowledge.item(item).when().map(|guard| engine_condition(self, &guard.condition))
    }

    /// Where a step may be done: where its `when` holds, and once all was done without which it must not be.
    fn only_after(&self, procedure: &Procedure, when: Option<Condition>) -> Option<Condition> {
        let done = procedure.care().only_after.iter().map(|&name| match self.step(name) {
            Some(Step::Remedy(remedy)) => Condition::Tried(remedy),
            Some(Step::Check(check)) => {
                let outcomes = self.knowledge.outcomes(self.made.checks[check.0].item()).len();
                Condition::Any((0..outcomes).map(|outcome| Condition::Is(check, outcome)).collect())
            }
            // What the guide leaves out is never done.
            None => never(),
        });
        Condition::all_of(when.into_iter().chain(done).collect())
    }

    fn cause_id(&self, name: &Ref) -> Option<CauseId> {
        self.made.cause(name.to?)
    }

    fn escalation(&self, name: &Ref) -> Option<EscalationId> {
        self.made.escalation(name.to?)
    }

    /// A step of the guide; one that it excludes is nothing that could be done, or waited for.
    fn step(&self, name: Ref) -> Option<Step> {
        let item = name.to?;
        match self.knowledge.item(item).kind() {
            Kind::Remedy => self.made.remedy(item).map(Step::Remedy),
            Kind::Check => {
                let check = self.made.check(item)?;
                matches!(self.made.checks[check.0], Asked::Check(_)).then_some(Step::Check(check))
            }
            _ => None,
        }
    }

    fn target(&self, target: model::Target) -> Option<Target> {
        let name = match target {
            model::Target::Solved(_) => return Some(Target::Solved),
            model::Target::Item(name) => name,
        };
        let item = name.to?;
        match self.knowledge.item(item).kind() {
            Kind::Escalation | Kind::Result => self.made.escalation(item).map(Target::Escalation),
            Kind::Guide => {
                self.made.guides.iter().position(|&guide| guide == item).map(|at| Target::Guide(GuideId(at)))
            }
            _ => self.step(name).map(Target::Step),
        }
    }

    /// The engine's id of a symptom, for conditions.
    pub fn seen(&self, item: ItemId) -> Option<CheckId> {
        self.made.check(item)
    }

    /// The engine's id of a remedy, for conditions.
    pub fn tried(&self, item: ItemId) -> Option<RemedyId> {
        self.made.remedy(item)
    }
}

/// What was said, or what holds where nothing was.
fn or(said: Option<Given<f64>>, otherwise: f64) -> f64 {
    said.map_or(otherwise, |given| given.value)
}

fn risk(procedure: &Procedure) -> Risk {
    match procedure.care().risk.as_ref().map_or(RiskLevel::Safe, |risk| risk.level) {
        RiskLevel::Safe => Risk::Safe,
        RiskLevel::Caution => Risk::Caution,
        RiskLevel::Destructive => Risk::Destructive,
    }
}

fn share(fact: &model::Fact, value: &Value) -> Option<f64> {
    match (&fact.values, value) {
        (Some(FactType::YesNo(share)), Value::Choice(0)) => share.map(|share| share.value),
        (Some(FactType::OneOf(choices)), Value::Choice(at)) => {
            choices.get(*at as usize)?.share.map(|share| share.value)
        }
        _ => None,
    }
}

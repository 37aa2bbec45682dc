//! Whether a step may be done, and what is in its way, in words for authors.

use crate::decision::{Asked, Decision};
use crate::model::{ItemId, Knowledge};
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{
    CheckKind, Condition, Eligibility, Evidence, Problem, RemedyId, RuleEffect, RuleId, Step, eligibility,
};
use crate::words::quantity::plain::percent;

/// So many steps that wait for each other are gone back to for the reason.
const DEEPEST: usize = 4;

/// What says how a step stands.
pub struct Hindrance<'h> {
    /// What the authors know.
    pub knowledge: &'h Knowledge,
    /// The guide as the engine sees it.
    pub decision: &'h Decision,
    /// What an item is called.
    pub name: &'h dyn Fn(ItemId) -> String,
    /// What is known.
    pub evidence: &'h Evidence,
}

impl Hindrance<'_> {
    /// Whether a step may be done: a clause that begins in small letters.
    #[must_use]
    pub fn of(&self, step: Step, stands: &Eligibility) -> String {
        self.said(step, stands, 0)
    }

    fn said(&self, step: Step, stands: &Eligibility, depth: usize) -> String {
        match stands {
            Eligibility::Done => match step {
                Step::Check(_) => "it was asked already, and no remedy that failed `renews` it".to_owned(),
                Step::Remedy(_) => "it was done already".to_owned(),
            },
            Eligibility::Declined => "it cannot be done".to_owned(),
            Eligibility::Contradiction => "no cause can give these answers".to_owned(),
            Eligibility::Over => "what was said leads elsewhere, with a `next`".to_owned(),
            Eligibility::Permitted(helps) if *helps > 0.0 => {
                format!("it may be done, and helps with a chance of {}", percent(*helps))
            }
            Eligibility::Permitted(_) => "it may be done".to_owned(),
            Eligibility::Dead => self.waiting(step, depth, true),
            Eligibility::WhenOpen => self.waiting(step, depth, false),
            Eligibility::Skipped(rule) => format!("the rule `{}` forbids it", self.rule(*rule)),
            Eligibility::After(before) => match self.lacking(step) {
                Some(_) => self.waiting(step, depth, false),
                None => format!("first comes {}", self.steps(before)),
            },
            Eligibility::Routed(only) => format!("a `next` leads to {} now", self.steps(only)),
            Eligibility::Superseded => "a stronger remedy has failed, so it cannot help".to_owned(),
            Eligibility::Useless => "nothing that it could tell or fix is possible any more".to_owned(),
            Eligibility::Safety(safe) => {
                format!("it destroys something, and {}, which is safe, may help", self.step(Step::Remedy(*safe)))
            }
            Eligibility::Stage(earlier) => {
                let stage = |remedy: RemedyId| {
                    let body = self.knowledge.remedy(self.decision.remedies[remedy.0]);
                    body.and_then(|body| body.procedure.stage).map_or("", |stage| self.knowledge.spelled(stage))
                };
                let own = match step {
                    Step::Remedy(remedy) => stage(remedy),
                    Step::Check(_) => "",
                };
                let (other, earlier) = (self.step(Step::Remedy(*earlier)), stage(*earlier));
                format!("its stage `{own}` comes behind `{earlier}`, of which {other} may help")
            }
            Eligibility::NotYet => "it may not be done yet".to_owned(),
            Eligibility::Required(rule) => {
                let wanted = self.required(*rule);
                let wanted = wanted.map_or_else(|| "another step".to_owned(), |step| self.step(step));
                format!("the rule `{}` requires {wanted} first", self.rule(*rule))
            }
        }
    }

    /// What a step waits for that is a condition to the engine: a step that it is `only-after`, a fact that a rule needs, or its own
    /// `when`. Of what can no longer come, why.
    fn waiting(&self, step: Step, depth: usize, for_good: bool) -> String {
        let own = self.own_when(step);
        if let Some(own) = own.filter(|own| truth_for(self.problem(), self.evidence, own) == Truth::False) {
            // What was not tried yet may still come.
            let (told, _) = self.asked_by(own);
            if !told.is_empty() && !asks_for_tries(own) {
                return format!("its `when` does not hold: {}", told.join(" and "));
            }
        }
        if let Some(before) = self.lacking(step) {
            let name = format!("it is `only-after` {}", self.step(before));
            let stands = eligibility(self.problem(), self.evidence, before);
            let why = || self.said(before, &stands, depth + 1);
            let lacking = match stands {
                _ if depth >= DEEPEST => name,
                Eligibility::Permitted(_) => format!("{name}, which was not done yet"),
                _ => format!("{name}, and of that: {}", why()),
            };
            return match own.and_then(|own| self.waits_for(own)) {
                Some(open) if depth == 0 => format!("{lacking}; {open}"),
                _ => lacking,
            };
        }
        if for_good {
            return "its `when` can no longer become true".to_owned();
        }
        match self.rule_without_fact(step) {
            Some((rule, fact)) => format!("{fact} is asked first, since the rule `{}` needs it", self.rule(rule)),
            None => {
                own.and_then(|own| self.waits_for(own)).unwrap_or_else(|| "its `when` does not hold yet".to_owned())
            }
        }
    }

    /// The `when` of a step as its author wrote it, without what it is `only-after`.
    fn own_when(&self, step: Step) -> Option<&Condition> {
        let item = self.knowledge.item(self.decision.step(step));
        item.when()?;
        let problem = self.problem();
        let when = match step {
            Step::Check(check) => problem.checks[check.0].when.as_ref()?,
            Step::Remedy(remedy) => problem.remedies[remedy.0].when.as_ref()?,
        };
        match when {
            Condition::All(parts) if item.procedure().is_some_and(|one| !one.care().only_after.is_empty()) => {
                parts.first()
            }
            _ => Some(when),
        }
    }

    /// What a condition waits for, if that can be said.
    fn waits_for(&self, when: &Condition) -> Option<String> {
        let (_, open) = self.asked_by(when);
        (!open.is_empty()).then(|| format!("its `when` waits for {}", open.join(" and ")))
    }

    /// What a condition asks about: what is told, with its answer, and what is open.
    fn asked_by(&self, when: &Condition) -> (Vec<String>, Vec<String>) {
        let (mut told, mut open) = (Vec::new(), Vec::new());
        let answers = || self.evidence.known.iter().chain(&self.evidence.answered);
        when.each(&mut |part| {
            let Condition::Is(check, _) = *part else { return };
            let name = (self.name)(self.decision.checks[check.0].item());
            let answer = answers().find(|(of, _)| *of == check);
            let answer = answer.and_then(|(_, outcome)| self.problem().checks[check.0].outcomes.get(*outcome));
            let (list, said) = match answer {
                Some(answer) => (&mut told, format!("`{name}` is `{}`", answer.name)),
                None => (&mut open, format!("`{name}`")),
            };
            if !list.contains(&said) {
                list.push(said);
            }
        });
        (told, open)
    }

    /// The first step that one is `only-after`, and that was not done.
    fn lacking(&self, step: Step) -> Option<Step> {
        let procedure = self.knowledge.item(self.decision.step(step)).procedure()?;
        let mut before = procedure.care().only_after.iter().filter_map(|name| {
            let item = name.to?;
            self.decision.remedy(item).map(Step::Remedy).or_else(|| self.decision.check(item).map(Step::Check))
        });
        let is_done = |step: &Step| match *step {
            Step::Check(check) => self.evidence.known.iter().chain(&self.evidence.answered).any(|(of, _)| *of == check),
            Step::Remedy(remedy) => self.evidence.tried.iter().any(|(of, _)| *of == remedy),
        };
        before.find(|step| !is_done(step))
    }

    /// A rule that guards a step, and a fact that it asks about and that is not settled.
    fn rule_without_fact(&self, step: Step) -> Option<(RuleId, String)> {
        let guards = |effect: &RuleEffect| match effect {
            RuleEffect::Skip(skipped) => *skipped == step,
            RuleEffect::Require(_) | RuleEffect::Warn(_) => matches!(step, Step::Remedy(_)),
            _ => false,
        };
        let problem = self.problem();
        problem.rules.iter().enumerate().find_map(|(at, rule)| {
            let mut open = None;
            if rule.effects.iter().any(guards) {
                rule.when.each(&mut |part| {
                    if let Condition::Is(check, _) = *part
                        && problem.checks[check.0].kind == CheckKind::Fact
                        && truth_for(problem, self.evidence, &Condition::Settled(check)) != Truth::True
                    {
                        open.get_or_insert(check);
                    }
                });
            }
            let asked: &Asked = &self.decision.checks[open?.0];
            Some((RuleId(at), format!("the fact `{}`", (self.name)(asked.item()))))
        })
    }

    /// The first step that a rule requires, and that was not done.
    fn required(&self, rule: RuleId) -> Option<Step> {
        let steps = self.problem().rules[rule.0].effects.iter().filter_map(|effect| match effect {
            RuleEffect::Require(step) => Some(*step),
            _ => None,
        });
        let mut open = steps.filter(|&step| eligibility(self.problem(), self.evidence, step) != Eligibility::Done);
        open.next()
    }

    fn problem(&self) -> &Problem {
        &self.decision.problem
    }

    fn rule(&self, rule: RuleId) -> String {
        (self.name)(self.decision.rules[rule.0])
    }

    fn step(&self, step: Step) -> String {
        format!("`{}`", (self.name)(self.decision.step(step)))
    }

    fn steps(&self, steps: &[Step]) -> String {
        steps.iter().map(|&step| self.step(step)).collect::<Vec<_>>().join(", ")
    }
}

/// Whether it hangs on what was tried.
fn asks_for_tries(when: &Condition) -> bool {
    let mut found = false;
    when.each(&mut |part| found |= matches!(part, Condition::Tried(_) | Condition::FailedWith(..)));
    found
}

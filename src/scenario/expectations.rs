//! Whether an expectation came true, and what came instead.
//!
//! In: all that came of a scenario, and one expectation. Out: a finding at the expectation, or nothing.

use crate::decision::{Decision, percent};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios as faults;
use crate::model::{Expectation, Given, ItemId, Kind, Knowledge, Ref, Side, Target, Text};
use crate::reasoning::{CauseId, Doing, Eligibility, EscalationId, EscalationMode, Step, eligibility};
use crate::source::Span;
use crate::words::quantity::plain::{minutes, minutes_above};

use super::hindrance::Hindrance;
use super::holding::{holding, warnings};
use super::play::{End, Play};
use super::routes::Route;
use super::situation::Situation;

/// Chances this near to each other are equal.
const NEAR: f64 = 1e-9;

/// All that came of a scenario.
pub(super) struct Scene<'s> {
    pub knowledge: &'s Knowledge,
    pub decision: &'s Decision,
    pub situation: &'s Situation,
    /// The chance of each hypothesis; nothing where no cause can give the evidence.
    pub posterior: Option<Vec<f64>>,
    /// Where the guide goes on; nothing where no expectation asks for it.
    pub route: Option<Route<'s>>,
    /// What a reader who has the supposed cause meets.
    pub play: Option<Play>,
}

/// What is wrong, and advice.
struct Failure {
    message: String,
    help: Vec<String>,
}

impl Failure {
    fn new(message: String) -> Self {
        Failure { message, help: Vec::new() }
    }

    fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help.extend(help.into());
        self
    }
}

/// The finding of an expectation that failed.
pub(super) fn judge(scene: &Scene, place: Span, expected: &Expectation) -> Option<Diagnostic> {
    let failure = match expected {
        Expectation::Cause(name, side, bound) => scene.cause(*name, *side, *bound),
        Expectation::MostLikely(name) => scene.most_likely(*name),
        Expectation::RuledOut(name) => scene.ruled_out(*name),
        Expectation::Next(target) => scene.next(*target),
        Expectation::Never(name) => scene.never(*name),
        Expectation::Warn(text) => scene.warn(*text),
        Expectation::Solved { by, steps, minutes } => scene.solved(*by, *steps, *minutes),
        Expectation::Escalated(name) => scene.escalated(*name),
    }?;
    let mut finding = Diagnostic::new(&faults::FAILED_EXPECTATION, place, failure.message);
    for help in failure.help {
        finding = finding.help(help);
    }
    Some(finding)
}

impl Scene<'_> {
    /// The chance of a cause.
    fn chance(&self, name: Ref) -> Option<Result<f64, Failure>> {
        let cause = self.decision.cause(name.to?)?;
        let column = self.decision.problem.column(cause)?;
        Some(match &self.posterior {
            Some(chances) => Ok(chances[column]),
            None => Err(Failure::new("no cause can give all this evidence, so none has a chance".to_owned())),
        })
    }

    fn cause(&self, name: Ref, side: Side, bound: Given<f64>) -> Option<Failure> {
        let chance = match self.chance(name)? {
            Ok(chance) => chance,
            Err(failure) => return Some(failure),
        };
        let (fits, word) = match side {
            Side::Above => (chance > bound.value, "above"),
            Side::Below => (chance < bound.value, "below"),
        };
        let message = || {
            let written = self.knowledge.slice(bound.span);
            format!("{} has a chance of {}, which is not {word} {written}", self.name_of(name), percent(chance))
        };
        (!fits).then(|| Failure::new(message()).help(self.likeliest()))
    }

    fn most_likely(&self, name: Ref) -> Option<Failure> {
        let chance = match self.chance(name)? {
            Ok(chance) => chance,
            Err(failure) => return Some(failure),
        };
        let chances = self.posterior.as_ref()?;
        let best = (0..chances.len()).rev().max_by(|&a, &b| chances[a].total_cmp(&chances[b]))?;
        if chances[best] <= chance + NEAR {
            return None;
        }
        let likelier = self.hypothesis(self.decision.problem.hypotheses().nth(best).as_ref());
        let message = format!(
            "{likelier} is likelier than {}, with {} against {}",
            self.name_of(name),
            percent(chances[best]),
            percent(chance)
        );
        Some(Failure::new(message).help(self.likeliest()))
    }

    fn ruled_out(&self, name: Ref) -> Option<Failure> {
        match self.chance(name)? {
            Ok(chance) if chance > 0.0 => {
                let message = format!("{} still has a chance of {}", self.name_of(name), percent(chance));
                Some(Failure::new(message).help(self.likeliest()))
            }
            Ok(_) => None,
            Err(failure) => Some(failure),
        }
    }

    fn next(&self, target: Target) -> Option<Failure> {
        let route = self.route?;
        let doing = route.flow.nodes[route.node].doing;
        let wanted = match target {
            Target::Solved(_) if doing == Doing::Solved => return None,
            Target::Solved(_) => "`solved`".to_owned(),
            Target::Item(name) if self.item_of(doing) == name.to => return None,
            Target::Item(name) => self.name_of(name),
        };
        let message = format!("{} comes next, not {wanted}", self.doing(doing));
        let why = target.item().and_then(|item| self.why_not(item, doing));
        // An answer that is none of this guide's may still lead somewhere.
        let leads_on = self.posterior.is_none() && !matches!(doing, Doing::Contradiction(_));
        let beliefs = if leads_on {
            "the answers lead there, and no cause of this guide can give them".to_owned()
        } else {
            self.likeliest()
        };
        Some(Failure::new(message).help(why).help(beliefs))
    }

    /// Why a step does not come next.
    fn why_not(&self, item: ItemId, instead: Doing) -> Option<String> {
        if self.decision.escalations.contains(&item) {
            return self.why_not_handed_over(item, instead);
        }
        let step = match self.knowledge.item(item).kind() {
            Kind::Remedy => Step::Remedy(self.decision.remedy(item)?),
            Kind::Check | Kind::Fact => Step::Check(self.decision.check(item)?),
            _ => return None,
        };
        let eligibility = eligibility(&self.decision.problem, &self.situation.evidence, step);
        // Said of the evidence as a whole already.
        if eligibility == Eligibility::Contradiction {
            return None;
        }
        let called = |item: ItemId| self.knowledge.name(item).to_owned();
        let evidence = &self.situation.evidence;
        let hindrance = Hindrance { knowledge: self.knowledge, decision: self.decision, name: &called, evidence };
        let said = hindrance.of(step, &eligibility);
        let more = match (&eligibility, instead) {
            (Eligibility::Permitted(_), Doing::Step(..)) => {
                format!("; with {} first, the trouble is expected to be over sooner", self.doing(instead))
            }
            (Eligibility::Permitted(_), Doing::Escalate(end)) => self.why_handed_over(end),
            _ => String::new(),
        };
        Some(format!("of {}: {said}{more}", self.name(item)))
    }

    /// Why readers are handed over although a step may be done.
    fn why_handed_over(&self, end: EscalationId) -> String {
        let policy = &self.decision.problem.policy;
        match policy.mode {
            EscalationMode::WhenCheaper => {
                let price = minutes(self.decision.problem.escalations[end.0].takes);
                format!("; handing over costs {price}, less than going on (`escalate last` tries everything before)")
            }
            EscalationMode::Last => {
                format!("; what helps with less than the `negligible` {} is not tried", percent(policy.negligible))
            }
        }
    }

    /// Why readers are not handed over yet.
    fn why_not_handed_over(&self, end: ItemId, instead: Doing) -> Option<String> {
        let Doing::Step(step, _) = instead else { return None };
        let stands = eligibility(&self.decision.problem, &self.situation.evidence, step);
        let reason = match (self.decision.problem.policy.mode, stands) {
            (_, Eligibility::Routed(_)) => format!("a `next` leads to {} now", self.step(step)),
            (EscalationMode::WhenCheaper, _) => "going on is expected to cost less than handing over".to_owned(),
            (EscalationMode::Last, Eligibility::Permitted(helps)) if helps > 0.0 => {
                format!(
                    "nobody is handed over while a remedy may help, and {} does with {}",
                    self.step(step),
                    percent(helps)
                )
            }
            (EscalationMode::Last, _) => "nobody is handed over while a remedy may help".to_owned(),
        };
        Some(format!("of {}: {reason}", self.name(end)))
    }

    /// What a place of the flow stands for.
    fn item_of(&self, doing: Doing) -> Option<ItemId> {
        match doing {
            Doing::Step(step, _) => Some(self.decision.step(step)),
            Doing::Escalate(end) | Doing::Contradiction(end) => Some(self.decision.escalations[end.0]),
            Doing::Guide(guide) => Some(self.decision.guides[guide.0]),
            Doing::Solved => None,
        }
    }

    fn never(&self, name: Ref) -> Option<Failure> {
        let item = name.to?;
        let step = match self.knowledge.item(item).kind() {
            Kind::Remedy => Step::Remedy(self.decision.remedy(item)?),
            _ => Step::Check(self.decision.check(item)?),
        };
        let way = match &self.play {
            Some(play) => play.steps.iter().any(|(done, _)| *done == step).then(|| self.way(play)),
            None => self.way_to(step).map(|way| format!("the shortest way: {way}")),
        }?;
        Some(Failure::new(format!("{} does come", self.name_of(name))).help(way))
    }

    fn warn(&self, wanted: Text) -> Option<Failure> {
        let rules = match &self.play {
            Some(play) => play.rules.iter().copied().collect(),
            None => holding(self.decision, &self.situation.evidence),
        };
        let part = self.knowledge.text(wanted);
        let shown: Vec<String> = rules
            .iter()
            .flat_map(|&rule| warnings(self.decision, rule))
            .map(|number| self.knowledge.text(self.decision.warnings[number]).into_owned())
            .collect();
        if shown.iter().any(|text| text.contains(part.as_ref())) {
            return None;
        }
        let quoted: Vec<String> = shown.iter().map(|text| format!("“{text}”")).collect();
        let instead = if quoted.is_empty() {
            "no rule that holds here warns of anything".to_owned()
        } else {
            format!("shown is: {}", quoted.join(", "))
        };
        Some(Failure::new(format!("no warning says “{part}”")).help(instead))
    }

    fn solved(&self, by: Ref, steps: Option<Given<u32>>, limit: Option<Given<f64>>) -> Option<Failure> {
        let play = self.play.as_ref()?;
        let helped = match (play.end, play.steps.last()) {
            (End::Helped(remedy), _) => Some(remedy),
            // A route says that this is the end of the trouble.
            (End::At(Doing::Solved), Some((Step::Remedy(remedy), _))) => Some(*remedy),
            _ => None,
        };
        let item = helped.map(|remedy| self.decision.remedies[remedy.0]);
        if item != by.to {
            let message = format!("{}, not {}", self.end(play.end), self.name_of(by));
            let gone = self.situation.supposed.filter(|cause| self.is_ruled_out(cause.0));
            let why = gone.map(|cause| format!("what is given rules {} out", self.name(self.decision.causes[cause.0])));
            return Some(Failure::new(message).help(why).help(self.way(play)));
        }
        let mut over = Vec::new();
        if let Some(limit) = steps
            && play.steps.len() > limit.value as usize
        {
            over.push(format!("{} steps, not within {}", play.steps.len(), limit.value));
        }
        if let Some(limit) = limit
            && play.minutes > limit.value + NEAR
        {
            over.push(format!(
                "{}, not within {}",
                minutes_above(play.minutes, limit.value),
                self.knowledge.slice(limit.span)
            ));
        }
        let message = || format!("{} helps after {}", self.name_of(by), over.join(", and "));
        (!over.is_empty()).then(|| Failure::new(message()).help(self.way(play)))
    }

    fn is_ruled_out(&self, cause: usize) -> bool {
        let column = self.decision.problem.column(CauseId(cause));
        let chance = column.and_then(|column| self.posterior.as_ref().map(|chances| chances[column]));
        chance.is_none_or(|chance| chance <= 0.0)
    }

    fn escalated(&self, to: Ref) -> Option<Failure> {
        let Some(play) = &self.play else { return self.next(Target::Item(to)) };
        let end = match play.end {
            End::At(Doing::Escalate(end) | Doing::Contradiction(end)) => Some(self.decision.escalations[end.0]),
            _ => None,
        };
        let message = || format!("{}, not to {}", self.end(play.end), self.name_of(to));
        (end != to.to).then(|| Failure::new(message()).help(self.way(play)))
    }

    fn name_of(&self, name: Ref) -> String {
        name.to.map_or_else(|| format!("`{}`", self.knowledge.slice(name.span)), |item| self.name(item))
    }
}

//! The problem as data: everything symbolic that a guide's tables are made of.
//!
//! In: nothing; the adapter from the language fills these types. Out: nothing; `tables` reads them.
//! They hold numbers, ids and names-as-ids: no prose, no places in files.
//!
//! An id is the index in the list of its kind. Names are qualified; where two values are equal, the
//! step whose name comes first is taken, and steps of one name in the order check, remedy, copy.
//! All times and prices are minutes; all chances are 0 to 1.
//!
//! What the fields mean together, where one field's page is too narrow for it:
//!
//! - **Conditions** have three values. `Is` and `FailedWith` are unknown until the step is done;
//!   `Tried` is never unknown: false until the remedy has been tried in vain. A never-asked fact
//!   that nobody gave stays unknown. `Settled` is
//!   true once the check is done or declined, and of what is never asked; false before.
//! - **Alive, dead.** A step is dead when its `when` can no longer become true, or a `Skip` of it is
//!   true and can no longer become anything else. What can become true is decided by values alone,
//!   not by chances: an undone check that is alive can get each of its outcomes (one for all places
//!   of a condition that name it), an undone remedy that is alive can be tried or not. A step that
//!   only lives by steps that only live by it is dead.
//! - **`after`** is fulfilled by a step that is done, dead or declined. **`Require(s)`**, while its
//!   condition is true and `s` neither done, dead nor declined, lets no remedy be done but `s` and
//!   what the `after` of `s`, followed transitively, names.
//! - **Routes.** After an answer at most one route is pending: that of the first rule, by id, with a
//!   `Next` whose condition this answer made true; else that of the answer itself (a remedy's outcome
//!   before its remedy); else one that was pending before and is not yet reached. A route to a step that
//!   is undone, alive and not skipped leaves the step itself when it may be done without regard to stages;
//!   else those steps that its unfulfilled `after`, followed transitively, names and that may be done
//!   without regard to stages; where there are none, or the step is not so, the route is dropped. Safety, `when`, `Skip` and `Require` bind
//!   routed steps too. A route to an end ends. At the start, `Policy::start` is pending when nothing
//!   was answered or tried; a rule that is true at the start comes before it.
//! - **Choosable.** A step is chosen by the plan only if it may change something but the route, as things stand: a
//!   check whose table differs between the causes that are left (as its own table, or in a coupling), a remedy that
//!   fixes one of them and is not superseded, or whose ways of failing tell them apart; or any undone step that the
//!   `after` of another undone step, a step's `when`, the condition of a rule with an effect on chances, a `Skip`
//!   or a `Require`, or a `Require` itself names; or a fact that decides who takes over.
//! - **Who takes over** is decided before: while the first who may be meant is for some readers only, and a fact that says
//!   whether for this one may be asked, nobody is handed over.
//! - **Retry.** Copies share everything; copy k+1 also comes after copy k. `Tried`, `FailedWith`,
//!   `after` and `Require` mean the first copy; a remedy supersedes once its first copy failed, and
//!   then all copies of the weaker. Declined are all copies together. Every copy has the routes of the remedy.
//! - **Renewing.** A remedy that fails lets those of the checks that it renews be asked once more that have an answer by then.
//!   The new answer is another draw from the same table, whatever the older ones were and whatever is coupled; conditions and
//!   routes go by the newest. Until then the older one stands. Where no cause can give all of a check's answers, only the
//!   newest of each check counts. `after`, `Require` and `Settled` mean the first time.
//! - **Waiting.** A destructive remedy waits while a remedy that is not destructive, undone and alive,
//!   helps with at least the negligible chance. A remedy of a later stage waits while one of an earlier stage
//!   that may be done but for stages helps with at least that; one without a stage neither waits nor holds up. A chance within 1e-12 of it counts as at least.
//! - **Where facts close causes.** A value at which a cause's `possible` is false by itself has the chance 0 for
//!   that cause. Where `possible` is false only of several facts together, these are coupled with the
//!   factor 0. `possible` of a mechanism without weight is not read.
//! - **Where facts close symptoms.** Who sees a symptom has none of the values at which its `possible` is false; how likely the
//!   others are with a cause weighs like any evidence. A symptom whose `possible` is false by what is known from the start is
//!   not among those of which one is seen.
//! - **Destructive** are remedies with that risk; those that come `after` one, directly or through other steps;
//!   and those that would be dead if none of these steps were ever done. This is judged before anything is
//!   known, and a fact from outside may have any value.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::conditions::{Truth, checks_of, truth};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub usize);
    )*};
}

id!(
    /// A cause, by its place in [`Problem::causes`].
    CauseId,
    /// A symptom, by its place in [`Problem::symptoms`].
    SymptomId,
    /// A check, by its place in [`Problem::checks`].
    CheckId,
    /// A remedy, by its place in [`Problem::remedies`].
    RemedyId,
    /// A rule, by its place in [`Problem::rules`].
    RuleId,
    /// An escalation, by its place in [`Problem::escalations`].
    EscalationId,
    /// Another guide, by its place in [`Problem::guides`].
    GuideId
);

/// A guide, as the engine sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Problem {
    /// The guide's causes, and the mechanisms that they lead to (inside the guide or not).
    pub causes: Vec<Cause>,
    /// The guide's own symptoms, and those that conditions and evidence name.
    pub symptoms: Vec<Symptom>,
    /// Tests, facts, and symptoms that conditions name.
    pub checks: Vec<Check>,
    /// The remedies of the guide.
    pub remedies: Vec<Remedy>,
    /// The rules that affect a cause or a step of the guide.
    pub rules: Vec<Rule>,
    /// The guide's own escalation and those that routes or causes name.
    pub escalations: Vec<Escalation>,
    /// Qualified names of other guides that routes name.
    pub guides: Vec<String>,
    /// What the guide says of itself, and the project's prices.
    pub policy: Policy,
}

/// What may be wrong; without a weight it is a mechanism, which is brought about but never *the* cause.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cause {
    /// Qualified name.
    pub name: String,
    /// Its weight against the other causes, above 0. `None`: no hypothesis of this guide.
    pub weight: Option<f64>,
    /// Is it likely by itself, though no hypothesis of this guide? A cause that has a weight is.
    pub likely_elsewhere: bool,
    /// Where it can be, over facts ([`Condition::Is`] of checks that are facts). `None`: everywhere.
    pub possible: Option<Condition>,
    /// What it brings about, and with which chance. No circles.
    pub leads_to: Vec<(CauseId, f64)>,
    /// The chance with which each symptom shows. Several entries for one symptom are independent ways.
    pub shows: Vec<(SymptomId, f64)>,
    /// Who takes over when this is the likeliest cause left: the first whose `when` is not false. Where there is none,
    /// those of the guide. The price stays that of the guide's escalation.
    pub otherwise: Vec<EscalationId>,
}

/// What a reader sees.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Symptom {
    /// Qualified name.
    pub name: String,
    /// Is it one of the guide's own? The flow has an entry for each of those. The only one a guide has is taken as seen
    /// unless the evidence says that it is absent.
    pub own: bool,
    /// Can only those causes show it that list it? Else silence means [`Policy::silent_symptom`].
    pub only_listed: bool,
    /// Where it can be seen, over facts. Who sees it has none of the values at which that is false. `None`: everywhere.
    pub possible: Option<Condition>,
}

impl Problem {
    /// The causes with a column of their own, in order: those with a weight. The unknown cause comes after them.
    pub fn hypotheses(&self) -> impl Iterator<Item = CauseId> + '_ {
        let causes = self.causes.iter().enumerate();
        causes.filter(|(_, cause)| cause.weight.is_some()).map(|(cause, _)| CauseId(cause))
    }

    /// The column of a cause; nothing where it has no weight.
    #[must_use]
    pub fn column(&self, cause: CauseId) -> Option<usize> {
        self.hypotheses().position(|one| one == cause)
    }

    /// Each cause with its chance, likeliest first; the unknown one is nothing.
    #[must_use]
    pub fn ranked(&self, chances: &[f64]) -> Vec<(Option<CauseId>, f64)> {
        let causes = self.hypotheses().map(Some).chain([None]);
        let mut ranked: Vec<_> = causes.zip(chances.iter().copied()).collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        ranked
    }
}

impl Problem {
    /// Does a check say where to go when it cannot be told?
    #[must_use]
    pub fn says_where_untold(&self, step: Step) -> bool {
        let Step::Check(check) = step else { return false };
        self.checks[check.0].cannot_tell.as_ref().is_some_and(|cannot| cannot.next.is_some())
    }

    /// The answers of a check, or the ways in which a remedy fails.
    #[must_use]
    pub fn outcomes(&self, step: Step) -> &[Outcome] {
        match step {
            Step::Check(check) => &self.checks[check.0].outcomes,
            Step::Remedy(remedy) => &self.remedies[remedy.0].outcomes,
        }
    }

    /// The check that asks for a symptom, where there is one.
    #[must_use]
    pub fn asking_for(&self, symptom: SymptomId) -> Option<CheckId> {
        self.checks.iter().position(|check| check.kind == CheckKind::Symptom(symptom)).map(CheckId)
    }

    /// Evidence with what follows from it: the guide's symptom is seen where it has only one, since whoever comes to the guide
    /// comes for that; and a fact is known where what is seen leaves it one value.
    #[must_use]
    pub fn completed<'e>(&self, evidence: &'e Evidence) -> Cow<'e, Evidence> {
        let mut own = (0..self.symptoms.len()).map(SymptomId).filter(|id| self.symptoms[id.0].own);
        let mut completed = Cow::Borrowed(evidence);
        if let (Some(only), None) = (own.next(), own.next())
            && !evidence.observed.contains(&only)
            && !evidence.absent.contains(&only)
        {
            completed.to_mut().observed.push(only);
        }
        while let Some(known) = self.implied(&completed) {
            completed.to_mut().known.push(known);
        }
        completed
    }

    /// A fact of which a symptom that is seen leaves one value, and that is not known yet.
    fn implied(&self, evidence: &Evidence) -> Option<(CheckId, usize)> {
        let possible = evidence.observed.iter().filter_map(|symptom| self.symptoms[symptom.0].possible.as_ref());
        possible.into_iter().find_map(|possible| {
            let told =
                |check: CheckId| evidence.known.iter().find(|(known, _)| *known == check).map(|(_, value)| *value);
            let open = checks_of(possible).into_iter().filter(|check| told(*check).is_none());
            open.into_iter().find_map(|check| {
                let can_be = |value: &usize| {
                    let leaf = |leaf: &Condition| match leaf {
                        Condition::Is(id, wanted) if *id == check => Truth::from(wanted == value),
                        Condition::Is(id, wanted) => {
                            told(*id).map_or(Truth::Unknown, |value| Truth::from(value == *wanted))
                        }
                        _ => Truth::Unknown,
                    };
                    truth(possible, &leaf) != Truth::False
                };
                let mut left = (0..self.checks[check.0].outcomes.len()).filter(can_be);
                let only = left.next()?;
                left.next().is_none().then_some((check, only))
            })
        })
    }
}

/// What kind of question a check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum CheckKind {
    /// A question or a test.
    #[default]
    Test,
    /// A fact that may be asked. Its outcomes are values, or intervals that the guide's conditions cut.
    Fact,
    /// A fact that only comes from outside: its table counts when it is given, and it is never asked.
    NeverAsked,
    /// A symptom that a condition names. Outcome 0 is "seen" and 1 "not seen", with P(s|c) and 1 − P(s|c);
    /// its own outcomes' effects and shares are not read. Known when the symptom is given.
    Symptom(SymptomId),
    /// Whether the reader came with the symptom: nobody is asked, and it says nothing of causes beyond what the symptom
    /// says. Outcome 0 is that it was seen when the guide began, 1 that nobody said so; one of these is always known.
    Observed(SymptomId),
}

impl CheckKind {
    /// Is nobody ever asked?
    #[must_use]
    pub fn is_never_asked(self) -> bool {
        matches!(self, CheckKind::NeverAsked | CheckKind::Observed(_))
    }
}

/// A question, a test, or a fact.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Check {
    /// Qualified name.
    pub name: String,
    /// What kind of question it is.
    pub kind: CheckKind,
    /// The reader's own time.
    pub takes: f64,
    /// The time until the result shows.
    pub waits: f64,
    /// What it risks.
    pub risk: Risk,
    /// Its outcomes, two or more; exactly one comes.
    pub outcomes: Vec<Outcome>,
    /// What must be done, dead or declined before it.
    pub after: Vec<Step>,
    /// Where it applies.
    pub when: Option<Condition>,
    /// What follows where a reader cannot tell.
    pub cannot_tell: Option<CannotTell>,
}

/// What follows where a reader cannot tell a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CannotTell {
    /// What it says of causes: it weighs them as a rule that says the same. [`Effect::Given`] says nothing here.
    pub effects: Vec<Effect>,
    /// Where to go: pending as the route of an answer is, while the step is what came last.
    pub next: Option<Target>,
}

/// One answer of a check, or one way in which a remedy does not help.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Its name inside the check or remedy.
    pub name: String,
    /// The base rate that was written on it.
    pub share: Option<f64>,
    /// What it says of causes and mechanisms. Where several speak of one cause, the first of these
    /// counts: given, ruled out, another is confirmed, the strongest pointing to, the strongest against.
    pub effects: Vec<Effect>,
    /// Where to go on this answer.
    pub next: Option<Target>,
}

/// What an outcome says of a cause or mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Effect {
    /// Only the causes that an outcome confirms can give it; also points to them with [`Policy::confirm_ratio`].
    Confirms(CauseId),
    /// Comes this many times as often (above 1) as with a cause of which nothing is said.
    PointsTo(CauseId, f64),
    /// Comes this many times (above 1) less often.
    Against(CauseId, f64),
    /// The cause cannot give this.
    RulesOut(CauseId),
    /// The chance of this outcome with this cause.
    Given(CauseId, f64),
}

/// A repair.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Remedy {
    /// Qualified name.
    pub name: String,
    /// The reader's own time.
    pub takes: f64,
    /// The time until the result shows.
    pub waits: f64,
    /// The time to see whether it helped.
    pub verify: f64,
    /// What it risks.
    pub risk: Risk,
    /// The place of its stage in the guide, from 0; where it names none, it waits for no stage, and none waits for it.
    pub stage: Option<usize>,
    /// The chance with which it ends each cause or mechanism. The greatest counts where one stands twice. What it does for
    /// a mechanism helps with the causes that bring it about; what it does for a cause of its own does so only where
    /// the remedy goes around the trouble, since the cause behind it is still there.
    pub fixes: Vec<(CauseId, f64)>,
    /// Does it go around the trouble instead of ending its cause?
    pub workaround: bool,
    /// What must be done, dead or declined before it.
    pub after: Vec<Step>,
    /// Where it applies.
    pub when: Option<Condition>,
    /// How often it may be tried: 1 or more (0 counts as 1).
    pub retry: usize,
    /// Weaker remedies that cannot help once this has failed.
    pub supersedes: Vec<RemedyId>,
    /// Tests that may be asked once more when it did not help, where they were answered before.
    pub renews: Vec<CheckId>,
    /// Ways of not helping; empty, or two or more that split its failure with a table like a check's
    /// (one alone always comes).
    pub outcomes: Vec<Outcome>,
    /// Where to go when it did not help; the route of an outcome comes before it.
    pub next: Option<Target>,
}

/// Classes of risk, each with a price in [`Policy`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Risk {
    /// Nothing is lost.
    #[default]
    Safe,
    /// Something may be.
    Caution,
    /// Something is.
    Destructive,
}

/// Who takes over.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Escalation {
    /// Qualified name.
    pub name: String,
    /// Its price and its time.
    pub takes: f64,
    /// Whom it is for.
    pub when: Option<Condition>,
    /// Is it a result: an end that only routes lead to, and that takes nobody's time?
    pub is_result: bool,
}

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// Ask or test.
    Check(CheckId),
    /// Repair.
    Remedy(RemedyId),
}

/// Where a route leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A step of this guide.
    Step(Step),
    /// An escalation, at its own price.
    Escalation(EscalationId),
    /// Another guide, at the price of this guide's escalation.
    Guide(GuideId),
    /// Nothing is left to do, in the plan at the price of this guide's escalation.
    Solved,
}

/// A condition with three values. `All` of nothing is true, `Any` of nothing false.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Condition {
    /// Each is true.
    All(Vec<Condition>),
    /// One is true.
    Any(Vec<Condition>),
    /// It is false.
    Not(Box<Condition>),
    /// So many are true.
    AtLeast(usize, Vec<Condition>),
    /// The check (also a fact, or a symptom as a check) has this outcome.
    Is(CheckId, usize),
    /// The remedy was tried and did not help.
    Tried(RemedyId),
    /// The remedy did not help, in this way.
    FailedWith(RemedyId, usize),
    /// The check has an outcome, or nobody can or will tell it: false until then, never unknown.
    Settled(CheckId),
}

impl Condition {
    /// Calls `visit` for the condition and all its parts, each before its own, in their order.
    pub fn each(&self, visit: &mut impl FnMut(&Condition)) {
        visit(self);
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.each(visit));
            }
            Condition::Not(part) => part.each(visit),
            Condition::Is(..) | Condition::Tried(_) | Condition::FailedWith(..) | Condition::Settled(_) => {}
        }
    }

    /// What is true where each of these is; nothing where there is none.
    #[must_use]
    pub fn all_of(mut conditions: Vec<Condition>) -> Option<Condition> {
        if conditions.len() > 1 { Some(Condition::All(conditions)) } else { conditions.pop() }
    }
}

/// Knowledge over several findings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    /// Qualified name.
    pub name: String,
    /// When it holds. For effects on chances over checks, facts and symptoms alone: `Tried` and
    /// `FailedWith` count as unknown there.
    pub when: Condition,
    /// What then.
    pub effects: Vec<RuleEffect>,
}

/// What a rule does. Of several effects of one rule on one cause the first of these counts: ruled
/// out, confirmed, another is confirmed, the strongest suspicion, the strongest doubt. A rule that says
/// nothing of a cause but speaks of its mechanism m weighs P(m|c)·factor(m) + (1 − P(m|c))·factor(nothing
/// said); of several mechanisms the likeliest counts, ties by id.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum RuleEffect {
    /// [`Policy::confirm_ratio`] times as likely, and what the rule does not confirm (and the unknown cause) 0.
    Confirm(CauseId),
    /// So many times as likely.
    Suspect(CauseId, f64),
    /// So many times less likely.
    Doubt(CauseId, f64),
    /// Cannot be.
    RuleOut(CauseId),
    /// May not be done.
    Skip(Step),
    /// No remedy before it.
    Require(Step),
    /// Shown to the reader; the adapter knows the text by its number.
    Warn(usize),
    /// Where to go now.
    Next(Target),
}

/// When the plan may escalate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum EscalationMode {
    /// At any time.
    #[default]
    WhenCheaper,
    /// Only when every remedy left is dead, forbidden, or helps with less than the negligible chance.
    Last,
}

/// What the guide says of itself, and prices.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Policy {
    /// The chance that the cause is none of the guide's.
    pub other: f64,
    /// Chances of help below this hold nothing up; at 0, any positive chance does.
    pub negligible: f64,
    /// The chance that is left for the unknown cause, as readers are told, once an answer has confirmed another.
    pub surprise: f64,
    /// When the plan may escalate.
    pub mode: EscalationMode,
    /// The guide's own escalation, which is there for everybody: its price is that of every end without a route.
    pub escalation: EscalationId,
    /// Those who take over in its place, in this order, where their `when` is not false.
    pub instead: Vec<EscalationId>,
    /// Where a hand-written chart begins.
    pub start: Option<Step>,
    /// The share of `waits` that counts as cost.
    pub waits_share: f64,
    /// The price of the risk `Caution`.
    pub caution: f64,
    /// The price of the risk `Destructive`.
    pub destructive: f64,
    /// The price of going around the trouble: its cause is still there.
    pub workaround: f64,
    /// How strongly `confirms` points.
    pub confirm_ratio: f64,
    /// The chance of a symptom of which a cause says nothing.
    pub silent_symptom: f64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            other: 0.05,
            negligible: 0.03,
            surprise: 0.01,
            mode: EscalationMode::WhenCheaper,
            escalation: EscalationId(0),
            instead: Vec::new(),
            start: None,
            waits_share: 0.1,
            caution: 5.0,
            destructive: 20.0,
            workaround: 10.0,
            confirm_ratio: 20.0,
            silent_symptom: 0.01,
        }
    }
}

/// What is known when planning or asking begins.
///
/// `observed`, `absent` and `known` are given at the start: a rule that they make true multiplies the
/// weights, and one that they leave open couples the checks that are left. `answered` are answers
/// given on the way: they are read from the coupled tables, so that they weigh the same in any order
/// and as on a path of the flow. A symptom's check that is given in either way is done. A fact or
/// symptom stands in one of the lists only; of two that disagree, all weights are 0. "One of the guide's own
/// symptoms is seen" is evidence as long as none of the own ones is in `observed` (others do not matter); own
/// symptoms that are checks and not given are coupled by it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Symptoms that are seen.
    pub observed: Vec<SymptomId>,
    /// Symptoms that are known to be absent.
    pub absent: Vec<SymptomId>,
    /// Facts from outside, with the outcome that holds.
    pub known: Vec<(CheckId, usize)>,
    /// Checks that were answered, with the outcome.
    pub answered: Vec<(CheckId, usize)>,
    /// Remedies tried in vain, in this order, each as often as it stands here, with the way of failing where it
    /// has such. The order counts only where one supersedes another.
    pub tried: Vec<(RemedyId, Option<usize>)>,
    /// Of the checks that a remedy in `tried` renews, those that were answered after it: they are not asked again. All others
    /// count as answered before. A check that was answered several times stands several times in `answered`, in that order.
    pub asked_since: Vec<CheckId>,
    /// Steps that the reader cannot do or tell: never offered again, and saying nothing.
    pub declined: Vec<Step>,
    /// Which of `answered` and `tried` came last, or of the checks in `declined` that say where to go: its route is pending.
    /// Where it is `None`, no outcome's is, and of the rules all that are true.
    pub last: Option<Step>,
}

impl Evidence {
    /// Takes in an answer that comes last. An answer to a check that was renewed is a further one; of a check that was not,
    /// the answer that it had before stands, too, and contradicts another.
    pub fn answer(&mut self, problem: &Problem, check: CheckId, outcome: usize) {
        self.answered.push((check, outcome));
        let renewed = self.tried.iter().any(|(remedy, _)| problem.remedies[remedy.0].renews.contains(&check));
        if renewed && !self.asked_since.contains(&check) {
            self.asked_since.push(check);
        }
        self.last = Some(Step::Check(check));
    }

    /// Takes in that a remedy was tried last and did not help, and in which way.
    pub fn fail(&mut self, problem: &Problem, remedy: RemedyId, way: Option<usize>) {
        self.tried.push((remedy, way));
        self.asked_since.retain(|check| !problem.remedies[remedy.0].renews.contains(check));
        self.last = Some(Step::Remedy(remedy));
    }
}

//! Two rules that contradict each other.
//!
//! In: a policy. Out: for each effect of a rule the first earlier rule that cannot be right with it, and the answers
//! under which both speak. Rules clash where one confirms what the other rules out, where both confirm causes that are
//! never there together, where one demands a step that the other forbids, and where one answer makes both say what comes
//! next. Routes that become true one after the other do not clash: each is followed in its turn.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{ItemId, Kind, RuleEffect, Target};
use crate::source::Span;

use super::effort::{Effort, Told};
use super::formula::{Formula, OPEN, Set, State};
use super::policy::{NEAREST, Policy, Ruling, Scope, named};
use super::sat::{SatResult, Solver};
use super::witness::{Expected, Witness};

/// How two rules clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// One confirms the cause, the other rules it out.
    Cause(ItemId),
    /// The earlier confirms the first, the later the second, and nothing brings about both.
    Causes(ItemId, ItemId),
    /// One demands the step, the other forbids it.
    Step(ItemId),
    /// Each leads elsewhere.
    Routes,
}

/// Two rules that clash.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// The earlier rule and the later one.
    pub rules: [ItemId; 2],
    /// The effects that clash.
    pub effects: [Span; 2],
    /// How.
    pub clash: Clash,
    /// Answers under which both rules speak.
    pub witness: Witness,
}

/// An effect of the rule at an index.
type IndexedEffect<'k> = (usize, &'k (Span, RuleEffect));

/// Which rules say what, each in the order of rules.
#[derive(Default)]
struct Index<'k> {
    confirmed: FxHashMap<ItemId, Vec<IndexedEffect<'k>>>,
    ruled_out: FxHashMap<ItemId, Vec<IndexedEffect<'k>>>,
    required: FxHashMap<ItemId, Vec<IndexedEffect<'k>>>,
    skipped: FxHashMap<ItemId, Vec<IndexedEffect<'k>>>,
    /// By guide.
    confirming: FxHashMap<u32, Vec<IndexedEffect<'k>>>,
    routing: FxHashMap<u32, Vec<IndexedEffect<'k>>>,
}

impl<'k> Index<'k> {
    fn of(policy: &Policy<'k>) -> Self {
        let mut index = Index::default();
        for (at, ruling) in policy.rules.iter().enumerate() {
            for effect in &ruling.rule.effects {
                let list = match &effect.1 {
                    RuleEffect::Confirm(name) => {
                        for &guide in &ruling.apart {
                            index.confirming.entry(guide).or_default().push((at, effect));
                        }
                        name.to.map(|item| index.confirmed.entry(item))
                    }
                    RuleEffect::RuleOut(name) => name.to.map(|item| index.ruled_out.entry(item)),
                    RuleEffect::Require(name) => name.to.map(|item| index.required.entry(item)),
                    RuleEffect::Skip(name) => name.to.map(|item| index.skipped.entry(item)),
                    RuleEffect::Next(_) => {
                        for &guide in &ruling.apart {
                            index.routing.entry(guide).or_default().push((at, effect));
                        }
                        None
                    }
                    _ => None,
                };
                if let Some(list) = list {
                    list.or_default().push((at, effect));
                }
            }
        }
        index
    }

    /// The effects of earlier rules that an effect may clash with, the nearest ones; and whether that is all.
    fn against(&self, policy: &Policy, at: usize, effect: &RuleEffect) -> (Vec<IndexedEffect<'k>>, bool) {
        let mut found = self.all_against(policy, at, effect);
        let too_many = found.len().saturating_sub(NEAREST);
        found.drain(..too_many);
        (found, too_many == 0)
    }

    fn all_against(&self, policy: &Policy, at: usize, effect: &RuleEffect) -> Vec<IndexedEffect<'k>> {
        let of = |map: &FxHashMap<ItemId, Vec<IndexedEffect<'k>>>, item: Option<ItemId>| {
            item.and_then(|item| map.get(&item)).map_or(Vec::new(), |list| nearest(list, at).to_vec())
        };
        let in_guides = |map: &FxHashMap<u32, Vec<IndexedEffect<'k>>>| {
            let mut seen = FxHashSet::default();
            let lists = policy.rules[at].apart.iter().filter_map(|guide| map.get(guide));
            let mut found: Vec<IndexedEffect> =
                lists.flat_map(|list| nearest(list, at)).filter(|(_, said)| seen.insert(said.0)).copied().collect();
            found.sort_by_key(|(rule, said)| (*rule, said.0.start));
            found
        };
        match effect {
            RuleEffect::Confirm(name) => {
                let mut found = of(&self.ruled_out, name.to);
                found.extend(in_guides(&self.confirming));
                found.sort_by_key(|(rule, said)| (*rule, said.0.start));
                found
            }
            RuleEffect::RuleOut(name) => of(&self.confirmed, name.to),
            RuleEffect::Require(name) => of(&self.skipped, name.to),
            RuleEffect::Skip(name) => of(&self.required, name.to),
            RuleEffect::Next(_) => in_guides(&self.routing),
            _ => Vec::new(),
        }
    }
}

/// The last ones of a list before a rule: one more than are looked at, so that it can be seen that there are more.
fn nearest<'a, 'k>(list: &'a [IndexedEffect<'k>], at: usize) -> &'a [IndexedEffect<'k>] {
    let end = list.partition_point(|(rule, _)| *rule < at);
    &list[end.saturating_sub(NEAREST + 1)..end]
}

/// The contradictions of a policy, in the order of the later rules.
#[must_use]
pub fn contradictions(policy: &Policy) -> Told<Contradiction> {
    let index = Index::of(policy);
    let effort = Effort::default();
    let of_rule = |at: usize| -> (Vec<Contradiction>, bool) {
        let of_effects =
            policy.rules[at].rule.effects.iter().map(|effect| of_effect(policy, &index, at, effect, effort));
        let (found, decided): (Vec<_>, Vec<bool>) = of_effects.unzip();
        (found.into_iter().flatten().collect(), decided.into_iter().all(|decided| decided))
    };
    let of_rules: Vec<(Vec<Contradiction>, bool)> = (0..policy.rules.len()).into_par_iter().map(of_rule).collect();
    let open = of_rules.iter().zip(&policy.rules).filter(|((_, decided), _)| !decided);
    let undecided = open.map(|(_, ruling)| ruling.id).collect();
    Told { found: of_rules.into_iter().flat_map(|(found, _)| found).collect(), undecided }
}

/// What may be a contradiction, and where it is one.
struct Suspicion<'k> {
    earlier: IndexedEffect<'k>,
    clash: Clash,
    guide: ItemId,
    formula: Formula,
}

/// The first contradiction of an effect, and whether there can be no other.
fn of_effect(
    policy: &Policy,
    index: &Index,
    at: usize,
    effect: &(Span, RuleEffect),
    effort: Effort,
) -> (Option<Contradiction>, bool) {
    let later = &policy.rules[at];
    let mut suspicions: Vec<Suspicion> = Vec::new();
    let mut found = None;
    let (said, mut decided) = index.against(policy, at, &effect.1);
    let effort = effort.and_itself(later.scope.formula.size());
    let mut parts = 0;
    for said in said {
        let earlier = &policy.rules[said.0];
        let scopes = [earlier.scope(&said.1.1), later.scope(&effect.1)];
        if scopes[0].bounds.is_disjoint(&scopes[1].bounds) {
            continue;
        }
        let Some(clash) = clash(policy, [earlier, later], [&said.1.1, &effect.1]) else { continue };
        let Some((guide, closed)) = policy.meeting(earlier, later) else { continue };
        let boxed = scopes.iter().all(|scope| scope.boxed) && closed.is_empty();
        let meet = boxed.then(|| scopes[0].bounds.meet(&scopes[1].bounds));
        if meet
            .as_ref()
            .is_some_and(|meet| meet.is_empty() || clash == Clash::Routes && !turn_together(policy, earlier, later))
        {
            continue;
        }
        let formula = together(policy, clash, [earlier, later], scopes, &closed);
        parts += formula.size();
        let suspicion = Suspicion { earlier: said, clash, guide, formula };
        // A pair of boxes is decided at once; what came before it and is not, comes first.
        if let Some(state) = meet.and_then(|meet| meet.state()) {
            found = Some((suspicion, state));
            break;
        }
        // One is looked at, however long it is.
        if parts > effort.parts() && !suspicions.is_empty() {
            decided = false;
            break;
        }
        suspicions.push(suspicion);
    }
    if !suspicions.is_empty() {
        match solve(policy, suspicions, effort) {
            Ok(None) => {}
            Ok(solved) => found = solved,
            Err(Undecided) => decided &= found.is_some(),
        }
    }
    let found = found.map(|(suspicion, state)| told(policy, at, effect, &suspicion, state));
    // One contradiction of an effect is told, so with it nothing is open.
    let decided = decided || found.is_some();
    (found, decided)
}

/// The budget ended first.
struct Undecided;

/// The first of some suspicions that is true.
fn solve<'k>(
    policy: &Policy<'k>,
    suspicions: Vec<Suspicion<'k>>,
    effort: Effort,
) -> Result<Option<(Suspicion<'k>, State)>, Undecided> {
    let any = Formula::Any(suspicions.iter().map(|suspicion| suspicion.formula.clone()).collect());
    let state = match Solver::state_of(&policy.space, &any, effort) {
        SatResult::State(state) => state,
        SatResult::Nowhere => return Ok(None),
        SatResult::Undecided => return Err(Undecided),
    };
    let true_one = suspicions.into_iter().find(|suspicion| suspicion.formula.holds(&state));
    Ok(true_one.map(|suspicion| (suspicion, state)))
}

fn told(policy: &Policy, at: usize, effect: &(Span, RuleEffect), suspicion: &Suspicion, state: State) -> Contradiction {
    let (earlier, later) = (&policy.rules[suspicion.earlier.0], &policy.rules[at]);
    let state = policy.space.least(state, &suspicion.formula);
    let last = (suspicion.clash == Clash::Routes).then(|| last(policy, earlier, later, &state)).flatten();
    let expected = match (suspicion.clash, &suspicion.earlier.1.1, &effect.1) {
        (Clash::Cause(cause) | Clash::Causes(cause, _), ..) => impossible(policy, suspicion.guide, cause),
        (Clash::Step(step), ..) => vec![Expected::Next(Some(step))],
        (_, RuleEffect::Next(one), RuleEffect::Next(two)) => {
            vec![Expected::Next(one.item()), Expected::Next(two.item())]
        }
        _ => Vec::new(),
    };
    Contradiction {
        rules: [earlier.id, later.id],
        effects: [suspicion.earlier.1.0, effect.0],
        clash: suspicion.clash,
        witness: Witness::new(policy, suspicion.guide, &state, last, expected),
    }
}

/// What cannot come true where a cause is confirmed and closed at once.
fn impossible(policy: &Policy, guide: ItemId, cause: ItemId) -> Vec<Expected> {
    let members = policy.guides.binary_search_by_key(&guide, |(id, _)| *id).map(|at| &policy.guides[at].1);
    let Ok(members) = members else { return Vec::new() };
    if members.causes.contains(&cause) {
        return vec![Expected::Possible(cause)];
    }
    // A mechanism has no chance of its own. What may bring it about is all that is left, and cannot all be ruled out.
    let origins = policy.origins(cause);
    let mut left: Vec<ItemId> = members.causes.iter().copied().filter(|cause| origins.contains(cause)).collect();
    if left.is_empty() {
        return members.causes.iter().take(1).map(|&cause| Expected::Possible(cause)).collect();
    }
    left.sort_unstable();
    left.into_iter().map(Expected::RuledOut).collect()
}

/// Whether two effects clash, and how.
fn clash(policy: &Policy, rules: [&Ruling; 2], effects: [&RuleEffect; 2]) -> Option<Clash> {
    match effects.into() {
        (RuleEffect::Confirm(one), RuleEffect::Confirm(two)) => {
            are_apart(policy, rules).then_some(Clash::Causes(one.to?, two.to?))
        }
        (RuleEffect::Confirm(name), RuleEffect::RuleOut(_)) => {
            leaves_none(rules[0], rules[1]).then_some(Clash::Cause(name.to?))
        }
        (RuleEffect::RuleOut(_), RuleEffect::Confirm(name)) => {
            leaves_none(rules[1], rules[0]).then_some(Clash::Cause(name.to?))
        }
        (RuleEffect::Require(one), RuleEffect::Skip(two)) | (RuleEffect::Skip(one), RuleEffect::Require(two)) => {
            (one.to == two.to).then_some(Clash::Step(one.to?))
        }
        (RuleEffect::Next(one), RuleEffect::Next(two)) => {
            let same = match (one, two) {
                (Target::Solved(_), Target::Solved(_)) => true,
                (Target::Item(one), Target::Item(two)) => one.to? == two.to?,
                _ => false,
            };
            (!same).then_some(Clash::Routes)
        }
        _ => None,
    }
}

/// Whether nothing can bring about both what one rule confirms and what another does. Where more may bring it about than
/// can be looked at for each pair of rules, something may be common to both.
fn are_apart(policy: &Policy, rules: [&Ruling; 2]) -> bool {
    const MOST: usize = 256;
    let [one, other] = rules.map(|ruling| policy.origins_of(&ruling.confirmed, MOST));
    if one.len().max(other.len()) >= MOST {
        return false;
    }
    let one: FxHashSet<ItemId> = one.into_iter().collect();
    !other.iter().any(|cause| one.contains(cause))
}

/// Whether a rule closes every cause that another confirms: one that confirms several says that one of them is there.
fn leaves_none(confirming: &Ruling, closing: &Ruling) -> bool {
    let closed = named(closing.rule, |effect| match effect {
        RuleEffect::RuleOut(name) => name.to,
        _ => None,
    });
    confirming.confirmed.iter().all(|cause| closed.binary_search(cause).is_ok())
}

/// Where two rules speak together; two routes must become true by the same answer, or be true from the start.
fn together(
    policy: &Policy,
    clash: Clash,
    [earlier, later]: [&Ruling; 2],
    scopes: [&Scope; 2],
    closed: &[usize],
) -> Formula {
    let mut parts = scopes.map(|scope| scope.formula.clone()).to_vec();
    parts.extend(policy.open(closed));
    if clash == Clash::Routes {
        let asked: Vec<usize> = asked(policy, earlier, later);
        let mut ways: Vec<Formula> =
            shared(policy, earlier, later).map(|subject| turned_by(policy, earlier, later, subject)).collect();
        ways.push(Formula::All(policy.open(&asked)));
        parts.push(Formula::Any(ways));
    }
    Formula::All(parts)
}

/// That the answer of a subject makes both rules speak.
fn turned_by(policy: &Policy, earlier: &Ruling, later: &Ruling, subject: usize) -> Formula {
    let mut parts = vec![
        Formula::In(subject, Set::answered(policy.space.subjects[subject].size)),
        earlier.scope.formula.without(subject).complement(),
        later.scope.formula.without(subject).complement(),
    ];
    // What was answered before needed nothing of it.
    for &other in earlier.subjects.iter().chain(&later.subjects) {
        let asked = &policy.space.subjects[other];
        if let Some(needs) = asked.needs.as_ref().filter(|_| other != subject) {
            let unasked = Formula::In(other, Set::one(asked.size, OPEN));
            parts.push(Formula::Any(vec![unasked, needs.without(subject)]));
        }
    }
    Formula::All(parts)
}

/// Whether two boxes that meet can begin to speak at once.
fn turn_together(policy: &Policy, earlier: &Ruling, later: &Ruling) -> bool {
    let demands =
        |ruling: &Ruling, subject: usize| ruling.scope.bounds.set(subject).is_some_and(|set| !set.contains(OPEN));
    let turned = shared(policy, earlier, later).any(|subject| demands(earlier, subject) && demands(later, subject));
    turned || !asked(policy, earlier, later).iter().any(|&subject| demands(earlier, subject) || demands(later, subject))
}

/// What both rules ask about and a reader can be asked last.
fn shared<'a>(policy: &'a Policy, earlier: &'a Ruling, later: &'a Ruling) -> impl Iterator<Item = usize> + 'a {
    let both = earlier.subjects.iter().copied().filter(|subject| later.subjects.binary_search(subject).is_ok());
    both.filter(move |&subject| match policy.space.subjects[subject].item {
        Some(item) => match policy.knowledge.item(item).kind() {
            Kind::Fact => policy.knowledge.fact(item).is_some_and(|fact| !fact.never_asked),
            kind => matches!(kind, Kind::Check | Kind::Remedy),
        },
        None => false,
    })
}

/// What comes on the way: checks and remedies, of either rule.
fn asked(policy: &Policy, earlier: &Ruling, later: &Ruling) -> Vec<usize> {
    let mut found: Vec<usize> = earlier.subjects.iter().chain(&later.subjects).copied().collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|&subject| matches!(policy.kind(subject), Some(Kind::Check | Kind::Remedy)));
    found
}

/// The answer that makes both rules speak, the last one of a state.
fn last(policy: &Policy, earlier: &Ruling, later: &Ruling, state: &State) -> Option<usize> {
    shared(policy, earlier, later).find(|&subject| turned_by(policy, earlier, later, subject).holds(state))
}

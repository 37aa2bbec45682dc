//! Rules that others make needless.
//!
//! In: a policy. Out: each rule of which nothing would be missed: wherever it speaks, others say what it says. Those are
//! never needless themselves, so all that is told can be removed together. `suspect` and `doubt` add up where several
//! rules say them, so only a rule that settles the cause makes them needless.

use rustc_hash::FxHashMap;

use crate::graph::{Members, groups_of_files};
use crate::model::{ItemId, Kind, RuleEffect, Target};
use crate::source::{FileId, Span};

use super::effort::{Effort, Told};
use super::formula::{Formula, State};
use super::policy::{NEAREST, Policy, Ruling, Scope};
use super::sat::{SatResult as Solved, Solver};
use super::witness::{Expected, Witness};

/// A rule that says nothing of its own.
#[derive(Debug, Clone)]
pub struct Needless {
    /// The rule.
    pub rule: ItemId,
    /// For each of its effects, the rule and the effect that say it anyway.
    pub said_by: Vec<(ItemId, Span)>,
    /// Answers under which the first of those speaks, this rule adds nothing, and an expectation that fails therefore.
    pub witness: Witness,
}

/// What an effect is about, to find others that are about the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum About {
    Cause(ItemId),
    Required(ItemId),
    Skipped(ItemId),
    Route(Option<ItemId>),
    Warning(String),
}

/// Which rules say what, by the groups of files that use each other: no guide holds rules of two, and what is found in one must not
/// depend on how often others say the same words.
struct Index {
    /// The group of each file.
    groups: Vec<FileId>,
    /// The places of effects: the rule, and the effect of it.
    said: FxHashMap<(FileId, About), Vec<(usize, usize)>>,
}

/// The needless rules of a policy, in the order of files and lines.
#[must_use]
pub fn needless(policy: &Policy) -> Told<Needless> {
    let mut index = Index { groups: groups_of_files(policy.knowledge), said: FxHashMap::default() };
    for (at, ruling) in policy.rules.iter().enumerate() {
        for (place, (_, effect)) in ruling.rule.effects.iter().enumerate() {
            if let Some(about) = about(policy, effect) {
                index
                    .said
                    .entry((index.groups[policy.knowledge.file(ruling.id).index()], about))
                    .or_default()
                    .push((at, place));
            }
        }
    }
    index.said.retain(|_, said| said.len() > 1);
    let mut removed = vec![false; policy.rules.len()];
    let (mut found, mut undecided) = (Vec::new(), Vec::new());
    let effort = Effort::of_many();
    // Of rules that say the same the last is told.
    for at in (0..policy.rules.len()).rev() {
        let mut search = Search { policy, effort, left: COMPARED, is_whole: true };
        if let Some(needless) = of_rule(&mut search, &index, &removed, at) {
            removed[at] = true;
            found.push(needless);
        } else if !search.is_whole {
            undecided.push(policy.rules[at].id);
        }
    }
    found.reverse();
    undecided.reverse();
    Told { found, undecided }
}

/// With so many others each rule is compared by a search; those that are boxes are compared at once, and more often.
const COMPARED: usize = 16;

/// What may be spent on one rule.
struct Search<'p, 'k> {
    policy: &'p Policy<'k>,
    effort: Effort,
    left: usize,
    /// Whether everything that was asked was answered.
    is_whole: bool,
}

impl Search<'_, '_> {
    /// A state in which a formula holds; nothing where there is none, or where none was found.
    fn state_of(&mut self, formula: &Formula) -> Solved {
        let Some(left) = self.left.checked_sub(1) else {
            self.is_whole = false;
            return Solved::Undecided;
        };
        self.left = left;
        let solved = Solver::state_of(&self.policy.space, formula, self.effort);
        self.is_whole &= !matches!(solved, Solved::Undecided);
        solved
    }

    /// Answers under which something holds.
    fn speaking(&mut self, scope: &Scope) -> Option<State> {
        let state = if scope.boxed { scope.bounds.state() } else { self.state_of(&scope.formula).state() };
        state.map(|state| self.policy.space.least(state, &scope.formula))
    }

    /// Whether one holds wherever another does.
    fn follows(&mut self, from: &Scope, to: &Scope) -> bool {
        if to.bounds.exact && from.bounds.is_within(&to.bounds) {
            return true;
        }
        if from.boxed && to.bounds.exact {
            return false;
        }
        let apart = Formula::All(vec![from.formula.clone(), to.formula.complement()]);
        matches!(self.state_of(&apart), Solved::Nowhere)
    }
}

fn about(policy: &Policy, effect: &RuleEffect) -> Option<About> {
    Some(match effect {
        RuleEffect::Confirm(name)
        | RuleEffect::Suspect(name, _)
        | RuleEffect::Doubt(name, _)
        | RuleEffect::RuleOut(name) => About::Cause(name.to?),
        RuleEffect::Require(name) => About::Required(name.to?),
        RuleEffect::Skip(name) => About::Skipped(name.to?),
        RuleEffect::Next(Target::Item(name)) => About::Route(Some(name.to?)),
        RuleEffect::Next(Target::Solved(_)) => About::Route(None),
        RuleEffect::Warn(text) => About::Warning(policy.knowledge.text(*text).into_owned()),
    })
}

/// Whether an effect says all that another says, where both speak.
fn covers(wide: &Ruling, said: &RuleEffect, narrow: &RuleEffect) -> bool {
    use RuleEffect::{Confirm, Doubt, Next, Require, RuleOut, Skip, Suspect, Warn};
    match (said, narrow) {
        // A rule that confirms several causes leaves open which.
        (Confirm(_), Confirm(_) | Suspect(..) | Doubt(..)) => wide.confirmed.len() == 1,
        (RuleOut(_), RuleOut(_) | Suspect(..) | Doubt(..))
        | (Require(_), Require(_))
        | (Skip(_), Skip(_))
        | (Next(_), Next(_))
        | (Warn(_), Warn(_)) => true,
        _ => false,
    }
}

fn of_rule<'p>(search: &mut Search<'p, '_>, index: &Index, removed: &[bool], at: usize) -> Option<Needless> {
    let policy: &'p Policy = search.policy;
    let ruling = &policy.rules[at];
    let group = index.groups[policy.knowledge.file(ruling.id).index()];
    let mut found: Vec<Redundancy> = Vec::new();
    for (_, effect) in &ruling.rule.effects {
        let candidates = index.said.get(&(group, about(policy, effect)?))?;
        let narrow = ruling.scope(effect);
        let mut example: Option<State> = None;
        let mut covering = None;
        let own = candidates.partition_point(|&(other, _)| other < at);
        let near = own.saturating_sub(NEAREST)..candidates.len().min(own + NEAREST);
        search.is_whole &= near.len() == candidates.len();
        for &(other, place) in &candidates[near] {
            let wide = &policy.rules[other];
            let (span, said) = &wide.rule.effects[place];
            if other == at || removed[other] || !covers(wide, said, effect) || !speaks_wherever(policy, ruling, wide) {
                continue;
            }
            if example.is_none() {
                example = Some(search.speaking(narrow)?);
            }
            let scope = wide.scope(said);
            // A route is taken when it becomes true, so only a rule that becomes true with it takes it too.
            let back = !matches!(effect, RuleEffect::Next(_)) || search.follows(scope, narrow);
            if back
                && example.as_ref().is_some_and(|example| scope.formula.holds(example))
                && search.follows(narrow, scope)
            {
                covering = Some((wide, scope, said, *span));
                break;
            }
        }
        let (wide, scope, said, span) = covering?;
        found.push(Redundancy { wide, scope, said, span, narrow, example: example? });
    }
    let first = found.first()?;
    Some(Needless {
        rule: ruling.id,
        said_by: found.iter().map(|found| (found.wide.id, found.span)).collect(),
        witness: witness(policy, ruling, first, search.effort),
    })
}

/// What makes one effect of a rule needless.
struct Redundancy<'p, 'k> {
    wide: &'p Ruling<'k>,
    /// Where the other rule says it, and what.
    scope: &'p Scope,
    said: &'p RuleEffect,
    span: Span,
    /// Where this rule says it, and answers under which it does.
    narrow: &'p Scope,
    example: State,
}

/// Whether a rule is held, with all that it asks about, by each guide that holds another.
fn speaks_wherever(policy: &Policy, narrow: &Ruling, wide: &Ruling) -> bool {
    narrow
        .guides
        .iter()
        .all(|guide| wide.guides.binary_search(guide).is_ok() && policy.closed(*guide, wide.subjects.iter()).is_empty())
}

/// Answers under which the wider rule speaks, alone where that can be, and what then does not come true.
fn witness(policy: &Policy, narrow: &Ruling, found: &Redundancy, effort: Effort) -> Witness {
    let alone = Formula::All(vec![found.scope.formula.clone(), found.narrow.formula.complement()]);
    let state = match Solver::state_of(&policy.space, &alone, effort).state() {
        Some(state) => policy.space.least(state, &alone),
        None => found.example.clone(),
    };
    let (guide, members) = &policy.guides[narrow.guides[0] as usize];
    let otherwise = policy.knowledge.guide(*guide).and_then(|guide| guide.otherwise.last()?.to);
    let held = |cause: &ItemId| members.causes.contains(cause);
    let expected = match found.said {
        RuleEffect::Confirm(name) => certain(policy, members, name.to),
        RuleEffect::RuleOut(name) => match name.to.filter(held) {
            Some(cause) => vec![Expected::Possible(cause)],
            None => Vec::new(),
        },
        RuleEffect::Skip(name) => vec![Expected::Next(name.to)],
        RuleEffect::Require(name) => name.to.map(Expected::Never).into_iter().collect(),
        RuleEffect::Next(target) => {
            let elsewhere = otherwise.filter(|&end| target.item() != Some(end));
            vec![Expected::Next(elsewhere)]
        }
        _ => Vec::new(),
    };
    let last = matches!(found.said, RuleEffect::Next(_)).then(|| last_asked(policy, &state)).flatten();
    Witness::new(policy, *guide, &state, last, expected)
}

/// What does not come true where a cause is confirmed: it is certain, or one of those is left that bring it about.
fn certain(policy: &Policy, members: &Members, cause: Option<ItemId>) -> Vec<Expected> {
    let Some(cause) = cause else { return Vec::new() };
    let origins = policy.origins(cause);
    let mut left: Vec<ItemId> = members.causes.iter().copied().filter(|held| origins.contains(held)).collect();
    left.sort_unstable();
    match left[..] {
        [one] if one == cause => vec![Expected::Uncertain(cause)],
        _ => left.into_iter().map(Expected::RuledOut).collect(),
    }
}

/// The last check or remedy of a state.
fn last_asked(policy: &Policy, state: &State) -> Option<usize> {
    state.keys().rev().copied().find(|&subject| matches!(policy.kind(subject), Some(Kind::Check | Kind::Remedy)))
}

//! Stories as tokens.
//!
//! In: the stories of a guide. Out: its ways of coming in, the tokens that the stories are made of, and each story as a list of these.
//! What of a story rules and conditions couple is weighed by the engine, and is one token.

use std::collections::BTreeSet;
use std::ops::Range;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::reasoning::{CheckId, CheckKind, Evidence, RemedyId, Step, SymptomId};

use super::guide::{Counted, GuideStudy, TokenKey};
use super::vocabulary::Ending;

/// What so many sessions showed, how they came (the symptom, and whether they are tickets), and in which quarter.
pub(super) struct Shown {
    pub tokens: Range<u32>,
    pub sessions: u64,
    pub entry: (usize, bool),
    pub quarter: u32,
}

/// All stories as tokens: the tokens in their order, the lists of all stories, and the stories in the order of their lists.
pub(super) struct CodedStories {
    pub keys: Vec<TokenKey>,
    pub lists: Vec<u32>,
    pub shown: Vec<Shown>,
}

/// What of a story the engine weighs: what came, the coupled answers, and what could not be told.
type Weighable = (Vec<SymptomId>, Vec<(CheckId, usize)>, Vec<Step>);

impl GuideStudy<'_> {
    /// Puts stories into tokens; those that cannot be are set aside.
    pub(super) fn coded(&mut self, sessions: &[Counted]) -> CodedStories {
        let mut weighed: FxHashMap<Weighable, Option<Vec<u64>>> = FxHashMap::default();
        let mut seen: IndexSet<TokenKey, FxBuildHasher> = IndexSet::default();
        let (mut lists, mut shown): (Vec<u32>, Vec<Shown>) = (Vec::new(), Vec::with_capacity(sessions.len()));
        for one in sessions.iter().filter(|one| one.sessions > 0) {
            let entry = self.entries.iter().position(|(came, _)| *came == one.story.came).unwrap_or(0);
            let Some(tokens) = self.tokens_of(one, entry, &mut weighed) else {
                self.impossible.push(one.clone());
                continue;
            };
            let start = lists.len() as u32;
            lists.extend(tokens.into_iter().map(|token| seen.insert_full(token).0 as u32));
            let tokens = start..lists.len() as u32;
            shown.push(Shown { tokens, sessions: one.sessions, entry: (entry, one.tickets), quarter: one.quarter });
        }
        let mut order: Vec<u32> = (0..seen.len() as u32).collect();
        order.sort_unstable_by(|a, b| seen[*a as usize].cmp(&seen[*b as usize]));
        let mut places = vec![0; order.len()];
        for (place, token) in order.iter().enumerate() {
            places[*token as usize] = place as u32;
        }
        lists.iter_mut().for_each(|token| *token = places[*token as usize]);
        let range = |one: &Shown| one.tokens.start as usize..one.tokens.end as usize;
        shown.iter().for_each(|one| lists[range(one)].sort_unstable());
        let rest = |one: &Shown| (one.sessions, one.entry, one.quarter);
        shown.sort_unstable_by(|a, b| lists[range(a)].cmp(&lists[range(b)]).then_with(|| rest(a).cmp(&rest(b))));
        let keys = order.iter().map(|token| seen[*token as usize].clone()).collect();
        CodedStories { keys, lists, shown }
    }

    /// All that readers come with, as the sessions have it, or as the guide lists it where there are none.
    pub(super) fn find_entries(&mut self, sessions: &[Counted]) {
        let mut all: BTreeSet<Vec<SymptomId>> = sessions.iter().map(|one| one.story.came.clone()).collect();
        let own = self.problem.symptoms.iter().enumerate().filter(|(_, symptom)| symptom.own);
        let own: Vec<Vec<SymptomId>> = own.map(|(at, _)| vec![SymptomId(at)]).collect();
        // Of one symptom alone it is the same whether it is named.
        if own.len() == 1 {
            if all.len() > 1 || all.is_empty() {
                all.extend(own);
            }
        } else {
            all.extend(own);
        }
        if all.is_empty() {
            all.insert(Vec::new());
        }
        let weigh = |came: Vec<SymptomId>| {
            let weights = self.weighing.weights(&Evidence { observed: came.clone(), ..Evidence::default() });
            (came, weights)
        };
        self.entries = all.into_iter().map(weigh).collect();
    }

    /// The tokens of a story; nothing where the guide says that it cannot be.
    fn tokens_of(
        &self,
        one: &Counted,
        entry: usize,
        weighed: &mut FxHashMap<Weighable, Option<Vec<u64>>>,
    ) -> Option<Vec<TokenKey>> {
        let story = &one.story;
        let mut tokens = vec![TokenKey::Share(one.tickets), TokenKey::Came(entry)];
        tokens.extend(story.answers.iter().map(|(check, outcome)| TokenKey::Answer(*check, *outcome)));
        tokens.extend(story.untold.iter().map(|step| TokenKey::Untold(*step)));
        tokens.extend(story.failed.iter().map(|(remedy, way)| TokenKey::Failed(*remedy, *way)));
        if let Ending::SolvedBy(remedy) = story.ending {
            let problem = self.problem;
            let stronger = |(failed, _): &(RemedyId, _)| problem.remedies[failed.0].supersedes.contains(&remedy);
            tokens.push(TokenKey::Solved(remedy, story.failed.iter().any(stronger)));
        }
        tokens.extend(story.cause.map(TokenKey::Cause));
        let coupled: Vec<(CheckId, usize)> =
            story.answers.iter().copied().filter(|(check, _)| self.coupled[check.0]).collect();
        let speaks = |step: &&Step| match step {
            Step::Check(check) => {
                let cannot = self.problem.checks[check.0].cannot_tell.as_ref();
                cannot.is_some_and(|cannot| !cannot.effects.is_empty())
            }
            Step::Remedy(_) => false,
        };
        let untold: Vec<Step> = story.untold.iter().filter(speaks).copied().collect();
        if !coupled.is_empty() || !untold.is_empty() || !self.problem.rules.is_empty() {
            let key = (story.came.clone(), coupled, untold);
            if !weighed.contains_key(&key) {
                let factors = self.weigh(&key, entry);
                weighed.insert(key.clone(), factors);
            }
            let bits = weighed[&key].clone()?;
            if bits.iter().any(|bits| *bits != 1.0_f64.to_bits()) {
                tokens.push(TokenKey::Weighed(bits));
            }
        }
        Some(tokens)
    }

    /// By how much coupled answers weigh each hypothesis, beyond what came; nothing where none can give them.
    fn weigh(&self, (came, coupled, untold): &Weighable, entry: usize) -> Option<Vec<u64>> {
        let before = &self.entries[entry].1;
        let mut evidence = Evidence { observed: came.clone(), declined: untold.clone(), ..Evidence::default() };
        let mut again: Vec<(CheckId, usize)> = Vec::new();
        for &(check, outcome) in coupled {
            let told = |list: &[(CheckId, usize)]| list.iter().any(|(known, _)| *known == check);
            if told(&evidence.answered) || told(&evidence.known) {
                // What is asked once more is another draw from the check's own table.
                again.push((check, outcome));
            } else if self.problem.checks[check.0].kind == CheckKind::NeverAsked {
                evidence.known.push((check, outcome));
            } else {
                evidence.answered.push((check, outcome));
            }
        }
        let mut after = self.weighing.weights(&evidence);
        for (check, outcome) in again {
            let row = &self.weighing.tables().checks[check.0][outcome];
            after.iter_mut().zip(row).for_each(|(weight, chance)| *weight *= chance);
        }
        let factor = |(after, before): (&f64, &f64)| if *before > 0.0 { after / before } else { 0.0 };
        let factors: Vec<f64> = after.iter().zip(before).map(factor).collect();
        let is_possible = factors.iter().any(|factor| *factor > 0.0);
        is_possible.then(|| factors.iter().map(|factor| factor.to_bits()).collect())
    }
}

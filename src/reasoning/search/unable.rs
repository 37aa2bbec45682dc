//! Where readers go on of whom no plan reckons with a number: who cannot tell a check that says what follows then, and who
//! gives another answer, asked once more, than any cause could give together with the older one.
//! In: a state and the check. Out: the state in which it is not told, with what that says of causes, and the route that it
//! has pending; or the state in which only the newest answers count.

use super::super::actions::{AGAIN, GONE, VOID};
use super::super::posterior::{normalised, times};
use super::super::problem::Target;
use super::super::transition::advance;
use super::{Choice, Search, start_of};

impl Search<'_, '_> {
    /// Makes the state of those who cannot tell a check. Nothing where the check says nothing of that, or no cause is left.
    pub(crate) fn make_unable(&mut self, state: usize, index: usize) -> Option<usize> {
        let unable = self.actions.list[index].unable.as_ref()?;
        if let Some(known) = self.unable.get(&(state, index)) {
            return *known;
        }
        let (mut codes, mut weights) = (self.states.codes(state).to_vec(), self.states.weights(state).to_vec());
        if let Some(by) = &unable.by {
            times(&mut weights, by);
        }
        // Where it is asked once more, the older answer stands.
        codes[index] = if codes[index] & AGAIN > 0 { codes[index] & !AGAIN | VOID } else { GONE };
        let pending = self.actions.list.len();
        let made = normalised(&weights).map(|weights| match unable.next {
            Some(Target::Step(step)) => {
                codes[pending] = self.actions.of(step) as u16 + 1;
                self.state(&mut codes, &weights, None)
            }
            Some(end) => self.end(end, &mut codes, &weights),
            None => {
                if usize::from(codes[pending]) == index + 1 {
                    codes[pending] = 0;
                }
                self.state(&mut codes, &weights, None)
            }
        });
        self.unable.insert((state, index), made);
        made
    }

    /// Makes the state of those who give an answer, asked once more, that no cause can give together with the older one. Nothing
    /// where the check is not asked once more, or no cause can give the newest answers either.
    pub(crate) fn make_anew(&mut self, state: usize, index: usize, outcome: usize) -> Option<usize> {
        let actions = self.actions;
        if self.states.codes(state)[index] & AGAIN == 0 {
            return None;
        }
        if let Some(known) = self.anew.get(&(state, index, outcome)) {
            return *known;
        }
        let before = (self.states.codes(state), self.states.weights(state));
        let (mut codes, mut weights, mut by) = (Vec::new(), Vec::new(), Vec::new());
        let coupling = self.coupling(before.0);
        let (_, end) = advance(actions, coupling, before, (&mut codes, &mut weights), &mut by, index, outcome);
        let base = &self.bases[start_of(actions, &codes)];
        let made = normalised(&base.weigh(actions, coupling, &codes)).map(|weights| match end {
            Some(end) => self.end(end, &mut codes, &weights),
            None => self.state(&mut codes, &weights, None),
        });
        self.anew.insert((state, index, outcome), made);
        made
    }

    /// The outcomes of a check, asked once more, that no cause can give together with the older answer.
    pub(crate) fn unlike(&self, state: usize, index: usize) -> Vec<usize> {
        if self.states.codes(state)[index] & AGAIN == 0 {
            return Vec::new();
        }
        let edges = self.edges(state, Choice::Action(index));
        let can_come = |outcome: &usize| edges.iter().any(|edge| edge.outcome() == *outcome);
        (0..self.actions.list[index].tables.len()).filter(|outcome| !can_come(outcome)).collect()
    }

    /// The same, as it was made.
    pub(crate) fn anew_at(&self, state: usize, index: usize, outcome: usize) -> Option<usize> {
        self.anew.get(&(state, index, outcome)).copied().flatten()
    }

    /// The state of those who cannot tell a check, as it was made.
    pub(crate) fn unable_at(&self, state: usize, index: usize) -> Option<usize> {
        self.unable.get(&(state, index)).copied().flatten()
    }
}

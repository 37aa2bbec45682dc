//! Where readers go on who cannot tell a check that says what follows then.
//! In: a state and the check. Out: the state in which it is not told, with what that says of causes, and the route that it
//! has pending. No plan counts on it: how often readers cannot tell is not known.

use super::super::actions::GONE;
use super::super::posterior::{normalised, times};
use super::super::problem::Target;
use super::Search;

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
        codes[index] = GONE;
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

    /// The state of those who cannot tell a check, as it was made.
    pub(crate) fn unable_at(&self, state: usize, index: usize) -> Option<usize> {
        self.unable.get(&(state, index)).copied().flatten()
    }
}

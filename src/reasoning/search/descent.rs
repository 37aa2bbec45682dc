//! Where a search looks next.
//! In: a state and what may still be spent. Out: tighter bounds. Goes down the action with the least lower bound to the
//! widest gap, expands what it finds there, and takes the bounds back up.

use super::{Branch, EQUAL, MEMORY, Search};

/// With fewer states than this to expand, no proof is tried for its own sake.
const PROOF: usize = 1_000;

impl Search<'_, '_> {
    /// Searches from a state until its bounds meet or so many states are expanded in all: first, for a proof, each
    /// child to its end before the next; and where half the budget does not suffice for that, the rest where the gap is
    /// widest, for the best plan and bound.
    pub(crate) fn solve(&mut self, root: usize, budget: usize) {
        self.price(root);
        let all = budget.saturating_sub(self.expanded);
        let proof = if all < PROOF { 0 } else { all / 2 };
        for (limit, to_the_end) in [(self.expanded + proof, true), (budget, false)] {
            while !self.solved(root) && self.expanded < limit && !self.is_over() {
                self.refine(root, f64::INFINITY, 0.0, limit, to_the_end);
            }
        }
    }

    /// Has the search to end, whatever its budget?
    fn is_over(&self) -> bool {
        self.bytes() > MEMORY || self.is_stopped()
    }

    /// Works on a state until its lower bound exceeds `limit` (then its parent has something better to look at),
    /// its gap is at most `gap`, or the budget is spent. Depth is at most the number of actions.
    fn refine(&mut self, state: usize, limit: f64, gap: f64, budget: usize, to_the_end: bool) {
        let fresh = !self.nodes[state].expanded;
        if fresh {
            self.expanded += 1;
            self.price_pairs(state);
            self.expand(state);
        } else {
            self.refresh_all(state);
        }
        let mut weighed = None;
        loop {
            let (best, second) = loop {
                let (best, second) = self.pick(state);
                // Above the limit there is something better to look at: no need to know how much better.
                if weighed == Some(best) || self.solved(state) || self.nodes[state].lo > limit {
                    break (best, second);
                }
                // States are shared: what lies below may have changed since this one was left.
                weighed = Some(best);
                if !self.weigh(state, best) {
                    break (best, second);
                }
            };
            let node = &self.nodes[state];
            let leave = fresh && !to_the_end;
            if leave
                || self.solved(state)
                || node.lo > limit
                || node.hi - node.lo <= gap
                || self.expanded >= budget
                || self.is_over()
            {
                return;
            }
            let Some((chance, child)) = self.widest(best) else {
                // All that is left of the gap is what rounding leaves.
                self.nodes[state].lo = self.nodes[state].hi;
                return;
            };
            // What the child may rise by before another action looks better here, or this state elsewhere.
            let lo = self.nodes[child].lo;
            let hi = self.nodes[state].hi;
            // Seen to its end, a child may rise beyond what looks better by now, for that will rise too; but half way up
            // at most: most of what is nearer to the upper bound is never worth the proof.
            let better = if to_the_end { 0.5 * (second.min(hi) + hi) } else { second };
            let room = (better.min(limit) - self.branches[best].lo).max(0.0);
            let child_gap = if to_the_end { 0.0 } else { ((self.nodes[child].hi - lo) * 0.5).min(f64::MAX) };
            self.refine(child, lo + room / chance, child_gap, budget, to_the_end);
            self.refresh(best);
            weighed = Some(best);
        }
    }

    /// Makes the children of a branch and takes its bounds from theirs, the upper ones only where it may be the best.
    /// Says whether anything is other than before.
    fn weigh(&mut self, state: usize, branch: usize) -> bool {
        let Branch { made, lo, hi, .. } = self.branches[branch];
        if made {
            self.refresh(branch);
            return (self.branches[branch].lo, self.branches[branch].hi) != (lo, hi);
        }
        self.make(state, branch);
        self.refresh(branch);
        let hi = self.nodes[state].hi;
        // Lower bounds only rise and upper ones only fall: what was not worth it once never is.
        if self.branches[branch].lo <= hi + EQUAL * hi.max(1.0) {
            self.price_children(branch);
            self.refresh(branch);
        }
        true
    }

    /// The child that adds most to the gap of a branch.
    fn widest(&self, branch: usize) -> Option<(f64, usize)> {
        let branch = &self.branches[branch];
        let mut widest: Option<(f64, f64, usize)> = None;
        for edge in &self.edges[branch.first as usize..(branch.first + branch.edges) as usize] {
            if !self.solved(edge.state()) {
                let gap = edge.chance * (self.nodes[edge.state()].hi - self.nodes[edge.state()].lo);
                if widest.is_none_or(|(old, ..)| gap > old) {
                    widest = Some((gap, edge.chance, edge.state()));
                }
            }
        }
        widest.map(|(_, chance, state)| (chance, state))
    }
}

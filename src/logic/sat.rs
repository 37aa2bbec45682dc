//! Formulas given to a SAT solver.
//!
//! In: formulas over a [`Space`]. Out: a state in which some of them hold together, or that there is none. The values of a
//! subject are in an order, and a variable says for each whether the subject has that value or a later one: so a stretch
//! of values is two literals, however many it holds. Formulas have no negation, so a literal only has to lead to what it
//! stands for, not back (Plaisted and Greenbaum 1986); small counts are unary (Sinz 2005), others are read off a network
//! that sorts (Batcher 1968).

use batsat::{Lit, Solver as Sat, SolverInterface, lbool};
use rustc_hash::FxHashMap;

use super::effort::{Effort, STEPS_PER_VARIABLE, Steps};
use super::formula::{Formula, Set, State};
use super::space::Space;

/// What a search found.
#[derive(Debug)]
pub(super) enum SatResult {
    /// A state in which it holds.
    State(State),
    /// It holds in none.
    Nowhere,
    /// Neither, within the budget.
    Undecided,
}

impl SatResult {
    /// The state, if there is one.
    pub fn state(self) -> Option<State> {
        match self {
            SatResult::State(state) => Some(state),
            SatResult::Nowhere | SatResult::Undecided => None,
        }
    }
}

/// Of so many parts a state is guessed, before a search is made ready for them: most long conditions are lists.
const LONG: usize = 2_000;
/// A count takes as many variables as this product of its parts and what it counts up to, else a network.
const UNARY: usize = 20_000;
/// A network sorts no more than this: it takes memory, and so long a count is found by guessing or not at all.
const WIDEST: usize = 2_048;

/// A solver over a space. The same questions in the same order have the same answers.
pub(super) struct Solver<'s, 'k> {
    space: &'s Space<'k>,
    sat: Sat<Steps>,
    effort: Effort,
    /// How many parts it was given, and whether that is more than it may be.
    parts: usize,
    full: bool,
    /// For each subject, the literals of "this value or a later one", from value 1 on.
    ladders: FxHashMap<usize, Vec<Lit>>,
    /// Subjects whose needs are still to be told.
    waiting: Vec<usize>,
    truth: Lit,
}

impl<'s, 'k> Solver<'s, 'k> {
    pub fn new(space: &'s Space<'k>, effort: Effort) -> Self {
        let mut sat: Sat<Steps> = Sat::default();
        let truth = Lit::new(sat.new_var_default(), true);
        let (ladders, waiting) = (FxHashMap::default(), Vec::new());
        let mut solver = Solver { space, sat, effort, parts: 0, full: false, ladders, waiting, truth };
        solver.clause(&[truth]);
        solver
    }

    fn clause(&mut self, literals: &[Lit]) {
        // That nothing is left is told by the next `solve`.
        self.sat.add_clause_reuse(&mut literals.to_vec());
    }

    fn fresh(&mut self) -> Lit {
        Lit::new(self.sat.new_var_default(), true)
    }

    /// A literal that is only true where the formula holds.
    pub fn literal(&mut self, formula: &Formula) -> Lit {
        self.parts += 1;
        self.full |= self.parts > self.effort.parts();
        if self.full {
            return self.truth;
        }
        match formula {
            Formula::Is(true) => self.truth,
            Formula::Is(false) => !self.truth,
            Formula::In(subject, set) => self.of_set(*subject, set),
            Formula::All(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.literal(part)).collect();
                self.all(&parts)
            }
            Formula::Any(parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.literal(part)).collect();
                self.any(&parts)
            }
            Formula::AtLeast(count, parts) => {
                let parts: Vec<Lit> = parts.iter().map(|part| self.literal(part)).collect();
                self.at_least(*count, &parts)
            }
        }
    }

    fn all(&mut self, parts: &[Lit]) -> Lit {
        if let [one] = parts {
            return *one;
        }
        let whole = self.fresh();
        parts.iter().for_each(|&part| self.clause(&[!whole, part]));
        whole
    }

    fn any(&mut self, parts: &[Lit]) -> Lit {
        if let [one] = parts {
            return *one;
        }
        let whole = self.fresh();
        let mut clause = vec![!whole];
        clause.extend_from_slice(parts);
        self.clause(&clause);
        whole
    }

    fn at_least(&mut self, count: usize, parts: &[Lit]) -> Lit {
        if count > parts.len() {
            return !self.truth;
        }
        if count.saturating_mul(parts.len()) > UNARY {
            return self.sorted(count, parts);
        }
        // `rungs[n]` is only true where n of the parts so far are.
        let mut rungs = vec![self.truth];
        for (seen, &part) in parts.iter().enumerate() {
            let mut next = vec![self.truth];
            for wanted in 1..=count.min(seen + 1) {
                let rung = self.fresh();
                let before = rungs.get(wanted).copied().unwrap_or(!self.truth);
                self.clause(&[!rung, before, part]);
                self.clause(&[!rung, before, rungs[wanted - 1]]);
                next.push(rung);
            }
            rungs = next;
        }
        rungs[count]
    }

    /// The same for long lists. What comes out of the network is sorted: the n-th is only true where n of the parts are.
    fn sorted(&mut self, count: usize, parts: &[Lit]) -> Lit {
        if parts.len() > WIDEST {
            self.full = true;
            return self.truth;
        }
        let mut wires = parts.to_vec();
        let top = wires.len().next_power_of_two() / 2;
        let mut stride = top;
        while stride > 0 {
            let (mut from, mut apart, mut reach) = (0, stride, top);
            loop {
                for at in (0..wires.len() - apart).filter(|at| at & stride == from) {
                    let (one, other) = (wires[at], wires[at + apart]);
                    let (high, low) = (self.fresh(), self.fresh());
                    self.clause(&[!high, one, other]);
                    self.clause(&[!low, one]);
                    self.clause(&[!low, other]);
                    (wires[at], wires[at + apart]) = (high, low);
                }
                if reach == stride {
                    break;
                }
                (apart, from) = (reach - stride, stride);
                reach /= 2;
            }
            stride /= 2;
        }
        match count {
            0 => self.truth,
            count => wires[count - 1],
        }
    }

    fn of_set(&mut self, subject: usize, set: &Set) -> Lit {
        self.meet(subject);
        let mut ways = Vec::new();
        for (from, to) in set.runs() {
            let ladder = &self.ladders[&subject];
            let lower = (from > 0).then(|| ladder[from - 1]);
            let upper = (to < set.size()).then(|| !ladder[to - 1]);
            let ends: Vec<Lit> = lower.into_iter().chain(upper).collect();
            ways.push(if ends.is_empty() { self.truth } else { self.all(&ends) });
        }
        if ways.is_empty() { !self.truth } else { self.any(&ways) }
    }

    /// Makes the variables of a subject.
    fn meet(&mut self, subject: usize) {
        if self.ladders.contains_key(&subject) {
            return;
        }
        let size = self.space.subjects[subject].size;
        let ladder: Vec<Lit> = (1..size).map(|_| self.fresh()).collect();
        for pair in ladder.windows(2) {
            self.clause(&[!pair[1], pair[0]]);
        }
        self.ladders.insert(subject, ladder);
        if self.space.subjects[subject].needs.is_some() {
            self.waiting.push(subject);
        }
    }

    /// A state in which all of these are true, or that there is none.
    pub fn solve(&mut self, wanted: &[Lit]) -> SatResult {
        // What is answered was asked; one after another, as chains of needs may be long.
        let space = self.space;
        while let Some(subject) = self.waiting.pop() {
            let Some(needs) = &space.subjects[subject].needs else { continue };
            let needs = self.literal(needs);
            let answered = self.ladders[&subject][0];
            self.clause(&[!answered, needs]);
        }
        if self.full {
            return SatResult::Undecided;
        }
        self.sat.cb().allow(self.effort.steps() + STEPS_PER_VARIABLE * u64::from(self.sat.num_vars()));
        match self.sat.solve_limited(wanted) {
            status if status == lbool::TRUE => SatResult::State(self.state()),
            status if status == lbool::FALSE => SatResult::Nowhere,
            _ => SatResult::Undecided,
        }
    }

    fn state(&self) -> State {
        let mut state = State::new();
        #[expect(clippy::iter_over_hash_type, reason = "a map with an order of its own takes them")]
        for (&subject, ladder) in &self.ladders {
            let value = ladder.iter().take_while(|&&rung| self.sat.value_lit(rung) == lbool::TRUE).count();
            if value > 0 {
                state.insert(subject, value);
            }
        }
        state
    }

    /// A state in which a formula holds, or that there is none.
    pub fn state_of(space: &Space, formula: &Formula, effort: Effort) -> SatResult {
        let size = formula.size();
        if size > LONG
            && let Some(state) = space.guess(formula)
        {
            return SatResult::State(state);
        }
        let mut solver = Solver::new(space, effort.and_itself(size));
        let literal = solver.literal(formula);
        solver.solve(&[literal])
    }
}

//! Formulas given to a SAT solver.
//!
//! In: formulas over a [`Space`]. Out: a state in which some of them hold together, or that there is none. The values of a
//! subject are in an order, and a variable says for each whether the subject has that value or a later one: so a stretch
//! of values is two literals, however many it holds. Formulas have no negation, so a literal only has to lead to what it
//! stands for, not back (Plaisted and Greenbaum 1986); counts are unary (Sinz 2005).

use batsat::{BasicSolver, Lit, SolverInterface, lbool};
use rustc_hash::FxHashMap;

use super::formula::{Formula, Set, State};
use super::space::Space;

/// A solver over a space. The same questions in the same order have the same answers.
pub(super) struct Solver<'s, 'k> {
    space: &'s Space<'k>,
    sat: BasicSolver,
    /// For each subject, the literals of "this value or a later one", from value 1 on.
    ladders: FxHashMap<usize, Vec<Lit>>,
    /// Subjects whose needs are still to be told.
    waiting: Vec<usize>,
    truth: Lit,
}

impl<'s, 'k> Solver<'s, 'k> {
    pub fn new(space: &'s Space<'k>) -> Self {
        let mut sat = BasicSolver::default();
        let truth = Lit::new(sat.new_var_default(), true);
        let mut solver = Solver { space, sat, ladders: FxHashMap::default(), waiting: Vec::new(), truth };
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
    pub fn solve(&mut self, wanted: &[Lit]) -> Option<State> {
        // What is answered was asked; one after another, as chains of needs may be long.
        let space = self.space;
        while let Some(subject) = self.waiting.pop() {
            let Some(needs) = &space.subjects[subject].needs else { continue };
            let needs = self.literal(needs);
            let answered = self.ladders[&subject][0];
            self.clause(&[!answered, needs]);
        }
        if self.sat.solve_limited(wanted) != lbool::TRUE {
            return None;
        }
        let mut state = State::new();
        #[expect(clippy::iter_over_hash_type, reason = "a map with an order of its own takes them")]
        for (&subject, ladder) in &self.ladders {
            let value = ladder.iter().take_while(|&&rung| self.sat.value_lit(rung) == lbool::TRUE).count();
            if value > 0 {
                state.insert(subject, value);
            }
        }
        Some(state)
    }

    /// A state in which a formula holds, or that there is none.
    pub fn state_of(space: &Space, formula: &Formula) -> Option<State> {
        let mut solver = Solver::new(space);
        let literal = solver.literal(formula);
        solver.solve(&[literal])
    }
}

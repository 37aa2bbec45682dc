//! Whether a condition can hold at all.
//!
//! In: a condition. Out: false where no findings, facts and attempts together make it true. Decided exactly, by trying
//! values until the condition is decided; of a condition that would take more than [`PATIENCE`] looks it is not said
//! that it never holds. Names and values that were reported as faults can be anything.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::model::{Body, Comparison, Condition, ItemId, Knowledge, Operand, Version};

use super::values::{Test, Value, holds, test, values};

/// How many parts of the condition may be looked at in all.
const PATIENCE: usize = 1_000_000;

/// Whether some state of the world makes all of the conditions true.
#[must_use]
pub fn can_hold(knowledge: &Knowledge, conditions: &[&Condition]) -> bool {
    if let [condition] = conditions
        && is_plain(condition)
    {
        return true;
    }
    let mut tests: Tests = IndexMap::default();
    for condition in conditions {
        collect(condition, &mut tests);
    }
    let mut form = Form { knowledge, tests: &tests, asked: IndexMap::default(), sizes: Vec::new() };
    let whole = Node::All(conditions.iter().map(|condition| form.node(condition)).collect());
    let mut state: Vec<Option<usize>> = vec![None; form.sizes.len()];
    search(&whole, &form.sizes, &mut state, &mut PATIENCE.clone())
}

/// The tests of each item that has values.
type Tests<'c> = IndexMap<ItemId, Vec<Test<'c>>, FxBuildHasher>;

/// Whether a condition asks for one thing, or for a few that have nothing to do with each other: then it can hold. Most
/// conditions are so, and need no search.
fn is_plain(condition: &Condition) -> bool {
    let parts = match condition {
        Condition::All(parts) if parts.len() <= 4 => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    parts.iter().enumerate().all(|(at, part)| {
        let Some(subject) = plain_subject(part) else { return false };
        parts[..at].iter().all(|earlier| plain_subject(earlier) != Some(subject))
    })
}

/// The item that a part asks about in a way that some value of it always fulfils.
fn plain_subject(part: &Condition) -> Option<ItemId> {
    match part {
        Condition::Seen(name) | Condition::Tried(name) => name.to,
        Condition::Is(subject) => subject.name.to,
        Condition::Compare(subject, comparison) => {
            let fulfilled = match &subject.operand {
                Some(Operand::Number(_)) => true,
                Some(Operand::Version(version)) => *comparison != Comparison::Less || *version != Version::default(),
                _ => false,
            };
            subject.name.to.filter(|_| fulfilled)
        }
        _ => None,
    }
}

/// Collects the tests of each item.
fn collect<'c>(condition: &'c Condition, tests: &mut Tests<'c>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            for part in parts {
                collect(part, tests);
            }
        }
        Condition::Not(part) => collect(part, tests),
        Condition::Seen(_) | Condition::Tried(_) => {}
        Condition::Is(subject) | Condition::Compare(subject, _) => {
            if let (Some(id), Some(test)) = (subject.name.to, test(condition)) {
                tests.entry(id).or_default().push(test);
            }
        }
    }
}

/// A condition over numbered unknowns.
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    AtLeast(usize, Vec<Node>),
    Not(Box<Node>),
    /// What is true for each value of an unknown; a remedy's way of failing is not even known while it is untried.
    Leaf(usize, Vec<Option<bool>>),
}

struct Form<'k, 'c> {
    knowledge: &'k Knowledge,
    tests: &'c Tests<'c>,
    /// The unknown of each item, with its values if it is a fact.
    asked: IndexMap<ItemId, (usize, Vec<Value>), FxBuildHasher>,
    /// How many values each unknown has.
    sizes: Vec<usize>,
}

impl Form<'_, '_> {
    fn node(&mut self, condition: &Condition) -> Node {
        match condition {
            Condition::All(parts) => Node::All(parts.iter().map(|part| self.node(part)).collect()),
            Condition::Any(parts) => Node::Any(parts.iter().map(|part| self.node(part)).collect()),
            Condition::AtLeast(count, parts) => {
                Node::AtLeast(*count as usize, parts.iter().map(|part| self.node(part)).collect())
            }
            Condition::Not(part) => Node::Not(Box::new(self.node(part))),
            Condition::Seen(name) => name.to.and_then(|id| self.leaf(id, None)).unwrap_or_else(|| self.anything()),
            Condition::Tried(name) => name.to.and_then(|id| self.leaf(id, None)).unwrap_or_else(|| self.anything()),
            Condition::Is(subject) | Condition::Compare(subject, _) => {
                let leaf = subject.name.to.and_then(|id| self.leaf(id, test(condition)));
                leaf.unwrap_or_else(|| self.anything())
            }
        }
    }

    /// What was reported as a fault may be true or false.
    fn anything(&mut self) -> Node {
        self.sizes.push(2);
        Node::Leaf(self.sizes.len() - 1, vec![Some(true), Some(false)])
    }

    /// An item held against a value; without one, whether it is seen or was tried.
    fn leaf(&mut self, id: ItemId, test: Option<Test>) -> Option<Node> {
        let (unknown, values) = self.unknown(id)?;
        let truth = match &self.knowledge.item(id).body {
            Body::Fact(_) => {
                values.iter().map(|value| holds(self.knowledge, value, test?).map(Some)).collect::<Option<_>>()?
            }
            Body::Symptom(_) => vec![Some(true), Some(false)],
            Body::Remedy(_) => {
                // The first value is that it was not tried.
                let tried = self.sizes[unknown] - 1;
                match test {
                    None => std::iter::once(Some(false)).chain(vec![Some(true); tried]).collect(),
                    Some(test) => {
                        let wanted = option(test)?;
                        std::iter::once(None).chain((0..tried).map(|at| Some(at == wanted))).collect()
                    }
                }
            }
            _ => {
                let wanted = option(test?)?;
                (0..self.sizes[unknown]).map(|at| Some(at == wanted)).collect()
            }
        };
        Some(Node::Leaf(unknown, truth))
    }

    /// The unknown of an item, and a fact's values.
    fn unknown(&mut self, id: ItemId) -> Option<(usize, Vec<Value>)> {
        if let Some(known) = self.asked.get(&id) {
            return Some(known.clone());
        }
        let mut of_fact = Vec::new();
        let size = match &self.knowledge.item(id).body {
            Body::Fact(fact) => {
                of_fact = values(self.knowledge, fact, self.tests.get(&id).map_or(&[], Vec::as_slice));
                of_fact.len()
            }
            Body::Check(check) => check.outcomes.len(),
            Body::Remedy(remedy) => 1 + remedy.outcomes.len().max(1),
            Body::Symptom(_) => 2,
            _ => 0,
        };
        if size == 0 {
            return None;
        }
        self.sizes.push(size);
        self.asked.insert(id, (self.sizes.len() - 1, of_fact));
        self.asked.get(&id).cloned()
    }
}

/// The outcome that a test asks for.
fn option((_, subject): Test) -> Option<usize> {
    match subject.operand {
        Some(Operand::Option(at)) => Some(at as usize),
        _ => None,
    }
}

/// Whether the unknowns that are left can make the node true.
fn search(node: &Node, sizes: &[usize], state: &mut Vec<Option<usize>>, patience: &mut usize) -> bool {
    match truth(node, state, patience) {
        Some(decided) => return decided,
        None if *patience == 0 => return true,
        None => {}
    }
    let mut counts = vec![0; sizes.len()];
    open(node, state, &mut counts, patience);
    // The unknown that most of the open parts wait for; the first of equals.
    let next = (0..counts.len()).filter(|&at| counts[at] > 0).max_by_key(|&at| (counts[at], std::cmp::Reverse(at)));
    let Some(next) = next else { return false };
    for value in 0..sizes[next] {
        state[next] = Some(value);
        if search(node, sizes, state, patience) {
            state[next] = None;
            return true;
        }
    }
    state[next] = None;
    false
}

/// The truth of a node, with three values.
fn truth(node: &Node, state: &[Option<usize>], patience: &mut usize) -> Option<bool> {
    *patience = patience.saturating_sub(1);
    match node {
        Node::Leaf(unknown, truth) => state[*unknown].and_then(|value| truth.get(value).copied().flatten()),
        Node::Not(part) => truth(part, state, patience).map(|truth| !truth),
        Node::All(parts) => at_least(parts.len(), parts, state, patience),
        Node::Any(parts) => at_least(1, parts, state, patience),
        Node::AtLeast(count, parts) => at_least(*count, parts, state, patience),
    }
}

fn at_least(count: usize, parts: &[Node], state: &[Option<usize>], patience: &mut usize) -> Option<bool> {
    let (mut yes, mut no) = (0, 0);
    for part in parts {
        match truth(part, state, patience) {
            Some(true) => yes += 1,
            Some(false) => no += 1,
            None => {}
        }
    }
    if yes >= count {
        Some(true)
    } else if parts.len() - no < count {
        Some(false)
    } else {
        None
    }
}

/// Counts the unknowns of parts that are not decided.
fn open(node: &Node, state: &[Option<usize>], counts: &mut [usize], patience: &mut usize) {
    if truth(node, state, patience).is_some() {
        return;
    }
    match node {
        Node::Leaf(unknown, _) if state[*unknown].is_none() => counts[*unknown] += 1,
        Node::Leaf(..) => {}
        Node::Not(part) => open(part, state, counts, patience),
        Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
            for part in parts {
                open(part, state, counts, patience);
            }
        }
    }
}

//! Every tie between items, to be followed backwards.
//!
//! In: the knowledge. Out: for each item and relation, the items that name it so. Built once, in time linear in the
//! number of names; a guide of ten thousand asks only for the relations that it needs of an item that all of them share.

use rayon::prelude::*;

use crate::model::{Body, Cause, HowOften, Item, ItemId, Kind, Knowledge, RuleEffect};

use super::circles::components;
use super::rank::ranks;
use super::relation::{Relation, references};
use super::symptoms::showers;

/// The ties of a whole knowledge.
#[derive(Debug, Default)]
pub struct Web {
    /// Where the ties of each item begin in `ties`; one more than there are items.
    starts: Vec<u32>,
    /// Who names an item, by relation and then by id.
    ties: Vec<(Relation, ItemId)>,
    /// The place of each item in the order of qualified names.
    ranks: Vec<u32>,
    /// For each cause, its strongly connected component in `leads-to`, numbered so that what is led to comes first.
    components: Vec<u32>,
    /// The causes that may well show each symptom, and where those of each item begin.
    showers: (Vec<u32>, Vec<(ItemId, f64)>),
}

/// How many items are read by one thread before another is asked.
const CHUNK: usize = 4096;

impl Web {
    /// Reads all ties.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let ((starts, ties), ranks) = rayon::join(|| backwards(knowledge), || ranks(knowledge));
        let mut web = Web { starts, ties, ranks, components: Vec::new(), showers: Default::default() };
        web.components = components(&web.ties_of(Relation::LeadsTo), knowledge.items.len());
        web.showers = showers(knowledge, &web);
        web
    }

    /// The items that name `item` in a relation, by id; one that does so twice stands there twice.
    #[must_use]
    pub fn naming(&self, item: ItemId, relation: Relation) -> impl ExactSizeIterator<Item = ItemId> + '_ {
        let of_item = &self.ties[self.starts[item.index()] as usize..self.starts[item.index() + 1] as usize];
        let from = of_item.partition_point(|&(other, _)| other < relation);
        let to = from + of_item[from..].partition_point(|&(other, _)| other == relation);
        of_item[from..to].iter().map(|&(_, source)| source)
    }

    /// All ties of a relation, from the item that names to the one that is named.
    #[must_use]
    pub fn ties_of(&self, relation: Relation) -> Vec<(ItemId, ItemId)> {
        let mut found = Vec::new();
        for (at, window) in self.starts.windows(2).enumerate() {
            let of_item = &self.ties[window[0] as usize..window[1] as usize];
            let named = of_item.iter().filter(|&&(other, _)| other == relation);
            found.extend(named.map(|&(_, source)| (source, ItemId::new(at))));
        }
        found
    }

    /// Whether some item names `item` in a relation.
    #[must_use]
    pub fn is_named(&self, item: ItemId, relation: Relation) -> bool {
        self.naming(item, relation).len() > 0
    }

    /// The place of an item in the order of qualified names.
    #[must_use]
    pub fn rank(&self, item: ItemId) -> u32 {
        self.ranks[item.index()]
    }

    /// The causes with more than a [2 % chance](super::MORE_THAN) to show a symptom, by id, with that chance.
    #[must_use]
    pub fn causes_of(&self, symptom: ItemId) -> &[(ItemId, f64)] {
        let (starts, showers) = &self.showers;
        &showers[starts[symptom.index()] as usize..starts[symptom.index() + 1] as usize]
    }

    /// What a cause brings about, without the ties that lead round in a circle: those are reported, and count as not
    /// written.
    pub fn leads_to<'a>(&'a self, id: ItemId, cause: &'a Cause) -> impl Iterator<Item = (ItemId, f64)> + 'a {
        let component = self.components[id.index()];
        cause.leads_to.iter().filter_map(resolved).filter(move |(to, _)| self.components[to.index()] != component)
    }

    /// A number for each cause that is greater than those of all that it leads to.
    pub(super) fn height(&self, cause: ItemId) -> u32 {
        self.components[cause.index()]
    }
}

/// What brings a rule that only warns, leads on or requires a step into a guide.
fn telling(knowledge: &Knowledge, item: &Item) -> Option<ItemId> {
    let (Body::Rule(rule), Some(guard)) = (&item.body, item.when()) else { return None };
    if !rule
        .effects
        .iter()
        .all(|(_, effect)| matches!(effect, RuleEffect::Warn(_) | RuleEffect::Next(_) | RuleEffect::Require(_)))
    {
        return None;
    }
    let mut names = Vec::new();
    guard.condition.names(&mut |name| names.extend(name.to));
    let finding = names.iter().find(|&&name| knowledge.item(name).kind() != Kind::Fact);
    finding.or(names.first()).copied()
}

fn resolved(entry: &HowOften) -> Option<(ItemId, f64)> {
    entry.of.to.map(|to| (to, entry.chance.value))
}

/// All ties by what they lead to.
fn backwards(knowledge: &Knowledge) -> (Vec<u32>, Vec<(Relation, ItemId)>) {
    let chunks: Vec<Vec<(ItemId, Relation, ItemId)>> = knowledge
        .items
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, items)| {
            let mut found = Vec::with_capacity(items.len() * 4);
            for (at, item) in items.iter().enumerate() {
                let source = ItemId::new(chunk * CHUNK + at);
                references(item, &mut |relation, name| {
                    if let Some(to) = name.to {
                        found.push((to, relation, source));
                    }
                });
                if let Some(to) = telling(knowledge, item) {
                    found.push((to, Relation::Tells, source));
                }
            }
            found
        })
        .collect();
    // A counting sort: the chunks are in the order of their sources, and stay so below each target.
    let mut starts = vec![0_u32; knowledge.items.len() + 1];
    for (to, ..) in chunks.iter().flatten() {
        starts[to.index() + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut ties = vec![(Relation::About, ItemId::new(0)); starts.last().map_or(0, |&end| end as usize)];
    for &(to, relation, source) in chunks.iter().flatten() {
        let slot = &mut next[to.index()];
        ties[*slot as usize] = (relation, source);
        *slot += 1;
    }
    for window in starts.windows(2) {
        ties[window[0] as usize..window[1] as usize].sort_unstable();
    }
    (starts, ties)
}

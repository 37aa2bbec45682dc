//! Knowledge in which guides are looked up.

use std::collections::BTreeMap;

use crate::address::page;
use crate::decision::evidence::{self, Known, Typed};
use crate::decision::{Decision, ItemNames};
use crate::dialogue::address_of;
use crate::emit::json::{FORMAT, FittingGuide, MatchReport, SeenSymptom};
use crate::emit::prose::plain;
use crate::graph::{Members, Web};
use crate::guide::Pages;
use crate::matching::Claim;
use crate::model::{ItemId, Kind, Knowledge, Numbers};
use crate::reasoning::{SymptomId, Tables};

use super::{Called, Looked, claims, likeliest_facts, seen};

/// Knowledge, and where its pages are.
#[derive(Clone, Copy)]
pub struct Base<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// How it hangs together.
    pub web: &'a Web,
    /// What words and silence mean.
    pub numbers: &'a Numbers,
    /// What each guide holds, by id.
    pub guides: &'a [(ItemId, Members)],
    /// Where the page of each guide is.
    pub pages: &'a Pages,
    /// Where the site is published.
    pub base_url: Option<&'a str>,
}

/// A symptom that was seen, and the guides that begin with it, or hold it where none begins with it.
type Sighting<'s> = (ItemId, &'s SeenSymptom, Vec<usize>);

impl<'a> Base<'a> {
    /// What the symptoms are known by; those of one guide, by its place in `guides`, where only that is looked
    /// for. The numbers are those of
    /// [`Kind::Symptom`].
    pub fn claims(self, of: Option<usize>) -> impl Iterator<Item = Claim> + 'a {
        let knowledge = self.knowledge;
        let held = of.map(|guide| &self.guides[guide].1.symptoms);
        let ids = (0u32..).zip(knowledge.ids_of(Kind::Symptom).iter().copied());
        let wanted = ids.filter(move |(_, id)| held.is_none_or(|held| held.contains(id)));
        wanted.flat_map(move |(number, id)| {
            let Some(symptom) = knowledge.symptom(id) else { return Vec::new() };
            let texts = |texts: &'a [crate::model::Text]| texts.iter().map(move |&text| knowledge.verbatim(text));
            claims(number, texts(&symptom.messages), texts(&symptom.patterns), texts(&symptom.alerts))
        })
    }

    /// What was found.
    #[must_use]
    pub fn report(self, looked: &[Looked], of: Option<usize>) -> MatchReport {
        let knowledge = self.knowledge;
        let holding = self.holding(of);
        let item = |number: u32| knowledge.ids_of(Kind::Symptom)[number as usize];
        let called = |number: u32| {
            let id = item(number);
            let title = plain::of_inline(&knowledge.title(id));
            Called { id: knowledge.qualified(id), title, guides: holding.get(&id).cloned().unwrap_or_default() }
        };
        let is_fact = |name: &str| knowledge.ids_of(Kind::Fact).iter().any(|&fact| knowledge.name(fact) == name);
        let (symptoms, numbers) = seen(looked, called, |at| knowledge.qualified(self.guides[at].0), is_fact);
        let sightings: Vec<Sighting> = symptoms
            .iter()
            .zip(numbers)
            .map(|(symptom, (number, called))| (item(number), symptom, called.guides))
            .collect();
        let mut fitting: Vec<(f64, FittingGuide)> = Vec::new();
        let mut guides: Vec<usize> = sightings.iter().flat_map(|(.., guides)| guides).copied().collect();
        guides.sort_unstable();
        guides.dedup();
        for at in guides {
            let own: Vec<&Sighting> = sightings.iter().filter(|(.., guides)| guides.contains(&at)).collect();
            let others = sightings.len() - own.len();
            fitting.push(self.fitting(at, &own, others));
        }
        // Equal chances stay in the order of guides.
        fitting.sort_by(|(one, _), (two, _)| two.total_cmp(one));
        let guides = fitting.into_iter().map(|(_, guide)| guide).collect();
        let lines = looked.iter().map(|one| one.tally.lines).sum();
        MatchReport { format: FORMAT, lines, symptoms, guides }
    }

    /// The guides of each symptom: those that begin with it; where none does, those that hold it.
    fn holding(self, of: Option<usize>) -> BTreeMap<ItemId, Vec<usize>> {
        let (mut begin, mut hold) = (BTreeMap::<ItemId, Vec<usize>>::new(), BTreeMap::<ItemId, Vec<usize>>::new());
        for (at, (id, members)) in self.guides.iter().enumerate().filter(|(at, _)| of.is_none_or(|of| of == *at)) {
            let own = self.knowledge.guide(*id).map_or(&[][..], |guide| &guide.symptoms);
            own.iter().filter_map(|name| name.to).for_each(|symptom| begin.entry(symptom).or_default().push(at));
            members.symptoms.iter().for_each(|symptom| hold.entry(*symptom).or_default().push(at));
        }
        hold.extend(begin);
        hold
    }

    /// A guide with what was seen of it, and the logarithm of the chance by which it is ranked.
    fn fitting(self, at: usize, own: &[&Sighting], others: usize) -> (f64, FittingGuide) {
        let (guide, members) = &self.guides[at];
        let knowledge = self.knowledge;
        let id = knowledge.qualified(*guide);
        let link = page(self.base_url, self.pages.path(*guide));
        let title = plain::of_inline(&knowledge.title(*guide));
        let ids = own.iter().map(|(_, symptom, _)| symptom.id.clone()).collect();
        let bare = FittingGuide { id, title, seen: ids, chance: None, link, diagnose: Vec::new() };
        let Some(decision) = Decision::new(knowledge, self.web, self.numbers, *guide, members) else {
            return (f64::NEG_INFINITY, bare);
        };
        let chance = chance_of(&decision, own);
        let names = ItemNames::new(knowledge, &decision);
        let seen: Vec<String> = own.iter().map(|(item, ..)| names.of(*item).to_owned()).collect();
        let (words, known) = self.known(&decision, seen, own);
        let link = format!("{}#go/{}", bare.link, address_of(knowledge, &decision, &known));
        let diagnose = diagnose(self.guide_name(*guide), &words);
        let rank = chance.ln() + others as f64 * decision.problem.policy.silent_symptom.ln();
        (rank, FittingGuide { chance: Some(chance), link, diagnose, ..bare })
    }

    /// What is known to a guide by what was seen, as a command line has it and as the engine takes it. Values that are none of
    /// their facts are left out.
    fn known(self, decision: &Decision, seen: Vec<String>, own: &[&Sighting]) -> (Typed, Known) {
        let mut words = Typed { seen, ..Typed::default() };
        for (name, value) in likeliest_facts(own.iter().map(|(_, symptom, _)| *symptom)) {
            let entry = format!("{name}={value}");
            let alone = Typed { know: vec![entry.clone()], ..Typed::default() };
            if evidence::read(self.knowledge, decision, &alone).is_ok() {
                words.know.push(entry);
            }
        }
        let known = evidence::read(self.knowledge, decision, &words).unwrap_or_default();
        (words, known)
    }

    /// The name that a command line takes for a guide.
    fn guide_name(self, guide: ItemId) -> String {
        let name = self.knowledge.name(guide);
        let alike = self.guides.iter().filter(|(id, _)| self.knowledge.name(*id) == name).count();
        if alike > 1 { self.knowledge.qualified(guide) } else { name.to_owned() }
    }
}

/// The chance that readers of a guide see all of these symptoms: over what may be wrong, its chance times that of each symptom.
fn chance_of(decision: &Decision, own: &[&Sighting]) -> f64 {
    let tables = Tables::new(&decision.problem);
    let rows: Vec<&Vec<f64>> = own
        .iter()
        .filter_map(|(item, ..)| decision.symptom(*item))
        .map(|SymptomId(symptom)| &tables.symptoms[symptom])
        .collect();
    let of = |(h, prior): (usize, &f64)| prior * rows.iter().map(|row| row[h]).product::<f64>();
    tables.prior.iter().enumerate().map(of).sum()
}

/// The command that walks through a guide from there.
fn diagnose(guide: String, words: &Typed) -> Vec<String> {
    let mut all = vec!["kbc".to_owned(), "diagnose".to_owned(), guide];
    for (option, values) in [("--seen", &words.seen), ("--know", &words.know)] {
        all.extend(values.iter().flat_map(|value| [option.to_owned(), value.clone()]));
    }
    all
}

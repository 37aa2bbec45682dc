//! What somebody knows when a guide begins, in the words of a command line.
//!
//! In: names and values as people type them, and the guide that they are about. Out: the engine's evidence, or what was
//! not understood, with the nearest name that there is. Names are plain, or have their module in front. Everything that
//! takes evidence from outside reads it here.

use crate::model::{Body, ItemId, Kind, Knowledge, plain_name};
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{CheckId, CheckKind, Evidence, Step};
use crate::syntax::nearest;

use super::answers::{Reply, Unfit, is_untold, typed};
use super::decide::{Asked, Decision};
use super::truth::World;

/// Evidence as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Symptoms that are seen.
    pub seen: Vec<String>,
    /// Symptoms that are known not to be there.
    pub absent: Vec<String>,
    /// Answers: `CHECK=OUTCOME`, or a value where the check asks one.
    pub given: Vec<String>,
    /// Facts: `FACT=VALUE`.
    pub know: Vec<String>,
    /// Remedies that did not help: `REMEDY`, or `REMEDY=OUTCOME`.
    pub tried: Vec<String>,
}

/// What was not understood, or a move that cannot be made now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InputError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What was probably meant, or what there is.
    pub help: Option<String>,
}

/// Evidence that was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// As the engine takes it.
    pub evidence: Evidence,
    /// The same, and facts that only texts need, for conditions.
    pub world: World,
}

/// Finds the guide that somebody names, plainly or with its module in front.
///
/// # Errors
/// Where no guide is called so, or several are.
pub fn guide(knowledge: &Knowledge, name: &str) -> Result<ItemId, InputError> {
    let guides = knowledge.ids_of(Kind::Guide);
    let found: Vec<ItemId> = guides.iter().copied().filter(|&id| is_called(knowledge, id, name)).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(InputError {
            message: format!("no guide is called `{name}`"),
            help: near(knowledge, name, guides).or_else(|| there_are(knowledge, guides)),
        }),
        several => {
            let names: Vec<String> = several.iter().map(|&id| format!("`{}`", knowledge.qualified(id))).collect();
            Err(InputError {
                message: format!("several guides are called `{name}`"),
                help: Some(format!("say which: {}", names.join(", "))),
            })
        }
    }
}

/// Finds an item among some, by its name.
///
/// # Errors
/// Where none of them is called so; `what` says what was looked for.
pub fn one_of(knowledge: &Knowledge, items: &[ItemId], name: &str, what: &str) -> Result<ItemId, InputError> {
    let mut found: Vec<ItemId> = items.iter().copied().filter(|&id| is_called(knowledge, id, name)).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(InputError {
            message: format!("this guide has no {what} `{name}`"),
            help: near(knowledge, name, items).or_else(|| there_are(knowledge, items)),
        }),
        several => {
            let names: Vec<String> = several.iter().map(|&id| format!("`{}`", knowledge.qualified(id))).collect();
            Err(InputError {
                message: format!("`{name}` may be several things here"),
                help: Some(format!("say which: {}", names.join(", "))),
            })
        }
    }
}

/// Finds a fact by its name: one of those that are asked, else any, for some only texts need, which the engine does not
/// know.
///
/// # Errors
/// Where no fact is called so.
pub fn fact_called(knowledge: &Knowledge, asked: &[ItemId], name: &str) -> Result<ItemId, InputError> {
    let among = |facts: &[ItemId]| one_of(knowledge, facts, name, "fact");
    among(asked).or_else(|misread| among(knowledge.ids_of(Kind::Fact)).map_err(|_| misread))
}

fn is_called(knowledge: &Knowledge, id: ItemId, name: &str) -> bool {
    knowledge.name(id) == name || name.contains('.') && knowledge.qualified(id) == name
}

fn near(knowledge: &Knowledge, name: &str, items: &[ItemId]) -> Option<String> {
    let found = nearest(plain_name(name), items.iter().map(|&id| knowledge.name(id)))?;
    Some(format!("did you mean `{found}`?"))
}

/// A few names are listed whole.
fn there_are(knowledge: &Knowledge, items: &[ItemId]) -> Option<String> {
    const LISTED: usize = 12;
    let names: Vec<String> = items.iter().map(|&id| format!("`{}`", knowledge.name(id))).collect();
    (!names.is_empty() && names.len() <= LISTED).then(|| format!("there are {}", names.join(", ")))
}

/// Reads evidence.
///
/// # Errors
/// Everything that was not understood.
pub fn read(knowledge: &Knowledge, decision: &Decision, words: &Typed) -> Result<Known, Vec<InputError>> {
    let mut known = Known::default();
    let mut wrong = Vec::new();
    let mut note = |result: Result<(), InputError>| wrong.extend(result.err());
    for (list, is_seen) in [(&words.seen, true), (&words.absent, false)] {
        for name in list {
            note(one_of(knowledge, &decision.symptoms, name, "symptom").map(|item| known.see(decision, item, is_seen)));
        }
    }
    for entry in &words.know {
        note(fact(knowledge, decision, entry).and_then(|(item, said)| known.know(knowledge, decision, item, &said)));
    }
    for entry in &words.given {
        note(answer(knowledge, decision, entry).and_then(|(item, said)| match said {
            Some(said) => known.answer(knowledge, decision, item, &said),
            None => {
                decision.check(item).into_iter().for_each(|check| known.decline(decision, Step::Check(check)));
                Ok(())
            }
        }));
    }
    for entry in &words.tried {
        note(tried(knowledge, decision, entry).map(|(item, way)| known.try_in_vain(decision, item, way)));
    }
    // Without an order there is no last answer, so no route of one is pending; and answers came before what was tried.
    known.evidence.last = None;
    known.evidence.asked_since.clear();
    if wrong.is_empty() { Ok(known) } else { Err(wrong) }
}

fn parts<'e>(entry: &'e str, form: &str) -> Result<(&'e str, &'e str), InputError> {
    let (name, value) = entry
        .split_once('=')
        .ok_or_else(|| InputError { message: format!("`{entry}` has no `=`"), help: Some(format!("write {form}")) })?;
    Ok((name.trim(), value.trim()))
}

fn fact(knowledge: &Knowledge, decision: &Decision, entry: &str) -> Result<(ItemId, Reply), InputError> {
    let (name, value) = parts(entry, "FACT=VALUE")?;
    let asked = decision.checks.iter().filter(|asked| matches!(asked, Asked::Fact(..)));
    let facts: Vec<ItemId> = asked.map(Asked::item).collect();
    let item = fact_called(knowledge, &facts, name)?;
    said_of(knowledge, item, value).map(|said| (item, said))
}

/// What is answered; no reply where it cannot be told.
fn answer(knowledge: &Knowledge, decision: &Decision, entry: &str) -> Result<(ItemId, Option<Reply>), InputError> {
    let (name, value) = parts(entry, "CHECK=OUTCOME")?;
    let asked: Vec<ItemId> = decision.asked().collect();
    let item = one_of(knowledge, &asked, name, "check")?;
    if is_untold(knowledge, item, value) {
        return Ok((item, None));
    }
    if knowledge.symptom(item).is_some() {
        let seen = match value {
            "yes" | "seen" => 0,
            "no" | "not-seen" => 1,
            _ => return Err(misfit(knowledge, item, value, &Unfit::NoneOf(vec!["seen", "not-seen"]))),
        };
        return Ok((item, Some(Reply::Option(seen))));
    }
    said_of(knowledge, item, value).map(|said| (item, Some(said)))
}

fn tried(knowledge: &Knowledge, decision: &Decision, entry: &str) -> Result<(ItemId, Option<usize>), InputError> {
    let (name, way) = entry.split_once('=').map_or((entry.trim(), None), |(name, way)| (name.trim(), Some(way.trim())));
    let item = one_of(knowledge, &decision.remedies, name, "remedy")?;
    let Some(way) = way else { return Ok((item, None)) };
    match said_of(knowledge, item, way)? {
        Reply::Option(at) => Ok((item, Some(at))),
        _ => Ok((item, None)),
    }
}

/// What is said of an item, or why it is nothing.
///
/// # Errors
/// Where it is no answer.
pub fn said_of(knowledge: &Knowledge, item: ItemId, value: &str) -> Result<Reply, InputError> {
    // A slip in the name of an outcome must not be taken for a text.
    if let Body::Check(check) = &knowledge.item(item).body
        && check.asks.is_some()
    {
        let names: Vec<&str> = check.outcomes.iter().map(|outcome| knowledge.spelled(outcome.name)).collect();
        if !names.contains(&value) && nearest(value, names.iter().copied()).is_some() {
            return Err(misfit(knowledge, item, value, &Unfit::NoneOf(names)));
        }
    }
    match typed(knowledge, item, value) {
        Ok(Some(said)) => Ok(said),
        Ok(None) => Err(misfit(knowledge, item, value, &Unfit::NoOutcome)),
        Err(unfit) => Err(misfit(knowledge, item, value, &unfit)),
    }
}

fn misfit(knowledge: &Knowledge, item: ItemId, value: &str, unfit: &Unfit) -> InputError {
    let name = knowledge.name(item);
    let (message, help) = match unfit {
        Unfit::NoneOf(names) => {
            let all: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            let help = nearest(value, names.iter().copied())
                .map_or_else(|| format!("there are {}", all.join(", ")), |near| format!("did you mean `{near}`?"));
            (format!("`{name}` has no outcome `{value}`"), Some(help))
        }
        Unfit::NoNumber => (format!("`{name}` is a number, and `{value}` is none"), None),
        Unfit::NoVersion => {
            (format!("`{name}` is a version, and `{value}` is none"), Some("write it as `18` or `26.0.1`".to_owned()))
        }
        Unfit::NoOutcome => (format!("no outcome of `{name}` stands for `{value}`"), None),
        Unfit::NoWays => (format!("`{name}` tells no ways of failing apart"), Some(format!("write only `{name}`"))),
    };
    InputError { message, help }
}

impl Known {
    /// Takes in whether a symptom is seen.
    pub fn see(&mut self, decision: &Decision, item: ItemId, is_seen: bool) {
        self.world.seen.insert(item, is_seen);
        if let Some(symptom) = decision.symptom(item) {
            let list = if is_seen { &mut self.evidence.observed } else { &mut self.evidence.absent };
            if !list.contains(&symptom) {
                list.push(symptom);
            }
        }
        self.complete(decision);
    }

    /// Takes in the facts of which what is seen leaves one value, for the conditions of texts.
    pub fn complete(&mut self, decision: &Decision) {
        for &(check, outcome) in &decision.problem.completed(&self.evidence).known {
            if let Asked::Fact(item, values) = &decision.checks[check.0]
                && let Some(value) = values.get(outcome)
            {
                self.world.facts.entry(*item).or_insert_with(|| value.clone());
            }
        }
    }

    /// Whether a symptom can be seen, by what is known.
    #[must_use]
    pub fn may_see(&self, decision: &Decision, item: ItemId) -> bool {
        let possible = decision.symptom(item).and_then(|id| decision.problem.symptoms[id.0].possible.as_ref());
        possible.is_none_or(|when| truth_for(&decision.problem, &self.evidence, when) != Truth::False)
    }

    /// Takes in a fact from outside.
    ///
    /// # Errors
    /// Where it is no value of the fact.
    pub fn know(
        &mut self,
        knowledge: &Knowledge,
        decision: &Decision,
        item: ItemId,
        said: &Reply,
    ) -> Result<(), InputError> {
        if let Some(value) = said.value() {
            self.world.facts.insert(item, value);
        }
        if let Some((check, outcome)) = decision.answered(item, said) {
            self.evidence.known.retain(|(known, _)| *known != check);
            self.evidence.known.push((check, outcome));
        } else if decision.check(item).is_some() {
            return Err(misfit(knowledge, item, "this", &Unfit::NoOutcome));
        }
        Ok(())
    }

    /// Takes in an answer: of a check, of a fact that was asked, or whether a symptom that was asked for is seen.
    ///
    /// # Errors
    /// Where it is no answer.
    pub fn answer(
        &mut self,
        knowledge: &Knowledge,
        decision: &Decision,
        item: ItemId,
        said: &Reply,
    ) -> Result<(), InputError> {
        if let Some(value) = said.value().filter(|_| knowledge.fact(item).is_some()) {
            self.world.facts.insert(item, value);
        }
        let Some((check, outcome)) = decision.answered(item, said) else {
            return Err(misfit(knowledge, item, "this", &Unfit::NoOutcome));
        };
        self.answer_outcome(decision, check, outcome);
        Ok(())
    }

    /// Takes in the outcome of a check of the engine.
    pub fn answer_outcome(&mut self, decision: &Decision, check: CheckId, outcome: usize) {
        match &decision.checks[check.0] {
            Asked::Fact(item, values) => {
                if let (false, Some(value)) = (self.world.facts.contains_key(item), values.get(outcome)) {
                    self.world.facts.insert(*item, value.clone());
                }
            }
            Asked::Symptom(item) | Asked::Observed(item) => drop(self.world.seen.insert(*item, outcome == 0)),
            Asked::Check(item) | Asked::Excluded(item) => drop(self.world.outcomes.insert(*item, outcome)),
        }
        if decision.problem.checks[check.0].kind == CheckKind::NeverAsked {
            // Nobody asks it on the way, so it was known before.
            self.evidence.known.push((check, outcome));
        } else {
            self.evidence.answer(&decision.problem, check, outcome);
        }
    }

    /// Takes in that a step cannot be told or done.
    pub fn decline(&mut self, decision: &Decision, step: Step) {
        self.evidence.declined.push(step);
        if decision.problem.says_where_untold(step) {
            self.evidence.last = Some(step);
        }
    }

    /// Takes in that a remedy did not help, and in which way.
    pub fn try_in_vain(&mut self, decision: &Decision, item: ItemId, way: Option<usize>) {
        self.world.tried.insert(item);
        if let Some(way) = way {
            self.world.outcomes.insert(item, way);
        }
        if let Some(remedy) = decision.remedy(item) {
            self.evidence.fail(&decision.problem, remedy, way);
        }
    }
}

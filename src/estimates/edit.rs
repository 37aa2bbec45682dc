//! Edits of the text that put numbers in the place of others.
//!
//! In: knowledge and changes. Out: by file the edits, or why a unit cannot be edited. Every byte that is no number stays, but that a
//! chance takes the place of a word for how strongly an answer points, and that a chance is added where an answer said nothing. Of a
//! row all outcomes but one are given, and that one takes the rest.

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;

use crate::fmt;
use crate::learning::learned::{base_shares, left_open};
use crate::model::{Effect, EffectKind, Kind, Outcome};
use crate::reasoning::{Problem, RowSources, Step, Tables, base_rates, row_sources};
use crate::source::{FileId, Span};

use super::changes::Patch;
use super::times::in_text;
use super::written::{Unit, Written};

/// Edits by file: places and what stands there afterwards, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edited {
    /// By file.
    pub files: BTreeMap<FileId, Vec<(Range<usize>, String)>>,
    /// Units that no edit reaches, and why.
    pub refused: Vec<(Unit, NotWritable)>,
}

/// Why a unit cannot be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotWritable {
    /// One weight alone would not compare with the others.
    #[error("the causes of its guide have no `likelihood`")]
    NoLikelihood,
    /// It follows from something else.
    #[error("the guide does not say it")]
    NotSaid,
    /// The engine has no rows of this step.
    #[error("its rows are not the engine's")]
    Foreign,
    /// Each outcome is said something of, so that none takes what the others leave.
    #[error("no outcome can take the rest")]
    NoRest,
    /// One outcome has several statements about one cause.
    #[error("an outcome says two things of the cause")]
    Twice,
    /// One statement is about several causes; the word that it begins with.
    #[error("`{0}` says it of several causes at once: give each a statement of its own")]
    Together(&'static str),
}

impl Edited {
    fn put(&mut self, span: Span, text: String) {
        self.files.entry(span.file).or_default().push((span.range(), text));
    }

    /// The text of a file with its edits.
    #[must_use]
    pub fn apply(&self, file: FileId, text: &str) -> String {
        let Some(edits) = self.files.get(&file) else { return text.to_owned() };
        let mut edits = edits.clone();
        // What is put at one place stands in the order in which it was found.
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut made, mut from) = (String::with_capacity(text.len()), 0);
        for (range, new) in edits {
            made.push_str(&text[from..range.start.max(from)]);
            made.push_str(&new);
            from = range.end.max(from);
        }
        made.push_str(&text[from..]);
        made
    }

    /// The same, laid out where the text was: a file in its layout stays in it.
    #[must_use]
    pub fn laid_out(&self, file: FileId, text: &str, width: usize) -> String {
        let plain = self.apply(file, text);
        let was_laid_out = fmt::format(text, width).is_ok_and(|laid| laid.text.is_none());
        let laid = if was_laid_out { fmt::format(&plain, width).ok().and_then(|laid| laid.text) } else { None };
        laid.unwrap_or(plain)
    }
}

/// The edits of some changes. `problems` are the guides, for the rows as they are.
#[must_use]
pub fn edit(written: &Written<'_>, problems: &[&Problem], patch: &Patch) -> Edited {
    let mut edited = Edited::default();
    let mut steps: Vec<&String> = Vec::new();
    for (unit, change) in &patch.0 {
        match unit {
            Unit::Likelihood(cause) => {
                let body = written.item(cause).and_then(|item| written.knowledge.cause(item));
                match (body.and_then(|body| body.likelihood), change.first()) {
                    (Some(given), Some((_, weight))) if given.is_written() => edited.put(given.span, number(*weight)),
                    (Some(_), Some(_)) => edited.refused.push((unit.clone(), NotWritable::NoLikelihood)),
                    _ => {}
                }
            }
            Unit::Fixes(remedy, cause) => {
                if let (Some(fixed), Some((_, chance))) = (written.fixes(remedy, cause), change.first()) {
                    // Where how often was left out, it stands behind the name.
                    let gap = if fixed.chance.is_written() { "" } else { " " };
                    edited.put(fixed.chance.span, format!("{gap}{}", percent(*chance)));
                }
            }
            Unit::Row(step, _) => {
                if steps.last() != Some(&step) {
                    steps.push(step);
                }
            }
            Unit::Takes(step) => {
                let parts = written.times(step);
                for (part, minutes) in change {
                    if let Some((_, given)) = parts.iter().find(|(one, _)| one == part) {
                        edited.put(given.span, in_text(*minutes));
                    }
                }
            }
            Unit::Other(_) => edited.refused.push((unit.clone(), NotWritable::NotSaid)),
        }
    }
    for step in steps {
        if let Err(why) = rows(written, problems, patch, step, &mut edited) {
            let units = patch.0.keys().filter(|unit| matches!(unit, Unit::Row(one, _) if one == step));
            edited.refused.extend(units.map(|unit| (unit.clone(), why)));
        }
    }
    edited
}

/// The rows of a step, as the engine has them.
pub(super) fn sources(problems: &[&Problem], step: &str) -> Option<(RowSources, Vec<String>, Vec<f64>)> {
    for problem in problems {
        let check = problem.checks.iter().position(|one| one.name == step);
        let remedy = problem.remedies.iter().position(|one| one.name == step);
        let (id, outcomes) = match (check, remedy) {
            (Some(at), _) => (Step::Check(crate::reasoning::CheckId(at)), &problem.checks[at].outcomes),
            (_, Some(at)) => (Step::Remedy(crate::reasoning::RemedyId(at)), &problem.remedies[at].outcomes),
            _ => continue,
        };
        let sources = row_sources(problem, &Tables::new(problem), id)?;
        let names = problem.causes.iter().map(|cause| cause.name.clone()).collect();
        return Some((sources, names, base_rates(outcomes, problem.policy.confirm_ratio)));
    }
    None
}

fn rows(
    written: &Written<'_>,
    problems: &[&Problem],
    patch: &Patch,
    step: &str,
    edited: &mut Edited,
) -> Result<(), NotWritable> {
    let (sources, names, base) = sources(problems, step).ok_or(NotWritable::Foreign)?;
    let changed = |of: Option<&str>| patch.0.get(&Unit::Row(step.to_owned(), of.map(str::to_owned)));
    let silent = changed(None);
    if written.item(step).is_some_and(|item| written.knowledge.item(item).kind() == Kind::Fact) {
        let shares = written.shares(step);
        for (name, chance) in silent.into_iter().flatten() {
            if let Some((_, share)) = shares.iter().find(|(one, _)| one == name) {
                edited.put(share.span, percent(*chance));
            }
        }
        return Ok(());
    }
    let outcomes = written.outcomes(step);
    let mut made = Edited::default();
    let mut additions: Vec<Vec<String>> = vec![Vec::new(); outcomes.len()];
    let mut rates: Vec<Option<f64>> = vec![None; outcomes.len()];
    if let Some(row) = silent {
        let row: Vec<f64> = row.iter().map(|(_, chance)| *chance).collect();
        for (at, share) in whole(&base_shares(&base, &sources.silent, &row)).into_iter().enumerate() {
            rates[at] = Some(share);
            match &outcomes[at].share {
                Some(written) => made.put(written.span, percent(share)),
                None => made.put(head_end(&outcomes[at]), format!(" {}", percent(share))),
            }
        }
    }
    let engine: Vec<crate::reasoning::Outcome> = outcomes
        .iter()
        .zip(&rates)
        .map(|(outcome, rate)| crate::reasoning::Outcome {
            share: rate.or(outcome.share.as_ref().map(|share| share.value)),
            ..Default::default()
        })
        .collect();
    for (cause, before) in &sources.spoken {
        let name = &names[cause.0];
        let is_said = outcomes
            .iter()
            .any(|outcome| written.effects(outcome, name).any(|effect| matches!(effect.kind, EffectKind::Confirms)));
        let row = match changed(Some(name)) {
            Some(change) => change.iter().map(|(_, chance)| *chance).collect(),
            // Where the base rates change, a row that says only how strongly answers point would change with them.
            None if silent.is_some() && !is_said => before.clone(),
            None => continue,
        };
        give(written, outcomes, &engine, (name, before, &row), &mut made, &mut additions)?;
    }
    for (outcome, added) in outcomes.iter().zip(&additions) {
        add(written, outcome, added, &mut made);
    }
    for (file, edits) in made.files {
        edited.files.entry(file).or_default().extend(edits);
    }
    Ok(())
}

/// Gives a cause its chances on all outcomes but one.
fn give(
    written: &Written<'_>,
    outcomes: &[Outcome],
    engine: &[crate::reasoning::Outcome],
    (cause, before, row): (&str, &[f64], &[f64]),
    made: &mut Edited,
    additions: &mut [Vec<String>],
) -> Result<(), NotWritable> {
    // An outcome that says nothing of the cause goes on to say nothing, where there is one.
    let unsaid: Vec<f64> = outcomes
        .iter()
        .zip(before)
        .map(|(outcome, chance)| if written.effects(outcome, cause).next().is_none() { *chance } else { 0.0 })
        .collect();
    let rest = left_open(engine, &unsaid, row).or_else(|| left_open(engine, before, row));
    let rest = rest.ok_or(NotWritable::NoRest)?;
    let row = &whole(row);
    for (at, outcome) in outcomes.iter().enumerate() {
        let said: Vec<&Effect> = written.effects(outcome, cause).collect();
        let given = said.iter().find(|effect| matches!(effect.kind, EffectKind::Given(_)));
        let pointing: Vec<&&Effect> = said
            .iter()
            .filter(|effect| matches!(effect.kind, EffectKind::PointsTo(_) | EffectKind::Against(_)))
            .collect();
        match given {
            // What is given already is given anew, the rest too: then all of them sum to 1.
            Some(effect) => {
                let whole = written.knowledge.slice(effect.span);
                let chance = whole.rfind(|letter: char| letter.is_whitespace()).map_or(whole.len(), |at| at + 1);
                let chance = if whole.ends_with('%') { start_of_percent(whole) } else { chance };
                let span = Span::new(effect.span.file, effect.span.range().start + chance, effect.span.range().end);
                made.put(span, percent(row[at]));
            }
            None if at == rest && pointing.is_empty() => {}
            None if before[at] <= 0.0 => {}
            None => match pointing.as_slice() {
                [] => {
                    let name = name_of(written, outcome, cause);
                    additions[at].push(format!("given {name} {}", percent(row[at])));
                }
                [effect] => {
                    let name = written.knowledge.slice(effect.cause.span).to_owned();
                    made.put(alone(written, effect)?, format!("given {name} {}", percent(row[at])));
                }
                _ => return Err(NotWritable::Twice),
            },
        }
    }
    Ok(())
}

/// Chances in hundredths of a per cent that sum to 1: the greatest takes what rounding leaves.
fn whole(row: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = row.iter().map(|chance| (chance * 1e4).round() / 1e4).collect();
    if let Some(greatest) = (0..row.len()).reduce(|best, at| if row[at] > row[best] { at } else { best }) {
        let others: f64 = (0..all.len()).filter(|at| *at != greatest).map(|at| all[at]).sum();
        all[greatest] = ((1.0 - others) * 1e4).round() / 1e4;
    }
    all
}

/// Where the number of a percentage begins, as in `cause 70 %`.
fn start_of_percent(whole: &str) -> usize {
    let digits = whole.trim_end_matches('%').trim_end();
    digits.rfind(|letter: char| !letter.is_ascii_digit() && letter != '.').map_or(0, |at| at + 1)
}

/// A name for a cause that can stand in the file of an outcome: as it stands elsewhere in the step, else with its module.
fn name_of(written: &Written<'_>, outcome: &Outcome, cause: &str) -> String {
    let file = outcome.name.span.file;
    let item = written.item(cause);
    let holder = written.knowledge.item_at(outcome.name.span);
    let all = holder.map_or(&[][..], |holder| written.knowledge.outcomes(holder));
    let same = all.iter().flat_map(|outcome| &outcome.effects).find(|effect| effect.cause.to == item && item.is_some());
    let own =
        item.filter(|&item| written.knowledge.file(item) == file).map(|item| written.knowledge.name(item).to_owned());
    same.map(|effect| written.knowledge.slice(effect.cause.span).to_owned()).or(own).unwrap_or_else(|| cause.to_owned())
}

/// The statement that an effect is all of, with its keyword.
fn alone(written: &Written<'_>, effect: &Effect) -> Result<Span, NotWritable> {
    let source = written.knowledge.sources.get(effect.span.file).text();
    let range = effect.span.range();
    let word = if matches!(effect.kind, EffectKind::Against(_)) { "against" } else { "points-to" };
    let before = source[..range.start].trim_end();
    let behind = source[range.end..].trim_start_matches(' ');
    if before.ends_with(word) && !behind.starts_with(',') {
        return Ok(Span::new(effect.span.file, before.len() - word.len(), range.end));
    }
    Err(NotWritable::Together(word))
}

/// Where the head of an outcome ends: behind its title, its range or its base rate.
fn head_end(outcome: &Outcome) -> Span {
    let title = outcome.title.span;
    let ends =
        [Some(title), outcome.range.as_ref().map(|range| range.span), outcome.share.as_ref().map(|share| share.span)];
    let end = ends.into_iter().flatten().map(|span| span.range().end).max().unwrap_or(title.range().end);
    Span::new(title.file, end, end)
}

/// Adds statements to an outcome.
fn add(written: &Written<'_>, outcome: &Outcome, statements: &[String], made: &mut Edited) {
    if statements.is_empty() {
        return;
    }
    let head = head_end(outcome);
    let source = written.knowledge.sources.get(head.file).text();
    let rest = &source[head.range().end..];
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let at = |offset: usize| Span::new(head.file, head.range().end + offset, head.range().end + offset);
    if !rest[blank..].starts_with('{') {
        made.put(at(0), format!(" {{ {} }}", statements.join(" ; ")));
        return;
    }
    let inside = &rest[blank + 1..];
    let space = inside.len() - inside.trim_start_matches([' ', '\t']).len();
    let first = inside[space..].chars().next();
    if first == Some('\n') {
        // On lines of their own, as deep as the first of the block.
        let next = &inside[space + 1..];
        let depth: String = next.chars().take_while(|letter| *letter == ' ' || *letter == '\t').collect();
        let lines: Vec<String> = statements.iter().map(|statement| format!("\n{depth}{statement}")).collect();
        made.put(at(blank + 1 + space), lines.concat());
    } else if first == Some('}') {
        made.put(at(blank + 1), format!(" {}{}", statements.join(" ; "), if space > 0 { "" } else { " " }));
    } else {
        made.put(at(blank + 1), format!(" {} ;{}", statements.join(" ; "), if space > 0 { "" } else { " " }));
    }
}

/// A number as it is written in the text.
fn number(number: f64) -> String {
    format!("{number}")
}

/// A chance as it is written in the text, to a hundredth of a per cent.
fn percent(chance: f64) -> String {
    format!("{}%", (chance * 10_000.0).round() / 100.0)
}

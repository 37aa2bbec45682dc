//! The words of a guide's log lines, and what they stand for.
//!
//! In: a problem. Out: its items by the names that patterns have, and the way back. What a name does not stand for any more is
//! told, and counts as not asked.

use rustc_hash::FxHashMap;

use crate::model::plain_name;
use crate::reasoning::interchange::ShortNames;
use crate::reasoning::{CheckId, CheckKind, EscalationId, GuideId, Problem, RemedyId, Step, SymptomId};

use super::history::History;
use super::intervals::holding;
use super::pattern::{Seen, failure, read_failure, value};

/// What a session came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// A remedy helped.
    SolvedBy(RemedyId),
    /// The reader left right after a remedy, and said no more.
    LeftAfter(RemedyId),
    /// The reader left, with something else before them.
    Left,
    /// Anything else: what was said before counts, and no more.
    Else,
}

/// What a session showed, in the guide's own ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// The symptoms that the reader came with, ascending.
    pub came: Vec<SymptomId>,
    /// Answers, ascending; a check that was asked once more stands twice.
    pub answers: Vec<(CheckId, usize)>,
    /// Remedies that did not help, ascending, each as often as it was tried.
    pub failed: Vec<(RemedyId, Option<usize>)>,
    /// What could not be told or done, ascending.
    pub untold: Vec<Step>,
    /// How it ended.
    pub ending: Ending,
    /// What support found: the column of a hypothesis.
    pub cause: Option<usize>,
}

impl Story {
    /// The same, if whoever left right after a remedy was helped by it.
    #[must_use]
    pub fn helped(&self) -> Self {
        let mut story = self.clone();
        if let Ending::LeftAfter(remedy) = story.ending {
            // They may have said that it did not help, and left then.
            if !story.failed.iter().any(|(failed, _)| *failed == remedy) {
                story.ending = Ending::SolvedBy(remedy);
            }
        }
        story
    }

    /// Puts everything in its order; what can be said once alone stands once.
    pub fn sort(&mut self) {
        self.came.sort_unstable();
        self.came.dedup();
        self.answers.sort_unstable();
        self.failed.sort_unstable();
        self.untold.sort_unstable();
        self.untold.dedup();
        // There may be millions.
        self.came.shrink_to_fit();
        self.answers.shrink_to_fit();
        self.failed.shrink_to_fit();
        self.untold.shrink_to_fit();
    }
}

/// The words of a guide.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    names: ShortNames,
    /// The values of each check, and the ways in which each remedy fails.
    answers: Vec<Vec<String>>,
    ways: Vec<Vec<String>>,
    symptoms: FxHashMap<String, SymptomId>,
    steps: FxHashMap<String, Step>,
    asking: FxHashMap<SymptomId, CheckId>,
    columns: FxHashMap<String, usize>,
    /// By step the first month whose answers count.
    since: FxHashMap<Step, String>,
    /// The facts whose values are intervals of versions, else of numbers.
    intervals: FxHashMap<CheckId, bool>,
    /// By step and former name an outcome.
    former: FxHashMap<Step, FxHashMap<String, usize>>,
    /// By the name of another step and what an outcome was called there, the step and the outcome that it became.
    moved: FxHashMap<String, FxHashMap<String, (Step, usize)>>,
}

/// A session as it is told: its tokens, its ending and its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The pattern.
    pub pattern: String,
    /// The ending.
    pub ending: String,
    /// The cause.
    pub cause: Option<String>,
}

impl Vocabulary {
    /// Of a guide.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let names = ShortNames::new(problem);
        let values = |step: Step, count: usize| -> Vec<String> {
            (0..count).map(|at| value(names.outcome(step, at), at)).collect()
        };
        let answers = problem.checks.iter().enumerate();
        let answers =
            answers.map(|(at, check)| values(Step::Check(CheckId(at)), check.outcomes.len().max(2))).collect();
        let ways = problem.remedies.iter().enumerate();
        let ways = ways.map(|(at, remedy)| values(Step::Remedy(RemedyId(at)), remedy.outcomes.len())).collect();
        let mut steps = FxHashMap::default();
        let mut asking = FxHashMap::default();
        for (at, check) in problem.checks.iter().enumerate() {
            let (id, step) = (CheckId(at), Step::Check(CheckId(at)));
            match check.kind {
                CheckKind::Symptom(symptom) => {
                    asking.insert(symptom, id);
                }
                CheckKind::Observed(_) => {}
                _ => {
                    steps.insert(names.step(step).to_owned(), step);
                }
            }
        }
        for at in 0..problem.remedies.len() {
            let step = Step::Remedy(RemedyId(at));
            steps.insert(names.step(step).to_owned(), step);
        }
        let symptoms = (0..problem.symptoms.len()).map(|at| (names.symptom(SymptomId(at)).to_owned(), SymptomId(at)));
        let width = problem.hypotheses().count() + 1;
        let columns = (0..width).map(|column| (names.column(column).to_owned(), column)).collect();
        Self {
            symptoms: symptoms.collect(),
            names,
            answers,
            ways,
            steps,
            asking,
            columns,
            since: FxHashMap::default(),
            intervals: FxHashMap::default(),
            former: FxHashMap::default(),
            moved: FxHashMap::default(),
        }
    }

    /// Of a guide, with the names that its items had before, where these are no names of today.
    #[must_use]
    pub fn through_time(problem: &Problem, history: &History) -> Self {
        let mut all = Self::new(problem);
        let checks = problem.checks.iter().enumerate().map(|(at, check)| (Step::Check(CheckId(at)), &check.name));
        let remedies =
            problem.remedies.iter().enumerate().map(|(at, remedy)| (Step::Remedy(RemedyId(at)), &remedy.name));
        let steps: FxHashMap<&String, Step> = checks.chain(remedies).map(|(step, name)| (name, step)).collect();
        for (former, today) in &history.former {
            let symptom = problem.symptoms.iter().position(|symptom| symptom.name == *today);
            let column = problem.hypotheses().position(|cause| problem.causes[cause.0].name == *today);
            for name in [former.as_str(), plain_name(former)] {
                if let Some(symptom) = symptom {
                    all.symptoms.entry(name.to_owned()).or_insert(SymptomId(symptom));
                } else if let Some(column) = column {
                    all.columns.entry(name.to_owned()).or_insert(column);
                } else if let Some(step) = steps.get(today) {
                    all.steps.entry(name.to_owned()).or_insert(*step);
                }
            }
        }
        for one in &history.outcomes {
            let Some(step) = steps.get(&one.step).copied() else { continue };
            let Some(outcome) = problem.outcomes(step).iter().position(|outcome| outcome.name == one.outcome) else {
                continue;
            };
            match &one.former_step {
                None => _ = all.former.entry(step).or_default().insert(one.former.clone(), outcome),
                Some(of) => {
                    for name in [of.as_str(), plain_name(of)] {
                        all.moved.entry(name.to_owned()).or_default().insert(one.former.clone(), (step, outcome));
                    }
                }
            }
        }
        all.since = history.since.iter().filter_map(|(name, month)| Some((*steps.get(name)?, month.clone()))).collect();
        let facts = problem.checks.iter().enumerate();
        let facts = facts.filter(|(_, check)| matches!(check.kind, CheckKind::Fact | CheckKind::NeverAsked));
        all.intervals = facts.map(|(at, check)| (CheckId(at), history.versions.contains(&check.name))).collect();
        all
    }

    /// Whether what a step showed in a month is of a time when it meant something else.
    #[must_use]
    pub fn is_outdated(&self, step: Step, month: &str) -> bool {
        !month.is_empty() && self.since.get(&step).is_some_and(|since| month < since.as_str())
    }

    /// Takes out of a story what is of a time when it meant something else; says of which steps.
    pub fn leave_out_what_changed(&self, story: &mut Story, month: &str) -> Vec<Step> {
        if self.since.is_empty() || month.is_empty() {
            return Vec::new();
        }
        let mut left_out = Vec::new();
        let mut counts = |step: Step| {
            let is_outdated = self.is_outdated(step, month);
            if is_outdated {
                left_out.push(step);
            }
            !is_outdated
        };
        story.answers.retain(|(check, _)| counts(Step::Check(*check)));
        story.failed.retain(|(remedy, _)| counts(Step::Remedy(*remedy)));
        story.untold.retain(|step| counts(*step));
        if let Ending::SolvedBy(remedy) | Ending::LeftAfter(remedy) = story.ending
            && !counts(Step::Remedy(remedy))
        {
            story.ending = Ending::Else;
        }
        left_out.sort_unstable();
        left_out.dedup();
        left_out
    }

    /// The names behind the words.
    #[must_use]
    pub fn names(&self) -> &ShortNames {
        &self.names
    }

    /// A step by its name.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<Step> {
        self.steps.get(name).copied()
    }

    /// What a step is called: whether a symptom is seen is asked by the name of the symptom.
    #[must_use]
    pub fn called(&self, problem: &Problem, step: Step) -> &str {
        match step {
            Step::Check(CheckId(at)) => match problem.checks[at].kind {
                CheckKind::Symptom(symptom) => self.names.symptom(symptom),
                _ => self.names.step(step),
            },
            Step::Remedy(_) => self.names.step(step),
        }
    }

    /// Of an answer to a check.
    #[must_use]
    pub fn answer(&self, problem: &Problem, check: CheckId, outcome: usize) -> Seen<String> {
        match problem.checks[check.0].kind {
            CheckKind::Symptom(symptom) => Seen::Asked(self.names.symptom(symptom).to_owned(), outcome == 0),
            _ => {
                let step = self.names.step(Step::Check(check)).to_owned();
                Seen::Told(step, self.answers[check.0].get(outcome).cloned().unwrap_or_default())
            }
        }
    }

    /// Of a remedy that was tried so often in vain.
    #[must_use]
    pub fn failure(&self, remedy: RemedyId, way: Option<usize>, times: usize) -> Seen<String> {
        let way = way.and_then(|way| self.ways[remedy.0].get(way));
        Seen::Told(self.names.step(Step::Remedy(remedy)).to_owned(), failure(way.map(String::as_str), times))
    }

    /// What stands for a step's result in the list of steps.
    #[must_use]
    pub fn result(&self, step: Step, outcome: Option<usize>) -> String {
        match (step, outcome) {
            (_, None) => "?".to_owned(),
            (Step::Check(check), Some(outcome)) => self.answers[check.0].get(outcome).cloned().unwrap_or_default(),
            (Step::Remedy(remedy), Some(way)) => failure(self.ways[remedy.0].get(way).map(String::as_str), 1),
        }
    }

    /// A story as it is told.
    #[must_use]
    pub fn tell(&self, problem: &Problem, story: &Story, ending: String) -> Told {
        let mut seen: Vec<Seen<String>> = Vec::new();
        seen.extend(story.came.iter().map(|symptom| Seen::Came(self.names.symptom(*symptom).to_owned())));
        seen.extend(story.answers.iter().map(|(check, outcome)| self.answer(problem, *check, *outcome)));
        for same in story.failed.chunk_by(|a, b| a == b) {
            seen.push(self.failure(same[0].0, same[0].1, same.len()));
        }
        seen.extend(story.untold.iter().map(|step| Seen::Untold(self.called(problem, *step).to_owned())));
        let cause = story.cause.map(|column| self.names.column(column).to_owned());
        Told { pattern: super::pattern::pattern(&seen), ending, cause }
    }

    /// How a session is told to have ended with a remedy that helped.
    #[must_use]
    pub fn solved_by(&self, remedy: RemedyId) -> String {
        format!("solved:{}", self.names.step(Step::Remedy(remedy)))
    }

    /// How it is told that somebody took over.
    #[must_use]
    pub fn handed_over(&self, to: EscalationId) -> String {
        format!("handed-over:{}", self.names.escalation(to))
    }

    /// How it is told that another guide goes on.
    #[must_use]
    pub fn goes_on(&self, to: GuideId) -> String {
        format!("guide:{}", self.names.guide(to))
    }

    /// Reads what was told. What it names that is nothing of this guide is passed to `unknown`, and counts as not asked.
    pub fn read(&self, (pattern, ending, cause): (&str, &str, Option<&str>), unknown: &mut impl FnMut(&str)) -> Story {
        let mut story = Story {
            came: Vec::new(),
            answers: Vec::new(),
            failed: Vec::new(),
            untold: Vec::new(),
            ending: self.ending(ending, unknown),
            cause: None,
        };
        for token in pattern.split(' ').filter(|token| !token.is_empty()) {
            if Seen::read(token).and_then(|seen| self.take(&mut story, &seen)).is_none() {
                unknown(token);
            }
        }
        story.sort();
        // Several causes at once are left out before; a name that is none of the guide's is some other cause.
        story.cause = cause.map(|cause| {
            self.columns.get(cause).copied().unwrap_or_else(|| {
                unknown(cause);
                self.columns.len() - 1
            })
        });
        story
    }

    fn take(&self, story: &mut Story, seen: &Seen<&str>) -> Option<()> {
        match *seen {
            Seen::Came(symptom) => story.came.push(*self.symptoms.get(symptom)?),
            Seen::Asked(symptom, is_there) => {
                let symptom = self.symptoms.get(symptom)?;
                story.answers.push((*self.asking.get(symptom)?, usize::from(!is_there)));
            }
            Seen::Untold(name) => {
                let asked = || Some(Step::Check(*self.asking.get(self.symptoms.get(name)?)?));
                story.untold.push(self.step(name).or_else(asked)?);
            }
            Seen::Told(name, value) => self.take_told(story, name, value)?,
        }
        Some(())
    }

    fn take_told(&self, story: &mut Story, name: &str, value: &str) -> Option<()> {
        let step = self.step(name);
        if let Some(Step::Remedy(remedy)) = step {
            let (way, times) = read_failure(value)?;
            // A way that the remedy does not tell apart any more is a failure all the same.
            let way = way.and_then(|way| self.outcome(Step::Remedy(remedy), way));
            story.failed.extend(std::iter::repeat_n((remedy, way), times));
            return Some(());
        }
        if let Some((Step::Check(check), outcome)) = step.and_then(|step| Some((step, self.outcome(step, value)?))) {
            story.answers.push((check, outcome));
            return Some(());
        }
        // What the step does not hold any more, or is gone with it, may have moved to another.
        let moved = |outcome: &str| self.moved.get(name)?.get(outcome).copied();
        match moved(value) {
            Some((Step::Check(check), outcome)) => story.answers.push((check, outcome)),
            _ => {
                let (way, times) = read_failure(value)?;
                let (Step::Remedy(remedy), way) = moved(way?)? else { return None };
                story.failed.extend(std::iter::repeat_n((remedy, Some(way)), times));
            }
        }
        Some(())
    }

    /// The outcome of a step by what it is called in a log: by its name of today, as the interval that holds it, or by a former name.
    fn outcome(&self, step: Step, name: &str) -> Option<usize> {
        let today = match step {
            Step::Check(check) => {
                let answers = &self.answers[check.0];
                let cut_otherwise = || holding(answers, name, *self.intervals.get(&check)?);
                answers.iter().position(|answer| answer == name).or_else(cut_otherwise)
            }
            Step::Remedy(remedy) => self.ways[remedy.0].iter().position(|way| way == name),
        };
        today.or_else(|| self.former.get(&step)?.get(name).copied())
    }

    /// What the result of a step is called today.
    #[must_use]
    pub fn result_today(&self, step: Step, result: &str) -> String {
        let outcome = match step {
            Step::Check(_) => self.outcome(step, result),
            Step::Remedy(_) => read_failure(result).and_then(|(way, _)| self.outcome(step, way?)),
        };
        outcome.map_or_else(|| result.to_owned(), |outcome| self.result(step, Some(outcome)))
    }

    fn ending(&self, ending: &str, unknown: &mut impl FnMut(&str)) -> Ending {
        let mut remedy = |name: &str| match self.step(name) {
            Some(Step::Remedy(remedy)) => Some(remedy),
            _ => {
                unknown(name);
                None
            }
        };
        if let Some(name) = ending.strip_prefix("solved:") {
            return remedy(name).map_or(Ending::Else, Ending::SolvedBy);
        }
        if let Some(name) = ending.strip_prefix("left-after:") {
            return remedy(name).map_or(Ending::Left, Ending::LeftAfter);
        }
        if ending == "left" { Ending::Left } else { Ending::Else }
    }
}

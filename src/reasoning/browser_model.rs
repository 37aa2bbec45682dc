//! Tables and flow as short lists, for an engine that runs where the guide is read.
//! In: a problem and its plan. Out: numbers alone, small enough to travel with a page, and whole enough that the rule of
//! one step can be computed from them to the last digit. Names and prose are never here.
//!
//! Steps are numbered as actions: checks first, then every copy of every remedy. A target of a route, and what a node of the
//! flow does, is such a number, or one below 0 for an end: `-1 - 4·id - kind`, with the kinds 0 escalate, 1 contradiction,
//! 2 another guide, 3 solved.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::actions::Actions;
use super::coupling::{MOST_JOINT, factors};
use super::flow::Doing;
use super::permission::{ALIKE, ASSIGNMENTS, NEAR};
use super::plan::Plan;
use super::problem::{CheckKind, Condition, EscalationMode, Problem, RuleEffect, Step, Target};
use super::search::EQUAL;
use super::step_rationale::SAME;
use super::told::{CLEAR, SLIGHT};

/// A number that is written without a fraction where it has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = self.0 as i64;
        #[expect(clippy::float_cmp, reason = "a number is whole or it is not")]
        if whole as f64 == self.0 && self.0.abs() < 1e9 {
            serializer.serialize_i64(whole)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// A condition: `[0, check, outcome]`, `[1, action]` tried in vain, `[2, action, outcome]` failed so, `[3, part]` not,
/// `[4, n, parts…]` at least so many.
#[derive(Clone, Debug, PartialEq)]
pub struct Short(Condition, Vec<usize>);

/// A number below zero is an end, so indices are signed here.
fn signed(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// All that is numbers in a guide. What most guides do not have is left out where it is empty.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "marks that are independent of each other")]
pub struct BrowserModel {
    /// The measures of the engine, so that a page has none of its own.
    pub limits: Limits,
    /// Prior chances by hypothesis, the unknown cause last.
    pub prior: Vec<Number>,
    /// The escalations of a hypothesis' own: pairs of hypothesis and escalation, each in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<(usize, usize)>,
    /// Who takes over in the place of the guide's own escalation, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead: Vec<usize>,
    /// Whom an escalation is for: pairs of escalation and condition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meant_for: Vec<(usize, Short)>,
    /// The facts that may decide who takes over, and are asked before that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deciding: Vec<usize>,
    /// Where a hypothesis can be: pairs of hypothesis and condition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<(usize, Short)>,
    /// Where a symptom can be seen: pairs of symptom and condition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<(usize, Short)>,
    /// P(s|c) of each symptom, as a row of the same form as the others.
    pub symptoms: Vec<Vec<Number>>,
    /// The guide's own symptoms.
    pub own: Vec<usize>,
    /// Tests, facts, and symptoms that are asked.
    pub checks: Vec<ShortCheck>,
    /// Repairs.
    pub remedies: Vec<ShortRemedy>,
    /// Rules, in the order of ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<ShortRule>,
    /// What each escalation takes, in minutes.
    pub escalations: Vec<Number>,
    /// The guide's own escalation.
    pub escalation: usize,
    /// Whether it is only for when nothing else is left.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
    /// Chances of help below this hold nothing up.
    pub negligible: Number,
    /// What is left for the unknown cause once an answer has confirmed another.
    pub surprise: Number,
    /// Where a hand-written chart begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// All actions by qualified name.
    pub order: Vec<usize>,
    /// The actions that count as destructive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub destructive: Vec<usize>,
    /// The actions that conditions which open, close or weigh something ask about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enablers: Vec<usize>,
    /// Whether any step is bound by more than being undone.
    pub constrained: bool,
    /// Whether any condition opens or closes steps.
    pub conditional: bool,
    /// Whether there are routes.
    pub routed: bool,
    /// Where a reader comes in: pairs of symptom (-1: none is named) and node.
    pub entries: Vec<(i64, usize)>,
    /// The nodes, children before parents, one after another: what to do and, for a step, how many nodes back each
    /// outcome leads.
    pub flow: Vec<i64>,
}

/// The measures of the engine that do not depend on the guide.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Limits {
    /// Chances this near to a threshold are at it.
    pub near: f64,
    /// Causes are as likely as each other where their chances differ by no larger a share.
    pub alike: f64,
    /// A later candidate has to be cheaper by more than this.
    pub equal: f64,
    /// More joint outcomes than this are not weighed together.
    pub joint: usize,
    /// More assignments of the repeated names of a condition than this are taken as if all were independent.
    pub assignments: usize,
    /// A cause is named where it is this many times as likely as any other.
    pub clear: Number,
    /// Chances that differ by less are as good as the same to a reader.
    pub same: Number,
    /// A cause with less of a chance is not worth a word.
    pub slight: Number,
}

impl Limits {
    const OF_THE_ENGINE: Self = Self {
        near: NEAR,
        alike: ALIKE,
        equal: EQUAL,
        joint: MOST_JOINT,
        assignments: ASSIGNMENTS,
        clear: Number(CLEAR),
        same: Number(SAME),
        slight: Number(SLIGHT),
    };
}

/// A check.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ShortCheck {
    /// Its cost in minutes, with the price of its risk.
    pub cost: Number,
    /// What it is where it is no test: `-1` a fact that nobody asks, the symptom that it asks for, or `-2 - symptom` whether a
    /// reader came with that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<i64>,
    /// How many outcomes it has.
    pub ways: usize,
    /// What follows where a reader cannot tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannot: Option<ShortUnable>,
    /// Its table, if it is not that of a symptom.
    #[serde(flatten)]
    pub table: Table,
    /// What they have in common.
    #[serde(flatten)]
    pub bound: Bound,
}

/// What follows where a reader cannot tell.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ShortUnable {
    /// Factors, as a row; nothing where it says nothing of causes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Number>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i64>,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ShortRemedy {
    /// Its cost in minutes, with verification and the price of its risk.
    pub cost: Number,
    /// Its stage, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<usize>,
    /// φ where it is above 0: hypothesis and chance in turn.
    pub fixes: Vec<Number>,
    /// How often it may be tried.
    pub tries: usize,
    /// The checks that may be asked once more when it did not help.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub renews: Vec<usize>,
    /// The remedies that cannot help after it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<usize>,
    /// How many ways of failing are told apart; 1 where none are.
    pub ways: usize,
    /// The table of its ways of failing, given that it failed; nothing where it has none.
    #[serde(flatten)]
    pub table: Table,
    /// What they have in common.
    #[serde(flatten)]
    pub bound: Bound,
}

/// What binds a step.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Bound {
    /// What comes before, as actions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<usize>,
    /// Where it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Short>,
    /// Routes: pairs of outcome and target.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<(usize, i64)>,
}

/// A table by columns: the different columns there are, the most frequent first, and which hypotheses have another than it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Table {
    /// The columns: the chance of each outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Vec<Number>>,
    /// Hypothesis and column in turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<usize>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ShortRule {
    /// When it holds.
    pub when: Short,
    /// Factors, as a row of the form of [`row`]; nothing where it does not weigh.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Number>,
    /// Actions that may not be done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<usize>,
    /// Actions before every remedy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub require: Vec<usize>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
    /// What it shows, by the adapter's numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warn: Vec<usize>,
}

/// The tables and the flow of a guide.
#[must_use]
pub fn compact(problem: &Problem, plan: &Plan) -> BrowserModel {
    with_moves(&Actions::new(problem), plan)
}

pub(super) fn with_moves(actions: &Actions<'_>, plan: &Plan) -> BrowserModel {
    let problem = actions.problem;
    let writer = Writer { problem, actions };
    let tables = &actions.tables;
    let hypotheses = || tables.hypotheses.iter().enumerate().map(|(column, cause)| (column, &problem.causes[cause.0]));
    let marked = |mark: fn(&super::actions::Action) -> bool| {
        actions.list.iter().enumerate().filter(|(_, one)| mark(one)).map(|(index, _)| index).collect()
    };
    let entries = plan.flow.entries.iter();
    BrowserModel {
        limits: Limits::OF_THE_ENGINE,
        prior: tables.prior.iter().copied().map(Number).collect(),
        otherwise: hypotheses()
            .flat_map(|(column, cause)| cause.otherwise.iter().map(move |end| (column, end.0)))
            .collect(),
        instead: problem.policy.instead.iter().map(|end| end.0).collect(),
        meant_for: (0..problem.escalations.len())
            .filter_map(|id| Some((id, writer.short(problem.escalations[id].when.as_ref()?))))
            .collect(),
        deciding: actions.deciding.clone(),
        possible: hypotheses()
            .filter_map(|(column, cause)| Some((column, writer.short(cause.possible.as_ref()?))))
            .collect(),
        places: (0..problem.symptoms.len())
            .filter_map(|id| Some((id, writer.short(problem.symptoms[id].possible.as_ref()?))))
            .collect(),
        symptoms: tables.symptoms.iter().map(|chances| row(chances)).collect(),
        own: (0..problem.symptoms.len()).filter(|&id| problem.symptoms[id].own).collect(),
        checks: (0..problem.checks.len()).map(|id| writer.check(id)).collect(),
        remedies: (0..problem.remedies.len()).map(|id| writer.remedy(id)).collect(),
        rules: writer.rules(),
        escalations: problem.escalations.iter().map(|one| Number(one.takes)).collect(),
        escalation: problem.policy.escalation.0,
        last: problem.policy.mode == EscalationMode::Last,
        negligible: Number(problem.policy.negligible),
        surprise: Number(problem.policy.surprise),
        start: problem.policy.start.map(|step| actions.of(step)),
        order: actions.by_name.clone(),
        destructive: marked(|one| one.destructive),
        enablers: marked(|one| one.enabler),
        constrained: actions.constrained,
        conditional: actions.conditional,
        routed: actions.routing,
        entries: entries.map(|entry| (entry.symptom.map_or(-1, |id| signed(id.0)), entry.node)).collect(),
        flow: writer.flow(plan),
    }
}

/// A row: its most frequent value, then hypothesis and value in turn of those that have another.
fn row(values: &[f64]) -> Vec<Number> {
    let usual = most_frequent(values).copied().unwrap_or(0.0);
    let mut row = vec![Number(usual)];
    for (column, value) in values.iter().enumerate().filter(|(_, value)| value.to_bits() != usual.to_bits()) {
        row.extend([Number(column as f64), Number(*value)]);
    }
    row
}

/// The value that stands most often in a list, the first of equals.
fn most_frequent<T: PartialEq>(of: &[T]) -> Option<&T> {
    let count = |one: &T| of.iter().filter(|other| *other == one).count();
    of.iter()
        .map(|one| (one, count(one)))
        .reduce(|best, one| if one.1 > best.1 { one } else { best })
        .map(|(one, _)| one)
}

fn table(rows: &[Vec<f64>], width: usize) -> Table {
    if rows.is_empty() {
        return Table::default();
    }
    let columns: Vec<Vec<u64>> = (0..width).map(|h| rows.iter().map(|row| row[h].to_bits()).collect()).collect();
    let mut distinct: Vec<&Vec<u64>> = most_frequent(&columns).into_iter().collect();
    let mut others = Vec::new();
    for (h, column) in columns.iter().enumerate() {
        let at = distinct.iter().position(|known| *known == column).unwrap_or_else(|| {
            distinct.push(column);
            distinct.len() - 1
        });
        if at > 0 {
            others.extend([h, at]);
        }
    }
    let numbers = |column: &&Vec<u64>| column.iter().map(|bits| Number(f64::from_bits(*bits))).collect();
    Table { columns: distinct.iter().map(numbers).collect(), others }
}

fn end(id: usize, kind: i64) -> i64 {
    -1 - 4 * signed(id) - kind
}

struct Writer<'w, 'p> {
    problem: &'p Problem,
    actions: &'w Actions<'p>,
}

impl Writer<'_, '_> {
    fn target(&self, target: Target) -> i64 {
        match target {
            Target::Step(step) => signed(self.actions.of(step)),
            Target::Escalation(id) => end(id.0, 0),
            Target::Guide(id) => end(id.0, 2),
            Target::Solved => end(0, 3),
        }
    }

    fn short(&self, condition: &Condition) -> Short {
        Short(condition.clone(), self.actions.first_copy.clone())
    }

    fn bound(&self, index: usize, after: &[Step]) -> Bound {
        let routes = self.actions.list[index].routes.iter().enumerate();
        Bound {
            after: after.iter().map(|step| self.actions.of(*step)).collect(),
            when: self.actions.when(index).map(|when| self.short(when)),
            to: routes.filter_map(|(outcome, route)| Some((outcome, self.target((*route)?)))).collect(),
        }
    }

    fn check(&self, id: usize) -> ShortCheck {
        let check = &self.problem.checks[id];
        let one = &self.actions.list[id];
        let of_symptom = matches!(check.kind, CheckKind::Symptom(_) | CheckKind::Observed(_));
        ShortCheck {
            cost: Number(one.cost),
            kind: match check.kind {
                CheckKind::Test | CheckKind::Fact => None,
                CheckKind::NeverAsked => Some(-1),
                CheckKind::Symptom(symptom) => Some(signed(symptom.0)),
                CheckKind::Observed(symptom) => Some(-2 - signed(symptom.0)),
            },
            ways: one.tables.len(),
            cannot: one.unable.as_ref().map(|unable| ShortUnable {
                by: unable.by.as_deref().map_or_else(Vec::new, row),
                to: unable.next.map(|next| self.target(next)),
            }),
            table: if of_symptom { Table::default() } else { table(&one.tables, self.actions.tables.width()) },
            bound: self.bound(id, &check.after),
        }
    }

    fn remedy(&self, id: usize) -> ShortRemedy {
        let remedy = &self.problem.remedies[id];
        let index = self.actions.first_copy[id];
        let one = &self.actions.list[index];
        ShortRemedy {
            cost: Number(one.cost),
            stage: one.stage,
            fixes: one.fixes.iter().flat_map(|(column, phi)| [Number(*column as f64), Number(*phi)]).collect(),
            tries: remedy.retry.max(1),
            renews: one.renews.clone(),
            over: remedy.supersedes.iter().map(|weak| weak.0).collect(),
            ways: one.tables.len(),
            table: table(&self.actions.tables.failures[id], self.actions.tables.width()),
            bound: self.bound(index, &remedy.after),
        }
    }

    fn rules(&self) -> Vec<ShortRule> {
        let rules = self.problem.rules.iter().map(|rule| {
            let by = factors(self.problem, &self.actions.tables, rule).map_or_else(Vec::new, |by| row(&by));
            let mut made = ShortRule {
                when: self.short(&rule.when),
                by,
                skip: Vec::new(),
                require: Vec::new(),
                next: None,
                warn: Vec::new(),
            };
            for effect in &rule.effects {
                match *effect {
                    RuleEffect::Skip(step) => made.skip.push(self.actions.of(step)),
                    RuleEffect::Require(step) => made.require.push(self.actions.of(step)),
                    RuleEffect::Warn(number) => made.warn.push(number),
                    RuleEffect::Next(target) => made.next = made.next.or_else(|| Some(self.target(target))),
                    _ => {}
                }
            }
            made
        });
        rules.collect()
    }

    fn flow(&self, plan: &Plan) -> Vec<i64> {
        let mut flow = Vec::with_capacity(4 * plan.flow.nodes.len());
        for (number, node) in plan.flow.nodes.iter().enumerate() {
            match node.doing {
                Doing::Step(step, copy) => {
                    flow.push(signed(self.actions.of(step) + copy));
                    flow.extend(node.next.iter().map(|next| signed(number - next)));
                }
                Doing::Escalate(id) => flow.push(end(id.0, 0)),
                Doing::Contradiction(id) => flow.push(end(id.0, 1)),
                Doing::Guide(id) => flow.push(end(id.0, 2)),
                Doing::Solved => flow.push(end(0, 3)),
            }
        }
        flow
    }
}

impl Serialize for Short {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Branch(&self.0, &self.1).serialize(serializer)
    }
}

/// A part of a condition, and the first copies of remedies.
struct Branch<'c>(&'c Condition, &'c [usize]);

impl Serialize for Branch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let counted = |seq: &mut S::SerializeSeq, n: usize, parts: &[Condition]| {
            seq.serialize_element(&4)?;
            seq.serialize_element(&n)?;
            parts.iter().try_for_each(|part| seq.serialize_element(&Branch(part, self.1)))
        };
        match self.0 {
            Condition::Is(check, outcome) => {
                [0, check.0, *outcome].iter().try_for_each(|part| seq.serialize_element(part))?;
            }
            Condition::Tried(remedy) => {
                [1, self.1[remedy.0]].iter().try_for_each(|part| seq.serialize_element(part))?;
            }
            Condition::FailedWith(remedy, outcome) => {
                [2, self.1[remedy.0], *outcome].iter().try_for_each(|part| seq.serialize_element(part))?;
            }
            Condition::Settled(check) => {
                [5, check.0].iter().try_for_each(|part| seq.serialize_element(part))?;
            }
            Condition::Not(part) => {
                seq.serialize_element(&3)?;
                seq.serialize_element(&Branch(part, self.1))?;
            }
            Condition::All(parts) => counted(&mut seq, parts.len(), parts)?,
            Condition::Any(parts) => counted(&mut seq, 1, parts)?,
            Condition::AtLeast(n, parts) => counted(&mut seq, *n, parts)?,
        }
        seq.end()
    }
}

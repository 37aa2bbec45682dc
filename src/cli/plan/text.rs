//! A plan on a terminal: what it costs, what may be wrong, and the flow as indented steps, 80 columns wide.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::reasoning::{self, Doing, Evidence, NodeId, Step};
use crate::words::quantity::plain;

use super::Shown;

/// Columns of a line.
const WIDTH: usize = 80;
/// Columns of a bar.
const BAR: usize = 20;
/// Answers within answers that are set off by as much as the first ones; deeper ones are set off by less.
const WIDE: usize = 3;
/// Answers within answers that are set off further.
const DEEPEST: usize = 15;
/// Causes with less chance than this are counted and not listed.
const LISTED: f64 = 0.005;

pub fn text(shown: &Shown, evidence: &Evidence) -> String {
    let guide = shown.opened.guide;
    let mut out = String::new();
    line(&mut out, 0, &format!("{} – {}", shown.names_of(guide), shown.title(guide)));
    out.push('\n');
    proof(shown, &mut out);
    chances(shown, &mut out);
    let kept = reasoning::travelled(&shown.opened.decision.problem, evidence, shown.plan).into_iter().collect();
    let mut flow = Writer { shown, kept, numbers: BTreeMap::new(), cut: false, out };
    flow.out.push_str("\nWhat to do\n\n");
    let entry = shown.plan.entry().node;
    flow.kept.insert(entry);
    flow.node(entry, 0);
    let Writer { cut, mut out, .. } = flow;
    if cut {
        out.push_str("\nSteps that few readers come to are left out here; `--format json` has them all.\n");
    }
    out
}

fn proof(shown: &Shown, out: &mut String) {
    let plan = shown.plan;
    let entry = plan.entry();
    let proven = if entry.is_exact() { "proven to be the best order".to_owned() } else { plain::gap(entry.gap()) };
    let rows = [
        ("expected cost", format!("{}, {proven}", plain::minutes(entry.expected_cost))),
        ("lower bound", plain::minutes(entry.lower_bound)),
        ("expected time", plain::minutes(entry.expected_minutes)),
        ("  at work", plain::minutes(entry.active_minutes)),
        ("longest time", plain::minutes(entry.worst_minutes)),
        ("solved", plain::percent(entry.solved)),
        ("states", format!("{}", plan.states)),
    ];
    for (name, value) in rows {
        writeln!(out, "  {name:14} {value}").expect("a string takes all text");
    }
}

fn chances(shown: &Shown, out: &mut String) {
    out.push_str("\nWhat may be wrong\n\n");
    let chances = shown.chances();
    if chances.is_empty() {
        out.push_str("  no cause can give these answers\n");
        return;
    }
    let called = |item: &Option<crate::model::ItemId>| item.map_or("other", |item| shown.names.of(item)).to_owned();
    let listed: Vec<_> = chances.iter().filter(|(_, chance)| *chance >= LISTED).collect();
    let wide = listed.iter().map(|(item, _)| called(item).chars().count()).max().unwrap_or(0).min(WIDTH - BAR - 12);
    for (item, chance) in &listed {
        let full = (chance * BAR as f64).round().clamp(0.0, BAR as f64);
        #[expect(clippy::cast_sign_loss, reason = "clamped to the columns of a bar")]
        let full = full as usize;
        let bar = format!("{}{}", "█".repeat(full), "·".repeat(BAR - full));
        line(out, 2, &format!("{:wide$}  {bar} {:>5}", called(item), format!("{:.1} %", chance * 100.0)));
    }
    let rest = chances.len() - listed.len();
    if rest > 0 {
        let sum: f64 = chances.iter().filter(|(_, chance)| *chance < LISTED).map(|(_, chance)| chance).sum();
        line(out, 2, &format!("and {rest} more with {} together", plain::percent(sum)));
    }
}

/// Writes steps, each once; where it comes again there is only its number.
struct Writer<'w, 'a> {
    shown: &'w Shown<'a>,
    kept: BTreeSet<NodeId>,
    numbers: BTreeMap<NodeId, usize>,
    cut: bool,
    out: String,
}

impl Writer<'_, '_> {
    /// A step and all that follows; what follows a step that can only fail stands at the same depth. Depths count from 0.
    fn node(&mut self, first: NodeId, depth: usize) {
        let mut node = first;
        loop {
            let number = self.numbers.len() + 1;
            self.numbers.insert(node, number);
            let flow = &self.shown.plan.flow.nodes[node];
            let (indent, answer) = columns(depth);
            self.head(number, flow.doing, indent);
            let Doing::Step(step, _) = flow.doing else { return };
            let answers = self.shown.answers(step);
            let follows = match (step, flow.next.as_slice()) {
                (Step::Remedy(_), [next]) => {
                    if self.is_here(*next) {
                        node = *next;
                        continue;
                    }
                    Some(*next)
                }
                _ => None,
            };
            if let Some(next) = follows {
                let target = self.target(next);
                let prepares = matches!(step, Step::Remedy(remedy) if self.shown.prepares(remedy));
                let failed = if prepares { "then" } else { "did not help" };
                line(&mut self.out, answer, &format!("{failed} → {target}"));
                return;
            }
            let named = |(outcome, &next): (usize, &NodeId)| {
                (answers.get(outcome).map_or("?", |answer| answer.name.as_str()), next)
            };
            // Where those go who cannot tell is shown as far as the check says it.
            let says = self.shown.opened.decision.problem.says_where_untold(step);
            let untold = flow.fallback.filter(|_| says).map(|next| ("cannot-tell", next));
            for (name, next) in flow.next.iter().enumerate().map(named).chain(untold) {
                if self.is_here(next) {
                    line(&mut self.out, answer, &format!("{name}:"));
                    self.node(next, depth + 1);
                } else {
                    let target = self.target(next);
                    line(&mut self.out, answer, &format!("{name} → {target}"));
                }
            }
            return;
        }
    }

    /// Whether a step is to be written where it is met.
    fn is_here(&self, node: NodeId) -> bool {
        let is_step = matches!(self.shown.plan.flow.nodes[node].doing, Doing::Step(..));
        is_step && self.kept.contains(&node) && !self.numbers.contains_key(&node)
    }

    fn head(&mut self, number: usize, doing: Doing, indent: usize) {
        let words = self.words(doing);
        line(&mut self.out, indent, &format!("{number}. {words}"));
    }

    fn words(&self, doing: Doing) -> String {
        let item = self.shown.item(doing);
        let named =
            item.map_or_else(String::new, |item| format!("{} – {}", self.shown.names.of(item), self.shown.title(item)));
        match doing {
            Doing::Step(_, copy) if copy > 0 => format!("again: {named}"),
            Doing::Step(..) => named,
            Doing::Escalate(id) if self.shown.is_result(id) => format!("the result: {named}"),
            Doing::Escalate(_) => format!("hand over: {}", item.map_or("", |item| self.shown.names.of(item))),
            Doing::Contradiction(_) => "these answers contradict each other; hand over".to_owned(),
            Doing::Guide(_) => format!("go on with the guide {}", item.map_or("", |item| self.shown.names.of(item))),
            Doing::Solved => "solved".to_owned(),
        }
    }

    fn target(&mut self, node: NodeId) -> String {
        let doing = self.shown.plan.flow.nodes[node].doing;
        if let Some(number) = self.numbers.get(&node) {
            return format!("step {number}");
        }
        if matches!(doing, Doing::Step(..)) {
            self.cut = true;
            return format!("… {}", self.shown.item(doing).map_or("", |item| self.shown.names.of(item)));
        }
        self.words(doing)
    }
}

impl Shown<'_> {
    fn names_of(&self, guide: crate::model::ItemId) -> &str {
        self.opened.understood.knowledge.name(guide)
    }
}

/// Where a step of some depth begins, and where its answers do: what follows an answer begins behind that.
fn columns(depth: usize) -> (usize, usize) {
    let depth = depth.min(DEEPEST);
    if depth < WIDE { (2 + 6 * depth, 6 + 6 * depth) } else { (20 + 3 * (depth - WIDE), 22 + 3 * (depth - WIDE)) }
}

/// A line, cut at the edge.
fn line(out: &mut String, indent: usize, text: &str) {
    let room = WIDTH - indent.min(WIDTH - 20);
    out.push_str(&" ".repeat(indent));
    if text.chars().count() <= room {
        out.push_str(text.trim_end());
    } else {
        out.extend(text.chars().take(room - 1));
        out.push('…');
    }
    out.push('\n');
}

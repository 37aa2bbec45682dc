//! What a failed expectation says: chances, ways and ends in words.

use crate::decision::{Asked, percent};
use crate::model::ItemId;
use crate::reasoning::{CauseId, Doing, NodeId, Response, Step};

use super::expectations::Scene;
use super::play::{End, Play};

/// How many of the likeliest causes are told.
const LIKELIEST: usize = 3;

impl Scene<'_> {
    /// A name in backticks.
    pub fn name(&self, item: ItemId) -> String {
        format!("`{}`", self.knowledge.name(item))
    }

    /// What a step is called.
    pub fn step(&self, step: Step) -> String {
        self.name(self.decision.step(step))
    }

    /// What is done at a place of the flow.
    pub fn doing(&self, doing: Doing) -> String {
        match doing {
            Doing::Step(step, _) => self.step(step),
            Doing::Escalate(end) => self.name(self.decision.escalations[end.0]),
            Doing::Contradiction(end) => {
                format!("{}, as no cause can give all these answers,", self.name(self.decision.escalations[end.0]))
            }
            Doing::Guide(guide) => self.name(self.decision.guides[guide.0]),
            Doing::Solved => "`solved`".to_owned(),
        }
    }

    /// How a play ends.
    pub fn end(&self, end: End) -> String {
        match end {
            End::Helped(remedy) => format!("{} helps", self.name(self.decision.remedies[remedy.0])),
            End::At(Doing::Solved) => "nothing is left to do".to_owned(),
            End::At(doing) => format!("the reader is sent to {}", self.doing(doing)),
        }
    }

    /// The likeliest causes with their chances.
    pub fn likeliest(&self) -> String {
        let Some(chances) = &self.posterior else { return "no cause can give all this evidence".to_owned() };
        let mut ranked: Vec<(usize, f64)> = chances.iter().copied().enumerate().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let hypotheses: Vec<CauseId> = self.decision.problem.hypotheses().collect();
        let told: Vec<String> = ranked
            .into_iter()
            .take_while(|(_, chance)| *chance > 0.0)
            .take(LIKELIEST)
            .map(|(column, chance)| format!("{} {}", self.hypothesis(hypotheses.get(column)), percent(chance)))
            .collect();
        format!("the likeliest: {}", told.join(", "))
    }

    /// A cause, or the unknown one.
    pub fn hypothesis(&self, cause: Option<&CauseId>) -> String {
        cause.map_or_else(
            || "a cause that the guide does not know".to_owned(),
            |cause| self.name(self.decision.causes[cause.0]),
        )
    }

    /// The way that was played: `clock: wrong → set-automatically helps`.
    pub fn way(&self, play: &Play) -> String {
        let mut parts: Vec<String> = play.steps.iter().map(|&(step, response)| self.response(step, response)).collect();
        if !matches!(play.end, End::Helped(_)) {
            parts.push(match play.end {
                End::At(Doing::Solved) => "solved".to_owned(),
                End::At(Doing::Escalate(end) | Doing::Contradiction(end)) => {
                    self.knowledge.name(self.decision.escalations[end.0]).to_owned()
                }
                End::At(Doing::Guide(guide)) => self.knowledge.name(self.decision.guides[guide.0]).to_owned(),
                End::At(Doing::Step(..)) | End::Helped(_) => String::new(),
            });
        }
        format!("the way: {}", parts.join(" → "))
    }

    fn response(&self, step: Step, response: Response) -> String {
        let name = self.knowledge.name(self.decision.step(step));
        match response {
            Response::Answers(outcome) => format!("{name}: {}", self.outcome(step, outcome)),
            Response::Helped => format!("{name} helps"),
            Response::Fails(outcome) => match self.outcome(step, outcome) {
                "" => format!("{name} does not help"),
                way => format!("{name}: {way}"),
            },
        }
    }

    /// The name of an outcome; empty where a remedy fails in one way only.
    pub fn outcome(&self, step: Step, outcome: usize) -> &str {
        self.decision.problem.outcomes(step).get(outcome).map_or("", |outcome| &outcome.name)
    }

    /// The shortest way through the flow to a step, as answers; nothing where it is on no path.
    pub fn way_to(&self, wanted: Step) -> Option<String> {
        let route = self.route?;
        let mut came: Vec<Option<(NodeId, usize)>> = vec![None; route.flow.nodes.len()];
        let mut open = vec![route.node];
        let mut next = 0;
        while let Some(&node) = open.get(next) {
            next += 1;
            if matches!(route.flow.nodes[node].doing, Doing::Step(step, _) if step == wanted) {
                return Some(self.back(&came, route.node, node));
            }
            for (outcome, &child) in route.flow.nodes[node].next.iter().enumerate() {
                if came[child].is_none() && child != route.node {
                    came[child] = Some((node, outcome));
                    open.push(child);
                }
            }
        }
        None
    }

    fn back(&self, came: &[Option<(NodeId, usize)>], start: NodeId, end: NodeId) -> String {
        let Some(route) = self.route else { return String::new() };
        let mut parts = Vec::new();
        let mut at = end;
        if let Doing::Step(step, _) = route.flow.nodes[end].doing {
            parts.push(self.knowledge.name(self.decision.step(step)).to_owned());
        }
        while at != start
            && let Some((before, outcome)) = came[at]
        {
            if let Doing::Step(step, _) = route.flow.nodes[before].doing {
                let response = match step {
                    Step::Check(_) => Response::Answers(outcome),
                    Step::Remedy(_) => Response::Fails(outcome),
                };
                parts.push(self.response(step, response));
            }
            at = before;
        }
        parts.reverse();
        parts.join(" → ")
    }

    /// The item of an engine's check, and whether its outcomes are those of the item.
    pub fn has_outcomes(&self, step: Step) -> bool {
        match step {
            Step::Check(check) => matches!(self.decision.checks[check.0], Asked::Check(_) | Asked::Excluded(_)),
            Step::Remedy(remedy) => !self.decision.problem.remedies[remedy.0].outcomes.is_empty(),
        }
    }
}

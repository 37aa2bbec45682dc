//! `kbc plan`: the flow of a guide, with what is proven about it.

mod draw;
mod text;

use clap::{Args, ValueEnum};

use crate::emit::json;
use crate::model::ItemId;
use crate::reasoning::{Doing, Plan, RemedyId, Step, interchange};

use super::evidence::{Asked, Evidence, Opened};
use super::{CliError, Outcome, report};

/// Show the flow of a guide, with its expected cost, what is proven about it, and the chances
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    evidence: Evidence,
    /// How the plan is shown
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// The decision model and the flow, for programs.
    Json,
    /// The flow as a graph for Graphviz.
    Dot,
    /// The flow as a graph for Mermaid.
    Mermaid,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let Some(opened) = arguments.asked.open()? else { return Ok(Outcome::Faults) };
    let known = opened.read(&arguments.evidence.words())?;
    let problem = &opened.decision.problem;
    let mut plan = opened.understood.plans.of_readers(problem, &known.evidence);
    if arguments.format != Format::Json {
        // For people the ways in by a symptom are ways of their own, which `--seen` shows.
        plan = plan.alone();
    }
    let shown = Shown {
        opened: &opened,
        plan: &plan,
        names: crate::decision::ItemNames::new(&opened.understood.knowledge, &opened.decision),
    };
    let text = match arguments.format {
        Format::Text => text::text(&shown, &known.evidence),
        Format::Json => {
            let interchange = interchange::interchange(problem, &known.evidence, &plan);
            let bytes = json::lines(&interchange, 3, 32 * 1024).map_err(|error| CliError::new(error.to_string()))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Format::Dot => draw::dot(&shown),
        Format::Mermaid => draw::mermaid(&shown),
    };
    match arguments.format {
        Format::Json => report::print_json(&text)?,
        Format::Text | Format::Dot | Format::Mermaid => report::print(&text)?,
    }
    Ok(Outcome::Fine)
}

/// A plan to be shown.
struct Shown<'a> {
    opened: &'a Opened,
    plan: &'a Plan,
    names: crate::decision::ItemNames,
}

impl Shown<'_> {
    fn title(&self, item: ItemId) -> String {
        crate::emit::prose::plain::of_inline(&self.opened.understood.knowledge.title(item))
    }

    /// Whether an end is a result.
    fn is_result(&self, end: crate::reasoning::EscalationId) -> bool {
        self.opened.decision.problem.escalations[end.0].is_result
    }

    fn item(&self, doing: Doing) -> Option<ItemId> {
        let decision = &self.opened.decision;
        match doing {
            Doing::Step(step, _) => Some(decision.step(step)),
            Doing::Escalate(id) | Doing::Contradiction(id) => decision.escalations.get(id.0).copied(),
            Doing::Guide(id) => decision.guides.get(id.0).copied(),
            Doing::Solved => None,
        }
    }

    /// Whether a remedy only prepares what comes after it.
    fn prepares(&self, remedy: RemedyId) -> bool {
        crate::decision::is_preparation(&self.opened.understood.knowledge, &self.opened.decision, remedy)
    }

    /// The names of the answers of a step.
    fn answers(&self, step: Step) -> Vec<crate::decision::Choice> {
        crate::decision::options(&self.opened.understood.knowledge, &self.opened.decision, step)
    }

    /// The causes with their chances, likeliest first; the unknown one is nothing.
    fn chances(&self) -> Vec<(Option<ItemId>, f64)> {
        let Some(posterior) = &self.plan.posterior else { return Vec::new() };
        let decision = &self.opened.decision;
        let ranked = decision.problem.ranked(posterior).into_iter();
        ranked.map(|(cause, chance)| (cause.map(|id| decision.causes[id.0]), chance)).collect()
    }
}

//! `kbc learn simulate`: sessions to try learning on.

use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::learning::simulate::{Habits, World, simulate};
use crate::pipeline::Analysis;
use crate::plans::model_digest;
use crate::reasoning::{Evidence, Options};

use super::super::evidence::{no_end, read_project, trouble};
use super::super::memory::Remembering;
use super::super::{CliError, Outcome, project, report};
use super::wanted;

/// Make sessions that follow a guide's plan, with the numbers of the guide or of another project as the truth
#[derive(Debug, Args)]
pub struct Arguments {
    /// The guide, by its name; with its module in front where several are called so
    guide: String,
    /// How many sessions
    #[arg(long, value_name = "N")]
    sessions: usize,
    /// The number that all random numbers are made of: the same one gives the same sessions
    #[arg(long, value_name = "S")]
    seed: u64,
    /// A project with the same guide, whose numbers are true
    #[arg(long, value_name = "PROJECT")]
    truth: Option<PathBuf>,
    /// The chance that a reader does another step before the one of the plan
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    off_plan: f64,
    /// The chance that a reader cannot tell or do a step
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    cant: f64,
    /// The chance that a reader leaves, at each step
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    leave: f64,
    /// The chance that a trouble ends by itself while a remedy is tried
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    by_itself: f64,
    /// The chance that support finds the cause of what was handed over
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    found: f64,
    /// The chance that a reader who is helped leaves without a word
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    silent: f64,
    /// The chance that a reader has two causes at once: each answer comes of one of them, and it is over when both are gone
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = chance)]
    two_causes: f64,
    /// The folder of the project; the current one, or the nearest above that holds kbc.toml, where none is given
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,
}

fn chance(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim_end(), 100.0));
    let chance: f64 = number.parse().map_err(|_| "not a number".to_owned())?;
    let chance = chance / scale;
    if (0.0..=1.0).contains(&chance) {
        Ok(chance)
    } else {
        Err("a chance is from 0 to 1, or from 0% to 100%".to_owned())
    }
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let Some(mut understood) = read_project(&project)? else { return Ok(Outcome::Faults) };
    let remembering = Remembering::of(&project.root);
    understood.plans = remembering.plans();
    let decided = |understood: &Analysis, config: &Config| {
        let guide = wanted(understood, std::slice::from_ref(&arguments.guide))?[0];
        let decision = understood.decision(config, guide).ok_or_else(|| trouble(&[no_end(&arguments.guide)]))?;
        Ok::<_, CliError>((guide, decision))
    };
    let (guide, decision) = decided(&understood, &project.config)?;
    let truth = match &arguments.truth {
        None => decision.problem.clone(),
        Some(folder) => {
            let other = project::find(Some(folder))?;
            let Some(understood) = read_project(&other)? else { return Ok(Outcome::Faults) };
            decided(&understood, &other.config)?.1.problem
        }
    };
    let plan = understood.plans.plan(&decision.problem, &Evidence::default(), &Options::default());
    remembering.save();
    let habits = Habits {
        off_plan: arguments.off_plan,
        cannot: arguments.cant,
        leave: arguments.leave,
        by_itself: arguments.by_itself,
        found: arguments.found,
        silent: arguments.silent,
        two_causes: arguments.two_causes,
    };
    let (name, kb) = (understood.knowledge.qualified(guide), model_digest(&decision.problem));
    let world = World { guide: &name, kb: &kb, problem: &decision.problem, plan: &plan, truth: &truth };
    let log = simulate(&world, &habits, arguments.sessions, arguments.seed).map_err(CliError::new)?;
    report::print_as_it_is(&log)?;
    Ok(Outcome::Fine)
}

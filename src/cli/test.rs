//! `kbc test`: runs the scenarios.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::pipeline::Tested;
use crate::scenario::{self, Coverage, Part, Tally};

use super::memory::Remembering;
use super::report::{self, Reporting};
use super::{CliError, Outcome, project};

/// Run the scenarios, and say which expectations fail and why
#[derive(Debug, Args)]
pub struct Arguments {
    /// The project; the current folder, or the nearest above that holds kbc.toml, where none is given
    project: Option<PathBuf>,
    /// Run only scenarios with this text in their title or in the name of their guide
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Count what the scenarios reach of all guides, and list what none reaches
    #[arg(long)]
    coverage: bool,
    /// Fail where the scenarios reach less than this, in per cent of all that is counted
    #[arg(long, value_name = "N", value_parser = percentage)]
    min_coverage: Option<f64>,
    /// How results are written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// How many passed and failed
    Human,
    /// XML, for continuous integration
    Junit,
}

fn percentage(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').trim_end().parse::<f64>();
    number.ok().filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(|| "a percentage from 0 to 100".to_owned())
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let project = project::find(arguments.project.as_deref())?;
    let remembering = Remembering::of(&project.root);
    let session = project.session(remembering.plans());
    let tested = session.state().test(arguments.filter.as_deref());
    let knowledge = &tested.understood.knowledge;
    let stopped = tested.understood.has_errors();
    let counted = (arguments.coverage || arguments.min_coverage.is_some()) && !stopped;
    let coverage = counted.then(|| scenario::coverage(knowledge, &tested.understood.guides, &tested.ran));
    let mut findings = tested.findings();
    if arguments.coverage {
        findings.extend(coverage.iter().flat_map(|coverage| &coverage.missing).cloned());
    }
    let mut outcome = arguments.reporting.show(&project, &findings, &knowledge.sources)?;
    match arguments.format {
        Format::Human => report::print(&summary(&tested, coverage.as_ref()))?,
        Format::Junit => report::print(&scenario::junit(knowledge, &tested.ran))?,
    }
    if let (Some(wanted), Some(coverage)) = (arguments.min_coverage, &coverage)
        && coverage.total.percent() < wanted
    {
        report::trouble(&CliError::new(format!(
            "the scenarios reach {}, and {wanted} % is wanted",
            percent(coverage.total)
        )));
        outcome = Outcome::Faults;
    }
    Ok(outcome)
}

/// What is reached, and last, on a line of its own, how many passed and failed.
fn summary(tested: &Tested, coverage: Option<&Coverage>) -> String {
    let mut out = String::new();
    if let Some(coverage) = coverage {
        let rows = Part::ALL.iter().map(|part| part.word()).zip(coverage.parts);
        for (word, tally) in rows.chain([("total", coverage.total)]) {
            writeln!(out, "{word:<9} {:>7}  {} of {}", percent(tally), tally.reached, tally.all)
                .expect("a string takes all text");
        }
    }
    let passed = tested.ran.iter().filter(|ran| ran.passed()).count();
    writeln!(out, "{passed} passed, {} failed", tested.ran.len() - passed).expect("a string takes all text");
    out
}

/// A share of a whole, never rounded up: 99.99 % must not look like all.
fn percent(tally: Tally) -> String {
    // Of nothing there is no share.
    if tally.all == 0 { "–".to_owned() } else { format!("{:.1} %", (tally.percent() * 10.0).floor() / 10.0) }
}

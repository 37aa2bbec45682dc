//! `kbc explain`: what a finding means, and the language.

mod reference;

pub use reference::{language, of_topic};

use std::fmt::Write;

use clap::Args;

use crate::diagnostics::{Fault, catalogue};
use crate::syntax::nearest;
use crate::syntax::words::{ITEMS, PROPERTIES};

use super::{CliError, Outcome, report};

/// Say what a finding means, with an example and its mend; or what may stand in an item; or print the language reference
#[derive(Debug, Args)]
pub struct Arguments {
    /// The code of a finding, such as KB012, or its name; a word of the language, such as `cause` or `takes`; or `language`. All
    /// findings are listed without one
    topic: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    match arguments.topic.as_deref() {
        None => report::print(&list())?,
        Some("language") => report::print(&language())?,
        Some(topic) if let Some(told) = of_topic(topic) => report::print(&told)?,
        Some(code) => {
            let Some(fault) = catalogue::find(code) else {
                let words = PROPERTIES.iter().map(|property| property.word).chain(ITEMS.iter().map(|item| item.word));
                let near = nearest(code, catalogue::all().map(|fault| fault.name).chain(words));
                let trouble = CliError::new(format!("no finding and no word of the language is called `{code}`"));
                return Err(match near {
                    Some(near) => trouble.help(format!("did you mean `{near}`?")),
                    None => trouble.help("`kbc explain` lists them all"),
                });
            };
            report::print(fault.page)?;
        }
    }
    Ok(Outcome::Fine)
}

fn list() -> String {
    let mut faults: Vec<&Fault> = catalogue::all().collect();
    faults.sort_by_key(|fault| fault.code);
    let mut lines = String::new();
    for fault in faults {
        writeln!(lines, "{}  {:7}  {}", fault.code, fault.level.word(), fault.name).expect("a string takes all text");
    }
    lines
}

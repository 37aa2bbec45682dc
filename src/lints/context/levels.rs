//! How bad findings are in a project.
//!
//! In: settings, and the findings that authors did not allow. Out: the same without those that the project does not want
//! to be told, the others at its levels. It comes after `allow`, so that an item may allow what its project made an error.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, Level, catalogue};

/// The levels of a project, where they differ from those of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Code, Option<Level>>);

impl Levels {
    /// The levels that settings give.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let changed = catalogue::all().filter_map(|fault| {
            let level = config.level(fault);
            (level != Some(fault.level)).then_some((fault.code, level))
        });
        Levels(changed.collect())
    }

    /// The findings that are told, at their levels.
    #[must_use]
    pub fn apply(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        findings.retain_mut(|finding| match self.0.get(&finding.fault.code) {
            Some(Some(level)) => {
                finding.level = *level;
                true
            }
            Some(None) => false,
            None => true,
        });
        findings
    }
}

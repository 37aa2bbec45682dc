//! A command that destroys data, without a warning before it.

use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, Procedure, RiskLevel, Step, StepEntry, StepPart};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::CHANGE_WITHOUT_WARNING, &[Kind::Check, Kind::Remedy, Kind::Steps], look);

/// Commands after which something is gone or overwritten.
static DESTROYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let commands = [
        r"(?:^|[;&|(]\s*|\bsudo\s+)(?:rm|rmdir|shred|unlink|wipefs|fdisk|dd|del|erase|format|truncate|mkfs(?:\.\w+)?)\s",
        r"(?i)\b(?:drop\s+(?:table|database|schema|index|user)|truncate\s+table|delete\s+from|update\s+\S+\s+set)\b",
        r"\b(?:kubectl|oc|helm|terraform|aws|az|gcloud|docker|podman|git|npm|apt|apt-get|dnf|brew)\b.*\s(?:delete|destroy|purge|prune|rm|rmi|uninstall)\b",
        r"\bgit\s+(?:reset\s+--hard|clean\s+-\w*f|push\s+.*(?:--force|-f)\b)",
        r"(?i)\b(?:Remove-Item|Clear-(?:Disk|Content|RecycleBin)|Format-Volume|FLUSHALL|FLUSHDB)\b",
    ];
    Regex::new(&commands.map(|command| format!("(?:{command})")).join("|")).ok()
});

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if item.procedure().is_some_and(says_risk) {
        return;
    }
    for list in item.step_lists() {
        let mut warned = false;
        for entry in list {
            let StepEntry::Step(step) = entry else { continue };
            warned = warned || step.parts.iter().any(|part| matches!(part, StepPart::Warning(_)));
            if !warned {
                findings.extend(finding(cx, step));
            }
        }
    }
}

/// Whether the item says what is lost before its first step.
fn says_risk(procedure: &Procedure) -> bool {
    procedure.care().risk.as_ref().is_some_and(|risk| risk.level > RiskLevel::Safe && risk.loses.is_some())
}

fn finding(cx: &LintContext, step: &Step) -> Option<Diagnostic> {
    let destroys = DESTROYS.as_ref()?;
    let command = step.parts.iter().find_map(|part| match part {
        StepPart::Run { command, .. } if destroys.is_match(&cx.knowledge.verbatim(*command)) => Some(command),
        _ => None,
    })?;
    Some(
        Diagnostic::new(
            &prose::CHANGE_WITHOUT_WARNING,
            command.span,
            "this command destroys data, and nothing warns of it",
        )
        .help("add `warning` to the step, or say with `risk` what is lost"),
    )
}

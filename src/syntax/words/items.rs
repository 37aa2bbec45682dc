//! The kinds of item, as a table.

use super::{Context, Item};
use crate::syntax::Rule;

const fn row(
    word: &'static str,
    grammar_rule: Rule,
    context: Context,
    usage: &'static str,
    says: &'static str,
) -> Item {
    Item { word, rule: grammar_rule, usage, says, context: Some(context), titled: true, demands: &[] }
}

impl Item {
    const fn demands(mut self, demands: &'static [&'static [&'static str]]) -> Self {
        self.demands = demands;
        self
    }
}

/// Every kind of item, in the order in which an author meets them.
pub static ITEMS: &[Item] = &[
    row("guide", Rule::guide, Context::Guide, "guide NAME \"Title\" { … }", "One published page for one problem.")
        .demands(&[&["otherwise"], &["symptoms", "start"]]),
    row("symptom", Rule::symptom, Context::Symptom, "symptom NAME \"Title\" { … }", "What a reader sees."),
    row("cause", Rule::cause, Context::Cause, "cause NAME \"Title\" { … }", "What may be wrong."),
    row(
        "check",
        Rule::check,
        Context::Check,
        "check NAME \"Title\" { … }",
        "A question to the reader, or a test that the reader makes.",
    ),
    row("remedy", Rule::remedy, Context::Remedy, "remedy NAME \"Title\" { … }", "A repair."),
    row(
        "rule",
        Rule::rule,
        Context::Rule,
        "rule NAME \"Title\" { … }",
        "Knowledge over several findings: when they hold together, something follows.",
    )
    .demands(&[&["when"], &["then"]]),
    row(
        "fact",
        Rule::fact,
        Context::Fact,
        "fact NAME \"Title\" { … }",
        "Context that is asked when something first needs it, or given from outside.",
    )
    .demands(&[&["yes-no", "one-of", "number", "version", "text"]]),
    row(
        "escalation",
        Rule::escalation,
        Context::Escalation,
        "escalation NAME \"Title\" { … }",
        "Who takes over when no step helps.",
    ),
    row(
        "result",
        Rule::result,
        Context::Result,
        "result NAME \"Title\" { … }",
        "An end that neither repairs nor hands over: what the answers come to.",
    ),
    Item {
        word: "steps",
        rule: Rule::shared_steps,
        usage: "steps NAME { … }",
        says: "A run of steps that several items share with `include`.",
        context: Some(Context::Steps),
        titled: false,
        demands: &[],
    },
    row("source", Rule::source, Context::Source, "source NAME \"Title\" { … }", "Where a statement comes from."),
    row(
        "scenario",
        Rule::scenario,
        Context::Scenario,
        "scenario \"Title\" for GUIDE { … }",
        "A test of a guide: what is given, and what is expected.",
    ),
    Item {
        word: "use",
        rule: Rule::uses,
        usage: "use MODULE, …",
        says: "Brings in the names of other files.",
        context: None,
        titled: false,
        demands: &[],
    },
];

//! The language reference: what is told in prose, and the tables that the compiler reads.

use std::fmt::Write;

use crate::model::Numbers;
use crate::syntax::words::{Context, ITEMS, PROPERTIES, Property};

/// The whole reference, in Markdown.
#[must_use]
pub fn language() -> String {
    let mut page = include_str!("language.md").to_owned();
    numbers(&mut page);
    items(&mut page);
    for context in Context::ALL {
        properties(&mut page, context);
    }
    page
}

/// Adds a line; a string takes all text.
macro_rules! line {
    ($page:expr, $($words:tt)*) => {
        writeln!($page, $($words)*).expect("a string takes all text")
    };
}

fn numbers(page: &mut String) {
    let numbers = Numbers::default();
    line!(page, "\n## Words for numbers\n");
    line!(page, "A project may change these in `kbc.toml`.\n");
    line!(page, "| how often | chance |\n|---|---|");
    for (word, chance) in &numbers.chances {
        line!(page, "| `{word}` | {:.0} % |", chance * 100.0);
    }
    line!(page, "\n| how likely | weight |\n|---|---|");
    for (word, weight) in &numbers.weights {
        line!(page, "| `{word}` | {weight} |");
    }
    line!(page, "\n| how strongly | ratio |\n|---|---|");
    for (word, ratio) in [("weakly", numbers.weakly), ("nothing said", numbers.plainly), ("strongly", numbers.strongly)]
    {
        line!(page, "| {word} | {ratio} |");
    }
    line!(page, "\n| not said | taken |\n|---|---|");
    let minutes = [
        ("`takes` of a check", numbers.check_minutes),
        ("`takes` of a remedy", numbers.remedy_minutes),
        ("`takes` of a fact", numbers.fact_minutes),
        ("`takes` of an escalation", numbers.escalation_minutes),
        ("the duration of a `verify`", numbers.verify_minutes),
    ];
    for (what, minutes) in minutes {
        line!(page, "| {what} | {:.0} s |", minutes * 60.0);
    }
    line!(page, "| `other` of a guide | {:.0} % |", numbers.other * 100.0);
    line!(page, "| `negligible` of a guide | {:.0} % |", numbers.negligible * 100.0);
}

fn items(page: &mut String) {
    line!(page, "\n## Items\n");
    line!(page, "| written | what it is |\n|---|---|");
    for item in ITEMS {
        line!(page, "| `{}` | {} |", cell(item.usage), cell(item.says));
    }
}

fn properties(page: &mut String, context: Context) {
    let here: Vec<&Property> = PROPERTIES.iter().filter(|property| property.contexts.contains(&context)).collect();
    line!(page, "\n## In {}\n", context.name());
    if let Some(item) = ITEMS.iter().find(|item| item.context == Some(context)) {
        let demanded: Vec<String> = item
            .demands
            .iter()
            .map(|group| group.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or "))
            .collect();
        if !demanded.is_empty() {
            line!(page, "It must have {}.\n", demanded.join(" and "));
        }
    }
    line!(page, "| written | what it says | example |\n|---|---|---|");
    for property in here {
        line!(page, "| `{}` | {} | `{}` |", cell(property.usage), cell(property.says), cell(property.example));
    }
}

/// A text as a cell of a table: on one line, and no bar ends it.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

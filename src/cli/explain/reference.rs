//! The language reference: what is told in prose, and the tables that the compiler reads.

use std::fmt::Write;

use crate::diagnostics::in_a_row;
use crate::model::Numbers;
use crate::syntax::words::{Context, ITEMS, PROPERTIES, Property};
use crate::words::one_line;

/// Adds a line; a string takes all text.
macro_rules! line {
    ($page:expr, $($words:tt)*) => {
        writeln!($page, $($words)*).expect("a string takes all text")
    };
}

/// The whole reference, in Markdown.
#[must_use]
pub fn language() -> String {
    let mut page = include_str!("language.md").to_owned();
    numbers(&mut page);
    items(&mut page);
    of_any_item(&mut page);
    for context in Context::ALL {
        properties(&mut page, context);
    }
    page
}

/// What a word of the language says, such as `takes` or `workaround`, and what may stand in an item or a part of one, such as `cause` or
/// `outcome`; nothing where no word is called so.
#[must_use]
pub fn of_topic(topic: &str) -> Option<String> {
    let mut page = String::new();
    let mut written: Vec<&Property> = PROPERTIES.iter().filter(|property| property.word == topic).collect();
    if written.is_empty() {
        written = PROPERTIES.iter().filter(|property| property.is_written_with(topic)).collect();
    }
    for property in written {
        line!(page, "`{}`: {}\n", one_line(property.usage), one_line(property.says));
        let places: Vec<&str> = property.contexts.iter().map(|context| context.name()).collect();
        let places = in_a_row(&places, "or");
        line!(page, "It may stand in {places}. For example: `{}`\n", one_line(property.example));
    }
    for item in ITEMS.iter().filter(|item| item.context.is_some_and(|context| context.topic() == topic)) {
        line!(page, "`{}`: {}", one_line(item.usage), one_line(item.says));
    }
    let has_own = |context: &Context| PROPERTIES.iter().any(|one| is_told_in(one, *context));
    for context in Context::ALL.into_iter().filter(|context| context.topic() == topic).filter(has_own) {
        properties(&mut page, context);
        if ITEMS.iter().any(|item| item.context == Some(context)) {
            of_any_item(&mut page);
        }
    }
    (!page.is_empty()).then(|| page.trim().replace("\n\n\n", "\n\n") + "\n")
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
    line!(page, "| `waiting` of a guide | {:.0} % |", numbers.waits_share * 100.0);
    settings(page, &numbers);
}

/// The settings of a project that have to do with numbers, with what they are where nothing is said.
fn settings(page: &mut String, numbers: &Numbers) {
    line!(page, "\n## In `kbc.toml`\n");
    line!(page, "A project says there what holds for all of its guides. Every setting has a default.\n");
    line!(page, "| setting | what it is | default |\n|---|---|---|");
    let texts = [
        ("title", "the title of the site", "`\"Troubleshooting guides\"`"),
        ("rules", "the folder of rules", "`\"rules\"`"),
        ("out", "the folder that is written", "`\"generated\"`"),
        ("language", "the language of the prose", "`\"en\"`"),
        ("direction", "`ltr` or `rtl`", "that of the language"),
        ("theme", "a folder of templates and styles", "none"),
        ("base-url", "where the site is published", "none"),
        ("source-url", "where the sources can be read", "none"),
        ("line-width", "how wide `kbc fmt` makes a line", "100"),
        ("how-often.WORD", "the chance that a word means", "see above"),
        ("likelihood.WORD", "the weight that a word means", "see above"),
        ("lints.CODE", "`allow`, `note`, `warning` or `error`", "that of the finding"),
        ("folders.PATH", "what a folder of guides is called in lists", "its name in words"),
        ("pages.contact", "whom readers ask who find nothing: an address of the web, or `mailto:`", "none"),
        ("pages.embed", "whether each guide has a page to be embedded elsewhere", "`false`"),
        ("pages.json", "whether the JSON of each guide lies beside its page", "`false`"),
        ("pages.chances", "how readers are told chances: `words`, `numbers` or `off`", "`\"words\"`"),
        (
            "markdown.flavour",
            "the tool that Markdown is for: `github`, `mkdocs`, `docusaurus` or `sphinx`",
            "`\"github\"`",
        ),
        ("terms.NAME", "what `{{NAME}}` stands for in prose and titles", "none"),
        ("limits.longest-path-minutes", "the longest path that raises no finding", "none"),
        ("limits.review-days", "after how many days a review is due", "365"),
    ];
    for (setting, what, default) in texts {
        line!(page, "| `{setting}` | {what} | {default} |");
    }
    let counted = [
        ("surprise", "the chance that an answer which confirms a cause leaves for something else", numbers.surprise),
        ("strength.weakly", "the ratio of `weakly`", numbers.weakly),
        ("strength.plainly", "the ratio where nothing is said", numbers.plainly),
        ("strength.strongly", "the ratio of `strongly`, and of `confirms`", numbers.strongly),
        ("minutes.check", "what a check takes", numbers.check_minutes),
        ("minutes.remedy", "what a remedy takes", numbers.remedy_minutes),
        ("minutes.fact", "what a fact takes", numbers.fact_minutes),
        ("minutes.symptom", "what saying whether a symptom is seen takes", numbers.symptom_minutes),
        ("minutes.escalation", "what handing over takes", numbers.escalation_minutes),
        ("minutes.verify", "what it takes to see whether a remedy helped", numbers.verify_minutes),
        ("price.caution", "the price of `risk caution`, in minutes", numbers.caution),
        ("price.destructive", "the price of `risk destructive`, in minutes", numbers.destructive),
        ("price.workaround", "the price of a workaround, in minutes", numbers.workaround),
        ("price.waits-share", "how much a minute of waiting counts", numbers.waits_share),
    ];
    for (setting, what, number) in counted {
        line!(page, "| `{setting}` | {what} | {} |", (number * 1000.0).round() / 1000.0);
    }
}

fn items(page: &mut String) {
    line!(page, "\n## Items\n");
    line!(page, "| written | what it is |\n|---|---|");
    for item in ITEMS {
        line!(page, "| `{}` | {} |", cell(item.usage), cell(item.says));
    }
}

/// What every item may have, told once.
fn of_any_item(page: &mut String) {
    line!(page, "\n## In every item\n");
    table(page, PROPERTIES.iter().filter(|property| is_common(property)));
}

fn is_common(property: &Property) -> bool {
    ITEMS.iter().filter_map(|item| item.context).all(|context| property.contexts.contains(&context))
}

/// What every item may have is told once for all items, and in each part of an item that may have it.
fn is_told_in(property: &Property, context: Context) -> bool {
    let is_item = ITEMS.iter().any(|item| item.context == Some(context));
    property.contexts.contains(&context) && !(is_item && is_common(property))
}

fn properties(page: &mut String, context: Context) {
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
    table(page, PROPERTIES.iter().filter(|property| is_told_in(property, context)));
}

fn table<'p>(page: &mut String, properties: impl Iterator<Item = &'p Property>) {
    line!(page, "| written | what it says | example |\n|---|---|---|");
    for property in properties {
        line!(page, "| `{}` | {} | `{}` |", cell(property.usage), cell(property.says), cell(property.example));
    }
}

/// A text as a cell of a table: on one line, and no bar ends it.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

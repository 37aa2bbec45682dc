//! What the rules of the grammar are called in messages.

use super::{Rule, words};

/// The name of a rule for people, with an example where the name alone would leave doubt; nothing for rules that only
/// hold others.
#[must_use]
pub fn name(rule_of_grammar: Rule) -> Option<String> {
    let name = match rule_of_grammar {
        Rule::string | Rule::raw | Rule::block => "a text in quotes",
        Rule::title => "a title in quotes",
        Rule::name | Rule::seen_symptom => "a name",
        Rule::word => "a word",
        Rule::none => "`none`",
        Rule::number | Rule::inner_compare | Rule::compare => "a number",
        Rule::value => "a value",
        Rule::chance => "a chance such as `usually` or `80%`",
        Rule::duration | Rule::limit => "a duration such as `20 s`",
        Rule::step_limit => "a number of steps such as `6 steps`",
        Rule::date => "a date such as `2026-11-20`",
        Rule::unit => "a unit such as `GB`",
        Rule::usual => "a name, and how often, such as `wrong-clock usually`",
        Rule::how_often => "a name and how often, such as `wrong-clock usually`",
        Rule::strength_of => "a name, and `weakly` or `strongly`",
        Rule::choice => "a name and a title, such as `wifi \"Wi-Fi\"`",
        Rule::range => "a range such as `below 80`",
        Rule::below | Rule::bound_below => "`below`",
        Rule::bound_above | Rule::above => "`above`",
        Rule::from => "`from`",
        Rule::up_to => "`up to`",
        Rule::verify_waits => "`waits`",
        Rule::matching => "`matching`",
        Rule::else_range => "`otherwise`",
        Rule::asks_number | Rule::number_type => "`number`",
        Rule::asks_version | Rule::version_type => "`version`",
        Rule::asks_text | Rule::text_type => "`text`",
        Rule::steps_block => "a block of steps in braces",
        Rule::condition | Rule::any | Rule::all | Rule::not | Rule::inner_any | Rule::inner_all | Rule::inner_not => {
            "a condition such as `managed is yes`"
        }
        Rule::is | Rule::inner_is => "`is`",
        Rule::negation => "`not`",
        Rule::comparison => "`is` or a comparison such as `>=`",
        Rule::count_of | Rule::any_of => "`any of (…)`",
        Rule::all_of => "`all of (…)`",
        Rule::at_least => "`at least N of (…)`",
        Rule::was_tried => "`tried`",
        Rule::EOI => "the end of the line",
        unnamed => {
            return words::property_of(unnamed).map(|property| format!("`{}`", property.word));
        }
    };
    Some(name.to_owned())
}

/// Several things as a list that ends in "or".
#[must_use]
pub fn one_of(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

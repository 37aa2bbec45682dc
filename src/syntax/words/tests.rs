//! The tables and the grammar say the same.

use std::collections::BTreeSet;

use super::*;
use crate::source::FileId;
use crate::syntax::{Node, parse};

const GRAMMAR: &str = include_str!("../../../grammar/rules.pest");

/// What the grammar calls the list of what may stand in a place, without the common properties.
const LISTS: [(Context, &str); 19] = [
    (Context::Guide, "guide_property"),
    (Context::Symptom, "symptom_property"),
    (Context::Cause, "cause_property"),
    (Context::Check, "check_property"),
    (Context::Remedy, "remedy_property"),
    (Context::Rule, "rule_property"),
    (Context::Fact, "fact_property"),
    (Context::Escalation, "escalation_property"),
    (Context::Result, "result_property"),
    (Context::Steps, "steps_item_property"),
    (Context::Source, "source_property"),
    (Context::Scenario, "scenario_property"),
    (Context::Stage, "stage_property"),
    (Context::Outcome, "outcome_property"),
    (Context::CannotTell, "cannot_tell_property"),
    (Context::Step, "step_property"),
    (Context::StepsBlock, "steps_property"),
    (Context::Then, "rule_effect"),
    (Context::Expect, "expect"),
];

/// The definition of a rule of the grammar, without its texts.
fn definition(name: &str) -> String {
    let begin = GRAMMAR
        .lines()
        .position(|line| line.split('=').next().is_some_and(|left| left.trim() == name))
        .unwrap_or_else(|| panic!("the grammar has no rule `{name}`"));
    let lines: Vec<&str> = GRAMMAR.lines().skip(begin).collect();
    let whole = lines.join("\n");
    let end = whole.find("}\n").unwrap();
    whole[..end].split('"').step_by(2).collect()
}

fn names_in(definition: &str) -> BTreeSet<String> {
    let right = definition.split_once('{').unwrap().1;
    right
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter(|word| !["stop", "gap", "ended"].contains(word))
        .map(str::to_owned)
        .collect()
}

fn table(context: Context) -> BTreeSet<String> {
    context.properties().map(|property| format!("{:?}", property.rule)).collect()
}

/// A file in which a property stands in a context, and nothing else.
fn file_with(context: Context, property: &str) -> String {
    match context {
        Context::Guide => format!("guide a \"A\" {{\n{property}\n}}"),
        Context::Symptom => format!("symptom a \"A\" {{\n{property}\n}}"),
        Context::Cause => format!("cause a \"A\" {{\n{property}\n}}"),
        Context::Check => format!("check a \"A\" {{\n{property}\n}}"),
        Context::Remedy => format!("remedy a \"A\" {{\n{property}\n}}"),
        Context::Rule => format!("rule a \"A\" {{\n{property}\n}}"),
        Context::Fact => format!("fact a \"A\" {{\n{property}\n}}"),
        Context::Escalation => format!("escalation a \"A\" {{\n{property}\n}}"),
        Context::Result => format!("result a \"A\" {{\n{property}\n}}"),
        Context::Steps => format!("steps a {{\n{property}\n}}"),
        Context::Source => format!("source a \"A\" {{\n{property}\n}}"),
        Context::Scenario => format!("scenario \"A\" for a {{\n{property}\n}}"),
        Context::Stage => format!("guide a \"A\" {{ stage b \"B\" {{\n{property}\n}} }}"),
        Context::Outcome => format!("check a \"A\" {{ outcome b \"B\" {{\n{property}\n}} }}"),
        Context::CannotTell => format!("check a \"A\" {{ cannot-tell {{\n{property}\n}} }}"),
        Context::Step => format!("steps a {{ step \"B\" {{\n{property}\n}} }}"),
        Context::StepsBlock => format!("check a \"A\" {{ steps {{\n{property}\n}} }}"),
        Context::Then => format!("rule a \"A\" {{ then {property}\n}}"),
        Context::Expect => format!("scenario \"A\" for a {{ expect {property}\n}}"),
    }
}

fn find(node: Node, wanted: Rule) -> bool {
    node.any(|found| found == wanted)
}

/// Whether the example of a property parses as its rule in a context, and nothing there is `bad`.
fn parses_in(property: &Property, context: Context) -> bool {
    let text = file_with(context, property.example);
    let (tree, _) = parse(FileId::new(0), &text);
    let items: Vec<Node> = tree.items(&text).collect();
    items.len() == 1 && find(items[0], property.rule) && !find(items[0], Rule::bad)
}

#[test]
fn every_context_has_the_properties_of_its_list_in_the_grammar() {
    let common = names_in(&definition("common_property"));
    for (context, list) in LISTS {
        let mut in_grammar = names_in(&definition(list));
        if in_grammar.remove("common_property") {
            in_grammar.extend(common.iter().cloned());
        }
        assert_eq!(in_grammar, table(context), "in {}", context.name());
    }
    assert_eq!(LISTS.map(|(context, _)| context), Context::ALL);
}

#[test]
fn every_example_parses_where_it_may_stand_and_nowhere_else() {
    for property in PROPERTIES {
        for context in Context::ALL {
            let may = property.contexts.contains(&context);
            assert_eq!(parses_in(property, context), may, "`{}` in {}", property.example, context.name());
        }
    }
}

#[test]
fn every_property_is_written_as_its_usage_says() {
    for property in PROPERTIES {
        let begins = |text: &str| text.split(' ').next() == Some(property.word);
        assert!(begins(property.example), "{}", property.example);
        assert!(property.usage.split(" | ").all(begins), "{}", property.usage);
        assert!(property.says.ends_with('.'), "{}", property.says);
    }
}

#[test]
fn no_word_begins_two_properties_of_one_place() {
    for context in Context::ALL {
        let words: Vec<&str> = context.properties().map(|property| property.word).collect();
        let distinct: BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(words.len(), distinct.len(), "in {}", context.name());
    }
}

#[test]
fn lists_stop_at_exactly_the_words_of_the_table() {
    let begin = GRAMMAR.find("property_word = _{").unwrap();
    let words: BTreeSet<&str> = GRAMMAR[begin..].split('"').skip(1).step_by(2).collect();
    let in_table: BTreeSet<&str> =
        PROPERTIES.iter().map(|property| property.word).filter(|word| is_property_word(word)).collect();
    assert_eq!(words, in_table);
    for word in in_table {
        let text = format!("symptom a \"A\" {{ cite b,\n{word} x\n}}");
        let (tree, _) = parse(FileId::new(0), &text);
        let item = tree.items(&text).next().unwrap();
        let cite = item.children().find(|child| child.rule() == Rule::bad).unwrap();
        assert_eq!(cite.text(), "cite b,", "the list goes on into `{word}`");
    }
}

#[test]
fn every_kind_of_item_stands_in_the_grammar() {
    let mut in_grammar = names_in(&definition("item"));
    assert!(in_grammar.remove("unknown_item"));
    let in_table: BTreeSet<String> = ITEMS.iter().map(|item| format!("{:?}", item.rule)).collect();
    assert_eq!(in_grammar, in_table);
    for item in ITEMS {
        assert!(item.usage.starts_with(item.word) && item.says.ends_with('.'));
        let head =
            item.usage.replace("NAME", "a").replace("GUIDE", "b").replace("MODULE, …", "a.b").replace("{ … }", "{\n}");
        let (tree, _) = parse(FileId::new(0), &head);
        let node = tree.items(&head).next().unwrap();
        assert_eq!(node.rule(), item.rule);
        assert!(!node.any(|found| matches!(found, Rule::bad | Rule::bad_head | Rule::left_over)), "{head}");
    }
}

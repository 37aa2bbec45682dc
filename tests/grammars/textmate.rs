//! The `TextMate` grammar, which VS Code and many others read.

use std::collections::BTreeSet;

use kbc::syntax::words::{Context, HOW_OFTEN, ITEMS, PROPERTIES};
use serde_json::{Value, json};

use super::words::{OPERATORS, WEIGHTS};

/// Where it is committed.
pub const PATH: &str = "editors/vscode/syntaxes/rules.tmLanguage.json";

/// One of some words, not as a part of another.
fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: BTreeSet<&str> = words.into_iter().collect();
    // The longest come first, or `cause` would hide what begins with it.
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    format!("(?<![\\w.-])(?:{})(?![\\w.-])", words.join("|"))
}

/// The grammar as JSON.
pub fn grammar() -> String {
    let properties = PROPERTIES.iter().filter(|property| property.contexts.iter().any(|context| context.is_block()));
    let effects = PROPERTIES
        .iter()
        .filter(|property| property.contexts.iter().any(|context| matches!(context, Context::Then | Context::Expect)));
    let items = ITEMS.iter().map(|item| item.word).collect::<Vec<_>>().join("|");
    let texts = |name: &str, begin: &str, end: &str, inner: Value| json!({ "name": name, "begin": begin, "end": end, "patterns": inner });
    let blank = json!({ "name": "variable.parameter.rules", "match": "<[A-Za-z0-9-]+>" });
    let term = json!({ "name": "variable.other.constant.rules", "match": "\\{\\{\\s*[\\w-]+\\s*\\}\\}" });
    let escape = json!({ "name": "constant.character.escape.rules", "match": "\\\\(?:u\\{[0-9A-Fa-f]+\\}|.)" });
    let grammar = json!({
        "name": "kbc rules",
        "scopeName": "source.rules",
        "fileTypes": ["rules"],
        "patterns": [
            { "name": "comment.line.number-sign.rules", "match": "#.*$" },
            texts("string.quoted.triple.rules", "\"\"\"", "\"\"\"", json!([escape, blank, term, { "include": "text.html.markdown#inline" }])),
            texts("string.regexp.rules", "(?<![\\w.-])r\"", "\"|$", json!([])),
            texts("string.quoted.double.rules", "\"", "\"|$", json!([escape, blank, term])),
            {
                "match": format!("^(\\s*)({items})(?![\\w.-])(?:\\s+([A-Za-z][\\w-]*))?"),
                "captures": {
                    "2": { "name": "keyword.control.rules" },
                    "3": { "name": "entity.name.type.rules" }
                }
            },
            {
                "match": "(?<![\\w.-])(outcome|stage)\\s+([A-Za-z][\\w-]*)",
                "captures": {
                    "1": { "name": "support.type.property-name.rules" },
                    "2": { "name": "entity.name.function.rules" }
                }
            },
            { "name": "keyword.operator.word.rules", "match": one_of(OPERATORS) },
            {
                "match": format!("(?:(?<=^|[{{;])\\s*|^\\s*){}", one_of(properties.map(|property| property.word))),
                "name": "support.type.property-name.rules"
            },
            { "name": "support.function.rules", "match": one_of(effects.map(|property| property.word)) },
            { "name": "constant.language.rules", "match": one_of(HOW_OFTEN.into_iter().chain(WEIGHTS)) },
            { "name": "constant.numeric.rules", "match": "(?<![\\w.-])-?\\d+(?:\\.\\d+)*(?:\\s*(?:%|s|min|h|d)(?![\\w-]))?" },
            { "name": "keyword.operator.comparison.rules", "match": "<=|>=|!=|=|<|>" },
            { "name": "punctuation.separator.rules", "match": "[,;{}]" }
        ]
    });
    let mut text = serde_json::to_string_pretty(&grammar).unwrap_or_default();
    text.push('\n');
    text
}

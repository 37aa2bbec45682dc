//! The grammar of tree-sitter, which Neovim, Helix, Zed and Emacs read, and the queries that say what its nodes are.
//!
//! It knows items, blocks, properties and their values, and of words what the tables know. What a property may hold is looser here
//! than in the language: an editor shows what is being written, and `kbc lsp` says what is wrong with it.

use std::collections::BTreeSet;

use kbc::syntax::words::{Context, HOW_OFTEN, ITEMS, PROPERTIES};
use serde_json::{Value, json};

use super::words::{OPERATORS, WEIGHTS};

/// The folder of all that is made.
pub const FOLDER: &str = "editors/tree-sitter";

/// Words that join conditions, and may end a line that goes on.
const JOINING: [&str; 3] = ["and", "or", "not"];

fn seq(members: impl Into<Vec<Value>>) -> Value {
    json!({ "type": "SEQ", "members": members.into() })
}

fn choice(members: impl Into<Vec<Value>>) -> Value {
    json!({ "type": "CHOICE", "members": members.into() })
}

fn maybe(content: Value) -> Value {
    choice([content, json!({ "type": "BLANK" })])
}

fn some(content: &Value) -> Value {
    json!({ "type": "REPEAT", "content": content })
}

fn many(content: &Value) -> Value {
    json!({ "type": "REPEAT1", "content": content })
}

fn text(value: &str) -> Value {
    json!({ "type": "STRING", "value": value })
}

fn pattern(value: &str) -> Value {
    json!({ "type": "PATTERN", "value": value })
}

fn rule(name: &str) -> Value {
    json!({ "type": "SYMBOL", "name": name })
}

fn field(name: &str, content: &Value) -> Value {
    json!({ "type": "FIELD", "name": name, "content": content })
}

/// A token that the other one of the same length gives way to.
fn token(precedence: i32, content: &Value) -> Value {
    json!({ "type": "TOKEN", "content": { "type": "PREC", "value": precedence, "content": content } })
}

/// A token before which nothing is skipped: a piece of a text.
fn piece(value: &str) -> Value {
    json!({ "type": "IMMEDIATE_TOKEN", "content": { "type": "PREC", "value": 1, "content": pattern(value) } })
}

fn properties() -> BTreeSet<&'static str> {
    let block = PROPERTIES.iter().filter(|property| property.contexts.iter().any(|context| context.is_block()));
    block.map(|property| property.word).collect()
}

fn effects() -> BTreeSet<&'static str> {
    let is_effect = |context: &Context| matches!(context, Context::Then | Context::Expect);
    PROPERTIES.iter().filter(|property| property.contexts.iter().any(is_effect)).map(|property| property.word).collect()
}

/// The grammar as JSON: what `grammar.js` would be made into.
pub fn grammar() -> String {
    let (line, lines) = (rule("_newline"), some(&rule("_newline")));
    let words = |words: Vec<&str>| choice(words.into_iter().map(text).collect::<Vec<_>>());
    let items = ITEMS.iter().map(|item| item.word).filter(|word| *word != "use").collect();
    let inside = |parts: &[&str]| many(&choice(parts.iter().map(|part| rule(part)).collect::<Vec<_>>()));
    let file = some(&choice([rule("use"), rule("item"), line.clone(), text(";")]));
    let rules = json!({
        "use": seq([text("use"), many(&choice([rule("name"), rule("_comma")]))]),
        "item": seq([
            field("kind", &rule("item_word")),
            maybe(field("name", &rule("name"))),
            maybe(field("title", &choice([rule("string"), rule("block_string"), rule("raw_string")]))),
            maybe(seq([text("for"), field("guide", &rule("name"))])),
            maybe(field("body", &rule("block"))),
        ]),
        "item_word": words(items),
        "block": seq([
            text("{"),
            some(&choice([
                line.clone(),
                text(";"),
                seq([rule("property"), choice([line, text(";")])]),
                json!({ "type": "ALIAS", "named": true, "value": "property", "content": rule("_with_block") }),
            ])),
            maybe(rule("property")),
            text("}"),
        ]),
        "property": seq([field("word", &rule("property_word")), maybe(rule("_values"))]),
        "_with_block": seq([
            field("word", &rule("property_word")),
            maybe(rule("_values")),
            field("body", &rule("block")),
            // `verify { … } 10 s`
            some(&seq([rule("number"), maybe(rule("name"))])),
        ]),
        "property_word": words(properties().into_iter().collect()),
        "_values": many(&rule("_value")),
        "_value": choice([
            rule("name"), rule("number"), rule("date"), rule("string"), rule("raw_string"), rule("block_string"),
            rule("comparison"), rule("group"), rule("joining"), rule("symbol"), rule("_comma"),
        ]),
        // In parentheses a line break is as good as a blank, and so it is behind a comma or a word that joins.
        "group": seq([text("("), some(&choice([rule("_value"), rule("_newline")])), text(")")]),
        "joining": json!({ "type": "PREC_RIGHT", "value": 0, "content": seq([words(JOINING.to_vec()), lines.clone()]) }),
        "_comma": json!({ "type": "PREC_RIGHT", "value": 0, "content": seq([text(","), lines]) }),
        "comparison": words(vec!["<=", "<", "!=", ">=", ">", "="]),
        "name": pattern("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z][A-Za-z0-9_-]*)*"),
        "number": token(1, &pattern("-?[0-9]+(\\.[0-9]+)*%?")),
        "date": token(2, &pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}")),
        // What a unit may be made of besides letters.
        "symbol": token(-1, &pattern("[^\\s\\w;{}\"#,()<>=!]+")),
        "string": seq([text("\""), maybe(rule("content")), piece("\"")]),
        "content": inside(&["_text", "escape", "blank", "term"]),
        "_text": piece("[^\"\\\\\\n<{]+|[<{]"),
        "escape": piece("\\\\(u\\{[0-9A-Fa-f]+\\}|[^\\n])"),
        "blank": piece("<[A-Za-z][A-Za-z0-9-]*>"),
        "term": piece("\\{\\{[ \\t]*[A-Za-z0-9_-]+[ \\t]*\\}\\}"),
        "raw_string": token(1, &pattern("r\"[^\"\\n]*\"")),
        "block_string": seq([
            text("\"\"\""),
            maybe(json!({ "type": "ALIAS", "named": true, "value": "content", "content": rule("_block_content") })),
            piece("\"\"\""),
        ]),
        "_block_content": inside(&["_block_text", "blank", "term"]),
        "_block_text": piece("[^\"<{]+|[<{]|\"|\"\""),
        "comment": token(0, &pattern("#[^\\n]*")),
        "_newline": pattern("\\n"),
    });
    let grammar = json!({
        "$schema": "https://tree-sitter.github.io/tree-sitter/assets/schemas/grammar.schema.json",
        "name": "kbc_rules",
        "word": "name",
        "rules": rules,
        "extras": [pattern("[ \\t\\r\\ufeff]"), rule("comment")],
        "conflicts": [],
        "precedences": [],
        "externals": [],
        "inline": [],
        "supertypes": [],
        "reserved": {}
    });
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    // Reading begins with the first rule, and objects here are sorted by their names.
    let first = format!("\"rules\": {{\n    \"source_file\": {},", pretty(&file).replace('\n', "\n    "));
    pretty(&grammar).replacen("\"rules\": {", &first, 1) + "\n"
}

/// All files that are made of the tables: their paths and texts.
pub fn files() -> Vec<(String, String)> {
    let queries = queries().into_iter().map(|(name, text)| (format!("{FOLDER}/queries/{name}.scm"), text));
    std::iter::once((format!("{FOLDER}/src/grammar.json"), grammar())).chain(queries).collect()
}

/// The queries, by the names of their files.
pub fn queries() -> [(&'static str, String); 6] {
    let list =
        |words: BTreeSet<&str>| words.into_iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
    let any =
        |capture: &str, words: BTreeSet<&str>| format!("((name) {capture}\n  (#any-of? {capture} {}))\n", list(words));
    let highlights = [
        "(comment) @comment\n(item_word) @keyword\n\"use\" @keyword\n\"for\" @keyword\n(property_word) @property\n",
        "(name) @variable\n(item name: (name) @type)\n(item guide: (name) @type)\n(item title: (string) @string.special)\n",
        &any("@keyword.operator", OPERATORS.into_iter().filter(|word| !JOINING.contains(word)).collect()),
        &any("@constant.builtin", HOW_OFTEN.into_iter().chain(WEIGHTS).collect()),
        &format!(
            "((property\n  word: (property_word) @_word\n  (name) @function)\n  (#any-of? @_word \"then\" \"expect\")\n  \
             (#any-of? @function {}))\n",
            list(effects())
        ),
        "((property\n  word: (property_word) @_word .\n  (name) @function)\n  (#any-of? @_word \"outcome\" \"stage\"))\n",
        "(string) @string\n(block_string) @string\n(raw_string) @string.regexp\n(escape) @string.escape\n",
        "(blank) @variable.parameter\n(term) @constant\n(number) @number\n(date) @number\n(joining) @keyword.operator\n",
        "(comparison) @operator\n[\"{\" \"}\" \"(\" \")\"] @punctuation.bracket\n[\",\" \";\"] @punctuation.delimiter\n",
    ];
    let injections = "((block_string\n  (content) @injection.content)\n  (#set! injection.language \"markdown\"))\n\n\
        ; `run sh \"…\"`: the word names the language.\n\
        ((property\n  word: (property_word) @_word .\n  (name) @injection.language .\n  (_ (content) @injection.content))\n  \
        (#eq? @_word \"run\"))\n\n\
        ((comment) @injection.content\n  (#set! injection.language \"comment\"))\n";
    let outline = "(item\n  kind: (item_word) @context\n  name: (name)? @name\n  title: (string (content) @annotation)?) @item\n\n\
        ((property\n  word: (property_word) @context .\n  (name) @name)\n  (#any-of? @context \"outcome\" \"stage\")) @item\n";
    let textobjects = "(item\n  body: (block)? @class.inside) @class.around\n\n(property\n  body: (block) @function.inside) @function.around\n\n\
        (property\n  (_) @parameter.inside)\n\n(comment) @comment.inside\n(comment)+ @comment.around\n\n\
        ((item\n  kind: (item_word) @_kind) @test.around\n  (#eq? @_kind \"scenario\"))\n";
    let made =
        |text: &str| format!("; Made by `cargo run --example grammars` from the tables of the language.\n\n{text}");
    [
        ("highlights", made(&highlights.concat())),
        ("folds", made("[\n  (block)\n  (block_string)\n] @fold\n")),
        ("indents", made("[\n  (block)\n  (group)\n] @indent\n\n[\n  \"}\"\n  \")\"\n] @outdent\n")),
        ("injections", made(injections)),
        ("outline", made(outline)),
        ("textobjects", made(textobjects)),
    ]
}

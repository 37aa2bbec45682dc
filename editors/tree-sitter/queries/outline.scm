; Made by `cargo run --example grammars` from the tables of the language.

(item
  kind: (item_word) @context
  name: (name)? @name
  title: (string (content) @annotation)?) @item

((property
  word: (property_word) @context .
  (name) @name)
  (#any-of? @context "outcome" "stage")) @item

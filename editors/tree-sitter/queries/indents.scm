; Made by `cargo run --example grammars` from the tables of the language.

[
  (block)
  (group)
] @indent

[
  "}"
  ")"
] @outdent

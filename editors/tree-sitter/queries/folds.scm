; Made by `cargo run --example grammars` from the tables of the language.

[
  (block)
  (block_string)
] @fold

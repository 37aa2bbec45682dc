; Made by `cargo run --example grammars` from the tables of the language.

((block_string
  (content) @injection.content)
  (#set! injection.language "markdown"))

; `run sh "…"`: the word names the language.
((property
  word: (property_word) @_word .
  (name) @injection.language .
  (_ (content) @injection.content))
  (#eq? @_word "run"))

((comment) @injection.content
  (#set! injection.language "comment"))

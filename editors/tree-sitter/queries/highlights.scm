; Made by `cargo run --example grammars` from the tables of the language.

(comment) @comment
(item_word) @keyword
"use" @keyword
"for" @keyword
(property_word) @property
(name) @variable
(item name: (name) @type)
(item guide: (name) @type)
(item title: (string) @string.special)
((name) @keyword.operator
  (#any-of? @keyword.operator "above" "at" "below" "by" "for" "from" "is" "least" "of" "seen" "to" "tried" "up" "within"))
((name) @constant.builtin
  (#any-of? @constant.builtin "almost-always" "always" "certain" "common" "half" "impossible" "never" "occasional" "often" "rare" "rarely" "seldom" "solved" "sometimes" "strongly" "usually" "very-common" "very-rare" "weakly"))
((property
  word: (property_word) @_word
  (name) @function)
  (#any-of? @_word "then" "expect")
  (#any-of? @function "cause" "confirm" "doubt" "escalated" "most-likely" "never" "next" "require" "rule-out" "ruled-out" "skip" "solved" "suspect" "warn"))
((property
  word: (property_word) @_word .
  (name) @function)
  (#any-of? @_word "outcome" "stage"))
(string) @string
(block_string) @string
(raw_string) @string.regexp
(escape) @string.escape
(blank) @variable.parameter
(term) @constant
(number) @number
(date) @number
(joining) @keyword.operator
(comparison) @operator
["{" "}" "(" ")"] @punctuation.bracket
["," ";"] @punctuation.delimiter

; Made by `cargo run --example grammars` from the tables of the language.

(item
  body: (block)? @class.inside) @class.around

(property
  body: (block) @function.inside) @function.around

(property
  (_) @parameter.inside)

(comment) @comment.inside
(comment)+ @comment.around

((item
  kind: (item_word) @_kind) @test.around
  (#eq? @_kind "scenario"))

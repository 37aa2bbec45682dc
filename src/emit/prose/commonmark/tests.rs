use pulldown_cmark::Parser;

use super::*;

fn rewrite(text: &str) -> String {
    let mut out = Writer::new();
    write_blocks(&mut out, text);
    out.finish()
}

fn render(text: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, Parser::new(text));
    out
}

/// What is written means what was read.
#[test]
fn nothing_is_lost() {
    for text in [
        "Open **Settings** and *wait*.",
        "a\nb",
        "a  \nb",
        "1. x\n2. y\n   - z\n\n     more\n3. w",
        "- a\n- b\n\n* c\n* d",
        "> q\n> r\n\nafter",
        "```sh\nls | grep `x`\n\n  y\n```",
        "    indented\n    code\n",
        "`` a`b ``",
        "`  `",
        "[t](https://x.org/a?b=c&d=e)",
        "<https://x.org>",
        "a \\* b \\_ c \\# d",
        "1\\. not a list",
        "\\- not a list",
        "\\# not a heading",
        "x\n\\=\\=\\=",
        "AT&T &amp;lt; &lt;b&gt;",
        "***a** b*",
        "snake_case_name and __x__",
        "a | b ~~c~~ $d$ {{ e }}",
        "3. from three",
        "- \n- b",
        "5 > 3",
        "> - a\n>   1. b\n>\n> c",
        "- ```\n  x\n  ```\n- y",
        "- a\n  ```\n  x\n  ```\n  b\n- c\n  > q",
        "- a\n\n- b\n\n  c",
        "- ***\n  a",
        "- > a\n  >\n  > b\n- c",
        "a&nbsp;b",
        "wow\\![a](b)",
        "***",
        "a *b `c` __d__ e* f",
    ] {
        assert_eq!(
            render(&rewrite(text)),
            render(text),
            "{text:?} became {:?}",
            rewrite(text)
        );
    }
}

#[test]
fn html_is_text() {
    for (text, want) in [
        ("a <b>c</b>", "a \\<b\\>c\\</b\\>\n"),
        (
            "<script>\n\n    alert([1](javascript:x))\n</script>",
            "\\<script\\>\nalert(\\[1\\](javascript:x))\n\\</script\\>\n",
        ),
        (
            "[a](javascript&amp;colon;b)",
            "[a](javascript&amp;colon;b)\n",
        ),
        ("[a](javascript:b)", "a (javascript:b)\n"),
        ("[a]\n\n[a]: javascript:b", "a (javascript:b)\n"),
        ("[a]: https://x.org", "\n"),
    ] {
        assert_eq!(rewrite(text), want);
        assert!(!render(want).contains("<script"));
    }
}

#[test]
fn a_fence_that_is_never_closed_is_closed() {
    assert_eq!(rewrite("```\nx"), "```\nx\n```\n");
    assert_eq!(rewrite("````\n```\n````"), "````\n```\n````\n");
}

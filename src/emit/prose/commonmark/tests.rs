//! CommonMark that shows any text as text.

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
        assert_eq!(render(&rewrite(text)), render(text), "{text:?} became {:?}", rewrite(text));
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
        ("[a](javascript&amp;colon;b)", "[a](javascript&amp;colon;b)\n"),
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

mod any_text {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Tag};

    use super::*;

    /// What GitHub's renderer and others add to CommonMark.
    fn everything() -> Options {
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH
    }

    fn check(markdown: &str) -> Result<(), TestCaseError> {
        for event in Parser::new_ext(markdown, everything()) {
            match event {
                Event::Html(_)
                | Event::InlineHtml(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::TaskListMarker(_)
                | Event::Start(Tag::Image { .. } | Tag::Table(_) | Tag::Heading { .. }) => {
                    prop_assert!(false, "{:?} in {:?}", event, markdown);
                }
                Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                    prop_assert!(
                        address::is_allowed(&dest_url) || link_type == LinkType::Email,
                        "{} in {:?}",
                        dest_url,
                        markdown
                    );
                }
                _ => {}
            }
        }
        Ok(())
    }

    const PIECES: &str = "(<b>|</b>|<script>|<!--|-->|<https://x>|javascript:|&lt;|&#60;|&amp;|&colon;|\\[x\\]|\\(|\\)|!\\[|\\[\\^1\\]|\\[ \\]|\
        \\*|\\*\\*|_|__|`|``|```|~~~|~~|\\||---|===|#|>|- |\\+ |1\\. |2\\) |\\$|\\{\\{|\\\\|\n|\n\n|  \n|    |\t|a|b c|é|:|/|\"|'|=|\u{a0}){0,24}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn blocks_are_harmless(text in PIECES) {
            let markdown = rewrite(&text);
            check(&markdown)?;
            // Behind a heading and before one, as on a page: neither reaches the other.
            let page = format!("# a\n\n{markdown}\n# b\n");
            let headings = Parser::new(&page).filter(|event| matches!(event, Event::Start(Tag::Heading { .. }))).count();
            prop_assert_eq!(headings, 2, "{:?}", page);
        }

        #[test]
        fn lines_are_harmless(text in PIECES) {
            let mut out = Writer::new();
            out.block();
            out.markup("[");
            write_inline(&mut out, &text);
            out.markup("](#x)");
            let markdown = out.finish();
            check(&markdown)?;
            prop_assert!(!markdown.trim_end().contains('\n'), "{:?}", markdown);
            let links = Parser::new(&markdown).filter(|event| matches!(event, Event::Start(Tag::Link { .. }))).count();
            prop_assert_eq!(links, 1, "{:?}", markdown);
        }
    }
}

//! Prose → HTML.
//!
//! Every element and attribute is written here; nothing of the prose becomes either.

use std::fmt::Write;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::escape::push_html;
use super::{address, as_heading, blocks, inline, language, runs};

/// Appends prose with blocks as HTML elements.
pub fn push_blocks(out: &mut String, text: &str) {
    if let Some(parts) = runs::split(text) {
        out.push_str("<p>");
        push_runs(out, parts);
        out.push_str("</p>");
    } else {
        push_events(out, blocks(text));
        out.truncate(out.trim_end_matches('\n').len());
    }
}

/// Appends a line of prose as HTML that can stand in a link or a heading.
pub fn push_inline(out: &mut String, text: &str) {
    if let Some(parts) = runs::split(text) {
        push_runs(out, parts);
    } else {
        push_events(out, inline(&as_heading(text)));
    }
}

fn push_runs<'a>(out: &mut String, parts: impl Iterator<Item = &'a str>) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.push_str(if index % 2 == 1 { "<strong>" } else { "</strong>" });
        }
        push_html(out, part);
    }
}

/// What a link leaves to do at its end.
enum LinkEnd {
    /// Close the element.
    Element { title: String },
    /// It may not be followed: say where it would have led.
    Refused(String),
}

fn push_events<'a>(out: &mut String, events: impl Iterator<Item = Event<'a>>) {
    let mut links = Vec::new();
    for event in events {
        match event {
            Event::Start(tag) => push_start(out, &tag, &mut links),
            Event::End(end) => push_end(out, end, &mut links),
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            // Extensions of CommonMark that are off.
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => push_html(out, &text),
            Event::Code(text) => {
                out.push_str("<code>");
                push_html(out, &text);
                out.push_str("</code>");
            }
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>\n"),
            Event::Rule => out.push_str("<hr>\n"),
            Event::TaskListMarker(_) => {}
        }
    }
}

fn push_start(out: &mut String, tag: &Tag<'_>, links: &mut Vec<LinkEnd>) {
    match tag {
        Tag::Paragraph => out.push_str("<p>"),
        Tag::Heading { .. } => out.push_str("<p class=\"prose-heading\"><strong>"),
        Tag::HtmlBlock => out.push_str("<p class=\"verbatim\">"),
        Tag::BlockQuote(_) => out.push_str("<blockquote>\n"),
        Tag::CodeBlock(kind) => match language(kind) {
            Some(name) => write!(out, "<pre><code class=\"language-{name}\">").expect("a String takes all text"),
            None => out.push_str("<pre><code>"),
        },
        Tag::List(None) => out.push_str("<ul>\n"),
        Tag::List(Some(1)) => out.push_str("<ol>\n"),
        Tag::List(Some(start)) => {
            writeln!(out, "<ol start=\"{start}\">").expect("a String takes all text");
        }
        Tag::Item => out.push_str("<li>"),
        Tag::Emphasis => out.push_str("<em>"),
        Tag::Strong => out.push_str("<strong>"),
        Tag::Link { link_type, dest_url, title, .. } => {
            let mail;
            let target = if *link_type == LinkType::Email {
                mail = format!("mailto:{dest_url}");
                &mail
            } else {
                dest_url.as_ref()
            };
            if address::is_allowed(target) {
                out.push_str("<a href=\"");
                address::push_encoded(out, target);
                out.push_str("\">");
                links.push(LinkEnd::Element { title: title.to_string() });
            } else {
                links.push(LinkEnd::Refused(target.to_owned()));
            }
        }
        // An image is shown as its alternative text; the others belong to extensions that are off.
        _ => {}
    }
}

fn push_end(out: &mut String, end: TagEnd, links: &mut Vec<LinkEnd>) {
    let closing = match end {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
        TagEnd::Heading(_) => "</strong></p>\n",
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::CodeBlock => "</code></pre>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Link => {
            let aside = match links.pop() {
                Some(LinkEnd::Element { title }) => {
                    out.push_str("</a>");
                    title
                }
                Some(LinkEnd::Refused(target)) => target,
                None => String::new(),
            };
            if !aside.is_empty() {
                out.push_str(" (");
                push_html(out, &aside);
                out.push(')');
            }
            ""
        }
        _ => "",
    };
    out.push_str(closing);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        push_blocks(&mut out, text);
        out
    }

    fn line(text: &str) -> String {
        let mut out = String::new();
        push_inline(&mut out, text);
        out
    }

    #[test]
    fn markup_of_prose() {
        assert_eq!(html("Open **Settings › General**."), "<p>Open <strong>Settings › General</strong>.</p>");
        assert_eq!(
            html("a *b* `c<d`\n\n1. x\n2. y"),
            "<p>a <em>b</em> <code>c&lt;d</code></p>\n<ol>\n<li>x</li>\n<li>y</li>\n</ol>"
        );
        assert_eq!(html("# Big"), "<p class=\"prose-heading\"><strong>Big</strong></p>");
        assert_eq!(line("# Not **a** [heading](https://x)"), "# Not <strong>a</strong> heading");
        assert_eq!(html("```sh evil\" onclick\nls\n```"), "<pre><code class=\"language-sh\">ls\n</code></pre>");
        assert_eq!(html("```\"><script>\nls\n```"), "<pre><code>ls\n</code></pre>");
    }

    #[test]
    fn html_is_text_and_bad_links_are_named() {
        assert_eq!(html("a <b onclick=x>c</b>"), "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
        assert_eq!(
            html("<script>\nalert(1)\n</script>"),
            "<p class=\"verbatim\">&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"
        );
        assert_eq!(html("[a](javascript&colon;b)"), "<p>a (javascript:b)</p>");
        assert_eq!(html("![a](x.png) <me@x.org>"), "<p>a <a href=\"mailto:me@x.org\">me@x.org</a></p>");
        assert_eq!(html("[a](/b&c \"d<\")"), "<p><a href=\"/b&amp;c\">a</a> (d&lt;)</p>");
    }

    #[test]
    fn frames_have_a_deepest() {
        let deep = html(&format!("{}x", ">".repeat(1000)));
        assert_eq!(deep.matches("<blockquote>").count(), 12);
        assert_eq!(deep.matches("</blockquote>").count(), 12);
    }

    proptest! {
        #[test]
        fn both_ways_of_reading_agree(text in "([a-zA-Z0-9 .,:;?!()\"'#>=~|{}$-]|\\*\\*|\\*|[é…“”›\u{a0}\u{2003}\u{3000}]){1,16}") {
            if runs::split(&text).is_some() {
                let mut parsed = String::new();
                push_events(&mut parsed, blocks(&text));
                prop_assert_eq!(html(&text), parsed.trim_end_matches('\n'));
                let mut parsed = String::new();
                push_events(&mut parsed, inline(&as_heading(&text)));
                prop_assert_eq!(line(&text), parsed);
            }
        }
    }
}

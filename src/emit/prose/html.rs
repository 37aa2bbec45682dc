//! Prose → HTML.
//!
//! Every element and attribute is written here; nothing of the prose becomes either.

use std::fmt::Write;

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use super::escape::push_html;
use super::{Around, address, as_heading, blocks, callout, inline, language, named, runs};

/// Appends prose with blocks as HTML elements.
pub fn push_blocks(out: &mut String, text: &str, around: Around) {
    if let Some(parts) = runs::split(text) {
        out.push_str("<p>");
        push_runs(out, parts);
        out.push_str("</p>");
    } else {
        push_events(out, blocks(text), Some(around));
        out.truncate(out.trim_end_matches('\n').len());
    }
}

/// Appends a line of prose as HTML that can stand in a link or a heading.
pub fn push_inline(out: &mut String, text: &str) {
    if let Some(parts) = runs::split(text) {
        push_runs(out, parts);
    } else {
        push_events(out, inline(&as_heading(text)), None);
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

/// What is open while events are written.
struct Open<'a> {
    /// Where blocks are shown; a line of prose holds neither links nor callouts.
    around: Option<Around<'a>>,
    links: Vec<LinkEnd>,
    table: Option<Table>,
}

/// A table that is being written.
struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
}

fn push_events<'a>(out: &mut String, events: impl Iterator<Item = Event<'a>>, around: Option<Around>) {
    let mut open = Open { around, links: Vec::new(), table: None };
    for event in events {
        match event {
            Event::Start(tag) => open.push_start(out, tag),
            Event::End(end) => open.push_end(out, end),
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

impl Open<'_> {
    fn push_start(&mut self, out: &mut String, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => out.push_str("<p>"),
            Tag::Heading { .. } => out.push_str("<p class=\"prose-heading\"><strong>"),
            Tag::HtmlBlock => out.push_str("<p class=\"verbatim\">"),
            Tag::BlockQuote(kind) => match kind.zip(self.around) {
                Some((kind, around)) => {
                    let (name, title) = callout(kind, around.callouts);
                    let name = name.to_ascii_lowercase();
                    out.extend(["<div class=\"callout ", &name, "\" role=\"note\">\n<p class=\"callout-title\">"]);
                    push_html(out, title);
                    out.push_str("</p>\n");
                }
                None => out.push_str("<blockquote>\n"),
            },
            Tag::CodeBlock(kind) => match language(&kind) {
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
            Tag::Link { link_type, dest_url, title, .. } => self.push_link(out, link_type, &dest_url, &title),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => self.push_table(out, tag),
            // An image is shown as its alternative text; the others belong to extensions that are off.
            _ => {}
        }
    }

    fn push_link(&mut self, out: &mut String, link_type: LinkType, target: &str, title: &str) {
        if let Some(((path, anchor), around)) = named(target).zip(self.around) {
            out.push_str("<a href=\"");
            if path != around.page || anchor.is_empty() {
                out.push_str(around.root);
                address::push_path(out, path);
                out.push_str(".html");
            }
            if !anchor.is_empty() {
                out.push('#');
                address::push_path(out, anchor);
            }
            out.push_str("\">");
            self.links.push(LinkEnd::Element { title: title.to_owned() });
            return;
        }
        let mail;
        let target = if link_type == LinkType::Email {
            mail = format!("mailto:{target}");
            &mail
        } else {
            target
        };
        if address::is_allowed(target) {
            out.push_str("<a href=\"");
            address::push_encoded(out, target);
            out.push_str("\">");
            self.links.push(LinkEnd::Element { title: title.to_owned() });
        } else {
            self.links.push(LinkEnd::Refused(target.to_owned()));
        }
    }

    /// Begins a table or a part of it. A wide one is moved in its frame, which is reached by keyboard too.
    fn push_table(&mut self, out: &mut String, tag: Tag<'_>) {
        match (tag, &mut self.table) {
            (Tag::Table(alignments), _) => {
                out.push_str("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"");
                push_html(out, self.around.map_or("", |around| &around.callouts.table));
                out.push_str("\"><table>\n");
                self.table = Some(Table { alignments, in_head: false, column: 0 });
            }
            (Tag::TableHead, Some(table)) => {
                out.push_str("<thead><tr>");
                (table.in_head, table.column) = (true, 0);
            }
            (Tag::TableRow, Some(table)) => {
                out.push_str("<tr>");
                table.column = 0;
            }
            (_, Some(table)) => {
                out.push_str(if table.in_head { "<th scope=\"col\"" } else { "<td" });
                out.push_str(match table.alignments.get(table.column) {
                    Some(Alignment::Center) => " class=\"center\">",
                    Some(Alignment::Right) => " class=\"end\">",
                    _ => ">",
                });
                table.column += 1;
            }
            _ => {}
        }
    }

    fn push_end(&mut self, out: &mut String, end: TagEnd) {
        let closing = match end {
            TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
            TagEnd::Heading(_) => "</strong></p>\n",
            TagEnd::BlockQuote(kind) if kind.is_some() && self.around.is_some() => "</div>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::TableCell => match &self.table {
                Some(table) if table.in_head => "</th>",
                _ => "</td>",
            },
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
                "</tr></thead>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::Table => "</table></div>\n",
            TagEnd::Link => {
                let aside = match self.links.pop() {
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn around() -> Around<'static> {
        Around { root: "../", page: "a/b", callouts: &crate::words::Words::english().callout }
    }

    fn html(text: &str) -> String {
        let mut out = String::new();
        push_blocks(&mut out, text, around());
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
    fn links_by_name_lead_to_pages() {
        assert_eq!(
            html("[a](guide:c/d#e-f) [b](guide:a/b#g \"t\") [c](guide:a/b)"),
            "<p><a href=\"../c/d.html#e-f\">a</a> <a href=\"#g\">b</a> (t) <a href=\"../a/b.html\">c</a></p>"
        );
    }

    #[test]
    fn tables_and_callouts() {
        assert_eq!(
            html("|a|b|\n|-|-:|\n|**c**|<d>|"),
            "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n\
             <thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"end\">b</th></tr></thead>\n\
             <tr><td><strong>c</strong></td><td class=\"end\">&lt;d&gt;</td></tr>\n</table></div>"
        );
        assert_eq!(
            html("> [!WARNING]\n> Hot.\n\n> Cold."),
            "<div class=\"callout warning\" role=\"note\">\n<p class=\"callout-title\">Warning</p>\n<p>Hot.</p>\n</div>\n\
             <blockquote>\n<p>Cold.</p>\n</blockquote>"
        );
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
                push_events(&mut parsed, blocks(&text), Some(around()));
                prop_assert_eq!(html(&text), parsed.trim_end_matches('\n'));
                let mut parsed = String::new();
                push_events(&mut parsed, inline(&as_heading(&text)), None);
                prop_assert_eq!(line(&text), parsed);
            }
        }
    }
}

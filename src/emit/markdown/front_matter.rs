//! The front matter of a page: YAML between two lines of dashes, as static-site tools read it.
//!
//! Every value is written as a JSON string, which YAML reads as it is; so no text can become a key, a date or a tag.

use crate::config::Flavour;
use crate::emit::json;
use crate::emit::prose::escape::Bytes;
use crate::emit::prose::plain;
use crate::guide::Document;

static BRACE: Bytes = Bytes::NONE.and(b"{");

/// Appends the front matter of a guide.
pub fn push_guide(out: &mut String, document: &Document, flavour: Flavour) {
    out.push_str("---\n");
    push(out, "title", &plain::of_inline(&document.title.0));
    let summary = document.summary.as_ref().map(|summary| plain::of_blocks(&summary.0));
    if let Some(summary) = &summary {
        push(out, "description", summary);
    }
    // In Docusaurus, `id` would change the address of the page.
    push(out, if flavour == Flavour::Docusaurus { "guide" } else { "id" }, &document.id);
    for (key, value) in [
        ("applies_to", &document.applies_to),
        ("owner", &document.owner),
        ("reviewed", &document.reviewed),
        ("lastmod", &document.changed),
    ] {
        if let Some(value) = value {
            push(out, key, value);
        }
    }
    push_list(out, "tags", &document.tags);
    push_list(out, "keywords", &document.aka);
    // Themes of MkDocs take `source` for a list of files, and show each letter of a text as one.
    if flavour != Flavour::Mkdocs {
        push(out, "source", &format!("{}:{}", document.source.file, document.source.line));
    }
    for_tool(out, flavour, summary.as_deref(), &document.aka);
    out.push_str("---\n\n");
}

/// Appends the front matter of a page that is no guide.
pub fn push_title(out: &mut String, title: &str, flavour: Flavour) {
    out.push_str("---\n");
    push(out, "title", title);
    for_tool(out, flavour, None, &[]);
    out.push_str("---\n\n");
}

/// What a tool alone reads.
fn for_tool(out: &mut String, flavour: Flavour, summary: Option<&str>, keywords: &[String]) {
    match flavour {
        Flavour::Github | Flavour::Mkdocs => {}
        // Else it would read MDX, where a line that begins with `import` is a script.
        Flavour::Docusaurus => out.push_str("mdx:\n  format: md\n"),
        Flavour::Sphinx => {
            let keywords = Some(keywords.join(", ")).filter(|keywords| !keywords.is_empty());
            if summary.is_none() && keywords.is_none() {
                return;
            }
            out.push_str("myst:\n  html_meta:\n");
            for (key, value) in [("    description", summary), ("    keywords", keywords.as_deref())] {
                if let Some(value) = value {
                    push(out, key, value);
                }
            }
        }
    }
}

/// Tells what reads templates in pages, Jekyll or a plugin of `MkDocs`, to leave the braces of this one alone, where it has such.
pub fn forbid_templates(page: &mut String, flavour: Flavour) {
    let setting = match flavour {
        Flavour::Github => "render_with_liquid: false\n",
        Flavour::Mkdocs => "render_macros: false\n",
        Flavour::Docusaurus | Flavour::Sphinx => return,
    };
    // Most pages have no brace at all, and to look for one is quickest.
    let braces = BRACE.find(page.as_bytes()).map(|at| &page[at..]);
    if braces.is_some_and(|rest| rest.contains("{{") || rest.contains("{%")) {
        page.insert_str("---\n".len(), setting);
    }
}

fn push(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(": ");
    push_value(out, value);
    out.push('\n');
}

fn push_list(out: &mut String, key: &str, values: &[String]) {
    if values.is_empty() {
        return;
    }
    out.push_str(key);
    out.push_str(":\n");
    for value in values {
        out.push_str("  - ");
        push_value(out, value);
        out.push('\n');
    }
}

fn push_value(out: &mut String, value: &str) {
    let json = json::compact(&value).expect("a string is JSON");
    // A reader that knows no front matter takes it for Markdown, and must find no tag there.
    out.push_str(&String::from_utf8_lossy(&json).replace('<', "\\u003c"));
}

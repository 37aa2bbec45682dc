//! What machines read of the whole site: robots.txt, the sitemap, the feed of changes and llms.txt. All but the last need
//! the address of the site.

use std::collections::BTreeMap;

use crate::emit::prose::escape::{push_html, push_visible};
use crate::emit::prose::{address, plain};
use crate::emit::site::by_folder;
use crate::emit::{Site, Summary};
use crate::links::{Whither, page_of};

/// How many addresses a sitemap may hold, after the protocol of sitemaps.org.
const MOST: usize = 50_000;

/// The old addresses that a server can answer by itself: those of whole pages, as lines of `from to status`. What stands behind
/// `#` never reaches a server: the pages in their places carry it over.
#[must_use]
pub fn redirects(site: &Site) -> String {
    let base = site.base_path().unwrap_or_else(|| "/".to_owned());
    let at = |path: &str| {
        let mut out = base.clone();
        address::push_path(&mut out, path);
        out + ".html"
    };
    let mut out = String::new();
    for (path, page) in &site.redirects.pages {
        if let Some(Whither::To(to)) = &page.whither {
            let mut whither = at(page_of(to));
            if let Some((_, anchor)) = to.split_once('#') {
                whither.push('#');
                address::push_path(&mut whither, anchor);
            }
            out.extend([&at(path), " ", &whither, " 301\n"]);
        }
    }
    out
}

/// robots.txt, if the site's address is known.
#[must_use]
pub fn robots(site: &Site) -> Option<String> {
    let sitemap = site.published("sitemap.xml")?.replace("&amp;", "&");
    Some(format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"))
}

/// The sitemap, if the site's address is known: paths below `html/` and their texts. A large site has a list of several.
#[must_use]
pub fn sitemap(site: &Site) -> Vec<(String, String)> {
    let mut pages = vec![(site.published(""), None)];
    for shared in site.shared.values() {
        pages.push((site.published(&format!("{}.html", shared.path)), None));
    }
    for guide in &site.guides {
        pages.push((
            site.published(&format!("{}.html", guide.path)),
            guide.changed.as_deref().or(guide.reviewed.as_deref()),
        ));
    }
    if pages.iter().any(|(address, _)| address.is_none()) {
        return Vec::new();
    }
    if pages.len() <= MOST {
        return vec![("sitemap.xml".to_owned(), entries("urlset", "url", &pages))];
    }
    let mut files = Vec::new();
    let mut list = Vec::new();
    for (index, part) in pages.chunks(MOST).enumerate() {
        let path = format!("sitemap-{}.xml", index + 1);
        list.push((site.published(&path), None));
        files.push((path, entries("urlset", "url", part)));
    }
    files.insert(0, ("sitemap.xml".to_owned(), entries("sitemapindex", "sitemap", &list)));
    files
}

fn entries(list: &str, entry: &str, pages: &[(Option<String>, Option<&str>)]) -> String {
    let mut out = String::with_capacity(128 * pages.len() + 128);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
    out.push_str(list);
    out.push_str(" xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, changed) in pages {
        let Some(address) = address else { continue };
        out.extend(["  <", entry, "><loc>"]);
        // Already escaped for an attribute.
        out.push_str(address);
        out.push_str("</loc>");
        if let Some(date) = changed {
            out.push_str("<lastmod>");
            push_html(&mut out, date);
            out.push_str("</lastmod>");
        }
        out.extend(["</", entry, ">\n"]);
    }
    out.push_str("</");
    out.push_str(list);
    out.push_str(">\n");
    out
}

/// The feed holds at most so many changes, the latest first.
const LATEST: usize = 100;

/// The Atom feed of changes, if the site's address is known. A guide's date is the later of its change and its review;
/// what has neither is left out.
#[must_use]
pub fn feed(site: &Site) -> Option<String> {
    let home = site.published("")?;
    let own = site.published(super::FEED)?;
    let date = |guide: &Summary| guide.changed.clone().max(guide.reviewed.clone());
    let mut dated: Vec<(String, &Summary)> =
        site.guides.iter().filter_map(|guide| Some((date(guide)?, guide))).collect();
    dated.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
    dated.truncate(LATEST);
    let latest = dated.first().map_or("1970-01-01", |(date, _)| date);
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let mut text = |before: &str, text: &str, after: &str| {
        out.push_str(before);
        push_html(&mut out, text);
        out.push_str(after);
    };
    text("<title>", &site.title, "</title>\n");
    // Addresses come escaped.
    text("<id>", "", &format!("{home}</id>\n<link href=\"{home}\"/>\n<link rel=\"self\" href=\"{own}\"/>\n"));
    text("<updated>", latest, "T00:00:00Z</updated>\n");
    for (date, guide) in &dated {
        let page = site.published(&format!("{}.html", guide.path))?;
        text("<entry>\n<title>", &plain::of_inline(&guide.title.0), "</title>\n");
        text("<id>", "", &format!("{page}</id>\n<link href=\"{page}\"/>\n"));
        text("<updated>", date, "T00:00:00Z</updated>\n");
        text("<author><name>", guide.owner.as_deref().unwrap_or(&site.title), "</name></author>\n");
        let summary = guide.summary.as_ref().map(|summary| plain::of_blocks(&summary.0)).unwrap_or_default();
        text("<summary>", &summary, "</summary>\n</entry>\n");
    }
    out.push_str("</feed>\n");
    Some(out)
}

/// The list of guides for language models, in the form of llmstxt.org: what this is, how somebody is led through a guide, and
/// the guides by folder, each with its Markdown, which lies beside its page, and with what its readers see.
#[must_use]
pub fn llms(site: &Site) -> String {
    let mut out = String::from("# ");
    push_visible(&mut out, &in_line(&plain::of_inline(&site.title)));
    let count = site.guides.len();
    let guides = if count == 1 { "1 guide".to_owned() } else { format!("{count} guides") };
    out.push_str(&format!(
        "\n\n> {guides} that take a reader from what they see to what helps, in the order of least expected time.\n\n"
    ));
    out.push_str(CONDUCT);
    for (folder, guides) in by_folder(&site.guides) {
        out.push_str("\n## ");
        push_visible(&mut out, if folder.is_empty() { "Guides" } else { folder });
        out.push_str("\n\n");
        guides.into_iter().for_each(|guide| push_entry(&mut out, guide));
    }
    out
}

/// `llms-full.txt` has no more bytes than these: it is read as a whole, by something that pays for each word.
pub const ROOM: usize = 1_000_000;

/// So many of them are for its last line.
const LAST_LINE: usize = 200;

/// The guides in full, by the paths of their pages, as far as there is room: none is cut, and the end says how many are left out.
/// `texts` is their Markdown, for as many as may have room.
#[must_use]
pub fn llms_full(site: &Site, texts: &BTreeMap<String, String>) -> String {
    let mut out = String::from("# ");
    push_visible(&mut out, &in_line(&plain::of_inline(&site.title)));
    out.push_str(
        "\n\n> The guides in full. Each begins with a line that says where it lies, and its links start there.\n\n",
    );
    out.push_str(CONDUCT);
    let mut told = 0;
    for (path, text) in texts {
        let mut at = String::new();
        address::push_path(&mut at, path);
        let part = format!("\n---\n\nGuide: {at}.md\n\n{}", without_front_matter(text));
        if out.len() + part.len() > ROOM - LAST_LINE {
            break;
        }
        out.push_str(&part);
        told += 1;
    }
    let left = site.guides.len().saturating_sub(told);
    if left > 0 {
        let guides = if left == 1 { "1 guide has".to_owned() } else { format!("{left} guides have") };
        out.push_str(&format!("\n---\n\n{guides} no room here; llms.txt lists all.\n"));
    }
    out
}

/// Markdown without what stands above it for site generators.
fn without_front_matter(text: &str) -> &str {
    let behind = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
    behind.map_or(text, |(_, text)| text).trim_start_matches('\n')
}

/// How somebody is led through a guide.
const CONDUCT: &str = "To lead a person through a guide: find the one whose symptom, message or alert they name; begin at the step \
that the symptom names; ask one question at a time, and go where the answer leads; do not skip what shows whether a remedy \
helped; and never carry out what destroys something before the person has said yes to exactly that.\n";

/// A guide and what its readers see.
fn push_entry(out: &mut String, guide: &Summary) {
    out.push_str("- [");
    // Brackets would end the text of the link.
    push_visible(out, &in_line(&plain::of_inline(&guide.title.0)).replace(['[', ']'], " "));
    out.push_str("](");
    address::push_path(out, &guide.path);
    out.push_str(".md)");
    if let Some(summary) = &guide.summary {
        out.push_str(": ");
        push_visible(out, &in_line(&plain::of_blocks(&summary.0)));
    }
    out.push('\n');
    for symptom in &guide.symptoms {
        out.push_str("  - ");
        push_visible(out, &in_line(&plain::of_inline(&symptom.title.0)));
        for (label, texts) in [("message", &symptom.messages), ("alert", &symptom.alerts)] {
            for text in texts {
                out.push_str(&format!("; {label} “"));
                push_visible(out, &in_line(text));
                out.push('”');
            }
        }
        out.push('\n');
    }
}

/// A text on one line, whatever breaks it.
fn in_line(text: &str) -> String {
    text.replace(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'], " ")
}

//! What search engines read: robots.txt and the sitemap. Both need the address of the site.

use crate::emit::Site;
use crate::emit::prose::escape::push_html;

/// How many addresses a sitemap may hold, after the protocol of sitemaps.org.
const MOST: usize = 50_000;

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

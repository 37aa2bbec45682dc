//! Links lead somewhere: every anchor is on its page once, every file is one that is written.

use std::collections::{BTreeMap, BTreeSet};

use kbc::edition::Edition;
use kbc::emit::{html, markdown};
use kbc::guide::Document;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};

use crate::emit::sample;

fn guides() -> [Document; 3] {
    let mut wifi = sample::small();
    "network/wifi-slow".clone_into(&mut wifi.path);
    [sample::rich(), sample::small(), wifi]
}

/// The path that a link on the page at `from` leads to.
fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{href} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn html() {
    let guides = guides();
    let site = sample::site(&guides.iter().collect::<Vec<_>>());
    let templates = html::Templates::new().unwrap();
    let mut pages = BTreeMap::from([(html::INDEX.to_owned(), templates.index(&site).unwrap())]);
    for guide in &guides {
        pages.insert(html::path(guide), templates.guide(guide, &site).unwrap());
    }
    let mut anchors = BTreeMap::new();
    for (path, page) in &pages {
        let parsed = Html::parse_document(page);
        let mut ids = BTreeSet::new();
        for element in parsed.select(&Selector::parse("[id]").unwrap()) {
            let id = element.value().attr("id").unwrap().to_owned();
            assert!(ids.insert(id.clone()), "{path} has #{id} twice");
        }
        anchors.insert(path.clone(), ids);
    }
    let files: BTreeSet<String> = pages
        .keys()
        .cloned()
        .chain(html::Assets::new(&Edition::default(), "").all().into_iter().map(|asset| asset.path.clone()))
        .collect();
    let mut count = 0;
    for (path, page) in &pages {
        let parsed = Html::parse_document(page);
        for element in
            parsed.select(&Selector::parse(":not(.picture) > a[href], link[rel=stylesheet], link[rel=icon]").unwrap())
        {
            let href = element.value().attr("href").unwrap();
            if href.contains("://") {
                continue;
            }
            count += 1;
            let (file, anchor) = href.split_once('#').map_or((href, None), |(file, anchor)| (file, Some(anchor)));
            let file = if file.is_empty() { path.clone() } else { resolve(path, file) };
            assert!(files.contains(&file), "{path} links to {file}");
            if let Some(anchor) = anchor {
                assert!(anchors[&file].contains(anchor), "{path} links to {file}#{anchor}");
            }
        }
        for element in parsed.select(&Selector::parse("[aria-labelledby]").unwrap()) {
            assert!(anchors[path].contains(element.value().attr("aria-labelledby").unwrap()));
        }
    }
    assert!(count > 80, "only {count} links");
}

/// The anchors that GitHub gives to the headings of a page.
fn heading_anchors(body: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading = None;
    for event in Parser::new(body) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = heading.take().unwrap().to_lowercase();
                let slug: String = text
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                    .map(|c| if c == ' ' { '-' } else { c })
                    .collect();
                let mut unique = slug.clone();
                let mut twin = 0;
                while !anchors.insert(unique.clone()) {
                    twin += 1;
                    unique = format!("{slug}-{twin}");
                }
            }
            _ => {}
        }
    }
    anchors
}

#[test]
fn markdown() {
    let guides = guides();
    let site = sample::site(&guides.iter().collect::<Vec<_>>());
    let mut pages = BTreeMap::from([(markdown::INDEX.to_owned(), markdown::index(&site))]);
    for guide in &guides {
        pages.insert(markdown::path(guide), markdown::guide(guide, &site));
    }
    let mut count = 0;
    for (path, page) in &pages {
        let body = page.split_once("---\n\n").unwrap().1;
        let anchors = heading_anchors(body);
        for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else {
                continue;
            };
            if dest_url.contains("://") {
                continue;
            }
            count += 1;
            match dest_url.strip_prefix('#') {
                Some(anchor) => assert!(anchors.contains(anchor), "{path} links to #{anchor}, it has {anchors:?}"),
                None => assert!(pages.contains_key(&resolve(path, &dest_url)), "{path} links to {dest_url}"),
            }
        }
    }
    assert!(count > 50, "only {count} links");
}

/// Every step that answers lead to is named as its heading or its place in a list.
#[test]
fn a_step_is_where_its_link_leads() {
    let guide = sample::rich();
    let page = markdown::guide(&guide, &sample::site(&[]));
    assert!(page.contains("[step 4](#steps-4-to-5)") && page.contains("#### Steps 4 to 5\n"));
    assert!(
        page.contains("\n4. **Turn Airplane Mode on and off**")
            && page.contains("\n5. **Sign out of iMessage and in again**")
    );
    assert!(page.contains("[step 6](#step-6)") && page.contains("#### Step 6\n"));
}

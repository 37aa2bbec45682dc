//! Themes, languages, and what machines read of a site.

use std::collections::HashSet;

use kbc::edition::{Direction, Edition, Language};
use kbc::emit::html::{self, Theme};
use kbc::emit::{Site, Summary, json};
use kbc::guide::{Document, Inline, Picture, PictureKind, PictureNode};
use kbc::search::{SearchEntry, Writing, shards};
use rayon::prelude::*;

use crate::emit::sample;

fn theme(name: &str, text: &str) -> Theme {
    Theme { templates: vec![(name.to_owned(), text.to_owned())], style: String::new() }
}

#[test]
fn a_theme_takes_the_place_of_ours_by_name() {
    let rich = sample::rich();
    let site = sample::site(&[&rich]);
    let own = theme("not_found.html", "{% extends \"base.html\" %}{% block main %}<h1>Lost</h1>{% endblock %}");
    let templates = html::Templates::with_theme(&Edition::default(), own).unwrap();
    assert!(templates.not_found(&site).unwrap().contains("<h1>Lost</h1>"));
    assert!(templates.guide(&rich, &site).unwrap().contains("What do you see?"), "ours stand in for the rest");
    let styled = Theme { templates: vec![], style: ":root { --go: #123456; }".to_owned() };
    let templates = html::Templates::with_theme(&Edition::default(), styled).unwrap();
    let style = &templates.assets().style;
    assert!(std::str::from_utf8(&style.bytes).unwrap().ends_with(":root { --go: #123456; }"));
    assert!(templates.not_found(&site).unwrap().contains(&style.path));
}

#[test]
fn what_a_theme_asks_for_and_is_not_there_is_told_with_file_and_line() {
    let rich = sample::rich();
    let site = sample::site(&[&rich]);
    let own = theme("guide.html", "<h1>\n{{ guide.title }}\n{{ guide.titel }}\n</h1>");
    let error =
        html::Templates::with_theme(&Edition::default(), own).unwrap().guide(&rich, &site).unwrap_err().to_string();
    assert!(error.contains("guide.html:3"), "{error}");
    let broken =
        html::Templates::with_theme(&Edition::default(), theme("guide.html", "a\n{% if %}")).unwrap_err().to_string();
    assert!(broken.contains("guide.html:2"), "{broken}");
}

#[test]
fn the_interface_speaks_the_language_of_the_site() {
    let rich = sample::rich();
    let site = {
        let language = "de-CH".parse::<Language>().unwrap().written(Direction::Leftward);
        Site { edition: language.into(), ..sample::site(&[&rich]) }
    };
    let templates = html::Templates::with_theme(&site.edition, Theme::default()).unwrap();
    let page = templates.guide(&rich, &site).unwrap();
    assert!(page.contains("<html lang=\"de-CH\" dir=\"rtl\">"));
    assert!(page.contains("Was sehen Sie?") && !page.contains("What do you see?"));
    let script = std::str::from_utf8(&templates.assets().walk.bytes).unwrap();
    assert!(script.contains("Kann ich nicht sagen"));
}

fn entry(document: &Document) -> SearchEntry {
    let line = &kbc::emit::prose::plain::of_inline;
    let text = &kbc::emit::prose::plain::of_blocks;
    SearchEntry::of(
        document,
        Writing { line, text, script: &|shown| json::for_html(shown).unwrap(), shared: &|_| None },
    )
}

/// What an author writes stays text in the feed, in the index of the search, and in pictures.
#[test]
fn hostile_titles_stay_text_everywhere() {
    const PAYLOAD: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>]]>&\"'";
    let mut rich = sample::rich();
    rich.title = Inline(PAYLOAD.to_owned());
    rich.symptoms[0].messages = vec![PAYLOAD.to_owned()];
    rich.owner = Some(PAYLOAD.to_owned());
    let node =
        PictureNode { kind: PictureKind::Cause, anchor: "a\"><script>".to_owned(), title: Inline(PAYLOAD.to_owned()) };
    let whole = Picture { nodes: vec![node.clone(), node], edges: vec![(0, 1)], left_out: 3, around: vec![] };
    rich.picture = Some(Picture { around: vec![whole.clone()], ..whole });
    let site = sample::site(&[&rich]);
    let entries = [entry(&rich)];
    let mut texts = vec![html::feed(&site).unwrap(), html::picture(&rich, &site).unwrap()];
    texts.extend(html::pictures_around(&rich, &site).map(|(_, picture)| picture));
    let script = |value: &serde_json::Value| json::for_html(value).unwrap();
    texts.extend(shards(&entries, script).into_iter().map(|shard| shard.text));
    for text in texts {
        assert!(!text.contains("<script") && !text.contains("<img"), "{text}");
        assert!(!text.contains("onerror=alert(1)>"), "{text}");
    }
}

#[test]
fn the_feed_holds_what_has_a_date_the_latest_first() {
    let mut old = sample::rich();
    (old.path, old.changed, old.reviewed) = ("a/old".to_owned(), Some("2024-01-02".to_owned()), None);
    let mut new = sample::rich();
    (new.path, new.changed, new.reviewed) = ("a/new".to_owned(), None, Some("2025-03-04".to_owned()));
    let mut none = sample::rich();
    (none.path, none.changed, none.reviewed) = ("a/none".to_owned(), None, None);
    let mut site = sample::site(&[&old, &new, &none]);
    let feed = html::feed(&site).unwrap();
    let at = |text: &str| feed.find(text);
    assert!(at("a/new.html") < at("a/old.html") && at("a/new.html").is_some());
    assert_eq!(at("a/none.html"), None);
    assert!(feed.contains("<updated>2025-03-04T00:00:00Z</updated>"));
    site.base_url = None;
    assert_eq!(html::feed(&site), None);
    assert!(html::llms(&site).contains("](a/none.md)"));
}

/// However many guides there are, a search begins with small files: what is fetched before the first letter is bounded.
#[test]
fn no_file_of_the_search_grows_with_the_site() {
    let mut rich = sample::rich();
    let entries: Vec<SearchEntry> = (0..10_000)
        .map(|number| {
            (rich.path, rich.title) =
                (format!("g-{number:05}"), Inline(format!("Trouble {number:05} x{:x}", number * 7919)));
            entry(&rich)
        })
        .collect();
    let files = shards(&entries, |value| json::for_html(value).unwrap());
    let longest = files.iter().max_by_key(|file| file.text.len()).unwrap();
    assert!(longest.text.len() < 150_000, "{} has {} bytes", longest.path, longest.text.len());
    let manifest = files.iter().find(|file| file.path == "search/manifest.js").unwrap();
    assert!(manifest.text.len() < 200, "{}", manifest.text);
    // Each file of guides stands in the lists that the manifest counts.
    let guides = files.iter().filter(|file| file.path.starts_with("search/guides-")).count();
    let lists = files.iter().filter(|file| file.path.starts_with("search/guides-names-")).count();
    assert!(guides - lists > 200, "{guides}");
    assert_eq!(lists, (guides - lists).div_ceil(200));
    assert!(manifest.text.contains("\"each\":200"));
}

/// A site of so many copies of a guide, at the paths and with the titles that their numbers give.
fn copies(count: usize, path: impl Fn(usize) -> String, title: impl Fn(usize) -> String) -> Site {
    let mut site = sample::site(&[&sample::rich()]);
    let one = site.guides[0].clone();
    site.guides =
        (0..count).map(|number| Summary { path: path(number), title: Inline(title(number)), ..one.clone() }).collect();
    site
}

fn lists(site: &Site) -> Vec<(String, String)> {
    html::Templates::new().unwrap().lists(site).collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_large_index_is_cut_by_folders() {
    let site = copies(5000, |number| format!("area-{:02}/g-{number:04}", number / 100), |_| "A guide".to_owned());
    let index = html::Templates::new().unwrap().index(&site).unwrap();
    assert!(index.len() < 40_000, "{}", index.len());
    let folders = lists(&site);
    assert_eq!(folders.len(), 50);
    assert_eq!(folders[7].0, "area-07/all_guides.html");
    assert!(folders[7].1.contains("href=\"../area-07/g-0701.html\"") && !folders[7].1.contains("g-0801"));
    assert!(
        folders[7].1.contains("<link rel=\"canonical\" href=\"https://help.example.org/kb/area-07/all_guides.html\">")
    );
    assert!(index.contains("href=\"area-07/all_guides.html\""));
}

/// However many guides there are, in whatever folders: no page holds more than its share, and each guide is reached.
#[test]
fn no_list_grows_with_the_site() {
    let titled = |number: usize| format!("Trouble {:05}", 99_999 - number);
    let places: [&dyn Fn(usize) -> String; 3] =
        [&|number| format!("g-{number}"), &|number| format!("all/g-{number}"), &|number| format!("f-{number}/g")];
    for place in places {
        let site = copies(10_000, place, titled);
        let mut pages = lists(&site);
        pages.push(("index.html".to_owned(), html::Templates::new().unwrap().index(&site).unwrap()));
        let names: HashSet<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names.len(), pages.len(), "each has a path of its own");
        let mut reached = HashSet::new();
        for (path, page) in &pages {
            assert!(page.len() < 200_000, "{path} has {} bytes", page.len());
            for href in page.split("href=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]) {
                let href = href.trim_start_matches("../");
                if href.contains("all_") && !href.contains("://") {
                    assert!(names.contains(href), "{path} leads to {href}");
                }
                reached.insert(href);
            }
        }
        assert!(site.guides.iter().all(|guide| reached.contains(format!("{}.html", guide.path).as_str())));
        assert!(names.iter().all(|path| reached.contains(path)), "each list is reached");
    }
}

/// A list that is cut stands in the order of its titles: its parts are named by the first and the last.
#[test]
fn a_part_of_a_list_says_from_where_to_where_it_goes() {
    let site = copies(401, |number| format!("all/g-{number}"), |number| format!("Trouble {:03} *now*", 400 - number));
    let pages = lists(&site);
    let paths: Vec<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    let parts = ["all/all_guides.html", "all/all_guides-1.html", "all/all_guides-2.html", "all/all_guides-3.html"];
    assert_eq!(paths, parts);
    assert!(pages[0].1.contains("<bdi>Trouble 000 now</bdi> <span class=\"to\">– <bdi>Trouble 132 now</bdi></span>"));
    let middle = &pages[2].1;
    assert!(middle.contains("<title>All: Trouble 133 now – Trouble 266 now – "), "{}", &middle[..900]);
    assert!(middle.contains("rel=\"prev\" href=\"../all/all_guides-1.html\""));
    assert!(middle.contains("rel=\"next\" href=\"../all/all_guides-3.html\""));
    assert!(middle.contains("<li><a href=\"../all/all_guides.html\" dir=\"auto\">All</a></li>"));
    assert!(!middle.contains("data-tags"), "a choice of tags would hide what stands on other parts");
    assert!(!pages[1].1.contains("rel=\"prev\"") && !pages[3].1.contains("rel=\"next\""));
}

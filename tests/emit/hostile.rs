//! Prose that means harm is shown as text in all three formats, wherever it stands.

use std::collections::BTreeSet;

use kbc::emit::{Site, html, json, markdown};
use kbc::guide::Document;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{Html, Selector};

use crate::emit::poison::poison;
use crate::emit::sample;

const PAYLOADS: [&str; 22] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>",
    "</title></style></textarea><iframe src=//evil.example>",
    "<!-- x --> <![CDATA[ y ]]> <?php z ?> <!DOCTYPE q>",
    "<div>\n\n<b>x</b>\n\n    <script>alert(1)</script>\n</div>",
    "[x](javascript:alert(1)) [y](JAVASCRIPT&colon;alert(1)) [z](data:text/html,<script>) <javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x](javascript&amp;colon;alert) [y](//evil.example) ![z](https://evil.example/pixel.png)",
    "{{ site.title }} {% raw %} {{ 7*7 }} {# c #} ${x} <%= y %>",
    "# Step 1\n\n## Sources\n\n---\ntitle: x\n---\n",
    "Step 3",
    "sources",
    "```\nnever closed",
    "- a\n  - b\n\n> [!WARNING]\n> c\n\n1. d | e | f\n|---|---|\n| g | h |",
    "\u{202e}gnp.exe\u{2066} שלום \u{200f}עולם",
    "a\u{0}b\u{1b}[31mc\u{7f}\u{85}\u{2028}\u{feff}",
    "***a __b `c** d__ `` e\\",
    "&lt;script&gt; &#60;script&#62; &amp;lt;b&amp;gt; &NotAnEntity; AT&T",
    "\n\n   \t ",
];

fn pages(words: &str) -> (Document, Site, String) {
    let document = sample::rich();
    let site = sample::site(&[&document]);
    let (document, site) = poison(document, site, words);
    let templates = html::Templates::new().unwrap();
    let page = templates.guide(&document, &site).unwrap();
    (document, site, page)
}

/// Every element with its attributes, as `a[href]`; values do not matter.
fn shapes(page: &str) -> BTreeSet<String> {
    let parsed = Html::parse_document(page);
    let all = Selector::parse("*").unwrap();
    parsed
        .select(&all)
        .flat_map(|element| {
            let name = element.value().name().to_owned();
            let attributes: Vec<_> =
                element.value().attrs().map(|(attribute, _)| format!("{name}[{attribute}]")).collect();
            std::iter::once(name).chain(attributes)
        })
        .collect()
}

#[test]
fn no_element_and_no_attribute_comes_from_prose() {
    let (_, site, plain) = pages("words");
    let templates = html::Templates::new().unwrap();
    let mut allowed = shapes(&plain);
    allowed.extend(shapes(&templates.index(&site).unwrap()));
    let prose = "p strong em code pre ul ol ol[start] li blockquote br hr a a[href] p[class] code[class] pre[class]";
    allowed.extend(prose.split(' ').map(str::to_owned));
    let clean = Html::parse_document(&plain);
    for payload in PAYLOADS {
        let (document, site, page) = pages(payload);
        for page in [page, templates.index(&site).unwrap(), templates.not_found(&site).unwrap()] {
            let strange: Vec<_> = shapes(&page).difference(&allowed).cloned().collect();
            assert!(strange.is_empty(), "{payload:?} made {strange:?}");
            harmless(&page, payload);
        }
        let parsed = Html::parse_document(&templates.guide(&document, &site).unwrap());
        for kind in [
            "section",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "nav",
            "dl",
            "pre.command",
            "img",
            "script",
            "meta",
            "link",
            "svg",
            "table",
        ] {
            if kind == "meta" && payload.trim().is_empty() {
                // A guide without a summary has no description.
                continue;
            }
            let selector = Selector::parse(kind).unwrap();
            assert_eq!(
                parsed.select(&selector).count(),
                clean.select(&selector).count(),
                "{payload:?} changed the number of {kind}"
            );
        }
    }
}

/// Nothing runs, nothing is asked of another host, and every address has a scheme that is allowed.
fn harmless(page: &str, payload: &str) {
    let parsed = Html::parse_document(page);
    for element in parsed.select(&Selector::parse("*").unwrap()) {
        let value = element.value();
        match value.name() {
            "script" => match value.attr("src") {
                Some(src) => {
                    assert!(
                        src.trim_start_matches("../").trim_start_matches("/kb/").starts_with("assets/"),
                        "{payload:?} asks for {src:?}"
                    );
                }
                None => assert!(matches!(value.attr("type"), Some("application/ld+json" | "application/json"))),
            },
            "form" => assert!(
                matches!(value.attr("action"), Some("search.html" | "../search.html" | "/kb/search.html")),
                "{payload:?}"
            ),
            "iframe" | "object" | "embed" | "style" | "base" => {
                panic!("{payload:?} made {}", value.name())
            }
            "img" => assert!(value.attr("src").unwrap().starts_with("../images/"), "{payload:?}"),
            "a" => {
                let href = value.attr("href").unwrap();
                let head = href.split(['/', '?', '#']).next().unwrap();
                assert!(
                    !head.contains(':')
                        || ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| head.starts_with(scheme)),
                    "{payload:?} made a link to {href:?}"
                );
                assert!(!href.starts_with("//"), "{payload:?} made a link to {href:?}");
            }
            _ => {}
        }
        assert!(value.attrs().all(|(name, _)| !name.starts_with("on") && name != "style"), "{payload:?}");
    }
    assert!(!page.contains(['\u{202e}', '\u{2066}', '\0', '\u{1b}']), "{payload:?} hides something");
}

#[test]
fn what_was_written_is_read() {
    let (_, _, page) = pages("<script>alert(1)</script> {{ 7*7 }}");
    let text: String = Html::parse_document(&page).root_element().text().collect();
    assert!(text.matches("<script>alert(1)</script> {{ 7*7 }}").count() > 40);
    assert!(!text.contains("49"));
    let (_, _, page) = pages("[x](javascript:alert(1))");
    let text: String = Html::parse_document(&page).root_element().text().collect();
    assert!(text.contains("x (javascript:alert(1))"));
}

#[test]
fn markdown_holds_no_html_and_no_bad_link() {
    for payload in PAYLOADS {
        let (document, site, _) = pages(payload);
        for page in [markdown::guide(&document, &site), markdown::index(&site)] {
            let (front, body) = page.strip_prefix("---\n").unwrap().split_once("---\n\n").unwrap();
            assert!(
                front.lines().all(|line| line.starts_with("  - \"")
                    || line.contains(": \"")
                    || line.ends_with(':')
                    || line.ends_with(": false")),
                "{front}"
            );
            for event in Parser::new_ext(
                body,
                Options::ENABLE_TABLES
                    | Options::ENABLE_STRIKETHROUGH
                    | Options::ENABLE_GFM
                    | Options::ENABLE_FOOTNOTES
                    | Options::ENABLE_TASKLISTS
                    | Options::ENABLE_MATH,
            ) {
                match event {
                    Event::Html(html) | Event::InlineHtml(html) => {
                        panic!("{payload:?} left {html:?} in\n{body}")
                    }
                    Event::InlineMath(_)
                    | Event::DisplayMath(_)
                    | Event::FootnoteReference(_)
                    | Event::TaskListMarker(_)
                    | Event::Start(Tag::Strikethrough | Tag::HtmlBlock | Tag::FootnoteDefinition(_)) => {
                        panic!("{payload:?} means something in\n{body}")
                    }
                    Event::Start(Tag::Image { dest_url, .. }) => {
                        assert!(dest_url.starts_with("../images/"), "{payload:?}: {dest_url}");
                    }
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        let head = dest_url.split(['/', '?', '#']).next().unwrap();
                        assert!(!head.contains(':') || head == "https:" || head == "http:", "{payload:?}: {dest_url}");
                        assert!(!dest_url.starts_with("//"));
                    }
                    _ => {}
                }
            }
            assert!(!body.contains(['\u{202e}', '\u{2066}', '\0', '\u{1b}']), "{payload:?} hides something");
            if !payload.contains('`') {
                let outside_code: String = Parser::new(body)
                    .filter_map(|event| if let Event::Text(text) = event { Some(text.to_string()) } else { None })
                    .collect();
                assert!(!outside_code.is_empty());
            }
        }
    }
}

/// The headings of a page are those of a harmless page: prose adds none and takes none away.
#[test]
fn prose_does_not_change_the_outline_of_markdown() {
    let outline = |words: &str| {
        let (document, site, _) = pages(words);
        let page = markdown::guide(&document, &site);
        let body = page.split_once("---\n\n").unwrap().1.to_owned();
        let mut levels = vec![];
        let mut tables = 0;
        for event in Parser::new_ext(&body, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => levels.push(level),
                Event::Start(Tag::TableCell) => tables += 1,
                _ => {}
            }
        }
        (levels, tables)
    };
    let plain = outline("words");
    for payload in PAYLOADS {
        assert_eq!(outline(payload), plain, "{payload:?}");
    }
}

#[test]
fn template_words_are_broken_up_in_markdown() {
    let (document, site, _) = pages("{{ site.title }} {% raw %}");
    let page = markdown::guide(&document, &site);
    // Code shows them as they are; there, Jekyll is told not to look.
    assert!(page.starts_with("---\nrender_with_liquid: false\n"));
    assert!(page.contains("\\{\\{ site.title }} \\{% raw %}"));
}

#[test]
fn json_keeps_every_character_and_hides_none() {
    for payload in PAYLOADS {
        let (document, site, _) = pages(payload);
        let bytes = json::guide(&document, None).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["document"], serde_json::to_value(&document).unwrap());
        assert_eq!(value["document"]["title"], payload);
        let raw = String::from_utf8(bytes).unwrap();
        assert!(!raw.contains(['\u{202e}', '\u{2066}', '\u{2028}', '\u{7f}', '\u{85}', '\u{feff}']));
        let island = json::for_html(&document).unwrap();
        assert!(!island.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&island).unwrap()["title"], payload);
        let index: serde_json::Value = serde_json::from_slice(&json::index(&site).unwrap()).unwrap();
        assert_eq!(index["guides"][0]["title"], payload);
    }
}

/// What a site is told about itself is no more trusted than prose.
#[test]
fn addresses_of_a_site_are_checked() {
    let document = sample::rich();
    let mut site = sample::site(&[&document]);
    site.base_url = Some("javascript:alert(1)//".to_owned());
    site.source_base = Some("data:text/html,\"><script>".to_owned());
    let page = html::Templates::new().unwrap().guide(&document, &site).unwrap();
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(!page.contains("javascript:") && !page.contains("data:text") && !page.contains("canonical"));
    assert_eq!(html::robots(&site), None);
    assert!(html::sitemap(&site).is_empty());
}

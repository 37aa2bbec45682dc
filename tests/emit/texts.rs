//! What authors write into prose, in all outputs: links by name, terms, tables, callouts, and pictures of what is seen.

use std::sync::Mutex;

use crate::common::edition;
use kbc::config::Config;
use kbc::emit::{Site, Summary, html, json, markdown};
use kbc::pipeline;
use kbc::source::Memory;

const RULES: &str = include_str!("texts.rules");

/// Of the guide `lamp`: its page, its Markdown and its JSON; and the index of a site that lists it.
fn made(language: &str) -> [String; 4] {
    let config = Config::parse(&format!("language = \"{language}\"\n[terms]\nproduct = \"Lamp *2*\"")).unwrap();
    let files = Memory::new().with("home/a.rules", RULES).with("home/dark.gif", "GIF89a");
    let mut understood = pipeline::read(&files, &config);
    understood.settle(kbc::lints::Ran::Some);
    let errors: Vec<_> = understood.findings.iter().filter(|one| one.level == kbc::diagnostics::Level::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let site = Site { title: "Lamps".to_owned(), edition: edition(language), ..Site::default() };
    let templates = html::Templates::with_theme(&site.edition, html::Theme::default()).unwrap();
    let made = Mutex::new(Vec::new());
    pipeline::guides(&mut understood, &config, &|document, _| {
        if document.id == "home.a.lamp" {
            let site = Site { guides: vec![Summary::of(document)], ..site.clone() };
            made.lock().unwrap().extend([
                templates.guide(document, &site).unwrap(),
                markdown::guide(document, &site),
                String::from_utf8(json::guide(document, None).unwrap()).unwrap(),
                templates.index(&site).unwrap(),
            ]);
        }
        Ok::<(), ()>(())
    })
    .unwrap();
    made.into_inner().unwrap().try_into().unwrap()
}

fn assert_holds(text: &str, all: &[&str]) {
    for part in all {
        assert!(text.contains(part), "there is no\n{part}\nin\n{text}");
    }
}

#[test]
fn links_by_name_lead_on_in_every_format() {
    let [page, paper, data, index] = made("en");
    assert_holds(
        &page,
        &[
            r#"<a href="../../home/a/flicker.html">the other</a>"#,
            r##"<a href="#cause-bulb">the bulb</a>"##,
            r##"see <a href="#remedy-screw">how</a>, not there"##,
            r#"<p class="see"><span class="label">See also</span> <a href="../../home/a/flicker.html" dir="auto">It flickers</a></p>"#,
            r#"<div><dt>See also</dt><dd><a href="../../home/a/flicker.html" dir="auto">It flickers</a></dd></div>"#,
        ],
    );
    assert_holds(
        &paper,
        &[
            "[the other](../../home/a/flicker.md) and [the bulb](#the-bulb-is-broken)",
            "see [how](#steps-1-to-2), not there",
            "**See also:** [It flickers](../../home/a/flicker.md)",
        ],
    );
    assert_holds(
        &data,
        &[
            "[the other](guide:home/a/flicker) and [the bulb](guide:home/a/lamp#cause-bulb)",
            r#""see": ["#,
            r#""path": "home/a/flicker""#,
        ],
    );
    assert_holds(
        &index,
        &[r#"<a href="home/a/flicker.html">the other</a>"#, r#"<a href="home/a/lamp.html#cause-bulb">"#],
    );
}

#[test]
fn terms_are_said_in_titles_and_prose_and_never_in_code() {
    let [page, paper, data, index] = made("en");
    assert_holds(&page, &["<title>The Lamp 2 is dark", "The Lamp <em>2</em> is dark</h1>", "echo {{product}}"]);
    assert_holds(&page, &["<code>{{product}}</code> and {{product}}"]);
    assert_holds(&paper, &["# The Lamp *2* is dark", "echo {{product}}"]);
    assert_holds(&data, &[r#""The Lamp *2* is dark""#]);
    assert_holds(&index, &["For the Lamp <em>2</em>."]);
}

#[test]
fn tables_and_callouts_stay() {
    let [page, paper, ..] = made("en");
    assert_holds(
        &page,
        &[
            r#"<th scope="col">a</th><th scope="col" class="end">b</th>"#,
            r#"<tr><td><strong>x</strong></td><td class="end">y | z</td></tr>"#,
            "<p class=\"callout-title\">Note</p>\n<p>Good to know.</p>",
        ],
    );
    assert_holds(
        &paper,
        &[
            "| a | b |\n|---|---:|\n| **x** | y \\| z |",
            "> [!NOTE]\n> Good to know.",
            "- one\n\n  > **Caution**\n  > Hot.",
        ],
    );
    let [page, paper, ..] = made("de");
    assert_holds(&page, &["<p class=\"callout-title\">Hinweis</p>", "aria-label=\"Tabelle\"", "Siehe auch"]);
    assert_holds(&paper, &["> [!NOTE]", "> **Vorsicht**"]);
}

#[test]
fn what_is_seen_is_shown() {
    let [page, paper, data, _] = made("en");
    assert_holds(
        &page,
        &[
            r#"<p class="picture"><a href="../../images/home/dark.gif" aria-label="Enlarge the picture: A dark Lamp *2*">"#,
            r#"<img src="../../images/home/dark.gif" alt="A dark Lamp *2*" loading="lazy"></a></p>"#,
            "<figure class=\"pictured\"><figcaption dir=\"auto\">Yes</figcaption>",
        ],
    );
    assert_holds(&paper, &["![A dark Lamp \\*2\\*](../../images/home/dark.gif)", "**Yes**:\n\n![Smoke]("]);
    assert_holds(&data, &[r#""alternative":"Smoke""#]);
}

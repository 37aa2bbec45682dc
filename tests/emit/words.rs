//! A site in another language says no English word of its own.

use std::sync::Mutex;

use crate::common::edition;
use kbc::config::Config;
use kbc::emit::{GuideRef, Site, html, markdown};
use kbc::guide::Inline;
use kbc::pipeline;
use kbc::source::Memory;
use serde_json::Value;

/// A guide that makes kbc say much. Its own prose is no English, so that every English word is one of kbc's.
const RULES: &str = include_str!("words.rules");

/// The values of a catalogue.
fn values(catalogue: &str) -> Vec<String> {
    let sections: Value = serde_json::from_str(catalogue).unwrap();
    let words = sections.as_object().unwrap().values().flat_map(|section| section.as_object().unwrap().values());
    words.map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The pages of the guides in a language: HTML, Markdown and picture.
fn pages(language: &str) -> Vec<String> {
    let config = Config { edition: edition(language), ..Config::default() };
    let mut understood = pipeline::read(&Memory::new().with("a.rules", RULES), &config);
    understood.settle(kbc::lints::Ran::Some);
    let errors: Vec<_> = understood.findings.iter().filter(|one| one.level == kbc::diagnostics::Level::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let link = |path: &str| GuideRef { path: path.to_owned(), title: Inline("Wxyz".to_owned()) };
    let site = Site {
        title: "Wxyz".to_owned(),
        edition: edition(language),
        order: vec![link("a/a"), link("a/qqq"), link("a/z")],
        ..Site::default()
    };
    let templates = html::Templates::with_theme(&site.edition, html::Theme::default()).unwrap();
    let pages = Mutex::new(Vec::new());
    pipeline::guides(&mut understood, &config, &|document, _| {
        let mut pages = pages.lock().unwrap();
        pages.push(templates.guide(document, &site).unwrap());
        pages.push(markdown::guide(document, &site));
        pages.extend(html::picture(document, &site));
        Ok::<(), ()>(())
    })
    .unwrap();
    let mut pages = pages.into_inner().unwrap();
    assert!(pages.len() >= 3, "the guide is made");
    pages.extend([templates.search(&site, "v").unwrap(), templates.index(&site).unwrap()]);
    pages.push(templates.not_found(&site).unwrap());
    pages
}

/// What a page says, cut where its markup is.
fn said(page: &str) -> Vec<&str> {
    let pieces = page.split(['<', '>', '"', '\n', '*', '|', '[', ']', '(', ')', '#']);
    pieces
        .map(|piece| piece.trim_matches([' ', ':', '.', ',', '·', '–', '\u{a0}']))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Whether one of the catalogue's texts is said: whole, or, where it is a sentence, within another.
fn is_said(word: &str, page: &str, said: &[&str]) -> bool {
    let parts = word.split('{').map(|part| part.split_once('}').map_or(part, |(_, behind)| behind).trim());
    let parts: Vec<&str> = parts.filter(|part| part.chars().any(char::is_alphabetic)).collect();
    if parts.iter().any(|part| part.contains(' ')) {
        return parts.iter().filter(|part| part.contains(' ')).all(|part| page.contains(part));
    }
    // One word in small letters may be a name of ours in the markup.
    word.starts_with(char::is_uppercase) && said.contains(&word.trim_matches([':', '.', ' ']))
}

#[test]
fn a_german_site_says_nothing_in_english() {
    let english = values(include_str!("../../src/words/en.json"));
    let german = values(include_str!("../../src/words/de.json"));
    let mut found = Vec::new();
    for page in pages("de") {
        let said = said(&page);
        // Stretches of values have names besides, which are the same in every language, as ids are.
        let is_name = |word: &&String| *word == "up to {value}";
        for word in english.iter().filter(|word| !german.contains(word) && !is_name(word)) {
            if is_said(word, &page, &said) {
                found.push(format!("`{word}` in {}", page.lines().find(|line| line.contains("Wxyz")).unwrap_or("")));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_guide_says_much_of_both_catalogues() {
    for (language, catalogue) in
        [("en", include_str!("../../src/words/en.json")), ("de", include_str!("../../src/words/de.json"))]
    {
        let pages = pages(language);
        let all = pages.concat();
        let cut = said(&all);
        let sections: Value = serde_json::from_str(catalogue).unwrap();
        for (section, least) in [("guide", 12), ("markdown", 30), ("page", 40)] {
            let words = sections[section].as_object().unwrap();
            let told = words.values().filter(|word| is_said(word.as_str().unwrap(), &all, &cut)).count();
            assert!(told >= least, "{language}: of `{section}` only {told} of {} are said", words.len());
        }
    }
}

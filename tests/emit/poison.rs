//! Puts the same words into every text of a guide and of its site.

use kbc::address::WebLink;
use kbc::emit::Site;
use kbc::guide::*;
use serde_json::Value;

/// Keys whose values are no prose: names, addresses below the site, words of the format.
const NAMES: [&str; 21] = [
    "told",
    "solved_told",
    "times",
    "chances",
    "id",
    "anchor",
    "path",
    "published",
    "at",
    "to",
    "kind",
    "level",
    "name",
    "answer",
    "of",
    "moved_from",
    "placeholders",
    "file",
    "reviewed",
    "changed",
    "seen",
];

/// The guide and its site with `words` in every text; proves that no text was passed over.
pub fn poison(mut document: Document, mut site: Site, words: &str) -> (Document, Site) {
    head(&mut document, words);
    document.symptoms.iter_mut().for_each(|card| symptom(card, words));
    document.way.steps.iter_mut().for_each(|step| way_step(step, words));
    document.causes.iter_mut().for_each(|card| cause(card, words));
    for card in &mut document.checks {
        inline(&mut card.title, words);
        fill(&mut card.about, words);
        card.asks = Some(AskCard { of: AskType::Text, unit: Some(words.to_owned()) });
        work(&mut card.work, words);
        outcomes(&mut card.outcomes, words);
    }
    for card in &mut document.remedies {
        inline(&mut card.title, words);
        fill(&mut card.about, words);
        work(&mut card.work, words);
        card.verify.iter_mut().for_each(|how| how_to(how, words));
        links(&mut card.fixes, words);
        outcomes(&mut card.outcomes, words);
    }
    for card in &mut document.facts {
        inline(&mut card.title, words);
        fill(&mut card.about, words);
        fill(&mut card.hint, words);
        outcomes(&mut card.choices, words);
    }
    for card in &mut document.rules {
        inline(&mut card.title, words);
        fill(&mut card.about, words);
        words.clone_into(&mut card.when);
        card.then = vec![words.to_owned()];
    }
    for card in &mut document.escalations {
        inline(&mut card.title, words);
        fill(&mut card.about, words);
        card.collect.iter_mut().for_each(|line| inline(line, words));
        let link = |address: String, label: Option<String>| WebLink { address, label };
        card.links = vec![
            link(words.to_owned(), None),
            link("https://support.example.org/".to_owned() + words, None),
            link("https://support.example.org/".to_owned() + words, Some(words.to_owned())),
            link(words.to_owned(), Some(words.to_owned())),
        ];
    }
    for card in &mut document.sources {
        inline(&mut card.title, words);
        card.links = vec![WebLink { address: words.to_owned(), label: Some(words.to_owned()) }];
    }
    for link in &mut document.related {
        inline(&mut link.title, words);
        fill(&mut link.summary, words);
    }
    let json = serde_json::to_value(&document).unwrap();
    all_poisoned(&json, "document", words);
    site.guides = vec![kbc::emit::Summary::of(&document)];
    words.clone_into(&mut site.title);
    (document, site)
}

fn all_poisoned(value: &Value, key: &str, words: &str) {
    match value {
        Value::String(text) if !NAMES.contains(&key) => {
            assert!(text.contains(words), "`{key}` is {text:?}");
        }
        Value::Array(items) => items.iter().for_each(|item| all_poisoned(item, key, words)),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| all_poisoned(field, key, words)),
        _ => {}
    }
}

fn head(document: &mut Document, words: &str) {
    inline(&mut document.title, words);
    fill(&mut document.summary, words);
    fill(&mut document.about, words);
    document.applies_to = Some(words.to_owned());
    document.owner = Some(words.to_owned());
    document.tags = vec![words.to_owned()];
    document.aka = vec![words.to_owned()];
}

fn symptom(card: &mut SymptomCard, words: &str) {
    inline(&mut card.title, words);
    fill(&mut card.about, words);
    fill(&mut card.impact, words);
    card.messages = vec![words.to_owned()];
    card.alerts = vec![words.to_owned()];
    card.images = images(words);
}

fn way_step(step: &mut WayStep, words: &str) {
    if let Some(stage) = &mut step.stage {
        inline(&mut stage.title, words);
        fill(&mut stage.about, words);
    }
    step.why = Some(words.to_owned());
    step.exits.iter_mut().for_each(|exit| inline(&mut exit.label, words));
    step.warnings = vec![Markdown(words.to_owned())];
}

fn cause(card: &mut CauseCard, words: &str) {
    inline(&mut card.title, words);
    fill(&mut card.about, words);
    fill(&mut card.no_remedy, words);
    fill(&mut card.prevent, words);
    card.applies_to = Some(words.to_owned());
    card.chance.word = Some(words.to_owned());
    links(&mut card.shows, words);
    links(&mut card.leads_to, words);
    links(&mut card.fixed_by, words);
}

fn work(work: &mut Work, words: &str) {
    work.needs = vec![Inline(words.to_owned())];
    fill(&mut work.risk.loses, words);
    if let Some(UndoCard::Possible { how }) = &mut work.undo {
        how_to(how, words);
    }
    work.afterwards = Some(HowTo::Text { text: Markdown(words.to_owned()) });
    work.applies_to = Some(words.to_owned());
    work.steps.iter_mut().for_each(|card| step(card, words));
}

fn how_to(how: &mut HowTo, words: &str) {
    match how {
        HowTo::Text { text } => words.clone_into(&mut text.0),
        HowTo::Steps { steps } => steps.iter_mut().for_each(|card| step(card, words)),
    }
}

fn step(card: &mut StepCard, words: &str) {
    let prose = || vec![Markdown(words.to_owned())];
    words.clone_into(&mut card.text.0);
    card.when = Some(words.to_owned());
    card.warnings = prose();
    card.expects = prose();
    card.notes = prose();
    card.commands = vec![Command { language: words.to_owned(), text: words.to_owned(), placeholders: vec![] }];
    card.images = images(words);
}

fn images(words: &str) -> Vec<Image> {
    vec![
        Image { path: words.to_owned(), published: None, alternative: words.to_owned() },
        Image { path: words.to_owned(), published: Some(format!("images/{words}")), alternative: words.to_owned() },
    ]
}

fn outcomes(cards: &mut Vec<OutcomeCard>, words: &str) {
    *cards = vec![OutcomeCard {
        name: "one".to_owned(),
        title: Inline(words.to_owned()),
        range: Some(words.to_owned()),
        says: vec![words.to_owned()],
        images: images(words),
    }];
}

fn links(links: &mut [Link<Chance>], words: &str) {
    for link in links {
        inline(&mut link.title, words);
        link.how_often.word = Some(words.to_owned());
    }
}

fn inline(line: &mut Inline, words: &str) {
    words.clone_into(&mut line.0);
}

fn fill(text: &mut Option<Markdown>, words: &str) {
    *text = Some(Markdown(words.to_owned()));
}

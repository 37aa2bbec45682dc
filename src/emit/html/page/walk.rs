//! A guide as data for the page's script: tables, names, and texts without markup.

use std::borrow::Cow;

use minijinja::value::Value;
use serde::Serialize;

use super::page_at;
use crate::decision::scale::Cut;
use crate::emit::prose::plain;
use crate::emit::{Site, json};
use crate::guide::{Document, LogNames, Means, RiskLevel, Telling, Walk, WalkChoice, WalkItem, WalkStep};
use crate::model::{RemedyKind, Scalar};
use crate::reasoning::BrowserModel;
use crate::search::for_browser;

/// Name, anchor and title.
type Item<'a> = (&'a str, &'a str, Cow<'a, str>);

/// Name, title, and the values that it stands for.
#[derive(Serialize)]
struct Choice<'a>(&'a str, Cow<'a, str>, #[serde(skip_serializing_if = "Option::is_none")] Option<Values>);

/// A regular expression as a browser runs it; or that it is all that no other stands for; or two ends, each with whether it
/// lies within.
#[derive(Serialize)]
#[serde(untagged)]
enum Values {
    Matching(String),
    Otherwise(bool),
    Within([Option<End>; 2]),
}

/// A number, or a version as a text, and whether it lies behind the cut.
#[derive(Serialize)]
#[serde(untagged)]
enum End {
    Number(f64, bool),
    Version(String, bool),
}

/// Name, anchor, title, minutes where an author wrote them, minutes to wait, risk from 0, choices, and of a remedy whether it gets round the trouble (1) or prepares what comes
/// next (2).
type Step<'a> = (&'a str, &'a str, Cow<'a, str>, Option<f64>, f64, u8, Vec<Choice<'a>>, u8);

/// Anchor, title, and what to collect; nothing of a result.
type Ending<'a> = (&'a str, Cow<'a, str>, Option<Vec<Cow<'a, str>>>);

#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    /// Where the chances come from: whose estimates they are, when these were looked at, and how many sources there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<&'a str>,
    sources: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<&'a str>,
    /// How readers are told chances.
    chances: Telling,
    tables: &'a BrowserModel,
    symptoms: Vec<Item<'a>>,
    checks: Vec<Step<'a>>,
    remedies: Vec<Step<'a>>,
    /// Anchor and title.
    causes: Vec<(&'a str, Cow<'a, str>)>,
    escalations: Vec<Ending<'a>>,
    /// Address and title.
    guides: Vec<(String, Cow<'a, str>)>,
    warnings: Vec<String>,
    blanks: Blanks<'a>,
    /// What is noted of a session, and where it is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    learn: Option<Learn<'a>>,
}

#[derive(Serialize)]
struct Learn<'a> {
    to: &'a str,
    /// Whether a reader is asked first.
    ask: bool,
    lang: &'a str,
    #[serde(flatten)]
    names: &'a LogNames,
}

/// Title and hint by name.
struct Blanks<'a>(&'a Walk);

impl Serialize for Blanks<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.blanks.iter().map(|blank| {
            let hint = blank.hint.as_ref().map(|hint| plain::of_blocks(&hint.0));
            (&blank.name, (plain::line(&blank.title.0), hint))
        }))
    }
}

/// The walk of a document as JSON that may stand in a script element; nothing where the document has none.
pub fn data(document: &Document, site: &Site, root: &str, title: &str) -> Option<Value> {
    let walk = document.walk.as_ref()?;
    let learn = site.collects.as_ref().zip(walk.log.as_ref());
    let data = Data {
        title,
        owner: document.owner.as_deref(),
        reviewed: document.reviewed.as_deref(),
        sources: document.sources.len(),
        changed: document.changed.as_deref().or(document.reviewed.as_deref()),
        chances: document.way.chances,
        tables: &walk.tables,
        symptoms: walk.symptoms.iter().map(item).collect(),
        checks: walk.checks.iter().map(step).collect(),
        remedies: walk.remedies.iter().map(step).collect(),
        causes: walk.causes.iter().map(|one| (one.anchor.as_str(), plain::line(&one.title.0))).collect(),
        escalations: walk
            .escalations
            .iter()
            .map(|end| {
                let lines = end.collect.as_ref();
                let collect = lines.map(|lines| lines.iter().map(|line| plain::line(&line.0)).collect());
                (end.item.anchor.as_str(), plain::line(&end.item.title.0), collect)
            })
            .collect(),
        guides: walk.guides.iter().map(|(path, title)| (page_at(root, path), plain::line(&title.0))).collect(),
        warnings: walk.warnings.iter().map(|text| plain::of_blocks(&text.0)).collect(),
        blanks: Blanks(walk),
        learn: learn.map(|(to, names)| Learn { to: &to.to, ask: to.asks, lang: site.edition.language.tag(), names }),
    };
    json::for_html(&data).ok().map(Value::from_safe_string)
}

fn item(item: &WalkItem) -> Item<'_> {
    (&item.name, &item.anchor, plain::line(&item.title.0))
}

fn choice(of: &WalkChoice, sayable: bool) -> Choice<'_> {
    let end = |cut: &Cut| match &cut.at {
        Scalar::Number(number) => End::Number(*number, cut.behind),
        Scalar::Version(version) => End::Version(version.to_string(), cut.behind),
    };
    let means = of.means.as_ref().filter(|_| sayable).map(|means| match means {
        Means::Matching(pattern) => Values::Matching(for_browser(pattern).unwrap_or_default()),
        Means::Otherwise => Values::Otherwise(true),
        Means::Within(stretch) => Values::Within([stretch.from.as_ref().map(end), stretch.to.as_ref().map(end)]),
    });
    Choice(&of.name, plain::line(&of.title.0), means)
}

fn step(step: &WalkStep) -> Step<'_> {
    let (name, anchor, title) = item(&step.item);
    let risk = match step.risk {
        RiskLevel::Safe => 0,
        RiskLevel::Caution => 1,
        RiskLevel::Destructive => 2,
    };
    // Where a browser cannot tell one answer from the text, it must not take another for it.
    let sayable = step.choices.iter().all(|choice| match &choice.means {
        Some(Means::Matching(pattern)) => for_browser(pattern).is_some(),
        _ => true,
    });
    let choices = step.choices.iter().map(|of| choice(of, sayable)).collect();
    let kind = match step.kind {
        RemedyKind::Fix => 0,
        RemedyKind::Workaround => 1,
        RemedyKind::Preparation => 2,
    };
    (name, anchor, title, step.takes_minutes, step.waits_minutes, risk, choices, kind)
}

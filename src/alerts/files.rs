//! The alerts that a file names, with their places.
//!
//! YAML comes from anybody: how deep it nests, how much its aliases unfold and how much it holds is bounded by the reader.

use std::ops::Range;

use serde::Deserialize;
use serde_saphyr::Spanned;

/// An alert of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// Where the name stands, in bytes of the text.
    pub place: Range<usize>,
    /// Its `runbook_url`, and where that stands.
    pub runbook: Option<(String, Range<usize>)>,
}

/// Why a file names no alerts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<&'static str>,
}

/// A document: a file of rules, a manifest, an export, or a list of manifests.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Document {
    groups: Option<Vec<Group>>,
    spec: Option<Spec>,
    items: Option<Vec<Document>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Spec {
    groups: Option<Vec<Group>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Group {
    rules: Option<Vec<Rule>>,
}

/// Prometheus calls the name `alert`, Grafana `title`; a rule that records has neither.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Rule {
    alert: Option<Spanned<String>>,
    title: Option<Spanned<String>>,
    annotations: Option<Annotations>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Annotations {
    runbook_url: Option<Spanned<String>>,
}

/// The alerts of a file, in its order. `name` tells what it is: a file that is neither YAML nor JSON by its name is a list of
/// names, one a line, with comments behind `#`.
///
/// # Errors
/// Where it cannot be read, or holds no alert.
pub fn read(name: &str, text: &str) -> Result<Vec<Alert>, Unreadable> {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let found = if matches!(ending.as_str(), "yaml" | "yml" | "json") { of_yaml(text)? } else { of_lines(text) };
    if found.is_empty() {
        let message = "it holds no alert".to_owned();
        let help = "rules of Prometheus stand below `groups`, as in its rule files, in a `PrometheusRule`, and in what Grafana exports";
        return Err(Unreadable { message, help: Some(help) });
    }
    Ok(found)
}

fn of_lines(text: &str) -> Vec<Alert> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let name = line.split('#').next().unwrap_or_default().trim();
        if !name.is_empty() {
            let from = start + line.find(name).unwrap_or_default();
            found.push(Alert { name: name.to_owned(), place: from..from + name.len(), runbook: None });
        }
        start += line.len();
    }
    found
}

fn of_yaml(text: &str) -> Result<Vec<Alert>, Unreadable> {
    // A list of names is a document, too.
    if let Ok(names) = serde_saphyr::from_str::<Vec<Spanned<String>>>(text) {
        return Ok(names.into_iter().map(|name| alert(text, &name, None)).collect());
    }
    let documents: Vec<Option<Document>> = serde_saphyr::from_multiple(text).map_err(|error| {
        let is_template = text.contains("{{-") || text.lines().any(|line| line.trim_start().starts_with("{{"));
        let help = is_template.then_some("it is a template: render it first, as with `helm template`");
        let said = error.without_snippet().to_string();
        Unreadable { message: said.lines().next().unwrap_or_default().to_owned(), help }
    })?;
    let mut found = Vec::new();
    documents.into_iter().flatten().for_each(|document| collect(text, document, &mut found));
    Ok(found)
}

fn collect(text: &str, document: Document, found: &mut Vec<Alert>) {
    let groups = document.groups.into_iter().chain(document.spec.and_then(|spec| spec.groups)).flatten();
    for rule in groups.filter_map(|group| group.rules).flatten() {
        let Some(name) = rule.alert.or(rule.title) else { continue };
        found.push(alert(text, &name, rule.annotations.and_then(|annotations| annotations.runbook_url)));
    }
    document.items.into_iter().flatten().for_each(|item| collect(text, item, found));
}

fn alert(text: &str, name: &Spanned<String>, runbook: Option<Spanned<String>>) -> Alert {
    let place = place(text, name);
    let runbook = runbook.map(|url| {
        let place = self::place(text, &url);
        (url.value.trim().to_owned(), place)
    });
    Alert { name: name.value.trim().to_owned(), place, runbook }
}

/// Where a value is defined, in bytes of the text: of what an alias stands for, where that was written.
fn place(text: &str, value: &Spanned<String>) -> Range<usize> {
    let span = value.defined.span();
    let from = span.byte_offset().and_then(|at| usize::try_from(at).ok()).unwrap_or_default().min(text.len());
    let length = span.byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let to = (from + length).min(text.len());
    // What is written over lines is pointed at by its first.
    let end = text.get(from..to).and_then(|said| said.find('\n')).map_or(to, |at| from + at);
    if text.is_char_boundary(from) && text.is_char_boundary(end) { from..end } else { 0..0 }
}

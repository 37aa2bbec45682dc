//! Findings as a SARIF 2.1.0 log, for code scanning.
//!
//! Follows the OASIS standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::address::encoded;
use crate::source::{Sources, Span};

use super::fingerprint::{fingerprint, path};
use super::{Diagnostic, Edit, Fault, Level};

/// Where the schema of the format is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of the root that paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// All findings as one log, with a line break at the end. `prefix` leads from the root of the repository to the
/// project: empty, or a path that ends in a slash.
#[must_use]
pub fn sarif(findings: &[Diagnostic], sources: &Sources, prefix: &str) -> String {
    let log = Log { sources, prefix };
    let kinds: BTreeMap<_, &Fault> = findings.iter().map(|finding| (finding.fault.code, finding.fault)).collect();
    let codes: Vec<_> = kinds.keys().copied().collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let like = seen.entry(fingerprint(finding, sources)).or_default();
            *like += 1;
            let at = codes.binary_search(&finding.fault.code).unwrap_or_default();
            log.result(finding, at, *like)
        })
        .collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kbc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": kinds.values().map(|fault| about(fault)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

/// A kind of fault, with its page.
fn about(fault: &Fault) -> Value {
    let body = fault.page.split_once('\n').map_or(fault.page, |(_, body)| body.trim());
    let meaning = section(fault.page, "## What it means");
    json!({
        "id": fault.code.to_string(),
        "name": pascal(fault.name),
        "shortDescription": { "text": fault.name.replace('-', " ") },
        "fullDescription": { "text": meaning },
        "help": { "text": meaning, "markdown": body },
        "defaultConfiguration": { "level": level(fault.level) },
    })
}

/// What stands under a heading of a page, as one paragraph.
fn section(page: &str, heading: &str) -> String {
    let lines = page.lines().skip_while(|line| *line != heading).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).map(str::trim).collect();
    lines.join(" ").trim().to_owned()
}

fn pascal(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            [first.to_ascii_uppercase(), rest.to_owned()]
        })
        .collect()
}

fn level(level: Level) -> &'static str {
    level.word()
}

struct Log<'a> {
    sources: &'a Sources,
    prefix: &'a str,
}

impl Log<'_> {
    /// A finding; `like` counts those with its fingerprint, up to this one.
    fn result(&self, finding: &Diagnostic, rule_index: usize, like: usize) -> Value {
        let mut text = finding.message.clone();
        for help in &finding.help {
            text.extend(["\n", help]);
        }
        let file = path(finding, self.sources);
        let location = match finding.span {
            Some(span) => vec![self.location(span)],
            None if file.is_empty() => Vec::new(),
            None => vec![json!({ "physicalLocation": { "artifactLocation": self.artifact(file) } })],
        };
        let mut result = json!({
            "ruleId": finding.fault.code.to_string(),
            "ruleIndex": rule_index,
            "level": level(finding.level),
            "message": { "text": text },
            "locations": location,
            "partialFingerprints": { "kbc/v1": format!("{}:{like}", fingerprint(finding, self.sources)) },
        });
        let related = finding.labels.iter().enumerate().map(|(at, label)| {
            let mut place = self.location(label.span);
            place["id"] = json!(at + 1);
            place["message"] = json!({ "text": label.message });
            place
        });
        let related: Vec<Value> = related.collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = &finding.fix {
            result["fixes"] = json!([{
                "description": { "text": fix.title },
                "artifactChanges": fix.edits.iter().map(|edit| self.change(edit)).collect::<Vec<_>>(),
            }]);
        }
        result
    }

    fn change(&self, edit: &Edit) -> Value {
        json!({
            "artifactLocation": self.artifact(&self.sources.get(edit.span.file).path),
            "replacements": [{
                "deletedRegion": self.region(edit.span),
                "insertedContent": { "text": edit.text },
            }],
        })
    }

    fn location(&self, span: Span) -> Value {
        json!({ "physicalLocation": {
            "artifactLocation": self.artifact(&self.sources.get(span.file).path),
            "region": self.region(span),
        } })
    }

    fn region(&self, span: Span) -> Value {
        let source = self.sources.get(span.file);
        let place = |offset: u32| source.lines().position(source.text(), offset as usize);
        let (start, end) = (place(span.start), place(span.end));
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    }

    fn artifact(&self, path: &str) -> Value {
        json!({ "uri": address(&format!("{}{path}", self.prefix)), "uriBaseId": ROOT })
    }
}

/// A relative path as the path of an address (RFC 3986): all but its unreserved characters and `/` in per cent signs.
fn address(path: &str) -> String {
    encoded(path, b"-._~/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_what_they_may() {
        assert_eq!(address("rules/a b/ü#1.rules"), "rules/a%20b/%C3%BC%231.rules");
    }

    #[test]
    fn every_page_gives_its_rule_words() {
        for fault in super::super::catalogue::all() {
            let rule = about(fault);
            assert!(rule["help"]["text"].as_str().is_some_and(|text| text.len() > 20), "{}", fault.name);
            assert!(rule["name"].as_str().is_some_and(|name| !name.contains('-')), "{}", fault.name);
        }
    }
}

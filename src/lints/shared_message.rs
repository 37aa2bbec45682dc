//! A message that two symptoms of a guide claim.

use regex::RegexBuilder;
use rustc_hash::FxHashSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{ItemId, Text};
use crate::source::Span;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&prose::SHARED_MESSAGE, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let mut told: FxHashSet<(Span, Span)> = FxHashSet::default();
    for (_, members) in cx.guides {
        let symptoms: Vec<ItemId> = members.symptoms.iter().copied().filter(|&id| claims(cx, id)).collect();
        if symptoms.len() < 2 {
            continue;
        }
        for (at, &one) in symptoms.iter().enumerate() {
            for &two in &symptoms[at + 1..] {
                equal(cx, (one, two), &mut told, findings);
            }
        }
        fitting(cx, &symptoms, &mut told, findings);
    }
}

fn claims(cx: &LintContext, id: ItemId) -> bool {
    cx.knowledge.symptom(id).is_some_and(|symptom| !(symptom.messages.is_empty() && symptom.patterns.is_empty()))
}

/// Messages and patterns that two symptoms write alike.
fn equal(
    cx: &LintContext,
    (one, two): (ItemId, ItemId),
    told: &mut FxHashSet<(Span, Span)>,
    findings: &mut Vec<Diagnostic>,
) {
    let (Some(first), Some(second)) = (cx.knowledge.symptom(one), cx.knowledge.symptom(two)) else { return };
    for (mine, others) in [(&first.messages, &second.messages), (&first.patterns, &second.patterns)] {
        for text in mine {
            let said = cx.knowledge.verbatim(*text);
            let same = others.iter().find(|other| cx.knowledge.verbatim(**other).trim() == said.trim());
            if let Some(other) = same.filter(|other| told.insert((text.span, other.span))) {
                let message = format!("`{}` is found as `{}` and as `{}`", said.trim(), cx.name(one), cx.name(two));
                findings.push(finding(*other, *text, message));
            }
        }
    }
}

/// Messages of a symptom that a pattern of another one fits.
fn fitting(cx: &LintContext, symptoms: &[ItemId], told: &mut FxHashSet<(Span, Span)>, findings: &mut Vec<Diagnostic>) {
    for &id in symptoms {
        for pattern in cx.knowledge.symptom(id).map_or(&[][..], |symptom| &symptom.patterns) {
            let Ok(regex) = RegexBuilder::new(&cx.knowledge.verbatim(*pattern)).size_limit(1 << 20).build() else {
                continue;
            };
            for &other in symptoms.iter().filter(|other| **other != id) {
                for message in cx.knowledge.symptom(other).map_or(&[][..], |symptom| &symptom.messages) {
                    let said = cx.knowledge.verbatim(*message);
                    if said.lines().any(|line| regex.is_match(line)) && told.insert((pattern.span, message.span)) {
                        let text = format!(
                            "this pattern of `{}` fits `{}`, a message of `{}`",
                            cx.name(id),
                            said.trim(),
                            cx.name(other)
                        );
                        findings.push(finding(*pattern, *message, text));
                    }
                }
            }
        }
    }
}

fn finding(at: Text, other: Text, message: String) -> Diagnostic {
    Diagnostic::new(&prose::SHARED_MESSAGE, at.span, message)
        .label(other.span, "it stands here too")
        .help("make of both one symptom, or give each the part of the text that the other never shows")
}

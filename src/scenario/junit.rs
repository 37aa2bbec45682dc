//! Results as XML in the way of `JUnit`, which continuous integration reads.
//!
//! In: what came of scenarios. Out: XML 1.0, a suite for each guide and a case for each scenario, in the order of files
//! and lines, without times or dates, so that the same rules give the same bytes.

use std::fmt::Write;

use indexmap::IndexMap;

use crate::diagnostics::short_line;
use crate::model::{ItemId, Knowledge};
use crate::visible::{is_hidden, line};

use super::Ran;

/// The document, with a line break at its end.
///
/// # Panics
/// Never: a string takes all text.
#[must_use]
pub fn junit(knowledge: &Knowledge, ran: &[Ran]) -> String {
    let mut suites: IndexMap<Option<ItemId>, Vec<&Ran>> = IndexMap::new();
    for one in ran {
        let guide = knowledge.scenario(one.scenario).and_then(|scenario| scenario.guide.to);
        suites.entry(guide).or_default().push(one);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = Counts::of(ran.iter());
    writeln!(out, "<testsuites name=\"kbc\"{all}>").expect("a string takes all text");
    for (guide, cases) in suites {
        let name = guide.map_or_else(String::new, |guide| knowledge.qualified(guide));
        let counts = Counts::of(cases.iter().copied());
        writeln!(out, "  <testsuite name=\"{}\"{counts}>", escaped(&name)).expect("a string takes all text");
        for case in cases {
            self::case(knowledge, case, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

struct Counts {
    tests: usize,
    failures: usize,
}

impl Counts {
    fn of<'r>(ran: impl Iterator<Item = &'r Ran>) -> Self {
        let mut counts = Counts { tests: 0, failures: 0 };
        for one in ran {
            counts.tests += 1;
            counts.failures += usize::from(!one.passed());
        }
        counts
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, " tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\"", self.tests, self.failures)
    }
}

fn case(knowledge: &Knowledge, ran: &Ran, out: &mut String) {
    let source = knowledge.sources.get(knowledge.file(ran.scenario));
    let line = knowledge.sources.line(knowledge.item(ran.scenario).span);
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{line}\"",
        escaped(&source.module),
        escaped(&knowledge.title(ran.scenario)),
        escaped(&source.path),
    );
    out.push_str(&head);
    // One failure a case is what readers of this format agree on.
    let Some(first) = ran.failures.first() else {
        out.push_str("/>\n");
        return;
    };
    writeln!(out, ">\n      <failure type=\"{}\" message=\"{}\">", first.fault.code, escaped(&first.message))
        .expect("a string takes all text");
    for failure in &ran.failures {
        writeln!(out, "{}", escaped(&short_line(failure, &knowledge.sources))).expect("a string takes all text");
        for help in &failure.help {
            writeln!(out, "  help: {}", escaped(help)).expect("a string takes all text");
        }
    }
    out.push_str("      </failure>\n    </testcase>\n");
}

/// A text as it may stand between tags or in an attribute. What is hidden, and what XML cannot hold, is shown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A parser would make a blank of these in an attribute.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if is_hidden(c) => out.push_str(&line(c.encode_utf8(&mut [0; 4]))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        assert_eq!(escaped("a<b> & \"c\" 'd'\n\u{1}é"), "a&lt;b&gt; &amp; &quot;c&quot; &apos;d&apos;&#10;\\u{1}é");
        assert_eq!(escaped("]]>"), "]]&gt;");
    }
}

//! A comparison as news for those who use the guides: the draft of a changelog, and an Atom feed.
//!
//! In: a comparison, and nothing else of either version; the name and the address of the site; a date. Minor differences are
//! counted alone: nobody wants to hear of each comma.

use std::fmt::Write;

use jiff::civil::Date;

use crate::change::{Change, Finding, GuideChange, Kind, Level};
use crate::config::Config;
use crate::emit::Site;
use crate::emit::markdown::writer::Writer;
use crate::emit::prose::escape::push_html;
use crate::emit::prose::{address, commonmark, plain};
use crate::visible;

use super::markdown::{because as because_in_markdown, code};
use super::text::{counted_text, figures, shared_reasons, shown};

/// The draft of a part of CHANGELOG.md, in the form of keepachangelog.com.
pub fn changelog(change: &Change, config: &Config, date: Date) -> String {
    let mut out = format!("## {date}\n");
    let added: Vec<String> =
        change.added.iter().map(|guide| format!("- {}\n", link(config, &guide.path, &guide.title))).collect();
    section(&mut out, "Added", &added);
    let mut changed: Vec<String> = change.guides.iter().filter_map(|guide| changed_guide(guide, config)).collect();
    if change.counts.reworded > 0 {
        changed.push(format!("- {} reworded.\n", counted_text(change.counts.reworded)));
    }
    section(&mut out, "Changed", &changed);
    let is_gone = |finding: &&Finding| matches!(finding.kind, Kind::IdGone | Kind::GoneAsSaid | Kind::AddressGone);
    let is_guide = |finding: &&Finding| {
        finding.kind != Kind::AddressGone
            && change.removed.iter().any(|guide| finding.item.as_deref() == Some(guide.id.as_str()))
    };
    let mut removed: Vec<String> = Vec::new();
    for guide in &change.removed {
        // The address leads nowhere any more, so that the title stands without a link.
        let mut of_guides = change.items.iter().filter(is_guide);
        let why = of_guides.find(|finding| finding.item.as_deref() == Some(guide.id.as_str()));
        let why = why.and_then(|finding| finding.text.as_deref()).map(|text| format!(": {}", code(text)));
        removed.push(format!("- {}{}\n", title(&guide.title), why.unwrap_or_default()));
    }
    removed.extend(
        change
            .items
            .iter()
            .filter(|finding| is_gone(finding) && !is_guide(finding))
            .map(|finding| format!("- {}\n", told(finding, true))),
    );
    section(&mut out, "Removed", &removed);
    if added.is_empty() && changed.is_empty() && removed.is_empty() {
        out.push_str("\nNothing that readers notice.\n");
    }
    out
}

fn section(out: &mut String, name: &str, entries: &[String]) {
    if !entries.is_empty() {
        write!(out, "\n### {name}\n\n{}", entries.concat()).expect("a string takes all text");
    }
}

/// A guide whose readers notice something, with what they notice; none where they notice nothing.
fn changed_guide(guide: &GuideChange, config: &Config) -> Option<String> {
    let findings = shown(&guide.findings, false);
    if findings.is_empty() {
        return None;
    }
    let shared = shared_reasons(&findings);
    let mut out = format!("- {}", link(config, &guide.path, &guide.title));
    if let Some(figures) = figures(guide) {
        write!(out, ": {figures}").expect("a string takes all text");
    }
    for reason in shared {
        write!(out, ", {}", because_in_markdown(reason)).expect("a string takes all text");
    }
    out.push('\n');
    for finding in findings {
        writeln!(out, "  - {}", told(finding, shared.is_empty())).expect("a string takes all text");
    }
    Some(out)
}

/// A finding as Markdown.
fn told(finding: &Finding, with_reasons: bool) -> String {
    let mut out = String::new();
    if finding.level == Level::Breaking {
        out.push_str("**Breaking:** ");
    }
    out.push_str(&finding.message);
    if let Some(text) = &finding.text {
        out.extend([": ", &code(text)]);
    }
    for reason in finding.reasons.iter().filter(|_| with_reasons) {
        out.extend([", ", &because_in_markdown(reason)]);
    }
    out
}

/// A title as Markdown.
fn title(title: &str) -> String {
    let mut out = Writer::new();
    commonmark::write_inline(&mut out, title);
    out.finish().trim().to_owned()
}

/// The title of a guide, with a link to its page where the address of the site is known.
fn link(config: &Config, path: &str, name: &str) -> String {
    match &config.base_url {
        Some(base) if !path.is_empty() => {
            let mut target = String::new();
            address::push_encoded(&mut target, base.trim_end_matches('/'));
            target.push('/');
            address::push_path(&mut target, path);
            format!("[{}]({target}.html)", title(name))
        }
        _ => title(name),
    }
}

/// An Atom feed with an entry for each guide that is new, gone, or not as before. Nothing where the site has no address: an entry
/// is known by that.
pub fn atom(change: &Change, config: &Config, date: Date) -> Option<String> {
    let site = Site { title: config.title.clone(), base_url: config.base_url.clone(), ..Site::default() };
    let home = site.published("")?;
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&mut out, "title", "", &site.title);
    write!(out, "<id>{home}#changes</id>\n<link href=\"{home}\"/>\n<updated>{date}T00:00:00Z</updated>\n")
        .expect("a string takes all text");
    element(&mut out, "author", "name", &site.title);
    let mut entry = |path: &str, name: &str, (is_there, summary, content): (bool, &str, &[String])| {
        let page = site.published(&format!("{path}.html"))?;
        out.push_str("<entry>\n");
        element(&mut out, "title", "", &plain::of_inline(name));
        // The same guide has an entry for each day on which it changed.
        writeln!(out, "<id>{page}#changed-{date}</id>").expect("a string takes all text");
        let target = if is_there { &page } else { &home };
        write!(out, "<link href=\"{target}\"/>\n<updated>{date}T00:00:00Z</updated>\n")
            .expect("a string takes all text");
        element(&mut out, "summary", "", summary);
        if !content.is_empty() {
            let mut list = String::from("<ul>");
            for line in content {
                list.push_str("<li>");
                push_html(&mut list, line);
                list.push_str("</li>");
            }
            list.push_str("</ul>");
            out.push_str("<content type=\"html\">");
            push_html(&mut out, &list);
            out.push_str("</content>\n");
        }
        out.push_str("</entry>\n");
        Some(())
    };
    for guide in &change.added {
        entry(&guide.path, &guide.title, (true, "This guide is new.", &[]))?;
    }
    for guide in &change.guides {
        let findings = shown(&guide.findings, false);
        if findings.is_empty() {
            continue;
        }
        let lines: Vec<String> = findings.iter().map(|finding| in_words(finding)).collect();
        let summary = figures(guide).unwrap_or_else(|| lines.join("; "));
        entry(&guide.path, &guide.title, (true, &summary, &lines))?;
    }
    for guide in &change.removed {
        entry(&guide.path, &guide.title, (false, "This guide is gone.", &[]))?;
    }
    out.push_str("</feed>\n");
    Some(out)
}

/// An element with a text; with a name of one within, that holds the text.
fn element(out: &mut String, name: &str, within: &str, text: &str) {
    out.extend(["<", name, ">"]);
    if !within.is_empty() {
        out.extend(["<", within, ">"]);
    }
    push_html(out, &visible::line(text));
    if !within.is_empty() {
        out.extend(["</", within, ">"]);
    }
    out.extend(["</", name, ">\n"]);
}

/// A finding as plain words.
fn in_words(finding: &Finding) -> String {
    let mut out = finding.message.clone();
    if let Some(text) = &finding.text {
        write!(out, ": “{}”", visible::line(text)).expect("a string takes all text");
    }
    for reason in &finding.reasons {
        let words = reason.words(|text| format!("“{}”", visible::line(text)));
        write!(out, ", as {words}").expect("a string takes all text");
    }
    out
}

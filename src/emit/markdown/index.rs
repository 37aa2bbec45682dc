//! The index: all guides by folder.

use super::front_matter;
use super::guide::{item, own_heading};
use super::writer::{TextPlace, Writer};
use crate::emit::Site;
use crate::emit::prose::{address, commonmark};
use crate::emit::site::by_folder;

/// The index of a site.
#[must_use]
pub fn index(site: &Site) -> String {
    let mut front = String::with_capacity(256 * (site.guides.len() + 1));
    front_matter::push_title(&mut front, &site.title, site.flavour);
    let callouts = Some(&site.edition.words().callout);
    let mut out = Writer::behind(front).at(TextPlace { callouts, flavour: site.flavour, ..TextPlace::default() });
    out.block();
    out.markup("# ");
    out.text(&site.title);
    for (folder, guides) in by_folder(&site.guides) {
        if !folder.is_empty() {
            let title = site.folder_title(folder);
            out.block();
            out.markup("## ");
            out.text(&title);
            out.heading_anchor(&title);
        }
        let mut first = true;
        for entry in guides {
            item(&mut out, &mut first);
            out.markup("[");
            commonmark::write_inline(&mut out, &entry.title.0);
            let mut target = String::from("](");
            address::push_path(&mut target, &entry.path);
            target.push_str(".md)");
            out.markup(&target);
            let texts = entry.symptoms.iter().flat_map(|symptom| symptom.messages.iter().chain(&symptom.alerts));
            for (index, text) in texts.enumerate() {
                out.markup(if index > 0 { ", " } else { " " });
                out.code_span(text);
            }
            if let Some(summary) = &entry.summary {
                commonmark::write_blocks(&mut out, &summary.0);
            }
            out.close();
        }
    }
    if site.guides.is_empty() {
        own_heading(&mut out, 2, &site.edition.words().markdown.no_guides);
    }
    out.table_of_contents(site.guides.iter().map(|guide| guide.path.as_str()));
    let mut page = out.finish();
    front_matter::forbid_templates(&mut page, site.flavour);
    page
}

//! The index of a site, and the page for what is not found.

use minijinja::value::Value;
use serde::Serialize;

use super::shell::Shell;
use crate::emit::Site;
use crate::emit::prose::address;
use crate::emit::site::{Summary, by_folder};
use crate::guide::Markdown;

/// The index of a site.
#[derive(Serialize)]
pub struct IndexPage<'a> {
    shell: Shell<'a>,
    folders: Vec<FolderView<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct FolderView<'a> {
    name: &'a str,
    guides: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    title: &'a str,
    href: Value,
    summary: Option<&'a Markdown>,
    owner: Option<&'a str>,
    expected_minutes: f64,
    messages: Vec<&'a str>,
}

impl<'a> IndexPage<'a> {
    /// The index.
    pub fn of(site: &'a Site) -> Self {
        let folders = by_folder(&site.guides)
            .into_iter()
            .map(|(name, guides)| FolderView { name, guides: guides.into_iter().map(EntryView::of).collect() })
            .collect();
        Self { shell: Shell::of(site, String::new(), ""), folders, count: site.guides.len() }
    }
}

impl<'a> EntryView<'a> {
    fn of(guide: &'a Summary) -> Self {
        let mut href = String::with_capacity(guide.path.len() + 8);
        address::push_path(&mut href, &guide.path);
        href.push_str(".html");
        Self {
            title: &guide.title.0,
            href: Value::from_safe_string(href),
            summary: guide.summary.as_ref(),
            owner: guide.owner.as_deref(),
            expected_minutes: guide.expected_minutes,
            messages: guide.symptoms.iter().flat_map(|symptom| &symptom.messages).map(String::as_str).collect(),
        }
    }
}

/// The page for what is not found. A server shows it at any depth, so its links begin at the
/// root of the host, where the site's address is known.
#[derive(Serialize)]
pub struct NotFoundPage<'a> {
    shell: Shell<'a>,
}

impl<'a> NotFoundPage<'a> {
    /// The page.
    pub fn of(site: &'a Site) -> Self {
        let root = site.base_path().unwrap_or_default();
        let mut shell = Shell::of(site, root, "");
        shell.canonical = None;
        Self { shell }
    }
}

//! The index of a site, the lists of its folders, the search page, and the page for what is not found.

use minijinja::value::Value;
use serde::Serialize;

use super::shell::{Shell, listed};
use crate::emit::Site;
use crate::emit::json;
use crate::emit::prose::address;
use crate::emit::site::{Summary, by_folder, root_from};
use crate::guide::Markdown;

/// The index of a site, or the list of one folder.
#[derive(Serialize)]
pub struct IndexPage<'a> {
    shell: Shell<'a>,
    title: &'a str,
    folders: Vec<FolderView<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct FolderView<'a> {
    name: &'a str,
    count: usize,
    /// Where its guides are listed, if that is on a page of their own.
    href: Option<Value>,
    guides: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    title: &'a str,
    href: Value,
    summary: Option<&'a Markdown>,
    owner: Option<&'a str>,
    tags: Option<Value>,
    active_minutes: f64,
    messages: Vec<&'a str>,
}

impl<'a> IndexPage<'a> {
    /// The index.
    pub fn of(site: &'a Site) -> Self {
        let folders = by_folder(&site.guides).into_iter().map(|(name, guides)| {
            if site.is_large() && !name.is_empty() {
                let href = Value::from_safe_string(listed(site, "", name));
                FolderView { name, count: guides.len(), href: Some(href), guides: Vec::new() }
            } else {
                FolderView::of(name, guides, "")
            }
        });
        Self {
            shell: Shell::of(site, String::new(), ""),
            title: &site.title,
            folders: folders.collect(),
            count: site.guides.len(),
        }
    }

    /// The list of one folder, on a page at `path`.
    pub fn of_folder(site: &'a Site, name: &'a str, guides: Vec<&'a Summary>, path: &'a str) -> Self {
        let root = root_from(path);
        let count = guides.len();
        let folders = vec![FolderView::of("", guides, &root)];
        let mut shell = Shell::of(site, root, path);
        shell.folder = None;
        Self { shell, title: name, folders, count }
    }
}

impl<'a> FolderView<'a> {
    fn of(name: &'a str, guides: Vec<&'a Summary>, root: &str) -> Self {
        let count = guides.len();
        let guides = guides.into_iter().map(|guide| EntryView::of(guide, root)).collect();
        Self { name, count, href: None, guides }
    }
}

impl<'a> EntryView<'a> {
    fn of(guide: &'a Summary, root: &str) -> Self {
        let mut href = String::with_capacity(root.len() + guide.path.len() + 8);
        href.push_str(root);
        address::push_path(&mut href, &guide.path);
        href.push_str(".html");
        let tags = (!guide.tags.is_empty()).then(|| json::for_html(&guide.tags).ok()).flatten();
        Self {
            title: &guide.title.0,
            href: Value::from_safe_string(href),
            summary: guide.summary.as_ref(),
            owner: guide.owner.as_deref(),
            tags: tags.map(Value::from),
            active_minutes: guide.active_minutes,
            messages: guide.symptoms.iter().flat_map(|symptom| &symptom.messages).map(String::as_str).collect(),
        }
    }
}

/// The search page.
#[derive(Serialize)]
pub struct SearchPage<'a> {
    shell: Shell<'a>,
    /// What the files of the index are called by, so that no browser takes old ones for new.
    version: &'a str,
}

impl<'a> SearchPage<'a> {
    /// The page. `version` is of letters and digits.
    pub fn of(site: &'a Site, version: &'a str) -> Self {
        let mut shell = Shell::of(site, String::new(), "search");
        shell.folder = None;
        Self { shell, version }
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

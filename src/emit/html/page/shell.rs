//! What every page has: the site's name, where its files lie, in which language and direction it is read.

use minijinja::value::Value;
use serde::Serialize;

use super::view::{or_none, view};
use crate::emit::Site;
use crate::emit::prose::address;
use crate::emit::site::folder;

/// What every page has.
#[derive(Serialize)]
pub struct Shell<'a> {
    site_title: &'a str,
    language: &'a str,
    direction: &'a str,
    /// The way up to the folder of all pages: safe in an attribute.
    root: Value,
    /// Where the page is published.
    pub canonical: Option<Value>,
    /// The Markdown of the page, beside it.
    pub markdown: Option<Value>,
    /// The JSON of the page, beside it.
    pub json: Option<Value>,
    /// Where the page sends what a session showed, up to the path.
    pub sends_to: Option<Value>,
    /// Whom readers ask who find nothing.
    contact: Option<Value>,
    /// Where the feed is, if there is one.
    feed: Option<Value>,
    /// The folder of the page.
    pub folder: Option<FolderLink>,
}

/// A folder, and where its guides are listed.
#[derive(Serialize)]
pub struct FolderLink {
    name: String,
    href: Value,
}

view! {
    /// The same as templates of guides see it.
    ShellView { site_title, language, direction, root, canonical, markdown, json, sends_to, contact, feed, folder }
}

view! {
    /// A folder as they see it.
    FolderView { name, href }
}

impl From<Shell<'_>> for Value {
    fn from(shell: Shell<'_>) -> Self {
        let folder = |folder: FolderLink| FolderView { name: Value::from(folder.name), href: folder.href };
        let view = ShellView {
            site_title: Value::from(shell.site_title),
            language: Value::from(shell.language),
            direction: Value::from(shell.direction),
            root: shell.root,
            canonical: or_none(shell.canonical),
            markdown: or_none(shell.markdown),
            json: or_none(shell.json),
            sends_to: or_none(shell.sends_to),
            contact: or_none(shell.contact),
            feed: or_none(shell.feed),
            folder: or_none(shell.folder.map(folder)),
        };
        view.into()
    }
}

impl<'a> Shell<'a> {
    /// What the page at `path` shares with all others; an empty path is the index. `root` leads to the folder of all pages.
    pub fn of(site: &'a Site, root: String, path: &'a str) -> Self {
        let folder = folder(path);
        let file = if path.is_empty() { String::new() } else { format!("{path}.html") };
        Self {
            site_title: &site.title,
            language: site.edition.language.tag(),
            direction: site.edition.language.direction().word(),
            canonical: site.published(&file).map(Value::from_safe_string),
            markdown: None,
            json: None,
            sends_to: None,
            contact: site.contact.as_deref().and_then(address::link).map(Value::from_safe_string),
            feed: site.published("feed.xml").map(Value::from_safe_string),
            folder: (!folder.is_empty()).then(|| FolderLink {
                name: site.folder_title(folder),
                href: Value::from_safe_string(listed(site, &root, folder)),
            }),
            root: Value::from_safe_string(root),
        }
    }
}

/// The name of the list of a folder's guides. No guide is called so: its name has no `_`.
pub const FOLDER_LIST: &str = "all_guides.html";

/// Where the guides of a folder are listed.
pub fn listed(site: &Site, root: &str, folder: &str) -> String {
    let mut href = root.to_owned();
    if site.is_large() {
        address::push_path(&mut href, folder);
        href.push('/');
        href.push_str(FOLDER_LIST);
    } else {
        href.push_str("index.html#folder_");
        address::push_path(&mut href, folder);
    }
    href
}

//! The index of a site, the lists of its folders, the search page, and the page for what is not found.
//!
//! A small site stands in its index, folder by folder. The index of a large one names its folders, each with a list of its
//! own, and a list that is too long for a page is cut into several (`cut.rs`).

use minijinja::value::Value;
use rayon::prelude::*;
use serde::Serialize;

use super::pagination::{MOST, Page, beside, cut};
use super::shell::{FOLDER_LIST, Shell, listed};
use super::view::prose;
use crate::emit::Site;
use crate::emit::html::DATA;
use crate::emit::json;
use crate::emit::prose::{Around, address, plain};
use crate::emit::site::{Summary, by_folder, root_from};
use crate::search::fold;

/// The index of a site, or a page of a list.
#[derive(Serialize)]
pub struct IndexPage<'a> {
    shell: Shell<'a>,
    title: String,
    /// How many guides there are.
    count: usize,
    /// The lists that this page is a part of, the longest first.
    above: Vec<LinkView>,
    /// What of its list a page shows.
    part: Option<PartView>,
    folders: Vec<FolderView<'a>>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    /// Whether readers may choose a tag: where all that has it stands on this page.
    filtered: bool,
    /// Whether it is the index of a large site, where most readers had better search.
    large: bool,
}

#[derive(Serialize)]
struct FolderView<'a> {
    /// Its path, empty at the top.
    name: &'a str,
    title: String,
    guides: Vec<EntryView<'a>>,
    /// Folders of the site, or parts of a list, each on a page of its own.
    links: Vec<LinkView>,
}

/// Another list: a folder's by its name, or a part of this one by its first and last rows.
#[derive(Serialize)]
struct LinkView {
    href: Value,
    name: Option<String>,
    part: Option<PartView>,
    count: usize,
}

#[derive(Serialize, Clone)]
struct PartView {
    first: String,
    last: String,
}

#[derive(Serialize)]
struct EntryView<'a> {
    title: &'a str,
    href: Value,
    summary: Option<Value>,
    owner: Option<&'a str>,
    tags: Option<Value>,
    /// Whether its time means anything.
    claims: bool,
    active_minutes: f64,
    messages: Vec<&'a str>,
}

impl<'a> IndexPage<'a> {
    /// The index.
    pub fn of(site: &'a Site) -> Self {
        let folders = if site.is_large() {
            large(site).iter().filter(|list| !list.rows.is_empty()).map(|list| list.section(site, 0, "")).collect()
        } else {
            let whole = |(name, guides): (&'a str, Vec<&'a Summary>)| FolderView {
                name,
                title: site.folder_title(name),
                guides: guides.into_iter().map(|guide| EntryView::of(guide, site, "")).collect(),
                links: Vec::new(),
            };
            by_folder(&site.guides).into_iter().map(whole).collect()
        };
        let mut shell = Shell::of(site, String::new(), "");
        shell.json = site.json.then(|| Value::from(DATA));
        Self {
            shell,
            title: site.title.clone(),
            count: site.guides.len(),
            above: Vec::new(),
            part: None,
            folders,
            previous: None,
            next: None,
            filtered: !site.is_large(),
            large: site.is_large(),
        }
    }

    /// The lists of a large site but its index, each with its path.
    pub fn lists(site: &'a Site) -> impl ParallelIterator<Item = (String, Self)> {
        let top = large(site).into_iter().map(|list| (list, 1));
        let folders = by_folder(&site.guides).into_iter().filter(|(name, _)| !name.is_empty());
        let lists = top.chain(folders.map(|(name, guides)| (List::of_folder(name, guides), 0)));
        let lists: Vec<(List, usize)> = lists.filter(|_| site.is_large()).collect();
        lists.into_par_iter().flat_map_iter(move |(list, from)| {
            (from..list.pages.len()).map(move |at| (list.path(at), list.page(site, at)))
        })
    }
}

/// The two lists in the index of a large site: guides that lie in no folder, and folders.
fn large(site: &Site) -> [List<'_>; 2] {
    let (top, folders): (Vec<_>, Vec<_>) = by_folder(&site.guides).into_iter().partition(|(name, _)| name.is_empty());
    let guides = top.into_iter().flat_map(|(_, guides)| guides).collect();
    let folders = folders.into_iter().map(|(name, guides)| Row::Folder(name, guides.len())).collect();
    let mut top = List::of_folder("", guides);
    top.first = "index.html";
    [top, List { first: "index.html", ..List::new("", FOLDERS, folders) }]
}

/// What the pages of the list of folders are called by.
const FOLDERS: &str = "all_folders";

/// A list, and how it is cut.
struct List<'a> {
    /// The folder that it tells of, empty for the whole site.
    name: &'a str,
    /// The path of its first page, if that is called otherwise than the rest.
    first: &'static str,
    /// What the paths of its pages begin with.
    stem: String,
    rows: Vec<Row<'a>>,
    pages: Vec<Page>,
}

enum Row<'a> {
    Guide(&'a Summary),
    /// A folder, and how many guides it holds.
    Folder(&'a str, usize),
}

impl<'a> List<'a> {
    fn new(name: &'a str, file: &str, rows: Vec<Row<'a>>) -> Self {
        let stem = if name.is_empty() { file.to_owned() } else { format!("{name}/{file}") };
        Self { name, first: "", stem, pages: cut(rows.len()), rows }
    }

    /// The guides of a folder. Where they are cut they stand in the order of their titles, by which they are sought.
    fn of_folder(name: &'a str, mut guides: Vec<&'a Summary>) -> Self {
        if guides.len() > MOST {
            guides.sort_by_cached_key(|guide| (fold(&plain::of_inline(&guide.title.0)), &guide.path));
        }
        let file = FOLDER_LIST.trim_end_matches(".html");
        Self::new(name, file, guides.into_iter().map(Row::Guide).collect())
    }

    fn path(&self, at: usize) -> String {
        if at == 0 && !self.first.is_empty() {
            return self.first.to_owned();
        }
        [&self.stem, self.pages[at].ending.as_str(), ".html"].concat()
    }

    fn href(&self, at: usize, root: &str) -> Value {
        let mut href = root.to_owned();
        address::push_path(&mut href, &self.path(at));
        Value::from_safe_string(href)
    }

    /// The first and the last row of a page.
    fn part(&self, at: usize) -> PartView {
        let rows = &self.rows[self.pages[at].rows.clone()];
        let name = |row: Option<&Row>| row.map(Row::name).unwrap_or_default();
        PartView { first: name(rows.first()), last: name(rows.last()) }
    }

    fn link(&self, at: usize, root: &str) -> LinkView {
        let count = self.rows[self.pages[at].rows.clone()].iter().map(Row::guides).sum();
        LinkView { href: self.href(at, root), name: None, part: Some(self.part(at)), count }
    }

    /// The rows of a page, or its links to those that hold them.
    fn section(&self, site: &Site, at: usize, root: &str) -> FolderView<'a> {
        let Page { rows, below, .. } = &self.pages[at];
        let mut view = FolderView { name: "", title: String::new(), guides: Vec::new(), links: Vec::new() };
        if !below.is_empty() {
            view.links = below.clone().map(|page| self.link(page, root)).collect();
            return view;
        }
        for row in &self.rows[rows.clone()] {
            match row {
                Row::Guide(guide) => view.guides.push(EntryView::of(guide, site, root)),
                Row::Folder(name, count) => {
                    let href = Value::from_safe_string(listed(site, root, name));
                    view.links.push(LinkView { href, name: Some(site.folder_title(name)), part: None, count: *count });
                }
            }
        }
        view
    }

    fn page(&self, site: &'a Site, at: usize) -> IndexPage<'a> {
        let path = self.path(at);
        let root = root_from(&path);
        let mut above: Vec<LinkView> = Vec::new();
        let mut page = self.pages[at].above;
        while let Some(one) = page {
            page = self.pages[one].above;
            // The index is on every page, as the first of the crumbs.
            if one > 0 || self.first.is_empty() {
                let name = (one == 0).then(|| site.folder_title(self.name));
                above.insert(0, LinkView { name, ..self.link(one, &root) });
            }
        }
        let holds_rows = self.pages[at].below.is_empty();
        let (previous, next) = if holds_rows { beside(&self.pages, at) } else { (None, None) };
        let mut shell = Shell::of(site, root.clone(), "");
        shell.canonical = site.published(&path).map(Value::from_safe_string);
        IndexPage {
            shell,
            title: if self.name.is_empty() { site.title.clone() } else { site.folder_title(self.name) },
            count: self.rows[self.pages[at].rows.clone()].iter().map(Row::guides).sum(),
            above,
            part: (at > 0).then(|| self.part(at)),
            folders: vec![self.section(site, at, &root)],
            previous: previous.map(|page| self.link(page, &root)),
            next: next.map(|page| self.link(page, &root)),
            filtered: at == 0 && holds_rows,
            large: false,
        }
    }
}

impl Row<'_> {
    /// What it is called, without markup.
    fn name(&self) -> String {
        match self {
            Row::Guide(guide) => plain::of_inline(&guide.title.0),
            Row::Folder(name, _) => (*name).to_owned(),
        }
    }

    /// How many guides it leads to.
    fn guides(&self) -> usize {
        match self {
            Row::Guide(_) => 1,
            Row::Folder(_, count) => *count,
        }
    }
}

/// An entry shows at most so many messages: the guide and the search know them all.
const MESSAGES: usize = 6;

impl<'a> EntryView<'a> {
    fn of(guide: &'a Summary, site: &Site, root: &str) -> Self {
        let around = Around { root, page: "", callouts: &site.edition.words().callout };
        let mut href = String::with_capacity(root.len() + guide.path.len() + 8);
        href.push_str(root);
        address::push_path(&mut href, &guide.path);
        href.push_str(".html");
        let texts = guide.symptoms.iter().flat_map(|one| one.messages.iter().chain(&one.alerts));
        let tags = (!guide.tags.is_empty()).then(|| json::for_html(&guide.tags).ok()).flatten();
        Self {
            title: &guide.title.0,
            href: Value::from_safe_string(href),
            summary: guide.summary.as_ref().map(|summary| prose(summary, around)),
            owner: guide.owner.as_deref(),
            tags: tags.map(Value::from),
            claims: guide.claims,
            active_minutes: guide.active_minutes,
            messages: texts.map(String::as_str).take(MESSAGES).collect(),
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

/// The page for what is not found. A server shows it at any depth, so its links begin at the root of the host: with the
/// folder of the site where its address is known, else as if it lay there.
#[derive(Serialize)]
pub struct NotFoundPage<'a> {
    shell: Shell<'a>,
}

impl<'a> NotFoundPage<'a> {
    /// The page.
    pub fn of(site: &'a Site) -> Self {
        let root = site.base_path().unwrap_or_else(|| "/".to_owned());
        let mut shell = Shell::of(site, root, "");
        shell.canonical = None;
        Self { shell }
    }
}

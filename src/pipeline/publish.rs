//! From knowledge without errors to the files of a site.
//!
//! In: what was understood, settings, and an open output. Out: files, put one guide after another.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::config::{Config, Flavour};
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::emit::prose::plain;
use crate::emit::{Collecting, GuideRef, Shared, Site, Summary, agents, html, json, markdown};
use crate::guide::Document;
use crate::links::{Links, Redirects};
use crate::output::{Content, Output, OutputError};
use crate::plans::Plans;
use crate::search::{SearchEntry, Shown, Writing, shards};
use crate::source::Files;

use super::amend::Outline;
use super::kept::{Guides, Kept, Record};
use super::whole::Whole;
use super::{Analysis, Reasoned, catalogue, images, make_guides, remembered, shared};

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// For programs.
    Json,
    /// For other site generators, and for reading as text.
    Markdown,
    /// For readers.
    Html,
    /// For agents: a skill for each guide.
    Agents,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Json, Format::Markdown, Format::Html, Format::Agents];

    /// Those that are made where nobody says which.
    pub const USUAL: [Format; 3] = [Format::Json, Format::Markdown, Format::Html];

    /// The folder that it is made in.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Agents => "skills",
        }
    }
}

/// Why a site was not made.
#[derive(Debug, Error)]
pub enum PublishError {
    /// It could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A template could not be filled in.
    #[error(transparent)]
    Template(#[from] html::RenderError),
    /// A value could not become JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Nobody wants it any more.
    #[error("it was stopped")]
    Stopped,
    /// A picture could not be read.
    #[error("cannot read the picture {path}: {error}")]
    Image {
        /// Its path below the folder of rules.
        path: String,
        /// What the machine said.
        #[source]
        error: std::io::Error,
    },
}

/// What is to be made, and how.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The project's settings.
    pub config: &'a Config,
    /// What it puts in the place of our templates and styles.
    pub theme: &'a html::Theme,
    /// The formats, each once.
    pub formats: &'a [Format],
    /// Tells one build of kbc from another: what another one made is made again.
    pub maker: &'a str,
    /// The addresses that were published before, and where they lead.
    pub links: &'a Links,
}

/// Makes the files of a site and puts them into the output, which the caller finishes.
///
/// `progress` is told the number of guides that are done, from any thread. What plans find is added to the findings. Gives the
/// key of all that the files are made from, for [`remember`](super::remember).
pub fn publish(
    files: &dyn Files,
    understood: &mut Analysis,
    wanted: Wanted,
    output: &Output,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Digest, PublishError> {
    let (key, found) = publish_read(files, understood, &understood.plans, (wanted, output), progress)?;
    understood.findings.extend(found.into_iter().flatten());
    Ok(key)
}

/// The same with plans from elsewhere; gives what the plan of each guide finds.
pub(crate) fn publish_read(
    files: &dyn Files,
    understood: &Analysis,
    plans: &Plans,
    (wanted, output): (Wanted, &Output),
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(Digest, Vec<Vec<Diagnostic>>), PublishError> {
    let config = wanted.config;
    let ((key, kept), (order, shared)) = rayon::join(
        || (remembered::key(files, &understood.knowledge.sources, &understood.pictures, wanted), Kept::of(output)),
        || (shared::order(understood), shared::shared(understood)),
    );
    let site = site_of(config, (files, &understood.pictures), order, shared);
    let press = Press::new(site, wanted, output, key)?;
    let guides = Guides::of(understood, &press.site, wanted, output, &kept);
    let make = || press.guides(understood, plans, &guides, progress);
    // The list of all items, the longest file, needs no guide: made beside them it is gone before the other lists come. Where
    // guides are kept there is less to do beside it, and room for one of both only.
    let anew = kept.is_empty();
    let (list, made) = if anew { rayon::join(|| Some(press.items(understood)), make) } else { (None, make()) };
    let keys = guides.into_keys();
    drop(kept);
    let list = list.unwrap_or_else(|| press.items(understood))?;
    let (made, found) = made?;
    if output.can_store() {
        Outline::of(files, understood, &press.site, &keys, (wanted, key, list)).keep(output);
    }
    press.rest(made, files, &understood.pictures)?;
    Ok((key, found))
}

/// A site of guides that are still to be made.
pub(super) fn site_of(
    config: &Config,
    (files, pictures): (&dyn Files, &[String]),
    order: Vec<GuideRef>,
    shared: BTreeMap<String, Shared>,
) -> Site {
    Site {
        title: config.title.clone(),
        base_url: config.base_url.clone(),
        edition: config.edition.clone(),
        source_base: config.source_url.clone(),
        contact: config.pages.contact.clone(),
        embed: config.pages.embed,
        json: config.pages.json,
        collects: config.learning.sending().map(|(to, asks)| Collecting { to: to.to_owned(), asks }),
        flavour: config.flavour,
        folders: config.pages.folders.clone(),
        sizes: images::sizes(files, pictures),
        order,
        shared,
        guides: Vec::new(),
        redirects: Redirects::default(),
    }
}

/// A value of the index as it stands in a script.
fn script(value: &impl Serialize) -> String {
    json::for_html(value).expect("texts and numbers become JSON")
}

/// The path in the output of a path of a format.
fn at(format: Format, path: &str) -> String {
    [format.folder(), "/", path].concat()
}

/// What turns documents into files.
pub(super) struct Press<'a> {
    templates: html::Templates,
    /// What all pages share.
    pub site: Site,
    config: &'a Config,
    formats: &'a [Format],
    output: &'a Output,
    key: Digest,
    /// The guides that are told in full.
    whole: Mutex<Whole>,
}

/// Guides as lists show them, and as they are searched for where there is a search.
pub(super) type Listed = Vec<(Summary, Option<SearchEntry>)>;

/// What is kept of the list of all items.
pub(super) struct ItemList {
    /// For each file the length of its lines, and their digest.
    pub files: Vec<(u32, Digest)>,
    /// The path of the list with the hash of its bytes; none where it was not made.
    pub made: Hashed,
}

/// Files with the hashes of their bytes.
pub(super) type Hashed = Vec<(String, Digest)>;

impl<'a> Press<'a> {
    /// For a site that goes into an output. `key` is that of all that its files are made from.
    pub fn new(site: Site, wanted: Wanted<'a>, output: &'a Output, key: Digest) -> Result<Self, PublishError> {
        let Wanted { config, theme, formats, links, .. } = wanted;
        let templates = html::Templates::with_theme(&config.edition, theme.clone())?;
        let site = Site { redirects: links.redirects.clone(), ..site };
        Ok(Self { templates, site, config, formats, output, key, whole: Mutex::default() })
    }

    /// Puts the files of all guides that were understood, as far as they are not kept; gives the guides and what their plans
    /// find.
    pub fn guides(
        &self,
        understood: &Analysis,
        plans: &Plans,
        guides: &Guides,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(Listed, Vec<Vec<Diagnostic>>), PublishError> {
        let done = AtomicUsize::new(0);
        let made: Mutex<Listed> = Mutex::new(Vec::new());
        let searched = self.formats.contains(&Format::Html);
        let done_with = |record: Record| {
            made.lock().unwrap_or_else(PoisonError::into_inner).push((record.summary, record.entry));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            record.findings
        };
        let take = |at: usize, document: &Document, reasoned: &Reasoned, found: &[Diagnostic]| {
            let files = self.guide(document, reasoned)?;
            let entry = searched.then(|| self.entry(document));
            let mut record = Record { files, summary: Summary::of(document), entry, findings: found.to_vec() };
            // What was planned in a hurry is made again next time.
            if !reasoned.is_first {
                guides.keep(at, &mut record);
            }
            done_with(record);
            Ok::<(), PublishError>(())
        };
        let known = |at: usize| {
            let record = guides.recall(at, self.key)?;
            self.tell_as_it_stands(&record);
            Some(done_with(record))
        };
        let found = make_guides(understood, self.config, plans, &known, &take)?;
        if plans.is_stopped() {
            return Err(PublishError::Stopped);
        }
        Ok((made.into_inner().unwrap_or_else(PoisonError::into_inner), found))
    }

    /// Tells a guide in full that is as the last build made it.
    pub fn tell_as_it_stands(&self, record: &Record) {
        let path = &record.summary.path;
        let own = at(Format::Html, &markdown::path_of(path));
        let wants = || self.whole.lock().unwrap_or_else(PoisonError::into_inner).wants(path);
        let Some((_, hash)) = record.files.iter().find(|(file, _)| *file == own).filter(|_| wants()) else { return };
        let text = self.output.read_standing(&own, *hash).and_then(|bytes| String::from_utf8(bytes).ok());
        text.into_iter().for_each(|text| self.tell(path, text));
    }

    /// Tells a guide in full.
    fn tell(&self, path: &str, text: String) {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).add(path, text);
    }

    /// A guide as it is searched for.
    fn entry(&self, document: &Document) -> SearchEntry {
        let shared = |id: &str| self.site.shared.get(id).map(|shared| shared.path.as_str());
        let writing = Writing {
            line: &plain::of_inline,
            text: &plain::of_blocks,
            script: &|shown: &Shown| script(shown),
            shared: &shared,
        };
        SearchEntry::of(document, writing)
    }

    /// Puts all that stands around these guides, and the pictures.
    pub fn rest(mut self, mut made: Listed, files: &dyn Files, pictures: &[String]) -> Result<(), PublishError> {
        made.sort_by(|a, b| a.0.path.cmp(&b.0.path));
        let (summaries, entries): (Vec<Summary>, Vec<Option<SearchEntry>>) = made.into_iter().unzip();
        let entries: Vec<SearchEntry> = entries.into_iter().flatten().collect();
        self.site.guides = summaries;
        self.around(&entries)?;
        self.images(files, pictures)?;
        // Nobody need wait until the lists are taken apart.
        let site = self.site;
        rayon::spawn(move || drop((site, entries)));
        Ok(())
    }

    fn put(&self, format: Format, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.put_content(format, path, &Content::new(bytes))
    }

    fn put_content(&self, format: Format, path: &str, content: &Content) -> Result<(), PublishError> {
        self.output.put_content(&at(format, path), content, Some(self.key))?;
        Ok(())
    }

    /// Puts the files of a guide, and gives their paths with the hashes of their bytes.
    fn guide(&self, document: &Document, reasoned: &Reasoned) -> Result<Hashed, PublishError> {
        let mut files = Vec::new();
        let mut put = |format: Format, path: &str, content: &Content| {
            files.push((at(format, path), content.hash()));
            self.put_content(format, path, content)
        };
        // The same text stands among the Markdown, unless that is for a tool, and beside the page.
        let is_told = |format: &Format| match format {
            Format::Html => true,
            Format::Markdown => self.site.flavour == Flavour::Github,
            Format::Json | Format::Agents => false,
        };
        let told = self.formats.iter().any(is_told);
        let text = if told { markdown::plain_guide(document, &self.site) } else { String::new() };
        let content = Content::new(text.as_bytes());
        for &format in self.formats {
            match format {
                Format::Json => {
                    let bytes = json::guide(document, Some(&reasoned.published.interchange))?;
                    put(format, &json::path(document), &Content::new(&bytes))?;
                }
                Format::Markdown if self.site.flavour == Flavour::Github => {
                    put(format, &markdown::path(document), &content)?;
                }
                Format::Markdown => {
                    let text = markdown::guide(document, &self.site);
                    put(format, &markdown::path(document), &Content::new(text.as_bytes()))?;
                }
                Format::Agents => {
                    for (path, text) in agents::skill(document, &self.site) {
                        put(format, &path, &Content::new(text.as_bytes()))?;
                    }
                }
                Format::Html => {
                    let page = self.templates.guide(document, &self.site)?;
                    put(format, &html::path(document), &Content::new(page.as_bytes()))?;
                    put(format, &markdown::path(document), &content)?;
                    if self.site.embed {
                        let page = self.templates.embed(document, &self.site)?;
                        put(format, &html::embed_path(document), &Content::new(page.as_bytes()))?;
                    }
                    if self.site.json {
                        let bytes = json::guide(document, Some(&reasoned.published.interchange))?;
                        put(format, &html::data_path(document), &Content::new(&bytes))?;
                    }
                    if let Some(picture) = html::picture(document, &self.site) {
                        put(format, &html::picture_path(document), &Content::new(picture.as_bytes()))?;
                    }
                    for (path, picture) in html::pictures_around(document, &self.site) {
                        put(format, &path, &Content::new(picture.as_bytes()))?;
                    }
                    for (path, page) in self.templates.shared(document, &self.site)? {
                        put(format, &path, &Content::new(page.as_bytes()))?;
                    }
                }
            }
        }
        if self.formats.contains(&Format::Html) {
            self.tell(&document.path, text);
        }
        Ok(files)
    }

    /// Puts the list of all items, if it is wanted, and gives what the next build needs of it.
    fn items(&self, understood: &Analysis) -> Result<ItemList, PublishError> {
        let mut list =
            ItemList { files: vec![(0, Digest::of(b"")); understood.knowledge.modules.len()], made: Vec::new() };
        if self.formats.contains(&Format::Json) {
            let text = catalogue::knowledge(understood)?;
            list.made = self.item_list(&text)?;
            for (file, lines) in list.files.iter_mut().zip(catalogue::of_files(understood, &text).into_iter().flatten())
            {
                *file = (lines.len() as u32, Digest::of(lines));
            }
        }
        Ok(list)
    }

    /// Puts this text as the list of all items. Gives its path and hash.
    pub fn item_list(&self, text: &[u8]) -> Result<Hashed, PublishError> {
        let content = Content::new(text);
        self.put_content(Format::Json, json::KNOWLEDGE, &content)?;
        Ok(vec![(at(Format::Json, json::KNOWLEDGE), content.hash())])
    }

    /// Puts what stands around the guides: the index of the search, which takes longest, beside all lists.
    fn around(&self, entries: &[SearchEntry]) -> Result<(), PublishError> {
        type Job<'j> = Box<dyn Fn() -> Result<(), PublishError> + Sync + 'j>;
        let site = &self.site;
        let mut jobs: Vec<Job> = Vec::new();
        if self.formats.contains(&Format::Json) {
            let put = |path: &str, bytes: &[u8]| self.put(Format::Json, path, bytes);
            jobs.push(Box::new(move || put(json::INDEX, &json::index(site)?)));
            jobs.push(Box::new(move || json::alerts(site)?.iter().try_for_each(|bytes| put(json::ALERTS, bytes))));
            jobs.push(Box::new(move || json::schemas()?.iter().try_for_each(|(path, bytes)| put(path, bytes))));
        }
        if self.formats.contains(&Format::Markdown) {
            jobs.push(Box::new(|| self.put(Format::Markdown, markdown::INDEX, markdown::index(site).as_bytes())));
        }
        let searched = self.formats.contains(&Format::Html);
        if searched {
            jobs.push(Box::new(|| self.lists()));
            jobs.push(Box::new(|| self.for_machines()));
        }
        let search = || if searched { self.search(entries) } else { Ok(()) };
        // One by one, or a thread with nothing left would watch the other with two.
        let others = || jobs.par_iter().with_max_len(1).map(|job| job()).collect::<Vec<_>>();
        let (search, others) = rayon::join(search, others);
        // Of several troubles the first is told, whichever came first.
        std::iter::once(search).chain(others).collect()
    }

    /// Puts the pages that list guides, the one for what is not found, and what pages load.
    fn lists(&self) -> Result<(), PublishError> {
        let site = &self.site;
        let put = |path: &str, bytes: &[u8]| self.put(Format::Html, path, bytes);
        let lists = self.templates.lists(site).map(|made| {
            let (path, page) = made?;
            put(&path, page.as_bytes())
        });
        lists.collect::<Vec<_>>().into_iter().collect::<Result<(), PublishError>>()?;
        put(html::INDEX, self.templates.index(site)?.as_bytes())?;
        put(html::NOT_FOUND, self.templates.not_found(site)?.as_bytes())?;
        if site.embed {
            put(html::ELEMENT, html::ELEMENT_SCRIPT.as_bytes())?;
        }
        if site.json {
            put(html::DATA, &json::index(site)?)?;
        }
        self.templates.assets().all().iter().try_for_each(|asset| put(&asset.path, &asset.bytes))
    }

    /// Puts what machines read of the site.
    fn for_machines(&self) -> Result<(), PublishError> {
        let site = &self.site;
        let put = |path: &str, text: &str| self.put(Format::Html, path, text.as_bytes());
        put(html::LLMS, &html::llms(site))?;
        let whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        put(html::LLMS_FULL, &html::llms_full(site, whole.texts()))?;
        drop(whole);
        html::feed(site).iter().try_for_each(|feed| put(html::FEED, feed))?;
        self.old_addresses()?;
        html::robots(site).iter().try_for_each(|robots| put(html::ROBOTS, robots))?;
        html::sitemap(site).iter().try_for_each(|(path, text)| put(path, text))
    }

    /// Puts a page for each that is there no longer, and lists of all old addresses for servers and programs.
    fn old_addresses(&self) -> Result<(), PublishError> {
        let site = &self.site;
        if site.redirects.is_empty() {
            return Ok(());
        }
        for (path, page) in &site.redirects.pages {
            let text = self.templates.moved(path, page, site)?;
            self.put(Format::Html, &format!("{path}.html"), text.as_bytes())?;
        }
        self.put(Format::Html, html::REDIRECTS, html::redirects(site).as_bytes())?;
        self.put(Format::Html, html::REDIRECTS_JSON, &json::redirects(site)?)
    }

    /// Puts the search page and the files of its index.
    fn search(&self, entries: &[SearchEntry]) -> Result<(), PublishError> {
        let mut version = Digester::new();
        for shard in shards(entries, script) {
            version.part(shard.text.as_bytes());
            self.put(Format::Html, &shard.path, shard.text.as_bytes())?;
        }
        let version = version.finish().to_hex();
        let page = self.templates.search(&self.site, &version[..12])?;
        self.put(Format::Html, html::SEARCH, page.as_bytes())
    }

    /// Puts a copy of each picture beside the pages that show it.
    fn images(&self, files: &dyn Files, pictures: &[String]) -> Result<(), PublishError> {
        let pages = [Format::Markdown, Format::Html].into_iter().filter(|format| self.formats.contains(format));
        let pages: Vec<Format> = pages.collect();
        for path in pictures {
            let bytes = files.read(path).map_err(|error| PublishError::Image { path: path.clone(), error })?;
            for &format in &pages {
                self.put(format, &format!("images/{path}"), &bytes)?;
            }
        }
        Ok(())
    }
}

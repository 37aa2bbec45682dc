//! From knowledge without errors to the files of a site.
//!
//! In: what was understood, settings, and an open output. Out: files, put one guide after another. What was made from
//! the same sources by the same kbc and is still on the disk as it was is not made again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use blake3::Hash;

use crate::config::Config;
use crate::emit::{Site, Summary, html, json, markdown};
use crate::guide::Document;
use crate::output::{Output, OutputError};
use crate::reasoning::{Evidence, neutral};
use crate::source::Files;

use super::{Reasoned, Understood, catalogue, guides, images};

/// What can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For programs.
    Json,
    /// For other site generators, and for reading as text.
    Markdown,
    /// For readers.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Json, Format::Markdown, Format::Html];

    /// The folder that it is made in.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }
}

/// Why a site was not made.
#[derive(Debug)]
pub enum Hindrance {
    /// It could not be written.
    Output(OutputError),
    /// A template could not be filled in.
    Template(html::RenderError),
    /// A value could not become JSON.
    Json(serde_json::Error),
    /// A picture could not be read.
    Image {
        /// Its path below the folder of rules.
        path: String,
        /// What the machine said.
        error: std::io::Error,
    },
}

impl From<OutputError> for Hindrance {
    fn from(error: OutputError) -> Self {
        Hindrance::Output(error)
    }
}

impl From<html::RenderError> for Hindrance {
    fn from(error: html::RenderError) -> Self {
        Hindrance::Template(error)
    }
}

impl From<serde_json::Error> for Hindrance {
    fn from(error: serde_json::Error) -> Self {
        Hindrance::Json(error)
    }
}

/// Makes the files of a site and puts them into the output, which the caller finishes.
///
/// `maker` tells one build of kbc from another: what another one made is made again. `progress` is told the number of guides that are done, from any thread. What plans find is added to the findings.
pub fn publish(
    files: &dyn Files,
    understood: &mut Understood,
    config: &Config,
    formats: &[Format],
    output: &Output,
    maker: &str,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), Hindrance> {
    let site = Site {
        title: config.title.clone(),
        base_url: config.base_url.clone(),
        language: config.language.clone(),
        source_base: config.source_url.clone(),
        guides: Vec::new(),
    };
    let press =
        Press { templates: html::Templates::with_theme(&config.language, Vec::new())?, site, formats, output, key: key(files, understood, config, maker) };
    if output.all_up_to_date(press.key) {
        progress(understood.guides.len());
        return Ok(());
    }
    let done = AtomicUsize::new(0);
    let summaries: Mutex<Vec<Summary>> = Mutex::new(Vec::new());
    guides(understood, config, &|document, reasoned, found| {
        press.guide(document, reasoned, found.is_empty())?;
        summaries.lock().unwrap_or_else(PoisonError::into_inner).push(Summary::of(document));
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok::<(), Hindrance>(())
    })?;
    let mut summaries = summaries.into_inner().unwrap_or_else(PoisonError::into_inner);
    summaries.sort_by(|a, b| a.path.cmp(&b.path));
    let site = Site { guides: summaries, ..press.site.clone() };
    press.around(&site, understood)?;
    press.images(files, understood)
}

/// What all files depend on: the texts of all rules, their pictures, the settings, and kbc itself.
fn key(files: &dyn Files, understood: &Understood, config: &Config, maker: &str) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(maker.as_bytes());
    hasher.update(format!("{config:?}").as_bytes());
    for source in understood.knowledge.sources.files() {
        hasher.update(&(source.path.len() as u64).to_le_bytes());
        hasher.update(source.path.as_bytes());
        hasher.update(&(source.text.len() as u64).to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    for path in images::named(&understood.knowledge).keys() {
        hasher.update(path.as_bytes());
        hasher.update(&files.read(path).unwrap_or_default());
    }
    hasher.finalize()
}

/// What turns documents into files.
struct Press<'a> {
    templates: html::Templates,
    site: Site,
    formats: &'a [Format],
    output: &'a Output,
    key: Hash,
}

impl Press<'_> {
    /// Puts a file. What raised findings is not remembered, so that the next build reasons and tells them again.
    fn put(&self, format: Format, path: &str, bytes: &[u8], remember: bool) -> Result<(), Hindrance> {
        let path = format!("{}/{path}", format.folder());
        if remember {
            self.output.put_keyed(&path, bytes, self.key)?;
        } else {
            self.output.put(&path, bytes)?;
        }
        Ok(())
    }

    fn guide(&self, document: &Document, reasoned: &Reasoned, quiet: bool) -> Result<(), Hindrance> {
        for &format in self.formats {
            match format {
                Format::Json => {
                    let Reasoned { decision, plan, .. } = reasoned;
                    let plan = neutral::neutral(&decision.problem, &Evidence::default(), plan);
                    let bytes = json::guide(document, Some(&plan.model), Some(&plan.flow))?;
                    self.put(format, &json::path(document), &bytes, quiet)?;
                }
                Format::Markdown => {
                    let page = markdown::guide(document, &self.site);
                    self.put(format, &markdown::path(document), page.as_bytes(), quiet)?;
                }
                Format::Html => {
                    let page = self.templates.guide(document, &self.site)?;
                    self.put(format, &html::path(document), page.as_bytes(), quiet)?;
                }
            }
        }
        Ok(())
    }

    /// Puts what stands around the guides.
    fn around(&self, site: &Site, understood: &Understood) -> Result<(), Hindrance> {
        for &format in self.formats {
            match format {
                Format::Json => {
                    self.put(format, json::INDEX, &json::index(site)?, true)?;
                    self.put(format, json::KNOWLEDGE, &catalogue::knowledge(understood)?, true)?;
                    for (path, bytes) in json::schemas()? {
                        self.put(format, path, &bytes, true)?;
                    }
                }
                Format::Markdown => self.put(format, markdown::INDEX, markdown::index(site).as_bytes(), true)?,
                Format::Html => {
                    self.put(format, html::INDEX, self.templates.index(site)?.as_bytes(), true)?;
                    self.put(format, html::NOT_FOUND, self.templates.not_found(site)?.as_bytes(), true)?;
                    for asset in html::Assets::of(site.language()).all() {
                        self.put(format, &asset.path, &asset.bytes, true)?;
                    }
                    if let Some(robots) = html::robots(site) {
                        self.put(format, html::ROBOTS, robots.as_bytes(), true)?;
                    }
                    for (path, text) in html::sitemap(site) {
                        self.put(format, &path, text.as_bytes(), true)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Puts a copy of each picture beside the pages that show it.
    fn images(&self, files: &dyn Files, understood: &Understood) -> Result<(), Hindrance> {
        let pages = [Format::Markdown, Format::Html].into_iter().filter(|format| self.formats.contains(format));
        let pages: Vec<Format> = pages.collect();
        for path in images::named(&understood.knowledge).keys() {
            let bytes = files.read(path).map_err(|error| Hindrance::Image { path: path.clone(), error })?;
            for &format in &pages {
                self.put(format, &format!("images/{path}"), &bytes, true)?;
            }
        }
        Ok(())
    }
}

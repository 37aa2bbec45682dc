//! The templates, compiled once; and the pages that they give.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use rayon::prelude::*;
use serde::Serialize;

use super::assets::Assets;
use super::filters;
use super::page::{self, IndexPage, NotFoundPage, Phrases, SearchPage, shared_of};
use crate::edition::Edition;
use crate::emit::Site;
use crate::guide::Document;
use crate::links::OldPage;

/// The templates by name. A template extends `base.html`, and includes the cards that it needs.
const SOURCES: [(&str, &str); 14] = [
    ("base.html", include_str!("templates/base.html")),
    ("guide.html", include_str!("templates/guide.html")),
    ("embed.html", include_str!("templates/embed.html")),
    ("item.html", include_str!("templates/item.html")),
    ("search.html", include_str!("templates/search.html")),
    ("index.html", include_str!("templates/index.html")),
    ("not_found.html", include_str!("templates/not_found.html")),
    ("moved.html", include_str!("templates/moved.html")),
    ("cards.html", include_str!("templates/cards.html")),
    ("way.html", include_str!("templates/way.html")),
    ("work.html", include_str!("templates/work.html")),
    ("fact.html", include_str!("templates/fact.html")),
    ("escalation.html", include_str!("templates/escalation.html")),
    ("asked.html", include_str!("templates/asked.html")),
];

/// A template that cannot be read, or asks for what is not there.
#[derive(Debug, thiserror::Error)]
#[error("{0:#}")]
pub struct RenderError(#[from] minijinja::Error);

/// The templates of a site, ready to be used from any thread.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    assets: Assets,
    said: Phrases,
}

/// What a project puts in the place of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Templates, as names and texts: they replace those of the same name, or stand beside them.
    pub templates: Vec<(String, String)>,
    /// Styles, behind ours: what they set of our variables counts.
    pub style: String,
}

/// The names and texts of our templates, as a theme may begin with them.
#[must_use]
pub fn sources() -> &'static [(&'static str, &'static str)] {
    &SOURCES
}

impl Templates {
    /// The templates that come with the program.
    pub fn new() -> Result<Self, RenderError> {
        Self::with_theme(&Edition::default(), Theme::default())
    }

    /// The same with the words of an edition, and those of a theme, as names and texts, take the place of ours or stand
    /// beside them.
    pub fn with_theme(edition: &Edition, theme: Theme) -> Result<Self, RenderError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
        );
        let words = edition.words();
        filters::register(&mut environment, words);
        for (name, text) in SOURCES {
            environment.add_template_owned(name, text)?;
        }
        let assets = Assets::new(edition, &theme.style);
        environment.add_global("assets", Value::from(Serde(assets.paths())));
        for (name, text) in theme.templates {
            environment.add_template_owned(name, text)?;
        }
        Ok(Self { environment, assets, said: Phrases::new(words) })
    }

    /// What pages load.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The page of a guide.
    pub fn guide(&self, document: &Document, site: &Site) -> Result<String, RenderError> {
        self.fill("guide.html", page::guide(document, site, &self.said, page::Frame::Page))
    }

    /// The page of a guide that is shown within another page.
    pub fn embed(&self, document: &Document, site: &Site) -> Result<String, RenderError> {
        self.fill("embed.html", page::guide(document, site, &self.said, page::Frame::Embedded))
    }

    /// The index of a site.
    pub fn index(&self, site: &Site) -> Result<String, RenderError> {
        self.render("index.html", &IndexPage::of(site))
    }

    /// The lists of a large site: their paths and pages.
    pub fn lists(&self, site: &Site) -> impl ParallelIterator<Item = Result<(String, String), RenderError>> {
        IndexPage::lists(site).map(|(path, page)| Ok((path, self.render("index.html", &page)?)))
    }

    /// The search page; `version` names the state of the index in letters and digits.
    pub fn search(&self, site: &Site, version: &str) -> Result<String, RenderError> {
        self.render("search.html", &SearchPage::of(site, version))
    }

    /// The pages of shared items that are made from a document: their paths and texts.
    pub fn shared(&self, document: &Document, site: &Site) -> Result<Vec<(String, String)>, RenderError> {
        shared_of(document, site)
            .into_iter()
            .map(|(card, shared)| {
                let page = self.fill("item.html", page::shared(document, card, shared, site, &self.said))?;
                Ok((format!("{}.html", shared.path), page))
            })
            .collect()
    }

    /// The page for what is not found.
    pub fn not_found(&self, site: &Site) -> Result<String, RenderError> {
        self.render("not_found.html", &NotFoundPage::of(site))
    }

    /// The page that stands where another was: it leads on, or says why there is nothing any more.
    pub fn moved(&self, path: &str, page: &OldPage, site: &Site) -> Result<String, RenderError> {
        self.fill("moved.html", page::moved(path, page, site))
    }

    fn render(&self, name: &str, page: &impl Serialize) -> Result<String, RenderError> {
        self.fill(name, Value::from(Serde(page)))
    }

    fn fill(&self, name: &str, page: Value) -> Result<String, RenderError> {
        Ok(self.environment.get_template(name)?.render(page)?)
    }
}

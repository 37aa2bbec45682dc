//! The templates, compiled once; and the pages that they give.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::filters;
use super::page::{GuidePage, IndexPage, NotFoundPage};
use crate::emit::Site;
use crate::emit::words::Words;
use crate::guide::Document;

/// The templates by name. A template extends `base.html`, and takes the macros that it needs.
const SOURCES: [(&str, &str); 6] = [
    ("base.html", include_str!("templates/base.html")),
    ("guide.html", include_str!("templates/guide.html")),
    ("index.html", include_str!("templates/index.html")),
    ("not_found.html", include_str!("templates/not_found.html")),
    ("cards.html", include_str!("templates/cards.html")),
    ("way.html", include_str!("templates/way.html")),
];

/// A template that cannot be read, or asks for what is not there.
#[derive(Debug)]
pub struct RenderError(minijinja::Error);

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl std::error::Error for RenderError {}

impl From<minijinja::Error> for RenderError {
    fn from(error: minijinja::Error) -> Self {
        Self(error)
    }
}

/// The templates of a site, ready to be used from any thread.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// The templates that come with the program.
    pub fn new() -> Result<Self, RenderError> {
        Self::with_theme("en", Vec::new())
    }

    /// The same with the words of a language, and those of a theme, as names and texts, take the place of ours or stand
    /// beside them.
    pub fn with_theme(language: &str, theme: Vec<(String, String)>) -> Result<Self, RenderError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
        );
        filters::register(&mut environment, Words::of(language));
        for (name, text) in SOURCES {
            environment.add_template(name, text)?;
        }
        for (name, text) in theme {
            environment.add_template_owned(name, text)?;
        }
        Ok(Self { environment })
    }

    /// The page of a guide.
    pub fn guide(&self, document: &Document, site: &Site) -> Result<String, RenderError> {
        self.render("guide.html", &GuidePage::of(document, site))
    }

    /// The index of a site.
    pub fn index(&self, site: &Site) -> Result<String, RenderError> {
        self.render("index.html", &IndexPage::of(site))
    }

    /// The page for what is not found.
    pub fn not_found(&self, site: &Site) -> Result<String, RenderError> {
        self.render("not_found.html", &NotFoundPage::of(site))
    }

    fn render(&self, name: &str, page: &impl Serialize) -> Result<String, RenderError> {
        let template = self.environment.get_template(name)?;
        Ok(template.render(Value::from(Serde(page)))?)
    }
}

//! What every page has: the site's name, where its files lie, in which language and direction it is read.

use minijinja::value::Value;
use serde::Serialize;

use crate::emit::Site;
use crate::emit::html::assets::Assets;
use crate::emit::site::folder;

/// What every page has.
#[derive(Serialize)]
pub struct Shell<'a> {
    site_title: &'a str,
    language: &'a str,
    direction: &'static str,
    /// The way up to the folder of all pages: safe in an attribute.
    root: Value,
    style: &'a str,
    icon: &'a str,
    guide_script: &'a str,
    search_script: &'a str,
    /// Where the page is published.
    pub canonical: Option<Value>,
    /// The folder of the page, and where the index lists it.
    folder: Option<&'a str>,
}

impl<'a> Shell<'a> {
    /// What the page at `path` shares with all others; an empty path is the index. `root` leads to the folder of all pages.
    pub fn of(site: &'a Site, root: String, path: &'a str) -> Self {
        let assets = Assets::of(site.language());
        let folder = folder(path);
        let file = if path.is_empty() { String::new() } else { format!("{path}.html") };
        Self {
            site_title: &site.title,
            language: site.language(),
            direction: direction(site.language()),
            root: Value::from_safe_string(root),
            style: &assets.style.path,
            icon: &assets.icon.path,
            guide_script: &assets.guide.path,
            search_script: &assets.search.path,
            canonical: site.published(&file).map(Value::from_safe_string),
            folder: (!folder.is_empty()).then_some(folder),
        }
    }
}

/// In which direction a language is written.
fn direction(language: &str) -> &'static str {
    let leftwards = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    let first = language.split('-').next().unwrap_or_default();
    let script = language.split('-').find(|part| part.len() == 4);
    let is_among = |names: &[&str], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
    let leftward = match script {
        Some(script) => is_among(&["Arab", "Hebr", "Thaa", "Syrc", "Nkoo"], script),
        None => is_among(&leftwards, first),
    };
    if leftward { "rtl" } else { "ltr" }
}

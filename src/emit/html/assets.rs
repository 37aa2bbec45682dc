//! The files that pages load: style, scripts and icon. Their names hold a hash of their content, so that a browser may
//! keep them for ever and never shows a page in an old style.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::digest::Digest;
use crate::emit::json;
use crate::words::Words;

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its path below `html/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the pages of one language load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style of all pages.
    pub style: Asset,
    /// The icon.
    pub icon: Asset,
    /// What leads through a guide: words, engine and assistant.
    pub guide: Asset,
    /// What a walk shows: it comes behind the page, so that the first look waits for nothing.
    pub walk: Asset,
    /// What searches, and filters the index.
    pub search: Asset,
    /// What leads on from the place of a page that is elsewhere now.
    pub moved: Asset,
}

/// Where they lie, as templates ask for it.
#[derive(Debug, Serialize)]
pub struct Paths<'a> {
    style: &'a str,
    icon: &'a str,
    guide: &'a str,
    search: &'a str,
    moved: &'a str,
}

impl Assets {
    /// Those of a language, with a style of the project's own behind ours.
    ///
    /// # Panics
    /// Never: words are texts, and texts become JSON.
    #[must_use]
    pub fn new(language: &str, style: &str) -> Self {
        let script = |opening: &str, scripts: &[&str]| {
            let words = json::for_html(&said(Words::of(language), scripts)).expect("words are texts");
            let words = opening.replace("WORDS", &words);
            let parts = std::iter::once(words.as_str()).chain(scripts.iter().copied());
            parts.map(trimmed).collect::<String>().into_bytes()
        };
        let walk = named("walk", "js", script("Object.assign(window.kbc.words, WORDS);\n", &[WALK]));
        // A page asks for no more than one script: that one knows where the other lies beside it.
        let beside = walk.path.rsplit('/').next().unwrap_or_default();
        let guide = script(&format!("window.kbc = {{ words: WORDS, more: \"{beside}\" }};\n"), &[ENGINE, ASSISTANT]);
        Self {
            style: named("guide", "css", format!("{STYLE}{style}").into_bytes()),
            icon: named("icon", "svg", ICON.as_bytes().to_vec()),
            guide: named("guide", "js", guide),
            walk,
            search: named("search", "js", script("window.kbc = { words: WORDS };\n", &[SEARCH])),
            moved: named("moved", "js", trimmed(MOVED).into_bytes()),
        }
    }

    /// Their paths.
    pub(super) fn paths(&self) -> Paths<'_> {
        Paths {
            style: &self.style.path,
            icon: &self.icon.path,
            guide: &self.guide.path,
            search: &self.search.path,
            moved: &self.moved.path,
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> [&Asset; 6] {
        [&self.style, &self.icon, &self.guide, &self.walk, &self.search, &self.moved]
    }
}

/// The variables of the style, for themes.
pub const VARIABLES: &str = include_str!("assets/variables.css");

const STYLE: &str = concat!(
    include_str!("assets/variables.css"),
    include_str!("assets/guide.css"),
    include_str!("assets/walk.css"),
    include_str!("assets/site.css")
);
const ICON: &str = include_str!("assets/icon.svg");
const ENGINE: &str = include_str!("assets/engine.js");
const ASSISTANT: &str = include_str!("assets/assistant.js");
const WALK: &str = include_str!("assets/walk.js");
const SEARCH: &str = include_str!("assets/search.js");
const MOVED: &str = include_str!("assets/moved.js");

/// The words that these scripts say: those that they name, and all kinds and reasons where they ask for one by its name.
fn said<'w>(words: &'w Words, scripts: &[&str]) -> BTreeMap<&'w str, &'w str> {
    let names = |name: &str| {
        let family = ["kind_", "why_"].into_iter().find(|family| name.starts_with(family));
        let family = family.map_or_else(|| "\0".to_owned(), |family| format!("\"{family}\""));
        let written = [format!("\"{name}\""), format!(".{name}"), family];
        written.iter().any(|written| scripts.iter().any(|script| script.contains(written.as_str())))
    };
    words.script.iter().filter(|(name, _)| names(name)).map(|(name, word)| (name.as_str(), word.as_str())).collect()
}

/// A script without indentation and without lines that are comments: they are for those who read the sources.
fn trimmed(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::with_capacity(script.len()), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

fn named(stem: &str, ending: &str, bytes: Vec<u8>) -> Asset {
    let digest = Digest::of(&bytes).to_hex();
    Asset { path: format!("assets/{stem}-{}.{ending}", &digest[..12]), bytes }
}

//! The files that pages load: style, scripts and icon. Their names hold a hash of their content, so that a browser may
//! keep them for ever and never shows a page in an old style.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::emit::json;
use crate::emit::words::{LANGUAGES, Words};

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its path below `html/`.
    pub path: String,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
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
    /// What searches, and filters the index.
    pub search: Asset,
}

impl Assets {
    /// Those of a language.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        static ALL: LazyLock<Vec<(&Words, Assets)>> =
            LazyLock::new(|| LANGUAGES.iter().map(|one| (Words::of(one), Assets::new(Words::of(one)))).collect());
        let words = Words::of(language);
        let found = ALL.iter().find(|(known, _)| std::ptr::eq(*known, words));
        &found.unwrap_or(&ALL[0]).1
    }

    fn new(words: &Words) -> Self {
        let named_words = json::for_html(&words.script).expect("words are texts");
        let words = format!("\"use strict\";\nwindow.kbc = {{ words: {named_words} }};\n");
        let guide = [&words, ENGINE, ASSISTANT].map(trimmed).concat();
        let search = [&words, SEARCH].map(trimmed).concat();
        Self {
            style: named("guide", "css", Cow::Borrowed(STYLE.as_bytes())),
            icon: named("icon", "svg", Cow::Borrowed(ICON.as_bytes())),
            guide: named("guide", "js", Cow::Owned(guide.into_bytes())),
            search: named("search", "js", Cow::Owned(search.into_bytes())),
        }
    }

    /// All of them.
    pub fn all(&self) -> [&Asset; 4] {
        [&self.style, &self.icon, &self.guide, &self.search]
    }
}

const STYLE: &str =
    concat!(include_str!("assets/guide.css"), include_str!("assets/walk.css"), include_str!("assets/site.css"));
const ICON: &str = include_str!("assets/icon.svg");
const ENGINE: &str = include_str!("assets/engine.js");
const ASSISTANT: &str = include_str!("assets/assistant.js");
const SEARCH: &str = include_str!("assets/search.js");

/// A script without indentation and without lines that are comments: they are for those who read the sources.
fn trimmed(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::with_capacity(script.len()), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

fn named(stem: &str, ending: &str, bytes: Cow<'static, [u8]>) -> Asset {
    let hash = blake3::hash(&bytes).to_hex();
    Asset { path: format!("assets/{stem}-{}.{ending}", &hash.as_str()[..12]), bytes }
}

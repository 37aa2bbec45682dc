//! The files that pages load: style, scripts and icon. Their names hold a hash of their content, so that a browser may
//! keep them for ever and never shows a page in an old style.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::digest::Digest;
use crate::edition::Edition;
use crate::emit::json;
use crate::learning::line::{LONGEST, SECONDS};
use crate::words::Words;

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its path below `html/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What the pages of one edition load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The style of all pages.
    pub style: Asset,
    /// The icon.
    pub icon: Asset,
    /// What every page has: it stands before the page.
    pub page: Asset,
    /// What leads through a guide: words, engine and assistant.
    pub guide: Asset,
    /// What a walk shows: it comes behind the page, so that the first look waits for nothing.
    pub walk: Asset,
    /// What notes a session, where these are collected.
    pub record: Asset,
    /// What searches, and filters the index.
    pub search: Asset,
    /// What tells the page around an embedded guide how it goes.
    pub embed: Asset,
    /// What leads on from the place of a page that is elsewhere now.
    pub moved: Asset,
}

/// Where they lie, as templates ask for it.
#[derive(Debug, Serialize)]
pub struct Paths<'a> {
    style: &'a str,
    icon: &'a str,
    page: &'a str,
    embed: &'a str,
    guide: &'a str,
    search: &'a str,
    moved: &'a str,
}

impl Assets {
    /// Those of an edition, with a style of the project's own behind ours.
    ///
    /// # Panics
    /// Never: words are texts, and texts become JSON.
    #[must_use]
    pub fn new(edition: &Edition, style: &str) -> Self {
        let script = |opening: &str, scripts: &[&str]| {
            let words = json::for_html(&said(edition.words(), scripts)).expect("words are texts");
            let words = opening.replace("WORDS", &words);
            let parts = std::iter::once(words.as_str()).chain(scripts.iter().copied());
            parts.map(trimmed).collect::<String>().into_bytes()
        };
        let more = "Object.assign(window.kbc.words, WORDS);\n";
        let beside = |asset: &Asset| asset.path.rsplit('/').next().unwrap_or_default().to_owned();
        let log = format!("{more}window.kbc.log = {{ seconds: {SECONDS:?}, longest: {LONGEST} }};\n");
        let record = named("record", "js", script(&log, &[RECORD]));
        let walk = script(&format!("{more}window.kbc.record = \"{}\";\n", beside(&record)), &[WALK]);
        let walk = named("walk", "js", walk);
        // A script that is needed later is asked for by the one that is there: that knows where it lies beside it.
        let guide = script(&format!("{more}window.kbc.more = \"{}\";\n", beside(&walk)), &[ENGINE, ASSISTANT]);
        let search = named("search", "js", script(more, &[FIND, SUGGEST, SEARCH]));
        let page = script(&format!("window.kbc = {{ words: WORDS, search: \"{}\" }};\n", beside(&search)), &[PAGE]);
        Self {
            style: named("guide", "css", (plain(STYLE) + style).into_bytes()),
            icon: named("icon", "svg", ICON.as_bytes().to_vec()),
            page: named("page", "js", page),
            guide: named("guide", "js", guide),
            walk,
            record,
            search,
            embed: named("embed", "js", script("", &[EMBED])),
            moved: named("moved", "js", trimmed(MOVED).into_bytes()),
        }
    }

    /// Their paths.
    pub(super) fn paths(&self) -> Paths<'_> {
        Paths {
            style: &self.style.path,
            icon: &self.icon.path,
            page: &self.page.path,
            guide: &self.guide.path,
            search: &self.search.path,
            embed: &self.embed.path,
            moved: &self.moved.path,
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> [&Asset; 9] {
        let Self { style, icon, page, guide, walk, record, search, embed, moved } = self;
        [style, icon, page, guide, walk, record, search, embed, moved]
    }
}

/// The variables of the style, for themes.
pub const VARIABLES: &str = include_str!("assets/style/variables.css");

const STYLE: &str = concat!(
    include_str!("assets/style/variables.css"),
    include_str!("assets/style/base.css"),
    include_str!("assets/style/prose.css"),
    include_str!("assets/style/symptoms.css"),
    include_str!("assets/style/steps.css"),
    include_str!("assets/style/causes.css"),
    include_str!("assets/style/phone.css"),
    include_str!("assets/style/walk.css"),
    include_str!("assets/style/answers.css"),
    include_str!("assets/style/known.css"),
    include_str!("assets/style/site.css"),
    include_str!("assets/style/print.css")
);

/// The rule of one step, as the compiler has it, over the tables of a guide: the same operations in the same order, so that
/// both give the same next step and the same chances. Knows no page; a test runs it beside the compiler.
pub const ENGINE: &str = concat!(
    "(function (world) {\n\"use strict\";\n",
    include_str!("assets/engine/tables.js"),
    include_str!("assets/engine/conditions.js"),
    include_str!("assets/engine/permission.js"),
    include_str!("assets/engine/coupling.js"),
    include_str!("assets/engine/evidence.js"),
    include_str!("assets/engine/route.js"),
    include_str!("assets/engine/advice.js"),
    include_str!("assets/engine/dialogue.js"),
    include_str!("assets/engine/told.js"),
    include_str!("assets/engine/values.js"),
    include_str!("assets/engine/exports.js"),
    "})(typeof window === \"undefined\" ? globalThis : window);\n"
);

const ICON: &str = include_str!("assets/icon.svg");
const ASSISTANT: &str = include_str!("assets/assistant.js");
const PAGE: &str = include_str!("assets/page.js");
const FIND: &str = include_str!("assets/find.js");
const SUGGEST: &str = include_str!("assets/suggest.js");
const EMBED: &str = include_str!("assets/embed.js");
const WALK: &str = include_str!("assets/walk.js");
/// What notes a session as a line of a log.
pub const RECORD: &str = include_str!("assets/record.js");
const SEARCH: &str = include_str!("assets/search.js");
const MOVED: &str = include_str!("assets/moved.js");

/// The words that these scripts say: those that they name, and all kinds and reasons where they ask for one by its name.
fn said<'w>(words: &'w Words, scripts: &[&str]) -> BTreeMap<&'w str, &'w str> {
    let names = |name: &str| {
        let family = ["kind_", "why_", "scheme_"].into_iter().find(|family| name.starts_with(family));
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

/// A style without indentation and comments.
fn plain(style: &str) -> String {
    let parts = style.split("/*").enumerate();
    let code: String =
        parts.map(|(at, part)| if at == 0 { part } else { part.split_once("*/").map_or("", |pair| pair.1) }).collect();
    trimmed(&code)
}

fn named(stem: &str, ending: &str, bytes: Vec<u8>) -> Asset {
    let digest = Digest::of(&bytes).to_hex();
    Asset { path: format!("assets/{stem}-{}.{ending}", &digest[..12]), bytes }
}

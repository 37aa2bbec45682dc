//! What a project says of itself in `kbc.toml`.
//!
//! In: the text of the file. Out: a [`Config`], or a message that names the line. Every setting has a default, so an
//! empty file is a good one. Unknown settings are faults: a slip of the hand must not be silent.

mod flavour;
mod learned;
mod numbers;

pub use learned::Provenance;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use crate::diagnostics::{Code, Fault, Level, catalogue};
use crate::edition::{Direction, Edition, Language, LanguageError};
use crate::fmt;
use crate::model::{Chances, Numbers, Terms, is_term};
use crate::syntax::{is_name, nearest};

pub use flavour::Flavour;
use numbers::{LARGEST, Minutes, Price, Strength, minutes_and_prices, numbers};

/// The settings of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The title of the published site.
    pub title: String,
    /// The folder of rules, relative to the project.
    pub rules: String,
    /// The folder that is written, relative to the project.
    pub out: String,
    /// The edition of the guides: their language, and for whom they are.
    pub edition: Edition,
    /// The folder of templates and styles that take the place of ours, relative to the project.
    pub theme: Option<String>,
    /// Where the site is published, without a slash at the end.
    pub base_url: Option<String>,
    /// Where the sources can be read: the path of a file and `#L` with its line are put behind it.
    pub source_url: Option<String>,
    /// What pages hold besides guides.
    pub pages: Pages,
    /// The tool that Markdown is written for.
    pub flavour: Flavour,
    /// The longest path through a guide that raises no finding, in minutes.
    pub longest_path: Option<f64>,
    /// How wide a line may be in the layout of `kbc fmt`, in columns.
    pub line_width: usize,
    /// After how many days an item wants to be read through again.
    pub review_days: u32,
    /// The date against which reviews are measured. It never comes from the file or from a clock.
    pub as_of: Option<Date>,
    /// The levels of findings that the project changes; nothing is not told at all.
    pub lints: BTreeMap<Code, Option<Level>>,
    /// What words for numbers mean, and prices.
    pub numbers: Numbers,
    /// The ids of items that are gone for good, with the reasons: links to them lead to a page that says so.
    pub gone: BTreeMap<String, String>,
    /// How numbers are learned from sessions.
    pub learning: Learning,
    /// Where numbers that were learned come from. It is read from a file beside the settings.
    pub learned: Arc<Vec<Provenance>>,
}

/// How numbers are learned from sessions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learning {
    /// As how many sessions a written number counts.
    pub sessions: WrittenSessions,
    /// Whether what sessions show is collected.
    pub collect: Collect,
    /// Where it is sent.
    pub to: Option<String>,
}

impl Learning {
    /// Where pages send what sessions show, and whether a reader is asked first; nothing where they send nothing.
    #[must_use]
    pub fn sending(&self) -> Option<(&str, bool)> {
        let to = self.to.as_deref()?;
        (self.collect != Collect::Off).then_some((to, self.collect == Collect::Ask))
    }
}

/// Whether what sessions show is collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Collect {
    /// It is not.
    #[default]
    Off,
    /// Where a reader says yes.
    Ask,
    /// Unless a reader says no.
    Notice,
}

/// As how many sessions a written number counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WrittenSessions {
    /// A word, or what follows from one.
    pub word: f64,
    /// A number.
    pub number: f64,
    /// A number of an item that names its source.
    pub cited: f64,
}

impl Default for WrittenSessions {
    fn default() -> Self {
        WrittenSessions { word: 10.0, number: 30.0, cited: 100.0 }
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            title: "Troubleshooting guides".to_owned(),
            rules: "rules".to_owned(),
            out: "generated".to_owned(),
            edition: Edition::default(),
            theme: None,
            base_url: None,
            source_url: None,
            pages: Pages::default(),
            flavour: Flavour::default(),
            longest_path: None,
            line_width: fmt::WIDTH,
            review_days: 365,
            as_of: None,
            lints: BTreeMap::new(),
            numbers: Numbers::default(),
            gone: BTreeMap::new(),
            learning: Learning::default(),
            learned: Arc::default(),
        }
    }
}

/// What the pages of a site hold besides guides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Whom readers ask who find nothing: an address that begins with `https://`, `http://` or `mailto:`.
    pub contact: Option<String>,
    /// Whether each guide has a page to be embedded elsewhere, the assistant alone.
    pub embed: bool,
    /// Whether the JSON of guides lies beside their pages.
    pub json: bool,
    /// What folders of guides are called, by their paths.
    pub folders: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[derive(Default)]
struct File {
    title: Option<String>,
    rules: Option<String>,
    out: Option<String>,
    language: Option<String>,
    direction: Option<String>,
    theme: Option<String>,
    base_url: Option<String>,
    source_url: Option<String>,
    line_width: Option<usize>,
    surprise: Option<f64>,
    how_often: BTreeMap<String, f64>,
    likelihood: BTreeMap<String, f64>,
    strength: Strength,
    minutes: Minutes,
    price: Price,
    limits: Limits,
    lints: BTreeMap<String, String>,
    terms: BTreeMap<String, String>,
    pages: PagesTable,
    markdown: MarkdownTable,
    folders: BTreeMap<String, String>,
    links: Links,
    learn: Learn,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Learn {
    collect: Option<String>,
    to: Option<String>,
    word: Option<f64>,
    number: Option<f64>,
    cited: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Links {
    gone: BTreeMap<String, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct PagesTable {
    chances: Option<String>,
    contact: Option<String>,
    embed: bool,
    json: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct MarkdownTable {
    flavour: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Limits {
    longest_path_minutes: Option<f64>,
    review_days: Option<u32>,
}

/// What is wrong with a `kbc.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// It is no TOML, or has a setting that there is not; the message names the line.
    #[error("{0}")]
    Text(String),
    /// A setting has a value that it cannot have.
    #[error("`{setting}` {fault}")]
    Setting {
        /// Its name, with that of its table in front.
        setting: String,
        /// What is wrong with it, or what it can be.
        fault: String,
    },
}

/// A setting has a value that it cannot have.
fn wrong(setting: impl Into<String>, fault: impl Into<String>) -> ConfigError {
    ConfigError::Setting { setting: setting.into(), fault: fault.into() }
}

impl Config {
    /// Reads the text of a `kbc.toml`.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let file: File =
            toml::from_str(text).map_err(|error| ConfigError::Text(error.to_string().trim_end().to_owned()))?;
        let plain = Config::default();
        let config = Config {
            title: file.title.unwrap_or(plain.title),
            rules: file.rules.unwrap_or(plain.rules),
            out: file.out.unwrap_or(plain.out),
            edition: edition(file.language.as_deref(), file.direction.as_deref())?,
            theme: file.theme,
            base_url: file.base_url.map(|url| url.trim_end_matches('/').to_owned()),
            source_url: file.source_url.map(|url| url.trim_end_matches('/').to_owned()),
            pages: pages(&file.pages, file.folders)?,
            flavour: flavour(file.markdown.flavour.as_deref())?,
            longest_path: longest_path(file.limits.longest_path_minutes)?,
            line_width: line_width(file.line_width.unwrap_or(plain.line_width))
                .map_err(|width| wrong("line-width", format!("is {width}")))?,
            review_days: file.limits.review_days.unwrap_or(plain.review_days),
            as_of: None,
            lints: lints(&file.lints)?,
            numbers: Numbers::default(),
            gone: gone(file.links.gone)?,
            learning: learning(&file.learn)?,
            learned: Arc::default(),
        };
        let numbers = numbers(config.numbers.clone(), &file.how_often, &file.likelihood, &file.strength)?;
        let numbers = minutes_and_prices(numbers, &file.minutes, &file.price)?;
        let told = chances(file.pages.chances.as_deref())?;
        let surprise = file.surprise.unwrap_or(numbers.surprise);
        if !(0.0..=0.5).contains(&surprise) {
            return Err(wrong("surprise", "is a chance from 0 to 0.5"));
        }
        let numbers = Numbers { told, surprise, terms: Arc::new(terms(file.terms)?), ..numbers };
        for (setting, folder) in [("rules", &config.rules), ("out", &config.out)] {
            inside(setting, folder)?;
        }
        if let Some(folder) = &config.theme {
            inside("theme", folder)?;
        }
        for (setting, address) in [("base-url", &config.base_url), ("source-url", &config.source_url)] {
            let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
            if address.as_ref().is_some_and(|url| !is_web(url)) {
                return Err(wrong(setting, "begins with `https://` or `http://`"));
            }
        }
        Ok(Config { numbers, ..config })
    }
}

/// The language of the guides. There is no setting for an audience: they are for everybody.
fn edition(language: Option<&str>, direction: Option<&str>) -> Result<Edition, ConfigError> {
    let language = language.map_or_else(|| Ok(Language::default()), str::parse);
    let mut language = language.map_err(|error: LanguageError| wrong("language", error.to_string()))?;
    if let Some(word) = direction {
        let direction = Direction::of_word(word).ok_or_else(|| wrong("direction", "is `ltr` or `rtl`"))?;
        language = language.written(direction);
    }
    Ok(language.into())
}

/// Whom to ask, and what folders are called.
fn pages(table: &PagesTable, folders: BTreeMap<String, String>) -> Result<Pages, ConfigError> {
    let PagesTable { contact, embed, json, .. } = table;
    let starts = ["https://", "http://", "mailto:"];
    if contact.as_ref().is_some_and(|address| !starts.iter().any(|start| address.starts_with(start))) {
        return Err(wrong("pages.contact", "begins with `https://`, `http://` or `mailto:`"));
    }
    if let Some((folder, _)) = folders.iter().find(|(_, title)| title.trim().is_empty() || title.contains(['\n', '\r']))
    {
        return Err(wrong(format!("folders.\"{folder}\""), "is a line of text"));
    }
    Ok(Pages { contact: contact.clone(), embed: *embed, json: *json, folders })
}

/// The tool that Markdown is for.
fn flavour(word: Option<&str>) -> Result<Flavour, ConfigError> {
    let Some(word) = word else { return Ok(Flavour::default()) };
    Flavour::of_name(word).ok_or_else(|| {
        let [first @ .., last] = Flavour::ALL.map(|flavour| format!("`{flavour}`"));
        let near = nearest(word, Flavour::ALL.into_iter().map(Flavour::name));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        wrong("markdown.flavour", format!("is {} or {last}, not `{word}`{near}", first.join(", ")))
    })
}

/// How numbers are learned.
fn learning(said: &Learn) -> Result<Learning, ConfigError> {
    let plain = WrittenSessions::default();
    let sessions = |setting: &str, said: Option<f64>, plain: f64| match said {
        None => Ok(plain),
        Some(sessions) if (1.0..=1e6).contains(&sessions) => Ok(sessions),
        Some(_) => Err(wrong(format!("learn.{setting}"), "is a number of sessions from 1 to a million")),
    };
    let sessions = WrittenSessions {
        word: sessions("word", said.word, plain.word)?,
        number: sessions("number", said.number, plain.number)?,
        cited: sessions("cited", said.cited, plain.cited)?,
    };
    let collect = match said.collect.as_deref() {
        None | Some("off") => Collect::Off,
        Some("ask") => Collect::Ask,
        Some("notice") => Collect::Notice,
        Some(other) => return Err(wrong("learn.collect", format!("is `off`, `ask` or `notice`, not `{other}`"))),
    };
    if said.to.as_ref().is_some_and(|to| !to.starts_with("https://") && !to.starts_with("http://")) {
        return Err(wrong("learn.to", "begins with `https://` or `http://`"));
    }
    Ok(Learning { sessions, collect, to: said.to.clone() })
}

/// How readers are told chances.
fn chances(word: Option<&str>) -> Result<Chances, ConfigError> {
    match word {
        None => Ok(Chances::default()),
        Some("words") => Ok(Chances::Words),
        Some("numbers") => Ok(Chances::Numbers),
        Some("off") => Ok(Chances::Off),
        Some(other) => Err(wrong("pages.chances", format!("is `words`, `numbers` or `off`, not `{other}`"))),
    }
}

/// Items that are gone, with a reason that can stand in a line.
fn gone(given: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, ConfigError> {
    for (id, reason) in &given {
        let is_id = id.contains('.') && id.split('.').all(is_name);
        if !is_id {
            return Err(wrong(
                "links.gone",
                format!("has `{id}`, which is no id: the name of an item with that of its module in front"),
            ));
        }
        if reason.trim().is_empty() || reason.contains(['\n', '\r']) {
            return Err(wrong(format!("links.gone.\"{id}\""), "is a reason in a line of text"));
        }
    }
    Ok(given)
}

/// What terms stand for: words that can stand in a line of prose.
fn terms(given: BTreeMap<String, String>) -> Result<Terms, ConfigError> {
    for (name, text) in &given {
        if !is_term(name) {
            return Err(wrong(
                format!("terms.{name}"),
                "is no name for a term: letters, digits and `-`, a letter first",
            ));
        }
        if text.trim().is_empty() || text.contains(['\n', '\r']) || text.contains("{{") {
            return Err(wrong(format!("terms.{name}"), "is a line of text without `{{`"));
        }
    }
    Ok(Terms(given))
}

fn longest_path(minutes: Option<f64>) -> Result<Option<f64>, ConfigError> {
    match minutes {
        Some(minutes) if !(0.0..=LARGEST).contains(&minutes) => {
            Err(wrong("limits.longest-path-minutes", format!("is from 0 to {LARGEST}")))
        }
        minutes => Ok(minutes),
    }
}

/// Widths that `kbc fmt` can lay lines out in: narrower ones break all that can break, wider ones nothing.
const WIDTHS: RangeInclusive<usize> = 20..=1_000;

/// A width that no line can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a number of columns from {} to {}", WIDTHS.start(), WIDTHS.end())]
pub struct WidthError;

/// A width that `kbc fmt` can lay lines out in.
pub fn line_width(columns: usize) -> Result<usize, WidthError> {
    if WIDTHS.contains(&columns) { Ok(columns) } else { Err(WidthError) }
}

/// A folder of the project lies in it: a build must not read or write elsewhere by a slip in its settings.
fn inside(setting: &str, folder: &str) -> Result<(), ConfigError> {
    let path = std::path::Path::new(folder);
    let plain = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if plain && !folder.is_empty() {
        Ok(())
    } else {
        Err(wrong(setting, format!("is a folder inside the project, such as `{setting} = \"docs/{setting}\"`")))
    }
}

/// The levels of findings by their codes or names. What is an error stays one: a build must mean the same everywhere.
fn lints(given: &BTreeMap<String, String>) -> Result<BTreeMap<Code, Option<Level>>, ConfigError> {
    let mut lints = BTreeMap::new();
    for (name, level) in given {
        let Some(fault) = catalogue::find(name) else {
            let near = nearest(name, catalogue::all().map(|fault| fault.name));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(wrong(format!("lints.{name}"), format!("is neither the code nor the name of a finding{near}")));
        };
        let level = match level.as_str() {
            "allow" => None,
            "note" => Some(Level::Note),
            "warning" => Some(Level::Warning),
            "error" => Some(Level::Error),
            _ => return Err(wrong(format!("lints.{name}"), "is `allow`, `note`, `warning` or `error`")),
        };
        if fault.level == Level::Error && level != Some(Level::Error) {
            return Err(wrong(
                format!("lints.{name}"),
                format!("stays an error, as {} {} is one", fault.code, fault.name),
            ));
        }
        if lints.insert(fault.code, level).is_some() {
            return Err(wrong(format!("lints.{name}"), "is given twice, by its code and by its name"));
        }
    }
    Ok(lints)
}

impl Config {
    /// The level that findings of a kind have here; nothing where they are not told.
    #[must_use]
    pub fn level(&self, fault: &Fault) -> Option<Level> {
        match self.lints.get(&fault.code) {
            Some(level) => *level,
            None => (!fault.is_off).then_some(fault.level),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_a_good_one() {
        assert_eq!(Config::parse(""), Ok(Config::default()));
    }

    #[test]
    fn words_and_prices_can_be_changed() {
        let config =
            Config::parse("[how-often]\nusually = 0.9\nweekly = 0.3\n[price]\ncaution = 2").expect("good settings");
        let word = |word: &str| config.numbers.chances.iter().find(|entry| entry.0 == word).map(|entry| entry.1);
        assert_eq!((word("usually"), word("weekly"), word("often")), (Some(0.9), Some(0.3), Some(0.7)));
        assert_eq!(config.numbers.caution.to_bits(), 2.0f64.to_bits());
    }

    #[test]
    fn levels_can_be_changed() {
        let config = Config::parse(
            "[lints]\nKB704 = \"error\"\nno-owner = \"note\"\nnear-duplicate = \"allow\"\nKB101 = \"error\"",
        )
        .expect("good settings");
        let level = |name: &str| config.level(catalogue::find(name).expect("a kind of finding"));
        assert_eq!(level("long-title"), Some(Level::Error));
        assert_eq!((level("no-owner"), level("no-source")), (Some(Level::Note), None));
        assert_eq!((level("near-duplicate"), level("unknown-name")), (None, Some(Level::Error)));
    }

    #[test]
    fn an_unknown_tool_is_told_which_there_are() {
        assert_eq!(Config::parse("[markdown]\nflavour = \"sphinx\"").map(|config| config.flavour), Ok(Flavour::Sphinx));
        let message = Config::parse("[markdown]\nflavour = \"mkdoc\"").expect_err("no tool is called that");
        let known =
            "`markdown.flavour` is `github`, `mkdocs`, `docusaurus` or `sphinx`, not `mkdoc`; did you mean `mkdocs`?";
        assert_eq!(message.to_string(), known);
    }

    #[test]
    fn slips_are_faults() {
        for text in [
            "titel = \"x\"",
            "[how-often]\nusually = 1.5",
            "out = \"../elsewhere\"",
            "base-url = \"ftp://x\"",
            "language = \"de_CH\"",
            "direction = \"up\"",
            "theme = \"/etc\"",
            "[price]\ncaution = nan",
            "[likelihood]\nmad = 1e308",
            "[likelihood]\nnone = 1e-300",
            "[strength]\nstrongly = 1e308",
            "[minutes]\ncheck = 1e308",
            "[limits]\nlongest-path-minutes = nan",
            "line-width = 5",
            "[terms]\n\"a b\" = \"x\"",
            "[terms]\nproduct = \" \"",
            "[terms]\nproduct = \"{{other}}\"",
            "[pages]\ncontact = \"javascript:alert(1)\"",
            "[markdown]\nflavor = \"mkdocs\"",
            "[folders]\nmessages = \" \"",
            "[lints]\nlong-titel = \"note\"",
            "[lints]\nlong-title = \"off\"",
            "[lints]\nKB101 = \"warning\"",
            "[lints]\nlong-title = \"note\"\nKB704 = \"note\"",
        ] {
            assert!(Config::parse(text).is_err(), "{text}");
        }
        let message = Config::parse("title = \"x\"\nrules = 3").expect_err("rules is no number").to_string();
        assert!(message.contains("line 2"), "{message}");
    }
}

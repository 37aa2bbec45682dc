//! Bytes become knowledge bases that an author could have written.
//!
//! In: any bytes, through [`Unstructured`]. Out: a [`Base`] – files of rules that use each other, and settings. Most bases
//! hold together, so that what reads them gets to its last stage; some have a slip here and there, since a half right base
//! reaches more of a compiler than noise does. The same bytes give the same base, on any machine. Where the bytes end, the
//! plainest choice is taken, so every base is finite.

mod items;
mod words;

use std::rc::Rc;

use arbitrary::{Arbitrary, Result, Unstructured};
use kbc::config::Config;
use kbc::source::Memory;

/// A knowledge base as its author would keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Each file of rules by its path below the folder of rules.
    pub files: Vec<(String, String)>,
    /// The text of `kbc.toml`; not always a good one.
    pub settings: String,
}

impl Base {
    /// The base that these bytes stand for.
    pub fn of(bytes: &[u8]) -> Self {
        Self::arbitrary(&mut Unstructured::new(bytes)).expect("where bytes end, the plainest choice is taken")
    }

    /// A small guide that everybody knows: the one that `kbc new` makes.
    pub fn small() -> Self {
        let files = [
            ("no-internet.rules", include_str!("../../../src/cli/new/files/no-internet.rules")),
            ("common/router.rules", include_str!("../../../src/cli/new/files/router.rules")),
        ];
        Self { files: files.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec(), settings: String::new() }
    }

    /// Its files, in memory.
    pub fn memory(&self) -> Memory {
        self.files.iter().fold(Memory::new(), |files, (path, text)| files.with(path.clone(), text.as_bytes()))
    }

    /// Its settings, for files that lie at the root; the plain ones where the text is none of settings.
    pub fn config(&self) -> Config {
        Config { rules: String::new(), ..Config::parse(&self.settings).unwrap_or_default() }
    }
}

impl<'a> Arbitrary<'a> for Base {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut maker = Maker::new(bytes)?;
        let settings = maker.settings()?;
        let files = maker.files()?;
        Ok(Self { files, settings })
    }
}

/// The names of all items, each kind in the order in which it may refer to its own.
#[derive(Debug, Default)]
struct Names {
    guides: Vec<String>,
    symptoms: Vec<String>,
    causes: Vec<String>,
    checks: Vec<String>,
    remedies: Vec<String>,
    facts: Vec<String>,
    rules: usize,
    stages: Vec<String>,
    escalations: Vec<String>,
    results: Vec<String>,
    steps: Vec<String>,
}

/// Makes one base.
struct Maker<'m, 'a> {
    bytes: &'m mut Unstructured<'a>,
    /// So many in 256 choices are a slip of the hand.
    slips: u8,
    /// Are the numbers those that authors write, or the ends of what can be written?
    extreme: bool,
    names: Rc<Names>,
    /// Which kind each fact is of.
    kinds: Vec<items::FactKind>,
    /// How many titles were made: no two are alike.
    titles: usize,
}

impl<'m, 'a> Maker<'m, 'a> {
    fn new(bytes: &'m mut Unstructured<'a>) -> Result<Self> {
        let slips = *bytes.choose(&[0, 0, 0, 0, 2, 8, 24])?;
        let extreme = bytes.ratio(1, 4)?;
        let mut maker = Self { bytes, slips, extreme, names: Rc::default(), kinds: Vec::new(), titles: 0 };
        let names = Names {
            guides: maker.some_names("guide", 1, 2)?,
            symptoms: maker.some_names("symptom", 1, 4)?,
            causes: maker.some_names("cause", 5, 9)?,
            checks: maker.some_names("check", 2, 6)?,
            remedies: maker.some_names("remedy", 3, 8)?,
            facts: maker.some_names("fact", 0, 3)?,
            rules: maker.number(0, 4)?,
            stages: maker.some_names("stage", 0, 3)?,
            escalations: maker.some_names("escalation", 1, 3)?,
            results: maker.some_names("result", 0, 2)?,
            steps: maker.some_names("steps", 0, 2)?,
        };
        maker.names = Rc::new(names);
        maker.kinds =
            (0..maker.names.facts.len()).map(|_| maker.one(&items::FactKind::ALL)).collect::<Result<Vec<_>>>()?;
        Ok(maker)
    }

    /// A number from one to another, both included.
    fn number(&mut self, least: usize, most: usize) -> Result<usize> {
        self.bytes.int_in_range(least..=most)
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> Result<T> {
        self.bytes.choose(list).copied()
    }

    /// One of some names.
    fn named(&mut self, names: &[String]) -> Result<String> {
        if self.slip()? {
            return Ok(self.one(&["nobody", "Not-Kebab", "other", "solved", "ünter", "a.b.c"])?.to_owned());
        }
        Ok(if names.is_empty() { "nobody".to_owned() } else { self.bytes.choose(names)?.clone() })
    }

    /// Some names, each once and in their order.
    fn some_of(&mut self, names: &[String], in_ten: u8) -> Result<Vec<String>> {
        let mut chosen = Vec::new();
        for name in names {
            if self.chance(in_ten)? {
                chosen.push(name.clone());
            }
        }
        Ok(chosen)
    }

    /// True so many times in ten.
    fn chance(&mut self, in_ten: u8) -> Result<bool> {
        self.bytes.ratio(in_ten, 10)
    }

    /// Whether the author's hand slips here.
    fn slip(&mut self) -> Result<bool> {
        Ok(self.slips > 0 && self.bytes.int_in_range(0..=255u8)? >= 255 - (self.slips - 1))
    }

    /// All files: the items, shared out among modules that use each other.
    fn files(&mut self) -> Result<Vec<(String, String)>> {
        let paths: &[&str] = match self.number(0, 3)? {
            0 | 1 => &["base.rules"],
            2 => &["base.rules", "common/shared.rules"],
            _ => &["a.rules", "common/b.rules", "common/deep/c-1.rules"],
        };
        let modules: Vec<String> = paths.iter().map(|path| path.trim_end_matches(".rules").replace('/', ".")).collect();
        let mut texts = vec![String::new(); paths.len()];
        for (at, text) in texts.iter_mut().enumerate() {
            for (other, module) in modules.iter().enumerate() {
                if other != at {
                    text.push_str(&format!("use {module}\n"));
                }
            }
        }
        for item in self.items()? {
            let at = self.number(0, paths.len() - 1)?;
            let comment = if self.chance(1)? {
                format!("# {}\n", self.prose()?.replace(['\n', '\r'], " "))
            } else {
                String::new()
            };
            texts[at].push_str(&format!("\n{comment}{item}\n"));
        }
        let mut files = Vec::new();
        for (path, text) in paths.iter().zip(texts) {
            files.push(((*path).to_owned(), self.handled(text)?));
        }
        Ok(files)
    }

    /// The text after a few slips at its letters, and with the line ends of another machine now and then.
    fn handled(&mut self, mut text: String) -> Result<String> {
        if self.slips > 2 && self.chance(3)? {
            for _ in 0..self.number(1, 3)? {
                let mut at = self.number(0, text.len())?;
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                let put =
                    self.one(&["\"", "{", "}", "(", ",", ";", "#", "\n", "\\", "\"\"\"", "é", "\u{feff}", "\0", ""])?;
                let end = text[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
                text.replace_range(at..end, put);
            }
        }
        Ok(match self.number(0, 9)? {
            8 => text.replace('\n', "\r\n"),
            9 => format!("\u{feff}{text}"),
            _ => text,
        })
    }

    fn settings(&mut self) -> Result<String> {
        let mut text = String::new();
        if self.chance(3)? {
            text.push_str(&format!("title = {}\n", words::quoted(&self.prose()?)));
        }
        if self.chance(3)? {
            text.push_str(&format!("language = \"{}\"\n", self.one(&["de", "en-GB", "ar", "x", "pt-BR"])?));
        }
        if self.chance(2)? {
            text.push_str("base-url = \"https://example.org/a b/\"\nsource-url = \"https://example.org/src\"\n");
        }
        if self.chance(2)? {
            text.push_str(&format!("line-width = {}\n", self.one(&[20, 60, 1_000, 5])?));
        }
        if self.chance(2)? {
            text.push_str(&format!("[how-often]\nusually = {}\nodd-word = 0.5\n", self.one(&["0.9", "0", "1", "2"])?));
        }
        if self.chance(2)? {
            text.push_str(&format!("[strength]\nstrongly = {}\n", self.one(&["30", "1e7", "1.0000001", "1"])?));
        }
        if self.chance(2)? {
            text.push_str(&format!("[minutes]\ncheck = {}\n", self.one(&["0", "1e7", "0.000001", "nan"])?));
        }
        if self.chance(2)? {
            text.push_str(&format!("[lints]\nlong-title = \"{}\"\n", self.one(&["error", "allow", "note", "off"])?));
        }
        Ok(text)
    }
}

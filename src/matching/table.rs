//! What symptoms are known by, made ready to be looked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use daachorse::DoubleArrayAhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

use super::fact_name;
use super::literal;

/// What something is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// An exact text, found anywhere in a line. One of several lines is found by its longest.
    Message,
    /// A regular expression, which looks at one line.
    Pattern,
    /// The name of an alert: that of an alert in a payload, and in text a word by itself. A name that is a plain word, such as
    /// `Down`, stands alone on its line.
    Alert,
}

/// A text that a symptom claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The number of the symptom.
    pub of: u32,
    /// What the text is.
    pub sort: Sort,
    /// The text.
    pub text: String,
}

/// A pattern may take so much memory; the language allows no larger one.
const PATTERN_SIZE: usize = 1 << 20;

/// A claim that is looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub of: u32,
    pub sort: Sort,
    /// For an alert its name, in small letters where case says nothing.
    pub name: Vec<u8>,
    /// For a pattern, made when a line may fit it: most patterns of a large base never meet one.
    regex: OnceLock<Option<Expression>>,
    source: Option<Box<str>>,
}

/// A regular expression and the facts that its groups name, each with the number of the group.
#[derive(Debug)]
pub(super) struct Expression {
    pub regex: Regex,
    pub facts: Vec<(usize, String)>,
}

/// The texts of all claims are too many to be looked for at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the texts of all symptoms are too many: {0}")]
pub struct TooManyTexts(String);

/// Looks for the texts of all symptoms at once.
pub struct Matcher {
    /// Gives the place of what was found in `owners`. None where there is nothing to look for.
    pub(super) automaton: Option<DoubleArrayAhoCorasick<u32>>,
    /// The claims that each text of the automaton belongs to.
    pub(super) owners: Vec<Vec<u32>>,
    pub(super) sought: Vec<Sought>,
    /// Patterns that no text is needed for: they look at every line.
    pub(super) loose: Vec<u32>,
    pub(super) ignores_case: bool,
}

impl Matcher {
    /// Makes claims ready. `ignores_case`: whether the case of the letters A to Z says nothing; patterns then take no heed of
    /// the case of any letter.
    ///
    /// # Errors
    /// Where the claims are too many to be looked for at once: their texts have more than 2 GB together.
    pub fn new(claims: impl IntoIterator<Item = Claim>, ignores_case: bool) -> Result<Self, TooManyTexts> {
        let mut texts: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
        let mut matcher =
            Self { automaton: None, owners: Vec::new(), sought: Vec::new(), loose: Vec::new(), ignores_case };
        for claim in claims {
            let number = matcher.sought.len() as u32;
            let text = claim.text.trim();
            let own = |text: &str| {
                let bytes = text.as_bytes().to_vec();
                vec![if ignores_case { bytes.to_ascii_lowercase() } else { bytes }]
            };
            let needed = match claim.sort {
                Sort::Message => text.lines().map(str::trim).max_by_key(|line| line.len()).map(own),
                Sort::Alert => Some(own(text)),
                Sort::Pattern => literal::needed(&claim.text, ignores_case).filter(|texts| fits_in_line(texts)),
            };
            let needed = needed.filter(|texts| texts.iter().all(|text| !text.is_empty()));
            match needed {
                Some(needed) => needed.into_iter().for_each(|text| texts.entry(text).or_default().push(number)),
                None if claim.sort == Sort::Pattern => matcher.loose.push(number),
                None => continue,
            }
            matcher.sought.push(Sought::of(claim, ignores_case));
        }
        if !texts.is_empty() {
            let numbered = texts.keys().zip(0u32..);
            let built = DoubleArrayAhoCorasick::with_values(numbered);
            matcher.automaton = Some(built.map_err(|error| TooManyTexts(error.to_string()))?);
            matcher.owners = texts.into_values().collect();
        }
        Ok(matcher)
    }

    /// The patterns that could not be used though a line might have fitted them, as far as that was tried.
    pub fn unusable(&self) -> impl Iterator<Item = (u32, &str)> {
        let broken = |sought: &&Sought| matches!(sought.regex.get(), Some(None));
        self.sought.iter().filter(broken).map(|sought| (sought.of, sought.source.as_deref().unwrap_or_default()))
    }
}

/// Whether texts can stand in a line.
fn fits_in_line(texts: &[Vec<u8>]) -> bool {
    texts.iter().all(|text| !text.contains(&b'\n'))
}

impl Sought {
    fn of(claim: Claim, ignores_case: bool) -> Self {
        let Claim { of, sort, text } = claim;
        let name = match sort {
            Sort::Alert if ignores_case => text.trim().as_bytes().to_ascii_lowercase(),
            Sort::Alert => text.trim().as_bytes().to_vec(),
            _ => Vec::new(),
        };
        let source = (sort == Sort::Pattern).then(|| text.into_boxed_str());
        Self { of, sort, name, regex: OnceLock::new(), source }
    }

    /// The regular expression of a pattern; nothing for what is none, or cannot be used.
    pub fn expression(&self, ignores_case: bool) -> Option<&Expression> {
        let make = || {
            let mut builder = RegexBuilder::new(self.source.as_deref()?);
            let regex = builder.size_limit(PATTERN_SIZE).case_insensitive(ignores_case).build().ok()?;
            let named = regex.capture_names().enumerate();
            let facts = named.filter_map(|(at, name)| Some((at, fact_name(name?)))).collect();
            Some(Expression { regex, facts })
        };
        self.regex.get_or_init(make).as_ref()
    }
}

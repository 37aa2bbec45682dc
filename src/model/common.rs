//! What an item of any kind may have.

use std::sync::LazyLock;

use crate::source::Span;

use super::{Given, Guard, Name, Ref, Text};

/// What every item may have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Common {
    /// What a reader should know of it.
    pub about: Option<Text>,
    /// Where its statements come from.
    pub cite: Box<[Ref]>,
    /// Who keeps it right.
    pub owner: Option<Text>,
    /// When somebody last read it through.
    pub reviewed: Option<Given<jiff::civil::Date>>,
    /// Where it applies.
    pub when: Option<Box<Guard>>,
    /// What few items have of it; see [`Common::further`].
    pub(super) further: Option<Box<Further>>,
}

/// What every item may have, and few do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Further {
    /// When its meaning last changed.
    pub changed: Option<Given<jiff::civil::Date>>,
    /// Words to sort by: names, or texts.
    pub tags: Box<[Span]>,
    /// Other words that a reader would search for.
    pub aka: Box<[Text]>,
    /// Names that it had before, as written.
    pub moved_from: Box<[Name]>,
    /// Guides that are worth a look.
    pub see: Box<[Ref]>,
    /// Findings that are meant to be.
    pub allow: Vec<Allow>,
}

impl Common {
    /// The guides that are worth a look, for the names in them to be looked up.
    pub(super) fn see_mut(&mut self) -> &mut [Ref] {
        self.further.as_mut().map_or(&mut [], |further| &mut further.see)
    }

    /// What few items have; that of an item without any is empty.
    #[must_use]
    pub fn further(&self) -> &Further {
        static NOTHING: LazyLock<Further> = LazyLock::new(Further::default);
        self.further.as_deref().unwrap_or(&NOTHING)
    }
}

/// A finding that an author allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// The code or the name of the finding, where it stands.
    pub code: Span,
    /// Why it is fine here.
    pub reason: Text,
}

//! What a part of a project asks of the files outside of it.
//!
//! In: questions that come up while some files are read and looked at without the others. Out: what the others answer, so that
//! a part is told the same as the whole would be. Nearly all that files say concerns only files that they use or that use
//! them; this is the list of the exceptions.

use std::fmt::Debug;

use super::Kind;

/// The files of a project that are not among those that are read.
pub trait Outside: Debug + Sync {
    /// How many they are.
    fn count(&self) -> usize {
        0
    }
    /// The names of their modules.
    fn modules(&self) -> &[String] {
        &[]
    }
    /// The first of them that has an item of this kind and name.
    fn home(&self, _: Kind, _: &str) -> Option<Home<'_>> {
        None
    }
    /// The names of the stages of their guides, each once, in order.
    fn stages(&self) -> &[String] {
        &[]
    }
    /// Whether one of their guides could not be read as a whole.
    fn has_broken_guide(&self) -> bool {
        false
    }
    /// Whether a text of them has this name in angle brackets.
    fn fills_in(&self, _: &str) -> bool {
        false
    }
    /// The pictures that they show, below the folder of rules, each once, in order.
    fn pictures(&self) -> &[String] {
        &[]
    }
}

/// A file that has an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home<'o> {
    /// Its path.
    pub path: &'o str,
    /// The name of its module.
    pub module: &'o str,
}

/// No file: what is read is the whole project.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Outside for Nothing {}

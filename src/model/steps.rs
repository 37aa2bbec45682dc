//! What a reader does, one action at a time.

use super::{Guard, Name, Ref, Text};

/// Shared steps may include others so deep; what lies deeper is not shown, and an error.
pub const DEEPEST_STEPS: usize = 16;

/// A step, or shared steps that stand in its place.
#[derive(Debug, Clone, PartialEq)]
pub enum StepEntry {
    /// A step written here.
    Step(Step),
    /// The steps of a `steps` item.
    Include(Ref),
}

/// One action.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What to do, in Markdown.
    pub text: Text,
    /// The variant that it belongs to.
    pub when: Option<Box<Guard>>,
    /// What belongs to it, in the order of the file.
    pub parts: Box<[StepPart]>,
}

/// What belongs to a step.
#[derive(Debug, Clone, PartialEq)]
pub enum StepPart {
    /// A command to run.
    Run {
        /// The language, for colours.
        language: Name,
        /// The command, with `<placeholders>`.
        command: Text,
    },
    /// How to see that it worked.
    Expect(Text),
    /// Good to know.
    Note(Text),
    /// To be read before the step is done.
    Warning(Text),
    /// A picture.
    Image {
        /// Its path, relative to the file.
        path: Text,
        /// What it shows, for those who do not see it.
        alternative: Option<Text>,
    },
}

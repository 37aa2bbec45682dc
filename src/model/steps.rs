//! What a reader does, one action at a time.

use super::{Body, Guard, Knowledge, Name, Ref, Text};

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

impl Step {
    /// What it says, in the order of the file.
    pub fn texts(&self) -> impl Iterator<Item = Text> + '_ {
        let of_parts = self.parts.iter().filter_map(|part| match part {
            StepPart::Run { command: text, .. }
            | StepPart::Expect(text)
            | StepPart::Note(text)
            | StepPart::Warning(text) => Some(*text),
            StepPart::Image(_) => None,
        });
        std::iter::once(self.text).chain(of_parts)
    }
}

impl Knowledge {
    /// Shows each of some steps, with shared ones in the place of their `include`.
    pub fn each_step<'k>(&'k self, entries: &'k [StepEntry], visit: &mut dyn FnMut(&'k Step)) {
        self.steps_within(entries, DEEPEST_STEPS, visit);
    }

    fn steps_within<'k>(&'k self, entries: &'k [StepEntry], deep: usize, visit: &mut dyn FnMut(&'k Step)) {
        for entry in entries {
            match entry {
                StepEntry::Step(step) => visit(step),
                StepEntry::Include(name) => {
                    let shared = name.to.map(|id| &self.item(id).body);
                    if let (Some(Body::Steps(entries)), true) = (shared, deep > 0) {
                        self.steps_within(entries, deep - 1, visit);
                    }
                }
            }
        }
    }
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
    Image(Image),
}

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Image {
    /// Its path, relative to the file.
    pub path: Text,
    /// What it shows, for those who do not see it.
    pub alternative: Option<Text>,
}

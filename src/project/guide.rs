//! A guide, before it is planned.

use std::fmt;
use std::sync::Arc;

use crate::model::{ItemId, Knowledge, Text, replace_links};
use crate::session::Whole;

use super::plan::Planned;
use super::{Error, Finding, Inner, Plan};

/// A guide of a project, as the texts had it when it was asked for.
#[derive(Clone)]
pub struct Guide {
    project: Arc<Inner>,
    whole: Whole,
    item: ItemId,
}

/// What a reader may see: a symptom that a guide begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Symptom {
    /// Its stable id: its name with that of its module in front.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The texts that the screen shows exactly so.
    pub messages: Vec<String>,
}

impl Guide {
    pub(super) fn of(project: &Arc<Inner>, whole: &Whole, item: ItemId) -> Self {
        Self { project: Arc::clone(project), whole: whole.clone(), item }
    }

    fn knowledge(&self) -> &Knowledge {
        &self.whole.understood().knowledge
    }

    /// Its stable id: its name with that of its module in front.
    #[must_use]
    pub fn id(&self) -> String {
        self.knowledge().qualified(self.item)
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> String {
        self.knowledge().title(self.item).into_owned()
    }

    /// What it is for, as its author wrote it, in Markdown.
    #[must_use]
    pub fn summary(&self) -> Option<String> {
        let summary = self.knowledge().guide(self.item)?.summary?;
        Some(self.text(summary))
    }

    /// The path of its page below the folder of a format, without an ending: `html/PATH.html`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.whole.understood().pages.path(self.item)
    }

    /// The symptoms that it begins with.
    #[must_use]
    pub fn symptoms(&self) -> Vec<Symptom> {
        let knowledge = self.knowledge();
        let names = knowledge.guide(self.item).map_or(&[][..], |guide| &guide.symptoms);
        let symptom = |id: ItemId| Symptom {
            id: knowledge.qualified(id),
            title: knowledge.title(id).into_owned(),
            messages: knowledge.symptom(id).map_or_else(Vec::new, |symptom| {
                symptom.messages.iter().map(|&message| knowledge.verbatim(message).into_owned()).collect()
            }),
        };
        names.iter().filter_map(|name| name.to).map(symptom).collect()
    }

    /// Plans it: orders its steps so that readers need the least time on the average. What was planned before is remembered where
    /// the project was opened so. A guide of some twenty causes takes a second or more, a small one a moment.
    ///
    /// # Errors
    /// Where the rules have errors, or the guide has no end that a plan could reckon with.
    pub fn plan(&self) -> Result<Plan, Error> {
        if !self.whole.errors.is_empty() {
            let sources = &self.knowledge().sources;
            return Err(Error::Rules(self.whole.errors.iter().map(|finding| Finding::of(finding, sources)).collect()));
        }
        let session = &self.project.session;
        let config = session.config();
        let decision = self.whole.understood().decision(config, self.item).ok_or_else(|| Error::NoEnd(self.id()))?;
        Ok(Plan::of(Planned::new(self.whole.clone(), self.item, decision, config, &session.plans())))
    }

    fn text(&self, text: Text) -> String {
        // There are no pages to lead to.
        replace_links(&self.knowledge().text(text), |_| None)
    }
}

impl fmt::Debug for Guide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guide").field("id", &self.id()).field("title", &self.title()).finish_non_exhaustive()
    }
}

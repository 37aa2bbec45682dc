//! Guides → JSON, Markdown, HTML and skills for agents.
//!
//! Takes finished [documents](crate::guide::Document) and what is known of the whole [site](Site); gives texts, and the
//! paths that they belong at. No choice of content is made here, and nothing is read or written: each function is pure,
//! may be called for each guide from any thread, and gives the same bytes for the same document.

pub mod agents;
pub mod html;
pub mod json;
pub mod markdown;
pub mod prose;
mod site;
mod way;

pub use site::{Collecting, GuideRef, Shared, Site, Summary, SymptomSummary, with_symptoms};

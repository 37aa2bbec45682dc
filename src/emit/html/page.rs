//! What templates see of a page: the document's own cards, with links and numbers looked up. No words are made here.

mod guide;
mod lists;
mod shared;
mod shell;
mod step;
mod view;
mod walk;

pub use guide::GuidePage;
pub use lists::{IndexPage, NotFoundPage, SearchPage};
pub use shared::{SharedPage, shared_of};
pub use shell::FOLDER_LIST;

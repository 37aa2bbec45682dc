//! What people are shown of a log.

use super::{LOG, Project};

#[test]
fn a_log_leads_to_guides_and_fills_in_facts() {
    insta::assert_snapshot!(Project::new().text(&[], LOG));
}

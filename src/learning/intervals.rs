//! Intervals that were cut otherwise: the answers to a fact are intervals, as today's conditions cut them, and a log holds those of
//! its own time.
//!
//! In: names of intervals, as patterns have them. Out: the one of today that holds an older one whole.

use crate::decision::values::stretch_named;

/// The place of the answer that holds all of an older one.
pub(super) fn holding(answers: &[String], older: &str, is_version: bool) -> Option<usize> {
    let older = stretch_named(older, is_version)?;
    answers.iter().position(|answer| stretch_named(answer, is_version).is_some_and(|one| one.holds(&older)))
}

#[cfg(test)]
mod tests {
    use super::holding;

    #[test]
    fn an_older_interval_goes_to_the_one_that_holds_it() {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let today = own(&["below_5", "from_5_up_to_10", "above_10"]);
        for (older, place) in [
            ("below_2.5", Some(0)),
            ("from_2_below_5", Some(0)),
            ("from_2_up_to_5", None),
            ("7", Some(1)),
            ("from_5_below_7", Some(1)),
            ("above_12", Some(2)),
            ("above_10", Some(2)),
            ("from_10", None),
            ("any", None),
            ("yes", None),
            ("from_x", None),
            ("-3", Some(0)),
        ] {
            assert_eq!(holding(&today, older, false), place, "{older}");
        }
        let versions = own(&["below_17.10", "from_17.10"]);
        assert_eq!(holding(&versions, "17.9", true), Some(0));
        assert_eq!(holding(&versions, "from_18", true), Some(1));
        assert_eq!(holding(&versions, "17.10.0", true), Some(1));
        assert_eq!(holding(&own(&["any"]), "up_to_3", false), Some(0));
    }
}

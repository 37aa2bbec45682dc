//! Intervals that were cut otherwise: the answers to a fact are intervals, as today's conditions cut them, and a log holds those of
//! its own time.
//!
//! In: names of intervals, as patterns have them. Out: the one of today that holds an older one whole.

use std::cmp::Ordering;

/// A place on a scale, before or behind a value: the parts of a version, or one number.
#[derive(Clone, Debug, PartialEq)]
struct Cut {
    at: Vec<f64>,
    behind: bool,
}

/// From one cut to another; where there is none, without end.
#[derive(Clone, Debug, Default, PartialEq)]
struct Interval {
    from: Option<Cut>,
    to: Option<Cut>,
}

impl Cut {
    fn order(&self, other: &Cut) -> Ordering {
        let part = |cut: &Cut, at: usize| cut.at.get(at).copied().unwrap_or(0.0);
        let parts = self.at.len().max(other.at.len());
        let orders = (0..parts).map(|at| part(self, at).total_cmp(&part(other, at)));
        orders.fold(Ordering::Equal, Ordering::then).then(self.behind.cmp(&other.behind))
    }
}

/// A number, or a version with all its parts.
fn scalar(text: &str, is_version: bool) -> Option<Vec<f64>> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    if is_version { text.split('.').map(number).collect() } else { number(text).map(|number| vec![number]) }
}

impl Interval {
    /// Reads `from_2_below_7`, `above_2.5`, `up_to_7`, `5` and `any`.
    fn read(name: &str, is_version: bool) -> Option<Self> {
        let cut = |text: &str, behind| Some(Cut { at: scalar(text, is_version)?, behind });
        let mut words = name.split('_').peekable();
        let mut interval = Interval::default();
        if let Some(word @ ("from" | "above")) = words.peek().copied() {
            words.next();
            interval.from = Some(cut(words.next()?, word == "above")?);
        }
        match words.next() {
            None if interval.from.is_some() => {}
            Some("any") => {}
            Some("below") => interval.to = Some(cut(words.next()?, false)?),
            Some("up") if words.next() == Some("to") => interval.to = Some(cut(words.next()?, true)?),
            Some(value) if interval.from.is_none() => {
                interval = Interval { from: Some(cut(value, false)?), to: Some(cut(value, true)?) };
            }
            _ => return None,
        }
        words.next().is_none().then_some(interval)
    }

    fn holds(&self, other: &Interval) -> bool {
        let from = match (&self.from, &other.from) {
            (None, _) => true,
            (Some(own), Some(other)) => own.order(other).is_le(),
            (Some(_), None) => false,
        };
        let to = match (&self.to, &other.to) {
            (None, _) => true,
            (Some(own), Some(other)) => own.order(other).is_ge(),
            (Some(_), None) => false,
        };
        from && to
    }
}

/// The place of the answer that holds all of an older one.
pub(super) fn holding(answers: &[String], older: &str, is_version: bool) -> Option<usize> {
    let older = Interval::read(older, is_version)?;
    answers.iter().position(|answer| Interval::read(answer, is_version).is_some_and(|one| one.holds(&older)))
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

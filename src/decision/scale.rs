//! Stretches of a scale: numbers, or versions.
//!
//! In: bounds and comparisons as authors write them. Out: [`Stretch`]es, the cells that they cut a scale into, and a
//! value that lies in a stretch. Exact: a bound is a value and whether the cut is in front of it or behind it, and
//! nothing is rounded. A scale has no gaps: between two values there is always a third, as 18.0.1 lies between 18 and
//! 18.1. Versions begin with 0, numbers nowhere.

use std::cmp::Ordering;
use std::ops;

use crate::model::{Comparison, Operand, Range, Scalar, Version};

/// A place on a scale: just before a value, or just behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The value.
    pub at: Scalar,
    /// Whether the value itself lies below the cut.
    pub behind: bool,
}

/// All values between two cuts; without one it has no end on that side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stretch {
    /// Its lower end.
    pub from: Option<Cut>,
    /// Its upper end.
    pub to: Option<Cut>,
}

/// Orders two values of one scale. Numbers of a text are finite, so they have an order; values of two scales never meet.
#[must_use]
pub fn order(a: &Scalar, b: &Scalar) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

impl Cut {
    fn before(at: &Scalar) -> Cut {
        Cut { at: at.clone(), behind: false }
    }

    fn behind(at: &Scalar) -> Cut {
        Cut { at: at.clone(), behind: true }
    }

    /// Orders two cuts of one scale.
    #[must_use]
    pub fn order(&self, other: &Cut) -> Ordering {
        order(&self.at, &other.at).then(self.behind.cmp(&other.behind))
    }
}

/// Orders lower ends: no end comes first.
fn lower(a: Option<&Cut>, b: Option<&Cut>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.order(b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Orders upper ends: no end comes last.
fn upper(a: Option<&Cut>, b: Option<&Cut>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.order(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

impl Stretch {
    /// What an outcome's range stands for; nothing for patterns and for `otherwise`.
    #[must_use]
    pub fn of_range(range: &Range) -> Option<Stretch> {
        match range {
            Range::Within(from, to) => Some(Stretch {
                from: from.as_ref().map(|bound| Cut { at: bound.at.clone(), behind: !bound.included }),
                to: to.as_ref().map(|bound| Cut { at: bound.at.clone(), behind: bound.included }),
            }),
            Range::Matching(_) | Range::Otherwise => None,
        }
    }

    /// The values that a comparison holds for: one stretch, or the two around a value. Nothing where the value is on
    /// no scale.
    #[must_use]
    pub fn of_comparison(comparison: Comparison, value: &Operand) -> Option<Vec<Stretch>> {
        let value = scalar(value)?;
        let below = Stretch { from: None, to: Some(Cut::before(&value)) };
        let up_to = Stretch { from: None, to: Some(Cut::behind(&value)) };
        let from = Stretch { from: Some(Cut::before(&value)), to: None };
        let above = Stretch { from: Some(Cut::behind(&value)), to: None };
        Some(match comparison {
            Comparison::Less => vec![below],
            Comparison::AtMost => vec![up_to],
            Comparison::Equal => vec![Stretch { from: from.from, to: up_to.to }],
            Comparison::NotEqual => vec![below, above],
            Comparison::AtLeast => vec![from],
            Comparison::More => vec![above],
        })
    }

    /// The values that `is` holds for: a number itself, a version with all that begin with it.
    #[must_use]
    pub fn of_is(value: &Operand) -> Option<Vec<Stretch>> {
        match value {
            Operand::Version(version) => Some(vec![Stretch {
                from: Some(Cut::before(&Scalar::Version(version.clone()))),
                to: Some(Cut::before(&Scalar::Version(version.next_sibling()))),
            }]),
            value => Stretch::of_comparison(Comparison::Equal, value),
        }
    }

    /// Whether no value lies in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => from.order(to).is_ge(),
            (None, Some(to)) => is_below_all(to),
            _ => false,
        }
    }

    /// Whether all of `other`, which is not empty, lies in it.
    #[must_use]
    pub fn holds(&self, other: &Stretch) -> bool {
        let from =
            lower(self.from.as_ref(), other.from.as_ref()).is_le() || self.begins_with_all() && other.from.is_none();
        from && upper(other.to.as_ref(), self.to.as_ref()).is_le()
    }

    /// The places of those cells, in order, that lie in it.
    #[must_use]
    pub fn held<T>(&self, cells: &[T], cell: impl Fn(&T) -> &Stretch) -> ops::Range<usize> {
        let below = |other: &Stretch| {
            lower(self.from.as_ref(), other.from.as_ref()).is_gt() && !(self.begins_with_all() && other.from.is_none())
        };
        let from = cells.partition_point(|other| below(cell(other)));
        let to = cells.partition_point(|other| upper(cell(other).to.as_ref(), self.to.as_ref()).is_le());
        from..to.max(from)
    }

    /// Whether its lower end is that of the scale, though it names one: from version 0.
    fn begins_with_all(&self) -> bool {
        self.from.as_ref().is_none_or(is_below_all)
    }

    /// The values that lie in both.
    #[must_use]
    pub fn meet(&self, other: &Stretch) -> Stretch {
        let from = if lower(self.from.as_ref(), other.from.as_ref()).is_ge() { self } else { other };
        let to = if upper(self.to.as_ref(), other.to.as_ref()).is_le() { self } else { other };
        Stretch { from: from.from.clone(), to: to.to.clone() }
    }

    /// A value that lies in it; nothing where it is empty, or where it has no end at all.
    #[must_use]
    pub fn example(&self) -> Option<Scalar> {
        if self.is_empty() {
            return None;
        }
        match (&self.from, &self.to) {
            (Some(Cut { at, behind: false }), _) | (None, Some(Cut { at, behind: true })) => Some(at.clone()),
            (None, Some(to)) => Some(match &to.at {
                Scalar::Number(number) => Scalar::Number((number - 1.0).floor()),
                Scalar::Version(_) => Scalar::Version(Version::default()),
            }),
            (Some(from), to) => Some(above(&from.at, to.as_ref())),
            (None, None) => None,
        }
    }
}

/// Whether nothing lies below a cut.
fn is_below_all(cut: &Cut) -> bool {
    match &cut.at {
        Scalar::Number(_) => false,
        Scalar::Version(version) => !cut.behind && *version == Version::default(),
    }
}

/// A value above another and below a cut.
fn above(value: &Scalar, to: Option<&Cut>) -> Scalar {
    let fits = |found: &Scalar| to.is_none_or(|to| order(found, &to.at).is_lt() || to.behind && found == &to.at);
    match value {
        Scalar::Number(number) => {
            let next = Scalar::Number(number + 1.0);
            match to.map(|to| &to.at) {
                Some(Scalar::Number(end)) if !fits(&next) => Scalar::Number(number + (end - number) / 2.0),
                _ => next,
            }
        }
        Scalar::Version(version) => {
            // As many parts as it takes to stay below the cut.
            let mut text = version.to_string();
            loop {
                let found = Version::parse(&format!("{text}.1")).map(Scalar::Version);
                match found {
                    Some(found) if !fits(&found) => text.push_str(".0"),
                    Some(found) => return found,
                    None => return value.clone(),
                }
            }
        }
    }
}

fn scalar(value: &Operand) -> Option<Scalar> {
    match value {
        Operand::Number(number) => Some(Scalar::Number(*number)),
        Operand::Version(version) => Some(Scalar::Version(version.clone())),
        Operand::Option(_) | Operand::Text => None,
    }
}

/// A value as authors write it.
#[must_use]
pub fn written(value: &Scalar) -> String {
    match value {
        Scalar::Number(number) => number.to_string(),
        Scalar::Version(version) if *version == Version::default() => "0".to_owned(),
        Scalar::Version(version) => version.to_string(),
    }
}

/// The parts into which stretches cut their scale: each lies wholly in or wholly out of each of them. In order, without
/// empty ones, together the whole scale.
#[must_use]
pub fn cells(stretches: &[Stretch]) -> Vec<Stretch> {
    let mut cuts: Vec<&Cut> = stretches.iter().flat_map(|stretch| [&stretch.from, &stretch.to]).flatten().collect();
    cuts.sort_by(|a, b| a.order(b));
    cuts.dedup_by(|a, b| a.order(b).is_eq());
    let ends = || cuts.iter().map(|&cut| Some(cut.clone()));
    std::iter::once(None)
        .chain(ends())
        .zip(ends().chain([None]))
        .map(|(from, to)| Stretch { from, to })
        .filter(|cell| !cell.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: f64) -> Operand {
        Operand::Number(value)
    }

    fn version(text: &str) -> Operand {
        Operand::Version(Version::parse(text).expect("a version"))
    }

    fn cut(conditions: &[(Comparison, Operand)]) -> Vec<Stretch> {
        let all: Vec<Stretch> = conditions
            .iter()
            .flat_map(|(how, value)| Stretch::of_comparison(*how, value).expect("on a scale"))
            .collect();
        cells(&all)
    }

    #[test]
    fn a_comparison_cuts_on_its_own_side_of_the_value() {
        assert_eq!(cut(&[(Comparison::Less, number(18.0)), (Comparison::AtLeast, number(18.0))]).len(), 2);
        assert_eq!(cut(&[(Comparison::Less, number(18.0)), (Comparison::More, number(18.0))]).len(), 3);
        assert_eq!(cut(&[(Comparison::NotEqual, number(18.0))]).len(), 3);
    }

    #[test]
    fn no_version_is_below_zero_but_a_number_is() {
        assert_eq!(cut(&[(Comparison::Less, version("0"))]).len(), 1);
        assert_eq!(cut(&[(Comparison::Less, number(0.0))]).len(), 2);
        assert!(Stretch::of_comparison(Comparison::Less, &version("0.0")).expect("on a scale")[0].is_empty());
    }

    #[test]
    fn a_version_is_what_begins_with_it() {
        let is = &Stretch::of_is(&version("18")).expect("on a scale")[0];
        let holds = |text| {
            let point = Stretch::of_comparison(Comparison::Equal, &version(text)).expect("on a scale");
            is.holds(&point[0])
        };
        assert!(holds("18") && holds("18.7.2") && !holds("19") && !holds("17.9"));
    }

    #[test]
    fn every_stretch_that_is_not_empty_shows_a_value_of_its_own() {
        for texts in [["1", "1.0.0.1"], ["0", "0.0.2"], ["3", "4"]] {
            let [low, high] = texts.map(version);
            let above = &Stretch::of_comparison(Comparison::More, &low).expect("on a scale")[0];
            let below = &Stretch::of_comparison(Comparison::Less, &high).expect("on a scale")[0];
            let between = above.meet(below);
            let example = between.example().expect("not empty");
            let point = Stretch { from: Some(Cut::before(&example)), to: Some(Cut::behind(&example)) };
            assert!(between.holds(&point), "{texts:?}: {example:?}");
        }
        let above = &Stretch::of_comparison(Comparison::More, &number(1.0)).expect("on a scale")[0];
        let below = &Stretch::of_comparison(Comparison::Less, &number(1.5)).expect("on a scale")[0];
        assert_eq!(above.meet(below).example(), Some(Scalar::Number(1.25)));
        assert_eq!(below.meet(above), above.meet(below));
        let below = &Stretch::of_comparison(Comparison::Less, &number(-3.0)).expect("on a scale")[0];
        assert_eq!(below.example(), Some(Scalar::Number(-4.0)));
    }

    #[test]
    fn cells_are_the_whole_scale_and_lie_in_or_out() {
        let bounds =
            [(Comparison::Less, number(2.0)), (Comparison::AtMost, number(5.0)), (Comparison::Equal, number(2.0))];
        let stretches: Vec<Stretch> =
            bounds.iter().flat_map(|(how, value)| Stretch::of_comparison(*how, value).expect("on a scale")).collect();
        let cells = cells(&stretches);
        assert!(cells[0].from.is_none() && cells[cells.len() - 1].to.is_none());
        for pair in cells.windows(2) {
            assert_eq!(pair[0].to, pair[1].from);
        }
        for cell in &cells {
            for stretch in &stretches {
                assert!(stretch.holds(cell) || stretch.meet(cell).is_empty());
            }
        }
        for stretch in &stretches {
            let held = stretch.held(&cells, |cell| cell);
            assert!(cells.iter().enumerate().all(|(at, cell)| stretch.holds(cell) == held.contains(&at)));
        }
    }
}

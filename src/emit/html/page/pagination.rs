//! Cuts a long list into pages, so that none grows with the list.
//!
//! In: how many rows there are. Out: the pages, the first one above all others. A page holds rows, or links to pages below
//! it, and never more than [`MOST`] of them: ten thousand rows stand on fifty pages, and a million in one level more.

use std::fmt::Write;
use std::ops::Range;

/// A page holds at most so many rows, or links to other pages.
pub const MOST: usize = 200;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What its name ends in: nothing for the first page, `-3` for the third below it, `-3-17` below that.
    pub ending: String,
    /// The rows that it holds, or that the pages below it hold.
    pub rows: Range<usize>,
    /// The page above it.
    pub above: Option<usize>,
    /// The pages below it; none where it holds the rows itself.
    pub below: Range<usize>,
}

/// The pages of a list of so many rows: each behind the one above it. Those below a page share its rows evenly.
pub fn cut(rows: usize) -> Vec<Page> {
    let mut pages = vec![Page { ending: String::new(), rows: 0..rows, above: None, below: 0..0 }];
    let mut at = 0;
    while at < pages.len() {
        let Page { ending, rows, .. } = pages[at].clone();
        let first = pages.len();
        let parts = parts(rows.len());
        for part in 0..parts {
            let place = |part: usize| rows.start + rows.len() * part / parts;
            let mut ending = ending.clone();
            write!(ending, "-{}", part + 1).expect("a string takes all text");
            pages.push(Page { ending, rows: place(part)..place(part + 1), above: Some(at), below: 0..0 });
        }
        pages[at].below = first..pages.len();
        at += 1;
    }
    pages
}

/// Into how many pages so many rows go: into none where they fit, else into the fewest that need no level more.
fn parts(rows: usize) -> usize {
    if rows <= MOST {
        return 0;
    }
    let mut within = MOST;
    while within.saturating_mul(MOST) < rows {
        within *= MOST;
    }
    rows.div_ceil(within)
}

/// The pages before and behind one that holds rows.
pub fn beside(pages: &[Page], at: usize) -> (Option<usize>, Option<usize>) {
    let rows = &pages[at].rows;
    let leaf = |fits: &dyn Fn(&Page) -> bool| pages.iter().position(|page| page.below.is_empty() && fits(page));
    (leaf(&|page| page.rows.end == rows.start), leaf(&|page| page.rows.start == rows.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_fits_stays_whole() {
        for rows in [0, 1, MOST] {
            let pages = cut(rows);
            assert_eq!(pages.len(), 1);
            assert_eq!((pages[0].ending.as_str(), pages[0].rows.clone()), ("", 0..rows));
        }
    }

    #[test]
    fn no_page_holds_more_than_it_may_and_no_row_is_lost() {
        for rows in [MOST + 1, 10_000, MOST * MOST, MOST * MOST + 1, 100_001] {
            let pages = cut(rows);
            let mut leaves: Vec<&Page> = pages.iter().filter(|page| page.below.is_empty()).collect();
            leaves.sort_by_key(|page| page.rows.start);
            assert!(leaves.iter().all(|page| page.rows.len() <= MOST), "{rows}");
            assert!(pages.iter().all(|page| page.below.len() <= MOST), "{rows}");
            assert_eq!(leaves.iter().fold(0, |at, page| if page.rows.start == at { page.rows.end } else { at }), rows);
            assert!(pages.iter().enumerate().all(|(at, page)| page.above.is_none_or(|above| above < at)));
        }
        assert_eq!(cut(10_000).len(), 51);
        assert_eq!(cut(MOST * MOST + 1)[3 + 5].ending, "-1-6");
    }

    #[test]
    fn pages_of_rows_follow_each_other_over_all_levels() {
        let pages = cut(MOST * MOST + 1);
        let (mut at, mut seen) = (pages.iter().position(|page| page.below.is_empty()).unwrap(), 1);
        assert_eq!(beside(&pages, at).0, None);
        while let (_, Some(next)) = beside(&pages, at) {
            assert_eq!(beside(&pages, next).0, Some(at));
            (at, seen) = (next, seen + 1);
        }
        assert_eq!(pages[at].rows.end, MOST * MOST + 1);
        assert_eq!(seen, pages.iter().filter(|page| page.below.is_empty()).count());
    }
}

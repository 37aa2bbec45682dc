//! What a state says of an action, in one number.

/// Not done, and not known to be useless.
pub(crate) const UNDONE: u16 = 0;
/// Done, declined or useless, and how is of no importance.
pub(crate) const GONE: u16 = 1;
/// Done with outcome `code - DONE`.
pub(crate) const DONE: u16 = 2;
/// Set on the code of a remedy that was done when a stronger one had failed already, and on that of a check that the reader
/// could not tell when it was asked once more: its older answer stands, and it is never asked again.
pub(crate) const VOID: u16 = 0x4000;

/// Set on the code of a check that may be asked once more: a remedy that failed has renewed it.
pub(crate) const AGAIN: u16 = 0x2000;

/// Outcomes of one step, or ways of one remedy not to help: with more, the code of one would be that of another.
pub const MOST_OUTCOMES: usize = (AGAIN - DONE) as usize - 1;
/// Steps, tries of remedies counted, and symptoms and ends of one guide: each has a number above 0.
pub const MOST_STEPS: usize = u16::MAX as usize - 2;

/// May what has this code be done: was it not done yet, or may it be asked once more?
#[inline]
pub(crate) fn is_open(code: u16) -> bool {
    code == UNDONE || (code != u16::MAX && code & AGAIN > 0)
}

/// The code of a check that is asked once more: it keeps the older answers behind the newest, since all of them weigh. Nothing
/// where that is no number that a code can be.
pub(crate) fn once_more(code: u16, outcome: usize, ways: usize) -> Option<u16> {
    let older = usize::from((code & !(VOID | AGAIN)) - DONE);
    let all = outcome + ways * (older + 1);
    (all < MOST_OUTCOMES).then_some(DONE + all as u16)
}

//! Kinds of fault in chances and in the ranges of outcomes.

super::faults! {
    /// Given chances of a cause that exceed 100 %.
    GIVEN_EXCEEDS = 301, "given-exceeds", Error;
    /// Given chances of a cause that leave a rest for no outcome.
    GIVEN_FALLS_SHORT = 302, "given-falls-short", Error;
    /// Outcomes of which none can come with a cause.
    CLOSED_OUTCOMES = 303, "closed-outcomes", Error;
    /// Base rates that exceed 100 %.
    SHARES_EXCEED = 304, "shares-exceed", Error;
    /// A value that has two outcomes.
    RANGES_OVERLAP = 305, "ranges-overlap", Error;
    /// A value that has no outcome.
    RANGES_LEAVE_GAP = 306, "ranges-leave-gap", Error;
    /// A range that does not fit what is asked, or none where a value is.
    UNFIT_RANGE = 307, "unfit-range", Error;
    /// An outcome to which the shares of the others leave nothing.
    NO_SHARE_LEFT = 308, "no-share-left", Warning;
}

//! Kinds of fault that sessions show, and of the logs that they are read from.

super::faults! {
    /// A remedy that helps less often or more often than its author wrote.
    HELPS_OTHERWISE = 801, "helps-otherwise", Warning;
    /// A cause that nobody has.
    NOBODY_HAS_IT = 802, "nobody-has-it", Warning;
    /// A check whose answers tell nothing of the cause.
    NEVER_TELLS = 803, "never-tells", Warning;
    /// Sessions that cannot be by what a guide says.
    CANNOT_BE = 804, "cannot-be", Warning;
    /// Sessions that are unlike those of any cause.
    CAUSE_IS_MISSING = 805, "cause-is-missing", Warning;
    /// Numbers that sessions tell only together.
    ONLY_TOGETHER = 806, "only-together", Note;
    /// A number that changes from quarter to quarter.
    DRIFTS = 807, "drifts", Warning;
    /// A step at which readers leave.
    READERS_LEAVE = 808, "readers-leave", Warning;
    /// A step that readers with some causes cannot tell.
    UNTOLD_SPEAKS = 809, "untold-speaks", Warning;
    /// Troubles that end by themselves.
    ENDS_BY_ITSELF = 810, "ends-by-itself", Warning;
    /// Sessions with several causes.
    SEVERAL_CAUSES = 811, "several-causes", Warning;
    /// A step that takes longer than its author wrote.
    TAKES_LONGER = 812, "takes-longer", Warning;
    /// A cause whose readers come in by other symptoms than it shows.
    NAMES_ANOTHER_SYMPTOM = 813, "names-another-symptom", Warning;
    /// Names in a log that are none of the guide's.
    NAMES_OF_NO_ITEM = 814, "names-of-no-item", Note;
    /// A plan that promises what readers do not meet.
    PROMISED_OTHERWISE = 815, "promised-otherwise", Warning;
    /// A number that was learned and was changed since.
    STALE_PROVENANCE = 816, "stale-provenance", Warning;
}

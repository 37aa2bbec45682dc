//! Kinds of fault in the logs of sessions themselves.

super::faults! {
    /// A log of which too much is wrong.
    UNFIT_LOG = 850, "unfit-log", Error;
    /// Sessions of a guide that there is not.
    UNKNOWN_GUIDE = 851, "sessions-of-no-guide", Note;
    /// Too few sessions to propose anything.
    TOO_FEW_SESSIONS = 852, "too-few-sessions", Note;
}

//! Kinds of fault of the machine and the project around the rules.

super::faults! {
    /// A file or a folder that cannot be read.
    UNREADABLE_FILE = 901, "unreadable-file", Error;
    /// A folder of rules without any.
    NO_RULES = 902, "no-rules", Error;
}

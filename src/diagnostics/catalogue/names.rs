//! Kinds of fault about names.

super::faults! {
    /// A name that nothing has.
    UNKNOWN_NAME = 101, "unknown-name", Error;
    /// A name that several used modules have.
    AMBIGUOUS_NAME = 102, "ambiguous-name", Error;
    /// A name that two items of a file have, or two outcomes of a check.
    DEFINED_TWICE = 103, "defined-twice", Error;
    /// A name of an item of another kind than is meant.
    WRONG_KIND = 104, "wrong-kind", Error;
    /// A `use` of no module.
    UNKNOWN_MODULE = 105, "unknown-module", Error;
    /// A `use` of which no name is needed.
    UNUSED_USE = 106, "unused-use", Warning;
    /// An item that nothing names.
    UNUSED_ITEM = 107, "unused-item", Warning;
    /// An `allow` that allows nothing.
    UNNEEDED_ALLOW = 108, "unneeded-allow", Warning;
    /// An `allow` of no kind of finding.
    UNKNOWN_ALLOW = 109, "unknown-allow", Error;
    /// A value that a check, a remedy or a fact does not have.
    UNKNOWN_OUTCOME = 110, "unknown-outcome", Error;
    /// A stage that no guide has.
    UNKNOWN_STAGE = 111, "unknown-stage", Error;
    /// A comparison of values that have no order, or of what has no value.
    NO_ORDER = 112, "no-order", Error;
    /// A term in prose that stands for nothing.
    UNKNOWN_TERM = 118, "unknown-term", Error;
    /// A term that no text names.
    UNUSED_TERM = 119, "unused-term", Note;
    /// A folder has a title, and holds no file of rules.
    UNKNOWN_FOLDER = 120, "unknown-folder", Warning;
}

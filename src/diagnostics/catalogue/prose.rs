//! Kinds of fault in what readers read.

super::faults! {
    /// A picture that is not there.
    MISSING_IMAGE = 701, "missing-image", Error;
}

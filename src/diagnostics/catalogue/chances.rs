//! Kinds of fault: chances.

super::faults! {}

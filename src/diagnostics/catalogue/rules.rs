//! Kinds of fault: rules.

super::faults! {}

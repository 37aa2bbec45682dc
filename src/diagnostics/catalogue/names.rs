//! Kinds of fault: names.

super::faults! {}

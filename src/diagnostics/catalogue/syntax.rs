//! Kinds of fault: syntax.

super::faults! {}

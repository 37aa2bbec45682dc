//! Kinds of fault: machine.

super::faults! {}

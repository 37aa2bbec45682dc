//! Kinds of fault: graph.

super::faults! {}

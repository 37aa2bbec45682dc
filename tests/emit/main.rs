//! What is generated, seen from outside: the three formats of a guide and the pages around it.

mod sample;
mod look;

//! What the fuzz targets share with `tests/fuzzed.rs`: made-up knowledge bases and logs, and laws that hold of all
//! of them.

pub mod bases;
pub mod laws;
pub mod logs;
pub mod matching;

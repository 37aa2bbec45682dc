//! Troubleshooting knowledge, compiled.

pub mod output;

//! Troubleshooting knowledge, compiled.

pub mod reasoning;

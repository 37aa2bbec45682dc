//! Troubleshooting knowledge, compiled.

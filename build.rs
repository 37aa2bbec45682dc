//! Names the engine: a digest of its own sources, so that no plan of another engine is ever taken for one of this.
//!
//! The folder `src/reasoning` uses no other of the crate, which `tests/architecture.rs` holds; so what it makes of a problem
//! can change with its files alone.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use xxhash_rust::xxh3::Xxh3;

/// Where the engine lives.
const ENGINE: &str = "src/reasoning";

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    list(&root.join(ENGINE), &mut files)?;
    // The order of a listing is the file system's own.
    let mut named: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/"), path))
        .collect();
    named.sort();
    let mut digest = Xxh3::new();
    for (name, path) in named {
        // A checkout with other ends of lines has the same engine.
        let text = fs::read_to_string(path)?.replace("\r\n", "\n");
        for part in [&name, &text] {
            digest.update(&(part.len() as u64).to_le_bytes());
            digest.update(part.as_bytes());
        }
    }
    println!("cargo:rustc-env=KBC_ENGINE={:032x}", digest.digest128());
    println!("cargo:rerun-if-changed={ENGINE}");
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

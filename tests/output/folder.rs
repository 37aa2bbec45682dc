//! A place to build in, and what stands there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kbc::output::{MANIFEST, Options, Output, OutputError, Report, Scope};
use tempfile::TempDir;

/// A temporary folder with an output folder and a folder for caches in it.
pub struct Place {
    folder: TempDir,
}

/// Relative path → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

pub fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("generated")
    }

    pub fn caches(&self) -> PathBuf {
        self.folder.path().join(".kbc/cache")
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn cached(&self) -> Options {
        Options { cache: Some(self.caches()), ..Options::default() }
    }

    /// Builds without a cache.
    pub fn build(&self, list: &[(&str, &str)]) -> Result<Report, OutputError> {
        self.build_with(Options::default(), &files(list))
    }

    pub fn build_scope(&self, scope: &str, list: &[(&str, &str)]) -> Result<Report, OutputError> {
        self.build_with(Options { scope: Scope::folders([scope]), ..Options::default() }, &files(list))
    }

    pub fn check(&self, list: &[(&str, &str)]) -> Result<Report, OutputError> {
        self.build_with(Options { check: true, ..Options::default() }, &files(list))
    }

    pub fn build_with(&self, options: Options, files: &Files) -> Result<Report, OutputError> {
        let output = Output::open(&self.root(), options)?;
        for (path, bytes) in files {
            output.put(path, bytes)?;
        }
        output.finish()
    }

    /// Puts a file there as a person would.
    pub fn person_writes(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs_err::read_to_string(self.root().join(path)).unwrap()
    }

    /// All files below the root, without the manifest; a folder that is empty stands with a slash at its end.
    pub fn standing(&self) -> Files {
        let mut found = Files::new();
        collect(&self.root(), "", &mut found);
        found.remove(MANIFEST);
        found
    }

    /// The paths in the manifest, each checked against the disk.
    pub fn true_manifest(&self) -> Vec<String> {
        let text = self.read(MANIFEST);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let listed = json["files"].as_object().unwrap();
        for (path, hash) in listed {
            let bytes = fs_err::read(self.root().join(path)).unwrap();
            assert_eq!(kbc::digest::Digest::of(&bytes).to_hex(), hash.as_str().unwrap(), "{path}");
        }
        listed.keys().cloned().collect()
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut Files) {
    for entry in fs_err::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            if fs_err::read_dir(entry.path()).unwrap().next().is_none() {
                found.insert(format!("{path}/"), Vec::new());
            }
            collect(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs_err::read(entry.path()).unwrap_or_default());
        }
    }
}

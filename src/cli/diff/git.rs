//! A project as it was in a revision of git.
//!
//! In: the folder of a project and the name of a revision. Out: its files in memory, as a build would read them from the disk:
//! what is hidden or ignored is left out, links lead to what they name inside the project, and submodules are read where their
//! commits are at hand. Nothing is checked out, no hook or filter of the repository runs, and nothing is fetched.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::source::{Memory, is_rules, shown_of};

use crate::cli::CliError;

/// The largest file that is read, in bytes.
const LONGEST: u64 = 256 << 20;
/// So many links in a row are followed.
const LINKS: usize = 40;

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Submodule,
}

/// An entry of a tree, with the repository that holds it.
#[derive(Debug, Clone)]
struct Entry {
    kind: Kind,
    object: String,
    repository: PathBuf,
}

/// The files of a revision below the folder of a project.
pub struct Revision {
    name: String,
    entries: BTreeMap<String, Entry>,
}

impl Revision {
    /// Looks a revision up. `root` is the folder of the project as it is now.
    pub fn find(root: &Path, name: &str) -> Result<Self, CliError> {
        let commit = commit(root, name)?;
        let mut entries = BTreeMap::new();
        tree(root, "", &commit, &mut entries)?;
        let mut revision = Self { name: name.to_owned(), entries };
        revision.follow_links()?;
        Ok(revision)
    }

    /// The text of a file; nothing where there is none.
    pub fn text(&self, path: &str) -> Result<Option<String>, CliError> {
        let Some(entry) = self.entries.get(path).filter(|entry| entry.kind == Kind::File) else { return Ok(None) };
        let bytes = contents(&[entry])?.pop().unwrap_or_default();
        let text = String::from_utf8(bytes);
        text.map(Some).map_err(|_| CliError::new(format!("{path} of `{}` is no text in UTF-8", self.name)))
    }

    /// The files of rules in a folder, by their paths below it.
    pub fn rules(&self, folder: &str) -> Result<Memory, CliError> {
        let prefix = format!("{folder}/");
        for (path, entry) in self.entries.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            if entry.kind == Kind::Submodule {
                let message = format!(
                    "{path} of `{}` is a submodule, and its commit {} is not here",
                    self.name,
                    &entry.object[..entry.object.len().min(12)]
                );
                return Err(CliError::new(message).help("`git submodule update --init` fetches it"));
            }
        }
        let lists: Vec<(&String, &Entry)> = self.entries.iter().filter(|(path, _)| is_list(path)).collect();
        let texts = contents(&lists.iter().map(|(_, entry)| *entry).collect::<Vec<_>>())?;
        let lists: BTreeMap<String, Vec<u8>> = lists.into_iter().map(|(path, _)| path.clone()).zip(texts).collect();
        let paths: Vec<&str> = self
            .entries
            .iter()
            .filter(|(path, entry)| path.starts_with(&prefix) && is_rules(path) && entry.kind == Kind::File)
            .map(|(path, _)| path.as_str())
            .collect();
        let shown = shown_of(&paths, &lists);
        let files: Vec<&Entry> = shown.iter().map(|path| &self.entries[*path]).collect();
        let texts = contents(&files)?;
        let below = shown.iter().map(|path| path[prefix.len()..].to_owned());
        Ok(below.zip(texts).fold(Memory::new(), |files, (path, text)| files.with(path, text)))
    }

    /// Puts what links lead to in their places. A link that leads out of the project, or nowhere, is left out as git has it:
    /// what it would show is not in the revision.
    fn follow_links(&mut self) -> Result<(), CliError> {
        for _ in 0..LINKS {
            let links: Vec<(String, Entry)> = self
                .entries
                .iter()
                .filter(|(_, entry)| entry.kind == Kind::Link)
                .map(|(path, entry)| (path.clone(), entry.clone()))
                .collect();
            if links.is_empty() {
                return Ok(());
            }
            let targets = contents(&links.iter().map(|(_, entry)| entry).collect::<Vec<_>>())?;
            let before = self.entries.clone();
            for ((path, _), target) in links.iter().zip(targets) {
                self.entries.remove(path);
                let Some(to) = resolved(path, &String::from_utf8_lossy(&target)).filter(|to| !is_hidden(to)) else {
                    continue;
                };
                if let Some(entry) = before.get(&to) {
                    self.entries.insert(path.clone(), entry.clone());
                }
                let folder = format!("{to}/");
                // A folder that holds the link itself would go on for ever.
                if path.starts_with(&folder) {
                    continue;
                }
                for (below, entry) in before.range(folder.clone()..).take_while(|(below, _)| below.starts_with(&folder))
                {
                    self.entries.insert(format!("{path}/{}", &below[folder.len()..]), entry.clone());
                }
            }
        }
        self.entries.retain(|_, entry| entry.kind != Kind::Link);
        Ok(())
    }
}

/// Whether a file says what is ignored.
fn is_list(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some(".gitignore" | ".ignore"))
}

/// Whether a path leads to something hidden, which no link may.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// Where a link leads, below the folder of the project; nothing where it leads out of that.
fn resolved(link: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = link.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `git`, so that nothing of the machine's settings changes what it says, nothing is fetched, and nobody is asked.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    command.env("LC_ALL", "C").stdin(Stdio::null());
    // A hook is told where the repository is, seen from another folder than ours.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"] {
        command.env_remove(variable);
    }
    command
}

fn cannot_run(error: &io::Error) -> CliError {
    let message = format!("cannot run `git`: {error}");
    if error.kind() == io::ErrorKind::NotFound {
        return CliError::new(message).help("a revision is read with the program `git`; two folders need none");
    }
    CliError::new(message)
}

/// What git prints, or what it complains of.
fn output(command: &mut Command) -> Result<Result<Vec<u8>, String>, CliError> {
    let output = command.output().map_err(|error| cannot_run(&error))?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(Err(said.strip_prefix("fatal: ").unwrap_or(&said).to_owned()))
}

/// The commit of a revision.
fn commit(root: &Path, name: &str) -> Result<String, CliError> {
    if let Err(said) = output(git(root).args(["rev-parse", "--git-dir"]))? {
        let message = format!("`{name}` is no folder, and {} lies in no repository of git: {said}", root.display());
        return Err(CliError::new(message));
    }
    let wanted = format!("{name}^{{commit}}");
    let found = output(git(root).args(["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]))?;
    let text = found.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
    match text {
        Ok(commit) if is_object(&commit) => Ok(commit),
        _ => {
            let trouble = CliError::new(format!("`{name}` is neither a folder nor a revision of git"));
            let shallow = output(git(root).args(["rev-parse", "--is-shallow-repository"]))?;
            Err(if shallow.is_ok_and(|said| said.starts_with(b"true")) {
                trouble.help(
                    "this clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` where an action checks it out",
                )
            } else {
                trouble.help("`git fetch origin NAME` fetches a branch; `origin/NAME` is what it is called then")
            })
        }
    }
}

fn is_object(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Adds what a commit has below a folder. `at` stands in front of its paths, and is empty or ends in a slash.
fn tree(folder: &Path, at: &str, commit: &str, entries: &mut BTreeMap<String, Entry>) -> Result<(), CliError> {
    let listed = output(git(folder).args(["ls-tree", "-r", "-z", commit]))?;
    let listed = listed.map_err(|said| CliError::new(format!("cannot list the files of {commit}: {said}")))?;
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let Some((meta, path)) = line.split_once('\t') else { continue };
        let mut meta = meta.split(' ');
        let (mode, object) = (meta.next().unwrap_or_default(), meta.nth(1).unwrap_or_default().to_owned());
        let kind = match mode {
            "120000" => Kind::Link,
            "160000" => Kind::Submodule,
            _ => Kind::File,
        };
        let path = format!("{at}{path}");
        if kind == Kind::Submodule {
            let below = folder.join(path.strip_prefix(at).unwrap_or(&path));
            let there = output(git(&below).args(["cat-file", "-e", &format!("{object}^{{commit}}")]));
            if below.is_dir() && there.is_ok_and(|there| there.is_ok()) {
                tree(&below, &format!("{path}/"), &object, entries)?;
                continue;
            }
        }
        entries.insert(path, Entry { kind, object, repository: folder.to_owned() });
    }
    Ok(())
}

/// The bytes of these objects, in their order.
fn contents(entries: &[&Entry]) -> Result<Vec<Vec<u8>>, CliError> {
    let mut by_repository: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        by_repository.entry(&entry.repository).or_default().push(at);
    }
    let mut found = vec![Vec::new(); entries.len()];
    for (repository, places) in by_repository {
        let objects: Vec<&str> = places.iter().map(|&at| entries[at].object.as_str()).collect();
        for (at, bytes) in places.iter().zip(batch(repository, &objects)?) {
            found[*at] = bytes;
        }
    }
    Ok(found)
}

fn batch(repository: &Path, objects: &[&str]) -> Result<Vec<Vec<u8>>, CliError> {
    let mut child = git(repository)
        .args(["cat-file", "--batch", "--buffer"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| cannot_run(&error))?;
    let (input, out) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(out)) = (input, out) else { return Err(CliError::new("cannot talk to `git`")) };
    let wanted = objects.iter().fold(String::new(), |all, object| all + object + "\n");
    // Git answers while it is asked: whoever only asked would wait for ever.
    let asking = std::thread::spawn(move || input.write_all(wanted.as_bytes()));
    let mut out = BufReader::new(out);
    let read = objects.iter().map(|object| one(&mut out, object)).collect();
    drop(out);
    // What stopped the reading is told; git itself ends when nobody reads any more.
    let _ = asking.join();
    let _ = child.wait();
    read
}

/// The bytes of the next object.
fn one(out: &mut impl BufRead, object: &str) -> Result<Vec<u8>, CliError> {
    let mut head = String::new();
    out.read_line(&mut head).map_err(|error| CliError::new(format!("cannot read from `git`: {error}")))?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let Some(size) = size else {
        let message = format!("the repository lacks the object {object}");
        return Err(
            CliError::new(message).help("a partial clone fetches it with `git fetch --refetch --filter=blob:limit=1g`")
        );
    };
    if size > LONGEST {
        return Err(CliError::new(format!("the object {object} is too large: {size} bytes")));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    let mut part = out.take(size);
    part.read_to_end(&mut bytes).map_err(|error| CliError::new(format!("cannot read from `git`: {error}")))?;
    let mut end = [0];
    out.read_exact(&mut end).map_err(|error| CliError::new(format!("cannot read from `git`: {error}")))?;
    Ok(bytes)
}

//! The book in `docs/`: its examples raise nothing that they do not name, its scenarios pass, and its links lead somewhere.
//!
//! A block of rules that begins with `# file: NAME` is a part of that file, and all such blocks of a page are one project; each
//! other block is a project of its own. A line `# raises KB505` names what a block is meant to raise.

#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The pages of the book, each with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

/// What stands in the blocks of rules of a page.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut within: Option<String> = None;
    for line in page.lines() {
        match &mut within {
            None if line == "```rules" => within = Some(String::new()),
            None => {}
            Some(_) if line == "```" => blocks.extend(within.take()),
            Some(block) => {
                block.push_str(line);
                block.push('\n');
            }
        }
    }
    assert!(within.is_none(), "a block without an end");
    blocks
}

/// The files of a project, and the codes of what they are meant to raise.
#[derive(Default)]
struct Project {
    files: BTreeMap<String, String>,
    meant: BTreeSet<String>,
}

impl Project {
    fn add(&mut self, name: &str, block: &str) {
        let text = self.files.entry(name.to_owned()).or_default();
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(block);
        let named = block.lines().filter_map(|line| line.strip_prefix("# raises "));
        self.meant.extend(named.flat_map(str::split_whitespace).map(str::to_owned));
    }

    /// The project on the disk, with some picture wherever one is shown.
    fn written(&self) -> TempDir {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("kbc.toml"), "").unwrap();
        let place = |name: &str| {
            let path = folder.path().join("rules").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            path
        };
        for (name, text) in &self.files {
            std::fs::write(place(name), text).unwrap();
            for shown in text.split("image \"").skip(1) {
                let (picture, _) = shown.split_once('"').unwrap();
                std::fs::copy(root().join(".github/guide.png"), place(picture)).unwrap();
            }
        }
        folder
    }

    /// What is wrong with it.
    fn faults(&self) -> Vec<String> {
        let folder = self.written();
        let mut faults = Vec::new();
        let mut raised = BTreeSet::new();
        let (_, said) = run(folder.path(), &["check", "--message-format", "short"]);
        for line in said.lines() {
            match finding(line) {
                Some((level, code)) => {
                    if level != "note" && !self.meant.contains(&code) {
                        faults.push(line.to_owned());
                    }
                    raised.insert(code);
                }
                None => faults.push(line.to_owned()),
            }
        }
        faults.extend(self.meant.difference(&raised).map(|code| format!("{code} is meant, and not raised")));
        let scenario = |text: &String| text.lines().any(|line| line.starts_with("scenario "));
        if self.files.values().any(scenario) {
            let (passed, said) = run(folder.path(), &["test", "--message-format", "short"]);
            if !passed {
                faults.push(said);
            }
        }
        faults
    }
}

/// Whether it went well, and what was told.
fn run(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = cargo_bin_cmd!("kbc").env("KBC_CACHE", "off").current_dir(folder).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// The level and the code of a finding that is told in a line.
fn finding(line: &str) -> Option<(String, String)> {
    let (before, behind) = line.split_once("[KB")?;
    let (digits, _) = behind.split_once(']')?;
    let level = before.rsplit(' ').next()?;
    Some((level.to_owned(), format!("KB{digits}")))
}

/// The blocks that name their files, as one project, and each of the others as one.
fn projects(page: &str) -> Vec<Project> {
    let mut named = Project::default();
    let mut projects = Vec::new();
    for block in blocks(page) {
        match block.strip_prefix("# file: ").and_then(|rest| rest.split_once('\n')) {
            Some((name, text)) => named.add(name, text),
            None => {
                let mut alone = Project::default();
                alone.add("example.rules", &block);
                projects.push(alone);
            }
        }
    }
    if !named.files.is_empty() {
        projects.push(named);
    }
    projects
}

#[test]
fn every_example_is_fit_for_use() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (path, text) in pages() {
        for project in projects(&text) {
            seen += 1;
            wrong.extend(project.faults().into_iter().map(|fault| format!("{}: {fault}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 7, "{seen}");
}

/// Where the links of a page lead, but for those to other sites.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://"))
}

/// What links to the headings of a page say.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let letter = |letter: char| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then_some(letter),
    };
    headings.map(|heading| heading.to_lowercase().chars().filter_map(letter).collect()).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let readme = root().join("README.md");
    let text = std::fs::read_to_string(&readme).unwrap();
    assert!(links(&text).any(|target| target == "docs/README.md"), "the README does not name the book");
    let mut wrong = Vec::new();
    for (path, text) in pages().into_iter().chain([(readme, text)]) {
        for target in links(&text) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let found = match anchor {
                "" => there.exists(),
                _ => std::fs::read_to_string(&there).is_ok_and(|text| anchors(&text).contains(anchor)),
            };
            if !found {
                wrong.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_short_and_stand_in_the_contents() {
    let contents = std::fs::read_to_string(root().join("docs/README.md")).unwrap();
    for (path, text) in pages() {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(text.lines().count() <= 150, "{name} is too long");
        assert!(name == "README.md" || links(&contents).any(|target| target == name), "{name} is not in the contents");
    }
}

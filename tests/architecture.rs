//! The layers of the house, read from its sources.
//!
//! A folder of `src/` uses only folders above it in [`LAYERS`]; the outside world is touched in a few of them alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// From the inside out. A stage may use what stands before it.
const LAYERS: [&str; 35] = [
    "digest",
    "packed",
    "visible",
    "address",
    "matching",
    "source",
    "diagnostics",
    "syntax",
    "fmt",
    "model",
    "words",
    "edition",
    "config",
    "graph",
    "reasoning",
    "plans",
    "decision",
    "learning",
    "estimates",
    "logic",
    "lints",
    "guide",
    "search",
    "scenario",
    "dialogue",
    "change",
    "links",
    "emit",
    "triage",
    "alerts",
    "output",
    "pipeline",
    "session",
    "project",
    "cli",
];

fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).expect("src can be listed") {
            let path = entry.expect("an entry of src").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source can be read");
                found.insert(path, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 50, "the sources are found");
    found
}

/// The layer of a source file: its folder below `src/`, or its own name at the top.
fn layer(path: &Path) -> Option<usize> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let below = path.strip_prefix(root).expect("a path below src");
    let first = below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    let name = first.strip_suffix(".rs").unwrap_or(&first).to_owned();
    if name == "lib" || name == "main" {
        return None;
    }
    let place = LAYERS.iter().position(|layer| *layer == name);
    assert!(place.is_some(), "`{name}` has no place among the layers");
    place
}

/// The code of a file: without comments, and without its tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    code.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The layers that a file names by `crate::…`.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = &group[..group.find("};").unwrap_or(group.len())];
            found.extend(group.split(',').filter_map(|part| part.trim().split("::").next()).map(str::to_owned));
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

#[test]
fn a_layer_uses_only_layers_above_it() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = layer(&path) else { continue };
        for name in named(&code(&text)) {
            let used = LAYERS.iter().position(|layer| *layer == name);
            if used.is_some_and(|used| used > own) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_map_for_contributors_shows_every_layer_in_its_order() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md");
    let text = fs::read_to_string(path).expect("the page for contributors");
    let table = text.split("| folder | from → to |").nth(1).and_then(|rest| rest.split("\n\n").next());
    let first = |row: &str| row.split('|').nth(1).unwrap_or_default().to_owned();
    let shown: Vec<String> = table
        .expect("the table of folders")
        .lines()
        .map(first)
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .map(|name| name.trim_end_matches('/').trim_end_matches(".rs").to_owned())
        .collect();
    assert_eq!(shown, LAYERS);
}

#[test]
fn the_engine_is_all_that_its_digest_covers() {
    let reasoning = LAYERS.iter().position(|layer| *layer == "reasoning");
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| layer(path) == reasoning) {
        wrong
            .extend(named(&code(text)).into_iter().filter(|name| name != "reasoning").map(|name| (path.clone(), name)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_world_is_touched_at_the_edges_alone() {
    let touches = [
        "std::fs",
        "fs_err",
        "std::net",
        "std::process",
        "SystemTime",
        "Instant::now",
        "std::env",
        "io::stdout",
        "io::stderr",
        "io::stdin",
        "println!",
        "eprintln!",
        "print!(",
        "Zoned::now",
        "Timestamp::now",
    ];
    let edges = ["source", "output", "project", "cli"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = layer(&path) else { continue };
        if edges.contains(&LAYERS[own]) {
            continue;
        }
        let code = code(&text);
        wrong.extend(
            touches
                .iter()
                .filter(|touch| code.contains(**touch))
                .map(|touch| format!("{} has {touch}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_library_has_one_home() {
    let homes = [
        ("petgraph", &["graph"][..]),
        ("kbc_grammar", &["syntax"][..]),
        ("minijinja", &["emit"][..]),
        ("annotate_snippets", &["diagnostics"][..]),
        ("pulldown_cmark", &["emit"][..]),
        ("clap", &["cli"][..]),
        ("similar", &["cli"][..]),
        ("batsat", &["logic"][..]),
        ("xxhash_rust", &["digest"][..]),
        ("postcard", &["packed"][..]),
        ("daachorse", &["matching"][..]),
        ("serde_saphyr", &["alerts"][..]),
        ("lsp_server", &["cli"][..]),
        ("indicatif", &["cli"][..]),
        ("anstream", &["cli"][..]),
        ("parquet", &["learning"][..]),
        ("regex_syntax", &["matching", "search"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = layer(&path).map_or("", |at| LAYERS[at]);
        let code = code(&text);
        for (library, home) in homes {
            let names = [format!("use {library}"), format!("{library}::")];
            if !home.contains(&own) && names.iter().any(|name| code.contains(name.as_str())) {
                wrong.push(format!("{} names {library}, whose home is {}", path.display(), home.join(" or ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Words and members are those of an edition, and what is the same is asked in one place.
#[test]
fn what_has_one_meaning_has_one_home() {
    let homes = [
        // Whoever speaks to readers takes the words of their edition; authors and programs are told in English.
        ("Words::of(", &["words", "edition"][..]),
        (".rsplit('.').next().unwrap_or(", &["model", "reasoning"]),
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = layer(&path).map_or("", |at| LAYERS[at]);
        let code = code(&text);
        let astray = homes.iter().filter(|(call, home)| !home.contains(&own) && code.contains(call));
        wrong.extend(
            astray.map(|(call, home)| format!("{} has {call}, whose home is {}", path.display(), home.join(" or "))),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn serde_stays_off_the_inner_types() {
    let inner = ["source", "syntax", "fmt", "model", "graph", "decision", "logic", "lints"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = layer(&path).map_or("", |at| LAYERS[at]);
        if inner.contains(&own) && code(&text).contains("Serialize") {
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

/// What a page loads is read by people, too.
#[test]
fn scripts_and_styles_are_short() {
    fn list(folder: &Path, found: &mut Vec<(PathBuf, usize)>) {
        for entry in fs::read_dir(folder).expect("the assets can be listed") {
            let path = entry.expect("an entry of the assets").path();
            if path.is_dir() {
                list(&path, found);
            } else if let Ok(text) = fs::read_to_string(&path) {
                found.push((path, text.lines().count()));
            }
        }
    }
    let mut found = Vec::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit/html/assets"), &mut found);
    assert!(found.len() > 20, "the assets are found");
    found.retain(|(_, lines)| *lines > 600);
    assert!(found.is_empty(), "{found:#?}");
}

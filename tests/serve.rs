//! `kbc serve` as a browser meets it: pages, a change, a broken file, a port in use.

#![expect(clippy::unwrap_used, reason = "a test that fails says so")]

#[path = "serve/limits.rs"]
mod limits;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(project: &Path, port: u16) -> Self {
        Self::start_in(project, port, &std::env::temp_dir())
    }

    /// The same, with another folder for what is temporary.
    fn start_in(project: &Path, port: u16, temporary: &Path) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("kbc"))
            .args(["serve", "--port", &port.to_string()])
            .current_dir(project)
            .env("TMPDIR", temporary)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told = lines.find_map(|line| {
            let line = line.unwrap();
            let rest = line.split("http://127.0.0.1:").nth(1)?;
            rest.split('/').next()?.parse().ok()
        });
        // Whoever does not read what is said later must not stop the server.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port: told.unwrap() }
    }

    fn ask(&self, head: &str) -> TcpStream {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(connection, "{head}\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        connection
    }

    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.ask(&format!("GET {path} HTTP/1.1")).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// The next report that the events tell.
fn report(events: &mut impl BufRead) -> serde_json::Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the events go on");
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

/// A project as `kbc new` makes it.
fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut new = Command::new(assert_cmd::cargo::cargo_bin!("kbc"));
    new.args(["new", "guides"]).current_dir(folder.path()).stdout(Stdio::null());
    assert!(new.status().unwrap().success());
    let root = folder.path().join("guides");
    (folder, root)
}

#[test]
fn a_project_is_served_through_changes_and_faults() {
    let (_keep, project) = project();
    // The wished port is in use: another one is taken.
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let wished = taken.local_addr().unwrap().port();
    let server = Server::start(&project, wished);
    assert_ne!(server.port, wished);

    let page = server.get("/no-internet.html");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
    assert!(page.contains("Content-Security-Policy: default-src 'none'") && page.contains("/_kbc/reload.js"));
    assert!(server.get("/").contains("no-internet.html"));
    assert!(server.get("/nowhere").starts_with("HTTP/1.1 404 "));
    assert!(server.get("/../kbc.toml").starts_with("HTTP/1.1 404 "));
    assert!(server.get("/%2e%2e/kbc.toml").starts_with("HTTP/1.1 404 "));

    let mut events = BufReader::new(server.ask("GET /_kbc/events HTTP/1.1"));
    let first = report(&mut events)["number"].as_u64().unwrap();
    let file = project.join("rules/no-internet.rules");
    let good = fs::read_to_string(&file).unwrap();
    fs::write(&file, good.replace("guide no-internet", "guide no-internet !!")).unwrap();
    let broken = report(&mut events);
    assert!(broken["number"].as_u64().unwrap() > first);
    let text = broken["findings"][0]["text"].as_str().unwrap();
    assert!(broken["findings"][0]["level"] == "error" && text.contains("no-internet.rules"), "{text}");
    assert!(server.get("/no-internet.html").starts_with("HTTP/1.1 200 OK\r\n"), "what was built last stays");

    fs::write(project.join("kbc.toml"), "title = ").unwrap();
    assert!(!report(&mut events)["findings"].as_array().unwrap().is_empty(), "broken settings are shown");
    fs::write(&file, good).unwrap();
    fs::write(project.join("kbc.toml"), "title = \"Another title\"\n").unwrap();
    loop {
        let mended = report(&mut events);
        if mended["findings"].as_array().unwrap().iter().all(|one| one["level"] != "error") {
            break;
        }
    }
    assert!(server.get("/").contains("Another title"));
}

/// Asks for a page until it shows something, or no longer does.
fn wait_for(server: &Server, path: &str, shows: impl Fn(&str) -> bool) {
    let begun = std::time::Instant::now();
    while !shows(&server.get(path)) {
        assert!(begun.elapsed().as_secs() < 60, "{path} is another in a minute");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn an_edit_is_on_the_page_however_it_is_saved() {
    let (_keep, project) = project();
    let server = Server::start(&project, 0);
    let file = project.join("rules/no-internet.rules");
    let text = fs::read_to_string(&file).unwrap();
    let with = |word: &str| text.replace("Look at the Wi-Fi symbol", word);
    assert_ne!(with("x"), text);
    for round in 0..3 {
        let word = format!("Stare at the symbol {round}");
        // Some editors write into the file, others put a new one in its place.
        fs::write(&file, with(&word)).unwrap();
        wait_for(&server, "/no-internet.html", |page| page.contains(&word));
        let word = format!("Glance at the symbol {round}");
        fs::write(project.join("rules/.unfinished~"), with(&word)).unwrap();
        fs::rename(project.join("rules/.unfinished~"), &file).unwrap();
        wait_for(&server, "/no-internet.html", |page| page.contains(&word));
    }
    // A guide of a folder that is new, and that goes again.
    let new = text.replace("no-internet", "another");
    fs::create_dir(project.join("rules/more")).unwrap();
    fs::write(project.join("rules/more/another.rules"), new).unwrap();
    wait_for(&server, "/", |page| page.contains("more/another.html"));
    fs::write(project.join("rules/more/another.rules"), "# Nothing yet.\n").unwrap();
    wait_for(&server, "/", |page| !page.contains("more/another.html"));
    fs::remove_dir_all(project.join("rules/more")).unwrap();
    fs::write(&file, with("Look hard at the symbol")).unwrap();
    wait_for(&server, "/no-internet.html", |page| page.contains("Look hard at the symbol"));
}

#[test]
fn a_large_guide_is_shown_before_its_best_order_is_known() {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge/kubernetes"), folder.path());
    let server = Server::start(folder.path(), 0);
    let mut events = BufReader::new(server.ask("GET /_kbc/events HTTP/1.1"));
    let first = report(&mut events);
    // On a fast machine the best order may be known before anybody listens.
    assert_eq!(first["is_first"], first["number"] == 1, "{first}");
    let whole = if first["number"] == 1 { report(&mut events) } else { first };
    assert!(whole["is_first"] == false && whole["number"] == 2, "{whole}");
    // What was planned once is remembered: after another word there is only one build.
    let file = folder.path().join("rules/start.rules");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("# Another word.\n{text}")).unwrap();
    let again = report(&mut events);
    assert!(again["is_first"] == false && again["number"] == 3, "{again}");
}

/// Copies a folder, without what kbc remembers in it.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != ".kbc") {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_project_that_was_never_built_says_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/a.rules"), "guide !!").unwrap();
    let server = Server::start(folder.path(), 0);
    let page = server.get("/");
    assert!(page.contains("Nothing is built yet") && page.contains("/_kbc/reload.js"), "{page}");
}

//! Answers a connection: a file of the site, the reload script, or the events.

use std::io::{self, Write};
use std::net::TcpStream;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::builds::Builds;
use super::request::{self, Request};

const RELOAD: &str = include_str!("reload.js");
const OVERLAY: &str = include_str!("overlay.css");
/// The page of a project that was never built, since it has errors.
const NOTHING: &str = include_str!("nothing.html");
/// What is put into every page. The site itself has none of it.
const HOOK: &str =
    "<link rel=\"stylesheet\" href=\"/_kbc/overlay.css\"><script defer src=\"/_kbc/reload.js\"></script></head>";
/// The same as a careful host would send: what breaks under it is seen at once.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
/// So often a listener is shown that the line still stands.
const PULSE: Duration = Duration::from_secs(15);

/// Answers.
pub fn answer(connection: &TcpStream, builds: &Builds, port: u16) -> io::Result<()> {
    let Some(request) = request::read(connection)? else {
        return send(connection, "400 Bad Request", "text/plain; charset=utf-8", b"kbc answers GET and HEAD\n", false);
    };
    // Another site that has its name point here must not read what is served.
    if !is_own(&request.host, port) {
        return send(
            connection,
            "403 Forbidden",
            "text/plain; charset=utf-8",
            b"kbc serves this machine alone\n",
            false,
        );
    }
    let head_only = request.head_only;
    match request.path.as_str() {
        "/_kbc/events" => events(connection, builds),
        "/_kbc/reload.js" => send(connection, "200 OK", "text/javascript; charset=utf-8", RELOAD.as_bytes(), head_only),
        "/_kbc/overlay.css" => send(connection, "200 OK", "text/css; charset=utf-8", OVERLAY.as_bytes(), head_only),
        _ => file(connection, builds, &request),
    }
}

fn is_own(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1"].iter().any(|name| host == format!("{name}:{port}"))
}

fn file(connection: &TcpStream, builds: &Builds, request: &Request) -> io::Result<()> {
    let root = builds.folder.join("html");
    let (status, path) = match found(&root, &request.path) {
        Some(path) => ("200 OK", path),
        None => ("404 Not Found", root.join("404.html")),
    };
    let bytes = fs_err::read(&path).unwrap_or_else(|_| NOTHING.as_bytes().to_vec());
    let kind = kind(&path);
    if kind.starts_with("text/html") {
        let page = String::from_utf8_lossy(&bytes).replacen("</head>", HOOK, 1);
        return send(connection, status, kind, page.as_bytes(), request.head_only);
    }
    send(connection, status, kind, &bytes, request.head_only)
}

/// The file at a path; a folder is its index. Nothing outside of the site is found.
fn found(root: &Path, path: &str) -> Option<PathBuf> {
    let below = Path::new(path.trim_start_matches('/'));
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    let mut file = root.join(below);
    if file.is_dir() {
        file.push("index.html");
    }
    (plain && file.is_file()).then_some(file)
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("gif") => "image/gif",
        Some("xml") => "application/xml",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}

fn send(mut to: &TcpStream, status: &str, kind: &str, bytes: &[u8], head_only: bool) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\
         X-Content-Type-Options: nosniff\r\nContent-Security-Policy: {POLICY}\r\n\r\n",
        bytes.len()
    );
    to.write_all(head.as_bytes())?;
    if !head_only {
        to.write_all(bytes)?;
    }
    to.flush()
}

/// Tells of every build until the browser is gone.
fn events(mut to: &TcpStream, builds: &Builds) -> io::Result<()> {
    to.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    )?;
    let mut last = builds.last();
    loop {
        let text = serde_json::to_string(&last).map_err(io::Error::other)?;
        write!(to, "data: {text}\n\n")?;
        to.flush()?;
        last = builds.after(last.number, PULSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_site_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("html");
        fs_err::create_dir_all(root.join("a")).unwrap();
        fs_err::write(folder.path().join("secret"), "x").unwrap();
        fs_err::write(root.join("index.html"), "x").unwrap();
        fs_err::write(root.join("a/b.html"), "x").unwrap();
        assert_eq!(found(&root, "/"), Some(root.join("index.html")));
        assert_eq!(found(&root, "/a/b.html"), Some(root.join("a/b.html")));
        for wrong in ["/../secret", "/a/../../secret", "//../secret", "/a", "/none.html"] {
            assert_eq!(found(&root, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_this_machine_is_answered() {
        assert!(is_own("localhost:4000", 4000) && is_own("127.0.0.1:4000", 4000));
        for wrong in ["", "evil.example:4000", "localhost", "localhost:4001", "localhost:4000.evil.example"] {
            assert!(!is_own(wrong, 4000), "{wrong}");
        }
    }
}

//! Answers a connection: a file of the site, the reload script, or the events.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::builds::Builds;
use super::request::{self, Refused, Request};
use super::sessions::{Sessions, Untaken};

const RELOAD: &str = include_str!("reload.js");
const OVERLAY: &str = include_str!("overlay.css");
/// The page of a project that was never built, since it has errors.
const NOTHING: &str = include_str!("nothing.html");
/// What is put into every page. The site itself has none of it.
const HOOK: &str =
    "<link rel=\"stylesheet\" href=\"/_kbc/overlay.css\"><script defer src=\"/_kbc/reload.js\"></script></head>";
/// The same as a careful host would send: what breaks under it is seen at once.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";
/// So often a listener is shown that the line still stands.
const PULSE: Duration = Duration::from_secs(15);

/// A reader who takes nothing for so long has gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// A page is read in pieces of this size, so that slow readers of large files take little memory.
const PIECE: usize = 64 * 1024;

/// Answers.
pub fn answer(connection: &TcpStream, builds: &Builds, sessions: Option<&Sessions>, port: u16) -> io::Result<()> {
    connection.set_write_timeout(Some(PATIENCE))?;
    let request = match request::read(connection) {
        Ok(request) => request,
        Err(refused) => return refuse(connection, refused),
    };
    // Another site that has its name point here must not read what is served.
    if !is_own(&request.host, port) {
        return say(connection, "403 Forbidden", "kbc serves this machine alone\n", request.head_only);
    }
    if let Some(body) = &request.body {
        return post(connection, sessions, body, request.origin.as_deref(), port);
    }
    let head_only = request.head_only;
    match request.path.as_str() {
        "/_kbc/events" => match builds.listen() {
            Some(_listening) => events(connection, builds, head_only),
            None => busy(connection),
        },
        "/_kbc/reload.js" => send(connection, "200 OK", "text/javascript; charset=utf-8", RELOAD.as_bytes(), head_only),
        "/_kbc/overlay.css" => send(connection, "200 OK", "text/css; charset=utf-8", OVERLAY.as_bytes(), head_only),
        _ => file(connection, builds, &request),
    }
}

fn refuse(connection: &TcpStream, refused: Refused) -> io::Result<()> {
    let (status, words) = match refused {
        Refused::Bad => ("400 Bad Request", "kbc answers GET and HEAD, and posts of sessions where it takes any\n"),
        Refused::TooLong => ("413 Content Too Large", "this is longer than sessions are\n"),
        Refused::TooLarge => ("431 Request Header Fields Too Large", "this request is too long\n"),
        Refused::TooSlow => ("408 Request Timeout", "this request took too long\n"),
    };
    say(connection, status, words, false)
}

/// Takes the lines of sessions that a page of this site sends.
fn post(
    connection: &TcpStream,
    sessions: Option<&Sessions>,
    body: &[u8],
    origin: Option<&str>,
    port: u16,
) -> io::Result<()> {
    let Some(sessions) = sessions else {
        return say(connection, "404 Not Found", "kbc takes sessions with `kbc serve --sessions FILE`\n", false);
    };
    // A page of another site may send without being asked; what it sends is not wanted.
    let is_ours = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| is_own(host, port));
    if !origin.is_none_or(is_ours) {
        return say(connection, "403 Forbidden", "kbc takes sessions of its own pages\n", false);
    }
    match sessions.take(body) {
        Ok(_) => send(connection, "204 No Content", "text/plain; charset=utf-8", b"", false),
        Err(Untaken::Unfit(fault)) => {
            say(connection, "422 Unprocessable Content", &format!("this is no session: {fault}\n"), false)
        }
        Err(Untaken::Full) => say(connection, "507 Insufficient Storage", "there is no place for more\n", false),
    }
}

/// Says that there are too many readers at once.
pub fn busy(connection: &TcpStream) -> io::Result<()> {
    connection.set_write_timeout(Some(PATIENCE))?;
    say(connection, "503 Service Unavailable", "too many readers at once\n", false)
}

fn say(connection: &TcpStream, status: &str, words: &str, head_only: bool) -> io::Result<()> {
    send(connection, status, "text/plain; charset=utf-8", words.as_bytes(), head_only)
}

/// Whether a request is for this machine by one of its own names; on port 80 browsers leave the port out.
fn is_own(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1"].iter().any(|name| {
        let rest = host.strip_prefix(name);
        rest.is_some_and(|rest| rest == format!(":{port}") || (port == 80 && rest.is_empty()))
    })
}

fn file(mut connection: &TcpStream, builds: &Builds, request: &Request) -> io::Result<()> {
    let root = builds.folder.join("html");
    let (status, path) = match found(&root, &request.path) {
        Some(path) => ("200 OK", path),
        None => ("404 Not Found", root.join("404.html")),
    };
    let kind = kind(&path);
    if kind.starts_with("text/html") {
        let bytes = fs_err::read(&path).unwrap_or_else(|_| NOTHING.as_bytes().to_vec());
        let page = String::from_utf8_lossy(&bytes).replacen("</head>", HOOK, 1);
        return send(connection, status, kind, page.as_bytes(), request.head_only);
    }
    let file = fs_err::File::open(&path)?;
    let length = file.metadata()?.len();
    connection.write_all(head(status, kind, length).as_bytes())?;
    if !request.head_only {
        // A build may put another file in its place meanwhile; this one keeps its length.
        io::copy(&mut BufReader::with_capacity(PIECE, file.take(length)), &mut connection)?;
    }
    connection.flush()
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
        Some("avif") => "image/avif",
        Some("xml") => "application/xml",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}

fn head(status: &str, kind: &str, length: u64) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n\
         Connection: close\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: {POLICY}\r\n\r\n"
    )
}

fn send(mut to: &TcpStream, status: &str, kind: &str, bytes: &[u8], head_only: bool) -> io::Result<()> {
    to.write_all(head(status, kind, bytes.len() as u64).as_bytes())?;
    if !head_only {
        to.write_all(bytes)?;
    }
    to.flush()
}

/// Tells of every build until the browser is gone.
fn events(mut to: &TcpStream, builds: &Builds, head_only: bool) -> io::Result<()> {
    to.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
    )?;
    if head_only {
        return to.flush();
    }
    let mut last = builds.last();
    loop {
        let text = serde_json::to_string(&last).map_err(io::Error::other)?;
        write!(to, "data: {text}\n\n")?;
        to.flush()?;
        last = builds.after(last.told, PULSE);
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
        assert!(is_own("localhost", 80) && is_own("127.0.0.1", 80) && is_own("localhost:80", 80));
        for wrong in ["", "evil.example", "localhost.evil.example", "localhost:", "127.0.0.1.evil.example"] {
            assert!(!is_own(wrong, 80), "{wrong}");
        }
    }
}

//! Answers a connection: a file of the site, the reload script, or the events.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Sender;

use super::PATIENCE;
use super::builds::Builds;
use super::request::{self, Refused, Request};
use super::sessions::{Sessions, Untaken};

const RELOAD: &str = include_str!("reload.js");
const OVERLAY: &str = include_str!("overlay.css");
/// The page of a project that was never built, since it has errors.
const NOTHING: &str = include_str!("nothing.html");
/// Below it lies what is served beside the site.
const OWN: &str = "/_kbc/";
/// The same as a careful host would send: what breaks under it is seen at once.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors";
/// Where a secret is needed, an editor may show the page within its window; web pages may not.
const EDITORS: &str = "vscode-webview: vscode-file:";
/// So often a listener is shown that the line still stands.
const PULSE: Duration = Duration::from_secs(15);

/// A page is read in pieces of this size, so that slow readers of large files take little memory.
const PIECE: usize = 64 * 1024;

/// A site that is served.
pub struct Site {
    pub builds: Arc<Builds>,
    /// What stands in front of all its paths: nothing, or a slash and a secret.
    pub before: String,
    /// Who takes clicks on its pages; nobody where nothing is edited.
    pub clicks: Option<Sender<Click>>,
    /// Where sessions go that its pages send; nowhere where nobody asked for them.
    pub sessions: Option<Arc<Sessions>>,
}

/// A click on a page, which wants to see the source.
#[derive(Debug, PartialEq, Eq)]
pub struct Click {
    /// What stands in front of the paths of the site.
    pub before: String,
    /// The path of the page below that.
    pub page: String,
    /// The anchors around the place, innermost first.
    pub anchors: Vec<String>,
}

impl Site {
    /// Of a project that is served to whoever is on this machine.
    pub fn of(builds: &Arc<Builds>, sessions: Option<Arc<Sessions>>) -> Self {
        Self { builds: Arc::clone(builds), before: String::new(), clicks: None, sessions }
    }

    /// What is put into every page. The site itself has none of it.
    fn hook(&self) -> String {
        let (before, clicks) = (&self.before, if self.clicks.is_some() { " data-clicks" } else { "" });
        format!(
            "<link rel=\"stylesheet\" href=\"{before}{OWN}overlay.css\">\
             <script defer src=\"{before}{OWN}reload.js\"{clicks}></script></head>"
        )
    }

    fn policy(&self) -> String {
        format!("{POLICY} {}", if self.before.is_empty() { "'none'" } else { EDITORS })
    }
}

/// Answers a connection. `find` gives the site that a path belongs to, where there is one.
pub fn answer(connection: &TcpStream, port: u16, find: impl Fn(&str) -> Option<Site>) -> io::Result<()> {
    // A reader who takes nothing for so long has gone.
    connection.set_write_timeout(Some(PATIENCE))?;
    let request = match request::read(connection) {
        Ok(request) => request,
        Err(refused) => return refuse(connection, refused),
    };
    // Another site that has its name point here must not read what is served, nor one ask in the name of a reader.
    let is_foreign = |origin: &String| !origin.strip_prefix("http://").is_some_and(|host| is_own(host, port));
    let site =
        find(&request.path).filter(|_| is_own(&request.host, port) && !request.origin.as_ref().is_some_and(is_foreign));
    let Some((site, path)) = site.as_ref().and_then(|site| Some((site, request.path.strip_prefix(&site.before)?)))
    else {
        return say(connection, "403 Forbidden", "kbc serves this machine alone\n", request.head_only);
    };
    let head_only = request.head_only;
    if let Some(body) = &request.body {
        return post(connection, site, body);
    }
    if request.is_post {
        return click(connection, site, path, &request);
    }
    match path.strip_prefix(OWN) {
        Some("events") => match site.builds.listen() {
            Some(_listening) => events(connection, &site.builds, head_only),
            None => busy(connection),
        },
        Some("reload.js") => send(connection, "text/javascript; charset=utf-8", RELOAD.as_bytes(), head_only),
        Some("overlay.css") => send(connection, "text/css; charset=utf-8", OVERLAY.as_bytes(), head_only),
        _ => file(connection, site, path, head_only),
    }
}

/// Tells of a click. Only pages of this site may: browsers say with every such request where it comes from.
fn click(connection: &TcpStream, site: &Site, path: &str, request: &Request) -> io::Result<()> {
    let Some(clicks) = site.clicks.as_ref().filter(|_| path.strip_prefix(OWN) == Some("source")) else {
        return refuse(connection, Refused::Bad);
    };
    if request.origin.is_none() {
        return say(connection, "403 Forbidden", "only pages of this site may ask for their source\n", false);
    }
    let of = |wanted: &str| -> Vec<String> {
        request.query.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect()
    };
    let page = of("page").into_iter().next().unwrap_or_default();
    // Nobody takes it any more where the editor is gone.
    let _ = clicks.send(Click { before: site.before.clone(), page, anchors: of("at") });
    respond(connection, "204 No Content", ("text/plain; charset=utf-8", &site.policy()), b"", false)
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
fn post(connection: &TcpStream, site: &Site, body: &[u8]) -> io::Result<()> {
    let Some(sessions) = &site.sessions else {
        return say(connection, "404 Not Found", "kbc takes sessions with `kbc serve --sessions FILE`\n", false);
    };
    match sessions.take(body) {
        Ok(_) => say(connection, "204 No Content", "", false),
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
    respond(connection, status, ("text/plain; charset=utf-8", &format!("{POLICY} 'none'")), words.as_bytes(), head_only)
}

/// Whether a request is for this machine by one of its own names; on port 80 browsers leave the port out.
fn is_own(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1"].iter().any(|name| {
        let rest = host.strip_prefix(name);
        rest.is_some_and(|rest| rest == format!(":{port}") || (port == 80 && rest.is_empty()))
    })
}

fn file(mut connection: &TcpStream, site: &Site, path: &str, head_only: bool) -> io::Result<()> {
    let root = site.builds.folder.join("html");
    let (status, path) = match found(&root, path) {
        Some(path) => ("200 OK", path),
        None => ("404 Not Found", root.join("404.html")),
    };
    let kind = kind(&path);
    if kind.starts_with("text/html") {
        let bytes = fs_err::read(&path).unwrap_or_else(|_| NOTHING.as_bytes().to_vec());
        let mut page = String::from_utf8_lossy(&bytes).into_owned();
        if status != "200 OK" {
            // The page of what is not there is the only one whose addresses begin at the root.
            page = page.replace("=\"/", &format!("=\"{}/", site.before));
        }
        page = page.replacen("</head>", &site.hook(), 1);
        return respond(connection, status, (kind, &site.policy()), page.as_bytes(), head_only);
    }
    let file = fs_err::File::open(&path)?;
    let length = file.metadata()?.len();
    connection.write_all(head(status, kind, &site.policy(), length).as_bytes())?;
    if !head_only {
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

fn head(status: &str, kind: &str, policy: &str, length: u64) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n\
         Connection: close\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n\
         Content-Security-Policy: {policy}\r\n\r\n"
    )
}

/// Sends what is a part of every site.
fn send(to: &TcpStream, kind: &str, bytes: &[u8], head_only: bool) -> io::Result<()> {
    respond(to, "200 OK", (kind, &format!("{POLICY} 'none'")), bytes, head_only)
}

fn respond(
    mut to: &TcpStream,
    status: &str,
    (kind, policy): (&str, &str),
    bytes: &[u8],
    head_only: bool,
) -> io::Result<()> {
    to.write_all(head(status, kind, policy, bytes.len() as u64).as_bytes())?;
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

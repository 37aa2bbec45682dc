//! What `kbc serve` does not do, however it is asked, and how it ends.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Server, project};

impl Server {
    /// Sends these bytes, and gives all that comes back.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // A server that has heard enough may close before all is said.
        drop(connection.write_all(bytes));
        let mut answer = Vec::new();
        drop(connection.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn what_is_no_request_of_a_browser_is_answered_and_refused() {
    let (_keep, root) = project();
    let server = Server::start(&root, 0);
    let port = server.port;
    for (request, status) in [
        (b"GET /\xff HTTP/1.1\r\n\r\n".to_vec(), "400"),
        (b"GET /%ff HTTP/1.1\r\n\r\n".to_vec(), "400"),
        (b"POST / HTTP/1.1\r\n\r\n".to_vec(), "403"),
        (b"POST /_kbc/sessions HTTP/1.1\r\n\r\n".to_vec(), "400"),
        (format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").into_bytes(), "400"),
        (format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\n\r\n").into_bytes(), "400"),
        (format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n").into_bytes(), "403"),
        (format!("GET / HTTP/1.1\r\nHost: localhost.evil.example:{port}\r\n\r\n").into_bytes(), "403"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), "403"),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), "403"),
        (format!("GET /_kbc/events HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n").into_bytes(), "403"),
        (format!("GET / HTTP/1.1\r\nHost: LOCALHOST:{port}\r\n\r\n").into_bytes(), "200"),
        ([b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'x'; 16 * 1024]].concat(), "431"),
    ] {
        let answer = server.raw(&request);
        let shown = String::from_utf8_lossy(&request[..request.len().min(80)]).into_owned();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{shown:?}: {answer:?}");
    }
}

#[test]
fn a_head_has_no_body_even_of_events() {
    let (_keep, root) = project();
    let server = Server::start(&root, 0);
    for path in ["/", "/nowhere", "/_kbc/reload.js", "/_kbc/events"] {
        let answer = server.raw(format!("HEAD {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port).as_bytes());
        assert!(answer.starts_with("HTTP/1.1 ") && answer.ends_with("\r\n\r\n"), "{path}: {answer}");
    }
}

#[test]
fn a_request_that_never_ends_is_cut_off() {
    let (_keep, root) = project();
    let server = Server::start(&root, 0);
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let begun = Instant::now();
    let mut answer = Vec::new();
    // A letter now and then would keep a connection for ever where each had its own time.
    while answer.is_empty() && begun.elapsed() < Duration::from_secs(25) {
        drop(slow.write_all(b"G"));
        let mut some = [0; 64];
        let read = slow.read(&mut some).unwrap_or(0);
        answer.extend_from_slice(&some[..read]);
    }
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn those_who_wait_or_read_nothing_leave_room_for_others() {
    let (_keep, root) = project();
    let server = Server::start(&root, 0);
    let mut waiting: Vec<TcpStream> = (0..64).map(|_| server.ask("GET /_kbc/events HTTP/1.1")).collect();
    for one in &mut waiting {
        one.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut first = [0; 12];
        one.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
    }
    let ask =
        |path: &str| server.raw(format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port).as_bytes());
    assert!(ask("/_kbc/events").starts_with("HTTP/1.1 503 "));
    assert!(ask("/").starts_with("HTTP/1.1 200 "));
    let silent: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    let begun = Instant::now();
    while !ask("/").starts_with("HTTP/1.1 200 ") {
        assert!(begun.elapsed() < Duration::from_secs(30), "those who say nothing are given up");
        std::thread::sleep(Duration::from_millis(200));
    }
    drop(silent);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_takes_the_site_with_it() {
    use std::os::unix::fs::PermissionsExt;
    for signal in ["INT", "TERM", "HUP"] {
        let (keep, root) = project();
        let temporary = keep.path().join("temporary");
        fs::create_dir(&temporary).unwrap();
        let mut server = Server::start_in(&root, 0, &temporary);
        assert!(server.get("/").starts_with("HTTP/1.1 200 "));
        let site = fs::read_dir(&temporary).unwrap().next().unwrap().unwrap().path();
        assert_eq!(fs::metadata(&site).unwrap().permissions().mode() & 0o777, 0o700);
        let sent = Command::new("kill").args([&format!("-{signal}"), &server.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        assert_eq!(server.child.wait().unwrap().code(), Some(0), "{signal}");
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "{signal}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_threads_the_work_is_done_by_one_or_it_is_said() {
    let (_keep, root) = project();
    // No machine has room for a stack of this size, so no thread can begin.
    let kbc = |arguments: &[&str]| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kbc"));
        command.args(arguments).current_dir(&root).env("RUST_MIN_STACK", (1_u64 << 47).to_string());
        command.stdin(Stdio::null()).output().unwrap()
    };
    for arguments in [&["check"][..], &["build"], &["test"], &["plan", "no-internet"], &["fmt"], &["check", "--fix"]] {
        let output = kbc(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let served = kbc(&["serve", "--port", "0"]);
    assert_eq!(served.status.code(), Some(2), "{}", String::from_utf8_lossy(&served.stderr));
    assert!(String::from_utf8_lossy(&served.stderr).starts_with("kbc: "));
}

/// So many connections as no browser opens.
#[cfg(target_os = "linux")]
const CROWD: usize = 1_000;

/// The memory of a process that is in use, in KiB, and the number of its threads.
#[cfg(target_os = "linux")]
fn held(process: u32) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    };
    (value("VmRSS:"), value("Threads:"))
}

/// Opens a crowd of connections, of which each says this and reads nothing. What the server does not take is left out.
#[cfg(target_os = "linux")]
fn crowd(server: &Server, said: &[u8]) -> Vec<TcpStream> {
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], server.port));
    let open = |_| {
        let mut connection = TcpStream::connect_timeout(&address, Duration::from_secs(5)).ok()?;
        drop(connection.write_all(said));
        Some(connection)
    };
    (0..CROWD).filter_map(open).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_slow_connections_take_neither_the_memory_nor_the_turn_of_others() {
    let (keep, root) = project();
    // A large file, so that those who read nothing of it leave the server with much to say.
    let large = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><!--{}--></svg>", "x".repeat(4 << 20));
    fs::write(root.join("rules/large.svg"), large).unwrap();
    let guide = root.join("rules/no-internet.rules");
    let step = "step \"Look at the Wi-Fi symbol at the edge of the screen.\"";
    let text = fs::read_to_string(&guide).unwrap();
    assert!(text.contains(step));
    fs::write(&guide, text.replace(step, &format!("{step} {{ image \"large.svg\" \"A symbol\" }}"))).unwrap();
    let temporary = keep.path().join("temporary");
    fs::create_dir(&temporary).unwrap();
    let mut server = Server::start_in(&root, 0, &temporary);
    let host = format!("Host: localhost:{}\r\n", server.port);
    let ask = |server: &Server, path: &str| server.raw(format!("GET {path} HTTP/1.1\r\n{host}\r\n").as_bytes());
    assert!(ask(&server, "/images/large.svg").len() > 4 << 20, "the large file is served");
    let (memory_before, threads_before) = held(server.child.id());
    for (what, said) in [
        ("say nothing", Vec::new()),
        ("never finish their request", format!("GET / HTTP/1.1\r\n{host}X: ").into_bytes()),
        ("never read", format!("GET /images/large.svg HTTP/1.1\r\n{host}\r\n").into_bytes()),
    ] {
        let crowd = crowd(&server, &said);
        assert!(crowd.len() > CROWD / 2, "the machine opens {} connections that {what}", crowd.len());
        let (memory, threads) = held(server.child.id());
        assert!(memory < memory_before + 64 * 1024, "{memory} KiB for those who {what}, {memory_before} before");
        assert!(threads < threads_before + 140, "{threads} threads for those who {what}, {threads_before} before");
        let begun = Instant::now();
        while !ask(&server, "/").starts_with("HTTP/1.1 200 ") {
            assert!(begun.elapsed() < Duration::from_secs(30), "those who {what} are given up");
            std::thread::sleep(Duration::from_millis(200));
        }
        drop(crowd);
    }
    // A crowd stands there, too, when the server is told to end.
    let crowd = crowd(&server, b"GET /");
    let begun = Instant::now();
    let sent = Command::new("kill").arg(server.child.id().to_string()).status();
    assert!(sent.unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10), "it ended after {:?}", begun.elapsed());
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "the site went with it");
    drop(crowd);
}

//! What a browser asks: the first lines of a connection.

use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;
use std::time::Instant;

use super::PATIENCE;
use super::sessions::{LONGEST_POST, PATH};

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// Whether only the head of the answer is wanted.
    pub head_only: bool,
    /// Whether it is to do something, and not only to show it.
    pub is_post: bool,
    /// What is sent, where something is.
    pub body: Option<Vec<u8>>,
    /// The path, decoded, without what stands behind `?`; it begins with `/`.
    pub path: String,
    /// What stands behind `?`, as names with their values, decoded.
    pub query: Vec<(String, String)>,
    /// The host that was asked for.
    pub host: String,
    /// The page that asks, as far as browsers say so.
    pub origin: Option<String>,
}

/// Why a request is not answered with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is none that a browser would make.
    Bad,
    /// Its head is longer than that of any browser.
    TooLarge,
    /// What it sends is longer than sessions are.
    TooLong,
    /// It did not come in time.
    TooSlow,
}

/// A head longer than this is none of a browser's.
const LONGEST: u64 = 16 * 1024;

/// Reads a request. All of it comes in time, however slowly its parts do.
pub fn read(connection: &TcpStream) -> Result<Request, Refused> {
    parse(BufReader::new(InTime { connection, end: Instant::now() + PATIENCE }))
}

/// A connection that is read up to a point in time.
struct InTime<'c> {
    connection: &'c TcpStream,
    end: Instant,
}

impl Read for InTime<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.connection.set_read_timeout(Some(left))?;
        self.connection.read(bytes)
    }
}

fn parse(lines: impl BufRead) -> Result<Request, Refused> {
    let mut lines = lines.take(LONGEST);
    let first = line(&mut lines)?;
    let mut words = first.split_whitespace();
    let (Some(method @ ("GET" | "HEAD" | "POST")), Some(target)) = (words.next(), words.next()) else {
        return Err(Refused::Bad);
    };
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let (path, query) = (decoded(path).ok_or(Refused::Bad)?, pairs(query).ok_or(Refused::Bad)?);
    let (mut host, mut origin, mut length) = (None, None, None);
    loop {
        let line = line(&mut lines)?;
        if line.trim().is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let said = match name.to_ascii_lowercase().as_str() {
            "host" => host.replace(value.to_ascii_lowercase()),
            "origin" => origin.replace(value.to_ascii_lowercase()),
            "content-length" => length.replace(value.to_owned()),
            // A body whose length nobody knows is none of a page's.
            "transfer-encoding" => return Err(Refused::Bad),
            _ => None,
        };
        if said.is_some() {
            // Of two hosts nobody can say which one is meant.
            return Err(Refused::Bad);
        }
    }
    if !path.starts_with('/') {
        return Err(Refused::Bad);
    }
    let body = match (method, length) {
        ("POST", Some(length)) if path == PATH => Some(body(lines.into_inner(), &length)?),
        ("POST", _) if path == PATH => return Err(Refused::Bad),
        _ => None,
    };
    let (head_only, is_post) = (method == "HEAD", method == "POST");
    Ok(Request { head_only, is_post, body, path, query, host: host.unwrap_or_default(), origin })
}

/// What stands behind `?`, as names with their values, decoded; nothing where it is no text.
fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Some((decoded(name)?, decoded(value)?))
    };
    parts.map(pair).collect()
}

/// What is sent behind the head.
fn body(lines: impl BufRead, length: &str) -> Result<Vec<u8>, Refused> {
    let digits = length.bytes().all(|byte| byte.is_ascii_digit());
    let length: u64 = length.parse().ok().filter(|_| digits).ok_or(Refused::Bad)?;
    if length > LONGEST_POST {
        return Err(Refused::TooLong);
    }
    let mut bytes = Vec::new();
    match lines.take(length).read_to_end(&mut bytes) {
        Ok(read) if read as u64 == length => Ok(bytes),
        Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
            Err(Refused::TooSlow)
        }
        Ok(_) | Err(_) => Err(Refused::Bad),
    }
}

/// The next line; the end of the head is none.
fn line(lines: &mut io::Take<impl BufRead>) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    match lines.read_until(b'\n', &mut bytes) {
        Ok(_) if bytes.ends_with(b"\n") => String::from_utf8(bytes).map_err(|_| Refused::Bad),
        Ok(_) if lines.limit() == 0 => Err(Refused::TooLarge),
        Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => {
            Err(Refused::TooSlow)
        }
        Ok(_) | Err(_) => Err(Refused::Bad),
    }
}

/// A path with its `%` escapes taken back; nothing where they are no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|path| !path.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read() {
        let request = parse(&b"GET /a%20b/c.html?q=1 HTTP/1.1\r\nHost: LocalHost:4000\r\n\r\n"[..]).unwrap();
        assert_eq!(
            (request.path.as_str(), request.host.as_str(), request.head_only),
            ("/a b/c.html", "localhost:4000", false)
        );
        assert!(request.query == [("q".to_owned(), "1".to_owned())] && !request.is_post && request.origin.is_none());
        assert!(parse(&b"HEAD / HTTP/1.0\r\n\r\n"[..]).unwrap().head_only);
        let request = parse(&b"POST /?a=%20&b HTTP/1.1\r\nOrigin: http://A\r\n\r\n"[..]).unwrap();
        assert!(request.is_post && request.query[0].1 == " " && request.query[1] == ("b".to_owned(), String::new()));
        assert_eq!(request.origin.as_deref(), Some("http://a"));
        for wrong in [
            &b""[..],
            b"PUT / HTTP/1.1\r\n\r\n",
            b"GET /?a=%zz HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nOrigin: a\r\nOrigin: b\r\n\r\n",
            b"GET http://x/ HTTP/1.1\r\n\r\n",
            b"GET /%zz HTTP/1.1\r\n\r\n",
            b"GET /%+1 HTTP/1.1\r\n\r\n",
            b"GET /%ff HTTP/1.1\r\n\r\n",
            b"GET /\xff HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nX: \xff\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\n",
            b"GET",
        ] {
            assert_eq!(parse(wrong), Err(Refused::Bad), "{}", String::from_utf8_lossy(wrong));
        }
        let sent = |length: &str, body: &str| {
            let head =
                format!("POST {PATH} HTTP/1.1\r\nHost: a\r\nOrigin: http://A\r\nContent-Length: {length}\r\n\r\n");
            parse([head.as_bytes(), body.as_bytes()].concat().as_slice())
        };
        let request = sent("3", "abcd").unwrap();
        assert_eq!((request.body.as_deref(), request.origin.as_deref()), (Some(&b"abc"[..]), Some("http://a")));
        assert_eq!(sent("5", "abcd"), Err(Refused::Bad));
        assert_eq!(sent("+3", "abcd"), Err(Refused::Bad));
        assert_eq!(sent("65537", ""), Err(Refused::TooLong));
        let long = [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'x'; 20_000], b"\r\n\r\n".to_vec()].concat();
        assert_eq!(parse(&long[..]), Err(Refused::TooLarge));
    }
}

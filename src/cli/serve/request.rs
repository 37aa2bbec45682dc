//! What a browser asks: the first lines of a connection.

use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;
use std::time::Duration;

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// Whether only the head of the answer is wanted.
    pub head_only: bool,
    /// The path, decoded, without what stands behind `?`; it begins with `/`.
    pub path: String,
    /// The host that was asked for.
    pub host: String,
}

/// A head longer than this is none of a browser's.
const LONGEST: u64 = 16 * 1024;

/// Reads a request; nothing where it is none that is answered.
pub fn read(connection: &TcpStream) -> io::Result<Option<Request>> {
    connection.set_read_timeout(Some(Duration::from_secs(10)))?;
    parse(BufReader::new(connection.take(LONGEST)))
}

fn parse(mut lines: impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method @ ("GET" | "HEAD")), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let Some(path) = decoded(target.split(['?', '#']).next().unwrap_or_default()) else { return Ok(None) };
    let head_only = method == "HEAD";
    let mut host = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            value.trim().clone_into(&mut host);
        }
    }
    Ok(path.starts_with('/').then_some(Request { head_only, path, host }))
}

/// A path with its `%` escapes taken back; nothing where they are no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
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
        let ask = |text: &str| parse(text.as_bytes()).unwrap();
        let request = ask("GET /a%20b/c.html?q=1 HTTP/1.1\r\nHost: localhost:4000\r\n\r\n").unwrap();
        assert_eq!(
            (request.path.as_str(), request.host.as_str(), request.head_only),
            ("/a b/c.html", "localhost:4000", false)
        );
        assert!(ask("HEAD / HTTP/1.0\r\n\r\n").unwrap().head_only);
        for wrong in [
            "",
            "POST / HTTP/1.1\r\n\r\n",
            "GET http://x/ HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /%ff HTTP/1.1\r\n\r\n",
            "GET",
        ] {
            assert_eq!(ask(wrong), None, "{wrong:?}");
        }
    }
}

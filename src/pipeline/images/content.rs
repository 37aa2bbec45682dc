//! Whether a file is a picture that can be published.
//!
//! In: its path and its bytes. Out: nothing, or what is wrong with it. A copy of it is published beside the pages, so it
//! has to be what its ending says, and must not be able to run anything where it is opened by itself.

use super::svg;

/// The largest picture that is published, in bytes.
const LARGEST: usize = 16 << 20;

/// A look at the bytes of a file.
type Look = fn(&[u8]) -> bool;

/// The endings of pictures, each with a look at the first bytes.
const KINDS: [(&str, Look); 7] = [
    ("png", |bytes| bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
    ("jpg", is_jpeg),
    ("jpeg", is_jpeg),
    ("gif", |bytes| bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a")),
    ("webp", |bytes| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")),
    ("avif", |bytes| matches!(bytes.get(4..12), Some(b"ftypavif" | b"ftypavis"))),
    ("svg", |bytes| !bytes.is_empty()),
];

fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
}

/// Says what forbids to publish a file as a picture.
pub(super) fn fault(path: &str, bytes: &[u8]) -> Option<String> {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let kind = KINDS.iter().find(|(kind, _)| ending == Some(*kind));
    let Some((kind, fits)) = kind else {
        let endings: Vec<String> = KINDS.iter().map(|(kind, _)| format!("`.{kind}`")).collect();
        return Some(format!("its name has none of the endings {}", endings.join(", ")));
    };
    if bytes.len() > LARGEST {
        return Some(format!("it has more than {} MiB", LARGEST >> 20));
    }
    if !fits(bytes) {
        return Some(format!("it does not hold what a `.{kind}` file holds"));
    }
    if *kind == "svg" { svg::fault(bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_what_their_ending_says() {
        let good: [(&str, &[u8]); 7] = [
            ("a/b.png", b"\x89PNG\r\n\x1a\n..."),
            ("b.jpg", b"\xff\xd8\xff\xe0"),
            ("b.jpeg", b"\xff\xd8\xff\xe0"),
            ("b.gif", b"GIF89a"),
            ("b.webp", b"RIFF\0\0\0\0WEBPVP8 "),
            ("b.avif", b"\0\0\0\x1cftypavif"),
            ("b.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ];
        for (path, bytes) in good {
            assert_eq!(fault(path, bytes), None, "{path}");
            assert!(fault(path, b"").is_some(), "{path}");
            assert!(fault(path, b"SECRET=1\0HOME=/root\0").is_some(), "{path}");
            let others = good.iter().filter(|(_, other)| *other != bytes);
            for (_, other) in others {
                assert!(fault(path, other).is_some(), "{path} {other:?}");
            }
        }
        for path in ["evil.html", "evil.js", "m.rules", "png", "a.png/b", ".png.txt", "a.PNG", "a.svgz"] {
            assert!(fault(path, b"\x89PNG\r\n\x1a\n").is_some(), "{path}");
        }
        assert!(fault("a.gif", &[&b"GIF89a"[..], &vec![0; LARGEST]].concat()).is_some());
    }
}

//! How large pictures are, so that a page keeps their room before they come.

use roxmltree::{Document, ParsingOptions};

/// Width and height in pixels, at least one each; nothing where a file does not say.
pub(super) fn of(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let pixels = |number: usize| u32::try_from(number).ok().filter(|number| *number > 0);
    if path.rsplit_once('.').is_some_and(|(_, ending)| ending == "svg") {
        return of_drawing(bytes);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((pixels(size.width)?, pixels(size.height)?))
}

/// What a drawing says of itself, else the sides of what it shows.
fn of_drawing(bytes: &[u8]) -> Option<(u32, u32)> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(std::str::from_utf8(bytes).ok()?, options).ok()?;
    let root = document.root_element();
    let side = |name: &str| pixels(root.attribute(name)?.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (side("width"), side("height")) {
        return Some((width, height));
    }
    let view: Vec<&str> = root.attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    Some((pixels(view.get(2)?)?, pixels(view.get(3)?)?))
}

fn pixels(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    (1.0..1e5).contains(&number).then(|| u32::try_from(number.round() as i64).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_say_how_large_they_are() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\x40\x08\x02\0\0\0";
        assert_eq!(of("a.png", png), Some((640, 320)));
        assert_eq!(of("a.gif", b"GIF89a\x10\x00\x08\x00\0\0\0"), Some((16, 8)));
        let svg = |head: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {head}/>");
        assert_eq!(of("a.svg", svg("width=\"30px\" height=\"20.4\"").as_bytes()), Some((30, 20)));
        assert_eq!(of("a.svg", svg("width=\"100%\" viewBox=\"0 0 300,150\"").as_bytes()), Some((300, 150)));
        for (path, bytes) in [("a.png", &b"\x89PNG"[..]), ("a.svg", b"<svg"), ("a.svg", svg("").as_bytes())] {
            assert_eq!(of(path, bytes), None, "{path}");
        }
    }
}

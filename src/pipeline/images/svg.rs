//! Whether an SVG picture can do anything but be looked at.
//!
//! In a page it is shown as a picture, and nothing in it runs. But its copy lies beside the pages, and whoever opens that
//! has a document of the site before them; so what could run there, or fetch something from elsewhere, is refused.

use roxmltree::{Attribute, Document, Node, NodeType, ParsingOptions};

/// Elements that run something, or hold something other than a drawing.
const ACTIVE: [&str; 9] =
    ["script", "handler", "listener", "foreignObject", "iframe", "embed", "object", "audio", "video"];

/// Elements that change an attribute of another one.
const CHANGING: [&str; 4] = ["set", "animate", "animateTransform", "animateMotion"];

/// No drawing has more parts.
const PARTS: u32 = 1_000_000;

/// Says what an SVG picture holds that it must not.
pub(super) fn fault(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("it is no UTF-8".to_owned()) };
    if let Some(encoding) = declared_encoding(text)
        && !["utf-8", "utf8", "us-ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known))
    {
        return Some(format!("it says that it is `{}`, and not UTF-8", encoding.escape_debug()));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: PARTS, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => return Some(format!("it cannot be read as SVG: {error}")),
    };
    if document.root_element().tag_name().name() != "svg" {
        return Some("it cannot be read as SVG: it begins with another element".to_owned());
    }
    document.descendants().find_map(of_node)
}

/// The encoding that the first line names.
fn declared_encoding(text: &str) -> Option<&str> {
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(encoding, _)| encoding)
}

fn of_node(node: Node) -> Option<String> {
    match node.node_type() {
        NodeType::PI if node.pi().is_some_and(|pi| pi.target.eq_ignore_ascii_case("xml-stylesheet")) => {
            Some("it loads a style sheet".to_owned())
        }
        NodeType::Element => of_element(node),
        _ => None,
    }
}

fn of_element(node: Node) -> Option<String> {
    let name = node.tag_name().name();
    if ACTIVE.iter().any(|active| name.eq_ignore_ascii_case(active)) {
        return Some(format!("it holds the element `{name}`"));
    }
    let changes = CHANGING.iter().any(|changing| name.eq_ignore_ascii_case(changing));
    if changes && let Some(changed) = node.attribute("attributeName").filter(|changed| is_risky(changed)) {
        return Some(format!("it changes the attribute `{}`", changed.escape_debug()));
    }
    if name.eq_ignore_ascii_case("style") && node.text().is_some_and(loads) {
        return Some("its styles load something".to_owned());
    }
    node.attributes().find_map(|attribute| of_attribute(name, &attribute))
}

/// Whether the name of an attribute is that of a handler or of a link, whatever stands before its colon.
fn is_risky(name: &str) -> bool {
    let name = name.rsplit(':').next().unwrap_or(name).trim().to_ascii_lowercase();
    name.starts_with("on") || name == "href" || name == "src"
}

fn of_attribute(element: &str, attribute: &Attribute) -> Option<String> {
    let (name, value) = (attribute.name(), attribute.value());
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Some(format!("it has the attribute `{name}`"));
    }
    if lower == "href" || lower == "src" {
        // Spaces and control characters in it are dropped by those who follow it.
        let target: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let target = target.to_ascii_lowercase();
        let is_part = target.is_empty() || target.starts_with('#');
        let is_picture =
            ["png", "jpeg", "gif", "webp"].iter().any(|kind| target.starts_with(&format!("data:image/{kind}")));
        let is_link = element == "a" && (target.starts_with("https://") || target.starts_with("http://"));
        if !is_part && !is_picture && !is_link {
            return Some(format!("it leads to `{}`", value.chars().take(60).collect::<String>().escape_debug()));
        }
    } else if loads(value) {
        return Some("its styles load something".to_owned());
    }
    None
}

/// Whether a style takes something from elsewhere: `url(…)` may name a part of the picture alone.
fn loads(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let foreign = |rest: &str| !rest.trim_start().trim_start_matches(['"', '\'']).trim_start().starts_with(['#', 'd']);
    let fetches = style.match_indices("url(").any(|(at, found)| foreign(&style[at + found.len()..]));
    fetches || style.contains("@import") || style.contains("image-set(") || style.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(inside: &str) -> Option<String> {
        fault(
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
            )
            .as_bytes(),
        )
    }

    #[test]
    fn drawings_pass() {
        for good in [
            "<title>A gear</title><path d='M0 0h1' fill='url(#shade)'/>",
            "<use href='#a'/><use xlink:href=' #a'/><a href='https://example.org/'><text>x</text></a>",
            "<image href='data:image/png;base64,AAAA'/>",
            "<style>.a { fill: red; stroke: url( '#b' ) }</style><g class='a' style='fill:url(#b)'/>",
            "<rect><animate attributeName='width' to='5'/></rect>",
        ] {
            assert_eq!(of(good), None, "{good}");
        }
        let with_type = "<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
                         'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n<svg/>";
        assert_eq!(fault(with_type.as_bytes()), None);
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for bad in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
            "<g onload='alert(1)'/>",
            "<g OnClick='alert(1)'/>",
            "<a href='javascript:alert(1)'/>",
            "<a href='java&#10;script:alert(1)'/>",
            "<a xlink:href='JavaScript:alert(1)'/>",
            "<use href='https://example.org/a.svg#b'/>",
            "<use href='data:image/svg+xml;base64,AAAA'/>",
            "<image href='//example.org/a.png'/>",
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
            "<iframe xmlns='http://www.w3.org/1999/xhtml' src='https://example.org'/>",
            "<a><set attributeName='href' to='javascript:alert(1)'/></a>",
            "<a><animate attributeName='xlink:href' values='javascript:alert(1)'/></a>",
            "<g><set attributeName='onmouseover' to='alert(1)'/></g>",
            "<style>@import 'https://example.org/a.css';</style>",
            "<g style='fill:url(https://example.org/a)'/>",
            "<g fill='u\\72l(https://example.org/a)'/>",
        ] {
            assert!(of(bad).is_some(), "{bad}");
        }
        for bad in [
            "",
            "<svg>",
            "text",
            "<html/>",
            "<?xml version='1.0' encoding='UTF-7'?><svg/>",
            "<?xml-stylesheet type='text/xsl' href='#a'?><svg/>",
            "<!DOCTYPE svg [<!ENTITY a '<script>alert(1)</script>'>]><svg>&a;</svg>",
            "<!DOCTYPE svg [<!ENTITY a 'javascript:alert(1)'>]><svg><a href='&a;'/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>\
             <!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>]><svg>&e;&e;&e;&e;&e;&e;&e;</svg>",
        ] {
            assert!(fault(bad.as_bytes()).is_some(), "{bad}");
        }
        assert!(fault(b"\xff\xfe<\0s\0v\0g\0").is_some());
    }
}

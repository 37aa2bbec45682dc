//! What a site holds besides its pages where a project asks for it: guides to be embedded, their JSON, titles of folders, and
//! the room of pictures.

use assert_cmd::cargo::cargo_bin_cmd;
use kbc::emit::{Site, html};
use scraper::{Html, Selector};
use tempfile::TempDir;

use crate::emit::sample;

const GUIDE: &str = r#"
guide dark "It is dark" { symptoms s ; otherwise us }
symptom s "No light" {
  message "Lamp error 7"
  pattern r"(?i)lamp (?P<lamp_id>\w+) failed"
  pattern r"(a+)+ failed"
  image "dark.gif" "A dark lamp"
}
fact lamp-id "Which lamp?" { text }
escalation us "Us" { collect "the lamp <lamp-id>" }
cause c "Dust" { likelihood common ; shows s usually }
cause d "Rust" { likelihood common ; shows s usually }
remedy clean "Clean it" { fixes c usually ; takes 1 min ; steps { step "Clean." } ; verify "Look." 10 s }
remedy oil "Oil it" { fixes d usually ; takes 2 min ; steps { step "Oil." } ; verify "Look." 10 s }
"#;

/// A project, built with these settings.
fn built(settings: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let rules = folder.path().join("rules/house-lights/lamp");
    std::fs::create_dir_all(&rules).unwrap();
    std::fs::write(rules.join("dark.rules"), GUIDE).unwrap();
    std::fs::write(rules.join("dark.gif"), b"GIF89a\x20\x00\x10\x00\0\0\0;").unwrap();
    std::fs::write(folder.path().join("kbc.toml"), settings).unwrap();
    let mut command = cargo_bin_cmd!("kbc");
    command.env("KBC_CACHE", "off").current_dir(folder.path()).args(["build"]).assert().success();
    folder
}

fn read(folder: &TempDir, path: &str) -> String {
    std::fs::read_to_string(folder.path().join("generated/html").join(path)).unwrap()
}

#[test]
fn a_guide_is_embedded_and_has_json_beside_it_where_the_project_says_so() {
    let folder = built("[pages]\nembed = true\njson = true\n");
    let page = read(&folder, "house-lights/lamp/dark.html");
    assert!(page.contains("<link rel=\"alternate\" type=\"application/json\" href=\"dark.json\">"));
    assert!(read(&folder, "index.html").contains("type=\"application/json\" href=\"all_guides.json\""));
    let json = read(&folder, "house-lights/lamp/dark.json");
    assert_eq!(
        json,
        std::fs::read_to_string(folder.path().join("generated/json/guides/house-lights/lamp/dark.json")).unwrap()
    );
    let embedded = read(&folder, "embed/house-lights/lamp/dark.html");
    let parsed = Html::parse_document(&embedded);
    let count = |selector: &str| parsed.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(count("header.top, footer, nav, .skip"), 0);
    assert_eq!(count("article.embedded #page_data, meta[name=robots][content=noindex]"), 2);
    assert!(embedded.contains("src=\"../../../assets/guide-") && embedded.contains("src=\"../../../images/"));
    assert!(read(&folder, "embed/kbc-guide.js").contains("customElements.define(\"kbc-guide\""));
    let plain = built("");
    for path in ["embed", "all_guides.json", "house-lights/lamp/dark.json"] {
        assert!(!plain.path().join("generated/html").join(path).exists(), "{path}");
    }
    assert!(!read(&plain, "house-lights/lamp/dark.html").contains("application/json\" href"));
}

#[test]
fn folders_are_called_as_the_project_says_else_in_words() {
    assert!(read(&built(""), "index.html").contains("<h2 dir=\"auto\">House lights / Lamp</h2>"));
    let named = built("[folders]\n\"house-lights/lamp\" = \"Lamps & more\"\n");
    assert!(read(&named, "index.html").contains("<h2 dir=\"auto\">Lamps &amp; more</h2>"));
    assert!(read(&named, "house-lights/lamp/dark.html").contains(">Lamps &amp; more</a>"));
    let markdown = std::fs::read_to_string(named.path().join("generated/markdown/index.md")).unwrap();
    assert!(markdown.contains("## Lamps & more") || markdown.contains("## Lamps &amp; more"), "{markdown}");
}

#[test]
fn a_picture_keeps_its_room_and_can_be_opened_alone() {
    let page = read(&built(""), "house-lights/lamp/dark.html");
    let parsed = Html::parse_document(&page);
    let picture = parsed.select(&Selector::parse(".picture > a > img").unwrap()).next().unwrap();
    assert_eq!((picture.attr("width"), picture.attr("height")), (Some("32"), Some("16")));
    let link = parsed.select(&Selector::parse(".picture > a").unwrap()).next().unwrap();
    assert_eq!(link.attr("aria-label"), Some("Enlarge the picture: A dark lamp"));
    assert_eq!(link.attr("href"), picture.attr("src"));
}

#[test]
fn a_pattern_is_tried_in_the_search_and_shown_nowhere() {
    let folder = built("");
    let index = read(&folder, "search/guides-0.js");
    assert!(index.contains(r#""s",["Lamp error 7"],["i/lamp (?\u003clamp_id\u003e\\w+) failed"]"#), "{index}");
    assert!(!index.contains("(a+)+"), "a browser would try that for ever: {index}");
    let page = read(&folder, "house-lights/lamp/dark.html");
    assert!(!page.contains("lamp_id"), "no reader is shown a pattern");
}

#[test]
fn whom_to_ask_stands_where_nothing_is_found() {
    let templates = html::Templates::new().unwrap();
    let site = Site { contact: Some("mailto:help@example.org?subject=a&b".to_owned()), ..sample::site(&[]) };
    for page in [templates.search(&site, "v").unwrap(), templates.not_found(&site).unwrap()] {
        assert!(page.contains("<a href=\"mailto:help@example.org?subject=a&amp;b\">ask us</a>"), "{page}");
    }
    assert!(!templates.not_found(&sample::site(&[])).unwrap().contains("ask us"));
}

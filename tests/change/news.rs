//! A comparison as news: the draft of a changelog and a feed, both of nothing but the JSON.

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use pulldown_cmark::{Event, Parser, Tag};

use super::levels::BASE;

const SETTINGS: &str = "title = \"Guides & more\"\nbase-url = \"https://kb.example/guides\"\n";

/// Two versions: a remedy is slower, an end is another, one guide is new and one is gone.
fn versions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lamp = |name: &str, title: &str| {
        format!(
            "guide {name} \"{title}\" {{ symptoms {name}-dark ; otherwise {name}-ask }}\n\
             symptom {name}-dark \"It is dark\" {{ }}\n\
             cause {name}-bulb \"The bulb of {name}\" {{ likelihood common ; shows {name}-dark always }}\n\
             remedy {name}-change \"Change it\" {{ fixes {name}-bulb usually ; takes 5 min ; steps {{ step \"Do it.\" }} }}\n\
             escalation {name}-ask \"Ask\" {{ takes 60 min }}\n"
        )
    };
    let slower =
        BASE.replacen("takes 2 min\n", "takes 12 min\n", 1).replacen("Nothing can be heard", "It is silent", 1);
    for (name, sound, lamp) in [
        ("old", BASE, lamp("lantern", "The [old] *lantern* is dark")),
        ("new", slower.as_str(), lamp("torch", "The <b>torch</b> & its *bulb*")),
    ] {
        let rules = folder.path().join(name).join("rules");
        fs::create_dir_all(&rules).unwrap();
        fs::write(folder.path().join(name).join("kbc.toml"), SETTINGS).unwrap();
        fs::write(rules.join("sound.rules"), sound).unwrap();
        fs::write(rules.join("light.rules"), lamp).unwrap();
    }
    folder
}

fn diff(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("kbc").current_dir(folder).arg("diff").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_changelog_says_what_readers_notice() {
    let folder = versions();
    let (status, draft, error) =
        diff(&folder.path().join("new"), &["../old", "--format", "changelog", "--as-of", "2026-11-30"]);
    assert_eq!(status, Some(1), "a guide is gone, and nothing says where to: {error}");
    assert!(draft.starts_with("## 2026-11-30\n\n### Added\n\n- [The "), "{draft}");
    let slow = "- [There is no sound](https://kb.example/guides/sound/no-sound.html): ";
    assert!(draft.contains(slow), "{draft}");
    let why = "as `push-plug` now says `takes 12 min`, and said `takes 2 min` (`rules/sound.rules:";
    assert_eq!(draft.matches(why).count(), 1, "the reason of all stands once: {draft}");
    assert!(draft.contains("\n- 1 text reworded.\n"), "{draft}");
    assert!(draft.contains("\n### Removed\n\n- The ") && draft.contains("*lantern* is dark\n"), "{draft}");
    assert!(draft.contains("- **Breaking:** the cause `light.lantern-bulb` is gone"), "{draft}");
    assert!(!draft.contains("the guide `light.lantern` is gone"), "it stands there by its title: {draft}");
    let links: Vec<String> = Parser::new(&draft)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
            Event::InlineHtml(html) => panic!("{html}"),
            _ => None,
        })
        .collect();
    assert_eq!(
        links,
        ["https://kb.example/guides/light/torch.html", "https://kb.example/guides/sound/no-sound.html"],
        "{draft}"
    );
}

#[test]
fn a_feed_has_an_entry_for_each_guide() {
    let folder = versions();
    let (_, feed, error) = diff(&folder.path().join("new"), &["../old", "--format", "atom", "--as-of", "2026-11-30"]);
    let document = roxmltree::Document::parse(&feed).unwrap_or_else(|fault| panic!("{fault}: {feed}{error}"));
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.tag_name().namespace()), ("feed", Some("http://www.w3.org/2005/Atom")));
    let entries: Vec<_> = root.children().filter(|node| node.has_tag_name("entry")).collect();
    let text = |entry: &roxmltree::Node<'_, '_>, name: &str| {
        entry
            .children()
            .find(|node| node.has_tag_name(name))
            .and_then(|node| node.text())
            .unwrap_or_default()
            .to_owned()
    };
    let titles: Vec<String> = entries.iter().map(|entry| text(entry, "title")).collect();
    assert_eq!(titles, ["The <b>torch</b> & its bulb", "There is no sound", "The [old] lantern is dark"]);
    assert_eq!(text(&entries[1], "id"), "https://kb.example/guides/sound/no-sound.html#changed-2026-11-30");
    assert_eq!(text(&entries[1], "updated"), "2026-11-30T00:00:00Z");
    let content = text(&entries[1], "content");
    assert!(content.starts_with("<ul><li>") && content.contains("takes 12 min"), "{content}");
    let root_texts =
        ["title", "id", "updated", "author"].map(|name| root.children().any(|node| node.has_tag_name(name)));
    assert_eq!(root_texts, [true; 4], "what the form asks of a feed");
    fs::write(folder.path().join("new/kbc.toml"), "").unwrap();
    let (status, out, error) = diff(&folder.path().join("new"), &["../old", "--format", "atom"]);
    assert_eq!((status, out.as_str()), (Some(2), ""));
    assert!(error.contains("a feed needs the address of the site"), "{error}");
}

#[test]
fn all_formats_come_from_the_json_alone() {
    let folder = versions();
    let project = folder.path().join("new");
    let (_, json, _) = diff(&project, &["../old", "--format", "json"]);
    fs::write(project.join("review.json"), json).unwrap();
    for format in ["text", "changelog", "atom"] {
        let arguments = ["--format", format, "--as-of", "2026-11-30"];
        let now = diff(&project, &[&["../old"], &arguments[..]].concat());
        let then = diff(&project, &[&["review.json"], &arguments[..]].concat());
        assert_eq!(now, then, "{format}");
    }
    for (text, why) in [("{}", "is no comparison"), ("{\"format\": 0}", "is no comparison"), ("[[", "is no comparison")]
    {
        fs::write(project.join("review.json"), text).unwrap();
        let (status, out, error) = diff(&project, &["review.json"]);
        assert!(status == Some(2) && out.is_empty() && error.contains(why), "{error}");
    }
    let (status, _, error) = diff(&project, &["review.json", "."]);
    assert!(status == Some(2) && error.contains("is a comparison by itself"), "{error}");
}

//! A small guide in all three formats, whole, to be read.

use kbc::edition::Edition;
use kbc::emit::{html, json, markdown};

use crate::emit::sample;

#[test]
fn small_guide() {
    let small = sample::small();
    let site = sample::site(&[&small]);
    let assets = html::Assets::new(&Edition::default(), "");
    let page = html::Templates::new()
        .unwrap()
        .guide(&small, &site)
        .unwrap()
        .replace(&assets.style.path, "assets/guide-HASH.css")
        .replace(&assets.page.path, "assets/page-HASH.js")
        .replace(&assets.guide.path, "assets/guide-HASH.js")
        .replace(&assets.icon.path, "assets/icon-HASH.svg");
    insta::assert_snapshot!("small_guide_html", page);
    insta::assert_snapshot!("small_guide_markdown", markdown::guide(&small, &site));
    let json = String::from_utf8(json::guide(&small, None).unwrap()).unwrap();
    insta::assert_snapshot!("small_guide_json", json);
}

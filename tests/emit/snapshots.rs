//! A small guide in all three formats, whole, to be read.

use kbc::emit::{html, json, markdown};

use crate::sample;

#[test]
fn small_guide() {
    let small = sample::small();
    let site = sample::site(&[&small]);
    let [style, icon] = html::assets();
    let page = html::Templates::new()
        .unwrap()
        .guide(&small, &site)
        .unwrap()
        .replace(&style.path, "assets/guide-HASH.css")
        .replace(&icon.path, "assets/icon-HASH.svg");
    insta::assert_snapshot!("small_guide_html", page);
    insta::assert_snapshot!("small_guide_markdown", markdown::guide(&small, &site));
    let json = String::from_utf8(json::guide(&small, None).unwrap()).unwrap();
    insta::assert_snapshot!("small_guide_json", json);
}

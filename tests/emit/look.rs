//! Writes the sample pages to a folder, to be looked at.

use crate::emit::sample;
use kbc::edition::Edition;
use kbc::emit::{html, json, markdown};

#[test]
#[ignore = "writes to the folder that SHOTS names"]
fn write_pages() {
    let out = std::path::PathBuf::from(std::env::var("SHOTS").expect("SHOTS names a folder"));
    let rich = sample::rich();
    let small = sample::small();
    let site = sample::site(&[&rich, &small]);
    let templates = html::Templates::new().expect("the templates are sound");
    let write = |path: &str, bytes: &[u8]| {
        let path = out.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    for document in [&rich, &small] {
        match templates.guide(document, &site) {
            Ok(page) => write(&format!("html/{}", html::path(document)), page.as_bytes()),
            Err(error) => panic!("{error:#}"),
        }
        write(&format!("markdown/{}", markdown::path(document)), markdown::guide(document, &site).as_bytes());
        write(&format!("json/{}", json::path(document)), &json::guide(document, None).unwrap());
    }
    write("html/index.html", templates.index(&site).unwrap().as_bytes());
    write("html/404.html", templates.not_found(&site).unwrap().as_bytes());
    write("markdown/index.md", markdown::index(&site).as_bytes());
    write("json/index.json", &json::index(&site).unwrap());
    for asset in html::Assets::new(&Edition::default(), "").all() {
        write(&format!("html/{}", asset.path), &asset.bytes);
    }
    for (path, bytes) in json::schemas().unwrap() {
        write(&format!("json/{path}"), &bytes);
    }
}

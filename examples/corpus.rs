//! Writes a corpus of realistic guides as a project: `cargo run --release --example corpus -- 10000 FOLDER`.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(count), Some(folder)) = (arguments.next().and_then(|count| count.parse().ok()), arguments.next()) else {
        return Err(std::io::Error::other("say how many guides, and into which folder"));
    };
    let root = PathBuf::from(folder);
    for number in 0..count {
        let path = root.join("rules").join(corpus::path(number));
        if number % 100 == 0
            && let Some(parent) = path.parent()
        {
            fs_err::create_dir_all(parent)?;
        }
        fs_err::write(path, corpus::guide(number))?;
    }
    fs_err::write(root.join("kbc.toml"), "title = \"A corpus\"\n")
}

//! The files that pages load: style and icon. Their names hold a hash of their content, so that a browser may keep them
//! for ever and never shows a page in an old style.

use std::sync::LazyLock;

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its path below `html/`.
    pub path: String,
    /// Its content.
    pub bytes: &'static [u8],
}

/// The style of all pages and the icon, in this order.
#[must_use]
pub fn assets() -> &'static [Asset; 2] {
    static ASSETS: LazyLock<[Asset; 2]> = LazyLock::new(|| {
        [
            named("guide", "css", include_bytes!("assets/guide.css")),
            named("icon", "svg", include_bytes!("assets/icon.svg")),
        ]
    });
    &ASSETS
}

fn named(stem: &str, ending: &str, bytes: &'static [u8]) -> Asset {
    let hash = blake3::hash(bytes).to_hex();
    Asset { path: format!("assets/{stem}-{}.{ending}", &hash.as_str()[..12]), bytes }
}

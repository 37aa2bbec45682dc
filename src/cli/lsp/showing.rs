//! What the editor asks of the preview, and what the preview asks of the editor.

use std::sync::Arc;

use gen_lsp_types::{Position, Uri};
use lsp_server::RequestId;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cli::serve::answer::Click;
use crate::model::{ItemId, Kind};
use crate::session::View;

use super::documents::Open;
use super::places;
use super::preview::{Wanted, below};
use super::requests::Wrong;
use super::server::Server;

/// The command that opens the preview: its arguments are the address of the file and a place in it.
pub const SHOW: &str = "kbc.preview";

/// A place in a text, as `kbc/preview` and `kbc/cursor` say it.
#[derive(Debug, Deserialize)]
pub struct Spot {
    uri: Uri,
    #[serde(default)]
    position: Position,
}

/// A place that can be shown.
struct Seen {
    open: Arc<Open>,
    view: View,
    /// The item there, where the file has any.
    item: Option<ItemId>,
}

impl Seen {
    /// What tells its item apart from others.
    fn name(&self) -> String {
        let knowledge = self.view.knowledge();
        let name = |item| format!("{} {}", knowledge.item(item).kind().word(), knowledge.qualified(item));
        self.item.map_or_else(String::new, name)
    }

    /// The pages that show it, each with an anchor.
    fn pages(&self) -> Vec<(String, String)> {
        let state = self.open.session.state();
        self.item.map_or_else(Vec::new, |item| places::pages_of(&state, &self.view, item))
    }
}

/// Gives the address of the page that shows a place, when it is there.
pub fn preview(server: &mut Server, id: &RequestId, spot: &Spot) -> Result<Option<Value>, Wrong> {
    show(server, spot, Wanted::Answer(id.clone()))?;
    let mut own = None;
    for (wanted, address) in server.previews.take_ready() {
        match wanted {
            Wanted::Answer(other) if other == *id => own = Some(json!({ "address": address })),
            wanted => tell(server, wanted, &address),
        }
    }
    Ok(own)
}

/// Opens a window with that page, when it is there. Without a file it is the one that was opened or changed last.
pub fn window(server: &mut Server, arguments: &[Value]) -> Result<Value, Wrong> {
    let wrong = || Wrong::here(format!("`{SHOW}` takes the address of a file and a place in it"));
    let (uri, position) = match arguments {
        [] => (json!(server.documents.latest().ok_or_else(wrong)?), Value::Null),
        [uri] => (uri.clone(), Value::Null),
        [uri, position] => (uri.clone(), position.clone()),
        _ => return Err(wrong()),
    };
    let position = if position.is_null() { json!({ "line": 0, "character": 0 }) } else { position };
    let spot = serde_json::from_value(json!({ "uri": uri, "position": position })).map_err(|_| wrong())?;
    show(server, &spot, Wanted::Window)?;
    ready(server);
    Ok(Value::Null)
}

/// Pages were made: those who waited for them hear where they are.
pub fn ready(server: &mut Server) {
    for (wanted, address) in server.previews.take_ready() {
        tell(server, wanted, &address);
    }
}

/// The cursor is at another place.
pub fn cursor(server: &Server, spot: &Spot) {
    let open = server.documents.get(&spot.uri).and_then(|document| document.place.as_ref()).map(|place| &place.open);
    if open.is_some_and(|open| server.previews.shows(open))
        && let Ok(seen) = seen(server, spot)
    {
        server.previews.lead(&seen.open, &seen.name(), || seen.pages());
    }
}

/// A page was clicked: the editor shows where that stands.
pub fn clicked(server: &mut Server, click: &Click) {
    let Some(open) = server.previews.clicked(click) else { return };
    let encoding = server.client.encoding;
    let found = places::source_of(&open, &click.page, &click.anchors, |source, span| {
        (server.documents.uri(&open, &source.path), encoding.range(source, span))
    });
    let Some((uri, range)) = found else { return };
    if server.client.shows {
        let params = json!({ "uri": uri, "external": false, "takeFocus": true, "selection": range });
        server.ask("window/showDocument", params);
    } else {
        server.tell(3, &format!("this stands in {} at line {}", uri.as_ref(), range.start.line + 1));
    }
}

fn tell(server: &mut Server, wanted: Wanted, address: &str) {
    match wanted {
        Wanted::Answer(id) => server.answer(id, json!({ "address": address })),
        Wanted::Window if server.client.shows => {
            server.ask("window/showDocument", json!({ "uri": address, "external": true, "takeFocus": true }));
        }
        Wanted::Window => server.tell(3, &format!("the preview is at {address}")),
    }
}

fn show(server: &mut Server, spot: &Spot, wanted: Wanted) -> Result<(), Wrong> {
    let seen = seen(server, spot)?;
    let pages = seen.pages();
    let page = pages.first().map_or_else(|| "index.html".to_owned(), below);
    server.previews.want(&seen.open, wanted, page).map_err(|why| Wrong::here(format!("there is no preview: {why}")))?;
    server.previews.lead(&seen.open, &seen.name(), || pages);
    Ok(())
}

/// What can be shown of a place: the item there, else the first guide of the file, else its first item.
fn seen(server: &Server, spot: &Spot) -> Result<Seen, Wrong> {
    let document = server.documents.get(&spot.uri).ok_or_else(|| Wrong::here("the file is not open"))?;
    let place = document.place.as_ref().ok_or_else(|| Wrong::here("the file belongs to no project"))?;
    let view = document.view().ok_or_else(|| Wrong::here("the file is none of its project"))?;
    let knowledge = view.knowledge();
    let offset = server.client.encoding.offset(&document.text, &document.lines, spot.position);
    let mut own = knowledge.ids_in(view.file);
    let first = knowledge.ids_in(view.file).next();
    let item = places::item_at(&view, offset);
    let item = item.or_else(|| own.find(|id| knowledge.item(*id).kind() == Kind::Guide));
    let item = item.or(first);
    Ok(Seen { open: Arc::clone(&place.open), view, item })
}

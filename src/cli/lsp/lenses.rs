//! What stands above a guide, and above a scenario: what the plan costs, with the way to its page, and whether the scenario passes.
//!
//! A scenario runs when somebody asks for it, on a thread of its own; what came of it stays above it until a text changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use crossbeam_channel::Sender;
use serde_json::{Value, json};

use crate::model::{ItemId, Kind, Knowledge};
use crate::words::quantity::plain::{minutes, percent};

use super::documents::{Document, Open};
use super::requests::Wrong;
use super::server::Server;
use super::showing::SHOW;

/// The command that runs a scenario: its arguments are the address of the file and the title.
pub const RUN: &str = "kbc.runScenario";

/// What came of scenarios of one version of a project.
pub struct Ran {
    pub open: Arc<Open>,
    pub edition: u64,
    /// By path of the file and title: nothing where it passed, else what is wrong.
    pub results: BTreeMap<(String, String), Option<String>>,
}

/// The newest results of each project, by its folder.
pub type Results = BTreeMap<PathBuf, Ran>;

pub fn of(server: &Server, document: &Document) -> Option<Vec<Value>> {
    if !server.client.settings.lenses {
        return None;
    }
    let place = document.place.as_ref()?;
    let view = document.view()?;
    let knowledge = view.knowledge();
    let source = knowledge.sources.get(view.file);
    let lens = |id: ItemId, command: Value| {
        let range = server.client.encoding.range(source, knowledge.item(id).head);
        json!({ "range": range, "command": command })
    };
    let mut lenses = Vec::new();
    for id in knowledge.ids_in(view.file) {
        match knowledge.item(id).kind() {
            Kind::Guide => {
                let told = summary(server, &place.open, knowledge, id);
                let title = told.map_or_else(|| "preview".to_owned(), |told| format!("{told} · preview"));
                let start = server.client.encoding.range(source, knowledge.item(id).head).start;
                lenses.push(lens(id, json!({ "title": title, "command": SHOW, "arguments": [document.uri, start] })));
            }
            Kind::Scenario => {
                let Some(title) = title(knowledge, id) else { continue };
                let shown = place.shown();
                let result = server.ran(&place.open).and_then(|ran| ran.results.get(&(shown, title.clone())));
                let label = match result {
                    None => "▶ Run".to_owned(),
                    Some(None) => "✓ passed · run again".to_owned(),
                    Some(Some(why)) => format!("✗ {why} · run again"),
                };
                let arguments = json!([document.uri, title]);
                lenses.push(lens(id, json!({ "title": label, "command": RUN, "arguments": arguments })));
            }
            _ => {}
        }
    }
    Some(lenses)
}

fn title(knowledge: &Knowledge, scenario: ItemId) -> Option<String> {
    knowledge.item(scenario).title.map(|title| knowledge.text(title).into_owned())
}

/// What a plan costs and how many it helps. Nothing while findings are being found: then plans are, too, and nobody waits for them.
fn summary(server: &Server, open: &Open, knowledge: &Knowledge, guide: ItemId) -> Option<String> {
    server.pulls.current(open).filter(|latest| !latest.found.is_first && !latest.found.has_errors)?;
    let state = open.session.state();
    let id = knowledge.qualified(guide);
    let entry = state.guides().into_iter().find(|entry| entry.id == id)?;
    let planned = state.plan(&entry.path).ok().flatten()?;
    let entry = planned.published.judged.plan.entry();
    let bound = if entry.is_exact() {
        "which is the best possible".to_owned()
    } else {
        format!("not below {}", minutes(entry.lower_bound))
    };
    let solved = percent(entry.solved);
    Some(format!("{} expected, {bound} · {solved} helped without handing over", minutes(entry.expected_cost)))
}

/// Runs the scenarios of a title; what comes of them is sent when it is there.
pub fn run(server: &Server, arguments: &[Value], done: Sender<Ran>) -> Result<Value, Wrong> {
    let wrong = || Wrong::here(format!("`{RUN}` takes the address of a file and the title of a scenario"));
    let [uri, title] = arguments else { return Err(wrong()) };
    let uri = serde_json::from_value(uri.clone()).map_err(|_| wrong())?;
    let title = title.as_str().ok_or_else(wrong)?.to_owned();
    let document = server.documents.get(&uri).ok_or_else(|| Wrong::here("the file is not open"))?;
    let place = document.place.as_ref().ok_or_else(|| Wrong::here("the file belongs to no project"))?;
    let open = Arc::clone(&place.open);
    let look = move || {
        let edition = open.edition();
        let results = results(&open, &title);
        // Nobody listens any more where the editor is gone.
        let _ = done.send(Ran { open, edition, results });
    };
    thread::Builder::new().name("scenario".to_owned()).spawn(look).map_err(|error| Wrong::here(error.to_string()))?;
    Ok(Value::Null)
}

fn results(open: &Open, wanted: &str) -> BTreeMap<(String, String), Option<String>> {
    let tested = open.session.state().test(Some(wanted));
    open.remembering.save();
    let knowledge = &tested.understood.knowledge;
    let stopped = tested.understood.has_errors().then(|| "errors have to be mended first".to_owned());
    let of = |id: ItemId, why: Option<String>| {
        let path = knowledge.sources.get(knowledge.item(id).head.file).path.clone();
        title(knowledge, id).map(|title| ((path, title), why))
    };
    let ran = tested.ran.iter().filter_map(|ran| {
        let why = ran.failures.first().map(|failure| failure.message.clone());
        of(ran.scenario, why)
    });
    let held = knowledge.ids_of(Kind::Scenario).iter().filter(|_| stopped.is_some());
    let held = held.filter(|id| title(knowledge, **id).is_some_and(|title| title == wanted));
    ran.chain(held.filter_map(|id| of(*id, stopped.clone()))).collect()
}

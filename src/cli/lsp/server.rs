//! The loop: one message after another, and findings in between.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, select, unbounded};
use gen_lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    Uri,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::Client;
use super::documents::{Documents, Open};
use super::lenses::{Ran, Results};
use super::preview::Previews;
use super::pulls::{Asked, Pulls, Waiting};
use super::requests::{self, Wrong};
use super::worker::{Done, PlanMs, Worker};
use super::{address, findings, showing, tokens};

/// All that the server knows.
pub struct Server {
    pub client: Client,
    pub documents: Documents,
    pub pulls: Pulls,
    pub previews: Previews,
    /// The last tokens of each open text, by address.
    pub tokens: RefCell<BTreeMap<String, tokens::Last>>,
    workers: BTreeMap<PathBuf, Worker>,
    out: Sender<Message>,
    done: (Sender<Done>, Receiver<Done>),
    scenarios: (Sender<Ran>, Receiver<Ran>),
    results: Results,
    plan_ms: PlanMs,
    /// The projects of which it was said that their plans take too long.
    slow: BTreeSet<PathBuf>,
    log: Option<Mutex<fs_err::File>>,
    /// Counts the requests to the client.
    asked: i32,
    was_shut_down: bool,
}

impl Server {
    pub fn new(client: Client, out: Sender<Message>, log: Option<Mutex<fs_err::File>>) -> Self {
        let plan_ms = Arc::new(AtomicU64::new(client.settings.plan_ms));
        Self {
            client,
            documents: Documents::default(),
            pulls: Pulls::default(),
            previews: Previews::default(),
            tokens: RefCell::default(),
            workers: BTreeMap::new(),
            out,
            done: unbounded(),
            scenarios: unbounded(),
            results: Results::default(),
            plan_ms,
            slow: BTreeSet::new(),
            log,
            asked: 0,
            was_shut_down: false,
        }
    }

    /// Serves until the client says that it is done, or goes away.
    pub fn run(&mut self, messages: &Receiver<Message>) {
        let (done, scenarios) = (self.done.1.clone(), self.scenarios.1.clone());
        let (built, clicks) = (self.previews.built(), self.previews.clicks());
        loop {
            select! {
                recv(messages) -> message => match message {
                    Ok(message) => if self.take(message) { return },
                    Err(_) => return,
                },
                recv(done) -> one => if let Ok(one) = one { self.found(one) },
                recv(scenarios) -> ran => if let Ok(ran) = ran { self.keep(ran) },
                recv(built) -> _ => showing::ready(self),
                recv(clicks) -> click => if let Ok(click) = click { showing::clicked(self, &click) },
            }
        }
    }

    /// Takes one message; says whether it was the last.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(note) if note.method == "exit" => return true,
            Message::Notification(note) => {
                let begun = Instant::now();
                let method = note.method.clone();
                // What one message breaks must not end the whole session.
                if catch_unwind(AssertUnwindSafe(|| self.notice(note))).is_err() {
                    self.note("a message could not be taken in: please report this");
                }
                self.write_down(&method, begun);
            }
            Message::Response(_) => {}
        }
        false
    }

    fn request(&mut self, request: Request) {
        let begun = Instant::now();
        let (id, method) = (request.id.clone(), request.method.clone());
        if method == "shutdown" {
            self.was_shut_down = true;
            return self.send(Response::new_ok(id, Value::Null));
        }
        if self.was_shut_down {
            let late = "it was shut down".to_owned();
            return self.send(Response::new_err(id, ErrorCode::InvalidRequest as i32, late));
        }
        match catch_unwind(AssertUnwindSafe(|| requests::answer(self, request))) {
            Ok(Ok(Some(answer))) => self.send(Response::new_ok(id, answer)),
            // It is answered when findings are there.
            Ok(Ok(None)) => {}
            Ok(Err(Wrong { code, message })) => self.send(Response::new_err(id, code as i32, message)),
            Err(_) => {
                let message = format!("`{method}` failed inside of kbc: please report this");
                self.send(Response::new_err(id, ErrorCode::InternalError as i32, message));
            }
        }
        self.write_down(&method, begun);
    }

    fn notice(&mut self, note: Notification) {
        match note.method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                let Some(params) = read::<DidOpenTextDocumentParams>(note.params) else { return };
                let uri = params.text_document.uri;
                match self.documents.open(uri.clone(), params.text_document.text) {
                    Ok(Some(open)) => self.begin(&open),
                    Ok(None) => {}
                    Err(trouble) => self.note(&format!("findings are those of this file alone: {trouble}")),
                }
                self.changed(&uri);
            }
            "textDocument/didChange" => {
                let Some(params) = read::<DidChangeTextDocumentParams>(note.params) else { return };
                let uri = params.text_document.text_document_identifier.uri;
                self.documents.change(&uri, params.content_changes, self.client.encoding);
                self.changed(&uri);
            }
            "textDocument/didClose" => {
                let Some(params) = read::<DidCloseTextDocumentParams>(note.params) else { return };
                self.tokens.borrow_mut().remove(params.text_document.uri.as_ref());
                let closed = self.documents.close(&params.text_document.uri);
                match closed.and_then(|closed| closed.place) {
                    Some(place) => self.wake(&place.open),
                    None => self.publish(params.text_document.uri.as_ref(), &json!([])),
                }
            }
            "workspace/didChangeConfiguration" => {
                self.client.settings.take(&note.params["settings"]);
                self.plan_ms.store(self.client.settings.plan_ms, Ordering::Relaxed);
                self.renew_lenses();
                if self.client.refreshes_hints {
                    self.ask("workspace/inlayHint/refresh", Value::Null);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let Some(params) = read::<DidChangeWatchedFilesParams>(note.params) else { return };
                let paths: Vec<PathBuf> = params
                    .changes
                    .iter()
                    .filter_map(|change| address::path(&change.uri))
                    .map(|path| address::canonical(&path).unwrap_or(path))
                    .collect();
                for (open, is_new) in self.documents.reload(&paths) {
                    if is_new { self.begin(&open) } else { self.wake(&open) }
                }
            }
            "$/cancelRequest" => self.cancel(&note.params["id"]),
            "kbc/cursor" => {
                if let Some(spot) = read(note.params) {
                    showing::cursor(self, &spot);
                }
            }
            _ => {}
        }
    }

    /// Takes back a question that waits.
    fn cancel(&mut self, id: &Value) {
        let id = match id {
            Value::String(id) => RequestId::from(id.clone()),
            id => RequestId::from(id.as_i64().and_then(|id| i32::try_from(id).ok()).unwrap_or(i32::MIN)),
        };
        let before = self.pulls.waiting.len();
        self.pulls.waiting.retain(|waiting| waiting.id != id);
        if self.pulls.waiting.len() < before || self.previews.cancel(&id) {
            let message = "it was cancelled".to_owned();
            self.send(Response::new_err(id, ErrorCode::RequestCanceled as i32, message));
        }
    }

    /// Begins to look at a project.
    fn begin(&mut self, open: &Arc<Open>) {
        self.workers
            .insert(open.project.root.clone(), Worker::of(open, self.done.0.clone(), Arc::clone(&self.plan_ms)));
        self.previews.wake(open);
    }

    fn wake(&self, open: &Arc<Open>) {
        self.previews.wake(open);
        if let Some(worker) = self.workers.get(&open.project.root) {
            worker.wake();
        }
    }

    /// A text is another now.
    fn changed(&mut self, uri: &Uri) {
        let Some(document) = self.documents.get(uri) else { return };
        match &document.place {
            Some(place) => self.wake(&place.open),
            None if self.client.pulls => {}
            None => {
                let shown = findings::alone(document, self.client.encoding);
                self.publish(uri.as_ref(), &json!(shown));
            }
        }
    }

    /// Findings are there.
    fn found(&mut self, Done { open, edition, found, gave_up }: Done) {
        let is_known = self.documents.projects.get(&open.project.root).is_some_and(|known| Arc::ptr_eq(known, &open));
        if !is_known || edition != open.edition() {
            return;
        }
        if gave_up && self.slow.insert(open.project.root.clone()) {
            let most = self.client.settings.plan_ms;
            self.tell(3, &format!("plans take longer than {most} ms (`planMs`); `kbc check` tells what they find"));
        }
        // What a plan costs stands above its guide.
        let has_plans = !found.is_first;
        let is_other = self.pulls.take(&open, edition, found, &self.documents, self.client.encoding);
        // Who asks is answered, also where nobody said that anybody would ask.
        let waiting = std::mem::take(&mut self.pulls.waiting);
        let had_waiting = !waiting.is_empty();
        for Waiting { id, asked } in waiting {
            match self.pulls.answer(&asked, &self.documents) {
                Some(answer) => self.send(Response::new_ok(id, answer)),
                None => self.pulls.waiting.push(Waiting { id, asked }),
            }
        }
        if has_plans {
            self.renew_lenses();
        }
        if !self.client.pulls {
            for (uri, shown) in self.pulls.take_changed(&open, &self.documents) {
                self.publish(&uri, &json!(shown));
            }
            return;
        }
        if is_other && self.client.refreshes && !had_waiting {
            self.ask("workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Where results of scenarios go.
    pub fn scenarios(&self) -> Sender<Ran> {
        self.scenarios.0.clone()
    }

    /// What came of scenarios of the newest version of a project.
    pub fn ran(&self, open: &Open) -> Option<&Ran> {
        self.results.get(&open.project.root).filter(|ran| ran.edition == open.edition())
    }

    /// Keeps what came of scenarios beside what is known of the same version, and tells the person at the editor.
    fn keep(&mut self, mut ran: Ran) {
        let failed: Vec<String> = ran
            .results
            .iter()
            .filter_map(|((_, title), why)| why.as_ref().map(|why| format!("“{title}”: {why}")))
            .collect();
        match (ran.results.len(), failed.as_slice()) {
            (0, _) => self.note("there is no such scenario any more"),
            (_, []) => self.tell(3, "the scenario passed"),
            (_, failed) => self.note(&failed.join("; ")),
        }
        let root = ran.open.project.root.clone();
        if let Some(before) = self.results.remove(&root).filter(|before| before.edition == ran.edition) {
            for (scenario, why) in before.results {
                ran.results.entry(scenario).or_insert(why);
            }
        }
        self.results.insert(root, ran);
        self.renew_lenses();
    }

    /// Has the editor ask again what stands above items.
    fn renew_lenses(&mut self) {
        if self.client.refreshes_lenses {
            self.ask("workspace/codeLens/refresh", Value::Null);
        }
    }

    /// Answers a question about findings now, or when they are there.
    pub fn pull(&mut self, id: RequestId, asked: Asked) -> Option<Value> {
        let answer = self.pulls.answer(&asked, &self.documents);
        if answer.is_none() {
            self.pulls.waiting.push(Waiting { id, asked });
        }
        answer
    }

    /// Asks the client to tell of files that change on the disk.
    fn watch(&mut self) {
        if self.client.watches {
            let watchers: Vec<Value> = ["**/*.rules", "**/kbc.toml", "**/*.{png,jpg,jpeg,gif,webp,avif,svg}"]
                .iter()
                .map(|glob| json!({ "globPattern": glob }))
                .collect();
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.ask("client/registerCapability", json!({ "registrations": [registration] }));
        }
    }

    fn publish(&self, uri: &str, shown: &Value) {
        let params = json!({ "uri": uri, "diagnostics": shown });
        self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params));
    }

    /// Warns the person at the editor.
    fn note(&self, message: &str) {
        self.tell(2, message);
    }

    /// Tells the person at the editor: 2 is a warning, 3 is for information.
    pub fn tell(&self, kind: u8, message: &str) {
        let params = json!({ "type": kind, "message": format!("kbc: {message}") });
        self.send(Notification::new("window/showMessage".to_owned(), params));
    }

    /// Asks the client; nobody waits for what it says.
    pub fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        self.send(Request::new(self.asked.into(), method.to_owned(), params));
    }

    /// Answers a question that waited.
    pub fn answer(&self, id: RequestId, answer: Value) {
        self.send(Response::new_ok(id, answer));
    }

    fn send(&self, message: impl Into<Message>) {
        // A client that is gone is told by the loop.
        let _ = self.out.send(message.into());
    }

    fn write_down(&self, method: &str, begun: Instant) {
        if let Some(log) = &self.log {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            // A log that cannot be written must not cost the session.
            let _ = writeln!(log, "{method} {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

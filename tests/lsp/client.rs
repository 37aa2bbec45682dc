//! A small editor: writes messages to the server, and reads what comes back.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Longer than any answer takes on a slow machine.
const LONGEST: Duration = Duration::from_mins(1);

/// An editor at the other end.
pub struct Client {
    root: PathBuf,
    server: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    /// Notifications that came while an answer was waited for.
    early: VecDeque<Value>,
    asked: i64,
}

impl Client {
    /// Starts a server for a project. One that pulls asks for findings; another is sent them.
    pub fn start(root: &Path, pulls: bool) -> Self {
        Self::start_as(root, pulls, &json!({}), &json!({}))
    }

    /// Starts a server for a project, with settings of the editor.
    pub fn start_with(root: &Path, settings: &Value) -> Self {
        Self::start_as(root, true, &json!({}), settings)
    }

    /// Starts a server for an editor that can more: what it says of itself is put over what every editor here can.
    pub fn start_as(root: &Path, pulls: bool, more: &Value, settings: &Value) -> Self {
        let mut client = Self::spawn(root);
        let mut text = json!({ "completion": { "completionItem": { "snippetSupport": true } } });
        if pulls {
            text["diagnostic"] = json!({});
        }
        let mut capabilities = json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] }, "textDocument": text });
        merge(&mut capabilities, more);
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": settings,
        });
        let answer = client.ask("initialize", &params);
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-8");
        assert_eq!(answer["capabilities"]["diagnosticProvider"].is_null(), !pulls);
        client.tell("initialized", &json!({}));
        client
    }

    /// Starts a server, and says nothing to it yet. What it keeps for a while lies in `temporary` beside the project's files.
    pub fn spawn(root: &Path) -> Self {
        let root = root.canonicalize().expect("the project is there");
        let temporary = root.join("temporary");
        std::fs::create_dir_all(&temporary).expect("a folder can be made");
        let mut server = Command::new(assert_cmd::cargo::cargo_bin!("kbc"))
            .arg("lsp")
            .current_dir(&root)
            .env("TMPDIR", temporary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("kbc starts");
        let to = server.stdin.take().expect("it reads");
        let mut out = BufReader::new(server.stdout.take().expect("it writes"));
        let (send, from) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut out) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Self { root, server, to: Some(to), from, early: VecDeque::new(), asked: 0 }
    }

    pub fn uri(&self, path: &str) -> String {
        format!("file://{}", self.root.join(path).display())
    }

    /// Opens a file with a text, and gives its address.
    pub fn open(&mut self, path: &str, text: &str) -> String {
        let uri = self.uri(path);
        let document = json!({ "uri": uri, "languageId": "rules", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        uri
    }

    /// Puts another text in the place of all of it.
    pub fn change(&mut self, uri: &str, version: i32, text: &str) {
        let params =
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [{ "text": text }] });
        self.tell("textDocument/didChange", &params);
    }

    pub fn pull(&mut self, uri: &str) -> Value {
        self.ask("textDocument/diagnostic", &json!({ "textDocument": { "uri": uri } }))
    }

    pub fn pull_again(&mut self, uri: &str, previous: &str) -> Value {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        self.ask("textDocument/diagnostic", &params)
    }

    /// Waits until findings of a file are sent that fit.
    pub fn published(&mut self, uri: &str, fits: impl Fn(&[Value]) -> bool) -> Value {
        loop {
            let message = self.early.pop_front().unwrap_or_else(|| self.next());
            let params = &message["params"];
            let shown = params["diagnostics"].as_array();
            if message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && shown.is_some_and(|shown| fits(shown))
            {
                return params.clone();
            }
        }
    }

    /// Waits until the server asks or tells something, and gives that.
    pub fn heard(&mut self, method: &str) -> Value {
        if let Some(at) = self.early.iter().position(|message| message["method"] == method) {
            return self.early.remove(at).unwrap_or_default();
        }
        loop {
            let message = self.next();
            if message["method"] == method {
                return message;
            }
            self.early.push_back(message);
        }
    }

    /// The memory that the server holds, in bytes; 0 where that cannot be known.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }

    /// Asks again until an answer is there.
    pub fn until<T>(&mut self, mut ask: impl FnMut(&mut Self) -> Option<T>) -> T {
        let begun = std::time::Instant::now();
        loop {
            if let Some(answer) = ask(self) {
                return answer;
            }
            assert!(begun.elapsed() < LONGEST, "what was waited for did not come");
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn tell(&mut self, method: &str, params: &Value) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and takes the question back at once; gives what comes of it.
    pub fn ask_and_cancel(&mut self, method: &str, params: &Value) -> Value {
        let id = self.begin(method, params);
        self.tell("$/cancelRequest", &json!({ "id": id }));
        self.wait_for(id)
    }

    /// Asks, and gives the answer.
    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer["error"].is_null(), "{method}: {answer:#}");
        answer["result"].clone()
    }

    /// Asks what is refused, and gives why.
    pub fn refused(&mut self, method: &str, params: &Value) -> String {
        let answer = self.answer(method, params);
        answer["error"]["message"].as_str().unwrap_or_else(|| panic_with(method, &answer)).to_owned()
    }

    /// Asks, and gives the whole answer, right or wrong.
    pub fn answer(&mut self, method: &str, params: &Value) -> Value {
        let id = self.begin(method, params);
        self.wait_for(id)
    }

    fn begin(&mut self, method: &str, params: &Value) -> i64 {
        self.asked += 1;
        self.write(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        self.asked
    }

    fn wait_for(&mut self, id: i64) -> Value {
        loop {
            let message = self.next();
            if message["id"] == id && message["method"].is_null() {
                return message;
            }
            self.early.push_back(message);
        }
    }

    fn next(&mut self) -> Value {
        self.from.recv_timeout(LONGEST).expect("the server says something")
    }

    fn write(&mut self, message: &Value) {
        let text = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends any bytes.
    pub fn send(&mut self, bytes: &[u8]) {
        let to = self.to.as_mut().expect("it is still talked to");
        to.write_all(bytes).expect("the server reads");
        to.flush().expect("the server reads");
    }

    /// Goes away without a word: the server ends as well.
    pub fn go(mut self) {
        drop(self.to.take());
        let status = self.server.wait().expect("the server ends");
        assert!(status.success(), "{status}");
    }

    /// Ends the server by a signal.
    pub fn end_by_signal(mut self) {
        let id = self.server.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("there is `kill`").success());
        self.server.wait().expect("the server ends");
    }

    /// Says that it is done: the server ends well.
    pub fn end(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        let status = self.server.wait().expect("the server ends");
        assert!(status.success(), "{status}");
    }
}

/// Puts one object over another.
fn merge(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                merge(under.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

fn panic_with(method: &str, answer: &Value) -> &'static str {
    assert!(answer.is_null(), "{method} is answered: {answer:#}");
    ""
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut text = vec![0; length];
    from.read_exact(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

/// A text after edits, as an editor that counts bytes makes them.
pub fn apply(text: &str, edits: &Value) -> String {
    let offset = |place: &Value| {
        let line = usize::try_from(place["line"].as_u64().expect("a line")).expect("it is small");
        let column = usize::try_from(place["character"].as_u64().expect("a column")).expect("it is small");
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + column
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("edits are a list")
        .iter()
        .map(|edit| {
            let new = edit["newText"].as_str().expect("an edit has a text");
            (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), new)
        })
        .collect();
    edits.sort_unstable();
    let mut out = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}

//! Messages of JSON-RPC 2.0, as the Model Context Protocol has them.

use serde_json::{Map, Value, json};

use super::guides::Guides;
use super::{resources, tools};

/// The versions that begin with `initialize`, oldest first.
const WITH_HANDSHAKE: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

/// The versions in which each request says its own.
const STATELESS: [&str; 1] = ["2026-07-28"];

/// Where a request says its version.
const VERSION: &str = "io.modelcontextprotocol/protocolVersion";

/// Where an answer says who gave it.
const SERVER: &str = "io.modelcontextprotocol/serverInfo";

/// What an agent is told of all tools.
const INSTRUCTIONS: &str = "Guides that lead from what a person sees to what helps. Begin with find_guides, or with start where \
the guide is known; then ask the person the question, and tell what they say with answer, always with the newest handle. An \
older handle goes back. Nothing here runs anything. Where ask_human is true, a person has to say yes to exactly that step.";

/// What went wrong with a request: the code and the message of JSON-RPC, and what else is told.
pub struct Refused {
    code: i64,
    message: String,
    data: Option<Value>,
}

impl Refused {
    /// The arguments cannot be.
    pub fn arguments(message: impl Into<String>) -> Self {
        Self { code: -32602, message: message.into(), data: None }
    }
}

/// The answer to a line; nothing where it wants none.
pub fn respond(guides: &Guides, line: &[u8]) -> Option<String> {
    if line.trim_ascii().is_empty() {
        return None;
    }
    let request: Map<String, Value> = match serde_json::from_slice(line) {
        Ok(Value::Object(request)) => request,
        Ok(_) => return Some(failed(&Value::Null, &invalid("a message is an object"))),
        Err(error) => {
            let refused = Refused { code: -32700, message: format!("this is no JSON: {error}"), data: None };
            return Some(failed(&Value::Null, &refused));
        }
    };
    // What has no id is a notification, and what has no method an answer: we ask nothing.
    let id = request.get("id").filter(|id| id.is_string() || id.is_number()).cloned();
    let (Some(id), Some(method)) = (id, request.get("method").and_then(Value::as_str)) else {
        let is_message =
            request.contains_key("method") || request.contains_key("result") || request.contains_key("error");
        return (!is_message).then(|| failed(&Value::Null, &invalid("a request has an id and a method")));
    };
    let none = Map::new();
    let params = request.get("params").and_then(Value::as_object).unwrap_or(&none);
    Some(match result(guides, method, params) {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string(),
        Err(refused) => failed(&id, &refused),
    })
}

/// The answer to a line that is too long to be read.
pub fn too_long() -> String {
    failed(&Value::Null, &invalid("a message has at most 8 MiB"))
}

fn invalid(message: &str) -> Refused {
    Refused { code: -32600, message: message.to_owned(), data: None }
}

fn failed(id: &Value, refused: &Refused) -> String {
    let mut error = json!({"code": refused.code, "message": refused.message});
    if let Some(data) = &refused.data {
        error["data"] = data.clone();
    }
    json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string()
}

fn result(guides: &Guides, method: &str, params: &Map<String, Value>) -> Result<Value, Refused> {
    let version = params.get("_meta").and_then(|meta| meta.get(VERSION)).and_then(Value::as_str);
    if let Some(version) = version.filter(|version| !STATELESS.contains(version)) {
        let data = json!({"supported": STATELESS, "requested": version});
        let message = format!("the version {version} is not spoken here without `initialize`");
        return Err(Refused { code: -32022, message, data: Some(data) });
    }
    let mut result = match method {
        "initialize" => initialize(params),
        "server/discover" => json!({
            "supportedVersions": STATELESS, "capabilities": capabilities(), "instructions": INSTRUCTIONS,
        }),
        "ping" => json!({}),
        "tools/list" => json!({"tools": tools::list()}),
        "tools/call" => tools::call(guides, params)?,
        "resources/list" => resources::list(guides, params)?,
        "resources/templates/list" => json!({"resourceTemplates": resources::templates()}),
        "resources/read" => resources::read(guides, params)?,
        "prompts/list" => json!({"prompts": [resources::prompt()]}),
        "prompts/get" => resources::filled_prompt(params)?,
        _ => return Err(Refused { code: -32601, message: format!("there is no method `{method}`"), data: None }),
    };
    if version.is_some()
        && let Some(fields) = result.as_object_mut()
    {
        fields.insert("resultType".to_owned(), json!("complete"));
        fields.insert("_meta".to_owned(), json!({SERVER: server()}));
        if method.ends_with("/list") || matches!(method, "server/discover" | "resources/read") {
            // Knowledge changes with its project: whoever asks again is told what holds then.
            fields.insert("ttlMs".to_owned(), json!(0));
            fields.insert("cacheScope".to_owned(), json!("private"));
        }
    }
    Ok(result)
}

fn initialize(params: &Map<String, Value>) -> Value {
    let asked = params.get("protocolVersion").and_then(Value::as_str).unwrap_or_default();
    let newest = WITH_HANDSHAKE[WITH_HANDSHAKE.len() - 1];
    let version = WITH_HANDSHAKE.iter().find(|known| **known == asked).copied().unwrap_or(newest);
    json!({
        "protocolVersion": version, "capabilities": capabilities(), "serverInfo": server(), "instructions": INSTRUCTIONS,
    })
}

fn capabilities() -> Value {
    json!({"tools": {}, "resources": {}, "prompts": {}})
}

fn server() -> Value {
    json!({"name": "kbc", "title": "kbc troubleshooting guides", "version": env!("CARGO_PKG_VERSION")})
}

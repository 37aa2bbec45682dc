//! `kbc lsp`: the language server, for editors.
//!
//! In: messages of the Language Server Protocol on standard input. Out: answers on standard output. Texts that are open in the
//! editor take the place of those on the disk, in a session for each project; findings are found on a thread of their own
//! (`worker.rs`), and all other answers come from what the file and its neighbours mean now (`session::View`), so that
//! none of them waits for a plan.

mod actions;
mod address;
mod calls;
mod client;
mod complete;
mod cursor;
mod documents;
mod edits;
mod findings;
mod hints;
mod hover;
mod lenses;
mod lines;
mod modules;
mod outline;
mod places;
mod pointing;
mod preview;
mod pulls;
mod rename;
mod requests;
mod server;
mod showing;
mod stdio;
mod tokens;
mod worker;

use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;
use lsp_server::{Connection, ErrorCode, Message, Response};
use serde_json::json;

use super::{CliError, Outcome};
use client::Client;
use server::Server;

/// Serve an editor: findings as you type, completion, jumps, renaming, layout (Language Server Protocol on standard input)
#[derive(Debug, Args)]
pub struct Arguments {
    /// Accepted since some editors always give it; there is no other way to talk to it
    #[arg(long)]
    stdio: bool,
    /// Write what is asked, and how long each answer takes, into this file
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, CliError> {
    let log = arguments.log.as_deref().map(fs_err::File::create).transpose()?;
    let (connection, writer) = stdio::connect()?;
    serve(&connection, log.map(Mutex::new))?;
    drop(connection);
    // A client that went away does not hear the last answers; that is no fault of anybody's.
    let _ = writer.join();
    Ok(Outcome::Fine)
}

/// Talks to one client until it says that it is done, or goes away.
pub(super) fn serve(connection: &Connection, log: Option<Mutex<fs_err::File>>) -> Result<(), CliError> {
    let Some((id, params)) = initialize(connection) else { return Ok(()) };
    let client = match Client::of(params) {
        Ok(client) => client,
        Err(error) => {
            let wrong = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
            let _ = connection.sender.send(wrong.into());
            return Err(CliError::new(format!("the editor's first message cannot be read: {error}")));
        }
    };
    let result = json!({
        "capabilities": client.capabilities(),
        "serverInfo": { "name": "kbc", "version": env!("CARGO_PKG_VERSION") },
    });
    if connection.sender.send(Response::new_ok(id, result).into()).is_err() {
        return Ok(());
    }
    Server::new(client, connection.sender.clone(), log).run(&connection.receiver);
    Ok(())
}

/// The first request; nothing where the client goes away before it.
fn initialize(connection: &Connection) -> Option<(lsp_server::RequestId, serde_json::Value)> {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == "initialize" => return Some((request.id, request.params)),
            Message::Request(request) => {
                let early = "the first request has to be `initialize`".to_owned();
                let answer = Response::new_err(request.id, ErrorCode::ServerNotInitialized as i32, early);
                connection.sender.send(answer.into()).ok()?;
            }
            Message::Notification(note) if note.method == "exit" => return None,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    None
}

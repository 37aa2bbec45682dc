//! Messages on standard input and output.
//!
//! What is no message is passed over: an editor that slips once must not lose its server.

use std::io::{self, BufWriter, ErrorKind};
use std::thread::{self, JoinHandle};

use crossbeam_channel::unbounded;
use lsp_server::{Connection, Message};

/// A connection over standard input and output, and the thread that writes: it ends when the connection is dropped.
pub fn connect() -> io::Result<(Connection, JoinHandle<io::Result<()>>)> {
    let (taken, receiver) = unbounded();
    let (sender, given) = unbounded::<Message>();
    // It waits for the editor, also when all others are done, so nobody waits for it.
    thread::Builder::new().name("messages".to_owned()).spawn(move || {
        let mut from = io::stdin().lock();
        loop {
            match Message::read(&mut from) {
                Ok(Some(message)) => {
                    if taken.send(message).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == ErrorKind::InvalidData => {}
                Ok(None) | Err(_) => return,
            }
        }
    })?;
    let writer = thread::Builder::new().name("answers".to_owned()).spawn(move || {
        let mut to = BufWriter::new(io::stdout());
        given.iter().try_for_each(|message| message.write(&mut to))
    })?;
    Ok((Connection { sender, receiver }, writer))
}

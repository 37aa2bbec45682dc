//! Listens on this machine alone, and has each connection answered.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::answer;
use super::slots::Slots;

/// So many connections at most are answered at once: each has a thread.
const CONNECTIONS: usize = 128;

/// How long to wait before listening on, where the machine had nothing left for a connection.
const REST: Duration = Duration::from_millis(50);

/// Listens on a port of the loopback address; on any that is free, for 0.
pub fn on(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
}

/// Has each connection answered on a thread of its own, for ever.
pub fn answer_all(listener: &TcpListener, answer: impl Fn(&TcpStream) + Send + Sync + 'static) {
    let (slots, answer) = (Slots::new(CONNECTIONS), Arc::new(answer));
    for connection in listener.incoming() {
        // A connection that fails is the browser's trouble; it asks again. What the machine lacks may be there soon.
        let Ok(connection) = connection else {
            thread::sleep(REST);
            continue;
        };
        let Some(place) = slots.take() else {
            drop(answer::busy(&connection));
            continue;
        };
        let answer = Arc::clone(&answer);
        let answered = thread::Builder::new().spawn(move || {
            answer(&connection);
            drop(place);
        });
        if answered.is_err() {
            thread::sleep(REST);
        }
    }
}

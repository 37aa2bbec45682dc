//! What is remembered of plans: never another answer, whatever becomes of the memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "plans/amended.rs"]
mod amended;
#[path = "plans/commands.rs"]
mod commands;
#[path = "plans/disk.rs"]
mod disk;
#[path = "plans/edits.rs"]
mod edits;
#[path = "plans/memory.rs"]
mod memory;
#[path = "plans/paces.rs"]
mod paces;

pub use edits::{assert_same_files, file as lamp_file};

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Mutex;

use kbc::digest::Digest;
use kbc::plans::Memory;

/// A memory that counts what it is given.
#[derive(Debug, Default)]
struct Counting(Mutex<(BTreeMap<String, Vec<u8>>, usize)>);

impl Counting {
    /// How often something was put into it.
    fn kept(&self) -> usize {
        self.0.lock().unwrap().1
    }

    /// Changes all that it remembers.
    fn spoil(&self, change: impl FnMut(&mut Vec<u8>)) {
        self.0.lock().unwrap().0.values_mut().for_each(change);
    }
}

impl Memory for Counting {
    fn recall(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.lock().unwrap().0.get(&key.to_hex()).cloned()
    }

    fn keep(&self, key: Digest, bytes: Vec<u8>) {
        let mut all = self.0.lock().unwrap();
        all.0.insert(key.to_hex(), bytes);
        all.1 += 1;
    }
}

/// A lamp with so many parts that may be broken, and two checks.
fn lamp(parts: usize) -> String {
    let mut text = "guide lamp \"The lamp stays dark\" { symptoms dark, flickers ; otherwise shop }\n\
         symptom dark \"The lamp is dark\"\nsymptom flickers \"The lamp flickers\"\n\
         escalation shop \"Ask the shop\" { takes 3 h }\n\
         check socket \"Is the socket warm?\" { takes 1 min ; outcome warm \"Yes\" { points-to part-0 strongly } ; outcome cold \"No\" }\n\
         check hum \"Does it hum?\" { takes 2 min ; outcome loud \"Loudly\" { rules-out part-1 } ; outcome low \"A bit\" ; outcome no \"No\" { against part-0 } }\n"
        .to_owned();
    for part in 0..parts {
        writeln!(
            text,
            "cause part-{part} \"Part {part} is broken\" {{ likelihood {} ; shows dark {}, flickers sometimes }}\n\
             remedy change-{part} \"Change part {part}\" {{ fixes part-{part} usually ; takes {} min\n  steps {{ step \"Take part {part} out.\" ; step \"Put a new one in.\" }}\n  verify \"Switch the lamp on.\" 20 s }}",
            ["common", "rare", "occasional"][part % 3],
            ["always", "often"][part % 2],
            3 + 7 * part % 20,
        )
        .unwrap();
    }
    text
}

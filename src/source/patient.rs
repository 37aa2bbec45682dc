//! Reading and writing that a signal interrupts is tried again, but not for ever.
//!
//! The standard library tries for ever, and a file system that never does better than "interrupted", as some over a network
//! or in user space, would have a command hang that could have said what is wrong.

use std::io::{self, Read, Write};

/// So often in a row nothing interrupts that has an end.
const TRIES: usize = 1_000;

/// A file or a stream whose calls are tried again when they are interrupted, up to a point.
#[derive(Debug)]
pub struct Patient<T>(pub T);

/// Makes a call until it is not interrupted; after too many tries that is an error like any other.
pub fn patiently<R>(mut call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
    for _ in 0..TRIES {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
    Err(io::Error::other("it was interrupted again and again"))
}

impl<T: Read> Read for Patient<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        patiently(|| self.0.read(bytes))
    }
}

impl<T: Write> Write for Patient<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        patiently(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        patiently(|| self.0.flush())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Is interrupted so many times, and takes a byte then.
    struct Interrupted(usize);

    impl Write for Interrupted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.0.checked_sub(1) {
                None => Ok(bytes.len().min(1)),
                Some(left) => {
                    self.0 = left;
                    Err(io::ErrorKind::Interrupted.into())
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_interrupted_now_and_then_goes_on_and_what_always_is_ends() {
        assert!(Patient(Interrupted(TRIES - 1)).write_all(b"abc").is_ok());
        let error = Patient(Interrupted(usize::MAX)).write_all(b"abc").unwrap_err();
        assert_eq!(error.to_string(), "it was interrupted again and again");
    }
}

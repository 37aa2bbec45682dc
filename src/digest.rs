//! What bytes are told apart by: their XXH3 digest of 128 bits.
//!
//! In: bytes, or parts one after another. Out: a digest that is the same on every machine. It finds changes and names
//! versions; it is no seal against somebody who makes two texts of one digest on purpose, and nothing here relies on that.

use std::{fmt, io};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The digest of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The length of a digest in bytes.
    pub const LENGTH: usize = 16;

    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes).to_be_bytes())
    }

    /// The digest of all that a reader gives, of which only a piece is in memory at a time.
    pub fn of_all(mut reader: impl io::Read) -> io::Result<Self> {
        let mut all = Xxh3::new();
        let mut piece = [0; 16 * 1024];
        loop {
            match reader.read(&mut piece)? {
                0 => return Ok(Self(all.digest128().to_be_bytes())),
                read => all.update(&piece[..read]),
            }
        }
    }

    /// A digest that was written down as bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// Its bytes, the most significant first.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// Its 32 hexadecimal digits, as ASCII.
    #[must_use]
    pub fn digits(&self) -> [u8; 2 * Self::LENGTH] {
        let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
        let mut digits = [0; 2 * Self::LENGTH];
        for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(self.0) {
            *pair = [digit(byte >> 4), digit(byte & 0xf)];
        }
        digits
    }

    /// Its hexadecimal digits as a text.
    #[must_use]
    pub fn to_hex(&self) -> String {
        self.digits().map(char::from).iter().collect()
    }

    /// The digest of 32 hexadecimal digits; nothing for any other text.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let fits = text.len() == 2 * Self::LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = fits.then(|| u128::from_str_radix(text, 16).ok()).flatten()?;
        Some(Self(value.to_be_bytes()))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

/// Takes in parts, and gives the digest of all of them.
#[derive(Clone, Default)]
pub struct Digester(Xxh3);

impl fmt::Debug for Digester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} so far", self.finish())
    }
}

impl Digester {
    /// With nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a part with its length, so that no two lists of parts are alike.
    pub fn part(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// The digest of all parts so far.
    #[must_use]
    pub fn finish(&self) -> Digest {
        Digest(self.0.digest128().to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_bytes_come_back() {
        let digest = Digest::of(b"some bytes");
        assert_eq!(Digest::from_hex(&digest.to_hex()), Some(digest));
        assert_eq!(Digest::from_bytes(*digest.as_bytes()), digest);
        assert_eq!(digest.to_hex().len(), 32);
    }

    #[test]
    fn a_reader_has_the_digest_of_its_bytes() {
        let bytes: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        for size in [0, 1, 240, 241, 16 * 1024, 16 * 1024 + 1, bytes.len()] {
            assert_eq!(Digest::of_all(&bytes[..size]).unwrap(), Digest::of(&bytes[..size]), "{size}");
        }
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for text in ["", "12", "+0000000000000000000000000000001", "g0000000000000000000000000000000"] {
            assert_eq!(Digest::from_hex(text), None, "{text}");
        }
    }

    #[test]
    fn it_is_the_digest_of_the_specification() {
        // The value that the algorithm's own tests have for no bytes.
        assert_eq!(Digest::of(b"").to_hex(), "99aa06d3014798d86001c324468d497f");
    }

    #[test]
    fn parts_are_told_apart() {
        let digest = |parts: &[&[u8]]| {
            let mut all = Digester::new();
            parts.iter().for_each(|part| all.part(part));
            all.finish()
        };
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
        assert_ne!(digest(&[b"", b"a"]), digest(&[b"a", b""]));
    }
}

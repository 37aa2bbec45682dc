//! A stream cut into blocks that end with lines.

use std::io::{self, Read};

/// How a stream is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The most bytes of a block.
    pub block: usize,
    /// By how many bytes the pieces of a line overlap that is longer than a block. Less than a block.
    pub overlap: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { block: 512 << 10, overlap: 64 << 10 }
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Whole lines.
    Lines,
    /// A piece of one long line: whether it is the first, and whether it is the last.
    Piece { first: bool, last: bool },
}

/// A stretch of a stream.
#[derive(Debug)]
pub(super) struct Block {
    pub bytes: Vec<u8>,
    pub shape: Shape,
}

/// Cuts a stream.
pub(super) struct Blocks<R> {
    from: R,
    size: Size,
    /// What was read and belongs to the next block.
    carry: Vec<u8>,
    /// Room of blocks that are done with, which the next ones take.
    rooms: Vec<Vec<u8>>,
    /// Whether a long line goes on.
    in_long_line: bool,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub fn new(from: R, size: Size) -> Self {
        Self { from, size, carry: Vec::new(), rooms: Vec::new(), in_long_line: false, ended: false }
    }

    /// Takes the room of a block that is done with.
    pub fn recycle(&mut self, block: Block) {
        let mut room = block.bytes;
        room.clear();
        self.rooms.push(room);
    }

    /// The next block; nothing at the end.
    pub fn next(&mut self) -> io::Result<Option<Block>> {
        if self.ended {
            return Ok(None);
        }
        let mut bytes = self.rooms.pop().unwrap_or_else(|| Vec::with_capacity(self.size.block));
        bytes.append(&mut self.carry);
        let room = self.size.block.saturating_sub(bytes.len());
        // Reads until there is no more room or nothing more to read, and again after an interruption.
        (&mut self.from).take(room as u64).read_to_end(&mut bytes)?;
        self.ended = bytes.len() < self.size.block;
        let cut = if self.in_long_line { memchr::memchr(b'\n', &bytes) } else { memchr::memrchr(b'\n', &bytes) };
        let piece = |last: bool| Shape::Piece { first: !self.in_long_line, last };
        let shape = match (cut, self.ended) {
            (Some(at), false) => {
                self.carry = bytes.split_off(at + 1);
                if self.in_long_line { piece(true) } else { Shape::Lines }
            }
            (Some(at), true) if self.in_long_line => {
                self.carry = bytes.split_off(at + 1);
                // What is left are the last lines.
                self.ended = self.carry.is_empty();
                piece(true)
            }
            (_, true) => {
                if self.in_long_line {
                    piece(true)
                } else {
                    Shape::Lines
                }
            }
            (None, false) => {
                self.carry = bytes[bytes.len() - self.size.overlap..].to_vec();
                piece(false)
            }
        };
        // A long line may end with its last piece: then an empty one says so.
        let is_block = !bytes.is_empty() || self.in_long_line;
        self.in_long_line = matches!(shape, Shape::Piece { last: false, .. });
        Ok(is_block.then_some(Block { bytes, shape }))
    }
}

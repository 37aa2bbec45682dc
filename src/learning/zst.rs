//! Logs packed with Zstandard: one frame, or several behind each other, as appending makes them.

use std::io::{self, BufRead, BufReader, Read};

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

type Frame<R> = StreamingDecoder<BufReader<R>, FrameDecoder>;

/// All frames of a stream, unpacked.
pub(super) struct Frames<R: Read> {
    /// Nothing once the stream is over.
    frame: Option<Frame<R>>,
}

impl<R: Read> Frames<R> {
    /// Begins with the first frame.
    pub(super) fn new(stream: R) -> io::Result<Self> {
        Ok(Self { frame: Some(begun(BufReader::new(stream))?) })
    }
}

fn begun<R: Read>(stream: BufReader<R>) -> io::Result<Frame<R>> {
    StreamingDecoder::new(stream).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(mut frame) = self.frame.take() {
            let count = frame.read(into)?;
            if count > 0 || into.is_empty() {
                self.frame = Some(frame);
                return Ok(count);
            }
            let mut rest = frame.into_inner();
            if !rest.fill_buf()?.is_empty() {
                self.frame = Some(begun(rest)?);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::Frames;

    #[test]
    fn all_frames_are_read_and_what_is_cut_is_an_error() {
        let frames: Vec<u8> = ["one\n", "two\n"]
            .iter()
            .flat_map(|text| compress_to_vec(text.as_bytes(), CompressionLevel::Fastest))
            .collect();
        let read = |bytes: &[u8]| {
            let mut text = String::new();
            Frames::new(bytes).and_then(|mut frames| frames.read_to_string(&mut text)).map(|_| text)
        };
        assert_eq!(read(&frames).expect("both are whole"), "one\ntwo\n");
        assert!(read(&frames[..frames.len() - 2]).is_err());
        assert!(read(b"{\"kbc\":1}").is_err());
    }
}

//! Frames of the base protocol: headers, a blank line, a body of the stated length.
//!
//! * Nothing that a client sends ends the stream, except closing it: anything unreadable is skipped.
//! * A body never takes more memory than the limit, and its buffer grows only as bytes arrive.
//! * After a frame without a usable length, reading continues at the next `Content-Length`, wherever on a line it is.

use std::io::{self, BufRead, Read};

/// The largest body that is read; the same for every client.
pub(crate) const LIMIT: u64 = 256 << 20;

/// How many bytes of a header line are buffered at a time: real headers are far shorter.
const LINE: u64 = 8 << 10;

const LENGTH: &[u8] = b"content-length:";

/// The content of a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A whole body.
    Body(Vec<u8>),
    /// The length of a body over the limit, which was skipped.
    TooLong(u64),
}

/// Reads frames one after another.
pub(crate) struct Frames<R> {
    input: R,
    limit: u64,
}

impl<R: BufRead> Frames<R> {
    /// Frames of `input`, with bodies of at most `limit` bytes.
    pub(crate) fn new(input: R, limit: u64) -> Frames<R> {
        Frames { input, limit }
    }

    /// The next frame; `None` at the end of the input, even inside a frame.
    pub(crate) fn next(&mut self) -> io::Result<Option<Frame>> {
        let Some(length) = self.headers()? else { return Ok(None) };
        if length > self.limit {
            let passed = io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
            return Ok((passed == length).then_some(Frame::TooLong(length)));
        }
        let mut body = Vec::with_capacity(usize::try_from(length.min(1 << 20)).unwrap_or_default());
        self.input.by_ref().take(length).read_to_end(&mut body)?;
        Ok((body.len() as u64 == length).then_some(Frame::Body(body)))
    }

    /// Reads up to the blank line that ends the headers and returns the length of the body.
    fn headers(&mut self) -> io::Result<Option<u64>> {
        let mut line = Vec::new();
        let mut length = None;
        loop {
            if self.input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            if line.last() != Some(&b'\n') {
                // No header is this long, so this is the body of a frame of unknown length. Its end is kept: the next
                // frame's header may start in it.
                let from = line.len().saturating_sub(64);
                line.drain(..from);
                continue;
            }
            let text = line.trim_ascii();
            if !text.is_empty() {
                length = content_length(text).or(length);
            } else if length.is_some() {
                return Ok(length);
            }
            line.clear();
        }
    }
}

/// The number after the last `Content-Length:` of a line. Usually the line starts with it; after the body of a frame
/// without a length, it is in the middle.
fn content_length(line: &[u8]) -> Option<u64> {
    let at = line.windows(LENGTH.len()).rposition(|window| window.eq_ignore_ascii_case(LENGTH))?;
    std::str::from_utf8(&line[at + LENGTH.len()..]).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(input: &str) -> Vec<Frame> {
        let mut frames = Frames::new(input.as_bytes(), 20);
        std::iter::from_fn(|| frames.next().expect("a slice can be read")).collect()
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn headers_may_be_written_in_several_ways() {
        assert_eq!(read("Content-Length: 2\r\n\r\n{}"), [body("{}")]);
        assert_eq!(
            read("content-type: x\r\ncontent-length:2\r\n\r\n{}Content-Length: 1\n\n1"),
            [body("{}"), body("1")]
        );
        assert_eq!(read("Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\n1"), [body(""), body("1")]);
    }

    #[test]
    fn a_frame_without_a_length_is_passed_over() {
        assert_eq!(read("Content-Type: x\r\n\r\n{\"a\":1}Content-Length: 1\r\n\r\n1"), [body("1")]);
        assert_eq!(read("Content-Length: many\r\n\r\n{}Content-Length: 1\r\n\r\n1"), [body("1")]);
        let long = "x".repeat(30_000);
        assert_eq!(read(&format!("{long}Content-Length: 1\r\n\r\n1")), [body("1")]);
    }

    #[test]
    fn a_body_over_the_limit_is_passed_over() {
        let input = format!("Content-Length: 21\r\n\r\n{}Content-Length: 1\r\n\r\n1", "x".repeat(21));
        assert_eq!(read(&input), [Frame::TooLong(21), body("1")]);
    }

    #[test]
    fn an_end_inside_a_frame_is_the_end() {
        assert_eq!(read("Content-Length: 5\r\n\r\nab"), []);
        assert_eq!(read("Content-Len"), []);
        assert_eq!(read("Content-Length: 18446744073709551615\r\n\r\nab"), []);
    }

    proptest! {
        #[test]
        fn any_bytes_before_a_frame_do_not_hide_it(noise in "[ -~\r\n]{0,80}") {
            prop_assume!(!noise.to_ascii_lowercase().contains("content-length"));
            let input = format!("{noise}Content-Length: 2\r\n\r\n{{}}");
            prop_assert_eq!(read(&input), [body("{}")]);
        }
    }
}

//! Reads bytes and lines within limits, and decodes them.

use super::entry::Imported;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Longer lines are skipped, and a list ends at a longer record: no record in a list of names is that large.
const RECORD: usize = 16 << 20;

/// Longer lists are refused if their format can be read neither by line nor as a stream.
const WHOLE: usize = 64 << 20;

/// Calls `take` with each line, without its line end, and its number. A read error is reported and ends the list.
pub(super) fn each(input: &mut dyn BufRead, found: &mut Imported, mut take: impl FnMut(&mut Imported, u64, &str)) {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        let whole = match next(input, &mut line) {
            Ok(None) => return,
            Ok(Some(whole)) => whole,
            Err(error) => return found.fault_at(number, &format!("the list cannot be read further: {error}")),
        };
        if number == 1 && (line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff")) {
            return found.fault_at(1, "the list is UTF-16: save it as UTF-8");
        }
        if !whole {
            found.fault_at(number, "the line is longer than 16 MiB, and was passed over");
            continue;
        }
        let text = decode(&line);
        let text = if number == 1 { text.trim_start_matches('\u{feff}') } else { &*text };
        take(found, number, text.trim_end_matches(['\n', '\r']));
    }
}

/// Reads a line; `None` at the end, false if it was too long and the rest was dropped.
fn next(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    let limit = RECORD as u64;
    if (&mut *input).take(limit).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") || (line.len() as u64) < limit {
        return Ok(Some(true));
    }
    line.clear();
    loop {
        let buffer = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            buffer => buffer?,
        };
        if buffer.is_empty() {
            return Ok(Some(false));
        }
        let end = memchr::memchr(b'\n', buffer);
        let used = end.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(Some(false));
        }
    }
}

/// Decodes bytes as UTF-8, or else as Windows-1252, which old lists use.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    // The characters 0x80 to 0x9f; unassigned codes map to themselves.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(
            bytes
                .iter()
                .map(|byte| match byte {
                    0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
                    byte => char::from(*byte),
                })
                .collect(),
        ),
    }
}

/// Reads a whole list, for formats that cannot be streamed.
pub(super) fn whole(input: &mut dyn BufRead, found: &mut Imported) -> Option<String> {
    match whole_text(input) {
        Ok(text) => Some(text),
        Err(message) => {
            found.fault("", &message);
            None
        }
    }
}

/// Reads a whole text, or returns a message that says why not.
pub(super) fn whole_text(input: &mut dyn BufRead) -> Result<String, String> {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(WHOLE as u64 + 1).read_to_end(&mut bytes) {
        return Err(format!("the list cannot be read: {error}"));
    }
    if bytes.len() > WHOLE {
        return Err(format!("the list is larger than {} MiB: cut it into several", WHOLE >> 20));
    }
    Ok(decode(&bytes).trim_start_matches('\u{feff}').to_owned())
}

/// Skips a byte order mark.
pub(super) fn skip_mark(input: &mut dyn BufRead) {
    if input.fill_buf().is_ok_and(|bytes| bytes.starts_with(b"\xef\xbb\xbf")) {
        input.consume(3);
    }
}

/// Counts the lines read.
pub(super) struct Counted<'i> {
    inner: &'i mut dyn BufRead,
    pub(super) line: u64,
}

impl<'i> Counted<'i> {
    pub(super) fn new(inner: &'i mut dyn BufRead) -> Counted<'i> {
        Counted { inner, line: 1 }
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let many = self.inner.read(out)?;
        self.line += memchr::memchr_iter(b'\n', &out[..many]).count() as u64;
        Ok(many)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, many: usize) {
        if let Ok(buffer) = self.inner.fill_buf() {
            self.line += memchr::memchr_iter(b'\n', &buffer[..many.min(buffer.len())]).count() as u64;
        }
        self.inner.consume(many);
    }
}

/// Limits each record to [`RECORD`] bytes, so that a malformed list is not read into memory as one record. The caller
/// renews the [`Allowance`] for each record.
pub(super) struct Limited<'i> {
    inner: &'i mut dyn BufRead,
    allowance: Allowance,
}

/// The bytes that may still be read for the current record.
#[derive(Clone)]
pub(super) struct Allowance(Rc<Cell<u64>>);

impl Allowance {
    /// Starts the next record.
    pub(super) fn renew(&self) {
        self.0.set(RECORD as u64);
    }

    /// Suspends the limit for content that is skipped.
    pub(super) fn lift(&self) {
        self.0.set(u64::MAX);
    }

    fn spend(&self, many: usize) {
        self.0.set(self.0.get().saturating_sub(many as u64));
    }
}

impl<'i> Limited<'i> {
    pub(super) fn new(inner: &'i mut dyn BufRead) -> (Limited<'i>, Allowance) {
        let allowance = Allowance(Rc::new(Cell::new(RECORD as u64)));
        (Limited { inner, allowance: allowance.clone() }, allowance)
    }

    /// The remaining number of bytes.
    fn left(&self) -> io::Result<usize> {
        match self.allowance.0.get() {
            0 => Err(io::Error::other(format!("a record is larger than {} MiB", RECORD >> 20))),
            left => Ok(usize::try_from(left).unwrap_or(usize::MAX)),
        }
    }
}

impl Read for Limited<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = self.left()?.min(out.len());
        let many = self.inner.read(&mut out[..most])?;
        self.allowance.spend(many);
        Ok(many)
    }
}

impl BufRead for Limited<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = self.left()?;
        let buffer = self.inner.fill_buf()?;
        Ok(&buffer[..left.min(buffer.len())])
    }

    fn consume(&mut self, many: usize) {
        self.allowance.spend(many);
        self.inner.consume(many);
    }
}

//! Reads the short shipped lists when the crate is compiled, so that no process has to.
//!
//! Whatever these functions reject fails the build, because the lists are part of the crate.

/// The lines of a text, or the cells of a line, one at a time.
pub(super) struct Parts<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Parts<'a> {
    /// The parts of a text between the separators.
    pub(super) const fn of(text: &'a [u8], separator: u8) -> Parts<'a> {
        Parts { rest: Some(text), separator }
    }

    /// The records of a list: its lines after the comments and the line that names the columns.
    pub(super) const fn records(list: &'a str) -> Parts<'a> {
        let mut lines = Parts::of(list.as_bytes(), b'\n');
        while let Some(line) = lines.next() {
            if !line.is_empty() && line[0] != b'#' {
                return lines;
            }
        }
        panic!("a list has a line that names its columns")
    }

    /// The next part. The end of the text is not one more, empty part.
    pub(super) const fn next(&mut self) -> Option<&'a [u8]> {
        let Some(text) = self.rest else { return None };
        if text.is_empty() {
            self.rest = None;
            return None;
        }
        let mut end = 0;
        while end < text.len() && text[end] != self.separator {
            end += 1;
        }
        let (part, rest) = text.split_at(end);
        self.rest = match rest.split_first() {
            Some((_, rest)) => Some(rest),
            None => None,
        };
        Some(part)
    }
}

/// The text in these bytes.
pub(super) const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a list is divided between characters"),
    }
}

/// Entries by their hash, in buckets of linked entries: a table that can be computed when the crate is compiled.
pub(super) struct Buckets<const BUCKETS: usize, const ENTRIES: usize> {
    /// The first entry of each bucket, counted from 1; 0 if it is empty.
    first: [u16; BUCKETS],
    /// The entry after each entry, counted from 1; 0 after the last.
    next: [u16; ENTRIES],
}

impl<const BUCKETS: usize, const ENTRIES: usize> Buckets<BUCKETS, ENTRIES> {
    /// Without entries.
    pub(super) const fn new() -> Buckets<BUCKETS, ENTRIES> {
        assert!(BUCKETS.is_power_of_two() && ENTRIES < u16::MAX as usize, "entries are counted in 16 bits");
        Buckets { first: [0; BUCKETS], next: [0; ENTRIES] }
    }

    /// The bucket of a hash.
    const fn bucket(hash: u64) -> usize {
        (hash >> 20) as usize & (BUCKETS - 1)
    }

    /// Adds an entry to the bucket of its hash, after those that are there.
    #[expect(clippy::cast_possible_truncation, reason = "`new` holds the number of entries to 16 bits")]
    pub(super) const fn add(&mut self, hash: u64, entry: usize) {
        let number = entry as u16 + 1;
        let bucket = Self::bucket(hash);
        if self.first[bucket] == 0 {
            self.first[bucket] = number;
            return;
        }
        let mut last = self.first[bucket] as usize - 1;
        while self.next[last] != 0 {
            last = self.next[last] as usize - 1;
        }
        self.next[last] = number;
    }

    /// The entries in the bucket of a hash, in the order in which they were added; some may have another hash.
    #[inline]
    pub(super) fn at(&self, hash: u64) -> impl Iterator<Item = usize> {
        let number = |number: u16| usize::from(number).checked_sub(1);
        std::iter::successors(number(self.first[Self::bucket(hash)]), move |entry| number(self.next[*entry]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_between_separators() {
        let all = |text: &'static str, separator| {
            let mut parts = Parts::of(text.as_bytes(), separator);
            std::iter::from_fn(move || parts.next().map(text_of)).collect::<Vec<_>>()
        };
        fn text_of(bytes: &'static [u8]) -> &'static str {
            text(bytes)
        }
        assert_eq!(all("a\tb\t\tc", b'\t'), ["a", "b", "", "c"]);
        assert_eq!(all("a\nb\n", b'\n'), ["a", "b"]);
        assert_eq!(all("", b'\n'), [""; 0]);
        let mut records = Parts::records("# of names\nname\tkind\nDawn\tpaper\n");
        assert_eq!(records.next().map(text), Some("Dawn\tpaper"));
        assert!(records.next().is_none());
    }

    #[test]
    fn buckets_keep_the_order_of_their_entries() {
        let mut buckets = Buckets::<4, 5>::new();
        // The low bits of a hash do not choose its bucket.
        for (entry, hash) in [1 << 20, 1 << 20 | 7, 2 << 20, 5 << 20, 9 << 20].into_iter().enumerate() {
            buckets.add(hash, entry);
        }
        assert_eq!(buckets.at(1 << 20).collect::<Vec<_>>(), [0, 1, 3, 4]);
        assert_eq!(buckets.at(2 << 20).collect::<Vec<_>>(), [2]);
        assert_eq!(buckets.at(3 << 20).count(), 0);
    }
}

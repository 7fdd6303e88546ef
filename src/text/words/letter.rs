//! Letters beyond ASCII, with a fast path for the scripts of most names.

/// Whether `c` is a letter or digit of any script: [`char::is_alphanumeric`], but without its tables for most letters
/// of Latin, Cyrillic, Arabic and Chinese, and for quotation marks and dashes.
#[inline]
#[must_use]
pub fn is_alphanumeric(c: char) -> bool {
    match c as u32 {
        0..0x80 => c.is_ascii_alphanumeric(),
        0xc0..=0x24f => !matches!(c, '×' | '÷'),
        0x410..=0x44f | 0x621..=0x64a | 0x4e00..=0x9fff => true,
        0x2010..=0x2027 => false,
        _ => c.is_alphanumeric(),
    }
}

/// Whether `c` is a letter of any script: [`char::is_alphabetic`], with the same short ways.
#[inline]
#[must_use]
pub fn is_alphabetic(c: char) -> bool {
    match c as u32 {
        0..0x80 => c.is_ascii_alphabetic(),
        0xc0..=0x24f => !matches!(c, '×' | '÷'),
        0x410..=0x44f | 0x621..=0x64a | 0x4e00..=0x9fff => true,
        0x2010..=0x2027 => false,
        _ => c.is_alphabetic(),
    }
}

/// The lower-case form of a letter without diacritics, if a range check is enough to determine it.
#[inline]
pub(super) fn plain(c: char) -> Option<char> {
    match c as u32 {
        // Cyrillic without й.
        0x430..=0x438 | 0x43a..=0x44f => Some(c),
        0x410..=0x418 | 0x41a..=0x42f => char::from_u32(c as u32 + 0x20),
        // Arabic without the letters that contain a hamza or madda.
        0x621 | 0x627..=0x63a | 0x641..=0x64a => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn the_short_ways_lead_where_the_tables_do() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            if let Some(small) = plain(c) {
                let folded: String = std::iter::once(c).nfkd().flat_map(char::to_lowercase).collect();
                assert_eq!(folded, small.to_string(), "{c:?}");
            }
        }
    }
}

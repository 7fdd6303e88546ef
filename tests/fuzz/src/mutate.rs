//! Changes an input as a byte fuzzer does: bytes are lost, doubled, moved or inserted, and pieces of other inputs too.

use crate::dice::Dice;

/// Longer inputs are truncated to this length, which keeps every run short.
const LONGEST: usize = 16 << 10;

/// Inserted tokens: marks that parsers stumble over, and numbers at the limits of their range.
const TOKENS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "](",
    "((",
    "<",
    ">",
    "<!--",
    "-->",
    "{",
    "}",
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "`",
    "```",
    "*",
    "_",
    "\\",
    "|",
    "#",
    "---",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{a0}",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\u{202e}",
    "é",
    "ﬁ",
    "İ",
    "😀",
    "e\u{301}",
    "ʿ",
    ";",
    ",",
    ".",
    ":",
    "&",
    "&amp;",
    "=",
    "0",
    "-1",
    "31",
    "32",
    "1900",
    "9999",
    "10000",
    "65536",
    "4294967295",
    "18446744073709551615",
    "copydesk-ignore",
    "copydesk-ignore-start",
    "Content-Length: ",
    "May 9",
    "Feb. 30",
    "Reuters",
    "https://a.net/x",
    "[^1]",
    "[1]",
];

/// Changes `input` in one to eight places. `others` lend pieces.
#[must_use]
pub fn mutate(dice: &mut Dice, input: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..dice.between(1, 8) {
        let at = dice.below(bytes.len() + 1);
        let most = if dice.once_in(4) { 64 } else { 6 };
        let length = dice.between(1, most).min(bytes.len() - at);
        match dice.below(8) {
            0 => drop(bytes.drain(at..at + length)),
            1 => {
                let piece = bytes[at..at + length].to_vec();
                let times = if dice.once_in(20) { dice.between(2, 100) } else { 1 };
                let piece = piece.repeat(times);
                bytes.splice(at..at, piece);
            }
            2 => {
                let piece: Vec<u8> = bytes.drain(at..at + length).collect();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 if length > 0 => bytes[at] = dice.bits() as u8,
            4 if length > 0 => bytes[at] ^= 1 << dice.below(8),
            5 if !others.is_empty() => {
                let other = &others[dice.below(others.len())];
                let from = dice.below(other.len() + 1);
                let until = (from + dice.between(1, 200)).min(other.len());
                bytes.splice(at..at, other[from..until].iter().copied());
            }
            6 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, dice.one_of(TOKENS).bytes())),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

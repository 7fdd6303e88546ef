//! The only way in which hashes are combined: fixed, so that files may store them.

/// The hash of nothing, for [`combine`].
pub const START: u64 = 0x636f_7079_6465_736b;

/// The hash of a sequence, one item at a time: combines the hash of what came before with that of the next item.
#[inline]
#[must_use]
pub const fn combine(before: u64, next: u64) -> u64 {
    let state = (before.rotate_left(23) ^ next).wrapping_mul(0xff51_afd7_ed55_8ccd);
    state ^ (state >> 32)
}

/// A fixed checksum of bytes.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    // Four lanes, so that a multiplication need not wait for the one before.
    let mut lanes = [START, !START, START.rotate_left(16), START.rotate_left(32)];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, eight) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            *lane = combine(*lane, eight.try_into().map_or(0, u64::from_le_bytes));
        }
    }
    let mut state = lanes.into_iter().fold(START ^ bytes.len() as u64, combine);
    for byte in chunks.remainder() {
        state = combine(state, u64::from(*byte));
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_sees_each_byte_and_the_length() {
        let bytes: Vec<u8> = (0..100).collect();
        let whole = checksum(&bytes);
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_ne!(checksum(&other), whole, "{at}");
            assert_ne!(checksum(&bytes[..at]), whole, "{at}");
        }
        assert_ne!(combine(combine(START, 1), 2), combine(combine(START, 2), 1));
    }
}

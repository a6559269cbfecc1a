//! The shape of the network: how many numbers each layer has, and the functions between layers.
//!
//! A word is the sum of its rows in one table. Two blocks follow, each of a window of three words and of a pass
//! over the sentence in both directions, in which each unit carries on what it has seen until a gate lets in
//! something new. Tags, arcs, relations and names are read off the result.

/// Numbers of a word between layers.
pub const WIDTH: usize = 128;
/// Units of the window layer.
pub const HIDDEN: usize = 128;
/// Units that carry from left to right; the others carry from right to left.
pub const HALF: usize = WIDTH / 2;
/// Blocks of layers.
pub const BLOCKS: usize = 2;
/// Numbers of a word as dependent and as head.
pub const ARC: usize = 96;
/// Hidden units for relations.
pub const LABEL: usize = 64;
/// Hidden units for names.
pub const NAME: usize = 64;
/// Rows that tell a word's name-hood from what the document and the gazetteer say.
pub const NAME_ROWS: usize = 1024;
/// The most of these that a word has.
pub const NAME_ROWS_PER_WORD: usize = 5;
/// Kinds of distance between a word and its head.
pub const DISTANCES: usize = 19;

/// The kind of distance from `word` to `head`; `head` is `n` for the root of a sentence of `n` words.
#[inline]
pub const fn distance(word: usize, head: usize, n: usize) -> usize {
    if head == n {
        return DISTANCES - 1;
    }
    let (far, side) = if head > word { (head - word, 9) } else { (word - head, 0) };
    side + match far {
        0..=4 => far.saturating_sub(1),
        5..=6 => 4,
        7..=9 => 5,
        10..=14 => 6,
        15..=24 => 7,
        _ => 8,
    }
}

/// How much a gate opens, from 0 to 1.
#[inline(always)]
pub const fn gate(x: f32) -> f32 {
    0.5 + 0.5 * x / (1.0 + x.abs())
}

/// The slope of [`gate`].
pub const fn gate_slope(x: f32) -> f32 {
    let below = 1.0 + x.abs();
    0.5 / (below * below)
}

//! What the network sees of a word: rows of one table, each for a property of the word.
//!
//! In come [`Word`]s, out go row numbers. Forms, affixes and shapes are hashed into parts of the table of fixed size;
//! classes of words and capitals have a row each.

use super::word::Word;

/// The most rows a word has.
pub const ROWS_PER_WORD: usize = 15;

/// Stands for no row.
pub const NO_ROW: u32 = u32::MAX;

/// The parts of the table in order, with their numbers of rows.
const LOWER: usize = 0;
const FORM: usize = 1;
const CLASSES: [usize; 3] = [2, 3, 4];
const SUFFIXES: [usize; 4] = [5, 6, 7, 8];
const PREFIXES: [usize; 3] = [9, 10, 11];
const SHAPE: usize = 12;
const CAPITALS: usize = 13;
const PARTS: [u32; 14] = [24576, 8192, 257, 1025, 3001, 256, 2048, 6144, 12288, 256, 2048, 6144, 2048, 256];

/// The first row of each part; the last number is that of all rows.
const FIRST: [u32; PARTS.len() + 1] = {
    let mut first = [0; PARTS.len() + 1];
    let mut part = 0;
    while part < PARTS.len() {
        first[part + 1] = first[part] + PARTS[part];
        part += 1;
    }
    first
};

/// The number of rows of the table.
pub const ROWS: usize = FIRST[PARTS.len()] as usize;

/// The row of `part` that a value with `hash` has.
const fn hashed(part: usize, hash: u64) -> u32 {
    FIRST[part] + (((hash >> 32) * PARTS[part] as u64) >> 32) as u32
}

/// The row of `part` with `number`; the first if there is none.
const fn numbered(part: usize, number: u64) -> u32 {
    if number < PARTS[part] as u64 { FIRST[part] + number as u32 } else { FIRST[part] }
}

/// The positions, among the rows of a word, of those that tell the whole word.
pub const WHOLE_WORD: std::ops::Range<usize> = 0..3;

/// The positions, among the rows of a word, of its distributional classes.
pub const WORD_CLASSES: std::ops::Range<usize> = 3..6;

/// Where a word stands, and how its document writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// Whether it is the first of its sentence.
    pub(crate) is_first: bool,
    /// Whether the document also writes it without capital.
    pub(crate) is_lowercase_elsewhere: bool,
}

/// The rows of `word`.
pub(crate) fn rows_of(word: &Word, setting: Setting) -> [u32; ROWS_PER_WORD] {
    let mut rows = [NO_ROW; ROWS_PER_WORD];
    rows[0] = hashed(LOWER, word.lower);
    // The low half of the hash: words that share the first row do not share the second.
    rows[1] = hashed(LOWER, word.lower << 32);
    if word.form != word.lower {
        rows[2] = hashed(FORM, word.form);
    }
    for (at, part) in CLASSES.into_iter().enumerate() {
        rows[WORD_CLASSES.start + at] = numbered(part, word.clusters[at + 1]);
    }
    for (at, part) in SUFFIXES.into_iter().enumerate() {
        rows[6 + at] = hashed(part, word.suffixes[at]);
    }
    for (at, part) in PREFIXES.into_iter().enumerate() {
        rows[10 + at] = hashed(part, word.prefixes[at]);
    }
    rows[13] = hashed(SHAPE, word.shape);
    let setting = u64::from(setting.is_first) | u64::from(setting.is_lowercase_elsewhere) << 1;
    rows[14] = numbered(CAPITALS, word.flags << 2 | setting);
    rows
}

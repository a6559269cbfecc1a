//! What the model sees of a word: hashes of its form, affixes and shape, its classes and its capitals.

use std::fmt;

const fn mix(mut x: u64) -> u64 {
    x ^= x >> 32;
    x = x.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^= x >> 29;
    x = x.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    x ^ (x >> 32)
}

/// One number made of two; their order matters.
pub(crate) const fn pair(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x9FB2_1C65_1E98_DF25).rotate_left(29) ^ b.wrapping_mul(0xA24B_AED4_963E_E407)
}

/// The hash of a sequence of characters.
pub(crate) fn hash_characters(characters: impl Iterator<Item = char>) -> u64 {
    let hash = characters
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3));
    mix(hash)
}

/// How a sentence uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// As running text does.
    Sentence,
    /// As headlines do: nearly every long word is capitalised, so a capital says little.
    Title,
    /// Capitals only.
    Upper,
}

/// What is known of one word before it is tagged.
#[derive(Debug, Clone, Copy, Default)]
pub struct Word {
    /// Hash of the form, case kept where it says something, digits made equal.
    pub(crate) form: u64,
    /// Hash of the lower-case form, digits made equal.
    pub(crate) lower: u64,
    /// Hash of the kinds of its characters in order.
    pub(crate) shape: u64,
    /// Hashes of its last one to four characters.
    pub(crate) suffixes: [u64; 4],
    /// Hashes of its first one to three characters.
    pub(crate) prefixes: [u64; 3],
    /// Its distributional classes, coarse to fine; 0 for unknown words.
    pub(crate) clusters: [u64; 4],
    /// Bits: capital, digit, hyphen, all capitals, and two bits of [`Case`].
    pub(crate) flags: u64,
    /// Whether it starts with a capital.
    pub(crate) is_capital: bool,
    /// Whether it has a letter.
    pub(crate) has_letter: bool,
}

/// Maps characters that mean the same to one: curly quotes and long dashes to those of ASCII, digits to 0.
pub(crate) const fn normalize(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' | '\u{00B4}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '0'..='9' => '0',
        _ => c,
    }
}

/// The lower-case form of `c` as one character.
pub(crate) fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// The hash under which a word is found whatever its case.
pub(crate) fn lower_hash(form: &str) -> u64 {
    hash_characters(form.chars().map(|c| lower(normalize(c))))
}

/// The longest part of a word that is looked at, in characters.
const LONGEST: usize = 48;

/// Reads words; kept to reuse its memory.
#[derive(Debug, Default)]
pub struct WordReader {
    characters: Vec<char>,
    lowered: Vec<char>,
}

impl WordReader {
    /// What the model sees of the words with these forms, which are a sentence.
    pub fn read<'a>(
        &mut self,
        forms: impl Iterator<Item = &'a str> + Clone,
        clusters: Clusters<'_>,
        words: &mut Vec<Word>,
    ) {
        let case = case_of(forms.clone());
        words.clear();
        words.extend(forms.map(|form| self.word(form, case, clusters)));
    }

    fn word(&mut self, form: &str, case: Case, clusters: Clusters<'_>) -> Word {
        self.characters.clear();
        self.characters.extend(form.chars().take(LONGEST).map(normalize));
        self.lowered.clear();
        self.lowered.extend(self.characters.iter().map(|&c| lower(c)));
        let (kept, lowered) = (&self.characters, &self.lowered);
        let length = kept.len();
        let hash = |part: &[char]| hash_characters(part.iter().copied());
        let lower = hash(lowered);
        let has_letter = kept.iter().any(|c| c.is_alphabetic());
        let is_capital = kept.first().is_some_and(|c| c.is_uppercase());
        let all_capitals = has_letter && !kept.iter().any(|c| c.is_lowercase());
        let (form, shape) = match case {
            Case::Sentence => (hash(kept), shape_hash(kept)),
            Case::Title | Case::Upper => (lower, pair(shape_hash(kept), case as u64)),
        };
        let flags = u64::from(is_capital)
            | u64::from(kept.contains(&'0')) << 1
            | u64::from(kept.contains(&'-')) << 2
            | u64::from(all_capitals) << 3
            | (case as u64) << 4;
        Word {
            form,
            lower,
            shape,
            suffixes: [1, 2, 3, 4].map(|size| hash(&lowered[length.saturating_sub(size)..])),
            prefixes: [1, 2, 3].map(|size| hash(&lowered[..length.min(size)])),
            clusters: clusters.of(lower),
            flags,
            is_capital,
            has_letter,
        }
    }
}

fn shape_hash(characters: &[char]) -> u64 {
    let mut run = 0;
    let mut last = '\0';
    hash_characters(characters.iter().filter_map(|&c| {
        let kind = match c {
            '0' => '0',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => c,
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        (run <= 3).then_some(kind)
    }))
}

/// How a sentence of words with these forms uses capitals.
pub(crate) fn case_of<'a>(forms: impl Iterator<Item = &'a str>) -> Case {
    let (mut long, mut capital, mut upper, mut lower) = (0, 0, 0, 0);
    for form in forms {
        let mut letters = form.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { continue };
        let rest = letters.clone().count();
        let has_lower = first.is_lowercase() || letters.any(char::is_lowercase);
        lower += usize::from(has_lower);
        if rest >= 1 && !has_lower {
            upper += 1;
        }
        if rest >= 3 {
            long += 1;
            capital += usize::from(first.is_uppercase());
        }
    }
    if upper >= 3 && upper > lower * 4 {
        Case::Upper
    } else if long >= 4 && capital * 5 >= long * 4 {
        Case::Title
    } else {
        Case::Sentence
    }
}

/// The distributional classes of words, read straight from the model's bytes.
///
/// Layout, little-endian: number of slots (u32) and of entries (u32); slots of two check bytes of the hash and the
/// entry's number plus one (u16, 0: free); entries of four class numbers (u16).
#[derive(Clone, Copy)]
pub struct Clusters<'a> {
    slots: &'a [[u8; 4]],
    entries: &'a [[u8; 8]],
}

impl fmt::Debug for Clusters<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Clusters({} slots, {} entries)", self.slots.len(), self.entries.len())
    }
}

impl<'a> Clusters<'a> {
    /// Reads the classes from their bytes; of bytes that are none, no classes.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let parts = bytes.split_first_chunk::<4>().and_then(|(count, rest)| {
            let (slots, entries) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * 4)?;
            Some((slots.as_chunks::<4>().0, entries.as_chunks::<8>().0))
        });
        let (slots, entries) = parts.unwrap_or((&[], &[]));
        Self { slots, entries }
    }

    /// The bytes of classes: lower-case words in a fixed order, each with its classes coarse to fine.
    pub fn to_bytes<'w>(words: impl Iterator<Item = (&'w str, [u16; 4])>) -> Vec<u8> {
        let words: Vec<(u64, [u16; 4])> = words.map(|(word, classes)| (lower_hash(word), classes)).collect();
        let mut entries: Vec<[u16; 4]> = words.iter().map(|&(_, classes)| classes).collect();
        entries.sort_unstable();
        entries.dedup();
        let count = words.len() * 5 / 4 + 1;
        let mut slots = vec![(0_u16, 0_u16); count];
        for (hash, classes) in words {
            let entry = entries.binary_search(&classes).map_or(0, |entry| entry as u16 + 1);
            let mut slot = (((hash >> 32) * count as u64) >> 32) as usize;
            while slots[slot].1 != 0 && slots[slot].0 != hash as u16 {
                slot = (slot + 1) % count;
            }
            if slots[slot].1 == 0 {
                slots[slot] = (hash as u16, entry);
            }
        }
        let mut bytes = (count as u32).to_le_bytes().to_vec();
        bytes.extend(slots.iter().flat_map(|&(check, entry)| {
            let ([a, b], [c, d]) = (check.to_le_bytes(), entry.to_le_bytes());
            [a, b, c, d]
        }));
        bytes.extend(entries.iter().flatten().flat_map(|class| class.to_le_bytes()));
        bytes
    }

    fn of(self, hash: u64) -> [u64; 4] {
        let count = self.slots.len();
        let mut slot = (((hash >> 32) * count as u64) >> 32) as usize;
        for _ in 0..count {
            let [a, b, c, d] = self.slots[slot];
            let entry = u16::from_le_bytes([c, d]);
            if entry == 0 {
                break;
            }
            if u16::from_le_bytes([a, b]) == hash as u16 {
                let Some(entry) = self.entries.get(usize::from(entry) - 1) else { break };
                let classes = entry.as_chunks::<2>().0;
                return std::array::from_fn(|level| u64::from(u16::from_le_bytes(classes[level])) + 1);
            }
            slot = if slot + 1 == count { 0 } else { slot + 1 };
        }
        [0; 4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_whatever_the_case() {
        let bytes = Clusters::to_bytes([("rain", [1, 2, 3, 4]), ("snow", [1, 2, 3, 5])].into_iter());
        let clusters = Clusters::from_bytes(&bytes);
        assert_eq!(clusters.of(lower_hash("Rain")), [2, 3, 4, 5]);
        assert_eq!(clusters.of(lower_hash("hail")), [0; 4]);
    }

    #[test]
    fn headlines_and_capitals_are_told_from_sentences() {
        let case = |text: &str| case_of(text.split(' '));
        assert_eq!(case("Floods Hit Coastal Towns in Northern Province"), Case::Title);
        assert_eq!(case("FLOODS HIT COAST"), Case::Upper);
        assert_eq!(case("Floods hit coastal towns in Northern Province"), Case::Sentence);
        assert_eq!(case("The EU and the UN met"), Case::Sentence);
    }
}

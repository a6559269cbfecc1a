//! Linear models: features are 64-bit hashes, and each has a weight for some of the classes.
//!
//! All arithmetic is on integers, so every processor gives the same answer.

use std::fmt;

/// The most classes a model can tell apart.
pub const MOST_CLASSES: usize = 128;

/// One score per class.
pub type Scores = [i32; MOST_CLASSES];

/// Something that scores classes by features: a finished model, or one in training.
pub trait Scorer {
    /// Adds to `scores` the weights of each feature in `features`.
    fn add(&self, features: &[u64], scores: &mut Scores);
}

/// The features of one decision, each hashed together with the number of its template.
#[derive(Debug, Default)]
pub struct Features {
    hashes: Vec<u64>,
    template: u64,
}

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

impl Features {
    /// Forgets all features; templates are counted from `first_template` on.
    pub(crate) fn restart(&mut self, first_template: u64) {
        self.hashes.clear();
        self.template = first_template;
    }

    /// The hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Adds the next template's feature: the value `a`.
    pub(crate) fn one(&mut self, a: u64) {
        self.template += 1;
        self.hashes.push(mix(a.wrapping_add(self.template.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
    }

    /// Adds the next template's feature: the values `a` and `b` together.
    pub(crate) fn two(&mut self, a: u64, b: u64) {
        self.one(pair(a, b));
    }

    /// Adds the next template's feature: the values `a`, `b` and `c` together.
    pub(crate) fn three(&mut self, a: u64, b: u64, c: u64) {
        self.one(pair(pair(a, b), c));
    }
}

/// A finished model, read straight from its bytes.
///
/// Layout, little-endian: number of slots (u32); slots of 6 bytes, each two check bytes of the hash and where the
/// row starts (u32, all ones: free); then the rows, each a count and that many pairs of class and signed weight.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    slots: &'a [[u8; 6]],
    rows: &'a [u8],
}

const FREE: u32 = u32::MAX;

impl fmt::Debug for Weights<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Weights({} slots, {} bytes of rows)", self.slots.len(), self.rows.len())
    }
}

/// The slot of `hash` among `count` slots.
const fn slot_of(hash: u64, count: usize) -> usize {
    (((hash >> 32) * count as u64) >> 32) as usize
}

const fn check_of(hash: u64) -> [u8; 2] {
    (hash as u16).to_le_bytes()
}

impl<'a> Weights<'a> {
    /// Reads a model from its bytes; of bytes that are none, a model without features.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let parts = bytes.split_first_chunk::<4>().and_then(|(count, rest)| {
            let (slots, rows) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * 6)?;
            Some((slots.as_chunks::<6>().0, rows))
        });
        let (slots, rows) = parts.unwrap_or((&[], &[]));
        Self { slots, rows }
    }

    /// The bytes of the model with these rows: the hash of a feature, and its classes with their weights.
    pub fn to_bytes(rows: &[(u64, Vec<(u8, i8)>)]) -> Vec<u8> {
        let count = rows.len() * 5 / 4 + 1;
        let mut slots = vec![(0_u64, FREE); count];
        let mut data = Vec::new();
        for (hash, weights) in rows {
            let mut slot = slot_of(*hash, count);
            while slots[slot].1 != FREE {
                slot = (slot + 1) % count;
            }
            slots[slot] = (*hash, data.len() as u32);
            data.push(weights.len() as u8);
            data.extend(weights.iter().flat_map(|&(class, weight)| [class, weight as u8]));
        }
        let mut bytes = (count as u32).to_le_bytes().to_vec();
        for (hash, start) in slots {
            bytes.extend(check_of(hash));
            bytes.extend(start.to_le_bytes());
        }
        bytes.extend(data);
        bytes
    }

    fn row(&self, hash: u64) -> &'a [[u8; 2]] {
        let check = check_of(hash);
        let mut slot = slot_of(hash, self.slots.len());
        // Bounded, so that a damaged model without a free slot cannot hang us.
        for _ in 0..self.slots.len() {
            let [check_low, check_high, start @ ..] = self.slots[slot];
            let start = u32::from_le_bytes(start);
            if start == FREE {
                break;
            }
            if [check_low, check_high] == check {
                let row = self.rows.get(start as usize..).and_then(<[u8]>::split_first);
                return row.map_or(&[], |(&count, rest)| {
                    rest.as_chunks::<2>().0.get(..usize::from(count)).unwrap_or(&[])
                });
            }
            slot += 1;
            if slot == self.slots.len() {
                slot = 0;
            }
        }
        &[]
    }
}

impl Scorer for Weights<'_> {
    fn add(&self, features: &[u64], scores: &mut Scores) {
        for &hash in features {
            for &[class, weight] in self.row(hash) {
                scores[usize::from(class) % MOST_CLASSES] += i32::from(weight as i8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_written() {
        let rows: Vec<_> =
            (0..1000_u64).map(|n| (mix(n), vec![((n % 100) as u8, (n % 250) as i8)])).collect();
        let bytes = Weights::to_bytes(&rows);
        let weights = Weights::from_bytes(&bytes);
        for (hash, row) in &rows {
            let mut scores = [0; MOST_CLASSES];
            weights.add(&[*hash], &mut scores);
            assert_eq!(scores[usize::from(row[0].0)], i32::from(row[0].1));
        }
    }

    #[test]
    fn no_bytes_are_a_model_without_features() {
        let mut scores = [0; MOST_CLASSES];
        Weights::from_bytes(&[]).add(&[1, 2, 3], &mut scores);
        assert!(scores.iter().all(|&score| score == 0));
    }
}

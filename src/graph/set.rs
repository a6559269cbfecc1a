//! Small sets in order.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use smallvec::SmallVec;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A set of a few values, in order, that takes no more memory than they do.
///
/// It can be read as a slice. Adding one value moves those after it, so it is not for large sets; extending sorts once.
///
/// ```
/// use diurna::graph::Set;
/// let mut set: Set<u8> = [3, 1, 3].into_iter().collect();
/// assert!(set.insert(2) && !set.insert(2));
/// assert_eq!(*set, [1, 2, 3]);
/// assert!(set.contains(&3));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Set<T>(Vec<T>);

impl<T: Ord> Set<T> {
    /// Adds `value`; `false` if it was there.
    pub fn insert(&mut self, value: T) -> bool {
        match self.0.binary_search(&value) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, value);
                true
            }
        }
    }

    /// Whether `value` is there.
    pub fn contains(&self, value: &T) -> bool {
        self.0.binary_search(value).is_ok()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Set<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> From<Vec<T>> for Set<T> {
    fn from(mut values: Vec<T>) -> Self {
        if !values.is_sorted_by(|one, next| one < next) {
            values.sort();
            values.dedup();
        }
        values.shrink_to_fit();
        Self(values)
    }
}

impl<T: Ord, const N: usize> From<[T; N]> for Set<T> {
    fn from(values: [T; N]) -> Self {
        Self::from(Vec::from(values))
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        let mut all = std::mem::take(&mut self.0);
        all.extend(values);
        *self = Self::from(all);
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'set, T> IntoIterator for &'set Set<T> {
    type Item = &'set T;
    type IntoIter = std::slice::Iter<'set, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Ord + Deserialize<'de>> Deserialize<'de> for Set<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values<T>(PhantomData<T>);
        impl<'de, T: Ord + Deserialize<'de>> Visitor<'de> for Values<T> {
            type Value = Set<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Set<T>, A::Error> {
                // Collected outside the heap, so that one piece of memory of the right size is asked for.
                let mut few: SmallVec<[T; 8]> = SmallVec::new();
                while let Some(value) = values.next_element()? {
                    few.push(value);
                }
                Ok(Set::from(few.into_vec()))
            }
        }
        deserializer.deserialize_seq(Values(PhantomData))
    }
}

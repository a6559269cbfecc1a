//! Identifiers that derive from content, so that graphs built anywhere can be joined anywhere.

use ecow::EcoString;
use serde::{Deserialize, Deserializer, Serialize, de};
use sha2::{Digest, Sha256};
use std::fmt;

/// The identifier of a node: a type prefix (`d:` document, `a:` actor, `p:` place, `e:` event, `c:` claim) and
/// twelve hexadecimal digits of the SHA-256 of what makes the thing itself.
///
/// Files written by others may hold any other non-empty text.
///
/// ```
/// use diurna::graph::Id;
/// let id = Id::from("a:0123456789ab");
/// assert_eq!(id.as_str(), "a:0123456789ab");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
// Fifteen bytes need no memory of their own.
pub struct Id(EcoString);

impl Id {
    /// The identifier with this prefix letter for the thing that `parts` make.
    ///
    /// Every part goes into the hash with its length, so no two lists of parts run together.
    pub(super) fn of(prefix: char, parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut id = EcoString::new();
        id.push(prefix);
        id.push(':');
        for byte in digest.iter().take(6) {
            id.push_str(&format!("{byte:02x}"));
        }
        Self(id)
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_short(deserializer).map(Self)
    }
}

/// A string that is not asked for as a `String` first.
pub(super) fn deserialize_short<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EcoString, D::Error> {
    struct Text;
    impl de::Visitor<'_> for Text {
        type Value = EcoString;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<EcoString, E> {
            Ok(text.into())
        }
    }
    deserializer.deserialize_str(Text)
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Id::of('a', &["ab", "c"]), Id::of('a', &["a", "bc"]));
        assert_ne!(Id::of('a', &["ab"]), Id::of('a', &["ab", ""]));
    }

    #[test]
    fn an_id_is_a_prefix_and_twelve_digits() {
        let id = Id::of('e', &["x"]);
        assert_eq!(id.as_str().len(), 14);
        assert!(id.as_str().starts_with("e:"));
        assert!(id.as_str()[2..].bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}

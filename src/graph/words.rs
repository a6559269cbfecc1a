//! The closed vocabularies of the JSON form: each value is written as one word.

use crate::claim::{PlaceBasis, Role, Status};
use crate::document::ZoneKind;
use crate::entity::{ActorKind, PlaceKind};
use crate::mention::time::{Basis, Grain};
use serde::{Deserializer, Serializer, de};
use std::fmt;
use std::marker::PhantomData;

/// An enumeration whose values have one-word names.
pub trait Word: Copy + 'static {
    /// What the enumeration is called in messages ("status").
    const WHAT: &'static str;

    /// Every value, in order.
    fn all() -> &'static [Self];

    /// The word for this value.
    fn word(self) -> &'static str;

    /// The value that `word` names.
    ///
    /// ```
    /// use diurna::claim::Status;
    /// use diurna::graph::Word;
    /// assert_eq!(Status::from_word("planned"), Some(Status::Planned));
    /// assert_eq!(Status::from_word("claimed"), None);
    /// ```
    fn from_word(word: &str) -> Option<Self> {
        Self::all().iter().copied().find(|value| value.word() == word)
    }

    /// Every word, with commas between.
    fn list() -> String {
        Self::all().iter().map(|value| value.word()).collect::<Vec<_>>().join(", ")
    }
}

macro_rules! word {
    ($type:ident, $what:literal, $($variant:ident)+) => {
        impl Word for $type {
            const WHAT: &'static str = $what;

            fn all() -> &'static [Self] {
                // Stops the build when the enumeration gets a value that is missing here.
                const fn is_listed(value: $type) -> bool {
                    match value { $($type::$variant => true,)+ }
                }
                const ALL: &[$type] = &[$($type::$variant,)+];
                const _: () = assert!(is_listed(ALL[0]));
                ALL
            }

            fn word(self) -> &'static str {
                self.name()
            }
        }
    };
}

word!(ActorKind, "actor kind", Person Organization Country Group Bloc Media Anonymous);
word!(PlaceKind, "place kind", Country Region City Facility Other);
word!(Status, "status", Occurred Ongoing Planned Possible Conditional Denied Unknown);
word!(Role, "role", Agent Patient Recipient Participant);
word!(ZoneKind, "zone", Title Body Caption FeedItem Byline Credit Navigation);
word!(PlaceBasis, "place basis", Words Event Dateline);
word!(Basis, "basis", Explicit DocumentDate ReferenceTime Event);
word!(
    Grain, "grain",
    Century Decade Year Half Quarter Season Month Week Weekend Day PartOfDay Hour Minute Second
);

/// Writes `value` as its word.
pub(super) fn serialize<T: Word, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(value.word())
}

/// Reads a word; the error lists the words that would do.
pub(super) fn deserialize<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Words<T>(PhantomData<T>);
    impl<T: Word> de::Visitor<'_> for Words<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
            T::from_word(word)
                .ok_or_else(|| E::custom(format!("unknown {} `{word}`; it is one of {}", T::WHAT, T::list())))
        }
    }
    deserializer.deserialize_str(Words(PhantomData))
}

/// The same for a value that may be absent or null.
pub(super) mod optional {
    use super::Word;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::graph) fn serialize<T: Word, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_str(value.word()),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::graph) fn deserialize<'de, T: Word, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        struct Holder<T>(T);
        impl<'de, T: Word> Deserialize<'de> for Holder<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::deserialize(deserializer).map(Holder)
            }
        }
        Ok(Option::<Holder<T>>::deserialize(deserializer)?.map(|holder| holder.0))
    }
}

//! Short texts that take no memory of their own.

use super::id::deserialize_short;
use ecow::EcoString;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::ops::Deref;

/// A code of a few letters: an event type, a mode, a story, a date as TIMEX3 writes it.
///
/// It can be read as text. Up to fifteen bytes need no memory of their own; longer ones, as files written by others may
/// have them, share theirs among their copies.
///
/// ```
/// use diurna::graph::Code;
/// let code = Code::from("CONSULT");
/// assert!(code == "CONSULT" && code.starts_with("CON"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[serde(transparent)]
pub struct Code(EcoString);

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Code {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Code {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0.into()
    }
}

impl PartialEq<str> for Code {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_short(deserializer).map(Self)
    }
}

//! Objects of JSON formats, written one at a time with their keys in a fixed order.

use super::picture::{Attributes, Value};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use std::io::{self, Write};

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

/// An object: own keys first, then attributes.
pub(super) struct Row<'row> {
    keys: Vec<(&'static str, Json)>,
    attributes: &'row [(&'static str, Value)],
}

impl<'row> Row<'row> {
    /// An object with these own keys and attributes.
    pub(super) fn new(keys: Vec<(&'static str, Json)>, attributes: &'row Attributes) -> Self {
        Self { keys, attributes }
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = self.keys.iter().map(|(key, value)| (*key, value.clone()));
        serializer
            .collect_map(keys.chain(self.attributes.iter().map(|(name, value)| (*name, value.to_json()))))
    }
}

/// An array whose items are made while it is written, so that it never stands in memory as a whole.
pub(super) struct Array<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Array<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes `value` as JSON in one line.
pub(super) fn write_line(value: &impl Serialize, output: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *output, value)?;
    output.write_all(b"\n")
}

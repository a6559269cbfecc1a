//! What GEXF and GraphML share: elements written by quick-xml, without the characters that XML has no form for.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

/// Whether XML 1.0 can hold `character` at all (production 2, `Char`).
const fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// `text` with every character that XML 1.0 cannot hold, even escaped, replaced by U+FFFD.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_legal) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars().map(|character| if is_legal(character) { character } else { '\u{fffd}' }).collect(),
    )
}

/// `id` with what XML cannot hold or would change written as `%` and hexadecimal digits, so that two ids stay two.
pub(super) fn legal_id(id: &str) -> Cow<'_, str> {
    let is_plain = |character: char| is_legal(character) && !character.is_control() && character != '%';
    if id.chars().all(is_plain) {
        return Cow::Borrowed(id);
    }
    let mut encoded = String::new();
    for character in id.chars() {
        if is_plain(character) {
            encoded.push(character);
        } else {
            encoded.push_str(&format!("%{:02X}", u32::from(character)));
        }
    }
    Cow::Owned(encoded)
}

/// An XML file under way.
pub(super) struct Xml<'output> {
    writer: Writer<&'output mut dyn Write>,
}

impl<'output> Xml<'output> {
    /// Writes the declaration.
    pub(super) fn new(output: &'output mut dyn Write) -> io::Result<Self> {
        let mut xml = Self { writer: Writer::new_with_indent(output, b' ', 1) };
        xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    /// Opens an element; attribute values may be any text.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))
    }

    /// Closes the element opened last, which has this name.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(element(name, attributes)))
    }

    /// Writes an element that holds any text.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.writer.write_event(Event::Start(element(name, attributes)))?;
        self.writer.write_event(Event::Text(BytesText::new(&legal(text))))?;
        self.close(name)
    }

    /// Ends the file with a line break.
    pub(super) fn end(self) -> io::Result<()> {
        self.writer.into_inner().write_all(b"\n")
    }
}

fn element<'name>(name: &'name str, attributes: &[(&str, &str)]) -> BytesStart<'name> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, &*legal(value)));
    }
    element
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(legal("a\0b\u{b}\u{fffe}\t\u{1f30d}"), "a\u{fffd}b\u{fffd}\u{fffd}\t\u{1f30d}");
        assert_eq!(legal_id("a\0"), "a%00");
        assert_ne!(legal_id("a\0"), legal_id("a%00"), "two ids stay two");
        assert_eq!(legal_id("e:12 \"x\""), "e:12 \"x\"");
    }
}

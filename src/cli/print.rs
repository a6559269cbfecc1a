//! Writing for people: width, colour, wrapping, and nothing that a terminal would obey.

use crate::error::Error;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Standard output, buffered; a write error reaches the caller.
pub(super) struct Output(BufWriter<StdoutLock<'static>>);

/// Standard output.
pub(super) fn output() -> Output {
    Output(BufWriter::new(io::stdout().lock()))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Columns when the output is not a terminal.
const PLAIN_WIDTH: usize = 90;

/// Whether standard output is a terminal.
pub(super) fn is_screen() -> bool {
    io::stdout().is_terminal()
}

/// The columns for running text: not so many that the eye loses the line.
pub(super) fn width() -> usize {
    table_width().clamp(50, 100)
}

/// The columns for a table: those of the terminal, or what `COLUMNS` says where there is none.
pub(super) fn table_width() -> usize {
    let found = if is_screen() {
        terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
    } else {
        std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok())
    };
    found.filter(|width| *width > 0).unwrap_or(PLAIN_WIDTH).clamp(20, 400)
}

/// A colour with a meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tint {
    /// As everything around it.
    #[default]
    Plain,
    /// What a row is about.
    Bold,
    /// What the eye may skip.
    Dim,
    /// Gone, or denied.
    Red,
    /// New.
    Green,
    /// Not certain.
    Yellow,
    /// Yet to come.
    Cyan,
}

/// How to make words stand out on standard output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    coloured: bool,
    links: bool,
}

impl Style {
    /// Colours and links if standard output is a terminal that can show them; `NO_COLOR` forbids colours.
    pub(super) fn of_output() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        let able = is_screen() && !dumb;
        Self { coloured: able && !is_set("NO_COLOR"), links: able }
    }

    /// Neither colours nor links.
    #[cfg(test)]
    pub(super) fn plain() -> Self {
        Self { coloured: false, links: false }
    }

    /// Both.
    #[cfg(test)]
    pub(super) fn for_a_screen() -> Self {
        Self { coloured: true, links: true }
    }

    pub(super) fn tinted(self, text: &str, tint: Tint) -> String {
        let code = match tint {
            Tint::Bold => "1",
            Tint::Dim => "2",
            Tint::Red => "31",
            Tint::Green => "32",
            Tint::Yellow => "33",
            Tint::Cyan => "36",
            Tint::Plain => return text.to_owned(),
        };
        if self.coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.tinted(text, Tint::Bold)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.tinted(text, Tint::Dim)
    }

    /// `text` as a link (OSC 8) to `target`, if there is one.
    pub(super) fn linked(self, text: &str, target: Option<&str>) -> String {
        match target {
            Some(target) if self.links => {
                format!("\x1b]8;;{}\x1b\\{text}\x1b]8;;\x1b\\", percent_encoded(target))
            }
            _ => text.to_owned(),
        }
    }
}

/// The address `target` with everything percent-encoded that would end a link or command a terminal.
pub(super) fn percent_encoded(target: &str) -> String {
    let mut encoded = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic() && !b"<>()[]{}\\\"`|^".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// `text` in Markdown, where it looks as it is and breaks neither a table nor a line.
pub(super) fn markdown(text: &str) -> String {
    markdown_within(text).trim().to_owned()
}

/// The same for a part of a line, with the spaces at its ends.
pub(super) fn markdown_within(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in harmless(text).chars() {
        if "\\`*_[]<>|~$&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// `text` with every character that a terminal would obey replaced: controls, and marks that turn the direction
/// of writing. The number of characters stays the same.
pub(super) fn harmless(text: &str) -> String {
    let replace = |character: char| match character {
        '\n' | '\t' | '\r' | '\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => ' ',
        control if control.is_control() => '?',
        other => other,
    };
    text.chars().map(replace).collect()
}

/// How many columns of a screen `text` takes.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The lines of `text`, none wider than `width` columns unless a single word is.
///
/// Each comes with the index of its first character, so that marks can be put below.
pub(super) fn wrap(text: &str, width: usize) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut line_start, mut line_width, mut at) = (0, 0, 0);
    for piece in text.split_inclusive(' ') {
        let visible = columns(piece.trim_end_matches(' '));
        if line_width > 0 && line_width + visible > width {
            lines.push((line_start, std::mem::take(&mut line)));
            (line_start, line_width) = (at, 0);
        }
        line.push_str(piece);
        line_width += columns(piece);
        at += piece.chars().count();
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push((line_start, line));
    }
    for (_, line) in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
}

/// The lines of `text`, at most `most` and none wider than `width` columns; the last says if more was cut.
pub(super) fn fit(text: &str, width: usize, most: usize) -> Vec<String> {
    if columns(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    for (_, line) in wrap(text, width) {
        let mut rest = line.as_str();
        while columns(rest) > width && lines.len() <= most {
            let end = end_of(rest, width);
            lines.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        lines.push(rest.to_owned());
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.truncate(end_of(last, width.saturating_sub(1)));
            last.push('\u{2026}');
        }
    }
    lines
}

/// The byte where the part of `text` ends that fits `width` columns, after a mark that joins words if one is near;
/// at least one character does.
fn end_of(text: &str, width: usize) -> usize {
    let mut taken = 0;
    let mut joint = 0;
    for (at, character) in text.char_indices() {
        taken += character.width().unwrap_or_default();
        if taken > width && at > 0 {
            return if joint * 2 > at { joint } else { at };
        }
        if matches!(character, '/' | '_' | '-') {
            joint = at + 1;
        }
    }
    text.len()
}

/// Writes `text` wrapped: `first` before its first line, as many spaces before the others.
pub(super) fn paragraph(output: &mut impl Write, first: &str, text: &str, width: usize) -> io::Result<()> {
    let indent = first.chars().count();
    for (number, (_, line)) in wrap(&harmless(text), width.saturating_sub(indent).max(20)).iter().enumerate()
    {
        if number == 0 {
            writeln!(output, "{first}{line}")?;
        } else {
            writeln!(output, "{:indent$}{line}", "")?;
        }
    }
    Ok(())
}

/// Writes `text` wrapped behind a bar; `first` before its first line.
pub(super) fn barred(output: &mut impl Write, first: &str, text: &str, width: usize) -> io::Result<()> {
    let text = format!("{first}{}", harmless(text));
    for (_, line) in wrap(&text, width.saturating_sub(4)) {
        writeln!(output, "  | {line}")?;
    }
    Ok(())
}

/// Prints an error and what would do.
pub(super) fn error(error: &Error) {
    let mut message = format!("error: {}\n", harmless(&error.to_string()));
    if let Some(help) = error.help() {
        for (number, line) in help.lines().enumerate() {
            let start = if number == 0 { "  help: " } else { "        " };
            message.push_str(&format!("{start}{}\n", harmless(line)));
        }
    }
    // Nobody is left to tell when standard error is closed.
    let _ = io::stderr().write_all(message.as_bytes());
}

/// Prints a line on standard error.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(text));
}

/// `count` and the word for it: "1 event", "2 events".
pub(super) fn counted(count: usize, singular: &str) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{count} {singular}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_know_where_they_start() {
        assert_eq!(wrap("one two three", 7), [(0, "one two".into()), (8, "three".into())]);
        assert_eq!(wrap("incomprehensible word", 5), [(0, "incomprehensible".into()), (17, "word".into())]);
        assert_eq!(wrap("", 5), [(0, String::new())]);
    }

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(harmless("\u{1b}[31mred\u{7}\u{202e}x"), "?[31mred? x");
    }
}

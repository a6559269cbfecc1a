//! Writing for people: width, colour, wrapping, and nothing that a terminal would obey.

use crate::error::Error;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

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

/// The columns to fill.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return PLAIN_WIDTH;
    }
    terminal_size::terminal_size().map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0).clamp(50, 100))
}

/// How to make words stand out on standard output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    coloured: bool,
}

impl Style {
    /// Colours if standard output is a terminal and `NO_COLOR` is not set.
    pub(super) fn of_output() -> Self {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        Self { coloured: io::stdout().is_terminal() && !forbidden && !dumb }
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }
}

/// `text` with every character that a terminal would obey replaced: controls, and marks that turn the direction
/// of writing. The number of characters stays the same.
pub(super) fn harmless(text: &str) -> String {
    let replace = |character: char| match character {
        '\n' | '\t' | '\r' | '\u{a0}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => ' ',
        control if control.is_control() => '?',
        other => other,
    };
    text.chars().map(replace).collect()
}

/// The lines of `text`, none longer than `width` characters unless a single word is.
///
/// Each comes with the index of its first character, so that marks can be put below.
pub(super) fn wrap(text: &str, width: usize) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut line_start, mut line_length, mut at) = (0, 0, 0);
    for piece in text.split_inclusive(' ') {
        let length = piece.chars().count();
        let visible = piece.trim_end_matches(' ').chars().count();
        if line_length > 0 && line_length + visible > width {
            lines.push((line_start, std::mem::take(&mut line)));
            (line_start, line_length) = (at, 0);
        }
        line.push_str(piece);
        line_length += length;
        at += length;
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push((line_start, line));
    }
    for (_, line) in &mut lines {
        line.truncate(line.trim_end_matches(' ').len());
    }
    lines
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

//! JSONL lines of the scored layers, and the way between their code points and our bytes.

use crate::document::Span;
use crate::{Error, Result};
use serde_json::Value;
use std::io::Write;

/// A line of input.
pub(super) struct Line {
    value: Value,
}

impl Line {
    pub(super) fn id(&self) -> &Value {
        &self.value["id"]
    }

    pub(super) fn text(&self) -> Result<&str> {
        self.value["text"].as_str().ok_or_else(|| Error::new("no \"text\""))
    }

    /// Two code points named `field`; `[[start, end], ...]` gives the first pair.
    pub(super) fn pair(&self, field: &str) -> Result<[usize; 2]> {
        let value = &self.value[field];
        let value = if value[0].is_array() { &value[0] } else { value };
        let number = |index: usize| value[index].as_u64().and_then(|number| usize::try_from(number).ok());
        match (number(0), number(1)) {
            (Some(start), Some(end)) => Ok([start, end]),
            _ => Err(Error::new(format!("\"{field}\" is not [start, end]"))),
        }
    }
}

/// Writes what `answer` makes of each line of `input`, one line each.
///
/// # Errors
/// When a line is not JSON or lacks what the layer needs, with its number; when `output` cannot be written.
pub(super) fn read_lines(
    input: &str,
    output: &mut dyn Write,
    mut answer: impl FnMut(&Line) -> Result<Value>,
) -> Result<()> {
    for (index, line) in input.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let answered = serde_json::from_str(line)
            .map_err(|error| Error::new(format!("not JSON: {error}")))
            .and_then(|value| answer(&Line { value }))
            .map_err(|error| Error::new(format!("line {}: {error}", index + 1)).on_line(index + 1))?;
        writeln!(output, "{answered}").map_err(|error| Error::io("write", "-", error))?;
    }
    Ok(())
}

/// Code points and bytes of one text.
pub(super) struct CodePoints {
    /// The byte at which each code point starts, and the length of the text.
    starts: Vec<usize>,
}

impl CodePoints {
    pub(super) fn new(text: &str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { starts }
    }

    /// The number of the code point that starts at or after `byte`.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|&start| start < byte)
    }

    /// The byte at which code point `number` starts; the end of the text if it has not so many.
    pub(super) fn byte(&self, number: usize) -> usize {
        self.starts.get(number).or(self.starts.last()).copied().unwrap_or(0)
    }
}

/// The lines of `text` that hold more than white space, numbered.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = (usize, Span)> + '_ {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(move |line| {
            let start = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            at += line.len();
            Span::new(start, end.max(start))
        })
        .filter(|span| !span.is_empty())
        .enumerate()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_not_bytes() {
        let points = CodePoints::new("é“x");
        assert_eq!((points.at(2), points.at(5), points.byte(2), points.byte(9)), (1, 2, 5, 6));
    }

    #[test]
    fn empty_lines_are_no_paragraphs() {
        let spans: Vec<_> = paragraphs("a\n\n  \n b \n").collect();
        assert_eq!(spans, [(0, Span::new(0, 1)), (1, Span::new(7, 8))]);
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = read_lines("{}\nx\n", &mut Vec::new(), |_| Ok(Value::Null)).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}

//! `--layer names`: words and BIO tags in two columns.

use crate::document::Span;
use crate::text::{Deprel, Sentence, Upos, Xpos, read, read_words};
use crate::{Error, Result};
use std::io::{self, Write};

/// What the input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// Running text; empty lines part paragraphs.
    Text,
    /// A word a line, further columns ignored; empty lines part sentences, `-DOCSTART-` lines documents.
    Columns,
}

impl Input {
    /// What `input` looks like: columns if its first lines are a word and a tab, or start a document.
    pub(crate) fn detect(input: &str) -> Self {
        let mut lines = input.lines().filter(|line| !line.trim().is_empty()).take(5).peekable();
        let is_column = |line: &str| {
            line.starts_with("-DOCSTART-")
                || line.split_once('\t').is_some_and(|(word, _)| !word.contains(' '))
        };
        if lines.peek().is_some() && lines.all(is_column) { Self::Columns } else { Self::Text }
    }
}

/// Annotates `input`, which is of the kind given; `with_confidence` says in a third column how sure each name is.
///
/// # Errors
/// When `output` cannot be written.
pub(crate) fn run(kind: Input, input: &str, with_confidence: bool, output: &mut dyn Write) -> Result<()> {
    let written = match kind {
        Input::Text => {
            let sentences = read(input, [(0, Span::new(0, input.len()))].into_iter());
            write(input, &sentences, with_confidence, output)
        }
        Input::Columns => run_columns(input, with_confidence, output),
    };
    written.map_err(|error| Error::io("write", "-", error))
}

fn run_columns(input: &str, with_confidence: bool, output: &mut dyn Write) -> io::Result<()> {
    let mut document = Columns::default();
    for line in input.lines() {
        if line.starts_with("-DOCSTART-") {
            document.finish(with_confidence, output)?;
            writeln!(output, "-DOCSTART-\tO\n")?;
        } else if line.trim().is_empty() {
            document.finish_sentence();
        } else {
            document.add(line.split('\t').next().unwrap_or(line));
        }
    }
    document.finish(with_confidence, output)
}

/// A document of columns as running text.
#[derive(Default)]
struct Columns {
    text: String,
    sentences: Vec<Sentence>,
    sentence: Sentence,
}

impl Columns {
    fn add(&mut self, word: &str) {
        let start = self.text.len();
        self.text.push_str(word);
        let head = if self.sentence.tokens.is_empty() { None } else { Some(0) };
        self.sentence.push(Span::new(start, self.text.len()), Upos::X, Xpos::Xx, head, Deprel::Dep, word);
        self.text.push(' ');
    }

    fn finish_sentence(&mut self) {
        if !self.sentence.tokens.is_empty() {
            self.sentences.push(std::mem::take(&mut self.sentence));
        }
    }

    fn finish(&mut self, with_confidence: bool, output: &mut dyn Write) -> io::Result<()> {
        self.finish_sentence();
        let document = std::mem::take(self);
        let sentences = read_words(&document.text, &document.sentences);
        write(&document.text, &sentences, with_confidence, output)
    }
}

fn write(
    text: &str,
    sentences: &[Sentence],
    with_confidence: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    for sentence in sentences {
        let mut names = sentence.names.iter().peekable();
        for (index, token) in sentence.tokens.iter().enumerate() {
            names.next_if(|name| name.tokens.end <= index);
            let word = token.span.of(text);
            match names.peek().filter(|name| name.tokens.contains(&index)) {
                Some(name) => {
                    let place = if name.tokens.start == index { 'B' } else { 'I' };
                    write!(output, "{word}\t{place}-{}", name.kind.code())?;
                    if with_confidence {
                        write!(output, "\t{:.2}", name.confidence.fraction())?;
                    }
                    writeln!(output)?;
                }
                None => writeln!(output, "{word}\tO")?,
            }
        }
        writeln!(output)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_columns_are_kept() {
        let input = "-DOCSTART-\tO\n\nAnna\tO\ncan't\tO\n\nLater\tO\n";
        let mut output = Vec::new();
        run(Input::detect(input), input, false, &mut output).expect("a vector can be written");
        let words: Vec<String> = String::from_utf8(output)
            .expect("UTF-8")
            .lines()
            .map(|line| line.split('\t').next().unwrap_or("").to_owned())
            .collect();
        assert_eq!(words, ["-DOCSTART-", "", "Anna", "can't", "", "Later", ""]);
        assert_eq!(Input::detect("Anna can't go."), Input::Text);
    }
}

//! `--layer syntax`: tags, lemmas and trees as CoNLL-U.

use crate::document::Span;
use crate::text::conllu::{read_conllu, write_conllu, write_conllu_with_confidence};
use crate::text::{read, read_words};
use crate::{Error, Result};
use std::io::Write;

/// What the input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// Running text; empty lines part paragraphs.
    Text,
    /// CoNLL-U, whose words and sentences are kept.
    Conllu,
}

impl Input {
    /// What `input` looks like: CoNLL-U if its first line that is no comment has ten columns.
    pub(crate) fn detect(input: &str) -> Self {
        let line = input.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
        let is_conllu = line.is_some_and(|line| line.split('\t').count() == 10);
        if is_conllu { Self::Conllu } else { Self::Text }
    }
}

/// Annotates `input`, which is of the kind given; `with_confidence` says how sure each head is.
///
/// # Errors
/// When CoNLL-U input is malformed or `output` cannot be written.
pub(crate) fn run(kind: Input, input: &str, with_confidence: bool, output: &mut dyn Write) -> Result<()> {
    let write = if with_confidence { write_conllu_with_confidence } else { write_conllu };
    let written = match kind {
        Input::Text => {
            let sentences = read(input, [(0, Span::new(0, input.len()))].into_iter());
            write(input, &sentences, output)
        }
        Input::Conllu => {
            let (text, sentences) = read_conllu(input)?;
            write(&text, &read_words(&text, &sentences), output)
        }
    };
    written.map_err(|error| Error::io("write", "-", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_conllu_are_kept() {
        let input = "1\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n";
        let mut output = Vec::new();
        run(Input::detect(input), input, false, &mut output).expect("ten columns");
        let output = String::from_utf8(output).expect("UTF-8");
        assert_eq!(output.lines().filter(|line| line.starts_with(char::is_numeric)).count(), 2);
        assert_eq!(Input::detect("can't go"), Input::Text);
    }
}

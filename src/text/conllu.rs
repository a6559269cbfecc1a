//! CoNLL-U: the format treebanks and other parsers read and write.
//!
//! In and out go the ten columns of Universal Dependencies. Kept are words, lemmas, both tags, heads, relations,
//! contractions ("don't" as one token of two words) and paragraph starts; features, enhanced dependencies and
//! empty nodes are dropped.

use super::{Deprel, Sentence, Token, Upos, Xpos};
use crate::document::Span;
use crate::{Error, Result};
use std::io::{self, Write};
use std::ops::Range;

/// The sentences of a CoNLL-U file, and the text their spans point into.
///
/// The text is made of the forms: a space after each unless `SpaceAfter=No`, a line feed between sentences, an
/// empty line between paragraphs. [`Sentence::zone`] counts paragraphs (`# newpar`, `# newdoc`). Columns given as
/// `_`, and sentences whose heads make no tree, are read with the tag `X`, the relation `dep` and the first word
/// as root, so that files with words alone can be read too.
///
/// # Errors
/// When a line has not ten columns or a head is not the number of a word of its sentence.
///
/// ```
/// use diurna::text::{Upos, conllu::read_conllu};
/// let (text, sentences) = read_conllu(
///     "1\tRain\train\tNOUN\tNN\t_\t2\tnsubj\t_\t_\n2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n",
/// )?;
/// assert_eq!(text, "Rain fell");
/// assert_eq!(sentences[0].tokens[1].upos, Upos::Verb);
/// assert_eq!(sentences[0].lemma(1), "fall");
/// assert!(read_conllu("1\tRain\n").is_err());
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn read_conllu(input: &str) -> Result<(String, Vec<Sentence>)> {
    let mut reader = Reader::default();
    for (index, line) in input.lines().enumerate() {
        reader.read_line(line).map_err(|error| error.on_line(index + 1))?;
    }
    reader.finish_sentence()?;
    while reader.text.ends_with([' ', '\n']) {
        reader.text.pop();
    }
    Ok((reader.text, reader.sentences))
}

/// Writes `sentences` of `text` as CoNLL-U, with a `# text` line each and `# newpar` where the zone changes.
///
/// # Errors
/// When `output` cannot be written.
pub fn write_conllu(text: &str, sentences: &[Sentence], output: &mut dyn Write) -> io::Result<()> {
    write_sentences(text, sentences, false, output)
}

/// The same, with how sure each head is in the last column: `HeadConfidence=0.97`.
///
/// # Errors
/// When `output` cannot be written.
pub fn write_conllu_with_confidence(
    text: &str,
    sentences: &[Sentence],
    output: &mut dyn Write,
) -> io::Result<()> {
    write_sentences(text, sentences, true, output)
}

fn write_sentences(
    text: &str,
    sentences: &[Sentence],
    with_confidence: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut zone = None;
    for (number, sentence) in sentences.iter().enumerate() {
        if zone != Some(sentence.zone) {
            writeln!(output, "# newpar")?;
            zone = Some(sentence.zone);
        }
        writeln!(output, "# sent_id = {}", number + 1)?;
        write!(output, "# text = ")?;
        for (index, token) in sentence.tokens.iter().enumerate() {
            let space = if is_last(sentence, index) || is_glued(text, sentence, index) { "" } else { " " };
            write!(output, "{}{space}", token.span.of(text))?;
        }
        writeln!(output)?;
        write_words(text, sentence, with_confidence, output)?;
        writeln!(output)?;
    }
    Ok(())
}

fn is_last(sentence: &Sentence, index: usize) -> bool {
    index + 1 == sentence.tokens.len()
}

/// Whether no white space is between a word and the one after it; a mark of no width may be.
fn is_glued(text: &str, sentence: &Sentence, index: usize) -> bool {
    let gap = |next: &Token| text.get(sentence.tokens[index].span.end..next.span.start).unwrap_or("");
    sentence.tokens.get(index + 1).is_some_and(|next| !gap(next).contains(char::is_whitespace))
}

fn write_words(
    text: &str,
    sentence: &Sentence,
    with_confidence: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    let mut contractions = sentence.contractions().iter().peekable();
    let mut inside = 0..0;
    for (index, token) in sentence.tokens.iter().enumerate() {
        if let Some(range) = contractions.next_if(|range| range.start == index) {
            let form = token.span.to(sentence.tokens[range.end - 1].span).of(text);
            write!(output, "{}-{}\t{form}", range.start + 1, range.end)?;
            writeln!(
                output,
                "\t_\t_\t_\t_\t_\t_\t_\t{}",
                miscellaneous(is_glued(text, sentence, range.end - 1))
            )?;
            inside = range.clone();
        }
        let head = token.head.map_or(0, |head| head + 1);
        write!(
            output,
            "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t",
            index + 1,
            token.span.of(text),
            if sentence.lemma(index).is_empty() { "_" } else { sentence.lemma(index) },
            token.upos,
            token.xpos,
            token.deprel,
        )?;
        let is_glued = is_glued(text, sentence, index) && !inside.contains(&index);
        if with_confidence {
            let and = if is_glued { "|SpaceAfter=No" } else { "" };
            writeln!(output, "HeadConfidence={:.2}{and}", token.confidence.fraction())?;
        } else {
            writeln!(output, "{}", miscellaneous(is_glued))?;
        }
    }
    Ok(())
}

const fn miscellaneous(glued_to_next: bool) -> &'static str {
    if glued_to_next { "SpaceAfter=No" } else { "_" }
}

/// One word line of the sentence being read.
struct Word {
    span: Span,
    upos: Upos,
    xpos: Xpos,
    head: Option<usize>,
    deprel: Deprel,
    lemma: String,
}

#[derive(Default)]
struct Reader {
    text: String,
    sentences: Vec<Sentence>,
    paragraph: usize,
    words: Vec<Word>,
    contractions: Vec<Range<usize>>,
    /// The part of the current contraction that no word has taken yet, and one past its last word.
    open: Option<(Span, usize)>,
}

impl Reader {
    fn read_line(&mut self, line: &str) -> Result<()> {
        if line.trim().is_empty() {
            return self.finish_sentence();
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start();
            if (comment.starts_with("newpar") || comment.starts_with("newdoc")) && !self.sentences.is_empty()
            {
                self.start_paragraph();
            }
            return Ok(());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, _, head, deprel, _, miscellaneous] = columns.as_slice() else {
            return Err(Error::new(format!("a word line has 10 columns, found {}", columns.len())));
        };
        if id.contains('.') {
            return Ok(());
        }
        let space_after = !miscellaneous.split('|').any(|feature| feature == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            let (first, last) = (number(first, "word number")?, number(last, "word number")?);
            if first != self.words.len() + 1 || last < first {
                return Err(Error::new(format!("`{id}` does not number the next words")));
            }
            self.open = Some((self.append(form, space_after), last));
            self.contractions.push(first - 1..last);
            return Ok(());
        }
        let span = self.place(form, space_after);
        self.words.push(Word {
            span,
            upos: Upos::from_name(upos).unwrap_or(Upos::X),
            xpos: Xpos::from_name(xpos).unwrap_or(Xpos::Xx),
            head: if head == "_" { None } else { number(head, "head")?.checked_sub(1) },
            deprel: relation(deprel),
            lemma: if lemma == "_" && form != "_" { String::new() } else { lemma.to_owned() },
        });
        Ok(())
    }

    /// Appends `form` to the text.
    fn append(&mut self, form: &str, space_after: bool) -> Span {
        let start = self.text.len();
        self.text.push_str(form);
        let span = Span::new(start, self.text.len());
        if space_after {
            self.text.push(' ');
        }
        span
    }

    /// Where the next word is: its part of the open contraction, or appended to the text.
    fn place(&mut self, form: &str, space_after: bool) -> Span {
        let Some((rest, end)) = self.open else {
            return self.append(form, space_after);
        };
        let words_left = end.saturating_sub(self.words.len());
        let surface = rest.of(&self.text);
        let length = if words_left <= 1 {
            self.open = None;
            surface.len()
        } else {
            // A form that is not spelled so in the text ("wan na" for "wanna") gets as many characters.
            let length = form.chars().count().min(surface.chars().count().saturating_sub(1));
            surface.char_indices().nth(length).map_or(surface.len(), |(at, _)| at)
        };
        if self.open.is_some() {
            self.open = Some((Span::new(rest.start + length, rest.end), end));
        }
        Span::new(rest.start, rest.start + length)
    }

    fn start_paragraph(&mut self) {
        self.paragraph += 1;
        while self.text.ends_with([' ', '\n']) {
            self.text.pop();
        }
        self.text.push_str("\n\n");
    }

    fn finish_sentence(&mut self) -> Result<()> {
        let words = std::mem::take(&mut self.words);
        let contractions = std::mem::take(&mut self.contractions);
        self.open = None;
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Ok(()) };
        let mut sentence =
            Sentence { span: first.span.to(last.span), zone: self.paragraph, ..Sentence::default() };
        if let Some(word) = words.iter().find(|word| word.head.is_some_and(|head| head >= words.len())) {
            let head = word.head.map_or(0, |head| head + 1);
            return Err(Error::new(format!("head {head} in a sentence of {} words", words.len())));
        }
        if contractions.last().is_some_and(|range| range.end > words.len()) {
            return Err(Error::new("a contraction has fewer words than it numbers"));
        }
        let heads: Vec<Option<usize>> = words.iter().map(|word| word.head).collect();
        let is_tree = is_tree(&heads);
        for (index, word) in words.iter().enumerate() {
            let (head, deprel) = match (is_tree, index) {
                (true, _) => (word.head, word.deprel),
                (false, 0) => (None, Deprel::Root),
                (false, _) => (Some(0), Deprel::Dep),
            };
            sentence.push(word.span, word.upos, word.xpos, head, deprel, &word.lemma);
        }
        sentence.set_contractions(contractions);
        self.sentences.push(sentence);
        if self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
        Ok(())
    }
}

fn number(column: &str, what: &str) -> Result<usize> {
    column.parse().map_err(|_| Error::new(format!("`{column}` is no {what}")))
}

fn relation(name: &str) -> Deprel {
    let base = || name.split_once(':').and_then(|(base, _)| Deprel::from_name(base));
    Deprel::from_name(name).or_else(base).unwrap_or(Deprel::Dep)
}

/// Whether `heads` has exactly one root and no cycle.
pub(crate) fn is_tree(heads: &[Option<usize>]) -> bool {
    if heads.iter().filter(|head| head.is_none()).count() != 1 {
        return false;
    }
    // 0: not seen, otherwise the number of the climb that passed here first.
    let mut passed = vec![0; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while passed[at] == 0 {
            passed[at] = start + 1;
            match heads[at] {
                Some(head) => at = head,
                None => break,
            }
        }
        if passed[at] == start + 1 && heads[at].is_some() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
# newpar
# sent_id = 1
# text = She didn't go.
1\tShe\tshe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

";

    #[test]
    fn what_is_read_is_written_again() {
        let (text, sentences) = read_conllu(SAMPLE).expect("the sample is well formed");
        assert_eq!(text, "She didn't go.");
        assert_eq!(sentences[0].tokens[2].span.of(&text), "n't");
        let mut output = Vec::new();
        write_conllu(&text, &sentences, &mut output).expect("a vector can be written");
        assert_eq!(String::from_utf8(output).expect("UTF-8"), SAMPLE);
    }

    #[test]
    fn words_without_tree_hang_on_the_first() {
        let (_, sentences) =
            read_conllu("1\ta\t_\t_\t_\t_\t2\t_\t_\t_\n2\tb\t_\t_\t_\t_\t1\t_\t_\t_\n").expect("ten columns");
        let heads: Vec<_> = sentences[0].tokens.iter().map(|token| token.head).collect();
        assert_eq!(heads, [None, Some(0)]);
    }

    #[test]
    fn a_head_outside_the_sentence_is_an_error_with_its_line() {
        let error = read_conllu("1\ta\ta\tX\tFW\t_\t9\tdep\t_\t_\n\n").expect_err("there is no word 9");
        assert_eq!(error.at("a.conllu").to_string(), "a.conllu:2: head 9 in a sentence of 1 words");
    }

    #[test]
    fn a_cycle_is_no_tree() {
        assert!(is_tree(&[Some(1), None, Some(1)]));
        assert!(!is_tree(&[Some(1), Some(0), None]));
        assert!(!is_tree(&[Some(0), None]));
        assert!(!is_tree(&[None, None]));
    }
}

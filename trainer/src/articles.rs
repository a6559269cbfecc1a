//! Web articles, which are nobody's to hand on: kept is what the teacher says of their words, not the words.

use crate::data::{Sentence, read_compressed, read_letters};
use diurna::document::{ReadOptions, read_documents};
use diurna::text::training::split_words;
use diurna::text::{Deprel, Upos, Xpos};
use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// The words of each sentence of an article.
type Article = Vec<Vec<String>>;

/// The articles of a compressed JSONL file, as the library reads and splits them.
pub(crate) fn read_articles(path: &Path) -> Result<Vec<Article>, Box<dyn Error>> {
    let file = read_compressed(path)?;
    let read = read_documents(Some("articles.jsonl"), file.as_bytes(), &ReadOptions::default())?;
    let articles = read.documents.iter().map(|document| {
        document
            .readable_zones()
            .flat_map(|(_, zone)| split_words(&document.text, zone))
            .map(|words| words.iter().map(|word| word.of(&document.text).to_owned()).collect())
            .collect()
    });
    Ok(articles.collect())
}

/// Writes the words for the teacher: a line for each sentence, a space between words, an empty line after an article.
pub(crate) fn write_words(articles: &[Article], path: &Path) -> std::io::Result<()> {
    let mut text = String::new();
    for article in articles {
        for words in article {
            let _ = writeln!(text, "{}", words.join(" "));
        }
        text.push('\n');
    }
    std::fs::write(path, text)
}

/// The sentences of `articles` that a file of the teacher has labels for. A line of it has, with tabs between them, the
/// CRC-32 of the words (a space between them), the letters of their names (see [`read_letters`]), and for each word its
/// tags, how far away its head is (0: root) and its relation: `UPOS|XPOS|2|nsubj`.
///
/// A sentence that the library splits otherwise today than when it was labelled has no labels any more and is left out.
pub(crate) fn read_labels(articles: &[Article], path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let file = read_compressed(path)?;
    let mut labels: HashMap<(u32, usize), (&str, &str)> = HashMap::new();
    for line in file.lines() {
        let mut columns = line.split('\t');
        if let (Some(sum), Some(names), Some(words)) = (columns.next(), columns.next(), columns.next()) {
            labels.insert((u32::from_str_radix(sum, 16)?, names.len()), (names, words));
        }
    }
    let mut sentences = Vec::new();
    for (document, article) in articles.iter().enumerate() {
        for forms in article {
            // Taken out, so that a sentence is learnt from once.
            let sum = crc32fast::hash(forms.join(" ").as_bytes());
            if let Some((names, words)) = labels.remove(&(sum, forms.len())) {
                let sentence = label(forms, names, words, document)
                    .ok_or_else(|| format!("{}: cannot read {words}", path.display()))?;
                sentences.push(sentence);
            }
        }
    }
    Ok(sentences)
}

fn label(forms: &[String], names: &str, words: &str, document: usize) -> Option<Sentence> {
    let mut sentence = Sentence {
        forms: forms.to_vec(),
        tags: Vec::new(),
        lemmas: Vec::new(),
        heads: Vec::new(),
        labels: Vec::new(),
        names: read_letters(names),
        document,
    };
    for (at, word) in words.split(' ').enumerate() {
        let mut columns = word.split('|');
        let (upos, xpos) = (Upos::from_name(columns.next()?)?, Xpos::from_name(columns.next()?)?);
        sentence.tags.push((upos, xpos));
        sentence.heads.push(match columns.next()?.parse().ok()? {
            0 => forms.len(),
            distance => at.checked_add_signed(distance).filter(|head| *head < forms.len())?,
        });
        sentence.labels.push(Deprel::from_name(columns.next()?)?);
    }
    (sentence.heads.len() == forms.len() && sentence.names.len() == forms.len()).then_some(sentence)
}

//! The training files.

use diurna::document::Span;
use diurna::text::Deprel;
use diurna::text::conllu::read_conllu;
use diurna::text::training::{KINDS, OUTSIDE, Tag, labels_of, split_words};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::Path;

/// A sentence of a treebank.
#[derive(Clone)]
pub(crate) struct Sentence {
    pub(crate) forms: Vec<String>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) lemmas: Vec<String>,
    /// The head of each word; the number of words stands for the root.
    pub(crate) heads: Vec<usize>,
    pub(crate) labels: Vec<Deprel>,
    /// The name label of each word; empty if not known.
    pub(crate) names: Vec<u8>,
    /// Number of the document in its file.
    pub(crate) document: usize,
}

/// Sentences with a form and a label for each word.
pub(crate) type NamedDocument = Vec<Vec<(String, u8)>>;

fn read_text(path: &Path) -> Result<String, Box<dyn Error>> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()).into())
}

/// The text of a file that is compressed with zstd.
pub(crate) fn read_compressed(path: &Path) -> Result<String, Box<dyn Error>> {
    let file =
        std::fs::File::open(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(file)?.read_to_string(&mut text)?;
    Ok(text)
}

/// The sentences of a CoNLL-U file, which may be compressed (`.zst`).
pub(crate) fn read_treebank(path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let is_compressed = path.extension().is_some_and(|extension| extension == "zst");
    let file = if is_compressed { read_compressed(path)? } else { read_text(path)? };
    let (text, sentences) = read_conllu(&file).map_err(|error| error.at(path))?;
    let documents = documents_of(&file);
    Ok(sentences
        .iter()
        .enumerate()
        .map(|(number, sentence)| {
            let tokens = &sentence.tokens;
            Sentence {
                forms: tokens.iter().map(|token| token.span.of(&text).to_owned()).collect(),
                tags: tokens.iter().map(|token| (token.upos, token.xpos)).collect(),
                lemmas: (0..tokens.len()).map(|index| sentence.lemma(index).to_owned()).collect(),
                heads: tokens.iter().map(|token| token.head.unwrap_or(tokens.len())).collect(),
                labels: tokens.iter().map(|token| token.deprel).collect(),
                names: Vec::new(),
                document: documents.get(number).copied().unwrap_or(0),
            }
        })
        .collect())
}

/// The number of the document that each sentence of a CoNLL-U file is in.
fn documents_of(file: &str) -> Vec<usize> {
    let (mut documents, mut document, mut has_words) = (Vec::new(), 0, false);
    for line in file.lines().chain([""]) {
        if line.is_empty() {
            documents.extend(has_words.then_some(document));
            has_words = false;
        } else if line.starts_with("# newdoc") {
            document += 1;
        } else {
            has_words |= !line.starts_with('#');
        }
    }
    documents
}

/// Gives the sentences of a treebank the names that a file of the teacher has for them: a line for each sentence, see
/// [`read_letters`].
pub(crate) fn add_names(sentences: &mut [Sentence], path: &Path) -> Result<(), Box<dyn Error>> {
    let file = read_compressed(path)?;
    if file.lines().count() != sentences.len() {
        return Err(format!("{} is not of these {} sentences", path.display(), sentences.len()).into());
    }
    for (line, sentence) in file.lines().zip(sentences) {
        sentence.names = read_letters(line);
        if sentence.names.len() != sentence.forms.len() {
            return Err(format!("{}: {line} is not of {} words", path.display(), sentence.forms.len()).into());
        }
    }
    Ok(())
}

/// Name labels written as a letter for each word, `P G L M` for the first word of a person, an organisation, a place or
/// something else, small for the words after it, `.` for what is in no name.
pub(crate) fn read_letters(letters: &str) -> Vec<u8> {
    let letters = letters.as_bytes();
    let mut names = vec![OUTSIDE; letters.len()];
    let mut at = 0;
    while at < letters.len() {
        let Some(kind) = b"PGLM".iter().position(|letter| *letter == letters[at]) else {
            at += 1;
            continue;
        };
        let inner = letters[at].to_ascii_lowercase();
        let length = 1 + letters[at + 1..].iter().take_while(|letter| **letter == inner).count();
        for (label, new) in names[at..].iter_mut().zip(labels_of(length, kind as u8)) {
            *label = new;
        }
        at += length;
    }
    names
}

/// Words in lower case with their four classes, in order.
pub(crate) fn read_clusters(path: &Path) -> Result<BTreeMap<String, [u16; 4]>, Box<dyn Error>> {
    let text = read_compressed(path)?;
    let mut clusters = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split('\t');
        let Some(word) = columns.next().filter(|word| is_common_spelling(word)) else { continue };
        let classes: Vec<u16> = columns.filter_map(|column| column.parse().ok()).collect();
        if let [a, b, c, d] = classes[..] {
            clusters.insert(word.to_owned(), [a, b, c, d]);
        }
    }
    Ok(clusters)
}

/// Lower case, letters with single marks between them: what can be a word rather than a slip or a number.
fn is_common_spelling(word: &str) -> bool {
    let is_mark = |c: char| matches!(c, '-' | '\'' | '.' | '&');
    let mut after_mark = true;
    for c in word.chars() {
        if c.is_uppercase() || !(c.is_alphabetic() || is_mark(c) && (!after_mark || word.len() < 4)) {
            return false;
        }
        after_mark = is_mark(c);
    }
    word.len() <= 20
}

/// Kinds of known phrases, a bit each.
mod kind {
    pub(super) const COUNTRY: u8 = 1;
    pub(super) const REGION: u8 = 2;
    pub(super) const CITY: u8 = 4;
    pub(super) const GIVEN_NAME: u8 = 8;
    pub(super) const ORGANIZATION: u8 = 16;
    pub(super) const DEMONYM: u8 = 32;
}

/// Phrases with a bit set of kinds.
pub(crate) fn read_gazetteer(path: &Path) -> Result<Vec<(String, u8)>, Box<dyn Error>> {
    let kinds = |name: &str| match name {
        "CTRY" => Some(kind::COUNTRY),
        "STATE" => Some(kind::REGION),
        "CITY" => Some(kind::CITY),
        "FIRST" => Some(kind::GIVEN_NAME),
        _ => None,
    };
    Ok(read_text(path)?
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(kind, phrase)| Some((phrase.to_owned(), kinds(kind)?)))
        .collect())
}

/// The names in the library's own tables of the world, with a bit set of kinds: of countries and their people, of
/// regions, cities, organisations with media, and given names.
pub(crate) fn read_world(folder: &Path) -> Result<Vec<(String, u8)>, Box<dyn Error>> {
    // Which column of which table, what parts its names, and what they are.
    let columns = [
        ("countries", 1, '|', kind::COUNTRY),
        ("countries", 2, '|', kind::DEMONYM),
        ("countries", 3, '|', kind::DEMONYM),
        ("regions", 0, '|', kind::REGION),
        ("cities", 0, '|', kind::CITY),
        ("organizations", 0, '|', kind::ORGANIZATION),
        ("given_names", 1, ' ', kind::GIVEN_NAME),
    ];
    let mut phrases = Vec::new();
    for (table, column, separator, kind) in columns {
        let text = read_text(&folder.join(format!("{table}.tsv")))?;
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        let names =
            rows.filter_map(|row| row.split('\t').nth(column)).flat_map(|names| names.split(separator));
        phrases.extend(names.filter(|name| !matches!(*name, "" | "-")).map(|name| (name.to_owned(), kind)));
    }
    Ok(phrases)
}

/// The documents of a file of words and BIO tags. Words that we would split are split, as at run time.
pub(crate) fn read_names(path: &Path) -> Result<Vec<NamedDocument>, Box<dyn Error>> {
    let mut documents: Vec<NamedDocument> = Vec::new();
    let mut sentence: Vec<(String, String)> = Vec::new();
    let text = read_text(path)?;
    for line in text.lines().chain([""]) {
        if line.starts_with("-DOCSTART-") {
            documents.push(Vec::new());
        } else if let Some((form, tag)) = line.split_once('\t') {
            sentence.push((form.to_owned(), tag.to_owned()));
        } else if !sentence.is_empty() {
            if documents.is_empty() {
                documents.push(Vec::new());
            }
            if let Some(document) = documents.last_mut() {
                document.push(label(&std::mem::take(&mut sentence)));
            }
        }
    }
    Ok(documents)
}

fn label(sentence: &[(String, String)]) -> Vec<(String, u8)> {
    let words: Vec<(String, &str)> = sentence
        .iter()
        .flat_map(|(form, tag)| {
            let inner =
                if let Some(kind) = tag.strip_prefix("B-") { (&tag[..], kind) } else { (&tag[..], "") };
            split(form).into_iter().enumerate().map(move |(index, part)| {
                (part, if index > 0 && !inner.1.is_empty() { "I" } else { inner.0 })
            })
        })
        .collect();
    let mut labels = vec![OUTSIDE; words.len()];
    let mut at = 0;
    while at < words.len() {
        let Some(kind) = words[at].1.strip_prefix("B-") else {
            at += 1;
            continue;
        };
        let length = 1 + words[at + 1..].iter().take_while(|(_, tag)| tag.starts_with('I')).count();
        let number = KINDS.iter().position(|known| known.code() == kind).unwrap_or(KINDS.len() - 1);
        for (label, new) in labels[at..].iter_mut().zip(labels_of(length, number as u8)) {
            *label = new;
        }
        at += length;
    }
    words.into_iter().map(|(form, _)| form).zip(labels).collect()
}

/// The words that the tokenizer makes of `form`, at hyphens only.
fn split(form: &str) -> Vec<String> {
    if !form.contains('-') || form.len() < 3 {
        return vec![form.to_owned()];
    }
    let sentences = split_words(form, Span::new(0, form.len()));
    sentences.iter().flatten().map(|word| word.of(form).to_owned()).collect()
}

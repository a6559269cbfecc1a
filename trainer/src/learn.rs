//! Examples for the network, made of treebanks and of documents with names.

use crate::data::{NamedDocument, Sentence};
use crate::network::Example;
use diurna::text::training::{Knowledge, Model, ROWS_PER_WORD, Word, WordReader, name_rows, shape};

fn read_words<'a>(forms: impl Iterator<Item = &'a str> + Clone, model: &Model<'_>) -> Vec<Word> {
    let mut words = Vec::new();
    WordReader::default().read(forms, model.clusters, &mut words);
    words
}

type Rows = Vec<[u32; ROWS_PER_WORD]>;
type NameRows = Vec<[u32; shape::NAME_ROWS_PER_WORD]>;

/// The rows of the words of each sentence of a document.
fn rows(sentences: &[Vec<Word>], model: &Model<'_>) -> Vec<(Rows, NameRows)> {
    let mut knowledge = Knowledge::default();
    sentences.iter().for_each(|words| knowledge.add(words));
    let mut marks = Vec::new();
    let rows = |words: &Vec<Word>| {
        model.gazetteer.mark(words, &mut marks);
        let name_rows = (0..words.len()).map(|at| name_rows(words, &marks, &knowledge, at)).collect();
        (knowledge.rows(words).collect(), name_rows)
    };
    sentences.iter().map(rows).collect()
}

/// The sentences of a treebank, in the order of its documents. A tag that the model does not know is not learnt from.
pub(crate) fn of_trees(sentences: &[Sentence], model: &Model<'_>, weight: f32) -> Vec<Example> {
    let mut examples = Vec::with_capacity(sentences.len());
    for document in sentences.chunk_by(|one, next| one.document == next.document) {
        let words: Vec<Vec<Word>> = document
            .iter()
            .map(|sentence| read_words(sentence.forms.iter().map(String::as_str), model))
            .collect();
        let rows = rows(&words, model);
        examples.extend(document.iter().zip(rows).map(|(sentence, (rows, name_rows))| {
            Example {
                rows,
                name_rows,
                tags: sentence.tags.iter().map(|&tag| model.class(tag)).collect(),
                arcs: sentence
                    .heads
                    .iter()
                    .zip(&sentence.labels)
                    .map(|(&head, &label)| (head as u16, label as u8, 1.0))
                    .collect(),
                names: sentence.names.clone(),
                weight,
            }
        }));
    }
    examples
}

/// The sentences of a document with names.
pub(crate) fn of_names(document: &NamedDocument, model: &Model<'_>, weight: f32) -> Vec<Example> {
    let words: Vec<Vec<Word>> = document
        .iter()
        .map(|sentence| read_words(sentence.iter().map(|(form, _)| form.as_str()), model))
        .collect();
    let rows = rows(&words, model);
    document
        .iter()
        .zip(rows)
        .map(|(sentence, (rows, name_rows))| Example {
            rows,
            name_rows,
            tags: Vec::new(),
            arcs: Vec::new(),
            names: sentence.iter().map(|&(_, label)| label).collect(),
            weight,
        })
        .collect()
}

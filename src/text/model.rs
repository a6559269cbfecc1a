//! The model file: what training found out about English, and the walk through it.

use super::features::ROWS_PER_WORD;
use super::lemma::Lemmas;
use super::names::{Gazetteer, Knowledge, LABELS, best_labels, name_rows, names_of, recall_names};
use super::network::{Network, Scores, best};
use super::repair::repair;
use super::tokenize::WordSpans;
use super::tree::best_tree;
use super::word::{Clusters, Word, WordReader};
use super::{Confidence, Deprel, Name, Sentence, Upos, Xpos};
use std::sync::LazyLock;

/// A pair of tags that training texts give to some word; classes of words are numbers of such pairs.
pub type Tag = (Upos, Xpos);

/// What a model file starts with.
const MAGIC: &[u8] = b"diurna model 2\n";

/// The number of sections of a model file; each is a length (u32, little-endian) and that many bytes.
const SECTIONS: usize = 5;

/// Stands for no class.
pub const NO_CLASS: u8 = u8::MAX;

/// A trained model, read straight from the bytes of its file.
#[derive(Debug)]
pub struct Model<'a> {
    /// The tags that the classes of words stand for.
    pub tags: Vec<Tag>,
    /// The class of each pair of tags, [`NO_CLASS`] for those that have none.
    classes: Vec<u8>,
    /// The layers.
    pub network: Network<'a>,
    /// The distributional classes of words.
    pub clusters: Clusters<'a>,
    /// Known names.
    pub gazetteer: Gazetteer<'a>,
    /// The rules for lemmas.
    pub lemmas: Lemmas<'a>,
}

/// The sections of a model file as bytes, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct ModelBytes {
    /// Two bytes for each tag: the numbers of its [`Upos`] and [`Xpos`].
    pub tags: Vec<u8>,
    /// See [`Network`].
    pub network: Vec<u8>,
    /// See [`Clusters`].
    pub clusters: Vec<u8>,
    /// See [`Gazetteer`].
    pub gazetteer: Vec<u8>,
    /// See [`Lemmas`].
    pub lemmas: Vec<u8>,
}

impl ModelBytes {
    /// The bytes of the file.
    pub fn to_file(&self) -> Vec<u8> {
        let sections: [&[u8]; SECTIONS] =
            [&self.tags, &self.network, &self.clusters, &self.gazetteer, &self.lemmas];
        let mut file = MAGIC.to_vec();
        for section in sections {
            file.extend((section.len() as u32).to_le_bytes());
            file.extend(section);
        }
        file
    }
}

impl<'a> Model<'a> {
    /// Reads a model file; what is missing or damaged is read as knowing nothing.
    pub fn from_file(file: &'a [u8]) -> Self {
        let mut rest = file.strip_prefix(MAGIC).unwrap_or(&[]);
        let [tags, network, clusters, gazetteer, lemmas] = std::array::from_fn(|_| {
            let Some((length, tail)) = rest.split_first_chunk::<4>() else { return &[][..] };
            let (section, tail) =
                tail.split_at_checked(u32::from_le_bytes(*length) as usize).unwrap_or((tail, &[]));
            rest = tail;
            section
        });
        let tags: Vec<Tag> = tags.as_chunks::<2>().0.iter().filter_map(|&tag| read_tag(tag)).collect();
        let mut classes = vec![NO_CLASS; Upos::ALL.len() * Xpos::ALL.len()];
        for (class, &(upos, xpos)) in tags.iter().enumerate() {
            classes[upos as usize * Xpos::ALL.len() + xpos as usize] = class as u8;
        }
        Self {
            tags,
            classes,
            network: Network::from_bytes(network),
            clusters: Clusters::from_bytes(clusters),
            gazetteer: Gazetteer::from_bytes(gazetteer),
            lemmas: Lemmas::from_bytes(lemmas),
        }
    }

    /// The model in the library.
    pub fn embedded() -> &'static Model<'static> {
        static MODEL: LazyLock<Model<'static>> =
            LazyLock::new(|| Model::from_file(include_bytes!("../../models/en.bin")));
        &MODEL
    }

    /// The class that stands for `tag`; [`NO_CLASS`] if none does.
    pub fn class(&self, (upos, xpos): Tag) -> u8 {
        self.classes[upos as usize * Xpos::ALL.len() + xpos as usize]
    }

    /// The tag that `class` stands for.
    pub fn tag(&self, class: u8) -> Tag {
        self.tags.get(usize::from(class)).copied().unwrap_or((Upos::X, Xpos::Xx))
    }
}

fn read_tag([upos, xpos]: [u8; 2]) -> Option<Tag> {
    Some((*Upos::ALL.get(usize::from(upos))?, *Xpos::ALL.get(usize::from(xpos))?))
}

/// Sentences are read together until they have so many words.
const BATCH: usize = 128;

/// Reads sentences with a model; kept to reuse its memory.
#[derive(Debug)]
pub(crate) struct Analyzer<'m> {
    model: &'m Model<'m>,
    reader: WordReader,
    words: Vec<Word>,
    rows: Vec<[u32; ROWS_PER_WORD]>,
    scores: Scores,
    heads: Vec<usize>,
    relations: Vec<u8>,
    marks: Vec<u64>,
    name_scores: Vec<f32>,
    labels: Vec<u8>,
    characters: Vec<char>,
    lemma: String,
}

impl<'m> Analyzer<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        Self {
            model,
            reader: WordReader::default(),
            words: Vec::new(),
            rows: Vec::new(),
            scores: Scores::default(),
            heads: Vec::new(),
            relations: Vec::new(),
            marks: Vec::new(),
            name_scores: Vec::new(),
            labels: Vec::new(),
            characters: Vec::new(),
            lemma: String::new(),
        }
    }

    /// Reads sentences, each with its zone, which are a document: trees first depend on nothing else, names on how the
    /// whole document writes its words.
    pub(crate) fn read(&mut self, text: &str, found: Vec<(usize, WordSpans)>) -> Vec<Sentence> {
        let mut knowledge = Knowledge::default();
        for (_, found) in &found {
            self.read_words(text, found);
            knowledge.add(&self.words);
        }
        let mut sentences = Vec::with_capacity(found.len());
        let mut batch: Vec<(usize, WordSpans, Vec<Word>)> = Vec::new();
        let mut n_words = 0;
        for (zone, found) in found {
            self.read_words(text, &found);
            n_words += self.words.len();
            batch.push((zone, found, std::mem::take(&mut self.words)));
            if n_words >= BATCH {
                self.read_batch(text, std::mem::take(&mut batch), &knowledge, &mut sentences);
                n_words = 0;
            }
        }
        self.read_batch(text, batch, &knowledge, &mut sentences);
        recall_names(text, &knowledge, &mut sentences);
        sentences
    }

    fn read_batch(
        &mut self,
        text: &str,
        batch: Vec<(usize, WordSpans, Vec<Word>)>,
        knowledge: &Knowledge,
        sentences: &mut Vec<Sentence>,
    ) {
        let lengths: Vec<usize> = batch.iter().map(|(_, _, words)| words.len()).collect();
        self.rows.clear();
        for (_, _, words) in &batch {
            self.rows.extend(knowledge.rows(words));
        }
        self.model.network.read(&lengths, &self.rows, &mut self.scores);
        for (index, (zone, found, words)) in batch.into_iter().enumerate() {
            self.words = words;
            sentences.push(self.sentence(text, zone, index, found, knowledge));
        }
    }

    fn read_words(&mut self, text: &str, found: &WordSpans) {
        let forms = found.words.iter().map(|span| span.of(text));
        self.reader.read(forms, self.model.clusters, &mut self.words);
    }

    fn sentence(
        &mut self,
        text: &str,
        zone: usize,
        at: usize,
        found: WordSpans,
        knowledge: &Knowledge,
    ) -> Sentence {
        let model = self.model;
        let n = found.words.len();
        best_tree(self.scores.arcs(at), n, &mut self.heads);
        model.network.relations(&self.scores, at, &self.heads, &mut self.relations);

        let mut sentence = Sentence { zone, ..Sentence::default() };
        sentence.tokens.reserve_exact(n);
        for (index, &span) in found.words.iter().enumerate() {
            let tag = model.tag(best(self.scores.tags(at, index)) as u8);
            let head = Some(self.heads[index]).filter(|&head| head < n);
            let deprel = match head {
                None => Deprel::Root,
                Some(_) => relation(self.relations[index]),
            };
            model.lemmas.write(span.of(text), tag, &mut self.characters, &mut self.lemma);
            sentence.push(span, tag.0, tag.1, head, deprel, &self.lemma);
            let token = sentence.tokens.last_mut().expect("a token was pushed");
            let probability = model.network.probability_of_arc(&self.scores, at, index, self.heads[index]);
            token.confidence = Confidence::from_fraction(probability);
        }
        sentence.span = sentence.span_of(0..n);
        sentence.set_contractions(found.contractions);
        self.find_names(knowledge, at, &mut sentence);
        repair(text, &mut sentence);
        sentence
    }

    fn find_names(&mut self, knowledge: &Knowledge, at: usize, sentence: &mut Sentence) {
        let model = self.model;
        model.gazetteer.mark(&self.words, &mut self.marks);
        let rows: Vec<_> =
            (0..self.words.len()).map(|at| name_rows(&self.words, &self.marks, knowledge, at)).collect();
        model.network.score_names(self.scores.name_hidden(at), &rows, &mut self.name_scores);
        best_labels(&self.name_scores, &mut self.labels);
        sentence.names = names_of(&self.labels)
            .into_iter()
            .map(|(tokens, kind)| {
                let probability = tokens
                    .clone()
                    .map(|at| {
                        let scores = &self.name_scores[at * LABELS..(at + 1) * LABELS];
                        model.network.probability_of_name_label(scores, usize::from(self.labels[at]))
                    })
                    .product();
                Name { tokens, kind, confidence: Confidence::from_fraction(probability) }
            })
            .collect();
    }
}

/// The relation of this number, unless it is that of a root.
fn relation(number: u8) -> Deprel {
    match Deprel::ALL.get(usize::from(number)) {
        None | Some(Deprel::Root) => Deprel::Dep,
        Some(&relation) => relation,
    }
}

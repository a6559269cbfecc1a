//! The model file: what training found out about English, and the walk through it.

use super::lemma::Lemmas;
use super::names::{Gazetteer, Knowledge, NameContext, label, names_of};
use super::parser::{State, parse};
use super::tagger::{Tag, Tagging, tag};
use super::tokenize::WordSpans;
use super::weights::{Features, Weights};
use super::word::{Clusters, Word, WordReader};
use super::{Deprel, Name, Sentence, Upos, Xpos};
use std::sync::LazyLock;

/// What a model file starts with.
const MAGIC: &[u8] = b"diurna model 1\n";

/// The number of sections of a model file; each is a length (u32, little-endian) and that many bytes.
const SECTIONS: usize = 7;

/// A trained model, read straight from the bytes of its file.
#[derive(Debug)]
pub struct Model<'a> {
    /// The tags that the tagger's classes stand for.
    pub tags: Vec<Tag>,
    /// The class of each pair of tags.
    classes: Vec<u8>,
    /// The weights of the tagger.
    pub tagger: Weights<'a>,
    /// The weights of the parser.
    pub parser: Weights<'a>,
    /// The weights of the name finder.
    pub names: Weights<'a>,
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
    /// See [`Weights`].
    pub tagger: Vec<u8>,
    /// See [`Weights`].
    pub parser: Vec<u8>,
    /// See [`Weights`].
    pub names: Vec<u8>,
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
        let sections: [&[u8]; SECTIONS] = [
            &self.tags,
            &self.tagger,
            &self.parser,
            &self.names,
            &self.clusters,
            &self.gazetteer,
            &self.lemmas,
        ];
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
        let [tags, tagger, parser, names, clusters, gazetteer, lemmas] = std::array::from_fn(|_| {
            let Some((length, tail)) = rest.split_first_chunk::<4>() else { return &[][..] };
            let (section, tail) =
                tail.split_at_checked(u32::from_le_bytes(*length) as usize).unwrap_or((tail, &[]));
            rest = tail;
            section
        });
        let tags: Vec<Tag> = tags.as_chunks::<2>().0.iter().filter_map(|&tag| read_tag(tag)).collect();
        let mut classes = vec![0; Upos::ALL.len() * Xpos::ALL.len()];
        for (class, &(upos, xpos)) in tags.iter().enumerate() {
            classes[upos as usize * Xpos::ALL.len() + xpos as usize] = class as u8;
        }
        Self {
            tags,
            classes,
            tagger: Weights::from_bytes(tagger),
            parser: Weights::from_bytes(parser),
            names: Weights::from_bytes(names),
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

    /// The class of the tagger that stands for `tag`; the first if none does.
    pub fn class(&self, (upos, xpos): Tag) -> u8 {
        self.classes[upos as usize * Xpos::ALL.len() + xpos as usize]
    }

    /// The tag that `class` of the tagger stands for.
    pub fn tag(&self, class: u8) -> Tag {
        self.tags.get(usize::from(class)).copied().unwrap_or((Upos::X, Xpos::Xx))
    }
}

fn read_tag([upos, xpos]: [u8; 2]) -> Option<Tag> {
    Some((*Upos::ALL.get(usize::from(upos))?, *Xpos::ALL.get(usize::from(xpos))?))
}

/// Reads sentences with a model; kept to reuse its memory.
#[derive(Debug)]
pub(crate) struct Analyzer<'m> {
    model: &'m Model<'m>,
    reader: WordReader,
    words: Vec<Word>,
    tags: Vec<Tagging>,
    classes: Vec<u8>,
    features: Features,
    state: State,
    characters: Vec<char>,
    lemma: String,
}

impl<'m> Analyzer<'m> {
    pub(crate) fn new(model: &'m Model<'m>) -> Self {
        Self {
            model,
            reader: WordReader::default(),
            words: Vec::new(),
            tags: Vec::new(),
            classes: Vec::new(),
            features: Features::default(),
            state: State::default(),
            characters: Vec::new(),
            lemma: String::new(),
        }
    }

    /// Tags, parses and lemmatises a sentence; its names come later, from the whole document.
    pub(crate) fn parse(&mut self, text: &str, zone: usize, found: WordSpans) -> Sentence {
        let model = self.model;
        let forms = found.words.iter().map(|span| span.of(text));
        self.reader.read(forms, model.clusters, &mut self.words);
        tag(&model.tagger, model.tags.len(), &self.words, &mut self.features, &mut self.tags);
        self.state.restart(&self.words, &self.tags, |class| model.tag(class).0 as u64);
        parse(&model.parser, &mut self.state, &mut self.features);

        let mut sentence = Sentence { zone, ..Sentence::default() };
        sentence.tokens.reserve_exact(found.words.len());
        for (index, (&span, tagging)) in found.words.iter().zip(&self.tags).enumerate() {
            let tag = model.tag(tagging.class);
            let head = self.state.head(index).filter(|&head| head != self.state.root());
            let deprel = if head.is_none() { Deprel::Root } else { self.state.label(index) };
            model.lemmas.write(span.of(text), tag, &mut self.characters, &mut self.lemma);
            sentence.push(span, tag.0, tag.1, head, deprel, &self.lemma);
        }
        sentence.span = sentence.span_of(0..sentence.tokens.len());
        sentence.set_contractions(found.contractions);
        sentence
    }

    /// Finds the names of `sentences`, which are a document.
    pub(crate) fn find_names(&mut self, text: &str, sentences: &mut [Sentence]) {
        let model = self.model;
        let mut knowledge = Knowledge::default();
        for sentence in &*sentences {
            self.read_words(text, sentence);
            knowledge.add(&self.words);
        }
        let (mut marks, mut labels) = (Vec::new(), Vec::new());
        for sentence in sentences {
            self.read_words(text, sentence);
            self.classes.clear();
            self.classes.extend(sentence.tokens.iter().map(|token| model.class((token.upos, token.xpos))));
            model.gazetteer.mark(&self.words, &mut marks);
            let context = NameContext { words: &self.words, tags: &self.classes, marks: &marks };
            label(&model.names, context, &mut knowledge, &mut self.features, &mut labels);
            sentence.names.clear();
            sentence.names.extend(names_of(&labels).into_iter().map(|(tokens, kind)| Name { tokens, kind }));
        }
    }

    fn read_words(&mut self, text: &str, sentence: &Sentence) {
        let forms = sentence.tokens.iter().map(|token| token.span.of(text));
        self.reader.read(forms, self.model.clusters, &mut self.words);
    }
}

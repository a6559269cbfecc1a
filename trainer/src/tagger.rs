//! Trains the tagger.

use crate::data::Sentence;
use crate::perceptron::{Perceptron, quantize};
use crate::random::Random;
use diurna::text::training::{
    Features, MOST_CLASSES, Model, Scorer, Tagging, Word, WordReader, tag, tag_features,
};

/// A sentence as the tagger sees it.
pub(crate) struct Tagged {
    pub(crate) words: Vec<Word>,
    /// The right classes.
    pub(crate) gold: Vec<u8>,
    /// What a tagger says of it.
    pub(crate) predicted: Vec<Tagging>,
}

impl Tagged {
    pub(crate) fn new(sentence: &Sentence, model: &Model<'_>) -> Self {
        let mut words = Vec::new();
        WordReader::default().read(crate::forms(sentence), model.clusters, &mut words);
        let gold = sentence.tags.iter().map(|&tag| model.class(tag)).collect();
        Self { words, gold, predicted: Vec::new() }
    }

    /// A sentence that the tagger of `model` has not learnt from, with the classes it gives.
    pub(crate) fn with_tags_of(model: &Model<'_>, sentence: &Sentence) -> Self {
        let mut tagged = Self::new(sentence, model);
        let mut features = Features::default();
        tag(&model.tagger, model.tags.len(), &tagged.words, &mut features, &mut tagged.predicted);
        tagged
    }

    pub(crate) fn count_right(&self, tags: &[Tagging]) -> usize {
        self.gold.iter().zip(tags).filter(|(gold, tag)| **gold == tag.class).count()
    }
}

pub(crate) fn train(sentences: &[&Tagged], count: usize, rounds: usize, seed: u64) -> Perceptron {
    let mut perceptron = Perceptron::default();
    let mut features = Features::default();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random::with_seed(seed);
    for round in 0..rounds {
        random.shuffle(&mut order);
        let (mut right, mut total) = (0, 0);
        for &number in &order {
            let sentence = sentences[number];
            let mut before = [None; 2];
            for (at, &gold) in sentence.gold.iter().enumerate() {
                tag_features(&sentence.words, at, before, &mut features);
                let mut scores = [0; MOST_CLASSES];
                perceptron.add(features.hashes(), &mut scores);
                let best =
                    (1..count).fold(0, |best, class| if scores[class] > scores[best] { class } else { best });
                perceptron.tick();
                total += 1;
                if best == usize::from(gold) {
                    right += 1;
                } else {
                    perceptron.update(features.hashes(), usize::from(gold), best);
                }
                before = [Some(best as u8), before[0]];
            }
        }
        println!("  tagger round {}: {:.2} %", round + 1, 100.0 * f64::from(right) / f64::from(total));
    }
    perceptron
}

/// The classes of all sentences, each by a tagger that has not seen its part.
pub(crate) fn tag_unseen(
    sentences: &[&Tagged],
    count: usize,
    folds: usize,
    rounds: usize,
) -> Vec<Vec<Tagging>> {
    // Neighbours are of the same document; whole stretches go to one part.
    let fold_of = |number: usize| number / 50 % folds;
    let mut classes = vec![Vec::new(); sentences.len()];
    for fold in 0..folds {
        let seen: Vec<&Tagged> = sentences
            .iter()
            .enumerate()
            .filter(|(number, _)| fold_of(*number) != fold)
            .map(|(_, &s)| s)
            .collect();
        let perceptron = train(&seen, count, rounds, 0);
        let rows = quantize(&perceptron.average(), 1, 1);
        let bytes = diurna::text::training::Weights::to_bytes(&rows);
        let weights = diurna::text::training::Weights::from_bytes(&bytes);
        let mut features = Features::default();
        for (number, sentence) in sentences.iter().enumerate().filter(|(number, _)| fold_of(*number) == fold)
        {
            tag(&weights, count, &sentence.words, &mut features, &mut classes[number]);
        }
    }
    classes
}

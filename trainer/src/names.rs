//! Trains the name finder.

use crate::data::NamedDocument;
use crate::perceptron::Perceptron;
use crate::random::Random;
use diurna::text::training::{
    Features, Knowledge, LABELS, MOST_CLASSES, Model, NameContext, OUTSIDE, Scorer, Word, WordReader,
    name_features, remember, tag,
};

/// A sentence as the name finder sees it.
struct Prepared {
    words: Vec<Word>,
    tags: Vec<u8>,
    marks: Vec<u64>,
    gold: Vec<u8>,
}

pub(crate) fn train(documents: &[NamedDocument], model: &Model<'_>, rounds: usize) -> Perceptron {
    let documents: Vec<Vec<Prepared>> = documents
        .iter()
        .map(|document| document.iter().map(|sentence| prepare(sentence, model)).collect())
        .collect();
    let mut perceptron = Perceptron::default();
    let mut features = Features::default();
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let mut random = Random::new();
    for round in 0..rounds {
        random.shuffle(&mut order);
        let (mut right, mut total) = (0, 0);
        for &number in &order {
            let mut knowledge = Knowledge::default();
            for sentence in &documents[number] {
                knowledge.add(&sentence.words);
            }
            for sentence in &documents[number] {
                let context =
                    NameContext { words: &sentence.words, tags: &sentence.tags, marks: &sentence.marks };
                let mut labels = Vec::new();
                let mut before = [OUTSIDE; 2];
                for (at, &gold) in sentence.gold.iter().enumerate() {
                    name_features(context, &knowledge, at, before, &mut features);
                    let mut scores = [0; MOST_CLASSES];
                    perceptron.add(features.hashes(), &mut scores);
                    let best = (1..LABELS)
                        .fold(0, |best, label| if scores[label] > scores[best] { label } else { best });
                    perceptron.tick();
                    total += 1;
                    if best == usize::from(gold) {
                        right += 1;
                    } else {
                        perceptron.update(features.hashes(), usize::from(gold), best);
                    }
                    labels.push(best as u8);
                    // Half the time the right label comes before, so that names are not all learnt from mistakes.
                    before = [if random.happens(50) { best as u8 } else { gold }, before[0]];
                }
                remember(&sentence.words, &labels, &mut knowledge);
            }
        }
        println!("  names round {}: {:.2} %", round + 1, 100.0 * f64::from(right) / f64::from(total));
    }
    perceptron
}

fn prepare(sentence: &[(String, u8)], model: &Model<'_>) -> Prepared {
    let (mut words, mut tags, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    WordReader::default().read(sentence.iter().map(|(form, _)| form.as_str()), model.clusters, &mut words);
    tag(&model.tagger, model.tags.len(), &words, &mut Features::default(), &mut tags);
    model.gazetteer.mark(&words, &mut marks);
    Prepared {
        words,
        tags: tags.iter().map(|tag| tag.class).collect(),
        marks,
        gold: sentence.iter().map(|&(_, label)| label).collect(),
    }
}

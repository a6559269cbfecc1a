//! Trains the model that the library embeds.
//!
//! ```text
//! cargo run --release -p trainer -- TRAIN_FOLDER MODEL_FILE [ROUNDS]
//! ```
//!
//! TRAIN_FOLDER holds the files that `models/README.md` lists. Seeds are fixed and output is sorted, so that the same files give the same model.

mod data;
mod lemmas;
mod names;
mod parser;
mod perceptron;
mod random;
mod tagger;

use data::Sentence;
use diurna::text::training::{Clusters, Gazetteer, Lemmas, Model, ModelBytes, Tag, Weights};
use perceptron::{add_models, quantize};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Passes of the tagger and of the name finder over the training data; the parser makes half as many again.
const ROUNDS: usize = 6;

/// Parts of the treebanks: each is tagged by a tagger that has not seen it, so that the parser learns from tags
/// as good as those it will meet.
const FOLDS: usize = 4;

/// Parsers trained on the sentences in different orders; they vote.
const PARSERS: u64 = 3;

/// Sentences of MASC with the trees of the teacher; see `teacher/README.md`.
const LABELLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/labelled/masc.conllu.zst");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, output, rounds) = match &arguments[..] {
        [folder, output] => (folder, output, ROUNDS),
        [folder, output, rounds] if rounds.parse::<usize>().is_ok() => {
            (folder, output, rounds.parse().unwrap_or(ROUNDS))
        }
        _ => {
            eprintln!("usage: trainer TRAIN_FOLDER MODEL_FILE [ROUNDS]");
            return ExitCode::from(2);
        }
    };
    match train(Path::new(folder), Path::new(output), rounds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn train(folder: &Path, output: &Path, rounds: usize) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let report = |what: &str| println!("{:6.1} s  {what}", start.elapsed().as_secs_f64());

    let mut sentences = Vec::new();
    for file in ["ewt_train.conllu", "gum_open_train.conllu"] {
        sentences.extend(data::read_treebank(&folder.join(file))?);
    }
    let clusters = data::read_clusters(&folder.join("word_clusters.tsv.zst"))?;
    let gazetteer = data::read_gazetteer(&folder.join("gazetteer_sample.tsv"))?;
    let tags: BTreeSet<Tag> = sentences.iter().flat_map(|sentence| sentence.tags.iter().copied()).collect();
    let mut bytes = ModelBytes {
        tags: tags.iter().flat_map(|&(upos, xpos)| [upos as u8, xpos as u8]).collect(),
        clusters: Clusters::to_bytes(clusters.iter().map(|(word, classes)| (word.as_str(), *classes))),
        gazetteer: Gazetteer::to_bytes(gazetteer.iter().map(|(phrase, kinds)| (phrase.as_str(), *kinds))),
        lemmas: Lemmas::to_bytes(&lemmas::learn(&sentences)),
        ..ModelBytes::default()
    };
    report(&format!(
        "{} sentences, {} tags, {} words with classes",
        sentences.len(),
        tags.len(),
        clusters.len()
    ));

    let parser_rounds = rounds + rounds.div_ceil(2);
    data::add_headlines(&mut sentences);
    let file = bytes.to_file();
    let model = Model::from_file(&file);
    let mut prepared: Vec<tagger::Tagged> =
        sentences.iter().map(|sentence| tagger::Tagged::new(sentence, &model)).collect();
    let everything: Vec<&tagger::Tagged> = prepared.iter().collect();
    let (tagger, vote, folds) = std::thread::scope(|scope| {
        let folds = scope.spawn(|| tagger::tag_unseen(&everything, tags.len(), FOLDS, rounds.div_ceil(2)));
        let [one, other] = [0, 1].map(|seed| tagger::train(&everything, tags.len(), rounds, seed).average());
        let tagger = quantize(&one, 1, 1);
        let vote = quantize(&add_models(one, other), 2, 2);
        (tagger, vote, folds.join().expect("a thread that panics has said why"))
    });
    bytes.tagger = Weights::to_bytes(&tagger);
    report(&format!("tagger: {} features, {} kB", tagger.len(), bytes.tagger.len() / 1000));
    let right =
        prepared.iter().zip(&folds).map(|(sentence, classes)| sentence.count_right(classes)).sum::<usize>();
    let words = prepared.iter().map(|sentence| sentence.gold.len()).sum::<usize>();
    report(&format!("tags of unseen parts: {:.2} % right", 100.0 * right as f64 / words as f64));
    for (sentence, classes) in prepared.iter_mut().zip(folds) {
        sentence.predicted = classes;
    }

    let name_files = ["names_wikigold.tsv", "names_uner_ewt_dev.tsv", "names_gum_open_train.tsv"];
    let documents: Vec<data::NamedDocument> = name_files
        .iter()
        .map(|file| data::read_names(&folder.join(file)))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    // What the parser and the name finder learn from is tagged by two taggers that vote. The shipped model has one: with
    // the vote it read eleven more of the event rules' examples wrongly.
    let file = ModelBytes { tagger: Weights::to_bytes(&vote), ..bytes.clone() }.to_file();
    let model = Model::from_file(&file);
    let labelled = data::read_treebank(Path::new(LABELLED))?;
    report(&format!("{} sentences labelled by the teacher", labelled.len()));
    prepared.extend(labelled.iter().map(|sentence| tagger::Tagged::with_tags_of(&model, sentence)));
    sentences.extend(labelled);
    let (parser_rows, name_rows) = std::thread::scope(|scope| {
        let names = scope.spawn(|| quantize(&names::train(&documents, &model, rounds).average(), 2, 2));
        let (sentences, prepared, model) = (&sentences, &prepared, &model);
        let parsers: Vec<_> = (0..PARSERS)
            .map(|seed| {
                scope.spawn(move || parser::train(sentences, prepared, model, parser_rounds, seed).average())
            })
            .collect();
        let vote = parsers
            .into_iter()
            .map(|parser| parser.join().expect("a thread that panics has said why"))
            .reduce(add_models)
            .unwrap_or_default();
        let rows = quantize(&vote, 6 * PARSERS as u32, 4);
        (rows, names.join().expect("a thread that panics has said why"))
    });
    bytes.parser = Weights::to_bytes(&parser_rows);
    report(&format!("parser: {} features, {} kB", parser_rows.len(), bytes.parser.len() / 1000));
    bytes.names = Weights::to_bytes(&name_rows);
    report(&format!("names: {} features, {} kB", name_rows.len(), bytes.names.len() / 1000));

    let file = bytes.to_file();
    std::fs::write(output, &file)?;
    report(&format!("{}: {} kB", output.display(), file.len() / 1000));
    Ok(())
}

/// The forms of a sentence.
fn forms(sentence: &Sentence) -> impl Iterator<Item = &str> + Clone {
    sentence.forms.iter().map(String::as_str)
}

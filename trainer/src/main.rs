//! Trains the model that the library embeds.
//!
//! ```text
//! cargo run --release -p trainer -- TRAIN_FOLDER MODEL_FILE [--dev CONLLU] [--rounds N] ...
//! ```
//!
//! TRAIN_FOLDER holds the files that `models/README.md` lists. Seeds are fixed and output is sorted, so that the same files give the same model.

mod articles;
mod data;
mod fit;
mod headlines;
mod learn;
mod lemmas;
mod matrix;
mod network;
mod optimizer;
mod random;

use data::Sentence;
use diurna::text::Deprel;
use diurna::text::training::{Clusters, Gazetteer, LABELS, Lemmas, Model, ModelBytes, NetworkWeights, Tag};
use network::{Dropout, Example, Network};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Where the texts are that the teacher has labelled; see `teacher/README.md`.
const LABELLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/labelled");

/// The library's tables of countries, cities, organisations and given names.
const WORLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/lexicon/en/world");

/// Texts that are not ours to hand on, in the folder of the training files.
const ARTICLES: &str = "raw/web_articles.jsonl.zst";

/// One in so many documents of the treebanks is not learnt from, but used to find out how sure the network may be.
const UNSEEN: usize = 50;

const USAGE: &str = "usage: trainer TRAIN_FOLDER MODEL_FILE [--dev CONLLU] [--rounds N] [--rate R] [--batch N] \
    [--dropout PERCENT] [--word-dropout PERCENT] [--threads N] [--labelled WEIGHT] [--headlines PERCENT]\n   \
    or: trainer --words TRAIN_FOLDER WORDS_FILE   (the words of the articles, for the teacher)";

/// What to do, with the choices that made the shipped model.
struct Options {
    folder: PathBuf,
    output: PathBuf,
    /// A treebank to score after each round.
    dev: Option<PathBuf>,
    plan: fit::Plan,
    /// How much sentences of the teacher count; 0 leaves them out.
    labelled: f32,
    /// Of how many sentences in a hundred copies in the grammar of headlines are learnt from.
    headlines: u64,
}

impl Options {
    fn read(arguments: &[String]) -> Option<Self> {
        let [folder, output, rest @ ..] = arguments else { return None };
        let mut options = Self {
            folder: folder.into(),
            output: output.into(),
            dev: None,
            plan: fit::Plan {
                rounds: 13,
                batch: 800,
                rate: 0.002,
                dropout: Dropout { whole_word: 15, classes: 5, hidden: 15 },
                threads: 2,
                seed: 1,
            },
            labelled: 0.7,
            headlines: 0,
        };
        for pair in rest.chunks(2) {
            let [name, value] = pair else { return None };
            match name.as_str() {
                "--dev" => options.dev = Some(value.into()),
                "--rounds" => options.plan.rounds = value.parse().ok()?,
                "--rate" => options.plan.rate = value.parse().ok()?,
                "--batch" => options.plan.batch = value.parse().ok()?,
                "--dropout" => options.plan.dropout.hidden = value.parse().ok()?,
                "--word-dropout" => options.plan.dropout.whole_word = value.parse().ok()?,
                "--threads" => options.plan.threads = value.parse().ok().filter(|&threads| threads > 0)?,
                "--seed" => options.plan.seed = value.parse().ok()?,
                "--headlines" => options.headlines = value.parse().ok().filter(|&percent| percent <= 100)?,
                "--labelled" => options.labelled = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(options)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match (&arguments[..], Options::read(&arguments)) {
        ([words, folder, output], _) if words == "--words" => write_words(folder.as_ref(), output.as_ref()),
        (_, Some(options)) => train(&options),
        (_, None) => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_words(folder: &Path, output: &Path) -> Result<(), Box<dyn Error>> {
    Ok(articles::write_words(&articles::read_articles(&folder.join(ARTICLES))?, output)?)
}

fn train(options: &Options) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let report = |what: &str| println!("{:7.1} s  {what}", start.elapsed().as_secs_f64());
    let folder = &options.folder;
    let labelled = Path::new(LABELLED);

    let mut sentences = Vec::new();
    for name in ["ewt_train", "gum_open_train"] {
        let mut treebank = data::read_treebank(&folder.join(format!("{name}.conllu")))?;
        data::add_names(&mut treebank, &labelled.join(format!("{name}.names.zst")))?;
        sentences.extend(treebank);
    }
    let clusters = data::read_clusters(&folder.join("word_clusters.tsv.zst"))?;
    let mut gazetteer = data::read_gazetteer(&folder.join("gazetteer_sample.tsv"))?;
    gazetteer.extend(data::read_world(WORLD.as_ref())?);
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

    let file = bytes.to_file();
    let model = Model::from_file(&file);
    let lemmas = Lemmas::from_bytes(&bytes.lemmas);
    let (unseen, mut sentences): (Vec<Sentence>, Vec<Sentence>) =
        sentences.into_iter().partition(|sentence| sentence.document % UNSEEN == UNSEEN - 1);
    let unseen = learn::of_trees(&unseen, &model, 1.0);
    headlines::add_headlines(&mut sentences, &lemmas, options.headlines);
    let mut examples = learn::of_trees(&sentences, &model, 1.0);
    let n_by_hand = examples.len();
    if options.labelled > 0.0 {
        let mut masc = data::read_treebank(&labelled.join("masc.conllu.zst"))?;
        data::add_names(&mut masc, &labelled.join("masc.names.zst"))?;
        let articles = articles::read_articles(&folder.join(ARTICLES))?;
        let articles = articles::read_labels(&articles, &labelled.join("web_articles.labels.zst"))?;
        report(&format!(
            "labelled by the teacher: {} sentences of MASC, {} of articles",
            masc.len(),
            articles.len()
        ));
        for mut texts in [masc, articles] {
            headlines::add_headlines(&mut texts, &lemmas, options.headlines);
            examples.extend(learn::of_trees(&texts, &model, options.labelled));
        }
    }
    let by_teacher = n_by_hand..examples.len();
    // The conversion of GUM is not learnt from itself: the teacher names its sentences better.
    for (name, weight) in [("names_wikigold.tsv", 1.0), ("names_uner_ewt_dev.tsv", 2.0)] {
        for document in data::read_names(&folder.join(name))? {
            examples.extend(learn::of_names(&document, &model, weight));
        }
    }
    let dev = match &options.dev {
        Some(path) => learn::of_trees(&data::read_treebank(path)?, &model, 1.0),
        None => Vec::new(),
    };
    report(&format!(
        "{} examples of {} words",
        examples.len(),
        examples.iter().map(|example| example.rows.len()).sum::<usize>()
    ));

    let mut network = Network::random(tags.len(), Deprel::ALL.len(), options.plan.seed);
    let report_round = |round, losses, network: &Network| {
        report(&format!("round {round}: losses {losses:.3?}{}", score(network, &dev, &model)));
    };
    fit::fit(&mut network, &examples, options.plan, report_round);
    examples.drain(by_teacher);
    fit::fit(&mut network, &examples, options.plan.last(), report_round);
    let sharpness = fit::sharpness(&network, &unseen);
    report(&format!("{} sentences not learnt from: sharpness of arcs and names {sharpness:?}", unseen.len()));
    bytes.network = NetworkWeights { sharpness, ..weights(&network) }.to_bytes();
    let file = bytes.to_file();
    std::fs::write(&options.output, &file)?;
    report(&format!("{}: {} kB", options.output.display(), file.len() / 1000));
    Ok(())
}

fn score(network: &Network, dev: &[Example], model: &Model<'_>) -> String {
    if dev.is_empty() {
        return String::new();
    }
    let [upos, xpos, uas, las] = fit::score(
        network,
        dev,
        |tag| model.tag(tag).0 as u8,
        |tag| model.tag(tag).1 as u8,
        |label| Deprel::ALL[usize::from(label)].base() as u8,
    );
    format!("; UPOS {upos:.2} XPOS {xpos:.2} UAS {uas:.2} LAS {las:.2}")
}

/// The weights as the library wants them.
fn weights(network: &Network) -> NetworkWeights<'_> {
    let p = &network.parameters;
    NetworkWeights {
        n_tags: network.n_tags,
        n_relations: network.n_relations,
        n_names: LABELS,
        table: &network.table,
        sharpness: [1.0; 2],
        window: &p.window,
        window_bias: &p.window_bias,
        out: &p.out,
        out_bias: &p.out_bias,
        gates: &p.gates,
        gates_bias: &p.gates_bias,
        carried: &p.carried,
        carried_bias: &p.carried_bias,
        tags: &p.tags,
        tags_bias: &p.tags_bias,
        dependents: &p.dependents,
        dependents_bias: &p.dependents_bias,
        heads: &p.heads,
        heads_bias: &p.heads_bias,
        arcs: &p.arcs,
        arcs_bias: &p.arcs_bias,
        root_head: &p.root_head,
        distances: &p.distances,
        label_dependents: &p.label_dependents,
        label_heads: &p.label_heads,
        label_root: &p.label_root,
        label_distances: &p.label_distances,
        relations: &p.relations,
        relations_bias: &p.relations_bias,
        name_hidden: &p.name_hidden,
        name_rows: &p.name_rows,
        names: &p.names,
        names_bias: &p.names_bias,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use diurna::text::training::{NO_ROW, ROWS, ROWS_PER_WORD, Scores, shape};
    use random::Random;

    #[test]
    fn the_library_computes_what_was_trained() {
        let network = Network::random(9, 4, 5);
        let bytes = weights(&network).to_bytes();
        let shipped = diurna::text::training::Network::from_bytes(&bytes);
        let mut random = Random::with_seed(9);
        let lengths = [7, 1, 12];
        let examples = lengths.map(|n| Example {
            rows: (0..n)
                .map(|_| {
                    let mut rows = [NO_ROW; ROWS_PER_WORD];
                    rows.iter_mut().for_each(|row| *row = (random.next() % ROWS as u64) as u32);
                    rows
                })
                .collect(),
            name_rows: vec![[3; shape::NAME_ROWS_PER_WORD]; n],
            tags: Vec::new(),
            arcs: Vec::new(),
            names: Vec::new(),
            weight: 1.0,
        });
        let batch: Vec<&Example> = examples.iter().collect();
        let output = network::run(&network, &batch, Dropout::NONE, &mut random);
        let rows: Vec<_> = examples.iter().flat_map(|example| example.rows.clone()).collect();
        let mut scores = Scores::default();
        shipped.read(&lengths, &rows, &mut scores);
        // Rounding shows in proportion to the numbers that are added up, not to their sum.
        let most = |numbers: &[f32]| {
            numbers
                .iter()
                .filter(|number| number.abs() < 1e6)
                .fold(0.0_f32, |most, number| most.max(number.abs()))
        };
        let scales = [
            most(&output.tags),
            output.arcs.iter().map(|arcs| most(arcs)).fold(0.0, f32::max),
            most(&output.names),
        ];
        let close = |kind: usize, a: f32, b: f32| (a - b).abs() < 0.03 * scales[kind];
        for (index, &n) in lengths.iter().enumerate() {
            let mut labels = Vec::new();
            shipped.score_names(scores.name_hidden(index), &examples[index].name_rows, &mut labels);
            for word in 0..n {
                let place = output.start(index) + word;
                for (tag, &score) in scores.tags(index, word).iter().enumerate() {
                    assert!(close(0, output.tags[place * 9 + tag], score), "tag {tag} of {index} {word}");
                }
                for head in (0..=n).filter(|&head| head != word) {
                    let at = word * (n + 1) + head;
                    assert!(
                        close(1, output.arcs[index][at], scores.arcs(index)[at]),
                        "arc {index} {word} {head}"
                    );
                }
                for label in 0..LABELS {
                    let (a, b) = (output.names[place * LABELS + label], labels[word * LABELS + label]);
                    assert!(close(2, a, b), "label {label} of {index} {word}");
                }
            }
            let heads: Vec<usize> = (0..n).map(|word| (word + 3) % (n + 1)).collect();
            let mut relations = Vec::new();
            shipped.relations(&scores, index, &heads, &mut relations);
            assert_eq!(relations.len(), n);
        }
    }
}

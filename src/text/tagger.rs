//! Parts of speech: one word after the other, each with a view of its neighbours and the two tags before it.

use super::weights::{Features, Scorer, Scores};
use super::word::Word;
use super::{Upos, Xpos};

/// A pair of tags that training texts give to some word; classes of the tagger are numbers of such pairs.
pub type Tag = (Upos, Xpos);

/// The tag before the first word of a sentence.
const START: u64 = 1000;

/// The features of word `at`, with the classes of the two words before it, nearest first.
pub fn tag_features(words: &[Word], at: usize, before: [Option<u8>; 2], features: &mut Features) {
    let outside = Word::default();
    let word = &words[at];
    let left = at.checked_sub(1).map_or(&outside, |at| &words[at]);
    let left2 = at.checked_sub(2).map_or(&outside, |at| &words[at]);
    let right = words.get(at + 1).unwrap_or(&outside);
    let right2 = words.get(at + 2).unwrap_or(&outside);
    let [tag, tag2] = before.map(|class| class.map_or(START, u64::from));
    let position = u64::from(at == 0);
    let f = features;
    f.restart(0);

    f.one(word.form);
    f.one(word.lower);
    word.suffixes.iter().for_each(|&suffix| f.one(suffix));
    word.prefixes.iter().for_each(|&prefix| f.one(prefix));
    f.one(word.shape);
    f.two(word.flags, position);

    f.one(left.lower);
    f.one(right.lower);
    f.one(left2.lower);
    f.one(right2.lower);
    f.one(left.suffixes[2]);
    f.one(right.suffixes[2]);
    f.one(right.suffixes[1]);
    f.two(left.lower, word.lower);
    f.two(word.lower, right.lower);
    f.two(left.shape, word.shape);
    f.two(word.shape, right.shape);
    f.two(word.suffixes[2], right.suffixes[2]);
    f.three(right.lower, right2.lower, word.suffixes[1]);

    f.one(tag);
    f.two(tag, tag2);
    f.two(tag, word.lower);
    f.two(tag, right.lower);
    f.two(tag, word.suffixes[2]);
    f.three(tag, word.suffixes[1], word.flags);
    f.three(tag2, tag, word.lower);
    f.three(left.lower, tag2, word.suffixes[1]);

    f.one(word.clusters[2]);
    f.one(word.clusters[3]);
    f.one(right.clusters[2]);
    f.one(left.clusters[2]);
    f.one(right2.clusters[1]);
    f.two(word.clusters[1], right.clusters[1]);
    f.two(word.clusters[1], left.clusters[1]);
    f.two(tag, word.clusters[2]);
    f.two(tag, right.clusters[1]);
    f.three(tag, word.clusters[1], right.clusters[1]);
    f.two(word.clusters[2], word.flags);
    f.two(word.clusters[2], word.suffixes[1]);
    f.three(word.clusters[1], word.flags, right.flags);
    f.three(word.lower, word.flags, left.flags);
}

/// The best class of `scores` among the first `count`; the first of equals.
pub(crate) fn best_class(scores: &Scores, count: usize) -> usize {
    let mut best = 0;
    for class in 1..count.min(scores.len()) {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    best
}

/// What the tagger says of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tagging {
    /// The class it chose.
    pub class: u8,
    /// The class it would have chosen otherwise, if that was nearly as good; else the chosen one.
    pub other: u8,
}

/// A class is nearly as good as the best if it lacks less than this part of the score of the best; in hundredths.
const DOUBT: i32 = 30;

/// The best class of `scores` among the first `count` with the next best, if that is nearly as good.
fn two_best(scores: &Scores, count: usize) -> Tagging {
    let class = best_class(scores, count);
    let mut other = None;
    for candidate in (0..count.min(scores.len())).filter(|&candidate| candidate != class) {
        if other.is_none_or(|other: usize| scores[candidate] > scores[other]) {
            other = Some(candidate);
        }
    }
    let is_near = |other: &usize| {
        let lacking = i64::from(scores[class]) - i64::from(scores[*other]);
        100 * lacking < i64::from(DOUBT) * i64::from(scores[class]).abs()
    };
    Tagging { class: class as u8, other: other.filter(is_near).unwrap_or(class) as u8 }
}

/// What a tagger of `count` classes says of the words of a sentence.
pub fn tag(
    scorer: &impl Scorer,
    count: usize,
    words: &[Word],
    features: &mut Features,
    tags: &mut Vec<Tagging>,
) {
    tags.clear();
    for at in 0..words.len() {
        let before = [1, 2].map(|distance| at.checked_sub(distance).map(|at| tags[at].class));
        tag_features(words, at, before, features);
        let mut scores = [0; super::weights::MOST_CLASSES];
        scorer.add(features.hashes(), &mut scores);
        tags.push(two_best(&scores, count));
    }
}

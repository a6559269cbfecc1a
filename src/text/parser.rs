//! Dependency trees: an arc-hybrid transition parser, greedy and linear in the length of the sentence.
//!
//! The state is a stack of words still without head, and a buffer of words not yet read with the root of the
//! sentence as its last item. `Shift` moves the next word to the stack; `Left` takes the word on top of the stack
//! and hangs it on the next word of the buffer; `Right` hangs it on the word below it. Described by Kuhlmann,
//! Gómez-Rodríguez and Satta (2011) and Goldberg and Nivre (2013). Trees are projective and have one root.

use super::tagger::Tagging;
use super::weights::{Features, MOST_CLASSES, Scorer, Scores, pair};
use super::word::Word;
use super::{Deprel, Upos};

/// What the parser can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Move the next word to the stack.
    Shift,
    /// Hang the top of the stack on the next word.
    Left(Deprel),
    /// Hang the top of the stack on the word below it.
    Right(Deprel),
}

impl Action {
    /// The number of actions.
    pub const COUNT: usize = 1 + 2 * Deprel::ALL.len();

    /// Its number, which is the class of the model.
    pub const fn class(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(label) => 1 + 2 * label as usize,
            Self::Right(label) => 2 + 2 * label as usize,
        }
    }

    /// The action with number `class`.
    pub const fn from_class(class: usize) -> Self {
        if class == 0 {
            return Self::Shift;
        }
        let label = Deprel::ALL[(class - 1) / 2];
        if class % 2 == 1 { Self::Left(label) } else { Self::Right(label) }
    }
}

const _: () = assert!(Action::COUNT <= MOST_CLASSES, "classes are numbered in a byte");

/// What the features see of a word, the root, or no word.
#[derive(Debug, Clone, Copy)]
struct Node {
    word: u64,
    tag: u64,
    /// The tag that it has perhaps instead; `tag` if there is no doubt.
    other: u64,
    upos: u64,
    clusters: [u64; 4],
}

/// What has been attached to a word so far.
#[derive(Debug, Clone, Copy)]
struct Attached {
    head: usize,
    label: u64,
    /// The outermost and second outermost dependents on each side.
    left: [usize; 2],
    right: [usize; 2],
    left_count: u64,
    right_count: u64,
    left_labels: u64,
    right_labels: u64,
}

/// A sentence being parsed.
///
/// Words are numbered from 0; the number of words stands for the root of the sentence.
#[derive(Debug, Default)]
pub struct State {
    nodes: Vec<Node>,
    attached: Vec<Attached>,
    /// Whether each word can be what a preposition governs.
    is_nominal: Vec<bool>,
    stack: Vec<usize>,
    next: usize,
    length: usize,
}

impl State {
    /// Starts on a sentence; `tags` gives a class of the tagger for each word, `upos_of` its part of speech.
    pub fn restart(&mut self, words: &[Word], tags: &[Tagging], upos_of: impl Fn(u8) -> u64) {
        self.length = words.len();
        self.next = 0;
        self.stack.clear();
        self.nodes.clear();
        self.nodes.extend(words.iter().zip(tags).map(|(word, &tag)| Node {
            word: word.lower,
            tag: u64::from(tag.class),
            other: u64::from(tag.other),
            upos: upos_of(tag.class),
            clusters: word.clusters,
        }));
        self.is_nominal.clear();
        let nominal = [Upos::Noun, Upos::Propn, Upos::Pron, Upos::Num].map(|upos| upos as u64);
        self.is_nominal.extend(tags.iter().map(|&tag| nominal.contains(&upos_of(tag.class))));
        let special = |number| Node {
            word: number,
            tag: 600 + number,
            other: 600 + number,
            upos: 60 + number,
            clusters: [9000 + number; 4],
        };
        self.nodes.extend([special(1), special(2)]);
        let none = self.none();
        let nothing = Attached {
            head: none,
            label: 99,
            left: [none; 2],
            right: [none; 2],
            left_count: 0,
            right_count: 0,
            left_labels: 0,
            right_labels: 0,
        };
        self.attached.clear();
        self.attached.resize(self.length + 2, nothing);
    }

    /// The number that stands for no word.
    const fn none(&self) -> usize {
        self.length + 1
    }

    /// The number that stands for the root of the sentence.
    pub const fn root(&self) -> usize {
        self.length
    }

    /// Whether every word has its head.
    pub fn is_done(&self) -> bool {
        self.next == self.length && self.stack.is_empty()
    }

    /// The words on the stack, the top last.
    pub fn stack(&self) -> &[usize] {
        &self.stack
    }

    /// The next word of the buffer.
    pub const fn next(&self) -> usize {
        self.next
    }

    /// The head of `word` if it has one; the root is [`State::root`].
    pub fn head(&self, word: usize) -> Option<usize> {
        Some(self.attached[word].head).filter(|&head| head != self.none())
    }

    /// The relation of `word` to its head.
    pub fn label(&self, word: usize) -> Deprel {
        Deprel::ALL.get(self.attached[word].label as usize).copied().unwrap_or(Deprel::Dep)
    }

    /// Whether `action` keeps the tree well formed: one root, and everything gets a head.
    pub fn allows(&self, action: Action) -> bool {
        let at_end = self.next == self.length;
        match action {
            Action::Shift => !at_end,
            Action::Left(label) if at_end => self.stack.len() == 1 && label == Deprel::Root,
            Action::Left(label) => !self.stack.is_empty() && label != Deprel::Root,
            Action::Right(label) => self.stack.len() >= 2 && label != Deprel::Root,
        }
    }

    /// Does `action`, which must be allowed.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left(label) => {
                if let Some(word) = self.stack.pop() {
                    self.attach(word, self.next, label);
                }
            }
            Action::Right(label) => {
                if let [.., head, word] = self.stack[..] {
                    self.stack.pop();
                    self.attach(word, head, label);
                }
            }
        }
    }

    fn attach(&mut self, word: usize, head: usize, label: Deprel) {
        let bit = 1 << (label as u64 % 64);
        self.attached[word].head = head;
        self.attached[word].label = label as u64;
        let parent = &mut self.attached[head];
        if word < head {
            parent.left = [word, parent.left[0]];
            parent.left_count = (parent.left_count + 1).min(4);
            parent.left_labels |= bit;
        } else {
            parent.right = [word, parent.right[0]];
            parent.right_count = (parent.right_count + 1).min(4);
            parent.right_labels |= bit;
        }
    }

    /// The features of the next decision.
    pub fn features(&self, features: &mut Features) {
        let none = self.none();
        let from_top =
            |depth: usize| self.stack.len().checked_sub(depth + 1).map_or(none, |at| self.stack[at]);
        let in_buffer =
            |offset: usize| if self.next + offset <= self.length { self.next + offset } else { none };
        let node = |word: usize| &self.nodes[word];
        let with = |word: usize| &self.attached[word];
        let (s0, s1, s2) = (from_top(0), from_top(1), from_top(2));
        let (b0, b1, b2) = (in_buffer(0), in_buffer(1), in_buffer(2));
        let (n0, n1, n2, m0, m1, m2) = (node(s0), node(s1), node(s2), node(b0), node(b1), node(b2));
        let (a0, a1, c0) = (with(s0), with(s1), with(b0));
        let both = |node: &Node| pair(node.word, node.tag);
        let f = features;
        f.restart(0);

        // The words and tags in reach.
        for node in [n0, n1, m0, m1] {
            f.one(node.word);
            f.one(node.tag);
            f.one(both(node));
        }
        f.one(m2.word);
        f.one(m2.tag);
        f.one(n2.word);
        f.one(n2.tag);
        let before = |word: usize| if word == 0 || word == none { none } else { word - 1 };
        let after = |word: usize| if word < self.length { word + 1 } else { none };
        f.two(node(before(b0)).tag, m0.tag);
        f.two(node(before(s0)).tag, n0.tag);
        f.two(node(after(s0)).tag, n0.tag);
        f.two(node(after(s1)).tag, n1.tag);
        f.three(node(before(s0)).tag, n0.tag, node(after(s0)).tag);

        // What hangs on them.
        for child in [a0.left[0], a0.right[0], a1.left[0], a1.right[0], c0.left[0]] {
            f.one(node(child).word);
            f.one(node(child).tag);
            f.one(with(child).label);
        }
        f.one(node(a0.right[1]).word);
        for child in [a0.left[1], a0.right[1], a1.right[1], c0.left[1]] {
            f.one(with(child).label);
        }

        // Pairs.
        f.two(both(n0), both(m0));
        f.two(both(n0), m0.word);
        f.two(n0.word, both(m0));
        f.two(both(n0), m0.tag);
        f.two(n0.tag, both(m0));
        f.two(n0.word, m0.word);
        f.two(n0.tag, m0.tag);
        f.two(m0.tag, m1.tag);
        f.two(both(n1), both(n0));
        f.two(n1.word, n0.word);
        f.two(n1.tag, n0.tag);
        f.two(n1.word, n0.tag);
        f.two(n1.tag, n0.word);
        f.two(both(n1), n0.tag);
        f.two(n1.tag, both(n0));
        f.two(n1.word, m0.tag);
        f.two(n1.tag, m0.word);
        f.two(n1.tag, m0.tag);
        f.two(n0.word, m1.tag);

        // Triples.
        f.three(n0.upos, m0.upos, m1.upos);
        f.three(n1.upos, n0.upos, m0.upos);
        f.three(n2.upos, n1.upos, n0.upos);
        f.three(m0.upos, m1.upos, m2.upos);
        f.three(n0.upos, node(a0.left[0]).upos, m0.upos);
        f.three(n0.upos, node(a0.right[0]).upos, m0.upos);
        f.three(n0.upos, m0.upos, node(c0.left[0]).upos);
        f.three(n1.upos, node(a1.right[0]).upos, n0.upos);
        f.three(n1.upos, node(a1.left[0]).upos, n0.upos);
        f.three(n1.upos, n0.upos, node(a0.right[0]).upos);
        f.three(n1.upos, n0.upos, node(a0.left[0]).upos);
        f.three(n0.word, m0.upos, m1.upos);
        f.three(n1.upos, n0.word, m0.upos);
        f.three(n1.upos, n0.upos, m0.word);
        f.three(n1.word, n0.upos, m0.upos);
        f.three(pair(n0.tag, m0.tag), m1.tag, m2.upos);
        f.three(pair(n1.tag, n0.tag), m0.tag, m1.upos);
        f.three(node(a0.left[0]).word, n0.upos, n1.upos);
        f.three(node(a0.left[0]).word, n0.upos, m0.upos);

        // What a preposition is about to bring: the next noun, for "saw the man with the telescope".
        let ahead = (b0 + 1..self.length.min(b0 + 6)).find(|&word| self.is_nominal[word]).unwrap_or(none);
        let noun = node(ahead);
        f.three(n0.word, m0.word, noun.clusters[2]);
        f.three(n1.word, m0.word, noun.clusters[2]);
        f.three(n0.clusters[2], m0.word, noun.clusters[1]);
        f.three(n1.clusters[2], m0.word, noun.clusters[1]);
        f.three(pair(n1.upos, n0.upos), m0.word, noun.word);
        f.three(pair(n1.clusters[1], n0.clusters[1]), m0.word, noun.clusters[1]);
        f.three(n1.word, n0.word, m0.word);
        f.three(n1.clusters[2], n0.clusters[1], m0.word);
        f.three(n1.upos, n0.clusters[1], m0.word);

        // Distances and numbers of dependents.
        let d0 = distance(s0, b0, none);
        let d1 = distance(s1, s0, none);
        f.two(n0.word, d0);
        f.two(n0.tag, d0);
        f.two(m0.word, d0);
        f.two(m0.tag, d0);
        f.three(n0.upos, m0.upos, d0);
        f.three(n1.upos, n0.upos, d1);
        f.two(n0.word, a0.left_count);
        f.two(n0.tag, a0.left_count);
        f.two(n0.word, a0.right_count);
        f.two(n0.tag, a0.right_count);
        f.two(m0.word, c0.left_count);
        f.two(m0.tag, c0.left_count);
        f.two(n1.tag, a1.right_count);
        f.two(n1.word, a1.right_count);
        f.two(n1.tag, a1.left_count);
        f.two(m0.upos, u64::from(self.stack.len().min(4) as u8));

        // Sets of relations: a verb with a subject takes no second one.
        f.two(n0.word, a0.left_labels);
        f.two(n0.tag, a0.left_labels);
        f.two(n0.tag, a0.right_labels);
        f.two(n0.word, a0.right_labels);
        f.two(n1.word, a1.right_labels);
        f.two(n1.tag, a1.right_labels);
        f.two(m0.tag, c0.left_labels);
        f.three(n1.upos, n0.upos, a1.right_labels);
        f.three(n1.upos, n0.upos, a0.left_labels);
        f.three(n0.upos, m0.upos, c0.left_labels);
        f.three(n0.upos, m0.upos, a0.left_labels);
        f.three(pair(n1.upos, n0.upos), a1.left_labels, m0.upos);

        // The tags that words have perhaps instead.
        for node in [n1, n0, m0, m1] {
            f.two(node.tag, node.other);
        }
        f.two(n0.other, m0.tag);
        f.two(n0.tag, m0.other);
        f.two(n1.other, n0.tag);
        f.two(n1.tag, n0.other);
        f.two(m0.other, m1.tag);
        f.two(both(n0), n0.other);
        f.two(both(m0), m0.other);

        // Distributional classes.
        for node in [n0, m0, n1, m1] {
            f.one(node.clusters[2]);
        }
        f.two(n0.clusters[1], m0.clusters[1]);
        f.two(n0.clusters[2], m0.clusters[2]);
        f.two(n1.clusters[1], n0.clusters[1]);
        f.two(n1.clusters[2], n0.clusters[2]);
        f.two(n0.clusters[2], m0.tag);
        f.two(n0.tag, m0.clusters[2]);
        f.two(n1.clusters[2], n0.tag);
        f.two(n1.tag, n0.clusters[2]);
        f.three(n1.clusters[1], n0.upos, m0.clusters[1]);
        f.two(n1.word, n0.clusters[2]);
        f.two(n1.clusters[2], n0.word);
        f.two(n0.word, m0.clusters[2]);
        f.two(n0.clusters[2], m0.word);
        f.three(n1.clusters[2], node(a0.left[0]).word, n0.clusters[1]);
    }
}

/// The distance between two words in steps that matter; 9 when one is missing.
const fn distance(left: usize, right: usize, none: usize) -> u64 {
    if left == none || right == none {
        return 9;
    }
    match right.abs_diff(left) {
        near @ 0..5 => near as u64,
        5..10 => 5,
        _ => 6,
    }
}

/// The best of the allowed actions.
pub fn best_action(state: &State, scores: &Scores) -> Action {
    let mut best = None;
    let at_end = state.next == state.length;
    for (class, &score) in scores[..Action::COUNT].iter().enumerate() {
        if best.is_none_or(|(best_score, _)| score > best_score) {
            let action = Action::from_class(class);
            if state.allows(action) {
                best = Some((score, action));
            }
        }
    }
    let fallback = if at_end { Action::Left(Deprel::Root) } else { Action::Shift };
    best.map_or(fallback, |(_, action)| action)
}

/// Parses the sentence `state` was restarted on.
pub fn parse(scorer: &impl Scorer, state: &mut State, features: &mut Features) {
    while !state.is_done() {
        state.features(features);
        let mut scores = [0; MOST_CLASSES];
        scorer.add(features.hashes(), &mut scores);
        let action = best_action(state, &scores);
        state.apply(action);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::weights::Weights;

    #[test]
    fn actions_are_numbered_both_ways() {
        for class in 0..Action::COUNT {
            assert_eq!(Action::from_class(class).class(), class);
        }
    }

    #[test]
    fn a_model_that_knows_nothing_still_gives_a_tree() {
        let words = vec![Word::default(); 7];
        let mut state = State::default();
        state.restart(&words, &[Tagging::default(); 7], u64::from);
        parse(&Weights::from_bytes(&[]), &mut state, &mut Features::default());
        let heads: Vec<_> =
            (0..7).map(|word| state.head(word).filter(|&head| head != state.root())).collect();
        assert!(crate::text::conllu::is_tree(&heads));
    }
}

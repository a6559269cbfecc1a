//! Trains the parser with a dynamic oracle: it explores its own mistakes and learns to make the best of them
//! (Goldberg and Nivre 2013).

use crate::data::Sentence;
use crate::perceptron::Perceptron;
use crate::random::Random;
use crate::tagger::Tagged;
use diurna::text::training::{Action, Features, MOST_CLASSES, Model, Scorer, State, best_action};

/// How often, in a hundred, a wrong action is followed rather than corrected.
const EXPLORATION: u64 = 90;

pub(crate) fn train(
    sentences: &[Sentence],
    tagged: &[Tagged],
    model: &Model<'_>,
    rounds: usize,
    seed: u64,
) -> Perceptron {
    let mut perceptron = Perceptron::default();
    let mut features = Features::default();
    let mut state = State::default();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random::with_seed(seed);
    for round in 0..rounds {
        random.shuffle(&mut order);
        let (mut right, mut total) = (0, 0);
        for &number in &order {
            let sentence = &sentences[number];
            state
                .restart(&tagged[number].words, &tagged[number].predicted, |class| model.tag(class).0 as u64);
            while !state.is_done() {
                state.features(&mut features);
                let mut scores = [0; MOST_CLASSES];
                perceptron.add(features.hashes(), &mut scores);
                let best = best_action(&state, &scores);
                let costs = Costs::new(&state, &sentence.heads);
                perceptron.tick();
                total += 1;
                if costs.is_right(best, &state, sentence) {
                    right += 1;
                    state.apply(best);
                    continue;
                }
                let good = (0..Action::COUNT)
                    .map(Action::from_class)
                    .filter(|&action| state.allows(action) && costs.is_right(action, &state, sentence))
                    .max_by_key(|action| (scores[action.class()], std::cmp::Reverse(action.class())));
                let Some(good) = good else {
                    state.apply(best);
                    continue;
                };
                perceptron.update(features.hashes(), good.class(), best.class());
                state.apply(if round > 0 && random.happens(EXPLORATION) { best } else { good });
            }
        }
        println!("  parser round {}: {:.2} %", round + 1, 100.0 * f64::from(right) / f64::from(total));
    }
    perceptron
}

/// How many right arcs each kind of action makes impossible; `None` where it is not allowed.
struct Costs {
    shift: Option<usize>,
    left: Option<usize>,
    right: Option<usize>,
}

impl Costs {
    fn new(state: &State, heads: &[usize]) -> Self {
        let stack = state.stack();
        let (next, root) = (state.next(), state.root());
        let top = stack.last().copied();
        let below = stack.len().checked_sub(2).map(|at| stack[at]);
        let shift = (next < root).then(|| {
            let lost_head = |&&word: &&usize| Some(word) != top && heads[next] == word;
            let lost_child = |&&word: &&usize| heads[word] == next;
            stack.iter().filter(lost_head).count() + stack.iter().filter(lost_child).count()
        });
        let Some(top) = top else { return Self { shift, left: None, right: None } };
        let children = heads[next..].iter().filter(|&&head| head == top).count();
        let head = heads[top];
        let head_ahead = head >= next;
        let left = children + usize::from(below == Some(head)) + usize::from(head_ahead && head != next);
        let right = children + usize::from(head_ahead);
        let left_allowed = next < root || stack.len() == 1;
        Self { shift, left: left_allowed.then_some(left), right: below.map(|_| right) }
    }

    /// Whether no allowed action loses fewer right arcs, and the relation is right if the arc is.
    fn is_right(&self, action: Action, state: &State, sentence: &Sentence) -> bool {
        let least = [self.shift, self.left, self.right].into_iter().flatten().min();
        let (cost, arc) = match action {
            Action::Shift => (self.shift, None),
            Action::Left(label) => (self.left, Some((state.next(), label))),
            Action::Right(label) => {
                (self.right, state.stack().len().checked_sub(2).map(|at| (state.stack()[at], label)))
            }
        };
        let top = state.stack().last().copied();
        let label_is_right = match (arc, top) {
            (Some((head, label)), Some(top)) => sentence.heads[top] != head || sentence.labels[top] == label,
            _ => true,
        };
        cost.is_some() && cost == least && label_is_right
    }
}

//! Amounts: how many of what a noun phrase names.
//!
//! In comes a tree and the head of a noun phrase; out comes the number in it, digits or words, and whether the text
//! calls it approximate. What is counted is the caller's business.

use crate::document::Span;
use crate::lexicon::numbers::{is_approximator, number_word};
use crate::text::{Deprel, Sentence, Upos};

/// A number in a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number; "dozens" is 24, "tens of thousands" 10,000: the least that the word means. The lower end of a range.
    pub value: f64,
    /// The upper end of a range ("between 10 and 15", "20 to 30").
    pub most: Option<f64>,
    /// Whether the text says "about", "at least", "nearly", or only an order of magnitude.
    pub approximate: bool,
    /// The number and its approximators.
    pub span: Span,
}

/// The value of a written number such as "1,200", "4.5", "1.5m".
///
/// ```
/// use diurna::mention::amount::parse_number;
/// assert_eq!(parse_number("1,200"), Some(1200.0));
/// assert_eq!(parse_number("2.5m"), Some(2_500_000.0));
/// assert_eq!(parse_number("F-16"), None);
/// ```
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim_end_matches('+');
    let (digits, scale) = match text.char_indices().last()? {
        (at, 'k' | 'K') => (&text[..at], 1e3),
        (at, 'm' | 'M') => (&text[..at], 1e6),
        (_, '0'..='9') => (text, 1.0),
        _ => return None,
    };
    if digits.is_empty() || !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let plain: String = digits.chars().filter(|&character| character != ',').collect();
    let number: f64 = plain.parse().ok()?;
    number.is_finite().then_some(number * scale)
}

fn number_of(text: &str, sentence: &Sentence, token: usize) -> Option<f64> {
    let word = sentence.tokens[token].span.of(text);
    parse_number(word).or_else(|| number_word(&word.to_lowercase()))
}

/// The number in the noun phrase headed by `head`, or `head` itself if it is a number.
///
/// ```
/// use diurna::mention::amount::amount_at;
/// use diurna::text::{Deprel, Sentence, Upos, Xpos};
/// let text = "nine towns";
/// let mut sentence = Sentence::default();
/// sentence.push((0..4).into(), Upos::Num, Xpos::Cd, Some(1), Deprel::Nummod, "nine");
/// sentence.push((5..10).into(), Upos::Noun, Xpos::Nns, None, Deprel::Root, "town");
/// let amount = amount_at(text, &sentence, 1).unwrap();
/// assert_eq!((amount.value, amount.most, amount.approximate), (9.0, None, false));
/// ```
pub fn amount_at(text: &str, sentence: &Sentence, head: usize) -> Option<Amount> {
    let token = &sentence.tokens[head];
    let is_number = |index: usize| {
        matches!(sentence.tokens[index].upos, Upos::Num | Upos::Noun | Upos::Det)
            && number_of(text, sentence, index).is_some()
    };
    let number = sentence
        .children(head)
        .find(|&child| sentence.tokens[child].deprel == Deprel::Nummod && is_number(child))
        // "dozens of people", "hundreds": the number word is the head.
        .or_else(|| (token.upos != Upos::Propn && is_number(head)).then_some(head))?;
    let mut value = number_of(text, sentence, number)?;
    let mut approximate = is_open_number(sentence, text, number);
    let mut span = sentence.tokens[number].span;
    let mut most = None;
    if let Some((token, upper)) = upper_end(text, sentence, number, value) {
        most = Some(upper);
        approximate = true;
        span = span.to(sentence.tokens[token].span);
    }

    // "twenty-two": the tens hang on the ones.
    for child in sentence.children(number).filter(|&child| child < number) {
        if sentence.tokens[child].deprel == Deprel::Compound
            && let Some(tens) = number_of(text, sentence, child)
            && (1.0..10.0).contains(&value)
            && (20.0..100.0).contains(&tens)
            && tens % 10.0 == 0.0
        {
            value += tens;
            span = span.to(sentence.tokens[child].span);
        }
    }
    // "1.5 million", "two hundred": smaller factors hang on the larger word.
    for child in sentence.children(number) {
        let relation = sentence.tokens[child].deprel;
        if child < number
            && matches!(relation, Deprel::Nummod | Deprel::Compound)
            && let Some(factor) = number_of(text, sentence, child)
            && value >= 100.0
            && factor < value
        {
            value *= factor;
            span = span.to(sentence.tokens[child].span);
        }
    }
    // "tens of thousands of people"
    for child in sentence.children(number) {
        if sentence.tokens[child].deprel == Deprel::Nmod
            && child > number
            && let Some(unit) =
                number_word(sentence.tokens[child].span.of(text).to_lowercase().trim_end_matches('s'))
            && unit >= 100.0
        {
            value *= unit;
            approximate = true;
            span = span.to(sentence.tokens[child].span);
        }
    }
    // "at least", "close to", "more than", "about" stand just before.
    let mut first =
        (0..sentence.tokens.len()).find(|&index| sentence.tokens[index].span.start == span.start)?;
    for _ in 0..3 {
        let Some(before) = first.checked_sub(1) else { break };
        let word = sentence.tokens[before].span.of(text).to_lowercase();
        if !is_approximator(&word) {
            break;
        }
        approximate = true;
        span = span.to(sentence.tokens[before].span);
        first = before;
    }
    Some(Amount { value, most, approximate, span })
}

/// The upper end of the range that begins with the number `lower`, and its token: "20 to 30", "between 10 and 15", "two or
/// three", "200-300".
fn upper_end(text: &str, sentence: &Sentence, lower: usize, value: f64) -> Option<(usize, f64)> {
    let word = |index: usize| sentence.tokens[index].span.of(text).to_lowercase();
    let upper = lower + 2;
    if sentence.tokens.get(upper)?.upos != Upos::Num {
        return None;
    }
    let joins = match word(lower + 1).as_str() {
        "to" | "or" | "-" | "\u{2013}" => true,
        "and" => lower.checked_sub(1).is_some_and(|before| word(before) == "between"),
        _ => false,
    };
    let most = number_of(text, sentence, upper).filter(|_| joins)?;
    (most > value).then_some((upper, most))
}

/// Whether the word names an order of magnitude only ("dozens", "thousands").
fn is_open_number(sentence: &Sentence, text: &str, token: usize) -> bool {
    let word = sentence.tokens[token].span.of(text);
    word.ends_with('s') && parse_number(word).is_none()
}

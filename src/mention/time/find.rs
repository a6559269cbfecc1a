//! Finding: which stretches of a text are time expressions, by the rules alone.

use super::feature::{Features, Slot};
use super::rule::{Book, Group, Meaning, Node, Rule};
use super::token::{Shape, Token, tokenize};
use super::{Direction, Found, Member};
use crate::document::Span;

/// Most steps spent on one token, so that no text is slow; sentences of the corpus need fewer than a tenth.
pub(super) const STEPS: u32 = 4000;
/// The same for queries, which are short and have more ways to be read.
pub(super) const QUERY_STEPS: u32 = 16_000;
/// How many tokens away a word such as "will" still says how the clause looks.
const CUE_REACH: usize = 12;

#[derive(Debug, Clone, Copy)]
enum Capture {
    Value(Group, Slot, i32),
    Open(Group, usize),
    Close(Group, usize),
}

struct Matcher<'b, 't> {
    book: &'b Book,
    tokens: &'t [Token],
    start: usize,
    captures: Vec<Capture>,
    steps: u32,
}

type Then<'f, 'b, 't> = &'f mut dyn FnMut(&mut Matcher<'b, 't>, usize);

impl<'b, 't> Matcher<'b, 't> {
    /// Calls `then` with the end of every way in which `node` matches from token `at`.
    fn run(&mut self, node: &'b Node, at: usize, group: Group, then: Then<'_, 'b, 't>) {
        self.steps += 1;
        if self.steps > self.book.steps {
            return;
        }
        match node {
            Node::Take { symbol, slot, glued } => {
                let Some(token) = self.token(at, *glued).filter(|token| token.symbols.contains(*symbol))
                else {
                    return;
                };
                let depth = self.captures.len();
                if let Some(slot) = slot {
                    let value = match token.word {
                        Some(word) => self.book.vocabulary.value(word, *symbol).unwrap_or(0),
                        None => token.number,
                    };
                    self.captures.push(Capture::Value(group, *slot, value));
                }
                then(self, at + 1);
                self.captures.truncate(depth);
            }
            Node::Number { number, glued } => {
                if self.token(at, *glued).is_some_and(|token| token.number == *number) {
                    then(self, at + 1);
                }
            }
            Node::Sequence(nodes) => self.run_all(nodes, at, group, then),
            Node::Choice(choices) => {
                let rest = self.tokens.get(at..).unwrap_or_default();
                for (choice, opening) in choices {
                    if opening.fits(rest) {
                        self.run(choice, at, group, then);
                    }
                }
            }
            Node::Part { part, glued } => {
                if !glued || self.token(at, true).is_some() {
                    self.run(&self.book.parts[*part], at, group, then);
                }
            }
            Node::Group(inner_group, inner) => {
                let depth = self.captures.len();
                self.captures.push(Capture::Open(*inner_group, at));
                self.run(inner, at, *inner_group, &mut |matcher, end| {
                    let depth = matcher.captures.len();
                    matcher.captures.push(Capture::Close(*inner_group, end));
                    then(matcher, end);
                    matcher.captures.truncate(depth);
                });
                self.captures.truncate(depth);
            }
            Node::Set(slot, value) => {
                let depth = self.captures.len();
                self.captures.push(Capture::Value(group, *slot, *value));
                then(self, at);
                self.captures.truncate(depth);
            }
        }
    }

    fn run_all(&mut self, nodes: &'b [Node], at: usize, group: Group, then: Then<'_, 'b, 't>) {
        match nodes {
            [] => then(self, at),
            [last] => self.run(last, at, group, then),
            [first, rest @ ..] => {
                self.run(first, at, group, &mut |matcher, next| matcher.run_all(rest, next, group, then));
            }
        }
    }

    fn token(&self, at: usize, glued: bool) -> Option<&'t Token> {
        let token = self.tokens.get(at)?;
        ((token.glued || !glued) && (at == self.start || !token.barrier)).then_some(token)
    }
}

/// Whether an expression can begin at token `at`.
fn can_begin(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else {
        return true;
    };
    if token.glued && before.shape != Shape::Sign {
        return false;
    }
    if token.shape != Shape::Number || before.shape != Shape::Sign {
        return true;
    }
    let sign = before.span.of(text);
    if matches!(sign, "$" | "€" | "£" | "#" | "¥") {
        return false;
    }
    let joined = token.glued && before.glued && at > 1 && tokens[at - 2].shape != Shape::Sign;
    let after_number = at > 1 && tokens[at - 2].shape == Shape::Number;
    !(joined && (after_number || matches!(sign, "." | ":" | "/" | "+" | "&" | "_" | "@")))
}

/// Whether an expression can end before token `end`.
fn can_end(text: &str, tokens: &[Token], end: usize) -> bool {
    let Some(after) = tokens.get(end).filter(|after| after.glued) else {
        return true;
    };
    if after.shape != Shape::Sign {
        return false;
    }
    if tokens[end - 1].shape != Shape::Number {
        return true;
    }
    let sign = after.span.of(text);
    let number_follows = tokens.get(end + 1).is_some_and(|next| next.glued && next.shape == Shape::Number);
    sign != "%" && !(number_follows && matches!(sign, "." | "," | "/" | ":" | "-"))
}

struct Best<'b> {
    end: usize,
    rule: &'b Rule,
    captures: Vec<Capture>,
}

/// The longest match of any rule at token `at`; of equally long ones, that of the first rule.
fn longest<'b>(book: &'b Book, text: &str, tokens: &[Token], at: usize) -> Option<Best<'b>> {
    let mut best: Option<Best<'b>> = None;
    let mut matcher = Matcher { book, tokens, start: at, captures: Vec::new(), steps: 0 };
    let mut candidates = book.index.at(&tokens[at..]);
    while candidates != 0 {
        let rule = &book.rules[candidates.trailing_zeros() as usize];
        candidates &= candidates - 1;
        let before = at.checked_sub(1).filter(|_| !tokens[at].barrier);
        let before = before.map_or(&book.text_start, |before| &tokens[before].symbols);
        if before.meets(&rule.unless_follows) || rule.follows.is_some_and(|follows| !before.meets(&follows)) {
            continue;
        }
        matcher.run(&rule.node, at, Group::Whole, &mut |matcher, end| {
            let after = tokens.get(end).filter(|after| !after.barrier).map(|after| &after.symbols);
            let longer = best.as_ref().is_none_or(|best| end > best.end);
            if longer
                && end > at
                && can_end(text, tokens, end)
                && !after.is_some_and(|after| after.meets(&rule.unless_precedes))
                && rule.precedes.is_none_or(|precedes| after.is_none_or(|after| after.meets(&precedes)))
            {
                best = Some(Best { end, rule, captures: matcher.captures.clone() });
            }
        });
    }
    best
}

fn features_of(captures: &[Capture], wanted: Group) -> Features {
    let mut features = Features::default();
    for capture in captures {
        if let Capture::Value(group, slot, value) = capture
            && *group == wanted
        {
            match slot {
                Slot::Count | Slot::Day | Slot::Century | Slot::Year | Slot::Minute => {
                    features.add(*slot, *value)
                }
                _ => features.set(*slot, *value),
            }
        }
    }
    features
}

fn member_of(captures: &[Capture], tokens: &[Token], wanted: Group) -> Option<Member> {
    let edge = |open: bool| {
        captures.iter().find_map(|capture| match capture {
            Capture::Open(group, at) if open && *group == wanted => Some(*at),
            Capture::Close(group, at) if !open && *group == wanted => Some(*at),
            _ => None,
        })
    };
    let (open, close) = (edge(true)?, edge(false)?);
    let span = Span::new(tokens.get(open)?.span.start, tokens.get(close.checked_sub(1)?)?.span.end);
    Some(Member { span, features: features_of(captures, wanted) })
}

/// Which way the words around tokens `start..end` say that the clause looks: the nearest of "will", "was", ...
fn cue_around(book: &Book, text: &str, tokens: &[Token], start: usize, end: usize) -> Direction {
    let class = |name| book.vocabulary.known_class(name);
    let (Some(forward), Some(backward)) = (class("forward-cue"), class("backward-cue")) else {
        return Direction::Unknown;
    };
    let cue = |token: &&Token| token.symbols.contains(forward) || token.symbols.contains(backward);
    let inside = |token: &&Token| !matches!(token.span.of(text), "." | ";" | "!" | "?");
    let before = tokens[..start].iter().rev().take(CUE_REACH).take_while(inside).find(cue);
    let nearest = before.or_else(|| tokens[end..].iter().take(CUE_REACH).take_while(inside).find(cue));
    match nearest {
        Some(token) if token.symbols.contains(forward) => Direction::Future,
        Some(_) => Direction::Past,
        None => Direction::Unknown,
    }
}

/// Where the expression `at..end` begins without the preposition that its rule asked for.
fn without_preposition(book: &Book, tokens: &[Token], at: usize, end: usize, rule: &Rule) -> usize {
    let trimmed = book.vocabulary.known_class("trimmed");
    let is_trimmed = |token: &Token| trimmed.is_some_and(|trimmed| token.symbols.contains(trimmed));
    if rule.meaning != Meaning::Range && at + 1 < end && is_trimmed(&tokens[at]) { at + 1 } else { at }
}

/// Whether at most two words ("In", "By the") stand between the start of the sentence and token `start`.
fn leads_sentence(text: &str, tokens: &[Token], start: usize) -> bool {
    let near = start.saturating_sub(2)..=start;
    near.rev()
        .any(|at| at == 0 || tokens[at].barrier || matches!(tokens[at - 1].span.of(text), "." | "!" | "?"))
}

/// The expressions in `span` of `text`, in text order, without overlap.
pub(super) fn find(book: &'static Book, text: &str, span: Span) -> Vec<Found> {
    let tokens = tokenize(&book.vocabulary, text, span);
    let signal = book.vocabulary.known_class("signal");
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !can_begin(text, &tokens, at) {
            at += 1;
            continue;
        }
        let Some(Best { end, rule, captures }) = longest(book, text, &tokens, at) else {
            at += 1;
            continue;
        };
        if rule.meaning != Meaning::Skip {
            let start = without_preposition(book, &tokens, at, end, rule);
            let before = start.checked_sub(1).map(|before| &tokens[before]);
            let signal = before.zip(signal).filter(|(token, signal)| token.symbols.contains(*signal));
            found.push(Found {
                span: Span::new(tokens[start].span.start, tokens[end - 1].span.end),
                rule,
                features: features_of(&captures, Group::Whole),
                anchor: member_of(&captures, &tokens, Group::Anchor).map(|member| member.features),
                members: [Group::First, Group::Second]
                    .iter()
                    .filter_map(|group| member_of(&captures, &tokens, *group))
                    .collect(),
                signal: signal.and_then(|(token, signal)| book.vocabulary.value(token.word?, signal)),
                cue: cue_around(book, text, &tokens, at, end),
                leads: leads_sentence(text, &tokens, start),
            });
        }
        at = end;
    }
    found
}

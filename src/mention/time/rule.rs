//! Rules: the pattern language of `lexicon/en/time/*.rules`, read once.

use super::TimeKind;
use super::calendar::Holiday;
use super::feature::Slot;
use super::find::{QUERY_STEPS, STEPS};
use super::token::{Shape, Token, tokenize};
use super::vocabulary::{CAPACITY, Symbol, Symbols, TEXT_START, Vocabulary};
use crate::document::Span;
use rustc_hash::FxHashMap;

const WORDS: &str = include_str!("../../lexicon/en/time/words.tsv");
const HOLIDAYS: &str = include_str!("../../lexicon/en/time/holidays.tsv");
const PARTS: &str = include_str!("../../lexicon/en/time/parts.rules");
const TIMES: &str = include_str!("../../lexicon/en/time/times.rules");

/// What the features of an expression mean together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A stretch of the calendar, named or counted from a base ("May 5", "last week").
    Calendar,
    /// So much before or after a base ("two days ago").
    Offset,
    /// "in two weeks": a point ahead or a length, as the clause looks.
    InAmount,
    /// A stretch that ends or begins at a base ("the past 24 hours").
    Window,
    /// A length.
    Duration,
    /// How often.
    Set,
    /// The n-th unit of a stretch.
    Nth,
    /// Past, present or future in general.
    Reference,
    /// From one member to the other.
    Range,
    /// So long from its member on ("two hours from 9 a.m.").
    Lasting,
    /// So much at the start or end of a stretch ("the first ten days of May").
    Share,
    /// Looks like a time and is none.
    Skip,
}

/// Where a captured feature belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Whole,
    First,
    Second,
    Anchor,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// One token; its value goes into the slot.
    Take {
        symbol: Symbol,
        slot: Option<Slot>,
        glued: bool,
    },
    /// The digits of exactly this number.
    Number {
        number: i32,
        glued: bool,
    },
    Sequence(Vec<Node>),
    Choice(Vec<(Node, Opening)>),
    Part {
        part: usize,
        glued: bool,
    },
    Group(Group, Box<Node>),
    Set(Slot, i32),
}

/// What the matches of a node begin with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Opening {
    first: Symbols,
    second: Symbols,
    /// Whether it can match nothing.
    empty: bool,
    /// Whether it can match a single token.
    single: bool,
}

impl Opening {
    const EMPTY: Self = Self { first: Symbols::NONE, second: Symbols::NONE, empty: true, single: false };

    fn one(symbol: Symbol) -> Self {
        let mut first = Symbols::default();
        first.insert(symbol);
        Self { first, single: true, ..Self::default() }
    }

    fn then(mut self, next: &Self) -> Self {
        if self.single {
            self.second.add(&next.first);
        }
        if self.empty {
            self.first.add(&next.first);
            self.second.add(&next.second);
        }
        self.single = (self.single && next.empty) || (self.empty && next.single);
        self.empty &= next.empty;
        self
    }

    fn or(mut self, other: &Self) -> Self {
        self.first.add(&other.first);
        self.second.add(&other.second);
        self.empty |= other.empty;
        self.single |= other.single;
        self
    }

    /// Whether a match may begin with the first of `tokens`.
    pub(super) fn fits(&self, tokens: &[Token]) -> bool {
        if self.empty {
            return true;
        }
        let first = tokens.first().is_some_and(|token| token.symbols.meets(&self.first));
        first && (self.single || tokens.get(1).is_some_and(|token| token.symbols.meets(&self.second)))
    }
}

/// A rule of `times.rules`.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) kind: TimeKind,
    pub(super) meaning: Meaning,
    pub(super) node: Node,
    pub(super) opening: Opening,
    pub(super) follows: Option<Symbols>,
    pub(super) unless_follows: Symbols,
    pub(super) precedes: Option<Symbols>,
    pub(super) unless_precedes: Symbols,
    /// Texts it must find something in; with the value it must get.
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are run by a unit test"))]
    pub(super) yes: Vec<(&'static str, Option<&'static str>)>,
    /// Texts it must find nothing in.
    #[cfg_attr(not(test), expect(dead_code, reason = "the examples are run by a unit test"))]
    pub(super) no: Vec<&'static str>,
}

/// A set of rules, by their place in the book.
pub(super) type RuleSet = u128;

/// Which rules a match of can begin with which symbols, so that few rules are tried at a token.
#[derive(Debug)]
pub(super) struct RuleIndex {
    /// By symbol: the rules that may begin with it.
    first: Vec<RuleSet>,
    /// By symbol: the rules whose second token it may be.
    second: Vec<RuleSet>,
    /// Those that may be a single token.
    single: RuleSet,
}

impl RuleIndex {
    fn of(rules: &[Rule]) -> Self {
        assert!(rules.len() <= RuleSet::BITS as usize, "more rules than RuleSet holds");
        let mut index = Self { first: vec![0; CAPACITY], second: vec![0; CAPACITY], single: 0 };
        for (at, rule) in rules.iter().enumerate() {
            let bit = 1 << at;
            assert!(!rule.opening.empty, "{} can match nothing", rule.name);
            rule.opening.first.each(|symbol| index.first[symbol] |= bit);
            rule.opening.second.each(|symbol| index.second[symbol] |= bit);
            if rule.opening.single {
                index.single |= bit;
            }
        }
        index
    }

    /// The rules a match of which may begin with the first of `tokens`.
    pub(super) fn at(&self, tokens: &[Token]) -> RuleSet {
        let mut rules = 0;
        if let Some(token) = tokens.first() {
            token.symbols.each(|symbol| rules |= self.first[symbol]);
        }
        if rules & !self.single == 0 {
            return rules;
        }
        let mut going_on = self.single;
        if let Some(token) = tokens.get(1) {
            token.symbols.each(|symbol| going_on |= self.second[symbol]);
        }
        rules & going_on
    }
}

/// All tables and rules of the time stage.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) vocabulary: Vocabulary,
    pub(super) holidays: Vec<Holiday>,
    pub(super) parts: Vec<Node>,
    pub(super) rules: Vec<Rule>,
    pub(super) index: RuleIndex,
    /// What stands before the first token of a text.
    pub(super) text_start: Symbols,
    /// Most steps spent on one token.
    pub(super) steps: u32,
}

struct Reader {
    vocabulary: Vocabulary,
    /// Whether lines for queries count.
    queries: bool,
    parts: Vec<Node>,
    openings: Vec<Opening>,
    names: FxHashMap<&'static str, usize>,
}

type Fault = (usize, String);

impl Book {
    /// The built-in book for running text or, with `queries`, for questions and appointments; or what is wrong in
    /// which file on which line.
    pub(super) fn read(queries: bool) -> Result<Self, String> {
        let fault = |file: &'static str| move |(line, what): Fault| format!("time/{file}:{line}: {what}");
        let vocabulary = Vocabulary::read(WORDS, queries).map_err(fault("words.tsv"))?;
        let mut reader = Reader {
            vocabulary,
            queries,
            parts: Vec::new(),
            openings: Vec::new(),
            names: FxHashMap::default(),
        };
        let holidays = reader.read_holidays().map_err(fault("holidays.tsv"))?;
        let mut rules = Vec::new();
        reader.read_blocks(PARTS, &mut rules).map_err(fault("parts.rules"))?;
        reader.read_blocks(TIMES, &mut rules).map_err(fault("times.rules"))?;
        let index = RuleIndex::of(&rules);
        let mut text_start = Symbols::default();
        text_start.insert(reader.vocabulary.known_class(TEXT_START).expect("the vocabulary has it"));
        let steps = if queries { QUERY_STEPS } else { STEPS };
        Ok(Self {
            vocabulary: reader.vocabulary,
            holidays,
            parts: reader.parts,
            rules,
            index,
            text_start,
            steps,
        })
    }
}

/// A rule while its lines are being read.
struct Block {
    head: &'static str,
    line: usize,
    choices: Vec<Node>,
    follows: Option<Symbols>,
    unless_follows: Symbols,
    precedes: Option<Symbols>,
    unless_precedes: Symbols,
    yes: Vec<(&'static str, Option<&'static str>)>,
    no: Vec<&'static str>,
    /// Whether it has patterns, be it only for queries.
    has_patterns: bool,
}

impl Reader {
    fn read_holidays(&mut self) -> Result<Vec<Holiday>, Fault> {
        let mut holidays = Vec::new();
        let mut choices = Vec::new();
        for (number, line) in HOLIDAYS.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, day) =
                line.split_once('\t').ok_or((number + 1, "expected name and rule".to_owned()))?;
            let day =
                Holiday::read(day).ok_or_else(|| (number + 1, format!("`{day}` is no rule for a day")))?;
            let mut nodes = self.read_words(name);
            nodes.push(Node::Set(Slot::Holiday, i32::try_from(holidays.len()).expect("the table is small")));
            holidays.push(day);
            choices.push(Node::Sequence(nodes));
        }
        self.add_part("holiday", choices);
        Ok(holidays)
    }

    /// The tokens of `words`, each as it is.
    fn read_words(&mut self, words: &str) -> Vec<Node> {
        let tokens: Vec<Token> = tokenize(&self.vocabulary, words, Span::new(0, words.len()));
        let node = |token: Token| match token.shape {
            Shape::Number => Node::Number { number: token.number, glued: false },
            Shape::Word | Shape::Sign => {
                Node::Take { symbol: self.vocabulary.literal(token.span.of(words)), slot: None, glued: false }
            }
        };
        tokens.into_iter().map(node).collect()
    }

    fn add_part(&mut self, name: &'static str, choices: Vec<Node>) {
        let node = self.choice(choices);
        self.openings.push(self.opening(&node));
        self.names.insert(name, self.parts.len());
        self.parts.push(node);
    }

    fn read_blocks(&mut self, text: &'static str, rules: &mut Vec<Rule>) -> Result<(), Fault> {
        let mut block: Option<Block> = None;
        for (number, line) in text.lines().enumerate() {
            let number = number + 1;
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some(content) = line.strip_prefix("  ") else {
                if let Some(block) = block.take() {
                    self.finish(block, rules)?;
                }
                block = Some(Block {
                    head: line,
                    line: number,
                    choices: Vec::new(),
                    follows: None,
                    unless_follows: Symbols::default(),
                    precedes: None,
                    unless_precedes: Symbols::default(),
                    yes: Vec::new(),
                    no: Vec::new(),
                    has_patterns: false,
                });
                continue;
            };
            let block = block.as_mut().ok_or((number, "a line before any rule".to_owned()))?;
            let (key, rest) =
                content.split_once(' ').ok_or((number, "expected a key and a value".to_owned()))?;
            block.has_patterns |= matches!(key, "is" | "query");
            match key {
                "query" | "query-yes" | "query-no" if !self.queries => {}
                "is" | "query" => block.choices.push(self.read_pattern(rest).map_err(|what| (number, what))?),
                "follows" => block.follows = Some(self.read_symbols(rest).map_err(|what| (number, what))?),
                "unless-follows" => {
                    block.unless_follows = self.read_symbols(rest).map_err(|what| (number, what))?
                }
                "precedes" => block.precedes = Some(self.read_symbols(rest).map_err(|what| (number, what))?),
                "unless-precedes" => {
                    block.unless_precedes = self.read_symbols(rest).map_err(|what| (number, what))?
                }
                // Examples are read by the policy that they are for.
                "yes" | "no" if self.queries => {}
                "yes" | "query-yes" => block.yes.push(match rest.split_once(" = ") {
                    Some((example, value)) => (example, Some(value)),
                    None => (rest, None),
                }),
                "no" | "query-no" => block.no.push(rest),
                other => {
                    return Err((
                        number,
                        format!(
                            "unknown key `{other}`; keys are is, query, follows, unless-follows, precedes, unless-precedes, yes, no, query-yes, query-no"
                        ),
                    ));
                }
            }
        }
        block.map_or(Ok(()), |block| self.finish(block, rules))
    }

    fn finish(&mut self, block: Block, rules: &mut Vec<Rule>) -> Result<(), Fault> {
        let fault = |what: &str| (block.line, what.to_owned());
        if block.choices.is_empty() && block.has_patterns {
            // All of it is for queries.
            return Ok(());
        }
        let words: Vec<&'static str> = block.head.split_whitespace().collect();
        let (name, kind, meaning) = match words[..] {
            ["part", name] => {
                self.add_part(name, block.choices);
                return Ok(());
            }
            ["skip", name] => (name, TimeKind::Date, Meaning::Skip),
            ["rule", name, ":", kind, meaning] => {
                let kind = match kind {
                    "date" => TimeKind::Date,
                    "time" => TimeKind::Time,
                    "duration" => TimeKind::Duration,
                    "set" => TimeKind::Set,
                    _ => return Err(fault("kinds are date, time, duration, set")),
                };
                let meaning = match meaning {
                    "calendar" => Meaning::Calendar,
                    "offset" => Meaning::Offset,
                    "in-amount" => Meaning::InAmount,
                    "window" => Meaning::Window,
                    "duration" => Meaning::Duration,
                    "set" => Meaning::Set,
                    "nth" => Meaning::Nth,
                    "reference" => Meaning::Reference,
                    "range" => Meaning::Range,
                    "lasting" => Meaning::Lasting,
                    "share" => Meaning::Share,
                    _ => {
                        return Err(fault(
                            "meanings are calendar, offset, in-amount, window, duration, set, nth, reference, range, lasting, share",
                        ));
                    }
                };
                (name, kind, meaning)
            }
            _ => return Err(fault("expected `part NAME`, `skip NAME` or `rule NAME : KIND MEANING`")),
        };
        let node = self.choice(block.choices);
        let opening = self.opening(&node);
        if opening.empty {
            return Err(fault("the pattern can match nothing"));
        }
        rules.push(Rule {
            name,
            kind,
            meaning,
            node,
            opening,
            follows: block.follows,
            unless_follows: block.unless_follows,
            precedes: block.precedes,
            unless_precedes: block.unless_precedes,
            yes: block.yes,
            no: block.no,
        });
        Ok(())
    }

    fn read_symbols(&mut self, list: &str) -> Result<Symbols, String> {
        let mut symbols = Symbols::default();
        for item in list.split_whitespace() {
            symbols.insert(match item.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                Some(class) => {
                    self.vocabulary.known_class(class).ok_or_else(|| format!("no class `{class}`"))?
                }
                None => self.vocabulary.literal(item),
            });
        }
        Ok(symbols)
    }

    fn read_pattern(&mut self, pattern: &str) -> Result<Node, String> {
        let mut rest = pattern;
        let node = self.read_choice(&mut rest)?;
        if rest.is_empty() { Ok(node) } else { Err(format!("`{rest}` closes nothing")) }
    }

    fn read_choice(&mut self, rest: &mut &str) -> Result<Node, String> {
        let mut choices = vec![self.read_sequence(rest)?];
        while let Some(after) = rest.strip_prefix('|') {
            *rest = after;
            choices.push(self.read_sequence(rest)?);
        }
        Ok(self.choice(choices))
    }

    fn read_sequence(&mut self, rest: &mut &str) -> Result<Node, String> {
        let mut nodes = Vec::new();
        let mut groups = [Group::First, Group::Second].into_iter();
        loop {
            *rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with(['|', ')', ']', '}']) {
                return Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) });
            }
            let glued = rest.starts_with('~');
            *rest = rest.trim_start_matches('~');
            let mut node = self.read_item(rest, &mut groups)?;
            if glued {
                glue(&mut node);
            }
            if let Some(after) = rest.strip_prefix('?') {
                *rest = after;
                node = self.choice(vec![node, Node::Sequence(Vec::new())]);
            }
            nodes.push(node);
        }
    }

    fn read_item(
        &mut self,
        rest: &mut &str,
        groups: &mut impl Iterator<Item = Group>,
    ) -> Result<Node, String> {
        let open = rest.chars().next().unwrap_or(' ');
        if let Some(close) = match open {
            '(' => Some(')'),
            '[' => Some(']'),
            '{' => Some('}'),
            _ => None,
        } {
            *rest = &rest[1..];
            let inner = self.read_choice(rest)?;
            *rest = rest.strip_prefix(close).ok_or_else(|| format!("`{open}` without `{close}`"))?;
            return Ok(match open {
                '(' => inner,
                '{' => Node::Group(Group::Anchor, Box::new(inner)),
                _ => Node::Group(groups.next().ok_or("more than two members")?, Box::new(inner)),
            });
        }
        let end = match open {
            '<' => rest.find('>').ok_or("`<` without `>`")? + 1,
            _ => rest.find([' ', '|', ')', ']', '}', '?', '(']).unwrap_or(rest.len()),
        };
        let item = &rest[..end];
        *rest = &rest[end..];
        if let Some(class) = item.strip_prefix('<') {
            let class = class.trim_end_matches('>');
            let (class, slot) = match class.split_once(':') {
                Some((class, slot)) => {
                    (class, Some(Slot::named(slot).ok_or_else(|| format!("no slot `{slot}`"))?))
                }
                None => (class, Slot::named(class)),
            };
            let symbol = self.vocabulary.known_class(class).ok_or_else(|| format!("no class `{class}`"))?;
            return Ok(Node::Take { symbol, slot, glued: false });
        }
        if let Some(name) = item.strip_prefix('@') {
            let part = *self.names.get(name).ok_or_else(|| format!("no part `{name}` above this line"))?;
            return Ok(Node::Part { part, glued: false });
        }
        if let Some(constant) = item.strip_prefix('$').filter(|constant| !constant.is_empty()) {
            let (slot, value) = constant.split_once('=').ok_or("expected $slot=value")?;
            let slot = Slot::named(slot).ok_or_else(|| format!("no slot `{slot}`"))?;
            return Ok(Node::Set(slot, value.parse().map_err(|_| format!("`{value}` is no number"))?));
        }
        let mut nodes = self.read_words(item);
        match nodes.len() {
            1 => Ok(nodes.remove(0)),
            _ => Err(format!("`{item}` is not one word or sign")),
        }
    }

    /// One of `choices`; what neighbours begin with is matched once.
    fn choice(&self, mut choices: Vec<Node>) -> Node {
        if choices.len() > 1 {
            choices = self.with_shared_beginnings(choices);
        }
        if choices.len() == 1 {
            return choices.remove(0);
        }
        let with_opening = |node: Node| {
            let opening = self.opening(&node);
            (node, opening)
        };
        Node::Choice(choices.into_iter().map(with_opening).collect())
    }

    /// The same choices in the same order, neighbours that begin alike as one with a choice of how they go on.
    fn with_shared_beginnings(&self, choices: Vec<Node>) -> Vec<Node> {
        let mut shared: Vec<(Option<Node>, Vec<Node>)> = Vec::with_capacity(choices.len());
        for choice in choices {
            let mut nodes = match choice {
                Node::Sequence(nodes) => nodes,
                node => vec![node],
            };
            let first = (!nodes.is_empty()).then(|| nodes.remove(0));
            let rest = Node::Sequence(nodes);
            match shared.last_mut() {
                Some((known, rests)) if first.is_some() && *known == first => rests.push(rest),
                _ => shared.push((first, vec![rest])),
            }
        }
        let whole = |(first, rests): (Option<Node>, Vec<Node>)| {
            let mut nodes: Vec<Node> = first.into_iter().collect();
            match self.choice(rests) {
                Node::Sequence(rest) => nodes.extend(rest),
                rest => nodes.push(rest),
            }
            if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) }
        };
        shared.into_iter().map(whole).collect()
    }

    fn opening(&self, node: &Node) -> Opening {
        match node {
            Node::Take { symbol, .. } => Opening::one(*symbol),
            Node::Number { .. } => Opening::one(
                self.vocabulary.known_class("number").expect("the vocabulary has classes of numbers"),
            ),
            Node::Part { part, .. } => self.openings[*part],
            Node::Group(_, inner) => self.opening(inner),
            Node::Set(..) => Opening::EMPTY,
            Node::Sequence(nodes) => {
                nodes.iter().fold(Opening::EMPTY, |opening, node| opening.then(&self.opening(node)))
            }
            Node::Choice(choices) => {
                choices.iter().fold(Opening::default(), |opening, (_, choice)| opening.or(choice))
            }
        }
    }
}

/// Makes the first token of `node` follow the one before without white space.
fn glue(node: &mut Node) {
    match node {
        Node::Take { glued, .. } | Node::Number { glued, .. } | Node::Part { glued, .. } => *glued = true,
        Node::Sequence(nodes) => {
            if let Some(first) = nodes.iter_mut().find(|node| !matches!(node, Node::Set(..))) {
                glue(first);
            }
        }
        Node::Choice(choices) => choices.iter_mut().for_each(|(node, _)| glue(node)),
        Node::Group(_, inner) => glue(inner),
        Node::Set(..) => {}
    }
}

//! The vocabulary: every word that a rule knows, and the classes of words and of numbers.

use rustc_hash::FxHashMap;

/// Most symbols (words named in rules, and classes) that fit; a test says when the data outgrow it.
pub(super) const CAPACITY: usize = 640;
/// Words longer than this many bytes are not in any table.
const LONGEST: usize = 24;

/// A set of symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Symbols([u64; CAPACITY / 64]);

impl Symbols {
    pub(super) const NONE: Self = Self([0; CAPACITY / 64]);

    pub(super) fn insert(&mut self, symbol: Symbol) {
        self.0[usize::from(symbol.0) / 64] |= 1 << (symbol.0 % 64);
    }

    pub(super) const fn contains(&self, symbol: Symbol) -> bool {
        self.0[symbol.0 as usize / 64] & (1 << (symbol.0 % 64)) != 0
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, two)| one & two != 0)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, two)| *one |= two);
    }

    /// Calls `each` with the number of every symbol in the set.
    pub(super) fn each(&self, mut each: impl FnMut(usize)) {
        for (at, &bits) in self.0.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                each(at * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}

/// A word named in a rule, or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Symbol(u16);

#[derive(Debug, Default)]
struct Word {
    /// What it is however it is written.
    always: Symbols,
    /// What it is besides when it is written with a capital letter.
    capital: Symbols,
    /// What it is besides when it is not.
    lower: Symbols,
    values: Vec<(Symbol, i32)>,
}

/// Classes of numbers: name, fewest and most digits, smallest and largest value, and a divisor.
const NUMBERS: &[(&str, usize, usize, i32, i32, i32)] = &[
    ("number", 1, 5, 0, 99_999, 1),
    ("short-number", 1, 3, 1, 999, 1),
    ("day-number", 1, 2, 1, 31, 1),
    ("month-number", 1, 2, 1, 12, 1),
    ("hour-number", 1, 2, 0, 24, 1),
    ("minute-number", 2, 2, 0, 59, 1),
    ("minutes-number", 1, 2, 1, 59, 1),
    ("quarter-number", 1, 1, 1, 4, 1),
    ("half-number", 1, 1, 1, 2, 1),
    ("two-digit", 2, 2, 0, 99, 1),
    ("two-decade", 2, 2, 10, 90, 10),
    ("year", 4, 4, 1000, 2199, 1),
    ("recent-year", 4, 4, 1700, 2059, 1),
    ("modern-year", 4, 4, 1900, 2049, 1),
    ("decade-number", 4, 4, 1000, 2190, 10),
    ("clock-digits", 4, 4, 0, 2359, 1),
    ("compact-day", 8, 8, 19_000_101, 20_991_231, 1),
];

/// The class of what is before the first token of a text; no token has it.
pub(super) const TEXT_START: &str = "text-start";

/// All symbols and words.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    symbols: FxHashMap<String, Symbol>,
    words: Vec<Word>,
    index: FxHashMap<Box<[u8]>, u32>,
    numbers: Vec<Symbols>,
    capitalised: Symbols,
    plural: Symbols,
}

impl Vocabulary {
    /// The vocabulary of the rows of `table` (see `lexicon/en/time/words.tsv`), with or without those for `queries`, or
    /// what is wrong on which line.
    pub(super) fn read(table: &str, queries: bool) -> Result<Self, (usize, String)> {
        let mut vocabulary = Self::default();
        for (name, ..) in NUMBERS {
            let symbol = vocabulary.class(name);
            let mut symbols = Symbols::default();
            symbols.insert(symbol);
            vocabulary.numbers.push(symbols);
        }
        let capitalised = vocabulary.class("capitalised");
        vocabulary.capitalised.insert(capitalised);
        let plural = vocabulary.class("plural");
        vocabulary.plural.insert(plural);
        vocabulary.class(TEXT_START);
        for (number, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let (word, class, value, condition) = match columns[..] {
                [word, class, value] => (word, class, value, None),
                [word, class, value, condition] => (word, class, value, Some(condition)),
                _ => {
                    return Err((
                        number + 1,
                        "expected word, class, value and perhaps a condition".to_owned(),
                    ));
                }
            };
            let value = value.parse().map_err(|_| (number + 1, format!("`{value}` is no number")))?;
            if word.to_lowercase() != word {
                return Err((number + 1, format!("`{word}` is not in lower case")));
            }
            if condition == Some("query") && !queries {
                continue;
            }
            let symbol = vocabulary.class(class);
            let entry = vocabulary.word_mut(word);
            match condition {
                None | Some("query") => entry.always.insert(symbol),
                Some("capital") => entry.capital.insert(symbol),
                Some("lower") => entry.lower.insert(symbol),
                Some(other) => {
                    return Err((
                        number + 1,
                        format!("unknown condition `{other}`; conditions are capital, lower and query"),
                    ));
                }
            }
            entry.values.push((symbol, value));
        }
        Ok(vocabulary)
    }

    fn symbol(&mut self, name: String) -> Symbol {
        let next = u16::try_from(self.symbols.len()).expect("there are fewer symbols than CAPACITY");
        assert!(
            usize::from(next) < CAPACITY,
            "more than {CAPACITY} words and classes are named in the time rules"
        );
        *self.symbols.entry(name).or_insert(Symbol(next))
    }

    fn class(&mut self, name: &str) -> Symbol {
        self.symbol(format!("<{name}>"))
    }

    /// The class of that name, if words or numbers belong to it.
    pub(super) fn known_class(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(&format!("<{name}>")).copied()
    }

    fn word_mut(&mut self, word: &str) -> &mut Word {
        let next = u32::try_from(self.words.len()).expect("the tables are small");
        let index = *self.index.entry(word.as_bytes().into()).or_insert(next);
        if index == next {
            self.words.push(Word::default());
        }
        &mut self.words[index as usize]
    }

    /// The symbol for the word itself, as rules name it.
    pub(super) fn literal(&mut self, word: &str) -> Symbol {
        let word = sign(word);
        let symbol = self.symbol(word.to_owned());
        self.word_mut(word).always.insert(symbol);
        symbol
    }

    /// What rules may take `written` for, and its index.
    pub(super) fn word_symbols(&self, written: &str) -> (Symbols, Option<u32>) {
        let first = written.as_bytes().first().copied().unwrap_or(b' ');
        let capital = first.is_ascii_uppercase()
            || (first >= 128 && written.chars().next().is_some_and(char::is_uppercase));
        let mut symbols = Symbols::default();
        if capital {
            symbols.add(&self.capitalised);
        } else if written.len() > 3 && written.ends_with('s') && !written.ends_with("ss") {
            symbols.add(&self.plural);
        }
        let written = sign(written);
        if written.len() > LONGEST {
            return (symbols, None);
        }
        let mut lower = [0; LONGEST];
        let lower = &mut lower[..written.len()];
        lower.copy_from_slice(written.as_bytes());
        lower.make_ascii_lowercase();
        let word = self.index.get(&*lower).copied();
        if let Some(word) = word {
            let word = &self.words[word as usize];
            symbols.add(&word.always);
            symbols.add(if capital { &word.capital } else { &word.lower });
        }
        (symbols, word)
    }

    /// What rules may take a run of `digits` digits for that makes `number`.
    pub(super) fn number_symbols(&self, digits: usize, number: i32) -> Symbols {
        let mut symbols = Symbols::default();
        for (class, (_, fewest, most, smallest, largest, divisor)) in self.numbers.iter().zip(NUMBERS) {
            let fits = (*fewest..=*most).contains(&digits) && (*smallest..=*largest).contains(&number);
            if fits && number % divisor == 0 {
                symbols.add(class);
            }
        }
        symbols
    }

    /// The value of `word` in the class `symbol`.
    pub(super) fn value(&self, word: u32, symbol: Symbol) -> Option<i32> {
        let values = &self.words[word as usize].values;
        values.iter().find(|(class, _)| *class == symbol).map(|(_, value)| *value)
    }
}

/// Typographic signs as they are typed.
fn sign(written: &str) -> &str {
    match written {
        "\u{2019}" | "\u{2018}" | "\u{2bc}" => "'",
        "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" => "-",
        other => other,
    }
}

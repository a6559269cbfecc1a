//! The values of the kit's tables: `(:A {name: 'b'})`, `[:T]`, `<()-[:T]->()>`, lists, maps and plain values.

use diurna::query::cypher::{Heading, Node, Path, Relationship, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::str::Chars;

/// The value that `text` writes; `None` if it is written in a way we do not know.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text.chars().peekable() };
    let value = reader.value()?;
    reader.skip();
    reader.rest.peek().is_none().then_some(value)
}

struct Reader<'text> {
    rest: Peekable<Chars<'text>>,
}

impl Reader<'_> {
    fn skip(&mut self) {
        while self.rest.next_if(|character| character.is_whitespace()).is_some() {}
    }

    fn peek(&mut self) -> Option<char> {
        self.skip();
        self.rest.peek().copied()
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        self.skip();
        self.rest.next_if_eq(&wanted).map(|_| ())
    }

    fn word(&mut self) -> String {
        self.skip();
        let mut word = String::new();
        if self.rest.next_if_eq(&'`').is_some() {
            while let Some(character) = self.rest.next_if(|&character| character != '`') {
                word.push(character);
            }
            self.rest.next();
            return word;
        }
        let belongs = |character: &char| character.is_alphanumeric() || "_+-.".contains(*character);
        while let Some(character) = self.rest.next_if(belongs) {
            word.push(character);
        }
        word
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            '(' => Some(Value::Node(Box::new(self.node()?))),
            '<' => self.path(),
            '[' => {
                self.take('[')?;
                if self.peek()? == ':' {
                    return Some(Value::Relationship(Box::new(self.relationship()?)));
                }
                let mut values = Vec::new();
                while self.take(']').is_none() {
                    values.push(self.value()?);
                    let _ = self.take(',');
                }
                Some(Value::List(values))
            }
            '{' => Some(Value::Map(self.map()?)),
            '\'' => self.text(),
            _ => plain(&self.word()),
        }
    }

    fn text(&mut self) -> Option<Value> {
        self.take('\'')?;
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '\'' => return Some(Value::Text(text)),
                '\\' if matches!(self.rest.peek(), Some('\'' | '\\')) => text.push(self.rest.next()?),
                other => text.push(other),
            }
        }
    }

    fn map(&mut self) -> Option<BTreeMap<String, Value>> {
        self.take('{')?;
        let mut entries = BTreeMap::new();
        while self.take('}').is_none() {
            let name = self.word();
            self.take(':')?;
            entries.insert(name, self.value()?);
            let _ = self.take(',');
        }
        Some(entries)
    }

    fn properties(&mut self) -> Option<BTreeMap<String, Value>> {
        if self.peek()? == '{' { self.map() } else { Some(BTreeMap::new()) }
    }

    fn node(&mut self) -> Option<Node> {
        self.take('(')?;
        let mut labels = Vec::new();
        while self.take(':').is_some() {
            labels.push(self.word());
        }
        let properties = self.properties()?;
        self.take(')')?;
        Some(Node { labels, properties })
    }

    /// After the opening bracket.
    fn relationship(&mut self) -> Option<Relationship> {
        self.take(':')?;
        let kind = self.word();
        let properties = self.properties()?;
        self.take(']')?;
        Some(Relationship { kind, start: Value::Null, end: Value::Null, properties })
    }

    fn path(&mut self) -> Option<Value> {
        self.take('<')?;
        let mut path = Path { nodes: vec![self.node()?], steps: Vec::new() };
        while self.take('>').is_none() {
            let against = self.take('<').is_some();
            self.take('-')?;
            self.take('[')?;
            let relationship = self.relationship()?;
            self.take('-')?;
            if !against {
                self.take('>')?;
            }
            path.nodes.push(self.node()?);
            path.steps.push((relationship, if against { Heading::Against } else { Heading::Along }));
        }
        Some(Value::Path(Box::new(path)))
    }
}

fn plain(word: &str) -> Option<Value> {
    match word {
        "null" => Some(Value::Null),
        "true" => Some(Value::Boolean(true)),
        "false" => Some(Value::Boolean(false)),
        "NaN" => Some(Value::Float(f64::NAN)),
        "Inf" => Some(Value::Float(f64::INFINITY)),
        "-Inf" => Some(Value::Float(f64::NEG_INFINITY)),
        _ => {
            let whole = word.parse().ok().map(Value::Integer);
            whole.or_else(|| word.parse().ok().map(Value::Float))
        }
    }
}

/// Whether the order of the elements of a list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListOrder {
    Counts,
    Ignored,
}

/// Whether an answer is the value that the kit expects.
///
/// The engine gives every node an id, and one without labels the label `Node`; where the kit expects none, these do not
/// count.
pub(crate) fn matches(found: &Value, expected: &Value, order: ListOrder) -> bool {
    match (found, expected) {
        (Value::Float(found), Value::Float(expected)) => {
            found == expected || (found.is_nan() && expected.is_nan()) || (found - expected).abs() < 1e-15
        }
        (Value::List(found), Value::List(expected)) if order == ListOrder::Ignored => {
            same_bag(found, expected, |found, expected| matches(found, expected, order))
        }
        (Value::List(found), Value::List(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, expected)| matches(found, expected, order))
        }
        (Value::Map(found), Value::Map(expected)) => {
            // An absent entry and one that is null print alike.
            let named = |entries: &BTreeMap<String, Value>| -> BTreeMap<String, Value> {
                entries
                    .iter()
                    .filter(|(_, value)| **value != Value::Null)
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect()
            };
            same_entries(&named(found), &named(expected), order)
        }
        (Value::Node(found), Value::Node(expected)) => same_nodes(found, expected, order),
        (Value::Relationship(found), Value::Relationship(expected)) => {
            found.kind == expected.kind && same_entries(&found.properties, &expected.properties, order)
        }
        (Value::Path(found), Value::Path(expected)) => {
            found.nodes.len() == expected.nodes.len()
                && found.nodes.iter().zip(&expected.nodes).all(|(a, b)| same_nodes(a, b, order))
                && found.steps.iter().zip(&expected.steps).all(|((a, a_heading), (b, b_heading))| {
                    a.kind == b.kind
                        && a_heading == b_heading
                        && same_entries(&a.properties, &b.properties, order)
                })
        }
        _ => found == expected,
    }
}

fn same_nodes(found: &Node, expected: &Node, order: ListOrder) -> bool {
    let labels = |node: &Node| node.labels.iter().cloned().collect::<BTreeSet<String>>();
    let mut properties = found.properties.clone();
    if !expected.properties.contains_key("id") {
        properties.remove("id");
    }
    let mut found_labels = labels(found);
    if expected.labels.is_empty() {
        found_labels.remove("Node");
    }
    found_labels == labels(expected) && same_entries(&properties, &expected.properties, order)
}

fn same_entries(
    found: &BTreeMap<String, Value>,
    expected: &BTreeMap<String, Value>,
    order: ListOrder,
) -> bool {
    found.len() == expected.len()
        && expected
            .iter()
            .all(|(name, value)| found.get(name).is_some_and(|found| matches(found, value, order)))
}

/// Whether the two have the same elements, as `same` sees them, in any order.
pub(crate) fn same_bag<T>(found: &[T], expected: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut left: Vec<&T> = expected.iter().collect();
    found.len() == expected.len()
        && found.iter().all(|found| match left.iter().position(|expected| same(found, expected)) {
            Some(at) => {
                left.swap_remove(at);
                true
            }
            None => false,
        })
}

#[test]
fn values_of_the_kit_are_read() {
    for text in [
        "null",
        "true",
        "-7",
        "1.5",
        "'a\\'b'",
        "[]",
        "[1, 'a', [null]]",
        "{}",
        "{a: 1, b: 'x'}",
        "()",
        "(:A:B {n: 1})",
        "[:T {x: 2}]",
        "<(:A)-[:T]->()<-[:S {w: 1}]-(:B)>",
    ] {
        assert_eq!(parse(text).map(|value| value.to_string()).as_deref(), Some(text));
    }
    assert_eq!(parse("1, 2"), None);
}

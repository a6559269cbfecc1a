//! The values of openCypher.

use crate::error::{Error, Result};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// What a cell of an answer or a parameter of a question holds.
///
/// Dates and durations that functions of the language compute are [`Value::Text`] in their ISO 8601 form. In JSON a
/// number that is not finite is null.
///
/// ```
/// use diurna::query::cypher::Value;
/// let names = Value::List(vec!["Peru".into(), Value::Null]);
/// assert_eq!(names.to_string(), "['Peru', null]");
/// assert_eq!(serde_json::to_string(&names)?, r#"["Peru",null]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Float(f64),
    /// Words, or a point in time.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name.
    Map(BTreeMap<String, Value>),
    /// A node.
    Node(Box<Node>),
    /// A relationship.
    Relationship(Box<Relationship>),
    /// A way through the graph.
    Path(Box<Path>),
}

/// A node of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Its labels, "Actor" before "Person".
    pub labels: Vec<String>,
    /// Its properties; those without a value are absent.
    pub properties: BTreeMap<String, Value>,
}

/// A relationship of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relationship {
    /// Its type ("AGENT").
    #[serde(rename = "type")]
    pub kind: String,
    /// The `id` of the node it leaves; null if that has none.
    pub start: Value,
    /// The `id` of the node it enters; null if that has none.
    pub end: Value,
    /// Its properties; those without a value are absent.
    pub properties: BTreeMap<String, Value>,
}

/// A way through the graph: one relationship between each node and the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The nodes; one more than relationships.
    pub nodes: Vec<Node>,
    /// The steps: the relationship, and whether the path follows its arrow.
    pub steps: Vec<(Relationship, Heading)>,
}

/// Whether a path goes the way an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// It does.
    Along,
    /// It goes from the arrow's head to its tail.
    Against,
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Form<'path> {
            nodes: &'path [Node],
            relationships: Vec<&'path Relationship>,
        }
        let relationships = self.steps.iter().map(|(relationship, _)| relationship).collect();
        Form { nodes: &self.nodes, relationships }.serialize(serializer)
    }
}

impl Value {
    /// The value that `text` means on a command line: what it says if it is JSON, else its words.
    ///
    /// ```
    /// use diurna::query::cypher::Value;
    /// assert_eq!(Value::of_argument("2024")?, Value::Integer(2024));
    /// assert_eq!(Value::of_argument("\"2024\"")?, "2024".into());
    /// assert_eq!(Value::of_argument("Lena Ortiz")?, "Lena Ortiz".into());
    /// # Ok::<(), diurna::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A whole number that does not fit 64 bits.
    pub fn of_argument(text: &str) -> Result<Self> {
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(json) => Self::of_json(&json),
            Err(_) => Ok(Self::Text(text.to_owned())),
        }
    }

    fn of_json(json: &serde_json::Value) -> Result<Self> {
        Ok(match json {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Boolean(*value),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Self::Integer(whole),
                (None, Some(float)) if !number.is_u64() => Self::Float(float),
                _ => return Err(Error::new(format!("the number {number} does not fit 64 bits"))),
            },
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Array(values) => {
                Self::List(values.iter().map(Self::of_json).collect::<Result<_>>()?)
            }
            serde_json::Value::Object(entries) => {
                let entry = |(name, value): (&String, _)| Ok((name.clone(), Self::of_json(value)?));
                Self::Map(entries.iter().map(entry).collect::<Result<_>>()?)
            }
        })
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The value as the language writes it: `'Peru'`, `[1, 2]`, `(:Place {name: 'Lima'})`.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Integer(number) => write!(formatter, "{number}"),
            Self::Float(number) if number.is_nan() => formatter.write_str("NaN"),
            Self::Float(number) if number.is_infinite() => {
                formatter.write_str(if *number > 0.0 { "Inf" } else { "-Inf" })
            }
            Self::Float(number) => write!(formatter, "{number:?}"),
            Self::Text(text) => write!(formatter, "'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            Self::List(values) => {
                formatter.write_str("[")?;
                for (number, value) in values.iter().enumerate() {
                    let comma = if number == 0 { "" } else { ", " };
                    write!(formatter, "{comma}{value}")?;
                }
                formatter.write_str("]")
            }
            Self::Map(entries) => write_entries(formatter, entries),
            Self::Node(node) => node.fmt(formatter),
            Self::Relationship(relationship) => relationship.fmt(formatter),
            Self::Path(path) => path.fmt(formatter),
        }
    }
}

fn write_entries(formatter: &mut fmt::Formatter<'_>, entries: &BTreeMap<String, Value>) -> fmt::Result {
    formatter.write_str("{")?;
    for (number, (name, value)) in entries.iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        write!(formatter, "{comma}{name}: {value}")?;
    }
    formatter.write_str("}")
}

impl fmt::Display for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(")?;
        for label in &self.labels {
            write!(formatter, ":{label}")?;
        }
        if !self.properties.is_empty() {
            formatter.write_str(if self.labels.is_empty() { "" } else { " " })?;
            write_entries(formatter, &self.properties)?;
        }
        formatter.write_str(")")
    }
}

impl fmt::Display for Relationship {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[:{}", self.kind)?;
        if !self.properties.is_empty() {
            formatter.write_str(" ")?;
            write_entries(formatter, &self.properties)?;
        }
        formatter.write_str("]")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("<")?;
        for (number, node) in self.nodes.iter().enumerate() {
            if let Some((relationship, heading)) = number.checked_sub(1).and_then(|step| self.steps.get(step))
            {
                match heading {
                    Heading::Along => write!(formatter, "-{relationship}->")?,
                    Heading::Against => write!(formatter, "<-{relationship}-")?,
                }
            }
            node.fmt(formatter)?;
        }
        formatter.write_str(">")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> Node {
        let properties = [("name".to_owned(), Value::from(name))].into();
        Node { labels: vec!["Place".to_owned()], properties }
    }

    #[test]
    fn a_path_shows_the_way_of_its_arrows() {
        let within = Relationship {
            kind: "WITHIN".to_owned(),
            start: "p:1".into(),
            end: "p:2".into(),
            properties: BTreeMap::new(),
        };
        let path = Path { nodes: vec![node("Peru"), node("Lima")], steps: vec![(within, Heading::Against)] };
        assert_eq!(path.to_string(), "<(:Place {name: 'Peru'})<-[:WITHIN]-(:Place {name: 'Lima'})>");
        let json = serde_json::to_value(&path).expect("text keys");
        assert_eq!(json["relationships"][0]["start"], "p:1");
    }

    #[test]
    fn quotes_in_text_are_marked() {
        assert_eq!(Value::from("it's").to_string(), r"'it\'s'");
    }

    #[test]
    fn an_argument_is_json_or_words() {
        assert_eq!(Value::of_argument("[1, 2.5]").expect("JSON").to_string(), "[1, 2.5]");
        assert_eq!(Value::of_argument("[1,").expect("words"), "[1,".into());
        assert!(Value::of_argument("18446744073709551615").is_err());
        assert_eq!(Value::of_argument("1e400").expect("words, JSON has no such number"), "1e400".into());
    }
}

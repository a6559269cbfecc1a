//! `diurna schema` against what is written: a small checker for the part of JSON Schema that the schema uses.

use crate::fixture::reading;
use diurna::graph::{Graph, SCHEMA};
use serde_json::Value;

/// What is wrong with `value`, one line a fault. Unlike JSON Schema, a key that the schema does not know is a fault.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$ref" => {
                let name =
                    rule.as_str().and_then(|path| path.strip_prefix("#/$defs/")).expect("a local reference");
                found.extend(faults(root, &root["$defs"][name], value, at));
            }
            "type" => {
                let fits = match rule.as_str().expect("a type") {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    other => panic!("unknown type {other}"),
                };
                if !fits {
                    found.push(format!("{at}: {value} is no {rule}"));
                }
            }
            "properties" => {
                for (key, part) in value.as_object().into_iter().flatten() {
                    match rule.get(key) {
                        Some(rule) => found.extend(faults(root, rule, part, &format!("{at}.{key}"))),
                        None => found.push(format!("{at}: the schema has no key {key}")),
                    }
                }
            }
            "required" => {
                for key in rule.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if value.get(key).is_none() {
                        found.push(format!("{at}: no {key}"));
                    }
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(root, rule, item, &format!("{at}[{index}]")));
                }
            }
            "enum" if !rule.as_array().is_some_and(|words| words.contains(value)) => {
                found.push(format!("{at}: {value} is none of {rule}"));
            }
            "const" if rule != value => found.push(format!("{at}: {value} is not {rule}")),
            "anyOf" => {
                let fits = |rule: &Value| faults(root, rule, value, at).is_empty();
                if !rule.as_array().is_some_and(|rules| rules.iter().any(fits)) {
                    found.push(format!("{at}: {value} fits none of {rule}"));
                }
            }
            "minimum" if value.as_f64().zip(rule.as_f64()).is_some_and(|(value, least)| value < least) => {
                found.push(format!("{at}: {value} is less than {rule}"));
            }
            "maximum" if value.as_f64().zip(rule.as_f64()).is_some_and(|(value, most)| value > most) => {
                found.push(format!("{at}: {value} is more than {rule}"));
            }
            "enum" | "const" | "minimum" | "maximum" | "pattern" => {}
            "$schema" | "$defs" | "title" | "description" => {}
            other => panic!("the checker does not know `{other}`"),
        }
    }
    found
}

#[test]
fn a_graph_fits_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let graph: Value = serde_json::from_str(&Graph::from_reading(&reading("page")).to_json()).expect("JSON");
    assert_eq!(faults(&schema, &schema, &graph, "graph"), Vec::<String>::new());
}

#[test]
fn a_wrong_graph_does_not_fit() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let graph =
        serde_json::json!({"format": "diurna/1", "events": [{"id": 1, "type": "CONSULT", "status": "odd"}]});
    assert_eq!(faults(&schema, &schema, &graph, "graph").len(), 2);
}

//! Typed read-only tables of words and of the world; `en/` holds the data.
//!
//! Nothing comes in; out go tables that every later stage may ask. No text is read here.

pub mod cameo;
pub mod country_codes;
pub mod event_nouns;
#[cfg(test)]
mod data;
pub mod event_rules;
pub mod event_types;
pub mod events;
pub mod forms;
pub mod grammar;
pub mod naming;
pub mod numbers;
pub mod office_holders;
pub mod world;

pub mod attribution;
pub mod status;

/// The columns of the rows of a table, without comments and empty lines.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

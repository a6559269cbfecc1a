//! `diurna schema`: what the program's own formats look like.

use super::outcome::{Outcome, Stop};
use super::print;
use clap::Args;
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// Print the labels, relationship types and properties of openCypher queries instead
    #[arg(long)]
    cypher: bool,
}

/// Runs the verb.
pub(super) fn run(arguments: &SchemaArguments) -> Result<Outcome, Stop> {
    let mut output = print::output();
    if arguments.cypher {
        write!(output, "{}", crate::query::cypher::schema())?;
    } else {
        output.write_all(crate::graph::SCHEMA.as_bytes())?;
    }
    output.flush()?;
    Ok(Outcome::Found)
}

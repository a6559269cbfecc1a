//! What stands in for the Parquet writer in a program that was built without it.

use super::Selection;
use crate::error::{Error, Result};
use std::io::{self, Write};

/// Fails always, and says how to get it.
pub(super) fn check(_: &Selection<'_>) -> Result<()> {
    Err(Error::new("this diurna was built without Parquet")
        .with_help("build it in: cargo install diurna --features parquet; or export -T neo4j, which is CSV"))
}

fn unsupported() -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "built without Parquet"))
}

/// Fails always.
pub(super) fn write_nodes(_: &Selection<'_>, _: &mut dyn Write) -> io::Result<()> {
    unsupported()
}

/// Fails always.
pub(super) fn write_edges(_: &Selection<'_>, _: &mut dyn Write) -> io::Result<()> {
    unsupported()
}

/// Fails always.
pub(super) fn write_claims(_: &Selection<'_>, _: &mut dyn Write) -> io::Result<()> {
    unsupported()
}

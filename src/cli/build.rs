//! `diurna build`: pages in, one graph out.

use super::arguments::BuildArguments;
use super::graph_file::{expect_writable, write_output};
use super::outcome::{Outcome, Stop};
use super::pages;
use crate::error::Error;

/// Runs the verb.
pub(super) fn run(arguments: &BuildArguments) -> Result<Outcome, Stop> {
    expect_writable(&arguments.output)?;
    let built = match arguments.jobs {
        Some(jobs) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build();
            let pool = pool.map_err(|error| Error::new(format!("cannot start {jobs} threads: {error}")))?;
            pool.install(|| pages::build(&arguments.inputs, &arguments.reading))?
        }
        None => pages::build(&arguments.inputs, &arguments.reading)?,
    };
    if arguments.strict && !built.skipped.is_empty() {
        built.tell();
        return Err(Error::new("some inputs were skipped, and --strict is given; nothing was written").into());
    }
    write_output(&arguments.output, |output| built.graph.write_json(output))?;
    built.tell();
    Ok(Outcome::Found)
}

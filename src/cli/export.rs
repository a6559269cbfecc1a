//! `diurna export`: a graph in another format.

use super::arguments::{ExportArguments, ExportFormat, ExportView};
use super::graph_file::{expect_writable, read_graph, write_output};
use super::outcome::{Outcome, Stop};
use crate::error::Error;
use crate::export::dot;

/// Runs the verb.
pub(super) fn run(arguments: &ExportArguments) -> Result<Outcome, Stop> {
    let view = match arguments.view {
        ExportView::Events => dot::View::Events,
        ExportView::Actors => dot::View::Actors,
    };
    if arguments.to == ExportFormat::Json && view == dot::View::Actors {
        return Err(Error::new("diurna/1 JSON has no actors view")
            .with_help("--view actors goes with -T dot")
            .into());
    }
    expect_writable(&arguments.output)?;
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    match arguments.to {
        ExportFormat::Dot => {
            write_output(&arguments.output, |output| dot::write_dot(&graph, view, &filter, output))?;
        }
        ExportFormat::Json => write_output(&arguments.output, |output| graph.write_json(output))?,
    }
    Ok(Outcome::Found)
}

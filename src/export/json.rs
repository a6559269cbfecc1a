//! The native form, `diurna/1`: the whole graph, or the part of it that the selection needs.

use super::Selection;
use std::io::{self, Write};

/// Writes `selection` as `diurna/1` JSON; a selection of everything gives the graph's own bytes.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    if selection.is_whole() {
        return selection.graph.write_json(output);
    }
    let events = selection.events.iter().map(|event| event.id.clone());
    selection.graph.part(events).write_json(output)
}

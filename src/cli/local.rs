//! Questions that a part of a store can answer: what has to be read for them.
//!
//! A verb is run on the part first. Where it finds nothing there, or a name is not clear, it is run on all of the
//! store, so that messages count and suggest what there is.

use super::graph_file::{decisions_of, read_graph};
use super::outcome::{Outcome, Stop};
use crate::error::Result;
use crate::graph::{Graph, Id};
use crate::query::{Lookup, find_actor, find_documents, find_place};
use crate::store::{Around, Settled, Store, is_store};
use std::path::Path;

/// So many documents are soon read, however few there are.
const FEW: usize = 128;

/// Whether all of the graph is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// All that is asked for and what lies around, which is not all there is to count.
    Part,
}

/// Puts a question to the graph at `path`.
///
/// `around` says which part of a store holds the answer, if less than all of it does. `answer` says `None` when the part
/// that it is given is not enough, before it writes anything.
pub(super) fn answer(
    path: &Path,
    around: impl FnOnce(&Names) -> Result<Option<Around>>,
    answer: impl Fn(&Graph, Extent) -> std::result::Result<Option<Outcome>, Stop>,
) -> std::result::Result<Outcome, Stop> {
    if let Some(part) = read_part(path, around)? {
        match answer(&part, Extent::Part) {
            Ok(Some(outcome)) => return Ok(outcome),
            Ok(None) | Err(Stop::NotFound(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(answer(&read_graph(path)?, Extent::Whole)?.unwrap_or(Outcome::Nothing))
}

fn read_part(path: &Path, around: impl FnOnce(&Names) -> Result<Option<Around>>) -> Result<Option<Graph>> {
    if !is_store(path) {
        return Ok(None);
    }
    let decisions = decisions_of(path)?;
    let store = Store::open(path)?;
    // Who is who hangs on every document: a part is enough only where it is known.
    let Some(settled) = store.settled(&decisions)? else { return Ok(None) };
    // To read many documents for a part takes longer than to read all.
    let most = (store.count_documents()? / 4).max(FEW);
    let names = Names(settled);
    match around(&names)? {
        Some(around) => names.0.part_of_at_most(&around, most),
        None => Ok(None),
    }
}

/// The names in a store, looked up without reading what documents say.
pub(super) struct Names<'store>(Settled<'store>);

impl Names<'_> {
    /// The actor that `name` means, if it means one.
    pub(super) fn actor(&self, name: &str) -> Result<Option<Id>> {
        Ok(only(find_actor(&self.0.called(name)?, name)))
    }

    /// The place that `name` means, if it means one.
    pub(super) fn place(&self, name: &str) -> Result<Option<Id>> {
        Ok(only(find_place(&self.0.called(name)?, name)))
    }

    /// That of `actors` which the fewest documents speak of.
    pub(super) fn rarest(&self, actors: &[Id]) -> Result<Option<Id>> {
        let mut rarest: Option<(usize, &Id)> = None;
        for actor in actors {
            let count = self.0.count_documents_about(actor)?;
            if rarest.is_none_or(|(least, _)| count < least) {
                rarest = Some((count, actor));
            }
        }
        Ok(rarest.map(|(_, actor)| actor.clone()))
    }

    /// All about the one event or claim with this id.
    pub(super) fn around_id(&self, id: &str) -> Result<Option<Around>> {
        let is_id = id.starts_with("e:") || id.starts_with("c:");
        let id = Id::from(id);
        let is_there = is_id && self.0.count_documents_about(&id)? > 0;
        Ok(is_there.then(|| Around { whole: [id].into(), ..Around::default() }))
    }

    /// All about the one actor, document or event that `name` means, in the order in which `show` looks for it.
    pub(super) fn around_shown(&self, name: &str) -> Result<Option<Around>> {
        let name = name.trim();
        if let Some(around) = self.around_id(name)? {
            return Ok(Some(around));
        }
        let called = self.0.called(name)?;
        if called.place(&Id::from(name)).is_some() {
            return Ok(None);
        }
        if name.starts_with("d:") && self.0.count_documents_about(&Id::from(name))? > 0 {
            return Ok(Some(Around { whole: [Id::from(name)].into(), ..Around::default() }));
        }
        match find_actor(&called, name) {
            Lookup::One(id) => {
                // A place of the same name is mentioned too.
                let namesakes = called.actor(&id).map(|actor| self.0.called(&actor.name)).transpose()?;
                let namesakes = namesakes.unwrap_or_default();
                let named = namesakes.places().map(|place| place.id.clone()).collect();
                return Ok(Some(Around { whole: [id].into(), named, ..Around::default() }));
            }
            Lookup::Several(_) => return Ok(None),
            Lookup::Nothing(_) => {}
        }
        if !matches!(find_place(&called, name), Lookup::Nothing(_)) {
            return Ok(None);
        }
        match find_documents(&self.0.documents()?, name).as_slice() {
            [document] => Ok(Some(Around { whole: [document.id.clone()].into(), ..Around::default() })),
            _ => Ok(None),
        }
    }
}

fn only(found: Lookup) -> Option<Id> {
    match found {
        Lookup::One(id) => Some(id),
        Lookup::Several(_) | Lookup::Nothing(_) => None,
    }
}

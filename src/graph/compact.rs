//! A graph on one line of JSON, for whoever keeps many small graphs and trusts them.

use super::file::by_id;
use super::node::{Actor, Claim, Document, Event, Place, Relation};
use super::{Boxes, Graph, Parts};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize, Serializer};

/// The lists of a graph; those that are empty are left out.
#[derive(Serialize)]
struct Lists<'graph> {
    #[serde(serialize_with = "documents")]
    documents: &'graph Graph,
    #[serde(serialize_with = "actors")]
    actors: &'graph Graph,
    #[serde(serialize_with = "places")]
    places: &'graph Graph,
    #[serde(serialize_with = "events")]
    events: &'graph Graph,
    #[serde(serialize_with = "claims")]
    claims: &'graph Graph,
    #[serde(serialize_with = "relations")]
    relations: &'graph Graph,
}

macro_rules! list {
    ($($name:ident),*) => {$(
        fn $name<S: Serializer>(graph: &&Graph, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.collect_seq(graph.$name())
        }
    )*};
}

list!(documents, actors, places, events, claims, relations);

#[derive(Deserialize)]
struct ListsIn {
    documents: Boxes<Document>,
    actors: Boxes<Actor>,
    places: Boxes<Place>,
    events: Boxes<Event>,
    claims: Boxes<Claim>,
    relations: Vec<Relation>,
}

impl Graph {
    /// The graph on one line: the lists of `diurna/1` without the format and without spaces.
    ///
    /// ```
    /// use diurna::graph::Graph;
    /// let graph = Graph::from_json(r#"{"format": "diurna/1", "documents": [{"id": "d:1"}]}"#)?;
    /// assert!(graph.to_line().starts_with(r#"{"documents":[{"id":"d:1","stories":[]}],"actors":[]"#));
    /// assert_eq!(Graph::from_line(&graph.to_line())?, graph);
    /// # Ok::<(), diurna::Error>(())
    /// ```
    pub fn to_line(&self) -> String {
        let lists = Lists {
            documents: self,
            actors: self,
            places: self,
            events: self,
            claims: self,
            relations: self,
        };
        serde_json::to_string(&lists).expect("writing to memory cannot fail, and every key is text")
    }

    /// Reads what [`Graph::to_line`] wrote.
    ///
    /// References are not looked up: this is for lines that nobody else can have written. Fails when `line` is not
    /// such a line.
    pub fn from_line(line: &str) -> Result<Self> {
        let lists: ListsIn = serde_json::from_str(line)
            .map_err(|error| Error::new(format!("not a graph on one line: {error}")))?;
        Ok(Self {
            documents: by_id(vec![lists.documents], |document| &document.id),
            actors: by_id(vec![lists.actors], |actor| &actor.id),
            places: by_id(vec![lists.places], |place| &place.id),
            events: by_id(vec![lists.events], |event| &event.id),
            claims: by_id(vec![lists.claims], |claim| &claim.id),
            relations: lists.relations.into_iter().collect(),
            parts: Parts::default(),
        })
    }

    /// A graph of nothing but `actors` and `places`; those that share an id are joined.
    ///
    /// References are not looked up. For whoever keeps nodes elsewhere and adds what they refer to.
    pub fn of_nodes_alone(actors: Vec<Actor>, places: Vec<Place>) -> Self {
        Self {
            actors: by_id(vec![actors.into_iter().map(Box::new).collect()], |actor| &actor.id),
            places: by_id(vec![places.into_iter().map(Box::new).collect()], |place| &place.id),
            ..Self::default()
        }
    }

    /// A graph of nothing but `documents`; those that share an id are joined.
    pub fn of_documents_alone(documents: Vec<Document>) -> Self {
        let documents = vec![documents.into_iter().map(Box::new).collect()];
        Self { documents: by_id(documents, |document| &document.id), ..Self::default() }
    }
}

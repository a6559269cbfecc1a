//! Questions to a graph: who is meant by a name, what happened, who is linked to whom and how, and who says so.
//!
//! In come a [`crate::graph::Graph`] and typed questions; out go references into the graph. Nothing here prints or
//! changes anything. petgraph does the walking and stays private.

mod between;
pub mod cypher;
mod diff;
mod dossier;
mod evidence;
mod filter;
mod mark;
mod name;
mod network;
mod order;
mod pairs;
mod source;
mod stats;
mod timeline;

pub use between::{Link, Linking, Part, between};
pub use diff::{Change, FieldChange, Node, diff};
pub use dossier::{
    Counts, DocumentDossier, Dossier, PlaceDossier, actor_counts, document_dossier, dossier, place_dossier,
};
pub use evidence::{Evidence, Subject, chain_sentence, chain_words, evidence_of, find_subject, speaker_name};
pub use filter::{Filter, Undated};
pub use mark::{Mark, Marked, marks_of};
pub use name::{Candidate, Lookup, find_actor, find_country, find_place};
pub use network::{Hop, Neighbor, find_neighbors, find_path};
pub use order::{claims_in_order, events, events_of};
pub use pairs::{Direction, Pair, actor_pairs};
pub use source::{find_documents, suggest_documents};
pub use stats::{Stats, count};
pub use timeline::{Period, Step, timeline};

//! Questions to a graph: who is meant by a name, what happened, who is linked to whom and how, and who says so.
//!
//! In come a [`crate::graph::Graph`] and typed questions; out go references into the graph. Nothing here prints or
//! changes anything.

mod between;
mod communities;
pub mod cypher;
mod diff;
mod dossier;
mod evidence;
mod facts;
mod filter;
mod index;
mod leiden;
mod mark;
mod name;
mod neighbors;
mod order;
mod pairs;
mod paths;
mod rank;
mod source;
mod speakers;
mod stats;
mod timeline;

pub use between::{Link, Linking, Part, between};
pub use communities::{Communities, Community, find_communities};
pub use diff::{Change, FieldChange, Node, diff};
pub use dossier::{
    Counts, DocumentDossier, Dossier, PlaceDossier, actor_counts, document_dossier, dossier, place_dossier,
};
pub use evidence::{
    Evidence, Subject, chain_sentence, chain_words, evidence_of, find_subject, publisher_name, speaker_name,
};
pub use facts::Facts;
pub use filter::{Filter, Sources, Undated};
pub use index::{Index, Voices};
pub use mark::{Mark, Marked, marks_of};
pub use name::{Candidate, Lookup, find_actor, find_country, find_place};
pub use neighbors::{Neighbor, find_neighbors};
pub use order::{claims_in_order, events, events_of};
pub use pairs::{Direction, Pair, actor_pairs};
pub use paths::{Hop, PathSearch, find_paths};
pub use rank::{Measure, Ranked, Ranking, rank_actors};
pub use source::{find_documents, suggest_documents};
pub use speakers::{Speaker, events_by_speaker};
pub use stats::{Stats, count};
pub use timeline::{Period, Step, timeline};

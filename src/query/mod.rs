//! Questions to a graph: who is meant by a name, what happened, who is linked to whom and how, and who says so.
//!
//! In come a [`crate::graph::Graph`] and typed questions; out go references into the graph. Nothing here prints or
//! changes anything. petgraph does the walking and stays private.

pub mod cypher;
mod evidence;
mod filter;
mod name;
mod network;
mod order;
mod pairs;
mod stats;

pub use evidence::{Evidence, Subject, chain_sentence, chain_words, evidence_of, find_subject, speaker_name};
pub use filter::Filter;
pub use name::{Candidate, Lookup, find_actor, find_place};
pub use network::{Hop, Neighbor, find_neighbors, find_path};
pub use order::{claims_in_order, events};
pub use pairs::{Direction, Pair, actor_pairs};
pub use stats::{Stats, count};

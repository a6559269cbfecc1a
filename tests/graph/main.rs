//! The graph: from readings, to and from JSON, joined, drawn.

mod dot;
mod fixture;
mod identity;
mod json;
mod listed;
mod merge;
mod network;
mod picture;
mod query;
mod schema;

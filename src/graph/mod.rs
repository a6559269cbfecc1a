//! The graph: readings of many documents, joined.

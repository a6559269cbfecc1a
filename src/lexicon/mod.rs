//! Typed read-only tables of words and of the world; `en/` holds the data.

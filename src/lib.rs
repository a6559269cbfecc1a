//! Diurna reads news and writes down who did what to whom, when, where, and who says so.
//!
//! A datum goes one way through the modules below, in this order; a module uses only modules above it.

pub mod error;
pub mod lexicon;
pub mod document;
pub mod text;
pub mod mention;
pub mod entity;
pub mod claim;
pub mod reading;
pub mod graph;
pub mod store;
pub mod query;
pub mod export;
pub mod cli;

pub use error::{Error, Result};

/// The README's code is run with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

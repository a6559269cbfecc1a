//! The whole walk for one document.

use crate::claim::{Claim, Event};
use crate::document::Document;
use crate::entity::Entities;

/// Everything read from one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// What was read.
    pub document: Document,
    /// Who and where.
    pub entities: Entities,
    /// What happened.
    pub events: Vec<Event>,
    /// Who says what about it.
    pub claims: Vec<Claim>,
}

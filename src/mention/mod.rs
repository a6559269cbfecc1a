//! Mentions: words that point at something: an actor, a place, a time, an amount.
//!
//! In come sentences; out go the expressions in them, each with its span. Which mentions mean the same thing is
//! decided by [`crate::entity`], what happened by [`crate::claim`].

pub mod amount;
pub mod name;
pub mod parsed;
pub(crate) mod quotation;
pub mod time;

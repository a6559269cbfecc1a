//! openCypher over graphs: answers, refusals, hostile queries, and the conformance kit of the language.

mod answers;
mod hostile;
mod kit;
mod page;
mod scenario;
mod value;

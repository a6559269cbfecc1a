//! Trains the model that the library embeds.

fn main() {}

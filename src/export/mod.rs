//! Export: one file per format. In comes a graph; out go the bytes that other programs read.

pub mod dot;

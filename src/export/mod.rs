//! Graphs written for other programs.

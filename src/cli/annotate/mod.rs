//! `diurna annotate`: one stage alone, in its field's format, so that peers can be scored beside us.
//!
//! Each layer has one file with `run(input, output)`.

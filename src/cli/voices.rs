//! The argument that lets media link actors, shared by the verbs that walk the whole graph.

use crate::query::Voices;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct VoicesArgument {
    /// Also link actors through the statements of media, publishers and anonymous sources
    #[arg(long)]
    voices: bool,
}

impl VoicesArgument {
    /// What becomes of those who only pass on what others do.
    pub(super) fn voices(&self) -> Voices {
        if self.voices { Voices::Follow } else { Voices::Skip }
    }
}

//! What the user knows before a text says it: event rules (`--rules`) and actors (`--actors`).

use super::rules::{Lexicon, RulesArgument};
use crate::entity::ActorList;
use crate::error::{Error, Result};
use crate::reading::Knowledge;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct KnowledgeArguments {
    #[command(flatten)]
    rules: RulesArgument,
    /// Actors that you know: a table with tabs between the columns name, kind, country, sector and aliases (with | between),
    /// named in its first line
    #[arg(long, value_name = "FILE", help_heading = "How to read them")]
    actors: Vec<PathBuf>,
}

/// Rules and actors, ready to read with.
#[derive(Debug)]
pub(super) struct OwnKnowledge {
    lexicon: Lexicon,
    actors: ActorList,
}

impl OwnKnowledge {
    pub(super) fn get(&self) -> Knowledge<'_> {
        Knowledge { senses: self.lexicon.senses(), actors: &self.actors }
    }
}

impl KnowledgeArguments {
    /// Reads rules and actors.
    pub(super) fn read(&self) -> Result<OwnKnowledge> {
        let mut actors = ActorList::default();
        for file in &self.actors {
            actors = actors.with(&read_table(file)?).map_err(|error| error.at(file))?;
        }
        Ok(OwnKnowledge { lexicon: self.rules.lexicon()?, actors })
    }

    /// Bytes that differ when rules or actors do; empty without any.
    pub(super) fn fingerprint(&self) -> Result<Vec<u8>> {
        let mut bytes = self.rules.fingerprint()?;
        for file in &self.actors {
            bytes.extend(b"actors\0");
            bytes.extend(read_table(file)?.bytes());
            bytes.push(0);
        }
        Ok(bytes)
    }
}

fn read_table(file: &Path) -> Result<String> {
    let bytes = fs::read(file).map_err(|error| {
        Error::io("read", file, error)
            .with_help("--actors takes a table of actors that you know; see the README")
    })?;
    String::from_utf8(bytes)
        .map_err(|_| Error::new("is not UTF-8 text").at(file).with_help("save the table as UTF-8"))
}

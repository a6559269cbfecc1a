//! How a command ends.

use crate::error::Error;
use std::io;
use std::process::ExitCode;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There was something to say.
    Found,
    /// There was nothing to say; not an error.
    Nothing,
    /// With this exit code.
    Code(u8),
}

impl Outcome {
    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Found => 0,
            Self::Nothing => 1,
            Self::Code(code) => code,
        })
    }

    /// [`Outcome::Nothing`] for an empty answer.
    pub(super) fn of_count(count: usize) -> Self {
        if count == 0 { Self::Nothing } else { Self::Found }
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// What was asked for is not in the graph, or not clearly: exit code 1.
    NotFound(Error),
    /// What the person wrote cannot be used: exit code 2.
    Failed(Error),
    /// Whoever reads our output has heard enough.
    Pipe,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Pipe;
        }
        Self::Failed(Error::new(format!("cannot write the output: {error}")))
    }
}

//! The one error of the library: what a *person* wrote that could not be used.
//!
//! Reading text never fails, so nothing below [`crate::reading`] returns an error for odd text.

use std::fmt;
use std::path::{Path, PathBuf};

/// What was wrong, where, and what would do.
///
/// The message is one line in lower case without a full stop; [`Error::help`] is the remedy, if there is one.
///
/// ```
/// use diurna::Error;
/// let error = Error::new("no actor matches \"Lavrof\"").with_help("did you mean \"Sergei Lavrov\"?");
/// assert_eq!(error.to_string(), "no actor matches \"Lavrof\"");
/// assert_eq!(error.help(), Some("did you mean \"Sergei Lavrov\"?"));
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    message: String,
    place: Option<PathBuf>,
    line: Option<usize>,
    help: Option<String>,
    source: Option<std::io::Error>,
}

impl Error {
    /// An error that says `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Inner { message: message.into(), place: None, line: None, help: None, source: None }))
    }

    /// An input or output error on `path`; `doing` is a verb phrase such as "read".
    pub fn io(doing: &str, path: impl AsRef<Path>, source: std::io::Error) -> Self {
        let mut error = Self::new(format!("cannot {doing} {}: {source}", path.as_ref().display()));
        error.0.source = Some(source);
        error
    }

    /// Adds the file the error is about.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.0.place = Some(path.as_ref().to_owned());
        self
    }

    /// Adds the line, counted from 1, the error is about.
    #[must_use]
    pub fn on_line(mut self, line: usize) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Adds what would do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// What would do, if we know.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The kind of the input or output error underneath, if there is one.
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        self.0.source.as_ref().map(std::io::Error::kind)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.0.place {
            write!(formatter, "{}:", place.display())?;
            if let Some(line) = self.0.line {
                write!(formatter, "{line}:")?;
            }
            formatter.write_str(" ")?;
        } else if let Some(line) = self.0.line {
            write!(formatter, "line {line}: ")?;
        }
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

//! What one document is read from: a file, or a line of one.

use super::decode::decode;
use super::input::Input;
use super::jsonl::{read_value, values_of};
use super::read::{Format, ReadDocuments, ReadOptions, Skipped, format_of, graph_given, read_documents};
use crate::error::{Error, Result};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// The bytes that one document is read from, before they are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The input it comes from, as the user called it.
    pub input: String,
    /// Where in the input: `None` for all of it, else what to call the line or element.
    pub place: Option<String>,
    /// What is there; of a line of JSON, that line.
    pub bytes: Vec<u8>,
}

impl Page {
    /// The document, or why there is none.
    ///
    /// # Errors
    /// When it is a saved graph.
    pub fn read(&self, options: &ReadOptions) -> Result<ReadDocuments> {
        let Some(place) = &self.place else { return read_documents(Some(&self.input), &self.bytes, options) };
        let mut read = ReadDocuments::default();
        match serde_json::from_slice::<Value>(&self.bytes) {
            Ok(value) => read_value(place, value, options, &mut read, || graph_given(&self.input))?,
            Err(error) => {
                read.skipped.push(Skipped { place: place.clone(), reason: format!("is not JSON: {error}") });
            }
        }
        for document in &mut read.documents {
            document.path = Some(self.input.clone());
        }
        Ok(read)
    }

    /// The identifier that a line of JSON gives its document.
    pub fn source_id(&self, options: &ReadOptions) -> Option<String> {
        self.place.as_ref()?;
        match serde_json::from_slice::<Value>(&self.bytes).ok()?.get(&options.fields.id)? {
            Value::String(id) => Some(id.trim().to_owned()).filter(|id| !id.is_empty()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

/// Bytes of a file by which its format and encoding are told.
const SAMPLE: usize = 1 << 13;

impl Input {
    /// Gives each of its pages to `each`, in order, until that breaks off; what cannot be read comes back.
    ///
    /// Lines of JSON come one by one, so that a file of any size takes no more memory than its longest line. They are
    /// those of [`Input::read`], and so are the documents read from them.
    ///
    /// # Errors
    /// When standard input cannot be read.
    ///
    /// ```
    /// use diurna::document::ReadOptions;
    /// use diurna::document::input::Input;
    /// use std::ops::ControlFlow;
    /// let folder = tempfile::tempdir()?;
    /// let file = folder.path().join("pages.jsonl");
    /// std::fs::write(&file, "{\"text\":\"Crews slept.\"}\n\n{\"text\":\"Ferries stopped.\"}\n")?;
    /// let mut places = Vec::new();
    /// Input::File(file).pages(&ReadOptions::default(), |page| {
    ///     places.extend(page.place.map(|place| place.ends_with(":3")));
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(places, [false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pages(
        &self,
        options: &ReadOptions,
        mut each: impl FnMut(Page) -> ControlFlow<()>,
    ) -> Result<Vec<Skipped>> {
        let input = self.name();
        let cannot_be_read = |error: std::io::Error| {
            vec![Skipped { place: self.name(), reason: format!("cannot be read: {error}") }]
        };
        let bytes = match self {
            Self::Skipped(skipped) => return Ok(vec![skipped.clone()]),
            Self::Standard => {
                let mut bytes = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| Error::io("read", &input, error))?;
                bytes
            }
            Self::File(path) => {
                if has_plain_lines(path, &input, options.format) {
                    return Ok(lines(path, &input, each).map_or_else(cannot_be_read, |()| Vec::new()));
                }
                match std::fs::read(path) {
                    Ok(bytes) => bytes,
                    Err(error) => return Ok(cannot_be_read(error)),
                }
            }
        };
        let text = decode(&bytes).ok().filter(|text| !text.trim().is_empty());
        let text = text.filter(|text| format_of(Some(&input), text, options.format) == Format::Jsonl);
        let Some(text) = text else {
            let _ = each(Page { input, place: None, bytes });
            return Ok(Vec::new());
        };
        match values_of(&text) {
            Some(values) => {
                for (index, value) in values.iter().enumerate() {
                    let place = Some(format!("{input}[{index}]"));
                    if each(Page { input: input.clone(), place, bytes: value.to_string().into_bytes() })
                        .is_break()
                    {
                        break;
                    }
                }
            }
            None => {
                for (index, line) in text.lines().enumerate() {
                    if give_line(&input, index, line.as_bytes(), &mut each).is_break() {
                        break;
                    }
                }
            }
        }
        Ok(Vec::new())
    }
}

fn give_line(
    input: &str,
    index: usize,
    line: &[u8],
    each: &mut impl FnMut(Page) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if line.trim_ascii().is_empty() {
        return ControlFlow::Continue(());
    }
    let place = Some(format!("{input}:{}", index + 1));
    each(Page { input: input.to_owned(), place, bytes: line.to_owned() })
}

/// Whether the file at `path` is lines of JSON in UTF-8 from the first to the last.
fn has_plain_lines(path: &Path, input: &str, format: Format) -> bool {
    let test = || {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path).ok()?);
        let sample = file.fill_buf().ok()?;
        let sample = &sample[..sample.len().min(SAMPLE)];
        let sample = sample.utf8_chunks().next()?.valid();
        if decode(sample.as_bytes()).ok()? != sample
            || format_of(Some(input), sample, format) != Format::Jsonl
        {
            return None;
        }
        let (mut line, mut is_first) = (Vec::new(), true);
        while file.read_until(b'\n', &mut line).ok()? > 0 {
            let text = std::str::from_utf8(&line).ok()?.trim();
            if is_first && !text.is_empty() {
                serde_json::from_str::<serde_json::Map<String, Value>>(text).ok()?;
                is_first = false;
            }
            line.clear();
        }
        (!is_first).then_some(())
    };
    test().is_some()
}

fn lines(path: &Path, input: &str, mut each: impl FnMut(Page) -> ControlFlow<()>) -> std::io::Result<()> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut line = Vec::new();
    for index in 0.. {
        line.clear();
        if file.read_until(b'\n', &mut line)? == 0
            || give_line(input, index, line.trim_ascii_end(), &mut each).is_break()
        {
            break;
        }
    }
    Ok(())
}

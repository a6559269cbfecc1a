//! `diurna export`: a graph in another format.

use super::arguments::ExportArguments;
use super::folder::{expect_folder, write_folder};
use super::graph_file::{expect_writable, read_graph, write_output, write_outputs};
use super::outcome::{Outcome, Stop};
use super::{filter, print};
use crate::error::Error;
use crate::export::{FORMATS, Format, Layout, Options, Selection, Table};
use crate::graph::Graph;
use std::io;
use std::path::{Path, PathBuf};

/// Runs the verb.
pub(super) fn run(arguments: &ExportArguments) -> Result<Outcome, Stop> {
    let format = match arguments.to {
        Some(format) => format,
        None => format_of(&arguments.output)?,
    };
    format.expect_view(arguments.view)?;
    expect_own_option(format, "links-key", "node-link", arguments.links_key.is_some())?;
    expect_own_option(format, "flavor", "graphml", arguments.flavor.is_some())?;
    let is_several =
        format.tables.len() > 1 && arguments.table.is_none() && arguments.output != Path::new("-");
    let one = if is_several { None } else { Some(one_table(format, arguments.table.as_deref())?) };
    let is_folder = one.is_none() && format.layout == Layout::Folder;
    if is_folder {
        expect_folder(&arguments.output, format)?;
    } else {
        expect_writable(&arguments.output)?;
    }
    let graph = read_graph(&arguments.graph.graph)?;
    let options = Options {
        view: arguments.view,
        filter: arguments.filter.filter(&graph)?,
        max_nodes: arguments.max_nodes,
        links_key: arguments.links_key.unwrap_or_default(),
        flavor: arguments.flavor.unwrap_or_default(),
        base_iri: arguments.base_iri.clone(),
    };
    let selection = Selection::new(&graph, &options);
    (format.check)(&selection)?;
    match one {
        Some(table) => write_output(&arguments.output, |output| (table.write)(&selection, output))?,
        None if is_folder => {
            write_folder(&arguments.output, format, &selection)?;
            print::note(&format!("wrote {} files into {}", format.tables.len(), arguments.output.display()));
        }
        None => {
            let paths = format.tables.iter().map(|table| table_path(&arguments.output, format, table));
            let paths: Vec<PathBuf> = paths.collect();
            let selection = &selection;
            let files = paths.iter().cloned().zip(format.tables);
            write_outputs(files.map(|(path, table)| {
                (path, move |output: &mut dyn io::Write| (table.write)(selection, output))
            }))?;
            let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            print::note(&format!("wrote {}", names.join(", ")));
        }
    }
    filter::note_undated(&graph, &options.filter);
    selection.left_out.cut().into_iter().chain((format.note)(&selection)).for_each(|line| print::note(&line));
    Ok(Outcome::Found)
}

/// Fails when `option`, which only the format `owner` heeds, is given with another.
fn expect_own_option(format: &Format, option: &str, owner: &str, is_given: bool) -> Result<(), Error> {
    if !is_given || format.name == owner {
        return Ok(());
    }
    Err(Error::new(format!("--{option} means nothing to {}", format.name))
        .with_help(format!("--{option} goes with -T {owner}")))
}

/// Writes `graph` on `output` in `format`; of a format with several files the one called `table`.
pub(super) fn write_to(
    output: &mut dyn io::Write,
    format: &'static Format,
    table: Option<&str>,
    graph: &Graph,
    options: &Options,
) -> Result<(), Stop> {
    let table = one_table(format, table)?;
    let selection = Selection::new(graph, options);
    (format.check)(&selection)?;
    Ok((table.write)(&selection, output)?)
}

/// The table of `format` called `name`, or its only one.
fn one_table(format: &'static Format, name: Option<&str>) -> Result<&'static Table, Error> {
    let names: Vec<&str> = format.tables.iter().map(|table| table.name).collect();
    match (name, format.tables) {
        (None, [only]) => Ok(only),
        (None, several) => {
            Err(Error::new(format!("{} is {} files, and standard output is one", format.name, several.len()))
                .with_help(format!(
                    "write -o {}, or choose one with --table {}",
                    match format.layout {
                        Layout::Folder => "FOLDER".to_owned(),
                        Layout::Files => format!("NAME.{}", format.extensions.first().unwrap_or(&"csv")),
                    },
                    names.join("|")
                )))
        }
        (Some(name), [_]) => {
            Err(Error::new(format!("{} is one file; it has no table `{name}`", format.name))
                .with_help("leave out --table"))
        }
        (Some(name), tables) => tables.iter().find(|table| table.name == name).ok_or_else(|| {
            Error::new(format!("{} has no table `{name}`", format.name))
                .with_help(format!("its tables are {}", names.join(", ")))
        }),
    }
}

/// Where `table` goes when the user names `output`: NAME.csv stands for NAME.nodes.csv and NAME.edges.csv.
fn table_path(output: &Path, format: &Format, table: &Table) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let usual = format.extensions.first().copied().unwrap_or(format.name);
    let extension = format.extensions.iter().copied().find(|extension| {
        name.to_lowercase().strip_suffix(extension).is_some_and(|rest| rest.ends_with('.'))
    });
    let stem = match extension {
        Some(extension) => name[..name.len() - extension.len() - 1].to_owned(),
        None => name.into_owned(),
    };
    output.with_file_name(format!("{stem}.{}.{}", table.name, extension.unwrap_or(usual)))
}

/// The format that the name of the output file means.
fn format_of(output: &Path) -> Result<&'static Format, Error> {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    Format::of_file_name(&name).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        let message = match &*name {
            "" | "-" => "which format? standard output has no name that would tell".to_owned(),
            name => format!("which format? the name `{name}` does not tell"),
        };
        Error::new(message).with_help(format!("add -T FORMAT; the formats are {}", names.join(", ")))
    })
}
